"""The front desk: the rooms hung on one object, put together by hand in one place.

Rooms are furnished when they are entered: what a clerk does not need this morning (Excel, papers, bundles) costs no start, and
the log-in stands on the screen before the database and its libraries are loaded (`FrontDoor.prepare`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from app.access.folder import DataFolder
from app.access.keyring import state_of
from app.access.places import default_folder
from app.access.values import BackupMade, DoorState, Founded, Restored, SetUp
from app.keys.keyfile import DEFAULT_COST, Cost

if TYPE_CHECKING:
    from app.access.context import Report
    from app.access.door import Door, Opened
    from app.attachments.service import Attachments
    from app.bundles.service import Bundles
    from app.duties.service import Duties
    from app.figures.dutyletters import LetterFigures
    from app.figures.report import YearReports
    from app.figures.scoring import Scores
    from app.figures.service import Figures
    from app.health.service import Health
    from app.papers.service import Papers
    from app.sheets.service import Sheets

__all__ = ["VERSION", "Desk", "FrontDoor", "default_folder"]

VERSION = "0.2.0"
"""Of the program, as users read it."""


class Desk:
    """An opened office. Windows and command line hold one of these, and never a session, a row or a path."""

    def __init__(self, opened: Opened, door: Door) -> None:
        from app.access.users import Access
        from app.directory.service import Directory
        from app.matters.service import Matters

        context = opened.context
        self._opened = opened
        self._door = door
        self.access = Access(opened, door)
        self.directory = Directory(context)
        self.matters = Matters(context, self.directory)
        self.shelf = context.shelf
        self.failures_before = opened.failures

    @cached_property
    def attachments(self) -> Attachments:
        """Evidence and scans."""
        from app.attachments.service import Attachments
        from app.matters.view import find_by_number

        return Attachments(self._opened.context, self._door.folder.vault, find_by_number)

    @cached_property
    def duties(self) -> Duties:
        """Rounds, receptions, charges, supervision …: what offices and officials have to do."""
        from app.duties.service import Duties

        return Duties(
            self._opened.context,
            self.matters,
            self.directory,
            lambda: self.attachments.enclosures,
            lambda matter: self.papers.lacking(matter),
        )

    @cached_property
    def figures(self) -> Figures:
        """Indicators, scores and reports."""
        from app.figures.service import Figures

        return Figures(self._opened.context, self.directory, self.matters)

    @cached_property
    def letters(self) -> LetterFigures:
        """Duty letters (目标责任书) with what their figures stand at."""
        from app.figures.dutyletters import LetterFigures

        return LetterFigures(self._opened.context, self.figures, self.duties.letters)

    @cached_property
    def scores(self) -> Scores:
        """Bulletins and scores of the offices below, and what a unit sees of its own."""
        from app.figures.counts import DeskCounts
        from app.figures.scoring import Scores

        return Scores(self._opened.context, DeskCounts(lambda: self.figures))

    @cached_property
    def reports(self) -> YearReports:
        """The yearly work report, and the papers of scores."""
        from app.figures.counts import DeskCounts
        from app.figures.report import YearReports

        return YearReports(self._opened.context, self.directory, DeskCounts(lambda: self.figures))

    @cached_property
    def papers(self) -> Papers:
        """Forms and letters."""
        from app.papers.service import Papers

        return Papers(
            self._opened.context, self.directory, self.matters, lambda letter: self.letters.numbers(letter)
        )

    @cached_property
    def sheets(self) -> Sheets:
        """Excel in and out."""
        from app.papers.ledger_print import print_ledger
        from app.sheets.service import Sheets

        return Sheets(self._opened.context, self.directory, self.matters, print_ledger)

    @cached_property
    def bundles(self) -> Bundles:
        """What goes to other offices and comes from them."""
        from app.bundles.service import Bundles

        return Bundles(
            self._opened.context,
            self._opened.sign_key,
            self._opened.age_key,
            self._door.folder.outbox,
            self.matters,
            self.attachments.holdings,
        )

    @cached_property
    def health(self) -> Health:
        """Checks and replay."""
        from app.health.service import Health

        return Health(self._opened.context, self.attachments)

    def today(self) -> datetime:
        """The desk's clock: aware local time."""
        return self._opened.context.now()

    def clock_is_trusted(self) -> bool:
        """Whether the PC's clock does not stand behind what was written already (时间存疑)."""
        return not self._opened.context.store.clock.is_behind

    def back_up(self, to: Path, report: Report | None = None) -> BackupMade:
        """Write a verified backup into a folder, usually of a stick."""
        from app.access.context import silent
        from app.access.safekeeping import back_up

        return back_up(self._opened, self._door.folder, to, report or silent)

    def last_backup(self) -> str:
        """When the last backup was made, ISO; "" for never."""
        from app.access.safekeeping import last_backup

        return last_backup(self._door.folder)

    def close(self) -> None:
        """Lock the office up again."""
        self._opened.context.store.close()
        self._door.folder.release()


class FrontDoor:
    """What stands before the desk: first start, log-in, recovery.

    Args:
        folder: the data folder.
        now: aware local time; the wall clock where not given.
        cost: of one try of a password; tests pass a cheap one.
    """

    def __init__(
        self, folder: Path, now: Callable[[], datetime] | None = None, cost: Cost = DEFAULT_COST
    ) -> None:
        self.folder = folder
        self._now = now or (lambda: datetime.now().astimezone())
        self._cost = cost

    @cached_property
    def _door(self) -> Door:
        from app.access.door import Door

        return Door(self.folder, self._now, self._cost)

    def prepare(self) -> None:
        """Load what the desk will need, in a lane of its own, while somebody types the password."""
        for module in (
            "access.door",
            "access.users",
            "directory.service",
            "matters.service",
            "bundles.service",
        ):
            import_module(f"app.{module}")

    def state(self) -> DoorState:
        """Whether an office was set up here, and who may log in."""
        return state_of(DataFolder(self.folder))

    def set_up(self, answers: SetUp) -> Founded:
        """The first start."""
        return self._door.set_up(answers)

    def log_in(self, login: str, password: str) -> Desk:
        """Open the office."""
        from app.matters.counted import is_counted
        from app.matters.derive import derive

        opened = self._door.log_in(login, password, derive)
        if not is_counted(opened.context):
            from app.bundles.upgraded import recount

            recount(opened.context)
        return Desk(opened, self._door)

    def recover(self, code: str, login: str, password: str) -> None:
        """A new password by the recovery sheet."""
        self._door.recover(code, login, password)

    def restore(
        self, backup: Path, login: str, secret: str, *, moved: bool = False, report: Report | None = None
    ) -> Restored:
        """Open an office again from a backup; see `app.access.safekeeping.restore`."""
        from app.access.context import silent
        from app.access.safekeeping import restore

        return restore(backup, self.folder, (login, secret), self._now, moved=moved, report=report or silent)

    def recovery_sheet(self, office_name: str, login: str, code: str, fingerprint: str = "") -> bytes:
        """The recovery sheet as a PDF, to be printed before the desk opens; nothing of it is kept."""
        from app.papers.recovery import recovery_sheet

        return recovery_sheet(office_name, login, code, self._now().date(), fingerprint=fingerprint).pdf
