"""Fixtures of the service floor: real encrypted offices in temporary folders, with a fixed clock and a cheap key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.access.values import SetUp
from app.desk import Desk, FrontDoor
from app.keys.keyfile import Cost

CHINA = timezone(timedelta(hours=8))
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
"""Argon2id as cheap as it goes: tests open many offices."""
PASSWORD = "青石镇综治的密码"
KEPT = 16
_FOUNDED: dict[object, dict[str, bytes]] = {}
"""Folders of new offices, a megabyte each, by the time and the answers of their founding."""


@dataclass
class Clock:
    """The desk's clock, standing until a test moves it."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 9, 0, tzinfo=CHINA))

    def __call__(self) -> datetime:
        return self.now

    def go(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Offices:
    """Makes offices below one temporary folder and closes them."""

    root: Path
    clock: Clock
    opened: list[Desk] = field(default_factory=list)
    _laid: set[object] = field(default_factory=set)

    def door(self, name: str, /) -> FrontDoor:
        return FrontDoor(self.root / name, self.clock, CHEAP)

    def found(self, name: str = "qingshi", /, **answers: object) -> FrontDoor:
        door = self.door(name)
        given: dict[str, object] = {
            "role": "township",
            "name": "青石镇综治中心",
            "code": "621299101",
            "parent_code": "621299",
            "login": "admin",
            "password": PASSWORD,
            "user_name": "王登记",
            "station": "1",
            # As every office did before there was a choice; what goes up as rows has tests of its own.
            "reports": "whole",
            **answers,
        }
        self._lay(door, self.root / name, given)
        return door

    def _lay(self, door: FrontDoor, folder: Path, answers: dict[str, object]) -> None:
        """Founds an office, or lays what a former test founded with the same answers at the same time: founding was a
        tenth of all tests' time. Within one test no office is another's copy."""
        key = (self.clock.now, *sorted((name, str(answer)) for name, answer in answers.items()))
        laid = None if key in self._laid or folder.exists() else _FOUNDED.get(key)
        if laid is None:
            door.set_up(SetUp(**answers))  # type: ignore[arg-type]
            if len(_FOUNDED) >= KEPT:
                del _FOUNDED[next(iter(_FOUNDED))]
            _FOUNDED.setdefault(key, {f.name: f.read_bytes() for f in folder.iterdir() if f.name != "in-use"})
        else:
            folder.mkdir(parents=True)
            for file, data in laid.items():
                (folder / file).write_bytes(data)
        self._laid.add(key)

    def open(self, name: str = "qingshi", /, **answers: object) -> Desk:
        door = self.found(name, **answers)
        return self.enter(door)

    def enter(self, door: FrontDoor, login: str = "admin", password: str = PASSWORD) -> Desk:
        desk = door.log_in(login, password)
        self.opened.append(desk)
        return desk

    def district(self, name: str = "quxian") -> Desk:
        return self.open(
            name, role="district", name="武阳区信访局", code="621299", parent_code="", short="武"
        )

    def close(self) -> None:
        for desk in self.opened:
            desk.close()
        self.opened.clear()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def offices(tmp_path: Path, clock: Clock) -> Iterator[Offices]:
    made = Offices(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def desk(offices: Offices) -> Desk:
    """A township's desk, newly set up."""
    return offices.open()


@pytest.fixture
def dispute() -> Callable[..., dict[str, object]]:
    """A dispute as cli.md writes it; keyword arguments replace fields."""

    def make(**changes: object) -> dict[str, object]:
        form: dict[str, object] = {
            "kind": "dispute",
            "channel": "application",
            "received_on": "2026-03-02",
            "title": "张天明与李桂花相邻通行纠纷",
            "statement": "李桂花在共用巷道内堆放砖石，影响张天明一家通行，双方多次争吵。",
            "request": "清理巷道杂物，恢复通行。",
            "category": "neighbour",
            "village": "青石村",
            "people": 2,
            "parties": [
                {
                    "role": "applicant",
                    "name": "张天明",
                    "id_no": "621299197201011234",
                    "phone": "13900001111",
                    "address": "青石村二组",
                },
                {"role": "respondent", "name": "李桂花", "phone": "13800002222", "address": "青石村二组"},
            ],
        }
        return {**form, **changes}

    return make


@pytest.fixture
def petition() -> Callable[..., dict[str, object]]:
    """A petition matter as cli.md writes it."""

    def make(**changes: object) -> dict[str, object]:
        form: dict[str, object] = {
            "kind": "petition",
            "channel": "visit",
            "received_on": "2026-03-02",
            "title": "道路拓宽占地补偿未兑付",
            "statement": "道路拓宽占用承包地六分，青苗补偿款至今未兑付，丈量面积与实际不符。",
            "request": "复核面积，补发差额。",
            "category": "appeal",
            "village": "柳林村",
            "people": 1,
            "parties": [
                {
                    "role": "petitioner",
                    "name": "赵永强",
                    "id_no": "621299198003052312",
                    "phone": "13700003333",
                    "address": "柳林村一组",
                }
            ],
        }
        return {**form, **changes}

    return make
