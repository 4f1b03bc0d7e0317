"""Say where in a matter the searched words stand: a name, a number, a masked telephone, a piece of the statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, and_, select

from app.matters.list_values import Mark
from app.rules import identity
from db.engine import chunks
from db.fields import Kind, fields_of
from db.search.fold import digits
from db.search.match import keyed
from db.search.query import heard, query, seen
from db.tables import Listing, Matter, Party

Key = tuple[str, str]
_AROUND = 18
"""Characters of a statement shown on either side of the word."""
_SHORT = 40
_FIELDS = tuple(f for f in fields_of(Matter) if f.search)
_NAME = next(f for f in fields_of(Party) if f.name == "name")
_PHONE = next(f for f in fields_of(Party) if f.name == "phone")


def marks_of(
    connection: Connection, keys: Sequence[Key], words: Sequence[str]
) -> dict[Key, tuple[Mark, ...]]:
    """For each matter, one mark for each word that was found in it."""
    if not words:
        return {}
    found: dict[Key, tuple[Mark, ...]] = {}
    for part in chunks(keys):
        texts = _texts(connection, part)
        for key in part:
            marks = (_mark(word, texts.get(key, [])) for word in words)
            found[key] = tuple(dict.fromkeys(m for m in marks if m is not None))
    return found


def _texts(connection: Connection, keys: Sequence[Key]) -> dict[Key, list[tuple[Any, str]]]:
    """Every searchable field of the matters with its text: parties first, then as the fields stand."""
    texts: dict[Key, list[tuple[Any, str]]] = {key: [] for key in keys}
    parties = connection.execute(
        select(Party.office, Party.matter, Party.name, Party.phone)
        .where(keyed(Party.office, Party.matter, keys))
        .order_by(Party.office, Party.matter, Party.ordinal)
    )
    for row in parties:
        key = (row.office, row.matter)
        texts[key] += [(f, text) for f, text in ((_NAME, row.name), (_PHONE, row.phone)) if text]
    columns = [Listing.place if f.kind is Kind.VILLAGE else getattr(Matter, f.name) for f in _FIELDS]
    matters = connection.execute(
        select(Matter.office, Matter.id, *columns)
        .join(Listing, and_(Listing.office == Matter.office, Listing.matter == Matter.id))
        .where(keyed(Matter.office, Matter.id, keys))
    )
    for office, ident, *values in matters:
        texts[office, ident] += [(f, text) for f, text in zip(_FIELDS, values, strict=True) if text]
    return texts


def _mark(word: str, texts: Sequence[tuple[Any, str]]) -> Mark | None:
    """The first field that holds the word as it was typed, or else sounds so."""
    for field, text in texts:
        if field is _PHONE:
            if found := _phone(word, text):
                return found
        elif spans := seen(word, text):
            return _shown(field, text, spans)
    ways = query(word).parses
    for field, text in texts if ways else ():
        if field.search == "name" and (span := heard(ways, text)):
            return _shown(field, text, (span,))
    return None


def _shown(field: Any, text: str, spans: tuple[tuple[int, int], ...]) -> Mark:
    if len(text) <= _SHORT:
        return Mark(field.name, field.label, text, spans)
    start = max(0, spans[0][0] - _AROUND)
    end = min(len(text), max(spans[0][1], start + _SHORT))
    before, after = "…" if start else "", "…" if end < len(text) else ""
    piece = before + "".join(" " if char in "\r\n\t" else char for char in text[start:end]) + after
    shift = len(before) - start
    inside = tuple((a + shift, b + shift) for a, b in spans if start <= a and b <= end)
    return Mark(field.name, field.label, piece, inside)


def _phone(word: str, phone: str) -> Mark | None:
    """A telephone stays masked: only what is not under the mask is marked."""
    wanted = digits(word)
    if not wanted or wanted not in digits(phone):
        return None
    masked = identity.mask_phone(phone)
    spans = tuple(_visible(masked, seen(wanted, phone))) if len(masked) == len(phone) else ()
    return Mark(_PHONE.name, _PHONE.label, masked, spans)


def _visible(masked: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        at = start
        while at < end:
            stop = at
            while stop < end and masked[stop] != "*":
                stop += 1
            if stop > at:
                yield at, stop
            at = stop + 1
