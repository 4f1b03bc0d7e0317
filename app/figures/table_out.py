"""Tables of two dimensions and schematic maps out of the program: across in black and white; tables as workbooks too."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from app.figures.going_out import meaning
from app.figures.values.figures import STEPS, Numbers, Table, TileMap
from app.figures.wording import YUAN
from app.papers.ledger_print import PlainLedger, print_ledger
from app.papers.tile_sheet import PaperTile, TileSheet, tile_sheet
from app.papers.values import Rendered
from app.rules.dates import say_date
from app.sheets.saving import saving, workbook

NARROW = 12
"""So many columns stand beside one another on A4; more take A3. Of a rate half of them: each has two lines of numbers."""
SUM = "合计"
_SCALE = {True: "", False: "深浅按与最多的一格相比分档。"}


def table_title(office: str, table: Table) -> str:
    """What stands over the table."""
    only = f"，{table.only}" if table.only else ""
    return f"{office}{table.figure.name}（{table.rows_name}与{table.columns_name}{only}）"


def printed_table(office: str, period: str, today: date, table: Table, mark: str = "") -> Rendered:
    """The table as a PDF.

    Args:
        office: its name.
        period: in words.
        today: day of printing.
        table: the table.
        mark: a word across every page (样例), or "".

    Raises:
        UserError: more columns than the paper has room for.
    """
    names = (*(words for _, words in table.rows), SUM)
    rows = [[name, *texts] for name, texts in zip(names, table.texts, strict=True)]
    headings = [table.rows_name, *(words for _, words in table.columns), SUM]
    ledger = PlainLedger(
        table_title(office, table),
        period,
        say_date(today),
        office,
        headings,
        [at > 0 for at in range(len(headings))],
        rows,
        f"共 {table.total_words}。{meaning(table.figure)}",
        mark,
    )
    room = NARROW // 2 if table.figure.is_rate else NARROW
    return print_ledger(ledger, "A4" if len(table.columns) <= room else "A3", lambda _done, _of, _what: None)


def printed_tiles(office: str, period: str, today: date, found: TileMap, mark: str = "") -> Rendered:
    """The schematic map as a PDF, with the steps of its shading in words."""
    rest = f"另有 {found.rest_text} 没有填写{found.name}。" if found.rest_text else ""
    sheet = TileSheet(
        f"{office}{found.figure.name}（按{found.name}示意）",
        period,
        office,
        say_date(today),
        [PaperTile(t.words, t.text, t.step, t.row, t.column) for t in found.tiles],
        steps_in_words(found),
        [
            f"共 {found.total_words}。{rest}{meaning(found.figure)}",
            f"{_SCALE[found.figure.is_rate]}方格只表示相对位置，不是地图。",
        ],
        mark,
    )
    return tile_sheet(sheet)


def steps_in_words(found: TileMap) -> tuple[str, ...]:
    """What each step of shading means: of a rate in per cent, of a count a part of the largest."""
    if found.figure.is_rate:
        return ("0%", *(f"{100 * (n - 1) // STEPS}—{100 * n // STEPS}%" for n in range(1, STEPS + 1)))
    return (
        "没有",
        *(f"{100 * n // STEPS}%以内" for n in range(1, STEPS)),
        f"{100 * (STEPS - 1) // STEPS}%以上",
    )


def exported_table(path: Path, office: str, period: str, table: Table) -> Path:
    """Write the table as a workbook: numbers as numbers, sums as they are shown; a rate with both of its numbers beside it.

    Raises:
        EnvironmentFault: it cannot be written there.
    """
    heads = (*(words for _, words in table.columns), SUM)
    parts = ("", "分子", "分母") if table.figure.is_rate else ("",)
    headings = [f"{words} {part}".rstrip() for words in heads for part in parts]
    with saving(path) as part, workbook(part, streaming=False) as book:
        sheet = book.add_worksheet("对照表")
        bold = book.add_format({"bold": True})
        rate, bold_rate = (
            book.add_format({"num_format": "0.00%", "bold": strong}) for strong in (False, True)
        )
        sheet.write_string(0, 0, table_title(office, table), bold)
        sheet.write_string(1, 0, period)
        for at, words in enumerate((table.rows_name, *headings)):
            sheet.write_string(3, at, words, bold)
        lines = [
            (name, (*cells, whole), None)
            for (_, name), cells, whole in zip(table.rows, table.cells, table.row_sums, strict=True)
        ]
        lines.append((SUM, (*table.column_sums, table.total), bold))
        for line, (name, cells, look) in enumerate(lines, start=4):
            sheet.write_string(line, 0, name, look)
            at = 1
            for numbers in cells:
                for number, is_rate in _values(table, numbers):
                    if number is not None:
                        shown: Any = (bold_rate if look is bold else rate) if is_rate else look
                        sheet.write_number(line, at, number, shown)
                    at += 1
        sheet.set_column(0, 0, 20)
        sheet.freeze_panes(4, 1)
    return path


def _values(table: Table, numbers: Numbers) -> list[tuple[float | None, bool]]:
    """The cells of a workbook that one cell of the table takes, and which of them is a rate; None for an empty one."""
    number, count = numbers
    if table.figure.is_rate:
        return [(number / count if count else None, True), (number, False), (count, False)]
    return [(number / 100 if table.figure.unit == YUAN else number, False)]
