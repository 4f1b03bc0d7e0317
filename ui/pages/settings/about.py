"""关于: which version this is, what it is made of, and where the manual is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.desk import VERSION
from ui.widgets.build import label, link, row
from ui.widgets.cards import Card

if TYPE_CHECKING:
    from ui.helpwindow import HelpWindow


class AboutCard(Card):
    """The version, with the way to the licences and to the quick-start card."""

    def __init__(self) -> None:
        super().__init__("关于")
        self._help: HelpWindow | None = None
        self.version = label(f"解纷 {VERSION}", select=True)
        self.version.setAccessibleName(f"版本 {VERSION}")
        across = row(gap="l")
        across.addWidget(self.version)
        across.addWidget(link("组件与许可", lambda: self._show("about")))
        across.addWidget(link("使用手册", lambda: self._show("README")))
        across.addStretch(1)
        self.add(across)

    def _show(self, page: str) -> None:
        if self._help is None:
            from ui.helpwindow import HelpWindow

            self._help = HelpWindow()
            self.destroyed.connect(self._help.deleteLater)
        self._help.show_place(page)
