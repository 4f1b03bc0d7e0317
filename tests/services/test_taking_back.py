"""An import taken back as a whole: one batch write, and the same state, list and journal as if each had been voided by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import event

from app.desk import Desk
from app.errors import UserError
from app.matters.values import Filter

Form = Callable[..., dict[str, object]]


def voided(desk: Desk) -> list[tuple[str, str, bool, object]]:
    rows = desk.matters.find.rows(desk.matters.find.find_ids(Filter(voided=True)))
    return sorted((r.number, r.state, r.open, r.next_due_on) for r in rows)


def test_matters_of_an_import_taken_back_are_voided_and_in_no_list(
    desk: Desk, dispute: Form, petition: Form
) -> None:
    batch = desk.matters.import_batch(
        [dispute(), petition(), dispute(accepted_on="2026-03-02"), petition(category="accusation")],
        "台账.xlsx",
    )
    assert desk.matters.undo_batch(batch) == 4
    assert len(desk.matters.find.find_ids(Filter())) == 0
    assert [(state, is_open) for _, state, is_open, _ in voided(desk)] == [("voided", False)] * 3
    assert desk.health.check().ok


def test_each_matter_says_in_its_history_that_it_was_voided(desk: Desk, dispute: Form) -> None:
    batch = desk.matters.import_batch([dispute()], "台账.xlsx")
    desk.matters.undo_batch(batch)
    by_hand = desk.matters.register([dispute()])[0]
    desk.matters.do(by_hand.number, "void", {"reason": "重复登记"})
    (number, *_), _ = voided(desk)
    first = desk.matters.history(number)[0]
    assert "作废" in first.words
    assert first.words in {line.words for line in desk.matters.history(by_hand.number)}


def test_taking_back_asks_the_database_no_more_for_many_matters_than_for_few(
    desk: Desk, dispute: Form
) -> None:
    asked: list[str] = []
    few, many = (
        desk.matters.import_batch([dispute(title=f"{n}批{i}") for i in range(n)], "台账.xlsx")
        for n in (3, 300)
    )
    event.listen(
        desk._opened.context.store.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, _p, _x, _many: asked.append(statement),
    )
    desk.matters.undo_batch(few)
    first = len(asked)
    desk.matters.undo_batch(many)
    assert len(asked) - first <= first


def test_an_import_that_was_worked_on_stays(desk: Desk, dispute: Form) -> None:
    batch = desk.matters.import_batch([dispute(), dispute(title="另一起")], "台账.xlsx")
    number = desk.matters.find.search(Filter(text="另一起"))[0].number
    desk.matters.add_party(number, {"role": "respondent", "name": "王三"})
    with pytest.raises(UserError, match="其中 1 件导入后已经办理") as refused:
        desk.matters.undo_batch(batch)
    assert number in refused.value.sentence
    assert len(desk.matters.find.find_ids(Filter())) == 2


def test_who_only_looked_at_a_matter_has_not_worked_on_it(desk: Desk, dispute: Form) -> None:
    batch = desk.matters.import_batch([dispute()], "台账.xlsx")
    desk.matters.unmask(desk.matters.find.search(Filter())[0].number, "联系当事人")
    assert desk.matters.undo_batch(batch) == 1


def test_taking_back_that_is_stopped_leaves_everything_as_it_was(desk: Desk, dispute: Form) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, of: int, what: str) -> None:
        del what
        if done == of:
            raise StoppedError

    batch = desk.matters.import_batch([dispute(), dispute(title="另一起")], "台账.xlsx")
    with pytest.raises(StoppedError):
        desk.matters.undo_batch(batch, stop)
    assert len(desk.matters.find.find_ids(Filter())) == 2
    assert desk.sheets.batches()[0].undone_at is None
    assert desk.health.check().ok
