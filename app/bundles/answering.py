"""Write receipts: what this office holds of another's streams, what it refused, what it lacks."""

from __future__ import annotations

import secrets
import uuid
from typing import Final

from sqlalchemy import Connection, select, update

from app.bundles.chain import SALT_BYTES, next_head, opening_head
from app.bundles.coded_in import coded_of
from app.bundles.delivering import Parcel
from app.bundles.files_plan import held_for, lacks_for
from app.bundles.judging import NOT_YET
from app.bundles.office import Exchange
from app.bundles.payload import Entry
from app.bundles.receipt import (
    Accepted,
    Missing,
    Quarantined,
    Receipt,
    Refused,
    Ruled,
    opening_line,
    write_receipt,
)
from app.bundles.sequence import missing_ranges
from db.branches import all_branches, head_at
from db.engine import upsert
from db.store import Unit
from db.tables import ForkRuling, JournalRow, ReceiptsOut, Received, Stream, Transfer, Unfolded

_MOST: Final = 5000
"""Rows of one kind in a receipt; the vector says everything that matters."""
OWED: Final = ("up", "assign", "files", "coded")
"""Kinds that are answered."""


def owed(connection: Connection) -> list[str]:
    """Offices from which something came that they were not told of yet."""
    rows = connection.execute(
        select(Received.from_office)
        .where(Received.answered.is_(None), Received.kind.in_(OWED))
        .group_by(Received.from_office)
        .order_by(Received.from_office)
    )
    return list(rows.scalars())


def heard_of(connection: Connection, office: str) -> bool:
    """Whether anything ever came from an office."""
    held = select(Stream.stream).where(Stream.office == office, Stream.own == False)  # noqa: E712
    came = select(Received.bundle).where(Received.from_office == office, Received.kind.in_(OWED))
    return any(connection.execute(q.limit(1)).first() is not None for q in (held, came))


def missing_of(connection: Connection, office: str) -> list[tuple[str, int, int]]:
    """(stream, lo, hi) of everything that bundles from an office wait for."""
    have: dict[str, int] = dict(
        connection.execute(select(Stream.stream, Stream.seq).where(Stream.office == office)).all()  # pyright: ignore[reportArgumentType]
    )
    waiting: dict[str, list[tuple[int, int]]] = {}
    rows = connection.execute(
        select(Received.stream, Received.lo, Received.hi).where(
            Received.from_office == office, Received.status == "held"
        )
    )
    for row in rows:
        waiting.setdefault(row.stream, []).append((row.lo, row.hi))
    return [
        (stream, lo, hi)
        for stream in sorted(waiting)
        for lo, hi in missing_ranges(have.get(stream, 0), waiting[stream])
    ]


def write_next(unit: Unit, exchange: Exchange, office: str, name: str, recipients: tuple[str, ...]) -> Parcel:
    """Give out the next number of the receipts to an office, and say what it has to say.

    The number is given out for good before anything is written: should it never reach a stick, the next one skips it.

    Args:
        unit: of a writing transaction.
        exchange: the opened office.
        office: who is answered.
        name: its name.
        recipients: age keys of its PCs.
    """
    connection, own = unit.connection, exchange.own.office
    row = connection.execute(
        select(ReceiptsOut.__table__).where(ReceiptsOut.office == own, ReceiptsOut.peer == office)
    ).one_or_none()
    if row is None:
        stream, number = str(uuid.uuid4()), 0
        opening = opening_line(stream, own, office)
        head = opening_head(opening)
    else:
        stream, number, opening, head = row.stream, row.number, row.opening, row.head
    line = write_receipt(_receipt(connection, exchange, office, (stream, number + 1, head)))
    entry = Entry.whole(number + 1, secrets.token_bytes(SALT_BYTES), line)
    upsert(
        connection,
        ReceiptsOut.__table__,  # pyright: ignore[reportArgumentType]
        [
            {
                "office": own,
                "peer": office,
                "stream": stream,
                "opening": opening,
                "number": number + 1,
                "head": next_head(head, entry.digest),
            }
        ],
    )
    return Parcel(
        kind="receipt",
        to_office=office,
        name=name,
        recipients=recipients,
        stream=stream,
        prev_head=head,
        opening="" if number else opening,
        entries=[entry],
    )


def told(unit: Unit, office: str, number: int, until: list[tuple[str, str]]) -> None:
    """The receipt lies on the stick: what it named was answered."""
    for installation, bundle in until:
        unit.connection.execute(
            update(Received)
            .where(
                Received.from_office == office,
                Received.installation == installation,
                Received.bundle == bundle,
            )
            .values(answered=number)
        )


