"""The ledger as a file: an .xlsx in bounded memory, or a .csv where the name says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from app.access.context import Report, silent
from app.errors import EnvironmentFault
from app.sheets.outgoing import OutColumn, Outgoing, Value
from app.sheets.saving import delimited, saving, workbook

_MOST_ROWS: Final = 1_048_000
"""An .xlsx holds 1,048,576 rows."""
_LONGEST: Final = 32_767
"""Characters that a cell of an .xlsx can hold."""
_CUT: Final = "……（Excel 一格放不下，全文见程序）"
_EVERY: Final = 500
_WIDE: Final = 0x2E7F
"""Signs behind this one are as wide as two figures."""
_NARROWEST, _WIDEST = 6.0, 46.0
_ROOM: Final = 3.0
"""Room beside the words of a cell, in figures."""
_HEAD_ROWS: Final = 3
_FONT: Final = {"font_name": "宋体", "font_size": 11}


def write_ledger(out: Outgoing, path: Path, report: Report = silent) -> int:
    """Write a ledger to a file; what stood there is replaced when the new one is whole.

    Args:
        out: the ledger.
        path: .xlsx, or .csv.
        report: told how far it is; where it raises, nothing is written.

    Returns:
        How many matters were written.

    Raises:
        UserError: the folder is missing.
        EnvironmentFault: the file is open elsewhere, the disk is full, the stick was pulled, or there are too many rows.
    """
    with saving(path) as part:
        if path.suffix.casefold() == ".csv":
            return _write_text(out, part, report)
        if out.count > _MOST_ROWS:
            raise EnvironmentFault(
                "too_many_rows",
                f"一共 {out.count:,} 件，一张 Excel 表放不下，没有写成。",
                "请按年份筛选后分几次导出，或者把文件名改成 .csv。",
            )
        with workbook(part, streaming=True) as book:
            return _Writer(book, out).write(report)


class _Writer:
    """Writes one workbook."""

    def __init__(self, book: Any, out: Outgoing) -> None:
        self._out = out
        self._sheet: Any = book.add_worksheet("台账")
        made = book.add_format
        cell = {**_FONT, "border": 1, "border_color": "#BFBFBF", "valign": "top"}
        self._title = made({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"})
        self._under = made({**_FONT, "font_color": "#595959"})
        self._head = made(
            {
                **cell,
                "bold": True,
                "align": "center",
                "valign": "vcenter",
                "bg_color": "#EDEDED",
                "text_wrap": True,
            }
        )
        self._looks = {
            "text": made({**cell, "text_wrap": True}),
            "long": made({**cell, "text_wrap": True}),
            "date": made({**cell, "num_format": "yyyy-mm-dd", "align": "center"}),
            "money": made({**cell, "num_format": "#,##0.00"}),
            "number": made({**cell, "num_format": "0"}),
        }
        self._widths = [_width(one.heading) for one in out.columns]

    def write(self, report: Report) -> int:
        out, sheet, columns = self._out, self._sheet, self._out.columns
        last = len(columns) - 1
        if last > 0:
            sheet.merge_range(0, 0, 0, last, out.title, self._title)
        else:
            sheet.write_string(0, 0, out.title, self._title)
        sheet.set_row(0, 28)
        sheet.write_string(1, 0, "　".join(_under(out)), self._under)
        for number, column in enumerate(columns):
            sheet.write_string(_HEAD_ROWS - 1, number, column.heading, self._head)
        place = _HEAD_ROWS
        for row in out.rows(silent):
            if not (place - _HEAD_ROWS) % _EVERY:
                report(place - _HEAD_ROWS, out.count, "写入文件")
            self._row(place, row)
            place += 1
        for number, width in enumerate(self._widths):
            sheet.set_column(number, number, min(max(width, _NARROWEST), _WIDEST))
        sheet.freeze_panes(_HEAD_ROWS, 0)
        sheet.autofilter(_HEAD_ROWS - 1, 0, max(place - 1, _HEAD_ROWS), last)
        sheet.repeat_rows(_HEAD_ROWS - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页 共 &N 页")
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{place}"})
        report(out.count, out.count, "整理文件")
        return place - _HEAD_ROWS

    def _row(self, place: int, row: Sequence[Value]) -> None:
        sheet = self._sheet
        for number, (column, value) in enumerate(zip(self._out.columns, row, strict=True)):
            look = self._looks[column.kind]
            if value is None or value == "":
                sheet.write_blank(place, number, None, look)
            elif isinstance(value, date):
                sheet.write_datetime(place, number, value, look)
            elif isinstance(value, int):
                sheet.write_number(place, number, value / 100 if column.kind == "money" else value, look)
            else:
                sheet.write_string(place, number, _fitting(value), look)
            if value is not None:
                self._measure(number, column, value)

    def _measure(self, number: int, column: OutColumn, value: Value) -> None:
        if isinstance(value, str) and 2 * len(value) + _ROOM <= self._widths[number]:
            return  # were all of it Chinese, it would not be wider
        if self._widths[number] < _WIDEST:
            shown = f"{value / 100:,.2f}" if column.kind == "money" and isinstance(value, int) else str(value)
            self._widths[number] = max(self._widths[number], _width(shown))


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT


def _under(out: Outgoing) -> tuple[str, ...]:
    return tuple(
        words
        for words in (
            f"收到日期：{out.period}",
            f"只含：{out.conditions}" if out.conditions else "",
            out.sums,
            f"导出日期：{out.made_on}",
        )
        if words
    )


def _width(text: str) -> float:
    """How wide a text is in figures, and room beside it; of several lines, the widest."""
    return max(sum(2 if ord(sign) > _WIDE else 1 for sign in line[:60]) for line in text.split("\n")) + _ROOM


def _write_text(out: Outgoing, path: Path, report: Report) -> int:
    """A .csv holds nothing but header and rows: it is for other programs."""
    count = 0
    with delimited(path) as rows:
        rows.writerow([one.heading for one in out.columns])
        for row in out.rows(silent):
            if not count % _EVERY:
                report(count, out.count, "写入文件")
            rows.writerow([_plain(one, value) for one, value in zip(out.columns, row, strict=True)])
            count += 1
    report(count, out.count, "写入文件")
    return count


def _plain(column: OutColumn, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return f"{value / 100:.2f}" if column.kind == "money" else str(value)
    if value.startswith(("=", "+", "-", "@")) and value not in ("-", "—"):
        return f"'{value}"  # opened in Excel it would be a formula
    if value.isascii() and value.isdigit() and (len(value) > _DIGITS or value.startswith("0")):
        return f"\t{value}"  # opened in Excel it would lose its last digits, or its first
    return value


_DIGITS: Final = 11
