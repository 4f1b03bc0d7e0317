"""责任记录: who held the matter when, which day of duty passed in whose hands, and reviews of it; printable."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.pages.asking import ask
from ui.pages.matter.sections.base import Section
from ui.pages.part import print_made
from ui.printing import Sheet
from ui.widgets.build import clear, column, label, link
from ui.widgets.flow import Flow
from ui.widgets.rows import Column, RowFace, Rows
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from datetime import date

    from app.duties.values.accountability import DutyRecord, Holding, MissedDay
    from app.duties.values.base import DutyView
    from app.matters.values import MatterView
    from ui.context import Context

HELD = (
    Column("自", 7, whole=True),
    Column("至", 7, whole=True),
    Column("单位", 9),
    Column("承办部门、责任人", 12),
    Column("层级", 6, "muted"),
)


class ResponsibilitySection(Section):
    """The record, made from steps and clocks; reviews typed by the office that makes them."""

    heading: ClassVar[str] = "责任记录"
    short: ClassVar[str] = "责任"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.held = Rows(HELD, act_share=0)
        self.missed = column(gap="xs")
        self.reviews = column(gap="xs")
        acts = QWidget()
        flow = Flow(acts, gap="m")
        self.print_ = link("打印责任记录", self._print)
        self.review = link("启动责任倒查", self._review)
        flow.addWidget(self.print_)
        flow.addWidget(self.review)
        self.add(
            label("由办理步骤、期限和修改记录自动生成；只记单位和工作人员的职责", "hint", wrap=True),
            self.held,
            self.missed,
            self.reviews,
            acts,
        )
        self._record: DutyRecord | None = None
        self.hide()

    @override
    def show_matter(self, view: MatterView) -> None:
        super().show_matter(view)
        desk, ident = self.context.desk, view.id
        self.context.jobs.read(
            lambda _r: desk.duties.reviews.record(ident),
            self.show_record,
            owner=self,
            # An accusation has no record here.
            failed=lambda _fault: self.hide(),
            latest="record",
        )

    def show_record(self, record: DutyRecord) -> None:
        """Shows what was read."""
        self._record = record
        self.setVisible(bool(record.holdings))
        self.held.show_rows(tuple(_held(n, h) for n, h in enumerate(record.holdings)))
        clear(self.missed)
        for missed in record.missed:
            self.missed.addWidget(StatusWord(Status(Tone.OVERDUE, missed_words(missed))))
        if not record.missed:
            self.missed.addWidget(StatusWord(Status(Tone.DONE, "没有超过期限")))
        clear(self.reviews)
        for one in record.reviews:
            words = (
                f"责任倒查　{one['opened_on']}　{one['unit']}　{one['ground']}　{one['outcome'] or '办理中'}"
            )
            go = link(words, lambda view=one: self._change(view))
            self.reviews.addWidget(go)

    def _print(self) -> None:
        record, desk = self._record, self.context.desk
        if record is None:
            return

        ident, number = record.about.matter, record.about.number
        print_made(
            self.context,
            self,
            lambda: Sheet(f"责任记录{number}", desk.papers.duties.take("responsibility_record", ident)),
            lambda fault: self.context.toast(fault.text),
        )

    def _review(self) -> None:
        if self.view is None:
            return
        ident, desk = self.view.id, self.context.desk
        fields = desk.duties.reviews.book.fields(("opened_on", "ground", "unit", "found"))
        today = desk.today().date().isoformat()
        ask(
            self.context,
            self,
            f"责任倒查　{self.view.number}",
            f"duty:review:{ident}",
            fields,
            lambda d, given: d.duties.reviews.open(ident, given),
            words="启动",
            hint="倒查单位和工作人员有没有尽到职责（《信访工作条例》第四十二条至第四十六条）",
            start={"opened_on": today},
        )

    def _change(self, view: DutyView) -> None:
        if not view.ours:
            self.context.toast("这是别的单位的记录，只能查看")
            return
        desk = self.context.desk
        names = ("found", "stated_on", "statement", "outcome", "decided_on", "decided_by")
        ask(
            self.context,
            self,
            "责任倒查：查明和处理",
            f"duty:review:{view.id}",
            desk.duties.reviews.book.fields(names),
            lambda d, given: d.duties.reviews.book.change(view.id, given, view.version),
            start={n: view.raw[n] for n in names},
            only_changed=True,
        )


def _held(at: int, held: Holding) -> RowFace:
    who = "　".join(w for w in (held.unit, held.officer) if w) or "（未明确）"
    until = _day(held.until) if held.until else "至今"
    return RowFace(str(at), (_day(held.since), until, held.office, who, held.rung))


def missed_words(missed: MissedDay) -> str:
    """A day that passed, in one line."""
    met = f"{_day(missed.met_on)} 完成" if missed.met_on else "尚未完成"
    who = missed.officer or missed.unit or missed.office
    return (
        f"{missed.label}：应于 {_day(missed.due_on)}，{met}，超过 {missed.days_late} 天（当时由 {who} 承办）"
    )


def _day(day: date) -> str:
    return f"{day.year}.{day.month}.{day.day}"
