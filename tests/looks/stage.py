"""The made-up township and its district in real windows: every page that there is, as an office sees it after a year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.demo.filling import CHINA
from app.demo.pair import DemoOffice, make_pair
from app.desk import FrontDoor
from app.keys.keyfile import Cost
from app.matters.values import Filter
from ui.jobs import Jobs
from ui.places import makers
from ui.standing import read_standing
from ui.style import Style
from ui.window import Greeting, Window

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
TODAY = date(2026, 11, 20)
MATTERS = 8
SCREEN = (1366, 768)


@dataclass(frozen=True, slots=True)
class View:
    """One thing to look at.

    Attributes:
        name: of its picture.
        office: township | district.
        go: what the window does to show it.
    """

    name: str
    office: str
    go: Callable[[Window], None]


def offices(root: Path) -> tuple[DemoOffice, ...]:
    """Makes the two offices below a folder."""
    return make_pair(root, TODAY, matters=MATTERS, cost=CHEAP)


@contextmanager
def opened(office: DemoOffice, style: Style) -> Iterator[Window]:
    """A window over an office, in the morning of the day on which nothing has been done yet."""
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 9, 0, tzinfo=CHINA)
    desk = FrontDoor(Path(office.folder), lambda: now, CHEAP).log_in(office.logins[0][0], office.password)
    jobs = Jobs()
    info = desk.access.office
    window = Window(
        desk,
        jobs,
        style,
        Greeting(info.name, desk.access.user.name, info.training),
        makers(info.is_district),
        read_standing,
    )
    try:
        window.resize(*SCREEN)
        window.show()
        yield window
    finally:
        settle(window)
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        jobs.close()
        desk.close()


def settle(window: Window) -> None:
    """Lets every job bring its result back and the window paint it, which may ask for more."""
    for _ in range(6):
        window._jobs.settle()
        QApplication.processEvents()


def views() -> tuple[View, ...]:
    """Everything that there is to look at."""
    made = [
        View(f"{office}-{place}", office, lambda window, to=place: window.navigate(to))
        for office, district in (("township", False), ("district", True))
        for place in makers(district)
        if place != "matter"
    ]
    sections = (
        *(
            "office",
            "village",
            "unit",
            "leader",
            "mediator",
            "numbers",
            "terms",
            "blanks",
            "reports",
            "letters",
        ),
        *("handover", "users", "machine"),
    )
    made += [
        View(f"settings-{key}", "township", lambda window, to=key: window.navigate("settings", section=to))
        for key in sections
    ]
    made += [
        View(f"matter-{name}", "township", _matter(name)) for name in ("closed", "overdue", "led", "petition")
    ]
    made += [View(f"matter-{name}-acting", "township", _acting(name)) for name in ("overdue", "petition")]
    made += [
        View(
            "register-petition",
            "township",
            lambda window: window.navigate("register", new="1", kind="petition"),
        )
    ]
    made += [View("district-matter", "district", _matter("led"))]
    return tuple(made)


def number_of(window: Window, name: str) -> str:
    """A matter of a kind that the office is sure to have."""
    rows = window.context.desk.matters.find.search(Filter(), limit=200)
    fits: dict[str, Callable[[object], bool]] = {
        "closed": lambda r: r.state == "closed",
        "overdue": lambda r: r.kind == "dispute" and r.state == "accepted",
        "led": lambda r: r.rung == "lead_leader",
        "petition": lambda r: r.kind == "petition" and r.state == "accepted",
    }
    return next(row.number for row in rows if fits[name](row))


def _matter(name: str) -> Callable[[Window], None]:
    return lambda window: window.navigate("matter", ident=number_of(window, name))


def _acting(name: str) -> Callable[[Window], None]:
    def go(window: Window) -> None:
        _matter(name)(window)
        settle(window)
        page = window.page("matter")
        wanted = page._read.view.next.action  # type: ignore[attr-defined]
        page.open_action(wanted)  # type: ignore[attr-defined]

    return go
