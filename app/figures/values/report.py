"""The yearly report as windows and command line see it: sentences of words, figures and blanks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.papers.values import Rendered

__all__ = [
    "MadeReport",
    "Piece",
    "Rendered",
    "Report",
    "ReportFigure",
    "ReportParagraph",
    "ReportSection",
    "ReportTable",
    "Sentence",
]


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """A figure of the report.

    Attributes:
        mark: its reference, F3; spec: what the sentence asked for (`screened_count`, `repeat_rate|last`).
        id: of the figure; name: of it.
        text: as the sentence says it; value, numerator, denominator: as the figures gave them.
        first, last: the period that it was reckoned for.
        note: its definition, both numbers and the period, as printed in the notes.
        group: the dimension of a list of leading groups, or "".
    """

    mark: str
    spec: str
    id: str
    name: str
    text: str
    value: int | None
    numerator: int
    denominator: int | None
    first: date
    last: date
    note: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence: words, a figure (its mark in `mark`), or a blank that the office fills in."""

    kind: Literal["words", "figure", "blank"]
    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence."""

    id: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All of it in words."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class ReportParagraph:
    """A paragraph, with a small heading of its own or none."""

    heading: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class ReportTable:
    """The table of a section; `marks` are the references of the figures of each row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One of the four sections."""

    heading: str
    paragraphs: tuple[ReportParagraph, ...]
    table: ReportTable | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The yearly report.

    Attributes:
        year, first, last: the year and the days that it is about; before: the days of last year that it is compared with.
        title, salutation, lead: what stands before the sections.
        figures: every figure once, in order of appearance.
        blanks: what data cannot support, in words, in order of appearance.
        signature, date: below the text.
    """

    year: int
    first: date
    last: date
    before: tuple[date, date]
    title: str
    salutation: str
    lead: str
    sections: tuple[ReportSection, ...]
    figures: tuple[ReportFigure, ...]
    blanks: tuple[str, ...]
    notes_title: str
    signature: str
    date: str


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report that was written into a file: where, and what it says."""

    written: str
    pages: int
    report: Report
