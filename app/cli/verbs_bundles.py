"""Verbs of bundles and health: send, receive, look, peers, check, replay."""

from __future__ import annotations

from pathlib import Path

from app.bundles.values import SentFile
from app.cli.output import plain
from app.cli.shape import Call, Verb, arg, the
from app.desk import Desk


def _send(call: Call, desk: Desk | None) -> tuple[object, str]:
    files = the(desk).bundles.send(Path(call.args.dir), call.args.to or "")
    value = [plain(f) for f in files]
    words = "\n".join(f"{f.file}　{_said(f)}，{f.bytes} 字节　已校验，可以拔出" for f in files)
    return value, words or "没有需要上报或回执的内容。"


def _said(file: SentFile) -> str:
    if file.kind == "receipt":
        return f"给{file.to}的第 {file.lo} 号回执"
    if file.kind == "coded":
        return f"给{file.to}的统计包第 {file.number} 包，{file.changes} 行"
    return f"给{file.to}的第 {file.number} 包，{file.matters} 件，{file.changes} 处变更"


def _receive(call: Call, desk: Desk | None) -> tuple[object, str]:
    results = the(desk).bundles.receive([Path(f) for f in call.args.files])
    call.exit_code = 2 if any(r.refused for r in results) else 0
    words = "\n".join(f"{r.file}：{r.words}" for r in results)
    return [plain(r) for r in results], words


def _look(call: Call, desk: Desk | None) -> tuple[object, str]:
    header = the(desk).bundles.look(Path(call.args.file))
    return header, str(header["words"])


def _peers(call: Call, desk: Desk | None) -> tuple[object, str]:
    peers = the(desk).bundles.peers()
    del call
    words = "\n".join(f"{p.name}　{p.fingerprint}　{p.words}" for p in peers)
    return [plain(p) for p in peers], words or "还没有收下任何名片。"


def _drives(call: Call, desk: Desk | None) -> tuple[object, str]:
    del call
    bundles = the(desk).bundles
    value: list[dict[str, object]] = []
    lines: list[str] = []
    for drive in bundles.drives():
        found = bundles.found(Path(drive.path)) if drive.path else ()
        value.append({**plain(drive), "bundles": [plain(f) for f in found]})
        lines.append(f"{drive.path or '—'}　{drive.words}")
        lines += [f"　　{f.file}　{f.words}" for f in found]
    return value, "\n".join(lines) or "没有找到U盘。"


def _check(call: Call, desk: Desk | None) -> tuple[object, str]:
    health = the(desk).health
    report = health.check() if call.args.verb == "check" else health.replay()
    call.exit_code = 0 if report.ok else 2
    words = "一切完好。" if report.ok else "\n".join(f.sentence for f in report.findings)
    return plain(report), f"{words}（{report.matters} 件事项，{report.changes} 处变更）"


VERBS = (
    Verb(
        "send",
        "写出上报包或回执包到文件夹（U 盘）",
        _send,
        (
            arg("dir", metavar="DIR", help="文件夹"),
            arg(
                "--to",
                metavar="OFFICE",
                help="只给这个单位（名称、区划代码或单位号）；不写则给所有在等的单位",
            ),
        ),
    ),
    Verb("receive", "收下包", _receive, (arg("files", nargs="+", metavar="FILE", help="包，按给出的次序"),)),
    Verb("look", "看一个包自己怎么说", _look, (arg("file", metavar="FILE", help="包"),)),
    Verb("drives", "找到的U盘，和上面的包", _drives),
    Verb("peers", "往来单位与收发进度", _peers),
    Verb("check", "体检：文件、链、推演、索引", _check),
    Verb("replay", "用修改记录推演并与现状比对", _check),
)
