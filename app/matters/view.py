"""Show a matter: everything on its page, in words, personal numbers masked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, bindparam, select, text
from sqlalchemy.orm import Session

from app.access.context import Context
from app.attachments.names import clean_name
from app.errors import NotFoundError, UserError
from app.matters.custody_view import CustodyViewer, open_offer
from app.matters.law import Law
from app.matters.past import is_doubtful, lines_of
from app.matters.standing import may_now, next_of, stands
from app.matters.telling import WHAT, details_told
from app.matters.transport import transport_of
from app.matters.values import (
    ClockReading,
    FieldText,
    HistoryLine,
    MatterView,
    NextStep,
    OfferView,
    PaperLine,
    PartyView,
    RungView,
    StepView,
)
from app.rules import dates, identity, money
from app.rules.facts import RUNGS, MatterFacts
from db.fields import Field, Kind, fields_of
from db.journal import FOUNDING
from db.tables import (
    BY_ENTITY,
    Fact,
    Matter,
    Paper,
    Party,
    Step,
    Transfer,
    User,
)

HIDDEN = frozenset({"number", "kind", "title", "state", "rung", "earlier"})
"""Fields that the page's head shows already, or a card of its own."""


ACTS = {
    "unmask": "显示证件号码和电话",
    "print": "打印",
    "print_failed": "没有印出来",
    "export": "导出",
    "view": "查看",
}


class Rows:
    """A matter's rows, read together."""

    __slots__ = ("matter", "papers", "parties", "steps")

    def __init__(self, session: Session, office: str, matter: str) -> None:
        found = session.get(Matter, (office, matter))
        if found is None:
            raise NotFoundError("no_such_matter", "没有这件事项。", "请从台账里重新选择。")
        self.matter = found
        self.parties = _children(session, Party, found, Party.ordinal)
        self.steps = _children(session, Step, found, Step.ordinal)
        self.papers = _children(session, Paper, found, Paper.issued_on)


def _children(session: Session, table: Any, matter: Matter, order: Any) -> Sequence[Any]:
    return session.scalars(
        _children_of(table, order), {"of_office": matter.office, "of_matter": matter.id}
    ).all()


@cache
def _children_of(table: Any, order: Any) -> Select[Any]:
    """The query, put together once: every save asks it."""
    mine = (table.office == bindparam("of_office"), table.matter == bindparam("of_matter"))
    return select(table).where(*mine).order_by(order, table.id)


