"""Any order of delivery that is finally complete gives the same state."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from app.bundles import payload
from tests.support.exchange import Pair, state_of

Form = Callable[..., dict[str, object]]


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_delivery_gives_the_same_state(
    pair: Pair, dispute: Form, petition: Form, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(payload, "PART_PLAIN", 4000)
    chance = random.Random(seed)
    other = pair.another(name="柳林镇综治中心", code="621299102", short="柳")
    everybody = (pair.township, other)
    under_way: list[Path] = []
    for _turn in range(3):
        for desk in everybody:
            made = desk.matters.register([dispute(), petition()])
            one = chance.choice(made)
            version = desk.matters.get_matter(one.number).version
            if chance.random() < 0.3:
                desk.matters.edit(one.number, {"remark": "改过"}, version)
            else:
                desk.matters.edit(made[1].number, {"category": "accusation"}, 1)
            under_way += pair.up(desk)
        # Some arrive, in whatever order, some twice, some as yet not at all.
        arriving = chance.sample(under_way, len(under_way) // 2)
        arriving += chance.choices(under_way, k=3)
        for taken in pair.district.bundles.receive(arriving):
            assert not taken.refused, taken.words
        if chance.random() < 0.5:
            pair.down()
    chance.shuffle(under_way)
    for taken in pair.district.bundles.receive(under_way):
        assert not taken.refused, taken.words
    for desk in everybody:
        pair.round(desk)
    for desk in everybody:
        office = desk.access.office.office
        assert state_of(pair.district, office) == state_of(desk, office)
        assert desk.bundles.send(pair.stick) == ()
    assert pair.district.bundles.gaps() == ()
    assert pair.district.bundles.waiting() == ()
    pair.check()
