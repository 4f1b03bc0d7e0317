"""Forks where only rows were reported: what was withheld before the decision comes whole after it, from either copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.bundles.payload import Remembered
from app.bundles.values import ReceivedFile
from app.matters.list_values import Filter
from db.tables import Branch, JournalRow
from tests.services.test_bundles_coded import escalate
from tests.services.test_forks import decide, receipts, sound, titles
from tests.support.copies import Copies, make_copies
from tests.support.exchange import Forger, Pair, context_of, introduce, pair
from tests.support.offices import clock, dispute, offices, petition

__all__ = ["clock", "dispute", "offices", "pair", "petition"]

Form = Callable[..., dict[str, Any]]


@pytest.fixture
def coded(pair: Pair, dispute: Form) -> Copies:
    """Two copies of an office that reports rows; one matter, whose lines the district holds as digests, they share."""
    pair.township.bundles.choose_way("coded")
    pair.township.matters.register([dispute(title="先前只报了统计行的")])
    pair.township.directory.put("village", [{"name": "两机村"}])
    made = make_copies(pair, dispute)
    made.original.directory.put("village", [{"name": "甲机村"}])
    return made


def rows(desk: Any) -> Any:
    return desk.matters.find.rows(desk.matters.find.find_ids(Filter()))


def refused(taken: tuple[ReceivedFile, ...]) -> list[str]:
    return [t.words for t in taken if t.refused]


@pytest.mark.parametrize(("chosen", "again"), [("甲", False), ("甲", True), ("乙", True)])
def test_what_a_copy_handed_up_before_the_decision_comes_with_its_history(
    coded: Copies, chosen: str, again: bool
) -> None:
    row = next(r for r in rows(coded.copy) if r.title == "先前只报了统计行的")
    escalate(coded.copy, row.number)
    coded.forked()
    if again:
        coded.up(coded.copy)
    decide(coded, chosen)
    assert "先前只报了统计行的" in titles(coded.district)
    assert not coded.district.bundles.waiting()
    sound(coded.district)


def test_what_the_copy_that_lost_withheld_comes_when_it_is_handed_up_later(
    coded: Copies, dispute: Form
) -> None:
    coded.copy.directory.put("village", [{"name": "乙机村"}])
    number = coded.copy.matters.register([dispute(title="乙机登记的")])[0].number
    coded.forked()
    decide(coded, "甲")
    coded.copy.bundles.receive(receipts(coded))
    coded.up(coded.copy)
    coded.copy.bundles.receive(receipts(coded))
    coded.copy.bundles.follow_ruling()
    introduce(coded.pair.offices.root, coded.copy, coded.district)
    escalate(coded.copy, number)
    assert refused(coded.up(coded.copy)) == []
    assert "乙机登记的" in titles(coded.district)
    coded.copy.bundles.receive(receipts(coded))
    assert refused(coded.up(coded.copy)) == []
    sound(coded.district, coded.copy)


@pytest.mark.parametrize("aside", [False, True])
def test_what_a_branch_is_and_what_of_it_counts_is_not_said_from_below(
    pair: Pair, dispute: Form, aside: bool
) -> None:
    """A township's key takes nothing back that it wrote: its lines are told as those of a branch that wait."""
    (made,) = pair.township.matters.register([dispute()])
    pair.round()
    with context_of(pair.township).reading() as session:
        row = session.scalars(
            select(JournalRow).where(JournalRow.matter == made.id, JournalRow.entity == "matter")
        ).first()
    assert row is not None
    again = Forger(pair.township, pair.district, pair.stick)
    place = (again.office, again.stream, row.seq)
    told = Remembered(*place, row.salt or b"", row.line or "", again.stream, aside)
    path = again.bundle(row.seq, row.seq, history=[told])
    (taken,) = pair.district.bundles.receive([path])
    assert taken.refused == "history_bad"
    with context_of(pair.district).reading() as session:
        assert session.scalars(select(Branch)).all() == []
    assert made.number in {r.number for r in rows(pair.district)}
    sound(pair.district)


def test_one_wrong_bundle_hinders_no_decision(pair: Pair, dispute: Form) -> None:
    copies = make_copies(pair, dispute)
    clone = Forger(copies.copy, copies.district, pair.stick)
    copies.original.matters.register([dispute(title="甲机登记的")])
    copies.up(copies.original)
    shared = next(e for e in clone.entries if e.line and '"entity":"matter"' in e.line)
    told = Remembered(
        clone.office, clone.stream, shared.seq, shared.salt or b"", shared.line or "", clone.stream, True
    )
    for title, history in (("乙机登记的", []), ("乙机后来登记的", [told])):
        clone.write(clone.matter(fields={"title": title}))
        path = clone.bundle(
            len(clone.entries), len(clone.entries), history=history, number=len(clone.entries)
        )
        copies.district.bundles.receive([path])
    (fork,) = copies.district.bundles.forks()
    assert [len(b.matters) for b in fork.branches] == [1, 2]
    done = decide(copies, "甲")
    assert "有 1 个包带的办理记录与已有的对不上，原样保存着" in done.words
    assert {"两份都有的", "甲机登记的", "乙机登记的"} == titles(copies.district)
    sound(copies.district)
