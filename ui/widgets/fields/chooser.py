"""Choosing from a list by typing: words, pinyin or initials (qs → 青石村).

The list drops down inside the window. It is no popup window: an input method would lose its place there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QSizePolicy, QWidget
from typing_extensions import override

from ui.style import space
from ui.widgets.build import Button, column, set_role
from ui.widgets.edits import LineEdit
from ui.widgets.flow import Flow

MOST_SHOWN = 8
"""Lines of the drop list that are seen at once."""


@dataclass(frozen=True, slots=True)
class Option:
    """One entry.

    Attributes:
        id: what is kept.
        label: what is shown.
        keys: pinyin and initials of every reading.
        note: a second word in the list (a post, a committee).
    """

    id: str
    label: str
    keys: tuple[str, ...] = ()
    note: str = ""


def matching(options: Iterable[Option], typed: str) -> list[Option]:
    """The entries that fit what was typed: those beginning with it, then those sounding so, then those holding it.

    A unit is called by its second half (自然资源所, not 青石镇自然资源所): two letters or more may sound anywhere in a name.
    """
    word = "".join(typed.split()).lower()
    if not word:
        return list(options)
    ranked: list[tuple[int, int, Option]] = []
    for place, option in enumerate(options):
        label = option.label.lower()
        if label.startswith(word):
            rank = 0
        elif any(key.startswith(word) for key in option.keys):
            rank = 1
        elif word in label or word in option.note:
            rank = 2
        elif len(word) > 1 and any(word in key for key in option.keys):
            rank = 3
        elif word.isdigit() and option.id.startswith(word):
            rank = 4
        else:
            continue
        ranked.append((rank, place, option))
    return [option for _rank, _place, option in sorted(ranked, key=lambda r: r[:2])]


class DropList(QFrame):
    """The list under a chooser.

    Signals:
        taken: an :class:`Option`.
    """

    taken = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("role", "drop")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        down = column(self, gap="none")
        down.setContentsMargins(1, 1, 1, 1)
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._on_clicked)
        down.addWidget(self._list)
        self._options: list[Option] = []
        self.hide()

    def offer(self, options: list[Option], under: QWidget) -> None:
        """Shows entries under (or over) an editor; hides where there are none."""
        self._options = options
        if not options:
            self.hide()
            return
        self._list.clear()
        for option in options:
            item = QListWidgetItem(f"{option.label}　{option.note}" if option.note else option.label)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, option.label)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self.ensurePolished()
        self._list.ensurePolished()
        high = self._list.sizeHintForRow(0) * min(len(options), MOST_SHOWN) + 4
        window = self._window
        corner = under.mapTo(window, QPoint(0, under.height() + 2))
        if corner.y() + high > window.height():
            corner = under.mapTo(window, QPoint(0, -high - 2))
        self.setGeometry(corner.x(), corner.y(), max(under.width(), space("xxl") * 5), high)
        self.raise_()
        self.show()

    @property
    def labels(self) -> list[str]:
        """What is offered now."""
        return [option.label for option in self._options] if self.isVisible() else []

    def current(self) -> Option | None:
        """The marked entry."""
        at = self._list.currentRow()
        return self._options[at] if self.isVisible() and 0 <= at < len(self._options) else None

    def move_by(self, step: int) -> None:
        """Marks another entry."""
        at = min(max(self._list.currentRow() + step, 0), len(self._options) - 1)
        self._list.setCurrentRow(at)

    def _on_clicked(self, index: QModelIndex) -> None:
        self.taken.emit(self._options[index.row()])


class Chooser(LineEdit):
    """One entry of a list, found by typing.

    Signals:
        chosen: the id, or the words as typed where nothing fits (a village that the directory does not know).
    """

    chosen = Signal(str)

    def __init__(self, options: tuple[Option, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = options
        self._id = ""
        self._drop: DropList | None = None
        self.setPlaceholderText("输入拼音首字母或汉字")
        self.textEdited.connect(self._on_edited)

    def offer(self, options: tuple[Option, ...]) -> None:
        """Sets what there is to choose from; what is chosen stays."""
        self._options = options
        if self._id:
            self.set_value(self._id)

    @property
    def options(self) -> tuple[Option, ...]:
        """What there is to choose from."""
        return self._options

    @property
    def offered(self) -> list[str]:
        """Labels in the drop list now."""
        return self._drop.labels if self._drop is not None else []

    def value(self) -> str:
        """The id of what is chosen, else the words as typed."""
        return self._id or self.text().strip()

    def set_value(self, value: str) -> None:
        """Chooses by id; unknown words are shown as they are."""
        found = next((o for o in self._options if o.id == value), None)
        self._id = found.id if found else ""
        self.setText(found.label if found else value)

    def close_list(self) -> None:
        """Takes the drop list away."""
        self.takes_escape = False
        if self._drop is not None:
            self._drop.hide()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.selectAll()
            if not self.text():
                self._open("")

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._settle()
        self.close_list()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.close_list()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._open("" if self._id else self.text())

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        # Letters of a composition are initials as well: the list narrows before the input method commits.
        if event.preeditString().isascii() and event.preeditString():
            self._open(self.text() + event.preeditString().replace("'", ""))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        dropped = self._drop is not None and self._drop.isVisible()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if not dropped:
                self._open("" if self._id else self.text())
            elif self._drop is not None:
                self._drop.move_by(1 if key == Qt.Key.Key_Down else -1)
            return
        if key == Qt.Key.Key_Escape and dropped:
            self.close_list()
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and dropped and (self.text() or event.isAutoRepeat()):
            self._take_current()
        super().keyPressEvent(event)

    def _take_current(self) -> None:
        option = self._drop.current() if self._drop is not None else None
        if option is not None and not self._id:
            self._take(option)

    def _on_edited(self, text: str) -> None:
        self._id = ""
        self._open(text)

    def _open(self, typed: str) -> None:
        if self._drop is None:
            self._drop = DropList(self.window())
            self._drop.taken.connect(self._take)
            self.window().installEventFilter(self)
        self._drop.offer(matching(self._options, typed), self)
        self.takes_escape = self._drop.isVisible()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.WindowDeactivate):
            self.close_list()
        return super().eventFilter(watched, event)

    def _take(self, option: Option) -> None:
        self._id = option.id
        self.setText(option.label)
        self.close_list()
        self.chosen.emit(option.id)

    def _settle(self) -> None:
        """Leaving the field: what is written in full, or fits one entry only, is that entry."""
        word = self.text().strip()
        if self._id or not word:
            if not word:
                self._id = ""
            self.chosen.emit(self.value())
            return
        fits = matching(self._options, word)
        exact = [o for o in fits if o.label == word]
        if exact or (len(fits) == 1 and word.isascii()):
            self._take(exact[0] if exact else fits[0])
        else:
            self.chosen.emit(word)


class ChoiceButtons(QWidget):
    """A short list as buttons side by side; one key chooses: the arrows or the number.

    Signals:
        chosen: the id.
    """

    chosen = Signal(str)

    def __init__(self, options: tuple[Option, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow(self, gap="xs")
        self._buttons: dict[str, Button] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.offer(options)

    def offer(self, options: tuple[Option, ...]) -> None:
        """Sets what there is to choose from."""
        chosen = self.value()
        while self._flow.count():
            old = self._flow.takeAt(0).widget()
            old.setParent(None)
            old.deleteLater()
        self._buttons = {}
        for option in options:
            made = Button(option.label, "choice")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.pressed_on.connect(lambda key=option.id: self._press(key))
            self._buttons[option.id] = made
            self._flow.addWidget(made)
        self.set_value(chosen)

    def value(self) -> str:
        """The id of what is chosen, or nothing."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Chooses by id, silently."""
        for key, made in self._buttons.items():
            made.setChecked(key == value)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = list(self._buttons)
        at = keys.index(self.value()) if self.value() in keys else -1
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space) and keys:
            self._press(keys[(at + 1) % len(keys)])
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up) and keys:
            self._press(keys[(at - 1) % len(keys)])
        elif event.text().isdigit() and 1 <= int(event.text()) <= len(keys):
            self._press(keys[int(event.text()) - 1])
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_focus(here=True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_focus(here=False)

    def _show_focus(self, *, here: bool) -> None:
        """The edges of all buttons say where the keys go: they are one field."""
        for made in self._buttons.values():
            set_role(made, "true" if here else "false", "near")

    def _press(self, key: str) -> None:
        self.set_value(key)
        self.chosen.emit(key)
