"""What to do next with a matter and by when, and what will follow when one is registered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.rules.book import RuleBook
from app.rules.dates import say_date
from app.rules.events import reopens, since_reopened
from app.rules.facts import FINAL_STATES, MatterFacts
from app.rules.guards import mediation_refused, steps_on_this_rung, why_not
from app.rules.ladder import first_rung
from app.rules.readings import ClockReading, next_due, readings


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next step of a matter, for the desk.

    Attributes:
        action: the action to do.
        label: the word on its button.
        words: what to do, in words.
        due: by when; ``None`` where no clock presses.
        reading: the clock that presses.
    """

    action: str
    label: str
    words: str
    due: date | None
    reading: ClockReading | None


@dataclass(frozen=True, slots=True)
class RouteHint:
    """What will follow when a matter is registered, for the right side of the entry form.

    Attributes:
        way: the way it goes, in a few words.
        lines: what the clerk should know, each a sentence.
        clocks: the clocks that start at once, and those that will.
        papers: ids of the papers that will be due.
        restricted: whether it is an accusation, which goes into no list, paper or bundle.
    """

    way: str
    lines: tuple[str, ...]
    clocks: tuple[ClockReading, ...]
    papers: tuple[str, ...]
    restricted: bool = False


Choice = tuple[str, str, tuple[str, ...]]
"""An action, what to do in words, and the clocks that press it (the most urgent of all if none is named)."""

NOTICE = ("notice_due_direct", "notice_due_referred")
VISITS = ("followup_due", "followup_dispute_due")


def next_step(
    facts: MatterFacts, book: RuleBook, today: date, read: tuple[ClockReading, ...] | None = None
) -> NextStep | None:
    """Return the next step of a matter, or ``None`` when nothing is left to do.

    Args:
        facts: the matter.
        book: the rules.
        today: the day.
        read: its clocks, if they have been read already.
    """
    clocks = {one.rule: one for one in (readings(facts, book, today) if read is None else read)}
    choice = _choose(facts, clocks)
    if choice is None:
        return None
    action_id, words, pressing = choice
    action = book.actions.get(action_id)
    if action is None or why_not(facts, action, book):
        return None
    named = tuple(clocks[one] for one in pressing if one in clocks)
    # A visit presses nothing but itself: it follows what is still to be done.
    others = tuple(one for id_, one in clocks.items() if id_ not in VISITS)
    reading = next_due(named) or next_due(others)
    return NextStep(action_id, action.label, words, reading.last_day if reading else None, reading)


def _choose(facts: MatterFacts, clocks: dict[str, ClockReading]) -> Choice | None:
    if facts.state == "voided":
        return None
    if facts.state == "closed":
        return _after_closing(facts, clocks)
    if facts.urgent and facts.state not in FINAL_STATES and not facts.has("report"):
        return ("report", "报告重大、紧急情况", ("urgent_report", "mediation_urgent_report"))
    return _of_petition(facts, clocks) if facts.kind == "petition" else _of_dispute(facts, clocks)


def _after_closing(facts: MatterFacts, clocks: dict[str, ClockReading]) -> Choice | None:
    if any(id_ in clocks and clocks[id_].state in {"running", "overdue"} for id_ in VISITS):
        again = facts.has("follow_up")
        return ("follow_up", "再次回访，看是否履行（落实）" if again else "回访，看是否履行（落实）", VISITS)
    return None


def _of_petition(facts: MatterFacts, clocks: dict[str, ClockReading]) -> Choice | None:
    if facts.category == "accusation" and facts.state not in FINAL_STATES:
        return ("transfer_out", "转送纪检监察机关或者有权处理的机关", ("dispatch_due", *NOTICE))
    told = facts.has("notify") or not facts.name_and_address_known
    if facts.state in {"not_accepted", "transferred"}:
        return None if told else ("notify", "书面告知信访人去向或者理由", NOTICE)
    if facts.state == "registered":
        return ("accept", "决定是否受理并书面告知", ("simple_accept_due", *NOTICE))
    if not told and facts.state in {"accepted", "in_progress"}:
        return ("notify", "送达受理告知书", NOTICE)
    untold = clocks.get("extension_notice_due")
    if untold is not None and untold.state in {"running", "overdue"} and facts.state not in FINAL_STATES:
        return ("tell_extension", "告知信访人延期理由", ("extension_notice_due",))
    if facts.state == "replied":
        return _petition_replied(facts)
    if facts.state == "served":
        since = since_reopened(facts)
        redone = len(since) < len(facts.steps) and not any(one.action == "serve" for one in since)
        words = "落实变更后的意见，结案" if redone else "附上处理意见书和送达回证，结案"
        return ("close", words, ("resolve_due",) if redone else ())
    if facts.state == "agreed":
        return ("close", "附上协议，结案", ("resolve_due",))
    return _petition_at_work(facts)


def _petition_at_work(facts: MatterFacts) -> Choice:
    if facts.category in {"suggestion", "inquiry", "other"} or facts.route == "duty_performance":
        return ("reply", "研究并答复", ("simple_resolve_due",))
    if facts.route not in {"", "general"}:
        return ("transfer_out", "导入法定程序并告知", ())
    if facts.rung == "joint_meeting":
        step = _step_up(facts, "联席会议研究，定责任单位和包案领导")
        if step[0] == "joint_meeting":
            return step
    again = any(reopens(one) for one in facts.steps)
    words = "重新调查核实，作出处理意见" if again else "调查核实，作出处理意见"
    return ("decide", words, ("simple_resolve_due", "resolve_due"))


