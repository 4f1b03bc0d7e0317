"""今天接访: who receives where, the queue, and the sheet of the visit that is chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.pages.asking import ask
from ui.pages.part import Part, print_duty, save_duty
from ui.pages.receptions.faces import (
    QUEUE_COLUMNS,
    SITTING_COLUMNS,
    queue_rows,
    sitting_rows,
    visit_facts,
)
from ui.pages.receptions.joining import JoinSheet
from ui.widgets.build import Button, column, label, link, row
from ui.widgets.cards import Card, SectionHeader
from ui.widgets.facts import Facts
from ui.widgets.flow import Flow
from ui.widgets.rows import Rows
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from app.duties.values.receptions import DayView, VisitView
    from ui.context import Context

LEFT_SHARE, RIGHT_SHARE = 56, 44
OF_VISITOR = ("sex", "id_no", "phone", "address")


class VisitCard(Card):
    """The sheet of a visit and what may be done with it.

    Signals come as plain buttons; the part wires them.
    """

    def __init__(self) -> None:
        super().__init__("来访登记")
        self.status = StatusWord(small=True)
        if self.head is not None:
            self.head.insertWidget(1, self.status)
        self.hint = label("从左边选一批来访；还没有来访的，先签到。", "muted", wrap=True)
        self.facts = Facts(1)
        holder = QWidget()
        acts = Flow(holder, gap="m")
        self.opine = link("领导意见")
        self.instruct = link("批示交办")
        self.petition = link("登记为信访事项")
        self.dispute = link("登记为矛盾纠纷")
        self.join = link("并入已有事项")
        self.open = link("打开事项")
        self.hand_over = link("交接签收")
        self.change = link("改登记")
        self.print = link("打印登记表")
        self.save = link("另存…")
        self.acts: tuple[Button, ...] = (
            *(self.opine, self.instruct, self.petition, self.dispute, self.join),
            *(self.open, self.hand_over, self.change, self.print, self.save),
        )
        for act in self.acts:
            acts.addWidget(act)
        self._holder = holder
        self.add(self.hint, self.facts, holder)
        self.show_visit(None)

    def show_visit(self, visit: VisitView | None) -> None:
        """Shows a visit, or that none is chosen."""
        self.hint.setVisible(visit is None)
        for part in (self.facts, self._holder, self.status):
            part.setVisible(visit is not None)
        if visit is None:
            return
        tone = {"waiting": Tone.OPEN, "received": Tone.NOW}.get(visit.state, Tone.DONE)
        self.status.show_status(
            Status(
                tone,
                f"{f'第 {visit.ordinal} 号' if visit.roster else visit.duty['mode']}　{visit.state_label}",
            )
        )
        self.facts.show_facts(visit_facts(visit))
        tied = visit.about is not None
        ours = visit.duty.ours
        for act in (self.petition, self.dispute, self.join):
            act.setVisible(ours and not tied)
        self.open.setVisible(tied)
        for act in (self.opine, self.instruct, self.change):
            act.setVisible(ours)
        self.hand_over.setVisible(ours and not visit.duty["signed_by"])


class DayPart(Part):
    """The day."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.told: DayView | None = None
        self._chosen = ""
        self.on: date | None = None
        self.office = ""
        across = row(gap="l")
        left = column(gap="s")
        self.head = SectionHeader("今天接访")
        self.today = link("回到今天", self._to_today)
        self.head.end.addWidget(self.today)
        left.addWidget(self.head)
        self.sittings = Rows(SITTING_COLUMNS, "", 10)
        left.addWidget(self.sittings)
        self.queue_head = SectionHeader("来访")
        self.outside = link("下访、约访登记", self.sign_in_outside)
        self.queue_head.end.addWidget(self.outside)
        left.addWidget(self.queue_head)
        self.queue = Rows(QUEUE_COLUMNS, "", 0)
        left.addWidget(self.queue)
        left.addStretch(1)
        across.addLayout(left, LEFT_SHARE)
        right = column(gap="s")
        self.card = VisitCard()
        right.addWidget(self.card)
        right.addStretch(1)
        across.addLayout(right, RIGHT_SHARE)
        self.body.addLayout(across)
        self.body.addStretch(1)
        self.sittings.acted.connect(self.sign_in)
        self.sittings.opened.connect(self.sign_in)
        self.queue.opened.connect(self.choose)
        self._wire()

    @override
    def load(self) -> None:
        receptions, wanted = self.context.desk.duties.receptions, self._wanted
        on, office = self.on, self.office
        self._wanted = ""

        def read() -> DayView:
            if not wanted:
                return receptions.day(on, office)
            visit = receptions.visit(wanted)
            return receptions.day(visit.on_day, visit.duty.office)

        def show(told: DayView) -> None:
            if wanted:
                self._chosen = wanted
                self.go(told.day, told.office)
            self.show_day(told)

        self.read(read, show, "reception-day")

    def go(self, on: date | None, office: str = "") -> None:
        """The day that is shown from now on: today for None; of an office below by its id."""
        self.on = None if on == self.context.desk.today().date() else on
        self.office = "" if office == self.context.desk.access.office.office else office

    def _to_today(self) -> None:
        self.go(None)
        self.load()

    def show_day(self, told: DayView) -> None:
        """Shows what was read; the visit that was chosen stays so, else the first that waits is."""
        self.told = told
        when = "今天" if self.on is None else f"{told.day.year}年{told.day.month}月{told.day.day}日"
        self.head.show_heading(f"{when}接访" if not told.office_name else f"{when}{told.office_name}接访")
        away = self.on is not None or bool(told.office_name)
        self.today.setVisible(away)
        self.outside.setVisible(not away)
        self.sittings.show_rows(sitting_rows(told), f"{when}没有排领导接访；日程在“接访日程”里排")
        self.queue.show_rows(queue_rows(told), "还没有来访")
        self.queue_head.show_note(f"{told.batches} 批 {told.people} 人次" if told.visits else "")
        known = {v.id for v in told.visits}
        if self._chosen not in known:
            waiting = [v.id for v in told.visits if v.state == "waiting"]
            self._chosen = (waiting or [v.id for v in told.visits] or [""])[0]
        self.card.show_visit(self.visit)

    @property
    def visit(self) -> VisitView | None:
        """The visit that is chosen."""
        visits = self.told.visits if self.told is not None else ()
        return next((v for v in visits if v.id == self._chosen), None)

    def choose(self, ident: str) -> None:
        """Shows a visit."""
        self._chosen = ident
        self.card.show_visit(self.visit)

    def sign_in(self, roster: str = "") -> None:
        """Asks who came, with the leader of a roster day."""
        receptions = self.context.desk.duties.receptions
        ask(
            self.context,
            self,
            "来访签到",
            f"duty:reception:{roster}",
            receptions.sign_in_fields(),
            lambda desk, given: desk.duties.receptions.sign_in(given, roster),
            words="签到",
            hint="来访超过 5 人的请推选代表，代表不超过 5 人（《信访工作条例》第二十条）。首访首办的单位和责任人不填的，"
            "就是本单位和登记人。",
            start={"people": "1"},
            then=self._signed,
        )

    def sign_in_outside(self) -> None:
        """Asks of a visit that stands on no roster: 下访, 约访."""
        receptions = self.context.desk.duties.receptions
        today = self.context.desk.today().date().isoformat()
        level = "district" if self.context.desk.access.office.is_district else "township"
        ask(
            self.context,
            self,
            "下访、约访登记",
            "duty:reception:outside",
            receptions.sign_in_fields(outside=True),
            lambda desk, given: desk.duties.receptions.sign_in(given),
            words="登记",
            hint="领导到现场接访、约请当事人面谈的，登记在这里。",
            start={"people": "1", "on_day": today, "mode": "field", "level": level},
            then=self._signed,
        )

    def _signed(self, kept: Any) -> None:
        self._chosen = kept.id

    def _wire(self) -> None:
        card = self.card
        card.opine.pressed_on.connect(self._opine)
        card.instruct.pressed_on.connect(self._instruct)
        card.petition.pressed_on.connect(lambda: self._to_matter("petition"))
        card.dispute.pressed_on.connect(lambda: self._to_matter("dispute"))
        card.join.pressed_on.connect(self._join)
        card.open.pressed_on.connect(self._open)
        card.hand_over.pressed_on.connect(self._hand_over)
        card.change.pressed_on.connect(self._change)
        card.print.pressed_on.connect(lambda: self._paper(print_duty))
        card.save.pressed_on.connect(lambda: self._paper(save_duty))

    def _opine(self) -> None:
        visit = self.visit
        if visit is None:
            return
        fields = self.context.desk.duties.receptions.opinion_fields()
        ask(
            self.context,
            self,
            f"接访领导意见　{visit.duty['visitor']}",
            f"duty:opinion:{visit.id}",
            fields,
            lambda desk, given: desk.duties.receptions.opine(visit.id, given),
            start={f.name: visit.duty.raw.get(f.name, "") for f in fields},
        )

    def _instruct(self) -> None:
        visit = self.visit
        if visit is None:
            return
        receptions = self.context.desk.duties.receptions
        ask(
            self.context,
            self,
            f"批示交办　{visit.duty['visitor']}",
            f"duty:task:{visit.id}",
            receptions.instructions.fields(),
            lambda desk, given: desk.duties.receptions.instruct(visit.id, given),
            words="交办",
            hint="批示到期没有办结的，每天列在工作台上。",
            start={"leader": visit.duty["leader"], "given_on": visit.on_day.isoformat()},
            to="everybody",
        )

    def _to_matter(self, kind: str) -> None:
        visit = self.visit
        if visit is None:
            return
        desk = self.context.desk
        codes = {"category": "dispute_type" if kind == "dispute" else "petition_category"}
        party = tuple(f for f in desk.matters.party_fields() if f.name in OF_VISITOR)
        fields = tuple(
            replace(f, codes=codes.get(f.name, f.codes)) for f in desk.duties.receptions.matter_fields(kind)
        )
        raw = visit.duty.raw
        ask(
            self.context,
            self,
            "登记为信访事项" if kind == "petition" else "登记为矛盾纠纷",
            f"duty:matter:{visit.id}",
            (*fields, *party),
            lambda desk, given: desk.duties.receptions.to_matter(visit.id, given, kind),
            words="登记",
            hint=f"来访人 {visit.duty['visitor']}，{visit.on_day.isoformat()} 来访；其余的以后可以补。",
            start={
                "statement": raw.get("subject", ""),
                "request": raw.get("request", ""),
                "people": str(visit.people),
            },
        )

    def _join(self) -> None:
        visit = self.visit
        if visit is None:
            return
        sheet = JoinSheet(self.context)

        def chosen(matter: str) -> None:
            desk = self.context.desk
            self.do(
                lambda: desk.duties.receptions.join(visit.id, matter),
                lambda _k: self.context.sheet.close_sheet(),
            )

        sheet.chosen.connect(chosen)
        self.context.sheet.open_sheet(f"并入已有事项　{visit.duty['visitor']}", sheet)

    def _open(self) -> None:
        if self.visit is not None and self.visit.about is not None:
            self.context.navigate("matter", ident=self.visit.about.matter)

    def _hand_over(self) -> None:
        if self.visit is not None:
            ask_hand_over(self.context, self, self.visit)

    def _change(self) -> None:
        visit = self.visit
        if visit is None:
            return
        fields = self.context.desk.duties.receptions.sign_in_fields()
        ask(
            self.context,
            self,
            f"改登记　{visit.duty['visitor']}",
            f"duty:reception:{visit.id}",
            fields,
            lambda desk, given: desk.duties.receptions.book.change(visit.id, given, visit.duty.version),
            start={f.name: visit.duty.raw.get(f.name, "") for f in fields},
            only_changed=True,
        )

    def _paper(self, does: Any) -> None:
        if self.visit is not None:
            paper = ("leader_reception", self.visit.id)
            does(self.context, self, self.faults, paper, f"领导接访登记表{self.visit.duty['number']}")


def ask_hand_over(context: Context, owner: QWidget, visit: VisitView) -> None:
    """Asks who signed for what the first receiver answers for."""
    ask(
        context,
        owner,
        f"交接签收　{visit.duty['visitor']}",
        f"duty:handover:{visit.id}",
        context.desk.duties.receptions.hand_over_fields(),
        lambda desk, given: desk.duties.receptions.hand_over(visit.id, given),
        words="签收",
        hint="接手的单位签收以前，仍由首访首办的单位和责任人负责。",
        start={"handed_on": context.desk.today().date().isoformat()},
    )
