"""Register many matters with everything that was done in them, by Core in one transaction: for demonstrations and teaching.

The rules check every step as they check a clerk's; only what a clerk's way costs is saved, the unit of work for each of them.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace as _Row
from typing import Any, cast

from app.access.context import Context, Report, silent
from app.errors import UserError
from app.matters.entry import Reader, refuse
from app.matters.importing import list_new, write_new
from app.matters.law import Law, office_settings
from app.matters.listing import NewListings
from app.matters.numbering import Numbering
from app.matters.register import NewMatter, Registrar
from app.rules import handling
from app.rules.actions import DONE_ON
from db.fields import encode
from db.fold import blank_row
from db.journal import canonical
from db.tables import Matter, Party, Step

_PIECE = 500


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was done: when it was typed, the action, its fields."""

    day: date
    action: str
    given: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Whole:
    """A matter with its course: the form of cli.md, the day of registration, what was done in order."""

    form: Mapping[str, object]
    registered_on: date
    done: tuple[Told, ...]


def take_whole(
    context: Context, reader: Reader, cases: Sequence[Whole], short: str, report: Report = silent
) -> tuple[str, ...]:
    """Write matters with their steps, all or none.

    Args:
        context: the opened office.
        reader: reads the forms.
        cases: the matters, in the order of their numbers.
        short: the office's short name.
        report: told how far it is; where it raises, nothing was written.

    Returns:
        Their ids, in the order of the cases.

    Raises:
        UserError: a form or a step that a clerk could not have typed either.
    """
    with context.writing() as unit:
        numbering = Numbering(context, unit, short)
        registrar = Registrar(context, numbering)
        law = Law(context, office_settings(unit.session, context))
        listings = NewListings(unit.connection)
        ids: list[str] = []
        for start in range(0, len(cases), _PIECE):
            report(start, len(cases), "写入")
            made = [_play(context, reader, registrar, law, one) for one in cases[start : start + _PIECE]]
            ids += [new.matter["id"] for new in made]
            list_new(unit, context, law, write_new(unit, made), listings)
        listings.finish()
        numbering.finish()
    return tuple(ids)


def _play(context: Context, reader: Reader, registrar: Registrar, law: Law, case: Whole) -> NewMatter:
    entry = reader.read(case.form)
    refuse(entry)
    new = registrar.rows(entry)
    # The columns of a row are all that the rules ask for; an ORM object costs forty times as much.
    matter = _Row(**{**blank_row(Matter.entity), **new.matter, "registered_on": case.registered_on})
    parties = cast("list[Party]", [_Row(**{**blank_row(Party.entity), **p}) for p in new.parties])
    steps: list[dict[str, Any]] = [dict(s) for s in new.steps]
    facts = law.facts(
        cast("Matter", matter),
        cast("list[Step]", [_Row(**{**blank_row(Step.entity), **s}) for s in steps]),
        parties,
    )
    for told in case.done:
        verdict = handling.may_do_one(facts, told.action, law.book)
        checked = law.check(facts, told.action, cast("Mapping[str, Any]", told.given), told.day)
        wrong = [p.sentence for p in checked.problems if p.severity == "error"]
        if not verdict.allowed or wrong:
            raise UserError(
                "bad_course",
                f"“{matter.title}”不能办理“{verdict.label}”：{verdict.why or '；'.join(wrong)}。",
                "没有写入任何一件。",
            )
        change = law.after(facts, told.action, checked.values)
        steps.append(_step(context, matter, len(steps) + 1, told.action, checked.values, change))
        matter.state, matter.rung = change.state, change.rung
        for name, value in {**change.dates, **change.sets}.items():
            if name in Matter.__table__.columns:
                setattr(matter, name, value)
        facts = law.facts(
            cast("Matter", matter),
            cast("list[Step]", [_Row(**{**blank_row(Step.entity), **s}) for s in steps]),
            parties,
        )
    known = {name: value for name, value in vars(matter).items() if value is not None or name in new.matter}
    return replace(new, matter=known, steps=tuple(steps))


def _step(
    context: Context,
    matter: Any,
    ordinal: int,
    action: str,
    fields: Mapping[str, Any],
    change: handling.StateChange,
) -> dict[str, Any]:
    """A step's row as `handle` makes it."""
    until = {"until_on": fields["until_on"]} if "until_on" in fields else {}
    return {
        "office": matter.office,
        "id": str(uuid.uuid4()),
        "matter": matter.id,
        "ordinal": ordinal,
        "action": action,
        "done_on": fields[DONE_ON],
        "rung": change.rung,
        "state": change.state,
        "handler": fields.get("officer")
        or fields.get("mediators")
        or fields.get("visitors")
        or context.user.name,
        "details": canonical({k: encode(v) for k, v in fields.items() if k not in {DONE_ON, "until_on"}}),
        "by_office": context.office.office,
        "by_user": context.user.id,
        **until,
    }
