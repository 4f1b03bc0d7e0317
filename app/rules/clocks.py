"""The clocks of the law as dated data, and the reckoning of one clock, line by line.

Counting (domain notes 1.3): the day of the event is not counted (《民法典》第二百零一条). Where the Petition Regulations say
日 they mean calendar days; only Art. 23 speaks of working days. Duties of an office are strict: their last day does not
move off a rest day. Rights of a citizen roll to the next working day (《民法典》第二百零三条).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal, cast

from app.rules import data as read
from app.rules.data import Json, RuleDataError
from app.rules.dates import say_date, say_weekday
from app.rules.facts import HolidayRoll
from app.rules.settings import Settings
from app.rules.workdays import Calendar, DayNote

Unit = Literal["calendar", "working"]
Whose = Literal["office_duty", "citizen_right"]
ROLL_ARTICLE = "《民法典》第二百零三条"


class ExtensionError(ValueError):
    """An extension that the rule does not allow; ``sentence`` says why in Chinese."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One time limit.

    Attributes:
        id: as in domain notes 1.2, e.g. ``resolve_due``.
        label: what must be done, in two to eight characters.
        article: where it stands.
        kinds: kinds of matters that have it.
        start: the event it runs from; ``start_label`` says it in Chinese.
        met_by: the events that fulfil it.
        ends_with: events that make it pointless.
        moot_by: events that leave nothing to do, where they come within its term; what was late by then stays late.
        length: days; ``length_setting`` names the setting that overrides it.
        unit: calendar or working days.
        whose: the duty of an office (strict) or the right of a citizen (rolls).
        extend_max: how many days it may be extended in all; 0 for not at all.
        extend_by: who approves the extension.
        only_if: which matters have it: ``direct``, ``referred``, ``general_appeal``, ``simple``, ``urgent``.
        office_roles: whose desk has it; empty for all.
        rung: the rung of the ladder that it belongs to.
        needs_address: whether it falls away where name or address are unclear.
        at_once_if_urgent: whether an urgent matter leaves no days.
        optional: whether letting it pass is no fault.
        only_when_extended: whether it is shown only once an extension was approved.
        suspended_by_hearing: whether hearing days do not count (Art. 36 ¶2).
        provisional_from: clocks from whose last day it is reckoned for the time being while nobody accepted.
        note: a line for the explanation.
        why_not: sentences for the cases in which it does not apply.
        effective_from: first day of the rule set; ``effective_to`` the last, ``None`` for still in force.
        rule_set: id of the rule set; ``rule_set_label`` its name.
    """

    id: str
    label: str
    article: str
    kinds: tuple[str, ...]
    start: str
    start_label: str
    met_by: tuple[str, ...]
    ends_with: tuple[str, ...]
    moot_by: tuple[str, ...]
    length: int
    length_setting: str
    unit: Unit
    whose: Whose
    extend_max: int
    extend_max_setting: str
    extend_by: str
    only_if: str
    office_roles: tuple[str, ...]
    rung: str
    needs_address: bool
    at_once_if_urgent: bool
    optional: bool
    only_when_extended: bool
    suspended_by_hearing: bool
    provisional_from: tuple[str, ...]
    note: str
    effective_from: date
    effective_to: date | None
    rule_set: str
    rule_set_label: str
    why_not: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def is_binding(self) -> bool:
        """Whether letting it pass is a fault of the office."""
        return self.whose == "office_duty" and not self.optional

    def with_settings(self, settings: Settings) -> ClockRule:
        """Return the rule with its lengths as the office has set them."""
        length = settings.number(self.length_setting) if self.length_setting else self.length
        most = settings.number(self.extend_max_setting) if self.extend_max_setting else self.extend_max
        if (length, most) == (self.length, self.extend_max):
            return self
        return replace(self, length=length, extend_max=most)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One clock reckoned from one day.

    Attributes:
        rule: the rule.
        start: the day of the event; it is not counted.
        base_due: the last day without extension and suspension.
        due: the last day, strict.
        rolled: the later day to which a rest day moves it, where the right is a citizen's; else ``None``.
        explanation: how it was reckoned, line by line, in Chinese.
        warning: that a year's holidays are not known; ``""`` where they are.
    """

    rule: ClockRule
    start: date
    base_due: date
    due: date
    rolled: date | None
    explanation: tuple[str, ...]
    warning: str = ""

    @property
    def last_day(self) -> date:
        """The day up to which it is in time: the rolled one where there is one."""
        return self.rolled or self.due