class Viewer:
    """Turns rows into words.

    Args:
        context: the opened office.
        law: the rules with this office's settings.
        villages: says the label of each village by its code; asked where one is shown.
    """

    def __init__(self, context: Context, law: Law, villages: Callable[[], Mapping[str, str]]) -> None:
        self._context = context
        self._law = law
        self._read_villages = villages
        self._book = context.shelf.codes
        self._numbers: Mapping[str, str] = {}

    @cached_property
    def _villages(self) -> Mapping[str, str]:
        return self._read_villages()

    def check_readable(self, matter: Matter) -> None:
        """An accusation is shown to named users only (条例 Art. 30).

        Raises:
            NotFoundError: for everybody else there is no such matter.
        """
        if matter.restricted and not self._context.user.accusations:
            raise NotFoundError("no_such_matter", "没有这件事项。", "请从台账里重新选择。")

    def show(self, session: Session, rows: Rows, *, unmasked: bool = False) -> MatterView:
        """The whole page of a matter."""
        matter = rows.matter
        self.check_readable(matter)
        today = self._context.today()
        facts = self._law.facts(matter, rows.steps, rows.parties)
        readings = self._law.readings(facts, today)
        custody = CustodyViewer(session, self._context, self._law, self.masked)
        offer = open_offer(session, matter)
        offered = custody.transfer(offer, matter) if offer is not None else None
        custodian = custody.neighbours.name_of(matter.custodian)
        verdicts = may_now(self._context, matter, offer, self._law.verdicts(facts, today), custodian)
        users = {u.id: u.name for u in session.scalars(select(User))}
        label = self._book.label_of
        return MatterView(
            id=matter.id,
            office=matter.office,
            number=matter.number or "",
            kind=matter.kind,
            kind_label=label("kind", matter.kind),
            title=matter.title or "",
            state=matter.state,
            state_label=label("state", matter.state),
            rung=matter.rung,
            rung_label=label("rung", matter.rung),
            category_label=label(_category_list(matter.kind), matter.category),
            channel_label=label("channel", matter.channel),
            received_on=matter.received_on,
            registered_on=matter.registered_on,
            urgent=bool(matter.urgent),
            ours=matter.custodian == self._context.office.office,
            fields=tuple(self.field_text(f, matter) for f in _shown(matter)),
            parties=tuple(self._party(p, unmasked=unmasked) for p in rows.parties),
            ladder=self._ladder(rows, facts, readings, today),
            clocks=readings,
            actions=verdicts,
            next=self._next(facts, readings, matter, offer, offered),
            steps=tuple(self._step(s, users) for s in rows.steps),
            papers=tuple(self._paper(p, users) for p in rows.papers),
            transport=transport_of(session, self._context, matter),
            missing=_missing(matter, rows.parties),
            version=matter.version,
            custodian=matter.custodian,
            custodian_name=custodian,
            offered=offered,
            transfers=custody.transfers(matter),
            set_aside=custody.set_aside(matter),
        )

    def field_text(self, field: Field, row: Any) -> FieldText:
        """A field's value in words."""
        value = getattr(row, field.name)
        kind = getattr(row, "kind", "")
        return FieldText(
            field.name,
            field.label,
            self.words(field, value, kind),
            field.kind.value,
            field.kind is Kind.LONG_TEXT,
        )

    def words(self, field: Field, value: Any, kind: str = "") -> str:
        """A value of a field as people read it."""
        if value is None or value == "":
            return ""
        if field.kind is Kind.DATE:
            return dates.say_date(value if isinstance(value, date) else date.fromisoformat(value))
        if field.kind is Kind.MONEY:
            return money.say_money(int(value))
        if field.kind is Kind.FLAG:
            return "是" if value else "否"
        if field.kind is Kind.CODE:
            return self._book.label_of(
                _category_list(kind) if field.codes == "category" else field.codes, value
            )
        if field.kind is Kind.VILLAGE:
            return self._villages.get(value, value)
        if field.kind is Kind.REFERENCE:
            return self._numbers.get(value, value)
        return str(value)

    def history(self, session: Session, matter: Matter) -> tuple[HistoryLine, ...]:
        """Every change of a matter in words, newest first: read from the journal itself."""
        self.check_readable(matter)
        users = {u.id: u.name for u in session.scalars(select(User))}
        lines = lines_of(session, matter, self._context.office.office)
        self._numbers = _numbers_of(session, matter.office, (row.line for row in lines))
        before: dict[tuple[str, str], dict[str, Any]] = {}
        told: list[HistoryLine] = []
        for row in lines:
            if row.line is None:
                continue
            body: dict[str, Any] = json.loads(row.line)
            words = self._change_words(body, before.setdefault((body["entity"], body["id"]), {}), matter.kind)
            if words:
                who = users.get(body["actor"], "对方单位")
                told.append(HistoryLine(body["wall"], who, row.office, words, is_doubtful(body)))
        return tuple(reversed(told))

    def _change_words(self, body: dict[str, Any], old: dict[str, Any], kind: str) -> str:
        table = BY_ENTITY.get(body["entity"])
        new = cast("dict[str, Any]", body["fields"])
        was = dict(old)
        old.update(new)
        if table is None:
            return f"新版本程序的记录（{body['entity']}）"
        described = {f.name: f for f in fields_of(table)}
        if body["op"] in FOUNDING:
            return self._created_words(body["entity"], new)
        if body["op"] == "void" and body["entity"] == "attachment":
            return f"撤回附件：{clean_name(str(was.get('name')))}（{new.get('void_reason', '')}）"
        parts = [
            f"{described[n].label}：{self.masked(described[n], was.get(n), kind) or '（空）'} → "
            f"{self.masked(described[n], v, kind) or '（空）'}"
            for n, v in new.items()
            if n in described
        ]
        return "；".join(parts)

    def _created_words(self, entity: str, new: Mapping[str, Any]) -> str:
        label = self._book.label_of
        match entity:
            case "matter":
                return f"登记，编号 {new.get('number', '')}"
            case "party":
                return f"当事人：{label('party_role', new.get('role'))} {new.get('name', '')}"
            case "step":
                return f"办理：{self._context.shelf.actions.label_of(new.get('action', ''))}"
            case "paper":
                return f"签发文书：{label('paper', new.get('kind'))} {new.get('number', '')}".strip()
            case "attachment":
                return f"收存附件：{label('attachment_kind', new.get('kind'))} {clean_name(str(new.get('name')))}"
            case "transfer":
                return f"移交：{label('transfer_kind', new.get('kind'))}{new.get('to_name', '')}"
            case "access":
                act = str(new.get("act") or "")
                return ACTS.get(act, act) + (f"（{new['why']}）" if new.get("why") else "")
            case _:
                return ""

    def masked(self, field: Field, value: Any, kind: str = "") -> str:
        """A value in words, personal numbers masked."""
        text = self.words(field, value, kind)
        if not field.sensitive or not text:
            return text
        return identity.mask_id(text) if field.kind is Kind.ID_NO else identity.mask_phone(text)

    def _party(self, party: Party, *, unmasked: bool) -> PartyView:
        described = fields_of(Party)
        texts = {f.name: self._party_text(f, party, unmasked=unmasked) for f in described}
        return PartyView(
            id=party.id,
            role=party.role,
            role_label=texts["role"].text,
            name=party.name or "",
            sex=texts["sex"].text,
            id_no=texts["id_no"].text,
            phone=texts["phone"].text,
            address=party.address or "",
            credit_code=party.credit_code or "",
            masked=not unmasked and any(f.sensitive and texts[f.name].text for f in described),
            doubt=party.doubt or "",
            fields=tuple(t for t in texts.values() if t.text),
        )

    def _party_text(self, field: Field, party: Party, *, unmasked: bool) -> FieldText:
        value = getattr(party, field.name)
        text = self.words(field, value) if unmasked else self.masked(field, value, "")
        return FieldText(field.name, field.label, text, field.kind.value, field.kind is Kind.LONG_TEXT)

    def _step(self, step: Step, users: Mapping[str, str]) -> StepView:
        action = self._context.shelf.actions.get(step.action)
        details = cast("dict[str, Any]", json.loads(step.details))
        return StepView(
            id=step.id,
            action=step.action,
            label=action.label if action else step.action,
            done_on=step.done_on,
            rung=step.rung,
            rung_label=self._book.label_of("rung", step.rung),
            handler=step.handler or "",
            what=step.what or next((str(details[k]) for k in WHAT if details.get(k)), ""),
            until_on=step.until_on,
            details=tuple(details_told(self._context.shelf, action, details)),
            by=users.get(step.by_user, ""),
        )

    def _paper(self, paper: Paper, users: Mapping[str, str]) -> PaperLine:
        return PaperLine(
            paper.id,
            paper.kind,
            self._book.label_of("paper", paper.kind),
            paper.number or "",
            paper.issued_on,
            users.get(paper.issued_by, ""),
        )

    def _ladder(
        self, rows: Rows, facts: MatterFacts, readings: Sequence[ClockReading], today: date
    ) -> tuple[RungView, ...]:
        matter = rows.matter
        spent = self._law.rung_days(facts, today)
        at = RUNGS.index(matter.rung) if matter.rung in RUNGS else 0
        who = {s.rung: s.handler or "" for s in rows.steps}
        # A rung has a term only where its clock runs: a petition that nobody stepped up has the Regulations' clocks alone.
        terms = {
            r.rule.removeprefix("rung_"): r
            for r in readings
            if r.rule.startswith("rung_") and r.start and r.due
        }
        return tuple(
            RungView(
                rung=rung,
                label=self._book["rung"].short_of(rung),
                status="now" if i == at else "ahead" if i > at else "done" if rung in spent else "skipped",
                days=spent.get(rung),
                who=who.get(rung, ""),
                limit=_term(terms.get(rung)),
                until_on=terms[rung].due if i == at and rung in terms else None,
            )
            for i, rung in enumerate(RUNGS)
        )

    def _next(
        self,
        facts: MatterFacts,
        readings: Sequence[Any],
        matter: Matter,
        offer: Transfer | None,
        offered: OfferView | None,
    ) -> NextStep | None:
        step = self._law.next_step(facts, readings, self._context.today())
        standing = stands(self._context, matter, offer)
        if offered is None:
            return next_of(standing, step, None, "", "")
        other = offered.from_name if standing == "in" else offered.to_name
        return next_of(standing, step, offered.objection, offered.kind_label, other)


