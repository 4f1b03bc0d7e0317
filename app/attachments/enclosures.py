"""Pictures and files that belong to a duty rather than to a matter (宣传图片): the same vault, the same care, other owners."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from app.access.context import Context, Report, silent
from app.access.values import Changes
from app.attachments import intake, media
from app.attachments.holdings import Holdings
from app.attachments.media import viewable, words_of
from app.attachments.names import clean_name
from app.attachments.reading import VIEW_LIMIT, Held, Reading
from app.attachments.refusals import refuse
from app.attachments.sizes import size_words
from app.attachments.values import Added, Content, EnclosureLine
from db.tables import Enclosure

AREA: Final = "enclosure"


class Enclosures:
    """Pictures of the duties of the opened office.

    Args:
        context: the opened office.
        holdings: what of contents is held.
        reading: reads contents.
        limit: tells the most bytes of one.
    """

    def __init__(
        self, context: Context, holdings: Holdings, reading: Reading, limit: Callable[[], int]
    ) -> None:
        self._context = context
        self._holdings = holdings
        self._reading = reading
        self._limit = limit

    def take(
        self, entity: str, ident: str, source: Path | bytes, name: str = "", report: Report | None = None
    ) -> Added:
        """Take a file in: read once, sealed, on the disk for good before it counts. The same content twice is one.

        Args:
            entity: of the duty.
            ident: its id; the caller has seen that it is this office's.
            source: the file, or bytes from the clipboard.
            name: what it is called; the file's name where empty.
            report: told how many bytes of how many are read; it may raise to cancel, and nothing is left.

        Raises:
            UserError: a file that is empty, a folder, a link, a program, too large, or changing while it is read.
            EnvironmentFault: it cannot be read; the disk is full.
        """
        holdings, own = self._holdings, self._context.office.office
        holdings.sweep()
        with intake.opened(source, name, self._limit()) as opened:
            called = clean_name(opened.name)
            holdings.vault.need_room(opened.size)
            with holdings.vault.making(holdings.key()) as made:
                taken = intake.read_through(opened, made.write, report or silent)
                made.finish()
                with holdings.promised(taken.sha256), self._context.writing() as unit:
                    holdings.keep(unit, made, taken.sha256)
                    twin = self._twin(unit.session, ident, taken.sha256)
                    if twin is not None:
                        words = f"“{called}”与已收存的“{twin.name}”内容相同，没有重复收存"
                        return Added(Changes(frozenset()), twin.id, words, already=True)
                    made_id = str(uuid.uuid4())
                    unit.session.add(
                        Enclosure(
                            office=own,
                            id=made_id,
                            by_user=self._context.user.id,
                            of_entity=entity,
                            of_id=ident,
                            name=called,
                            media=taken.media,
                            size=taken.size,
                            sha256=taken.sha256,
                            added_on=self._context.today(),
                        )
                    )
        odd = media.oddity(called, taken.media)
        words = f"已收存“{called}”" + (f"。{odd}" if odd else "")
        return Added(Changes(frozenset({AREA, "duties"}), (), words), made_id, words, odd=bool(odd))

    def list(self, ident: str, office: str = "") -> tuple[EnclosureLine, ...]:
        """The pictures of a duty, in the order in which they came; those taken back are left out.

        Args:
            ident: of the duty.
            office: whose it is; this office where not said.
        """
        own = self._context.office.office
        with self._context.reading() as session:
            rows = session.scalars(
                select(Enclosure)
                .where(
                    Enclosure.of_id == ident,
                    Enclosure.office == (office or own),
                    Enclosure.voided == False,  # noqa: E712
                )
                .order_by(Enclosure.added_on, Enclosure.id)
            ).all()
            return tuple(
                EnclosureLine(
                    row.id,
                    clean_name(row.name),
                    row.media,
                    words_of(row.media),
                    size_words(row.size),
                    row.added_on,
                    self._holdings.has(session.connection(), row.sha256),
                    viewable(row.media),
                    row.office == own,
                )
                for row in rows
            )

    def open(self, enclosure: str) -> Content:
        """A picture in memory, verified. No plain copy touches the disk.

        Raises:
            UserError: not here, damaged, or too large to be shown.
        """
        row = self._row(enclosure)
        if row.size > VIEW_LIMIT:
            raise refuse("too_large_to_view", size=size_words(row.size))
        data = b"".join(self._chunks(row))
        return Content(clean_name(row.name), row.media, viewable(row.media), data)

    def export(self, enclosure: str, target: Path, report: Report | None = None) -> str:
        """Write a plain copy because somebody asked for one; the path of it.

        Raises:
            UserError: not here or damaged; the file is there already.
            EnvironmentFault: the folder cannot be written.
        """
        row = self._row(enclosure)
        held = Held(row.sha256, row.size, row.office)
        return str(self._reading.write_out(held, clean_name(row.name), target, report or silent))

    def void(self, enclosure: str, why: str) -> Changes:
        """Take a picture back; it stays in the history with its reason, and its content in the vault.

        Raises:
            UserError: no reason, another office's.
        """
        if not why.strip():
            raise refuse("no_reason")
        with self._context.writing() as unit:
            row = unit.session.get(Enclosure, (self._context.office.office, enclosure))
            if row is None:
                raise refuse("no_such_attachment")
            if row.voided:
                raise refuse("already_void")
            with unit.called("void"):
                row.voided, row.void_reason = True, why.strip()
            name = row.name
        return Changes(frozenset({AREA, "duties"}), (), f"已撤回“{name}”")

    def _chunks(self, row: Enclosure) -> Generator[bytes]:
        yield from self._reading.chunks(Held(row.sha256, row.size, row.office))

    def _row(self, enclosure: str) -> Enclosure:
        with self._context.reading() as session:
            row = session.scalars(select(Enclosure).where(Enclosure.id == enclosure.strip())).first()
        if row is None:
            raise refuse("no_such_attachment")
        return row

    def _twin(self, session: Session, ident: str, sha256: str) -> Enclosure | None:
        return session.scalars(
            select(Enclosure).where(
                Enclosure.office == self._context.office.office,
                Enclosure.of_id == ident,
                Enclosure.sha256 == sha256,
                Enclosure.voided == False,  # noqa: E712
            )
        ).first()


def open_enclosures() -> Select[str, int, str, str, str, str]:
    """Every enclosure that was not taken back, as `holdings.open_attachments` gives attachments.

    Rows of (sha256, size, by_office, office, the duty's id, office).
    """
    return (
        select(
            Enclosure.sha256,
            Enclosure.size,
            Enclosure.office.label("by_office"),
            Enclosure.office,
            Enclosure.of_id.label("matter"),
            literal("").label("custodian"),
        )
        .where(Enclosure.voided == False)  # noqa: E712
        .order_by(Enclosure.added_on, Enclosure.sha256)
    )
