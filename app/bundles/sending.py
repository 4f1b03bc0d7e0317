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
from app.bundles.payload import Entry
from db import taking
from db.journal import STAYS_HOME
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
    """

    lo: int = 1
    hi: int = 0
    whole: frozenset[int] = frozenset()
    cuts: tuple[tuple[int, int], ...] = ()
    matters: tuple[frozenset[tuple[str, str]], ...] = ()
    plain: int = 0
    stream: str = ""

    @property
    def all_matters(self) -> frozenset[tuple[str, str]]:
        """Of all bundles together."""
        return frozenset[tuple[str, str]]().union(*self.matters)

    @property
    def size(self) -> int:
        """Bytes to expect on the stick."""
        return self.plain // PRESSED + 2000 * len(self.cuts)


def former_streams(connection: Connection, context: Context) -> tuple[str, ...]:
    """This PC's streams before it was restored from a backup: what of them never arrived still goes up, before the new one."""
    rows = connection.execute(
        select(Stream.stream).where(
            Stream.office == context.office.office, Stream.own, Stream.stream != context.store.stream
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
    connection: Connection, context: Context, to_office: str, part_plain: int = 0, stream: str = ""
) -> Plan:
    """Plan what goes to the office above.

    Args:
        connection: of one consistent view.
        context: the opened office.
        to_office: the office above.
        part_plain: bytes of text after which a new bundle begins; tests make it small.
        stream: of this PC; today's where none is named.
    """
    own, stream = context.office.office, stream or context.store.stream
    have = receipted(connection, own, to_office, stream)
    rows = changes_behind(connection, own, stream, have)
    closed = {
        (r.office, r.id)
        for r in connection.execute(select(Matter.office, Matter.id).where(Matter.restricted))
    }
    duties = closed_duties(connection, own) if closed else frozenset[tuple[str, str]]()
    shown = [
        r
        for r in rows
        if r.size is not None
        and r.entity not in STAYS_HOME
        and (r.entity, r.entity_id) not in duties
        and (not r.matter or (r.owner, r.matter) not in closed or _restricts(connection, own, stream, r))
    ]
    if not shown:
        return Plan(have + 1)
    return replace(cut(rows, {r.seq for r in shown}, part_plain or payload.PART_PLAIN), stream=stream)


def cut(rows: Sequence[Any], whole: set[int], limit: int) -> Plan:
    """Cut a range behind the last change that is shown, and into bundles of about `limit` bytes of text."""
    lo, hi = rows[0].seq, max(whole)
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


def _restricts(connection: Connection, own: str, stream: str, row: Any) -> bool:
    """Whether a line of a restricted matter is the one that closes it at an office that may hold it open."""
    if row.op != "redact" or row.entity != "matter":
        return False
    if row.owner != own:
        # What was handed down to us stands open above.
        return True
    made = connection.execute(
        select(JournalRow.seq).where(
            JournalRow.office == own,
            JournalRow.stream == stream,
            JournalRow.owner == row.owner,
            JournalRow.matter == row.matter,
            JournalRow.entity == "matter",
            JournalRow.entity_id == row.matter,
            JournalRow.op == "create",
        )
    ).scalar()
    # A bundle that was made before the line was written showed the matter openly, arrived or not.
    went = select(Sent.bundle).where(
        Sent.office == own,
        Sent.stream == stream,
        Sent.kind == "up",
        Sent.lo <= (made or 0),
        Sent.hi >= (made or 0),
        Sent.hi < row.seq,
    )
    return made is not None and connection.execute(went.limit(1)).first() is not None


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
            matters=len(plan.matters[part - 1]),
            changes=sum(e.line is not None for e in entries),
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
