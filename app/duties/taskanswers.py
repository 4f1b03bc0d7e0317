"""What units answer to tasks that another office gave them (批示, 议定事项): how it goes, and that it is done.

A task belongs to the office that gave it, and only that office ends it; the unit's word is a row of its own. A task that was
given to one unit counts as done on the day that the unit names, unless the giver writes down another; one that was given to
everybody counts as done when the giver ends it, which the last report suggests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.addressing import below
from app.duties.book import said_in
from app.duties.guarded import GuardedBook
from app.duties.statements import SCORING
from app.duties.values.base import DutyView, Field, Kept
from app.duties.values.meetings import NOBODY, Answered
from app.errors import UserError
from app.matters.service import Matters
from app.rules.dates import say_date
from db.engine import chunks
from db.tables import EVERYBODY, Task, TaskAnswer

FIELDS: Final = ("answered_on", "what", "done_on")


def concerning(office: str) -> ColumnElement[bool]:
    """Tasks that an office gave, or that were given to it."""
    return or_(Task.office == office, Task.to_office.in_((office, EVERYBODY)))


def reported(office: str) -> ColumnElement[bool]:
    """Tasks that an office has said to be done."""
    return exists().where(
        TaskAnswer.office == office,
        TaskAnswer.task_office == Task.office,
        TaskAnswer.task == Task.id,
        TaskAnswer.done_on.is_not(None),
        TaskAnswer.voided == False,  # noqa: E712
    )


def left_to(office: str) -> ColumnElement[bool]:
    """Tasks that an office gave and has not ended, or that were given to it and that it has not said to be done."""
    return Task.done_on.is_(None) & or_(Task.office == office, concerning(office) & ~reported(office))


def is_given_to(row: Any, office: str) -> bool:
    """Whether another office gave a task to this one; a statement (表态发言) is made at a meeting and not answered."""
    return row.office != office and row.to_office in (office, EVERYBODY) and row.source != SCORING


class TaskAnswers:
    """Answers to tasks.

    Attributes:
        book: the answers themselves.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        # What was reported done is not taken back by a change: it is voided, and reported anew.
        self.book = GuardedBook(context, matters, TaskAnswer, ("done_on",))

    def fields(self) -> tuple[Field, ...]:
        """What an answer asks for."""
        return self.book.fields(FIELDS)

    def give(self, tasks: Any, task: str, given: Mapping[str, object]) -> Kept:
        """Answer a task of another office: how it goes, or, with a day, that it is done.

        Args:
            tasks: the book of tasks.
            task: id.
            given: `FIELDS`; answered_on is today where not given.

        Raises:
            NotFoundError: no such task.
            UserError: it was not given to us, is ended, was reported done before, or a day before it was given.
        """
        own = self._context.office
        said = said_in(given)
        values = self.book.read({"answered_on": self._context.today(), **said, "unit": own.name})
        with self._context.writing() as unit:
            row = tasks.get(unit.session, task)
            if not is_given_to(row, own.office):
                raise UserError(
                    "not_ours_to_answer",
                    "这项任务不由本单位反馈。",
                    "本单位自己交办的，用“办结”；表态发言在会上作出后由区县记入。",
                )
            if row.voided or row.done_on is not None:
                ended = "已经作废" if row.voided else f"交办单位已经在{say_date(row.done_on)}办结"
                raise UserError("ended_already", f"这项任务{ended}，不用再反馈。", "请看任务里写的结果。")
            self._need_open(unit.session, row)
            if values["answered_on"] < row.given_on:
                raise UserError("answer_before", "反馈日期在交办之前。", "请核对日期。")
            done = values.get("done_on")
            if done is not None and done < row.given_on:
                raise UserError("done_before", "办结日期在交办之前。", "请核对日期。")
            if done is not None and done > values["answered_on"]:
                raise UserError("done_after", "办结日期在反馈日期之后。", "请核对两个日期。")
            known = {"task_office": row.office, "task": row.id}
            if row.about:
                known |= {"about_office": row.about_office, "about": row.about}
            ident = self.book.put(unit, {**values, **known})
            late = (done - row.due_on).days if done is not None else 0
        words = "已报办结，随下次上报送到交办单位" if done else "已反馈进展，随下次上报送到交办单位"
        changes = self.book.changes(words, *((row.about,) if row.about else ()))
        return Kept(ident, changes, (f"超过期限 {late} 天办结。",) if late > 0 else ())

    def finish(self, tasks: Any, task: str, given: Mapping[str, object], word: str) -> Kept:
        """End a task of ours: it was carried out.

        Args:
            tasks: the book of tasks.
            task: id.
            given: result, and done_on; where not given, what the units said and the last of their days, and else today.
            word: what the task is called here.

        Raises:
            NotFoundError: none of ours.
            UserError: no result and no unit that reported one, a day before the task, or done already.
        """
        said = {name: text for name, text in given.items() if str(text or "").strip()}
        with self._context.writing() as unit:
            row = tasks.own(unit, task)
            if row.done_on is not None:
                raise UserError(
                    "done_already",
                    f"这条{word}{say_date(row.done_on)}已经办结。",
                    "不用再办；记错了的，作废后另记一条。",
                )
            told = answered_of(self.of(unit.session, [row]), row)
            if told.done_on is not None:
                said = {"done_on": told.done_on, "result": told.result, **said}
            if not said.get("result"):
                raise UserError(
                    "no_result", f"还没有写明{word}的办理结果。", "请写办成了什么；办不成的写明原因。"
                )
            values = tasks.read({"done_on": self._context.today(), **said}, partial=True)
            if values["done_on"] < row.given_on:
                raise UserError(
                    "done_before",
                    f"办结日期{say_date(values['done_on'])}早于交办日期{say_date(row.given_on)}。",
                    "请核对日期。",
                )
            tasks.set(row, values)
            about, late = row.about, (values["done_on"] - row.due_on).days
        doubts = (f"超过期限 {late} 天办结。",) if late > 0 else ()
        return Kept(task, tasks.changes(f"已办结{word}", *((about,) if about else ())), doubts)

    def of(self, session: Session, rows: Sequence[Any]) -> dict[tuple[str, str], Answered]:
        """What was answered to tasks, by office and id of the task; tasks that nobody is to answer are left out."""
        own = self._context.office.office
        asked = [row for row in rows if row.to_office and row.source != SCORING]
        if not asked:
            return {}
        found: list[Any] = []
        for part in chunks(sorted({row.id for row in asked})):
            found += session.scalars(
                self.book.query(TaskAnswer.task.in_(part)).order_by(TaskAnswer.answered_on, TaskAnswer.id)
            ).all()
        by_task: dict[tuple[str, str], list[tuple[Any, DutyView]]] = {}
        for row, view in zip(found, self.book.views(session, found), strict=True):
            by_task.setdefault((row.task_office, row.task), []).append((row, view))
        everybody = below(session, self._context) if any(row.to_office == EVERYBODY for row in asked) else {}
        told: dict[tuple[str, str], Answered] = {}
        for row in asked:
            given = by_task.get((row.office, row.id), [])
            if row.office != own:
                # How the others are getting on is the giver's to watch.
                expected = {own: self._context.office.name} if is_given_to(row, own) else {}
            else:
                expected = everybody if row.to_office == EVERYBODY else {row.to_office: row.to_name or ""}
            told[row.office, row.id] = _answered(given, expected)
        return told

    def _need_open(self, session: Session, row: Any) -> None:
        """It was not reported done before."""
        own = self._context.office.office
        before = session.scalars(
            select(TaskAnswer.done_on).where(
                TaskAnswer.office == own,
                TaskAnswer.task_office == row.office,
                TaskAnswer.task == row.id,
                TaskAnswer.done_on.is_not(None),
                TaskAnswer.voided == False,  # noqa: E712
            )
        ).first()
        if before is not None:
            raise UserError(
                "reported_already",
                f"本单位已经报过这项任务{say_date(before)}办结。",
                "报错了的，先作废那条任务反馈，再报一次。",
            )


def _answered(given: Sequence[tuple[Any, DutyView]], expected: Mapping[str, str]) -> Answered:
    done: dict[str, date] = {}
    for row, _ in given:
        if row.done_on is not None:
            done.setdefault(row.office, row.done_on)
    heard = {row.office for row, _ in given}
    days = [done[office] for office in expected if office in done]
    return Answered(
        tuple(view for _, view in given),
        len(expected),
        len(days),
        max(days) if expected and len(days) == len(expected) else None,
        tuple(sorted(name for office, name in expected.items() if office not in heard)),
        tuple(sorted(name for office, name in expected.items() if office in heard and office not in done)),
    )


def answered_of(found: Mapping[tuple[str, str], Answered], row: Any) -> Answered:
    """What was answered to one task."""
    return found.get((row.office, row.id), NOBODY)
