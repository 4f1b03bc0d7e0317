"""What every page is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from app.matters.values import Changes
    from ui.context import Context


class Page(QWidget):
    """One place of the program; see :mod:`ui.pages` for the contract."""

    place: ClassVar[str] = ""
    areas: ClassVar[frozenset[str]] = frozenset()
    asks_anew: ClassVar[bool] = False
    """Whether `enter` reads all that is shown: then nothing is read for a change while another page is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def enter(self, **how: str) -> None:
        """The page is shown; ``how`` is what ``navigate`` was given."""

    def refresh(self, changes: Changes) -> None:
        """A command changed something of :attr:`areas`."""

    def leave(self) -> None:
        """Another page comes, the screen is locked, or the program ends: keep what was typed."""

    def escape(self) -> bool:
        """Esc was pressed and nothing else took it; never loses anything. True where the page used it."""
        return False

    def focus_first(self) -> None:
        """Puts the focus where work begins."""
        self.focusNextChild()
