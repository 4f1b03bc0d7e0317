"""The bundles' room told in words and states: what a clerk reads is decided here, the page only shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from ui.pages.bundles.faces import BundlesFace, GapFace, OutFace, PeerFace, ResultFace
from ui.widgets.rows import RowFace
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.access.values import OfficeInfo
    from app.bundles.values import (
        ForkView,
        Gap,
        LogLine,
        LostBranch,
        Outgoing,
        PeerInfo,
        ReceivedFile,
        SentFile,
        Waiting,
    )

LONG_SILENT_DAYS = 35
"""A township that sends once a month is late after this."""
WHOLE = ("up", "assign")
"""Kinds that say how far they reach, so that one can tell what lies in a written bundle already."""
_SENT = {
    "sent": Status(Tone.OPEN, "未见回执"),
    "receipted": Status(Tone.DONE, "回执已入库"),
    "refused": Status(Tone.OVERDUE, "被退回"),
}
_CAME = {
    "applied": Status(Tone.DONE, "已入库"),
    "held": Status(Tone.SOON, "先存着，等前面的包"),
    "fork": Status(Tone.OVERDUE, "有冲突，先存着"),
    "refused": Status(Tone.OVERDUE, "没有收"),
}


def size_words(size: int) -> str:
    """A size as a person reads it: 3 KB, 2.1 MB."""
    if size < 1024:
        return "不到 1 KB"
    if size < 1024 * 1024:
        return f"{round(size / 1024)} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def day_words(at: str, today: date) -> str:
    """The day of an ISO time: 11月22日, with the year where it is another one; nothing where there is none."""
    if not at:
        return ""
    day = _day(at, today)
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"


def groups_of(fingerprint: str) -> tuple[str, ...]:
    """The groups of a fingerprint."""
    return tuple(fingerprint.replace("-", " ").split())


def page_face(
    own: OfficeInfo,
    today: date,
    peers: Sequence[PeerInfo],
    outgoing: Sequence[Outgoing],
    log: Sequence[LogLine],
    gaps: Sequence[Gap],
    waiting: Sequence[Waiting],
    forks: Sequence[ForkView] = (),
    lost: LostBranch | None = None,
) -> BundlesFace:
    """Everything the page shows; a fork stands in a card of its own, and not among the gaps as well."""
    told = {"compare", "fork"} if forks or lost is not None else {"compare"}
    live = [p for p in peers if not p.revoked]
    return BundlesFace(
        district=own.is_district,
        sentence=_sentence(own, live, outgoing, log),
        own_name=own.name,
        own_groups=groups_of(own.fingerprint),
        out=tuple(_out(o, log) for o in outgoing),
        below=tuple(_below(p, log, today) for p in live if p.role == "township") if own.is_district else (),
        log=tuple(_line(entry, today) for entry in log),
        gaps=tuple(GapFace(g.what, g.step) for g in gaps if g.kind not in told),
        waiting=tuple(GapFace(f"{w.name}：{w.what}（{w.sentence.rstrip('。')}）", w.advice) for w in waiting),
        peers=tuple(_peer(p) for p in peers),
        forks=tuple(forks),
        lost=lost,
    )


def sent_results(files: Sequence[SentFile], *, stick: bool = True) -> tuple[Status, tuple[ResultFace, ...]]:
    """What was written, verified on the medium; ``stick``: it can be pulled out now."""
    if not files:
        return Status(Tone.NONE, "没有需要写出的内容"), ()
    done = Status(Tone.DONE, "已写好")
    return Status(Tone.DONE, "已校验，可以拔出" if stick else "已写好，读回来校验过"), tuple(
        ResultFace(f.file, done, _written(f)) for f in files
    )


def _written(sent: SentFile) -> str:
    content = _content(sent.kind, sent.matters, sent.changes)
    content += "，" if content else ""
    named = _package(sent.kind, sent.lo if sent.kind == "receipt" else sent.number)
    return f"{named}，写给{sent.to}，{content}{size_words(sent.bytes)}。"


def received_results(files: Sequence[ReceivedFile]) -> tuple[Status, tuple[ResultFace, ...]]:
    """What became of each file, and all together."""
    refused = sum(1 for f in files if f.refused)
    held = sum(1 for f in files if f.held)
    if refused:
        head = Status(Tone.OVERDUE, f"{len(files)} 个文件中有 {refused} 个没有收；什么都没有丢")
    elif held:
        head = Status(Tone.SOON, f"已收下，其中 {held} 个先存着，等前面的包到齐")
    else:
        head = Status(Tone.DONE, "已收下" if any(f.new for f in files) else "已收下，没有新内容")
    return head, tuple(_received(f) for f in files)


_ALONE = {"receipt": "回执已入库", "files": "已收下附件", "coded": "已收下统计行"}


def _received(file: ReceivedFile) -> ResultFace:
    if file.refused:
        return ResultFace(file.file, Status(Tone.OVERDUE, "没有收"), file.sentence or file.words, file.advice)
    named = f"{file.from_name}{_package(file.kind, file.number)}"
    if file.held:
        state = Status(Tone.SOON, "先存着")
        return ResultFace(
            file.file, state, file.sentence or f"{named}，前面还缺包，到齐后自动入库。", file.advice
        )
    if file.kind in _ALONE:
        state = Status(Tone.DONE, _ALONE[file.kind])
        return ResultFace(file.file, state, file.sentence or file.words or named, file.advice)
    if not file.new:
        state = Status(Tone.NONE, "以前收过")
        return ResultFace(file.file, state, f"{named}的内容都已经有了，没有重复入库。")
    aside = f"；有 {file.quarantined} 处变更先存着，等人决定" if file.quarantined else ""
    said = f"{named}：{file.matters} 件事项的新内容全部入库{aside}。"
    return ResultFace(file.file, Status(Tone.DONE, "已入库"), said, file.advice)


def _sentence(
    own: OfficeInfo, peers: Sequence[PeerInfo], outgoing: Sequence[Outgoing], log: Sequence[LogLine]
) -> str:
    if not peers:
        return "还没有往来单位。"
    receipts = sum(1 for o in outgoing if o.kind == "receipt")
    if own.is_district:
        below = sum(1 for p in peers if p.role == "township")
        down = sum(o.matters for o in outgoing if o.kind == "assign" and not _written_in(o, log))
        waits = (f"{receipts} 份回执" if receipts else "", f"{down} 件事项的新内容" if down else "")
        told = "、".join(part for part in waits if part)
        return f"{below} 个所属单位" + (f"，{told}等待写出。" if told else "，没有等待写出的内容。")
    up = [o for o in outgoing if o.kind == "up" and not _written_in(o, log)]
    rows = sum(o.changes for o in outgoing if o.kind == "coded" and o.lo)
    told = f"{rows} 行统计行等待上报" if rows else "没有新的内容等待上报"
    if up and rows:
        told = f"{sum(o.matters for o in up)} 件事项整件、{rows} 行统计行等待上报"
    elif up:
        told = f"{sum(o.matters for o in up)} 件事项、{sum(o.changes for o in up)} 处变更等待上报"
    if files := sum(o.changes for o in outgoing if o.kind == "files"):
        told = f"{told}，{files} 份附件待写出或待回执" if up or rows else f"{files} 份附件等待写出或回执"
    open_out = sorted(e.number for e in log if e.direction == "out" and e.kind == "up" and e.status == "sent")
    # Attachments go in parts of any order, so that the last one confirmed says nothing of those before.
    done_out = max(
        (e.number for e in log if (e.direction, e.status) == ("out", "receipted") and e.kind != "files"),
        default=0,
    )
    if open_out:
        told += f"；第 {'、'.join(map(str, open_out[-3:]))} 包未见回执"
    elif done_out:
        told += f"；回执至第 {done_out} 包"
    if receipts:
        told += f"；{receipts} 份回执等待写出"
    return told + "。"


def _out(out: Outgoing, log: Sequence[LogLine]) -> OutFace:
    words = _content(out.kind, out.matters, out.changes) or "回执"
    written = _written_in(out, log)
    if out.kind == "coded" and not out.lo:
        words = f"{words}，都写出过，等回执；U 盘丢了可以再写一次"
    if written:
        words = f"都在第 {'、'.join(map(str, written))} 包里，等回执；U 盘丢了可以再写一次"
    return OutFace(
        out.to_office,
        out.name,
        words,
        f"约 {size_words(out.bytes)}",
        ready=True,
        bytes=out.bytes,
        receipt=out.kind == "receipt",
    )


def _written_in(out: Outgoing, log: Sequence[LogLine]) -> tuple[int, ...]:
    """Numbers of the bundles that hold all of it and wait for their receipt: one, or every part; () where some is in none."""
    if out.kind not in WHOLE:
        return ()
    wanted = ("out", out.kind, "sent", out.name, out.stream)
    waits = [e for e in log if (e.direction, e.kind, e.status, e.name, e.stream) == wanted]
    found: list[int] = []
    need = out.lo
    while True:
        # Of those that go on where the last one ended the farthest, and the newest of these.
        fit = [e for e in waits if e.lo <= need <= e.hi]
        if not fit:
            return ()
        best = max(fit, key=lambda e: (min(e.hi, out.hi), e.number))
        found.append(best.number)
        if best.hi >= out.hi:
            return tuple(sorted(found))
        need = best.hi + 1


def _content(kind: str, matters: int, changes: int) -> str:
    """What a bundle brings, in numbers; a receipt brings none."""
    if kind == "receipt":
        return ""
    if kind == "files":
        # What was under way when it was sent may have come with the bundle before.
        if not changes:
            return "没有新附件"
        return f"{matters} 件事项的 {changes} 份附件" if matters else f"{changes} 份附件"
    if kind == "coded":
        return f"统计行 {changes} 行，其中事项 {matters} 件"
    # What a bundle brings may be of no matter: instructions, letters, answers.
    return f"{matters} 件事项，{changes} 处变更" if matters else f"{changes} 处变更"


def _below(peer: PeerInfo, log: Sequence[LogLine], today: date) -> RowFace:
    came = [e for e in log if e.direction == "in" and e.name == peer.name and e.status == "applied"]
    number = max((e.number for e in came if e.kind == "up"), default=0)
    held = f"第 {number} 包" if number else "还没有来过"
    state = _silence(peer, today)
    if peer.waiting:
        # What is missing goes before how long ago something came.
        state = Status(Tone.OVERDUE, f"缺包，{peer.waiting} 个先存着")
    here = f"{peer.matters:,} 件，在办 {peer.open_matters:,} 件" if peer.matters else "—"
    return RowFace(
        f"peer:{peer.office}:{peer.installation}",
        (_named(peer), held, here, day_words(peer.last_heard, today) or "—", state),
    )


def _silence(peer: PeerInfo, today: date) -> Status:
    if not peer.last_heard:
        return Status(Tone.OPEN, "还没有来过包")
    days = (today - _day(peer.last_heard, today)).days
    if days <= 0:
        return Status(Tone.DONE, "今天来过")
    words = f"{days} 天没有来包"
    return Status(Tone.OVERDUE if days > LONG_SILENT_DAYS else Tone.OPEN, words)


def _line(entry: LogLine, today: date) -> RowFace:
    told = _SENT if entry.direction == "out" else _CAME
    state = told.get(entry.status, Status(Tone.NONE, entry.status))
    if entry.direction == "out" and entry.kind == "receipt" and entry.status == "sent":
        state = Status(Tone.DONE, "已写出")
    arrow = "送出" if entry.direction == "out" else "收到"
    whole = entry.direction == "out" or entry.kind in ("files", "coded")
    content = _content(entry.kind, entry.matters, entry.changes)
    if entry.kind == "files" and entry.direction == "in" and entry.changes:
        # What is counted there are pieces: eleven of one film are no eleven attachments.
        content = f"附件内容 {entry.changes} 段"
    content = (
        content if whole or not content else (f"{entry.matters} 件事项" if entry.matters else "工作内容")
    )
    return RowFace(
        f"log:{entry.bundle}",
        (
            f"{arrow} {_package(entry.kind, entry.lo if entry.kind == 'receipt' else entry.number)}",
            day_words(entry.at, today),
            entry.name,
            content,
            size_words(entry.bytes) if entry.bytes else "",
            state,
        ),
    )


def _peer(peer: PeerInfo) -> PeerFace:
    role = "区县" if peer.role == "district" else "乡镇"
    note = f"{role}　{peer.code}" + ("　已作废，不再往来" if peer.revoked else "")
    return PeerFace(
        f"{peer.office}:{peer.installation}",
        _named(peer),
        note,
        groups_of(peer.fingerprint),
        peer.compared,
        "",
    )


def _named(peer: PeerInfo) -> str:
    return peer.name if peer.station in ("", "1") else f"{peer.name}（{peer.station} 号机）"


def _package(kind: str, number: int) -> str:
    named = {"assign": "交办包", "files": "附件包", "coded": "统计包"}.get(kind, "")
    return f"第 {number} 号回执" if kind == "receipt" else f"{named}第 {number} 包"


def _day(at: str, today: date) -> date:
    """The civil day of a stored UTC time, in the desk's zone."""
    moment = datetime.fromisoformat(at) if "T" in at else None
    if moment is None:
        return date.fromisoformat(at[:10]) if at else today
    return moment.astimezone().date() if moment.tzinfo else moment.date()
