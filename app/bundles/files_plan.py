"""Which contents go to which office, and what each side knows of the other's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select, update

from app.attachments.enclosures import open_enclosures
from app.attachments.holdings import PIECE, Holdings, numbers_of, open_attachments, pieces_of
from app.attachments.sizes import size_words
from app.bundles.files_format import PART_PIECES, length_of, ranges_of
from app.bundles.office import Exchange, all_peers, parent_of
from app.bundles.receipt import Lack, Receipt
from app.bundles.upward import PICTURES, view_up
from db.journal import canonical
from db.store import Unit
from db.tables import Attachment, Elsewhere, Enclosure, Matter, Sent, Staged, Transfer

_MOST: Final = 5000
"""Rows of one kind in a receipt; what does not fit goes with the next one."""
_NOT_TO_THEM: Final = ("declined", "withdrawn")

Part = tuple[tuple[str, int, int], ...]
"""(sha256, size, number) of the pieces of one bundle."""


@dataclass(frozen=True, slots=True)
class FilesPlan:
    """What would go to one office.

    Attributes:
        parts: the pieces of each bundle.
        contents: how many contents have a piece in it; matters: of how many matters.
        bytes: of contents.
        again: how many of the contents were in an earlier bundle that was not answered yet.
        waits: how many have more pieces with the receiver already: the sending goes on where it stopped.
    """

    parts: tuple[Part, ...] = ()
    contents: int = 0
    matters: int = 0
    bytes: int = 0
    again: int = 0
    waits: int = 0

    @property
    def words(self) -> str:
        """附件 3 个，12.4 MB，分 1 包."""
        said = f"附件 {self.contents} 个，{size_words(self.bytes)}，分 {len(self.parts)} 包"
        if self.waits:
            said += f"（其中 {self.waits} 个接着上次的送）"
        if self.again:
            said += f"（其中 {self.again} 个已导出过，还没有见到回执，会再写一次）"
        return said


def plan_files(
    connection: Connection, holdings: Holdings, own: str, peer: str, *, is_parent: bool
) -> FilesPlan:
    """Plan what goes to an office: what it may see, has not got, and did not bring itself.

    Args:
        connection: of one consistent view.
        holdings: what is here.
        own: this office.
        peer: the other one.
        is_parent: it is the office above, which sees every matter of ours but accusations.
    """
    known = _elsewhere(connection, own, peer)
    wanted: dict[str, int] = {}
    matters: set[tuple[str, str]] = set()
    for row in _visible_to(connection, own, peer, is_parent=is_parent):
        there = known.get(row.sha256)
        lacking = there is not None and there.lacking
        if not lacking and (row.by_office == peer or (there is not None and there.held)):
            continue
        if row.sha256 in wanted or holdings.has(connection, row.sha256):
            wanted[row.sha256] = row.size
            if row.custodian:  # a picture of a duty belongs to no matter
                matters.add((row.office, row.matter))
    return _cut(wanted, len(matters), known)


def _cut(wanted: dict[str, int], matters: int, known: dict[str, Any]) -> FilesPlan:
    parts: list[Part] = []
    part: list[tuple[str, int, int]] = []
    size = weight = again = waits = 0
    for sha256, whole in wanted.items():
        there = known.get(sha256)
        theirs = set(numbers_of(there.pieces)) if there is not None else set[int]()
        again += there is not None and there.number > 0 and not there.lacking
        waits += bool(theirs)
        for number in range(pieces_of(whole)):
            if number in theirs:
                continue
            part.append((sha256, whole, number))
            weight += length_of(whole, number)
            # Small contents are packed together until they weigh as much as whole pieces would.
            if weight > (PART_PIECES - 1) * PIECE:
                parts.append(tuple(part))
                part, size, weight = [], size + weight, 0
    if part:
        parts.append(tuple(part))
    return FilesPlan(tuple(parts), len(wanted), matters, size + weight, again, waits)


def _visible_to(connection: Connection, own: str, peer: str, *, is_parent: bool) -> list[Any]:
    """Attachments for an office: above of what it may see whole; below of matters handed to it or by it, and what it lost."""
    every = open_attachments()
    if is_parent:
        view = view_up(connection, own, peer)
        found = [*connection.execute(every), *connection.execute(open_enclosures())]
        if view.all:
            return found
        pictures = connection.execute(select(Enclosure.office, Enclosure.sha256, Enclosure.id)).all()
        seen = {(of, sha) for of, sha, ident in pictures if of != own or (PICTURES, ident) in view.duties}
        return [
            r
            for r in found
            if (
                (r.office != own or (r.office, r.matter) in view.matters)
                if r.custodian
                else (r.by_office, r.sha256) in seen
            )
        ]
    to_them = (Transfer.to_office == peer) & (
        Transfer.answer.is_(None) | Transfer.answer.not_in(_NOT_TO_THEM)
    )
    # Who handed a matter on goes on seeing what is written of it, and so what is attached to it.
    handed = select(Transfer.matter).where(to_them | (Transfer.from_office == peer))
    lost = select(Elsewhere.sha256).where(Elsewhere.office == own, Elsewhere.peer == peer, Elsewhere.lacking)
    queries = (
        every.where(Attachment.matter.in_(handed)),
        every.where(Matter.custodian == peer, Attachment.by_office == own),
        every.where(Attachment.by_office == peer, Attachment.sha256.in_(lost)),
        open_enclosures().where(Enclosure.office == peer, Enclosure.sha256.in_(lost)),
    )
    return [row for query in queries for row in connection.execute(query)]


def _elsewhere(connection: Connection, own: str, peer: str) -> dict[str, Any]:
    rows = connection.execute(
        select(Elsewhere.__table__).where(Elsewhere.office == own, Elsewhere.peer == peer)
    )
    return {row.sha256: row for row in rows}


def batches(part: Part) -> Iterator[tuple[str, int, list[int]]]:
    """The pieces of a bundle, content by content."""
    by_content: dict[tuple[str, int], list[int]] = {}
    for sha256, size, number in part:
        by_content.setdefault((sha256, size), []).append(number)
    for (sha256, size), numbers in by_content.items():
        yield sha256, size, numbers


# -- receipts


def held_for(connection: Connection, exchange: Exchange, peer: str) -> tuple[str, ...]:
    """Contents that came from an office and are here whole, of which it was not told yet."""
    found = connection.execute(
        select(Elsewhere.sha256)
        .where(Elsewhere.office == exchange.own.office, Elsewhere.peer == peer, Elsewhere.to_tell)
        .order_by(Elsewhere.sha256)
        .limit(_MOST)
    ).scalars()
    return tuple(sha256 for sha256 in found if exchange.holdings.has(connection, sha256))


def lacks_for(connection: Connection, exchange: Exchange, peer: str) -> tuple[Lack, ...]:
    """Contents of attachments that are known and not here, which an office brought or could bring, with what came so far."""
    holdings, own = exchange.holdings, exchange.own.office
    is_parent = peer in {p.office for p in parent_of(exchange.own, all_peers(connection))}
    known = [*connection.execute(open_attachments()), *connection.execute(open_enclosures())]
    wanted = [row.sha256 for row in known if is_parent or row.by_office == peer]
    # Content that came before its matter.
    wanted += connection.execute(
        select(Staged.sha256).where(Staged.office == own, Staged.from_office == peer)
    ).scalars()
    found: list[Lack] = []
    for sha256 in dict.fromkeys(wanted):
        if len(found) < _MOST and not holdings.has(connection, sha256):
            ranges = ranges_of(holdings.staged(connection, peer, sha256))
            found.append(Lack(sha256, tuple((a, b) for a, b in ranges)))
    return tuple(found)


def told(unit: Unit, own: str, peer: str, contents: tuple[str, ...]) -> None:
    """The receipt that names these contents lies on the stick."""
    for sha256 in contents:
        unit.connection.execute(
            update(Elsewhere)
            .where(Elsewhere.office == own, Elsewhere.peer == peer, Elsewhere.sha256 == sha256)
            .values(to_tell=False)
        )


def heard(unit: Unit, holdings: Holdings, own: str, peer: str, receipt: Receipt, at: str) -> int:
    """Note what an office says of contents; how many it says to have for the first time."""
    known = {row.sha256 for row in unit.connection.execute(open_attachments())}
    known |= {row.sha256 for row in unit.connection.execute(open_enclosures())}
    before = _elsewhere(unit.connection, own, peer)
    newly = 0
    for sha256 in receipt.files:
        if sha256 in known:
            newly += not (sha256 in before and before[sha256].held)
            holdings.note_elsewhere(unit, peer, sha256, held=True, lacking=False, pieces="[]")
    for lack in receipt.lacks:
        if lack.sha256 in known and lack.sha256 not in receipt.files:
            pieces = canonical([n for a, b in lack.held for n in range(a, b + 1)])
            holdings.note_elsewhere(unit, peer, lack.sha256, held=False, lacking=True, pieces=pieces)
    ours = (
        (Sent.office == own) & (Sent.to_office == peer) & (Sent.kind == "files") & Sent.receipted_at.is_(None)
    )
    for accepted in receipt.accepted:
        unit.connection.execute(
            update(Sent).where(ours, Sent.bundle == accepted.bundle).values(receipted_at=at, refused=None)
        )
    for refused in receipt.refused:
        unit.connection.execute(
            update(Sent)
            .where(ours, Sent.bundle == refused.bundle)
            .values(refused=refused.sentence or refused.code)
        )
    return newly
