"""The filters above the ledger: what is asked for stands there in words, and one press changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.matters.values import OURS, Filter
from ui.pages.ledger.drop import DaysDrop, Read
from ui.widgets.build import Button, link, row
from ui.widgets.fields import Option
from ui.widgets.flow import Flow
from ui.widgets.pick import PickBar, PickChip, PickDrop

if TYPE_CHECKING:
    from collections.abc import Callable

GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("kind", (("dispute", "矛盾纠纷"), ("petition", "信访事项"))),
    ("open", (("yes", "在办"), ("no", "已结"))),
    ("due", (("overdue", "已超期"), ("today", "今日到期"), ("week", "本周到期"))),
    ("custodian", ((OURS, "本单位办理"),)),
    ("upload", (("waiting", "未上报"), ("sent", "已导出"), ("receipted", "区已收"))),
)
"""Filters of a few words: pressed on, pressed off, one of each group."""
PICKS = (
    ("states", "状态"),
    ("rung", "层级"),
    ("categories", "类型"),
    ("channel", "形式"),
    ("lineage", "初重"),
    ("village", "发生地"),
)
"""Filters of a list, and their words."""
_SEVERAL = frozenset({"states", "categories"})
_TWO = 2


@dataclass(frozen=True, slots=True)
class Offer:
    """What the filters offer, read once when the page is entered.

    Attributes:
        options: by filter: what may be chosen.
        uploads: whether this office sends up.
        today: the desk's day.
    """

    options: Mapping[str, tuple[Option, ...]]
    uploads: bool
    today: date


def is_plain(choice: Filter) -> bool:
    """Whether a filter lets everything through; text and order do not count."""
    return replace(choice, text="", order="received_on", descending=True) == Filter()


def filter_from(how: Mapping[str, str]) -> Filter:
    """The filter that a place asks for with ``navigate("ledger", due="overdue", kind="petition", …)``.

    Unknown words are passed over; several states or categories are written with a comma between.
    """
    given: dict[str, Any] = {}
    for name in (
        "text",
        "kind",
        "rung",
        "channel",
        "lineage",
        "village",
        "unit",
        "custodian",
        "due",
        "upload",
        "batch",
        "order",
    ):
        if how.get(name):
            given[name] = how[name]
    for name in ("states", "categories"):
        if how.get(name):
            given[name] = tuple(how[name].split(","))
    if how.get("open"):
        given["open"] = how["open"] in ("yes", "1")
    for name in ("received_from", "received_to"):
        if how.get(name):
            given[name] = date.fromisoformat(how[name])
    if how.get("voided"):
        given["voided"] = True
    return Filter(**given)


class FilterBar(PickBar):
    """The filters; they hold a :class:`Filter` and say when it changed.

    Signals:
        changed: the new filter.
    """

    changed = Signal(object)

    def __init__(self, read_day: Read) -> None:
        super().__init__()
        self._read_day = read_day
        self._choice = Filter()
        self._offer = Offer({}, uploads=True, today=date.min)
        self._batch_name = ""
        self._flow = Flow(self, gap="xs")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.chips: dict[tuple[str, str], Button] = {}
        self._groups: dict[str, QWidget] = {}
        for name, items in GROUPS:
            self._add_group(name, items)
        for name, words in (*PICKS, ("days", "收到日期")):
            self.picks[name] = self._add_pick(name, words)
        self.batch = self._chip("", self._drop_batch)
        self.batch.hide()
        self._flow.addWidget(self.batch)
        self.clear = link("清除筛选", self._clear_all, small=True)
        self.clear.hide()
        self._flow.addWidget(self.clear)

    @property
    def choice(self) -> Filter:
        """The filter as it stands."""
        return self._choice

    def offer(self, offer: Offer) -> None:
        """Takes what may be chosen."""
        self._offer = offer
        self._groups["upload"].setVisible(offer.uploads)
        self._show()

    def show_choice(self, choice: Filter, batch_name: str = "") -> None:
        """Shows a filter, silently."""
        self._choice = choice
        self._batch_name = batch_name if batch_name or not choice.batch else self._batch_name
        self._show()

    def words(self) -> str:
        """What is asked for, in words (for the empty state)."""
        said = [
            words
            for (group, key), chip in self.chips.items()
            if self._is_on(group, key) and (words := chip.text())
        ]
        said += [pick.accessibleName() for name, pick in self.picks.items() if self._picked(name)]
        return "、".join(said)

    @override
    def sizeHint(self) -> QSize:
        wide = max(1, self.width())
        return QSize(wide, self._flow.heightForWidth(wide))

    # -- building

    def _add_group(self, name: str, items: tuple[tuple[str, str], ...]) -> None:
        holder = QWidget()
        across = row(holder, gap="xs")
        for key, words in items:
            chip = self._chip(words, lambda group=name, one=key: self._press(group, one))
            self.chips[name, key] = chip
            across.addWidget(chip)
        across.addSpacing(across.spacing() * _TWO)
        self._groups[name] = holder
        self._flow.addWidget(holder)

    def _add_pick(self, name: str, words: str) -> PickChip:
        made = PickChip(words)
        made.pressed_on.connect(lambda: self._open(name))
        self._flow.addWidget(made)
        return made

    def _chip(self, words: str, does: Callable[[], None]) -> Button:
        made = Button(words, "chip")
        made.setCheckable(True)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        made.pressed_on.connect(does)
        return made

    # -- changing

    def _press(self, group: str, key: str) -> None:
        value: Any = "" if self._is_on(group, key) else key
        if group == "open":
            value = None if not value else key == "yes"
        self._take(**{group: value})

    def _take(self, **changes: Any) -> None:
        self._choice = replace(self._choice, **changes)
        self._show()
        self.changed.emit(self._choice)

    def _clear_all(self) -> None:
        keep = self._choice
        self._choice = Filter(text=keep.text, order=keep.order, descending=keep.descending)
        self._show()
        self.changed.emit(self._choice)

    def _drop_batch(self) -> None:
        self._take(batch="")

    def _open(self, name: str) -> None:
        again = self.take_away(name)
        self._show()
        if again:
            return
        if name == "days":
            days = DaysDrop(
                self._offer.today, self._choice.received_from, self._choice.received_to, self._read_day
            )
            days.picked.connect(self._on_days)
            self.drop_down(name, days)
        else:
            pick = PickDrop(
                dict(PICKS)[name], self._offer.options.get(name, ()), self._chosen(name), name not in _SEVERAL
            )

            def picked(ids: tuple[str, ...]) -> None:
                self._on_picked(name, ids)

            pick.picked.connect(picked)
            self.drop_down(name, pick)

    def _on_picked(self, name: str, ids: tuple[str, ...]) -> None:
        if name in _SEVERAL:
            changes: dict[str, Any] = {name: ids}
            if name == "states":
                # Voided matters are in no list, except for whoever asks for them by name.
                changes["voided"] = "voided" in ids
            self._take(**changes)
        else:
            self._take(**{name: ids[0] if ids else ""})

    def _on_days(self, days: tuple[date | None, date | None]) -> None:
        self._take(received_from=days[0], received_to=days[1])

    # -- showing

    def _is_on(self, group: str, key: str) -> bool:
        value = getattr(self._choice, group)
        if group == "open":
            return value is not None and value == (key == "yes")
        return value == key

    def _chosen(self, name: str) -> tuple[str, ...]:
        value = getattr(self._choice, name)
        return cast("tuple[str, ...]", value) if name in _SEVERAL else (value,) if value else ()

    def _picked(self, name: str) -> bool:
        if name == "days":
            return bool(self._choice.received_from or self._choice.received_to)
        return bool(self._chosen(name))

    def _words(self, name: str) -> str:
        if name == "days":
            first, last = self._choice.received_from, self._choice.received_to
            if not first and not last:
                return "收到日期"
            return f"收到日期 {first or ''} 至 {last or ''}".rstrip()
        heading = dict(PICKS)[name]
        labels = {o.id: o.label for o in self._offer.options.get(name, ())}
        chosen = [labels.get(one, one) for one in self._chosen(name)]
        if not chosen:
            return heading
        return f"{heading}：{'、'.join(chosen)}" if len(chosen) <= _TWO else f"{heading} {len(chosen)} 项"

    def _show(self) -> None:
        # A township works on nearly all that it has: the chip would cost a line and choose nothing.
        self._groups["custodian"].setVisible(not self._offer.uploads or bool(self._choice.custodian))
        for (group, key), chip in self.chips.items():
            chip.setChecked(self._is_on(group, key))
        for name, pick in self.picks.items():
            words = self._words(name)
            pick.show_words(words)
            pick.setChecked(self._picked(name))
        self.batch.setVisible(bool(self._choice.batch))
        self.batch.setChecked(True)
        self.batch.setText(f"只看这次导入{f'：{self._batch_name}' if self._batch_name else ''}　×")
        self.batch.setAccessibleName(f"只看导入批次 {self._batch_name}，按下后不再限制")
        self.clear.setVisible(not is_plain(self._choice))
        self._flow.invalidate()
        self.updateGeometry()
