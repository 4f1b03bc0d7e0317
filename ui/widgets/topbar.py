"""The top bar: program and office, the search box that is always there, who is logged in, the lock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget
from typing_extensions import override

from ui.style import Look, space
from ui.widgets.build import button, label, row
from ui.widgets.edits import LineEdit
from ui.widgets.painted import Glyph, GlyphButton, Painted
from ui.widgets.rows import Elided


class SearchBox(LineEdit):
    """The search box; what is typed is told at once, Enter goes to the first hit, Esc gives the focus back.

    Signals:
        left: Esc was pressed.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.enter_moves = False
        self.takes_escape = True
        self.setProperty("role", "search")
        self.setPlaceholderText("搜索 编号、姓名、拼音首字母、电话")
        self.setAccessibleName("搜索")
        self._glyph = Glyph("search", "ink_3", self)
        self._keys = label("Ctrl F", "hint")
        self._keys.setParent(self)
        self.textChanged.connect(self._on_text)

    def _on_text(self, text: str) -> None:
        self._keys.setVisible(not text)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._place)  # the hint wears the new text size after the box does

    def _place(self) -> None:
        """Puts the glass and the key where they belong for the size of the text."""
        size = self._glyph.sizeHint()
        self._glyph.setGeometry(
            space("s") + 2, (self.height() - size.height()) // 2, size.width(), size.height()
        )
        hint = self._keys.sizeHint()
        self._keys.setGeometry(
            self.width() - hint.width() - space("m"),
            (self.height() - hint.height()) // 2,
            hint.width(),
            hint.height(),
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class TopBar(QFrame):
    """The bar over everything.

    Signals:
        searched: the words that stand in the search box now.
        entered: Enter in the search box.
        lock_wanted: the lock was pressed.
        help_wanted: the help was pressed.
        user_pressed: the user's name was pressed.
    """

    searched = Signal(str)
    entered = Signal(str)
    lock_wanted = Signal()
    help_wanted = Signal()
    user_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "top")
        self._ruler = _Height(self)
        across = row(self, gap="m")
        across.setContentsMargins(space("l"), 0, space("l"), 1)
        self._brand = label("解纷", "brand")
        self._office = Elided("", "muted")
        self._left = QWidget()
        named = row(self._left, gap="l")
        named.addWidget(self._brand)
        named.addWidget(self._office, 1)
        self.search = SearchBox()
        self.search.textChanged.connect(self.searched)
        self.search.entered.connect(lambda: self.entered.emit(self.search.text()))
        self._user = button("", self.user_pressed.emit, "quiet")
        self._lock = button("锁定", self.lock_wanted.emit)
        self._lock.setToolTip("锁定（Ctrl+L）")
        across.addWidget(self._left)
        across.addWidget(self.search)
        across.addStretch(1)
        across.addWidget(Glyph("user", "ink_2"))
        across.addWidget(self._user)
        across.addSpacing(space("s"))
        across.addWidget(self._lock)
        self._help = GlyphButton("circle-help", "说明（F1）")
        self._help.clicked.connect(lambda: self.help_wanted.emit())
        across.addWidget(self._help)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_office(self, name: str, user: str) -> None:
        """Shows whose desk it is and who sits at it."""
        self._office.show_text(name)
        self._user.setText(user)
        self._user.setAccessibleName(f"当前用户 {user}")

    def apply_look(self, look: Look) -> None:
        """Widths that follow the text size."""
        self.setFixedHeight(look.px("top"))
        self._left.setFixedWidth(look.px("rail_width") + space("xxl") * 2)
        self.search.setFixedWidth(look.px("search"))


class _Height(Painted):
    """Tells the bar when the look changes; takes no room."""

    def __init__(self, bar: TopBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self.setFixedSize(0, 0)

    def wear(self, look: Look) -> None:
        super().wear(look)
        self._bar.apply_look(look)
