"""The eye for sticks: notices within two seconds that one was put in or pulled, and looks what lies on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import EnvironmentFault
from ui.faults import Fault
from ui.jobs import Jobs
from ui.pages.bundles.faces import PlaceFace, SticksFace
from ui.pages.bundles.stickwords import chosen_place, sticks_face

if TYPE_CHECKING:
    from app.bundles.values import FoundFile
    from app.desk import Desk
    from ui.context import Context

WATCH_MS = 2_000
"""How long a stick is in before the page shows it, at most."""


class StickWatch(QObject):
    """Asks every two seconds whether something was put in or pulled; asks nothing while the last answer is still open.

    Args:
        jobs: the runner.
        mark: gives another word whenever something changed; runs in the reading lane.
        owner: the page.

    Signals:
        moved: something was put in or pulled.
    """

    moved = Signal()

    def __init__(self, jobs: Jobs, mark: Callable[[], str], owner: QObject) -> None:
        super().__init__(owner)
        self._jobs = jobs
        self._mark = mark
        self._last: str | None = None
        self._asking = False
        self._timer = QTimer(self)
        self._timer.setInterval(WATCH_MS)
        self._timer.timeout.connect(self.ask)

    def watch(self, on: bool) -> None:
        """Begins or stops; a page that is not seen watches nothing."""
        if on:
            # At once: a stick that is put in before the first two seconds are over must not be overlooked.
            self.ask()
            self._timer.start()
        else:
            self._timer.stop()

    @property
    def watching(self) -> bool:
        """Whether it looks."""
        return self._timer.isActive()

    def ask(self) -> None:
        """Asks now."""
        if not self._asking:
            self._asking = True
            self._jobs.read(lambda _r: self._mark(), self._told, owner=self, failed=self._silent)

    def _told(self, mark: str) -> None:
        self._asking = False
        before, self._last = self._last, mark
        if before is not None and mark != before:
            self.moved.emit()

    def _silent(self, _fault: Fault) -> None:
        self._asking = False


class Sticks(QObject):
    """What is put in now, what lies there, and which of it was picked; nothing is remembered beyond the page.

    Args:
        context: the page's.
        owner: the page.

    Signals:
        changed: another face, or another choice.
    """

    changed = Signal()

    def __init__(self, context: Context, owner: QObject) -> None:
        super().__init__(owner)
        self._context = context
        self.face = SticksFace()
        self.picked = ""
        self.still = False
        """A job is at the stick: nobody else touches it."""
        desk = context.desk
        self.watch = StickWatch(context.jobs, lambda: desk.bundles.drives_mark(), self)
        self.watch.moved.connect(self._on_moved)

    @property
    def target(self) -> PlaceFace | None:
        """Where bundles go: what was picked, or the only stick that is put in."""
        return chosen_place(self.face.places, self.picked)

    def pick(self, path: str) -> None:
        """A stick or a folder was chosen by hand."""
        self.picked = path
        self.changed.emit()

    def look(self) -> None:
        """Looks what is put in and what lies there."""
        desk = self._context.desk

        def look(_report: object) -> SticksFace:
            drives = desk.bundles.drives()
            return sticks_face(
                drives, {drive.path: _found(desk, drive.path) for drive in drives if drive.path}
            )

        self._context.jobs.read(look, self._on_face, owner=self, failed=lambda _fault: None, latest="sticks")

    def _on_face(self, face: SticksFace) -> None:
        self.face = face
        self.changed.emit()

    def _on_moved(self) -> None:
        # A picked stick that was pulled is picked no longer, even where another comes under the same letter.
        if self.picked in {stick.path for stick in self.face.places}:
            self.picked = ""
        if not self.still:
            self.look()


def _found(desk: Desk, path: str) -> tuple[FoundFile, ...]:
    """What lies on a stick; nothing where it is pulled while it is looked at."""
    try:
        return desk.bundles.found(Path(path))
    except EnvironmentFault:
        return ()
