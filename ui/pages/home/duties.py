"""Supervision, tasks and charges that wait, as short lists of the desk; each opens its place with the same list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.pages.matter.terms import day_tone, day_words
from ui.widgets.rows import Column, RowFace
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from datetime import date

    from app.duties.values.charges import ChargeLine
    from app.duties.values.meetings import TaskLine
    from app.duties.values.supervision import LetterLine

LETTER_COLUMNS = (
    Column("文号", 14, whole=True),
    Column("单位", 16),
    Column("事项", 28),
    Column("方式", 9, "muted"),
    Column("期限", 22),
)
TASK_COLUMNS = (
    Column("承办单位", 16),
    Column("任务", 36),
    Column("来源", 12, "muted"),
    Column("期限", 22),
)
CHARGE_COLUMNS = (
    Column("包案编号", 14, whole=True),
    Column("事项", 30),
    Column("包案领导", 10),
    Column("责任单位", 16, "muted"),
    Column("最近进展", 18),
)
MOST = 6
"""Rows of each that are listed; the place shows all."""


def letter_row(line: LetterLine) -> RowFace:
    """A letter that waits for our answer, or that a unit left without one."""
    about = line.duty.about
    title = (about.title or about.number) if about else line.duty["reason"]
    who = line.duty.office_name if line.to_us else line.unit
    tone = Tone.OVERDUE if line.days_late else Tone.NOW
    act = (
        "书面反馈"
        if line.to_us
        else "录入反馈"
        if line.on_paper
        else "加重督办"
        if line.next_level
        else "看看"
    )
    cells = (line.duty["number"] or "—", who, title, line.duty["level"], Status(tone, line.words))
    return RowFace(line.duty.id, cells, act, quiet=act == "看看")


def task_row(line: TaskLine, today: date) -> RowFace:
    """A task of a meeting or a leader."""
    days = (line.due_on - today).days
    standing = Status(day_tone(days), day_words(days))
    if line.answered.asked > 1 or line.state == "reported":
        standing = Status(Tone.DONE if line.state == "reported" else day_tone(days), line.words)
    cells = (
        "　".join(w for w in (line.unit, line.duty["officer"]) if w) or line.duty.office_name,
        line.duty["what"],
        line.meeting or line.source_label,
        standing,
    )
    act = "办结" if line.duty.ours else "反馈" if line.is_to_answer else "看看"
    return RowFace(line.duty.id, cells, act, quiet=act == "看看")


def charge_row(line: ChargeLine, *, district: bool) -> RowFace:
    """A charge without this month's progress; at a district one of a township's is to be supervised, not worked on."""
    last = f"上次 {line.last_on.month}月{line.last_on.day}日" if line.last_on else "还没有进展"
    about = (line.about.title or line.about.number) if line.about else ""
    cells = (line.number, about, line.leader, line.lead_unit, Status(Tone.SOON, last))
    return RowFace(line.id, cells, "月督查" if district and not line.ours else "记进展")
