"""A fork as a person sees it before deciding: which branches there are, since when, and what each of them has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, literal_column, select

from app.bundles import bundle
from app.bundles.bundle import Opened
from app.bundles.office import Exchange, all_peers, name_of, senders
from app.bundles.payload import Entry
from app.bundles.touching import bodies_since
from app.bundles.values import ForkBranch, ForkMatter, ForkView
from app.errors import JiefenError
from db import taking
from db.tables import JournalRow, Matter, Received, Stream

NAMES: Final = "甲乙丙丁戊己庚辛壬癸"
_KEY: Final = 16
"""Hex digits of a branch's key."""
Key = tuple[str, str]


@dataclass(slots=True)
class Chain:
    """One branch as far as it came.

    Attributes:
        fork: its first number that is not the one that is held.
        heads: by number, from the fork on.
        bodies: of the lines that came whole.
        bundles: rows of `Received` that brought it.
        taken: it is the one that is held.
        apart: its first number that no other one that is not held shares, where it parted from another such; else 0.
        withheld: how many came without a line.
    """

    fork: int
    heads: dict[int, bytes] = field(default_factory=dict[int, bytes])
    bodies: dict[int, dict[str, Any]] = field(default_factory=dict[int, dict[str, Any]])
    bundles: list[Any] = field(default_factory=list[Any])
    taken: bool = False
    apart: int = 0

    @property
    def key(self) -> str:
        """Names it: the first digits of its head where it is like no other."""
        return self.heads[self.apart or self.fork].hex()[:_KEY]

    @property
    def last(self) -> int:
        """Its last number."""
        return max(self.heads)

    def take(self, office: str, entries: Sequence[Entry], opened: Opened) -> None:
        """Take what a bundle brings of it."""
        for entry in entries:
            self.heads[entry.seq] = entry.head
            if entry.line is not None:
                self.bodies[entry.seq] = {"office": office, **opened.changes[entry.seq].body}


@dataclass(frozen=True, slots=True)
class Fork:
    """The branches of one stream: the one that is held first; and bundles of which it cannot be told whose they are."""

    office: str
    stream: Any
    first: int
    chains: tuple[Chain, ...]
    unplaced: int


def kept_of(connection: Connection, office: str, stream: str) -> list[Any]:
    """Bundles of a stream that are kept with their content, in the order of their ranges; of two alike the one that came first.

    Two copies of a branch give their bundles the same number: drawn ids would let chance say which of them has its place.
    """
    return list(
        connection.execute(
            select(Received.__table__)
            .where(
                Received.from_office == office,
                Received.stream == stream,
                Received.status.in_(("held", "fork")),
                Received.content.is_not(None),
            )
            .order_by(Received.lo, Received.number, literal_column("received.rowid"))
        )
    )


def fork_of(connection: Connection, exchange: Exchange, office: str, stream: str) -> Fork | None:
    """The branches of a stream that is frozen; None where it is not."""
    row = taking.stream_of(connection, office, stream)
    if row is None or not row.frozen:
        return None
    peers, kept = senders(connection), kept_of(connection, office, stream)
    lowest = min((one.lo for one in kept), default=1)
    held = taking.heads(connection, office, stream, lowest - 1, row.seq)
    others: list[Chain] = []
    tails: list[tuple[Opened, Any]] = []
    unplaced = 0
    for one in kept:
        try:
            opened = bundle.open_bundle(one.content, peers=peers, identity=exchange.age_key, file=one.file)
        except JiefenError:
            unplaced += 1
            continue
        if _place(office, opened, one, held, others):
            continue
        if _goes_on(opened, held, row.seq, tails):
            tails.append((opened, one))
        else:
            unplaced += 1
    if not others:
        return Fork(office, row, 0, (), unplaced)
    for chain in others:
        beside = [other for other in others if other is not chain]
        chain.apart = next(
            (s for s, head in sorted(chain.heads.items()) if all(o.heads.get(s) != head for o in beside)), 0
        )
    first = min(chain.fork for chain in others)
    own = Chain(first, taken=True)
    own.heads = {seq: head for seq, head in held.items() if seq >= first}
    own.bodies = bodies_since(connection, office, stream, first)
    for opened, one in tails:
        own.take(office, [e for e in opened.entries if e.seq > row.seq], opened)
        own.bundles.append(one)
    return Fork(office, row, first, (own, *others), unplaced)


def _goes_on(
    opened: Opened, held: Mapping[int, bytes], have: int, tails: Sequence[tuple[Opened, Any]]
) -> bool:
    """Whether a bundle goes on with what is held, or with another one that does."""
    header = opened.header
    if header.lo - 1 <= have:
        return held.get(header.lo - 1) == header.prev_head
    return any(
        entry.seq == header.lo - 1 and entry.head == header.prev_head
        for before, _ in tails
        for entry in before.entries
    )


def _place(office: str, opened: Opened, row: Any, held: Mapping[int, bytes], others: list[Chain]) -> bool:
    """Find the branch that a bundle is of, or begin one; False where it is of none that is known."""
    header, entries = opened.header, opened.entries
    for chain in others:
        joins = header.lo - 1 in chain.heads and chain.heads[header.lo - 1] == header.prev_head
        overlaps = any(chain.heads.get(e.seq) == e.head for e in entries)
        differs = any(e.seq in chain.heads and chain.heads[e.seq] != e.head for e in entries)
        if (joins or overlaps) and not differs:
            chain.take(office, [e for e in entries if e.seq >= chain.fork], opened)
            chain.bundles.append(row)
            return True
    if held.get(header.lo - 1) != header.prev_head:
        return False
    fork = next((e.seq for e in entries if e.seq in held and held[e.seq] != e.head), 0)
    if not fork:
        return False
    chain = Chain(fork)
    chain.take(office, [e for e in entries if e.seq >= fork], opened)
    chain.bundles.append(row)
    others.append(chain)
    return True


