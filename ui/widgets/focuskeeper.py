"""The keyboard stays in the page: what had the focus and went away hands it to the page, not to the next thing of the window.

Qt gives the focus of a widget that is hidden to the next one in the chain, which at the end of a page is the search box: the
words of a clerk who types on would land there, and Enter would leave the page.
"""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget


class FocusKeeper(QObject):
    """Watches the focus of one window.

    Args:
        area: where pages and sheets stand.
        refocus: puts the focus where work goes on in the page.
    """

    def __init__(self, area: QWidget, refocus: Callable[[], None]) -> None:
        super().__init__(area)
        self._area = area
        self._refocus = refocus
        self._was_inside = False
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_changed)

    def _on_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now.window() is not self._area.window():
            return
        was_inside, self._was_inside = self._was_inside, now is not None and self._area.isAncestorOf(now)
        if now is not None and was_inside and not self._was_inside and not self._stands(old):
            QTimer.singleShot(0, self, self._return)

    def _stands(self, widget: QWidget | None) -> bool:
        """Whether a widget could have kept the focus: then the user took it elsewhere."""
        return (
            widget is not None
            and shiboken6.isValid(widget)
            and self._area.isAncestorOf(widget)
            and widget.isVisible()
            and widget.isEnabled()
        )

    def _return(self) -> None:
        at = self._area.window().focusWidget()
        if self._area.isEnabled() and not self._stands(at):
            self._refocus()
