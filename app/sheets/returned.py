"""The rows that did not come in, as a workbook to correct and import again: the same sheet, and why.

Title rows and header stand where they stood, each row keeps its cells as they were (a text stays a text, a day keeps the way
in which it was shown), and behind them stand 原行号 and 原因. Both are passed over when the file comes again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from app.access.context import Report, silent
from app.errors import UserError
from app.sheets.celltext import is_empty, text_of
from app.sheets.looks import Looks, NumberFormat, looks_of
from app.sheets.preview import Basis, basis_of
from app.sheets.saving import saving, workbook
from app.sheets.source import Cell, Row
from app.sheets.values import WHOLE_ROW, Preview, RowResult
from app.sheets.vocabulary import RETURNED_ROW, RETURNED_WHY
from db.fields import Kind

_EVERY: Final = 200
_LONGEST: Final = 32_767
"""Characters that a cell of an .xlsx can hold."""
_TOO_LONG: Final = "有一格超过 32767 字，Excel 放不下，这里只有前面一部分，请在原文件里改"
_MOST_NOTES: Final = 2_000
"""So many cells get a note that opens beside them; all of them are coloured."""
_TYPED: Final = frozenset({Kind.ID_NO, Kind.PHONE, Kind.CREDIT_CODE})
"""Columns in which a number that is typed anew must stay a text."""
_PLAIN_SHEET: Final = "退回的行"
_WHY_WIDTH: Final = 52.0
_ROW_WIDTH: Final = 8.0
_TEXT: Final = "@"
_PADDING: Final = 0.7109375
"""What the library adds to a width for the room beside the signs."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row that goes back: its index in the sheet, its cells, and what became of it."""

    index: int
    cells: Row
    result: RowResult


def count_returned(preview: Preview) -> int:
    """How many rows were not taken and go back to be corrected."""
    return sum(1 for one in preview.rows if one.verdict in ("reject", "ask"))


def write_returned(preview: Preview, path: Path, report: Report = silent) -> int:
    """Write the rows that were not taken.

    Args:
        preview: as it was answered.
        path: an .xlsx.
        report: told how far it is; where it raises, nothing was written.

    Returns:
        How many rows were written, further parties' rows not counted.

    Raises:
        UserError: nothing was returned; the folder is missing.
        EnvironmentFault: the file cannot be written.
    """
    count = count_returned(preview)
    if not count:
        raise UserError("nothing_returned", "没有退回或待确认的行，不用另存。", "")
    basis = basis_of(preview)
    lines = _lines(preview, basis)
    looks = looks_of(
        basis.data, preview.sheet, {*range(basis.found.header.last + 1), *(one.index for one in lines)}
    )
    with saving(path) as part, workbook(part, streaming=True) as book:
        _Writer(book, preview, basis, looks).write(lines, report)
    return count


def _lines(preview: Preview, basis: Basis) -> list[_Line]:
    """The rows that go back, and with a row those that are merged with it: a matter's further parties."""
    rows = basis.found.sheet.rows
    back = {one.row - 1 for one in preview.rows if one.verdict in ("reject", "ask")}
    lines: list[_Line] = []
    for result in preview.rows:
        index = result.row - 1
        head = basis.heads.get(index)
        if index in back or (head is not None and head in back):
            lines.append(_Line(index, rows[index], result))
    return lines


