"""Verbs of papers: papers, paper, blank."""

from __future__ import annotations

from pathlib import Path

from app.cli.output import plain
from app.cli.shape import Call, Verb, arg, the
from app.desk import Desk
from app.papers.values import Printed


def _papers(call: Call, desk: Desk | None) -> tuple[object, str]:
    rows = the(desk).papers.papers(call.args.number or "")
    words = "\n".join(f"{r.paper}　{r.name}　{r.need_label}　{r.made_label}" for r in rows)
    return [plain(r) for r in rows], words


def _paper(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    made = the(desk).papers.make(a.number, a.paper, Path(a.out), issue=a.issue)
    told = {"pages": made.pages, "missing_glyphs": list(made.missing_glyphs), "number": made.number}
    return {**told, "written": made.written}, _written(made, Path(a.out))


def _blank(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    made = the(desk).papers.make_blank(a.paper, Path(a.out))
    return {"pages": made.pages, "written": made.written}, _written(made, Path(a.out))


def written(made: Printed) -> tuple[object, str]:
    """A paper of a duty that was written, as value and words."""
    told = {"pages": made.pages, "missing_glyphs": list(made.missing_glyphs), "written": made.written}
    return told, _written(made, Path(made.written))


def _written(made: Printed, asked: Path) -> str:
    words = f"已写入 {made.written}，{made.pages} 页"
    if Path(made.written).name != asked.name:
        words = f"{asked.name} 正在别的程序里打开着，没有动它；{words}"
    if made.missing_glyphs:
        words += f"；字库缺字：{'、'.join(made.missing_glyphs)}"
    return words


OUT = arg("out", metavar="OUT.pdf|.docx", help="写到哪里；文件名决定是 PDF 还是 DOCX")

VERBS = (
    Verb(
        "papers",
        "有哪些文书，应出哪些，缺哪些",
        _papers,
        (arg("number", nargs="?", metavar="NUMBER", help="事项编号；不写则列出全部文书"),),
    ),
    Verb(
        "paper",
        "出一份文书（PDF，或者可以在 WPS 里改的 DOCX）",
        _paper,
        (
            arg("number", metavar="NUMBER", help="事项编号"),
            arg("paper", metavar="PAPER", help="见 papers"),
            OUT,
            arg("--issue", action="store_true", help="签发：编文号、定稿、存档"),
        ),
    ),
    Verb(
        "blank",
        "出一份空白表，打印后手填",
        _blank,
        (arg("paper", metavar="PAPER", help="见 papers"), OUT),
    ),
)
