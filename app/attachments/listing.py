"""Attachments in words: what each is, and where its content stands."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.attachments.holdings import Holdings, numbers_of, pieces_of
from app.attachments.media import viewable, words_of
from app.attachments.names import clean_name
from app.attachments.sizes import size_words
from app.attachments.values import AttachmentLine
from db.tables import Attachment, Elsewhere, Matter, Peer, Staged


def is_logged(row: Attachment, matter: Matter) -> bool:
    """Whether looking at it is written down: identity documents show personal numbers, accusations are nobody else's."""
    return row.kind == "identity" or matter.restricted


class Lister:
    """Turns rows into lines, within one consistent view.

    Args:
        context: the opened office.
        holdings: what of contents is held.
        session: of the view.
    """

    def __init__(self, context: Context, holdings: Holdings, session: Session) -> None:
        self._context = context
        self._holdings = holdings
        self._session = session

    def lines(self, matter: Matter) -> tuple[AttachmentLine, ...]:
        """The attachments of a matter that the user may read."""
        rows = self._session.scalars(
            select(Attachment)
            .where(Attachment.office == matter.office, Attachment.matter == matter.id)
            .order_by(Attachment.ordinal, Attachment.id)
        ).all()
        return tuple(self._line(number, row, matter) for number, row in enumerate(rows, start=1))

    def _line(self, number: int, row: Attachment, matter: Matter) -> AttachmentLine:
        here = self._holdings.has(self._session.connection(), row.sha256)
        standing, words = self._standing(row, matter, here=here)
        return AttachmentLine(
            id=row.id,
            ordinal=number,
            # What came in a bundle was cleaned by nobody here.
            name=clean_name(row.name),
            kind=row.kind,
            kind_label=self._context.shelf.codes.label_of("attachment_kind", row.kind),
            media=row.media,
            what=words_of(row.media),
            size=row.size,
            size_words=size_words(row.size),
            made_on=row.made_on,
            given_by=row.given_by or "",
            proves=row.proves or "",
            same_as_original=bool(row.same_as_original),
            added_on=row.added_on,
            added_by=row.added_by,
            here=here,
            standing=standing,
            standing_words=words,
            viewable=viewable(row.media),
            logged=is_logged(row, matter),
            voided=row.voided,
            void_reason=row.void_reason or "",
            ours=matter.custodian == self._context.office.office and not row.voided,
            sha256=row.sha256,
        )

    def _standing(self, row: Attachment, matter: Matter, *, here: bool) -> tuple[str, str]:
        own = self._context.office.office
        if not here and (row.by_office == own or not matter.restricted):
            return self._missing(row)
        if matter.restricted and row.by_office != own:
            return "closed", "保密材料，不外送" if here else "保密材料，内容不装包送来"
        if row.by_office != own:
            return "here", "内容已收到"
        found = self._session.execute(
            select(Elsewhere.held, Elsewhere.lacking, Elsewhere.number, Peer.name, Peer.role)
            .outerjoin(Peer, Peer.office == Elsewhere.peer)
            .where(Elsewhere.office == own, Elsewhere.sha256 == row.sha256)
            .order_by(Elsewhere.held.desc(), Elsewhere.number.desc())
        ).first()
        if matter.restricted:
            # What went before it became an accusation is there: to say that it never went would be untrue.
            went = found is not None and (found.held or found.number)
            return "closed", f"保密材料，此前已送{_name(found)}" if went else "保密材料，不外送"
        if found is None or not (found.held or found.number):
            return "local", "只在本机"
        if found.held:
            return "held", f"{_name(found)}已收"
        if found.lacking:
            return "sent", f"{_name(found)}没有收全，请再送一次"
        return "sent", f"已导出第 {found.number} 包"

    def _missing(self, row: Attachment) -> tuple[str, str]:
        if row.by_office == self._context.office.office:
            return "lost", "内容不在本机"
        staged = self._session.execute(
            select(Staged.pieces, Staged.size).where(Staged.sha256 == row.sha256).order_by(Staged.at.desc())
        ).first()
        if staged is None:
            return "waiting", "还没有收到内容"
        return "partly", f"内容已收到 {len(numbers_of(staged.pieces))}/{pieces_of(staged.size)} 段"


def _name(peer: Any) -> str:
    """An office as the list says it in a word: the one above is 区."""
    return "区" if peer.role == "district" else peer.name or "对方"
