"""Where a matter stands on its way up: read from what was sent and what was receipted, never stored twice."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.access.reporting import way_of
from app.matters.choosing import UploadedRows
from app.matters.values import Transport
from app.matters.whole import asked_whole
from db.journal import STAYS_HOME
from db.tables import CodedHeld, CodedOut, JournalRow, Matter, Peer, Receipted, Received, Sent, Shown, Stream

_NEWEST_SEQ = select(func.max(JournalRow.seq)).where(
    JournalRow.owner == bindparam("owner"),
    JournalRow.matter == bindparam("matter"),
    JournalRow.office == bindparam("office"),
    JournalRow.stream == bindparam("stream"),
    JournalRow.entity.not_in(STAYS_HOME),
)
"""Put together once: every save asks it."""


def newest_seq(session: Session, context: Context, office: str, matter: str) -> int:
    """Seq of the newest change of a matter in this PC's stream that may go up; 0 when there is none."""
    asked = {
        "owner": office,
        "matter": matter,
        "office": context.office.office,
        "stream": context.store.stream,
    }
    return session.execute(_NEWEST_SEQ, asked).scalar() or 0


def _own_changes(session: Session, context: Context, matter: Matter) -> tuple[str, int, int]:
    """The stream of this PC in which the matter was written last, and its first and newest change there that may go up.

    Before a restore the PC wrote another stream than it does today.
    """
    found: Any = session.execute(
        select(
            JournalRow.stream, func.min(JournalRow.seq), func.max(JournalRow.seq), func.max(JournalRow.hlc)
        )
        .where(
            JournalRow.owner == matter.office,
            JournalRow.matter == matter.id,
            JournalRow.office == context.office.office,
            JournalRow.entity.not_in(STAYS_HOME),
            JournalRow.stream.in_(select(Stream.stream).where(Stream.own)),
        )
        .group_by(JournalRow.stream)
    )
    rows: list[Any] = list(found)
    if not rows:
        return context.store.stream, 0, 0
    newest = max(rows, key=lambda row: str(row[3]))
    return newest[0], newest[1], newest[2]


def above_of(context: Context) -> Select[str]:
    """Ids of the offices above, once for each of their PCs."""
    own = context.office
    return select(Peer.office).where(
        Peer.role == "district",
        Peer.office != own.office,
        Peer.revoked_at.is_(None),
        *([Peer.code == own.parent_code] if own.parent_code else []),
    )


def receipted_seq(session: Session, context: Context, stream: str = "") -> tuple[int, str]:
    """How far the office above has confirmed a stream of this PC, today's if none is named, by its last word, and when."""
    own = context.office
    row = session.execute(
        select(Receipted.seq, Receipted.at)
        .where(
            Receipted.office == own.office,
            Receipted.stream == (stream or context.store.stream),
            Receipted.peer.in_(above_of(context)),
        )
        .order_by(Receipted.at.desc())
        .limit(1)
    ).one_or_none()
    return (row.seq, row.at) if row else (0, "")


def transport_of(session: Session, context: Context, matter: Matter) -> Transport:
    """Where one matter stands."""
    if matter.restricted:
        return Transport("stays", "检举控告材料不上报、不入包")
    if matter.office != context.office.office:
        name, at = _from_below(session, context, matter.office)
        return Transport("from_below", f"{name}{'上报' if context.office.is_district else '移交'}", 0, at)
    if context.office.is_district:
        return Transport("own", "本单位的事项，不用上报")
    if (row := _as_a_row(session, context, matter)) is not None:
        return row
    stream, first, last = _own_changes(session, context, matter)
    seq, at = receipted_seq(session, context, stream)
    if last and last <= seq:
        bundle = _bundle_of(session, context, stream, last)
        return Transport("receipted", f"区已收{_day(at)}，回执已入库", bundle.number if bundle else 0, at)
    bundle = _bundle_of(session, context, stream, last)
    if bundle is not None:
        return Transport("sent", f"已导出第{bundle.number}包，未见回执", bundle.number, bundle.made_at)
    if first and first <= seq:
        return Transport("changed", "区已收，其后有新变更未上报", 0, at)
    bundle = _bundle_of(session, context, stream, first)
    if bundle is not None:
        words = f"已导出第{bundle.number}包，其后有新变更未上报"
        return Transport("changed", words, bundle.number, bundle.made_at)
    return Transport("not_sent", "未上报")


def _as_a_row(session: Session, context: Context, matter: Matter) -> Transport | None:
    """What is said of a matter of which only the row went up: the office chose so, and no bundle showed it whole yet."""
    own, connection = context.office.office, session.connection()
    if way_of(connection, own) != "coded":
        return None
    went = select(Shown.id).where(Shown.office == own, Shown.entity == "matter", Shown.id == matter.id)
    if session.execute(went.limit(1)).first() is not None:
        return None
    above = set(session.scalars(above_of(context)))
    if matter.id in asked_whole(connection, own, above):
        return Transport("not_sent", "区里要看全件，下次上报时连同以往的记录一起报")
    return Transport("coded", "只报统计行，内容不上报")


def uploaded_rows(session: Session, context: Context) -> UploadedRows | None:
    """How far the rows of an office have gone that sends no more than these; None where it sends whole matters."""
    own, stream, connection = context.office.office, context.store.stream, session.connection()
    if way_of(connection, own) != "coded":
        return None
    above = set(session.scalars(above_of(context)))
    held = session.execute(
        select(func.max(CodedHeld.version), func.max(CodedHeld.seq)).where(
            CodedHeld.office == own, CodedHeld.stream == stream, CodedHeld.peer.in_(above)
        )
    ).one()
    waits = select(CodedOut.id).where(
        CodedOut.office == own,
        CodedOut.stream == stream,
        CodedOut.entity == "fact",
        CodedOut.version > (held[0] or 0),
    )
    whole = frozenset(session.scalars(select(Shown.id).where(Shown.office == own, Shown.entity == "matter")))
    asked = asked_whole(connection, own, above) - whole
    return UploadedRows(whole, asked, held[1] or 0, frozenset(session.scalars(waits)), waits)


def _from_below(session: Session, context: Context, office: str) -> tuple[str, str]:
    """The office that a matter came from, and when its newest bundle was taken in."""
    name = session.scalar(
        select(Peer.name).where(Peer.office == office).order_by(Peer.trusted_at.desc()).limit(1)
    )
    at = session.scalar(
        select(func.max(Received.at)).where(
            Received.office == context.office.office,
            Received.from_office == office,
            Received.status == "applied",
        )
    )
    return name or "其他单位", at or ""


def _bundle_of(session: Session, context: Context, stream: str, seq: int) -> Any:
    """The newest bundle with this change of a stream of ours that was not refused."""
    return session.execute(
        select(Sent.number, Sent.made_at)
        .where(
            Sent.office == context.office.office,
            Sent.stream == stream,
            Sent.kind == "up",
            Sent.lo <= seq,
            Sent.hi >= seq,
            Sent.refused.is_(None),
        )
        .order_by(Sent.number.desc())
        .limit(1)
    ).one_or_none()


def _day(at: str) -> str:
    return f" {int(at[5:7])}月{int(at[8:10])}日" if len(at) >= 10 else ""
