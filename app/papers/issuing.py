"""What a paper gets when it is issued: an id that sorts, a number by the office's pattern, a line in the log of access."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select

from app.access.context import Context
from app.directory.service import Directory
from app.matters.custody_values import ANSWER_NUMBER
from app.matters.numbering import Numbering
from app.papers.engine.model import Description
from db.store import Unit
from db.tables import Access, Paper, Setting


@dataclass(frozen=True, slots=True)
class Asked:
    """What is needed to set one paper of one matter.

    Attributes:
        description: the paper.
        values: what it is filled with.
        office: the matter's office of origin.
        matter: its id.
        number: its number.
        written_number: the paper's number as it was written down with the step, "" without one.
        made: papers that the matter has already.
        ours: this office may write the matter.
    """

    description: Description
    values: dict[str, object]
    office: str
    matter: str
    number: str
    written_number: str
    made: int
    ours: bool

    @property
    def is_final(self) -> bool:
        """A letter that goes out though the matter is another's: the answer to an offer is its record (F10)."""
        told = cast("Mapping[str, object]", self.values.get("objection") or {})
        declined = told.get("by") == "transfer"
        return self.description.kind.id == "objection_letter" and declined and not self.ours

    @property
    def answered(self) -> str:
        """Id of the hand-over that a final letter answers; "" for every other paper."""
        told = cast("Mapping[str, object]", self.values.get("objection") or {})
        return str(told.get("transfer") or "") if self.is_final else ""


def answer_number(context: Context, asked: Asked) -> str:
    """The number that a letter of answer has been given, "" before it was printed or saved."""
    if not asked.answered:
        return ""
    with context.reading() as session:
        row = session.get(Setting, (context.office.office, ANSWER_NUMBER + asked.answered))
        return row.value if row is not None else ""


def give_answer_number(context: Context, directory: Directory, asked: Asked) -> str:
    """The number of a letter of answer that goes out: given once, the same on every copy."""
    known = answer_number(context, asked)
    if known or not asked.answered:
        return known
    with context.writing() as unit:
        numbering = Numbering(context, unit, directory.office().short)
        own = numbering.next(asked.description.kind.id, context.today().year)
        numbering.finish()
        unit.session.add(Setting(office=context.office.office, id=ANSWER_NUMBER + asked.answered, value=own))
    return own


def own_number(context: Context, directory: Directory, unit: Unit, asked: Asked) -> str:
    """The paper's number: the one that was written down with the step, or the next by the office's pattern."""
    paper = asked.description.kind.id
    if paper not in context.shelf.numbers:
        return ""
    used = set(
        unit.session.scalars(
            select(Paper.number).where(
                Paper.office == asked.office, Paper.kind == paper, Paper.number.is_not(None)
            )
        )
    )
    if asked.written_number and asked.written_number not in used:
        return asked.written_number
    numbering = Numbering(context, unit, directory.office().short)
    own = numbering.next(paper, context.today().year)
    while own in used:
        own = numbering.next(paper, context.today().year)
    numbering.finish()
    return own


def access(context: Context, matter: str | None, act: str, words: str) -> Access:
    """A line of the log of what was seen and what left the program (PIPL Art. 51).

    Args:
        context: the opened office, its user and its clock.
        matter: id of the matter in whose history it stands; None for none.
        act: unmask | print | print_failed.
        words: of what.
    """
    return Access(
        office=context.office.office,
        id=str(uuid.uuid4()),
        matter=matter,
        act=act,
        why=words,
        by_user=context.user.id,
        at=context.now().isoformat(timespec="seconds"),
    )


def ordered_id(now: datetime, ordinal: int) -> str:
    """An id that sorts after those of the papers before it (RFC 9562 UUIDv7), for papers of one day keep their order."""
    bits = (
        int(now.timestamp() * 1000) << 80 | 7 << 76 | (ordinal & 0xFFF) << 64 | 2 << 62 | secrets.randbits(62)
    )
    return str(uuid.UUID(int=bits))
