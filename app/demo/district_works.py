"""What a district does about its townships' matters, made up: charges in batches, supervision with its answers, receptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.demo.course import Plan
from app.demo.stock import Stock
from app.demo.works import USUAL, Chances, Deed, Worked, meetings, receptions
from app.rules.workdays import Calendar

BATCHES = ("第一批", "第二批", "第三批")
PAPER = "区自然资源局"
"""A department that has no program: what it answers comes on paper (区直部门)."""
LEVELS = ("remind", "urge", "supervise", "supervise", "listed", "talk", "improve", "policy", "accountability")
PROPOSALS = frozenset({"improve", "policy", "accountability"})


@dataclass(slots=True)
class DistrictWorked:
    """Makes up the deeds of the district.

    Args:
        townships: the plans of each township by its code.
    """

    code: str
    stock: Stock
    calendar: Calendar
    since: date
    until: date
    townships: Mapping[str, Sequence[Plan]]
    seed: int = 1
    chances: Chances = USUAL

    def deeds(self) -> tuple[Deed, ...]:
        """Everything, in the order of its days; a township's answer to a supervision stands in it (`answered_on`)."""
        work = Worked(self.code, self.stock, self.calendar, self.since, self.until, (), self.seed)
        chance = Random(f"district/{self.seed}")  # noqa: S311 - a demonstration, no secret
        petitions = [
            (code, n)
            for code, plans in sorted(self.townships.items())
            for n, plan in enumerate(plans)
            if plan.form["kind"] == "petition" and plan.form.get("category") != "accusation"
        ]
        leaders = [str(one["name"]) for one in self.stock.leaders]
        made = [
            *receptions(work, leaders, "district", lambda: chance.choice(petitions) if petitions else None),
            *meetings(work, "joint", every=3),
            *self._charges(work, chance, petitions),
            *self._supervision(work, chance, petitions),
        ]
        return tuple(sorted((d for d in made if d.day <= self.until), key=lambda d: (d.day, d.key)))

    def _charges(self, work: Worked, chance: Random, petitions: Sequence[tuple[str, int]]) -> Iterator[Deed]:
        for code, n in petitions:
            plan = self.townships[code][n]
            # What came again is on the account through the matter before it, whose charge it follows.
            if chance.random() > self.chances.charge or plan.form.get("is_first") is False:
                continue
            source = chance.choice(("assigned", "assigned", "district_found", "hard"))
            opened = work.work_day(plan.registered_on + timedelta(days=chance.randint(15, 60)))
            if opened > self.until:
                continue
            closed = next((m.day for m in plan.moves if m.action == "close"), None)
            resolved = struck = back = None
            if closed is not None and chance.random() < 0.85:
                resolved = work.work_day(max(closed, opened) + timedelta(days=chance.randint(2, 15)))
                struck = work.work_day(resolved + timedelta(days=chance.randint(3, 12)))
                if chance.random() < self.chances.back:
                    back = work.work_day(struck + timedelta(days=chance.randint(20, 70)))
            facts: dict[str, object] = {
                "source": source,
                "batch_no": chance.randint(1, len(BATCHES)) if source == "assigned" else None,
                "due_on": opened + timedelta(days=90),
                "leader": chance.choice(self.stock.leaders)["name"],
                "level": "district",
                "resolved_on": self._past(resolved),
                "struck_on": self._past(struck),
                "backflow_on": self._past(back),
            }
            yield Deed("charge", f"charge-{code}-{n}", opened, about=(code, n), facts=facts)
            if back is not None and back <= self.until:
                due = work.work_day(back + timedelta(days=10))
                yield self._pressed(
                    chance, "back_flow", f"back-{code}-{n}", (code, n), work.work_day(back), due
                )
                if chance.random() < 0.5:
                    yield self._review(work, chance, "back_flow", (code, n), work.work_day(back))

    def _supervision(
        self, work: Worked, chance: Random, petitions: Sequence[tuple[str, int]]
    ) -> Iterator[Deed]:
        for code, n in petitions:
            plan = self.townships[code][n]
            accepted = next((m.day for m in plan.moves if m.action == "accept"), None)
            answered = next((m.day for m in plan.moves if m.action in {"serve", "close"}), None)
            if accepted is None or chance.random() > self.chances.pressed:
                continue
            limit = accepted + timedelta(days=60)
            if (answered or date.max) <= limit:
                continue
            issued = work.work_day(limit + timedelta(days=chance.randint(1, 9)))
            due = work.work_day(issued + timedelta(days=10))
            yield self._pressed(chance, "late_resolve", f"late-{code}-{n}", (code, n), issued, due)
            if chance.random() < 0.2:
                yield self._review(work, chance, "missed_clock", (code, n), due)

    def _pressed(
        self, chance: Random, reason: str, key: str, about: tuple[str, int], issued: date, due: date
    ) -> Deed:
        luck, level = chance.random(), chance.choice(LEVELS)
        answered = issued + timedelta(days=chance.randint(2, 9) if luck < 0.7 else 16)
        facts: dict[str, object] = {
            "level": level,
            "reason": reason,
            "to": PAPER if chance.random() < 0.08 else about[0],
            "adopted": chance.choice(("adopted", "adopted", "partly", "not_adopted"))
            if level in PROPOSALS
            else "",
            "due_on": due,
            "answered_on": None if luck > 0.9 else self._past(answered),
        }
        return Deed("supervise", key, issued, about=about, facts=facts)

    def _review(self, work: Worked, chance: Random, ground: str, about: tuple[str, int], begun: date) -> Deed:
        """A review of which duty an office missed (责任倒查), with its outcome once it is over."""
        opened = work.work_day(begun + timedelta(days=chance.randint(1, 10)))
        decided = work.work_day(opened + timedelta(days=chance.randint(10, 30)))
        facts: dict[str, object] = {
            "ground": ground,
            "outcome": chance.choice(("none", "improve", "improve", "talk", "circulated")),
            "decided_on": self._past(decided),
        }
        return Deed("review", f"review-{ground}-{about[0]}-{about[1]}", opened, about=about, facts=facts)

    def _past(self, day: date | None) -> date | None:
        """A day, unless it has not come yet."""
        return day if day is not None and day <= self.until else None
