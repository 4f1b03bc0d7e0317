"""Leaders' charges (包案): which proofs a way of resolving demands, which months a charge has, what a batch is called.

Custom, not law: the proofs of each way stand in ``resolve_way`` of resources/rules/codes.json (``needs``: words are all
demanded, ``|`` parts those of which one is enough).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from app.rules.codes import CodeBook
from app.rules.numerals import read_small, say_small

_BATCH = re.compile(r"第?\s*([0-9]{1,2}|[〇零一二两三四五六七八九十]{1,3})\s*批")
_BETWEEN = re.compile(r"[,，、；;\s]+")


def demanded(way: str, codes: CodeBook) -> tuple[tuple[str, ...], ...]:
    """Return the proofs that a way of resolving demands: of each inner tuple one is enough.

    Args:
        way: an id of ``resolve_way``.
        codes: the lists.
    """
    code = codes["resolve_way"].by_id(way)
    words = code.attrs.get("needs", "").split() if code else []
    return tuple(tuple(word.split("|")) for word in words)


def lacking(way: str, proofs: Iterable[str], codes: CodeBook) -> tuple[str, ...]:
    """Return what a way of resolving demands and is not among the proofs, each as people say it.

    Examples:
        调解 without a receipt lacks ``("履行凭证",)``; 支持诉求 without a paper
        ``("处理意见书及送达回证或者答复记录或者答复意见书",)``.
    """
    there = set(proofs)
    listed = codes["closing_proof"]
    return tuple(
        "、".join(listed.short_of(one) for one in choice) + ("（其中一样）" if len(choice) > 1 else "")
        for choice in demanded(way, codes)
        if not there & set(choice)
    )


def read_proofs(text: str, codes: CodeBook) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read named proofs, by id or by word, with commas between.

    Returns:
        Ids of ``closing_proof`` in the order of the list, and words that are none.
    """
    listed = codes["closing_proof"]
    found: set[str] = set()
    unknown: list[str] = []
    for word in (w for w in _BETWEEN.split(text.strip()) if w):
        match = listed.match(word)
        if match.code is not None and match.how != "none":
            found.add(match.code.id)
        else:
            unknown.append(word)
    return tuple(code.id for code in listed if code.id in found), tuple(unknown)


def batch_number(text: str) -> int | None:
    """Return the number of a batch in its words (第三批、第3批交办件 → 3); ``None`` where there is none."""
    found = _BATCH.search(text)
    if found is None:
        return None
    word = found.group(1)
    return int(word) if word.isascii() else read_small(word.replace("两", "二"))


def batch_words(number: int) -> str:
    """Return what a batch is called by its number: 3 → 第三批."""
    return f"第{say_small(number)}批" if 0 < number < 100 else f"第{number}批"


def months_between(first: date, last: date) -> tuple[tuple[int, int], ...]:
    """Return the months from one day to another, both included, as (year, month)."""
    found: list[tuple[int, int]] = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        found.append((year, month))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return tuple(found)


def without_progress(opened: date, until: date, days: Sequence[date]) -> tuple[tuple[int, int], ...]:
    """Return the months in which a charge had no progress though it had to: those after the month of its opening.

    Args:
        opened: the day on which it was opened; its own month is not asked for.
        until: today, or the day on which it was resolved.
        days: of the entries of progress.
    """
    had = {(day.year, day.month) for day in days}
    return tuple(month for month in months_between(opened, until)[1:] if month not in had)
