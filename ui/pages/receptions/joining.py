"""Which matter a visit joins: found by number, name, place or pinyin, chosen with Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.matters.values import Filter
from ui.style import space
from ui.widgets.build import column, label
from ui.widgets.edits import LineEdit
from ui.widgets.rows import Column, RowFace, Rows
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot

if TYPE_CHECKING:
    from app.matters.values import Found
    from ui.context import Context

PAUSE_MS = 200
MOST = 8
COLUMNS = (Column("", 34, whole=True), Column("", 46))


class JoinSheet(QWidget):
    """A line to search in, and the matters that it finds.

    Signals:
        chosen: id of a matter.
    """

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        down = column(self, gap="none")
        inner = QWidget()
        body = column(inner, gap="s")
        body.setContentsMargins(space("l"), 0, space("l"), space("l"))
        body.addWidget(label("来访反映的是已经登记过的事，就并入那一件，不另登记。", "hint", wrap=True))
        self.edit = LineEdit()
        self.edit.setAccessibleName("查找事项")
        self.edit.setPlaceholderText("编号、姓名、村名或者拼音首字母")
        body.addWidget(self.edit)
        self.rows = Rows(COLUMNS, "", 16)
        self.rows.opened.connect(self.chosen)
        self.rows.acted.connect(self.chosen)
        body.addWidget(self.rows)
        self.faults = FaultSlot()
        body.addWidget(self.faults)
        body.addStretch(1)
        down.addWidget(scrolled(inner), 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.search)
        self.edit.textChanged.connect(self._wait)
        self.setFocusProxy(self.edit)
        self.search()

    def _wait(self, _text: str) -> None:
        self._timer.start()

    def search(self) -> None:
        """Looks for what was typed; the newest matters where nothing was."""
        desk, text = self._context.desk, self.edit.text().strip()
        self._context.jobs.read(
            lambda _r: desk.matters.find.search(Filter(text=text), MOST),
            self._show,
            owner=self,
            failed=self.faults.show_fault,
            latest="join",
        )

    def _show(self, found: tuple[Found, ...]) -> None:
        self.faults.clear()
        faces = tuple(RowFace(f.id, (f.number, f.title or "（未写事由）"), "并入", quiet=True) for f in found)
        self.rows.show_rows(faces, "没有找到这样的事项")