def forks(connection: Connection, exchange: Exchange) -> tuple[ForkView, ...]:
    """Every fork that waits for a decision."""
    rows = connection.execute(
        select(Stream.office, Stream.stream).where(Stream.frozen, Stream.own == False)  # noqa: E712
    ).all()
    found: list[ForkView] = []
    for row in rows:
        fork = fork_of(connection, exchange, row.office, row.stream)
        if fork is not None:
            found.append(_view(connection, exchange, fork))
    return tuple(found)


def _view(connection: Connection, exchange: Exchange, fork: Fork) -> ForkView:
    name, stream = name_of(connection, fork.office), fork.stream
    peer = next((p for p in all_peers(connection) if p.installation == stream.installation), None)
    station = peer.station if peer is not None else ""
    tally: dict[Key, int] = {}
    for chain in fork.chains:
        for key in _matters_of(chain):
            tally[key] = tally.get(key, 0) + 1
    both = {key for key, times in tally.items() if times > 1}
    branches = tuple(
        _branch(connection, chain, NAMES[at % len(NAMES)], both) for at, chain in enumerate(fork.chains)
    )
    why = why_not_decide(exchange, fork)
    on = (
        connection.execute(
            select(JournalRow.wall)
            .where(
                JournalRow.office == fork.office,
                JournalRow.stream == stream.stream,
                JournalRow.seq < fork.first,
                JournalRow.wall.is_not(None),
            )
            .order_by(JournalRow.seq.desc())
            .limit(1)
        ).scalar()
        or ""
    )
    machine = f"{station} 号机" if station not in ("", "1") else "电脑"
    words = (
        f"{name}的{machine}从第 {fork.first} 条变动起分成了 {len(branches)} 支；"
        + (f"{len(both)} 件事项几支都改过" if both else "没有几支都改过的事项")
        if branches
        else f"{name}的变动已停止并入，等另一支的数据包"
    )
    if fork.unplaced:
        words += f"；另有 {fork.unplaced} 个包还看不出属于哪一支，先保存着"
    return ForkView(
        fork.office,
        name,
        stream.stream,
        stream.installation,
        station,
        fork.first,
        on[:10],
        branches,
        len(both),
        fork.unplaced,
        not why,
        why,
        f"{words}。",
    )


def why_not_decide(exchange: Exchange, fork: Fork) -> str:
    """Why this user cannot decide a fork here and now, a sentence; "" where he can."""
    if not exchange.own.is_district:
        return "分成两支的变动由区县的系统管理员裁定，乡镇不能裁定。"
    if exchange.context.user.role != "admin":
        return "只有系统管理员可以裁定。"
    return "" if fork.chains else "另一支的数据包还没有收到，现在不能裁定。"


def _matters_of(chain: Chain) -> dict[Key, list[dict[str, Any]]]:
    found: dict[Key, list[dict[str, Any]]] = {}
    for _, body in sorted(chain.bodies.items()):
        if body.get("matter"):
            found.setdefault((str(body["office"]), str(body["matter"])), []).append(body)
    return found


def _branch(connection: Connection, chain: Chain, name: str, both: set[Key]) -> ForkBranch:
    matters = tuple(_matter(connection, key, bodies, both) for key, bodies in _matters_of(chain).items())
    walls = [str(body["wall"]) for _, body in sorted(chain.bodies.items())]
    changes = chain.last - chain.fork + 1
    withheld = changes - len(chain.bodies)
    others = sum(not body.get("matter") for body in chain.bodies.values())
    numbers = tuple(sorted({int(row.number) for row in chain.bundles}))
    span = ""
    if walls:
        span = f"，{_day(walls[0])}" + (f"至{_day(walls[-1])}" if _day(walls[0]) != _day(walls[-1]) else "")
    words = f"{name}支：第 {chain.fork} 至 {chain.last} 条变动{span}；{len(matters)} 件事项"
    made = sum(one.created for one in matters)
    words += f"（其中新登记 {made} 件）" if made else ""
    words += f"，其他资料 {others} 处" if others else ""
    words += f"；{withheld} 条没有上报内容，看不到" if withheld else ""
    words += (
        "；先收到、已经入账的一支" if chain.taken else f"；第 {'、'.join(map(str, numbers))} 包里，先保存着"
    )
    return ForkBranch(
        chain.key,
        name,
        chain.taken,
        chain.fork,
        chain.last,
        walls[0] if walls else "",
        walls[-1] if walls else "",
        numbers,
        changes,
        withheld,
        matters,
        others,
        f"{words}。",
    )


def _matter(
    connection: Connection, key: Key, bodies: Sequence[Mapping[str, Any]], both: set[Key]
) -> ForkMatter:
    held = connection.execute(
        select(Matter.number, Matter.title, Matter.restricted).where(
            Matter.office == key[0], Matter.id == key[1]
        )
    ).one_or_none()
    number, title = (held.number or "", held.title or "") if held is not None else ("", "")
    closed, created = held is not None and bool(held.restricted), False
    for body in bodies:
        if body["entity"] != "matter":
            continue
        fields: Mapping[str, Any] = body["fields"]
        number, title = str(fields.get("number") or number), str(fields.get("title") or title)
        closed |= body["op"] == "redact" or fields.get("restricted") is True
        created |= body["op"] == "create"
    if closed:
        number, title = "", "检举控告（不显示内容）"
    return ForkMatter(*key, number, title, len(bodies), created, key in both)


def _day(at: str) -> str:
    return f"{int(at[5:7])}月{int(at[8:10])}日"
