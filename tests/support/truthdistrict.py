"""A made-up district beside its truth: what plain code counts of it, and where the program says otherwise.

`python -m tests.support.truthdistrict FOLDER` compares a whole district that `trial --district` made (its seed and size told by
the same options), at its full size: every figure of every year, quarter and of some months, by unit, the rows behind each, the
report and the scores. Too long for the suite, where a small district stands for it.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path

from app.demo.course import Plan
from app.demo.district import CODE, MATTERS, TOWNSHIPS, YEARS, Asked, MadeDistrict, planned
from app.demo.district_works import PAPER
from app.demo.filling import CHINA, UNTIL
from app.demo.pair import PASSWORD
from app.demo.works import Deed
from app.desk import Desk, FrontDoor
from app.figures.values.figures import Period
from tests.support.truth import Numbers, Owned, Truth
from tests.support.truthcase import Case

LAID = {"charge", "supervise", "review"}
"""Deeds of the district that count as the township's on which they are laid."""
BARE = {"accusation_count"}
ONCE = {"all_reception_resolved_count"}
"""Of matters that several offices received, each counts at the one that received it first."""


@dataclass
class Beside:
    """A district's desks and what was made up for them.

    Attributes:
        desks: by code, the district's own under `CODE`.
        plans, deeds: by code.
    """

    until: date
    desks: Mapping[str, Desk]
    plans: Mapping[str, Sequence[Plan]]
    deeds: Mapping[str, Sequence[Deed]]

    @classmethod
    def of(cls, made: MadeDistrict) -> Beside:
        """Of one that was made in this process."""
        return cls(
            made.asked.until,
            {CODE: made.desk, **{t.code: t.desk for t in made.townships}},
            {t.code: t.plans for t in made.townships},
            {CODE: made.deeds, **{t.code: t.deeds for t in made.townships}},
        )

    @property
    def desk(self) -> Desk:
        """The district's."""
        return self.desks[CODE]

    @property
    def townships(self) -> tuple[str, ...]:
        """Their codes."""
        return tuple(self.plans)

    @cached_property
    def matters(self) -> dict[tuple[str, int], Case]:
        """Every case by its township and place."""
        calendar = self.desk.shelf.calendar
        return {
            (code, n): Case(code, plan, calendar, self.until)
            for code, plans in self.plans.items()
            for n, plan in enumerate(plans)
        }

    @cached_property
    def _owned(self) -> list[Owned]:
        """What is laid on a township is counted as the township's, the rest as its own office's."""
        return [
            Owned(code, deed, _counted_as(code, deed)) for code, deeds in self.deeds.items() for deed in deeds
        ]

    def truth(self, unit: str = "", own: str = CODE) -> Truth:
        """Of the whole district, or of what counts as one unit's."""
        cases, deeds = list(self.matters.values()), self._owned
        if unit:
            cases = [c for c in cases if c.code == unit]
            deeds = [d for d in deeds if d.unit == unit]
        return Truth(cases, deeds, self.matters, own, self._owned)

    def truth_at(self, code: str) -> Truth:
        """What a township counts at its own desk: its work, and what the district's bundles laid on it."""
        truth = self.truth(code, code)
        told = [
            Owned(CODE, replace(deed, verb="told"), code)
            for deed in self.deeds[CODE]
            if deed.verb == "reception" and _about(deed) == code
        ]
        # A letter to a department about its matter comes down with the matter.
        beside = [
            d
            for d in self._owned
            if d.deed.verb == "supervise" and d.unit == PAPER and _about(d.deed) == code
        ]
        truth.deeds = [*truth.deeds, *told, *beside]
        return truth

    def told(self, truth: Truth, period: Period) -> dict[str, Numbers]:
        """Every figure of a period by plain code."""
        return truth.of(period.first, period.last, min(period.as_of or period.last, self.until))

    # -- where the program says otherwise

    def wrong(self, period: Period, code: str = CODE) -> dict[str, object]:
        """Figures at an office's desk that differ: (found, true)."""
        true = self.told(self.truth() if code == CODE else self.truth_at(code), period)
        found = {f.id: (f.numerator, f.denominator) for f in self.desks[code].figures.reckon(period)}
        return {name: (found.get(name), true[name]) for name in true if found.get(name) != true[name]}

    def wrong_by_unit(self, period: Period) -> dict[str, object]:
        """Figures at the district of which some unit's differ."""
        offices = {desk.access.office.office: code for code, desk in self.desks.items()}
        # What the district told a unit of its own that has no program stands under the unit's name.
        offices["综治中心"] = CODE
        true = {code: self.told(self.truth(code), period) for code in (CODE, PAPER, *self.townships)}
        wrong: dict[str, object] = {}
        for figure in self.desk.figures.reckon(period, by="unit"):
            if figure.id in BARE:
                continue
            groups: dict[str, Numbers] = {}
            for g in figure.groups:
                code = offices.get(g.key, g.key)
                before, of = groups.get(code, (0, 0 if figure.denominator is not None else None))
                due = None if g.denominator is None else (of or 0) + g.denominator
                groups[code] = (before + g.numerator, due)
            if sum(n for n, _ in groups.values()) != figure.numerator:
                wrong[f"{figure.id}: sum"] = (groups, figure.numerator)
            if figure.id in ONCE:
                if bad := self._once_wrong(period, {c: n for c, (n, _) in groups.items()}):
                    wrong[figure.id] = bad
                continue
            wanted = {code: numbers[figure.id] for code, numbers in true.items() if any(numbers[figure.id])}
            found = {code: numbers for code, numbers in groups.items() if any(numbers)}
            if found != wanted:
                wrong[figure.id] = (found, wanted)
        return wrong

    def _once_wrong(self, period: Period, groups: dict[str, int]) -> dict[str, object]:
        """Units of which fewer count than they alone received first, or more than they may have."""
        first: dict[tuple[str, int], tuple[date, set[str]]] = {}
        for d in self._owned:
            if d.deed.verb != "reception" or d.deed.about is None or not period.first <= d.day <= period.last:
                continue
            resolved = self.matters[d.deed.about].resolved
            if resolved is None or resolved > period.last:
                continue
            day, units = first.get(d.deed.about, (d.day, set[str]()))
            if d.day <= day:
                first[d.deed.about] = (d.day, {d.unit} | (units if d.day == day else set()))
        wrong: dict[str, object] = {}
        for unit in {u for _, units in first.values() for u in units} | set(groups):
            least = sum(units == {unit} for _, units in first.values())
            most = sum(unit in units for _, units in first.values())
            if not least <= groups.get(unit, 0) <= most:
                wrong[unit] = (groups.get(unit, 0), least, most)
        return wrong

    def wrong_rows(self, period: Period, code: str = CODE) -> dict[str, object]:
        """Figures whose rows do not add up to them."""
        room, wrong = self.desks[code].figures, dict[str, object]()
        for figure in room.reckon(period):
            if figure.id in BARE:
                continue
            rows = room.rows(figure.id, period)
            found = (
                sum(r.weight for r in rows),
                None if figure.denominator is None else sum(r.in_denominator for r in rows),
            )
            if found != (figure.numerator, figure.denominator):
                wrong[figure.id] = (found, (figure.numerator, figure.denominator))
        return wrong

    def wrong_report(self, year: int) -> dict[str, object]:
        """Numbers of the yearly report that differ."""
        truth, wrong, told = self.truth(), dict[str, object](), dict[tuple[date, date], dict[str, Numbers]]()
        for figure in self.desk.reports.year(year).figures:
            name, _, batch = figure.id.partition("(batch=")
            days = figure.first, figure.last
            if batch:
                one = self.truth()
                number = int(batch.rstrip(")"))
                one.deeds = [d for d in one.deeds if d.deed.verb != "charge" or d.batch_no == number]
                numbers = self.told(one, Period(*days))[name]
            else:
                if days not in told:
                    told[days] = self.told(truth, Period(*days))
                numbers = told[days][name]
            if (figure.numerator, figure.denominator) != numbers:
                wrong[figure.spec] = ((figure.numerator, figure.denominator), numbers)
        return wrong


