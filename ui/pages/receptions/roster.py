"""接访日程: a quarter at a time; made by turns, published, printed; held or not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from app.duties.values.base import Field, Kind
from ui.pages.asking import ask
from ui.pages.dutycards import RECEIVING, open_cards
from ui.pages.part import Part, print_duty, save_duty
from ui.pages.receptions.faces import ROSTER_COLUMNS, quarter_words, roster_rows
from ui.widgets.build import button, label, link, row
from ui.widgets.painted import GlyphButton
from ui.widgets.rows import Rows

if TYPE_CHECKING:
    from app.desk import Desk
    from app.duties.values.receptions import RosterRow
    from ui.context import Context

MAKE_FIELDS = (
    Field(
        "接访领导（按轮流的次序）",
        Kind.LONG_TEXT,
        name="leaders",
        help="姓名之间用顿号；不填就是目录里的全部领导",
    ),
    Field("地点", Kind.TEXT, name="place", required=True),
    Field("开始时间", Kind.TEXT, name="from_time", help="例如 9:00"),
    Field("结束时间", Kind.TEXT, name="to_time", help="例如 11:30"),
    Field("陪同单位", Kind.TEXT, name="units"),
    Field("从哪一天起", Kind.DATE, name="since", help="不填就是整个季度"),
)
HELD_FIELDS = (Field("没有接访的原因", Kind.TEXT, name="why", help="已经接访的不用填"),)
DAY_FIELDS = ("on_day", "leader", "post", "level", "mode", "place", "from_time", "to_time", "units")


class RosterPart(Part):
    """The roster of a quarter."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        today = context.desk.today().date()
        self.first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
        self.rows: tuple[RosterRow, ...] = ()
        head = row(gap="s")
        self.before = GlyphButton("chevron-left", "上一季度")
        self.after = GlyphButton("chevron-right", "下一季度")
        self.before.clicked.connect(lambda: self.turn(-1))
        self.after.clicked.connect(lambda: self.turn(1))
        self.name = label("", "heading")
        self.make = button("排日程…", self._make)
        self.extra = link("加一天", self._extra)
        self.publish = button("公布", self._publish)
        self.print = button("打印", lambda: self._paper(print_duty))
        self.save = link("另存…", lambda: self._paper(save_duty))
        self.cards = link("责任卡…", lambda: open_cards(context, RECEIVING))
        for part in (self.before, self.name, self.after):
            head.addWidget(part)
        head.addStretch(1)
        for act in (self.make, self.publish, self.print, self.save, self.extra, self.cards):
            head.addWidget(act)
            act.refused.connect(context.toast)
        self.body.addLayout(head)
        self.list = Rows(ROSTER_COLUMNS, "", 10)
        self.list.opened.connect(self._change)
        self.list.acted.connect(self._held)
        self.body.addWidget(self.list)
        self.body.addStretch(1)

    @property
    def last(self) -> date:
        """Last day of the quarter."""
        after = date(self.first.year + (self.first.month == 10), (self.first.month + 2) % 12 + 1, 1)
        return after - timedelta(days=1)

    def turn(self, quarters: int) -> None:
        """Shows another quarter."""
        month = self.first.month - 1 + 3 * quarters
        self.first = date(self.first.year + month // 12, month % 12 + 1, 1)
        self.load()

    @override
    def load(self) -> None:
        desk, first, last = self.context.desk, self.first, self.last
        self.read(lambda: desk.duties.receptions.roster.rows(first, last), self.show_roster, "roster")

    @override
    def focus_first(self) -> None:
        self.make.setFocus()

    def show_roster(self, rows: tuple[RosterRow, ...]) -> None:
        """Shows what was read."""
        self.rows = rows
        self.name.setText(quarter_words(self.first))
        self.list.show_rows(roster_rows(rows), "这个季度还没有排接访日程；按“排日程…”，遇公共假日自动顺延")
        open_ = any(not r.published and r.duty.ours for r in rows)
        self.publish.allow("" if open_ else "没有要公布的日程" if rows else "还没有排日程")
        for act in (self.print, self.save):
            act.allow("" if rows else "还没有排日程")

    def _make(self) -> None:
        first = self.first

        def make(desk: Desk, given: dict[str, str]) -> Any:
            return desk.duties.receptions.roster.make(
                first.year,
                (first.month + 2) // 3,
                [given["leaders"]] if given.get("leaders") else [],
                place=given.get("place", ""),
                from_time=given.get("from_time", ""),
                to_time=given.get("to_time", ""),
                units=given.get("units", ""),
                since=given.get("since", ""),
            )

        today = self.context.desk.today().date()
        begun = first < today <= self.last

        ask(
            self.context,
            self,
            f"排日程　{quarter_words(first)}",
            f"duty:roster:{first.isoformat()}",
            MAKE_FIELDS,
            make,
            words="排好",
            hint="每周一天，领导轮流；遇公共假日顺延到下一个工作日。星期几在“设置—期限与规则”里定。",
            start={"since": today.isoformat()} if begun else {},
        )

    def _extra(self) -> None:
        book = self.context.desk.duties.receptions.roster.book
        level = "district" if self.context.desk.access.office.is_district else "township"
        ask(
            self.context,
            self,
            "加一天接访",
            "duty:roster_day:",
            book.fields(DAY_FIELDS),
            lambda desk, given: desk.duties.receptions.roster.book.add(given),
            start={"level": level, "mode": "fixed"},
        )

    def _change(self, ident: str) -> None:
        found = next((r for r in self.rows if r.id == ident), None)
        if found is None or not found.duty.ours:
            return
        fields = self.context.desk.duties.receptions.roster.book.fields(DAY_FIELDS)
        ask(
            self.context,
            self,
            f"改日程　{found.day.isoformat()}",
            f"duty:roster_day:{ident}",
            fields,
            lambda desk, given: desk.duties.receptions.roster.book.change(ident, given, found.duty.version),
            hint="已经公布的日程改动以后，要重新公布。" if found.published else "",
            start={f.name: found.duty.raw.get(f.name, "") for f in fields},
            only_changed=True,
        )

    def _held(self, ident: str) -> None:
        found = next((r for r in self.rows if r.id == ident), None)
        if found is None:
            return
        if found.batches:
            self.context.navigate("receptions", day=found.day.isoformat(), office=found.duty.office)
            return

        def held(desk: Desk, given: dict[str, str]) -> Any:
            why = given.get("why", "")
            return desk.duties.receptions.roster.held(ident, not why, why)

        ask(
            self.context,
            self,
            f"是否接访　{found.day.isoformat()} {found.duty['leader']}",
            f"duty:held:{ident}",
            HELD_FIELDS,
            held,
            hint="已经接访、没有人来访的，直接保存；没有接访的，写明原因。",
        )

    def _publish(self) -> None:
        desk, first, last = self.context.desk, self.first, self.last
        self.do(lambda: desk.duties.receptions.roster.publish(first, last))

    def _paper(self, does: Any) -> None:
        paper = ("reception_roster", f"{self.first.isoformat()}/{self.last.isoformat()}")
        does(self.context, self, self.faults, paper, f"领导接访日程表（{quarter_words(self.first)}）")
