"""The rail of a district's places: readable at 1366 by 768 and below, in every text size, reached by keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.fakes import FakeDesk
from tests.ui.shots import shoot
from tests.ui.test_window import Noted
from ui.jobs import Jobs
from ui.style import Style
from ui.widgets.rail import keys_of
from ui.window import PLACES, Greeting, Window

GROUPS = ("日常办理", "上下往来", "统计考评")


@pytest.fixture
def district(jobs: Jobs, style: Style) -> Iterator[Window]:
    makers = {p.key: Noted for p in PLACES if p.key != "up"} | {"matter": Noted}
    made = Window(FakeDesk(), jobs, style, Greeting("武阳区信访局", "王", training=True), makers)  # type: ignore[arg-type]
    made.show()
    made.navigate("desk")
    for place, count, urgent in (
        ("desk", "12", True),
        ("ledger", "1,204", False),
        ("supervision", "18", True),
    ):
        made.rail.show_count(place, count, urgent)
    yield made
    jobs.settle()
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def items(window: Window) -> list[QWidget]:
    """The places, from above."""
    found = [w for w in window.rail.findChildren(QWidget) if hasattr(w, "place")]
    return sorted(found, key=lambda w: w.y())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["standard", "large", "extra"])
@pytest.mark.parametrize("room", [(1366, 768), (1366, 690), (1024, 640)])
def test_every_place_is_seen_without_scrolling(
    district: Window, style: Style, tmp_path: Path, size: str, scheme: str, room: tuple[int, int]
) -> None:
    style.wear(size=size, scheme=scheme)  # type: ignore[arg-type]
    QApplication.processEvents()
    shoot(district, f"rail-{size}-{scheme}-{room[1]}", tmp_path, room)
    assert (district.width(), district.height()) == room
    seen = items(district)
    assert len(seen) == len(PLACES) - 1
    for above, below in pairwise(seen):
        assert above.geometry().bottom() < below.y()
    assert seen[-1].geometry().bottom() <= district.rail.height()
    # A word is never cut, whatever the room.
    assert all(w.height() >= w.fontMetrics().height() for w in seen)
    if room == (1366, 768) and size != "extra":
        assert district.rail.headings == GROUPS


def test_the_headings_come_back_with_the_room(district: Window, style: Style) -> None:
    style.wear(size="extra")
    district.resize(1366, 640)
    QApplication.processEvents()
    assert district.rail.headings == ()
    style.wear(size="standard")
    district.resize(1366, 768)
    QApplication.processEvents()
    assert district.rail.headings == GROUPS


def test_the_tenth_place_has_the_nought_and_the_settings_a_key_of_their_own(district: Window) -> None:
    assert [keys_of(n) for n in (1, 9, 10, 11)] == ["Alt+1", "Alt+9", "Alt+0", ""]
    wanted = {s.key().toString(): s for s in district.findChildren(QShortcut)}
    assert "" not in wanted
    wanted["Alt+0"].activated.emit()
    assert district.place == district.rail.places[9].key
    wanted["Ctrl+,"].activated.emit()
    assert district.place == "settings"
