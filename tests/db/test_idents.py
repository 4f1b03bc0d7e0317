"""Ids of one series: random UUIDs to everybody, ascending to the index."""

import uuid

from db.idents import Idents


def test_ids_of_a_series_ascend_and_are_uuids_of_version_4() -> None:
    series = Idents()
    made = [series.next() for _ in range(3000)]
    assert made == sorted(set(made))
    for text in made:
        read = uuid.UUID(text)
        assert str(read) == text
        assert read.version == 4
        assert read.variant == uuid.RFC_4122


def test_two_series_have_nothing_in_common() -> None:
    one, other = Idents(), Idents()
    assert {one.next()[:18] for _ in range(50)}.isdisjoint({other.next()[:18] for _ in range(50)})
