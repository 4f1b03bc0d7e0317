"""What can go wrong below: the rooms above translate these into sentences."""

from __future__ import annotations


class StoreError(Exception):
    """Something about the database; `code` names it for the rooms above."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class NewerDatabaseError(StoreError):
    """The file was written by a newer version; detail says which revision."""


class DamagedDatabaseError(StoreError):
    """The file cannot be read with this key: damaged, or not this office's."""


class BadTextError(StoreError):
    """A text holds U+0000 or half a surrogate pair, which no engine keeps alike; detail names the field."""


class BulkWriteError(StoreError):
    """A bulk ORM write was tried: it would pass by the journal."""
