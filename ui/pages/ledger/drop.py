"""Panels that drop down under a filter: choosing several of a list, and a span of days.

They stand inside the window and are no popup windows: an input method would lose its place there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from ui.style import space
from ui.widgets.build import button, column, label, row
from ui.widgets.cards import Chips
from ui.widgets.edits import LineEdit
from ui.widgets.fields import Option
from ui.widgets.fields.chooser import matching
from ui.widgets.fields.editors import FEW

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


Read = Callable[[str], tuple[object, str]]
"""Reads a typed day: its value, and what is wrong with it."""


class DaysDrop(Drop):
    """A span of days: the usual ones as chips, others typed as people write them.

    Signals:
        picked: first and last day, each a date or None, a tuple.
    """

    picked = Signal(object)

    def __init__(self, today: date, first: date | None, last: date | None, read: Read) -> None:
        super().__init__()
        self._read = read
        self._spans = usual_spans(today)
        self.chips = Chips(tuple((words, words) for words in self._spans), one=True)
        self.chips.changed.connect(self._on_chip)
        self.first, self.last = LineEdit(), LineEdit()
        for edit, name, value in ((self.first, "开始日期", first), (self.last, "结束日期", last)):
            edit.setAccessibleName(name)
            edit.setPlaceholderText("如 3.5、0305")
            edit.setText(value.isoformat() if value else "")
            edit.entered.connect(self._apply)
        across = row(gap="s")
        across.addWidget(self.first)
        across.addWidget(label("至", "muted"))
        across.addWidget(self.last)
        self.problem = label("", "problem")
        self.problem.hide()
        feet = row(gap="s")
        feet.addStretch(1)
        feet.addWidget(button("不限", lambda: self._take(None, None)))
        feet.addWidget(button("确定", self._apply_and_close))
        self.down.addWidget(self.chips)
        self.down.addLayout(across)
        self.down.addWidget(self.problem)
        self.down.addLayout(feet)

    @override
    def focus_first(self) -> None:
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chip(self, chosen: tuple[str, ...]) -> None:
        self._take(*self._spans[chosen[0]])

    def _take(self, first: date | None, last: date | None) -> None:
        self.picked.emit((first, last))
        self.close_drop()

    def _apply(self) -> bool:
        days: list[date | None] = []
        for edit in (self.first, self.last):
            value, problem = self._read(edit.text().strip()) if edit.text().strip() else (None, "")
            edit.show_state("problem" if problem else "")
            self.problem.setText(problem)
            self.problem.setVisible(bool(problem))
            if problem:
                edit.setFocus()
                return False
            days.append(value if isinstance(value, date) else None)
        if days[0] and days[1] and days[0] > days[1]:
            days.reverse()
        self.picked.emit(tuple(days))
        return True

    def _apply_and_close(self) -> None:
        if self._apply():
            self.close_drop()


def usual_spans(today: date) -> dict[str, tuple[date, date]]:
    """The spans that an office asks for, by their words."""
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return {
        "本月": (month, today),
        "上月": (before.replace(day=1), before),
        "本季度": (quarter, today),
        "今年": (date(today.year, 1, 1), today),
        "去年": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    }
