"""The settings' page: sections at the left, one of them at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QStackedWidget
from typing_extensions import override

from ui.pages.base import Page
from ui.pages.settings.blanks import BlanksSection
from ui.pages.settings.handover import HandoverSection
from ui.pages.settings.letters import LettersSection
from ui.pages.settings.lists import LeaderSection, MediatorSection, UnitSection, VillageSection
from ui.pages.settings.machine import DisplaySection, MachineSection
from ui.pages.settings.numbers import NumbersSection
from ui.pages.settings.office import OfficeSection
from ui.pages.settings.reports import ReportsSection
from ui.pages.settings.section import Section
from ui.pages.settings.terms import TermsSection
from ui.pages.settings.users import UsersSection
from ui.style import space
from ui.widgets.build import frame, row

if TYPE_CHECKING:
    from app.matters.values import Changes
    from ui.context import Context

SECTIONS: tuple[type[Section], ...] = (
    OfficeSection,
    NumbersSection,
    VillageSection,
    UnitSection,
    LeaderSection,
    MediatorSection,
    TermsSection,
    BlanksSection,
    ReportsSection,
    LettersSection,
    HandoverSection,
    UsersSection,
    DisplaySection,
    MachineSection,
)


class _Names(QListWidget):
    """The list of sections, as wide as its words in the present text size."""

    @override
    def sizeHint(self) -> QSize:
        widest = max((QFontMetrics(self.font()).horizontalAdvance(s.words) for s in SECTIONS), default=0)
        return QSize(widest + space("xxl") + space("m"), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 0)


class SettingsPage(Page):
    """设置."""

    place = "settings"
    areas = frozenset({"directory", "users"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        across = row(self, gap="none")
        side = frame("rail")
        inside = row(side)
        inside.setContentsMargins(space("s"), space("l"), space("s"), space("s"))
        self.names = _Names()
        self.names.setAccessibleName("设置的各部分")
        self.names.setProperty("role", "sections")
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = self.names.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Fixed)
        self.names.setSizePolicy(policy)
        for each in SECTIONS:
            self.names.addItem(QListWidgetItem(each.words))
        inside.addWidget(self.names)
        self.stack = QStackedWidget()
        across.addWidget(side)
        across.addWidget(self.stack, 1)
        self._made: dict[str, Section] = {}
        self._shown: Section | None = None
        self.names.currentRowChanged.connect(self._choose)

    def section(self, key: str) -> Section:
        """A section, made when it is first wanted."""
        if key not in self._made:
            made = next(each for each in SECTIONS if each.key == key)(self.context)
            self._made[key] = made
            self.stack.addWidget(made)
        return self._made[key]

    @override
    def enter(self, **how: str) -> None:
        self.names.doItemsLayout()
        wanted = how.get("section", "")
        at = next((n for n, each in enumerate(SECTIONS) if each.key == wanted), -1)
        if at < 0:
            at = max(0, self.names.currentRow())
        if at == self.names.currentRow():
            # A list that got the focus first has a current row already, which does not stand out before it is chosen.
            self.names.item(at).setSelected(True)
            self._choose(at)
        else:
            self.names.setCurrentRow(at)

    @override
    def refresh(self, changes: Changes) -> None:
        if self._shown is not None and self.isVisible():
            self._shown.load()

    @override
    def leave(self) -> None:
        if self._shown is not None:
            self._shown.keep()

    @override
    def focus_first(self) -> None:
        typing = QApplication.focusWidget()
        if typing is None or not self.isAncestorOf(typing):
            self.names.setFocus()

    def _choose(self, at: int) -> None:
        if at < 0:
            return
        if self._shown is not None:
            self._shown.keep()
        self._shown = self.section(SECTIONS[at].key)
        self.stack.setCurrentWidget(self._shown)
        self._shown.load()
