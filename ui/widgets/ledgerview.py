"""The ledger's table: rows of one height, painted without asking the style, never measured as a whole."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Property, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from ui.models.ledger import CELL, LedgerModel
from ui.style import Look, look_from, space
from ui.widgets.marked import Marked, draw_marked
from ui.widgets.status import Status, draw_status


class _Painter(QStyledItemDelegate):
    """Draws a cell: words, a state, or a quiet bar while it is read."""

    def __init__(self, view: LedgerView) -> None:
        super().__init__(view)
        self._view = view

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = self._view.worn
        box = cast("QRect", option.rect)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
        state = cast("QStyle.StateFlag", option.state)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
        column = self._view.ledger.columns[index.column()]
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, look.colour("accent_soft"))
        painter.setPen(look.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        words = QRectF(box).adjusted(space("s"), 0, -space("s"), 0)
        cell: object = index.data(CELL)
        if cell is None:
            bar = QRectF(words.x(), box.center().y() - 3, min(words.width(), space("xxl") * 2), 6)
            painter.fillRect(bar, look.colour("tint"))
        elif isinstance(cell, Status):
            draw_status(painter, look, painter.fontMetrics(), cell, words)
        elif isinstance(cell, Marked):
            ink = look.colour("ink_2" if column.quiet else "ink")
            draw_marked(painter, look, painter.fontMetrics(), cell, words, ink)
        else:
            painter.setPen(look.colour("ink_2" if column.quiet else "ink"))
            text = painter.fontMetrics().elidedText(
                str(cell), Qt.TextElideMode.ElideRight, int(words.width())
            )
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | side, text)


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
        self.setItemDelegate(_Painter(self))
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
