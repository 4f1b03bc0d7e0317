"""What narrows the account of charges: batch, leader, unit and state, each a chip that opens its list; kept for each user."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from app.duties.values.charges import NO_BATCH, STATES, ChargeFilter
from ui.widgets.build import link
from ui.widgets.fields import Option
from ui.widgets.flow import Flow
from ui.widgets.pick import PickBar, PickChip, PickDrop

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.duties.values.charges import Account, BatchLine

PICKS = {"batch": "批次", "leader": "包案领导", "unit": "责任单位", "state": "状态"}


class ChargePicks(PickBar):
    """The choosers; they hold the filter and say when it changed.

    Signals:
        changed: the new `ChargeFilter`.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.choice = ChargeFilter()
        self._options: dict[str, tuple[Option, ...]] = {}
        self._flow = Flow(self, gap="xs")
        for name, words in PICKS.items():
            pick = PickChip(words)
            pick.pressed_on.connect(self._opens(name))
            self.picks[name] = pick
            self._flow.addWidget(pick)
        self.clear = link("清除筛选", self._clear, small=True)
        self._flow.addWidget(self.clear)
        self._show()

    def offer(self, account: Account) -> None:
        """Takes what occurs in the account; a batch with its counts."""
        self._options = {
            "batch": tuple(Option(b.batch or NO_BATCH, _batch_words(b)) for b in account.batches),
            "leader": tuple(Option(x, x) for x in account.leaders),
            "unit": tuple(Option(x, x) for x in account.units),
            "state": tuple(Option(x, words) for x, words in STATES.items()),
        }
        self._show()

    def show_choice(self, choice: ChargeFilter) -> None:
        """Shows a filter, silently."""
        self.choice = choice
        self._show()

    # -- inside

    def _opens(self, name: str) -> Callable[[], None]:
        return lambda: self._open(name)

    def _open(self, name: str) -> None:
        again = self.take_away(name)
        self._show()
        if again:
            return
        value: str = getattr(self.choice, name)
        drop = PickDrop(PICKS[name], self._options.get(name, ()), (value,) if value else (), one=True)
        drop.picked.connect(self._picks(name))
        self.drop_down(name, drop)

    def _picks(self, name: str) -> Callable[[tuple[str, ...]], None]:
        def picked(ids: tuple[str, ...]) -> None:
            changes: dict[str, Any] = {name: ids[0] if ids else ""}
            self._want(replace(self.choice, **changes))

        return picked

    def _clear(self) -> None:
        self._want(ChargeFilter())

    def _want(self, choice: ChargeFilter) -> None:
        self.choice = choice
        self._show()
        self.changed.emit(choice)

    def _show(self) -> None:
        for name, pick in self.picks.items():
            value: str = getattr(self.choice, name)
            said = STATES.get(value, value) if name == "state" else "未分批" if value == NO_BATCH else value
            pick.show_words(f"{PICKS[name]}：{said}" if value else PICKS[name])
            pick.setChecked(bool(value))
        self.clear.setVisible(self.choice != ChargeFilter())


def _batch_words(batch: BatchLine) -> str:
    left = batch.assigned - batch.net
    return f"{batch.batch or '未分批'}　挂账 {batch.assigned}　未化解 {max(0, left)}"


def words_of(choice: ChargeFilter) -> str:
    """What is kept of a filter; what is beyond its day, without progress, or holds a word is asked anew each time."""
    kept = {name: getattr(choice, name) for name in PICKS if getattr(choice, name)}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else ""


def choice_from(words: str) -> ChargeFilter:
    """The filter that was kept; what is none is passed over."""
    try:
        told: Any = json.loads(words or "{}")
        given: dict[str, Any] = {name: str(told[name]) for name in PICKS if told.get(name)}
    except (ValueError, AttributeError):
        return ChargeFilter()
    return ChargeFilter(**given)
