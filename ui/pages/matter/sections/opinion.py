"""舆情核实: what the public asks of this matter, verified and answered in time; no posts, no accounts, no names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.pages.asking import ask
from ui.pages.matter.reading import day_tone, day_words
from ui.pages.matter.sections.base import Section
from ui.widgets.build import label, link
from ui.widgets.flow import Flow
from ui.widgets.rows import Column, RowFace, Rows
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.duties.values.base import DutyView
    from app.matters.values import MatterView
    from ui.context import Context

ASKED = ("learned_on", "question", "unit", "officer", "due_on")
ANSWERED = ("verified_on", "finding", "answered_on", "answer")
COLUMNS = (
    Column("获知", 6, whole=True),
    Column("需要核实的问题", 16),
    Column("核实单位", 7),
    Column("回应", 8),
)


class OpinionSection(Section):
    """Questions and their answers; a link where there is none yet."""

    heading: ClassVar[str] = "舆情核实"
    short: ClassVar[str] = "舆情"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.rows = Rows(COLUMNS, act_share=5)
        self.rows.opened.connect(self._open)
        self.rows.acted.connect(self._open)
        self._views: dict[str, DutyView] = {}
        acts = QWidget()
        flow = Flow(acts, gap="m")
        self.new = link("记一个需要核实的问题", self._new)
        flow.addWidget(self.new)
        words = "社会上对这件事有议论的，把要核实的问题记在这里，按期核实回应；不收集帖子、账号和个人信息"
        self.add(label(words, "hint", wrap=True), self.rows, acts)
        self.hide()

    @override
    def show_matter(self, view: MatterView) -> None:
        super().show_matter(view)
        desk, ident = self.context.desk, view.id
        self.context.jobs.read(
            lambda _r: (desk.duties.opinions.book.listed(ident), desk.today().date()),
            self.show_opinions,
            owner=self,
            failed=lambda _fault: self.hide(),
            latest="opinions",
        )

    def show_opinions(self, read: tuple[list[DutyView], date]) -> None:
        """Shows what was read."""
        views, today = read
        self._views = {v.id: v for v in views}
        self.show()
        self.rows.setVisible(bool(views))
        self.rows.show_rows(tuple(_face(v, today) for v in views))

    def _new(self) -> None:
        if self.view is None:
            return
        ident, desk = self.view.id, self.context.desk
        ask(
            self.context,
            self,
            f"舆情核实　{self.view.number}",
            f"duty:opinion:{ident}",
            desk.duties.opinions.book.fields(ASKED),
            lambda d, given: d.duties.opinions.open(ident, given),
            hint="回应期限不填的，按“设置—期限与条款”里的天数计算",
            start={"learned_on": desk.today().date().isoformat()},
        )

    def _open(self, ident: str) -> None:
        view, desk = self._views[ident], self.context.desk
        if not view.ours:
            self.context.toast("这是别的单位的记录，只能查看")
            return
        ask(
            self.context,
            self,
            f"核实和回应　{view['question'][:16]}",
            f"duty:opinion:{view.id}",
            desk.duties.opinions.book.fields(ANSWERED),
            lambda d, given: d.duties.opinions.answer(view.id, given),
            start={n: view.raw[n] for n in ANSWERED},
            only_changed=True,
        )


def _face(view: DutyView, today: date) -> RowFace:
    if view["answered_on"]:
        state = Status(Tone.DONE, f"{view['answered_on']} 已回应")
    else:
        days = (date.fromisoformat(view.raw["due_on"]) - today).days
        state = Status(day_tone(days), f"回应 {day_words(days)}")
    act = "" if view["answered_on"] else "核实回应"
    return RowFace(view.id, (view.raw["learned_on"], view["question"], view["unit"], state), act, quiet=True)
