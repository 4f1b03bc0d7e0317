"""Hand-overs and what was set aside, in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final, cast

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.matters.custody_fold import ADOPTED, BRANCH, LEFT, Line, Place, details_of, in_order, places_of
from app.matters.custody_values import ChangeText, SetAside, TransferView
from app.matters.law import Law
from app.matters.neighbours import Neighbours
from app.rules import dates
from app.rules.readings import ClockReading
from db.branches import all_branches
from db.fields import Field, decode, fields_of
from db.fold import shape_of
from db.journal import FOUNDING
from db.tables import BY_ENTITY, JournalRow, Matter, Received, Sent, Step, Transfer, Unfolded, User

Words = Callable[[Field, Any, str], str]
"""A value of a field as people read it, personal numbers masked."""

NOT_DECIDED: Final = frozenset({"unknown_entity", "unknown_op"})
"""Reasons that an upgrade resolves, and no person."""
REASONS: Final = {
    "custody_behind": "移交之后才写的，没有并入",
    "redact_late": "移交之后改为检举控告，已按检举控告保密",
    "base_behind": "与已有的内容接不上，没有并入",
    "no_custody": "写的时候事项不由该单位办理，没有并入",
    "custody_moved": "没有经过移交就改动了办理单位，没有并入",
    "foreign_author": "经办人不是该单位的用户，没有并入",
    "foreign_office": "该单位与这件事项无关，没有并入",
    BRANCH: "写在分成两支、裁定后没有继续的那一支里；继续的那一支也改了这件事项，先保存着，没有并入",
}
_WHAT: Final = ("record", "decision", "content", "work_done", "summary", "explanation", "plan", "reason")
_SAID_ALREADY: Final = frozenset({"action", "rung", "state", "kind", "role", "name"})
"""Of a new row, what its one line says."""
OBJECTION: Final = "objection_due"
_OBJECTED: Final = frozenset({"forward", "assign"})


_OPEN_OFFER = (
    select(Transfer)
    .where(
        Transfer.office == bindparam("of_office"),
        Transfer.matter == bindparam("of_matter"),
        Transfer.answer.is_(None),
        Transfer.from_office == bindparam("custodian"),
        Transfer.at_custody == bindparam("custody"),
    )
    .order_by(Transfer.offered_on.desc(), Transfer.id)
    .limit(1)
)
"""Put together once: every save asks it."""


def open_offer(session: Session, matter: Matter) -> Transfer | None:
    """The offer of a matter that waits for an answer, made by the office that has it."""
    asked = {
        "of_office": matter.office,
        "of_matter": matter.id,
        "custodian": matter.custodian,
        "custody": matter.custody,
    }
    return session.scalars(_OPEN_OFFER, asked).first()


def open_offers(
    session: Session, matters: Mapping[tuple[str, str], Matter]
) -> dict[tuple[str, str], Transfer]:
    """The open offers among some matters; there are few of them in all."""
    found: dict[tuple[str, str], Transfer] = {}
    for row in session.scalars(select(Transfer).where(Transfer.answer.is_(None)).order_by(Transfer.id)):
        matter = matters.get((row.office, row.matter))
        if matter is not None and (row.from_office, row.at_custody) == (matter.custodian, matter.custody):
            found[row.office, row.matter] = row
    return found


class CustodyViewer:
    """Words for hand-overs and for changes that were set aside.

    Args:
        session: of one consistent view.
        context: the opened office.
        law: the rules.
        words: values of fields in words.
    """

    def __init__(self, session: Session, context: Context, law: Law, words: Words) -> None:
        self._session = session
        self._connection: Connection = session.connection()
        self._context = context
        self._own = context.office.office
        self._law = law
        self._words = words
        self._label = context.shelf.codes.label_of
        self.neighbours = Neighbours(self._connection, context)

    # -- hand-overs

    def transfers(self, matter: Matter) -> tuple[TransferView, ...]:
        """Every hand-over of a matter, oldest first."""
        rows = self._session.scalars(
            select(Transfer)
            .where(Transfer.office == matter.office, Transfer.matter == matter.id)
            .order_by(Transfer.at_custody, Transfer.offered_on, Transfer.answer.is_(None), Transfer.id)
        ).all()
        return tuple(self.transfer(row, matter) for row in rows)

    def transfer(self, row: Transfer, matter: Matter) -> TransferView:
        """One of them."""
        direction = "in" if row.to_office == self._own else "out" if row.from_office == self._own else "other"
        live = row.answer is None and (row.from_office, row.at_custody) == (matter.custodian, matter.custody)
        status = row.answer or "open"
        arrived = arrived_on(self._connection, self._context, row) if direction == "in" else None
        sent = direction == "out" and was_sent(self._connection, row)
        kind_label, label = self._label("transfer_kind", row.kind), self._status_label(row, direction)
        from_name, to_name = self.neighbours.name_of(row.from_office), self.neighbours.name_of(row.to_office)
        return TransferView(
            id=row.id,
            office=row.office,
            matter=row.matter,
            number=matter.number or "",
            title=matter.title or "",
            matter_kind=matter.kind,
            kind=row.kind,
            kind_label=kind_label,
            paper_number=row.number or "",
            direction=direction,
            from_office=row.from_office,
            from_name=from_name,
            to_office=row.to_office,
            to_name=row.to_name if self.neighbours.name_of(row.to_office) == "其他单位" else to_name,
            offered_on=row.offered_on,
            offered_by=row.offered_by,
            what=row.what or "",
            due_on=row.due_on,
            status=status,
            status_label=label,
            sent=sent,
            arrived_on=arrived,
            objection=objection_of(self._law, row, matter, arrived, self._context.today()) if live else None,
            answered_on=row.answered_on,
            answered_by=row.answered_by or "",
            answer_reason=row.answer_reason or "",
            proposed_unit=row.proposed_unit or "",
            can_answer=live and direction == "in" and not matter.restricted,
            can_withdraw=live and direction == "out" and not sent,
            words=f"{dates.say_date(row.offered_on)}{from_name}{kind_label}{to_name}，{label}",
        )

    def _status_label(self, row: Transfer, direction: str) -> str:
        if row.answer is not None:
            return self._label("transfer_answer", row.answer)
        return "待接收" if direction == "in" else "等待接收"

    # -- what was set aside

    def set_aside(self, matter: Matter) -> tuple[SetAside, ...]:
        """Changes of a matter that are kept and not applied, undecided first."""
        rows = self._connection.execute(
            select(
                JournalRow.office,
                JournalRow.stream,
                JournalRow.seq,
                JournalRow.line,
                Unfolded.reason,
                Unfolded.decided,
            )
            .join(
                Unfolded,
                (JournalRow.office == Unfolded.office)
                & (JournalRow.stream == Unfolded.stream)
                & (JournalRow.seq == Unfolded.seq),
            )
            .where(
                JournalRow.owner == matter.office,
                JournalRow.matter == matter.id,
                JournalRow.line.is_not(None),
                Unfolded.reason.not_in(sorted(NOT_DECIDED)),
            )
        ).all()
        if not rows:
            return ()
        lines = [Line(r.office, r.stream, r.seq, {"office": r.office, **json.loads(r.line)}) for r in rows]
        by_place = {(r.office, r.stream, r.seq): r for r in rows}
        users = {(u.office, u.id): u.name for u in self._session.scalars(select(User))}
        told = self._decisions(matter)
        values: dict[tuple[str, str], dict[str, Any]] = {}
        found: list[SetAside] = []
        for line in in_order(lines):
            row = by_place[line.place]
            found.append(
                SetAside(
                    id=name_of_place(line.place),
                    office=line.office,
                    office_name=self.neighbours.name_of(line.office),
                    stream=line.stream,
                    seq=line.seq,
                    who=users.get((line.office, str(line.body["actor"])), ""),
                    at=str(line.body["wall"]),
                    matter=matter.id,
                    number=matter.number or "",
                    thing=_thing(str(line.body["entity"])),
                    words=self._said(line),
                    changes=self._changes(line, matter, values),
                    code=row.reason,
                    sentence=f"{REASONS.get(row.reason, '不能并入，先保存着')}。",
                    decided=row.decided or "",
                    decided_words=told.get(line.place, ""),
                    can_decide=not row.decided and matter.custodian == self._own,
                )
            )
        return tuple(sorted(found, key=lambda one: bool(one.decided)))

    def _said(self, line: Line) -> str:
        fields = line.body["fields"]
        made = line.body["op"] in FOUNDING
        match line.body["entity"]:
            case "step" if made:
                action = self._context.shelf.actions.label_of(str(fields.get("action", "")))
                details = details_of(fields) or {}
                text = fields.get("what") or next((str(details[n]) for n in _WHAT if details.get(n)), "")
                return f"办理：{action}{f'（{text}）' if text else ''}"
            case "party" if made:
                return f"添加当事人：{self._label('party_role', fields.get('role'))} {fields.get('name', '')}"
            case "paper" if made:
                return (
                    f"签发文书：{self._label('paper', fields.get('kind'))} {fields.get('number', '')}".strip()
                )
            case "attachment" if made:
                return f"添加材料：{fields.get('name', '')}"
            case "transfer":
                return f"移交：{self._label('transfer_kind', fields.get('kind')) or '改动'} {fields.get('to_name', '')}".strip()
            case "party":
                return "改动当事人"
            case _:
                return "改动事项"

    def _changes(
        self, line: Line, matter: Matter, values: dict[tuple[str, str], dict[str, Any]]
    ) -> tuple[ChangeText, ...]:
        """Value by value: what stands there now, and what this change would put there."""
        entity, ident = str(line.body["entity"]), str(line.body["id"])
        model = BY_ENTITY.get(entity)
        if model is None:
            return ()
        there = values.setdefault((entity, ident), self._now(entity, matter.office, ident))
        types = shape_of(entity).types
        found: list[ChangeText] = []
        for field in fields_of(model):
            made = line.body["op"] in FOUNDING and field.name in _SAID_ALREADY
            if field.name not in line.body["fields"] or made:
                continue
            after = line.body["fields"][field.name]
            try:
                value = decode(types[field.name], after)
            except (ValueError, TypeError):
                continue
            found.append(
                ChangeText(
                    field.label,
                    self._words(field, there.get(field.name), matter.kind),
                    self._words(field, value, matter.kind),
                )
            )
            there[field.name] = value
        return tuple(one for one in found if one.before != one.after)

    def _now(self, entity: str, office: str, ident: str) -> dict[str, Any]:
        table: Any = BY_ENTITY[entity].__table__
        row = self._connection.execute(
            select(table).where(table.c.office == office, table.c.id == ident)
        ).mappings()
        return dict(row.one_or_none() or {})

    def _decisions(self, matter: Matter) -> dict[Place, str]:
        """Who decided what, from the steps that say so."""
        rows = self._session.scalars(
            select(Step).where(
                Step.office == matter.office, Step.matter == matter.id, Step.action.in_((ADOPTED, LEFT))
            )
        )
        found: dict[Place, str] = {}
        for step in rows:
            details = cast("dict[str, Any]", json.loads(step.details))
            what = "采纳" if step.action == ADOPTED else "不采纳"
            reason = f"：{details['reason']}" if details.get("reason") else ""
            words = f"{self.neighbours.name_of(step.by_office)}{dates.say_date(step.done_on)}{what}{reason}"
            for place in places_of(details):
                found.setdefault(place, words)
        return found


def arrived_on(connection: Connection, context: Context, row: Transfer) -> date | None:
    """The day on which an offer came in with a bundle; None where it did not come with one."""
    found = connection.execute(
        select(JournalRow.bundle, Received.at)
        .outerjoin(
            Received, (JournalRow.bundle == Received.bundle) & (Received.office == context.office.office)
        )
        .where(
            JournalRow.owner == row.office,
            JournalRow.entity == "transfer",
            JournalRow.entity_id == row.id,
            JournalRow.op.in_(sorted(FOUNDING)),
        )
        .order_by(Received.at)
        .limit(1)
    ).first()
    if found is None or found.bundle is None:
        return None
    # While the bundle is being taken in, it does not stand in the book yet.
    return datetime.fromisoformat(found.at).date() if found.at else context.today()


def objection_of(
    law: Law, row: Transfer, matter: Matter, arrived: date | None, today: date
) -> ClockReading | None:
    """The clock for declining what was forwarded or assigned (信访工作条例 Art. 23); None where there is none."""
    if arrived is None or row.kind not in _OBJECTED or matter.kind != "petition":
        return None
    return law.alone(OBJECTION, arrived, today)


def name_of_place(place: Place) -> str:
    """The name by which a line is chosen to be decided."""
    return f"{place[0]}:{place[1]}:{place[2]}"


def was_sent(connection: Connection, row: Transfer) -> bool:
    """Whether an offer was written to a bundle, arrived or not."""
    line = connection.execute(
        select(JournalRow.office, JournalRow.stream, JournalRow.seq).where(
            JournalRow.owner == row.office,
            JournalRow.entity == "transfer",
            JournalRow.entity_id == row.id,
            JournalRow.op.in_(sorted(FOUNDING)),
        )
    ).first()
    if line is None:
        return False
    # What a copy of this office wrote behind a fork went under the name of the stream that it parts from.
    trunk, _ = all_branches(connection).get((line.office, line.stream), (line.stream, 0))
    went = select(Sent.bundle).where(
        Sent.office == line.office,
        Sent.stream.in_((line.stream, trunk)),
        Sent.to_office == row.to_office,
        Sent.kind.in_(("up", "assign")),
        Sent.lo <= line.seq,
        Sent.hi >= line.seq,
    )
    return connection.execute(went.limit(1)).first() is not None


def _thing(entity: str) -> str:
    return BY_ENTITY[entity].word if entity in BY_ENTITY else entity
