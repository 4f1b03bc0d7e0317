"""Verbs of a fork: fork list, fork decide, fork follow."""

from __future__ import annotations

from app.bundles.values import ForkView
from app.cli.output import plain
from app.cli.shape import Call, Verb, arg, the
from app.desk import Desk

_GROUP = "分成了两支的变动：看，裁定，按裁定继续"


def _list(call: Call, desk: Desk | None) -> tuple[object, str]:
    del call
    room = the(desk).bundles
    found, lost = room.forks(), room.lost_branch()
    lines = [line for fork in found for line in _said(fork)]
    if lost is not None:
        lines.append(f"{lost.words}{lost.why_not}{lost.advice}")
    value = {"forks": [plain(f) for f in found], "lost": plain(lost) if lost is not None else None}
    return value, "\n".join(lines) or "没有分成两支的变动。"


def _said(fork: ForkView) -> list[str]:
    lines = [f"{fork.name}　流 {fork.stream}　{fork.words}"]
    for branch in fork.branches:
        lines.append(f"　{branch.key}　{branch.words}")
        for one in branch.matters:
            marks = [m for m, is_so in (("新登记", one.created), ("几支都改过", one.both)) if is_so]
            note = f"（{'，'.join(marks)}）" if marks else ""
            lines.append(f"　　{one.number or '（无编号）'}　{one.title}　{one.changes} 条变动{note}")
    if fork.why_not:
        lines.append(f"　{fork.why_not}")
    return lines


def _decide(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    done = the(desk).bundles.decide_fork(a.office, a.stream or "", a.branch, a.reason)
    return plain(done), f"{done.words}{done.advice}"


def _follow(call: Call, desk: Desk | None) -> tuple[object, str]:
    del call
    words = the(desk).bundles.follow_ruling()
    return {"words": words}, words


VERBS = (
    Verb("fork list", "各处分支：从哪一条起，几支各有什么，哪些事项几支都改过", _list, group=_GROUP),
    Verb(
        "fork decide",
        "裁定接下去的是哪一支（区县的系统管理员）；另一支的内容都留着",
        _decide,
        (
            arg("office", metavar="OFFICE", help="哪个单位（名称、区划代码或单位号）"),
            arg("branch", metavar="BRANCH", help="接下去的一支：甲、乙……，或 fork list 里的编号"),
            arg("--reason", metavar="R", required=True, help="理由，随交办包和回执告诉这个单位"),
            arg("--stream", metavar="S", help="哪一个流；这个单位只有一处分支时可以不写"),
        ),
        group=_GROUP,
    ),
    Verb("fork follow", "本机这一支没有被选中：按裁定作为另一台电脑继续", _follow, group=_GROUP),
)
