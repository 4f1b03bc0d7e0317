"""Pay by the case (以案定补): the dossier of a closed dispute is graded, one dispute is claimed once, a false one is cancelled.

It grades the work of mediators, whom the office appointed (《人民调解法》第十六条, 适当的误工补贴); of parties it says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session
from typing_extensions import override

from app.access.context import Context
from app.directory.service import Directory
from app.duties.award_checks import known_of, mediators_of, need_claimable, need_person
from app.duties.awardlists import AwardLists
from app.duties.book import said_in
from app.duties.guarded import GuardedBook
from app.duties.values.awards import (
    CANCELLED,
    GRADED,
    LISTED,
    OWED,
    RETURNED,
    STATES,
    UNPAID,
    AwardView,
    Proposal,
)
from app.duties.values.base import Field, Kept
from app.errors import NotFoundError, UserError
from app.matters.law import Law, office_settings
from app.matters.numbering import Numbering
from app.matters.service import Matters
from app.matters.view import Rows
from app.rules.awards import FEN, Grade, best_of, grades_of
from app.rules.dates import say_date
from app.rules.money import say_money
from db.store import Unit
from db.tables import Award, AwardList, Matter

BY_PROGRAM: Final = ("settled", "agreed", "complete", "performed", "visited")
"""Findings that the record of the matter makes."""
BY_GRADER: Final = ("recorded", "signed", "lawful", "hard")
GRADING: Final = ("mediator", "helpers", "graded_on", "grader", *BY_GRADER, "grade", "grade_note")
CANCELLING: Final = ("cancelled_on", "cancel_reason", "cancel_note", "canceller")
GUARDED: Final = (
    *("number", "mediator", "committee", "graded_on", "grader", *BY_PROGRAM, *BY_GRADER, "grade", "fen"),
    *CANCELLING,
)
SERIES: Final = "award"

Dossier = Callable[[str], tuple[str, ...]]
"""Names of the papers that a matter must have and has not; papers stand on a higher floor, so the desk hands this in."""


def nothing_lacks(matter: str) -> tuple[str, ...]:
    """The dossier of who does not grade: a paper prints what was found."""
    del matter
    return ()


class Awards:
    """The room of pay by the case.

    Attributes:
        book: graded dossiers.
        lists: payment lists.
    """

    def __init__(self, context: Context, matters: Matters, dossier: Dossier = nothing_lacks) -> None:
        self._context = context
        self._matters = matters
        self._dossier = dossier
        self.book = AwardBook(context, matters, self._add)
        self.lists = AwardLists(context, matters, self.book)

    def fields(self, act: str) -> tuple[Field, ...]:
        """What an act asks for: grade or cancel."""
        if act != "grade":
            return self.book.fields(CANCELLING)
        # The best grade that the findings bear is taken where none is named.
        return tuple(replace(f, required=f.required and f.name != "grade") for f in self.book.fields(GRADING))

    # -- commands

    def grade(self, matter: str, given: Mapping[str, object]) -> Kept:
        """Grade the dossier of a closed dispute.

        Args:
            matter: number or id.
            given: `GRADING`; the mediator is the only one of the matter where left out, the grade the best that the findings
                allow, the day today, who grades the one at the desk.

        Raises:
            UserError: no closed dispute of this office, claimed already (itself or another of its chain), nobody of the
                directory, graded by its mediator, a grade that its findings do not bear, or one whose sum is not set.
        """
        lacking = self._dossier(matter)
        told = said_in(given)
        self.book.need_asked(told, GRADING)
        short = Directory(self._context).office().short
        with self._context.writing() as unit:
            row = self.book.matter_of(unit.session, matter)
            need_claimable(self._context, unit.session, row)
            rows = Rows(unit.session, row.office, row.id)
            start: dict[str, object] = {
                "graded_on": self._context.today().isoformat(),
                "grader": self._context.user.name,
            }
            mediators = mediators_of(rows)
            if len(mediators) == 1:
                start["mediator"] = mediators[0]
            known = known_of(unit.session, rows, lacking)
            asked = {**start, **told}
            found = {**known, **self._findings(asked)}
            scale = self._scale()
            asked.setdefault("grade", best_of(scale, found).id)
            values: dict[str, Any] = {**self.book.read(asked), **known}
            grade = next(g for g in scale if g.id == values["grade"])
            self._need_borne(grade, scale, {**known, **values})
            values["committee"] = need_person(self._context, unit.session, values["mediator"], mediators)
            if values["grader"].strip() == values["mediator"].strip():
                raise UserError(
                    "own_dossier", "调解员不能评定自己的卷宗。", "请由综治中心、司法所的另一位同志评定。"
                )
            if row.closed_on is not None and values["graded_on"] < row.closed_on:
                raise UserError(
                    "graded_before", f"评定日期早于结案日期（{row.closed_on}）。", "请核对评定日期。"
                )
            values["fen"] = self._pay(unit.session, grade)
            numbering = Numbering(self._context, unit, short)
            values["number"] = numbering.next(SERIES, values["graded_on"].year)
            ident = self.book.put(unit, values, row)
            numbering.finish()
            key = row.id
            words = f"{row.number}：已评为{grade.label}，{values['number']}，{say_money(values['fen'])}"
        return Kept(ident, self.book.changes(words, key), self._doubts(key, lacking))

    def cancel(self, award: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """Cancel a grading with a reason; its line stays, and what was paid stands on the next list to be asked back.

        Args:
            award: number or id.
            given: `CANCELLING`; the day is today where left out.
            base: the version that the clerk saw.

        Raises:
            UserError: no reason, cancelled already, decided by the mediator, before the grading.
        """
        told = {"cancelled_on": self._context.today().isoformat(), **said_in(given)}
        self.book.need_asked(told, CANCELLING)
        values = self.book.read(told, partial=True)
        with self._context.writing() as unit:
            row = self.book.own(unit, self._find(unit.session, award).id, base)
            if row.cancelled_on is not None:
                raise UserError(
                    "cancelled", f"{row.number}已于{say_date(row.cancelled_on)}取消。", "不用再取消。"
                )
            for name, words in (
                ("cancel_reason", "取消原因"),
                ("cancel_note", "取消情况"),
                ("canceller", "取消决定人"),
            ):
                if not values.get(name):
                    raise UserError(
                        "no_reason",
                        f"取消补贴还没有填写{words}。",
                        "例如：卷宗弄虚作假，笔录签名不是当事人所签。",
                    )
            if values["canceller"] == row.mediator:
                raise UserError("own_dossier", "调解员不能决定自己的补贴。", "请填写作出决定的领导。")
            if values["cancelled_on"] < row.graded_on:
                raise UserError(
                    "cancelled_before", f"取消日期早于评定日期（{row.graded_on}）。", "请核对取消日期。"
                )
            self.book.set(row, values)
            paid = row.paid_list is not None and row.fen
            words = f"{row.number}：已取消" + (
                f"，已发的{say_money(row.fen)}列入下一期发放表追回" if paid else ""
            )
            about = row.about
        return Kept(row.id, self.book.changes(words, about))

    # -- queries

    def is_used(self) -> bool:
        """Whether the office has set any sum: without one it has no such scheme, and its matters do not speak of it."""
        with self._context.reading() as session:
            settings = Law(self._context, office_settings(session, self._context)).book.settings
            return any(settings.number(g.setting) for g in self._scale() if g.pays)

    def propose(self, matter: str) -> Proposal:
        """What is known of a dossier before it is graded.

        Raises:
            NotFoundError: none has this number.
        """
        refused = ""
        with self._context.reading() as session:
            row = self.book.matter_of(session, matter)
            held = session.get(Matter, (row.office, row.id))
            try:
                need_claimable(self._context, session, row)
            except UserError as error:
                refused = error.sentence
            rows = Rows(session, row.office, row.id) if held is not None else None
            law = Law(self._context, office_settings(session, self._context))
            sums = {g.id: law.book.settings.number(g.setting) * FEN if g.pays else 0 for g in self._scale()}
        lacking = self._dossier(row.id) if rows is not None and not refused else ()
        labels = {f.name: f.label for f in self.book.fields()}
        known: dict[str, bool] = {}
        if rows is not None:
            with self._context.reading() as session:
                known = known_of(session, rows, lacking)
        told = tuple(
            (n, labels[n], holds, f"还缺{'、'.join(lacking)}" if n == "complete" and lacking else "")
            for n, holds in known.items()
        )
        scale = tuple(
            (g.id, g.label, _sum_words(g, sums[g.id]), tuple(labels[n] for n in g.needs))
            for g in self._scale()
        )
        names = mediators_of(rows) if rows is not None else ()
        return Proposal(row.id, row.number or "", refused, names, told, scale)

    def listed(self, about: str = "", *, waiting: bool = False) -> tuple[AwardView, ...]:
        """Gradings, the newest first: of one matter whoever wrote them, or all of this office.

        Args:
            about: number or id of the matter.
            waiting: only what stands on no list and is to be paid, or asked back.
        """
        with self._context.reading() as session:
            if about:
                matter = self.book.matter_of(session, about)
                where: tuple[Any, ...] = (Award.about_office == matter.office, Award.about == matter.id)
            else:
                where = (Award.office == self._context.office.office,)
            if waiting:
                to_pay = Award.paid_list.is_(None) & Award.cancelled_on.is_(None) & (Award.fen > 0)
                owed = (
                    Award.paid_list.is_not(None) & Award.cancelled_on.is_not(None) & Award.back_list.is_(None)
                )
                where = (*where, to_pay | owed)
            rows = session.scalars(
                self.book.query(*where).order_by(Award.graded_on.desc(), Award.number.desc(), Award.id)
            ).all()
            return tuple(self._views(session, rows))

    def get(self, award: str) -> AwardView:
        """One grading by number or id.

        Raises:
            NotFoundError: there is none.
        """
        with self._context.reading() as session:
            return self._views(session, [self._find(session, award)])[0]

    # -- inside

    def _add(self, given: Mapping[str, object], about: str) -> Kept:
        if not about.strip():
            raise UserError("no_matter", "以案定补要写明是哪一件纠纷。", "请从事项页评定，或写明事项编号。")
        return self.grade(about, given)

    def _scale(self) -> tuple[Grade, ...]:
        return grades_of(self._context.shelf.codes["award_grade"])

    def _findings(self, told: Mapping[str, object]) -> dict[str, Any]:
        given = {n: told[n] for n in BY_GRADER if n in told}
        return self.book.read(given, partial=True)

    def _need_borne(self, grade: Grade, scale: Iterable[Grade], found: Mapping[str, Any]) -> None:
        if lacks := grade.lacks(found):
            labels = {f.name: f.label for f in self.book.fields()}
            best = best_of(scale, found)
            raise UserError(
                "grade_too_high",
                f"评为{grade.label}还缺：{'；'.join(labels[n] for n in lacks)}。",
                f"按现在的情况最高可评{best.label}；补齐后可以另评。",
            )

    def _pay(self, session: Session, grade: Grade) -> int:
        if not grade.pays:
            return 0
        settings = Law(self._context, office_settings(session, self._context)).book.settings
        yuan = settings.number(grade.setting)
        if not yuan:
            raise UserError(
                "no_sum",
                f"还没有定{grade.label}卷宗的补贴标准。",
                "标准由本单位的办法规定，请先在“设置”里填写以案定补的金额。",
            )
        return yuan * FEN

    def _doubts(self, matter: str, lacking: Sequence[str]) -> tuple[str, ...]:
        """What is odd though it was kept: papers that lack, and a matter like this one that was claimed."""
        doubts = [f"卷宗还缺{'、'.join(lacking)}。"] if lacking else []
        like = {p.like.row.matter: p.like.row.number for p in self._matters.lineage.of(matter).proposals}
        if like:
            with self._context.reading() as session:
                claims = session.scalars(
                    self.book.query(Award.about.in_(list(like)), Award.cancelled_on.is_(None))
                ).all()
                doubts += [
                    f"与{like[c.about]}相像，那一件已由{c.mediator}申领：是同一纠纷的，请相连并取消其中一件。"
                    for c in claims
                ]
        return tuple(doubts)

    def _find(self, session: Session, words: str) -> Any:
        own = Award.office == self._context.office.office
        found = session.scalars(
            self.book.query((Award.id == words.strip()) | (Award.number == words.strip()), voided=True)
            .order_by(own.desc(), Award.id)
            .limit(1)
        ).first()
        if found is None:
            raise NotFoundError("no_such_award", f"没有“{words}”这份评定。", "请从列表里重新选择。")
        return found

    def _views(self, session: Session, rows: Sequence[Any]) -> list[AwardView]:
        wanted = {r.paid_list for r in rows if r.paid_list}
        numbers = {
            row.id: row.number or ""
            for row in session.execute(select(AwardList.id, AwardList.number).where(AwardList.id.in_(wanted)))
        }
        return [
            AwardView(
                view,
                row.fen or 0,
                say_money(row.fen or 0),
                row.graded_on,
                state := _state(row),
                STATES[state],
                numbers.get(row.paid_list or "", ""),
            )
            for row, view in zip(rows, self.book.views(session, rows), strict=True)
        ]


class AwardBook(GuardedBook):
    """Graded dossiers: written and cancelled by their acts; taken back only while no list pays them."""

    def __init__(
        self, context: Context, matters: Matters, adds: Callable[[Mapping[str, object], str], Kept]
    ) -> None:
        super().__init__(context, matters, Award, GUARDED, adds)

    def need_asked(self, given: Iterable[str], asked: Sequence[str]) -> None:
        """Refuse fields that an act does not ask for: the program fills them in itself.

        Raises:
            UserError: with their names.
        """
        known = {f.name: f.label for f in self.fields()}
        if others := [known.get(n, n) for n in given if n not in asked]:
            raise UserError(
                "by_its_act", f"“{'、'.join(others)}”由程序按事项和标准得出，不能填写。", "请去掉这一项再办。"
            )

    @override
    def changing(self, unit: Unit, row: Any, values: dict[str, Any]) -> tuple[str, ...]:
        """Nothing of what a list pays, or of what was cancelled, is changed."""
        del unit, values
        if row.paid_list is not None or row.cancelled_on is not None:
            raise UserError("frozen", f"{row.number}已经列入发放表或者取消，不再改动。", "没有改动任何内容。")
        return ()

    @override
    def voiding(self, unit: Unit, row: Any) -> None:
        """What a list pays, or what was cancelled, keeps its line."""
        del unit
        if row.paid_list is not None:
            raise UserError(
                "frozen",
                f"{row.number}已经列入发放表，不能作废。",
                "请办理“取消”并写明原因，已发的列入下一期追回。",
            )
        if row.cancelled_on is not None:
            raise UserError("frozen", f"{row.number}已经取消，这一条要留着备查。", "不用再作废。")


def _state(row: Any) -> str:
    if row.cancelled_on is None:
        return LISTED if row.paid_list else GRADED if row.fen else UNPAID
    if row.paid_list is None or not row.fen:
        return CANCELLED
    return RETURNED if row.back_list else OWED


def _sum_words(grade: Grade, fen: int) -> str:
    return say_money(fen) if fen else "金额未定" if grade.pays else "不发"
