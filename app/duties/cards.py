"""Duty cards (责任卡): for a leader, an official or a unit what they hold, since when, the next day, and what was done last.

Printed for the day of reception (条例 Art. 18) and for the month's supervision. A card is made from the duties as they stand;
nobody types it, and it says nothing of how well somebody works. Accusations are on no card (Art. 30).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.directory.service import Directory
from app.duties.agency import Agency
from app.duties.charge_account import PROGRESS, SUPPORT
from app.duties.holding import holders_since
from app.duties.openduties import OpenDuties
from app.duties.supervision import Supervisions
from app.duties.values.accountability import OpenDuty
from app.duties.values.cards import KINDS, OFFICIAL, UNIT, CardIndex, CardLine, DutyCard
from app.errors import NotFoundError
from app.matters.closing import is_closed
from app.matters.service import Matters
from app.rules.rosters import names_in
from db.engine import chunks
from db.tables import (
    AgentAct,
    Charge,
    ChargeProgress,
    Listing,
    Mandate,
    OpinionCheck,
    Reception,
    RosterDay,
    Round,
    RoundReturn,
    SaySession,
    Step,
    Supervision,
    Task,
    Topic,
    Transfer,
    Village,
    VisitPlan,
)

_LONG: Final = 40
"""So many signs of what was written last stand on a card; the sheet of the duty has all of it."""
_SINCE: Final[Mapping[str, tuple[Any, str]]] = {
    "charge": (Charge, "opened_on"),
    "task": (Task, "given_on"),
    "mandate": (Mandate, "signed_on"),
    "opinion_check": (OpinionCheck, "learned_on"),
    "reception": (Reception, "on_day"),
    "visit_plan": (VisitPlan, "drawn_on"),
    "roster_day": (RosterDay, "published_on"),
    "supervision": (Supervision, "issued_on"),
    "transfer": (Transfer, "offered_on"),
    "round": (Round, "from_on"),
}
"""Which day says since when a duty is somebody's; of a matter the journal does."""
_DUE: Final[Mapping[str, str]] = {
    "charge": "化解",
    "task": "办理",
    "topic": "办理",
    "mandate": "代理",
    "opinion_check": "回应",
    "visit_plan": "回访",
    "roster_day": "接访",
    "supervision": "反馈",
    "transfer": "反馈",
    "round": "上报",
}
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a card says of a duty besides what is open."""

    since: date | None = None
    last_on: date | None = None
    last: str = ""
    due_on: date | None = None
    due: str = ""


class DutyCards:
    """The room of duty cards.

    Args:
        context: the opened office.
        matters: what duties are about.
        directory: leaders and units.
    """

    def __init__(self, context: Context, matters: Matters, directory: Directory) -> None:
        self._context = context
        self._matters = matters
        self._directory = directory
        self._open = OpenDuties(context, matters)

    # -- queries

    def index(self) -> CardIndex:
        """Of whom there can be a card, those who receive next and those who are pressed first."""
        rooms, own = self._open.by_rooms(), self._context.office.office
        pressing = Supervisions(self._context, self._matters).lines()
        with self._context.reading() as session:
            day, receiving = self._receiving(session)
            officials = set(self._open.seated(session, rooms))
            units = set(self._open.units(session, rooms))
            charged = session.execute(
                select(Charge.lead_unit, Charge.support_units).where(
                    Charge.office == own,
                    Charge.struck_on.is_(None),
                    Charge.voided == False,  # noqa: E712
                    ~is_closed(Charge),
                )
            ).all()
        written = {x.unit for x in pressing if x.concerns and x.is_open}
        pressed = written | {name for row in charged for name in (row[0], *names_in(row[1] or "")) if name}
        leaders = [c.label for c in self._directory.choices("leader")]
        others = sorted(officials - set(leaders))
        return CardIndex(
            day, receiving, tuple(sorted(pressed)), (*leaders, *others), tuple(sorted(units | pressed))
        )

    def card(self, name: str, kind: str = "") -> DutyCard:
        """The card of one holder as of today.

        Args:
            name: of an official or a unit, as it stands in the duties.
            kind: official or unit; "" for whichever bears the name, an official first.

        Raises:
            NotFoundError: nobody of this name holds anything, and no leader or unit of the directory is called so.
        """
        name = name.strip()
        kinds = [kind] if kind else [OFFICIAL, UNIT]
        for one in kinds:
            found = self._of_unit(name) if one == UNIT else self._of_official(name)
            if found.lines or found.accusations or name in self._listed(one):
                return found
        raise NotFoundError(
            "no_such_holder",
            f"“{name}”名下没有职责，名录里也没有这位领导、这个单位。",
            "请核对姓名或者单位名称，要与各项记录里写的一致。",
        )

    def by_ident(self, ident: str) -> DutyCard:
        """The card that a paper is asked for by (`DutyCard.ident`)."""
        kind, slash, name = ident.partition("/")
        return self.card(name, kind) if slash and kind in KINDS else self.card(ident)

    # -- inside

    def _listed(self, kind: str) -> dict[str, str]:
        """Leaders or units of the directory, with the leaders' posts."""
        return {c.label: c.note for c in self._directory.choices("unit" if kind == UNIT else "leader")}

    def _of_official(self, name: str) -> DutyCard:
        rooms = self._open.by_rooms()
        with self._context.reading() as session:
            found = list(self._open.of_official(session, name, rooms))
            lines = self._lines(session, found, name)
            # Who has no right to accusations is not told how many there are either.
            told = self._context.user.accusations
            accusations = self._open.accusations(session, name) if told else 0
            sits_on = session.scalar(
                self._days(RosterDay.on_day)
                .where(RosterDay.leader == name, RosterDay.on_day >= self._context.today())
                .order_by(RosterDay.on_day)
                .limit(1)
            )
        post = self._listed(OFFICIAL).get(name, "")
        return DutyCard(OFFICIAL, name, post, self._context.today(), sits_on, lines, accusations)

    def _of_unit(self, name: str) -> DutyCard:
        rooms = self._open.by_rooms()
        told = [*self._open.letters(name), *self._open.returns(name)]
        with self._context.reading() as session:
            found = [*self._open.of_unit(session, name, rooms), *told]
            lines = self._lines(session, found, name)
        return DutyCard(UNIT, name, "", self._context.today(), None, lines)

    def _receiving(self, session: Session) -> tuple[date | None, tuple[str, ...]]:
        """The next day of the roster, today included, and who receives on it."""
        ahead = self._days(RosterDay.on_day, RosterDay.leader).where(
            RosterDay.on_day >= self._context.today()
        )
        rows = session.execute(ahead.order_by(RosterDay.on_day, RosterDay.from_time, RosterDay.id)).all()
        day = rows[0].on_day if rows else None
        return day, tuple(dict.fromkeys(row.leader for row in rows if row.on_day == day))

    def _days(self, *columns: Any) -> Any:
        """Days of this office's roster that were not called off."""
        return select(*columns).where(
            RosterDay.office == self._context.office.office,
            RosterDay.voided == False,  # noqa: E712
            RosterDay.held.is_not(False),
        )

    def _lines(self, session: Session, found: Sequence[OpenDuty], name: str) -> tuple[CardLine, ...]:
        told = dict(self._tell(session, found, name))
        today = self._context.today()
        lines: list[CardLine] = []
        for duty in found:
            more = told.get(_mark(duty), _Told())
            due_on = more.due_on or duty.due_on
            about = duty.about
            lines.append(
                CardLine(
                    duty.word,
                    about.number if about else "",
                    (about.title if about else "") or duty.what,
                    about.matter if about and about.held else "",
                    more.since,
                    due_on,
                    (more.due or _DUE.get(duty.entity, "")) if due_on else more.due,
                    (due_on - today).days if due_on else None,
                    more.last_on,
                    more.last,
                )
            )
        return tuple(sorted(lines, key=lambda x: (x.due_on is None, x.due_on or date.max)))

    def _tell(
        self, session: Session, found: Sequence[OpenDuty], name: str
    ) -> Iterator[tuple[tuple[str, ...], _Told]]:
        by_kind: dict[str, list[OpenDuty]] = {}
        for duty in found:
            by_kind.setdefault(duty.entity, []).append(duty)
        ways = {
            "matter": self._matters_told,
            "charge": self._charges_told,
            "topic": self._topics_told,
            "mandate": self._mandates_told,
            "village": self._places_told,
            "unit": self._places_told,
        }
        for kind, duties in by_kind.items():
            way = ways.get(kind)
            if way is not None:
                yield from way(session, duties, name)
                continue
            since = self._since(session, kind, duties)
            for duty in duties:
                last_on, last = self._last(session, duty, name)
                yield _mark(duty), _Told(since.get((duty.office, duty.id)), last_on, last)

    def _since(self, session: Session, kind: str, duties: Iterable[OpenDuty]) -> dict[Key, date | None]:
        model, column = _SINCE[kind]
        asked = select(model.office, model.id, getattr(model, column))
        found: dict[Key, date | None] = {}
        for part in chunks(sorted({d.id for d in duties})):
            found |= {(o, i): day for o, i, day in session.execute(asked.where(model.id.in_(part)))}
        return found

    def _last(self, session: Session, duty: OpenDuty, name: str) -> tuple[date | None, str]:
        """What was done last of duties of which there are few."""
        if duty.entity == "opinion_check":
            row: Any = session.get(OpinionCheck, (duty.office, duty.id))
            return row.verified_on, "已核实" if row.verified_on else ""
        if duty.entity == "roster_day":
            held = session.scalar(
                self._days(RosterDay.on_day)
                .where(RosterDay.leader == name, RosterDay.held)
                .order_by(RosterDay.on_day.desc())
                .limit(1)
            )
            return held, "已接访" if held else ""
        return None, ""

    def _matters_told(
        self, session: Session, duties: Sequence[OpenDuty], name: str
    ) -> Iterator[tuple[tuple[str, ...], _Told]]:
        own = self._context.office.office
        keys = [(d.office, d.id) for d in duties]
        columns = {d.seat for d in duties}
        since = {seat: holders_since(session, keys, seat, name) for seat in columns}
        last: dict[Key, Any] = {}
        listed: dict[Key, Any] = {}
        for part in chunks(sorted({ident for _, ident in keys})):
            steps = select(Step.office, Step.matter, Step.done_on, Step.action).where(
                Step.matter.in_(part), Step.by_office == own
            )
            for row in session.execute(steps.order_by(Step.ordinal)):
                last[row.office, row.matter] = row
            rules = select(Listing.office, Listing.matter, Listing.next_rule, Listing.registered_on)
            for row in session.execute(rules.where(Listing.matter.in_(part))):
                listed[row.office, row.matter] = row
        for duty in duties:
            key = (duty.office, duty.id)
            day = since[duty.seat].get(key) or listed[key].registered_on
            step = last.get(key)
            # What was done before it was theirs was done by somebody else.
            done = step if step is not None and step.done_on >= day else None
            clock = self._context.shelf.clocks.get(listed[key].next_rule) if listed[key].next_rule else None
            yield (
                _mark(duty),
                _Told(
                    day,
                    done.done_on if done else None,
                    self._context.shelf.actions.label_of(done.action) if done else "",
                    due=clock.label if clock else "",
                ),
            )

    def _charges_told(
        self, session: Session, duties: Sequence[OpenDuty], name: str
    ) -> Iterator[tuple[tuple[str, ...], _Told]]:
        since = self._since(session, "charge", duties)
        last: dict[Key, Any] = {}
        answered: dict[Key, Any] = {}
        taken: dict[Key, date] = {}
        for part in chunks(sorted({d.id for d in duties})):
            noted = select(ChargeProgress).where(
                ChargeProgress.charge.in_(part),
                ChargeProgress.voided == False,  # noqa: E712
            )
            for row in session.scalars(noted.order_by(ChargeProgress.on_day, ChargeProgress.id)):
                if row.kind in PROGRESS:
                    last[row.charge_office, row.charge] = row
                elif row.kind == SUPPORT and row.who == name:
                    answered[row.charge_office, row.charge] = row
                elif row.kind == "leader":
                    taken[row.charge_office, row.charge] = row.on_day
        for duty in duties:
            key = (duty.office, duty.id)
            row = session.get(Charge, key)
            day = (taken.get(key) if duty.seat == "leader" else None) or since.get(key)
            # A supporting unit did what it answered itself.
            done = (answered if duty.seat == "support_units" else last).get(key)
            resolved = row.resolved_on if row else None
            if resolved and (done is None or done.on_day <= resolved):
                yield _mark(duty), _Told(day, resolved, "已化解，待销号", due="销号")
                continue
            yield (
                _mark(duty),
                _Told(day, done.on_day if done else None, _short(done.what) if done else ""),
            )

    def _topics_told(
        self, session: Session, duties: Sequence[OpenDuty], name: str
    ) -> Iterator[tuple[tuple[str, ...], _Told]]:
        del name
        for part in chunks(sorted({d.id for d in duties})):
            held = (
                select(Topic.office, Topic.id, SaySession.held_on)
                .join(SaySession, (SaySession.office == Topic.office) & (SaySession.id == Topic.session))
                .where(Topic.id.in_(part))
            )
            days = {(o, i): day for o, i, day in session.execute(held)}
            for duty in duties:
                if (duty.office, duty.id) in days:
                    yield _mark(duty), _Told(days[duty.office, duty.id])

    def _mandates_told(
        self, session: Session, duties: Sequence[OpenDuty], name: str
    ) -> Iterator[tuple[tuple[str, ...], _Told]]:
        since = self._since(session, "mandate", duties)
        tell = {
            (one.mandate.duty.office, one.mandate.duty.id): one.mandate.tell_by
            for one in Agency(self._context, self._matters).duties(name)
        }
        acts: dict[Key, Any] = {}
        for part in chunks(sorted({d.id for d in duties})):
            done = select(AgentAct).where(AgentAct.mandate.in_(part), AgentAct.voided == False)  # noqa: E712
            for row in session.scalars(done.order_by(AgentAct.on_day, AgentAct.id)):
                acts[row.office, row.mandate] = row
        for duty in duties:
            key = (duty.office, duty.id)
            act, by = acts.get(key), tell.get(key)
            first = by is not None and (duty.due_on is None or by <= duty.due_on)
            label = self._context.shelf.codes.label_of("agent_act", act.kind) if act is not None else ""
            yield (
                _mark(duty),
                _Told(
                    since.get(key),
                    act.on_day if act is not None else None,
                    label,
                    by if first else None,
                    "告知委托人" if first else "",
                ),
            )

    def _places_told(
        self, session: Session, duties: Sequence[OpenDuty], name: str
    ) -> Iterator[tuple[tuple[str, ...], _Told]]:
        """Who answers for a village or unit: the round that waits for it, and what it returned last."""
        del name
        for duty in duties:
            row: Any = session.get(Village, (duty.office, duty.id)) if duty.entity == "village" else None
            code = (row.code or row.name) if row is not None else duty.what
            returned = session.execute(
                select(RoundReturn.returned_on, RoundReturn.zero)
                .where(
                    RoundReturn.office == duty.office,
                    RoundReturn.place == code,
                    RoundReturn.voided == False,  # noqa: E712
                )
                .order_by(RoundReturn.returned_on.desc())
                .limit(1)
            ).first()
            waits = next((d.due_on for d in self._open.returns(duty.what)), None)
            words = ("排查零报告" if returned.zero else "排查上报") if returned else ""
            yield (
                _mark(duty),
                _Told(
                    None,
                    returned.returned_on if returned else None,
                    words,
                    waits,
                    "排查上报" if waits else "",
                ),
            )


def _mark(duty: OpenDuty) -> tuple[str, ...]:
    return duty.entity, duty.office, duty.id, duty.seat


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONG else f"{line[: _LONG - 1]}…"
