"""What made-up work is put together from: names, villages, units and stories of resources/demo, drawn by chance with a seed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any, cast

from app.rules.identity import check_digit
from app.shelf import RESOURCES

REGION = "621299"
"""Belongs to no place: a number with it is nobody's."""
OLDEST, YOUNGEST = 24 * 365, 78 * 365


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist."""

    name: str
    sex: str
    id_no: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class Place:
    """A village of the made-up office.

    Attributes:
        code: what a matter keeps.
        label: what is read.
    """

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Stock:
    """The stock of one office.

    Attributes:
        place: what its units are called after (青石镇).
        code: its division code, 9 digits for a township.
        superior: the office that hands matters down to it.
    """

    place: str
    code: str
    superior: str = "武阳区信访局"

    # -- the directory

    @property
    def villages(self) -> tuple[dict[str, str], ...]:
        """Villages with their groups, as the directory takes them."""
        found: list[dict[str, str]] = []
        for at, one in enumerate(_names()["villages"]):
            code = f"{self.code:0<9}{one['code']}"
            found.append(
                {"name": one["name"], "code": code, "head": one["head"], "phone": f"0939812{at:04d}"}
            )
            found += [
                {"name": group, "code": f"{code}{number:02d}", "parent": one["name"]}
                for number, group in enumerate(_names()["groups"], start=1)
            ]
        return tuple(found)

    @property
    def units(self) -> tuple[dict[str, str], ...]:
        """Units that handle matters."""
        return tuple({"name": self.unit(one["name"]), "head": one["head"]} for one in _names()["units"])

    @property
    def leaders(self) -> tuple[dict[str, str], ...]:
        """Leaders who approve and take matters in charge."""
        return tuple(_names()["leaders"])

    @property
    def mediators(self) -> tuple[dict[str, str], ...]:
        """Mediators of the committees."""
        return tuple(
            {"name": one["name"], "committee": f"{one['where'] or self.place}人民调解委员会"}
            for one in _names()["mediators"]
        )

    def unit(self, name: str) -> str:
        """A unit's full name: of the place, unless it is a village's own."""
        return name if name.endswith(("社区", "村")) else f"{self.place}{name}"

    # -- drawn by chance

    def where(self, chance: Random) -> Place:
        """A village."""
        one = chance.choice(_names()["villages"])
        return Place(f"{self.code:0<9}{one['code']}", one["name"])

    def person(self, chance: Random, where: Place, on: date) -> Person:
        """Somebody of a village, grown up on a day."""
        sex = chance.choice(("male", "male", "female"))
        name = chance.choice(_names()["surnames"]) + chance.choice(_names()[sex])
        born = on - timedelta(days=chance.randint(OLDEST, YOUNGEST))
        order = chance.randrange(1, 500) * 2 - (1 if sex == "male" else 0)
        first = f"{REGION}{born:%Y%m%d}{order:03d}"
        phone = f"1{chance.choice('35789')}{chance.randrange(10)}0000{chance.randrange(10000):04d}"
        group = chance.choice(_names()["groups"])
        return Person(name, sex, first + check_digit(first), phone, f"{self.place}{where.label}{group}")

    def leader(self, chance: Random) -> str:
        """A leader's name."""
        return chance.choice(_names()["leaders"])["name"]

    def mediator(self, chance: Random) -> str:
        """A mediator's name."""
        return chance.choice(_names()["mediators"])["name"]


@cache
def _names() -> Mapping[str, Any]:
    return _read("names")


@cache
def disputes() -> Mapping[str, Any]:
    """Stories of disputes by type."""
    return {k: v for k, v in _read("disputes").items() if not k.startswith("_")}


@cache
def petitions() -> Mapping[str, Any]:
    """Stories of petitions by class."""
    return _read("petitions")


def _read(name: str) -> dict[str, Any]:
    path = RESOURCES / "demo" / f"{name}.json"
    return cast("dict[str, Any]", json.loads(path.read_text(encoding="utf-8")))


def told(text: str, words: Mapping[str, str]) -> str:
    """A story's text with its names and numbers put in."""
    for name, value in words.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def pick(chance: Random, weighted: Mapping[str, int] | Sequence[tuple[str, int]]) -> str:
    """One of several, by their weights."""
    pairs = list(weighted.items()) if isinstance(weighted, Mapping) else list(weighted)
    return chance.choices([name for name, _ in pairs], [weight for _, weight in pairs])[0]