class ClockBook:
    """All rule sets; each day has the rules that were in force on it."""

    __slots__ = ("_by_age", "_changes", "_in_force", "_order", "rules")

    def __init__(self, rules: Iterable[ClockRule]) -> None:
        self.rules: tuple[ClockRule, ...] = tuple(rules)
        self._by_age = sorted(self.rules, key=lambda one: one.effective_from)
        self._order = {id_: place for place, id_ in enumerate(self.ids())}
        self._changes = sorted(
            {one.effective_from for one in self.rules}
            | {one.effective_to + timedelta(days=1) for one in self.rules if one.effective_to is not None}
        )
        self._in_force: dict[int, tuple[ClockRule, ...]] = {}

    def __iter__(self) -> Iterator[ClockRule]:
        return iter(self.rules)

    def on(self, day: date) -> tuple[ClockRule, ...]:
        """Return the rules for a matter that began on a day, one per id.

        Before the first rule set of an id its earliest one is used: the desk needs a clock for old matters too.
        """
        # Between two days on which something changes they are the same, and every matter asks for them.
        span = bisect_right(self._changes, day)
        if span not in self._in_force:
            self._in_force[span] = self._on(day)
        return self._in_force[span]

    def _on(self, day: date) -> tuple[ClockRule, ...]:
        chosen: dict[str, ClockRule] = {}
        for rule in self._by_age:
            current = chosen.get(rule.id)
            in_force = rule.effective_from <= day and (rule.effective_to is None or day <= rule.effective_to)
            if current is None or in_force:
                chosen[rule.id] = rule
        return tuple(sorted(chosen.values(), key=lambda one: self._order[one.id]))

    def get(self, id: str, on: date | None = None) -> ClockRule | None:  # noqa: A002
        """Return one rule as it was on a day (the newest if no day is given), or ``None``."""
        if on is not None:
            return next((rule for rule in self.on(on) if rule.id == id), None)
        found = [rule for rule in self.rules if rule.id == id]
        return max(found, key=lambda one: one.effective_from) if found else None

    def ids(self) -> tuple[str, ...]:
        """Return all ids, in the order of the file."""
        return tuple(dict.fromkeys(rule.id for rule in self.rules))


def reckon(
    rule: ClockRule,
    start: date,
    calendar: Calendar,
    *,
    extend_days: int = 0,
    holiday_roll: HolidayRoll = "citizen_only",
    suspended: int = 0,
    approver: str = "",
    approved_on: date | None = None,
) -> Reckoning:
    """Reckon one clock.

    Args:
        rule: the rule, its lengths already as the office has set them (:meth:`ClockRule.with_settings`).
        start: the day of the event; it is not counted.
        calendar: rest days and working days.
        extend_days: how many days were approved in all.
        holiday_roll: whose periods roll over rest days.
        suspended: days that do not count (hearing, Art. 36 ¶2).
        approver: who approved the extension, for the explanation.
        approved_on: when, for the explanation.

    Raises:
        ExtensionError: ``extension_not_allowed`` or ``extension_over_limit``.
    """
    check_extension(rule, extend_days)
    add = calendar.add_workdays if rule.unit == "working" else calendar.add_days
    base = add(start, rule.length)
    due = calendar.add_days(base, extend_days + suspended)
    moved = calendar.next_workday(due)
    rolls = holiday_roll == "all" or (holiday_roll == "citizen_only" and rule.whose == "citizen_right")
    rolled = moved if rolls and moved != due else None
    warning = calendar.estimate_warning(start, due) if rule.unit == "working" else ""
    if moved != due or rolls:
        warning = calendar.estimate_warning(start if rule.unit == "working" else due, due)
    lines = [_say_sum(rule, start, base)]
    if passed := _say_passed(rule, start, base, calendar):
        lines.append(passed)
    if extend_days or rule.extend_max:
        lines.append(_say_extension(rule, base, extend_days, approver, approved_on))
    if suspended:
        lines.append(f"听证 {suspended} 日不计算在内 → {say_date(due)}")
    lines.append(_say_unit_and_roll(rule, due, moved, rolls, calendar.note(due)))
    lines += [line for line in (rule.note, warning) if line]
    if start < rule.effective_from:
        lines.append(f"{rule.rule_set_label}，此前的事项参照计算")
    return Reckoning(rule, start, base, due, rolled, tuple(lines), warning)


def check_extension(rule: ClockRule, extend_days: int) -> None:
    """Refuse an extension that the rule does not allow.

    Raises:
        ExtensionError: ``extension_not_allowed`` or ``extension_over_limit``.
    """
    if extend_days < 0:
        raise ExtensionError("extension_not_allowed", "延长天数应当大于零")
    if extend_days and not rule.extend_max:
        raise ExtensionError("extension_not_allowed", f"{rule.label}的期限不能延长（{rule.article}）")
    if extend_days > rule.extend_max:
        raise ExtensionError(
            "extension_over_limit",
            f"延长期限累计不得超过 {rule.extend_max} 日，现为 {extend_days} 日（{rule.article}）",
        )


