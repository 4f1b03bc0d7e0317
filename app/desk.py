"""The front desk: the rooms hung on one object, put together by hand in one place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.access.context import Report, silent
from app.access.door import Door, Opened
from app.access.places import default_folder
from app.access.safekeeping import back_up, last_backup, restore
from app.access.users import Access
from app.access.values import BackupMade, DoorState, Founded, Restored, SetUp
from app.attachments.service import Attachments
from app.bundles.service import Bundles
from app.directory.service import Directory
from app.health.service import Health
from app.keys.keyfile import DEFAULT_COST, Cost
from app.matters.derive import derive
from app.matters.service import Matters
from app.matters.view import find_by_number
from app.papers.ledger_print import print_ledger
from app.papers.recovery import recovery_sheet
from app.papers.service import Papers
from app.sheets.service import Sheets

__all__ = ["Desk", "FrontDoor", "default_folder"]


class Desk:
    """An opened office. Windows and command line hold one of these, and never a session, a row or a path."""

    def __init__(self, opened: Opened, door: Door) -> None:
        context = opened.context
        self._opened = opened
        self._door = door
        self.access = Access(opened, door)
        self.directory = Directory(context)
        self.matters = Matters(context, self.directory)
        self.attachments = Attachments(context, door.folder.vault, find_by_number)
        self.papers = Papers(context, self.directory, self.matters)
        self.sheets = Sheets(context, self.directory, self.matters, print_ledger)
        self.bundles = Bundles(
            context,
            opened.sign_key,
            opened.age_key,
            door.folder.outbox,
            self.matters,
            self.attachments.holdings,
        )
        self.health = Health(context, self.attachments)
        self.shelf = context.shelf
        self.failures_before = opened.failures

    def today(self) -> datetime:
        """The desk's clock: aware local time."""
        return self._opened.context.now()

    def clock_is_trusted(self) -> bool:
        """Whether the PC's clock does not stand behind what was written already (时间存疑)."""
        return not self._opened.context.store.clock.is_behind

    def back_up(self, to: Path, report: Report = silent) -> BackupMade:
        """Write a verified backup into a folder, usually of a stick."""
        return back_up(self._opened, self._door.folder, to, report)

    def last_backup(self) -> str:
        """When the last backup was made, ISO; "" for never."""
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
        self._door = Door(folder, self._now, cost)

    def state(self) -> DoorState:
        """Whether an office was set up here, and who may log in."""
        return self._door.state()

    def set_up(self, answers: SetUp) -> Founded:
        """The first start."""
        return self._door.set_up(answers)

    def log_in(self, login: str, password: str) -> Desk:
        """Open the office."""
        return Desk(self._door.log_in(login, password, derive), self._door)

    def recover(self, code: str, login: str, password: str) -> None:
        """A new password by the recovery sheet."""
        self._door.recover(code, login, password)

    def restore(
        self, backup: Path, login: str, secret: str, *, moved: bool = False, report: Report = silent
    ) -> Restored:
        """Open an office again from a backup; see `app.access.safekeeping.restore`."""
        return restore(backup, self.folder, (login, secret), self._now, moved=moved, report=report)

    def recovery_sheet(self, office_name: str, login: str, code: str, fingerprint: str = "") -> bytes:
        """The recovery sheet as a PDF, to be printed before the desk opens; nothing of it is kept."""
        return recovery_sheet(office_name, login, code, self._now().date(), fingerprint=fingerprint).pdf
