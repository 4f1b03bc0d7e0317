"""Whether a paper shows a personal number in full: such a print is written down (PIPL Art. 51)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.papers.engine.model import Choice, Description, Form, Slot, Template, TickBox
from app.papers.engine.template import Filler

NUMBERS = frozenset({"id_no", "phone", "contact"})
OURS = frozenset({"office", "handler"})
"""Roots whose telephones are the office's own."""


def shows_numbers(description: Description, values: Mapping[str, object]) -> bool:
    """Whether the paper has a place for an identity number or telephone of a party, unmasked, and one is known.

    A place inside a choice that is not taken counts too: rather an entry too many than one too few.

    Args:
        description: the paper.
        values: what it would be filled with.
    """
    filler = Filler(values)
    return any(filler.get(path) for path in set(_numbers(description)))


def _numbers(description: Description) -> Iterator[str]:
    sheet = description.sheet
    if isinstance(sheet, Form):
        for row in sheet.rows:
            for cell in row.cells:
                for template in (cell.text, *cell.foot):
                    yield from (_placed(path, row.each) for path in _paths(template))
    else:
        for block in sheet.body:
            yield from _paths(block.text)
        yield from _paths(sheet.salutation)
        yield from _paths(sheet.note)


def _placed(path: str, each: str) -> str:
    """A path of an item as one into the list."""
    if not each or not path.startswith("item."):
        return path
    over = each if each.endswith("*") else f"{each}.*"
    return f"{over}.{path.removeprefix('item.')}"


def _paths(template: Template) -> Iterator[str]:
    for piece in template:
        if isinstance(piece, Slot):
            root, last = piece.path.split(".")[0], piece.path.split(".")[-1]
            if last in NUMBERS and root not in OURS and "masked" not in dict(piece.filters):
                yield piece.path
        elif isinstance(piece, Choice):
            yield from _paths(piece.then)
            yield from _paths(piece.otherwise)
        elif isinstance(piece, TickBox):
            yield from _paths(piece.text)
