"""How charges, plans and reliefs are said in rows: states with their shapes, days with how far they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.duties.values.charges import BACKFLOW, OPEN, RESOLVED
from app.duties.values.reliefs import PAID, REFUSED
from app.duties.values.visits import DONE, UNREACHED
from ui.pages.matter.terms import day_words
from ui.widgets.rows import RowFace
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from datetime import date

    from app.duties.values.charges import BatchLine, ChargeLine
    from app.duties.values.reliefs import ReliefLine
    from app.duties.values.visits import PlanLine, VisitLine

SOON = 7
"""Days before the term from which it is due soon."""


def day(value: date | None) -> str:
    """A day, or "" without one."""
    return value.isoformat() if value else ""


def state_of(line: ChargeLine) -> Status:
    """Where a charge stands."""
    if line.state == OPEN:
        return Status(Tone.NOW, line.state_label)
    if line.state == RESOLVED:
        return Status(Tone.SOON, line.state_label)
    return Status(Tone.OVERDUE if line.state == BACKFLOW else Tone.DONE, line.state_label)


def term_of(line: ChargeLine) -> Status:
    """How far the term is."""
    left = line.days_left
    if left is None:
        return Status(Tone.NONE, f"{day(line.resolved_on)} 化解" if line.resolved_on else "没有时限")
    tone = Tone.OVERDUE if left < 0 else Tone.SOON if left <= SOON else Tone.OPEN
    return Status(tone, day_words(left))


def last_of(line: ChargeLine) -> Status:
    """When progress was written last, and whether this month's is missing."""
    if line.idle:
        return Status(Tone.SOON, "本月没有进展")
    return Status(Tone.NONE, day(line.last_on) or "还没有进展")


def charge_row(line: ChargeLine, *, narrow: bool) -> RowFace:
    """A charge as a row; narrow beside its sheet."""
    title = line.about.title or line.about.number if line.about else ""
    if narrow:
        return RowFace(line.id, (line.number, title, line.leader, state_of(line)))
    return RowFace(
        line.id,
        (
            line.number,
            title,
            line.leader,
            f"{line.lead_unit}（{len(line.silent)} 个配合单位没有答复）" if line.silent else line.lead_unit,
            day(line.opened_on),
            term_of(line),
            last_of(line),
            state_of(line),
        ),
    )


def counts_of(batch: BatchLine) -> str:
    """The counts of a batch in a line."""
    return (
        f"挂账 {batch.assigned}　化解 {batch.resolved}　销号 {batch.struck}　倒流 {batch.backflow}　"
        f"净化解 {batch.net}"
    )


def plan_row(line: PlanLine, today: date) -> RowFace:
    """A plan as a row."""
    if not line.drawn:
        state = Status(Tone.OPEN, "还没有抽取")
    elif not line.left:
        state = Status(Tone.DONE, f"已完成 {line.done}/{line.drawn}")
    else:
        tone = Tone.OVERDUE if line.due_on < today else Tone.NOW
        state = Status(tone, f"已回访 {line.done}/{line.drawn}")
    gone = f"联系不上 {line.unreached}" if line.unreached else ""
    span = f"{line.from_on.isoformat()} 至 {line.to_on.isoformat()}"
    return RowFace(line.id, (line.title, span, f"{line.share}%", line.due_on.isoformat(), state, gone))


def visit_row(line: VisitLine) -> RowFace:
    """A matter of a plan as a row."""
    tone = {DONE: Tone.DONE, UNREACHED: Tone.PAUSED}.get(line.state, Tone.OPEN)
    rated = f"信访部门 {line.rating_office}　责任单位 {line.rating}" if line.rating_office else line.rating
    return RowFace(
        line.about.matter,
        (
            line.about.number,
            line.about.title,
            line.handler or line.unit,
            Status(tone, line.state_label),
            day(line.visited_on or line.rated_on),
            rated or line.reason,
        ),
    )


def relief_row(line: ReliefLine) -> RowFace:
    """A relief as a row: the matter, the sums, where it is; no name."""
    tone = {PAID: Tone.DONE, REFUSED: Tone.PAUSED}.get(line.state, Tone.NOW)
    words = f"待{line.waits_for}意见" if line.waits_for else line.state_label
    about = (line.about.title or line.about.number) if line.about else ""
    return RowFace(
        line.id,
        (
            line.number,
            about,
            line.kind_label,
            line.asked or "—",
            line.granted or "—",
            day(line.asked_on),
            Status(tone, words),
        ),
    )
