"""One cell to one value: read, refused with a reason, or a question.

What the words mean is the business of ``app.rules``; here is what Excel does to them: numbers that were days, numbers
that were identity numbers, booleans, the apostrophe and the ``="…"`` that people use to keep a number a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from app.rules import dates, identity, money
from app.rules.codes import Code, CodeBook, CodeList
from app.rules.verdict import Verdict
from app.sheets.celltext import DIGITS_KEPT, is_empty, kept_text, shown, text_of, tidy
from app.sheets.source import Cell
from app.sheets.vocabulary import Target
from db.errors import BadTextError
from db.fields import Field, Kind

_DASHES: Final = frozenset({"/", "\\", "-", "--", "---", "—", "——", "－", "／", "一一", "…"})
_NONE_WORDS: Final = frozenset(
    {
        "无",
        "無",
        "没有",
        "不详",
        "不明",
        "未提供",
        "暂无",
        "无电话",
        "无号码",
        "无身份证",
        "空",
        "null",
        "none",
        "n/a",
        "#n/a",
    }
)
_SCIENTIFIC: Final = re.compile(r"^\d(\.\d+)?e\+?\d{2}$", re.IGNORECASE)
_OWN_UNIT: Final = re.compile(r"[元块圆万亿千百]")
_RELATIVE_DAY: Final = re.compile(r"\d|[一二三四五六七八九十]")
_PIECES: Final = re.compile(r"[、，,；;/\n]+")
_ZEROS_BEHIND: Final = re.compile(r"\d{15}000")
_YES: Final = frozenset(
    {"初次", "初信初访", "初访", "初信", "首次", "紧急", "已回访", "y", "yes", "true", "1"}
)
_NO: Final = frozenset(
    {"重复", "重信重访", "重访", "重信", "再次", "不紧急", "未回访", "没有回访", "n", "no", "false", "0"}
)
_MAY_COME: Final = frozenset({"resolve_by", "source_due_on"})
"""Days that may lie ahead: terms."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says.

    Attributes:
        value: the value as the column keeps it; ``None`` where the cell says nothing.
        reason: why it cannot be taken, in Chinese; "" when it can.
        asked: whether a person must say what it means.
        proposal: what it probably means.
        name: the field that it fills, where that is not the column's own.
        notes: what was understood in a way that a person may want to see.
        more: further values of the same cell (a second telephone).
    """

    value: Any = None
    reason: str = ""
    asked: bool = False
    proposal: Code | None = None
    name: str = ""
    notes: tuple[str, ...] = ()
    more: tuple[Any, ...] = ()


NOTHING: Final = Reading()


class CellReader:
    """Reads the cells of one ledger.

    Args:
        codes: the code lists.
        kind: of the matters: ``dispute`` or ``petition``.
        today: nothing that has happened may lie behind it.
        year: of days without one; ``None`` refuses such days.
        villages: name of a village → its code; a name that is not there stays a name.
    """

    def __init__(
        self, codes: CodeBook, kind: str, today: date, year: int | None, villages: Mapping[str, str]
    ) -> None:
        self._codes = codes
        self._kind = kind
        self._today = today
        self._year = year
        self._villages = villages

    def read(self, target: Target, cell: Cell) -> Reading:
        """Read one cell for one column."""
        if is_empty(cell):
            return NOTHING
        try:
            return self._fresh(target, cell)
        except BadTextError:
            return Reading(reason="这一格含有不能保存的字符，请删去后重新输入")

    def column(self, target: Target) -> Callable[[Cell], Reading]:
        """What reads the cells of one column; the same words are judged once."""
        words: dict[str, Reading] = {}
        rest: dict[tuple[type, Cell], Reading] = {}

        def read(cell: Cell) -> Reading:
            if isinstance(cell, str):
                found = words.get(cell)
                if found is None:
                    found = words[cell] = self.read(target, cell)
                return found
            key = (type(cell), cell)  # 1, 1.0 and True are equal, and mean different things
            found = rest.get(key)
            if found is None:
                found = rest[key] = self.read(target, cell)
            return found

        return read

    def lists(self, field: Field) -> tuple[CodeList, ...]:
        """The code lists that a field draws from; a category's list follows the kind of the matter."""
        if field.codes == "category":
            names = ("dispute_type",) if self._kind == "dispute" else ("petition_category", "content_class")
        else:
            names = (_LIST_NAMES.get(field.codes, field.codes),)
        return tuple(self._codes[name] for name in names if name in self._codes)

    def _fresh(self, target: Target, cell: Cell) -> Reading:
        kind = target.field.kind
        # Figures alone, as most numbers are, have nothing to be tidied.
        if isinstance(cell, str) and not (cell.isascii() and cell.isdigit()):
            cell = tidy(target.field.name, cell)
            if kind in _TYPED:
                cell = kept_text(cell)
            if not cell or cell in _DASHES or (kind not in _FREE_TEXT and cell.casefold() in _NONE_WORDS):
                return NOTHING
        match kind:
            case Kind.DATE:
                return self._day(target.field, cell)
            case Kind.MONEY:
                return _money(cell, target.scale)
            case Kind.NUMBER:
                return _count(cell)
            case Kind.FLAG:
                return self._flag(cell)
            case Kind.CODE if target.yes:
                return self._code_of_flag(target, cell)
            case Kind.CODE:
                return self._code(target.field, cell)
            case _:
                return self._words(kind, cell)

    def _words(self, kind: Kind, cell: Cell) -> Reading:
        text = text_of(cell)
        match kind:
            case Kind.ID_NO:
                return self._id_no(cell)
            case Kind.PHONE:
                return _several(text, identity.check_phone)
            case Kind.CREDIT_CODE:
                return _checked(identity.check_credit_code(text))
            case Kind.VILLAGE:
                return Reading(self._villages.get(text, text))
            case _:
                return Reading(text)

    def _day(self, field: Field, cell: Cell) -> Reading:
        found = self._day_found(cell)
        if not found.ok or found.value is None:
            return Reading(reason=found.sentence)
        if field.name not in _MAY_COME:
            return _checked(dates.check_not_future(found.value, self._today, field.label))
        return Reading(found.value)

    def _day_found(self, cell: Cell) -> Verdict[date]:
        if isinstance(cell, datetime):
            return Verdict(cell.date())
        if isinstance(cell, date):
            return Verdict(cell)
        if isinstance(cell, (bool, time, timedelta)):
            return _no_day(f"“{text_of(cell)}”不是日期")
        if isinstance(cell, (int, float)):
            return _day_of_number(cell)
        if not _RELATIVE_DAY.search(cell):
            return _no_day(f"“{shown(cell)}”不是日期，请写成 2026-3-5 或者 3月5日")
        found = dates.read_date(cell, self._today, self._year or _NO_YEAR)
        if found.ok and self._year is None and found.value is not None and found.value.year == _NO_YEAR:
            return _no_day(f"“{shown(cell)}”没有写年份，表头里也没有写是哪一年的台账")
        if not found.ok and _digits(cell) and len(cell) == len(str(int(cell))) == 5:
            return dates.read_excel_serial(int(cell))
        return found

    def _flag(self, cell: Cell) -> Reading:
        if isinstance(cell, bool):
            return Reading(cell)
        word = text_of(cell).casefold()
        if word in _YES or word in _NO:
            return Reading(word in _YES)
        match = self._codes["yes_no"].match(word)
        if match.code is not None and match.is_certain:
            return Reading(match.code.id == "yes")
        return Reading(asked=True, proposal=match.code)

    def _code_of_flag(self, target: Target, cell: Cell) -> Reading:
        said = self._code(target.field, cell)  # 倒流 under 是否倒流
        if not said.asked:
            return said
        found = self._flag(cell)
        if found.asked:
            return found
        code = target.yes if found.value else target.no
        return Reading(code) if code else NOTHING

    def _code(self, field: Field, cell: Cell) -> Reading:
        word = text_of(cell)
        near: Code | None = None
        for one in self.lists(field):
            match = one.match(word)
            if match.code is None or not match.code.is_for(self._kind):
                continue
            if match.is_certain:
                return Reading(match.code.id, name="content_class" if one.id == "content_class" else "")
            near = near or (match.code if one is self.lists(field)[0] else None)
        return Reading(asked=True, proposal=near)

    def _id_no(self, cell: Cell) -> Reading:
        text = text_of(cell)
        if isinstance(cell, (int, float)) and (len(text) > DIGITS_KEPT or not text.isdigit()):
            return Reading(reason=_LOST_DIGITS)
        return _several(text, self._one_id_no)

    def _one_id_no(self, text: str) -> Verdict[str]:
        if _SCIENTIFIC.match(text):
            return Verdict(None, "error", "id_no_lost", _LOST_DIGITS)
        found = identity.check_resident_number(text, self._today)
        if not found.ok and _ZEROS_BEHIND.fullmatch(text):
            hint = "末三位是 000，像是被 Excel 当作数字改过，请按证件重新填写"
            return Verdict(None, "error", found.code, f"{found.sentence.rstrip('。')}；{hint}")
        return found