def _about(deed: Deed) -> str:
    """Whose matter a deed is about."""
    return deed.about[0] if deed.about else ""


def _counted_as(code: str, deed: Deed) -> str:
    """Whose a deed is counted as: what the district lays on somebody is theirs."""
    if code != CODE or deed.verb not in LAID or deed.about is None:
        return code
    return str(deed.facts.get("to") or deed.about[0])


def reopened(root: Path, asked: Asked) -> Beside:
    """A district that was made earlier: its desks opened, and all that is made up by its seed made up again."""
    evening = datetime(asked.until.year, asked.until.month, asked.until.day, 20, tzinfo=CHINA)

    def enter(folder: Path, login: str) -> Desk:
        return FrontDoor(folder, lambda: evening).log_in(login, PASSWORD)

    codes = [f"{CODE}{101 + at}" for at in range(asked.townships)]
    desks = {CODE: enter(root / "district", "xin"), **{c: enter(root / c, "wang") for c in codes}}
    plans, deeds = planned(asked, {c: desks[c] for c in codes}, desks[CODE])
    return Beside(asked.until, desks, plans, deeds)


# -- the whole, by hand


@dataclass
class Run:
    """One comparison with its times."""

    wrong: dict[str, object] = field(default_factory=dict[str, object])
    checked: int = 0

    def step(self, name: str, work: Callable[[], Mapping[str, object]]) -> None:
        began = time.perf_counter()
        found = work()
        self.checked += 1
        for what, how in found.items():
            self.wrong[f"{name}: {what}"] = how
        words = "" if not found else f"  WRONG {sorted(found)[:6]}"
        print(f"{name:<34}{time.perf_counter() - began:8.2f} s{words}", flush=True)  # noqa: T201 - a tool


