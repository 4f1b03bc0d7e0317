"""A description and values become a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.papers.engine.fonts import FontSet
from app.papers.engine.form import set_form
from app.papers.engine.letter import set_letter
from app.papers.engine.marks import A4, LIGHT, POINTS_PER_MM, About, Mark, Run
from app.papers.engine.model import Description, Letter
from app.papers.engine.template import Filler, clean, plain
from app.papers.engine.text import Setter, Style
from app.papers.values import Rendered

UNISSUED = Style("hei", 9.0, 12.0, colour=LIGHT)
_ACROSS = Style("hei", 190.0, 220.0, 30.0, colour=(0.925, 0.925, 0.925))
LETTER_BLANK = 8


@dataclass(frozen=True, slots=True)
class Options:
    """How a paper is printed.

    Args:
        red_head: False for paper on which the red head is printed already (套打).
        seal_mark: a light （印章） where the seal goes.
        mark: a word in the upper margin, e.g. 副本 or 样例.
        compress: False keeps the file's streams readable; for golden files.
    """

    red_head: bool = True
    seal_mark: bool = True
    mark: str = ""
    compress: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """One paper of a batch: its description, its values, and whether it is issued."""

    description: Description
    values: Mapping[str, object]
    issued: bool


def render(
    description: Description,
    values: Mapping[str, object],
    *,
    issued: bool,
    fonts: FontSet,
    options: Options | None = None,
) -> Rendered:
    """Renders one paper.

    Args:
        description: what descriptions.py gave.
        values: nested mapping of what is known; an empty one gives the blank form.
        issued: False prints a small 未签发 outside the text area.
        fonts: the faces; ``FontSet.bundled()`` gives the same bytes everywhere.
        options: how it is printed.

    Raises:
        RuntimeError: a character that was handed in is on no page: a bug, never to be printed over.
    """
    told = about(description, Filler(values))
    return render_batch(
        [Job(description, values, issued)], told.title, told.author, fonts=fonts, options=options
    )


def render_batch(
    jobs: Iterable[Job], title: str, author: str = "", *, fonts: FontSet, options: Options | None = None
) -> Rendered:
    """Renders several papers one after another into one file, which is far quicker than one file each.

    Args:
        jobs: the papers, in print order; each keeps its own page numbers.
        title: what the file says of itself.
        author: who made it.
        fonts: the faces.
        options: how all of them are printed.

    Raises:
        RuntimeError: a character that was handed in is on no page.
    """
    from app.papers.engine.pdf import write  # ReportLab is slow to import: only where something is set

    options = options or Options()
    pages: list[list[Mark]] = []
    missing: dict[str, None] = {}
    blanks: dict[str, None] = {}
    with fonts.lock:
        for job in jobs:
            made, setter, filler = _set(job, fonts, options)
            pages += made
            missing |= setter.missing
            blanks |= dict.fromkeys(filler.blanks)
        first = fonts.chain("song")["的"].face
        pdf = write(pages, About(clean(title), clean(author)), first, compress=options.compress)
    return Rendered(pdf, len(pages), tuple(missing), tuple(blanks))


def _set(job: Job, fonts: FontSet, options: Options) -> tuple[list[list[Mark]], Setter, Filler]:
    sheet = job.description.sheet
    setter = Setter(fonts)
    filler = Filler(job.values, blank=LETTER_BLANK if isinstance(sheet, Letter) else 0)
    if isinstance(sheet, Letter):
        pages = set_letter(sheet, filler, setter, red_head=options.red_head, seal_mark=options.seal_mark)
    else:
        pages = set_form(sheet, filler, setter, seal_mark=options.seal_mark)
    for page in pages:
        page += _margin(setter, "" if job.issued else "未签发", options.mark)
        if options.mark:
            page += across(setter, options.mark)
    if lost := setter.lost():
        raise RuntimeError(f"{job.description.kind.id}: characters left off the page: {lost[:40]!r}")
    return pages, setter, filler


def _margin(setter: Setter, *words: str) -> list[Mark]:
    text = " · ".join(word for word in words if word)
    mm = POINTS_PER_MM
    return setter.one(text, UNISSUED, 28 * mm, 12 * mm, A4[0] - 54 * mm, "right") if text else []


def across(setter: Setter, word: str, size: tuple[float, float] = A4) -> list[Mark]:
    """The mark once more across the whole page, faint: nobody takes a sample for the real thing, whatever is cut off."""
    wide, high = size
    marks = setter.one(word, _ACROSS, 0, (high - _ACROSS.pitch) / 2, wide, "center")
    return [replace(mark, under=True) if isinstance(mark, Run) else mark for mark in marks]


def about(description: Description, filler: Filler) -> About:
    """What the file of a paper says of itself."""
    number = filler.get("paper.number") or filler.get("matter.number")
    title = f"{description.kind.name} {plain(number)}" if number else description.kind.name
    author = filler.get("office.organ") or filler.get("office.name")
    return About(title, plain(author) if author else "")
