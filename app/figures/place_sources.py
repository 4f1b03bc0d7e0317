"""The sources of figures that are places and plans: what was to be covered by a round, and whom a plan drew for a visit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, func, literal, select
from sqlalchemy.orm import aliased

from app.access.values import OfficeInfo
from app.figures.duty_sources import ours
from app.figures.source import Column, Source, fact_dims, flag, known, village_of
from db.engine import json_items, json_part
from db.fields import CivilDate, WholeNumber
from db.tables import Fact, Round, RoundReturn, VisitPlan


def place_sources(office: OfficeInfo) -> tuple[Source, ...]:
    """The sources of places, as an office sees them."""
    return _rounds(office), _returns(office), _places(office), _drawn(office)


def _dims(model: Any, office: OfficeInfo, level: Column | None = None) -> dict[str, Column]:
    found: dict[str, Column] = {"unit": known(model.office)} if office.is_district else {}
    return found if level is None else {**found, "level": known(level)}


def _rounds(office: OfficeInfo) -> Source:
    """Rounds that an office goes itself: what a district orders is counted where it is done."""
    r = Round
    return Source(
        "round",
        "round",
        r.__table__,
        (*ours(r, office), r.to_office.is_(None)),
        {"kind": r.kind, "from_on": r.from_on, "due_on": r.due_on, "closed_on": r.closed_on},
        _dims(r, office, r.kind),
        (r.office, r.id),
        line=((r.kind, "round_kind"), (r.title, "")),
    )


def _returns(office: OfficeInfo) -> Source:
    """What a village or unit returned in a round."""
    r, t = Round, RoundReturn
    return Source(
        "round_return",
        "round_return",
        t.__table__.join(r.__table__, and_(r.office == t.office, r.id == t.round)),
        (*ours(t, office), r.voided == False),  # noqa: E712
        {
            "went_on": t.went_on,
            "returned_on": t.returned_on,
            "zero": t.zero,
            "households": func.coalesce(t.households, 0, type_=WholeNumber),
            "due_on": r.due_on,
        },
        {**_dims(t, office, r.kind), "village": village_of(t.place)},
        (t.office, t.id),
        line=((r.title, ""), (t.went, "")),
    )


def _places(office: OfficeInfo) -> Source:
    """Every place that a round was to cover (不漏村社户): whether it returned, when, and whether every group was gone to."""
    r, t = Round, RoundReturn
    place = json_items(r.places, "place")
    code, groups = json_part(place.c.value, "code"), json_part(place.c.value, "groups")
    back = (t.office == r.office, t.round == r.id, t.place == code, t.voided == False)  # noqa: E712
    returned = select(func.min(t.returned_on, type_=CivilDate())).where(*back).correlate(r, place)
    gone: Any = aliased(RoundReturn)
    asked, went = json_items(groups, "asked"), json_items(gone.groups, "went")
    missed = (
        select(literal(1))
        .select_from(asked)
        .where(
            # A group stands with its name beside its code; a bare code is one too.
            func.coalesce(json_part(asked.c.value, "code"), asked.c.value).not_in(
                select(went.c.value)
                .select_from(gone)
                .join(went, literal(1) == 1)
                .where(
                    gone.office == r.office,
                    gone.round == r.id,
                    gone.place == code,
                    gone.voided == False,  # noqa: E712
                )
                .correlate(r, place)
            )
        )
        .correlate(r, place)
        .exists()
    )
    return Source(
        "round_place",
        "round",
        r.__table__.join(place, literal(1) == 1),
        (*ours(r, office), r.to_office.is_(None)),
        {
            "from_on": r.from_on,
            "due_on": r.due_on,
            "place": code,
            "returned_on": returned.scalar_subquery(),
            "all_groups": flag(~missed),
        },
        {**_dims(r, office, r.kind), "village": village_of(code)},
        (r.office, r.id),
        line=((r.title, ""), (json_part(place.c.value, "name"), "")),
    )


def _drawn(office: OfficeInfo) -> Source:
    """Matters that a plan of return visits drew."""
    p = VisitPlan
    drawn = json_items(p.matters, "drawn")
    of, ident = json_part(drawn.c.value, "0"), json_part(drawn.c.value, "1")
    rows = p.__table__.join(drawn, literal(1) == 1).join(
        Fact.__table__, and_(Fact.office == of, Fact.matter == ident)
    )
    return Source(
        "plan_visit",
        "matter",
        rows,
        ours(p, office),
        {"due_on": p.due_on, "visited_on": Fact.visited_on},
        fact_dims(Fact.office if office.is_district else Fact.unit),
        (Fact.office, Fact.matter),
        (Fact.office, Fact.matter),
    )
