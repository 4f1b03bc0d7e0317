"""Choosing the ledger's columns: which are shown, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from ui.models.ledger import LedgerColumn
from ui.widgets.build import button, column, label, link, pads, row

_KEY = int(Qt.ItemDataRole.UserRole)


class ColumnChooser(QWidget):
    """All columns that there can be: ticked ones are shown, in the order in which they stand.

    Signals:
        changed: keys of the columns that are shown now, a tuple.
        reset: the columns of the paper ledger are wanted again.
    """

    changed = Signal(object)
    reset = Signal()

    def __init__(
        self, catalogue: Mapping[str, LedgerColumn], shown: Sequence[str], given_way: Sequence[str]
    ) -> None:
        super().__init__()
        down = column(self, gap="s")
        pads(down, "l", "s")
        down.addWidget(label("打勾的列显示在台账上；拖动或按 Ctrl+↑↓ 调整先后。", "muted", wrap=True))
        if given_way:
            words = f"窗口较窄，暂时收起：{'、'.join(given_way)}。自己选过列以后不再自动收起。"
            down.addWidget(label(words, "hint", wrap=True))
        self.list = QListWidget()
        self.list.setAccessibleName("台账的列")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for key in (*shown, *(k for k in catalogue if k not in shown)):
            if key in catalogue:
                item = QListWidgetItem(catalogue[key].heading)
                item.setData(_KEY, key)
                state = Qt.CheckState.Checked if key in shown else Qt.CheckState.Unchecked
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled
                    | Qt.ItemFlag.ItemIsSelectable
                    | Qt.ItemFlag.ItemIsUserCheckable
                    | Qt.ItemFlag.ItemIsDragEnabled
                )
                item.setCheckState(state)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(self._tell)
        self.list.model().rowsMoved.connect(self._tell)
        for keys, step in (("Ctrl+Up", -1), ("Ctrl+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda by=step: self.move_by(by))
        down.addWidget(self.list, 1)
        feet = row(gap="s")
        feet.addWidget(button("上移", lambda: self.move_by(-1)))
        feet.addWidget(button("下移", lambda: self.move_by(1)))
        feet.addStretch(1)
        feet.addWidget(link("恢复纸质台账的列", self.reset.emit))
        down.addLayout(feet)
        self.setFocusProxy(self.list)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Keys of the columns that are shown, in their order."""
        items = [self.list.item(at) for at in range(self.list.count())]
        return tuple(str(i.data(_KEY)) for i in items if i.checkState() is Qt.CheckState.Checked)

    def move_by(self, step: int) -> None:
        """Moves the marked column up or down."""
        at = self.list.currentRow()
        to = at + step
        if at < 0 or not 0 <= to < self.list.count():
            return
        self.list.blockSignals(True)
        item = self.list.takeItem(at)
        self.list.insertItem(to, item)
        self.list.setCurrentRow(to)
        self.list.blockSignals(False)
        self._tell()

    def _tell(self, *_what: object) -> None:
        if self.chosen:
            self.changed.emit(self.chosen)
