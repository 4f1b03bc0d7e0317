"""What goes up: this PC's own changes after the last one that the office above has receipted.

Changes of accusations, of duties about them, and what stays at home go as bare digests: they prove the chain and say nothing,
and since there are always some of them, not even that there is an accusation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, func, select

from app.access.context import Context
from app.bundles import payload
from app.bundles.addressed import closed_duties
from app.bundles.delivering import Parcel
from app.bundles.header import FIRST_FORMAT, FORMAT
from app.bundles.payload import Entry, Remembered
from app.bundles.upward import CODED_DUTIES, EVERYTHING, PICTURES, Thing, View, view_up
from db import taking
from db.branches import all_branches
from db.journal import FOUNDING, STAYS_HOME
from db.tables import JournalRow, Matter, Receipted, Sent, Stream

_AROUND: Final = 130
"""Bytes of an entry around its line."""
PRESSED: Final = 6
"""How many times smaller a bundle is than its text, roughly; for what is said before it is built."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would go up now.

    Attributes:
        lo, hi: the range, cut behind the last change that is shown; nothing goes where hi is 0.
        whole: seq of every change that is shown.
        cuts: (lo, hi) of each bundle.
        matters: (office, id) of the matters that something is shown of, by bundle.
        plain: bytes of text.
        stream: which it is cut from; "" for today's.
        history: lines that were withheld, of matters and duties that the office above may see whole from now on.
        things: these matters and duties; they are noted when the first bundle lies on the stick.
        more: history is left that needs a bundle of its own.
        withheld: matters of which something is in the range, and nothing is shown.
    """

    lo: int = 1
    hi: int = 0
    whole: frozenset[int] = frozenset()
    cuts: tuple[tuple[int, int], ...] = ()
    matters: tuple[frozenset[tuple[str, str]], ...] = ()
    plain: int = 0
    stream: str = ""
    history: tuple[Remembered, ...] = ()
    things: frozenset[Thing] = frozenset()
    more: bool = False
    withheld: int = 0

    @property
    def all_matters(self) -> frozenset[tuple[str, str]]:
        """Of all bundles together."""
        told = self.things if self.history else frozenset[Thing]()
        recalled = frozenset((owner, ident) for entity, owner, ident in told if entity == "matter")
        return recalled.union(*self.matters)

    @property
    def size(self) -> int:
        """Bytes to expect on the stick."""
        recalled = sum(2 * len(one.line) + 300 for one in self.history)
        return (self.plain + recalled) // PRESSED + 2000 * len(self.cuts)


def former_streams(connection: Connection, context: Context) -> tuple[str, ...]:
    """This PC's streams before it was restored from a backup: what of them never arrived still goes, before the new one."""
    rows = connection.execute(
        select(Stream.stream).where(
            Stream.office == context.office.office,
            Stream.own,
            Stream.stream != context.store.stream,
            # What was written under other keys was receipted before they were left (`app.bundles.following`).
            Stream.installation == context.office.installation,
        )
    )
    return tuple(sorted(rows.scalars()))


def changes_behind(connection: Connection, own: str, stream: str, have: int) -> Sequence[Any]:
    """What stands in a stream of ours behind a place, without the lines themselves: `size` is None where one was redacted."""
    return connection.execute(
        select(
            JournalRow.stream,
            JournalRow.seq,
            JournalRow.entity,
            JournalRow.entity_id,
            JournalRow.owner,
            JournalRow.matter,
            JournalRow.op,
            func.length(JournalRow.line).label("size"),
        )
        .where(JournalRow.office == own, JournalRow.stream == stream, JournalRow.seq > have)
        .order_by(JournalRow.seq)
    ).all()


