"""What went out, what came in, what would go now, and what a file is before it is taken in."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, select

from app.bundles.answering import owed, unanswered
from app.bundles.assigning import PlanDown, plans_down
from app.bundles.coded_out import outgoing_coded
from app.bundles.files import outgoing_files
from app.bundles.following import ending
from app.bundles.header import Header
from app.bundles.office import KIND_WORDS, Exchange, all_peers, below_of, parent_of, senders
from app.bundles.sending import former_streams, plan_up
from app.bundles.sequence import Held, decide
from app.bundles.values import LogLine, Outgoing
from db import taking
from db.journal import STAYS_HOME
from db.tables import JournalRow, Matter, Peer, ReceiptsOut, Received, Sent

_RECEIPT_BYTES: Final = 3000


def outgoing(exchange: Exchange) -> tuple[Outgoing, ...]:
    """What would go now, to whom."""
    found: list[Outgoing] = []
    with exchange.context.reading() as session:
        connection = session.connection()
        known = all_peers(connection)
        if parent := parent_of(exchange.own, known):
            ends, today = ending(connection, exchange), exchange.context.store.stream
            for stream in (*former_streams(connection, exchange.context), ""):
                plan = plan_up(
                    connection,
                    exchange.context,
                    parent[0].office,
                    stream=stream,
                    ends=(stream or today) in ends,
                )
                if plan.hi:
                    found.append(_up(connection, exchange, parent[0], plan, stream))
            found += outgoing_coded(connection, exchange, parent[0])
        for there in below_of(exchange.own, known):
            for down in plans_down(connection, exchange.context, there[0].office):
                found.append(_down(connection, exchange, there[0], down))
        found += outgoing_files(connection, exchange, known)
        names = {p.office: p.name for p in known if not p.revoked_at}
        for office in owed(connection):
            if office in names:
                number = connection.execute(
                    select(ReceiptsOut.number).where(ReceiptsOut.peer == office)
                ).scalar()
                came = len(unanswered(connection, office))
                words = f"给{names[office]}的第 {(number or 0) + 1} 号回执：答复 {came} 个包"
                next_number = (number or 0) + 1
                found.append(
                    Outgoing(
                        office,
                        names[office],
                        "receipt",
                        0,
                        0,
                        _RECEIPT_BYTES,
                        next_number,
                        next_number,
                        words,
                    )
                )
    return tuple(found)


def _down(connection: Connection, exchange: Exchange, there: Peer, plan: PlanDown) -> Outgoing:
    main, matters = plan.main, len(plan.matters)
    words = f"给{there.name}：{matters} 件事项，{plan.changes} 处变更"
    if plan.history:
        words += f"（其中以往的办理记录 {len(plan.history)} 条）"
    if len(main.cuts) > 1:
        words += f"，分 {len(main.cuts)} 个包"
    last = _last_open(connection, exchange, there, "assign", plan.main.stream)
    if last is not None:
        words += f"（第 {last.number} 包还没有见到回执，会再写一次）"
    if not there.compared:
        words += "；对方名片的指纹还没有电话核对"
    return Outgoing(
        there.office, there.name, "assign", matters, plan.changes, plan.size, main.lo, main.hi, words
    )


def _last_open(connection: Connection, exchange: Exchange, peer: Peer, kind: str, stream: str) -> Any:
    """The newest bundle of a stream to an office that is not receipted yet."""
    return connection.execute(
        select(Sent.number, Sent.hi)
        .where(
            Sent.office == exchange.own.office,
            Sent.to_office == peer.office,
            Sent.kind == kind,
            Sent.receipted_at.is_(None),
            Sent.stream == stream,
        )
        .order_by(Sent.number.desc())
        .limit(1)
    ).one_or_none()


def _up(connection: Connection, exchange: Exchange, parent: Peer, plan: Any, stream: str) -> Outgoing:
    last = _last_open(connection, exchange, parent, "up", plan.stream)
    matters, changes = len(plan.all_matters), len(plan.whole) + len(plan.history)
    words = f"给{parent.name}：{matters} 件事项，{changes} 处变更"
    if plan.history:
        words += f"（其中以往的办理记录 {len(plan.history)} 条）"
    if plan.withheld:
        words += f"；另有 {plan.withheld} 件只报统计行"
    if len(plan.cuts) > 1:
        words += f"，分 {len(plan.cuts)} 个包"
    if last is not None:
        again = "全部" if last.hi >= plan.hi else "一部分"
        words += f"（{again}已在第 {last.number} 包里导出过，还没有见到回执，会再写一次）"
    if not parent.compared:
        words += "；对方名片的指纹还没有电话核对"
    return Outgoing(
        parent.office, parent.name, "up", matters, changes, plan.size, plan.lo, plan.hi, words, stream
    )


def log(exchange: Exchange) -> tuple[LogLine, ...]:
    """Everything that went out and came in, newest first."""
    with exchange.context.reading() as session:
        connection = session.connection()
        names = {p.office: p.name for p in all_peers(connection)}
        sent = connection.execute(select(Sent.__table__)).all()
        columns = [c for c in Received.__table__.columns if c.key != "content"]
        came = connection.execute(select(*columns)).all()
    today = exchange.context.store.stream
    lines = [_sent_line(row, names.get(row.to_office, "不认识的单位"), today) for row in sent]
    lines += [_came_line(row, names.get(row.from_office, "不认识的单位")) for row in came]
    return tuple(sorted(lines, key=lambda line: (line.at, line.number), reverse=True))


def _sent_line(row: Any, name: str, today: str) -> LogLine:
    status = "receipted" if row.receipted_at else "refused" if row.refused else "sent"
    if row.kind == "receipt":
        words = f"给{name}的第 {row.lo} 号回执"
    elif row.kind == "files":
        end = f"{_day(row.receipted_at)}收到回执" if row.receipted_at else row.refused or "未见回执"
        words = f"给{name}的附件包第 {row.number} 包：附件 {row.changes} 个；{end}"
    elif row.kind == "coded":
        end = f"{_day(row.receipted_at)}收到回执" if row.receipted_at else row.refused or "未见回执"
        words = f"给{name}的统计包第 {row.number} 包：{row.changes} 行（事项 {row.matters} 件）；{end}"
    else:
        ends = {"receipted": f"{_day(row.receipted_at)}收到回执", "sent": "未见回执"}
        end = ends.get(status, f"对方拒收：{row.refused}")
        words = f"给{name}的第 {row.number} 包：{row.matters} 件，{row.changes} 处变更；{end}"
    return LogLine(
        row.made_at, "out", row.kind, name, row.number, row.file, row.lo, row.hi, row.matters, row.changes, status,
        words, row.bundle, row.size, "" if row.stream == today else row.stream,
    )  # fmt: skip


def _came_line(row: Any, name: str) -> LogLine:
    if row.status == "held":
        words = f"{name}的第 {row.number} 包：先收着，等缺的来了自动接上"
    elif row.status in {"refused", "fork"}:
        words = f"{name}的第 {row.number} 包：{row.sentence or '没有并入'}"
    elif row.kind == "receipt":
        words = f"{name}的第 {row.lo} 号回执：新确认 {row.matters} 件"
    elif row.kind == "files":
        words = f"{name}的附件包第 {row.number} 包：{row.new} 段新内容"
    elif row.kind == "coded":
        words = f"{name}的统计包第 {row.number} 包：{row.new} 行新的统计行（事项 {row.matters} 件）"
    else:
        words = f"{name}的第 {row.number} 包：{row.matters} 件，{row.new} 条记录"
        words += f"，{row.quarantined} 条等待核对" if row.quarantined else ""
    return LogLine(
        row.at, "in", row.kind, name, row.number, row.file, row.lo, row.hi, row.matters, row.new, row.status, words,
        row.bundle, row.size,
    )  # fmt: skip


def look_words(exchange: Exchange, header: Header) -> str:
    """What this office makes of a file that it only looked at."""
    with exchange.context.reading() as session:
        connection = session.connection()
        sender = senders(connection).get(header.sign_key)
        row = taking.stream_of(connection, header.office, header.stream)
        known: dict[int, bytes] = {}
        if row is not None:
            known = taking.heads(connection, header.office, header.stream, header.lo - 1, header.hi)
            known[row.seq] = row.head
    kind = KIND_WORDS.get(header.kind, f"“{header.kind}”包")
    if header.sign_key == exchange.sign_key.id:
        return f"本机写出的{kind}第 {header.number} 包（未核对签名）。"
    if sender is None:
        return f"不认识的单位的{kind}：先与对方交换名片，才能接收。"
    said = f"自称是{sender.name}的{kind}第 {header.number} 包（还没有核对签名和内容）"
    if sender.status == "revoked":
        return f"{said}：这把密钥已经作废，不会接收。"
    if exchange.age_key.id not in header.to:
        return f"{said}：不是给本机的，打不开。"
    alone = {
        "receipt": f"第 {header.lo} 号回执",
        "files": f"附件内容 {header.count} 段",
        "coded": f"统计行 {header.count} 行",
    }
    if header.kind in alone:
        return f"{said}：{alone[header.kind]}。"
    held = Held(row.seq, row.head, known.get, row.frozen) if row is not None else None
    decision = decide(held, header.lo, header.hi, header.prev_head, header.head)
    match decision.verdict:
        case "known":
            what = "先前已经收过"
        case "tail":
            what = f"接收后新增第 {decision.first} 至 {header.hi} 条变动"
        case "gap":
            lo, hi = decision.missing or (0, 0)
            what = f"它前面还缺第 {lo} 至 {hi} 条变动，接收后先收着"
        case "fork":
            what = "与已收下的不是同一支，接收后会保存并冻结，等待裁定"
        case "frozen":
            what = "这台电脑的变动已冻结，接收后先保存着"
    return f"{said}：{what}。"


def matters_sent(exchange: Exchange, bundle: str) -> tuple[str, ...]:
    """Ids of the matters that a bundle of ours shows something of; never of one that is restricted now."""
    with exchange.context.reading() as session:
        connection = session.connection()
        row = connection.execute(
            select(Sent.__table__).where(Sent.office == exchange.own.office, Sent.bundle == bundle)
        ).one_or_none()
        if row is None or row.kind not in {"up", "assign"}:
            return ()
        found = connection.execute(
            select(JournalRow.matter)
            .join(Matter, (Matter.office == JournalRow.owner) & (Matter.id == JournalRow.matter))
            .where(
                JournalRow.office == exchange.own.office,
                JournalRow.stream == row.stream,
                JournalRow.seq.between(row.lo, row.hi),
                JournalRow.entity.not_in(STAYS_HOME),
                Matter.restricted == False,  # noqa: E712
            )
            .group_by(JournalRow.matter)
            .order_by(JournalRow.matter)
        )
        return tuple(m for m in found.scalars() if m)


def _day(at: str | None) -> str:
    return f"{int(at[5:7])}月{int(at[8:10])}日" if at else ""
