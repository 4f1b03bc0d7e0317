"""How things stand between offices: who holds what, what is missing, which changes wait for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, select

from app.access.values import OfficeInfo
from app.bundles.answering import missing_of
from app.bundles.assigning import plans_down
from app.bundles.files_gaps import contents_lacking_there, contents_missing
from app.bundles.following import lost_branch
from app.bundles.judging import LOST, NOT_YET, say
from app.bundles.lastword import last_receipt
from app.bundles.office import Exchange, all_peers, below_of, name_of, parent_of
from app.bundles.receiving import missing_numbers
from app.bundles.refusals import FORKED_ABOVE, FORKED_HERE
from app.bundles.restored import restored
from app.bundles.sending import plan_up, receipted
from app.bundles.values import Gap, PeerInfo, Waiting
from app.matters.choosing import OPEN
from db.branches import all_branches
from db.tables import BY_ENTITY, JournalRow, Listing, Matter, Peer, Received, Sent, Stream, Unfolded

SILENT_DAYS: Final = 15
"""Days without a receipt after which the office is reminded."""


@dataclass(frozen=True, slots=True)
class _Counts:
    """By (office, installation): last seq held, bundles kept, changes that wait, last thing heard."""

    held: Mapping[tuple[str, str], int]
    kept: Mapping[tuple[str, str], int]
    waiting: Mapping[tuple[str, str], int]
    heard: Mapping[tuple[str, str], str]
    matters: Mapping[str, tuple[int, int]]
    """By office: its matters that are known here, and how many of them are open."""


def peers(exchange: Exchange) -> tuple[PeerInfo, ...]:
    """The offices that are known, with how far each side holds the other's changes."""
    with exchange.context.reading() as session:
        connection = session.connection()
        known = all_peers(connection)
        above = {(p.office, p.installation) for p in parent_of(exchange.own, known)}
        counts = _counts(connection)
        return tuple(
            _peer(connection, exchange, p, counts, is_parent=(p.office, p.installation) in above)
            for p in known
        )


def _peer(
    connection: Connection, exchange: Exchange, peer: Peer, counts: _Counts, *, is_parent: bool
) -> PeerInfo:
    key = (peer.office, peer.installation)
    confirmed = ours = 0
    days: int | None = None
    waits = False
    if is_parent:
        confirmed = receipted(connection, exchange.own.office, peer.office, exchange.context.store.stream)
        ours = max(plan_up(connection, exchange.context, peer.office).hi, confirmed)
        days = _days_unanswered(connection, exchange, peer.office)
    elif exchange.own.is_district and peer.role != "district" and not peer.revoked_at:
        confirmed = receipted(connection, exchange.own.office, peer.office, exchange.context.store.stream)
        stream = exchange.context.store.stream
        down = plans_down(connection, exchange.context, peer.office)
        ours = max([confirmed, *(plan.main.hi for plan in down if plan.main.stream == stream)])
        waits = bool(down)
        days = _days_unanswered(connection, exchange, peer.office)
    whole, still_open = counts.matters.get(peer.office, (0, 0))
    held, kept, waiting = counts.held.get(key, 0), counts.kept.get(key, 0), counts.waiting.get(key, 0)
    said: list[str] = []
    if peer.revoked_at:
        said.append("密钥已作废")
    elif not peer.compared:
        said.append("指纹还没有电话核对")
    if held:
        said.append(f"本机已收到它的第 {held} 条变动为止")
    if kept:
        said.append(f"有 {kept} 个包先收着没有并入")
    if waiting:
        said.append(f"有 {waiting} 条变动等待核对")
    if is_parent:
        said.append(
            f"对方已确认收到本机第 {confirmed} 条变动为止" if confirmed else "对方还没有确认收到本机的变动"
        )
        said.append("没有要上报的" if ours == confirmed else "有要上报的内容")
    if waits:
        said.append("有要交办、答复的内容")
    if days:
        said.append(f"最早一包已 {days} 天未见回执")
    return PeerInfo(
        office=peer.office,
        installation=peer.installation,
        name=peer.name,
        role=peer.role,
        code=peer.code,
        station=peer.station,
        fingerprint=peer.fingerprint,
        compared=peer.compared,
        revoked=bool(peer.revoked_at),
        trusted_at=peer.trusted_at,
        is_parent=is_parent,
        held=held,
        waiting=kept,
        receipted=confirmed,
        ours=ours,
        quarantined=waiting,
        last_heard=counts.heard.get(key, ""),
        days_unanswered=days,
        matters=whole,
        open_matters=still_open,
        words="；".join(said) or "还没有往来",
    )


