"""A township and its district that know each other, and the stick that goes between them."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.access.context import Context
from app.bundles import bundle
from app.bundles.bundle import Facts
from app.bundles.payload import Entry, Remembered
from app.desk import Desk
from app.keys import box
from app.keys.signing import SigningKey
from db.journal import canonical
from db.tables import BY_ENTITY, Base, JournalRow, Matter, Stream, User
from tests.support.offices import Offices


@dataclass
class Pair:
    offices: Offices
    township: Desk
    district: Desk
    stick: Path
    others: list[Desk] = field(default_factory=list)

    def another(self, **answers: object) -> Desk:
        """A further office that the district and it know."""
        desk = self.offices.open(f"other{len(self.others)}", **answers)
        introduce(self.offices.root, desk, self.district)
        self.others.append(desk)
        return desk

    def up(self, desk: Desk | None = None) -> list[Path]:
        return [Path(f.path) for f in (desk or self.township).bundles.send(self.stick)]

    def down(self) -> None:
        """The district answers, and everybody takes it in."""
        for sent in self.district.bundles.send(self.stick):
            reader = next(d for d in (self.township, *self.others) if d.access.office.name == sent.to)
            (taken,) = reader.bundles.receive([Path(sent.path)])
            assert not taken.refused, taken.words

    def round(self, desk: Desk | None = None) -> None:
        """Up, in, answered."""
        for taken in self.district.bundles.receive(self.up(desk)):
            assert not taken.refused, taken.words
        self.down()

    def transport(self, number: str, desk: Desk | None = None) -> str:
        return (desk or self.township).matters.get_matter(number).transport.status

    def check(self) -> None:
        """Every office is whole: chains, replay, read tables."""
        for desk in (self.township, self.district, *self.others):
            report = desk.health.check()
            assert report.ok, report.findings


def introduce(root: Path, one: Desk, other: Desk) -> None:
    """Two offices exchange cards and read their fingerprints out."""
    for giver, taker in ((one, other), (other, one)):
        card = root / f"{giver.access.office.installation}.card"
        info = giver.bundles.write_card(card)
        taker.bundles.trust(card, info.fingerprint)


def context_of(desk: Desk) -> Context:
    return desk._opened.context


def digest_of(desk: Desk) -> str:
    """Of every row of every table."""
    found = hashlib.sha256()
    with context_of(desk).reading() as session:
        for table in Base.metadata.sorted_tables:
            rows = sorted(repr(tuple(row)) for row in session.execute(select(table)))
            found.update(repr((table.name, rows)).encode())
    return found.hexdigest()


def state_of(desk: Desk, office: str) -> dict[str, list[Any]]:
    """The rows of an office's open matters, and of its directory, as a desk holds them."""
    held: dict[str, list[Any]] = {}
    with context_of(desk).reading() as session:
        closed = set(session.scalars(select(Matter.id).where(Matter.office == office, Matter.restricted)))
        for name, model in BY_ENTITY.items():
            if name in {"access", "setting"}:
                continue
            table: Any = model.__table__
            rows = session.execute(select(table).where(table.c.office == office)).mappings()
            held[name] = sorted(
                (dict(r) for r in rows if r["id"] not in closed and r.get("matter") not in closed),
                key=lambda r: r["id"],
            )
    return held


def payload_of(path: Path, reader: Desk) -> str:
    """The decrypted text of a bundle."""
    from app.bundles import archive
    from app.bundles.payload import _lines

    members = archive.unpack(path.read_bytes())
    frame = box.unseal(members.payload, reader._opened.age_key)
    plain = json.loads(members.header)["payload"]["plain_bytes"]
    return "\n".join(line.decode() for line in _lines(frame, plain, ""))


@dataclass
class Forger:
    """Has a township's key, and writes into its stream what the program would not."""

    desk: Desk
    reader: Desk
    folder: Path
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        with context_of(self.desk).reading() as session:
            stream = session.scalars(select(Stream).where(Stream.own)).one()
            self.opening, self.stream = stream.opening, stream.stream
            rows = session.scalars(
                select(JournalRow).where(JournalRow.stream == stream.stream).order_by(JournalRow.seq)
            )
            self.entries = [Entry(r.seq, r.digest, r.salt, r.line, r.head) for r in rows]
            self.user = session.scalars(select(User.id).where(User.office == self.office)).first() or ""
        self.known = len(self.entries)

    @property
    def office(self) -> str:
        return self.desk.access.office.office

    def line(self, entity: str, op: str, **other: Any) -> dict[str, Any]:
        """A change as the township's program would write it, but for what is given."""
        ident = other.pop("id", str(uuid.uuid4()))
        body = {
            "v": 1, "stream": self.stream, "seq": len(self.entries) + 1, "hlc": "1772413200000-000000",
            "wall": "2026-03-02T09:00:00+08:00", "actor": self.user, "entity": entity, "office": self.office, "id": ident,
            "op": op, "base": 0, "fields": {},
        }  # fmt: skip
        if entity in {"matter", "party", "step", "paper"}:
            body |= {"matter": ident if entity == "matter" else "", "custody": 1}
        return {**body, **other}

    def matter(self, **other: Any) -> dict[str, Any]:
        fields = {
            "kind": "dispute", "state": "registered", "rung": "village", "registered_on": "2026-03-02",
            "registered_by": self.user, "rule_set": "2022", "custodian": self.office, "custody": 1, "restricted": False,
            "title": "邻里纠纷", **other.pop("fields", {}),
        }  # fmt: skip
        return self.line("matter", "create", fields=fields, **other)

    def write(self, body: Mapping[str, Any] | None) -> None:
        """Append a change; None appends a withheld one."""
        seq = len(self.entries) + 1
        salt = secrets.token_bytes(16)
        line = canonical({**(body or {"nothing": 1}), "seq": seq})
        entry = Entry.whole(seq, salt, line)
        head = hashlib.sha256((self.entries[-1].head) + entry.digest).digest()
        self.entries.append(Entry(seq, entry.digest, salt if body else None, line if body else None, head))

    def bundle(self, lo: int | None = None, hi: int | None = None, **facts: Any) -> Path:
        """A bundle of lo..hi; without numbers, of everything."""
        lo, hi = lo or 1, hi or len(self.entries)
        info = self.desk.access.office
        signer: SigningKey = facts.pop("signer", self.desk._opened.sign_key)
        history: list[Remembered] = facts.pop("history", [])
        head0 = hashlib.sha256(self.opening.encode()).digest()
        given: dict[str, Any] = {
            "kind": "up",
            "office": info.office,
            "installation": info.installation,
            "stream": self.stream,
            "prev_head": self.entries[lo - 2].head if lo > 1 else head0,
            "opening": self.opening if lo == 1 else "",
            "number": 7,
            **facts,
        }
        built = bundle.build(
            Facts(**given), self.entries[lo - 1 : hi], signer, [self.reader.access.office.age_public], history
        )
        path = self.folder / f"forged-{uuid.uuid4()}.jfb"
        path.write_bytes(built.data)
        return path


@pytest.fixture
def forger(pair: Pair) -> Forger:
    return Forger(pair.township, pair.district, pair.stick)


@pytest.fixture
def pair(offices: Offices) -> Pair:
    made = Pair(offices, offices.open(), offices.district(), offices.root / "stick")
    made.stick.mkdir()
    introduce(offices.root, made.township, made.district)
    return made
