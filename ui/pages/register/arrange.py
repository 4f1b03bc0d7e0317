"""Where fields stand on the form, told from their descriptions alone, so that a new field finds its place by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ui.widgets.fields import FieldRow, Option
from ui.widgets.fields.editors import FEW, LineEditor
from ui.widgets.fields.fieldrow import LABEL_SIGNS

if TYPE_CHECKING:
    from app.matters.values import Field

BUTTONS_BESIDE = 4
"""So many buttons fit into half the width."""
SHORT_HELP = 12
"""Help of so many characters stands inside the empty editor, longer help under it."""


def wide_names(fields: Iterable[Field], options: Mapping[str, tuple[Option, ...]]) -> frozenset[str]:
    """Names of the fields that take the whole width of two columns.

    Long text and many buttons do; a line of words that would stand alone before such a one does as well.
    """
    whole: set[str] = set()
    waiting: Field | None = None
    for field in fields:
        if _is_wide(field, options.get(field.name, ())):
            whole.add(field.name)
            if waiting is not None and waiting.kind == "text":
                whole.add(waiting.name)
            waiting = None
        else:
            waiting = None if waiting is not None else field
    if waiting is not None and waiting.kind == "text":
        whole.add(waiting.name)
    return frozenset(whole)


def _is_wide(field: Field, options: tuple[Option, ...]) -> bool:
    buttons = field.kind == "code" and BUTTONS_BESIDE < len(options) <= FEW
    return field.kind == "long_text" or buttons or (field.kind == "text" and field.search == "name")


def columns_of(rows: Iterable[FieldRow], wide: frozenset[str]) -> tuple[list[FieldRow], list[FieldRow]]:
    """Rows by the column in which they stand, in a form of two."""
    left: list[FieldRow] = []
    right: list[FieldRow] = []
    beside = False
    for made in rows:
        whole = made.field.kind == "long_text" or made.field.name in wide
        (right if beside and not whole else left).append(made)
        beside = not whole and not beside
    return left, right


def align(rows: Iterable[FieldRow]) -> None:
    """Gives the labels of a column one width, so that its editors begin in one line."""
    chosen = list(rows)
    widest = 0
    for made in chosen:
        made.words.ensurePolished()  # in a part that is folded away it does not wear its size yet
        # Measured anew: a label's own hint remembers the width that it was given last.
        metrics = made.words.fontMetrics()
        words = max(
            metrics.horizontalAdvance(made.words.text()), metrics.horizontalAdvance("字") * LABEL_SIGNS
        )
        widest = max(widest, words)
    for made in chosen:
        made.words.setFixedWidth(widest)


def quiet(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The same fields, short help taken away: :func:`hint` puts it into the empty editor."""
    return tuple(replace(f, help="") if len(f.help) <= SHORT_HELP else f for f in fields)


def hint(row: FieldRow, field: Field) -> None:
    """Puts short help into the empty editor, so that it takes no line."""
    if 0 < len(field.help) <= SHORT_HELP and isinstance(row.editor, LineEditor):
        row.editor.line.setPlaceholderText(field.help)
