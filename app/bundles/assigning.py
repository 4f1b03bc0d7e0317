"""What goes down: this PC's own changes of matters and duties that concern an office below, and the history of these.

Everything else of the stream goes as bare digests: they prove the chain and say nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import Connection, func, or_, select

from app.access.context import Context
from app.bundles import payload
from app.bundles.addressed import Audience, Row, told_closed, told_duties
from app.bundles.delivering import Parcel
from app.bundles.header import FIRST_FORMAT, FORMAT
from app.bundles.lastword import last_receipt
from app.bundles.payload import Entry, Remembered
from app.bundles.sending import PRESSED, Plan, changes_behind, cut, former_streams, receipted
from app.matters.custody_fold import BRANCH
from db import taking
from db.branches import all_branches
from db.engine import chunks
from db.fold import LATE_REDACT
from db.journal import FOUNDING, STAYS_HOME
from db.search.match import keyed
from db.tables import Branch, JournalRow, Matter, Peer, Stream, Transfer, Unfolded

Key = tuple[str, str]
_SEVERAL: Final = 2
_PASSED_ON: Final = ("base_behind", "custody_behind", BRANCH, LATE_REDACT)
"""What does not count and still goes on: whoever has the matter decides it."""
_USER: Final = "user"
"""Who works at the office above is said with what they wrote."""


@dataclass(frozen=True, slots=True)
class PlanDown:
    """What would go down to one office now.

    Attributes:
        main: the range of the own stream.
        history: lines of other ranges and streams.
    """

    main: Plan = field(default_factory=Plan)
    history: tuple[Remembered, ...] = ()

    @property
    def matters(self) -> frozenset[Key]:
        """Of which something is shown."""
        return self.main.all_matters | _matters_of(self.history)

    @property
    def changes(self) -> int:
        """Shown whole."""
        return len(self.main.whole) + len(self.history)

    @property
    def size(self) -> int:
        """Bytes to expect on the stick."""
        return self.main.size + sum(2 * len(one.line) + 300 for one in self.history) // PRESSED


@dataclass(frozen=True, slots=True)
class _Concern:
    """Matters that concern an office.

    Attributes:
        now: it may see them whole.
        ever: it saw something of them once, so that it must hear when one is closed (an accusation).
        fresh: offered to it by changes that it has not receipted yet.
    """

    now: frozenset[Key]
    ever: frozenset[Key]
    fresh: frozenset[Key]


def plans_down(connection: Connection, context: Context, to_office: str) -> list[PlanDown]:
    """What goes to an office below, stream by stream: what a restored PC had not sent goes before what it wrote since."""
    streams = (*former_streams(connection, context), context.store.stream)
    plans = [plan_down(connection, context, to_office, stream=stream) for stream in streams]
    return [plan for plan in plans if plan.main.hi]


def plan_down(
    connection: Connection,
    context: Context,
    to_office: str,
    part_plain: int = 0,
    stream: str = "",
    after: int = 0,
) -> PlanDown:
    """Plan what goes to an office below.

    Args:
        connection: of one consistent view.
        context: the opened office.
        to_office: the office below.
        part_plain: bytes of text after which a new bundle begins; tests make it small.
        stream: of this PC; today's where none is named.
        after: what lies up to here is known to be there, whatever was receipted.
    """
    own, today = context.office.office, context.store.stream
    stream = stream or today
    have = max(receipted(connection, own, to_office, stream), after)
    concern = _concern(connection, own, stream, to_office, have)
    closed = _closed(connection)
    rows = changes_behind(connection, own, stream, have)
    audience = Audience(to_office, concern.now, concern.fresh, closed)
    duties, closing = (
        told_duties(connection, own, audience, rows),
        told_closed(connection, own, audience, rows),
    )
    told = {
        r.seq
        for r in rows
        if _is_told(r, concern, closed, to_office)
        or (r.size is not None and r.owner == own and (r.entity, r.entity_id) in duties.rows)
        or r.seq in closing
    }
    # What was withheld in any stream of this PC rides with what made it of concern, what others wrote with today's.
    far = [(stream, have)]
    far += [
        (former, receipted(connection, own, to_office, former))
        for former in former_streams(connection, context)
        if former != stream
    ]
    told_before = [
        one
        for where, until in far
        for one in (
            *_withheld(connection, own, where, until, concern.fresh - closed),
            *_withheld_duties(connection, own, where, until, duties.fresh),
        )
    ]
    if stream == today:
        told_before += _elsewhere(connection, own, to_office, concern, closed)
        told_before += _branches(connection, own, to_office, closed)
    history = tuple({(one.office, one.stream, one.seq): one for one in told_before}.values())
    if not told and (not history or (not rows and not have)):
        # A stream in which nothing was written yet has no range that history could travel with.
        return PlanDown()
    users = {r.seq for r in rows if r.entity == _USER and r.size is not None}
    if told:
        main = cut(rows, told | {u for u in users if u < max(told)}, part_plain or payload.PART_PLAIN)
        return PlanDown(replace(main, stream=stream), history)
    # Only history is new: it needs a range to travel with, and the next change, or the last known one, is enough.
    only = have + 1 if rows else have
    main = Plan(only, only, frozenset(users & {only}), ((only, only),), (frozenset(),), 0, stream)
    return PlanDown(main, history)


def parcels_down(
    connection: Connection, context: Context, plan: PlanDown, to: tuple[str, str], recipients: tuple[str, ...]
) -> Iterator[Parcel]:
    """The bundles of a plan, one after the other; the history goes with the last, when all that names its matters is there.

    Args:
        connection: the same view that the plan was made in.
        context: the opened office.
        plan: from `plan_down`.
        to: id and name of the office below.
        recipients: age keys of its PCs.
    """
    own, main = context.office.office, plan.main
    stream = main.stream or context.store.stream
    opening = connection.execute(
        select(Stream.opening).where(Stream.office == own, Stream.stream == stream)
    ).scalar_one()
    for part, (lo, hi) in enumerate(main.cuts, start=1):
        rows = connection.execute(
            select(JournalRow.seq, JournalRow.digest, JournalRow.salt, JournalRow.line)
            .where(JournalRow.office == own, JournalRow.stream == stream, JournalRow.seq.between(lo, hi))
            .order_by(JournalRow.seq)
        )
        entries = [
            Entry(r.seq, r.digest, r.salt, r.line) if r.seq in main.whole else Entry(r.seq, r.digest)
            for r in rows
        ]
        history = plan.history if part == len(main.cuts) else ()
        named = main.matters[part - 1] | _matters_of(history)
        yield Parcel(
            kind="assign",
            to_office=to[0],
            name=to[1],
            recipients=recipients,
            stream=stream,
            prev_head=taking.heads(connection, own, stream, lo - 1, lo - 1)[lo - 1],
            opening=opening if lo == 1 else "",
            entries=entries,
            part=part,
            parts=len(main.cuts),
            matters=len(named),
            changes=sum(e.line is not None for e in entries) + len(history),
            history=history,
            min_reader=FORMAT if any(one.of or not _key_of(one)[1] for one in history) else FIRST_FORMAT,
        )


def _concern(connection: Connection, own: str, stream: str, to_office: str, have: int) -> _Concern:
    now: set[Key] = set()
    ever: set[Key] = set()
    custody = connection.execute(
        select(Matter.office, Matter.id).where(Matter.custodian == to_office, Matter.office != to_office)
    )
    now.update((row.office, row.id) for row in custody)
    moved = connection.execute(
        select(Transfer.office, Transfer.id, Transfer.matter, Transfer.from_office, Transfer.answer).where(
            or_(Transfer.to_office == to_office, Transfer.from_office == to_office)
        )
    ).all()
    for row in moved:
        ever.add((row.office, row.matter))
        if row.from_office == to_office or row.answer in (None, "accepted"):
            now.add((row.office, row.matter))
    offers = {(row.office, row.id): (row.office, row.matter) for row in moved if row.from_office == own}
    fresh: set[Key] = set()
    if offers:
        made = connection.execute(
            select(JournalRow.owner, JournalRow.entity_id).where(
                JournalRow.office == own,
                JournalRow.stream == stream,
                JournalRow.seq > have,
                JournalRow.entity == "transfer",
                JournalRow.op.in_(sorted(FOUNDING)),
            )
        )
        fresh.update(offers[key] for row in made if (key := (row.owner or "", row.entity_id or "")) in offers)
    return _Concern(frozenset(now), frozenset(ever | now), frozenset(fresh))


def _closed(connection: Connection) -> frozenset[Key]:
    rows = connection.execute(select(Matter.office, Matter.id).where(Matter.restricted))
    return frozenset((r.office, r.id) for r in rows)


def _is_told(row: Any, concern: _Concern, closed: frozenset[Key], to_office: str) -> bool:
    """Whether a line of the own stream is shown to an office because of its matter."""
    key = (row.owner, row.matter)
    if row.size is None or not row.matter or row.entity in STAYS_HOME:
        return False
    if row.entity == "matter" and row.op == "redact":
        return row.owner == to_office or key in concern.ever
    return key not in closed and (row.owner == to_office or key in concern.now)


def _withheld(
    connection: Connection, own: str, stream: str, have: int, fresh: frozenset[Key]
) -> Iterator[Remembered]:
    """Lines of the own stream that went as bare digests, of matters that are offered now."""
    for part in chunks(sorted(fresh)):
        yield from _lines(
            connection,
            (JournalRow.office == own)
            & (JournalRow.stream == stream)
            & (JournalRow.seq <= have)
            & keyed(JournalRow.owner, JournalRow.matter, part),
        )


def _withheld_duties(
    connection: Connection, own: str, stream: str, have: int, fresh: frozenset[Row]
) -> Iterator[Remembered]:
    """Lines of the own stream that went as bare digests, of duties that an office is told of from now on."""
    for part in chunks(sorted(fresh)):
        for one in _lines(
            connection,
            (JournalRow.office == own)
            & (JournalRow.stream == stream)
            & (JournalRow.seq <= have)
            & (JournalRow.owner == own)
            & (JournalRow.matter == "")
            & JournalRow.entity_id.in_([ident for _, ident in part]),
        ):
            body = _body(one)
            if (body["entity"], body["id"]) in fresh:
                yield one


def _elsewhere(
    connection: Connection, own: str, to_office: str, concern: _Concern, closed: frozenset[Key]
) -> Iterator[Remembered]:
    """What others wrote of matters that concern an office, as far as it has not said that it holds it."""
    receipt = last_receipt(connection, own, to_office)
    held: Mapping[str, Sequence[tuple[int, int]]] = receipt.fragments if receipt is not None else {}
    machines = connection.execute(
        select(func.count()).select_from(Peer).where(Peer.office == to_office, Peer.revoked_at.is_(None))
    ).scalar_one()
    touched = connection.execute(
        select(JournalRow.matter)
        .where(
            JournalRow.owner == to_office, JournalRow.office.not_in((own, to_office)), JournalRow.matter != ""
        )
        .distinct()
    ).scalars()
    # Its own matters are of interest only where somebody else wrote to them; what it wrote itself only to a second PC.
    keys = concern.ever | {(to_office, matter or "") for matter in touched}
    for part in chunks(sorted(keys)):
        among = keyed(JournalRow.owner, JournalRow.matter, part)
        for one in _lines(connection, (JournalRow.office != own) & among):
            key = _key_of(one)
            if one.office == to_office and (one.of or machines < _SEVERAL or key not in concern.now):
                continue
            if any(lo <= one.seq <= hi for lo, hi in held.get(one.stream, ())):
                continue
            seen = key in concern.now or key[0] == to_office
            if (seen and key not in closed) or _redacts(one):
                yield one


def _branches(
    connection: Connection, own: str, to_office: str, closed: frozenset[Key]
) -> Iterator[Remembered]:
    """What an office's copies wrote behind a fork, unless it says that it holds it: each lacks what another wrote."""
    parted = {name: at for (office, name), at in all_branches(connection).items() if office == to_office}
    if not parted:
        return
    receipt = last_receipt(connection, own, to_office)
    held: Mapping[str, Sequence[tuple[int, int]]] = receipt.fragments if receipt is not None else {}
    first: dict[str, int] = {}
    for trunk, fork in parted.values():
        first[trunk] = min(fork, first.get(trunk, fork))
    for stream, fork in sorted({**{name: at for name, (_, at) in parted.items()}, **first}.items()):
        here = (JournalRow.office == to_office) & (JournalRow.stream == stream) & (JournalRow.seq >= fork)
        for one in _lines(connection, here):
            if any(lo <= one.seq <= hi for lo, hi in held.get(one.stream, ())):
                continue
            if _key_of(one) not in closed or _redacts(one):
                yield one


