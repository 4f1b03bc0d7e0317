"""The suitability check (适宜性审查): may a dispute be mediated by a people's mediation committee?

Asked when a dispute is accepted or refused, as data (`resources/rules/suitability.json`), each question with its article. An
answer that speaks against it makes a refusal that says which other way is open, never a door just shut (《人民调解法》第三条).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.rules import data as read
from app.rules.data import Json, RuleDataError

YES = "yes"
CODES = "yes_no"
KIND = "dispute"
"""Only disputes are checked."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question; who answers it with yes finds the dispute suitable.

    Attributes:
        id: name of the field in the step.
        label: the statement that is true or not; short: the same in few words.
        basis: articles.
        stops: whether no is a reason not to accept.
        reason: the reason of the refusal (code list `refusal_reason`); "" where it does not stop.
        told: what is to be done where the answer is no and it does not stop.
    """

    id: str
    label: str
    short: str
    basis: str
    stops: bool
    reason: str = ""
    told: str = ""


def questions_from_data(data: Json) -> tuple[Question, ...]:
    """Read ``resources/rules/suitability.json``.

    Raises:
        RuleDataError: a question that stops and names no reason, or one that does not and says nothing.
    """
    found: list[Question] = []
    for entry in read.tables(data, "questions"):
        one = Question(
            read.text(entry, "id"),
            read.text(entry, "label"),
            read.text(entry, "short"),
            read.text(entry, "basis"),
            read.truth(entry, "stops"),
            read.text(entry, "reason", ""),
            read.text(entry, "told", ""),
        )
        if not (one.reason if one.stops else one.told):
            raise RuleDataError(f"{one.id}: no way out")
        found.append(one)
    return tuple(found)


def unanswered(questions: tuple[Question, ...], answers: Mapping[str, object]) -> tuple[Question, ...]:
    """What a check that was begun leaves open; nothing where it was not begun."""
    left = tuple(q for q in questions if answers.get(q.id) is None)
    return left if len(left) < len(questions) else ()


def unfit(questions: tuple[Question, ...], answers: Mapping[str, object]) -> tuple[Question, ...]:
    """The questions that were answered with no."""
    return tuple(q for q in questions if answers.get(q.id) not in (None, YES))
