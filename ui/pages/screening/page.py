"""The page 排查: rounds, 民事直说, publicity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QStackedWidget
from typing_extensions import override

from ui.pages.base import Page
from ui.pages.part import Part
from ui.pages.screening.publicity import PublicityPart
from ui.pages.screening.rounds import RoundsPart
from ui.pages.screening.talks import TalksPart
from ui.widgets.build import column, label, pads, primary, row
from ui.widgets.cards import Chips

if TYPE_CHECKING:
    from app.matters.values import Changes
    from ui.context import Context

PARTS = (("rounds", "排查轮次"), ("talks", "民事直说"), ("publicity", "宣传"))
STARTS = {"rounds": "发起排查", "talks": "记一场直说会", "publicity": "记一场宣传活动"}


class ScreeningPage(Page):
    """排查; ``part`` rounds | talks | publicity, ``ident`` `office/id` of a round, a session or an activity."""

    place = "screening"
    areas = frozenset({"duties", "matters", "directory", "enclosure"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.rounds, self.talks, self.publicity = (
            RoundsPart(context),
            TalksPart(context),
            PublicityPart(context),
        )
        self._parts: dict[str, RoundsPart | TalksPart | PublicityPart] = {
            "rounds": self.rounds,
            "talks": self.talks,
            "publicity": self.publicity,
        }
        self._chosen = PARTS[0][0]
        down = column(self, gap="none")
        head = row(gap="m")
        pads(head, "xl", "m")
        self._sentence = label("", "muted")
        self._sentence.setMinimumWidth(1)
        self.choice = Chips(PARTS, one=True)
        self.choice.setAccessibleName("排查的各部分")
        self.choice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.choice.choose(PARTS[0][0])
        self.start = primary(STARTS["rounds"], self._on_start)
        head.addWidget(label("排查", "title"))
        head.addWidget(self.choice)
        head.addWidget(self._sentence, 1)
        head.addWidget(self.start)
        down.addLayout(head)
        self.stack = QStackedWidget()
        for part in self._parts.values():
            self.stack.addWidget(part)
            part.titled.connect(self._sentence.setText)
        down.addWidget(self.stack, 1)
        self.choice.changed.connect(self._on_chosen)

    @property
    def part(self) -> Part:
        """The part that is shown."""
        return self._parts[self._chosen]

    def choose(self, key: str) -> None:
        """Shows a part."""
        self._chosen = key
        self.choice.choose(key)
        self.stack.setCurrentWidget(self._parts[key])
        words = STARTS[key]
        if key == "rounds" and self.context.desk.access.office.is_district:
            words = "下达排查"
        self.start.setText(words)
        self.start.setAccessibleName(words)
        self._parts[key].load()

    @override
    def enter(self, **how: str) -> None:
        key = how.get("part", "") or self._chosen
        if how.get("ident"):
            self._parts[key].open(how["ident"])
        self.choose(key)

    @override
    def refresh(self, changes: Changes) -> None:
        del changes
        if self.isVisible():
            self.part.load()

    @override
    def escape(self) -> bool:
        return self.part.back()

    @override
    def leave(self) -> None:
        self.publicity.look.close()

    @override
    def focus_first(self) -> None:
        self.start.setFocus()

    def _on_chosen(self, chosen: tuple[str, ...]) -> None:
        self.choose(chosen[0])

    def _on_start(self) -> None:
        self._parts[self._chosen].start()
