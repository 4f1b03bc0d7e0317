"""A desk shows the duties of its own office: what another office works on is in the ledger, and on that office's desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.matters.values import OURS, Filter
from tests.support.exchange import Pair, pair
from tests.support.offices import clock, dispute, offices, petition

__all__ = ["clock", "dispute", "offices", "pair", "petition"]

Form = Callable[..., dict[str, Any]]


def test_a_township_s_open_matters_are_no_duties_of_the_district_s_desk(pair: Pair, petition: Form) -> None:
    pair.township.matters.register([petition(received_on="2026-01-05")])
    pair.round()
    below, above = pair.township.matters.find, pair.district.matters.find
    assert (below.counts().open, below.counts().overdue) == (1, 1)
    assert (above.counts().open, above.counts().overdue) == (0, 0)
    assert above.totals(Filter(due="overdue")).count == 1


def test_the_figures_of_the_desk_open_exactly_their_rows(pair: Pair, petition: Form) -> None:
    for desk in (pair.township, pair.district):
        desk.matters.register([petition(received_on="2026-01-05"), petition()])
    pair.round()
    for desk in (pair.township, pair.district):
        counts, find = desk.matters.find.counts(), desk.matters.find
        assert find.totals(Filter(open=True, custodian=OURS)).count == counts.open == 2
        assert find.totals(Filter(due="overdue", custodian=OURS)).count == counts.overdue == 1


def test_a_district_s_own_matter_waits_for_nobody(pair: Pair, petition: Form) -> None:
    (made,) = pair.district.matters.register([petition()])
    standing = pair.district.matters.get_matter(made.number).transport
    assert (standing.status, standing.words) == ("own", "本单位的事项，不用上报")
