"""An office that was restored from a backup and its district: nothing that arrived is lost, nothing new is held back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.matters.list_values import Filter
from db.tables import Task
from tests.support.copies import make_copies
from tests.support.exchange import Pair, context_of, pair
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


def restored_district(pair: Pair, backup: str, folder: str = "again") -> None:
    pair.district.close()
    again = pair.offices.door(folder)
    again.restore(Path(backup), "admin", PASSWORD)
    pair.district = pair.offices.enter(again)


def backed_up(pair: Pair) -> str:
    stick = pair.stick.parent / "backup"
    stick.mkdir(exist_ok=True)
    return pair.district.back_up(stick).file


TASK = {"given_on": "2026-03-02", "due_on": "2026-03-12", "what": "请按期办结"}


def instruct(pair: Pair, what: str, to: str) -> str:
    return pair.district.duties.meetings.instruct({**TASK, "what": what, "to_name": to}).id


def told(pair: Pair) -> set[str]:
    with context_of(pair.township).reading() as session:
        return set(session.scalars(select(Task.id)))


def test_what_a_district_had_not_sent_before_the_backup_goes_down_after_the_restore(pair: Pair) -> None:
    here = pair.township.access.office.office
    sent = instruct(pair, "备份之前送过", here)
    pair.down()
    unsent = instruct(pair, "备份之前没有送", here)
    restored_district(pair, backed_up(pair))
    assert any(o.kind == "assign" for o in pair.district.bundles.outgoing())
    after = instruct(pair, "恢复之后", here)
    pair.down()
    assert told(pair) == {sent, unsent, after}
    pair.round()
    pair.down()
    assert not any(o.kind == "assign" for o in pair.district.bundles.outgoing())
    pair.check()


def test_what_was_withheld_before_the_restore_comes_when_it_is_addressed_after_it(pair: Pair) -> None:
    here = pair.township.access.office.office
    first = instruct(pair, "先给的", here)
    own = instruct(pair, "区里自己的", "区住建局")
    later = instruct(pair, "后给的", here)
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


def test_what_was_withheld_before_two_restores_comes_when_it_was_addressed_between_them(pair: Pair) -> None:
    here = pair.township.access.office.office
    own = instruct(pair, "区里自己的", "区住建局")
    first = instruct(pair, "先给的", here)
    pair.down()
    pair.round()
    restored_district(pair, backed_up(pair))
    with context_of(pair.district).writing() as unit:
        row = unit.session.scalars(select(Task).where(Task.id == own)).one()
        row.to_office = here
    restored_district(pair, backed_up(pair), "a third time")
    pair.down()
    assert told(pair) == {first, own}
    pair.check()


def backup(pair: Pair) -> str:
    stick = pair.stick.parent / "backup"
    stick.mkdir()
    return pair.township.back_up(stick).file


def test_what_never_arrived_waits_to_go_up_from_the_first_moment(pair: Pair, dispute: Form) -> None:
    pair.township.matters.register([dispute(title="备份之前")])
    kept = backup(pair)
    restored(pair, kept)
    (waits,) = pair.township.bundles.outgoing()
    assert waits.matters == 1
    assert waits.stream
    pair.round()
    assert pair.township.bundles.outgoing() == ()


def test_the_answer_says_what_the_backup_lacks_once_and_calls_nothing_foreign(
    pair: Pair, dispute: Form
) -> None:
    pair.township.matters.register([dispute(title="备份之前")])
    pair.up()
    kept = backup(pair)
    pair.township.matters.register([dispute(title="备份之后，电脑坏之前")])
    pair.district.bundles.receive(pair.up())
    restored(pair, kept)
    pair.township.matters.register([dispute(title="恢复之后")])
    said: list[str] = []
    for _ in range(2):
        pair.district.bundles.receive(pair.up())
        for sent in pair.district.bundles.send(pair.stick):
            said += [taken.words for taken in pair.township.bundles.receive([Path(sent.path)])]
        pair.township.matters.register([dispute(title="再来一件")])
    assert "对方还存着备份以后送去的" in said[0]
    assert "缺的照原样重新登记" in said[0]
    assert not any("不是同一支" in words for words in said)
    assert not any("还存着" in words for words in said[1:])
    open_ones = [line for line in pair.township.bundles.log() if (line.kind, line.status) == ("up", "sent")]
    assert open_ones == []


def test_a_restored_office_knows_that_it_was_and_when_it_was_answered(pair: Pair, dispute: Form) -> None:
    pair.township.matters.register([dispute(title="备份之前")])
    pair.round()
    assert pair.township.bundles.restored() is None
    kept = backup(pair)
    restored(pair, kept)
    back = pair.township.bundles.restored()
    assert back is not None
    assert (back.on, back.answered) == (pair.offices.clock.now.date(), False)
    assert len(back.station) == 3
    pair.township.matters.register([dispute(title="恢复之后")])
    pair.round()
    again = pair.township.bundles.restored()
    assert again is not None
    assert again.answered


def test_a_restored_district_waits_for_its_townships(pair: Pair, dispute: Form) -> None:
    pair.township.matters.register([dispute()])
    pair.round()
    stick = pair.stick.parent / "backup"
    stick.mkdir()
    kept = pair.district.back_up(stick).file
    pair.district.close()
    again = pair.offices.door("district again")
    again.restore(Path(kept), "admin", PASSWORD)
    pair.district = pair.offices.enter(again)
    back = pair.district.bundles.restored()
    assert back is not None
    assert not back.answered
    pair.offices.clock.go(hours=1)
    pair.township.matters.register([dispute(title="又一件")])
    pair.round()
    back = pair.district.bundles.restored()
    assert back is not None
    assert back.answered


def test_that_another_copy_went_on_is_no_word_on_what_the_backup_has(
    pair: Pair, dispute: Form, tmp_path: Path
) -> None:
    """Two copies of one folder; what the restored one had not sent is not taken for what the other one sent."""
    copies = make_copies(pair, dispute)
    copies.copy.matters.register([dispute(title="乙机登记、没有报过的")])
    made = copies.copy.back_up(tmp_path)
    for number in range(20):
        copies.original.matters.register([dispute(title=f"甲机登记的{number}")])
    copies.up(copies.original)
    copies.copy.close()
    again = pair.offices.door("again")
    again.restore(Path(made.file), "admin", PASSWORD)
    desk = pair.offices.enter(again)
    (receipt,) = [f for f in copies.down() if "回执" in str(desk.bundles.look(f)["words"])]
    (taken,) = desk.bundles.receive([receipt])
    assert "请再寄一次" in taken.words
    assert "还存着" not in taken.words
    found = copies.up(desk)
    assert "stream_forked" in {t.refused for t in found}, found
    (fork,) = pair.district.bundles.forks()
    pair.district.bundles.decide_fork(fork.office, fork.stream, "甲", "核对过")
    find = pair.district.matters.find
    assert "乙机登记、没有报过的" in {r.title for r in find.rows(find.find_ids(Filter()))}


def test_what_the_backup_had_not_sent_is_proven_by_what_is_accepted(pair: Pair, dispute: Form) -> None:
    """The receipt that comes first knows nothing of the restored PC's bundles; the next one does."""
    pair.township.matters.register([dispute(title="备份之前")])
    kept = backup(pair)
    pair.township.matters.register([dispute(title="备份之后，电脑坏之前")])
    pair.district.bundles.receive(pair.up())
    restored(pair, kept)
    said: list[str] = []
    for _ in range(2):
        for sent in pair.district.bundles.send(pair.stick, pair.township.access.office.office):
            said += [taken.words for taken in pair.township.bundles.receive([Path(sent.path)])]
        pair.district.bundles.receive(pair.up())
    assert "请再寄一次" in said[0]
    assert "对方还存着备份以后送去的" not in said[0]
    assert "对方还存着备份以后送去的" in said[1]
    assert "请再寄一次" not in said[1]
    pair.check()


def test_what_a_township_did_with_a_matter_that_the_backup_lacks_is_no_fault_of_the_township(
    pair: Pair, petition: Form
) -> None:
    backup = backed_up(pair)
    number = pair.district.matters.register([petition()])[0].number
    pair.district.matters.custody.offer(
        number, "assign", "621299101", {"what": "请查清", "due_on": "2026-03-20"}
    )
    pair.down()
    pair.township.matters.custody.accept(pair.township.matters.custody.offers()[0].id, {})
    restored_district(pair, backup)
    pair.round()
    waits = pair.district.bundles.waiting()
    assert waits
    assert {w.what for w in waits} >= {"移交"}
    for one in waits:
        assert "恢复后没有这件事项" in one.sentence
        assert "重新登记" in one.advice
        assert "系统管理员" not in one.advice


def test_whatever_waits_is_called_by_a_word_of_its_own() -> None:
    from db.tables import BY_ENTITY

    assert [e for e, model in BY_ENTITY.items() if not model.word] == []
    assert len({model.word for model in BY_ENTITY.values()}) == len(BY_ENTITY)
