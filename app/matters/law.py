"""The rules with this office's settings over them, asked in terms of a matter's rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.matters.values import NextStep
from app.rules import checks, guidance, handling, ladder
from app.rules.facts import MatterFacts, StepFacts
from app.rules.handling import ActionVerdict, StateChange
from app.rules.readings import ClockReading, readings
from db.tables import Matter, Party, Setting, Step

NOTICE = "notice_due"
"""How the clocks for telling a person in writing begin."""
SETTLED = frozenset({"closed", "voided"})
"""States after which nothing is left to do."""
RULE_PREFIX = "rule."
"""Settings of the office that change a rule: `rule.` and the rule setting's id."""


def office_settings(session: Session, context: Context) -> dict[str, object]:
    """The rule settings that the office has changed, typed as the rules want them."""
    known = {s.id: s.kind for s in context.shelf.settings.known}
    rows = session.execute(
        select(Setting.id, Setting.value).where(
            Setting.office == context.office.office, Setting.id.startswith(RULE_PREFIX)
        )
    )
    values: dict[str, object] = {}
    for row in rows:
        name = row.id.removeprefix(RULE_PREFIX)
        match known.get(name):
            case "number" if row.value.isdigit():
                values[name] = int(row.value)
            case "flag":
                values[name] = row.value in {"1", "true", "是"}
            case "choice":
                values[name] = row.value
            case _:
                pass
    return values


class Law:
    """What may be done with a matter, and by when.

    Args:
        context: the opened office.
        changed: from `office_settings`.
    """

    def __init__(self, context: Context, changed: Mapping[str, object]) -> None:
        self._context = context
        self.book = context.shelf.with_settings(changed)

    def facts(self, matter: Matter, steps: Sequence[Step], parties: Sequence[Party]) -> MatterFacts:
        """A matter as the rules see it."""
        return MatterFacts(
            kind=matter.kind,
            category=matter.category or ("other" if matter.kind == "dispute" else "appeal"),
            channel=matter.channel or "",
            route=matter.route or "",
            state=matter.state,
            rung=matter.rung,
            office_role=self._context.office.role,
            urgent=bool(matter.urgent),
            simple=bool(matter.simple),
            name_and_address_known=_can_be_told(parties),
            referred=bool(matter.source_office),
            received_on=matter.received_on,
            registered_on=matter.registered_on,
            found_on=matter.found_on,
            accepted_on=matter.accepted_on,
            closed_on=matter.closed_on,
            feedback_due_on=matter.source_due_on,
            steps=tuple(
                StepFacts(
                    s.id,
                    s.action,
                    s.done_on,
                    s.rung,
                    {
                        "what": s.what,
                        "until_on": s.until_on,
                        "handler": s.handler,
                        **_details(s.details),
                    },
                )
                for s in steps
            ),
        )

    def readings(self, facts: MatterFacts, today: date) -> tuple[ClockReading, ...]:
        """All clocks of a matter on a day."""
        return readings(facts, self.book, today)

    def has_notice(self, kind: str) -> bool:
        """Whether such a matter has a clock for telling in writing that it is accepted."""
        return any(rule.id.startswith(NOTICE) and kind in rule.kinds for rule in self.book.clocks)

    def verdicts(self, facts: MatterFacts, today: date) -> tuple[ActionVerdict, ...]:
        """What may be done now; the rest with its reason."""
        return handling.may_do(facts, self.book, today)

    def check(
        self, facts: MatterFacts, action: str, given: Mapping[str, Any], today: date
    ) -> checks.CheckedFields:
        """Read and check what was filled in for an action."""
        return checks.check_fields(facts, action, given, self.book, today)

    def after(self, facts: MatterFacts, action: str, fields: Mapping[str, Any]) -> StateChange:
        """Where the matter stands once the action is done."""
        return handling.after(facts, action, fields, self.book)

    def next_step(self, facts: MatterFacts, read: Sequence[ClockReading], today: date) -> NextStep | None:
        """What to do next, and by when."""
        step = guidance.next_step(facts, self.book, today, tuple(read))
        if step is None:
            return None
        clock = step.reading
        return NextStep(
            step.action,
            step.label,
            step.words,
            step.due,
            clock.rule if clock else "",
            clock.label if clock else "",
            clock.days_left if clock else None,
        )

    def hint(self, facts: MatterFacts, today: date) -> guidance.RouteHint:
        """What will follow a registration."""
        return guidance.route_hint(facts, self.book, today)

    def alone(self, rule: str, start: date, today: date, extend_days: int = 0) -> ClockReading:
        """One rule reckoned by itself.

        Raises:
            KeyError: no such rule.
            app.rules.clocks.ExtensionError: an extension beyond its limit.
        """
        told = self.book.reckon(rule, start, extend_days)
        days = (told.last_day - today).days
        return ClockReading(
            rule=rule,
            label=told.rule.label,
            start=told.start,
            due=told.due,
            rolled=told.rolled,
            state="running" if days >= 0 else "overdue" if told.rule.is_binding else "lapsed",
            days_left=days,
            article=told.rule.article,
            explanation=told.explanation,
            whose=told.rule.whose,
            is_binding=told.rule.is_binding,
            warning=told.warning,
        )

    def rung_days(self, facts: MatterFacts, today: date) -> dict[str, int]:
        """Days spent on each rung that the matter stood on."""
        return {s.rung: s.days(facts.closed_on or today) for s in ladder.rung_stays(facts)}


def _can_be_told(parties: Sequence[Party]) -> bool:
    """Whether somebody can be told in writing: named, and with an address or at least a telephone (kinder than Art. 23 ¶2)."""
    return any(p.name and (p.address or p.phone) for p in parties)


@lru_cache(maxsize=512)
def _details(text: str) -> Mapping[str, Any]:
    """A step's fields; most steps of an import say the same, and reading them is what costs."""
    return cast("dict[str, Any]", json.loads(text))
