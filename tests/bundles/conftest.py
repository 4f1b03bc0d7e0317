"""A township that sends, a district that receives, and what lies between them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from app.bundles import archive, bundle, chain
from app.bundles.archive import Members
from app.bundles.bundle import Built, Facts, Peer
from app.bundles.header import SIGNED_PREFIX
from app.bundles.payload import Entry
from app.bundles.sequence import Held
from app.keys import box
from app.keys.box import AgeKey
from app.keys.signing import SigningKey


@dataclass
class Office:
    """An installation with its keys and its stream."""

    name: str
    sign: SigningKey = field(default_factory=SigningKey.generate)
    age: AgeKey = field(default_factory=AgeKey.generate)
    entries: list[Entry] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)

    @property
    def stream(self) -> str:
        return f"stream-{self.name}"

    @property
    def opening(self) -> str:
        return json.dumps({"v": 1, "stream": self.stream, "office": self.name}, separators=(",", ":"))

    @property
    def peer(self) -> Peer:
        return Peer(self.name, f"pc-{self.name}", f"{self.name}单位", self.sign.public)

    def line(self, at: int, **other: object) -> str:
        body = {
            "v": 1, "stream": self.stream, "seq": at, "hlc": "h", "wall": "2026-11-22T09:14:03+08:00", "actor": "wang",
            "entity": "matter", "office": self.name, "id": f"m{at}", "op": "create", "base": 0,
            "fields": {"title": f"第{at}件：邻里排水\n纠纷", "amount_fen": at * 100},
        }  # fmt: skip
        return json.dumps({**body, **other}, ensure_ascii=False, separators=(",", ":"))

    def write(self, count: int, **other: object) -> None:
        for _ in range(count):
            seq = len(self.entries) + 1
            entry = Entry.whole(
                seq, hashlib.md5(b"%d" % seq, usedforsecurity=False).digest(), self.line(seq, **other)
            )
            self.heads = self.heads or [chain.opening_head(self.opening)]
            self.heads.append(chain.next_head(self.heads[-1], entry.digest))
            self.entries.append(entry)

    def held(self, seq: int) -> Held:
        return Held(seq, self.heads[seq], lambda n: self.heads[n] if 0 <= n <= seq else None)

    def facts(self, lo: int = 1, **other: object) -> Facts:
        facts = Facts(
            kind="up",
            office=self.name,
            installation=f"pc-{self.name}",
            stream=self.stream,
            prev_head=self.heads[lo - 1],
            opening=self.opening if lo == 1 else "",
            number=1,
        )
        return replace(facts, **other)

    def bundle(self, to: Office, lo: int = 1, hi: int | None = None, **other: object) -> Built:
        entries = self.entries[lo - 1 : hi]
        return bundle.build(
            self.facts(lo, **other), entries, self.sign, [to.age.recipient, self.age.recipient]
        )

    def forge(
        self,
        to: Office,
        built: Built,
        *,
        frame: Callable[[bytes], bytes] | None = None,
        payload: bytes | None = None,
        plain_bytes: int | None = None,
        header: dict[str, object] | None = None,
    ) -> bytes:
        """A bundle that is altered and then honestly packed, hashed and signed by this office."""
        members = archive.unpack(built.data)
        sealed = members.payload if payload is None else payload
        if frame is not None:
            sealed = box.seal(frame(box.unseal(members.payload, to.age)), [to.age.recipient])
        fields = {
            **built.header.as_json(),
            "sign_key": self.sign.id,
            "payload": {
                "sha256": hashlib.sha256(sealed).hexdigest(),
                "bytes": len(sealed),
                "plain_bytes": built.header.plain_bytes if plain_bytes is None else plain_bytes,
            },
            **(header or {}),
        }
        return self.sealed_header(json.dumps(fields).encode(), sealed)

    def sealed_header(self, header: bytes, payload: bytes) -> bytes:
        return archive.pack(Members(header, self.sign.sign(SIGNED_PREFIX + header), payload))


@pytest.fixture
def new_office() -> type[Office]:
    return Office


@pytest.fixture
def township() -> Office:
    office = Office("baota")
    office.write(5)
    return office


@pytest.fixture
def district() -> Office:
    return Office("quxin")


@pytest.fixture
def take(township: Office, district: Office) -> Callable[..., bundle.Opened]:
    """The district opens something, trusting the township."""

    def opened(source: object, **other: object) -> bundle.Opened:
        facts = {
            "peers": {township.sign.id: township.peer},
            "identity": district.age,
            "own": district.sign.id,
            **other,
        }
        return bundle.open_bundle(source, **facts)

    return opened


@pytest.fixture
def small(township: Office, district: Office) -> Built:
    return township.bundle(district, 1, 2)