def _lines(connection: Connection, condition: Any) -> list[Remembered]:
    """Whole lines that count, or that wait for a person to decide; none that its office had no right to."""
    waits = (
        (Unfolded.office == JournalRow.office)
        & (Unfolded.stream == JournalRow.stream)
        & (Unfolded.seq == JournalRow.seq)
    )
    branch = (Branch.office == JournalRow.office) & (Branch.stream == JournalRow.stream)
    rows = connection.execute(
        select(
            JournalRow.office,
            JournalRow.stream,
            JournalRow.seq,
            JournalRow.salt,
            JournalRow.line,
            Branch.trunk,
            Unfolded.reason,
        )
        .outerjoin(Unfolded, waits)
        .outerjoin(Branch, branch)
        .where(
            condition,
            JournalRow.line.is_not(None),
            JournalRow.entity.not_in(sorted(STAYS_HOME)),
            Unfolded.reason.is_(None) | Unfolded.reason.in_(_PASSED_ON),
        )
        .order_by(JournalRow.office, JournalRow.stream, JournalRow.seq)
    )
    return [
        Remembered(
            r.office,
            r.stream,
            r.seq,
            r.salt or b"",
            r.line or "",
            r.trunk or "",
            bool(r.trunk) and r.reason == BRANCH,
        )
        for r in rows
    ]


def _matters_of(lines: Sequence[Remembered]) -> frozenset[Key]:
    """The matters that lines are of; a duty is of none."""
    return frozenset(key for one in lines if (key := _key_of(one))[1])


def _key_of(one: Remembered) -> Key:
    body = _body(one)
    return str(body.get("office", one.office)), str(body.get("matter", ""))


def _redacts(one: Remembered) -> bool:
    body = _body(one)
    return body.get("entity") == "matter" and body.get("op") == "redact"


def _body(one: Remembered) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(one.line)
    return found
