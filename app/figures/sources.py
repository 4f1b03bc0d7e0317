"""The sources of figures that are about matters; those of duties stand in `duty_sources` and `place_sources`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, case, func, literal, select, union_all
from sqlalchemy.orm import aliased

from app.access.values import OfficeInfo
from app.figures.duty_sources import duty_sources
from app.figures.place_sources import place_sources
from app.figures.source import Column, Source, fact_dims, flag
from app.rules.figures import Columns
from db.fields import CivilDate
from db.tables import Fact, Matter

_SCREENS = ("screening", "say_session")


def sources_of(office: OfficeInfo) -> dict[str, Source]:
    """Every source, as an office sees it.

    A district groups by the office that a matter came in at, a township by its responsible unit. What a district tells a
    township of its own work (receptions, meetings) is not the township's work.
    """
    found = (
        _facts(office),
        _reviews(office),
        _accusations(),
        *duty_sources(office),
        *place_sources(office),
    )
    return {one.id: one for one in found}


def columns_of_all(sources: Mapping[str, Source]) -> dict[str, Columns]:
    """The columns of every source with their types."""
    return {name: source.types() for name, source in sources.items()}


def unit_of(office: OfficeInfo) -> Column:
    """Whose a matter is counted as: the office of origin at a district, the responsible unit at a township."""
    return func.coalesce(Fact.office if office.is_district else Fact.unit, "")


def _facts(office: OfficeInfo) -> Source:
    """Matters, by the read table."""
    plain = {c.name: c for c in Fact.__table__.columns if c.name not in {"is_first", "people"}}
    columns: dict[str, Column] = {
        **plain,
        "first": func.coalesce(Fact.is_first, True, type_=Fact.is_first.type),
        "people": func.coalesce(Fact.people, 1, type_=Fact.people.type),
        "screened_on": _screened(),
        "rating_on": func.coalesce(Fact.rated_on, Fact.rating_due_on, type_=CivilDate()),
        "visit_on": func.coalesce(Fact.visited_on, Fact.visit_due_on, type_=CivilDate()),
        "came_again_on": _came_again(),
        "has_unit": flag(func.coalesce(Fact.unit, "") != ""),
        "four_steps": flag(and_(Fact.has_causes, Fact.has_plan, Fact.has_duty)),
    }
    return Source(
        "fact",
        "matter",
        Fact.__table__,
        (Fact.state != "voided",),
        columns,
        fact_dims(unit_of(office)),
        (Fact.office, Fact.matter),
        (Fact.office, Fact.matter),
        large=Fact.__table__,
    )


def _screened() -> Column:
    """排查之日: when it was found; a matter of a screening or a session without that day was found when it was received."""
    return case(
        (
            and_(Fact.kind == "dispute", Fact.channel.in_(_SCREENS)),
            func.coalesce(Fact.found_on, Fact.received_on, type_=CivilDate()),
        ),
        else_=Fact.found_on,
    )


def _came_again() -> Column:
    """When the same thing came in again after it was closed."""
    later: Any = aliased(Fact)
    return (
        select(func.min(later.received_on, type_=CivilDate()))
        .where(
            later.office == Fact.office,
            later.earlier == Fact.matter,
            later.received_on >= Fact.closed_on,
            later.state != "voided",
        )
        .correlate(Fact)
        .scalar_subquery()
    )


def _reviews(office: OfficeInfo) -> Source:
    """Reviews (复查) and final reviews (复核) that were concluded: a matter may have one of each."""
    ends = (
        ("review", Fact.review_done_on, Fact.review_result),
        ("final", Fact.final_done_on, Fact.final_result),
    )
    dims = fact_dims(unit_of(office))
    found = union_all(
        *(
            select(
                Fact.office,
                Fact.matter,
                literal(step).label("step"),
                day.label("done_on"),
                result.label("result"),
                *(column.label(f"by_{name}") for name, column in dims.items()),
            ).where(day.is_not(None), Fact.state != "voided")
            for step, day, result in ends
        )
    ).subquery("reviewed")
    c = found.c
    return Source(
        "review",
        "matter",
        found,
        (),
        {"step": c.step, "done_on": c.done_on, "result": c.result},
        {name: c[f"by_{name}"] for name in dims},
        (c.office, c.matter),
        (c.office, c.matter),
    )


def _accusations() -> Source:
    """Accusations (检举控告): nothing of them is known here but their day, and nothing is told but their number."""
    return Source(
        "accusation",
        "matter",
        Matter.__table__,
        (Matter.__table__.c.restricted, func.coalesce(Matter.state, "") != "voided"),
        {"registered_on": Matter.registered_on},
        {},
        (Matter.office, Matter.id),
    )
