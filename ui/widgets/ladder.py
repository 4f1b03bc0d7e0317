"""The rung ladder: where a matter stands between village and district, and how long it was on each rung."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.style.tokens import space
from ui.widgets.painted import Painted
from ui.widgets.status import Status, Tone, draw_status


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung as it is shown.

    Attributes:
        name: 村社 乡镇 联席会议 领导包案 区县.
        tone: DONE passed, NOW here, OPEN not reached, NONE skipped, OVERDUE here and too long.
        line: second line: days and who, e.g. 第 12 天，限 15 天.
    """

    name: str
    tone: Tone
    line: str = ""


class Ladder(Painted):
    """The rungs side by side; the one where the matter stands has a bar and darker words."""

    def __init__(self, rungs: tuple[Rung, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rungs = rungs
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_rungs(rungs)

    def show_rungs(self, rungs: tuple[Rung, ...]) -> None:
        """Shows other rungs."""
        self._rungs = rungs
        words = {
            Tone.DONE: "已过",
            Tone.NOW: "现在",
            Tone.OVERDUE: "现在（超时）",
            Tone.OPEN: "未到",
            Tone.NONE: "跳过",
        }
        told = "；".join(f"{r.name} {words.get(r.tone, '')} {r.line}".strip() for r in rungs)
        self.setAccessibleName(f"层级：{told}")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        look = self.worn
        body, small = QFontMetrics(look.font(self.font())), QFontMetrics(look.font(self.font(), "small"))
        widest = max((self._width(rung, body, small) for rung in self._rungs), default=0)
        return QSize(widest * len(self._rungs), body.height() + small.height() + space("xs"))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(len(self._rungs) * self.worn.px("dial"), self.sizeHint().height())

    def _width(self, rung: Rung, body: QFontMetrics, small: QFontMetrics) -> int:
        name = self.worn.px("sign") + space("s") + body.horizontalAdvance(rung.name)
        return max(name, small.horizontalAdvance(rung.line)) + space("xl")

    @override
    def paintEvent(self, _event: object) -> None:
        if not self._rungs:
            return
        look = self.worn
        painter = QPainter(self)
        body, small = look.font(self.font()), look.font(self.font(), "small")
        high, low = QFontMetrics(body).height(), QFontMetrics(small).height()
        each = self.width() / len(self._rungs)
        for number, rung in enumerate(self._rungs):
            box = QRectF(number * each, 0, each, self.height())
            here = rung.tone in (Tone.NOW, Tone.OVERDUE)
            if here:
                painter.fillRect(QRectF(box.x(), 0, 3, box.height()), look.colour("accent"))
            left = box.x() + (space("m") if here else 0)
            wide = each - space("m") - (space("m") if here else 0)
            painter.setFont(body)
            tone = Tone.NOW if here else rung.tone
            draw_status(
                painter, look, painter.fontMetrics(), Status(tone, rung.name), QRectF(left, 0, wide, high)
            )
            painter.setFont(small)
            painter.setPen(look.colour("seal" if rung.tone is Tone.OVERDUE else "ink" if here else "ink_3"))
            line = painter.fontMetrics().elidedText(rung.line, Qt.TextElideMode.ElideRight, int(wide))
            painter.drawText(QRectF(left, high + space("xs"), wide, low), Qt.AlignmentFlag.AlignVCenter, line)
        painter.end()
