"""Verbs of papers: papers, paper."""

from __future__ import annotations

from pathlib import Path

from app.cli.output import plain
from app.cli.shape import Call, Verb, arg, the
from app.desk import Desk


def _papers(call: Call, desk: Desk | None) -> tuple[object, str]:
    rows = the(desk).papers.papers(call.args.number or "")
    words = "\n".join(f"{r.paper}　{r.name}　{r.need_label}　{r.made_label}" for r in rows)
    return [plain(r) for r in rows], words


def _paper(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    made = the(desk).papers.make(a.number, a.paper, Path(a.out), issue=a.issue)
    words = f"已写入 {a.out}，{made.pages} 页"
    if made.missing_glyphs:
        words += f"；字库缺字：{'、'.join(made.missing_glyphs)}"
    return {"pages": made.pages, "missing_glyphs": list(made.missing_glyphs), "number": made.number}, words


VERBS = (
    Verb(
        "papers",
        "有哪些文书，应出哪些，缺哪些",
        _papers,
        (arg("number", nargs="?", metavar="NUMBER", help="事项编号；不写则列出全部文书"),),
    ),
    Verb(
        "paper",
        "出一份文书（PDF）",
        _paper,
        (
            arg("number", metavar="NUMBER", help="事项编号"),
            arg("paper", metavar="PAPER", help="见 papers"),
            arg("out", metavar="OUT.pdf", help="写到哪里"),
            arg("--issue", action="store_true", help="签发：编文号、定稿、存档"),
        ),
    ),
)
