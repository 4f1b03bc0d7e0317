"""What the lines of a branch write to, and which of them wait since the branch that goes on wrote to the same thing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from app.matters.custody_fold import APPENDED, BRANCH
from db.journal import STAYS_HOME
from db.tables import JournalRow, Unfolded

Key = tuple[str, str]
Row = tuple[str, str]
Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Touched:
    """What changes are of: matters, and rows (entity, id) of the writing office that belong to none."""

    matters: set[Key] = field(default_factory=set[Key])
    rows: set[Row] = field(default_factory=set[Row])

    def has(self, body: Body) -> bool:
        """Whether a change is of one of them."""
        if body.get("matter"):
            return (body["office"], body["matter"]) in self.matters
        return (body["entity"], body["id"]) in self.rows

    def add(self, body: Body) -> None:
        """Take a change's."""
        if body.get("matter"):
            self.matters.add((str(body["office"]), str(body["matter"])))
        elif body["entity"] not in STAYS_HOME:
            self.rows.add((str(body["entity"]), str(body["id"])))


def touched_since(connection: Connection, office: str, stream: str, fork: int) -> Touched:
    """What a stream wrote to from a number on."""
    found = Touched()
    for body in bodies_since(connection, office, stream, fork).values():
        found.add(body)
    return found


def bodies_since(connection: Connection, office: str, stream: str, fork: int) -> dict[int, dict[str, Any]]:
    """The whole lines of a stream from a number on, parsed."""
    rows = connection.execute(
        select(JournalRow.seq, JournalRow.line)
        .where(
            JournalRow.office == office,
            JournalRow.stream == stream,
            JournalRow.seq >= fork,
            JournalRow.line.is_not(None),
        )
        .order_by(JournalRow.seq)
    )
    return {row.seq: {"office": office, **json.loads(row.line or "{}")} for row in rows}


def waits_for(body: Body, with_it: Touched) -> bool:
    """Whether a change of a branch that does not go on waits, since the other one wrote to the same thing."""
    if body["entity"] == "matter" and body["op"] == "redact":
        # Restriction is never held up.
        return False
    # A remark touches nothing: it stands beside whatever the other one wrote.
    remark = body["entity"] == "step" and body["fields"].get("action") in APPENDED
    return not remark and with_it.has(body)


def waiting_lines(connection: Connection, office: str, branch: str) -> list[dict[str, Any]]:
    """The lines of a branch that wait for a decision, parsed."""
    rows = connection.execute(
        select(JournalRow.line)
        .join(
            Unfolded,
            (JournalRow.office == Unfolded.office)
            & (JournalRow.stream == Unfolded.stream)
            & (JournalRow.seq == Unfolded.seq),
        )
        .where(Unfolded.office == office, Unfolded.stream == branch, Unfolded.reason == BRANCH)
    )
    return [{"office": office, **json.loads(line)} for line in rows.scalars() if line]