def _petition_replied(facts: MatterFacts) -> Choice:
    last = facts.last_step("decide", "reply")
    if last is not None and last.action == "reply":
        return ("close", "归档结案", ())
    sent = facts.last_step("serve")
    words = "等回执：补记签收日期" if sent is not None and sent.day("signed_on") is None else "送达处理意见书"
    return ("serve", words, ("resolve_due",))


def _of_dispute(facts: MatterFacts, clocks: dict[str, ClockReading]) -> Choice | None:
    rung = (f"rung_{facts.rung}",)
    if facts.state == "registered":
        return ("accept", "征得当事人同意，受理调解", rung)
    if facts.state == "agreed":
        return ("close", "督促履行，附上协议或者履行凭证，结案", ())
    if facts.state == "failed":
        if facts.rung == "district" or mediation_refused(facts):
            return ("close", "已告知其他途径，结案", ())
        return _step_up(facts, "调解不成，逐级上交")
    if facts.state not in {"accepted", "in_progress"}:
        return None
    if mediation_refused(facts):
        return ("fail", "一方拒绝：终止调解，告知其他途径", ())
    term = clocks.get(rung[0])
    if facts.rung == "joint_meeting":
        return _step_up(facts, "联席会议研究，定责任单位和包案领导")
    if term is not None and term.state == "overdue" and facts.rung != "district":
        return _step_up(facts, "本层级期限已过，上交")
    last = facts.last_step("mediate")
    if last is not None and last.text("result") == "agreed" and last in steps_on_this_rung(facts):
        return ("agree", "制作调解协议书，签名盖章", ("mediation_due", *rung))
    if last is not None and last.text("result") == "failed" and last in steps_on_this_rung(facts):
        return ("fail", "终止调解，告知其他途径", ("mediation_due", *rung))
    return ("mediate", "组织调解", ("mediation_due", *rung))


def _step_up(facts: MatterFacts, words: str) -> Choice:
    rung = (f"rung_{facts.rung}",)
    if facts.rung == "joint_meeting":
        if any(step.action == "joint_meeting" for step in steps_on_this_rung(facts)):
            return ("lead", "确定包案领导", rung)
        return ("joint_meeting", words, rung)
    return ("escalate", words, rung)


def route_hint(facts: MatterFacts, book: RuleBook, today: date) -> RouteHint:
    """Say what will follow if this matter is registered now.

    Args:
        facts: what has been typed so far; ``received_on`` may still be missing (today is taken).
        book: the rules.
        today: the day.
    """
    facts = replace(
        facts,
        state="registered",
        received_on=facts.received_on or facts.found_on or today,
        registered_on=facts.registered_on or today,
        rung=facts.rung or first_rung(facts.kind, facts.office_role),
    )
    restricted = facts.kind == "petition" and facts.category == "accusation"
    read = readings(facts, book, today)
    clocks = tuple(one for one in read if one.state in {"running", "overdue", "waiting"})
    if restricted:
        clocks = tuple(one for one in clocks if one.state != "waiting")
    papers: list[str] = []
    if not restricted:
        papers = ["petition_register"] if facts.kind == "petition" else ["screening_register"]
        papers += book.actions["accept"].papers_for(facts.kind)
    return RouteHint(
        way=_way(facts, book),
        lines=_hint_lines(facts, book, clocks),
        clocks=clocks,
        papers=tuple(papers),
        restricted=restricted,
    )


def _way(facts: MatterFacts, book: RuleBook) -> str:
    if facts.kind == "dispute":
        return "人民调解"
    if facts.category == "accusation":
        return "转送纪检监察机关或者有权处理的机关"
    if facts.category == "suggestion":
        return "研究论证，回复"
    if facts.category in {"inquiry", "other"}:
        return "答复"
    route = book.codes["appeal_route"].by_id(facts.route or "general")
    return route.label if route else "信访程序办理"


def _hint_lines(facts: MatterFacts, book: RuleBook, clocks: tuple[ClockReading, ...]) -> tuple[str, ...]:
    lines: list[str] = []
    code_list = "dispute_type" if facts.kind == "dispute" else "petition_category"
    chosen = book.codes[code_list].by_id(facts.category)
    if chosen and chosen.note:
        lines.append(chosen.note)
    route = book.codes["appeal_route"].by_id(facts.route) if facts.category == "appeal" else None
    if route and route.note:
        lines.append(f"{route.note}（{route.article}）")
    if facts.kind == "dispute":
        lines.append(
            "调解自愿、免费；当事人一方明确拒绝的，不得调解（《人民调解法》第三条、第四条、第十七条）"
        )
    elif not facts.name_and_address_known:
        lines.append("姓名（名称）、住址不清：照常登记，不计书面告知期限（《信访工作条例》第二十三条第二款）")
    if facts.urgent:
        article = "《信访工作条例》第二十五条" if facts.kind == "petition" else "《人民调解法》第二十五条"
        lines.append(f"重大、紧急：及时报告，不得隐瞒、谎报、缓报（{article}）")
    for one in clocks:
        if one.state in {"running", "overdue"} and one.last_day and one.is_binding:
            lines.append(f"{one.label}：{say_date(one.last_day)}前（{one.article}）")
    return tuple(lines)
