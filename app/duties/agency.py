"""Petition agency (信访代理): a cadre writes, carries and tells back for a party of a matter, by mandate and free of charge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from typing_extensions import override

from app.access.context import Context
from app.directory.service import Directory
from app.duties.book import Book, said_in
from app.duties.values.agency import ActView, AgentDuty, MandateView
from app.duties.values.base import Field, Kept
from app.errors import UserError
from app.matters.law import Law, office_settings
from app.matters.numbering import Numbering
from app.matters.service import Matters
from app.matters.view import find_by_number
from app.rules.dates import say_date
from app.rules.rosters import names_in
from db.store import Unit
from db.tables import AgentAct, Mandate, Matter, Party

TELL = "tell"
MANDATE_FIELDS = (
    *("principal", "agent", "agent_post", "agent_unit", "agent_phone", "level", "what", "powers"),
    *("signed_on", "until_on"),
)
ACT_FIELDS = ("kind", "on_day", "what")
END_FIELDS = ("ended_on", "result", "satisfaction")
_AGENTS = "agent"
_IN_STEPS = 400


class Agency:
    """The room of petition agency.

    Attributes:
        book: mandates; whichever way one is added, its principal is a party of the matter.
        acts: 代理记录.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self.book = MandateBook(context, matters)
        self.acts = ActBook(context, matters)

    # -- describing

    def mandate_fields(self) -> tuple[Field, ...]:
        """What a mandate is written down in (F27)."""
        return self.book.fields(MANDATE_FIELDS)

    def act_fields(self) -> tuple[Field, ...]:
        """What an act is written down in (F28)."""
        return self.acts.fields(ACT_FIELDS)

    def end_fields(self) -> tuple[Field, ...]:
        """What ends a mandate."""
        return self.book.fields(END_FIELDS)

    def principals(self, matter: str) -> tuple[str, ...]:
        """Who may give a mandate in a matter: its parties; nobody in an accusation.

        Raises:
            NotFoundError: none has this number.
        """
        with self._context.reading() as session:
            found = find_by_number(session, self._context, matter)
            return () if found.restricted else _names(session, found)

    # -- commands

    def mandate(self, matter: str, given: Mapping[str, object]) -> Kept:
        """Write down a mandate.

        Args:
            matter: number or id.
            given: typed words by field; `powers` are kinds of `agent_act`, 、 between.

        Raises:
            UserError: the principal is no party, the agent is one, an unknown power, a term backwards, an accusation.
        """
        return self.book.add(given, matter)

    def act(self, mandate: str, given: Mapping[str, object], *, told: bool = False) -> Kept:
        """Write down what the agent did.

        Args:
            mandate: its id.
            given: kind, on_day, what.
            told: the principal was told of it; what is of the kind 反馈委托人 is.

        Raises:
            UserError: the mandate is ended, a day before it, or beyond its powers.
        """
        values = self.acts.read(given)
        with self._context.writing() as unit:
            row = self.book.own(unit, mandate)
            if row.ended_on is not None:
                raise UserError(
                    "ended",
                    f"这份代理{say_date(row.ended_on)}已经结束。",
                    "还要代理的，请委托人另签一份委托书。",
                )
            if values["on_day"] < row.signed_on:
                raise UserError(
                    "before_mandate",
                    f"办理日期{say_date(values['on_day'])}早于委托日期{say_date(row.signed_on)}。",
                    "请核对日期；签委托书以前做的，不算代理。",
                )
            label = self._label(values["kind"])
            if values["kind"] != TELL and label not in names_in(row.powers):
                raise UserError(
                    "no_power",
                    f"委托书里没有“{label}”这项权限，只有{row.powers}。",
                    "请委托人另签委托书，或者先改正委托书上的权限。",
                )
            values |= {"mandate": row.id, "told": told or values["kind"] == TELL}
            ident = self.acts.put(unit, {**values, "about_office": row.about_office, "about": row.about})
            about = row.about
            until: date | None = row.until_on
        late = until is not None and values["on_day"] > until
        doubts = (f"代理期限{say_date(until)}已过。",) if until is not None and late else ()
        return Kept(ident, self.acts.changes(f"已记下{label}", about), doubts)

    def end(self, mandate: str, given: Mapping[str, object]) -> Kept:
        """End a mandate with its result.

        Args:
            mandate: its id.
            given: result; ended_on, today where not given; satisfaction.

        Raises:
            UserError: no result, a day before the last act, or ended already.
        """
        said = said_in(given)
        if not str(said.get("result") or "").strip():
            raise UserError("no_result", "还没有写明代理结果。", "请写委托的事项办成什么样了。")
        values = self.book.read({"ended_on": self._context.today(), **said}, partial=True)
        with self._context.writing() as unit:
            row = self.book.own(unit, mandate)
            if row.ended_on is not None:
                raise UserError("ended", f"这份代理{say_date(row.ended_on)}已经结束。", "不用再结束。")
            acts = unit.session.scalars(
                select(AgentAct).where(
                    AgentAct.office == row.office,
                    AgentAct.mandate == row.id,
                    AgentAct.voided == False,  # noqa: E712
                )
            ).all()
            last = max((a.on_day for a in acts), default=row.signed_on)
            if values["ended_on"] < last:
                raise UserError(
                    "ended_before",
                    f"结束日期{say_date(values['ended_on'])}早于最后一次办理{say_date(last)}。",
                    "请核对日期。",
                )
            told = max((a.on_day for a in acts if a.told), default=None)
            self.book.set(row, values)
            about = row.about
        doubts = () if told is not None and told >= last else ("最后的办理情况还没有反馈委托人。",)
        return Kept(mandate, self.book.changes("代理已结束", about), doubts)

    # -- queries

    def of_matter(self, matter: str) -> tuple[MandateView, ...]:
        """Mandates in a matter with what was done, the oldest first; an accusation has none.

        Raises:
            NotFoundError: none has this number.
        """
        with self._context.reading() as session:
            found = find_by_number(session, self._context, matter)
            return self._find(session, Mandate.about_office == found.office, Mandate.about == found.id)

    def get(self, mandate: str) -> MandateView:
        """One mandate.

        Raises:
            NotFoundError: none has this id.
        """
        with self._context.reading() as session:
            row = self.book.get(session, mandate)
            return self._seen(session, [row])[0]

    def duties(self, agent: str = "") -> tuple[AgentDuty, ...]:
        """What agents still have to do, those whose telling back is due first on top: duties of officials.

        Args:
            agent: one agent's only.
        """
        with self._context.reading() as session:
            where: list[Any] = [Mandate.ended_on.is_(None)]
            if agent.strip():
                where.append(Mandate.agent == agent.strip())
            found = self._find(session, *where)
        made = [
            AgentDuty(m.duty["agent"], m.duty["agent_post"], m.duty["agent_unit"], m.duty["level"], m)
            for m in found
        ]
        return tuple(sorted(made, key=lambda d: (d.mandate.tell_by or date.max, d.agent)))

    # -- inside

    def _label(self, kind: str) -> str:
        return self._context.shelf.codes.label_of("agent_act", kind)

    def _find(self, session: Session, *where: Any) -> tuple[MandateView, ...]:
        asked = self.book.query(*where).order_by(Mandate.signed_on, Mandate.id)
        return self._seen(session, session.scalars(asked).all())

    def _seen(self, session: Session, rows: Sequence[Any]) -> tuple[MandateView, ...]:
        acts = self._acts(session, [r.id for r in rows])
        law = Law(self._context, office_settings(session, self._context))
        days, today = int(law.book.settings["agency_tell_days"]), self._context.today()
        seen: list[MandateView] = []
        for row, view in zip(rows, self.book.views(session, rows), strict=True):
            done = acts.get((row.office, row.id), ())
            told = max((a.on_day for a in done if a.told), default=None)
            over = row.ended_on is not None
            tell_by = None if over else (told or row.signed_on) + timedelta(days=days)
            expired = not over and row.until_on is not None and row.until_on < today
            label = "已结束" if over else "期限已过" if expired else "代理中"
            left = None if tell_by is None else (tell_by - today).days
            seen.append(
                MandateView(
                    view,
                    row.signed_on,
                    row.until_on,
                    row.ended_on,
                    done,
                    told,
                    tell_by,
                    left,
                    expired,
                    label,
                )
            )
        return tuple(seen)

    def _acts(self, session: Session, mandates: Sequence[str]) -> dict[tuple[str, str], tuple[ActView, ...]]:
        found: dict[tuple[str, str], tuple[ActView, ...]] = {}
        for start in range(0, len(mandates), _IN_STEPS):
            part = mandates[start : start + _IN_STEPS]
            asked = self.acts.query(AgentAct.mandate.in_(part)).order_by(AgentAct.on_day, AgentAct.id)
            rows = session.scalars(asked).all()
            for row, view in zip(rows, self.acts.views(session, rows), strict=True):
                key = (row.office, row.mandate)
                found[key] = (*found.get(key, ()), ActView(view, row.on_day, row.told))
        return found


