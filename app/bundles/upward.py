"""What the office above may see whole: everything, or only what was escalated to it, assigned by it, or ordered about.

The rest goes as coded rows (`app.bundles.coded_rows`). What becomes whole later brings its withheld lines along: a bundle
that carries them ends at a seq of the own stream, and they are there once that is receipted (`Shown`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, delete, func, select

from app.access.reporting import Way, way_of
from app.bundles.addressed import PARENTS
from app.matters.whole import asked_whole
from db.engine import insert_many
from db.journal import FOUNDING, STAYS_HOME
from db.tables import (
    BY_ENTITY,
    DUTIES,
    JournalRow,
    Matter,
    Receipted,
    Sent,
    Shown,
    Stream,
)

Key = tuple[str, str]
Thing = tuple[str, str, str]
"""Entity, office and id of a matter or a duty."""
EVERYTHING: Final = "*"
ALWAYS_CODED: Final = frozenset(
    {
        *("round", "round_return", "say_session", "meeting", "visit_plan"),
        *("roster_day", "publicity", "duty_letter", "duty_item", "award_list"),
    }
)
"""Duties that are about no one matter, and whose words may speak of citizens: of these only the rows go up."""
ABOUT: Final[Mapping[str, Any]] = {
    model.entity: model for model in DUTIES if hasattr(model, "about") and model.entity not in STAYS_HOME
}
"""Duties about a matter: whole where that is, else a row."""
CODED_DUTIES: Final = ALWAYS_CODED | ABOUT.keys()
PICTURES: Final = "enclosure"


@dataclass(frozen=True, slots=True)
class View:
    """What the office above may see of this one.

    Attributes:
        way: see `way_of`.
        matters: of this office, that it may see whole; with `whole` nobody asks.
        duties: (entity, id) of this office's, the same; only of `CODED_DUTIES`.
        shown: what went with a bundle that carried its withheld lines: the stream and seq behind which it is there.
        receipted: how far the office above holds each own stream.
    """

    own: str
    way: Way | None
    matters: frozenset[Key] = frozenset()
    duties: frozenset[tuple[str, str]] = frozenset()
    shown: Mapping[Thing, tuple[str, int]] = field(default_factory=dict[Thing, tuple[str, int]])
    receipted: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def all(self) -> bool:
        """Everything may be seen."""
        return self.way != "coded"

    def sees(self, row: Any) -> bool:
        """Whether a line of this office's may be seen: a journal row's entity, id, owner and matter."""
        if self.all:
            return True
        if row.matter:
            # What another office handed here came through the one above.
            return row.owner != self.own or (row.owner, row.matter) in self.matters
        if row.entity == PICTURES:
            return (row.entity, row.entity_id) in self.duties
        return row.entity not in CODED_DUTIES or (row.entity, row.entity_id) in self.duties

    def is_there(self, thing: Thing) -> bool:
        """Whether what was withheld of a thing went up, and is there."""
        place = self.shown.get(thing)
        return place is not None and self.receipted.get(place[0], 0) >= place[1]

    @property
    def fresh(self) -> frozenset[Thing]:
        """What may be seen and was not, or not receipted yet: what was withheld of it has to go."""
        told = {("matter", *key) for key in self.matters} | {(e, self.own, i) for e, i in self.duties}
        return frozenset(thing for thing in told if not self.is_there(thing))

    @property
    def recalls_all(self) -> bool:
        """Whether everything that was withheld has to go: the office chose to send whole matters."""
        return self.way == "whole" and not self.is_there((EVERYTHING, "", ""))


def view_up(connection: Connection, own: str, peer: str) -> View:
    """What the office above may see.

    Args:
        connection: of one consistent view.
        own: this office.
        peer: the office above.
    """
    way = way_of(connection, own)
    if way is None:
        return View(own, None)
    shown: dict[Thing, tuple[str, int]] = {
        (r.entity, r.owner, r.id): (r.stream, r.seq)
        for r in connection.execute(select(Shown.__table__).where(Shown.office == own, Shown.peer == peer))
    }
    far: dict[str, int] = dict.fromkeys(
        connection.execute(select(Stream.stream).where(Stream.office == own, Stream.own)).scalars(), 0
    )
    for row in connection.execute(
        select(Receipted.stream, Receipted.seq).where(Receipted.office == own, Receipted.peer == peer)
    ):
        far[row.stream] = row.seq
    if way == "whole":
        return View(own, way, shown=shown, receipted=far)
    matters = {(own, i) for i in asked_whole(connection, own, [peer])} | {
        (o, i) for e, o, i in shown if e == "matter"
    }
    closed = {
        (r.office, r.id)
        for r in connection.execute(select(Matter.office, Matter.id).where(Matter.restricted))
    }
    matters -= closed
    kept = {(e, i) for e, _, i in shown if e != "matter"}
    duties = _duties(connection, own, matters, closed, kept)
    return View(own, way, frozenset(matters), duties, shown, far)


def _duties(
    connection: Connection, own: str, matters: set[Key], closed: set[Key], kept: set[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    """Duties about matters that may be seen, their parts, and what answers another office's."""
    found: set[tuple[str, str]] = set(kept)
    shut: set[tuple[str, str]] = set()
    for entity, model in ABOUT.items():
        rows = connection.execute(
            select(model.id, model.about_office, model.about).where(
                model.office == own, model.about.is_not(None)
            )
        )
        for row in rows:
            key = (row.about_office or "", row.about)
            if key in closed:
                shut.add((entity, row.id))
            elif key in matters or key[0] not in ("", own):
                found.add((entity, row.id))
    for entity, (whole, column, office) in PARENTS.items():
        if entity not in ABOUT:
            continue
        table: Any = BY_ENTITY[entity].__table__
        parent = table.c[office] if office else table.c.office
        for row in connection.execute(
            select(table.c.id, table.c[column].label("whole"), parent.label("of")).where(
                table.c.office == own
            )
        ):
            if row.of != own or (whole, row.whole) in found:
                found.add((entity, row.id))
            if row.of == own and (whole, row.whole) in shut:
                shut.add((entity, row.id))
    found -= shut
    pictures: Any = BY_ENTITY[PICTURES].__table__
    for row in connection.execute(
        select(pictures.c.id, pictures.c.of_entity, pictures.c.of_id).where(pictures.c.office == own)
    ):
        if row.of_entity not in CODED_DUTIES or (row.of_entity, row.of_id) in found:
            found.add((PICTURES, row.id))
    return frozenset(found)


