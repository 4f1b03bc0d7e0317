"""The list of scorings, and what the next meeting has on its agenda from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.duties.values.base import Kind
from app.errors import UserError
from app.figures.values.scores import AgendaNote, ScoringRow
from app.matters.values import Field
from ui.pages.asking import ask
from ui.pages.scores.pane import Pane, say_day
from ui.widgets.build import primary
from ui.widgets.cards import SectionHeader
from ui.widgets.fields import Option
from ui.widgets.rows import Column, RowFace, Rows
from ui.widgets.states import Empty
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.context import Context

COLUMNS = (
    Column("名称", 32),
    Column("时段", 24, "muted"),
    Column("状态", 24),
    Column("异议", 10, "muted"),
)
AGENDA_COLUMNS = (Column("议题", 62), Column("期限", 14, "muted"))
TONES = {"draft": Tone.OPEN, "objecting": Tone.NOW, "frozen": Tone.DONE}
DECEMBER = 12
KINDS = (("quarterly", "季考评"), ("monthly", "月通报"), ("yearly", "年度考评"))


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list shows.

    Attributes:
        rows: scorings; agenda: statements that were not made yet.
        district: whether this office scores.
        periods: by kind, the period that ended last, as it is typed.
    """

    rows: tuple[ScoringRow, ...]
    agenda: tuple[AgendaNote, ...]
    district: bool


def read_list(desk: Desk) -> Listed:
    """Everything that the list needs; asks, so it belongs into a job."""
    return Listed(desk.scores.listed(), desk.scores.agenda(), desk.access.office.is_district)


class ListPane(Pane):
    """The list.

    Signals:
        chosen: id of a scoring that is to be shown.
    """

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.rows: Rows | None = None
        self.agenda: Rows | None = None

    def show_list(self, listed: Listed) -> None:
        """Shows what was read."""
        self.begin()
        if listed.district:
            self.tools(primary("起草考评或通报…", self.draft))
        if listed.agenda:
            self._show_agenda(listed.agenda)
        if not listed.rows:
            advice = (
                "按季度、月份从指标算出草稿，公布后各单位可以提出异议。"
                if listed.district
                else "区县公布后，随回执一起收到。"
            )
            self.content.addWidget(Empty("还没有考评和通报", advice))
            self.rows = None
            return
        self.content.addWidget(SectionHeader("考评和通报"))
        self.rows = Rows(COLUMNS, "", 10)
        self.rows.show_rows(tuple(_face(row) for row in listed.rows))
        self.rows.opened.connect(self.chosen)
        self.rows.acted.connect(self.chosen)
        self.content.addWidget(self.rows)

    def draft(self) -> None:
        """Asks which period, and drafts."""
        today = self.context.desk.today().date()
        fields = (
            Field("种类", Kind.CODE, name="kind", required=True),
            Field(
                "时段",
                Kind.TEXT,
                name="period",
                required=True,
                help="季度写 2026-Q1，月份写 2026-03，年度写 2026",
            ),
            Field("名称", Kind.TEXT, name="title", help="不填就用“某年某季度信访工作考评”"),
        )

        def does(desk: Desk, given: dict[str, str]) -> object:
            return desk.scores.draft(
                given.get("kind", ""), given.get("period", ""), title=given.get("title", "")
            )

        ask(
            self.context,
            self,
            "起草考评或通报",
            "score:draft",
            fields,
            does,
            words="算出草稿",
            hint="各单位的得分由指标自动算出，可以反复重算；公布以前只有本机看得到。",
            start={"kind": "quarterly", "period": last_period("quarterly", today)},
            follow={"kind": lambda kind: {"period": last_period(kind, today)}},
            options={"kind": tuple(Option(ident, words) for ident, words in KINDS)},
            then=lambda kept: self.chosen.emit(kept.id),
        )

    def _show_agenda(self, notes: tuple[AgendaNote, ...]) -> None:
        self.content.addWidget(SectionHeader("下次会议的议题", "考评末位单位表态发言"))
        self.agenda = Rows(AGENDA_COLUMNS, "", 14)
        self.agenda.show_rows(
            tuple(RowFace(n.task, (n.words, f"{say_day(n.due_on)}前"), "已表态发言…") for n in notes)
        )
        self.agenda.acted.connect(self.state)
        self.content.addWidget(self.agenda)

    def state(self, task: str) -> None:
        """Notes that the statement was made."""
        fields = (
            Field("会议日期", Kind.DATE, name="on", required=True),
            Field("发言要点", Kind.LONG_TEXT, name="result"),
        )

        def does(desk: Desk, given: dict[str, str]) -> object:
            return desk.scores.stated(task, day_of(given.get("on", "")), given.get("result", ""))

        today = self.context.desk.today().date().isoformat()
        ask(self.context, self, "会上表态发言", f"score:stated:{task}", fields, does, start={"on": today})


def _face(row: ScoringRow) -> RowFace:
    until = f"，{row.until.month}月{row.until.day}日截止" if row.until and row.state == "objecting" else ""
    words = f"{row.objections} 条" if row.objections else "—"
    return RowFace(
        row.id,
        (
            row.title,
            f"{row.first:%Y-%m-%d} 至 {row.last:%Y-%m-%d}",
            Status(TONES[row.state], f"{row.state_words}{until}"),
            words,
        ),
        "查看",
        quiet=True,
    )


def last_period(kind: str, today: date) -> str:
    """The month, quarter or year that ended last, as it is typed: 2026-09, 2026-Q3, 2025.

    In December the year that is ending: it is assessed before it is over (条例 Art. 39).
    """
    if kind == "yearly":
        return str(today.year if today.month == DECEMBER else today.year - 1)
    if kind == "monthly":
        return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
    quarter = (today.month - 1) // 3
    return f"{today.year}-Q{quarter}" if quarter else f"{today.year - 1}-Q4"


def day_of(text: str) -> date:
    """A day as an editor gives it.

    Raises:
        UserError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError("bad_day", f"“{text}”不是日期。", "请重新填写日期。") from error
