"""Looks at a picture or a document inside the program: fit, zoom, turn, page by page; from memory alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QPlainTextEdit,
    QStackedLayout,
    QWidget,
)
from typing_extensions import override

from ui.style import space
from ui.widgets.build import Button, button, column, label, pads, row
from ui.widgets.edits import LineEdit
from ui.widgets.painted import Painted
from ui.widgets.states import Loading

STEP = 1.25
BAD_PICTURE = "这一页显示不出来：图片有损坏，或不是图片。内容按原样保存着，可另存后用别的程序试试。"
BAD_PAGE = "第 {page} 页有损坏，显示不出来；其他各页照常可以看。内容按原样保存着，可另存后用别的程序试试。"
MOST_SIGNS = 200_000
"""Of a text: a log of many megabytes would stop the window."""
KEY_STEP = 60
"""Points of the screen that an arrow key moves the picture by."""
MANY = 5
"""Pages from which on one may ask for a page by its number."""
LEAST, MOST = 0.05, 8.0
"""How small and how large a point of the picture is shown."""


class _Canvas(QGraphicsView):
    """The picture; the hand moves it, Ctrl and the wheel zoom it."""

    zoomed = Signal()

    def __init__(self) -> None:
        scene = QGraphicsScene()
        super().__init__(scene)
        scene.setParent(self)
        self.setProperty("role", "canvas")
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self._item = QGraphicsPixmapItem()
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        scene.addItem(self._item)
        self._fits = True
        self._wide = False
        self._turned = 0

    @property
    def scale_now(self) -> float:
        """Points on the screen for one of the picture."""
        shape = self.transform()
        return abs(shape.m11()) + abs(shape.m12())

    @property
    def turned(self) -> int:
        """Degrees to the right."""
        return self._turned

    def show_image(self, image: QImage, *, wide: bool = False) -> None:
        """Shows a picture, fitted; ``wide`` fits a page to read to the width and begins at its top.

        A further page is shown as the one before was made: as large, and turned as far.
        """
        self._wide = wide
        self._item.setPixmap(QPixmap.fromImage(image))
        self.setSceneRect(QRectF(self._item.boundingRect()))
        if self._fits:
            self.fit()
        else:
            self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())

    def go(self, across: int, down: int) -> bool:
        """Moves what is seen by steps; False where there is nothing more that way."""
        bars = (self.horizontalScrollBar(), across), (self.verticalScrollBar(), down)
        before = [bar.value() for bar, _ in bars]
        for bar, steps in bars:
            bar.setValue(bar.value() + steps * KEY_STEP)
        return before != [bar.value() for bar, _ in bars]

    def leaf(self, step: int) -> bool:
        """Moves a screenful on, or with a minus back; False where the end of the page is seen already."""
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + step * bar.pageStep())
        return bar.value() != before

    def fit(self) -> None:
        """The whole of it, or all of its width, never larger than it is."""
        self._fits = True
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.resetTransform()
        self.rotate(self._turned)
        shown = self.mapFromScene(self._item.sceneBoundingRect()).boundingRect()
        if self._wide and shown.width():
            # The bar at the side comes only when the page is higher than the view: it is counted in from the first.
            room = self.width() - 2 * self.frameWidth() - self.verticalScrollBar().sizeHint().width() - 2
            by = room / shown.width()
            self.scale(by, by)
            self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())
        else:
            self.fitInView(self._item, Qt.AspectRatioMode.KeepAspectRatio)
        if self.scale_now > 1:
            self.resetTransform()
            self.rotate(self._turned)
        self.zoomed.emit()

    def zoom(self, factor: float) -> None:
        """Larger or smaller."""
        wanted = min(MOST, max(LEAST, self.scale_now * factor))
        self._fits = False
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.scale(wanted / self.scale_now, wanted / self.scale_now)
        self.zoomed.emit()

    def turn(self, degrees: int) -> None:
        """Turns it to the right (or with a minus to the left)."""
        self._turned = (self._turned + degrees) % 360
        self.rotate(degrees)
        if self._fits:
            self.fit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self.fit()


class Viewer(QWidget):
    """One attachment, page by page.

    Signals:
        page_wanted: number of a page, from 0; answered by :meth:`show_page`.
        copy_wanted: a plain copy is to be written.
    """

    page_wanted = Signal(int)
    copy_wanted = Signal()

    def __init__(self, name: str, facts: str) -> None:
        super().__init__()
        self._name = name
        self._count = 1
        self.number = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        down = column(self, gap="s")
        pads(down, "l", "s")
        self._facts = label(facts, "hint", wrap=True)
        down.addWidget(self._facts)
        self.canvas = _Canvas()
        self._ruler = Painted(self)
        self._ruler.hide()
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.canvas.zoomed.connect(self._say_scale)
        self._words = label("", "muted", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layers = QStackedLayout()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(f"{name}的文字")
        for part in (Loading("正在解密…"), self.canvas, self._words, self.text):
            self._layers.addWidget(part)
        tools = row(gap="s")
        self.before = button("上一页", lambda: self.turn_to(self.number - 1))
        self.after = button("下一页", lambda: self.turn_to(self.number + 1))
        self._page = label("", "muted")
        self.wanted = LineEdit()
        self.wanted.setPlaceholderText("到第…页")
        self.wanted.setAccessibleName("到第几页，按 Enter")
        self.wanted.setFixedWidth(space("xxl") * 2)
        self.wanted.enter_moves = False
        self.wanted.entered.connect(self._go_to)
        self._scale = label("", "hint")
        self._tools: tuple[Button, ...] = (
            button("放大", lambda: self.canvas.zoom(STEP), "quiet"),
            button("缩小", lambda: self.canvas.zoom(1 / STEP), "quiet"),
            button("适合窗口", self.canvas.fit, "quiet"),
            button("向右转", lambda: self.canvas.turn(90), "quiet"),
        )
        for part in (self.before, self._page, self.after, self.wanted, *self._tools, self._scale):
            tools.addWidget(part)
        tools.addStretch(1)
        self.copy = button("另存…", self.copy_wanted.emit)
        tools.addWidget(self.copy)
        down.addLayout(tools)
        down.addLayout(self._layers, 1)
        self.set_count(1)
        self.setAccessibleName(name)

    @property
    def words(self) -> str:
        """What is said in place of a picture; empty where one is shown."""
        return self._words.text() if self._layers.currentWidget() is self._words else ""

    def set_count(self, count: int) -> None:
        """How many pages there are."""
        self._count = count
        for part in (self.before, self.after, self._page):
            part.setVisible(count > 1)
        self.wanted.setVisible(count >= MANY)

    def turn_to(self, number: int) -> None:
        """Asks for another page."""
        if 0 <= number < self._count and number != self.number:
            self.number = number
            self.page_wanted.emit(number)

    def show_page(self, number: int, image: QImage, *, wide: bool = False) -> None:
        """Shows a page that was asked for; one that was passed by meanwhile is left out. ``wide``: it is to be read."""
        if number != self.number:
            return
        self._page.setText(f"第 {number + 1} / {self._count} 页")
        self.before.allow("" if number else "已是第一页")
        self.after.allow("" if number + 1 < self._count else "已是最后一页")
        if image.isNull():
            self.say(BAD_PAGE.format(page=number + 1) if self._count > 1 else BAD_PICTURE)
            return
        for part in (*self._tools, self._scale):
            part.show()
        self.canvas.setBackgroundBrush(self._ruler.worn.colour("rail"))
        self._layers.setCurrentWidget(self.canvas)
        self.canvas.show_image(image, wide=wide)
        self.setAccessibleName(f"{self._name}，第 {number + 1} 页，共 {self._count} 页")

    def show_text(self, words: str) -> None:
        """Shows what is written in a text; it can be marked and copied."""
        shown = words[:MOST_SIGNS]
        if len(words) > MOST_SIGNS:
            shown += f"\n\n（太长，这里只显示前 {MOST_SIGNS:,} 个字；要看全部请另存）"
        self.text.setPlainText(shown)
        for tool in self._tools:
            tool.hide()
        self._scale.hide()
        self._layers.setCurrentWidget(self.text)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, words: str) -> None:
        """Says why there is nothing to see."""
        self._words.setText(words)
        self.setAccessibleName(f"{self._name}：{words}")
        for tool in self._tools:
            tool.hide()
        self._scale.hide()
        self._layers.setCurrentWidget(self._words)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        does = self._keys(shifted).get(Qt.Key(event.key()))
        if does is not None:
            does()
        else:
            super().keyPressEvent(event)

    def _keys(self, shifted: bool) -> dict[Qt.Key, Callable[[], object]]:
        key = Qt.Key
        return {
            key.Key_Down: lambda: self.canvas.go(0, 1),
            key.Key_Up: lambda: self.canvas.go(0, -1),
            key.Key_Right: lambda: self._across(1),
            key.Key_Left: lambda: self._across(-1),
            key.Key_Space: lambda: self._leaf(-1 if shifted else 1),
            key.Key_PageDown: lambda: self.turn_to(self.number + 1),
            key.Key_PageUp: lambda: self.turn_to(self.number - 1),
            key.Key_Home: lambda: self.turn_to(0),
            key.Key_End: lambda: self.turn_to(self._count - 1),
            key.Key_Plus: lambda: self.canvas.zoom(STEP),
            key.Key_Equal: lambda: self.canvas.zoom(STEP),
            key.Key_Minus: lambda: self.canvas.zoom(1 / STEP),
            key.Key_0: self.canvas.fit,
            key.Key_R: lambda: self.canvas.turn(90),
        }

    def _across(self, step: int) -> None:
        """What is wider than the window shows the rest of itself before the next page comes."""
        if not self.canvas.go(step, 0):
            self.turn_to(self.number + step)

    def _leaf(self, step: int) -> None:
        """A screenful, and at the end of the page the next one."""
        if not self.canvas.leaf(step):
            self.turn_to(self.number + step)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._say_scale()

    def _go_to(self) -> None:
        """Goes to the page whose number was typed: the nearest there is; anything else is left to be corrected."""
        typed = self.wanted.text().strip()
        if not typed.isdecimal():
            self.wanted.selectAll()
            return
        self.wanted.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.turn_to(min(max(int(typed), 1), self._count) - 1)

    def _say_scale(self) -> None:
        self._scale.setText(f"{round(self.canvas.scale_now * 100)}%")
