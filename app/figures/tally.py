"""One reckoning of a scoring: what the figures say of every unit, put through the sheet, as the bodies that are kept.

Bodies are canonical JSON of whole numbers and texts: the same figures give the same bytes, so that a hash can stand for them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.figures.counts import Counts
from app.figures.scoresheets import say_formula
from app.figures.values.figures import FigureRow, Period
from app.rules.scores import Sheet, SheetItem
from app.rules.scoring import Counted, ItemScore, UnitScore, ranks, score_item, score_unit
from db.journal import canonical

MOST_DONE = 200
"""So many rows that cost no points are listed in a derivation; those that cost points all are."""
Given = Mapping[tuple[str, str], int]
"""Points by hand: unit and item to hundredths."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a reckoning came to: the body that is published, and one derivation for each unit."""

    body: str
    lines: Mapping[str, str]

    @property
    def sha256(self) -> str:
        """What stands for the body, and through it for every line."""
        return sha256_of(self.body)


Rows = Mapping[str, Mapping[str, Sequence[FigureRow]]]
"""Rows by figure and unit."""


def sha256_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def reckon(
    sheet: Sheet,
    days: tuple[date, date],
    units: Mapping[str, str],
    counts: Counts,
    given: Given,
    said: Mapping[str, Any],
) -> Tally:
    """Reckon every unit.

    Args:
        sheet: checked.
        days: first and last day of the period.
        units: offices that are scored, with their names.
        counts: the figures.
        given: points by hand, and what rulings put in the place of what was reckoned.
        said: what stands in the body besides (kind, title).
    """
    period = Period(*days)
    ids = tuple(dict.fromkeys(i.figure for i in sheet.items if i.figure))
    found = counts.figures(ids, period, "unit")
    by_unit = {
        ident: {g.key: Counted(g.numerator, g.denominator) for g in figure.groups}
        for ident, figure in found.items()
    }
    together = {ident: _sum(by_unit.get(ident, {}), units) for ident in ids}
    scores: dict[str, UnitScore] = {}
    for unit in units:
        items = [
            score_item(
                item,
                by_unit.get(item.figure, {}).get(unit),
                together.get(item.figure),
                given.get((unit, item.id)),
            )
            for item in sheet.items
        ]
        scores[unit] = score_unit(sheet, items)
    placed = ranks({u: s.total if s.ranked else None for u, s in scores.items()})
    # Once for each figure, not for each unit and item.
    rows = {ident: counts.rows_by_unit(ident, period) for ident in ids}
    lines = {
        unit: canonical(_line(sheet, unit, name, scores[unit], placed[unit], rows))
        for unit, name in units.items()
    }
    body = {
        "v": 1,
        **said,
        "from": days[0].isoformat(),
        "to": days[1].isoformat(),
        "sheet": {"id": sheet.id, "title": sheet.title, "total": sheet.total},
        "items": [_item(i, counts) for i in sheet.items],
        "figures": _figures(sheet, counts, period),
        "units": _units(units, scores, placed, lines),
    }
    return Tally(canonical(body), lines)


def _sum(by_unit: Mapping[str, Counted], units: Mapping[str, str]) -> Counted:
    """The numbers of all units that are scored, together."""
    held = [by_unit[unit] for unit in units if unit in by_unit]
    due = [c.denominator for c in held if c.denominator is not None]
    return Counted(sum(c.numerator for c in held), sum(due) if due else None)


def _item(item: SheetItem, counts: Counts) -> dict[str, Any]:
    known = counts.definitions().get(item.figure)
    return {
        "id": item.id,
        "name": item.name,
        "aspect": item.aspect,
        "weight": item.weight,
        "figure": item.figure,
        "figure_name": known.name if known else "",
        "manual": item.formula.kind == "manual",
        "formula": say_formula(item),
        "evidence": item.evidence,
        "basis": item.basis,
    }


def _figures(sheet: Sheet, counts: Counts, period: Period) -> list[dict[str, Any]]:
    if not sheet.figures:
        return []
    found = counts.figures(sheet.figures, period)
    return [
        {"id": f.id, "name": f.name, "n": f.numerator, "d": f.denominator, "text": f.text}
        for f in (found[ident] for ident in sheet.figures if ident in found)
    ]


def _units(
    units: Mapping[str, str],
    scores: Mapping[str, UnitScore],
    placed: Mapping[str, int | None],
    lines: Mapping[str, str],
) -> list[dict[str, Any]]:
    aspects = tuple(next(iter(scores.values())).aspects) if scores else ()
    by_aspect = {
        a: ranks({u: s.aspects[a] if s.ranked else None for u, s in scores.items()}) for a in aspects
    }
    return [
        {
            "unit": unit,
            "name": name,
            "total": scores[unit].total,
            "rank": placed[unit],
            "aspects": {a: scores[unit].aspects[a] for a in aspects},
            "ranks": {a: by_aspect[a][unit] for a in aspects},
            "items": [_points(s) for s in scores[unit].items],
            "line": sha256_of(lines[unit]),
        }
        for unit, name in sorted(units.items(), key=lambda u: (placed[u[0]] or len(units) + 1, u[1], u[0]))
    ]


def _points(score: ItemScore) -> dict[str, Any]:
    return {
        "item": score.item,
        "points": score.points,
        "n": score.numerator,
        "d": score.denominator,
        "grey": score.grey,
    }


def _line(
    sheet: Sheet,
    unit: str,
    name: str,
    score: UnitScore,
    rank: int | None,
    rows: Rows,
) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    for item, found in zip(sheet.items, score.items, strict=True):
        counted = item.figure and found.numerator is not None
        listed, more = _listed(rows[item.figure].get(unit, ()) if counted else ())
        items.append(
            {
                **_points(found),
                "name": item.name,
                "weight": item.weight,
                "figure": item.figure,
                "lines": list(found.lines),
                "rows": [_row(r) for r in listed],
                "more": more,
            }
        )
    return {
        "v": 1,
        "unit": unit,
        "name": name,
        "total": score.total,
        "rank": rank,
        "lines": list(score.lines),
        "items": items,
    }


def _listed(rows: Sequence[FigureRow]) -> tuple[list[FigureRow], int]:
    """What cost points wholly, then the first of the others, and how many more there are."""
    missed = [r for r in rows if r.in_denominator and not r.in_numerator]
    done = [r for r in rows if r.in_numerator]
    return [*missed, *done[:MOST_DONE]], max(0, len(done) - MOST_DONE)


def _row(row: FigureRow) -> dict[str, Any]:
    return {
        "entity": row.entity,
        "office": row.office,
        "id": row.id,
        # Where only its coded row is held here, it still is a matter of the unit that reads this.
        "matter": row.matter or (row.id if row.entity == "matter" else ""),
        "number": row.number,
        # What is said of a round, a meeting …; never a matter's title, which names people.
        "words": "" if row.matter or row.entity == "matter" else row.title,
        "done": row.in_numerator,
        "day": row.day.isoformat() if row.day else "",
    }


def parsed(body: str) -> dict[str, Any]:
    """A body as it was written."""
    found: dict[str, Any] = json.loads(body)
    return found
