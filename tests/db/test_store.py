"""Every change is journaled in its own transaction, and nothing passes by."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from db import journal
from db.engine import open_engine
from db.errors import BadTextError, BulkWriteError, DamagedDatabaseError, NewerDatabaseError
from db.fold import replay
from db.migrations import revision_of, upgrade
from db.store import HybridClock, Store
from db.tables import BY_ENTITY, JournalRow, Matter, Party, Stream, Unit
from tests.db.conftest import KEY, OFFICE, STREAM


def matter(ident: str = "m1", **values: Any) -> Matter:
    given: dict[str, Any] = {
        "office": OFFICE,
        "id": ident,
        "kind": "dispute",
        "state": "registered",
        "rung": "village",
        "registered_on": date(2026, 3, 2),
        "registered_by": "u1",
        "rule_set": "2022",
        "custodian": OFFICE,
        **values,
    }
    return Matter(**given)


def lines(store: Store) -> list[dict[str, Any]]:
    with store.reading() as session:
        return [json.loads(x) for x in session.scalars(select(JournalRow.line).order_by(JournalRow.seq)) if x]


def test_a_save_leaves_one_line_for_each_changed_row(store: Store) -> None:
    with store.writing("u1") as unit:
        unit.session.add(matter(title="相邻通行纠纷"))
        unit.session.flush()
        unit.session.add(Party(office=OFFICE, id="p1", matter="m1", role="applicant", name="张天明"))
    with store.writing("u2") as unit:
        row = unit.session.get_one(Matter, (OFFICE, "m1"))
        row.title = "巷道通行纠纷"
    told = lines(store)
    assert [(b["seq"], b["entity"], b["op"], b["base"]) for b in told] == [
        (1, "matter", "create", 0),
        (2, "party", "create", 0),
        (3, "matter", "set", 1),
    ]
    assert told[2]["fields"] == {"title": "巷道通行纠纷"}
    assert told[2]["actor"] == "u2"
    assert told[1]["matter"] == "m1"


def test_a_save_that_changes_nothing_leaves_no_line(store: Store) -> None:
    with store.writing("u1") as unit:
        unit.session.add(matter(title="一"))
    with store.writing("u1") as unit:
        row = unit.session.get_one(Matter, (OFFICE, "m1"))
        row.title = "二"
        row.title = "一"
    assert len(lines(store)) == 1


def test_a_failed_act_leaves_neither_state_nor_journal(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing("u1") as unit:  # noqa: PT012 - what is inside is the act
        unit.session.add(matter())
        unit.session.flush()
        raise RuntimeError
    assert lines(store) == []
    with store.reading() as session:
        assert session.scalars(select(Matter)).all() == []


def test_state_is_a_fold_of_the_journal(store: Store) -> None:
    with store.writing("u1") as unit:
        unit.session.add(matter(title="一", received_on=date(2026, 3, 1), urgent=True, amount_fen=1200))
        unit.session.add(Unit(office=OFFICE, id="x", name="司法所"))
    with store.writing("u1") as unit:
        row = unit.session.get_one(Matter, (OFFICE, "m1"))
        row.urgent = None
        row.state = "accepted"
    with store.engine.connect() as connection:
        folding = replay(connection)
        for (entity, office, ident), told in folding.rows.items():
            table: Any = BY_ENTITY[entity].__table__
            stands = (
                connection.execute(select(table).where(table.c.office == office, table.c.id == ident))
                .mappings()
                .one()
            )
            assert dict(stands) == told
    assert len(folding.rows) == 2


def test_the_chain_proves_itself(store: Store) -> None:
    for i in range(4):
        with store.writing("u1") as unit:
            unit.session.add(matter(f"m{i}"))
    with store.reading() as session:
        stream = session.get_one(Stream, (OFFICE, STREAM))
        head = journal.opening_head(stream.opening)
        for row in session.scalars(select(JournalRow).order_by(JournalRow.seq)):
            assert row.salt is not None
            assert row.line is not None
            assert row.digest == journal.digest_of(row.salt, row.line)
            head = journal.next_head(head, row.digest)
            assert row.head == head
        assert (stream.seq, stream.head) == (4, head)


def test_bulk_writes_deletes_and_writes_while_reading_are_refused(store: Store) -> None:
    with store.writing("u1") as unit:
        unit.session.add(matter())
    with pytest.raises(BulkWriteError), store.writing("u1") as unit:
        unit.session.execute(update(Matter).values(title="x"))
    with pytest.raises(BulkWriteError), store.writing("u1") as unit:
        unit.session.delete(unit.session.get_one(Matter, (OFFICE, "m1")))
    with pytest.raises(BulkWriteError), store.reading() as session:  # noqa: PT012 - a write needs both lines
        session.get_one(Matter, (OFFICE, "m1")).title = "x"
        session.flush()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET line = 'x' WHERE seq = 1",
        "UPDATE journal SET digest = x'00', line = NULL, salt = NULL WHERE seq = 1",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal (office, stream, seq, digest, head) VALUES ('office-1', 'stream-1', 1, x'00', x'00')",
    ],
)
def test_the_journal_is_append_only(store: Store, statement: str) -> None:
    with store.writing("u1") as unit:
        unit.session.add(matter())
    before = lines(store)
    with pytest.raises(DatabaseError, match="append-only"), store.engine.connect() as connection:
        connection.execute(text(statement))
    assert lines(store) == before


def test_a_change_that_moves_into_its_branch_keeps_who_wrote_it(store: Store) -> None:
    with store.writing("u1") as unit:
        unit.session.add(matter())
    declare = (
        "INSERT INTO branch (office, stream, trunk, fork) "
        "SELECT office, 'branch-1', stream, 1 FROM journal WHERE seq = 1"
    )
    move = "UPDATE journal SET stream = 'branch-1'{} WHERE seq = 1"
    with store.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text(declare))
    for also in (", actor = 'u2'", ", op = 'void'", ", matter = 'm2'", ", bundle = 'b'"):
        with pytest.raises(DatabaseError, match="append-only"), store.engine.connect() as connection:
            connection.execute(text(move.format(also)))
    with store.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text(move.format("")))


def test_text_is_kept_in_nfc_and_bad_text_is_refused(store: Store) -> None:
    with store.writing("u1") as unit:
        unit.session.add(matter(title="Cafe\u0301"))
    assert lines(store)[0]["fields"]["title"] == "Caf\u00e9"
    for bad in ("零\x00字", "半\ud800个"):
        with pytest.raises(BadTextError), store.writing("u1") as unit:
            unit.session.add(matter("m2", title=bad))


def test_a_clock_that_steps_back_is_noticed_and_time_still_grows(store: Store) -> None:
    moments = [1_000_000_000, 1_000_000_000 - 3600, 1_000_000_000 + 5]

    clock = HybridClock(lambda: datetime.fromtimestamp(moments.pop(0), UTC))
    first = clock.stamp("u").hlc
    second = clock.stamp("u").hlc
    assert clock.doubtful
    assert first < second < clock.stamp("u").hlc
    assert not clock.doubtful


def test_wrong_key_and_newer_files_are_told_apart(tmp_path: Any) -> None:
    path = tmp_path / "o.db"
    upgrade(path, KEY, backup=lambda: None)
    with pytest.raises(DamagedDatabaseError):
        revision_of(path, b"x" * 32)
    engine = open_engine(path, KEY)
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(NewerDatabaseError, match="9999"):
        upgrade(path, KEY, backup=lambda: None)