def _say_sum(rule: ClockRule, start: date, base: date) -> str:
    if rule.length == 0:
        return f"{rule.start_label} {say_date(start)}，限当日　{rule.article}"
    unit = "个工作日" if rule.unit == "working" else "日"
    return (
        f"{rule.start_label} {say_date(start)}（当日不计）＋{rule.length} {unit}"
        f" → {say_date(base)}（{say_weekday(base)}）　{rule.article}"
    )


def _say_passed(rule: ClockRule, start: date, base: date, calendar: Calendar) -> str:
    first = start + timedelta(days=1)
    if rule.unit == "working":
        over = calendar.passed_over(first, base)
        return "其中：" + "；".join(over) if over else ""
    names = calendar.holidays_between(first, base)
    return f"期间 {'；'.join(names)}，照常计入" if names else ""


def _say_unit_and_roll(rule: ClockRule, due: date, moved: date, rolls: bool, last: DayNote) -> str:
    unit = "按工作日计算" if rule.unit == "working" else "按自然日计算"
    rest = f"遇{last.name}放假" if last.kind == "holiday" else "是周末"
    if rolls:
        if moved != due:
            return f"{unit}；末日 {say_date(due)}{rest}，顺延至 {say_date(moved)}（{ROLL_ARTICLE}）"
        return f"{unit}；末日不是休息日，无须顺延"
    if rule.whose == "citizen_right":
        return f"{unit}；按设置不顺延"
    strict = f"{unit}；单位的职责从严，不因休息日顺延"
    return strict + (f"（末日{rest}，最迟（顺延）{say_date(moved)}）" if moved != due else "")


def _say_extension(
    rule: ClockRule, base: date, extend_days: int, approver: str, approved_on: date | None
) -> str:
    by = "经双方当事人同意" if rule.extend_by == "双方当事人同意" else f"经{rule.extend_by}批准"
    if not extend_days:
        return (
            f"未延期（{by}可延长，至多 {rule.extend_max} 日，至 "
            f"{say_date(base + timedelta(days=rule.extend_max))}）"
        )
    who = "，".join(part for part in (approver, say_date(approved_on) if approved_on else "") if part)
    return (
        f"延长 {extend_days} 日，{by}{f'（{who}）' if who else ''}"
        f" → {say_date(base + timedelta(days=extend_days))}"
    )


def _choice(entry: Json, key: str, choices: tuple[str, ...]) -> str:
    value = read.text(entry, key)
    if value not in choices:
        raise RuleDataError(f"{entry.get('id')}.{key}: {value!r}")
    return value


def clock_from_data(entry: Json, rule_set: Json) -> ClockRule:
    """Read one rule of ``resources/rules/clocks.json``."""
    effective = read.day(rule_set, "effective_from")
    if effective is None:
        raise RuleDataError(f"{rule_set.get('id')}.effective_from is missing")
    return ClockRule(
        id=read.text(entry, "id"),
        label=read.text(entry, "label"),
        article=read.text(entry, "article"),
        kinds=read.texts(entry, "kinds"),
        start=read.text(entry, "start"),
        start_label=read.text(entry, "start_label"),
        met_by=read.texts(entry, "met_by"),
        ends_with=read.texts(entry, "ends_with"),
        moot_by=read.texts(entry, "moot_by"),
        length=read.whole(entry, "length", 0),
        length_setting=read.text(entry, "length_setting", ""),
        unit=cast("Unit", _choice(entry, "unit", ("calendar", "working"))),
        whose=cast("Whose", _choice(entry, "whose", ("office_duty", "citizen_right"))),
        extend_max=read.whole(entry, "extend_max", 0),
        extend_max_setting=read.text(entry, "extend_max_setting", ""),
        extend_by=read.text(entry, "extend_by", ""),
        only_if=read.text(entry, "only_if", ""),
        office_roles=read.texts(entry, "office_roles"),
        rung=read.text(entry, "rung", ""),
        needs_address=read.truth(entry, "needs_address"),
        at_once_if_urgent=read.truth(entry, "at_once_if_urgent"),
        optional=read.truth(entry, "optional"),
        only_when_extended=read.truth(entry, "only_when_extended"),
        suspended_by_hearing=read.truth(entry, "suspended_by_hearing"),
        provisional_from=read.texts(entry, "provisional_from"),
        note=read.text(entry, "note", ""),
        effective_from=effective,
        effective_to=read.day(rule_set, "effective_to"),
        rule_set=read.text(rule_set, "id"),
        rule_set_label=read.text(rule_set, "label"),
        why_not=read.words(entry, "why_not"),
    )


def clockbook_from_data(data: Json, settings: Settings) -> ClockBook:
    """Read ``resources/rules/clocks.json``; lengths that are settings get their defaults."""
    return ClockBook(
        clock_from_data(entry, rule_set).with_settings(settings)
        for rule_set in read.tables(data, "rule_sets")
        for entry in read.tables(rule_set, "rules")
    )
