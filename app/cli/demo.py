"""The verb demo: made-up matters into an office set up for training, or a whole township and its district to try."""

from __future__ import annotations

from datetime import date

from app.cli.shape import Call, Verb, arg, the
from app.demo.filling import UNTIL, fill
from app.desk import Desk
from app.errors import UserError


def _demo(call: Call, desk: Desk | None) -> tuple[object, str]:
    a = call.args
    count = fill(the(desk), a.matters, a.seed, _until(a.until))
    return {"matters": count}, f"已写入 {count} 件虚构事项。人名、地名、号码都是编造的，只供试用和培训。"


def _until(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else UNTIL
    except ValueError as error:
        raise UserError("bad_day", f"“{text}”不是日期。", f"请写成 {UNTIL.isoformat()}。") from error


VERBS = (
    Verb(
        "demo",
        "往培训用的单位里填虚构事项，供试用和测量",
        _demo,
        (
            arg("--matters", type=int, required=True, metavar="N", help="多少件"),
            arg("--seed", type=int, default=1, metavar="S", help="同一个数得到同样的内容（默认 1）"),
            arg("--until", metavar="DATE", help=f"到哪一天为止的三年（默认 {UNTIL.isoformat()}）"),
        ),
    ),
)
