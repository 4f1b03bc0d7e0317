"""What a ledger that goes out was asked for, in words: the days, and the filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.matters.list_values import Filter
from app.rules.codes import CodeBook

_DUE: Final = {"overdue": "已超期", "today": "今日到期", "week": "本周到期"}
_UPLOAD: Final = {"waiting": "未上报", "sent": "已导出", "receipted": "区已收"}


def period_words(choice: Filter) -> str:
    """The days of receipt that a filter asks for."""
    first, last = choice.received_from, choice.received_to
    if first and last:
        return f"{first} 至 {last}" if first != last else str(first)
    if first:
        return f"{first} 以来"
    return f"截至 {last}" if last else "全部日期"


def words_of(choice: Filter, codes: CodeBook, villages: Mapping[str, str], batch: str) -> str:
    """Every other filter, 、 between; "" where there is none.

    Args:
        choice: the filter.
        codes: the code lists.
        villages: label of each village by what matters keep.
        batch: the file's name of the import that it asks for.
    """
    said = [
        codes.label_of("kind", choice.kind),
        "" if choice.open is None else "在办" if choice.open else "已结",
        _DUE.get(choice.due, ""),
        _UPLOAD.get(choice.upload, ""),
        *(codes.label_of("state", one) for one in choice.states),
        codes.label_of("rung", choice.rung),
        *(_category(codes, one) for one in choice.categories),
        codes.label_of("channel", choice.channel),
        villages.get(choice.village, choice.village),
        choice.unit,
        f"导入自 {batch}" if batch else "",
        f"搜索“{choice.text.strip()}”" if choice.text.strip() else "",
    ]
    return "、".join(word for word in said if word)


def _category(codes: CodeBook, ident: str) -> str:
    known = codes["dispute_type"].by_id(ident) or codes["petition_category"].by_id(ident)
    return known.label if known else ident
