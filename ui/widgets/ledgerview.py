"""The ledger's table: rows of one height, painted without asking the style, never measured as a whole."""

from __future__ import annotations

from PySide6.QtCore import Property, QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from ui.models.ledger import LedgerModel
from ui.style import Look, look_from, space
from ui.widgets.ledgerpaint import Lane, RowPainter


class LedgerView(QTableView):
    """The table.

    Signals:
        opened: key of a row (Enter, double click).
        peeked: key of a row (space, right click): a look without leaving.
        sorted_by: key of a column and whether downwards.
    """

    opened = Signal(str)
    peeked = Signal(str)
    sorted_by = Signal(str, bool)

    def __init__(self, model: LedgerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._key: str = ""
        self.ledger = model
        self.setModel(model)
        self._painter: RowPainter | None = None
        self._worn_by_painter: tuple[object, ...] = ()
        self.setAccessibleName("台账")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        across.setHighlightSections(False)
        across.setSectionsMovable(True)
        across.setStretchLastSection(True)
        across.setSectionsClickable(True)
        across.sectionClicked.connect(self._on_heading)
        self._order = ("", True)
        self.doubleClicked.connect(self._on_opened)
        self.customContextMenuRequested.connect(self._on_context)
        model.modelReset.connect(self._fit)

    @property
    def worn(self) -> Look:
        """The look that is worn now."""
        return self._look

    def show_order(self, key: str, down: bool) -> None:
        """Marks the column that the rows are ordered by."""
        self._order = (key, down)
        across = self.horizontalHeader()
        places = [column.key for column in self.ledger.columns]
        across.setSortIndicatorShown(key in places)
        if key in places:
            way = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
            across.setSortIndicator(places.index(key), way)

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        """Draws what is seen in one go: asked for cell by cell, a page takes three times as long."""
        area = e.rect()
        painter = QPainter(self.viewport())
        rows = self._rows_of(area)
        lanes, columns = self._lanes(area), self.ledger.columns
        wide = sum(lane[2] for lane in lanes)
        chosen, drawer = self.selectionModel(), self._drawer(painter)
        for row in rows:
            box = (
                QRect(lanes[0][1], self.rowViewportPosition(row), wide, self.rowHeight(row))
                if lanes
                else area
            )
            selected = chosen.isSelected(self.ledger.index(row, 0))
            drawer.draw_row(painter, box, lanes, columns, self.ledger.cells(row), selected=selected)
        painter.end()

    def _rows_of(self, area: QRect) -> range:
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else self.ledger.rowCount() - 1) + 1)

    def _lanes(self, area: QRect) -> list[Lane]:
        """The columns that an area touches, from left to right as they stand."""
        across = self.horizontalHeader()
        found: list[Lane] = []
        for place in range(across.count()):
            number = across.logicalIndex(place)
            left, wide = across.sectionViewportPosition(number), across.sectionSize(number)
            if not across.isSectionHidden(number) and left <= area.right() and left + wide > area.left():
                found.append((number, left, wide))
        return found

    def _drawer(self, painter: QPainter) -> RowPainter:
        """What draws rows, made anew with every look, font and screen."""
        scale = self.viewport().devicePixelRatioF()
        worn = (self._look, self.font(), scale)
        if self._painter is None or worn != self._worn_by_painter:
            self._painter = RowPainter(self._look, painter.fontMetrics(), scale)
            self._worn_by_painter = worn
        return self._painter

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        done = super().viewportEvent(event)
        if event.type() is QEvent.Type.StyleChange or event.type() is QEvent.Type.Polish:
            # The stylesheet takes the ground away. With it, what is scrolled is moved and only new rows are painted.
            self.viewport().setAutoFillBackground(True)
        return done

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.ledger.key(self.currentIndex().row()) if self.currentIndex().isValid() else ""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and key:
            self.opened.emit(key)
        elif event.key() == Qt.Key.Key_Space and key:
            self.peeked.emit(key)
        else:
            super().keyPressEvent(event)

    def _on_opened(self, index: QModelIndex) -> None:
        if key := self.ledger.key(index.row()):
            self.opened.emit(key)

    def _on_context(self) -> None:
        index = self.currentIndex()
        if index.isValid() and (key := self.ledger.key(index.row())):
            self.peeked.emit(key)

    def _on_heading(self, section: int) -> None:
        column = self.ledger.columns[section]
        if column.sortable:
            down = not self._order[1] if self._order[0] == column.key else True
            self.show_order(column.key, down)
            self.sorted_by.emit(column.key, down)

    def _fit(self) -> None:
        sign = self.fontMetrics().horizontalAdvance("字")
        for number, column in enumerate(self.ledger.columns):
            self.setColumnWidth(number, column.signs * sign + 2 * space("s"))

    def _look_key(self) -> str:
        return self._key

    def _set_look_key(self, key: str) -> None:
        if key != self._key:
            self._key = key
            self._look = look_from(key)
            # The minimum first: a default below the old minimum would be lifted to it, and rows never shrank again.
            self.verticalHeader().setMinimumSectionSize(self._look.px("row"))
            self.verticalHeader().setDefaultSectionSize(self._look.px("row"))
            self._fit()

    look = Property(str, _look_key, _set_look_key)
