"""接访: the parts under one head; the day first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget
from typing_extensions import override

from ui.pages.base import Page
from ui.pages.part import Part
from ui.pages.receptions.day import DayPart
from ui.pages.receptions.duties import AgentsPart, FirstPart, TasksPart
from ui.pages.receptions.faces import sentence
from ui.pages.receptions.roster import RosterPart
from ui.style import space
from ui.widgets.build import column, label, primary, row
from ui.widgets.cards import Chips

if TYPE_CHECKING:
    from app.duties.values.receptions import DayView
    from app.matters.values import Changes
    from ui.context import Context

PARTS: tuple[tuple[str, str, type[Part]], ...] = (
    ("day", "今天", DayPart),
    ("roster", "接访日程", RosterPart),
    ("first", "首访首办", FirstPart),
    ("tasks", "批示交办", TasksPart),
    ("agents", "信访代理", AgentsPart),
)


class ReceptionsPage(Page):
    """接访; ``navigate("receptions", part="tasks")`` shows a part, with ``ident`` one of its things.

    Without a part, or with ``day``, ident is a visit; ``day`` alone (2026-04-02) shows who came on that day, with ``office``
    to an office below.
    """

    place = "receptions"
    areas = frozenset(
        {"reception", "roster_day", "task", "task_answer", "mandate", "agent_act", "matters", "bundles"}
    )
    asks_anew = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        down = column(self, gap="none")
        top = column(gap="s")
        top.setContentsMargins(space("xl"), space("l"), space("xl"), space("xs"))
        head = row(gap="m")
        words = column(gap="xs")
        words.addWidget(label("接访", "title"))
        self.told = label("", "muted")
        words.addWidget(self.told)
        head.addLayout(words, 1)
        self.sign_in = primary("签到", self._sign_in)
        head.addWidget(self.sign_in)
        top.addLayout(head)
        self.chips = Chips(tuple((key, name) for key, name, _ in PARTS), one=True)
        self.chips.changed.connect(self._on_chip)
        top.addWidget(self.chips)
        down.addLayout(top)
        self.stack = QStackedWidget()
        self.parts: dict[str, Part] = {}
        for key, _, made in PARTS:
            self.parts[key] = made(context)
            self.stack.addWidget(self.parts[key])
        down.addWidget(self.stack, 1)
        self.shown = "day"

    @property
    def day(self) -> DayPart:
        """The day."""
        found = self.parts["day"]
        if not isinstance(found, DayPart):
            raise TypeError("the first part is the day")
        return found

    @override
    def enter(self, **how: str) -> None:
        ident, on = how.get("ident", ""), how.get("day", "")
        part = how.get("part", "day" if ident or on else self.shown)
        part = part if part in self.parts else "day"
        if on:
            self.day.go(date.fromisoformat(on), how.get("office", ""))
        if ident:
            self.parts[part].open(ident)
        self.show_part(part)

    @override
    def refresh(self, changes: Changes) -> None:
        del changes
        self._load()

    @override
    def focus_first(self) -> None:
        self.sign_in.setFocus()

    def show_part(self, key: str) -> None:
        """Shows a part and reads it."""
        self.shown = key
        self.chips.choose(key)
        self.stack.setCurrentWidget(self.parts[key])
        self._load()

    def _on_chip(self, keys: tuple[str, ...]) -> None:
        self.show_part(keys[0])

    def _load(self) -> None:
        self.parts[self.shown].load()
        desk = self.context.desk
        self.context.jobs.read(
            lambda _r: desk.duties.receptions.day(), self._tell, owner=self, latest="reception-head"
        )

    def _tell(self, told: DayView) -> None:
        self.told.setText(sentence(told))

    def _sign_in(self) -> None:
        """With the only leader of today; where there are several, the one is chosen from the list."""
        if self.shown != "day" or self.day.on is not None or self.day.office:
            self.day.go(None)
            self.show_part("day")
        desk = self.context.desk
        self.context.jobs.read(
            lambda _r: desk.duties.receptions.day(),
            self._sign_in_today,
            owner=self,
            latest="reception-sign-in",
        )

    def _sign_in_today(self, told: DayView) -> None:
        open_ = [r.id for r in told.sittings if r.held is not False and r.duty.ours]
        if len(open_) == 1:
            self.day.sign_in(open_[0])
        elif open_:
            self.context.toast("今天有几位领导接访，请按那一位后面的“签到”")
        else:
            self.day.sign_in_outside()
