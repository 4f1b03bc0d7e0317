"""Drafts: what a clerk is typing, kept within two seconds in the encrypted database, each user's own (P29, F93)."""

from __future__ import annotations

import json
import uuid
from typing import Any, cast

from sqlalchemy import delete, select

from app.access.context import Context
from app.matters.values import DraftView
from db.engine import upsert
from db.tables import Draft


class Drafts:
    """The drafts of the user at the desk. They are no part of the journal."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def keep(self, body: dict[str, object], kind: str = "register", ident: str = "") -> str:
        """Keep what stands on a form now; durable when this returns.

        Args:
            body: JSON values by field.
            kind: which form: register, or `do:<action>:<matter>`.
            ident: the draft's id; "" begins a new one.

        Returns:
            The draft's id.
        """
        ident = ident or str(uuid.uuid4())
        with self._context.writing() as unit:
            row = {
                "office": self._context.office.office,
                "id": ident,
                "user": self._context.user.id,
                "kind": kind,
                # In ASCII, so that even half a character that was typed is kept until it is corrected.
                "body": json.dumps(body),
                "saved_at": self._context.now().isoformat(timespec="seconds"),
            }
            upsert(unit.connection, cast("Any", Draft.__table__), [row])
        return ident

    def waiting(self, kind: str = "") -> tuple[DraftView, ...]:
        """The user's drafts, newest first."""
        with self._context.reading() as session:
            query = (
                select(Draft)
                .where(Draft.office == self._context.office.office, Draft.user == self._context.user.id)
                .order_by(Draft.saved_at.desc())
            )
            if kind:
                query = query.where(Draft.kind == kind)
            return tuple(_view(row) for row in session.scalars(query))

    def drop(self, ident: str) -> None:
        """Forget a draft: it was registered, or the clerk gave it up."""
        with self._context.writing() as unit:
            unit.connection.execute(
                delete(Draft.__table__).where(  # pyright: ignore[reportArgumentType]
                    Draft.office == self._context.office.office,
                    Draft.id == ident,
                    Draft.user == self._context.user.id,
                )
            )


def _view(row: Draft) -> DraftView:
    body = cast("dict[str, object]", json.loads(row.body))
    parties = cast("list[dict[str, str]]", body.get("parties") or [])
    name = next((p.get("name", "") for p in parties if p.get("name")), "")
    title = str(body.get("title") or body.get("statement") or "")[:30] or name or "未命名"
    return DraftView(row.id, row.kind, title, row.saved_at, body)
