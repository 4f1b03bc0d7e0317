"""Take a receipt in: what the office above holds, lacks and refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, distinct, func, insert, select, update

from app.bundles import bundle
from app.bundles.assigning import plan_down
from app.bundles.bundle import Opened
from app.bundles.coded_in import note_held
from app.bundles.files_plan import heard
from app.bundles.following import lost_in, ruled_words
from app.bundles.lastword import last_receipt
from app.bundles.office import Exchange, all_peers, parent_of, senders
from app.bundles.receipt import Receipt, Standings, read_receipt, stands, why_unfit
from app.bundles.refusals import refuse
from app.bundles.sending import plan_up
from app.bundles.values import ReceivedFile
from db import taking
from db.branches import branches_of, head_at, name_of_branch
from db.engine import upsert
from db.store import Unit
from db.tables import JournalRow, Receipted, ReceiptsIn, Received, Sent, Stream


@dataclass(frozen=True, slots=True)
class _Standing:
    """What a receipt means for one of our streams: before, and as it stands now."""

    stream: str
    before: int
    now: Standings
    former: bool = False
    """It ended when this PC was restored from a backup."""
    beyond: int = 0
    """So many changes of it the other side holds that the backup lacks; told once."""
    waits: bool = False
    """They hold more of it than the backup has, and whether the end of ours is among that they did not say yet."""


class Confirmer:
    """Takes receipts in."""

    def __init__(self, exchange: Exchange) -> None:
        self._x = exchange

    def take(self, data: bytes, file: str) -> ReceivedFile:
        """Take one receipt in.

        Raises:
            UserError: it is not authentic, not for us, older than one that was taken, or does not follow it.
        """
        opened, receipt = self._open(data, file)
        with self._x.context.reading() as session:
            above = {p.office for p in parent_of(self._x.own, all_peers(session.connection()))}
        if opened.header.office not in above:
            # Only the office above decides how a stream of ours goes on.
            receipt = replace(receipt, ruled=())
        header, name = opened.header, opened.peer.name
        result = ReceivedFile(
            file=file, kind="receipt", from_name=name, number=header.number, known=1, bundle=header.bundle
        )
        with self._x.context.writing() as unit:
            connection = unit.connection
            told = last_receipt(connection, self._x.own.office, header.office)
            ruled = tuple(r for r in receipt.ruled if told is None or r not in told.ruled)
            lost = lost_in(connection, self._x.own.office, ruled)
            if not self._is_next(unit.connection, opened):
                return _with_words(result, f"{name}的第 {receipt.number} 号回执：先前已经收过，0 条新。")
            self._keep(unit, opened, receipt)
            standings = [self._confirm(unit, opened, s, receipt) for s in self._own_streams(unit.connection)]
            self._mark_sent(unit, opened, receipt, standings)
            matters = sum(self._newly(unit.connection, s) for s in standings)
            x = self._x
            note_held(unit.connection, x, header.office, receipt.coded)
            files = heard(unit, x.holdings, x.own.office, header.office, receipt, x.at())
            unit.connection.execute(
                insert(Received).values(
                    office=self._x.own.office,
                    installation=header.installation,
                    bundle=header.bundle,
                    from_office=header.office,
                    number=header.number,
                    kind="receipt",
                    stream=header.stream,
                    lo=header.lo,
                    hi=header.hi,
                    head=header.head,
                    matters=matters,
                    new=1,
                    status="applied",
                    file=file,
                    size=len(data),
                    at=self._x.at(),
                    answered=0,
                )
            )
        words = _words(name, receipt, standings, files) + "".join(ruled_words(name, r, lost) for r in ruled)
        return ReceivedFile(
            file, "receipt", name, header.number, new=1, matters=matters, words=words, bundle=header.bundle
        )

    def _open(self, data: bytes, file: str) -> tuple[Opened, Receipt]:
        x = self._x
        with x.context.reading() as session:
            peers = senders(session.connection())
        opened = bundle.open_bundle(data, peers=peers, identity=x.age_key, own=x.sign_key.id, file=file)
        header, name = opened.header, opened.peer.name
        line = opened.entries[0].line
        if header.lo != header.hi or line is None:
            raise refuse("receipt_bad", sender=name, why="条数")
        receipt = read_receipt(line, name)
        why = why_unfit(receipt, header.lo, header.prev_head, x.own.office, header.office)
        if why or receipt.stream != header.stream:
            raise refuse("receipt_bad", sender=name, why=why or "编号与封面不符")
        if header.training and not x.own.training:
            raise refuse("training_differs", sender=name)
        if x.own.training and not header.training:
            raise refuse("training_here", sender=name)
        return opened, receipt

    def _is_next(self, connection: Connection, opened: Opened) -> bool:
        """Whether the receipt is newer than the last one taken; False where it is that one."""
        header, name = opened.header, opened.peer.name
        last = connection.execute(
            select(ReceiptsIn.__table__).where(
                ReceiptsIn.office == self._x.own.office,
                ReceiptsIn.peer == header.office,
                ReceiptsIn.installation == header.installation,
                ReceiptsIn.stream == header.stream,
            )
        ).one_or_none()
        if last is None:
            return True
        if header.lo == last.number and header.head == last.head:
            return False
        if header.lo < last.number or not last.current:
            raise refuse("receipt_old", sender=name, number=header.lo, have=last.number)
        if header.lo == last.number or (header.lo == last.number + 1 and header.prev_head != last.head):
            raise refuse("receipt_chain", sender=name, number=header.lo)
        return True

    def _keep(self, unit: Unit, opened: Opened, receipt: Receipt) -> None:
        header, own = opened.header, self._x.own.office
        unit.connection.execute(
            update(ReceiptsIn)
            .where(
                ReceiptsIn.office == own,
                ReceiptsIn.peer == header.office,
                ReceiptsIn.installation == header.installation,
            )
            .values(current=False)
        )
        row: dict[str, Any] = {
            "office": own,
            "peer": header.office,
            "installation": header.installation,
            "stream": header.stream,
            "number": receipt.number,
            "head": header.head,
            "line": opened.entries[0].line,
            "at": self._x.at(),
            "current": True,
        }
        upsert(unit.connection, ReceiptsIn.__table__, [row])  # pyright: ignore[reportArgumentType]

    def _own_streams(self, connection: Connection) -> list[str]:
        own = select(Stream.stream).where(Stream.office == self._x.own.office, Stream.own)
        return list(connection.execute(own).scalars())

    def _confirm(self, unit: Unit, opened: Opened, stream: str, receipt: Receipt) -> _Standing:
        connection, own, peer = unit.connection, self._x.own.office, opened.header.office
        known = connection.execute(
            select(Receipted.seq, Receipted.head).where(
                Receipted.office == own, Receipted.peer == peer, Receipted.stream == stream
            )
        ).one_or_none()
        before = known.seq if known is not None else 0
        former, beyond, waits = stream != self._x.context.store.stream, 0, False
        end = (
            connection.execute(
                select(Stream.seq).where(Stream.office == own, Stream.stream == stream)
            ).scalar()
            or 0
        )
        said = _said_of(connection, own, stream, receipt)
        head = said[1] if said is not None else b""
        if former and said is not None and said[0] > end:
            # Most often what the lost PC sent after the backup. But their last head is beyond ours, and says nothing of it:
            # another copy of this PC may have written what they hold. A bundle of ours that they accepted says it.
            proven = _accepted(connection, own, stream, (before, end), receipt)
            waits = self._waits(unit, peer, stream, proven)
            reached = proven if waits else end
            standing = Standings("forward" if reached > before else "same", reached)
            if waits:
                head = known.head if known is not None else b""
            elif known is None or known.head != head:
                beyond = said[0] - end
        else:
            standing = stands(before, said, lambda n: taking.heads(connection, own, stream, n, n).get(n))
        if standing.verdict != "foreign" and (said is not None or before):
            row: dict[str, Any] = {
                "office": own,
                "peer": peer,
                "stream": stream,
                "seq": standing.seq,
                "head": head,
                "at": self._x.at(),
                "installation": opened.header.installation,
            }
            upsert(connection, Receipted.__table__, [row])  # pyright: ignore[reportArgumentType]
        return _Standing(stream, before, standing, former, beyond, waits)

    def _waits(self, unit: Unit, peer: str, stream: str, have: int) -> bool:
        """Whether something of a stream is still to go to an office that holds it up to `have`."""
        context = self._x.context
        if self._x.own.is_district:
            return bool(plan_down(unit.connection, context, peer, stream=stream, after=have).main.hi)
        return bool(plan_up(unit.connection, context, peer, stream=stream, after=have).hi)

    def _mark_sent(self, unit: Unit, opened: Opened, receipt: Receipt, standings: list[_Standing]) -> None:
        """What is with them, what no longer is, and what they refused."""
        ours = (
            (Sent.office == self._x.own.office)
            & (Sent.to_office == opened.header.office)
            & Sent.kind.in_(("up", "assign"))
        )
        for standing in standings:
            if standing.now.verdict == "foreign":
                continue
            of_stream = ours & (Sent.stream == standing.stream)
            unit.connection.execute(
                update(Sent)
                .where(of_stream, Sent.hi <= standing.now.seq, Sent.receipted_at.is_(None))
                .values(receipted_at=self._x.at(), refused=None)
            )
            unit.connection.execute(
                update(Sent).where(of_stream, Sent.hi > standing.now.seq).values(receipted_at=None)
            )
        rows = (
            (Sent.office == self._x.own.office)
            & (Sent.to_office == opened.header.office)
            & (Sent.kind == "coded")
        )
        for accepted in receipt.accepted:
            unit.connection.execute(
                update(Sent)
                .where(rows, Sent.bundle == accepted.bundle, Sent.receipted_at.is_(None))
                .values(receipted_at=self._x.at(), refused=None)
            )
        ours |= rows
        for refused in receipt.refused:
            unit.connection.execute(
                update(Sent)
                .where(ours, Sent.bundle == refused.bundle, Sent.receipted_at.is_(None))
                .values(refused=refused.sentence or refused.code)
            )

    def _newly(self, connection: Connection, standing: _Standing) -> int:
        if standing.now.verdict != "forward":
            return 0
        return (
            connection.execute(
                select(func.count(distinct(JournalRow.matter))).where(
                    JournalRow.office == self._x.own.office,
                    JournalRow.stream == standing.stream,
                    JournalRow.seq > standing.before,
                    JournalRow.seq <= standing.now.seq,
                    JournalRow.matter != "",
                    JournalRow.entity != "access",
                )
            ).scalar()
            or 0
        )


def _said_of(connection: Connection, own: str, stream: str, receipt: Receipt) -> tuple[int, bytes] | None:
    """What a receipt says of a stream of ours: of our own branch, where another one goes on under its name."""
    for ruled in lost_in(connection, own, receipt.ruled):
        if ruled.stream == stream:
            first, before = (
                head_at(connection, own, stream, ruled.fork),
                head_at(connection, own, stream, ruled.fork - 1),
            )
            said = receipt.vector.get(name_of_branch(stream, first)) if first is not None else None
            return said or (ruled.fork - 1, before or b"")
    row = taking.stream_of(connection, own, stream)
    parted = [taking.stream_of(connection, own, b.stream) for b in branches_of(connection, own, stream)]
    if any(part is not None and part.own for part in parted):
        # What goes on there under this name is the other copy's: of ours it has all that this name still stands for.
        said = receipt.vector.get(stream)
        return (row.seq, row.head) if said is not None and said[0] >= row.seq else said
    return receipt.vector.get(stream)


def _accepted(
    connection: Connection, own: str, stream: str, between: tuple[int, int], receipt: Receipt
) -> int:
    """How far a receipt proves that a stream of ours is held, by the heads of what was accepted."""
    before, end = between
    for one in sorted(receipt.accepted, key=lambda a: a.hi, reverse=True):
        if before < one.hi <= end and head_at(connection, own, stream, one.hi) == one.head:
            return one.hi
    return before


def _with_words(result: ReceivedFile, words: str) -> ReceivedFile:
    return replace(result, words=words)


def _words(name: str, receipt: Receipt, standings: list[_Standing], files: int) -> str:
    said = [f"{name}的第 {receipt.number} 号回执"]
    for standing in standings:
        said += _former_words(standing) if standing.former else _today_words(standing)
    if files:
        said.append(f"新确认收到附件 {files} 个")
    if receipt.lacks:
        said.append(f"还有 {len(receipt.lacks)} 个附件的内容对方没有收全")
    if receipt.refused:
        said.append(f"对方拒收了 {len(receipt.refused)} 个包：{receipt.refused[0].sentence.rstrip('。')}")
    if receipt.missing:
        missing = receipt.missing[0]
        said.append(f"对方缺第 {missing.lo} 至 {missing.hi} 条变动，请再上报一次")
    if receipt.quarantined:
        said.append(f"有 {len(receipt.quarantined)} 条变动对方收下了但没有并入，请与对方核对")
    return "；".join(said) + "。"


def _former_words(standing: _Standing) -> list[str]:
    """Of a stream that ended when this PC was restored."""
    said: list[str] = []
    if standing.now.verdict == "forward":
        said.append(f"恢复以前的内容，对方已收到第 {standing.now.seq} 条变动为止")
    if standing.waits:
        said.append(
            "恢复以前的变动，对方保存的比本机的多，是不是接着本机的还要核对：请再寄一次（上报或写交办包）、收下回执，没有丢"
        )
    if standing.beyond:
        said.append(
            f"对方还存着备份以后送去的 {standing.beyond} 条变动，本机恢复后没有："
            "请向对方要本单位这些事项的清单，缺的照原样重新登记"
        )
    return said if standing.now.verdict in ("forward", "same") else _today_words(standing)


def _today_words(standing: _Standing) -> list[str]:
    now = standing.now
    match now.verdict:
        case "forward":
            return [f"对方已收到第 {now.seq} 条变动为止的全部内容"]
        case "same":
            return [f"对方仍收到第 {now.seq} 条变动为止" if now.seq else "对方还没有收到本机的变动"]
        case "backwards":
            return [
                f"对方现在只有第 {now.seq} 条变动为止（先前是第 {standing.before} 条，对方恢复过数据或换了电脑）："
                f"下次上报会从第 {now.seq + 1} 条重新写起，没有丢"
            ]
        case "foreign":
            return [
                "对方保存的与本机的记录不是同一支（本机的数据可能恢复过或被复制过），请与对方核对并报区县的系统管理员"
            ]
