"""A township sends, its district receives and answers, the township learns where its matters stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.support.exchange import Pair

Form = Callable[..., dict[str, object]]


def test_matters_go_up_and_the_receipt_comes_back(pair: Pair, dispute: Form, petition: Form) -> None:
    first, second = pair.township.matters.register([dispute(), petition()])
    assert pair.transport(first.number) == "not_sent"
    (sent,) = pair.township.bundles.send(pair.stick)
    assert (sent.kind, sent.number, sent.lo, sent.matters) == ("up", 1, 1, 2)
    assert pair.transport(first.number) == "sent"

    (taken,) = pair.district.bundles.receive([Path(sent.path)])
    assert (taken.refused, taken.new, taken.known, taken.quarantined) == ("", sent.hi, 0, 0)
    seen = pair.district.matters.get_matter(first.number)
    assert [p.name for p in seen.parties] == ["张天明", "李桂花"]
    assert not seen.ours
    assert pair.transport(first.number, pair.district) == "from_below"

    (receipt,) = pair.district.bundles.send(pair.stick)
    assert receipt.kind == "receipt"
    (told,) = pair.township.bundles.receive([Path(receipt.path)])
    assert (told.refused, told.kind, told.new, told.matters) == ("", "receipt", 1, 2)
    assert {pair.transport(n) for n in (first.number, second.number)} == {"receipted"}
    assert pair.township.bundles.send(pair.stick) == ()
    assert pair.district.bundles.send(pair.stick) == ()
    pair.check()
