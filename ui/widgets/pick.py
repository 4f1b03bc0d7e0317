"""Chips that open a panel, and the panels: choosing of a list that is narrowed by typing.

They stand inside the window and are no popup windows: an input method would lose its place there.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QListWidget, QListWidgetItem, QSizePolicy, QWidget
from typing_extensions import override

from ui.style import space
from ui.widgets.build import Button, column
from ui.widgets.edits import LineEdit
from ui.widgets.fields import Option
from ui.widgets.fields.chooser import matching
from ui.widgets.fields.editors import FEW
from ui.widgets.painted import Glyph

MOST_SEEN = 9
"""Lines of a list that are seen at once."""


class Drop(QFrame):
    """A panel under a button; a press elsewhere or Esc takes it away.

    Signals:
        closed: it went away.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "drop")
        self.down = column(self, gap="s", pad="s")
        self._under: QWidget | None = None
        self.hide()

    def drop(self, under: QWidget) -> None:
        """Shows the panel under a button and takes the focus."""
        window = under.window()
        self.setParent(window)
        self._under = under
        self.ensurePolished()
        self.adjustSize()
        corner = under.mapTo(window, QPoint(0, under.height() + space("xs")))
        corner.setX(max(0, min(corner.x(), window.width() - self.width() - space("s"))))
        self.move(corner)
        self.raise_()
        self.show()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self.focus_first()

    def focus_first(self) -> None:
        """Puts the focus where choosing begins."""
        self.setFocus()

    def close_drop(self) -> None:
        """Takes the panel away; the focus returns to its button."""
        if self.isHidden():
            return
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        focused = QApplication.focusWidget()
        inside = focused is not None and self.isAncestorOf(focused)
        self.hide()
        if self._under is not None and inside:
            self._under.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_drop()
        else:
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            pressed = QApplication.widgetAt(event.globalPosition().toPoint())
            mine = isinstance(watched, QWidget) and (watched is self or self.isAncestorOf(watched))
            if not mine and isinstance(watched, QWidget) and pressed is not self._under:
                self.close_drop()
        elif event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()  # the panel takes Esc before the window does
                return True
        elif event.type() is QEvent.Type.Resize and watched is self.window():
            self.close_drop()
        return False


class PickDrop(Drop):
    """Several entries of a list; a long list is narrowed by typing (words, pinyin, initials).

    Signals:
        picked: ids that are chosen now, a tuple, at every change.
    """

    picked = Signal(object)

    def __init__(self, name: str, options: tuple[Option, ...], chosen: tuple[str, ...], one: bool) -> None:
        super().__init__()
        self._options = options
        self._chosen = list(chosen)
        self._one = one
        self._shown: list[Option] = []
        self.typed = LineEdit()
        self.typed.setPlaceholderText("输入汉字、拼音或首字母")
        self.typed.setAccessibleName(f"{name}：查找")
        self.typed.enter_moves = False
        self.typed.setVisible(len(options) > FEW)
        self.typed.textChanged.connect(self._fill)
        self.typed.entered.connect(self._toggle_current)
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._toggle_current)
        self.list.installEventFilter(self)
        self.typed.installEventFilter(self)
        self.down.addWidget(self.typed)
        self.down.addWidget(self.list)
        self._fill()
        wide = self.list.sizeHintForColumn(0) + space("xl")
        self.list.setFixedSize(
            max(wide, space("xxl") * 6),
            max(1, self.list.sizeHintForRow(0)) * min(len(options), MOST_SEEN) + 2,
        )

    @property
    def offered(self) -> tuple[str, ...]:
        """Labels in the list now."""
        return tuple(o.label for o in self._shown)

    @override
    def focus_first(self) -> None:
        (self.typed if self.typed.isVisibleTo(self) else self.list).setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if watched is self.typed and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if key == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
                return True
            toggles = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if watched is self.list and key in toggles:
                self._toggle_current()
                return True
        return super().eventFilter(watched, event)

    def _fill(self, *_text: object) -> None:
        self._shown = matching(self._options, self.typed.text())
        self.list.clear()
        for option in self._shown:
            item = QListWidgetItem(option.label)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(self._check(option.id))
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _check(self, ident: str) -> Qt.CheckState:
        return Qt.CheckState.Checked if ident in self._chosen else Qt.CheckState.Unchecked

    def _toggle_current(self, *_item: object) -> None:
        at = self.list.currentRow()
        if not 0 <= at < len(self._shown):
            return
        ident = self._shown[at].id
        if ident in self._chosen:
            self._chosen.remove(ident)
        else:
            self._chosen = [ident] if self._one else [*self._chosen, ident]
        for number, option in enumerate(self._shown):
            self.list.item(number).setCheckState(self._check(option.id))
        self.picked.emit(tuple(o.id for o in self._options if o.id in self._chosen))
        if self._one:
            self.close_drop()


class PickChip(Button):
    """A chip that opens a panel; a small mark at its end says so."""

    def __init__(self, words: str) -> None:
        super().__init__(words, "chip")
        self._mark = Glyph("chevron-down", "ink_3", self)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_words(words)

    def show_words(self, words: str) -> None:
        """Shows other words; the room for the mark is kept behind them."""
        self.setText(f"{words}　")
        self.setAccessibleName(words)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._mark.sizeHint()
        self._mark.setGeometry(
            self.width() - size.width() - space("xs"),
            (self.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )


class PickBar(QWidget):
    """A row of choosers of which one at a time has its panel down.

    Attributes:
        picks: the chips, by what they choose.
    """

    def __init__(self) -> None:
        super().__init__()
        self.picks: dict[str, PickChip] = {}
        self._drop: Drop | None = None

    @property
    def opened(self) -> Drop | None:
        """The panel that is dropped down now."""
        return self._drop if self._drop is not None and self._drop.isVisible() else None

    def close_drop(self) -> None:
        """Takes an open panel away."""
        if self._drop is not None:
            drop, self._drop = self._drop, None
            drop.close_drop()
            drop.deleteLater()

    def drop_down(self, name: str, panel: Drop) -> None:
        """Drops a panel from its chip."""
        panel.setProperty("filter", name)
        self._drop = panel
        panel.drop(self.picks[name])

    def take_away(self, name: str) -> bool:
        """Takes away what is down; True where it was the panel of this chip, which was pressed again."""
        was = self.opened
        self.close_drop()
        return was is not None and was.property("filter") == name
