"""Meetings (联席会议 and those of the leadership, 条例 Art. 9, 13), what they decide, and what leaders tell units to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.addressing import ALL_BELOW, address
from app.duties.book import Book
from app.duties.guarded import GuardedBook
from app.duties.statements import SCORING, note_statement, waiting_statements
from app.duties.taskanswers import TaskAnswers, answered_of, is_given_to, left_to
from app.duties.values.base import Kept
from app.duties.values.meetings import Answered, MeetingSheet, NextMeeting, StatementDue, TaskLine
from app.errors import UserError
from app.matters.service import Matters
from db.fields import Field
from db.tables import EVERYBODY, Meeting, Task

HELD = (
    *("kind", "title", "held_on", "place", "chair", "present", "absent", "sitting_in", "recorder"),
    *("agenda", "opinion", "sent_to", "minutes_on"),
)
DECIDED = ("what", "to_name", "officer", "due_on")
DONE = ("done_on", "result")
MEETING: Final = "meeting"
INSTRUCTION: Final = "instruction"
_SOURCES: Final = {MEETING: "会议", "reception": "接访", INSTRUCTION: "批示", SCORING: "考评"}


class Meetings:
    """The room of meetings, and the tasks that they and leaders give.

    Attributes:
        book: the entries themselves.
        tasks: 交办任务; answers: 任务反馈 of the units.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, Meeting)
        self.tasks = GuardedBook(context, matters, Task, (*DONE, "to_name"), self._refuse_bare)
        self._answers = TaskAnswers(context, matters)
        self.answers = self._answers.book

    # -- describing

    def fields(self, act: str) -> tuple[Field, ...]:
        """What an act asks for: hold, decide, instruct, done, answer."""
        if act == "hold":
            return self.book.fields(HELD)
        if act == "done":
            return self.tasks.fields(DONE)
        if act == "answer":
            return self._answers.fields()
        asked = self.tasks.fields(DECIDED if act == "decide" else ("leader", "given_on", *DECIDED))
        return (replace(self.tasks.fields(("officer",))[0], name="about", label="事项编号"), *asked)

    # -- commands

    def hold(
        self,
        given: Mapping[str, object],
        decisions: Sequence[Mapping[str, object]] = (),
        stated: Sequence[str] = (),
    ) -> Kept:
        """Record a meeting, with what it decided and who stated himself there, all or none.

        Args:
            given: `HELD`.
            decisions: of each `DECIDED`, and `about`: number or id of a matter, "" for none.
            stated: ids of the statements (表态发言) that were made there, see `next_meeting`.

        Raises:
            NotFoundError: no such statement.
            UserError: a field that cannot be, a decision without a unit, a term before the meeting, an accusation, a statement
                that was made before.
        """
        values = self.book.read(given)
        read = [self._read(d) for d in decisions]
        with self._context.writing() as unit:
            ident = self.book.put(unit, values)
            row = self.book.own(unit, ident)
            for decision, about in read:
                self._decide(unit, row, decision, about)
            for task in stated:
                note_statement(unit, row.office, task, row.held_on, f"已在“{row.title}”上表态发言")
        words = f"已记入{values['title']}" + (f"，议定 {len(read)} 项" if read else "")
        words += f"，{len(stated)} 个单位已表态发言" if stated else ""
        changes = self.book.changes(words)
        touched = ({"task"} if read or stated else set[str]()) | ({SCORING} if stated else set[str]())
        return Kept(ident, replace(changes, areas=changes.areas | touched))

    def decide(self, meeting: str, given: Mapping[str, object], about: str = "") -> Kept:
        """Note one thing that a meeting decided: which unit, who, until when, on which matter."""
        decision, matter = self._read({**given, "about": about or given.get("about")})
        with self._context.writing() as unit:
            ident = self._decide(unit, self.book.own(unit, meeting), decision, matter)
        return Kept(ident, self.tasks.changes("已记入议定事项"))

    def instruct(self, given: Mapping[str, object], about: str = "") -> Kept:
        """Note a leader's instruction (批示) on a matter as a task."""
        about = about or str(given.get("about") or "")
        decision, matter_number = self._read({**given, "about": about}, instructed=True)
        self._check(decision, decision["given_on"])
        with self._context.writing() as unit:
            matter = self.tasks.matter_of(unit.session, matter_number) if matter_number else None
            to = address(unit.session, self._context, decision["to_name"], everybody=True)
            ident = self.tasks.put(unit, {**decision, **to, "source": INSTRUCTION}, matter)
        return Kept(ident, self.tasks.changes("已记入批示"))

    def done(self, task: str, given: Mapping[str, object]) -> Kept:
        """A task was done, with its result; see `TaskAnswers.finish`."""
        return self._answers.finish(self.tasks, task, given, "交办任务")

    def answer(self, task: str, given: Mapping[str, object]) -> Kept:
        """Answer a task that another office gave us; see `TaskAnswers.give`."""
        return self._answers.give(self.tasks, task, given)

    # -- queries

    def sheet(self, meeting: str) -> MeetingSheet:
        """A meeting with its decisions, and the open ones of earlier meetings.

        Raises:
            NotFoundError: there is none.
        """
        with self._context.reading() as session:
            row = self.book.get(session, meeting)
            earlier = select(Meeting.id).where(
                Meeting.office == row.office, Meeting.held_on < row.held_on, ~Meeting.voided
            )
            return MeetingSheet(
                self.book.views(session, [row])[0],
                self._lines(session, Task.source == MEETING, Task.source_id == meeting),
                self._lines(
                    session, Task.source == MEETING, Task.source_id.in_(earlier), Task.done_on.is_(None)
                ),
            )

    def sheets(self) -> tuple[MeetingSheet, ...]:
        """Every meeting with what it decided, the newest first."""
        with self._context.reading() as session:
            found = self.book.find(session, order=Meeting.held_on.desc())
            lines = self._lines(session, Task.source == MEETING)
            of = {r.id: r.source_id for r in session.execute(select(Task.id, Task.source_id))}
        return tuple(
            MeetingSheet(view, tuple(x for x in lines if of.get(x.duty.id) == view.id)) for view in found
        )

    def next_meeting(self) -> NextMeeting:
        """What the next meeting begins with: decisions of our own ones that are open yet, and statements of a scoring."""
        own = self._context.office.office
        with self._context.reading() as session:
            carried = self._lines(session, Task.office == own, Task.source == MEETING, Task.done_on.is_(None))
            due = tuple(
                StatementDue(row.id, row.to_name or "", row.what or "", row.due_on)
                for row in waiting_statements(session, own)
            )
        items = [f"听取{line.unit}“{line.duty['what']}”办理情况（{line.words}）" for line in carried]
        items += [one.words for one in due]
        return NextMeeting("\n".join(f"{n}. {words}" for n, words in enumerate(items, start=1)), due)

    def task_lines(self, unit: str = "", *, is_open: bool = False) -> tuple[TaskLine, ...]:
        """Tasks of meetings and leaders, overdue first.

        Args:
            unit: only of the unit of this name.
            is_open: without those that are done.
        """
        with self._context.reading() as session:
            found = self._lines(session, *([Task.done_on.is_(None)] if is_open else []))
        return tuple(x for x in found if not unit or x.unit == unit)

    def tasks_due(self, ahead: int = 0) -> tuple[TaskLine, ...]:
        """Tasks of ours, or given to us and not reported yet, that are due so many days from today at most, overdue first.

        What offices below gave their own units is theirs to watch. Statements are not among them: they wait for a meeting
        (`next_meeting`), and nobody is late with them before.
        """
        until = self._context.today() + timedelta(days=ahead)
        with self._context.reading() as session:
            return self._lines(
                session,
                Task.due_on <= until,
                Task.source != SCORING,
                left_to(self._context.office.office),
            )

    # -- inside

    def _refuse_bare(self, given: Mapping[str, object], about: str) -> Kept:
        del given, about
        raise UserError(
            "by_its_act",
            "交办任务要记成领导批示，或者会议的议定事项。",
            "请用 meeting instruct、meeting decide，或者“交办督办”里的按钮。",
        )

    def _read(self, given: Mapping[str, object], *, instructed: bool = False) -> tuple[dict[str, Any], str]:
        words = {k: v for k, v in given.items() if k != "about"}
        today = self._context.today().isoformat()
        if instructed:
            words["given_on"] = words.get("given_on") or today
        else:
            # The day is the meeting's; it is put in its place when the meeting is known.
            words["given_on"] = today
        values = self.tasks.read(words)
        if not values.get("to_name"):
            raise UserError("no_unit", "还没有写明由哪个单位办理。", "请填写承办单位。")
        return values, str(given.get("about") or "")

    def _check(self, values: Mapping[str, Any], given_on: Any) -> None:
        if values["due_on"] < given_on:
            raise UserError("due_before", "办理期限在交办日期之前。", "请核对两个日期。")

    def _decide(self, unit: Any, meeting: Any, decision: Mapping[str, Any], about: str) -> str:
        self._check(decision, meeting.held_on)
        matter = self.tasks.matter_of(unit.session, about) if about else None
        known = {
            "source": MEETING,
            "source_id": meeting.id,
            "source_name": meeting.title,
            "given_on": meeting.held_on,
        }
        to = address(unit.session, self._context, decision["to_name"], everybody=True)
        return self.tasks.put(unit, {**decision, **known, **to}, matter)

    def _lines(self, session: Session, *where: Any) -> tuple[TaskLine, ...]:
        today, own = self._context.today(), self._context.office.office
        rows = session.scalars(self.tasks.query(*where).order_by(Task.due_on, Task.id)).all()
        if not rows:
            return ()
        answers = self._answers.of(session, rows)
        found: list[TaskLine] = []
        for row, view in zip(rows, self.tasks.views(session, rows), strict=True):
            answered = answered_of(answers, row)
            state, words = _standing(row, answered, today)
            unit = row.to_name or (ALL_BELOW if row.to_office == EVERYBODY else "")
            label: str = _SOURCES.get(row.source) or str(row.source)
            concerns = own in (row.office, row.to_office) or row.to_office == EVERYBODY
            open_for_us = is_given_to(row, own) and row.done_on is None and answered.done_on is None
            found.append(
                TaskLine(
                    view,
                    unit,
                    label,
                    row.source_name or "",
                    state,
                    words,
                    row.due_on,
                    concerns,
                    answered,
                    open_for_us,
                )
            )
        order = ("overdue", "open", "reported", "done")
        # What is to be done by its term; what is done the newest first.
        return tuple(
            sorted(
                found,
                key=lambda x: (
                    order.index(x.state),
                    (-1 if x.state == "done" else 1) * x.due_on.toordinal(),
                ),
            )
        )


def _standing(row: Any, answered: Answered, today: date) -> tuple[str, str]:
    """How a task stands, and the same in words."""
    late = (today - row.due_on).days
    if row.done_on is not None:
        return "done", f"{row.done_on.isoformat()} 办结"
    if answered.done_on is not None:
        behind = (answered.done_on - row.due_on).days
        return "reported", f"{answered.done_on.isoformat()} 报办结" + (
            f"（迟 {behind} 天）" if behind > 0 else ""
        )
    heard = (
        f"，{answered.done}/{answered.asked} 已报"
        if answered.asked > 1
        else "，已报进展"
        if answered.working
        else ""
    )
    if late > 0:
        return "overdue", f"超期 {late} 天{heard}"
    return "open", (f"还剩 {-late} 天" if late else "今天到期") + heard
