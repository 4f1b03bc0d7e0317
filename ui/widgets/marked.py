"""Words in which a search found something: the found places stand on a ground of their own."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from ui.style import Look

_LEAD = 4
"""Characters kept before a found place where the beginning of a long text is cut away."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Words with the places that were found in them.

    Attributes:
        words: what is shown.
        spans: start and end of each found place.
    """

    words: str
    spans: tuple[tuple[int, int], ...]


def cut_to(marked: Marked, metrics: QFontMetrics, wide: int) -> Marked:
    """The words so that the first found place is seen: what stands before it is cut where there is no room."""
    if not marked.spans or metrics.horizontalAdvance(marked.words[: marked.spans[0][1]]) <= wide:
        return marked
    start = max(0, marked.spans[0][0] - _LEAD)
    shift = 1 - start
    spans = tuple((a + shift, b + shift) for a, b in marked.spans if a >= start)
    return Marked(f"…{marked.words[start:]}", spans)


def draw_marked(
    painter: QPainter, look: Look, metrics: QFontMetrics, marked: Marked, box: QRectF, ink: QColor
) -> None:
    """Draws marked words into a line, cut with an ellipsis where they do not fit."""
    wide = int(box.width())
    shown = cut_to(marked, metrics, wide)
    text = metrics.elidedText(shown.words, Qt.TextElideMode.ElideRight, wide + 1)
    whole = len(text) if text == shown.words else max(0, len(text) - 1)
    high = metrics.height()
    for start, end in shown.spans:
        if start >= whole:
            continue
        left = box.x() + metrics.horizontalAdvance(text[:start])
        right = box.x() + metrics.horizontalAdvance(text[: min(end, whole)])
        ground = QRectF(left - 1, box.center().y() - high / 2, right - left + 2, high)
        painter.fillRect(ground, look.colour("mark"))
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
