"""What must be so before a charge is opened, resolved, struck off, or said to have flowed back: each refusal one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.errors import UserError
from app.rules.charging import batch_number, batch_words

OPENING = (
    "source",
    "batch",
    "opened_on",
    "due_on",
    "leader",
    "post",
    "level",
    "lead_unit",
    "support_units",
    "township_head",
    "village_head",
    "police_liaison",
    "officer",
    "phone",
    "crux",
    "verified",
    "reasonable",
    "plan",
)
"""What opening a charge asks for, in the order of the form (F20)."""
EDITABLE = tuple(n for n in OPENING if n not in {"opened_on", "leader", "post", "level"})
OPINIONS = ("unit_opinion", "leader_opinion", "office_opinion")
GUARDED = (
    "number",
    "batch_no",
    "opened_on",
    "leader",
    "post",
    "level",
    "resolved_on",
    "resolve_way",
    "proofs",
    "result",
    *OPINIONS,
    "approver",
    "struck_on",
    "backflow_on",
    "backflow_why",
    "to_name",
)
"""Fields that only an act writes."""
KEPT_IN_BACKFLOW = tuple(n for n in (*OPENING, "batch_no") if n not in {"opened_on", "due_on", "plan"})
SEATS = (
    ("lead_unit", "牵头（责任）单位"),
    ("leader", "包案领导"),
    ("township_head", "乡镇负责人"),
    ("village_head", "村社负责人"),
    ("police_liaison", "派出所民警"),
)
"""The five seats of duty (五位一体责任); the last is optional."""


def filled(values: dict[str, Any]) -> dict[str, Any]:
    """The number of the batch from its words (第三批 → 3); a bare number becomes words."""
    words = str(values.get("batch") or "").strip()
    if words.isdigit() and 0 < int(words) < 100:
        return {**values, "batch": batch_words(int(words)), "batch_no": int(words)}
    number = batch_number(words) if words else None
    return {**values, "batch_no": number} if number is not None else values


def check_opening(values: Mapping[str, Any], received_on: date | None) -> None:
    """Refuse days that cannot be.

    Raises:
        UserError: the term ends before it begins; charged before the matter came.
    """
    opened, due = values["opened_on"], values["due_on"]
    if due < opened:
        raise UserError(
            "due_before", f"化解时限（{due}）早于挂账日期（{opened}）。", "请核对两个日期；没有挂账。"
        )
    if received_on is not None and opened < received_on:
        raise UserError(
            "opened_before", f"挂账日期（{opened}）早于收到事项的日期（{received_on}）。", "请核对挂账日期。"
        )


def seat_doubts(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Which of the seats are empty, and a batch that should have been named."""
    doubts: list[str] = []
    empty = [label for name, label in SEATS[:4] if not values.get(name)]
    if empty:
        doubts.append(f"责任席位还空着：{'、'.join(empty)}，请尽快落实。")
    if values.get("source") == "assigned" and not values.get("batch"):
        doubts.append("上级交办的还没有写明批次。")
    return tuple(doubts)


def check_resolving(
    row: Any, values: Mapping[str, Any], unknown: Sequence[str], missing: Sequence[str]
) -> None:
    """Refuse what is not resolved yet on paper.

    Args:
        row: the charge.
        values: that were given.
        unknown: words among the proofs that name none.
        missing: proofs that the way demands and that were not named, in words.

    Raises:
        UserError: with what is missing.
    """
    needed = (("resolve_way", "化解方式"), ("result", "化解结果"), ("resolved_on", "化解日期"))
    empty = [label for name, label in needed if not values.get(name)]
    if empty:
        raise UserError("not_told", f"化解还缺：{'、'.join(empty)}。", "请补上再记为化解。")
    if unknown:
        raise UserError(
            "no_such_proof",
            f"不认识的依据材料：{'、'.join(unknown)}。",
            "可用：调解协议书、履行凭证、处理意见书及送达回证、回访记录等。",
        )
    if missing:
        raise UserError(
            "no_proof",
            f"化解依据材料还缺：{'；'.join(missing)}。",
            "材料齐了再记为化解；没有材料的，继续办理并记进展。",
        )
    if row.opened_on and values["resolved_on"] < row.opened_on:
        raise UserError("before_opening", f"化解日期早于挂账日期（{row.opened_on}）。", "请核对化解日期。")


def check_striking(row: Any, values: Mapping[str, Any], labels: Mapping[str, str], *, one_hand: bool) -> None:
    """Refuse to strike off what was not approved, or by the hand that resolved it.

    Raises:
        UserError: with what is missing.
    """
    if row.struck_on is not None:
        raise UserError("struck", f"{row.number}已经销号（{row.struck_on}）。", "没有改动任何内容。")
    if row.resolved_on is None:
        raise UserError("not_resolved", "还没有化解，不能销号。", "先办理“化解”，写明方式、结果和依据材料。")
    missing = [labels[n] for n in (*OPINIONS, "approver") if not (values.get(n) or getattr(row, n))]
    if missing:
        raise UserError(
            "not_approved",
            f"销号还缺：{'、'.join(missing)}。",
            "审批表（F22）签全了再销号；没有改动任何内容。",
        )
    if values["struck_on"] < row.resolved_on:
        raise UserError("struck_before", f"销号日期早于化解日期（{row.resolved_on}）。", "请核对销号日期。")
    if one_hand:
        raise UserError(
            "two_persons",
            "这件包案的化解是您登记的，销号请另一位同事来办，两个人互相把关。",
            "请同事登录后办理；只有一人经办的单位，可在设置里关闭“化解和销号由两人办理”。",
        )


def check_backflow(row: Any, values: Mapping[str, Any]) -> None:
    """Refuse a back-flow of what is still on the account, or marked already.

    Raises:
        UserError: with what to do instead.
    """
    if row.struck_on is None:
        raise UserError(
            "not_struck",
            "这件包案还没有销号，谈不上倒流。",
            "化解后又反映、还没有销号的，请办理“退回重办”。",
        )
    if row.backflow_on is not None:
        raise UserError("flowed_back", f"已经记过倒流（{row.backflow_on}）。", "请在后一件包案里继续办理。")
    if not values.get("backflow_why"):
        raise UserError("no_why", "还没有写倒流情况。", "例如：承诺的补偿没有兑付，又来反映。")
    if values["backflow_on"] < row.struck_on:
        raise UserError("backflow_before", f"倒流日期早于销号日期（{row.struck_on}）。", "请核对倒流日期。")
