"""Public discussion of a matter (涉访舆情) as a question to be verified on that matter, with a response clock.

The program collects no posts, no accounts and no names: what is kept is the question, who verifies it, and what was answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from app.access.context import Context
from app.duties.book import Book
from app.duties.values.base import DutyView, Kept
from app.errors import UserError
from app.matters.service import Matters
from db.tables import OpinionCheck


class OpinionChecks:
    """The room of what the public asks of a matter, verified and answered.

    Attributes:
        book: the entries themselves.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = Book(context, matters, OpinionCheck)

    def open(self, number: str, given: Mapping[str, object]) -> Kept:
        """Begin to verify a question about a matter; the response is due in the days that the office has set.

        Args:
            number: of the matter, or its id.
            given: typed words; `due_on` may be left out.

        Raises:
            UserError: a field that cannot be; an accusation.
        """
        told = dict(given)
        if not told.get("due_on"):
            learned = (
                self.book.reader()
                .check(self.book.fields(("learned_on",))[0], told.get("learned_on"), "")
                .value
            )
            start = learned if isinstance(learned, date) else self._context.today()
            told["due_on"] = (
                start + timedelta(days=self._matters.settings().number("opinion_days"))
            ).isoformat()
        return self.book.add(told, number)

    def answer(self, ident: str, given: Mapping[str, object]) -> Kept:
        """Record what was found and what was answered.

        Args:
            ident: of the entry.
            given: `verified_on`, `finding`, `answered_on`, `answer`.

        Raises:
            UserError: an answer before it was verified, or a day before it was learned of.
        """
        values = self.book.read(given, partial=True)
        with self._context.writing() as unit:
            row = self.book.own(unit, ident)
            self.book.set(row, values)
            if row.answered_on and not (row.verified_on and row.finding):
                raise UserError("not_verified", "还没有核实，不能先回应。", "请先填写核实日期和核实情况。")
            if row.answered_on and not row.answer:
                raise UserError("no_answer", "回应内容还没有填写。", "请写明回应了什么。")
            for day, word in ((row.verified_on, "核实日期"), (row.answered_on, "回应日期")):
                if day and day < row.learned_on:
                    raise UserError("bad_day", f"{word}早于获知日期。", "请核对日期。")
            late = row.answered_on and row.answered_on > row.due_on
            about = row.about
        doubts = (f"回应晚于期限 {row.due_on.isoformat()}",) if late else ()
        return Kept(ident, self.book.changes("已记入舆情核实", *((about,) if about else ())), doubts)

    def waiting(self) -> tuple[DutyView, ...]:
        """What is not answered yet, by due day."""
        with self._context.reading() as session:
            return tuple(
                self.book.find(session, OpinionCheck.answered_on.is_(None), order=OpinionCheck.due_on)
            )
