"""What an office does besides its matters, made up: rounds, sessions, receptions, charges … as deeds with their days.

A deed says what happened and nothing of how it is written down: `app.demo.doing` does it through the services, and the tests
reckon every figure from these same deeds by plain code of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from app.demo.course import Plan
from app.demo.stock import Stock
from app.rules.periods import months_on
from app.rules.workdays import Calendar

THURSDAY = 3
CLOSING = frozenset({"close", "withdraw"})


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done.

    Attributes:
        verb: what, e.g. `round`, `return`, `reception`.
        key: names it among the deeds of its office.
        day: on which it was done.
        of: key of the deed that it belongs to (a return of its round).
        about: which matter it is about: office and place among the plans of that office; None for none.
        facts: days, numbers and codes, all that anything is counted by.
    """

    verb: str
    key: str
    day: date
    of: str = ""
    about: tuple[str, int] | None = None
    facts: dict[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Chances:
    """Of a hundred petitions how many are given to an agent, relieved, in charge, pressed, come back … (as shares of one).

    Attributes:
        mandate, relief: by a township.
        charge: taken in charge by a leader of the district; back: of those struck off, how many came back.
        pressed: of those not answered in sixty days, how many are pressed.
        again: of repeated petitions, how many are tied to the one that was closed before.
        asked: of petitions, how many are spoken of in public, so that a question has to be verified.
        left: how many matters a township leaves lying from some step on.
    """

    mandate: float = 0.04
    relief: float = 0.012
    charge: float = 0.05
    back: float = 0.1
    pressed: float = 0.2
    again: float = 0.5
    asked: float = 0.01
    left: float = 0.02


USUAL = Chances()


@dataclass(slots=True)
class Worked:
    """Makes up the deeds of one township.

    Args:
        code: of the office; with the seed it decides every draw.
        plans: its matters.
    """

    code: str
    stock: Stock
    calendar: Calendar
    since: date
    until: date
    plans: Sequence[Plan]
    seed: int = 1
    chances: Chances = USUAL
    chance: Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = Random(f"works/{self.seed}/{self.code}")  # noqa: S311 - a demonstration, no secret

    def deeds(self) -> tuple[Deed, ...]:
        """Everything, in the order of its days."""
        parts: tuple[Callable[[], Iterator[Deed]], ...] = (
            self._rounds, self._sessions, self._receptions, self._mandates, self._reliefs, self._meetings,
            self._publicity, self._again, self._opinions, self._visit_plans, self._awards,
        )  # fmt: skip
        return tuple(
            sorted((d for part in parts for d in part() if d.day <= self.until), key=lambda d: d.day)
        )

    # -- parts

    def _rounds(self) -> Iterator[Deed]:
        villages = [v for v in self.stock.villages if not v.get("parent")]
        groups = {
            v["code"]: [g["code"] for g in self.stock.villages if g.get("parent") == v["name"]]
            for v in villages
        }
        for first in quarters(self.since, self.until):
            begins = self.work_day(first)
            due = self.work_day(begins + timedelta(days=24))
            key = f"round-{begins}"
            title = f"{begins.year}年第{(begins.month + 2) // 3}季度集中排查"
            yield Deed("round", key, begins, facts={"title": title, "due_on": due, "villages": len(villages)})
            for village in villages:
                luck = self.chance.random()
                if luck < 0.04:
                    continue
                went = self.work_day(begins + timedelta(days=self.chance.randint(1, 14)))
                late = luck < 0.12
                returned = self.work_day(due + timedelta(days=self.chance.randint(1, 9))) if late else went
                found = [
                    n for n, p in enumerate(self.plans)
                    if p.form.get("channel") == "screening" and p.form.get("village") == village["code"]
                    and begins <= p.received_on <= went
                ]  # fmt: skip
                seen = groups[village["code"]]
                if self.chance.random() < 0.15:
                    seen = seen[:-1]
                if returned > self.until:
                    continue
                yield Deed(
                    "return", f"{key}/{village['code']}", returned, of=key,
                    facts={
                        "place": village["code"], "went_on": went, "returned_on": returned,
                        "due_on": due, "groups": tuple(seen),
                        "all_groups": len(groups[village["code"]]), "households": self.chance.randint(30, 180),
                        "zero": not found, "found": tuple(found), "went": village["head"],
                    },
                )  # fmt: skip

    def _sessions(self) -> Iterator[Deed]:
        villages = [v for v in self.stock.villages if not v.get("parent")]
        said = [n for n, p in enumerate(self.plans) if p.form.get("channel") == "say_session"]
        for at, first in enumerate(months(self.since, self.until)):
            held = self.work_day(first + timedelta(days=self.chance.randint(4, 20)))
            village = villages[at % len(villages)]
            key = f"say-{held}"
            yield Deed(
                "say",
                key,
                held,
                facts={
                    "village": village["code"],
                    "host": village["head"],
                    "people": self.chance.randint(12, 60),
                },
            )
            for n in range(self.chance.randint(2, 4)):
                way = self.chance.choice(("on_spot", "on_spot", "cadre", "joint", "track"))
                due = held if way == "on_spot" else self.work_day(held + timedelta(days=20))
                luck = self.chance.random()
                done: date | None = held
                if way != "on_spot":
                    done = self.work_day(
                        held + timedelta(days=self.chance.randint(3, 18) if luck < 0.82 else 30)
                    )
                    done = None if luck > 0.95 or done > self.until else done
                sphere = self.chance.choice(("village", "neighbour", "family"))
                facts: dict[str, object] = {"way": way, "sphere": sphere, "due_on": due, "done_on": done}
                yield Deed("topic", f"{key}/{n}", held, of=key, facts=facts)
            turned = [n for n in said if 0 <= (self.plans[n].registered_on - held).days < 28]
            if turned and self.chance.random() < 0.8:
                said.remove(turned[0])
                yield Deed(
                    "topic", f"{key}/m", held, of=key, about=(self.code, turned[0]),
                    facts={"way": "track", "sphere": "neighbour", "due_on": None, "done_on": None},
                )  # fmt: skip

    def _receptions(self) -> Iterator[Deed]:
        leaders = [str(one["name"]) for one in self.stock.leaders]
        yield from receptions(self, leaders, "township", lambda: self._petition(self.until))

    def _mandates(self) -> Iterator[Deed]:
        for n, plan in enumerate(self.plans):
            if (
                plan.form["kind"] != "petition"
                or not self.ordinary(n)
                or self.chance.random() > self.chances.mandate
            ):
                continue
            signed = self.work_day(plan.registered_on + timedelta(days=self.chance.randint(1, 6)))
            acts = tuple(
                (kind, self.work_day(signed + timedelta(days=gap)))
                for kind, gap in (("write", 1), ("submit", 4), ("tell", self.chance.randint(8, 25)))
            )
            acts = tuple((kind, day) for kind, day in acts if day <= self.until)
            ended = self.work_day(signed + timedelta(days=40))
            yield Deed(
                "mandate", f"mandate-{n}", signed, about=(self.code, n),
                facts={
                    "agent": self.stock.mediator(self.chance),
                    "level": self.chance.choice(("village", "village", "township", "district")),
                    "acts": acts, "ended_on": ended if ended <= self.until and self.chance.random() < 0.85 else None,
                },
            )  # fmt: skip

    def _reliefs(self) -> Iterator[Deed]:
        for n, plan in enumerate(self.plans):
            if (
                plan.form["kind"] != "petition"
                or not self.ordinary(n)
                or self.chance.random() > self.chances.relief
            ):
                continue
            asked = self.work_day(plan.registered_on + timedelta(days=self.chance.randint(10, 40)))
            approved = self.work_day(asked + timedelta(days=self.chance.randint(10, 25)))
            paid = self.work_day(approved + timedelta(days=self.chance.randint(3, 15)))
            yields = self.chance.random() < 0.9
            yield Deed(
                "relief", f"relief-{n}", asked, about=(self.code, n),
                facts={
                    "asked_fen": 500_000, "granted_fen": self.chance.randrange(1, 6) * 100_000 if yields else None,
                    "approved": yields, "approved_on": approved if approved <= self.until else None,
                    "paid_on": paid if yields and paid <= self.until else None,
                },
            )  # fmt: skip

    def _meetings(self) -> Iterator[Deed]:
        yield from meetings(self, "leadership", every=3)
        yield from meetings(self, "joint", every=2)

    def _publicity(self) -> Iterator[Deed]:
        for first in quarters(self.since, self.until):
            day = self.work_day(first + timedelta(days=self.chance.randint(10, 60)))
            forms = ("lecture", "stall", "visit", "screen")
            yield Deed(
                "publicity", f"publicity-{day}", day,
                facts={
                    "form": self.chance.choice(forms),
                    "reached": self.chance.randint(40, 400),
                    "copies": self.chance.randint(50, 500),
                },
            )  # fmt: skip

    def _again(self) -> Iterator[Deed]:
        """Repeated petitions tied to one of the same kind that was closed before (重复、倒流)."""
        closed = sorted(
            (m.day, n)
            for n, plan in enumerate(self.plans)
            if plan.form["kind"] == "petition" and self.ordinary(n)
            for m in plan.moves
            if m.action == "close"
        )
        taken: set[int] = set()
        for n, plan in enumerate(self.plans):
            if plan.form["kind"] != "petition" or plan.form.get("is_first") is not False:
                continue
            if not self.ordinary(n) or self.chance.random() > self.chances.again:
                continue
            before = [e for day, e in closed if day <= plan.received_on and e not in taken and e != n]
            if before:
                taken.add(before[-1])
                lineage = self.chance.choice(("repeat", "repeat", "back_flow"))
                yield Deed(
                    "again", f"again-{n}", plan.registered_on, about=(self.code, n),
                    facts={"earlier": before[-1], "lineage": lineage},
                )  # fmt: skip

    def _opinions(self) -> Iterator[Deed]:
        for n, plan in enumerate(self.plans):
            if plan.form["kind"] != "petition" or not self.ordinary(n):
                continue
            if self.chance.random() > self.chances.asked:
                continue
            learned = self.work_day(plan.registered_on + timedelta(days=self.chance.randint(2, 30)))
            luck = self.chance.random()
            answered = learned + timedelta(days=self.chance.randint(0, 2) if luck < 0.75 else 5)
            yield Deed(
                "opinion", f"opinion-{n}", learned, about=(self.code, n),
                facts={
                    "due_on": learned + timedelta(days=2),
                    "answered_on": answered if luck < 0.95 and answered <= self.until else None,
                },
            )  # fmt: skip

    def _visit_plans(self) -> Iterator[Deed]:
        """Every quarter all that was closed in its second month is looked at again.

        All of them, for a sample is drawn by ids, which are no two times the same.
        """
        for first in quarters(self.since, self.until):
            begins = date(first.year, first.month + 1, 1)
            ends = date(first.year, first.month + 2, 1) - timedelta(days=1)
            made = self.work_day(ends + timedelta(days=1))
            closed = [p for n, p in enumerate(self.plans) if self.ordinary(n) and _closed(p, begins, ends)]
            if closed and made <= self.until:
                yield Deed(
                    "visit_plan", f"visits-{first}", made,
                    facts={"from_on": begins, "to_on": ends, "due_on": made + timedelta(days=25)},
                )  # fmt: skip

    def _awards(self) -> Iterator[Deed]:
        """In the last year, every quarter the first two disputes that ended in an agreement are graded and paid by a list.

        Nothing is drawn, so that what was made up before stays as it was.
        """
        for first in quarters(max(self.since, months_on(self.until, -12)), self.until):
            last = months_on(first, 3) - timedelta(days=1)
            approved = self.work_day(last + timedelta(days=3))
            ended = sorted(
                (plan.moves[-1].day, n)
                for n, plan in enumerate(self.plans)
                if plan.form["kind"] == "dispute" and plan.moves and first <= plan.moves[-1].day <= last
                and _agreed(plan)
            )[:2]  # fmt: skip
            if not ended or approved > self.until:
                continue
            for day, n in ended:
                yield Deed("award", f"award-{n}", day, about=(self.code, n))
            words = f"{first.year}-Q{(first.month + 2) // 3}"
            yield Deed("award_pay", f"award-pay-{words}", approved, facts={"period": words})

    # -- draws

    def work_day(self, day: date) -> date:
        """That day, or the next that is worked."""
        while self.calendar.is_rest_day(day):
            day += timedelta(days=1)
        return day

    def ordinary(self, n: int) -> bool:
        """Whether a matter is no accusation."""
        return self.plans[n].form.get("category") != "accusation"

    def _petition(self, by: date) -> tuple[str, int] | None:
        found = [
            n for n, p in enumerate(self.plans)
            if p.form["kind"] == "petition" and p.registered_on <= by and self.ordinary(n)
        ]  # fmt: skip
        return (self.code, self.chance.choice(found)) if found else None


def _agreed(plan: Plan) -> bool:
    """Whether a dispute went its short way: mediated, agreed, closed, nobody else's and not taken up again."""
    actions = [m.action for m in plan.moves]
    return "agree" in actions and "close" in actions and not {"reopen", "escalate", "lead"} & set(actions)


def _closed(plan: Plan, first: date, last: date) -> bool:
    """Whether a matter was closed in a period for good: what was put back to work is drawn when it is closed anew."""
    ends = [m.day for m in plan.moves if m.action in CLOSING]
    again = any(
        m.action == "reopen" or m.fields.get("result") in {"changed", "revoked_redo"} for m in plan.moves
    )
    return bool(ends) and first <= ends[-1] <= last and (not again or len(ends) > 1)


def receptions(
    work: Worked, leaders: Sequence[str], level: str, matter: Callable[[], tuple[str, int] | None]
) -> Iterator[Deed]:
    """A roster of Thursdays with the visits of each day, and field visits between them."""
    chance = work.chance
    day = work.since + timedelta(days=(THURSDAY - work.since.weekday()) % 7)
    at = 0
    while day <= work.until:
        on, leader = work.work_day(day), leaders[at % len(leaders)]
        held = chance.random() < 0.95
        key = f"roster-{on}"
        # A Thursday of a holiday is left out: the next one is a day of its own.
        if on == day:
            yield Deed(
                "roster", key, on, facts={"leader": leader, "level": level, "mode": "fixed", "held": held}
            )
            for n in range(chance.choice((0, 1, 1, 2)) if held else 0):
                yield Deed("reception", f"{key}/{n}", on, of=key, about=matter() if chance.random() < 0.5 else None,
                           facts=_received(chance, leader, level, "fixed", on))  # fmt: skip
        if at % 8 == 5:
            out = work.work_day(day + timedelta(days=chance.randint(1, 4)))
            for n in range(chance.choice((1, 2)) if out <= work.until else 0):
                yield Deed("reception", f"field-{out}/{n}", out, about=matter() if chance.random() < 0.5 else None,
                           facts=_received(chance, leader, level, "field", out))  # fmt: skip
        day += timedelta(days=7)
        at += 1


def _received(chance: Random, leader: str, level: str, mode: str, on: date) -> dict[str, object]:
    asked = chance.random() < 0.4
    return {
        "leader": leader, "level": level, "mode": mode, "people": chance.choice((1, 1, 1, 2, 3, 5, 6)),
        "place": "群众接待室" if mode == "fixed" else f"现场{chance.randint(1, 3)}",
        "task_due": on + timedelta(days=15) if asked else None,
        "task_done": on + timedelta(days=chance.choice((5, 9, 14, 22))) if asked and chance.random() < 0.9 else None,
    }  # fmt: skip


def meetings(work: Worked, kind: str, every: int) -> Iterator[Deed]:
    """Meetings of a kind every so many months, with what they decided."""
    for at, first in enumerate(months(work.since, work.until)):
        if at % every:
            continue
        day = work.work_day(first + timedelta(days=work.chance.randint(2, 24)))
        tasks = tuple(
            (
                day + timedelta(days=20),
                day + timedelta(days=work.chance.choice((10, 18, 27)))
                if work.chance.random() < 0.9
                else None,
            )
            for _ in range(work.chance.randint(1, 3))
        )
        yield Deed(
            "meeting",
            f"{kind}-{day}",
            day,
            facts={"kind": kind, "tasks": tasks, "chair": work.stock.leader(work.chance)},
        )


def quarters(since: date, until: date) -> Iterator[date]:
    """The first day of each quarter from a day to a day."""
    return (day for day in months(since, until) if day.month % 3 == 1)


def months(since: date, until: date) -> Iterator[date]:
    """The first day of each month from a day to a day."""
    year, month = since.year, since.month
    while (day := date(year, month, 1)) <= until:
        if day >= since:
            yield day
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
