"""What was done in a matter, as papers print it: the steps in words, the claims one by one, the decision on each."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from app.rules.actions import Action
from app.rules.book import RuleBook
from app.rules.codes import CodeBook
from app.rules.facts import as_day
from db.fields import encode
from db.tables import Paper, Step

_MARK = re.compile(
    r"(?:^|(?<=[；;。\s]))"
    r"(?:\d{1,2}[.．、)）](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,2}、|[①-⑳])\s*"
)
"""How people number what they ask for: 1. 1、 （一） 一、 ①; never the point of 1.5 or the 1 of 第1、2项."""

SIDES = frozenset({"applicant", "respondent", "petitioner", "other"})
"""Roles that stand for a side of an agreement; an agent or a representative stands for one of these."""


def known(values: Mapping[str, Any]) -> dict[str, object]:
    """What is known: nothing, and the empty text, are left to the pen."""
    return {k: v for k, v in values.items() if encode(v) not in (None, "")}


def claims(text: str) -> tuple[str, ...]:
    """What is asked for, one by one, without the numbers that it was typed with.

    Examples:
        >>> claims("1.复核面积；2.补发差额。")
        ('复核面积', '补发差额')
        >>> claims("清除1.5米宽巷道内的杂物。")
        ('清除1.5米宽巷道内的杂物。',)
    """
    parts = [part for line in text.splitlines() for part in _MARK.split(line)]
    found = [part.strip() for part in parts if part.strip().rstrip("：: ")]
    if len(found) > 1 and found[0].endswith(("：", ":")):
        del found[0]  # 请求如下：
    return tuple(part.rstrip("；;。 　") for part in found) if len(found) > 1 else tuple(found)


def numbered(items: Sequence[str]) -> str:
    """Several on lines of their own with numbers; one as it is."""
    if len(items) < 2:
        return "".join(items)
    return "\n".join(
        f"{n}. {item}{'。' if item[-1:] not in '。？！' else ''}" for n, item in enumerate(items, 1)
    )


def decided(decision: str, asked: Sequence[str]) -> str:
    """The decision claim by claim, where it was written so; otherwise as it was written."""
    points = claims(decision)
    if len(points) < 2 or len(points) != len(asked) or len(_MARK.findall(decision)) < len(points):
        return decision
    return numbered([f"关于“{claim}”的请求：{point}" for claim, point in zip(asked, points, strict=True)])


def step_values(step: Step, book: RuleBook) -> dict[str, object]:
    """One step: what the action asked, its codes also in words under ``…_label``."""
    details = cast("dict[str, Any]", json.loads(step.details))
    action = book.actions.get(step.action)
    return known(
        {
            "role": step.action,
            "action": step.action,
            "done_on": step.done_on,
            "until_on": step.until_on,
            "handler": step.handler,
            **details,
            **_labels(action, details, book.codes),
        }
    )


def _labels(action: Action | None, details: Mapping[str, Any], codes: CodeBook) -> dict[str, object]:
    if action is None:
        return {}
    asked = [field for field in action.fields if field.kind == "code" and details.get(field.name)]
    return {f"{field.name}_label": codes.label_of(field.codes, details[field.name]) for field in asked}


def last_of(steps: Sequence[Mapping[str, object]], chosen: Mapping[str, int]) -> dict[str, object]:
    """The last step of each action by the action's id.

    Args:
        steps: in order.
        chosen: which one of an action, counted from 1, where not the last.
    """
    found: dict[str, list[Mapping[str, object]]] = {}
    for step in steps:
        found.setdefault(str(step["action"]), []).append(step)
    return {
        action: done[chosen[action] - 1] if 0 < chosen.get(action, 0) <= len(done) else done[-1]
        for action, done in found.items()
    }


def agreement_values(agree: Mapping[str, Any]) -> dict[str, object]:
    """The day on which an agreement took effect: the last of the signatures and the seal (人民调解法 Art. 29)."""
    signed = [as_day(agree.get(k)) for k in ("parties_signed_on", "mediator_signed_on", "sealed_on")]
    days = [day for day in signed if day is not None]
    return {**agree, "effective_on": max(days)} if len(days) == len(signed) else dict(agree)


def refusal_values(refused: Mapping[str, Any], book: RuleBook) -> dict[str, object]:
    """What a refusal tells: where to turn, in the clerk's words, else in those of its reason; the reason's article."""
    reason = book.codes["refusal_reason"].by_id(str(refused.get("reason") or ""))
    if reason is None:
        return dict(refused)
    told = refused.get("told_where") or reason.attrs.get("way")
    return known({**refused, "told_where": told, "reason_article": reason.article})


def number_of(papers: Sequence[Paper], kind: str) -> str:
    """The number of the last issued paper of a kind, ``""`` without one."""
    return next((p.number or "" for p in reversed(papers) if p.kind == kind), "")


def way_of(last: Mapping[str, object]) -> str:
    """How a petition matter is handled, as an id of ``handling_method``; ``""`` while that is open."""
    if "transfer_out" in last:
        method = cast("Mapping[str, object]", last["transfer_out"]).get("method")
        return str(method or "forward")
    for action, way in (("no_further_accept", "no_further_accept"), ("not_accept", "not_accept")):
        if action in last:
            return way
    return "self" if "accept" in last or "reply" in last else ""


def gathering(people: int | None, channel: str | None) -> str:
    """individual, joint (several sign one letter) or group (five and more come), by the usual bounds; ``""`` unknown."""
    if people is None:
        return ""
    if channel == "visit":
        return "group" if people >= 5 else "individual"
    return "joint" if people > 1 else "individual"