_LIST_NAMES: Final = {"outcome": "resolution"}
_FREE_TEXT: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT})
_TYPED: Final = frozenset({Kind.DATE, Kind.MONEY, Kind.NUMBER, Kind.ID_NO, Kind.PHONE, Kind.CREDIT_CODE})
_NO_YEAR: Final = 1904
"""A leap year long ago: stands for "no year known", so that 2月29日 is still a day."""
_LOST_DIGITS: Final = (
    "身份证号在表里存成了数字，Excel 只保留前 15 位，后几位已经丢失，无法还原；"
    "请把这一列设为“文本”，按证件重新填写"
)


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _day_of_number(number: float) -> Verdict[date]:
    whole = text_of(number)
    if len(whole) == 8 and _digits(whole):
        return dates.read_date(whole, date(_NO_YEAR, 1, 1))
    return dates.read_excel_serial(float(number))


def _no_day(sentence: str) -> Verdict[date]:
    return Verdict(None, "error", "date_unreadable", sentence)


def _money(cell: Cell, scale: int) -> Reading:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _checked(money.money_from_number(cell * scale))
    text = text_of(cell)
    found = money.read_money(text)
    if found.ok and found.value is not None and not _OWN_UNIT.search(unicodedata.normalize("NFKC", text)):
        return _checked(Verdict(found.value * scale, found.severity, found.code, found.sentence))
    return _checked(found)


def _count(cell: Cell) -> Reading:
    text = text_of(cell)
    if "户" in text or "家" in text:
        return Reading(reason=f"“{shown(cell)}”是户数，请填写人数")
    return _checked(money.read_count(text))


def _several(text: str, check: Callable[[str], Verdict[str]]) -> Reading:
    """Read a cell that may hold one number for each of several parties."""
    if text.isascii() and text.isalnum():
        return _checked(check(text))
    read: list[str] = []
    for piece in _PIECES.split(text):
        if piece.strip():
            found = check(piece.strip())
            if not found.ok or found.value is None:
                return _checked(found)
            read.append(found.value)
    return Reading(read[0], more=tuple(read[1:])) if read else NOTHING


def _checked(verdict: Verdict[Any]) -> Reading:
    if not verdict.ok:
        return Reading(reason=verdict.sentence.rstrip("。"))
    notes = (verdict.sentence,) if verdict.sentence else ()
    return Reading(verdict.value, notes=notes)
