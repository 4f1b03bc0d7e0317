"""Scores and bulletins as windows and command line see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.access.values import Changes

__all__ = [
    "AgendaNote",
    "Changes",
    "CorrectionView",
    "FigureLine",
    "ItemLine",
    "LineMatter",
    "LineView",
    "MarkLine",
    "ObjectionView",
    "ScoreItemFace",
    "ScoreKept",
    "ScoreWaiting",
    "ScoringRow",
    "ScoringView",
    "SheetView",
    "StepFace",
    "UnitLine",
]


@dataclass(frozen=True, slots=True)
class ScoreKept:
    """What a command wrote: an id, what pages repaint from, and sentences on what is odd."""

    id: str
    changes: Changes
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreItemFace:
    """One item of a sheet in words.

    Attributes:
        id, name, aspect: identifier, name, aspect in words.
        weight: points in words.
        formula: how points come about, in one sentence.
        figure: id of the figure, "" for a manual item; figure_name: its name.
        evidence, basis: where the proof lies; article or custom.
        manual: points are given by hand.
    """

    id: str
    name: str
    aspect: str
    weight: str
    formula: str
    figure: str
    figure_name: str
    evidence: str
    basis: str
    manual: bool


@dataclass(frozen=True, slots=True)
class SheetView:
    """A score sheet.

    Attributes:
        id: of the sheet; for the program's own ones the id in the resource file.
        title, kinds, valid_from: what it is called, for what, and from when.
        own: the office's own, not the program's.
        items: in order.
        text: the JSON that can be changed and loaded again.
    """

    id: str
    title: str
    kinds: tuple[str, ...]
    kind_words: str
    valid_from: date
    own: bool
    items: tuple[ScoreItemFace, ...]
    text: str


@dataclass(frozen=True, slots=True)
class StepFace:
    """A step that may be taken with a scoring (open, freeze …): its words, and why not now ("" where it may)."""

    step: str
    words: str
    why_not: str


@dataclass(frozen=True, slots=True)
class ScoringRow:
    """One scoring in a list."""

    office: str
    id: str
    kind: str
    kind_words: str
    title: str
    first: date
    last: date
    state: str
    state_words: str
    until: date | None
    frozen_on: date | None
    ours: bool
    objections: int


@dataclass(frozen=True, slots=True)
class ScoreWaiting:
    """What waits for somebody in a scoring.

    Attributes:
        id, title: of the scoring; words: what waits (2 条异议等待答复); act: what to do.
        due_on: until when, None for no day; urgent: it is late, or somebody waits for an answer.
    """

    id: str
    title: str
    words: str
    act: str
    due_on: date | None
    urgent: bool


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure of the whole district in a bulletin: both numbers, and the text that shows them."""

    id: str
    name: str
    numerator: int
    denominator: int | None
    text: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of one unit's score.

    Attributes:
        item, name, weight, points: identifier, name, points in words ("—" where it is not counted).
        numbers: both numbers in words (18/20, 3, —).
        grey: too few cases to judge by.
        figure: id of the figure behind it.
        lines: how the points came about.
        matters: the rows that cost points, and of the others the first ones; more: further ones that are not listed.
    """

    item: str
    name: str
    weight: str
    points: str
    numbers: str
    grey: bool
    figure: str
    lines: tuple[str, ...] = ()
    matters: tuple[LineMatter, ...] = ()
    more: int = 0

    @property
    def words(self) -> str:
        """The points with their unit; 不计分 where the item is not counted."""
        return "不计分" if self.points == "—" else f"{self.points} 分"


@dataclass(frozen=True, slots=True)
class LineMatter:
    """A row behind an item.

    Attributes:
        entity: what it is; matter: id of the matter to open here, or "".
        number, title: what people know it by, and a line on it where it is known here.
        counted: it is in the numerator (done); else it was due and is not.
        day: the day that put it into the period, ISO or "".
    """

    entity: str
    matter: str
    number: str
    title: str
    counted: bool
    day: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in a ranking.

    Attributes:
        unit: its office; name; total and rank in words ("—" where there is none).
        place: the rank as a number, None where it is not ranked.
        aspects: points by aspect in words, in the order of `ScoringView.aspects`; ranks: the rank in each.
        items: without derivation.
        ours: this office.
    """

    unit: str
    name: str
    total: str
    rank: str
    place: int | None
    aspects: tuple[str, ...]
    ranks: tuple[str, ...]
    items: tuple[ItemLine, ...]
    ours: bool


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """An objection and its answer.

    Attributes:
        office, id: its key; unit, unit_name: whose score; item, item_name: which item.
        raised_on, what: when and what.
        on_paper: typed in by the district.
        ruled_on, upheld, before, after, why: the answer; ruled_on None while there is none.
    """

    office: str
    id: str
    unit: str
    unit_name: str
    item: str
    item_name: str
    raised_on: date
    what: str
    on_paper: bool
    ruled_on: date | None = None
    upheld: bool = False
    before: str = ""
    after: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class MarkLine:
    """Points of a manual item for one unit: given with their evidence, or still to be given.

    Attributes:
        unit, unit_name: whose; item, item_name: which item; weight: full marks in words.
        points, evidence: as given; "" while nobody did.
    """

    unit: str
    unit_name: str
    item: str
    item_name: str
    weight: str
    points: str
    evidence: str


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction of something frozen, which itself stays as it is."""

    unit_name: str
    item_name: str
    ruled_on: date
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class ScoringView:
    """A whole scoring: ranking, objections, corrections, and what may be done now."""

    row: ScoringRow
    sheet_title: str
    sha256: str
    aspects: tuple[tuple[str, str], ...]
    items: tuple[ScoreItemFace, ...]
    figures: tuple[FigureLine, ...]
    units: tuple[UnitLine, ...]
    objections: tuple[ObjectionView, ...]
    corrections: tuple[CorrectionView, ...]
    steps: tuple[StepFace, ...]
    intact: bool
    last: tuple[str, ...] = ()
    marks: tuple[MarkLine, ...] = ()
    unmarked: str = ""
    """Which manual items were frozen without points, and why."""

    @property
    def waiting_marks(self) -> tuple[MarkLine, ...]:
        """Manual items that have no points yet."""
        return tuple(m for m in self.marks if not m.points)


@dataclass(frozen=True, slots=True)
class LineView:
    """How one unit's score came about."""

    scoring: ScoringRow
    unit: str
    name: str
    total: str
    rank: str
    lines: tuple[str, ...]
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class AgendaNote:
    """What the next meeting has on its agenda from a scoring: the statement of the unit on the last rank."""

    task: str
    scoring: str
    unit_name: str
    words: str
    due_on: date