def _counts(connection: Connection) -> _Counts:
    streams = connection.execute(
        select(Stream.office, Stream.stream, Stream.installation, Stream.seq).where(Stream.own == False)  # noqa: E712
    ).all()
    held: dict[tuple[str, str], int] = {}
    parted = all_branches(connection)
    for row in streams:
        key = (row.office, row.installation)
        if (row.office, row.stream) not in parted:
            held[key] = max(held.get(key, 0), row.seq)
    owner = {(row.office, row.stream): (row.office, row.installation) for row in streams}
    waiting: Counter[tuple[str, str]] = Counter()
    for row in connection.execute(
        select(Unfolded.office, Unfolded.stream, func.count().label("n"))
        .where(Unfolded.decided.is_(None), Unfolded.reason.not_in(NOT_YET))
        .group_by(Unfolded.office, Unfolded.stream)
    ):
        waiting[owner.get((row.office, row.stream), (row.office, ""))] += row.n
    kept: Counter[tuple[str, str]] = Counter()
    heard: dict[tuple[str, str], str] = {}
    for row in connection.execute(
        select(
            Received.from_office,
            Received.installation,
            func.max(Received.at).label("at"),
            func.count().filter(Received.status.in_(("held", "fork"))).label("n"),
        ).group_by(Received.from_office, Received.installation)
    ):
        kept[row.from_office, row.installation] = row.n
        heard[row.from_office, row.installation] = row.at
    matters = {
        row.office: (row.whole, row.open)
        for row in connection.execute(
            select(
                Listing.office, func.count().label("whole"), func.count().filter(OPEN).label("open")
            ).group_by(Listing.office)
        )
    }
    return _Counts(held, kept, waiting, heard, matters)


def _days_unanswered(connection: Connection, exchange: Exchange, office: str) -> int | None:
    oldest = connection.execute(
        select(func.min(Sent.made_at)).where(
            Sent.office == exchange.own.office,
            Sent.to_office == office,
            Sent.kind.in_(("up", "assign")),
            Sent.receipted_at.is_(None),
        )
    ).scalar()
    return (exchange.context.today() - datetime.fromisoformat(oldest).date()).days if oldest else None


def gaps(exchange: Exchange) -> tuple[Gap, ...]:
    """What is missing between offices, and who must do what."""
    found: list[Gap] = []
    with exchange.context.reading() as session:
        connection = session.connection()
        known = all_peers(connection)
        names = {p.office: p.name for p in known}
        for office, name in names.items():
            found += _missing_from(connection, exchange.own, office, name)
            if office != exchange.own.office:
                found += contents_missing(
                    connection,
                    exchange.own.office,
                    office,
                    name,
                    exchange.context.today(),
                    from_below=exchange.own.is_district,
                )
        for peer in parent_of(exchange.own, known)[:1]:
            found += _lacking_there(connection, exchange, peer)
        for there in below_of(exchange.own, known):
            found += _lacking_there(connection, exchange, there[0])
        found += [
            Gap(
                p.office,
                p.name,
                f"{p.name}的名片指纹还没有电话核对。",
                f"请打电话给{p.name}，逐组核对指纹：{p.fingerprint}。",
                "compare",
            )
            for p in known
            if not p.compared and not p.revoked_at
        ]
    return tuple(found)


def _missing_from(connection: Connection, own: OfficeInfo, office: str, name: str) -> list[Gap]:
    found: list[Gap] = []
    for stream, lo, hi in missing_of(connection, office):
        number = connection.execute(
            select(func.min(Received.number)).where(
                Received.from_office == office,
                Received.stream == stream,
                Received.status == "held",
                Received.lo > hi,
            )
        ).scalar()
        which = missing_numbers(connection, office, stream, lo, number or 0)
        what = (
            f"{name}的{which}未收到（缺第 {lo} 至 {hi} 条变动）。"
            if which
            else f"{name}缺第 {lo} 至 {hi} 条变动。"
        )
        step = f"请{name}把缺的包再送一次，或者再上报一次（会从已收到的地方重新写起）；收到后自动接上。"
        found.append(Gap(office, name, what, step, "missing"))
    frozen = select(Stream.stream).where(Stream.office == office, Stream.frozen)
    for _stream in connection.execute(frozen).scalars():
        what = f"{name}的变动分成了两支，已停止并入，两支都保存着。"
        step = (
            f"请与{name}核对：哪一台电脑（哪一份数据）在用，再由系统管理员在“收件”页里裁定；两支的内容都会留着。"
            if own.is_district
            else FORKED_ABOVE.format(name=name)
        )
        found.append(Gap(office, name, what, step, "fork"))
    return found