class _Writer:
    """Writes one workbook of returned rows."""

    def __init__(self, book: Any, preview: Preview, basis: Basis, looks: Looks) -> None:
        self._book = book
        self._found = basis.found
        self._preview = preview
        self._looks = looks
        self._heads = basis.heads
        self._sheet: Any = book.add_worksheet((preview.sheet or _PLAIN_SHEET)[:31])
        header = self._found.header
        self._first_free = 1 + max(
            (index for index in header.names if index not in header.returned), default=0
        )
        for row in self._found.sheet.rows[header.last + 1 :]:
            if len(row) > self._first_free and any(not is_empty(cell) for cell in row[self._first_free :]):
                self._first_free = len(row)
        self._formats: dict[tuple[Any, ...], Any] = {}
        self._typed = frozenset(i for i, target in header.targets.items() if target.field.kind in _TYPED)
        self._by_name: dict[str, list[int]] = {}
        for index, name in header.names.items():
            self._by_name.setdefault(name, []).append(index)
        self._notes = 0
        self._widest: dict[int, float] = {}

    def write(self, lines: Sequence[_Line], report: Report) -> None:
        header = self._found.header
        for index in range(header.last + 1):
            self._head_row(index)
        place_of: dict[int, int] = {}
        merges = dict(self._merges(lines))
        for number, line in enumerate(lines):
            if not number % _EVERY:
                report(number, len(lines), "写退回的行")
            place_of[line.index] = header.last + 1 + number
            self._line(place_of[line.index], line, merges)
        self._merge_all(place_of)
        self._finish(len(lines))
        report(len(lines), len(lines), "写退回的行")

    # -- the rows above

    def _head_row(self, index: int) -> None:
        header = self._found.header
        is_header = index >= header.first
        look = {"bold": True, "align": "center", "text_wrap": True, "valign": "vcenter"}
        ruled = {**look, "border": 1, "bg_color": "#EDEDED"} if is_header else look
        for column, cell in enumerate(self._found.sheet.rows[index]):
            if column >= self._first_free:
                break
            if cell != "" or (is_header and column in header.names):
                self._put(index, column, cell, **ruled)
        if index == header.first:
            own = {**ruled, "bg_color": "#FBE5D6"}
            self._put(index, self._first_free, RETURNED_ROW, **own)
            self._put(index, self._first_free + 1, RETURNED_WHY, **own)

    # -- the rows that go back

    def _line(self, place: int, line: _Line, merges: Mapping[tuple[int, int], Cell]) -> None:
        marked = self._marked(line.result)
        colour = "#F8CBAD" if line.result.verdict == "reject" else "#FFE699"
        reasons = list(line.result.reasons)
        for column in range(self._first_free):
            cell = line.cells[column] if column < len(line.cells) else ""
            if is_empty(cell) and (line.index, column) in merges:
                cell = merges[line.index, column]
            look: dict[str, Any] = {"valign": "top"}
            told = marked.get(column)
            if told is not None:
                look |= {"bg_color": colour, "border": 1, "border_color": "#C00000"}
            if isinstance(cell, str) and len(cell) > _LONGEST:
                cell = cell[:_LONGEST]
                reasons.append(_TOO_LONG)
            shown = self._looks.formats.get((line.index, column), 0)
            if column in self._typed and not shown:
                shown = _TEXT
            if cell != "" or told is not None or column in self._typed:
                self._put(place, column, cell, shown, **look)
            if told and self._notes < _MOST_NOTES:
                self._notes += 1
                self._sheet.write_comment(place, column, told, {"x_scale": 1.6, "author": "解纷"})
        number = self._found.origin.get(line.index, line.index + 1)
        self._put(place, self._first_free, number, valign="top", font_color="#7F7F7F")
        self._put(
            place,
            self._first_free + 1,
            "；".join(reasons)[:_LONGEST],
            valign="top",
            text_wrap=True,
            font_color="#C00000",
        )

    def _marked(self, result: RowResult) -> dict[int, str]:
        """Index of a column → what is wrong with its cell, or what is asked of it."""
        told: dict[int, list[str]] = {}
        said = [(one.field, one.reason) for one in result.faults]
        said += [(one.field, one.words) for one in result.doubts if one.field != WHOLE_ROW]
        for name, words in said:
            for column in self._by_name.get(name, ()):
                told.setdefault(column, []).append(words)
        return {column: "\n".join(words) for column, words in told.items()}

    # -- merged cells

    def _merges(self, lines: Sequence[_Line]) -> Iterator[tuple[tuple[int, int], Cell]]:
        """What stands in a merged cell, for the rows that come back without the row in which it stood."""
        inside = {one.index for one in lines}
        for (top, left), (bottom, right) in self._found.sheet.merged:
            if top <= self._found.header.last or bottom == top or right - left > 2:
                continue
            whole = all(row in inside for row in range(top, bottom + 1))
            row = self._found.sheet.rows[top]
            if whole or left >= len(row):
                continue
            for index in range(top + 1, bottom + 1):
                # A further party's row keeps its blanks: with the matter's words it would be a matter of its own.
                if index not in self._heads:
                    yield (index, left), row[left]

    def _merge_all(self, place_of: Mapping[int, int]) -> None:
        """Merge what was merged, where all of it came back."""
        header = self._found.header
        taken: set[tuple[int, int]] = set()
        ranges: list[tuple[int, int, int, int]] = []
        for (top, left), (bottom, right) in self._found.sheet.merged:
            places = [i if i <= header.last else place_of.get(i) for i in range(top, bottom + 1)]
            first, last = places[0], places[-1]
            if first is not None and last is not None and None not in places and last - first == bottom - top:
                ranges.append((first, left, last, min(right, self._first_free - 1)))
        if header.last > header.first:
            ranges += [
                (header.first, column, header.last, column)
                for column in (self._first_free, self._first_free + 1)
            ]
        for first, left, last, right in ranges:
            cells = {(row, column) for row in range(first, last + 1) for column in range(left, right + 1)}
            if len(cells) > 1 and not cells & taken:
                taken |= cells
                # merge_range would write the cells once more; those are on the disk already
                self._sheet.merge.append([first, left, last, right])

    # -- cells

    def _put(self, row: int, column: int, cell: Cell, shown: NumberFormat = 0, **look: Any) -> None:
        form = self._form(shown or _shown_by_itself(cell), look)
        if cell == "":
            self._sheet.write_blank(row, column, None, form)
        elif isinstance(cell, str):
            self._sheet.write_string(row, column, cell, form)
        elif isinstance(cell, bool):
            self._sheet.write_boolean(row, column, cell, form)
        elif isinstance(cell, (int, float)):
            self._sheet.write_number(row, column, cell, form)
        else:
            self._sheet.write_datetime(row, column, cell, form)
        if row >= self._found.header.first and "\n" not in text_of(cell):
            wide = sum(2 if ord(sign) > 0x2E7F else 1 for sign in text_of(cell)[:60]) + 2.0
            self._widest[column] = max(self._widest.get(column, 0.0), wide)

    def _form(self, shown: NumberFormat, look: Mapping[str, Any]) -> Any:
        key = (shown, *sorted(look.items()))
        if key not in self._formats:
            told = {**look, "num_format": shown} if shown else dict(look)
            self._formats[key] = self._book.add_format(told)
        return self._formats[key]

    def _finish(self, count: int) -> None:
        sheet, last = self._sheet, self._found.header.last
        for column in range(self._first_free):
            told = self._looks.widths.get(column, 0.0) - _PADDING
            wide = told if self._looks.widths else min(max(self._widest.get(column, 0.0), 6.0), 40.0)
            if wide > 0:
                sheet.set_column(column, column, wide)
        sheet.set_column(self._first_free, self._first_free, _ROW_WIDTH)
        sheet.set_column(self._first_free + 1, self._first_free + 1, _WHY_WIDTH)
        sheet.freeze_panes(last + 1, 0)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1 + count}"})


def _shown_by_itself(cell: Cell) -> NumberFormat:
    """How a day is shown where the file does not say it; a plain number would be shown otherwise."""
    if isinstance(cell, datetime):
        return "yyyy-mm-dd" if cell.time() == time() else "yyyy-mm-dd hh:mm"
    if isinstance(cell, date):
        return "yyyy-mm-dd"
    if isinstance(cell, time):
        return "hh:mm"
    return "[h]:mm" if isinstance(cell, timedelta) else 0
