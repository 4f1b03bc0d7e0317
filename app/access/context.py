"""What every room needs of the opened office."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.access.values import OfficeInfo, UserInfo
from app.rules.book import RuleBook
from db.store import Store, Unit


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

    def writing(self) -> AbstractContextManager[Unit]:
        """One act of the user at the desk."""
        return self.store.writing(self.user.id)

    def reading(self) -> AbstractContextManager[Session]:
        """A consistent view."""
        return self.store.reading()
