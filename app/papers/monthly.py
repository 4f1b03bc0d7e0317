"""The monthly report of screening on paper (F26): across, a line for each item, a column for each level."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from app.duties.values.monthly import Counted, MonthlyReport
from app.papers.engine.fonts import FontSet
from app.papers.ledger_print import PlainLedger, print_ledger
from app.papers.values import Rendered
from app.rules.dates import say_date

TABLE: Final = Path(__file__).resolve().parents[2] / "resources" / "papers" / "tables" / "monthly_report.json"
NONE: Final = "—"
"""A rate of nothing: neither 0 % nor 100 %."""
_LEVELS: Final = ("district", "township", "village")

Picked = Callable[[Counted], bool]


def monthly_report(report: MonthlyReport, paper: str = "A4", fonts: FontSet | None = None) -> Rendered:
    """Set the report.

    Args:
        report: what was counted.
        paper: ``A4`` or ``A3``, both across.
        fonts: the faces, where they are read already.

    Raises:
        UserError: no such paper.
    """
    told: dict[str, Any] = json.loads(TABLE.read_text("utf-8"))
    names = {"month": report.words, "office": report.office}
    rows = [[str(number), *line] for number, line in enumerate(lines(report, told), start=1)]
    columns: list[str] = told["columns"]
    table = PlainLedger(
        told["title"].format(**names),
        told["under"].format(**names),
        f"数据截至{say_date(report.until)}",
        report.office,
        columns,
        [n != 1 for n in range(len(columns))],
        rows,
        told["sign"],
    )
    return print_ledger(table, paper, lambda _done, _of, _what: None, fonts)


def lines(report: MonthlyReport, told: dict[str, Any]) -> list[list[str]]:
    """The lines in the order of the form, each: its words, one number for each level, 小计, 年度累计."""
    handled, resolved = _handled, _resolved
    made = _whole(report, told["all"])
    for ident, words in report.types.items():
        of_type = _of_type(ident)
        names = [t.format(type=words) for t in told["type"]]
        made += [_line(report, names[0], of_type), _line(report, names[1], _both(of_type, handled))]
    for band in told["bands"]:
        made.append(_line(report, band["words"], _between(band["from"], band["to"])))
    major: list[str] = told["major"]
    made += [
        _line(report, major[0], _major),
        _line(report, major[1], _both(_major, handled)),
        _line(report, major[2], _both(_major, resolved)),
        _rate(report, major[3], _both(_major, resolved), _major),
    ]
    month, year = report.rounds
    made.append([told["rounds"], "", "", "", str(month), str(year)])
    return made


def _whole(report: MonthlyReport, names: list[str]) -> list[list[str]]:
    return [
        _line(report, names[0], _all),
        _line(report, names[1], _handled),
        _rate(report, names[2], _handled, _all),
        _line(report, names[3], _resolved),
        _rate(report, names[4], _resolved, _all),
    ]


def _counts(report: MonthlyReport, picked: Picked) -> list[int]:
    found = [d for d in report.disputes if picked(d)]
    month = [d for d in found if d.in_month]
    return [*(sum(d.level == level for d in month) for level in _LEVELS), len(month), len(found)]


def _line(report: MonthlyReport, words: str, picked: Picked) -> list[str]:
    return [words, *(str(n) for n in _counts(report, picked))]


def _rate(report: MonthlyReport, words: str, above: Picked, below: Picked) -> list[str]:
    """Of 排查数, as the form of the platform wires both rates."""
    pairs = zip(_counts(report, above), _counts(report, below), strict=True)
    return [words, *(f"{n * 100 / of:.1f}%" if of else NONE for n, of in pairs)]


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
