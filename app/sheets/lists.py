"""The office's directory from a sheet: villages and groups, units, leaders, mediators.

One sheet for each kind, told by the sheet's name or its header; or one sheet with a column 类别 that says it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from app.errors import UserError
from app.sheets.celltext import is_empty, kept_text, text_of, tidy
from app.sheets.headers import words_of
from app.sheets.source import Row, Sheet, open_source
from app.sheets.vocabulary import squeeze, without_brackets
from db.errors import BadTextError
from db.fields import fields_of
from db.tables import Leader, Mediator, Unit, Village

_TABLES: Final = {"village": Village, "unit": Unit, "leader": Leader, "mediator": Mediator}
_WORDS: Final = {
    "mediator": ("调解员", "调委会", "调解委员会"),
    "leader": ("领导", "职务", "班子"),
    "village": ("村", "社区", "组", "区划", "网格"),
    "unit": ("单位", "部门", "站所", "机构"),
}
_KIND_COLUMN: Final = frozenset({"类别", "种类", "类型"})
_LOOK: Final = 15

Lists = dict[str, list[dict[str, str]]]
_Columns = dict[str, dict[int, str]]


def read_lists(path: Path, sheet: str = "") -> Lists:
    """Read the directory's entries from a file.

    Args:
        path: .xlsx, .xls or .csv.
        sheet: one sheet only; "" for all.

    Returns:
        Kind → its entries, field name → text.

    Raises:
        UserError: nothing in it is a list of villages, units, leaders or mediators.
    """
    lists: Lists = {}
    for one in open_source(path, sheet).sheets:
        _read_sheet(one, lists)
    if not lists:
        raise UserError(
            "lists_no_header",
            "这个文件里没有找到村社、单位、领导或者调解员的名单。",
            "每种名单放在一个工作表，首行写列名：村社写“名称、区划代码”，单位写“单位名称”，领导写“姓名、职务”，调解员写“姓名、调解委员会”。",
        )
    return lists


def _read_sheet(sheet: Sheet, lists: Lists) -> None:
    for first in range(min(_LOOK, len(sheet.rows))):
        header = {
            i: without_brackets(squeeze(words_of(c))) for i, c in enumerate(sheet.rows[first]) if words_of(c)
        }
        kind_column = next((i for i, word in header.items() if word in _KIND_COLUMN), None)
        columns = {kind: _columns(kind, header) for kind in _TABLES}
        kind = "" if kind_column is not None else _kind_of(sheet, header, columns)
        if not kind and (kind_column is None or not any("name" in c.values() for c in columns.values())):
            continue
        for row in sheet.rows[first + 1 :]:
            told = kind if kind_column is None else _kind_in(row, kind_column)
            entry = _entry(row, columns[told]) if told else {}
            if entry.get("name"):
                lists.setdefault(told, []).append(entry)
        return


def _columns(kind: str, header: dict[int, str]) -> dict[int, str]:
    known: dict[str, str] = {}
    for field in fields_of(_TABLES[kind]):
        for word in (field.label, *field.aliases):
            known.setdefault(without_brackets(squeeze(word)), field.name)
    known.setdefault("名称", "name")
    known.setdefault("姓名", "name")
    return {i: known[word] for i, word in header.items() if word in known and known[word] != "retired_on"}


def _kind_of(sheet: Sheet, header: dict[int, str], columns: _Columns) -> str:
    fitting = [kind for kind in _WORDS if "name" in columns[kind].values()]
    for kind in fitting:
        if any(word in sheet.name for word in _WORDS[kind]):
            return kind
    for kind in fitting:
        if any(word in name for name in header.values() for word in _WORDS[kind]):
            return kind
    return ""


def _kind_in(row: Row, column: int) -> str:
    said = text_of(row[column]).strip() if column < len(row) else ""
    return next((kind for kind, words in _WORDS.items() if said and any(word in said for word in words)), "")


def _entry(row: Row, columns: dict[int, str]) -> dict[str, str]:
    entry: dict[str, str] = {}
    for column, name in columns.items():
        if column < len(row) and not is_empty(row[column]):
            try:
                entry[name] = kept_text(tidy(name, text_of(row[column])))
            except BadTextError as error:
                raise UserError(
                    "bad_text", "名单里有不能保存的字符，没有导入任何一行。", "请删去后重新导入。"
                ) from error
    return entry
