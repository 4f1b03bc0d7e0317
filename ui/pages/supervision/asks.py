"""What 交办督办 asks of tasks and meetings: a unit's answer, the end of a task, statements made at a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.matters.values import Field, Kind
from ui.pages.asking import ask

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desk import Desk
    from app.duties.values.base import DutyView, Kept
    from app.duties.values.meetings import NextMeeting, TaskLine
    from ui.context import Context

STATED = "stated:"
"""Prefix of the field that says that a unit stated itself at a meeting; the id of its task follows."""


def ask_task_done(context: Context, owner: QWidget, line: TaskLine) -> None:
    """Asks what came of a task of ours; what the units reported stands there already."""
    ident, told = line.duty.id, line.answered
    start = {"done_on": context.desk.today().date().isoformat()}
    if told.done_on is not None:
        start = {"done_on": told.done_on.isoformat(), "result": told.result}
    ask(
        context,
        owner,
        "办结",
        f"duty:task_done:{ident}",
        context.desk.duties.meetings.fields("done"),
        lambda d, g: d.duties.meetings.done(ident, g),
        words="办结",
        hint=line.duty["what"],
        start=start,
    )


def ask_task_answer(context: Context, owner: QWidget, line: TaskLine) -> None:
    """Asks how a task goes that another office gave."""
    ask_answer(context, owner, line.duty)


def ask_answer(context: Context, owner: QWidget, duty: DutyView) -> None:
    """The same of a task wherever it is listed."""
    ask(
        context,
        owner,
        "反馈任务",
        f"duty:task_answer:{duty.id}",
        context.desk.duties.meetings.fields("answer"),
        lambda d, g: d.duties.meetings.answer(duty.id, g),
        words="反馈",
        hint=f"{duty.office_name}交办：{duty['what']}。还在办的只写进展，不填办结日期；反馈随下次上报送到。",
        start={"answered_on": context.desk.today().date().isoformat()},
    )


def stated_fields(asked: NextMeeting) -> tuple[Field, ...]:
    """A box for each statement that is to be made at the next meeting."""
    return tuple(
        Field(f"{one.unit}已在会上表态发言", Kind.FLAG, name=f"{STATED}{one.task}")
        for one in asked.statements
    )


def hold(desk: Desk, given: dict[str, str]) -> Kept:
    """Records a meeting with the statements that were ticked."""
    stated = [name.removeprefix(STATED) for name, text in given.items() if name.startswith(STATED) and text]
    words = {name: text for name, text in given.items() if not name.startswith(STATED)}
    return desk.duties.meetings.hold(words, stated=stated)
