"""Builds, looks at and opens a bundle. Every check stands before the next could cost anything; a refusal changes nothing."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final, Literal

from app.bundles import archive, payload
from app.bundles import header as headers
from app.bundles.archive import Members
from app.bundles.change import IncomingChange, read_change
from app.bundles.header import FIRST_FORMAT, FORMAT, SIGNED_PREFIX, SUITE, Header
from app.bundles.payload import Content, Entry, Remembered
from app.bundles.refusals import refuse
from app.bundles.sequence import Decision, Held, confirm, decide
from app.bundles.source import read_file
from app.keys import box, signing
from app.keys.box import AgeKey
from app.keys.errors import BoxError
from app.keys.signing import SigningKey, key_id

SUFFIX: Final = ".jfb"
JOURNAL_KINDS: Final = frozenset({"up", "assign"})
"""Kinds whose entries are changes of a journal."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a sender knows of the bundle to build.

    Attributes:
        kind: one of :data:`app.bundles.header.KINDS`.
        office: id of the sending office; installation: of this copy of the program.
        stream: the stream whose changes go out.
        prev_head: head before the first entry.
        opening: the stream's opening line, if and only if the first entry is seq 1.
        number: running number of this installation's bundles.
        part: of ``parts`` that were cut from one sending.
        parts: how many.
        roster: version of the roster that the sender holds, 0 for none.
        training: nothing in it is real.
        min_reader: the least format that a reader must know.
        bundle: id of the bundle.
    """

    kind: str
    office: str
    installation: str
    stream: str
    prev_head: bytes
    number: int
    opening: str = ""
    part: int = 1
    parts: int = 1
    roster: int = 0
    training: bool = False
    min_reader: int = FIRST_FORMAT
    bundle: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True, slots=True)
class Built:
    """A finished bundle: its bytes, its header, and the SHA-256 of the file in hex."""

    data: bytes = field(repr=False)
    header: Header
    sha256: str


@dataclass(frozen=True, slots=True)
class Peer:
    """An installation that this office knows by its card or by the roster.

    Attributes:
        office: id; installation: id; name: the office's name, for sentences.
        sign_key: raw Ed25519 public key.
        status: ``trusted``, ``revoked`` or ``not_yet`` valid.
    """

    office: str
    installation: str
    name: str
    sign_key: bytes
    status: Literal["trusted", "revoked", "not_yet"] = "trusted"


@dataclass(frozen=True, slots=True)
class Opened:
    """A bundle that is whole, from whom it says, and for us.

    Attributes:
        header: what it says of itself, now believed.
        peer: who sent it.
        decision: what it means for what is held.
        opening: the stream's opening line where it begins with seq 1, else empty.
        entries: lo..hi, each with its head; empty where all is known already.
        sha256: of the file, in hex.
        changes: what the entries of a journal say, by seq; none of a withheld one.
        history: lines of other ranges and streams, each with what it says.
    """

    header: Header
    peer: Peer
    decision: Decision
    opening: str
    entries: tuple[Entry, ...] = field(repr=False)
    sha256: str
    changes: Mapping[int, IncomingChange] = field(repr=False, default_factory=dict[int, IncomingChange])
    history: tuple[tuple[Remembered, IncomingChange], ...] = field(repr=False, default=())

    @property
    def new_entries(self) -> tuple[Entry, ...]:
        """What is to be applied now: the tail after what is held."""
        if self.decision.verdict != "tail":
            return ()
        return self.entries[self.decision.first - self.header.lo :]


def _nothing_held(_stream: str) -> None:
    return None


def bundle_name(office_code: str, on: date, number: int) -> str:
    """The file's name, ``<office>-<yyyymmdd>-<nnnn>.jfb``."""
    return f"{office_code}-{on:%Y%m%d}-{number:04d}{SUFFIX}"


def build(
    facts: Facts,
    entries: Iterable[Entry],
    signer: SigningKey,
    recipients: Sequence[str],
    history: Sequence[Remembered] = (),
) -> Built:
    """Builds a bundle in memory. Check it with :func:`check_built` before it leaves the house.

    Args:
        facts: what the header says.
        entries: at least one, in order without a gap; about :data:`payload.PART_PLAIN` bytes of lines at most.
        signer: this installation's key.
        recipients: age keys of the receivers; put the sender's own among them, or it cannot check what it built.
        history: lines of other ranges and streams (kind ``assign``).

    Raises:
        ValueError: no entries, a gap, an opening line missing or too much: a bug of the caller.
    """
    kept = list(entries)
    if not kept or any(e.seq != kept[0].seq + i for i, e in enumerate(kept)):
        raise ValueError("a bundle needs entries without a gap")
    if bool(facts.opening) != (kept[0].seq == 1):
        raise ValueError("the opening line goes with seq 1 and with nothing else")
    blank = Header(
        v=FORMAT,
        min_reader=facts.min_reader,
        suite=SUITE,
        bundle=facts.bundle,
        kind=facts.kind,
        office=facts.office,
        installation=facts.installation,
        sign_key=signer.id,
        to=tuple(key_id(box.normal_recipient(r)) for r in recipients),
        stream=facts.stream,
        lo=kept[0].seq,
        hi=kept[-1].seq,
        prev_head=facts.prev_head,
        head=b"",
        count=len(kept),
        number=facts.number,
        part=facts.part,
        parts=facts.parts,
        roster=facts.roster,
        payload_sha256=b"",
        payload_bytes=0,
        plain_bytes=0,
        training=facts.training,
    )
    packed = payload.pack(blank.manifest(), facts.opening, kept, facts.prev_head, history)
    sealed = box.seal(packed.frame, recipients)
    header = replace(
        blank,
        head=packed.head,
        payload_sha256=hashlib.sha256(sealed).digest(),
        payload_bytes=len(sealed),
        plain_bytes=packed.plain_bytes,
    )
    header_bytes = headers.dump(header)
    data = archive.pack(Members(header_bytes, signer.sign(SIGNED_PREFIX + header_bytes), sealed))
    return Built(data, header, hashlib.sha256(data).hexdigest())


