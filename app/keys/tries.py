"""Wrong passwords slow down: how long a login must wait, kept in a small file beside the key file.

It stops who sits at the keyboard. Who has copied the files is stopped by Argon2id alone; so a missing or damaged file
counts as no failures rather than locking the office out.
"""

from __future__ import annotations

import contextlib
import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, cast

from app.keys.keyfile import normal_login

FREE_TRIES: Final = 3
CAP_SECONDS: Final = 300
_MAX_BYTES: Final = 64 * 1024
_MAX_LOGINS: Final = 500


@dataclass(frozen=True, slots=True)
class Failures:
    """The wrong tries of one login since it last got in.

    Attributes:
        count: how many.
        last_at: when the last one was (UTC).
    """

    count: int
    last_at: datetime


def delay_after(failures: int) -> int:
    """Seconds to wait after so many wrong tries: 0 for the first two, then 2, 4, 8 … 300."""
    if failures < FREE_TRIES:
        return 0
    return min(CAP_SECONDS, 2 ** min(failures - FREE_TRIES + 1, 20))


@dataclass(frozen=True, slots=True)
class Tries:
    """The counter file.

    Args:
        path: where it lies, e.g. ``keys.json.tries``.
    """

    path: Path

    def wait_seconds(self, login: str, now: datetime) -> int:
        """How many whole seconds this login must still wait; 0 means it may try. Never sleeps.

        A clock that was set back counts the wait from the new time: nobody is locked out until 2099.
        """
        name = normal_login(login)
        entry = self._load().get(name)
        if entry is None:
            return 0
        delay = delay_after(entry.count)
        if now < entry.last_at:
            self._store({**self._load(), name: Failures(entry.count, now)})
            return delay
        return max(0, math.ceil((entry.last_at + timedelta(seconds=delay) - now).total_seconds()))

    def failed(self, login: str, now: datetime) -> int:
        """Counts a wrong try and gives the seconds to wait from now."""
        name = normal_login(login)
        entries = self._load()
        count = min(entries[name].count + 1 if name in entries else 1, 1_000_000)
        entries.pop(name, None)
        while len(entries) >= _MAX_LOGINS:
            entries.pop(next(iter(entries)))
        self._store({**entries, name: Failures(count, now)})
        return delay_after(count)

    def succeeded(self, login: str) -> int:
        """Forgets the failures of a login and gives their number, to tell the user of them."""
        entries = self._load()
        entry = entries.pop(normal_login(login), None)
        if entry is None:
            return 0
        self._store(entries)
        return entry.count

    def _load(self) -> dict[str, Failures]:
        try:
            with self.path.open("rb") as file:
                raw: object = json.loads(file.read(_MAX_BYTES))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(raw, dict):
            return {}
        entries: dict[str, Failures] = {}
        for login, value in cast("dict[str, object]", raw).items():
            match value:
                case [int(count), str(at)] if 0 < count <= 1_000_000:
                    with contextlib.suppress(ValueError, OverflowError):
                        entries[login] = Failures(count, datetime.fromisoformat(at).astimezone(UTC))
                case _:
                    pass
        return entries

    def _store(self, entries: dict[str, Failures]) -> None:
        data = json.dumps({k: [f.count, f.last_at.astimezone(UTC).isoformat()] for k, f in entries.items()})
        temp = self.path.with_name(self.path.name + ".tmp")
        # A full or read-only disk must not keep the right password out; the wait is then simply not remembered.
        with contextlib.suppress(OSError):
            temp.write_text(data, encoding="utf-8")
            temp.replace(self.path)
