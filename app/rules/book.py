"""All rule data in one value, so that a rule asks for one thing and not for five."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.rules.actions import ActionBook
from app.rules.clocks import ClockBook, ClockRule, Reckoning, reckon
from app.rules.codes import CodeBook
from app.rules.numbers import NumberPattern
from app.rules.settings import Settings
from app.rules.suitability import Question
from app.rules.workdays import Calendar


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Everything that ``resources/rules`` and ``resources/calendars`` say, with the office's settings over it.

    Attributes:
        codes: the code lists.
        actions: what a clerk may do.
        clocks: the time limits, dated.
        calendar: rest days and working days.
        settings: the values that an office may change.
        numbers: the default number patterns by what they number.
        suitability: what is asked before a dispute is accepted for mediation.
    """

    codes: CodeBook
    actions: ActionBook
    clocks: ClockBook
    calendar: Calendar
    settings: Settings
    numbers: Mapping[str, NumberPattern]
    suitability: tuple[Question, ...] = ()

    def with_settings(self, changed: Mapping[str, object]) -> RuleBook:
        """Return the book with an office's own settings."""
        return replace(self, settings=self.settings.changed(changed))

    def clock(self, id: str, on: date | None = None) -> ClockRule | None:  # noqa: A002
        """Return a time limit with its lengths as the office has set them, or ``None``."""
        rule = self.clocks.get(id, on)
        return rule.with_settings(self.settings) if rule else None

    def reckon(self, id: str, start: date, extend_days: int = 0, suspended: int = 0) -> Reckoning:  # noqa: A002
        """Reckon one time limit by itself, as ``clocks --rule`` does.

        Raises:
            KeyError: there is no such time limit.
            app.rules.clocks.ExtensionError: the extension is not allowed.
        """
        rule = self.clock(id, start)
        if rule is None:
            raise KeyError(id)
        return reckon(
            rule,
            start,
            self.calendar,
            extend_days=extend_days,
            holiday_roll=self.settings.holiday_roll,
            suspended=suspended,
        )
