"""Which sheet of a file is the ledger, and of what kind of matter it speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.errors import UserError
from app.sheets.celltext import is_empty, text_of
from app.sheets.headers import Header, find_header, year_of
from app.sheets.source import Row, Sheet, Source
from app.sheets.vocabulary import Vocabulary

_LONGEST_NUMBER: Final = 8
_KINDS: Final = ("dispute", "petition")
_SAID: Final = {
    "dispute": re.compile(r"纠纷|排查|化解|调解|申请人|直说"),
    "petition": re.compile(r"信访|来访|来信|接访"),
}
_NEEDED: Final = (
    (("applicant.name", "parties.name"), {"dispute": "当事人（申请人）", "petition": "信访人（姓名）"}),
    (("received_on", "found_on", "accepted_on"), {"dispute": "排查日期", "petition": "登记日期"}),
    (("title", "statement"), {"dispute": "纠纷名称或主要情况", "petition": "反映问题"}),
)


@dataclass(frozen=True, slots=True)
class Found:
    """The sheet to be read.

    Attributes:
        sheet: itself.
        header: its header.
        vocabulary: of its kind of matter.
        kind: ``dispute`` or ``petition``.
        year: for days without one.
        banners: indexes of the rows above the header that hold something.
        others: names of further sheets that look like ledgers; they are not read now.
        origin: index of a row that was returned once → its row in the file that it came from.
    """

    sheet: Sheet
    header: Header
    vocabulary: Vocabulary
    kind: str
    year: int | None
    banners: tuple[int, ...]
    others: tuple[str, ...]
    origin: Mapping[int, int]


def choose_sheet(source: Source, kind: str = "", columns: Mapping[str, str] | None = None) -> Found:
    """Find the ledger in a file.

    Args:
        source: the opened file; with one sheet only where a person named it.
        kind: of the matters; "" to tell it from titles and headers.
        columns: what a person decided about headers.

    Raises:
        UserError: no sheet has a header; the header lacks what every matter needs; nothing stands below it.
    """
    if kind and kind not in _KINDS:
        raise UserError(
            "bad_kind", f"没有“{kind}”这一类别。", "类别应为 dispute（矛盾纠纷）或 petition（信访事项）。"
        )
    words = {one: Vocabulary(one) for one in _KINDS}
    found: list[tuple[Sheet, Header, str]] = []
    for sheet in source.sheets:
        told = kind or _kind_of(source.file, sheet)
        header = find_header(sheet, words[told], columns)
        if header is not None:
            found.append((sheet, header, told))
    if not found:
        raise _no_header(source)
    sheet, header, told = max(found, key=lambda one: one[1].score)
    _check_columns(header, told)
    sheet, origin = _without_returned(sheet, header)
    banners = tuple(i for i in range(header.first) if any(not is_empty(cell) for cell in sheet.rows[i]))
    if not any(not is_empty(cell) for row in sheet.rows[header.last + 1 :] for cell in row):
        raise UserError(
            "sheet_no_rows", "这个台账只有表头，下面没有内容。", "请核对选的文件和工作表是否正确。"
        )
    titles = [text_of(cell) for i in banners for cell in sheet.rows[i] if not is_empty(cell)]
    year = year_of([*titles, sheet.name, source.file])
    others = tuple(one.name for one, _, _ in found if one.name != sheet.name)
    return Found(sheet, header, words[told], told, year, banners, others, origin)


def _without_returned(sheet: Sheet, header: Header) -> tuple[Sheet, Mapping[int, int]]:
    """The sheet without the columns that this program put behind it when it returned its rows."""
    if not header.returned:
        return sheet, {}
    number, _ = header.returned
    origin: dict[int, int] = {}
    rows: list[Row] = []
    for index, row in enumerate(sheet.rows):
        if index < header.first:
            rows.append(row)
            continue
        said = text_of(row[number]).strip() if number < len(row) else ""
        if index > header.last and said.isascii() and said.isdigit() and len(said) < _LONGEST_NUMBER:
            origin[index] = int(said)
        rows.append(["" if column in header.returned else cell for column, cell in enumerate(row)])
    return replace(sheet, rows=rows), origin


def _kind_of(file: str, sheet: Sheet) -> str:
    top = [
        text_of(cell) for row in sheet.rows[:12] for cell in row if isinstance(cell, str) and len(cell) < 40
    ]
    for titles in ([sheet.name, *top[:1]], [*top, file]):
        counts = {kind: sum(len(said.findall(title)) for title in titles) for kind, said in _SAID.items()}
        if counts["dispute"] != counts["petition"]:
            return max(counts, key=lambda kind: counts[kind])
    return "dispute"


def _check_columns(header: Header, kind: str) -> None:
    keys = {target.key for target in header.targets.values()}
    missing = [names[kind] for needed, names in _NEEDED if not keys.intersection(needed)]
    if missing:
        raise UserError(
            "sheet_columns_missing",
            f"表头（第 {header.last + 1} 行）里没有“{'”“'.join(missing)}”这样的列，无法登记。",
            "请在台账里补上这一列，或者把表头改成常用的名称，再导入。",
        )


def _no_header(source: Source) -> UserError:
    filled: Sequence[Sheet] = [sheet for sheet in source.sheets if sheet.rows]
    if not filled:
        return UserError("sheet_empty", "这个文件里没有内容。", "请核对选的是不是要导入的台账。")
    where = f"工作表“{filled[0].name}”" if len(filled) == 1 and filled[0].name else "这个文件"
    return UserError(
        "sheet_no_header",
        f"在{where}的前 40 行里没有找到台账的表头（如“排查日期”“纠纷名称”“当事人”）。",
        "请核对选的文件和工作表；表头应写在内容上方，一列一个名称。",
    )
