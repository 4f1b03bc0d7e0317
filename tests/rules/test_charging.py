"""What a way of resolving demands, the months of a charge, and a sample that can be drawn again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.book import RuleBook
from app.rules.charging import (
    batch_number,
    batch_words,
    demanded,
    lacking,
    months_between,
    read_proofs,
    without_progress,
)
from app.rules.sampling import draw, how_many


def test_every_way_demands_proofs_that_exist(book: RuleBook) -> None:
    proofs = book.codes["closing_proof"]
    for way in book.codes["resolve_way"]:
        assert demanded(way.id, book.codes), way.id
        assert all(one in proofs for choice in demanded(way.id, book.codes) for one in choice), way.id


def test_what_is_missing_is_named_and_one_of_several_is_enough(book: RuleBook) -> None:
    assert lacking("mediation", ("agreement",), book.codes) == ("履行凭证",)
    assert lacking("mediation", ("oral_agreement", "performance_receipt"), book.codes) == ()
    told = lacking("mediation", (), book.codes)
    assert len(told) == 2
    assert "其中一样" in told[0]
    assert "和解协议书" in told[0]


def test_proofs_are_read_by_their_words(book: RuleBook) -> None:
    assert read_proofs("履行凭证、调解协议书，回访记录", book.codes) == (
        ("agreement", "performance_receipt", "visit_record"),
        (),
    )
    assert read_proofs("照片一张", book.codes) == ((), ("照片一张",))


@pytest.mark.parametrize(
    ("words", "number"),
    [("第三批", 3), ("第3批交办件", 3), ("第十二批", 12), ("2026年积案", None), ("第 4 批", 4)],
)
def test_a_batch_is_known_by_its_number(words: str, number: int | None) -> None:
    assert batch_number(words) == number


@given(st.integers(1, 99))
def test_a_batch_is_called_as_it_is_read(number: int) -> None:
    assert batch_number(batch_words(number)) == number


def test_the_month_of_the_opening_is_not_asked_for() -> None:
    opened, today = date(2025, 11, 20), date(2026, 2, 1)
    assert months_between(opened, today) == ((2025, 11), (2025, 12), (2026, 1), (2026, 2))
    assert without_progress(opened, today, [date(2026, 1, 31)]) == ((2025, 12), (2026, 2))
    assert without_progress(today, today, []) == ()


@given(st.sets(st.text("abcdef0123", min_size=1), max_size=60), st.integers(1, 100), st.integers(0, 10**6))
def test_a_sample_is_drawn_again_from_the_same_seed_whatever_the_order(
    keys: set[str], share: int, seed: int
) -> None:
    count = how_many(len(keys), share)
    drawn = draw(sorted(keys), count, seed)
    assert drawn == draw(sorted(keys, reverse=True), count, seed)
    assert len(set(drawn)) == count
    assert set(drawn) <= keys
    assert (count == 0) == (not keys)


def test_another_seed_draws_another_sample() -> None:
    keys = [str(n) for n in range(100)]
    assert len({draw(keys, 10, seed) for seed in range(20)}) == 20
