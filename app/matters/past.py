"""What the journal holds of a matter: the lines that its history is told from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.tables import Access, JournalRow, Matter, Unfolded

CLOCK_SLACK_MS: Final = 300_000


def lines_of(session: Session, matter: Matter, own: str) -> Sequence[JournalRow]:
    """Every change of a matter that holds, the oldest first.

    Args:
        session: of a consistent view.
        matter: whose.
        own: id of this office: what it printed and unmasked of another's matter is its own entry, not the other's.
    """
    # What another office sent and this one does not apply is no history of the matter.
    waits = (
        select(Unfolded.seq)
        .where(
            Unfolded.office == JournalRow.office,
            Unfolded.stream == JournalRow.stream,
            Unfolded.seq == JournalRow.seq,
            Unfolded.reason.not_in(("unknown_entity", "unknown_op")),
        )
        .exists()
    )
    noted = (JournalRow.owner == own) & (JournalRow.entity == Access.entity)
    return session.scalars(
        select(JournalRow)
        .where(
            JournalRow.owner.in_({matter.office, own}),
            JournalRow.matter == matter.id,
            (JournalRow.owner == matter.office) | noted,
            ~waits,
        )
        .order_by(JournalRow.hlc)
    ).all()


def is_doubtful(body: Mapping[str, Any]) -> bool:
    """Whether the PC's clock stood behind an earlier entry when this was written (时间存疑, P10)."""
    written = datetime.fromisoformat(body["wall"]).timestamp() * 1000
    return written < int(body["hlc"].partition("-")[0]) - CLOCK_SLACK_MS
