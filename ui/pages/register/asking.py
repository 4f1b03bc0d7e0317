"""The questions of the entry page: each runs in the reading lane and brings one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from app.matters.values import DraftFacts
from ui.pages.register.faces import (
    Ahead,
    Body,
    Entered,
    Left,
    parties_of,
    said_by_number,
    words_of,
)

if TYPE_CHECKING:
    from app.desk import Desk

REGISTER_PAPER = "登记表"
"""A paper of this name can be printed as soon as the matter has a number."""


def read_left(desk: Desk, body: Body, path: str, name: str, raw: str, today: date) -> Left:
    """What a field that was left says: its normal value, and what is wrong on the form now.

    Args:
        desk: the front desk.
        body: the whole form.
        path: the field's path.
        name: the field's name.
        raw: what stands in it.
        today: the day of the desk.
    """
    kind = words_of(body, "kind")
    value, problem = desk.matters.check_field(name, raw, kind, party=path.startswith("parties."))
    sex, good = said_by_number(value, today) if name == "id_no" and problem is None else ("", "")
    return Left(path, raw, value, sex, good, desk.matters.check(body))


def look_ahead(desk: Desk, body: Body) -> Ahead:
    """What will follow, what is wrong, and what may be there already."""
    problems = desk.matters.check(body)
    return Ahead(
        desk.matters.foresee(body), problems, desk.matters.find.possible_duplicates(_facts(desk, body))
    )


def read_entered(desk: Desk, matter: str) -> Entered:
    """A registered matter, and the paper that can be printed at once."""
    view = desk.matters.get_matter(matter)
    rows = desk.papers.papers(view.number)
    paper = next(((r.paper, r.name) for r in rows if r.name.endswith(REGISTER_PAPER)), None)
    return Entered(view, paper)


def _facts(desk: Desk, body: Mapping[str, object]) -> DraftFacts:
    kind = words_of(body, "kind")
    day, _ = desk.matters.check_field("received_on", words_of(body, "received_on"), kind)
    parties = parties_of(body)
    return DraftFacts(
        names=tuple(p["name"] for p in parties if p.get("name")),
        phones=tuple(p["phone"] for p in parties if p.get("phone")),
        village=words_of(body, "village"),
        title=words_of(body, "title") or words_of(body, "statement")[:40],
        received_on=day if isinstance(day, date) else None,
    )
