"""A bundle of 100,000 changes out and in, against writing the same rows with executemany: in, at most twice."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.desk import Desk
from bench import office
from bench.frame import Bench
from bench.race import Rounds, cost_of
from db.engine import insert_many, open_engine
from db.search.index import DDL
from db.tables import Base, Fact, JournalRow, Listing, Matter, Party, Step

GOAL = 2.0
_PER_MATTER = 5.6
"""Changes of one made-up matter: itself, two parties, its steps."""


def run(bench: Bench) -> None:
    """A township sends all it has; the district takes it in, judges every line, folds, lists and indexes."""
    changes = bench.size.changes
    matters = max(10, int(changes / _PER_MATTER))
    out, into, bare_state, rounds = Rounds(), Rounds(), Rounds(), 1 if changes > 20_000 else bench.size.rounds
    folder = bench.scratch / "township"
    made = office.found(folder)
    office.fill(made, matters)
    made.close()
    for number in range(rounds):
        township, district, stick = _pair(bench, folder, str(number))
        sent: list[Any] = []
        out.ours.append(
            cost_of(lambda desk=township, to=stick, kept=sent: kept.extend(desk.bundles.send(to)))
        )
        out.theirs.append(cost_of(lambda desk=township: _read_journal(desk)))
        files = [Path(one.path) for one in sent]
        taken: list[Any] = []
        into.ours.append(
            cost_of(lambda desk=district, paths=files, kept=taken: kept.extend(desk.bundles.receive(paths)))
        )
        if (
            any(one.refused or one.quarantined for one in taken)
            or sum(one.new for one in taken) < changes * 0.8
        ):
            raise AssertionError([one.words for one in taken][:3])
        got = sum(one.new for one in taken)
        tables = _tables(district)
        bare = cost_of(lambda at=bench.scratch / f"bare{number}.db", rows=tables: _executemany(at, rows))
        into.theirs.append(bare)
        few = {
            name: rows
            for name, rows in tables.items()
            if name not in {"listing", "fact", "search_name", "search_text"}
        }
        bare_state.theirs.append(
            cost_of(lambda at=bench.scratch / f"few{number}.db", rows=few: _executemany(at, rows))
        )
        bare_state.ours.append(into.ours[-1])
        district.close()
        township.close()
    name = f"bundle of {got:,} changes"
    bench.add(
        out.line(
            f"{name}: out",
            0.0,
            notes="plan, press, seal, sign, write, read back; against reading the journal",
        )
    )
    notes = "verify, judge, fold, journal, state, clocks, listing, search; against executemany of the same rows, search too"
    bench.add(into.line(f"{name}: in", GOAL, notes=notes), lambda: _again(bench, folder))
    bench.add(bare_state.line(f"{name}: in, against journal and state alone", 0.0))
    shutil.rmtree(folder)


def _again(bench: Bench, folder: Path) -> None:
    """The first bundle alone, for the profiler."""
    township, district, stick = _pair(bench, folder, "profiled")
    district.bundles.receive([Path(one.path) for one in township.bundles.send(stick)][:1])
    district.close()
    township.close()


def _pair(bench: Bench, folder: Path, mark: str) -> tuple[Desk, Desk, Path]:
    """A copy of the township, a new district that knows it, and a stick."""
    own, stick = bench.scratch / f"township-{mark}", bench.scratch / f"stick-{mark}"
    shutil.copytree(folder, own)
    stick.mkdir()
    township = office.enter(own)
    said = {"role": "district", "name": "武阳区信访局", "code": "621299", "parent_code": "", "short": "武"}
    district = office.found(bench.scratch / f"district-{mark}", **said)
    _introduce(bench.scratch, township, district)
    return township, district, stick


def _introduce(folder: Path, one: Desk, other: Desk) -> None:
    """Two offices exchange cards and read their fingerprints out."""
    for giver, taker in ((one, other), (other, one)):
        card = folder / f"{giver.access.office.installation}.card"
        info = giver.bundles.write_card(card)
        taker.bundles.trust(card, info.fingerprint)


def _connection(desk: Desk) -> Any:
    return desk._opened.context.store.engine.connect()  # noqa: SLF001 - a bench looks behind the desk


def _read_journal(desk: Desk) -> None:
    with _connection(desk) as connection:
        connection.execute(select(JournalRow.seq, JournalRow.digest, JournalRow.salt, JournalRow.line)).all()


def _tables(desk: Desk) -> dict[str, Sequence[Any]]:
    """Every row that the bundles brought, as it stands now."""
    with _connection(desk) as connection:
        found: dict[str, Sequence[Any]] = {
            model.__tablename__: [dict(row) for row in connection.execute(select(model.__table__)).mappings()]
            for model in (Matter, Party, Step, JournalRow, Listing, Fact)
        }
        documents = list(office.documents(connection))
    found["search_name"] = sorted((one.doc, one.name_tokens()) for one in documents)
    found["search_text"] = sorted((one.doc, one.text_tokens()) for one in documents)
    return found


def _executemany(path: Path, tables: dict[str, Sequence[Any]]) -> None:
    """The same rows into an empty database with the same tables, keys and indexes, in one transaction."""
    engine = open_engine(path, secrets.token_bytes(32))
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        Base.metadata.create_all(connection)
        for statement in DDL:
            connection.exec_driver_sql(statement)
        for name, rows in tables.items():
            if name.startswith("search_"):
                connection.exec_driver_sql(f"INSERT INTO {name}(rowid, words) VALUES (?, ?)", list(rows))  # noqa: S608
            else:
                insert_many(connection, Base.metadata.tables[name], rows)
    engine.dispose()
    path.unlink()
