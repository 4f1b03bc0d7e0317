"""Rows of a sheet that are no matters: blank ones, sums, signatures, the header once more, a section's title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.sheets.celltext import is_empty, text_of
from app.sheets.headers import Header, is_repeated
from app.sheets.source import Cell, Row, Sheet
from app.sheets.vocabulary import SERIAL, squeeze
from db.fields import Kind

_SUMS: Final = frozenset({"合计", "小计", "总计", "共计", "累计", "本页合计", "本页小计", "总数", "合计数"})
_SUM_BEGINS: Final = re.compile(r"^(合计|小计|总计|共计|累计|本页合计|本页小计)[::]?(\d|共|$)")
_SIGNED: Final = re.compile(r"[:：]|年.*月|\d{4}[-./]\d")
_SIGNATURE: Final = re.compile(
    r"^(填表|填报|制表|审核|复核|负责|单位负责|主要负责|分管领导|联系|经办|统计|报送|签字|签名|盖章|填写|备注|说明|注|联系电话|主管领导|审批)"
    r"[^:：]{0,10}[:：]"
)


def why_no_matter(sheet: Sheet, index: int, header: Header) -> str:
    """Tell why a row below the header is passed over; "" where it is data.

    Anything that might be a matter is data: it is judged, and returned with reasons if it is not.
    """
    row = sheet.rows[index]
    filled = _filled(row)
    first = next(filled, None)
    if first is None:
        return "空行"
    begins = first[1]
    if isinstance(begins, str):
        word = squeeze(begins)
        if (word in _SUMS or _SUM_BEGINS.match(word)) and not _is_named(row, header):
            return "合计行"
        if _SIGNATURE.match(begins.strip()) and all(_is_signed(cell) for _, cell in _filled(row)):
            return "落款"
    if is_repeated(row, header):
        return "重复的表头"
    return "" if next(filled, None) is not None else _why_single(sheet, index, header, first)


def _filled(row: Row) -> Iterator[tuple[int, Cell]]:
    for column, cell in enumerate(row):
        if cell != "" and not is_empty(cell):
            yield column, cell


def _is_signed(cell: Cell) -> bool:
    """Whether a cell of a signature line says who or when: 审核人：, 2026年11月20日."""
    return not isinstance(cell, str) or bool(_SIGNED.search(cell))


def _is_named(row: Row, header: Header) -> bool:
    names = (column for column, target in header.targets.items() if target.field.kind is Kind.NAME)
    cells = [text_of(row[column]).strip() for column in names if column < len(row)]
    return any(cell and squeeze(cell) not in _SUMS and not _SUM_BEGINS.match(squeeze(cell)) for cell in cells)


def _why_single(sheet: Sheet, index: int, header: Header, filled: tuple[int, Cell]) -> str:
    column, cell = filled
    if column not in header.targets and _is_serial(header, column) and not isinstance(cell, str):
        return "只有序号"
    width = max(header.names) + 1
    for (top, left), (_, right) in sheet.merged:
        if top == index and left <= column <= right and (right - left + 1) * 2 >= width:
            return "小标题"
    if column not in header.targets and isinstance(cell, str) and _is_serial(header, column):
        return "只有序号" if cell.strip().isdigit() else "小标题"
    return ""


def _is_serial(header: Header, column: int) -> bool:
    return squeeze(header.names.get(column, "")) in SERIAL


def serial_columns(header: Header) -> list[int]:
    """The columns that only count the rows."""
    return [column for column in header.names if _is_serial(header, column)]


class Merges:
    """Merged cells below the header: a village over five rows, or one matter over as many rows as it has parties.

    Attributes:
        heads: row that belongs to the row above as a further party's → that row.
    """

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self._rows = sheet.rows
        self.heads: dict[int, int] = {}
        self._fill: dict[int, list[tuple[int, int]]] = {}
        keys = {column for column, target in header.targets.items() if target.key in {"title", "statement"}}
        keys.update(serial_columns(header))
        for (top, left), (bottom, right) in sheet.merged:
            if top <= header.last or bottom == top or right - left > 2:
                continue
            for row in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1):
                self._fill.setdefault(row, []).append((left, top))
                if left in keys:
                    self.heads[row] = top

    def head_of(self, row: int) -> int | None:
        """The row above that this row belongs to as a further party's, or ``None``."""
        return self.heads.get(row)

    def filled(self, row: int) -> Row:
        """A row's cells, merged ones with what stands in their first row."""
        cells = self._rows[row]
        if row not in self._fill:
            return cells
        full = list(cells)
        for column, top in self._fill[row]:
            if column < len(full) and is_empty(full[column]) and column < len(self._rows[top]):
                full[column] = self._rows[top][column]
        return full
