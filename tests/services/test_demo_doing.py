"""The ways that take many at once, by which made-up duties are done, leave what one act after another leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.demo.district_works import DistrictWorked
from app.demo.doing import Doer
from app.demo.filling import fill_directory, stock_of, whole
from app.demo.plans import plans
from app.demo.works import Chances, Worked
from app.desk import Desk
from app.duties.charges import Charges
from app.duties.publicities import Publicities
from app.duties.receptions import Receptions
from app.duties.screening import Rounds
from app.duties.sessions import Sessions
from db.tables import (
    Charge,
    Fact,
    Origin,
    Publicity,
    Reception,
    RosterDay,
    Round,
    RoundReturn,
    SaySession,
    Topic,
)
from tests.support.exchange import context_of
from tests.support.offices import Clock, Offices

CODE = "621299101"
SINCE, UNTIL = date(2026, 1, 1), date(2026, 4, 10)
TABLES = (Charge, Fact, Origin, Publicity, Reception, RosterDay, Round, RoundReturn, SaySession, Topic)
DRAWN = {"id", "office", "version", "stream", "by_user", "custodian", "resolved_by", "signed_at"}
"""What is drawn anew in each office."""


def test_many_at_once_leave_what_one_after_the_other_leaves(
    offices: Offices, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.go(days=40)
    at_once = content_of(done(offices.open("at-once", training=True)))
    one_by_one(monkeypatch)
    assert content_of(done(offices.open("singly", training=True))) == at_once
    assert [name for name, rows in at_once.items() if not rows] == []


def done(desk: Desk) -> Desk:
    stock, calendar = stock_of(desk), desk.shelf.calendar
    fill_directory(desk, stock)
    made = plans(40, 3, SINCE, UNTIL, stock, calendar)
    ids = {CODE: desk.matters.take_whole([whole(plan) for plan in made])}
    often = Chances(charge=0.4, back=0.5)
    deeds = Worked(CODE, stock, calendar, SINCE, UNTIL, made).deeds()
    Doer(desk, ids).do([d for d in deeds if d.verb not in {"meeting", "mandate", "relief"}])
    above = DistrictWorked(CODE, stock, calendar, SINCE, UNTIL, {CODE: made}, chances=often).deeds()
    Doer(desk, ids).do([d for d in above if d.verb == "charge"])
    return desk


def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way that takes many is asked for one at a time; the ways for one stand on it."""

    given_many, opened, signed = Rounds.give_many, Charges.open_many, Receptions.sign_in_many

    def give_many(self: Rounds, ident: str, many: Any) -> None:
        for given in many:
            given_many(self, ident, [given])

    def singly(old: Callable[..., Any]) -> Callable[..., None]:
        def act(self: Any, many: Any) -> None:
            for one in many:
                old(self, [one])

        return act

    monkeypatch.setattr(Rounds, "give_many", give_many)
    monkeypatch.setattr(Rounds, "join_many", singly(Rounds.join_many))
    monkeypatch.setattr(Sessions, "turn_many", singly(Sessions.turn_many))
    monkeypatch.setattr(Publicities, "add_many", singly(Publicities.add_many))

    def open_many(self: Charges, forms: Any, *, lead: bool = True) -> Any:
        return tuple(kept for form in forms for kept in opened(self, [form], lead=lead))

    def sign_in_many(self: Receptions, visits: Any) -> Any:
        return tuple(kept for visit in visits for kept in signed(self, [visit]))

    monkeypatch.setattr(Charges, "open_many", open_many)
    monkeypatch.setattr(Receptions, "sign_in_many", sign_in_many)


def content_of(desk: Desk) -> dict[str, list[str]]:
    """Rows of every table; ids of what belongs together as the place of what they name."""
    found: dict[str, list[str]] = {}
    with context_of(desk).reading() as session:
        names = {r.matter: r.number for r in session.scalars(select(Fact))}
        for table in TABLES:
            told: list[str] = []
            for row in session.scalars(select(table)):
                values = {c.key: getattr(row, c.key) for c in table.__table__.columns if c.key not in DRAWN}
                told.append(repr({k: names.get(v, v) for k, v in values.items() if not _is_id(v, names)}))
            found[table.__tablename__] = sorted(told)
    return found


def _is_id(value: Any, names: dict[str, str]) -> bool:
    return isinstance(value, str) and len(value) == 36 and value.count("-") == 4 and value not in names
