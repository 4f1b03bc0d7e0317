"""排查轮次: the rounds, the board of one, what the district asks, and the four steps of what was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.duties.values.base import Field, Kind
from app.duties.values.screening import MOST_LISTED
from ui.pages.asking import ask
from ui.pages.screening.board import KEYS, Board
from ui.pages.screening.faces import (
    ANSWER_COLUMNS,
    ROUND_COLUMNS,
    STEPS_COLUMNS,
    answer_row,
    round_row,
    steps_row,
)
from ui.pages.screening.listed import ListedPart
from ui.pages.screening.monthly import MonthlyBoard
from ui.pages.screening.offices import OfficeBar
from ui.pages.screening.placesheet import PlaceSheet
from ui.widgets.build import button, column, label, link, row
from ui.widgets.cards import SectionHeader
from ui.widgets.fields import Option
from ui.widgets.rows import Column, RowFace, Rows

if TYPE_CHECKING:
    from app.desk import Desk
    from app.duties.values.base import DutyView
    from app.duties.values.screening import PlaceLine, RoundLine, RoundView, StepsLine
    from ui.context import Context

EVERYBODY = "*"
ORDER_COLUMNS = (Column("上级要求的排查", 40), Column("上报期限", 18), Column("排查重点", 34, "muted"))
GROUPS = Field(
    "走到的社（组）", Kind.TEXT, name="groups", help="全部走到写“全部”；没有全到的写名称，如：一社、三社"
)
VILLAGES = Field(
    "要查的村（社区）",
    Kind.LONG_TEXT,
    name="villages",
    help="名录里的都列着；这一轮不查的，删去它的名称",
)
TO = Field("下达给", Kind.UNIT, name="to", help="不选为全部乡镇")
REASON = Field("理由", Kind.TEXT, name="why", required=True, help="例如：重复发起")
UNITS = Field("另外要查的单位", Kind.TEXT, name="units", help="几个单位之间用顿号；不填则只查村（社区）")
JOIN = Field("事项编号", Kind.TEXT, name="number", required=True, help="已经登记过的事项，写它的编号")

MONTHLY = "monthly"
"""Stands in the place of a round's key while the month's report is shown."""


class RoundsPart(ListedPart):
    """The list of rounds, or one round's board."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._district = context.desk.access.office.is_district
        self._shown: RoundView | None = None
        self._key = ""
        self._steps: tuple[StepsLine, ...] = ()
        self._make_list()
        self._make_board()
        self.month = MonthlyBoard(self)
        self.month.back.connect(self.back)
        self.add_page(self.month)
        self._steps_head = SectionHeader("还缺步骤的事项")
        self.steps = Rows(STEPS_COLUMNS, "下一步", 14)
        self.body.addWidget(self._steps_head)
        self.body.addWidget(self.steps)
        self.body.addStretch(1)
        self.steps.opened.connect(self.open_matter)
        self.steps.acted.connect(self._mend)

    def _make_list(self) -> None:
        page = QWidget()
        down = column(page, gap="m")
        self._orders_head = SectionHeader("上级要求的排查")
        self.orders = Rows(ORDER_COLUMNS, "", 12)
        self.rounds = Rows(ROUND_COLUMNS, "", 8)
        self.offices = OfficeBar(self._on_print)
        self.offices.changed.connect(self._on_office)
        for part in (self._orders_head, self.orders, self.offices, self.rounds):
            down.addWidget(part)
        feet = row(gap="m")
        self.monthly = link("月报表", self.show_monthly)
        feet.addWidget(self.monthly)
        feet.addStretch(1)
        down.addLayout(feet)
        self.add_page(page)
        self.rounds.opened.connect(self.open)
        self.rounds.acted.connect(self.open)
        for begun in (self.orders.opened, self.orders.acted):
            begun.connect(self._answer)

    def _make_board(self) -> None:
        page = QWidget()
        down = column(page, gap="s")
        head = row(gap="m")
        head.addWidget(link("‹ 各轮排查", self.back))
        self._title = label("", "heading")
        head.addWidget(self._title)
        self._about = label("", "muted")
        self._about.setMinimumWidth(1)
        head.addWidget(self._about, 1)
        self.rest_zero = button("其余零报告", self._on_rest)
        self.change = button("修改", self._on_change, "quiet")
        self.close_round = button("结束本轮", self._on_close)
        self.void = button("作废", self._on_void, "quiet")
        for one in (self.rest_zero, self.change, self.void, self.close_round):
            one.refused.connect(self.context.toast)
            head.addWidget(one)
        down.addLayout(head)
        self._told = label("", "muted", wrap=True)
        down.addWidget(self._told)
        self.board = Board()
        down.addWidget(self.board)
        self.answers = Rows(ANSWER_COLUMNS, "", 10)
        down.addWidget(self.answers)
        self.add_page(page)
        self.board.opened.connect(self._on_place)
        self.board.zero.connect(self._on_zero)
        self.board.found.connect(self._on_found)
        for begun in (self.answers.opened, self.answers.acted):
            begun.connect(self.open)

    # -- reading

    def load(self) -> None:
        """The list, or the round that stands open."""
        rounds, key = self.context.desk.duties.rounds, self._key
        if key == MONTHLY:
            self._shown = None
            self.turn_to(2)
            for part in (self._steps_head, self.steps):
                part.hide()
            self.month.read()
        elif key:
            office, _, ident = key.partition("/")
            self.read(
                lambda: (rounds.show(ident, office), rounds.steps(ident, all_of_them=True)),
                self._show_board,
                "rounds",
            )
        else:
            office = self.offices.choice
            self.read(
                lambda: (rounds.lines(office=office), rounds.orders(), rounds.steps(), self.offices_of()),
                self._show_list,
                "rounds",
            )

    def open(self, ident: str) -> None:
        """Shows one round: `office/id`."""
        if ident:
            self._key = ident
            self.load()

    def back(self) -> bool:
        """From the board to the list."""
        was, self._key = self._key, ""
        if was:
            self.load()
        return bool(was)

    def focus_first(self) -> None:
        """At the first place of a board."""
        if self._key and self.board.tiles:
            self.board.tiles[0].setFocus()
        else:
            super().focus_first()

    def _show_list(
        self,
        found: tuple[tuple[RoundLine, ...], tuple[DutyView, ...], tuple[StepsLine, ...], tuple[Option, ...]],
    ) -> None:
        lines, orders, steps, offices = found
        self.offices.show_list(offices, len(lines), MOST_LISTED)
        self.faults.clear()
        self._shown = None
        self.turn_to(0)
        self.orders.show_rows(
            tuple(
                RowFace(o.id, (o["title"], o["due_on"], o["topic"] or "—"), "发起本单位的排查")
                for o in orders
            )
        )
        for part in (self._orders_head, self.orders):
            part.setVisible(bool(orders))
        self.rounds.show_rows(
            tuple(round_row(line) for line in lines),
            "还没有排查。按“发起排查”，村（社区）和社（组）从“设置—村社”里取。",
        )
        going = sum(not (line.closed or line.ordered) for line in lines)
        self.titled.emit(f"{going} 轮正在进行" if going else "没有正在进行的排查")
        self._show_steps(steps, everything=False)

    def _show_board(self, found: tuple[RoundView, tuple[StepsLine, ...]]) -> None:
        shown, steps = found
        self.faults.clear()
        self._shown = shown
        line, view = shown.line, shown.line.view
        self.turn_to(1)
        self._title.setText(view["title"])
        self._about.setText(f"{view['kind']}　{view['from_on']}开始，{view['due_on']}前上报")
        may = view.ours and not line.closed and not line.ordered
        waiting = sum(p.given is None for p in shown.places)
        self.rest_zero.setText(f"其余 {waiting} 个零报告")
        self.rest_zero.setVisible(may and waiting > 0)
        self.change.setVisible(view.ours)
        self.void.setVisible(view.ours)
        self.close_round.setVisible(view.ours)
        self.close_round.setText("重新打开" if line.closed else "结束本轮")
        self._told.setText(self._words(shown, may))
        self.board.setVisible(not line.ordered)
        self.board.show_places(shown.places, may)
        self.answers.setVisible(line.ordered)
        self.answers.show_rows(
            tuple(answer_row(a) for a in shown.answers), "还没有核对过名片的乡镇，在“收件”里添加往来单位。"
        )
        self.titled.emit(line.answers if line.ordered else line.coverage.sentence)
        self._show_steps(steps, everything=True)

    def _words(self, shown: RoundView, may: bool) -> str:
        view, cover = shown.line.view, shown.line.coverage
        told = [f"排查重点：{view['topic']}"] if view["topic"] else []
        if shown.order is not None:
            told.append(f"回应{shown.order.office_name}下达的“{shown.order['title']}”，结束本轮即为上报")
        if cover.households:
            told.append(f"走访 {cover.households} 户")
        if not view.ours:
            told.append(f"{view.office_name}的排查，只能查看")
        return "　".join([*told, *([KEYS] if may else [])])

    def _show_steps(self, steps: tuple[StepsLine, ...], *, everything: bool) -> None:
        self._steps = steps
        self._steps_head.show_note(f"{len(steps)} 件" if steps else "")
        empty = "这一轮还没有登记事项" if everything else "排查和直说发现的在办事项，四个步骤都齐了"
        self.steps.show_rows(tuple(steps_row(s) for s in steps), empty)
        ordered = self._shown is not None and self._shown.line.ordered
        for part in (self._steps_head, self.steps):
            part.setVisible(not ordered)

    def _on_office(self, _office: str) -> None:
        self.load()

    def _on_print(self) -> None:
        papers, office = self.context.desk.papers, self.offices.choice
        self.print_list("排查轮次一览表", lambda: papers.screening.rounds(office))

    # -- rounds

    def start(self) -> None:
        """Asks for a new round: a township's own, or for a district one that it orders."""
        rounds = self.context.desk.duties.rounds
        self.read(lambda: ([p.name for p in rounds.places()], rounds.townships()), self._ask_start, "start")

    def _ask_start(self, found: tuple[list[str], tuple[tuple[str, str], ...]]) -> None:
        villages, townships = found
        sound = self.context.desk.matters.find.sound
        fields = self.context.desk.duties.rounds.start_fields()

        def begin(desk: Desk, given: dict[str, str]) -> Any:
            told = {k: v for k, v in given.items() if k not in ("units", "villages", "to")}
            if self._district:
                return desk.duties.rounds.start(told, to=given.get("to") or EVERYBODY)
            return desk.duties.rounds.start(
                told, villages=[given.get("villages", "")], units=[given.get("units", "")]
            )

        today = self.context.desk.today().date().isoformat()
        ask(
            self.context,
            self,
            "下达排查" if self._district else "发起排查",
            "duty:round:",
            (TO, *fields) if self._district else (*fields, VILLAGES, UNITS),
            begin,
            words="下达" if self._district else "发起",
            hint="乡镇在自己的程序里发起排查来回应，结束时即为上报。"
            if self._district
            else "村（社区）和社（组）取自“设置—村社”；之后名录有变，这一轮不变。",
            start={"from_on": today, "kind": "regular", "villages": "、".join(villages)},
            then=self._on_started,
            options={"to": tuple(Option(o, n, tuple(sound(n).split())) for o, n in townships)},
        )

    def _on_started(self, kept: Any) -> None:
        self.open(f"{self.context.desk.access.office.office}/{kept.id}")

    def _answer(self, order: str) -> None:
        self.do(lambda: self.context.desk.duties.rounds.start({}, order=order))

    def _on_change(self) -> None:
        if self._shown is None:
            return
        view = self._shown.line.view
        ask(
            self.context,
            self,
            "修改排查",
            f"duty:round:{view.id}",
            self.context.desk.duties.rounds.start_fields(),
            lambda desk, given: desk.duties.rounds.change(view.id, given, view.version),
            start=view.raw,
            only_changed=True,
        )

    def _on_close(self) -> None:
        if self._shown is None:
            return
        rounds, line = self.context.desk.duties.rounds, self._shown.line
        ident = line.id
        self.do(lambda: rounds.reopen(ident) if line.closed else rounds.close(ident))

    def _on_void(self) -> None:
        if self._shown is None:
            return
        view = self._shown.line.view
        ask(
            self.context,
            self,
            f"作废　{view['title']}",
            f"duty:void:{view.id}",
            (REASON,),
            lambda desk, given: desk.duties.rounds.book.void(view.id, given.get("why", "")),
            words="作废这一轮",
            hint="已经登记过事项的一轮不能作废；不再收上报的，请结束本轮。",
            then=self._on_voided,
        )

    def _on_voided(self, _kept: object) -> None:
        self.back()

    # -- places

    def _place(self, code: str) -> PlaceLine | None:
        places = self._shown.places if self._shown is not None else ()
        return next((p for p in places if p.code == code), None)

    def _on_rest(self) -> None:
        if self._shown is not None:
            ident = self._shown.line.id
            self.do(lambda: self.context.desk.duties.rounds.zero(ident))

    def _on_zero(self, code: str) -> None:
        place = self._place(code)
        if self._shown is None or place is None:
            return
        if not place.head:
            self.give(place, zero=True)
            return
        ident = self._shown.line.id
        self.do(lambda: self.context.desk.duties.rounds.zero(ident, [code]))

    def _on_found(self, code: str) -> None:
        place = self._place(code)
        if place is None:
            return
        if place.given is None:
            self.give(place, then=self._register)
        else:
            self._register(place.given.id)

    def _register(self, given: str) -> None:
        rounds = self.context.desk.duties.rounds
        self.begin(lambda: rounds.begin_matter(given))

    def _on_place(self, code: str) -> None:
        place = self._place(code)
        if self._shown is None or place is None:
            return
        line = self._shown.line
        may = line.view.ours and not line.closed
        sheet = PlaceSheet(place, may)
        sheet.matter.connect(self._leave(self.open_matter))
        sheet.zero.connect(self._leave(lambda: self._on_zero(code)))
        sheet.give.connect(self._leave(lambda: self.give(place)))
        sheet.register.connect(self._leave(lambda: self._on_found(code)))
        sheet.join.connect(lambda: self._join(place))
        sheet.correct.connect(lambda: self._correct(place))
        sheet.void.connect(lambda: self._void_return(place))
        self.context.sheet.open_sheet(place.name, sheet)
        sheet.focus_first()

    def _leave(self, does: Callable[..., None]) -> Callable[..., None]:
        def go(*words: str) -> None:
            self.context.sheet.close_sheet()
            does(*words)

        return go

    def give(
        self, place: PlaceLine, *, zero: bool = False, then: Callable[[str], None] | None = None
    ) -> None:
        """Asks for a return.

        Args:
            place: whose.
            zero: as a zero-report.
            then: gets its id.
        """
        if self._shown is None:
            return
        ident = self._shown.line.id
        fields = self.context.desk.duties.rounds.return_fields()
        wanted = (*fields[:2], *((GROUPS,) if place.groups else ()), *fields[2:])
        ask(
            self.context,
            self,
            f"{place.name}　{'零报告' if zero else '排查上报'}",
            f"duty:round_return:{ident}:{place.code}",
            wanted,
            lambda desk, given: desk.duties.rounds.give(ident, {**given, "place": place.code}, zero=zero),
            words="零报告" if zero else "上报并登记事项" if then else "上报",
            hint="没有发现矛盾纠纷也是完整的上报。" if zero else "",
            start={
                "went_on": self.context.desk.today().date().isoformat(),
                "went": place.head,
                "groups": "全部" if place.groups else "",
            },
            then=(lambda kept: then(kept.id)) if then is not None else None,
        )

    def _correct(self, place: PlaceLine) -> None:
        given = place.given
        if given is None:
            return
        fields = self.context.desk.duties.rounds.return_fields()
        gone = "、".join(g.name for g in place.groups if g.code in place.gone)
        whole = len(place.gone) == len(place.groups)
        ask(
            self.context,
            self,
            f"{place.name}　更正",
            f"duty:round_return:{given.id}",
            (*fields[:2], *((GROUPS,) if place.groups else ()), *fields[2:]),
            lambda desk, told: desk.duties.rounds.correct(given.id, told, given.version),
            words="更正",
            hint=f"第一次上报的日期（{given['returned_on']}）不变。",
            start={**given.raw, "groups": "全部" if whole else gone or "无"},
            only_changed=True,
        )

    def _void_return(self, place: PlaceLine) -> None:
        given = place.given
        if given is not None:
            ask(
                self.context,
                self,
                f"{place.name}　作废上报",
                f"duty:void:{given.id}",
                (REASON,),
                lambda desk, told: desk.duties.rounds.returns.void(given.id, told.get("why", "")),
                words="作废这一份",
                hint="报错了村（单位）的，作废以后可以另报一份。",
            )

    def _join(self, place: PlaceLine) -> None:
        given = place.given
        if given is not None:
            ask(
                self.context,
                self,
                f"{place.name}　并入已有事项",
                f"duty:origin:{given.id}",
                (JOIN,),
                lambda desk, told: desk.duties.rounds.join(given.id, told.get("number", "")),
                words="并入",
            )

    # -- the monthly report

    def show_monthly(self) -> None:
        """Shows the report of a month, its numbers to be opened."""
        self._key = MONTHLY
        self.load()

    # -- the four steps

    def _mend(self, matter: str) -> None:
        found = next((s for s in self._steps if s.about.matter == matter), None)
        if found is not None and found.field:
            self.context.navigate("matter", ident=matter, edit=found.field)
        else:
            self.open_matter(matter)
