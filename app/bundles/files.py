"""Contents of attachments on their way out: what would go to whom, and the bundles that carry it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from sqlalchemy import Connection

from app.access.context import Report
from app.attachments.holdings import PIECE
from app.attachments.vault import told
from app.bundles.chain import opening_head
from app.bundles.delivering import Deliverer, Parcel
from app.bundles.files_format import Piece, length_of, opening_line, write_pieces
from app.bundles.files_plan import FilesPlan, Part, batches, plan_files
from app.bundles.office import Exchange, all_peers, parent_of
from app.bundles.values import Outgoing, SentFile
from db.tables import Peer


def receivers(exchange: Exchange, known: list[Peer]) -> list[list[Peer]]:
    """Offices that contents may go to, each with its PCs: the office above, and for a district those below."""
    above = parent_of(exchange.own, known)
    found: dict[str, list[Peer]] = {}
    for peer in (*above, *(p for p in known if exchange.own.is_district and p.role != "district")):
        if not peer.revoked_at and peer.office != exchange.own.office:
            there = found.setdefault(peer.office, [])
            if peer not in there:
                there.append(peer)
    return list(found.values())


def outgoing_files(connection: Connection, exchange: Exchange, known: list[Peer]) -> list[Outgoing]:
    """What of contents would go now, to whom."""
    found: list[Outgoing] = []
    for there in receivers(exchange, known):
        plan = _plan(connection, exchange, there[0])
        if plan.parts:
            peer = there[0]
            found.append(
                Outgoing(
                    peer.office,
                    peer.name,
                    "files",
                    plan.matters,
                    plan.contents,
                    _size(plan),
                    1,
                    len(plan.parts),
                    f"给{peer.name}：{plan.words}",
                )
            )
    return found


def send_files(
    exchange: Exchange, deliverer: Deliverer, there: list[Peer], report: Report | None, sent: list[SentFile]
) -> None:
    """Write the bundles of contents for one office; each counts by itself, and the next sending goes on behind a receipt.

    Args:
        exchange: the opened office.
        deliverer: writes into the folder.
        there: the PCs of the receiving office.
        report: told of the progress; it may raise to stop before the next bundle.
        sent: gets what lies verified.
    """
    with exchange.context.reading() as session:
        plan = _plan(session.connection(), exchange, there[0])
    for number, part in enumerate(plan.parts, start=1):
        if report:
            report(number - 1, len(plan.parts), f"附件包 {number}/{len(plan.parts)}")
        file = deliverer.deliver(_parcel(exchange, there, plan, part, number))
        sent.append(file)
        with exchange.context.writing() as unit:
            for sha256 in {s for s, _, _ in part}:
                exchange.holdings.note_elsewhere(unit, there[0].office, sha256, number=file.number)
    if report and plan.parts:
        report(len(plan.parts), len(plan.parts), "附件包")


def _plan(connection: Connection, exchange: Exchange, peer: Peer) -> FilesPlan:
    is_parent = peer.office in {p.office for p in parent_of(exchange.own, all_peers(connection))}
    return plan_files(connection, exchange.holdings, exchange.own.office, peer.office, is_parent=is_parent)


def _parcel(exchange: Exchange, there: list[Peer], plan: FilesPlan, part: Part, number: int) -> Parcel:
    stream = str(uuid.uuid4())
    opening = opening_line(stream, exchange.own.office, there[0].office)
    contents = len({sha256 for sha256, _, _ in part})
    return Parcel(
        kind="files",
        to_office=there[0].office,
        name=there[0].name,
        recipients=tuple(p.age_key for p in there),
        stream=stream,
        prev_head=opening_head(opening),
        opening=opening,
        entries=write_pieces(_pieces(exchange, part)),
        part=number,
        parts=len(plan.parts),
        matters=plan.matters,
        changes=contents,
    )


def _pieces(exchange: Exchange, part: Part) -> Iterator[Piece]:
    holdings = exchange.holdings
    for sha256, size, numbers in batches(part):
        with holdings.vault.opened(holdings.key(), sha256) as opened:
            for number in numbers:
                with told():
                    data = opened.part(number * PIECE, length_of(size, number))
                yield Piece(sha256, size, number, data)


def _size(plan: FilesPlan) -> int:
    """Bytes to expect on the stick: what was photographed or scanned does not press any smaller."""
    return plan.bytes + plan.bytes // 50 + 3000 * len(plan.parts)
