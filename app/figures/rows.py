"""The rows behind a figure: of the same expressions as its number, so that they cannot disagree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select
from sqlalchemy.orm import Session

from app.figures.selection import Selection, one_if
from app.figures.values.figures import FigureRow
from db.engine import chunks
from db.tables import Fact, Listing

CODED = "只报了统计行"
"""What stands for the title of a matter that is not held."""
Labels = Callable[[str, str | None], str]
"""Words of a code: list, id."""


def rows_behind(
    session: Session,
    one: Selection,
    group: Mapping[str, str],
    label: Labels,
    *,
    dims: Sequence[str] = (),
    limit: int | None = None,
    offset: int = 0,
) -> tuple[FigureRow, ...]:
    """Rows of a figure, the latest day first.

    Args:
        session: of one consistent view.
        one: the figure with its days.
        group: dimension to key; all rows where it is empty.
        label: says codes in words.
        dims: dimensions whose keys each row is to carry.
        limit: of rows; None for all.
        offset: how many to pass over.
    """
    asked = one.asked
    source = asked.source
    where = (*source.where, one.in_period(), one.cohort())
    day, (office, ident) = one.day(), source.key
    matter = source.matter or (literal(None), literal(None))
    inner = (
        select(
            office.label("office"),
            ident.label("ident"),
            day.label("day"),
            one_if(one.counted()).label("counted"),
            one.weight().label("weight"),
            one.turn().label("turn"),
            matter[0].label("matter_office"),
            matter[1].label("matter"),
            (literal("") if source.number is None else func.coalesce(source.number, "")).label("number"),
            *(column.label(f"line{at}") for at, (column, _) in enumerate(source.line)),
            *(one.key(name).label(f"key{at}") for at, name in enumerate(group)),
            *(one.key(name).label(f"dim{at}") for at, name in enumerate(dims)),
        )
        .select_from(source.rows)
        .where(*where)
        .subquery()
    )
    c = inner.c
    wanted: list[ColumnElement[bool]] = [c[f"key{at}"] == key for at, key in enumerate(group.values())]
    found = (
        select(inner, case((and_(c.counted == 1, c.turn == 1), c.weight), else_=0).label("adds"))
        .where(*wanted)
        .order_by(c.day.desc().nulls_last(), c.office, c.ident, c.number)
    )
    if limit is not None:
        found = found.limit(limit).offset(offset)
    rows = session.execute(found).all()
    matters = _matters(session, [(r.matter_office, r.matter) for r in rows if r.matter])
    return tuple(_row(r, one, matters, label, len(dims)) for r in rows)


def _row(
    r: Any, one: Selection, matters: Mapping[Any, tuple[str, str, bool]], label: Labels, dims: int
) -> FigureRow:
    source = one.asked.source
    number, title, held = matters.get((r.matter_office, r.matter), ("", "", False))
    words = "　".join(
        said
        for at, (_, codes) in enumerate(source.line)
        if (said := label(codes, getattr(r, f"line{at}")) if codes else getattr(r, f"line{at}") or "")
    )
    return FigureRow(
        source.entity,
        r.office,
        r.ident,
        r.matter if held else "",
        r.number or number,
        "　".join(part for part in (words, title) if part),
        int(r.adds or 0),
        bool(r.counted),
        one.asked.rule.is_rate,
        r.day,
        tuple(getattr(r, f"dim{at}") for at in range(dims)),
    )


def _matters(
    session: Session, keys: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, str, bool]]:
    """Number, title and whether it can be opened, of matters; of a coded one only the number and that it is one."""
    found: dict[tuple[str, str], tuple[str, str, bool]] = {}
    for office in sorted({office for office, _ in keys}):
        for part in chunks(sorted({ident for of, ident in keys if of == office})):
            facts = select(Fact.matter, Fact.number).where(Fact.office == office, Fact.matter.in_(part))
            for row in session.execute(facts):
                found[office, row.matter] = (row.number, CODED, False)
            listed = select(Listing.matter, Listing.number, Listing.title).where(
                Listing.office == office, Listing.matter.in_(part)
            )
            for row in session.execute(listed):
                found[office, row.matter] = (row.number, row.title, True)
    return found