def unanswered(connection: Connection, office: str) -> list[tuple[str, str]]:
    """(installation, bundle) of what an office was not told of yet."""
    rows = connection.execute(
        select(Received.installation, Received.bundle).where(
            Received.from_office == office, Received.answered.is_(None), Received.kind.in_(OWED)
        )
    )
    return [(row.installation, row.bundle) for row in rows]


def _receipt(connection: Connection, exchange: Exchange, office: str, at: tuple[str, int, bytes]) -> Receipt:
    streams = connection.execute(
        select(Stream.stream, Stream.seq, Stream.head, Stream.frozen)
        .where(Stream.office == office, Stream.own == False)  # noqa: E712
        .order_by(Stream.stream)
    ).all()
    came = connection.execute(
        select(Received.__table__)
        .where(Received.from_office == office, Received.answered.is_(None), Received.kind.in_(OWED))
        .order_by(Received.at, Received.number)
        .limit(_MOST)
    ).all()
    waits = connection.execute(
        select(Unfolded.stream, Unfolded.seq, Unfolded.reason)
        .where(Unfolded.office == office, Unfolded.decided.is_(None), Unfolded.reason.not_in(NOT_YET))
        .order_by(Unfolded.stream, Unfolded.seq)
        .limit(_MOST)
    ).all()
    return Receipt(
        stream=at[0],
        number=at[1],
        prev=at[2],
        sender=exchange.own.office,
        receiver=office,
        made_at=exchange.at(),
        vector={s.stream: (s.seq, s.head) for s in streams},
        accepted=tuple(
            Accepted(r.bundle, r.stream, r.lo, r.hi, r.head, r.new) for r in came if r.status == "applied"
        ),
        refused=tuple(
            Refused(r.bundle, 0, r.code or r.status, r.sentence or "")
            for r in came
            if r.status in {"refused", "fork"}
        ),
        quarantined=tuple(Quarantined(w.stream, w.seq, w.reason) for w in waits),
        missing=tuple(Missing(*m) for m in missing_of(connection, office)[:_MOST]),
        frozen=tuple(s.stream for s in streams if s.frozen),
        files=held_for(connection, exchange, office),
        lacks=lacks_for(connection, exchange, office),
        fragments=_fragments(connection, exchange.own.office, office),
        coded=coded_of(connection, exchange.own.office, office),
        ruled=_ruled(connection, exchange.own.office, office),
    )


def _ruled(connection: Connection, own: str, office: str) -> tuple[Ruled, ...]:
    """What this office decided of the forks in another's streams, as it stands now.

    Where a further copy was heard of later and goes on after all, what was decided before has another head: the one that
    goes on is always the one that has the stream's name.
    """
    rows = connection.execute(
        select(ForkRuling.__table__)
        .where(ForkRuling.office == own, ForkRuling.to_office == office)
        .order_by(ForkRuling.ruled_on, ForkRuling.id)
    )
    return tuple(
        Ruled(
            r.stream,
            r.fork,
            head_at(connection, office, r.stream, r.fork) or bytes.fromhex(r.head),
            r.ruled_on.isoformat(),
            r.ruled_by,
            r.reason,
        )
        for r in rows
    )


def _given_back(connection: Connection, own: str) -> list[tuple[str, int]]:
    """What came back of this office's own: lines that another copy of it wrote."""
    if not all_branches(connection):
        return []
    rows = connection.execute(
        select(JournalRow.stream, JournalRow.seq)
        .where(JournalRow.office == own, JournalRow.head == b"")
        .order_by(JournalRow.stream, JournalRow.seq)
    )
    return [(row.stream, row.seq) for row in rows]


def _fragments(connection: Connection, own: str, office: str) -> dict[str, tuple[tuple[int, int], ...]]:
    """What is held of streams that came as the history of matters, and of the own ones: it need not be sent again."""
    rows = connection.execute(
        select(JournalRow.stream, JournalRow.seq)
        .join(Transfer, (Transfer.office == JournalRow.owner) & (Transfer.matter == JournalRow.matter))
        .where(JournalRow.office != office, JournalRow.head == b"")
        .distinct()
        .order_by(JournalRow.stream, JournalRow.seq)
    )
    found: dict[str, list[tuple[int, int]]] = {}
    for stream, seq in connection.execute(select(Stream.stream, Stream.seq).where(Stream.own)):
        found[stream] = [(1, seq)] if seq else []
    for stream, seq in sorted({*((r.stream, r.seq) for r in rows), *_given_back(connection, own)}):
        ranges = found.setdefault(stream, [])
        if ranges and ranges[-1][1] == seq - 1:
            ranges[-1] = (ranges[-1][0], seq)
        else:
            ranges.append((seq, seq))
    return {stream: tuple(ranges) for stream, ranges in sorted(found.items())}
