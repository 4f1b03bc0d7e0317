"""Dresses the application: Fusion, the palette, the stylesheet, the font, the locale, light or dark."""

from __future__ import annotations

import os

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from ui.style.fonts import window_font
from ui.style.look import Look
from ui.style.sheet import stylesheet

_ROLES = {
    QPalette.ColorRole.Window: "paper",
    QPalette.ColorRole.Base: "sheet",
    QPalette.ColorRole.AlternateBase: "rail",
    QPalette.ColorRole.Button: "sheet",
    QPalette.ColorRole.ToolTipBase: "ink",
    QPalette.ColorRole.ToolTipText: "sheet",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.PlaceholderText: "ink_3",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "accent_ink",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Light: "sheet",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "edge",
    QPalette.ColorRole.Shadow: "edge",
}
_DISABLED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


class Style(QObject):
    """Keeps the application in one look, and follows the system's scheme where the user chose none.

    Args:
        app: the application to dress.
        size: text size, ``standard`` ``large`` ``extra``.
        scheme: ``light``, ``dark`` or ``system``.
        still: true where the system asks for less motion.
    """

    def __init__(
        self,
        app: QApplication,
        size: str = "standard",
        scheme: str = "system",
        still: bool = False,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._size = size
        self._scheme = scheme
        self._still = still
        self._translator = QTranslator(self)
        self._applied = ""
        app.styleHints().colorSchemeChanged.connect(self._on_scheme)

    @property
    def look(self) -> Look:
        """The look that is worn now."""
        return Look(self._resolved(), self._size, self._still)

    @property
    def chosen(self) -> tuple[str, str]:
        """Text size and scheme as they were chosen, ``system`` not resolved: to be worn again."""
        return self._size, self._scheme

    def wear(self, size: str | None = None, scheme: str | None = None, still: bool | None = None) -> None:
        """Changes the text size, the scheme or the motion; every open widget follows."""
        self._size = size or self._size
        self._scheme = scheme or self._scheme
        self._still = self._still if still is None else still
        self.apply()

    def apply(self) -> None:
        """Puts the look on the application (nothing happens where it is worn already)."""
        look = self.look
        if look.key == self._applied:
            return
        self._applied = look.key
        self._app.setFont(window_font(look.px("body")))
        self._app.setPalette(palette(look))
        self._app.setStyleSheet(stylesheet(look))

    def speak_chinese(self) -> None:
        """Chinese dates and numbers, and Qt's own dialogs in Chinese."""
        QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load("qtbase_zh_CN", folder):
            self._app.installTranslator(self._translator)

    def _resolved(self) -> str:
        if self._scheme in ("light", "dark"):
            return self._scheme
        return "dark" if self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"

    def _on_scheme(self, _scheme: Qt.ColorScheme) -> None:
        self.apply()


def palette(look: Look) -> QPalette:
    """The palette of a look, for what the stylesheet does not reach (Qt's own dialogs)."""
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, look.colour(name))
    for role in _DISABLED:
        made.setColor(QPalette.ColorGroup.Disabled, role, look.colour("ink_3"))
    return made


def less_motion() -> bool:
    """Whether the system asks for less motion (Qt has no question for it; the desktop's variables have)."""
    return (
        os.environ.get("JIEFEN_LESS_MOTION", "") not in ("", "0")
        or os.environ.get("GTK_ENABLE_ANIMATIONS") == "0"
    )


def dress(app: QApplication, size: str = "standard", scheme: str = "system") -> Style:
    """Dresses ``app`` for the first time and returns the style that keeps it so."""
    app.setStyle(QStyleFactory.create("Fusion"))
    style = Style(app, size, scheme, less_motion())
    style.speak_chinese()
    style.apply()
    return style
