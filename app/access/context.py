"""What every room needs of the opened office."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.access.faults import translated
from app.access.values import OfficeInfo, UserInfo
from app.rules.book import RuleBook
from db.store import Store, Unit

Report = Callable[[int, int, str], None]
"""Told how far a long job is: done, of, what. It may raise to stop the job, which then leaves nothing half done."""


def silent(done: int, of: int, what: str) -> None:
    """The report of a job that nobody watches."""
    del done, of, what


@dataclass(slots=True)
class Context:
    """An opened office: its store, who it is, who is at the desk, and the clock.

    Attributes:
        store: the opened database.
        office: this installation.
        user: who is at the desk; every change carries their id.
        shelf: code lists, actions, clocks, calendar, defaults.
        now: aware local time.
        folder: where the data lies, as text.
    """

    store: Store
    office: OfficeInfo
    user: UserInfo
    shelf: RuleBook
    now: Callable[[], datetime]
    folder: str

    def today(self) -> date:
        """The civil day of the desk."""
        return self.now().date()

    @contextmanager
    def writing(self) -> Generator[Unit]:
        """One act of the user at the desk.

        Raises:
            EnvironmentFault: the disk is full, the database locked or damaged; nothing of the act was kept.
            UserError: a text that cannot be kept.
        """
        with translated(), self.store.writing(self.user.id) as unit:
            yield unit

    @contextmanager
    def reading(self) -> Generator[Session]:
        """A consistent view.

        Raises:
            EnvironmentFault: the database cannot be read.
        """
        with translated(), self.store.reading() as session:
            yield session
