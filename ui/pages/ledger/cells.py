"""From a matter's ledger row to the cells of the table: words, states, and the places that a search found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ui.models.ledger import Cell, LedgerColumn, Row
from ui.pages.ledger.columns import FOUND
from ui.widgets.fields.described import shown
from ui.widgets.marked import Marked
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.matters.values import Field, LedgerRow, Mark

SOON_DAYS = 3
"""A day so near is drawn in amber."""
STATES = {
    "registered": Tone.OPEN,
    "accepted": Tone.NOW,
    "in_progress": Tone.NOW,
    "agreed": Tone.NOW,
    "replied": Tone.NOW,
    "served": Tone.NOW,
    "failed": Tone.PAUSED,
    "closed": Tone.DONE,
}
"""Shape and colour of a matter's state; what has ended otherwise has a dash."""
UPLOADS = {
    "waiting": Status(Tone.OPEN, "未上报"),
    "sent": Status(Tone.NOW, "已导出"),
    "receipted": Status(Tone.DONE, "区已收"),
}
_READY = frozenset(
    {
        *("number", "title", "parties", "kind", "category", "channel", "village", "state", "rung", "risk"),
        *("people", "amount_fen", "received_on", "found_on", "accepted_on", "closed_on", "registered_on"),
        *(
            "urgent",
            "responsible_unit",
            "responsible_officer",
            "next_due_on",
            "next_label",
            "upload",
            "found",
        ),
    }
)
"""Columns that stand in the listing itself; others are asked of the matter."""


def further(columns: Sequence[LedgerColumn]) -> tuple[str, ...]:
    """The fields that must be asked for besides what a ledger row brings."""
    return tuple(c.key for c in columns if c.key not in _READY)


def due_status(due: date | None, rule: str, today: date) -> Cell:
    """A due day in words, e.g. ● 超期 3 天 书面告知: the days first, for they must not be cut off.

    Args:
        due: the day; None where nothing is due.
        rule: what is due, in a word.
        today: the desk's day.
    """
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        return Status(Tone.OVERDUE, f"超期 {-days} 天 {rule}".strip())
    near = ("今日到期", "明日到期")
    words = near[days] if days < len(near) else f"还有 {days} 天"
    return Status(Tone.SOON if days <= SOON_DAYS else Tone.OPEN, f"{words} {rule}".strip())


def short_clock(label: str) -> str:
    """A clock's label where there is little room: which rung it is stands in its own column or on the matter."""
    return "层级" if label.endswith("层级") else label


@dataclass(frozen=True, slots=True)
class Faces:
    """Turns rows into cells.

    Attributes:
        columns: as they are shown.
        fields: the described fields by name.
        code: label of a code: list and id to words.
        clock: label of a clock's rule.
        today: the desk's day.
    """

    columns: tuple[LedgerColumn, ...]
    fields: Mapping[str, Field]
    code: Callable[[str, str], str]
    clock: Callable[[str], str]
    today: date

    def row(self, row: LedgerRow, marks: Sequence[Mark] = ()) -> Row:
        """One row of the table; ``marks`` say where a search found something."""
        keys = {c.key for c in self.columns}
        spans: dict[str, tuple[str, tuple[tuple[int, int], ...]]] = {}
        elsewhere: list[Mark] = []
        for mark in marks:
            place = "parties" if mark.field == "name" else mark.field
            if place in keys and place != "phone":
                spans.setdefault(place, (mark.text, mark.spans))
            else:
                elsewhere.append(mark)
        cells = tuple(
            _found(elsewhere) if c.key == FOUND.key else _marked(self._cell(c.key, row), spans.get(c.key))
            for c in self.columns
        )
        return Row(row.matter, cells)

    def _cell(self, key: str, row: LedgerRow) -> Cell:
        match key:
            case "state":
                return Status(STATES.get(row.state, Tone.NONE), row.state_label)
            case "next_due_on":
                if not row.open:
                    return ""
                return due_status(row.next_due_on, short_clock(self.clock(row.next_rule or "")), self.today)
            case "upload":
                return UPLOADS.get(row.upload, "")
            case "village":
                return row.village_name
            case "kind" | "category" | "channel" | "rung" | "risk":
                return getattr(row, f"{key}_label")
            case "responsible_unit":
                return row.unit or ""
            case "responsible_officer":
                return row.officer or ""
            case _:
                value = getattr(row, key) if key in _READY else row.more.get(key)
                return self._words(key, value)

    def _words(self, key: str, value: object) -> str:
        field = self.fields.get(key)
        if field is None or value is None:
            return shown("", value)
        kind = str(field.kind)
        if kind == "code":
            return self.code(field.codes, str(value))
        if kind == "flag":
            return "是" if value else "否"
        return " ".join(shown(kind, value).split())


def _marked(cell: Cell, found: tuple[str, tuple[tuple[int, int], ...]] | None) -> Cell:
    """The cell with its found places; the mark's text is a piece of the cell (one name of several)."""
    if found is None or not isinstance(cell, str):
        return cell
    piece, spans = found
    at = cell.find(piece)
    if at < 0:
        return cell
    return Marked(cell, tuple((at + start, at + end) for start, end in spans))


def _found(marks: Sequence[Mark]) -> Cell:
    if not marks:
        return ""
    mark = marks[0]
    lead = f"{mark.label}：" if mark.label not in mark.text else ""
    return Marked(lead + mark.text, tuple((a + len(lead), b + len(lead)) for a, b in mark.spans))
