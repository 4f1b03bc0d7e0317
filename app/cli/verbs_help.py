"""Verbs of help: quickcard."""

from __future__ import annotations

from pathlib import Path

from app.cli.shape import Call, Verb, arg
from app.desk import Desk
from app.errors import EnvironmentFault, UserError, why_of


def _quickcard(call: Call, desk: Desk | None) -> tuple[object, str]:
    del desk
    out = Path(call.args.out)
    if out.suffix.lower() != ".pdf":
        raise UserError("not_pdf", "快速上手卡只能存为 PDF。", "请把文件名改成以 .pdf 结尾。")
    # Late: setting a paper costs a quarter of a second, which no other verb is to wait for.
    from app.papers.quickcard import quick_card

    made = quick_card()
    try:
        out.write_bytes(made.pdf)
    except OSError as error:
        raise EnvironmentFault(
            "paper_unwritable", f"文件 {out.name} 写不进去：{why_of(error)}。", "请换一个位置另存。"
        ) from error
    return {"pages": made.pages}, f"快速上手卡已写入 {out}（{made.pages} 页）"


VERBS = (
    Verb(
        "quickcard",
        "写出快速上手卡（两页 A4）",
        _quickcard,
        (arg("out", metavar="OUT", help="写到哪个 .pdf 文件"),),
        needs_office=False,
    ),
)