def plan_up(
    connection: Connection,
    context: Context,
    to_office: str,
    part_plain: int = 0,
    stream: str = "",
    after: int = 0,
    *,
    ends: bool = False,
) -> Plan:
    """Plan what goes to the office above.

    Args:
        connection: of one consistent view.
        context: the opened office.
        to_office: the office above.
        part_plain: bytes of text after which a new bundle begins; tests make it small.
        stream: of this PC; today's where none is named.
        after: of a sending that goes on: what lies up to here was written to the stick a moment ago.
        ends: it does not go on: where rows are reported of matters, all of it goes, since a line that is withheld
            today finds no place later.
    """
    own, today = context.office.office, context.store.stream
    stream = stream or today
    have = max(receipted(connection, own, to_office, stream), after)
    rows = changes_behind(connection, own, stream, have)
    closed = {
        (r.office, r.id)
        for r in connection.execute(select(Matter.office, Matter.id).where(Matter.restricted))
    }
    duties = closed_duties(connection, own) if closed else frozenset[tuple[str, str]]()
    view = view_up(connection, own, to_office)
    open_rows = [
        r
        for r in rows
        if r.size is not None
        and r.entity not in STAYS_HOME
        and (
            not ((r.owner, r.matter) in closed if r.matter else (r.entity, r.entity_id) in duties)
            or _restricts(connection, own, stream, r, view)
        )
    ]
    shown = [r for r in open_rows if view.sees(r) or r.op == "redact"]
    # What was withheld in any stream of this PC rides with today's: that one always goes on.
    recalled = _Recalled() if stream != today else _recall(connection, view, closed, duties, part_plain)
    last = 0
    if ends and not view.all:
        last = max((r.seq for r in rows if r.entity not in STAYS_HOME), default=0)
    if not shown and not recalled.lines and not last:
        return Plan(have + 1, things=recalled.things)
    told = {r.seq for r in shown}
    withheld = {(r.owner, r.matter) for r in open_rows if r.matter} - {(r.owner, r.matter) for r in shown}
    limit = part_plain or payload.PART_PLAIN
    if rows:
        # A bundle whose history alone is new ends at the last change, so that it is receipted by a seq of its own.
        plan = cut(rows, told, limit, rows[-1].seq if recalled.lines and not told else last)
    else:
        plan = Plan(have, have, frozenset(), ((have, have),), (frozenset(),))
    return replace(
        plan,
        stream=stream,
        history=recalled.lines,
        things=recalled.things,
        more=recalled.more,
        withheld=len(withheld),
    )


@dataclass(frozen=True, slots=True)
class _Recalled:
    """Lines that were withheld and go now, of which things, and whether some are left for another bundle."""

    lines: tuple[Remembered, ...] = ()
    things: frozenset[Thing] = frozenset()
    more: bool = False


def _recall(
    connection: Connection,
    view: View,
    closed: set[tuple[str, str]],
    duties: frozenset[tuple[str, str]],
    part_plain: int,
) -> _Recalled:
    """What was withheld of things that the office above may see whole from now on, as much as one bundle holds."""
    fresh = view.fresh if not view.all else frozenset[Thing]()
    if not view.recalls_all and not fresh:
        return _Recalled()
    held = {stream: seq for stream, seq in view.receipted.items() if seq}
    parted = all_branches(connection)
    by_thing: dict[Thing, list[Remembered]] = {}
    sizes: dict[Thing, int] = {}
    for stream, seq in sorted(held.items()):
        rows = connection.execute(
            select(
                JournalRow.seq,
                JournalRow.entity,
                JournalRow.entity_id,
                JournalRow.owner,
                JournalRow.matter,
                JournalRow.salt,
                JournalRow.line,
            )
            .where(
                JournalRow.office == view.own,
                JournalRow.stream == stream,
                JournalRow.seq <= seq,
                JournalRow.owner == view.own,
                JournalRow.line.is_not(None),
                JournalRow.entity.not_in(sorted(STAYS_HOME)),
                (JournalRow.matter != "") | JournalRow.entity.in_([PICTURES, *sorted(CODED_DUTIES)]),
            )
            .order_by(JournalRow.seq)
        )
        for r in rows:
            thing: Thing = (
                ("matter", r.owner or "", r.matter)
                if r.matter
                else (r.entity or "", r.owner or "", r.entity_id or "")
            )
            if (thing not in fresh and not view.recalls_all) or view.is_there(thing):
                continue
            if (thing[1], thing[2]) in closed if thing[0] == "matter" else (thing[0], thing[2]) in duties:
                continue
            trunk = parted.get((view.own, stream), ("", 0))[0]
            one = Remembered(view.own, stream, r.seq, r.salt or b"", r.line or "", trunk)
            by_thing.setdefault(thing, []).append(one)
            sizes[thing] = sizes.get(thing, 0) + _AROUND + 2 * len(one.line)
    limit, size, taken = part_plain or payload.PART_PLAIN, 0, set[Thing]()
    lines: list[Remembered] = []
    for thing, ones in by_thing.items():
        if taken and size + sizes[thing] > limit:
            break
        taken.add(thing)
        lines += ones
        size += sizes[thing]
    more = len(taken) < len(by_thing)
    # What had nothing withheld is noted too: its lines stand whole in the range.
    things = {*taken, *(thing for thing in fresh if thing not in by_thing)}
    if view.recalls_all and not more:
        things.add((EVERYTHING, "", ""))
    return _Recalled(tuple(lines), frozenset(things), more)


