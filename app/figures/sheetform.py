"""An item of a score sheet as a form: its typed words, and the JSON that they stand for.

The same JSON is what a sheet file holds; only what the chosen way of scoring needs is taken from the form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from app.errors import UserError
from app.rules.scores import ASPECTS
from db.fields import Field, Kind

WAYS: Final[Mapping[str, str]] = {
    "rate": "比率 × 分值",
    "threshold": "按比率分档给分",
    "missed": "每漏办一件扣分",
    "counted": "每发生一件扣分",
    "addition": "每做一次给分",
    "manual": "人工评定",
}
EMPTIES: Final[Mapping[str, str]] = {"share": "不计分，由其他项分摊", "full": "按满分"}
SMALLS: Final[Mapping[str, str]] = {
    "average": "按全区平均",
    "share": "不计分，由其他项分摊",
    "full": "按满分",
}
CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "aspect": ASPECTS,
    "way": WAYS,
    "empty": EMPTIES,
    "takes": SMALLS,
}
"""What there is to choose from; `figure` is chosen from the catalogue."""
FIELDS: Final = (
    Field("项目名称", Kind.TEXT, name="name", required=True),
    Field("分值", Kind.TEXT, name="weight", required=True),
    Field("方面", Kind.CODE, name="aspect", required=True),
    Field("计分办法", Kind.CODE, name="way", required=True),
    Field("对应指标", Kind.CODE, name="figure", help="人工评定的不填"),
    Field("目标（%）", Kind.TEXT, name="target", help="比率达到多少得满分，不填为 100"),
    Field("分档", Kind.TEXT, name="steps", help="比率=得分，如 95=10，90=8，85=5"),
    Field("每件（次）分数", Kind.TEXT, name="price", help="扣分、给分的单价"),
    Field("扣分上限", Kind.TEXT, name="cap", help="不填则扣完为止"),
    Field("没有应办的", Kind.CODE, name="empty"),
    Field("少于几件不评价", Kind.TEXT, name="below", help="样本过小时只列示；不填为不设下限"),
    Field("样本过小时", Kind.CODE, name="takes"),
    Field("佐证来源", Kind.TEXT, name="evidence", required=True),
    Field("依据", Kind.TEXT, name="basis"),
)
_STEP: Final = re.compile(r"(\d+(?:\.\d+)?)\s*%?\s*[=:：＝]\s*(\d+(?:\.\d+)?)\s*分?")
_BETWEEN: Final = re.compile(r"[，,；;、\s]+")


def to_form(item: Mapping[str, Any]) -> dict[str, str]:
    """An item's JSON as typed words."""
    formula, small = _table(item.get("formula")), _table(item.get("small"))
    way = str(formula.get("kind") or "")
    if way == "deduction":
        way = str(formula.get("count") or "missed")
    steps = cast("list[dict[str, Any]]", formula.get("steps") or [])
    found: dict[str, object] = {
        **{key: item.get(key) for key in ("name", "weight", "aspect", "figure", "evidence", "basis")},
        **{key: formula.get(key) for key in ("target", "price", "cap")},
        "way": way,
        "steps": "，".join(f"{s.get('at_least')}={s.get('points')}" for s in steps),
        "empty": item.get("empty") or "share",
        "below": small.get("below"),
        "takes": small.get("takes") or "average",
    }
    return {key: "" if value is None else str(value) for key, value in found.items()}


def from_form(given: Mapping[str, str], ident: str) -> dict[str, Any]:
    """Typed words as an item's JSON.

    Args:
        given: by field; see `FIELDS`.
        ident: id of the item, kept through changes.

    Raises:
        UserError: steps that cannot be read; whatever else is wrong is said by the check of the item.
    """
    said = {key: (given.get(key) or "").strip() for key in (f.name for f in FIELDS)}
    way = said["way"]
    formula: dict[str, Any] = {"kind": "deduction" if way in {"missed", "counted"} else way}
    if way == "rate" and said["target"]:
        formula["target"] = said["target"].rstrip("%％")
    if way == "threshold":
        formula["steps"] = _steps(said["steps"])
    if way in {"missed", "counted"}:
        formula |= {"price": said["price"], "count": way}
        if said["cap"]:
            formula["cap"] = said["cap"]
    if way == "addition":
        formula["price"] = said["price"]
    made: dict[str, Any] = {
        "id": ident,
        **{key: said[key] for key in ("name", "aspect", "weight")},
        "figure": "" if way == "manual" else said["figure"],
        "formula": formula,
        "empty": said["empty"] or "share",
        "evidence": said["evidence"],
        "basis": said["basis"],
    }
    if said["below"] and said["below"] != "0":
        # A number where it is one; else as typed, for the check to say so.
        below = int(said["below"]) if said["below"].isdecimal() else said["below"]
        made["small"] = {"below": below, "takes": said["takes"] or "average"}
    return made


def _steps(text: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for part in (p for p in _BETWEEN.split(text) if p):
        read = _STEP.fullmatch(part)
        if read is None:
            raise UserError("bad_steps", f"分档里的“{part}”看不懂。", "写成 比率=得分，如 95=10，90=8。")
        found.append({"at_least": read[1], "points": read[2]})
    return found


def _table(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
