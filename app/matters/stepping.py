"""Check what a hand-over asks, and leave its step on the time line."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from app.access.context import Context
from app.errors import UserError
from app.matters.law import Law
from app.matters.view import Rows
from app.rules.actions import DONE_ON
from db.fields import encode
from db.journal import canonical
from db.store import Unit
from db.tables import Matter, Step

_COLUMNS = {"what": "what", "due_on": "until_on"}
"""Fields that a step has a column for; the rest stands in its details."""


class Stepper:
    """The steps of one matter's hand-over.

    Args:
        unit: of a writing transaction.
        context: the opened office.
        law: the rules.
        matter: its row.
    """

    def __init__(self, unit: Unit, context: Context, law: Law, matter: Matter) -> None:
        self._unit = unit
        self._context = context
        self._law = law
        self._matter = matter
        self._rows = Rows(unit.session, matter.office, matter.id)

    def check(self, action: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Read what was filled in.

        Raises:
            UserError: a field is missing or cannot be.
        """
        facts = self._law.facts(self._matter, self._rows.steps, self._rows.parties)
        checked = self._law.check(facts, action, given, self._context.today())
        wrong = [p.sentence for p in checked.problems if p.severity == "error"]
        if wrong:
            label = self._context.shelf.actions.label_of(action)
            raise UserError(
                "bad_fields", f"{label}：{'；'.join(wrong)}。", "请改正后再办；没有改动任何内容。"
            )
        return dict(checked.values)

    def write(self, action: str, fields: Mapping[str, Any]) -> Step:
        """Append the step; the matter stays or has moved already, as the caller has written it."""
        matter = self._matter
        columns = {column: fields[name] for name, column in _COLUMNS.items() if fields.get(name) is not None}
        details: dict[str, Any] = {
            k: encode(v) if not isinstance(v, list) else v
            for k, v in fields.items()
            if k != DONE_ON and k not in _COLUMNS and v is not None
        }
        step = Step(
            office=matter.office,
            id=str(uuid.uuid4()),
            matter=matter.id,
            ordinal=len(self._rows.steps) + 1,
            action=action,
            done_on=cast("date", fields[DONE_ON]),
            rung=matter.rung,
            state=matter.state,
            handler=fields.get("officer") or self._context.user.name,
            details=canonical(details),
            by_office=self._context.office.office,
            by_user=self._context.user.id,
            **columns,
        )
        self._unit.session.add(step)
        self._unit.session.flush()
        return step
