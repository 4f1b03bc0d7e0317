"""Scores between two offices: an objection goes up in the township's bundle, and the district can be replayed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.services.test_scores import copied, drafted
from tests.support.scoreoffice import ScoreOffice


def test_a_townships_objection_goes_up_and_everything_can_be_replayed(offices: Any, clock: Any) -> None:
    from tests.support.exchange import introduce

    district, town = offices.district(), offices.open()
    introduce(offices.root, town, district)
    unit = town.access.office.office
    ident = drafted(district, "quarterly", "2025-Q4")
    district.scores.open(ident, clock.now.date() + timedelta(days=3))
    copied(ScoreOffice(offices, clock, district, (town,), None), ident, town)  # type: ignore[arg-type]
    town.scores.objections.raise_one(ident, "会议次数少算一次", item="meetings")
    stick = offices.root / "stick"
    stick.mkdir()
    for sent in town.bundles.send(stick):
        (taken,) = district.bundles.receive([Path(sent.path)])
        assert not taken.refused, taken.words
    (objection,) = district.scores.show(ident).objections
    assert (objection.unit, objection.what, objection.on_paper) == (unit, "会议次数少算一次", False)
    district.scores.objections.rule(objection.id, upheld=False, why="会议没有研究信访工作")
    clock.go(days=4)
    district.scores.freeze(ident)
    report = district.health.check()
    assert report.ok, report.findings
