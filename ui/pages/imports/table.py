"""The table of a preview: what is short keeps its width, words share the rest, nothing scrolls sideways."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.models.ledger import LedgerModel
from ui.style import space
from ui.widgets.ledgerview import LedgerView

KEPT = ("row", "verdict", "day")
"""Columns that are never cut; the others share what is left by their signs."""


class PreviewTable(LedgerView):
    """Rows of a preview."""

    def __init__(self, model: LedgerModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.setAccessibleName("台账各行")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionsMovable(False)
        self.horizontalHeader().setSectionsClickable(False)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._fit)

    @override
    def _fit(self) -> None:
        sign = self.fontMetrics().horizontalAdvance("字")
        columns = self.ledger.columns
        wide = [c.signs * sign + 2 * space("s") for c in columns]
        left = self.viewport().width() - sum(w for c, w in zip(columns, wide, strict=True) if c.key in KEPT)
        signs = sum(c.signs for c in columns if c.key not in KEPT)
        for number, column in enumerate(columns):
            share = max(left, 0) * column.signs // max(signs, 1)
            self.setColumnWidth(number, wide[number] if column.key in KEPT else share)
