"""Offers, answers, edits, sends, losses and late arrivals in any order end with the same state everywhere, and nothing lost."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from app.bundles import payload
from app.desk import Desk
from app.errors import UserError
from app.matters.custody_fold import Line, settle
from app.matters.custody_rows import lines_of
from db.tables import JournalRow, Matter, Unfolded
from tests.support.custody import ASSIGN, Form, Round, rows, view, waits
from tests.support.exchange import context_of


class Game:
    """Three offices that do whatever comes to their minds with two matters."""

    def __init__(self, around: Round, chance: random.Random, numbers: list[str]) -> None:
        self.around = around
        self.chance = chance
        self.numbers = numbers
        self.under_way: list[tuple[Desk, Path]] = []

    def turn(self) -> None:
        """An office answers what lies before it, writes, hands on, and sends; most of it arrives, some later or twice."""
        desk = self.chance.choice(self.around.desks)
        for act, how_often in (
            (self.decide, 0.4), (self.answer, 0.8), (self.edit, 0.6), (self.offer, 0.6), (self.edit, 0.4), (self.remark, 0.2),
        ):  # fmt: skip
            # What custody does not allow is refused, and that is all.
            with suppress(UserError):
                if self.chance.random() < how_often:
                    act(desk)
        self.send(desk)
        self.arrive([one for one in self.under_way if self.chance.random() < 0.6])

    def edit(self, desk: Desk) -> None:
        number = self.chance.choice(self.numbers)
        version = view(desk, number).version
        field = self.chance.choice(("remark", "place", "request"))
        desk.matters.edit(number, {field: f"第{self.chance.randrange(1000)}次"}, version)

    def remark(self, desk: Desk) -> None:
        desk.matters.do(self.chance.choice(self.numbers), "note", {"content": "记一笔"})

    def offer(self, desk: Desk) -> None:
        number = self.chance.choice(self.numbers)
        if desk is self.around.district:
            to = self.chance.choice(("621299101", "621299102"))
            desk.matters.custody.offer(number, self.chance.choice(("assign", "forward")), to, ASSIGN)
        elif view(desk, number).rung == "township":
            desk.matters.custody.offer(number, "hand_back", "", {"what": "交还"})
        else:
            step = {"reason": "mediation_failed", "work_done": "已调解", "approver": "李镇长"}
            desk.matters.custody.offer(number, "escalate", "", step)

    def answer(self, desk: Desk) -> None:
        for one in desk.matters.custody.offers():
            if one.can_answer and self.chance.random() < 0.7:
                desk.matters.custody.accept(one.id)
            elif one.can_answer:
                desk.matters.custody.decline(one.id, "不属于本单位职权范围")
            elif one.can_withdraw and self.chance.random() < 0.3:
                desk.matters.custody.withdraw(one.id)

    def decide(self, desk: Desk) -> None:
        number = self.chance.choice(self.numbers)
        open_ones = [one.id for one in view(desk, number).set_aside if one.can_decide]
        if open_ones:
            adopt = self.chance.random() < 0.5
            desk.matters.custody.decide(number, open_ones[:2], adopt=adopt, reason="核对过")

    def send(self, desk: Desk) -> None:
        for sent in desk.bundles.send(self.around.pair.stick):
            (reader,) = [d for d in self.around.desks if d.access.office.name == sent.to]
            self.under_way.append((reader, Path(sent.path)))

    def arrive(self, some: list[tuple[Desk, Path]]) -> None:
        """In whatever order; a tenth of it comes a second time."""
        self.chance.shuffle(some)
        for reader, path in some:
            (taken,) = reader.bundles.receive([path])
            assert taken.refused in {"", "receipt_old"}, taken.words
            if self.chance.random() < 0.9:
                self.under_way = [one for one in self.under_way if one[1] != path]

    def finish(self) -> None:
        """At last everything arrives."""
        for _ in range(3):
            self.arrive(list(self.under_way))
            for desk in self.around.desks:
                self.send(desk)
        self.arrive(list(self.under_way))


@pytest.mark.parametrize("seed", [10, 12])
def test_any_order_ends_alike_everywhere_and_nothing_is_lost(
    around: Round, dispute: Form, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(payload, "PART_PLAIN", 3000)
    chance = random.Random(seed)
    first = around.escalated(dispute())
    (second,) = around.district.matters.register([dispute(title="区里受理的纠纷")])
    game = Game(around, chance, [first, second.number])
    for _ in range(14):
        game.turn()
    game.finish()
    around.check()
    for number in game.numbers:
        there = [d for d in around.desks if _holds(d, number)]
        assert len({view(d, number).custodian for d in there}) == 1
        told = [_whole(d, number) for d in there]
        assert all(one == told[0] for one in told), number
    # Whoever wrote something finds it everywhere, applied or set aside: no line vanished.
    for desk in around.desks:
        assert _lost(desk, around) == []


def _holds(desk: Desk, number: str) -> bool:
    """Whether an office takes part in the matter: it began it, has it, or handed it on."""
    with context_of(desk).reading() as session:
        row = session.scalars(select(Matter).where(Matter.number == number)).one_or_none()
    if row is None:
        return False
    own = desk.access.office.office
    if desk.access.office.is_district or row.office == own:
        return True
    # One that gave the offer back hears no more of it.
    return row.custodian == own or any(
        t.status in {"open", "accepted"} and own in (t.to_office, t.from_office)
        for t in view(desk, number).transfers
    )


def _whole(desk: Desk, number: str) -> tuple[object, object]:
    with context_of(desk).reading() as session:
        row = session.scalars(select(Matter).where(Matter.number == number)).one()
        lines = {one.place for one in lines_of(session.connection(), row.office, row.id)}
    return rows(desk, number), {w for w in waits(desk) if w[:3] in lines}


def _lost(desk: Desk, around: Round) -> list[object]:
    """Lines of one's own about the two matters that the district does not hold whole."""
    own = desk.access.office.office
    with context_of(desk).reading() as session:
        mine = set(
            session.scalars(
                select(JournalRow.line).where(
                    JournalRow.office == own, JournalRow.matter != "", JournalRow.entity != "access"
                )
            )
        )
    with context_of(around.district).reading() as session:
        there = set(session.scalars(select(JournalRow.line).where(JournalRow.office == own)))
    return sorted(mine - there, key=str)


@pytest.mark.parametrize("seed", [0])
def test_how_a_matter_stands_does_not_depend_on_the_order_of_its_lines(
    around: Round, dispute: Form, seed: int
) -> None:
    chance = random.Random(seed)
    number = around.escalated(dispute())
    game = Game(around, chance, [number])
    for _ in range(12):
        game.turn()
    game.finish()
    with context_of(around.district).reading() as session:
        row = session.scalars(select(Matter).where(Matter.number == number)).one()
        lines: list[Line] = lines_of(session.connection(), row.office, row.id)
        known = {(u.office, u.stream, u.seq): u.reason for u in session.scalars(select(Unfolded))}
    told = settle(row.office, row.id, lines, {}, frozenset({around.district.access.office.office}))
    for _ in range(5):
        chance.shuffle(lines)
        again = settle(row.office, row.id, lines, {}, frozenset({around.district.access.office.office}))
        assert (again.rows, again.left, again.decided) == (told.rows, told.left, told.decided)
    assert told.left == {place: why for place, why in known.items() if place in {one.place for one in lines}}
    assert told.rows == rows(around.district, number)
