"""Is this matter there already? Compared are matters, by what they are about; nothing is kept and nothing is decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from app.matters.choosing import NOT_VOIDED
from app.matters.list_values import DraftFacts
from db.search.fold import digits, fold
from db.search.index import first_doc, last_doc
from db.search.match import hits, keyed
from db.tables import Listing, Party

DAYS = 90
"""Before and after the day of receipt (features.md F48, pitfall 18)."""
_ENOUGH = 3
"""A name alone (2) is too little where half a village is called 杨; a name and a place, or two names, are enough."""
_MOST = 400
_SHORTEST_PHONE = 7
_FEWEST_PAIRS = 3


def likely(
    connection: Connection, draft: DraftFacts, day: date, limit: int, back: int = DAYS, ahead: int = DAYS
) -> list[tuple[int, tuple[str, ...]]]:
    """Rows that resemble the draft, the most alike first, each with the words for what agrees.

    Args:
        connection: of one reading.
        draft: what of a matter decides.
        day: its day of receipt.
        limit: at most so many.
        back: days before that day that are looked through.
        ahead: days after it.
    """
    names = {n for n in map(fold, draft.names) if len(n) > 1}
    phones = {p for p in map(digits, draft.phones) if len(p) >= _SHORTEST_PHONE}
    span = (first_doc(day - timedelta(days=back)), last_doc(day + timedelta(days=ahead)))
    near: list[Any] = [
        Listing.doc.in_(hits(connection, word, span)) for word in (*sorted(names), *sorted(phones))
    ]
    if draft.village:
        near.append(and_(Listing.village == draft.village, Listing.doc.between(*span)))
    if not near:
        return []
    rows = connection.execute(
        select(Listing.doc, Listing.office, Listing.matter, Listing.village, Listing.title)
        .where(or_(*near), Listing.doc.between(*span), Listing.matter != draft.matter, NOT_VOIDED)
        .order_by(Listing.doc.desc())
        .limit(_MOST)
    ).all()
    parties = _parties(connection, [(row.office, row.matter) for row in rows])
    words = _pairs(draft.title)
    ranked: list[tuple[int, int, tuple[str, ...]]] = []
    for row in rows:
        called, reached = parties.get((row.office, row.matter), (set[str](), set[str]()))
        points = {
            "当事人": 2 * min(2, len(names & called)),
            "电话": 2 if phones & reached else 0,
            "发生地": 1 if draft.village and row.village == draft.village else 0,
        }
        others = bool(names and called) and not (points["当事人"] or points["电话"])
        points["事由"] = _agreement(words, _pairs(row.title), others=others)
        if sum(points.values()) >= _ENOUGH:
            ranked.append((sum(points.values()), row.doc, tuple(k for k, v in points.items() if v)))
    return [(doc, alike) for _, doc, alike in sorted(ranked, reverse=True)[:limit]]


def _parties(
    connection: Connection, keys: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], tuple[set[str], set[str]]]:
    found: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    asked = select(Party.office, Party.matter, Party.name, Party.phone)
    for row in connection.execute(asked.where(keyed(Party.office, Party.matter, keys))):
        called, reached = found.setdefault((row.office, row.matter), (set(), set()))
        called.add(fold(row.name or ""))
        reached.add(digits(row.phone or ""))
    return found


def _pairs(text: str) -> set[str]:
    folded = fold(text)
    return {folded[at : at + 2] for at in range(len(folded) - 1)}


def _agreement(a: set[str], b: set[str], *, others: bool) -> int:
    """2 where most of the shorter title's pairs of characters agree, 1 where many do.

    Between other parties nearly all must agree: every boundary dispute of a village is called so.
    """
    least = min(len(a), len(b))
    if least < _FEWEST_PAIRS:
        return 0
    share = len(a & b) / least
    if others:
        return 2 if share >= 0.8 else 0
    return 2 if share >= 0.6 else 1 if share >= 0.4 else 0
