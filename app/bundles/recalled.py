"""Rows of which earlier lines came after later ones: folded again from all that is held of them.

A duty is told to an office from the day on which it concerns it; what was withheld before comes with that. Rows of matters
are settled by `app.matters.custody_rows`; these here belong to no matter and only their own office writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, select

from app.matters.custody_fold import JUDGED_ONCE
from db import taking
from db.engine import chunks
from db.fold import Folding, fold, save
from db.tables import JournalRow, Unfolded

_NO_AUTHOR: Final = "foreign_author"


def fold_rows(connection: Connection, office: str, rows: Iterable[tuple[str, str]]) -> None:
    """Fold rows of an office from nothing, and bring the book of what waits up to what came out.

    Args:
        connection: of a writing transaction; the lines are in the journal already.
        office: whose rows they are, and who alone writes them.
        rows: entity and id.
    """
    wanted = set(rows)
    users = taking.users_of(connection, office)
    lines: list[Any] = []
    for part in chunks(sorted({ident for _, ident in wanted})):
        lines += [r for r in _lines(connection, office, part) if (r.entity, r.entity_id) in wanted]
    told = [(r, {"office": office, **json.loads(r.line)}) for r in lines]
    folding = Folding()
    left: dict[tuple[str, int], str] = {}
    for row, body in sorted(told, key=lambda one: (one[1]["base"], one[0].stream, one[0].seq)):
        once = row.reason if row.reason in JUDGED_ONCE else "" if body["actor"] in users else _NO_AUTHOR
        if reason := once or fold(folding, body):
            left[row.stream, row.seq] = reason
    save(connection, folding)
    for stream in sorted({r.stream for r in lines}):
        waited = {r.seq for r in lines if r.stream == stream and r.reason is not None}
        taking.take_up(connection, office, stream, sorted(waited))
        taking.set_aside(
            connection,
            office,
            stream,
            ((seq, why) for (at, seq), why in sorted(left.items()) if at == stream),
        )


def _lines(connection: Connection, office: str, ids: Iterable[str]) -> list[Any]:
    waits = (
        (Unfolded.office == JournalRow.office)
        & (Unfolded.stream == JournalRow.stream)
        & (Unfolded.seq == JournalRow.seq)
    )
    return list(
        connection.execute(
            select(
                JournalRow.stream,
                JournalRow.seq,
                JournalRow.entity,
                JournalRow.entity_id,
                JournalRow.line,
                Unfolded.reason,
            )
            .outerjoin(Unfolded, waits)
            .where(
                JournalRow.owner == office,
                JournalRow.office == office,
                JournalRow.entity_id.in_(list(ids)),
                JournalRow.line.is_not(None),
            )
        )
    )