def cut(rows: Sequence[Any], whole: set[int], limit: int, until: int = 0) -> Plan:
    """Cut a range behind the last change that is shown, or at `until`, and into bundles of about `limit` bytes of text."""
    lo, hi = rows[0].seq, max(whole | {until})
    cuts: list[tuple[int, int]] = []
    matters: list[frozenset[tuple[str, str]]] = []
    first, size, plain = lo, 0, 0
    named: set[tuple[str, str]] = set()
    for row in rows[: hi - lo + 1]:
        # Chinese takes three bytes a character.
        grown = _AROUND + (2 * row.size if row.seq in whole else 0)
        if size and size + grown > limit:
            cuts.append((first, row.seq - 1))
            matters.append(frozenset(named))
            first, size, named = row.seq, 0, set[tuple[str, str]]()
        size += grown
        plain += grown
        if row.seq in whole and row.matter:
            named.add((row.owner, row.matter))
    cuts.append((first, hi))
    matters.append(frozenset(named))
    return Plan(lo, hi, frozenset(whole), tuple(cuts), tuple(matters), plain)


def _restricts(connection: Connection, own: str, stream: str, row: Any, view: View) -> bool:
    """Whether a line of an accusation, or of a duty about one, is the one that closes it at an office that may hold it open."""
    if row.op != "redact":
        return False
    if row.owner != own:
        # What was handed down to us stands open above.
        return True
    if (row.entity, row.owner, row.entity_id) in view.shown:
        return True
    star = view.shown.get((EVERYTHING, "", ""))
    if view.way == "coded" or (view.way == "whole" and (star is None or star[1] >= row.seq)):
        # Only its row ever went up: that is taken away, and nobody is told why.
        return False
    return _went_up(connection, own, stream, row)


def _went_up(connection: Connection, own: str, stream: str, row: Any) -> bool:
    """Whether a bundle showed openly what is closed now, arrived or not.

    In this stream one from before the line was written; in one that the PC wrote before it was restored any.
    """
    founded = connection.execute(
        select(JournalRow.stream, JournalRow.seq).where(
            JournalRow.office == own,
            JournalRow.owner == row.owner,
            JournalRow.entity == row.entity,
            JournalRow.entity_id == row.entity_id,
            JournalRow.op.in_(sorted(FOUNDING)),
        )
    ).all()
    for made in founded:
        went = select(Sent.bundle).where(
            Sent.office == own,
            Sent.stream == made.stream,
            Sent.kind == "up",
            Sent.lo <= made.seq,
            Sent.hi >= made.seq,
            *([Sent.hi < row.seq] if made.stream == stream else []),
        )
        if connection.execute(went.limit(1)).first() is not None:
            return True
        held = select(Receipted.seq).where(
            Receipted.office == own, Receipted.stream == made.stream, Receipted.seq >= made.seq
        )
        if made.stream != stream and connection.execute(held.limit(1)).first() is not None:
            return True
    return False


def parcels(
    connection: Connection, context: Context, plan: Plan, to: tuple[str, str], recipients: tuple[str, ...]
) -> Iterator[Parcel]:
    """The bundles of a plan, one after the other; only one of them is in memory.

    Args:
        connection: the same view that the plan was made in.
        context: the opened office.
        plan: from `plan_up`.
        to: id and name of the office above.
        recipients: age keys of its PCs.
    """
    own, stream = context.office.office, plan.stream or context.store.stream
    opening = connection.execute(
        select(Stream.opening).where(Stream.office == own, Stream.stream == stream)
    ).scalar_one()
    for part, (lo, hi) in enumerate(plan.cuts, start=1):
        rows = connection.execute(
            select(JournalRow.seq, JournalRow.digest, JournalRow.salt, JournalRow.line)
            .where(JournalRow.office == own, JournalRow.stream == stream, JournalRow.seq.between(lo, hi))
            .order_by(JournalRow.seq)
        )
        entries = [
            Entry(r.seq, r.digest, r.salt, r.line) if r.seq in plan.whole else Entry(r.seq, r.digest)
            for r in rows
        ]
        yield Parcel(
            kind="up",
            to_office=to[0],
            name=to[1],
            recipients=recipients,
            stream=stream,
            prev_head=taking.heads(connection, own, stream, lo - 1, lo - 1)[lo - 1],
            opening=opening if lo == 1 else "",
            entries=entries,
            part=part,
            parts=len(plan.cuts),
            matters=len(plan.all_matters if part == 1 else plan.matters[part - 1]),
            changes=sum(e.line is not None for e in entries) + (len(plan.history) if part == 1 else 0),
            history=plan.history if part == 1 else (),
            min_reader=FORMAT if part == 1 and plan.history else FIRST_FORMAT,
        )


def receipted(connection: Connection, own: str, peer: str, stream: str) -> int:
    """How far another office holds a stream of ours."""
    return (
        connection.execute(
            select(Receipted.seq).where(
                Receipted.office == own, Receipted.peer == peer, Receipted.stream == stream
            )
        ).scalar()
        or 0
    )
