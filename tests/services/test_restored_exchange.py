"""An office that was restored from a backup and its district: nothing that arrived is lost, nothing new is held back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.exchange import Pair, pair
from tests.support.offices import PASSWORD, clock, dispute, offices, petition

__all__ = ["clock", "dispute", "offices", "pair", "petition"]

Form = Callable[..., dict[str, Any]]


def restored(pair: Pair, backup: str) -> None:
    pair.township.close()
    again = pair.offices.door("again")
    again.restore(Path(backup), "admin", PASSWORD)
    pair.township = pair.offices.enter(again)


def numbers(pair: Pair) -> set[str]:
    return {pair.district.matters.get_matter(r.matter).number for r in rows(pair)}


def rows(pair: Pair) -> Any:
    from app.matters.list_values import Filter

    find = pair.district.matters.find
    return find.rows(find.find_ids(Filter()))


def test_what_was_registered_before_the_backup_and_never_sent_goes_up_after_the_restore(
    pair: Pair, dispute: Form
) -> None:
    before = pair.township.matters.register([dispute(title="备份之前")])[0].number
    stick = pair.stick.parent / "backup"
    stick.mkdir()
    made = pair.township.back_up(stick)
    restored(pair, made.file)
    after = pair.township.matters.register([dispute(title="恢复之后")])[0].number
    pair.round()
    assert {before, after} <= numbers(pair)
    assert pair.transport(before) == pair.transport(after) == "receipted"
    pair.check()


def test_what_the_lost_pc_sent_after_the_backup_stays_with_the_district(pair: Pair, dispute: Form) -> None:
    pair.township.matters.register([dispute(title="备份之前")])
    stick = pair.stick.parent / "backup"
    stick.mkdir()
    made = pair.township.back_up(stick)
    lost = pair.township.matters.register([dispute(title="备份之后，电脑坏之前")])[0].number
    pair.round()
    restored(pair, made.file)
    anew = pair.township.matters.register([dispute(title="恢复之后")])[0].number
    pair.round()
    assert {lost, anew} <= numbers(pair)
    assert pair.transport(anew) == "receipted"
    pair.check()
