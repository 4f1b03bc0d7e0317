"""What of contents is held: here whole, here in pieces, elsewhere. Rows and files of the vault are kept in step here."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, insert, select

from app.access.context import Context
from app.attachments.vault import Making, Vault
from app.errors import EnvironmentFault
from app.keys.vault import name_of, new_key
from db.engine import upsert
from db.journal import canonical
from db.store import Unit
from db.tables import Attachment, Elsewhere, Matter, Staged, Stored, VaultKey

PIECE: Final = 2 * 1024 * 1024
"""Plain bytes of every piece in which contents travel, but of the last: one line of a bundle (docs/bundle-format.md)."""


class Holdings:
    """The vault together with the rows that say what lies in it.

    Args:
        context: the opened office.
        vault: its folder.
    """

    def __init__(self, context: Context, vault: Vault) -> None:
        self._context = context
        self.vault = vault
        self._key: bytes | None = None

    def key(self) -> bytes:
        """The vault's key: random, kept in the encrypted database, drawn when it is first needed."""
        if self._key is None:
            with self._context.reading() as session:
                self._key = session.scalar(select(VaultKey.key).where(VaultKey.office == self._own))
        if self._key is None:
            drawn = new_key()
            with self._context.writing() as unit:
                row = {"office": self._own, "key": drawn, "made_at": self._at()}
                unit.connection.execute(insert(VaultKey).values(**row))
            self._key = drawn
        return self._key

    # -- whole contents

    def has(self, connection: Connection, sha256: str) -> bool:
        """Whether a content is here whole; a file that somebody removed is not."""
        known = select(Stored.size).where(Stored.office == self._own, Stored.sha256 == sha256)
        return connection.execute(known).first() is not None and self.vault.holds(self.key(), sha256)

    @contextmanager
    def promised(self, sha256: str) -> Generator[None]:
        """Around the unit of work that makes a content known: a crash or a failure inside leaves no file that nobody knows."""
        with self._context.reading() as session:
            already = self.has(session.connection(), sha256)
        if already:
            yield
            return
        mark = self.vault.promise(self.key(), sha256)
        try:
            yield
        except BaseException:
            self.vault.settle(mark, keep=False)
            raise
        self.vault.settle(mark, keep=True)

    def keep(self, unit: Unit, made: Making, sha256: str) -> None:
        """A finished file takes its place and is noted, inside of :meth:`promised`.

        Args:
            unit: of the writing transaction.
            made: finished.
            sha256: of its content, in hex.
        """
        there = self.has(unit.connection, sha256)
        try:
            # Also where it is there already: what was damaged meanwhile is whole again.
            self.vault.put(made, self.key(), sha256)
        except EnvironmentFault:
            if not there:
                raise
        if not there:
            row: dict[str, Any] = {
                "office": self._own,
                "sha256": sha256,
                "size": made.size,
                "at": self._at(),
            }
            upsert(unit.connection, Stored.__table__, [row])  # pyright: ignore[reportArgumentType]

    def sweep(self) -> None:
        """Clear away what a crash left. Cheap where none was."""
        marks = self.vault.left()
        if not marks:
            return
        with self._context.reading() as session:
            stored = session.scalars(select(Stored.sha256).where(Stored.office == self._own))
            known = {name_of(self.key(), sha256) for sha256 in stored}
            for row in session.execute(select(Staged.from_office, Staged.sha256, Staged.pieces)):
                known |= {
                    name_of(self.key(), piece_name(row.from_office, row.sha256, n))
                    for n in numbers_of(row.pieces)
                }
        for mark in marks:
            self.vault.settle(mark, keep=mark.name in known)

    # -- pieces

    def staged(self, connection: Connection, office: str, sha256: str) -> set[int]:
        """Numbers of the pieces of a content that are here from one office."""
        found = connection.execute(
            select(Staged.pieces).where(
                Staged.office == self._own, Staged.from_office == office, Staged.sha256 == sha256
            )
        ).scalar()
        return {
            n
            for n in numbers_of(found or "[]")
            if self.vault.holds(self.key(), piece_name(office, sha256, n))
        }

    def stage(self, unit: Unit, office: str, sha256: str, size: int, numbers: Iterable[int]) -> None:
        """Note the pieces that lie in the vault; what lies there unnoted is overwritten by the same piece again."""
        row: dict[str, Any] = {
            "office": self._own,
            "from_office": office,
            "sha256": sha256,
            "size": size,
            "pieces": canonical(sorted(numbers)),
            "at": self._at(),
        }
        upsert(unit.connection, Staged.__table__, [row])  # pyright: ignore[reportArgumentType]

    def unstage(self, unit: Unit, sha256: str, office: str = "") -> tuple[str, ...]:
        """Forget the pieces of a content (from one office, or from all).

        Returns:
            Under which names they lie in the vault, to be removed after the commit.
        """
        of = (Staged.office == self._own) & (Staged.sha256 == sha256)
        if office:
            of &= Staged.from_office == office
        rows = unit.connection.execute(select(Staged.from_office, Staged.pieces).where(of)).all()
        unit.connection.execute(delete(Staged).where(of))
        return tuple(piece_name(r.from_office, sha256, n) for r in rows for n in numbers_of(r.pieces))

    # -- elsewhere

    def note_elsewhere(self, unit: Unit, peer: str, sha256: str, **values: Any) -> None:
        """Note what is known of a content at another office, beside what is noted already."""
        key = {"office": self._own, "peer": peer, "sha256": sha256}
        before = unit.connection.execute(
            select(Elsewhere.__table__).where(
                Elsewhere.office == self._own, Elsewhere.peer == peer, Elsewhere.sha256 == sha256
            )
        ).mappings()
        row = {
            "number": 0,
            "held": False,
            "lacking": False,
            "pieces": "[]",
            "to_tell": False,
            **(before.first() or {}),
            **key,
            **values,
        }
        upsert(unit.connection, Elsewhere.__table__, [row])  # pyright: ignore[reportArgumentType]

    @property
    def _own(self) -> str:
        return self._context.office.office

    def _at(self) -> str:
        return self._context.now().isoformat(timespec="seconds")


def piece_name(office: str, sha256: str, number: int) -> str:
    """What a piece is called to the vault; the vault makes a name of it that says nothing."""
    return f"piece {office} {sha256} {number}"


def pieces_of(size: int) -> int:
    """In how many pieces a content of so many bytes travels."""
    return max(1, -(-size // PIECE))


def numbers_of(text: str) -> list[int]:
    """Numbers of pieces as a column holds them."""
    return json.loads(text)


def open_attachments() -> Select[str, int, str, str, str, str]:
    """Every attachment that may travel: no accusation's, and none that was taken back.

    Rows of (sha256, size, by_office, office, matter, custodian), each joined with its matter; further conditions may follow.
    """
    return (
        select(
            Attachment.sha256,
            Attachment.size,
            Attachment.by_office,
            Attachment.office,
            Attachment.matter,
            Matter.custodian,
        )
        .join(Matter, (Matter.office == Attachment.office) & (Matter.id == Attachment.matter))
        .where(Matter.restricted == False, Attachment.voided == False)  # noqa: E712
        .order_by(Attachment.added_on, Attachment.sha256)
    )