def _term(reading: ClockReading | None) -> int | None:
    return (reading.due - reading.start).days if reading and reading.due and reading.start else None


def _category_list(kind: str) -> str:
    return "dispute_type" if kind == "dispute" else "petition_category"


def _shown(matter: Matter) -> list[Field]:
    return [
        f
        for f in fields_of(Matter, matter.kind)
        if f.name not in HIDDEN
        and getattr(matter, f.name) is not None
        and not (f.name == "is_first" and matter.lineage)
    ]


def _numbers_of(session: Session, office: str, lines: Iterable[str | None]) -> dict[str, str]:
    """Numbers of the earlier matters that a history names by their ids."""
    named: set[str] = set()
    for line in lines:
        if line is not None and '"earlier":' in line:
            named.add(str(json.loads(line)["fields"].get("earlier") or ""))
    found = session.execute(
        select(Matter.id, Matter.number).where(
            Matter.office == office, Matter.id.in_(named), ~Matter.restricted
        )
    )
    return {row.id: row.number or "" for row in found}


def _missing(matter: Matter, parties: Sequence[Party]) -> tuple[str, ...]:
    lacking = [f.label for f in fields_of(Matter, matter.kind) if f.wanted and not getattr(matter, f.name)]
    first = parties[0] if parties else None
    lacking += [f"{f.label}" for f in fields_of(Party) if f.wanted and not getattr(first, f.name, None)]
    return tuple(lacking)