def note_shown(connection: Connection, own: str, peer: str, places: Mapping[Thing, tuple[str, int]]) -> None:
    """What was withheld of these things is there behind a stream's seq; what was noted before stays as it was noted."""
    known = {
        (r.entity, r.owner, r.id)
        for r in connection.execute(
            select(Shown.entity, Shown.owner, Shown.id).where(Shown.office == own, Shown.peer == peer)
        )
    }
    rows: list[dict[str, Any]] = [
        {"office": own, "peer": peer, "entity": e, "owner": o, "id": i, "stream": stream, "seq": seq}
        for (e, o, i), (stream, seq) in sorted(places.items())
        if (e, o, i) not in known
    ]
    insert_many(connection, Shown.__table__, rows)  # pyright: ignore[reportArgumentType]


def from_now_on(connection: Connection, own: str) -> None:
    """The office stops sending whole matters: what went whole, or is on its way, stays whole.

    Called before the setting changes.
    """
    way = way_of(connection, own)
    if way == "coded":
        return
    stars = {
        row.peer: (row.stream, row.seq)
        for row in connection.execute(
            select(Shown.__table__).where(Shown.office == own, Shown.entity == EVERYTHING)
        )
    }
    sent = connection.execute(
        select(Sent.to_office, Sent.stream, func.max(Sent.hi).label("hi"))
        .where(Sent.office == own, Sent.kind == "up")
        .group_by(Sent.to_office, Sent.stream)
    ).all()
    for row in sent:
        star = stars.get(row.to_office)
        if way == "whole" and star is None:
            # It was chosen and never carried out.
            continue
        made = connection.execute(
            select(JournalRow.entity, JournalRow.owner, JournalRow.entity_id, JournalRow.seq).where(
                JournalRow.office == own,
                JournalRow.stream == row.stream,
                JournalRow.seq <= row.hi,
                JournalRow.owner == own,
                JournalRow.op.in_(sorted(FOUNDING)),
                JournalRow.entity.in_(["matter", PICTURES, *sorted(CODED_DUTIES)]),
            )
        ).all()
        places: dict[Thing, tuple[str, int]] = {}
        for one in made:
            earlier = star is not None and (star[0] != row.stream or one.seq <= star[1])
            place = star if star is not None and earlier else (row.stream, one.seq)
            places[one.entity or "", one.owner or "", one.entity_id or ""] = place
        note_shown(connection, own, row.to_office, places)
    connection.execute(delete(Shown).where(Shown.office == own, Shown.entity == EVERYTHING))
