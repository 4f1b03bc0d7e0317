"""Doors by which matters come in: what a return, a topic, a mandate found becomes a matter, or joins one, in one act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.access.context import Context
from app.duties.book import DUTIES_AREA, Book
from app.duties.values.base import Changes, Kept
from app.duties.values.screening import Begun
from app.errors import UserError
from app.matters.origins import note_origin, origin_words
from app.matters.service import Matters

FIXED = ("channel", "found_on")
"""What the door knows better than the form: how the matter came, and when it was found."""


def register_matter(
    matters: Matters,
    book: Book,
    door: str,
    ident: str,
    known: Mapping[str, object],
    form: Mapping[str, object],
) -> Kept:
    """Register a matter and tie it to its door, both or none.

    Args:
        matters: registers.
        book: of the door.
        door: its entity.
        ident: of the duty that found it.
        known: fields that the door knows.
        form: shape of cli.md "A matter in JSON".

    Raises:
        UserError: the form has an error; the duty is taken back, or not ours.
    """
    fixed = {name: known[name] for name in FIXED if name in known}
    made = matters.register([{**known, **form, **fixed, "origin": origin_words(door, ident)}])[0]
    return Kept(made.id, _changes(book, f"已登记 {made.number}", made.id))


def begin_matter(matters: Matters, door: str, ident: str, known: Mapping[str, object]) -> Begun:
    """Begin a draft of the page 登记 with what the door knows; registered, the matter is tied to it.

    Args:
        matters: keeps drafts.
        door: entity of the duty.
        ident: of the duty.
        known: fields of the form.
    """
    body: dict[str, object] = {**known, "origin": origin_words(door, ident)}
    return Begun(matters.drafts.keep(body))


def join_matter(
    context: Context, book: Book, door: str, pairs: Sequence[tuple[str, str]], *, joined: bool = True
) -> Kept:
    """Tie matters that are registered already to their doors, all or none.

    Args:
        context: the opened office.
        book: of the door.
        door: its entity.
        pairs: (duty, number or id of the matter).
        joined: they were there before the door found them.

    Raises:
        UserError: an accusation; tied already.
    """
    keys: list[str] = []
    named = ""
    with context.writing() as unit:
        for ident, number in pairs:
            matter = book.matter_of(unit.session, number)
            if not note_origin(unit, context, matter, origin_words(door, ident), joined=joined):
                raise UserError(
                    "joined_already",
                    f"{matter.number}已经记在这条{book.word}名下。",
                    "不用再记；要记的是另一件时，请核对编号。",
                )
            named = matter.number or matter.id
            keys.append(matter.id)
    words = f"已把 {named} 记入{book.word}" if len(pairs) == 1 else f"已记入 {len(pairs)} 件"
    return Kept(keys[-1] if keys else "", _changes(book, words, *keys))


def _changes(book: Book, words: str, *keys: str) -> Changes:
    areas: set[Any] = {DUTIES_AREA, book.entity, "origin", "matters"}
    return Changes(frozenset(areas), keys, words)
