"""A township and its district that know each other, and the stick that goes between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.desk import Desk
from tests.support.offices import Offices


@dataclass
class Pair:
    offices: Offices
    township: Desk
    district: Desk
    stick: Path
    others: list[Desk] = field(default_factory=list)

    def another(self, name: str, **answers: object) -> Desk:
        """A further office that the district and it know."""
        desk = self.offices.open(name, **answers)
        introduce(self.offices.root, desk, self.district)
        self.others.append(desk)
        return desk

    def up(self, desk: Desk | None = None) -> list[Path]:
        return [Path(f.path) for f in (desk or self.township).bundles.send(self.stick)]

    def down(self, desk: Desk | None = None) -> None:
        """The district answers, and everybody takes it in."""
        for sent in self.district.bundles.send(self.stick):
            reader = next(d for d in (self.township, *self.others) if d.access.office.name == sent.to)
            (taken,) = reader.bundles.receive([Path(sent.path)])
            assert not taken.refused, taken.words

    def round(self, desk: Desk | None = None) -> None:
        """Up, in, answered."""
        for taken in self.district.bundles.receive(self.up(desk)):
            assert not taken.refused, taken.words
        self.down()

    def transport(self, number: str, desk: Desk | None = None) -> str:
        return (desk or self.township).matters.get_matter(number).transport.status

    def check(self) -> None:
        """Every office is whole: chains, replay, read tables."""
        for desk in (self.township, self.district, *self.others):
            report = desk.health.check()
            assert report.ok, report.findings


def introduce(root: Path, one: Desk, other: Desk) -> None:
    """Two offices exchange cards and read their fingerprints out."""
    for giver, taker in ((one, other), (other, one)):
        card = root / f"{giver.access.office.installation}.card"
        info = giver.bundles.write_card(card)
        taker.bundles.trust(card, info.fingerprint)


@pytest.fixture
def pair(offices: Offices) -> Pair:
    made = Pair(offices, offices.open(), offices.district(), offices.root / "stick")
    made.stick.mkdir()
    introduce(offices.root, made.township, made.district)
    return made
