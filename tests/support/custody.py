"""Offices that hand matters to one another: a district, two townships, and the sticks between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.bundles.values import ReceivedFile
from app.desk import Desk
from app.matters.values import MatterView, OfferView
from db.fold import rows_of_matter
from db.tables import Matter, Unfolded
from tests.support.exchange import Pair, context_of

Form = Callable[..., dict[str, object]]
ASSIGN = {"what": "请按属地管理办理并反馈结果", "due_on": "2026-03-20"}
STEP_UP = {"reason": "mediation_failed", "work_done": "已调解两次", "approver": "李镇长"}


@dataclass
class Round:
    """Two townships and their district."""

    pair: Pair
    other: Desk

    @property
    def township(self) -> Desk:
        return self.pair.township

    @property
    def district(self) -> Desk:
        return self.pair.district

    @property
    def desks(self) -> tuple[Desk, Desk, Desk]:
        return self.township, self.other, self.district

    def write(self, sender: Desk, to: Desk) -> list[Path]:
        """The bundles that a sender writes for one office; those for others are not delivered, as if their sticks were lost."""
        sent = sender.bundles.send(self.pair.stick, to.access.office.code)
        return [Path(f.path) for f in sent]

    def take(self, reader: Desk, paths: list[Path]) -> list[ReceivedFile]:
        taken = list(reader.bundles.receive(paths))
        for one in taken:
            assert not one.refused, one.words
        return taken

    def go(self, sender: Desk, to: Desk) -> list[ReceivedFile]:
        """One stick: written and taken in."""
        return self.take(to, self.write(sender, to))

    def everybody(self, times: int = 1) -> None:
        """Up from both, down to both; so often."""
        for _ in range(times):
            for desk in (self.township, self.other):
                if desk.bundles.outgoing():
                    self.go(desk, self.district)
            for desk in (self.township, self.other):
                self.go(self.district, desk)

    def escalated(self, form: Mapping[str, object]) -> str:
        """A matter of the township that has climbed to its last rung and was offered to the district; its number."""
        matters = self.township.matters
        (made,) = matters.register([form])
        matters.do(made.number, "accept", {"source": "by_application", "mediators": "王调解"})
        matters.do(made.number, "escalate", STEP_UP)
        matters.do(made.number, "escalate", STEP_UP)
        decided = {"meeting": "第一次联席会议", "decision": "由镇长包案", "unit": "镇综治中心"}
        matters.do(made.number, "joint_meeting", decided)
        matters.do(made.number, "lead", {"leader": "李镇长", "unit": "镇综治中心"})
        matters.do(made.number, "escalate", STEP_UP)
        return made.number

    def check(self) -> None:
        for desk in self.desks:
            report = desk.health.check()
            assert report.ok, (desk.access.office.name, report.findings)


def the_offer(desk: Desk) -> OfferView:
    """The one offer that waits for this office's answer."""
    (offer,) = [one for one in desk.matters.custody.offers() if one.can_answer]
    return offer


def view(desk: Desk, number: str) -> MatterView:
    return desk.matters.get_matter(number)


def rows(desk: Desk, number: str) -> dict[Any, Any]:
    """Everything of a matter as an office holds it."""
    with context_of(desk).reading() as session:
        matter = session.scalars(select(Matter).where(Matter.number == number)).one()
        return rows_of_matter(session.connection(), matter.office, matter.id)


def waits(desk: Desk) -> set[tuple[str, str, int, str, str | None]]:
    """What an office has set aside."""
    with context_of(desk).reading() as session:
        found = session.execute(select(Unfolded.__table__))
        return {(r.office, r.stream, r.seq, r.reason, r.decided) for r in found}


@pytest.fixture
def around(pair: Pair) -> Round:
    return Round(pair, pair.another(name="柳林镇综治中心", code="621299102", short="柳", user_name="孙登记"))
