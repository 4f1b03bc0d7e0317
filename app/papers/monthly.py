"""The monthly report of screening on paper (F26): across, a line for each item, a column for each level."""

from __future__ import annotations

from app.duties.monthlyform import form_told, monthly_lines
from app.duties.values.monthly import MonthlyReport
from app.papers.engine.fonts import FontSet
from app.papers.ledger_print import PlainLedger, print_ledger
from app.papers.values import Rendered
from app.rules.dates import say_date


def monthly_report(
    report: MonthlyReport, paper: str = "A4", fonts: FontSet | None = None, mark: str = ""
) -> Rendered:
    """Set the report.

    Args:
        report: what was counted.
        paper: ``A4`` or ``A3``, both across.
        fonts: the faces, where they are read already.
        mark: a word across every page (样例), or "".

    Raises:
        UserError: no such paper.
    """
    told = form_told()
    names = {"month": report.words, "office": report.office}
    shown = [(line.words, *line.cells) for line in monthly_lines(report)]
    columns: list[str] = told["columns"]
    table = PlainLedger(
        told["title"].format(**names),
        told["under"].format(**names),
        f"数据截至{say_date(report.until)}",
        report.office,
        columns,
        [n != 1 for n in range(len(columns))],
        [[str(number), *line] for number, line in enumerate(shown, start=1)],
        told["sign"],
        mark,
    )
    return print_ledger(table, paper, lambda _done, _of, _what: None, fonts)