def check_built(data: bytes, signer: SigningKey, identity: AgeKey) -> Header:
    """The dry open before and after a bundle is written: opens it wholly, as a receiver would, with the sender's own keys.

    Raises:
        UserError: it would be refused.
    """
    found = look(data)
    own = Peer(found.office, found.installation, "本机", signer.public)
    return open_bundle(data, peers={signer.id: own}, identity=identity).header


def look(source: Path | bytes, file: str = "") -> Header:
    """What a bundle says of itself. Needs no key, and believes nothing yet.

    Args:
        source: the file, or its bytes.
        file: the name for a sentence, where it comes as bytes.

    Raises:
        UserError: the file is not a bundle, is cut off or altered.
        EnvironmentFault: it cannot be read.
    """
    data, file = _bytes_of(source, file)
    members = archive.unpack(data, file)
    return headers.parse(members.header, file=file)


def open_bundle(
    source: Path | bytes,
    *,
    peers: Mapping[str, Peer],
    identity: AgeKey,
    held: Callable[[str], Held | None] = _nothing_held,
    suites: frozenset[int] = frozenset({SUITE}),
    own: str = "",
    file: str = "",
) -> Opened:
    """Opens a bundle wholly or not at all.

    Args:
        source: the file, or its bytes.
        peers: trusted, revoked and not yet valid installations by the key id of their signing key.
        identity: this installation's age key.
        held: what is held of a stream.
        suites: what the office's policy accepts.
        own: key id of this installation's signing key: a bundle of its own is told so.
        file: the name for a sentence, where it comes as bytes.

    Raises:
        UserError: one of the codes of :mod:`app.bundles.refusals`; nothing was changed.
        EnvironmentFault: ``read_failed``.
    """
    data, file = _bytes_of(source, file)
    members = archive.unpack(data, file)
    header = headers.parse(members.header, suites=suites, file=file)
    if header.sign_key == own:
        raise refuse("own_bundle")
    peer = _sender(header, members, peers)
    if identity.id not in header.to:
        raise refuse("not_for_us", sender=peer.name)
    known = held(header.stream)
    decision = decide(known, header.lo, header.hi, header.prev_head, header.head)
    if (
        len(members.payload) != header.payload_bytes
        or hashlib.sha256(members.payload).digest() != header.payload_sha256
    ):
        raise refuse("bundle_altered", file=file)
    content, changes = Content("", ()), dict[int, IncomingChange]()
    history: tuple[tuple[Remembered, IncomingChange], ...] = ()
    # A range that is known may come again because of the history beside it.
    if decision.verdict != "known" or header.kind in JOURNAL_KINDS:
        content, changes = _content(header, members.payload, identity, peer.name)
        decision = confirm(decision, known, header.lo, [e.head for e in content.entries])
        history = tuple(
            (one, read_change(one.entry, one.of or one.stream, peer.name)) for one in content.history
        )
    return Opened(
        header,
        peer,
        decision,
        content.opening,
        content.entries,
        hashlib.sha256(data).hexdigest(),
        changes,
        history,
    )


def _bytes_of(source: Path | bytes, file: str) -> tuple[bytes, str]:
    return (source, file or "数据包") if isinstance(source, bytes) else (read_file(source), source.name)


def _sender(header: Header, members: Members, peers: Mapping[str, Peer]) -> Peer:
    peer = peers.get(header.sign_key)
    if peer is None or key_id(peer.sign_key) != header.sign_key:
        raise refuse("sender_unknown", key=header.sign_key)
    if peer.status != "trusted":
        raise refuse("sender_revoked" if peer.status == "revoked" else "sender_not_yet", sender=peer.name)
    if not signing.verify(peer.sign_key, members.signature, SIGNED_PREFIX + members.header):
        raise refuse("signature_bad", sender=peer.name)
    if (peer.office, peer.installation) != (header.office, header.installation):
        raise refuse("sender_differs", sender=peer.name)
    return peer


def _content(
    header: Header, sealed: bytes, identity: AgeKey, sender: str
) -> tuple[Content, dict[int, IncomingChange]]:
    try:
        frame = box.unseal(sealed, identity)
    except BoxError:
        raise refuse("box_closed", sender=sender) from None
    content = payload.unpack(frame, header, sender)
    changes: dict[int, IncomingChange] = {}
    if header.kind in JOURNAL_KINDS:
        for entry in content.entries:
            if entry.line is not None:
                changes[entry.seq] = read_change(entry, header.stream, sender)
    return content, changes
