"""Publicity for the Regulations (《条例》宣传): activities with date, form, place, number reached, and pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from app.access.context import Context, Report
from app.attachments.enclosures import Enclosures
from app.attachments.values import Added, Content
from app.duties.book import Book
from app.duties.values.base import Changes, Kept
from app.duties.values.publicities import PublicityLine, PublicityView
from app.matters.service import Matters
from db.tables import Enclosure, Publicity

OWNER: Final = "publicity"


class Publicities:
    """The room of publicity for the Regulations.

    Attributes:
        book: the entries themselves.
        enclosures: 宣传图片.
    """

    def __init__(self, context: Context, matters: Matters, enclosures: Enclosures) -> None:
        self._context = context
        self._kept = enclosures
        self.book = Book(context, matters, Publicity)
        self.enclosures = Book(context, matters, Enclosure)

    # -- commands

    def add_many(self, many: Sequence[Mapping[str, object]]) -> Kept:
        """Write many activities in one act, all or none.

        Args:
            many: fields of each as typed.

        Raises:
            UserError: a field that cannot be.
        """
        reader, last = self.book.reader(), ""
        read = [self.book.read(given, reader=reader) for given in many]
        with self._context.writing() as unit:
            for values in read:
                last = self.book.put(unit, values)
        return Kept(last, self.book.changes(f"已记入 {len(read)} 场宣传活动"))

    def add_picture(
        self, ident: str, source: Path | bytes, name: str = "", report: Report | None = None
    ) -> Added:
        """Take a picture of an activity in; its bytes lie sealed in the vault.

        Args:
            ident: of the activity.
            source: the file, or bytes from the clipboard.
            name: what it is called; the file's name where empty.
            report: told how many bytes of how many are read.

        Raises:
            UserError: another office's activity, taken back; a file that cannot be taken in.
            EnvironmentFault: it cannot be read; the disk is full.
        """
        with self._context.writing() as unit:
            self.book.own(unit, ident)
        return self._kept.take(OWNER, ident, source, name, report)

    def void_picture(self, picture: str, why: str) -> Changes:
        """Take a picture back, with a reason."""
        return self._kept.void(picture, why)

    def export_picture(self, picture: str, target: Path) -> str:
        """Write a plain copy into a folder; its path."""
        return self._kept.export(picture, target)

    # -- queries

    def lines(self, limit: int = 200) -> tuple[PublicityLine, ...]:
        """Activities of every office held here, newest first."""
        with self._context.reading() as session:
            rows = session.scalars(
                self.book.query().order_by(Publicity.on_day.desc(), Publicity.id).limit(limit)
            ).all()
            counted = session.execute(
                select(Enclosure.office, Enclosure.of_id, func.count())
                .where(Enclosure.voided == False, Enclosure.of_entity == OWNER)  # noqa: E712
                .group_by(Enclosure.office, Enclosure.of_id)
            )
            pictures = {(office, ident): number for office, ident, number in counted}
            return tuple(
                PublicityLine(view, pictures.get((view.office, view.id), 0))
                for view in self.book.views(session, rows)
            )

    def show(self, ident: str, office: str = "") -> PublicityView:
        """One activity with its pictures.

        Raises:
            NotFoundError: there is none.
        """
        with self._context.reading() as session:
            row = self.book.get(session, ident, office)
            view = self.book.views(session, [row])[0]
        pictures = self._kept.list(view.id, view.office)
        return PublicityView(PublicityLine(view, len(pictures)), pictures)

    def picture(self, picture: str) -> Content:
        """A picture in memory, verified; no plain copy touches the disk.

        Raises:
            UserError: not here, damaged, or too large to be shown.
        """
        return self._kept.open(picture)
