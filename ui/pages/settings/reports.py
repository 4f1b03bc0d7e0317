"""上报方式: whether a township sends whole matters up, or rows of what is its own business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from app.access.values import WAYS
from ui.pages.settings.section import Section
from ui.style import space
from ui.widgets.build import label, rule
from ui.widgets.cards import Card
from ui.widgets.fields import ChoiceButtons, Option

if TYPE_CHECKING:
    from ui.context import Context

CODED = (
    "每件事项、每条工作记录只报编号、代码、日期和数目，够区里统计、考评用；姓名、电话、住址、案情和办理经过都留在本乡镇。"
    "上报区县的、区里交办或发督办的事项，连同以往的办理记录整件上报。"
)
WHOLE = "除检举控告外，所有事项和工作记录都整件上报，区里看得到姓名和案情。先前只报了统计行的，下次上报时补报全件。"
ALWAYS = (
    "两种方式都照常上报：村社、单位、领导、调解员和用户名录。只报统计行的，排查轮次另带村社和单位的名称。"
    "两种方式的统计数字一样。"
)
NEVER_CHOSEN = "本单位建立时起一直是整件上报；选定之前照旧。"
HELD = "改为只报统计行以后，区里已经有全件的事项仍然整件上报。"


class ReportsSection(Section):
    """One choice, with what goes up in each."""

    key = "reports"
    words = "上报方式"
    about = "上报时给区里多少，由本乡镇选择。检举控告无论哪一种都不上报。"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._district = context.desk.access.office.is_district
        self.choice = ChoiceButtons(tuple(Option(k, w) for k, w in WAYS.items()))
        self.choice.setAccessibleName("上报方式")
        ink = self.fontMetrics()
        self.choice.setFixedWidth(sum(ink.horizontalAdvance(f"{w}字") + space("xl") for w in WAYS.values()))
        self.choice.chosen.connect(self._choose)
        self.note = label("", "muted", wrap=True)
        card = Card()
        if self._district:
            card.body.addWidget(label("由各乡镇自己选择，区县不用选。", "muted", wrap=True))
        else:
            card.body.addWidget(self.choice)
            card.body.addWidget(self.note)
            card.body.addWidget(rule())
        for way, words in (("coded", CODED), ("whole", WHOLE)):
            card.body.addWidget(label(WAYS[way]))
            card.body.addWidget(label(words, "hint", wrap=True))
        card.body.addWidget(label(ALWAYS, "hint", wrap=True))
        self.body.addWidget(card)
        self.body.addStretch(1)

    @override
    def load(self) -> None:
        if not self._district:
            self.ask(self.context.desk.bundles.way, self._show)

    def _show(self, way: str | None) -> None:
        self.choice.set_value(way or "whole")
        self.note.setText(HELD if way else NEVER_CHOSEN)

    def _choose(self, key: str) -> None:
        bundles = self.context.desk.bundles
        self.do(
            lambda: bundles.choose_way(key),
            f"上报方式已改为：{WAYS[key]}",
            lambda _v: self.load(),
            area="bundles",
        )
