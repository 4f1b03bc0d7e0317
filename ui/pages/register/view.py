"""The content of 登记 as it stands on the screen; it knows frozen values only."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QWidget

from ui.pages.register.aside import Aside
from ui.pages.register.faces import KINDS
from ui.pages.register.form import RegisterForm
from ui.pages.register.lines import DraftLines, ResultCard
from ui.style import space
from ui.widgets.build import column, frame, label, link, pads, primary, row
from ui.widgets.fields import ChoiceButtons, FieldRow, Option
from ui.widgets.lamp import Lamp
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot, Loading

MAIN_SHARE, SIDE_SHARE = 72, 28


class RegisterView(QWidget):
    """Kinds and lines on top, the form and what follows side by side, lamp and button at the foot.

    Signals:
        imports_wanted: a whole ledger is to be taken in instead.
    """

    imports_wanted = Signal()

    def __init__(self, lines: DraftLines, earlier: QWidget) -> None:
        super().__init__()
        self.form = RegisterForm()
        self.aside = Aside()
        self.result = ResultCard()
        self.faults = FaultSlot()
        self.kinds = ChoiceButtons(tuple(Option(kind, words) for kind, words in KINDS))
        self.kinds.setAccessibleName("类别")
        self.lamp = Lamp()
        self.submit = primary("登记", keys="Ctrl Enter")
        down = column(self, gap="none")
        down.addLayout(self._head())
        above = column(gap="s")
        above.setContentsMargins(space("xl"), 0, space("xl"), space("s"))
        above.addWidget(self.faults)
        above.addWidget(lines)
        above.addWidget(earlier)
        down.addLayout(above)
        self._typing = self._both()
        self._after = QWidget()
        after = column(self._after)
        after.setContentsMargins(space("xl"), 0, space("xl"), space("l"))
        after.addWidget(self.result)
        after.addStretch(1)
        self._layers = QStackedLayout()
        down.addLayout(self._layers, 1)
        for layer in (Loading(), self._typing, self._after):
            self._layers.addWidget(layer)
        self._foot = frame("foot")
        across = row(self._foot, gap="m")
        pads(across, "xl", "s")
        across.addWidget(self.lamp, 1)
        across.addWidget(label("* 必填　Enter 到下一项", "hint"))
        across.addWidget(self.submit)
        self._foot.hide()
        down.addWidget(self._foot)

    @property
    def is_typing(self) -> bool:
        """Whether the form is shown."""
        return self._layers.currentWidget() is self._typing

    @property
    def is_after(self) -> bool:
        """Whether a registered matter is shown."""
        return self._layers.currentWidget() is self._after

    def show_typing(self) -> None:
        """Shows the form from its top."""
        self._layers.setCurrentWidget(self._typing)
        self._foot.show()
        self._scroll.verticalScrollBar().setValue(0)

    def show_after(self) -> None:
        """Shows what was registered."""
        self._layers.setCurrentWidget(self._after)
        self._foot.hide()

    def show_row(self, made: FieldRow) -> None:
        """Puts the focus into a field and brings it into sight."""
        made.focus()
        self._scroll.ensureWidgetVisible(made)

    def _head(self) -> QHBoxLayout:
        head = row(gap="m")
        head.setContentsMargins(space("xl"), space("m"), space("xl"), space("s"))
        head.addWidget(label("登记", "title"))
        head.addWidget(self.kinds)
        head.addWidget(label("换一种 Alt T", "hint"))
        head.addWidget(link("导入 Excel 台账…", self.imports_wanted.emit))
        return head

    def _both(self) -> QWidget:
        inner = QWidget()
        body = column(inner, gap="m")
        body.setContentsMargins(space("xl"), 0, space("s"), space("l"))
        body.addWidget(self.form)
        self._scroll: QScrollArea = scrolled(inner)
        beside = QWidget()
        side = column(beside)
        side.setContentsMargins(space("s"), 0, space("xl"), space("l"))
        side.addWidget(self.aside)
        both = QWidget()
        across = row(both, gap="none")
        across.addWidget(self._scroll, MAIN_SHARE)
        across.addWidget(scrolled(beside), SIDE_SHARE)
        return both
