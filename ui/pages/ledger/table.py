"""The ledger's table fitted to the page: one column takes the room that is left, the least needed give way."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.models.ledger import LedgerModel
from ui.pages.ledger.columns import ROOM_FOR, giving_way
from ui.style import space
from ui.widgets.ledgerview import LedgerView


class LedgerTable(LedgerView):
    """The table of the ledger.

    Signals:
        reordered: keys of the columns after one was dragged elsewhere, a tuple.
    """

    reordered = Signal(object)

    def __init__(self, model: LedgerModel, parent: QWidget | None = None) -> None:
        self.yielding = True
        super().__init__(model, parent)
        across = self.horizontalHeader()
        across.setStretchLastSection(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.sectionMoved.connect(self._on_moved)
        self.setSortingEnabled(False)
        self._moving = False

    def give_way(self, yields: bool) -> None:
        """Whether columns give way on a narrow screen; columns that the user chose never do."""
        self.yielding = yields
        self._fit()

    @property
    def given_way(self) -> tuple[str, ...]:
        """Headings of the columns that found no room."""
        return tuple(c.heading for n, c in enumerate(self.ledger.columns) if self.isColumnHidden(n))

    def mark_row(self, row: int) -> None:
        """Makes a row the current one and shows it."""
        if 0 <= row < self.ledger.rowCount():
            index = self.ledger.index(row, self._first_column())
            self.setCurrentIndex(index)
            self.scrollTo(index)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = self.ledger.rowCount()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and rows and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.mark_row(0 if event.key() == Qt.Key.Key_Home else rows - 1)
        elif plain and rows and not self.currentIndex().isValid() and event.key() == Qt.Key.Key_Down:
            self.mark_row(0)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    @override
    def _fit(self) -> None:
        columns = self.ledger.columns
        sign = self.fontMetrics().horizontalAdvance("字")
        widths = [c.signs * sign + 2 * space("s") for c in columns]
        room = self.viewport().width()
        gone = giving_way(columns, widths, room) if self.yielding else frozenset[str]()
        left = room - sum(w for c, w in zip(columns, widths, strict=True) if c.key not in gone)
        takes = ROOM_FOR if any(c.key == ROOM_FOR for c in columns) else (columns[-1].key if columns else "")
        for number, column in enumerate(columns):
            self.setColumnHidden(number, column.key in gone)
            self.setColumnWidth(number, widths[number] + (max(0, left) if column.key == takes else 0))

    def _first_column(self) -> int:
        return next((n for n, _ in enumerate(self.ledger.columns) if not self.isColumnHidden(n)), 0)

    def _on_moved(self, *_which: int) -> None:
        if not self._moving:
            # After the mouse is let go: the header must not be rebuilt while it still drags.
            QTimer.singleShot(0, self, self._settle_order)

    def _settle_order(self) -> None:
        across = self.horizontalHeader()
        order = [across.logicalIndex(place) for place in range(across.count())]
        if order == sorted(order):
            return
        keys = tuple(self.ledger.columns[number].key for number in order)
        self._moving = True
        for number in range(across.count()):
            across.moveSection(across.visualIndex(number), number)
        self._moving = False
        self.reordered.emit(keys)
