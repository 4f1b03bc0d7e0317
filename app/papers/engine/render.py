"""A description and values become a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.papers.engine.fonts import FontSet
from app.papers.engine.form import set_form
from app.papers.engine.letter import set_letter
from app.papers.engine.model import Description, Letter
from app.papers.engine.pdf import A4, LIGHT, POINTS_PER_MM, About, Mark, write
from app.papers.engine.template import Filler, clean, plain
from app.papers.engine.text import Setter, Style
from app.papers.values import Rendered

_UNISSUED = Style("hei", 9.0, 12.0, colour=LIGHT)
_LETTER_BLANK = 8


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
        description: what descriptions.load gave.
        values: nested mapping of what is known; an empty one gives the blank form.
        issued: False prints a small 未签发 outside the text area.
        fonts: the faces; ``FontSet.bundled()`` gives the same bytes everywhere.
        options: how it is printed.

    Raises:
        RuntimeError: a character that was handed in is on no page: a bug, never to be printed over.
    """
    options = options or Options()
    letter = isinstance(description.sheet, Letter)
    filler = Filler(values, blank=_LETTER_BLANK if letter else 0)
    with fonts.lock:
        setter = Setter(fonts)
        if isinstance(description.sheet, Letter):
            pages = set_letter(
                description.sheet, filler, setter, red_head=options.red_head, seal_mark=options.seal_mark
            )
        else:
            pages = set_form(description.sheet, filler, setter, seal_mark=options.seal_mark)
        for page in pages:
            page += _margin(setter, "" if issued else "未签发", options.mark)
        if lost := setter.lost():
            raise RuntimeError(f"{description.kind.id}: characters left off the page: {lost[:40]!r}")
        pdf = write(
            pages, _about(description, filler), fonts.chain("song")["的"].face, compress=options.compress
        )
    return Rendered(pdf, len(pages), tuple(setter.missing), filler.blanks)


def _margin(setter: Setter, *words: str) -> list[Mark]:
    text = " · ".join(word for word in words if word)
    mm = POINTS_PER_MM
    return setter.one(text, _UNISSUED, 28 * mm, 12 * mm, A4[0] - 54 * mm, "right") if text else []


def _about(description: Description, filler: Filler) -> About:
    number = filler.get("paper.number") or filler.get("matter.number")
    title = f"{description.kind.name} {plain(number)}" if number else description.kind.name
    author = filler.get("office.organ") or filler.get("office.name")
    return About(clean(title), plain(author) if author else "")