class MandateBook(Book):
    """Mandates: in a matter, by one of its parties, to somebody who is none."""

    def __init__(self, context: Context, matters: Matters) -> None:
        super().__init__(context, matters, Mandate)

    @override
    def read(self, given: Mapping[str, object], **how: Any) -> dict[str, Any]:
        """As `Book.read`, with the powers as the list of `agent_act` calls them."""
        values = super().read(given, **how)
        if values.get("powers"):
            values["powers"] = self._powers(str(values["powers"]))
        return values

    @override
    def adding(self, unit: Unit, values: dict[str, Any], about: Matter | None) -> tuple[str, ...]:
        """It is in a matter, gets its number, and a second one beside an open one is said."""
        if about is None:
            raise UserError("no_matter", "信访代理要写明是哪件事项。", "请先登记事项，再在事项里办理委托。")
        _need_term(values["signed_on"], values.get("until_on"))
        self._check(unit.session, about, values)
        open_ = unit.session.scalars(
            select(Mandate.id).where(
                Mandate.about_office == about.office,
                Mandate.about == about.id,
                Mandate.principal == values["principal"],
                Mandate.ended_on.is_(None),
                Mandate.voided == False,  # noqa: E712
            )
        ).first()
        numbering = Numbering(self._context, unit, Directory(self._context).office().short)
        values["number"] = values.get("number") or numbering.next("mandate", values["signed_on"].year)
        numbering.finish()
        return (f"{values['principal']}在这件事项里还有一份没有结束的代理。",) if open_ else ()

    @override
    def changing(self, unit: Unit, row: Any, values: dict[str, Any]) -> tuple[str, ...]:
        """Its parties and its term are checked again."""
        whole = {n: values.get(n, getattr(row, n)) for n in MANDATE_FIELDS}
        _need_term(whole["signed_on"], whole["until_on"])
        matter = unit.session.get(Matter, (row.about_office, row.about))
        if matter is not None and {"principal", "agent"} & set(values):
            self._check(unit.session, matter, whole)
        return ()

    @override
    def entered(self, values: Mapping[str, Any]) -> str:
        return f"已登记代理 {values['number']}：{values['principal']}委托{values['agent']}"

    def _check(self, session: Session, matter: Matter, values: Mapping[str, Any]) -> None:
        names = _names(session, matter)
        if values["principal"] not in names:
            raise UserError(
                "no_party",
                f"{values['principal']}不是这件事项的当事人，不能委托代理。",
                f"委托人应为{'、'.join(names) or '事项的当事人'}；漏记的，请先在事项里补上当事人。",
            )
        if values["agent"] in names:
            raise UserError(
                "agent_is_party",
                f"{values['agent']}是这件事项的当事人，不能做代理员。",
                "请另选村社、乡镇或者区里的干部代理。",
            )

    def _powers(self, text: str) -> str:
        codes = self._context.shelf.codes["agent_act"]
        labels: list[str] = []
        for word in names_in(text):
            match = codes.match(word)
            code = codes.by_id(word) or (match.code if match.is_certain else None)
            if code is None or code.id == TELL:
                offered = "、".join(c.label for c in codes.offered("") if c.id != TELL)
                raise UserError(
                    "no_such_power",
                    f"代理权限里没有“{word}”。",
                    f"可选：{offered}；反馈委托人是代理员的义务。",
                )
            labels.append(code.label)
        return "、".join(dict.fromkeys(labels))


class ActBook(Book):
    """What agents did; it belongs to a mandate."""

    def __init__(self, context: Context, matters: Matters) -> None:
        super().__init__(context, matters, AgentAct)

    def add(self, given: Mapping[str, object], about: str = "", **known: Any) -> Kept:
        """Not this way.

        Raises:
            UserError: always: it needs its mandate.
        """
        del given, about, known
        raise UserError(
            "needs_mandate", "代理记录要记在一份委托书下面。", "请在事项的信访代理里记，或者用 agency act。"
        )


def _need_term(signed: date, until: date | None) -> None:
    if until is not None and until < signed:
        raise UserError(
            "term_backwards",
            f"代理期限{say_date(until)}早于委托日期{say_date(signed)}。",
            "请核对两个日期。",
        )


def _names(session: Session, matter: Matter) -> tuple[str, ...]:
    """The parties of a matter who speak for themselves."""
    asked = (
        select(Party.name)
        .where(
            Party.office == matter.office,
            Party.matter == matter.id,
            Party.name.is_not(None),
            Party.role != _AGENTS,
        )
        .order_by(Party.ordinal)
    )
    return tuple(dict.fromkeys(n for n in session.scalars(asked) if n))