_OFFICES = text(
    """WITH RECURSIVE one(office) AS (
         SELECT min(office) FROM matter
         UNION ALL SELECT (SELECT min(office) FROM matter WHERE office > one.office) FROM one WHERE one.office IS NOT NULL)
       SELECT office FROM one WHERE office IS NOT NULL"""
)
"""The offices that matters come from, each found in the index by its first row: DISTINCT reads them all."""


def coded_fact(session: Session, number: str) -> Fact | None:
    """The row of a matter that an office below sent without the matter itself, by number or id; None where it is not one."""
    wanted = number.strip()
    rows = session.scalars(
        select(Fact).where(Fact.coded, (Fact.number == wanted) | (Fact.matter == wanted))
    ).all()
    return rows[0] if len(rows) == 1 else None


def known_by_row(fact: Fact) -> Matter:
    """What is known of a matter by its row; it belongs to no session and is never written."""
    return Matter(
        office=fact.office,
        id=fact.matter,
        number=fact.number,
        kind=fact.kind,
        state=fact.state,
        rung=fact.rung,
        registered_on=fact.registered_on,
        received_on=fact.received_on,
        accepted_on=fact.accepted_on,
        closed_on=fact.closed_on,
        custodian=fact.custodian,
        restricted=False,
    )


def _is_id(words: str) -> bool:
    """Whether this is a matter's inner id rather than its number."""
    try:
        return bool(UUID(words.strip()))
    except ValueError:
        return False


def find_by_number(session: Session, context: Context, number: str) -> Matter:
    """The matter with this number (or id).

    Raises:
        NotFoundError: none has it.
        UserError: several offices use it.
    """
    # Every index begins with the office; without it each edit would read all matters.
    here = Matter.office.in_(session.scalars(_OFFICES).all())
    found: dict[tuple[str, str], Matter] = {}
    for column in (Matter.number, Matter.id):
        held = session.scalars(select(Matter).where(here, column == number.strip()))
        found |= {(m.office, m.id): m for m in held}
    readable = [m for m in found.values() if not m.restricted or context.user.accusations]
    if not readable and (coded := coded_fact(session, number)) is not None:
        raise NotFoundError(
            "only_coded",
            f"{coded.number} 只报了统计行，区里没有它的内容，打不开。",
            "需要看全件的，请乡镇在这件事项里“上报区县”；区里对它发督办、列入包案的，乡镇下次上报时会带上全件。",
        )
    if not readable:
        if _is_id(number):
            # A window's way: what it showed a moment ago became an accusation. Nobody reads a number of 36 signs.
            raise NotFoundError("no_such_matter", "没有这件事项。", "请从台账里重新选择。")
        raise NotFoundError("no_such_matter", f"没有编号为“{number}”的事项。", "请核对编号，或用 find 查找。")
    if len(readable) > 1:
        raise UserError(
            "several_matters", f"有 {len(readable)} 件事项都是“{number}”。", "请改用事项的内部编号。"
        )
    return readable[0]
