"""A preview of a ledger in the words and rows of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from ui.models.ledger import LedgerColumn, Row
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.desk import Desk
    from app.sheets.values import BatchLine, Preview, Question, RowResult, Verdict

VERDICTS: tuple[tuple[Verdict, str, Tone], ...] = (
    ("accept", "可导入", Tone.DONE),
    ("reject", "退回", Tone.OVERDUE),
    ("ask", "待确认", Tone.SOON),
    ("ignore", "略过", Tone.NONE),
)
"""The four lists of a preview, with shape and word."""
STATES = {verdict: Status(tone, words) for verdict, words, tone in VERDICTS}
COLUMNS = (
    LedgerColumn("row", "行", 3, right=True, quiet=True),
    LedgerColumn("verdict", "结论", 6),
    LedgerColumn("day", "日期", 7, quiet=True),
    LedgerColumn("names", "当事人", 11),
    LedgerColumn("title", "事由", 19),
    LedgerColumn("why", "说明", 26, quiet=True),
)
ANSWER_WORDS = {"skip": "跳过", "reject": "退回", "empty": "留空", "import": "仍要导入"}
WHOLE_ROW = "*"


@dataclass(frozen=True, slots=True)
class Told:
    """One row in full, for the side sheet.

    Attributes:
        row: as Excel counts.
        state: its list.
        reasons: why it does not come in, or what is asked.
        notes: what was understood in a way that a person may want to see.
        facts: label and words of every field that was read.
    """

    row: int
    state: Status
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


class PreviewSource:
    """Rows of a preview for the table, made when they are seen.

    Args:
        rows: what is shown.
    """

    def __init__(self, rows: Sequence[RowResult]) -> None:
        self._rows = rows

    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def rows(self, start: int, n: int) -> Sequence[Row]:
        """``n`` rows from ``start``."""
        return tuple(row_face(one) for one in self._rows[start : start + n])


def row_face(one: RowResult) -> Row:
    """One row's cells."""
    matter = one.matter
    day = matter.get("received_on") or matter.get("found_on")
    parties = cast("list[dict[str, str]]", matter.get("parties") or [])
    names = "、".join(p["name"] for p in parties if p.get("name"))
    title = " ".join(str(matter.get("title") or matter.get("statement") or "").split())[:60]
    when = day.isoformat() if isinstance(day, date) else ""
    return Row(
        str(one.row), (str(one.row), STATES[one.verdict], when, names, title, "；".join(reasons_of(one)))
    )


def reasons_of(one: RowResult) -> tuple[str, ...]:
    """Why a row does not come in, what is asked of it, or what was noted."""
    return (*one.reasons, *one.notes)


def row_told(desk: Desk, preview: Preview, row: int) -> Told:
    """One row in full; runs in the reading lane. Personal numbers are not shown: the sheet itself has them."""
    one = next(r for r in preview.rows if r.row == row)
    facts: list[tuple[str, str]] = []
    for party in cast("list[dict[str, str]]", one.matter.get("parties") or []):
        for field in desk.matters.party_fields():
            value = party.get(field.name)
            if value:
                words = "已填写" if field.sensitive else desk.matters.words(field, value, preview.kind)
                facts.append((field.label, words))
    for field in desk.matters.fields(preview.kind):
        value = one.matter.get(field.name)
        if value is not None and value != "":
            facts.append((field.label, desk.matters.words(field, value, preview.kind)))
    reasons = tuple(r for r in reasons_of(one) if r not in one.notes)
    return Told(one.row, STATES[one.verdict], reasons, one.notes, tuple(facts))


def question_words(question: Question) -> str:
    """What is asked, in a few words."""
    if question.field == WHOLE_ROW:
        return "可能与已有事项重复"
    return f"{question.field}“{question.value}”" if question.value else f"没有写{question.field}"


def rows_words(rows: Sequence[int]) -> str:
    """Row numbers for a person who has the sheet open."""
    shown = "、".join(str(row) for row in rows[:6])
    return (
        f"第 {shown} 行"
        if len(rows) == 1
        else f"{len(rows)} 行：第 {shown}{' …' if len(rows) > 6 else ''} 行"
    )


def answer_words(question: Question, answer: str) -> str:
    """An answer in words."""
    label = next((c.label for c in question.choices if c.id == answer), "")
    return label or ANSWER_WORDS.get(answer, answer)


def rest_words(preview: Preview) -> str:
    """How many rows with content did not come in."""
    counts = [(words, len(preview.rows_of(verdict))) for verdict, words, _tone in VERDICTS[1:3]]
    told = "、".join(f"{words} {count} 行" for words, count in counts if count)
    return f"{told}没有导入" if told else ""


def columns_words(preview: Preview) -> str:
    """Which columns were found, in one line."""
    found = sum(1 for c in preview.columns if c.field)
    unknown = len(preview.unknown)
    words = f"认出 {found} 列" + (f"，{unknown} 列不导入" if unknown else "，没有遗漏的列")
    return f"{words}，按上次确认的对应关系" if preview.remembered else words


def returned_rows(preview: Preview) -> int:
    """How many rows were not taken and can be saved to be corrected."""
    return len(preview.rows_of("reject")) + len(preview.rows_of("ask"))


def batch_words(batch: BatchLine, now: datetime) -> str:
    """When an import was done or taken back, and by whom it was done."""
    at = (batch.undone_at or batch.at).astimezone(now.tzinfo)
    year = f"{at.year}年" if at.year != now.year else ""
    day = "今天" if at.date() == now.date() else f"{year}{at.month}月{at.day}日"
    when = f"{day} {at.hour}:{at.minute:02d}"
    return f"{when} 撤回，{batch.by}导入" if batch.undone_at else f"{when}，{batch.by}"
