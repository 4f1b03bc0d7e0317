"""A paper's description as values: what descriptions.py reads out of JSON and the layouts set."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from app.papers.values import PaperKind

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Known:
    """True where the value at ``path`` is known."""

    path: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """True where the value at ``path`` is one of ``values``."""

    path: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contains:
    """True where the text at ``path`` contains ``text``."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Over:
    """True where the number at ``path``, or the length of the list there, is greater than ``number``."""

    path: str
    number: int


@dataclass(frozen=True, slots=True)
class Not:
    """True where ``condition`` is not."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Both:
    """True where ``all`` are, or, with ``any_of``, where one is."""

    conditions: tuple[Condition, ...]
    any_of: bool = False


Condition = Known | OneOf | Contains | Over | Not | Both


@dataclass(frozen=True, slots=True)
class Words:
    """Fixed text of a template."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a template: a dotted path and the filters that its value goes through."""

    path: str
    filters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One text or the other."""

    condition: Condition
    then: Template
    otherwise: Template


@dataclass(frozen=True, slots=True)
class TickBox:
    """A box, ticked where the condition holds, and what stands behind it."""

    condition: Condition
    text: Template


Piece = Words | Slot | Choice | TickBox
Template = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a ruled form.

    Args:
        text: what stands in it; paragraphs are divided by a line break.
        span: columns that it takes.
        label: True for a printed label (centred, other face).
        indent: first lines of paragraphs stand two characters in.
        ruled: writing lines are drawn while it is empty.
        foot: lines at its bottom, right-aligned: places to sign, dates.
        seal: a light （印章） stands in it where the options ask for one.
        large: set in figures that can be copied without a mistake.
    """

    text: Template = ()
    span: int = 1
    label: bool = False
    align: Align = "left"
    indent: bool = False
    ruled: bool = False
    foot: tuple[Template, ...] = ()
    seal: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a ruled form.

    Args:
        height: least height, mm.
        grow: share of what is left of the page; 0 for none.
        flow: long text may leave the row and go on on a continuation sheet.
        each: path of a list; the row is repeated for each item, which is ``item`` in its templates. Rows one after
            another with the same list are repeated together.
        least: so many items at least; those that are not known are empty rows for the pen.
        when: asked of each item where there is a list.
        head: the head of the list under it, said again on every sheet that the list goes on to.
        keep: it stays on one sheet with the row after it.
        empty: so many empty rows where nothing of the list is known; 0 for as many as ``least``.
    """

    cells: tuple[Cell, ...]
    height: float
    grow: int = 0
    flow: bool = False
    each: str = ""
    least: int = 1
    when: Condition | None = None
    head: bool = False
    keep: bool = False
    empty: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """A ruled form: title, a line above, the grid, a line below.

    Args:
        title: over the grid.
        columns: widths, mm.
        rows: the grid.
        above_left: small, over the grid.
        above_right: small, over the grid.
        below: small, under the grid of the last page.
        sign: places to sign on sheets that go on.
        split: long text goes on where it stands, on the next sheet, so that signatures come after it; without it the
            form keeps its one page and the rest of a text goes to a sheet behind it.
    """

    title: Template
    columns: tuple[float, ...]
    rows: tuple[Row, ...]
    above_left: Template = ()
    above_right: Template = ()
    below: tuple[Template, ...] = ()
    sign: tuple[str, ...] = ()
    split: bool = False


BlockStyle = Literal["body", "heading", "subheading", "flush"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a letter."""

    text: Template
    style: BlockStyle = "body"
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in the 信函格式 of GB/T 9704-2012, 10.1.

    Args:
        seal: a light （印章） stands where the seal goes; minutes (纪要) bear none.
    """

    mark: Template
    number: Template
    title: Template
    salutation: Template
    body: tuple[Block, ...]
    signature: Template
    date: Template
    attachments: tuple[Template, ...] = ()
    note: Template = ()
    note_when: Condition | None = None
    seal: bool = True


@dataclass(frozen=True, slots=True)
class Description:
    """A paper's whole description."""

    kind: PaperKind
    version: int
    when: Condition | None
    sheet: Form | Letter
    must_when: Condition | None = None
    """Where it is 必须 at all; elsewhere it is 按需."""
    file: str = field(default="", compare=False)
