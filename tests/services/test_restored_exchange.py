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


def restored_district(pair: Pair, backup: str) -> None:
    pair.district.close()
    again = pair.offices.door("again")
    again.restore(Path(backup), "admin", PASSWORD)
    pair.district = pair.offices.enter(again)


def backed_up(pair: Pair) -> str:
    stick = pair.stick.parent / "backup"
    stick.mkdir()
    return pair.district.back_up(stick).file


TASK = {"given_on": "2026-03-02", "due_on": "2026-03-12", "what": "请按期办结"}


def instruct(pair: Pair, what: str, **more: Any) -> str:
    given = {**TASK, "what": what}
    return pair.district.duties.book("task").add(given, "", source="instruction", **more).id


def told(pair: Pair) -> set[str]:
    from sqlalchemy import select

    from db.tables import Task
    from tests.support.exchange import context_of

    with context_of(pair.township).reading() as session:
        return set(session.scalars(select(Task.id)))


def test_what_a_district_had_not_sent_before_the_backup_goes_down_after_the_restore(pair: Pair) -> None:
    here = pair.township.access.office.office
    sent = instruct(pair, "备份之前送过", to_office=here)
    pair.down()
    unsent = instruct(pair, "备份之前没有送", to_office=here)
    restored_district(pair, backed_up(pair))
    assert any(o.kind == "assign" for o in pair.district.bundles.outgoing())
    after = instruct(pair, "恢复之后", to_office=here)
    pair.down()
    assert told(pair) == {sent, unsent, after}
    pair.round()
    pair.down()
    assert not any(o.kind == "assign" for o in pair.district.bundles.outgoing())
    pair.check()


def test_what_was_withheld_before_the_restore_comes_when_it_is_addressed_after_it(pair: Pair) -> None:
    from sqlalchemy import select

    from db.tables import Task
    from tests.support.exchange import context_of

    here = pair.township.access.office.office
    first = instruct(pair, "先给的", to_office=here)
    own = instruct(pair, "区里自己的", to_name="区住建局")
    later = instruct(pair, "后给的", to_office=here)
    pair.down()
    pair.round()
    assert told(pair) == {first, later}
    restored_district(pair, backed_up(pair))
    with context_of(pair.district).writing() as unit:
        row = unit.session.scalars(select(Task).where(Task.id == own)).one()
        row.to_office = here
    pair.down()
    assert told(pair) == {first, own, later}
    pair.check()


def test_a_township_that_was_restored_sees_what_waits_before_it_writes_anything(
    pair: Pair, dispute: Form
) -> None:
    pair.township.matters.register([dispute(title="备份之前")])
    stick = pair.stick.parent / "backup"
    stick.mkdir()
    made = pair.township.back_up(stick)
    restored(pair, made.file)
    assert [o.kind for o in pair.township.bundles.outgoing()] == ["up"]
