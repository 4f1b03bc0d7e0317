"""The health check: the pages of the file, the chain of every stream, and state against replayed journal."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

from sqlalchemy import Connection, Table, func, select, text

from app.access.context import Context
from app.attachments.service import Attachments
from app.bundles.coded_in import coded_bodies
from app.bundles.coded_rows import FACT, state_of
from app.health.values import Finding, Report
from db import journal
from db.branches import all_branches, head_at
from db.fold import replay
from db.tables import ENTITIES, Fact, JournalRow, Listing, Matter, Stream


class Health:
    """Checks the opened office; nothing is changed."""

    def __init__(self, context: Context, attachments: Attachments) -> None:
        self._context = context
        self._attachments = attachments

    def check(self) -> Report:
        """Everything: pages, chains, replay, read tables, and every byte of the attachments."""
        with self._context.reading() as session:
            connection = session.connection()
            found = [
                *_pages(connection),
                *_chains(connection),
                *_replayed(connection),
            ]
            found += _listed(connection)
            changes = connection.scalar(select(func.count()).select_from(JournalRow)) or 0
            matters = connection.scalar(select(func.count()).select_from(Matter)) or 0
        found += [Finding(*told) for told in self._attachments.faults()]
        return Report(not found, tuple(found), changes, matters)

    def replay(self) -> Report:
        """Only journal against state."""
        with self._context.reading() as session:
            connection = session.connection()
            found = [*_chains(connection), *_replayed(connection)]
            changes = connection.scalar(select(func.count()).select_from(JournalRow)) or 0
            matters = connection.scalar(select(func.count()).select_from(Matter)) or 0
        return Report(not found, tuple(found), changes, matters)


def _pages(connection: Connection) -> list[Finding]:
    said = [str(row[0]) for row in connection.execute(text("PRAGMA cipher_integrity_check"))]
    said += [str(r[0]) for r in connection.execute(text("PRAGMA quick_check")) if str(r[0]) != "ok"]
    if not said:
        return []
    return [Finding("damaged_pages", f"数据库文件有损坏的页（{said[0]}），请立即用最近的备份恢复。")]


def _chains(connection: Connection) -> list[Finding]:
    found: list[Finding] = []
    parted = all_branches(connection)
    for stream in connection.execute(select(Stream.__table__)).all():
        head, first = journal.opening_head(stream.opening), 1
        if (at := parted.get((stream.office, stream.stream))) is not None:
            # A branch goes on behind the change that it has in common with its stream.
            first, head = at[1], head_at(connection, stream.office, at[0], at[1] - 1) or b""
        rows = connection.execute(
            select(JournalRow.seq, JournalRow.salt, JournalRow.line, JournalRow.digest, JournalRow.head)
            # What a restored stream lacks may have come back as the history of matters, without a chain.
            .where(
                JournalRow.office == stream.office,
                JournalRow.stream == stream.stream,
                JournalRow.head != b"",
            )
            .order_by(JournalRow.seq)
        )
        last = first - 1
        for expected, row in enumerate(rows, start=first):
            last = expected
            head = journal.next_head(head, row.digest)
            whole = row.line is None or (row.salt and journal.digest_of(row.salt, row.line) == row.digest)
            if row.seq != expected or row.head != head or not whole:
                found.append(Finding("chain_broken", f"修改记录在第 {row.seq} 条处被改动或缺失。"))
                break
        else:
            if last != stream.seq or head != stream.head:
                found.append(Finding("chain_cut", "修改记录的末尾缺失。"))
    return found


def _replayed(connection: Connection) -> list[Finding]:
    """State tables are a fold of the journal: replayed from nothing, they come out equal.

    Office by office: a district's journal would not fit into an old PC's memory at once.
    """
    coded = coded_bodies(connection)
    owners = {o for o in connection.execute(select(JournalRow.owner).distinct()).scalars() if o}
    owners |= {key[0] for bodies in coded.values() for key in bodies}
    differing: Counter[str] = Counter()
    for owner in sorted(owners):
        folded = replay(connection, owner=owner).rows
        for entity in ENTITIES:
            name, table = entity.entity, cast("Table", entity.__table__)
            rows = connection.execute(select(table).where(table.c.office == owner)).mappings()
            state: dict[str, Any] = {row["id"]: dict(row) for row in rows}
            told: dict[str, Any] = {key[2]: row for key, row in folded.items() if key[0] == name}
            # What came as rows stands in no journal: it was kept as it came.
            for key, body in coded.get(name, {}).items():
                if key[0] == owner:
                    told[key[1]] = state_of(name, *key, body)
            differing[name] += sum(state.get(key) != told.get(key) for key in state.keys() | told.keys())
    for entity in ENTITIES:
        # Rows of an office that no line speaks of came from nowhere.
        table = cast("Table", entity.__table__)
        stray = select(func.count()).select_from(table).where(table.c.office.not_in(sorted(owners)))
        differing[entity.entity] += connection.scalar(stray) or 0
    return [
        Finding("replay_differs", f"{name} 有 {count} 条与修改记录推演的结果不一致。")
        for name, count in differing.items()
        if count
    ]


def _listed(connection: Connection) -> list[Finding]:
    matters = connection.scalar(select(func.count()).select_from(Matter).where(Matter.restricted == False))  # noqa: E712
    listed = connection.scalar(select(func.count()).select_from(Listing))
    counted = connection.scalar(select(func.count()).select_from(Fact).where(Fact.coded == False))  # noqa: E712
    found: list[Finding] = []
    if matters != listed:
        found.append(Finding("listing_differs", f"台账索引有 {listed} 条，事项有 {matters} 件，请重建索引。"))
    coded = {
        (r["office"], r["matter"]): dict(r)
        for r in connection.execute(select(Fact.__table__).where(Fact.coded)).mappings()
    }
    told = {key: state_of(FACT, *key, body) for key, body in coded_bodies(connection).get(FACT, {}).items()}
    if differing := [key for key in coded.keys() | told.keys() if coded.get(key) != told.get(key)]:
        found.append(
            Finding(
                "coded_differ", f"统计底表有 {len(differing)} 条与乡镇报来的统计行不一致，请联系系统管理员。"
            )
        )
    if matters != counted:
        found.append(Finding("facts_differ", f"统计底表有 {counted} 条，事项有 {matters} 件，请重建索引。"))
    return found
