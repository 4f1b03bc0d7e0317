"""The suitability check (适宜性审查): whole or not at all, a refusal that tells the other way, the same words on its paper."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.rules.data import RuleDataError
from app.rules.suitability import YES, Question, questions_from_data
from app.shelf import load_shelf
from tests.rules.conftest import Hand

MakeHand = Callable[..., Hand]

DAY = date(2026, 3, 2)
BOOK = load_shelf()
FIT = {q.id: YES for q in BOOK.suitability}


def test_a_suitable_dispute_is_accepted_and_one_that_was_not_checked_too(hand: MakeHand) -> None:
    assert hand("dispute", DAY).do("accept", DAY, **FIT).state == "accepted"
    assert hand("dispute", DAY).do("accept", DAY).state == "accepted"


def test_half_a_check_is_none(hand: MakeHand) -> None:
    assert hand("dispute", DAY).problems("accept", DAY, suit_civil=YES) == {"suit_place": "check_unfinished"}


@pytest.mark.parametrize("question", [q for q in BOOK.suitability if q.stops], ids=lambda q: q.id)
def test_what_speaks_against_it_is_no_acceptance(hand: MakeHand, question: Question) -> None:
    problems = hand("dispute", DAY).problems("accept", DAY, **{**FIT, question.id: "no"})
    assert problems == {question.id: "not_suitable"}


def test_what_may_flare_up_is_accepted_with_a_word_of_care(hand: MakeHand) -> None:
    assert hand("dispute", DAY).problems("accept", DAY, **{**FIT, "suit_calm": "no"}) == {
        "suit_calm": "take_care"
    }


def test_a_petition_is_not_asked(hand: MakeHand) -> None:
    matter = hand("petition", DAY, category="appeal")
    assert matter.problems("accept", DAY, suit_civil=YES) == {"suit_civil": "field_unknown"}


def test_every_reason_of_a_dispute_has_its_way_and_every_question_its_reason() -> None:
    reasons = [c for c in BOOK.codes["refusal_reason"].offered("dispute") if "dispute" in c.kinds]
    assert all(c.attrs.get("way") and c.article for c in reasons)
    assert {q.reason for q in BOOK.suitability if q.stops} == {c.id for c in reasons}
    assert all("《" in q.basis for q in BOOK.suitability)


def test_the_paper_asks_what_the_data_asks() -> None:
    path = Path(__file__).parents[2] / "resources" / "papers" / "mediation_suitability.json"
    form = json.loads(path.read_text(encoding="utf-8"))["form"]
    asked = [str(row["cells"][0].get("text", "")).partition("．")[2] for row in form["rows"]]
    assert [words for words in asked if words] == [q.label for q in BOOK.suitability]
    ticked = json.dumps(form["rows"])
    assert all(
        f"last.accept.{q.id}" in ticked and f"last.not_accept.{q.id}" in ticked for q in BOOK.suitability
    )


def test_a_question_without_a_way_out_is_no_question() -> None:
    bare = {"id": "x", "label": "x", "short": "x", "basis": "x", "stops": True}
    with pytest.raises(RuleDataError):
        questions_from_data({"questions": [bare]})
    with pytest.raises(RuleDataError):
        questions_from_data({"questions": [{**bare, "stops": False}]})
