"""The fields of an action: read as typed, brought to their kinds, and checked against the matter and each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.rules.action_checks import ACTION_CHECKS, FieldProblem, Filled, closing_choices, proof_choices
from app.rules.actions import DONE_ON, Action, ActionField
from app.rules.book import RuleBook
from app.rules.dates import read_date, say_date
from app.rules.facts import Fields, FieldValue, MatterFacts, as_flag
from app.rules.money import read_count, read_money
from app.rules.verdict import Verdict

__all__ = ["CheckedFields", "FieldProblem", "check_fields", "closing_choices", "defaults", "proof_choices"]

TEXT_MAX = 200_000


@dataclass(frozen=True, slots=True)
class CheckedFields:
    """Fields ready to be kept.

    Attributes:
        values: the values in their kinds; fields that were left empty are not there.
        problems: what is wrong or doubtful.
    """

    values: Fields
    problems: tuple[FieldProblem, ...]

    @property
    def ok(self) -> bool:
        """Whether the action may be done with them."""
        return all(one.severity != "error" for one in self.problems)


def check_fields(
    facts: MatterFacts, action_id: str, raw: Mapping[str, FieldValue], book: RuleBook, today: date
) -> CheckedFields:
    """Read and check what was filled in for an action.

    Args:
        facts: the matter before the action.
        action_id: the action.
        raw: values as typed (text) or already in their kinds. ``done_on`` is today when it is missing; a code or a number
            that is not named at all takes its default; what somebody did or said, and when, is never assumed.
        book: the rules.
        today: the day; nothing that has happened lies after it.

    Raises:
        KeyError: there is no such action.
    """
    action = book.actions[action_id]
    asked = {one.name: one for one in action.fields_for(facts)}
    values: dict[str, FieldValue] = {}
    problems = [
        FieldProblem(name, "error", "field_unknown", f"“{action.label}”没有“{name}”这一项")
        for name in raw
        if name not in asked
    ]
    for name, one in asked.items():
        given = raw.get(name)
        if name == DONE_ON and (given is None or given == ""):
            given = today
        elif name not in raw and one.default and one.kind in {"code", "number"}:
            given = one.default
        if given is None or (isinstance(given, str) and not given.strip()):
            continue
        verdict = _read(one, given, facts, book, today)
        if not verdict.ok:
            problems.append(FieldProblem(name, "error", verdict.code, f"{one.label}：{verdict.sentence}"))
        elif verdict.value is not None:
            values[name] = verdict.value
    wrong = {one.field for one in problems}
    problems += [one for one in _missing(action, asked, values) if one.field not in wrong]
    problems += _days(facts, asked, values, today)
    check = ACTION_CHECKS.get(action_id)
    if check is not None and not any(one.severity == "error" for one in problems):
        problems += check(Filled(facts, values, book))
    return CheckedFields(values, tuple(problems))


def defaults(action: Action, facts: MatterFacts, today: date) -> Fields:
    """Return what stands in the fields of an action at first."""
    filled: dict[str, FieldValue] = {}
    for one in action.fields_for(facts):
        if one.default == "today":
            filled[one.name] = today
        elif one.default:
            filled[one.name] = int(one.default) if one.kind == "number" else one.default
    return filled


def _read(
    one: ActionField, given: FieldValue, facts: MatterFacts, book: RuleBook, today: date
) -> Verdict[FieldValue]:
    if one.kind == "date":
        day = Verdict(given) if isinstance(given, date) else read_date(str(given), today)
        return Verdict(day.value, day.severity, day.code, day.sentence)
    if one.kind == "flag":
        return Verdict(as_flag(given))
    if one.kind in {"number", "money"}:
        return _read_number(one, given)
    if one.kind == "code":
        return _read_code(one, str(given), facts, book)
    value = str(given).strip()
    if "\x00" in value or len(value) > TEXT_MAX:
        return Verdict(None, "error", "text_unfit", "文字里有不能保存的字符，或者过长")
    return Verdict(value)


def _read_number(one: ActionField, given: FieldValue) -> Verdict[FieldValue]:
    if isinstance(given, int) and not isinstance(given, bool):
        if given >= 0:
            return Verdict(given)
        return Verdict(None, "error", "number_negative", "不能是负数")
    verdict = read_money(str(given)) if one.kind == "money" else read_count(str(given).removesuffix("日"))
    return Verdict(verdict.value, verdict.severity, verdict.code, verdict.sentence)


def _read_code(one: ActionField, given: str, facts: MatterFacts, book: RuleBook) -> Verdict[FieldValue]:
    codes = book.codes[one.codes]
    match = codes.match(given)
    if match.is_certain and match.code is not None and match.code.is_for(facts.kind):
        return Verdict(match.code.id)
    choices = "、".join(code.short or code.label for code in codes.offered(facts.kind))
    return Verdict(None, "error", "code_unknown", f"没有“{given}”，可选：{choices}")


def _missing(action: Action, asked: Mapping[str, ActionField], values: Fields) -> list[FieldProblem]:
    problems: list[FieldProblem] = []
    for name, one in asked.items():
        needed = one.required or (
            bool(one.required_if) and all(values.get(key) == value for key, value in one.required_if.items())
        )
        value = values.get(name)
        if needed and (value is None or value is False):
            problems.append(
                FieldProblem(name, "error", "field_missing", f"{action.label}须填写“{one.label}”")
            )
    return problems


def _days(
    facts: MatterFacts, asked: Mapping[str, ActionField], values: Fields, today: date
) -> list[FieldProblem]:
    """No event lies ahead, and none before the matter began."""
    problems: list[FieldProblem] = []
    first = facts.first_day
    for name, value in values.items():
        one = asked[name]
        if one.kind != "date" or not isinstance(value, date):
            continue
        if value > today and not one.future:
            problems.append(
                FieldProblem(name, "error", "date_in_future", f"{one.label}{say_date(value)}在今天之后")
            )
        if first is not None and value < first and not one.before_matter:
            problems.append(
                FieldProblem(
                    name,
                    "error",
                    "date_out_of_order",
                    f"{one.label}{say_date(value)}早于收到（排查）之日{say_date(first)}",
                )
            )
    return problems
