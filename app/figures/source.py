"""The shape of a source of figures: rows to count, their columns by name, and by what they may be grouped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer, and_, case, func, literal
from sqlalchemy.sql import ColumnElement, FromClause

from app.matters.closing import is_closed
from app.rules.figures import Type
from db.fields import CivilDate, Flag
from db.tables import Fact

Column = Any
"""An expression over columns: SQLAlchemy's attributes of tables are one, but the type checker does not know it."""
NOTHING = ""
DIMENSIONS = ("unit", "type", "channel", "level", "village", "holder", "batch")
"""By what figures may be grouped besides the month."""


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that figures count.

    Attributes:
        id: its name in `figures.json`.
        entity: what a row is, for the windows.
        rows: FROM.
        where: which rows at all; what was taken back, or is about an accusation, is in none.
        columns: by their names in `figures.json`.
        dims: keys of groups; what is not here is not known of a row.
        key: office and id of a row.
        matter: office and id of the matter that it is about, or nothing.
        number: what people know the row by, where it is no matter.
        line: what is said of it, as columns with the code list of each ("" for words as they are).
        large: the table of its rows, where it may hold very many; they can then be read piece by piece.
    """

    id: str
    entity: str
    rows: FromClause
    where: tuple[ColumnElement[bool], ...]
    columns: Mapping[str, Column]
    dims: Mapping[str, Column]
    key: tuple[Column, Column]
    matter: tuple[Column, Column] | None = None
    number: Column | None = None
    line: tuple[tuple[Column, str], ...] = field(default=())
    large: FromClause | None = None

    def types(self) -> dict[str, Type]:
        """The columns with their types, as the reader of the data checks them."""
        return {name: _type_of(column) for name, column in self.columns.items()}


def _type_of(column: Column) -> Type:
    if isinstance(column.type, CivilDate):
        return "day"
    if isinstance(column.type, Flag):
        return "flag"
    # BigInteger, and its variant for SQLite, are both of this kind.
    return "number" if isinstance(column.type, Integer) else "text"


def flag(condition: ColumnElement[bool]) -> Column:
    """A condition as a yes-or-no column."""
    return case((condition, True), else_=False).cast(Flag())


def kept(model: Any) -> tuple[ColumnElement[bool], ...]:
    """Duties that stand, without those about an accusation (条例 Art. 30)."""
    standing = model.voided == False  # noqa: E712
    if not hasattr(model, "about"):
        return (standing,)
    closed: ColumnElement[bool] = is_closed(model)
    return (standing, ~closed)


def with_fact(model: Any) -> FromClause:
    """A duty beside what is counted of its matter."""
    duty: FromClause = model.__table__
    return duty.outerjoin(Fact.__table__, and_(Fact.office == model.about_office, Fact.matter == model.about))


def about(model: Any) -> tuple[Column, Column]:
    """The matter that a duty is about."""
    return model.about_office, model.about


def fact_dims(unit: Column | None = None, level: Column | None = None) -> dict[str, Column]:
    """By what rows about a matter are grouped; the unit and the level are the duty's own where it has them."""
    dims: dict[str, Column] = {
        "type": type_of(),
        "channel": known(Fact.channel),
        "village": village_of(Fact.village),
        "holder": known(Fact.custodian),
        "level": known(Fact.rung if level is None else level),
    }
    return dims if unit is None else {**dims, "unit": known(unit)}


def type_of() -> Column:
    """What a matter is about: the type of a dispute, the content of a petition; each with the code list it stands in."""
    return case(
        (and_(Fact.kind == "dispute", Fact.category != NOTHING), literal("dispute_type.") + Fact.category),
        (
            and_(Fact.kind == "petition", Fact.content_class != NOTHING),
            literal("content_class.") + Fact.content_class,
        ),
        else_=NOTHING,
    )


def village_of(column: Any) -> Column:
    """The village of a place: of a group's code the village's twelve digits."""
    return case(
        (and_(column >= "0", column < ":"), func.substr(column, 1, 12)),
        else_=func.coalesce(column, NOTHING),
    )


def known(column: Any) -> Column:
    """A key of groups: "" where nothing is known."""
    return func.coalesce(column, NOTHING)
