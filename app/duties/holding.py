"""Who held a matter when, as its journal tells: since when it is in whose hands."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engine import chunks
from db.tables import JournalRow, Unfolded

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Moment:
    """What a matter's row said of its holder from a day on.

    Attributes:
        day: on which it was done (not typed in).
        fields: what changed, of those that were asked for.
        why: the action that moved it, or `register`.
    """

    day: date
    fields: Mapping[str, Any]
    why: str


def moments(
    session: Session, office: str, matters: Sequence[str], names: Collection[str]
) -> dict[str, list[Moment]]:
    """The own changes of matters that moved them, in the order of their days.

    Args:
        session: of one consistent view.
        office: the office of origin of all of them.
        matters: their ids.
        names: the columns of the matter that say who holds it.
    """
    waits = (
        (Unfolded.office == JournalRow.office)
        & (Unfolded.stream == JournalRow.stream)
        & (Unfolded.seq == JournalRow.seq)
    )
    asked = (
        select(JournalRow.matter, JournalRow.line, JournalRow.hlc, JournalRow.wall)
        .outerjoin(Unfolded, waits)
        .where(
            JournalRow.owner == office,
            JournalRow.entity.in_(("matter", "step")),
            JournalRow.line.is_not(None),
            Unfolded.seq.is_(None),
        )
        .order_by(JournalRow.hlc, JournalRow.seq)
    )
    lines: dict[str, list[tuple[dict[str, Any], Any, Any]]] = {}
    for part in chunks(sorted(set(matters))):
        for row in session.execute(asked.where(JournalRow.matter.in_(part))):
            lines.setdefault(row.matter or "", []).append((json.loads(row.line), row.hlc, row.wall))
    return {matter: _moved(bodies, names) for matter, bodies in lines.items()}


def _moved(bodies: Sequence[tuple[dict[str, Any], Any, Any]], names: Collection[str]) -> list[Moment]:
    # A step and what it moved are written under one time: the day is the step's.
    done = {hlc: b["fields"].get("done_on") for b, hlc, _ in bodies if b["entity"] == "step"}
    acts = {hlc: b["fields"].get("action") for b, hlc, _ in bodies if b["entity"] == "step"}
    found: list[Moment] = []
    for body, hlc, wall in bodies:
        moved = {n: body["fields"][n] for n in names if n in body["fields"]}
        if body["entity"] != "matter" or not moved:
            continue
        day = body["fields"].get("registered_on") or done.get(hlc) or str(wall)[:10]
        why = "register" if body["op"] == "create" else acts.get(hlc) or body["op"]
        found.append(Moment(date.fromisoformat(day), moved, why))
    return sorted(found, key=lambda m: m.day)


def holders_since(session: Session, keys: Iterable[Key], column: str, name: str) -> dict[Key, date]:
    """Since when matters are in the hands that they are in now.

    Args:
        session: of one consistent view.
        keys: office of origin and id of the matters.
        column: of the matter, that names the holder.
        name: the holder.

    Returns:
        The day on which the holder was last named, or the matter last came to another office with the holder named.
    """
    found: dict[Key, date] = {}
    by_office: dict[str, list[str]] = {}
    for office, matter in keys:
        by_office.setdefault(office, []).append(matter)
    for office, matters in by_office.items():
        for matter, moved in moments(session, office, matters, (column, "custodian")).items():
            holds: tuple[Any, Any] = (None, office)
            for moment in moved:
                now = (moment.fields.get(column, holds[0]), moment.fields.get("custodian", holds[1]))
                if now != holds and now[0] == name:
                    found[office, matter] = moment.day
                holds = now
    return found
