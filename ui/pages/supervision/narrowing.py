"""What narrows the lists of 交办督办: one unit, and what waits; the counts beside them are those of the lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal

from ui.widgets.build import row
from ui.widgets.cards import Chips
from ui.widgets.fields import Option
from ui.widgets.pick import PickBar, PickChip, PickDrop

if TYPE_CHECKING:
    from app.duties.values.meetings import TaskLine
    from app.duties.values.supervision import Candidate, GivenLine, LetterLine
    from app.duties.values.waiting import DutiesWaiting

WAITING, OTHERS = "waiting", "others"
WORDS = {"letters": "等着处理", "tasks": "已到期和三天内到期"}
"""What waits in a list, by the list that has such."""
Line = TypeVar("Line", "LetterLine", "Candidate", "GivenLine", "TaskLine")


@dataclass(frozen=True, slots=True)
class Narrow:
    """What is asked for: a unit ("" for all), only what waits, also what offices below do among themselves."""

    unit: str = ""
    waiting: bool = False
    others: bool = False


def narrowed(lines: Iterable[Line], narrow: Narrow, waiting: Iterable[Line] = ()) -> tuple[Line, ...]:
    """The lines that are asked for.

    Args:
        lines: of the list.
        narrow: what is asked for.
        waiting: those of them that wait, in their order.
    """
    source = waiting if narrow.waiting else lines
    return tuple(
        x
        for x in source
        if (not narrow.unit or x.unit == narrow.unit) and (narrow.others or getattr(x, "concerns", True))
    )


def count_waiting(tab: str, found: DutiesWaiting) -> int:
    """How many wait in a list."""
    return len({"letters": found.letters, "tasks": found.tasks}.get(tab, ()))


class NarrowBar(PickBar):
    """The chips above a list.

    Signals:
        changed: a `Narrow`.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.choice = Narrow()
        self._units: tuple[str, ...] = ()
        self._across = row(self, gap="s")
        self.waiting: Chips | None = None
        self.unit = self.picks["unit"] = PickChip("单位")
        self.unit.pressed_on.connect(self._open)
        self._across.addWidget(self.unit)
        self._across.addStretch(1)

    def show_list(self, tab: str, units: Iterable[str], waiting: int, others: int) -> None:
        """Shows what this list can be narrowed by.

        Args:
            tab: which list.
            units: that occur in it.
            waiting: how many wait.
            others: how many are other offices' own business.
        """
        if self.waiting is not None:
            self.waiting.setParent(None)
            self.waiting.deleteLater()
            self.waiting = None
        items = [(WAITING, f"{WORDS[tab]} {waiting}")] if tab in WORDS else []
        items += [(OTHERS, f"连同乡镇自己的 {others}")] if others else []
        if items:
            on = {WAITING: self.choice.waiting, OTHERS: self.choice.others}
            self.waiting = Chips(tuple(items))
            self.waiting.choose(*(name for name, chosen in on.items() if chosen))
            self.waiting.changed.connect(self._on_chips)
            self._across.insertWidget(0, self.waiting)
        self._units = tuple(sorted({u for u in (*units, self.choice.unit) if u}))
        several = len(self._units) > 1 or bool(self.choice.unit)
        self.unit.setVisible(several)
        self.unit.show_words(f"单位：{self.choice.unit}" if self.choice.unit else "单位")
        self.unit.setChecked(bool(self.choice.unit))
        self.setVisible(several or bool(items))

    def _on_chips(self, chosen: tuple[str, ...]) -> None:
        self._want(replace(self.choice, waiting=WAITING in chosen, others=OTHERS in chosen))

    def _open(self) -> None:
        again = self.take_away("unit")
        self.unit.setChecked(bool(self.choice.unit))
        if again:
            return
        chosen = (self.choice.unit,) if self.choice.unit else ()
        drop = PickDrop("单位", tuple(Option(u, u) for u in self._units), chosen, one=True)
        drop.picked.connect(self._on_unit)
        self.drop_down("unit", drop)

    def _on_unit(self, ids: tuple[str, ...]) -> None:
        self._want(replace(self.choice, unit=ids[0] if ids else ""))

    def _want(self, choice: Narrow) -> None:
        self.choice = choice
        self.changed.emit(choice)
