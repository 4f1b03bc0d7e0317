"""A district with three townships that it knows, full of made-up rows: the ground of scores and reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.desk import Desk
from tests.support.exchange import introduce
from tests.support.figureoffice import NOW, Made, fill, make
from tests.support.offices import CHINA, Clock, Offices

TOWNS = (("青石镇综治中心", "621299101"), ("柳林镇综治中心", "621299102"), ("河口乡综治中心", "621299103"))
AFTER_QUARTER = datetime(2026, 10, 9, 9, 0, tzinfo=CHINA)
QUARTER = "2026-Q3"


@dataclass
class ScoreOffice:
    """The district, its townships, and what was made up."""

    offices: Offices
    clock: Clock
    district: Desk
    towns: tuple[Desk, ...]
    made: Made

    def unit(self, at: int) -> str:
        return self.towns[at].access.office.office


def score_office(root: Path, count: int = 450, seed: int = 11) -> ScoreOffice:
    """Found the offices, let them know each other, and fill the district."""
    clock = Clock(NOW)
    offices = Offices(root, clock)
    district = offices.district()
    towns: list[Desk] = []
    for at, (name, code) in enumerate(TOWNS):
        town = offices.open(f"town{at}", name=name, code=code, station=str(at + 1))
        introduce(root, town, district)
        towns.append(town)
    made = make([town.access.office.office for town in towns], count, seed)
    fill(district, made)
    return ScoreOffice(offices, clock, district, tuple(towns), made)
