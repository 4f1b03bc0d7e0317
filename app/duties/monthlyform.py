"""What each line of the monthly report of screening counts (F26): the numbers as shown and printed, and what is behind them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.duties.values.monthly import COLUMNS, Counted, MonthlyLine, MonthlyReport

TABLE: Final = Path(__file__).resolve().parents[2] / "resources" / "papers" / "tables" / "monthly_report.json"
NONE: Final = "—"
"""A rate of nothing: neither 0 % nor 100 %."""
_LEVELS: Final = ("district", "township", "village")

Picked = Callable[[Counted], bool]


@dataclass(frozen=True, slots=True)
class _Item:
    """A line of the form: what it counts, of a rate also out of what; of the rounds nothing that is a dispute."""

    words: str
    picked: Picked | None
    of: Picked | None = None


def form_told() -> dict[str, Any]:
    """The words of the form."""
    return json.loads(TABLE.read_text("utf-8"))


def monthly_lines(report: MonthlyReport) -> tuple[MonthlyLine, ...]:
    """The lines in the order of the form."""
    month, year = (str(n) for n in report.rounds)
    return tuple(
        MonthlyLine(item.words, _cells(report, item), opens=True, rate=item.of is not None)
        if item.picked
        else MonthlyLine(item.words, ("", "", "", month, year), opens=False)
        for item in _items(report)
    )


def monthly_behind(report: MonthlyReport, line: int, column: int) -> tuple[tuple[Counted, bool], ...]:
    """The disputes behind one number, the latest first, each with whether it is one of the numerator.

    Args:
        report: what was counted.
        line: of `monthly_lines`, from 0.
        column: of `COLUMNS`, from 0.
    """
    item = _items(report)[line]
    if item.picked is None:
        return ()
    found = _standing(report, item.of or item.picked, column)
    found.sort(key=lambda d: (d.day or report.month, d.number), reverse=True)
    return tuple((d, item.picked(d)) for d in found)


def _items(report: MonthlyReport) -> list[_Item]:
    told = form_told()
    every: list[str] = told["all"]
    major: list[str] = told["major"]
    made = [
        _Item(every[0], _all),
        _Item(every[1], _handled),
        _Item(every[2], _handled, _all),
        _Item(every[3], _resolved),
        _Item(every[4], _resolved, _all),
    ]
    for ident, words in report.types.items():
        of_type = _of_type(ident)
        names = [t.format(type=words) for t in told["type"]]
        made += [_Item(names[0], of_type), _Item(names[1], _both(of_type, _handled))]
    made += [_Item(band["words"], _between(band["from"], band["to"])) for band in told["bands"]]
    return [
        *made,
        _Item(major[0], _major),
        _Item(major[1], _both(_major, _handled)),
        _Item(major[2], _both(_major, _resolved)),
        # Of 排查数, as the form of the platform wires both rates.
        _Item(major[3], _both(_major, _resolved), _major),
        _Item(told["rounds"], None),
    ]


def _standing(report: MonthlyReport, picked: Picked, column: int) -> list[Counted]:
    """Those that one column counts: a level of the month, the month, the year until its end."""
    found = [d for d in report.disputes if picked(d)]
    if column == len(_LEVELS) + 1:
        return found
    month = [d for d in found if d.in_month]
    return month if column == len(_LEVELS) else [d for d in month if d.level == _LEVELS[column]]


def _cells(report: MonthlyReport, item: _Item) -> tuple[str, ...]:
    picked = item.picked or _all
    above = [len(_standing(report, picked, column)) for column in range(len(COLUMNS))]
    if item.of is None:
        return tuple(str(n) for n in above)
    of = [len(_standing(report, item.of, column)) for column in range(len(COLUMNS))]
    return tuple(f"{n * 100 / m:.1f}%" if m else NONE for n, m in zip(above, of, strict=True))


def _all(_one: Counted) -> bool:
    return True


def _handled(one: Counted) -> bool:
    return one.handled


def _resolved(one: Counted) -> bool:
    return one.resolved


def _major(one: Counted) -> bool:
    return one.major


def _both(first: Picked, second: Picked) -> Picked:
    return lambda one: first(one) and second(one)


def _of_type(ident: str) -> Picked:
    return lambda one: one.type == ident


def _between(low: int, high: int | None) -> Picked:
    return lambda one: one.people >= low and (high is None or one.people <= high)
