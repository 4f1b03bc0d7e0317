"""The sources of figures that are duties: sessions, agency, receptions, charges, supervision, meetings, relief, publicity."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.sql import ColumnElement

from app.access.values import OfficeInfo
from app.figures.source import (
    Column,
    Source,
    about,
    fact_dims,
    flag,
    kept,
    known,
    village_of,
    with_fact,
)
from db.fields import CivilDate
from db.tables import (
    AgentAct,
    Charge,
    DutyReview,
    Fact,
    Mandate,
    Meeting,
    OpinionCheck,
    Publicity,
    Reception,
    Relief,
    RosterDay,
    SaySession,
    Supervision,
    SupervisionAnswer,
    Task,
    TaskAnswer,
    Topic,
)

PRESSING = ("remind", "urge", "supervise", "listed", "talk")
"""Levels of supervision proper (督办, F21); a proposal (三项建议, Art. 40) presses for no matter."""


def duty_sources(office: OfficeInfo) -> tuple[Source, ...]:
    """The sources of duties, as an office sees them."""
    return (
        _sessions(office),
        _topics(office),
        _mandates(office),
        _acts(office),
        _roster(office),
        _receptions(office),
        _charges(office),
        _supervisions(office),
        _tasks(office),
        _meetings(office),
        _reliefs(office),
        _publicities(office),
        _opinions(office),
        _duty_reviews(office),
    )


def ours(model: Any, office: OfficeInfo) -> tuple[ColumnElement[bool], ...]:
    """Duties of an office: a district has those of every office below besides."""
    return kept(model) if office.is_district else (model.office == office.office, *kept(model))


def _plain(model: Any, *names: str) -> dict[str, Column]:
    return {name: getattr(model, name) for name in names}


def _by_office(model: Any, office: OfficeInfo, unit: Any = None) -> Column | None:
    """Whose a duty is counted as: the office that wrote it at a district, its unit at a township."""
    return model.office if office.is_district else unit


def _told(model: Any, office: OfficeInfo, name: Any) -> Column:
    """Whose a duty is counted as that was laid on another: the office or the unit that must do it.

    What an office below laid on a unit of its own is that office's at the district, which knows no such unit.
    """
    if not office.is_district:
        return func.coalesce(Fact.unit, name, "")
    theirs = case((model.office != office.office, model.office))
    return func.coalesce(model.to_office, theirs, name, "")


def _dims(**found: Column | None) -> dict[str, Column]:
    return {name: known(column) for name, column in found.items() if column is not None}


def _sessions(office: OfficeInfo) -> Source:
    s = SaySession
    return Source(
        "say_session",
        "say_session",
        s.__table__,
        ours(s, office),
        {**_plain(s, "held_on", "village"), "people": func.coalesce(s.people, 0, type_=s.people.type)},
        {**_dims(unit=_by_office(s, office)), "village": village_of(s.village)},
        (s.office, s.id),
        line=((s.host, ""),),
    )


def _topics(office: OfficeInfo) -> Source:
    t, s = Topic, SaySession
    rows = t.__table__.join(s.__table__, and_(s.office == t.office, s.id == t.session)).outerjoin(
        Fact.__table__, and_(Fact.office == t.about_office, Fact.matter == t.about)
    )
    return Source(
        "topic",
        "topic",
        rows,
        (*ours(t, office), s.voided == False),  # noqa: E712
        {
            **_plain(t, "sphere", "way", "due_on", "done_on", "told_on"),
            "held_on": s.held_on,
            "became_matter": flag(t.about.is_not(None)),
        },
        {**fact_dims(_by_office(t, office, t.unit), t.way), "village": village_of(s.village)},
        (t.office, t.id),
        about(t),
        line=((t.sphere, "say_sphere"), (t.way, "say_way")),
    )


def _mandates(office: OfficeInfo) -> Source:
    m = Mandate
    return Source(
        "mandate",
        "mandate",
        with_fact(m),
        ours(m, office),
        _plain(m, "level", "signed_on", "until_on", "ended_on", "satisfaction"),
        fact_dims(_by_office(m, office, m.agent_unit), m.level),
        (m.office, m.id),
        about(m),
        m.number,
        ((m.level, "agency_level"), (m.agent, "")),
    )


def _acts(office: OfficeInfo) -> Source:
    a, m = AgentAct, Mandate
    rows = a.__table__.join(m.__table__, and_(m.office == a.office, m.id == a.mandate)).outerjoin(
        Fact.__table__, and_(Fact.office == m.about_office, Fact.matter == m.about)
    )
    return Source(
        "agent_act",
        "agent_act",
        rows,
        (*ours(a, office), *kept(m)),
        _plain(a, "kind", "on_day", "told"),
        fact_dims(_by_office(a, office, m.agent_unit), m.level),
        (a.office, a.id),
        about(m),
        m.number,
        ((a.kind, "agent_act"), (m.agent, "")),
    )


def _roster(office: OfficeInfo) -> Source:
    r = RosterDay
    return Source(
        "roster_day",
        "roster_day",
        r.__table__,
        ours(r, office),
        _plain(r, "on_day", "level", "mode", "held"),
        _dims(unit=_by_office(r, office), level=r.level),
        (r.office, r.id),
        line=((r.leader, ""), (r.mode, "reception_mode")),
    )


def _receptions(office: OfficeInfo) -> Source:
    r = Reception
    return Source(
        "reception",
        "reception",
        with_fact(r),
        ours(r, office),
        {
            **_plain(r, "on_day", "level", "mode", "people", "outcome", "is_first", "handed_on"),
            "outing": func.coalesce(r.outing, r.id),
            "office": r.office,
            "matter_office": r.about_office,
            "matter": r.about,
            "matter_kind": Fact.kind,
            "resolved_on": Fact.resolved_on,
        },
        fact_dims(_by_office(r, office, r.first_unit), r.level),
        (r.office, r.id),
        about(r),
        r.number,
        ((r.leader, ""), (r.mode, "reception_mode")),
    )


def _charges(office: OfficeInfo) -> Source:
    c, s = Charge, Supervision
    pressed = (
        select(func.min(s.issued_on, type_=CivilDate()))
        .where(
            s.about_office == c.about_office,
            s.about == c.about,
            s.issued_on >= c.backflow_on,
            s.level.in_(PRESSING),
            s.voided == False,  # noqa: E712
        )
        .correlate(c)
        .scalar_subquery()
    )
    return Source(
        "charge",
        "charge",
        with_fact(c),
        kept(c),
        {
            **_plain(c, "source", "level", "opened_on", "due_on", "resolved_on", "struck_on", "backflow_on"),
            **_plain(c, "batch", "batch_no", "earlier"),
            "supervised_on": pressed,
        },
        {
            **fact_dims(_told(c, office, c.lead_unit) if office.is_district else c.lead_unit, c.level),
            "batch": known(c.batch),
        },
        (c.office, c.id),
        about(c),
        c.number,
        ((c.leader, ""), (c.lead_unit, "")),
    )


def _supervisions(office: OfficeInfo) -> Source:
    s, a = Supervision, SupervisionAnswer
    answers = (a.supervision_office == s.office, a.supervision == s.id, a.voided == False)  # noqa: E712
    answered = select(func.min(a.answered_on, type_=CivilDate())).where(*answers).correlate(s)
    taken = select(a.id).where(*answers, a.adopted.in_(("adopted", "partly"))).correlate(s).exists()
    return Source(
        "supervision",
        "supervision",
        with_fact(s),
        kept(s),
        {
            **_plain(s, "level", "reason", "issued_on", "due_on", "closed_on"),
            "answered_on": answered.scalar_subquery(),
            "adopted": flag(taken),
        },
        fact_dims(_told(s, office, s.to_name), s.level),
        (s.office, s.id),
        about(s),
        s.number,
        ((s.level, "supervise_level"), (s.to_name, "")),
    )


def _tasks(office: OfficeInfo) -> Source:
    t, a = Task, TaskAnswer
    # A task of one unit is done on the day that the unit names; of many, when the giver says so.
    said = (
        select(func.min(a.done_on, type_=CivilDate()))
        .where(
            a.office == t.to_office,
            a.task_office == t.office,
            a.task == t.id,
            a.voided == False,  # noqa: E712
        )
        .correlate(t)
        .scalar_subquery()
    )
    done_on = func.coalesce(t.done_on, said, type_=CivilDate())
    return Source(
        "task",
        "task",
        with_fact(t),
        kept(t),
        {**_plain(t, "source", "given_on", "due_on"), "done_on": done_on},
        fact_dims(_told(t, office, t.to_name)),
        (t.office, t.id),
        about(t),
        line=((t.leader, ""), (t.to_name, "")),
    )


def _meetings(office: OfficeInfo) -> Source:
    m = Meeting
    return Source(
        "meeting",
        "meeting",
        m.__table__,
        ours(m, office),
        _plain(m, "kind", "held_on", "minutes_on"),
        _dims(unit=_by_office(m, office)),
        (m.office, m.id),
        line=((m.kind, "meeting_kind"), (m.title, "")),
    )


def _reliefs(office: OfficeInfo) -> Source:
    r = Relief
    return Source(
        "relief",
        "relief",
        with_fact(r),
        ours(r, office),
        {
            **_plain(r, "kind", "asked_on", "approved_on", "paid_on", "approved"),
            "granted_fen": func.coalesce(r.granted_fen, 0, type_=r.granted_fen.type),
        },
        fact_dims(_by_office(r, office, Fact.unit)),
        (r.office, r.id),
        about(r),
        r.number,
        ((r.kind, "relief_kind"),),
    )


def _publicities(office: OfficeInfo) -> Source:
    p = Publicity
    zero = {n: func.coalesce(getattr(p, n), 0, type_=p.reached.type) for n in ("reached", "copies")}
    return Source(
        "publicity",
        "publicity",
        p.__table__,
        ours(p, office),
        {**_plain(p, "on_day", "form"), **zero},
        _dims(unit=_by_office(p, office, p.unit)),
        (p.office, p.id),
        line=((p.form, "publicity_form"), (p.title, "")),
    )


def _opinions(office: OfficeInfo) -> Source:
    o = OpinionCheck
    return Source(
        "opinion_check",
        "opinion_check",
        with_fact(o),
        ours(o, office),
        _plain(o, "learned_on", "due_on", "verified_on", "answered_on"),
        fact_dims(_by_office(o, office, o.unit)),
        (o.office, o.id),
        about(o),
        line=((o.unit, ""),),
    )


def _duty_reviews(office: OfficeInfo) -> Source:
    r = DutyReview
    return Source(
        "duty_review",
        "duty_review",
        with_fact(r),
        kept(r),
        _plain(r, "ground", "outcome", "opened_on", "decided_on"),
        fact_dims(_told(r, office, r.unit) if office.is_district else r.unit),
        (r.office, r.id),
        about(r),
        line=((r.ground, "review_ground"), (r.unit, "")),
    )
