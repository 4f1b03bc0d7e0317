"""The unit of work: state and journal in one transaction, one commit.

Interactive saves are caught in the ORM session after each flush, so a feature cannot forget to journal; bulk ORM writes
are refused. Imports go in by Core through `db.fold`.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session

from db import journal
from db.errors import BadTextError, BulkWriteError
from db.fields import encode
from db.journal import Change, Stamp
from db.tables import Entity, Matter

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from datetime import datetime

    from sqlalchemy import Connection, Engine

SLACK_MS = 300_000
"""So far a clock may run back before its times are doubted."""
_KEPT_BY_NONE = re.compile("[\x00\ud800-\udfff]")
KEYS = frozenset({"office", "id", "version"})
"""Columns of an entity that no change sets."""


@dataclass(slots=True)
class Unit:
    """One unit of work while it is open.

    Attributes:
        session: the ORM session; add, change, flush.
        touched: (office, matter id) of every matter that was written, in order.
        op: how the next flushed changes of existing rows are called in the journal (`set` unless said otherwise); `offer` and
            `append` name new rows too.
        last_seq: seq of the newest change written.
    """

    session: Session
    office: str
    stream: str
    stamp: Stamp
    touched: dict[tuple[str, str], None] = field(default_factory=dict)
    op: str = "set"
    last_seq: int = 0
    fresh: list[Entity] = field(default_factory=list[Entity])
    """New matters, held while the unit is open: the session forgets what nobody holds, and reads it again for each party."""

    @property
    def connection(self) -> Connection:
        """The Core connection of the same transaction."""
        return self.session.connection()

    @contextmanager
    def called(self, op: str) -> Generator[None]:
        """Everything flushed inside is journaled under this operation (void, close, reopen …)."""
        self.session.flush()
        before, self.op = self.op, op
        try:
            yield
            self.session.flush()
        finally:
            self.op = before


class HybridClock:
    """Times that never run backwards within an installation, for display between streams.

    A wall clock set back is noticed: `doubtful` is then true and the entries are marked 时间存疑.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._last = (0, 0)
        self.doubtful = False

    def stamp(self, actor: str) -> Stamp:
        """The next time."""
        moment = self._now()
        wall = int(moment.timestamp() * 1000)
        millis, count = self._last
        self.doubtful = wall < millis - SLACK_MS
        self._last = (wall, 0) if wall > millis else (millis, count + 1)
        return Stamp(actor, f"{self._last[0]:013d}-{self._last[1]:06d}", moment.isoformat(timespec="seconds"))

    @property
    def is_behind(self) -> bool:
        """Whether the clock on the wall stands now behind something that was written already."""
        return int(self._now().timestamp() * 1000) < self._last[0] - SLACK_MS

    def observe(self, hlc: str) -> None:
        """Start from a time that was written earlier (the newest in the journal)."""
        millis, _, count = hlc.partition("-")
        self._last = max(self._last, (int(millis), int(count)))


