"""Stand-ins for the front desk: the door with its sentences, fields, rows. Only what windows ask for."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.access.values import DoorState, Founded, OfficeInfo, SetUp, UserInfo
from app.errors import UserError
from ui.models.ledger import Row

RECOVERY = "AB3D-EF6H-JK8M-NP9R-TU4W-XY7Z-AC6E-FH9K"


class FakeAccess:
    def __init__(self, name: str = "青石镇综治中心", training: bool = False) -> None:
        self.office = OfficeInfo(
            "o",
            "i",
            name,
            "township",
            "621299101",
            "621299",
            "1",
            training,
            "1234 5678",
            b"",
            "age1",
            "2026-11-22",
        )
        self.user = UserInfo("u", "dengji", "登记员", "clerk", accusations=False)

    def unlock(self, password: str) -> None:
        if password != "correct horse":
            raise UserError("wrong_password", "密码不对。", "屏幕后面填写的内容都还在，请重新输入。")


@dataclass
class FakeDesk:
    access: FakeAccess = field(default_factory=FakeAccess)
    failures_before: int = 0
    closed: bool = False

    def close(self) -> None:
        self.closed = True


class FakeDoor:
    def __init__(self, founded: bool = True, desk: Any = None) -> None:
        self.folder = Path("数据")
        self.founded = founded
        self.desk = desk or FakeDesk()
        self.asked: list[SetUp] = []
        self.tries = 0
        self.recovered: list[tuple[str, str, str]] = []

    def state(self) -> DoorState:
        return DoorState(self.founded, ("dengji",) if self.founded else ())

    def set_up(self, answers: SetUp) -> Founded:
        self.asked.append(answers)
        self.founded = True
        return Founded("o", "i", "1234 5678 9012 3456 7890 1234 5678 9012", RECOVERY)

    def log_in(self, login: str, password: str) -> Any:
        if password != "correct horse" or (login != "dengji" and not self.asked):
            self.tries += 1
            wait = "请等 3 秒再试；" if self.tries > 2 else "请检查大小写和输入法后重试；"
            raise UserError(
                "wrong_password", "登录名或密码不对。", wait + "忘记密码的，可用恢复单上的恢复码登录。"
            )
        return self.desk

    def recover(self, code: str, login: str, password: str) -> None:
        self.recovered.append((code, login, password))


@dataclass(frozen=True)
class Plain:
    """A described field."""

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    help: str = ""


class FakeRows:
    """A million rows; remembers what was asked for, and from which thread."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.asked: list[tuple[int, int]] = []
        self.threads: set[str] = set()

    def count(self) -> int:
        self.threads.add(threading.current_thread().name)
        return self._count

    def rows(self, start: int, n: int) -> Sequence[Row]:
        self.asked.append((start, n))
        self.threads.add(threading.current_thread().name)
        stop = min(start + n, self._count)
        return [Row(f"m{i}", (f"青信〔2026〕{i:06}号", f"事项 {i}", "乡镇")) for i in range(start, stop)]
