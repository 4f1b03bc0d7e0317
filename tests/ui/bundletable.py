"""A page of bundles on a table: everything it is given, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.access.values import OfficeInfo
from app.bundles.values import (
    DriveView,
    ForkDecided,
    ForkView,
    FoundFile,
    Gap,
    LogLine,
    LostBranch,
    Outgoing,
    PeerInfo,
    ReceivedFile,
    SentFile,
    Waiting,
)
from app.desk import Desk
from app.errors import EnvironmentFault, UserError
from ui.context import Context
from ui.jobs import Jobs
from ui.pages.bundles.faces import BundlesFace
from ui.pages.bundles.page import BundlesPage
from ui.pages.bundles.words import page_face
from ui.style import Style
from ui.widgets.sidesheet import SideSheet

TODAY = date(2026, 12, 11)
PRINT = "0412 9981 3355 1200 8842 6071 5523 9084"
TOWN = OfficeInfo(
    "t",
    "i",
    "青石镇综治中心",
    "township",
    "621299101",
    "621299",
    "1",
    False,
    PRINT,
    b"",
    "age1",
    "2026-11-23",
)
DISTRICT = replace(TOWN, office="d", name="武阳区信访局", role="district", code="621299", parent_code="")
ABOVE = PeerInfo("d", "k", "武阳区信访局", "district", "621299", "1", PRINT, compared=True, is_parent=True)
BELOW = PeerInfo(
    "t",
    "i",
    "青石镇综治中心",
    "township",
    "621299101",
    "1",
    PRINT,
    held=47,
    last_heard="2026-12-09T09:00:00+08:00",
)
UP = Outgoing("d", "武阳区信访局", "up", 12, 47, 2_200_000, 1, 47, "")


def sent(number: int, hi: int, status: str = "sent") -> LogLine:
    at = "2026-12-10T09:00:00+08:00"
    return LogLine(at, "out", "up", "武阳区信访局", number, "f.jfb", 1, hi, 12, 47, status, "", f"b{number}")


def face(own: OfficeInfo = TOWN, **told: Any) -> BundlesFace:
    given: dict[str, Any] = {
        "peers": (ABOVE,) if own is TOWN else (BELOW,),
        "outgoing": (),
        "log": (),
        "gaps": (),
        "waiting": (),
        **told,
    }
    return page_face(own, TODAY, **given)


class FakeBundles:
    """The room of bundles as far as the page asks it."""

    def __init__(self) -> None:
        self.known: tuple[PeerInfo, ...] = (ABOVE,)
        self.waits: tuple[Outgoing, ...] = (UP,)
        self.work: Callable[[Any], tuple[SentFile, ...]] = lambda _report: ()
        self.asked: list[tuple[str, Any]] = []
        self.put_in: tuple[DriveView, ...] = ()
        self.forked: tuple[ForkView, ...] = ()
        self.lost: LostBranch | None = None
        self.lies: dict[str, tuple[FoundFile, ...]] = {}

    def drives(self) -> tuple[DriveView, ...]:
        return self.put_in

    def drives_mark(self) -> str:
        return "|".join(drive.path for drive in self.put_in)

    def found(self, folder: Path) -> tuple[FoundFile, ...]:
        if folder.name == "pulled":
            raise EnvironmentFault("read_failed", "读不出。")
        return self.lies.get(str(folder), ())

    def peers(self) -> tuple[PeerInfo, ...]:
        return self.known

    def outgoing(self) -> tuple[Outgoing, ...]:
        return self.waits

    def log(self) -> tuple[LogLine, ...]:
        return ()

    def gaps(self) -> tuple[Gap, ...]:
        return ()

    def waiting(self) -> tuple[Waiting, ...]:
        return ()

    def forks(self) -> tuple[ForkView, ...]:
        return self.forked

    def lost_branch(self) -> LostBranch | None:
        return self.lost

    def decide_fork(self, office: str, stream: str, branch: str, reason: str) -> ForkDecided:
        self.asked.append(("decide_fork", (office, stream, branch, reason)))
        if not branch:
            raise UserError("no_such_branch", "没有这一支。", "请选一支。")
        self.forked = ()
        return ForkDecided(1, 2, "已裁定：甲支继续。", "请写出交办包和回执。")

    def follow_ruling(self) -> str:
        self.asked.append(("follow_ruling", ()))
        self.lost = None
        return "已按裁定办好。"

    def send(self, folder: Path, to: str, report: Any) -> tuple[SentFile, ...]:
        assert not to
        self.asked.append(("send", folder))
        return self.work(report)

    def receive(self, paths: list[Path], report: Any) -> tuple[ReceivedFile, ...]:
        self.asked.append(("receive", list(paths)))
        report(0, len(paths), paths[0].name)
        return tuple(ReceivedFile(p.name, "up", "青石镇", 1, new=1, matters=1) for p in paths)

    def trust(self, path: Path, fingerprint: str) -> PeerInfo:
        assert not fingerprint
        self.asked.append(("trust", path))
        return ABOVE

    def compared(self, office: str, installation: str) -> None:
        self.asked.append(("compared", (office, installation)))


class FakeAsking:
    """What would be chosen in the system's dialogs."""

    def __init__(self, folder: Path) -> None:
        self.chosen: Path | None = folder
        self.remembered = ""

    def last_folder(self) -> str:
        return self.remembered

    def remember(self, folder: Path) -> None:
        self.remembered = str(folder)

    def folder(self) -> Path | None:
        return self.chosen


class Table:
    """A page on a table: everything it was given, and what it said."""

    def __init__(
        self,
        jobs: Jobs,
        style: Style,
        folder: Path,
        kind: type[BundlesPage],
        own: OfficeInfo,
        real: Desk | None = None,
    ) -> None:
        self.room = FakeBundles()
        self.said: list[str] = []
        desk = SimpleNamespace(
            bundles=self.room,
            matters=SimpleNamespace(
                custody=SimpleNamespace(offers=lambda: ()),
                drafts=SimpleNamespace(
                    waiting=lambda _kind: (), keep=lambda *_: "d", drop=lambda _ident: None
                ),
            ),
            access=SimpleNamespace(office=own),
            today=lambda: datetime(2026, 12, 11, 9, tzinfo=timezone(timedelta(hours=8))),
        )
        self.host = QWidget()
        self.host.resize(1198, 692)
        context: Any = Context(
            real or desk,  # type: ignore[arg-type]
            jobs,
            lambda *_a, **_k: None,
            self.said.append,
            lambda changes: self.page.refresh(changes),
            SideSheet(self.host),
            style,
        )
        self.jobs = jobs
        self.page = kind(context)
        self.page.setParent(self.host)
        self.page.resize(1198, 692)
        self.page.asking = FakeAsking(folder)  # type: ignore[assignment]
        self.host.show()
        self.page.enter()
        self.settle()

    def put_in(self) -> None:
        """A stick was put in or pulled, and two seconds have passed."""
        self.page.sticks.watch.ask()
        self.settle()

    def settle(self) -> None:
        self.jobs.settle()
        QApplication.processEvents()
        self.jobs.settle()


@pytest.fixture
def lay(jobs: Jobs, style: Style, tmp_path: Path) -> Iterator[Callable[..., Table]]:
    tables: list[Table] = []

    def make(kind: type[BundlesPage] = BundlesPage, own: OfficeInfo = TOWN) -> Table:
        tables.append(Table(jobs, style, tmp_path, kind, own))
        return tables[-1]

    yield make
    for table in tables:
        table.host.close()
        table.host.deleteLater()