def _lacking_there(connection: Connection, exchange: Exchange, parent: Peer) -> list[Gap]:
    """What an office that bundles go to, above or below, has not taken in."""
    found: list[Gap] = []
    again = "再写一次交办包" if exchange.own.is_district else "再上报一次"
    own, stream, name = exchange.own.office, exchange.context.store.stream, parent.name
    receipt = last_receipt(connection, own, parent.office)
    have = receipted(connection, own, parent.office, stream)
    if receipt is not None:
        for missing in receipt.missing:
            if missing.stream == stream and missing.hi > have:
                what = f"{name}缺本机第 {missing.lo} 至 {missing.hi} 条变动。"
                found.append(Gap(parent.office, name, what, f"请{again}，程序会从那里重新写起。", "lacking"))
        if stream in receipt.frozen:
            what = f"{name}收到的本机变动分成了两支，已停止并入。"
            step = f"请与{name}联系：本机的数据可能恢复过或被复制过，由区县裁定哪一支是对的。"
            if exchange.own.is_district:
                # Nobody stands above it: a restore begins a stream of its own, which everybody takes.
                step = FORKED_HERE
            found.append(Gap(parent.office, name, what, step, "fork"))
    if not exchange.own.is_district and (lost := lost_branch(connection, exchange)) is not None:
        found.append(Gap(parent.office, name, lost.words, f"{lost.why_not}{lost.advice}", "fork"))
    found += contents_lacking_there(connection, own, parent.office, name, again)
    refused = connection.execute(
        select(Sent.number, Sent.refused)
        .where(
            Sent.office == own,
            Sent.to_office == parent.office,
            Sent.stream == stream,
            Sent.refused.is_not(None),
            Sent.receipted_at.is_(None),
        )
        .order_by(Sent.number)
    )
    for row in refused:
        what = f"第 {row.number} 包被{name}拒收：{row.refused}"
        found.append(
            Gap(parent.office, name, what, f"请按拒收的原因处理后{again}；数据都在本机，没有丢。", "lacking")
        )
    days = _days_unanswered(connection, exchange, parent.office)
    if days is not None and days >= SILENT_DAYS:
        what = f"写给{name}的包已 {days} 天未见回执。"
        step = f"请打电话问{name}收到没有；没有收到的{again}，收到的请他们写一份回执。"
        found.append(Gap(parent.office, name, what, step, "silence"))
    return found


def waiting(exchange: Exchange) -> tuple[Waiting, ...]:
    """Changes that came in and are not applied, with their reasons."""
    began = restored(exchange) is not None
    with exchange.context.reading() as session:
        connection = session.connection()
        rows = connection.execute(
            select(
                Unfolded.__table__, JournalRow.entity, JournalRow.owner, JournalRow.matter, JournalRow.wall
            )
            .join(
                JournalRow,
                (JournalRow.office == Unfolded.office)
                & (JournalRow.stream == Unfolded.stream)
                & (JournalRow.seq == Unfolded.seq),
            )
            .where(Unfolded.decided.is_(None))
            .order_by(Unfolded.office, Unfolded.stream, Unfolded.seq)
        ).all()
        found: list[Waiting] = []
        for row in rows:
            own = exchange.own
            name = own.name if row.office == own.office else name_of(connection, row.office)
            code = LOST if began and row.owner == own.office and not _is_here(connection, row) else row.reason
            sentence, advice = say(code, name, above=own.is_district)
            found.append(
                Waiting(
                    row.office,
                    name,
                    row.stream,
                    row.seq,
                    row.reason,
                    sentence,
                    advice,
                    _thing(connection, row),
                    row.wall or "",
                )
            )
        return tuple(found)


def _is_here(connection: Connection, row: Any) -> bool:
    """Whether the matter of a waiting change stands here; what belongs to none lacks nothing."""
    here = select(Matter.id).where(Matter.office == row.owner, Matter.id == row.matter)
    return not row.matter or connection.execute(here).first() is not None


def _thing(connection: Connection, row: Any) -> str:
    """What a waiting change is about; of a restricted matter no more than that it is one."""
    thing = BY_ENTITY[row.entity].word if row.entity in BY_ENTITY else f"“{row.entity}”"
    if not row.matter:
        return thing
    number = connection.execute(
        select(Matter.number).where(
            Matter.office == row.owner,
            Matter.id == row.matter,
            Matter.restricted == False,  # noqa: E712
        )
    ).scalar()
    return f"{number} 的{thing}" if number and row.entity != "matter" else f"{thing} {number or ''}".strip()
