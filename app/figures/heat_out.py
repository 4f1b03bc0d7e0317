"""The table of villages by types out of the program: across on A4 or A3 in black and white, and as a workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.figures.values.figures import Heat
from app.papers.ledger_print import PlainLedger, print_ledger
from app.papers.values import Rendered
from app.rules.dates import say_date
from app.sheets.saving import saving, workbook

NARROW = 12
"""So many types stand beside one another on A4; more take A3."""
PLACE, SUM = "村（社区）", "合计"


def heat_title(office: str, heat: Heat) -> str:
    """What stands over the table."""
    return f"{office}{heat.figure.name}（村社与类型）"


def printed_heat(office: str, period: str, today: date, heat: Heat, mark: str = "") -> Rendered:
    """The table as a PDF; 0 is left out, so that a copier's page shows where there is something.

    Args:
        office: its name.
        period: in words.
        today: day of printing.
        heat: the table.
        mark: a word across every page (样例), or "".
    """
    rows = [
        [name, *(str(n) if n else "" for n in cells), str(sum(cells))]
        for (_, name), cells in zip(heat.rows, heat.cells, strict=True)
    ]
    rows.append([SUM, *(str(sum(column)) for column in zip(*heat.cells, strict=True)), str(heat.total)])
    headings = [PLACE, *(words for _, words in heat.columns), SUM]
    table = PlainLedger(
        heat_title(office, heat),
        period,
        say_date(today),
        office,
        headings,
        [at > 0 for at in range(len(headings))],
        rows,
        f"共 {heat.total} {heat.figure.unit}。{heat.figure.name}：{heat.figure.numerator}。",
        mark,
    )
    return print_ledger(table, "A4" if len(heat.columns) <= NARROW else "A3", lambda _done, _of, _what: None)


def exported_heat(path: Path, office: str, period: str, heat: Heat) -> Path:
    """Write the table as a workbook: numbers as numbers, sums as they are shown.

    Raises:
        EnvironmentFault: it cannot be written there.
    """
    with saving(path) as part, workbook(part, streaming=False) as book:
        sheet = book.add_worksheet("村社与类型")
        bold = book.add_format({"bold": True})
        sheet.write_string(0, 0, heat_title(office, heat), bold)
        sheet.write_string(1, 0, period)
        for at, words in enumerate((PLACE, *(w for _, w in heat.columns), SUM)):
            sheet.write_string(3, at, words, bold)
        line = 4
        for (_, name), cells in zip(heat.rows, heat.cells, strict=True):
            sheet.write_string(line, 0, name)
            for at, number in enumerate((*cells, sum(cells)), start=1):
                sheet.write_number(line, at, number)
            line += 1
        sheet.write_string(line, 0, SUM, bold)
        sums = [sum(column) for column in zip(*heat.cells, strict=True)]
        for at, number in enumerate((*sums, heat.total), start=1):
            sheet.write_number(line, at, number, bold)
        sheet.set_column(0, 0, 20)
        sheet.freeze_panes(4, 1)
    return path
