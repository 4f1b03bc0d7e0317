"""Pressing and deciding: supervision (督办) with its written answers, meetings and what they assign."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from db.fields import Kind, field
from db.tables.base import Entity
from db.tables.duty import About, Addressed, Kept, duty_table


class Supervision(Addressed, About, Entity):
    """One letter of supervision (督办函, F21; 条例 Art. 40): 提醒 催办 督办 挂牌督办 约谈, or one of the three proposals.

    `to_office` is an office with a program; `to_name` alone is a department that answers on paper.
    """

    __tablename__ = "supervision"
    entity: ClassVar[str] = "supervision"
    word: ClassVar[str] = "督办"

    number: Mapped[str | None] = field("文号", Kind.TEXT)
    level: Mapped[str] = field("督办方式", Kind.CODE, codes="supervise_level", required=True)
    reason: Mapped[str] = field("督办原因", Kind.CODE, codes="supervise_reason", required=True)
    issued_on: Mapped[date] = field("发出日期", Kind.DATE, required=True)
    due_on: Mapped[date] = field("反馈期限", Kind.DATE, required=True)
    facts: Mapped[str | None] = field("事由", Kind.LONG_TEXT)
    demand: Mapped[str] = field("办理要求", Kind.LONG_TEXT, required=True)
    signer: Mapped[str | None] = field("签发人", Kind.LEADER)
    earlier: Mapped[str | None] = mapped_column()
    """Id of the milder one that was left without an answer, of the same office."""
    closed_on: Mapped[date | None] = field("办结日期", Kind.DATE)
    closed_why: Mapped[str | None] = field("办结说明", Kind.TEXT)

    __table_args__: Any = duty_table(
        "supervision", "issued_on", "due_on", "closed_on", by=("issued_on", "to_office"), about=True
    )


class SupervisionAnswer(About, Entity):
    """A written answer to a supervision (Art. 40): by the office itself, or typed in for a unit without a program."""

    __tablename__ = "supervision_answer"
    entity: ClassVar[str] = "supervision_answer"
    word: ClassVar[str] = "督办反馈"

    supervision_office: Mapped[str]
    supervision: Mapped[str]
    unit: Mapped[str] = field("反馈单位", Kind.UNIT, required=True)
    answered_on: Mapped[date] = field("反馈日期", Kind.DATE, required=True)
    received_on: Mapped[date | None] = field("收到日期", Kind.DATE)
    adopted: Mapped[str | None] = field("是否采纳", Kind.CODE, codes="adopted")
    what: Mapped[str] = field("整改（办理）情况", Kind.LONG_TEXT, required=True)
    signer: Mapped[str | None] = field("签发人", Kind.TEXT)
    on_paper: Mapped[bool] = mapped_column(default=False)
    """It came on paper, and this office's desk typed it in as the unit's."""

    __table_args__: Any = duty_table(
        "supervision_answer", "answered_on", "received_on", by=("supervision",), about=True
    )


class Meeting(Kept, Entity):
    """A joint meeting (联席会议) or a meeting of the leadership that studied petition work (F31; Art. 9, 13)."""

    __tablename__ = "meeting"
    entity: ClassVar[str] = "meeting"
    word: ClassVar[str] = "会议"

    kind: Mapped[str] = field("会议种类", Kind.CODE, codes="meeting_kind", required=True)
    title: Mapped[str] = field("会议名称、次数", Kind.TEXT, required=True)
    held_on: Mapped[date] = field("日期", Kind.DATE, required=True)
    place: Mapped[str | None] = field("地点", Kind.TEXT)
    chair: Mapped[str] = field("主持人", Kind.LEADER, required=True)
    present: Mapped[str | None] = field("出席", Kind.LONG_TEXT)
    absent: Mapped[str | None] = field("请假", Kind.TEXT)
    sitting_in: Mapped[str | None] = field("列席", Kind.TEXT)
    recorder: Mapped[str | None] = field("记录人", Kind.TEXT)
    agenda: Mapped[str] = field("议题", Kind.LONG_TEXT, required=True)
    opinion: Mapped[str | None] = field("会议认为", Kind.LONG_TEXT)
    sent_to: Mapped[str | None] = field("发送", Kind.TEXT)
    minutes_on: Mapped[date | None] = field("纪要印发日期", Kind.DATE)

    __table_args__: Any = duty_table("meeting", "held_on", "minutes_on", by=("held_on",))


class Task(Addressed, About, Entity):
    """What a unit was told to do by a day: a leader's instruction (批示) or a meeting's decision (议定事项)."""

    __tablename__ = "task"
    entity: ClassVar[str] = "task"
    word: ClassVar[str] = "交办任务"

    source: Mapped[str]
    """Entity that it came out of: reception, meeting; `instruction` for a leader's word on the matter itself."""
    source_id: Mapped[str | None] = mapped_column()
    source_name: Mapped[str | None] = field("来源", Kind.TEXT)
    """What it came out of is called: the meeting itself does not go down with its tasks."""
    given_on: Mapped[date] = field("交办日期", Kind.DATE, required=True)
    leader: Mapped[str | None] = field("批示（交办）领导", Kind.LEADER)
    what: Mapped[str] = field("批示（议定）内容", Kind.LONG_TEXT, required=True)
    officer: Mapped[str | None] = field("责任人", Kind.TEXT)
    due_on: Mapped[date] = field("办理期限", Kind.DATE, required=True)
    done_on: Mapped[date | None] = field("办结日期", Kind.DATE)
    result: Mapped[str | None] = field("办理结果", Kind.LONG_TEXT)

    __table_args__: Any = duty_table(
        "task", "given_on", "due_on", "done_on", by=("due_on", "source_id"), about=True
    )


class TaskAnswer(About, Entity):
    """What a unit with a program says to a task that another office gave it: how it goes, or that it is done."""

    __tablename__ = "task_answer"
    entity: ClassVar[str] = "task_answer"
    word: ClassVar[str] = "任务反馈"

    task_office: Mapped[str]
    task: Mapped[str]
    unit: Mapped[str] = field("反馈单位", Kind.UNIT, required=True)
    answered_on: Mapped[date] = field("反馈日期", Kind.DATE, required=True)
    what: Mapped[str] = field("办理情况", Kind.LONG_TEXT, required=True)
    done_on: Mapped[date | None] = field("办结日期", Kind.DATE)

    __table_args__: Any = duty_table("task_answer", "answered_on", "done_on", by=("task",), about=True)
