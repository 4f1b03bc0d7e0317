"""The forms of charges, return visits and relief, for their page and the cards of a matter: what each asks, and its command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ui.pages.asking import ask

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.desk import Desk
    from app.duties.values.base import Field
    from app.duties.values.charges import ChargeSheet
    from app.duties.values.reliefs import ReliefSheet
    from app.duties.values.visits import PlanSheet, VisitLine
    from ui.context import Context

Does = Callable[["Desk", dict[str, str]], Any]
"""A command on the desk with what was typed."""
TITLES = {
    "open": "挂账包案",
    "edit": "补充修改",
    "progress": "记进展",
    "talk": "记约见走访",
    "check": "月督查",
    "support": "记配合单位答复",
    "hand": "更换包案领导",
    "resolve": "化解",
    "opinions": "填写销号意见",
    "strike": "销号",
    "send_back": "退回重办",
    "backflow": "登记倒流",
}
HINTS = {
    "open": "一案一表：包案领导、责任单位、乡镇负责人、村社负责人要落实到人。",
    "resolve": "依据材料照实填写，各种化解方式要求的材料不同，缺什么程序会指出来。",
    "strike": "三方意见签全、有批准人才能销号；化解和销号由两人办理。",
    "backflow": "原来的销号记为倒流，另立一件包案，责任席位不变。事项重新登记的，请先在“前件后件”里相连。",
    "check": "月督查不算当月进展。",
    "support": "每个配合单位各自答复，不算牵头单位当月的进展；没有答复的，在包案和责任卡上都看得到。",
}
BY_CHARGE = frozenset({"edit"})


class Acting:
    """Opens forms and carries them out.

    Args:
        context: of the window.
        owner: the page.
    """

    def __init__(self, context: Context, owner: QWidget) -> None:
        self._context = context
        self._owner = owner

    def open(self, matter: str, called: str = "", then: Callable[[Any], None] | None = None) -> None:
        """Puts a matter in charge.

        Args:
            matter: number or id.
            called: its number, where `matter` is an id.
            then: gets what was written.
        """
        desk = self._context.desk
        self._ask(
            f"挂账包案　{called or matter}",
            f"duty:charge:{matter}",
            desk.duties.charges.fields("open"),
            lambda d, given: d.duties.charges.open(matter, given),
            words="挂账",
            hint=HINTS["open"],
            start={"opened_on": self._today()},
            then=then,
        )

    def charge(self, act: str, sheet: ChargeSheet, then: Callable[[Any], None] | None = None) -> None:
        """One act on a charge."""
        room = self._context.desk.duties.charges
        ident, raw = sheet.line.id, sheet.view.raw
        fields = room.fields(act)
        start = {f.name: self._today() for f in fields if f.name in DAYS[act]} if act in DAYS else {}
        kept = ("unit_opinion", "leader_opinion", "office_opinion", "approver", "leader", "post", "level")
        if act in ("opinions", "strike", "hand", "edit"):
            start |= {
                f.name: raw.get(f.name, "")
                for f in fields
                if act == "edit" or f.name in kept
                if raw.get(f.name)
            }
        if act == "support":
            start |= {"who": next((s.unit for s in sheet.supports if s.last_on is None), "")}
        if act == "hand":
            start.pop("leader", None)
            start.pop("post", None)
        self._ask(
            f"{TITLES[act]}　{sheet.line.number}",
            f"duty:charge:{act}:{ident}",
            fields,
            _does_charge(act, ident, sheet.view.version),
            words=TITLES[act],
            hint=HINTS.get(act, ""),
            start=start,
            only_changed=act in BY_CHARGE,
            then=then,
        )

    def ending(self, matter: str) -> None:
        """三到位一处理 of a matter."""
        asked = self._context.desk.duties.endings.book.fields()
        self._ask(
            "三到位一处理",
            f"duty:ending:{matter}",
            asked,
            lambda d, given: d.duties.endings.record(matter, given),
            hint="适用哪一项就填哪一项（《信访工作条例》第二十七条）。依法处理的只记机关和日期，不记个人情况。",
            start={"on_day": self._today()},
        )

    def plan(self) -> None:
        """A new plan of return visits."""
        self._ask(
            "新建回访计划",
            "duty:visit_plan:",
            self._context.desk.duties.visits.fields(),
            lambda d, given: d.duties.visits.plan(given),
            words="建立计划",
            hint="从这段时间办结的事项里按比例随机抽取，由承办人以外的同志回访。",
        )

    def visit(self, action: str, plan: PlanSheet, line: VisitLine) -> None:
        """A visit or a rating in a matter of a plan."""
        kind = "petition" if line.can_rate else "dispute"
        fields = self._context.desk.duties.visits.record_fields(action, kind)
        words = "记回访" if action == "follow_up" else "记满意度"
        ident, matter = plan.line.id, line.about.matter
        start = {"done_on": self._today()}
        if action == "follow_up":
            start |= {"visitors": plan.line.visitor, "way": "door"}
        self._ask(
            f"{words}　{line.about.number}",
            f"duty:visit:{action}:{matter}",
            fields,
            lambda d, given: d.duties.visits.record(ident, matter, action, given),
            words=words,
            hint=f"承办人{line.handler}不能单独回访、询问。"
            if line.handler
            else "由承办人以外的同志回访、询问。",
            start={k: v for k, v in start.items() if v},
            kind=kind,
        )

    def missed(self, plan: PlanSheet, line: VisitLine) -> None:
        """Nobody could be reached."""
        what = self._context.desk.duties.charges.fields("send_back")
        asked = tuple(replace(f, label="联系情况") for f in what)
        ident, matter = plan.line.id, line.about.matter
        self._ask(
            f"联系不上　{line.about.number}",
            f"duty:visit:missed:{matter}",
            asked,
            lambda d, given: d.duties.visits.unreachable(ident, matter, given.get("why", "")),
            words="记为联系不上",
            hint="写明怎样联系过，例如：三次电话无人接听，上门不在家。以后联系上了仍可记回访。",
        )

    def relief(self, matter: str) -> None:
        """Asks for relief in a matter."""
        self._ask(
            "申请救助帮扶",
            f"duty:relief:{matter}",
            self._context.desk.duties.reliefs.fields("ask"),
            lambda d, given: d.duties.reliefs.ask(matter, given),
            words="提出申请",
            hint="申请人不填的，取事项的第一位当事人。不填银行账号。",
            start={"asked_on": self._today()},
        )

    def relief_act(self, act: str, sheet: ReliefSheet) -> None:
        """An opinion, the decision, the payment."""
        room, ident = self._context.desk.duties.reliefs, sheet.line.id
        who = room.next_of(sheet)
        fields = room.fields(who if act == "opinion" else act)
        start = {"opinion": {}, "approve": {"approved": "是", "approved_on": self._today()}}.get(
            act, {"paid_on": self._today()}
        )
        words = {"opinion": "签意见", "approve": "审批", "pay": "发放"}[act]
        self._ask(
            f"{words}　{sheet.line.number}",
            f"duty:relief:{act}:{ident}",
            fields,
            _does_relief(act, ident, who, sheet.view.version),
            words=words,
            start=start,
        )

    # -- inside

    def _ask(
        self,
        title: str,
        draft: str,
        fields: tuple[Field, ...],
        does: Does,
        *,
        words: str = "保存",
        hint: str = "",
        start: Mapping[str, str] | None = None,
        only_changed: bool = False,
        then: Callable[[Any], None] | None = None,
        kind: str = "",
    ) -> None:
        ask(
            self._context,
            self._owner,
            title,
            draft,
            fields,
            does,
            words=words,
            hint=hint,
            start=start,
            only_changed=only_changed,
            then=then,
            kind=kind,
        )

    def _today(self) -> str:
        return self._context.desk.today().date().isoformat()


DAYS: dict[str, frozenset[str]] = {
    "progress": frozenset({"on_day"}),
    "talk": frozenset({"on_day"}),
    "check": frozenset({"on_day"}),
    "support": frozenset({"on_day"}),
    "hand": frozenset({"on_day"}),
    "resolve": frozenset({"resolved_on"}),
    "strike": frozenset({"struck_on"}),
    "backflow": frozenset({"backflow_on"}),
}
"""Days that are today unless somebody says otherwise."""


def _does_relief(act: str, ident: str, who: str, version: int) -> Does:
    def does(desk: Desk, given: dict[str, str]) -> Any:
        room = desk.duties.reliefs
        if act == "opinion":
            return room.opine(ident, who, given.get(f"{who}_opinion", ""), version)
        if act == "approve":
            # An unticked box is nothing in a form; here it is the leader's no.
            return room.approve(ident, {**given, "approved": given.get("approved") or "否"}, version)
        return room.pay(ident, given, version)

    return does


def _does_charge(act: str, ident: str, version: int) -> Does:
    def does(desk: Desk, given: dict[str, str]) -> Any:
        room = desk.duties.charges
        if act in ("progress", "talk", "support"):
            return room.note(ident, given, act)
        if act == "check":
            return room.note(ident, given, "monthly_check")
        if act == "hand":
            rest = {k: v for k, v in given.items() if k not in ("why", "on_day")}
            return room.hand(ident, rest, given.get("why", ""), given.get("on_day", ""), version)
        if act == "send_back":
            return room.send_back(ident, given.get("why", ""), version)
        if act == "backflow":
            return room.backflow(ident, given)
        one = {"edit": room.edit, "resolve": room.resolve, "opinions": room.opine, "strike": room.strike}
        return one[act](ident, given, version)

    return does