class Store:
    """An opened database of one installation.

    Args:
        engine: from `db.engine.open_engine`.
        office: this office's id.
        stream: this installation's stream.
        now: the clock; tests pass a fixed one.
        derive: called before each commit with the unit, when matters were touched; keeps the read tables true.
    """

    def __init__(
        self,
        engine: Engine,
        office: str,
        stream: str,
        now: Callable[[], datetime],
        derive: Callable[[Unit], None],
    ) -> None:
        self.engine = engine
        self.office = office
        self.stream = stream
        self.now = now
        self.clock = HybridClock(now)
        self._derive = derive
        with engine.connect() as connection:
            newest = connection.execute(
                select(journal.JournalRow.hlc)
                .where(journal.JournalRow.office == office, journal.JournalRow.stream == stream)
                .order_by(journal.JournalRow.seq.desc())
                .limit(1)
            ).scalar()
        if newest:
            self.clock.observe(newest)

    @contextmanager
    def writing(self, actor: str) -> Generator[Unit]:
        """A clerk's act: everything inside is one transaction, rolled back unless it ends well."""
        connection = self.engine.connect().execution_options(writing=True)
        session = Session(bind=connection, expire_on_commit=False, autoflush=True)
        unit = Unit(session, self.office, self.stream, self.clock.stamp(actor))

        def journaled(flushed: Session, _context: object) -> None:
            _after_flush(flushed, unit)

        event.listen(session, "before_flush", _before_flush)
        event.listen(session, "after_flush", journaled)
        event.listen(session, "do_orm_execute", _refuse_bulk)
        try:
            yield unit
            session.flush()
            if unit.touched:
                self._derive(unit)
                session.flush()
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()
            connection.close()

    @contextmanager
    def reading(self) -> Generator[Session]:
        """A consistent view for queries; nothing can be written in it."""
        with Session(self.engine, autoflush=False) as session:
            event.listen(session, "before_flush", _refuse_flush)
            yield session
            # Rows that were handed out keep what they hold: a rollback would empty them.
            session.expunge_all()
            session.rollback()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def _refuse_flush(session: Session, _context: object, _instances: object) -> None:
    raise BulkWriteError("write_in_reading", repr(list(session.dirty)))


def _refuse_bulk(state: ORMExecuteState) -> None:
    if state.is_update or state.is_delete or state.is_insert:
        raise BulkWriteError("bulk_orm_write", str(state.statement)[:80])


def clean_text(name: str, value: str) -> str:
    """NFC, and none of what engines keep differently.

    Raises:
        BadTextError: the text holds U+0000 or half a surrogate pair.
    """
    if _KEPT_BY_NONE.search(value):
        raise BadTextError("bad_text", name)
    return unicodedata.normalize("NFC", value)


def _before_flush(session: Session, _context: object, _instances: object) -> None:
    for row in session.new | session.dirty:
        if not isinstance(row, Entity):
            continue
        state = inspect(row)
        for attribute in state.attrs:
            value = attribute.value
            if isinstance(value, str) and attribute.history.has_changes():
                cleaned = clean_text(attribute.key, value)
                if cleaned != value:
                    setattr(row, attribute.key, cleaned)
        if row in session.dirty and session.is_modified(row):
            row.version += 1


def _after_flush(session: Session, unit: Unit) -> None:
    changes: list[Change] = []
    for row in session.deleted:
        if isinstance(row, Entity):
            raise BulkWriteError("delete", f"{row.entity} {row.id}: nothing is ever deleted; void it")
    order = {e: i for i, e in enumerate(Entity.__subclasses__())}
    for row in sorted((r for r in session.new if isinstance(r, Entity)), key=lambda r: order[type(r)]):
        op = unit.op if unit.op in journal.FOUNDING else "create"
        if isinstance(row, Matter):
            unit.fresh.append(row)
        changes.append(_change(session, unit, row, op, 0, _values(row)))
    for row in session.dirty:
        if isinstance(row, Entity) and (fields := _changed(row)):
            changes.append(_change(session, unit, row, unit.op, row.version - 1, fields))
    if changes:
        unit.last_seq = journal.append(session.connection(), unit.office, unit.stream, changes, unit.stamp)


def _values(row: Entity) -> dict[str, Any]:
    columns = type(row).__table__.columns
    values = {c.key: encode(getattr(row, c.key)) for c in columns if c.key not in KEYS}
    return {k: v for k, v in values.items() if v is not None}


def _changed(row: Entity) -> dict[str, Any]:
    return {
        a.key: encode(a.value)
        for a in inspect(row).attrs
        if a.key not in KEYS and a.history.has_changes() and a.history.added != a.history.deleted
    }


def _change(session: Session, unit: Unit, row: Entity, op: str, base: int, fields: dict[str, Any]) -> Change:
    matter = row.matter_key()
    custody = 0
    if matter:
        unit.touched[row.office, matter] = None
        found = session.get(Matter, (row.office, matter)) if not isinstance(row, Matter) else row
        custody = found.custody if found is not None else 0
    return Change(row.entity, row.office, row.id, op, base, fields, matter, custody)
