"""Supervision (督办, 条例 Art. 39, 40): whom to press and why, letters on a ladder, written answers, and who keeps silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from app.access.context import Context
from app.directory.service import Directory
from app.duties.addressing import address, names_everybody
from app.duties.book import Book
from app.duties.guarded import GuardedBook
from app.duties.pressing import Pressing
from app.duties.values.base import DutyView, Kept
from app.duties.values.supervision import (
    ANSWERED,
    CLOSED,
    OPEN,
    OVERDUE,
    STATES,
    Candidate,
    GivenLine,
    LetterLine,
    Silence,
)
from app.errors import NotFoundError, UserError
from app.matters.numbering import Numbering
from app.matters.service import Matters
from app.rules.pressing import is_proposal, next_level
from db.fields import Field
from db.store import Unit
from db.tables import EVERYBODY, Supervision, SupervisionAnswer

SERIES = "supervise_letter"
ISSUED = ("level", "reason", "issued_on", "due_on", "facts", "demand", "signer")
ANSWER = ("answered_on", "adopted", "what", "signer")
ON_PAPER = ("answered_on", "received_on", "adopted", "what", "signer")
ADOPTED = "adopted"
GUARDED = ("number", "to_name", "closed_on", "closed_why")
"""What only an act writes; a letter that went out goes to nobody else."""
_BY_NAME = 200
"""Of so many letters the answers are asked for one by one; of more all are read."""


class Supervisions:
    """The room of supervision and its answers.

    Attributes:
        book: the letters themselves.
        answers: 督办反馈.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = GuardedBook(context, matters, Supervision, GUARDED, self.issue)
        self.answers = Book(context, matters, SupervisionAnswer)
        self._pressing = Pressing(context, matters)

    # -- describing

    def fields(self, act: str, level: str = "") -> tuple[Field, ...]:
        """What an act asks for: issue, answer, answer_on_paper, close.

        Args:
            act: which.
            level: of the letter that is answered: only a proposal (三项建议, Art. 40) is adopted or not; "" for all fields
                that an answer may have.
        """
        if act == "close":
            return self.book.fields(("closed_on", "closed_why"))
        if act == "issue":
            number = replace(self.book.fields(("number",))[0], name="about", label="事项编号")
            return (*self.book.fields(("to_name",)), number, *self.book.fields(ISSUED))
        asked = self.answers.fields(ANSWER if act == "answer" else ON_PAPER)
        if not level:
            return asked
        proposed = is_proposal(level)
        return tuple(
            replace(f, required=True) if f.name == ADOPTED else f
            for f in asked
            if proposed or f.name != ADOPTED
        )

    # -- commands

    def issue(self, given: Mapping[str, object], about: str = "", earlier: str = "") -> Kept:
        """Write one letter; see `issue_many`. The matter's number may stand among what was typed, as `about`."""
        words = {name: value for name, value in given.items() if name != "about"}
        return self.issue_many(((words, about or str(given.get("about") or ""), earlier),))[0]

    def issue_many(self, letters: Sequence[tuple[Mapping[str, object], str, str]]) -> tuple[Kept, ...]:
        """Write letters, all or none; each takes the next number of its series.

        Args:
            letters: of each the typed words (`to_name`: name, code or id of an office below, or a unit that answers on
                paper), number or id of the matter or "", and the id of the letter that was left without an answer or "".

        Raises:
            UserError: nobody to write to, feedback due before the day of the letter, an accusation, no such earlier letter, or
                one that was answered, ended or followed already.
        """
        reader, short = self.book.reader(), Directory(self._context).office().short
        read = [
            (self.book.read(dict(given), reader=reader), about, earlier) for given, about, earlier in letters
        ]
        made: list[Kept] = []
        with self._context.writing() as unit:
            numbering = Numbering(self._context, unit, short)
            for values, about, earlier in read:
                self._check(values)
                matter = self.book.matter_of(unit.session, about) if about else None
                if earlier:
                    self._need_earlier(unit, earlier)
                values |= address(unit.session, self._context, str(values.get("to_name") or ""))
                values["number"] = values.get("number") or numbering.next(SERIES, values["issued_on"].year)
                ident = self.book.put(unit, {**values, "earlier": earlier or None}, matter)
                key = (matter.id,) if matter is not None else ()
                made.append(Kept(ident, self.book.changes(f"已发出{values['number']}", *key)))
            numbering.finish()
        return tuple(made)

    def answer(self, letter: str, given: Mapping[str, object]) -> Kept:
        """Answer a letter: our own one to the office above, or, typed in, a unit's that has no program (on paper).

        Args:
            letter: id or number.
            given: `ANSWER` or `ON_PAPER`.

        Raises:
            UserError: not ours to answer; a proposal without a word on whether it is adopted, or such a word on another letter;
                an answer before the letter.
        """
        own = self._context.office
        with self._context.reading() as session:
            row = self._find(session, letter)
            to_us, on_paper = self._is_to_us(row), row.office == own.office and not row.to_office
            name = row.to_name or ""
        if not (to_us or on_paper):
            raise UserError(
                "not_ours_to_answer",
                "这份督办不由本单位反馈。",
                "有本程序的单位在自己的程序里反馈，随上报包送来。",
            )
        # Who answers is known: a unit on paper is the one that was written to.
        values = self.answers.read(
            {**given, "unit": name or own.name} if on_paper else {**given, "unit": own.name}
        )
        if is_proposal(row.level) and not values.get(ADOPTED):
            raise UserError("adopted_missing", "对三项建议要写明是否采纳。", "见《信访工作条例》第四十条。")
        if values.get(ADOPTED) and not is_proposal(row.level):
            raise UserError(
                "adopted_not_asked",
                "这份督办不是三项建议，不写是否采纳。",
                "请把整改（办理）情况写清楚，“是否采纳”不填。",
            )
        if values["answered_on"] < row.issued_on:
            raise UserError("answer_before", "反馈日期在督办发出之前。", "请核对两个日期。")
        with self._context.writing() as unit:
            parent = {"supervision_office": row.office, "supervision": row.id, "on_paper": on_paper}
            about = {"about_office": row.about_office, "about": row.about} if row.about else {}
            ident = self.answers.put(unit, {**values, **parent, **about})
        return Kept(ident, self.answers.changes(f"已反馈{row.number or '督办'}"))

    def close(self, letter: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """End a letter: it was done what it demanded, or why it is dropped; the milder ones that it followed end with it.

        Raises:
            UserError: not ours, closed already, closed before it was written, no word on an unanswered one.
        """
        values = self.book.read(given, partial=True)
        values.setdefault("closed_on", self._context.today())
        with self._context.writing() as unit:
            row = self.book.own(unit, self._find(unit.session, letter).id, base)
            if row.closed_on is not None:
                raise UserError("closed_already", "这份督办已经办结。", "需要再督办的，另发一份。")
            if values["closed_on"] < row.issued_on:
                raise UserError("closed_before", "办结日期在督办发出之前。", "请核对日期。")
            if not values.get("closed_why") and not self._answers_of(unit.session, row):
                raise UserError("closed_unanswered", "还没有反馈，办结要写明情况。", "请填写办结说明。")
            self.book.set(row, values)
            self._close_milder(unit, row)
        return Kept(row.id, self.book.changes(f"已办结{row.number or '督办'}"))

    # -- queries

    def candidates(self, unit: str = "") -> tuple[Candidate, ...]:
        """Matters of units whose clock ran out and that no letter is waiting for, the longest first.

        Args:
            unit: only of the unit of this name.
        """
        return self._pressing.candidates(unit)

    def given(self, unit: str = "") -> tuple[GivenLine, ...]:
        """What was forwarded and assigned, and what is awaited of it; overdue first."""
        return self._pressing.given(unit)

    def get(self, letter: str) -> LetterLine:
        """A letter by its id or number.

        Raises:
            NotFoundError: there is none.
        """
        with self._context.reading() as session:
            return self._lines(session, [self._find(session, letter)])[0]

    def lines(self, unit: str = "", state: str = "", about: str = "") -> tuple[LetterLine, ...]:
        """Letters: at a district its own, at a township what came down to it; unanswered ones first.

        Args:
            unit: only to the unit of this name.
            state: of `STATES`.
            about: only of this matter (number or id).
        """
        where: list[Any] = []
        if about:
            with self._context.reading() as session:
                matter = self.book.matter_of(session, about)
            where = [Supervision.about_office == matter.office, Supervision.about == matter.id]
        found = self._read_lines(*where)
        return tuple(x for x in found if (not unit or x.unit == unit) and (not state or x.state == state))

    def to_answer(self) -> tuple[LetterLine, ...]:
        """What came down for us and waits for our answer, the most pressing first."""
        own = self._context.office.office
        to_us = (Supervision.office != own) & Supervision.to_office.in_((own, EVERYBODY))
        found = self._read_lines(to_us, *self._awaited())
        return tuple(x for x in found if x.is_to_answer)

    def unanswered(self) -> tuple[LetterLine, ...]:
        """Our own letters that a unit let pass without an answer, the longest silence first."""
        found = self._read_lines(
            Supervision.office == self._context.office.office,
            Supervision.due_on < self._context.today(),
            *self._awaited(),
        )
        return tuple(x for x in found if x.is_silent)

    def silences(self) -> tuple[Silence, ...]:
        """How the units answer our letters, the most silent first."""
        by_unit: dict[str, list[LetterLine]] = {}
        for line in self.lines():
            if line.duty.ours:
                by_unit.setdefault(line.unit, []).append(line)
        found = [_silence(name, lines) for name, lines in by_unit.items()]
        return tuple(sorted(found, key=lambda s: (-s.silent, -s.days, -s.late, s.unit)))

    # -- inside

    def _awaited(self) -> tuple[Any, ...]:
        """The conditions of a letter to which an answer is awaited: the rail asks for these after each change, not for all."""
        after = aliased(Supervision)
        answers = self.answers.query(
            SupervisionAnswer.supervision_office == Supervision.office,
            SupervisionAnswer.supervision == Supervision.id,
        )
        followed = exists().where(
            after.office == Supervision.office, after.earlier == Supervision.id, ~after.voided
        )
        return (Supervision.closed_on.is_(None), ~answers.correlate(Supervision).exists(), ~followed)

    def _read_lines(self, *where: Any) -> tuple[LetterLine, ...]:
        """Letters under conditions, unanswered ones first."""
        with self._context.reading() as session:
            rows = session.scalars(self.book.query(*where).order_by(Supervision.due_on, Supervision.id)).all()
            found = self._lines(session, rows)
        order = (OVERDUE, OPEN, ANSWERED, CLOSED)
        return tuple(sorted(found, key=lambda x: (bool(x.followed), order.index(x.state), x.due_on)))

    def _close_milder(self, unit: Unit, row: Any) -> None:
        """Nobody answers a reminder once it was pressed harder: the ladder ends as one."""
        last, number = row, row.number or "加重的督办"
        while last.earlier:
            milder = unit.session.get(Supervision, (row.office, last.earlier))
            if milder is None:
                return
            if milder.closed_on is None and not milder.voided:
                self.book.set(
                    milder, {"closed_on": row.closed_on, "closed_why": f"未反馈，已加重，随{number}办结"}
                )
            last = milder

    def _check(self, values: Mapping[str, Any]) -> None:
        if not values.get("to_name"):
            raise UserError("no_unit", "还没有写明督办哪个单位。", "请填写承办单位。")
        if names_everybody(values["to_name"]):
            raise UserError(
                "not_to_everybody",
                "督办发给一个单位，不能一份发给各乡镇。",
                "请分别发；要各乡镇都办的，记成批示或者会议的议定事项。",
            )
        if values["due_on"] < values["issued_on"]:
            raise UserError("due_before", "反馈期限在发出日期之前。", "请核对两个日期。")

    def _need_earlier(self, unit: Unit, earlier: str) -> None:
        row = self.book.own(unit, earlier)
        if self._answers_of(unit.session, row):
            raise UserError("answered_already", "上一份督办已经反馈，不必加重。", "请另发一份。")
        if row.closed_on is not None:
            raise UserError("closed_already", "上一份督办已经办结，不能加重。", "需要再督办的，另发一份。")
        if (row.office, row.id) in self._followers(unit.session):
            raise UserError("followed_already", "上一份督办已经加重过。", "请在最后发出的那一份上再加重。")

    def _find(self, session: Session, letter: str) -> Any:
        where = (Supervision.id == letter) | (Supervision.number == letter)
        row = session.scalars(self.book.query(where, voided=True).limit(1)).first()
        if row is None:
            raise NotFoundError("no_such_duty", f"没有“{letter}”这份督办。", "请从列表里重新选择。")
        return row

    def _is_to_us(self, row: Any) -> bool:
        own = self._context.office.office
        return row.office != own and row.to_office in (own, EVERYBODY)

    def _answers_of(self, session: Session, row: Any) -> list[DutyView]:
        return self.answers.find(
            session,
            SupervisionAnswer.supervision_office == row.office,
            SupervisionAnswer.supervision == row.id,
            order=SupervisionAnswer.answered_on,
        )

    def _followers(self, session: Session) -> dict[tuple[str, str], str]:
        """By letter: the level, as a code, of the one that followed it."""
        rows = session.execute(
            select(Supervision.office, Supervision.earlier, Supervision.level)
            .where(Supervision.earlier.is_not(None), ~Supervision.voided)
            .order_by(Supervision.issued_on, Supervision.number)
        )
        return {(row.office, row.earlier or ""): row.level for row in rows}

    def _lines(self, session: Session, rows: Sequence[Any]) -> list[LetterLine]:
        if not rows:
            return []
        ids = {(r.office, r.id) for r in rows}
        few = [r.id for r in rows] if len(rows) <= _BY_NAME else select(Supervision.id)
        found = session.scalars(
            self.answers.query(SupervisionAnswer.supervision.in_(few)).order_by(SupervisionAnswer.answered_on)
        ).all()
        wanted = [a for a in found if (a.supervision_office, a.supervision) in ids]
        by_letter: dict[tuple[str, str], list[tuple[Any, DutyView]]] = {}
        for row, view in zip(wanted, self.answers.views(session, wanted), strict=True):
            by_letter.setdefault((row.supervision_office, row.supervision), []).append((row, view))
        views, after = self.book.views(session, rows), self._followers(session)
        return [
            self._line(
                row, view, by_letter.get((row.office, row.id), []), after.get((row.office, row.id), "")
            )
            for row, view in zip(rows, views, strict=True)
        ]

    def _line(
        self, row: Any, view: DutyView, answers: Sequence[tuple[Any, DutyView]], after: str
    ) -> LetterLine:
        today = self._context.today()
        first = answers[0][0].answered_on if answers else None
        late = max(0, ((first or row.closed_on or today) - row.due_on).days)
        if row.closed_on is not None:
            state = CLOSED
        elif first is not None:
            state = ANSWERED
        else:
            state = OVERDUE if late else OPEN
        harder = self._context.shelf.codes.label_of("supervise_level", after) if after else ""
        words = _words(state, late, (row.due_on - today).days)
        return LetterLine(
            view,
            tuple(v for _, v in answers),
            row.to_name or "",
            row.office == self._context.office.office and not row.to_office,
            state,
            f"未反馈，已{harder}" if harder and state in {OPEN, OVERDUE} else words,
            row.due_on,
            late,
            self._is_to_us(row),
            next_level(row.level) if state == OVERDUE and not after else "",
            harder,
            row.earlier or "",
        )


def _words(state: str, late: int, left: int) -> str:
    if state == OVERDUE:
        return f"超期 {late} 天未反馈"
    if state == OPEN:
        return "今天到期" if left == 0 else f"还剩 {left} 天"
    if state == ANSWERED and late:
        return f"已反馈（迟 {late} 天）"
    return STATES[state]


def _silence(unit: str, lines: Sequence[LetterLine]) -> Silence:
    """A ladder is one silence, from the first day that was let pass: to be pressed harder is no answer."""
    by_id = {x.duty.id: x for x in lines}
    silent: list[int] = []
    for last in (x for x in lines if x.is_open):
        missed, step = 0, last
        while step is not None:
            missed = max(missed, step.days_late if step.state == OVERDUE else 0)
            step = by_id.get(step.earlier)
        if missed:
            silent.append(missed)
    answered = [x for x in lines if x.answers]
    return Silence(
        unit,
        len(lines),
        len(answered),
        sum(x.days_late > 0 for x in answered),
        len(silent),
        max(silent, default=0),
    )