def periods(asked: Asked) -> Iterator[tuple[str, Period]]:
    """Every year and quarter that is touched, and of each year three months."""
    for year in range(asked.since.year, asked.until.year + 1):
        yield f"{year}", Period(date(year, 1, 1), min(date(year, 12, 31), asked.until))
        for quarter in range(4):
            first = date(year, 3 * quarter + 1, 1)
            if asked.since <= first <= asked.until:
                yield f"{year}-Q{quarter + 1}", Period(first, min(_last(year, 3 * quarter + 3), asked.until))
        for month in (2, 7, 11):
            if asked.since <= date(year, month, 1) <= asked.until:
                yield f"{year}-{month:02}", Period(date(year, month, 1), min(_last(year, month), asked.until))


def _last(year: int, month: int) -> date:
    first = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return first - timedelta(days=1)


def main(arguments: Sequence[str]) -> int:
    """Compare a district; 0 where nothing differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.truthdistrict")
    parser.add_argument("folder", type=Path)
    for name, value in (("townships", TOWNSHIPS), ("matters", MATTERS), ("years", YEARS), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=value)
    said = parser.parse_args(list(arguments))
    asked = Asked.years(UNTIL, said.years, said.townships, said.matters, said.seed)
    run = Run()
    one = reopened(said.folder, asked)
    for name, period in periods(asked):
        run.step(f"{name} figures", lambda p=period: one.wrong(p))
        run.step(f"{name} by unit", lambda p=period: one.wrong_by_unit(p))
        run.step(f"{name} rows", lambda p=period: one.wrong_rows(p))
    for code in one.townships:
        for name, period in list(periods(asked))[-8:]:
            run.step(f"{code} {name} figures", lambda p=period, c=code: one.wrong(p, c))
        run.step(f"{code} rows", lambda p=period, c=code: one.wrong_rows(p, c))
    for year in range(asked.since.year, asked.until.year + 1):
        run.step(f"{year} report", lambda y=year: one.wrong_report(y))
    for code, desk in one.desks.items():
        run.step(f"{code} check", lambda d=desk: {str(f): "" for f in d.health.check().findings})
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{run.checked} comparisons, {len(run.wrong)} wrong; memory at the most {most:.0f} MB")  # noqa: T201
    for what, how in run.wrong.items():
        print(f"  {what}: {str(how)[:400]}")  # noqa: T201
    return 1 if run.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
