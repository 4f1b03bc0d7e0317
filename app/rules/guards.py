"""Why something may not be done now: one Chinese sentence, with the article where it is law.

Data says in which states an action may be done; what needs more than a state is said here, one small function each.
"""

from __future__ import annotations

from collections.abc import Callable

from app.rules.actions import Action
from app.rules.book import RuleBook
from app.rules.events import since_reopened
from app.rules.facts import RUNGS, MatterFacts, StepFacts

Guard = Callable[[MatterFacts, RuleBook], str]

STATE_SENTENCES = {
    "registered": "尚未受理，先办理“受理”",
    "accepted": "已经受理",
    "in_progress": "已经受理，正在办理",
    "agreed": "已达成协议",
    "failed": "调解不成，已终止调解",
    "replied": "已作出意见",
    "served": "已送达",
    "closed": "已办结",
    "not_accepted": "已决定不予受理",
    "transferred": "已转送引导",
    "voided": "已作废，编号保留，不再办理",
}
"""What is said when the state alone forbids it."""

NOT_YET = {
    "notify": "现在不必告知",
    "serve": "尚未作出处理意见，先办理“作出处理意见”",
    "evaluate": "尚未答复，还不能评价",
    "follow_up": "尚未达成协议或者答复，还不到回访",
    "feedback": "尚未受理，没有结果可以反馈",
    "tell_extension": "没有批准延期，不必告知延期理由",
    "reopen": "还没有办结，接着办理即可",
    "confirm": "尚未达成调解协议",
    "review_request": "处理意见尚未送达，复查期限还没有起算",
    "review_decided": "没有复查请求",
    "final_request": "没有复查意见",
    "final_decided": "没有复核请求",
}
"""What is said instead while the matter has not come so far."""

EARLY = frozenset({"registered", "accepted", "in_progress", "agreed", "failed", "replied"})
ACCUSATION_ACTIONS = frozenset({"transfer_out", "notify", "note", "report", "withdraw", "void"})


def why_not(facts: MatterFacts, action: Action, book: RuleBook) -> str:
    """Say why an action may not be done now; ``""`` when it may."""
    if facts.category == "accusation" and facts.kind == "petition" and action.id not in ACCUSATION_ACTIONS:
        return (
            "检举控告类事项由纪检监察机关或者有权处理的机关依规依纪依法办理，"
            "本单位只转送、告知，并严格保密（《信访工作条例》第二十二条、第三十条）"
        )
    if facts.state not in action.from_states:
        if facts.state in EARLY and action.id in NOT_YET:
            return NOT_YET[action.id]
        return STATE_SENTENCES.get(facts.state, "现在的状态不能办理")
    guard = _GUARDS.get(action.id)
    return guard(facts, book) if guard else ""


def mediation_refused(facts: MatterFacts) -> StepFacts | None:
    """Return the step in which a party clearly refused, unless both have consented again since."""
    for step in reversed(facts.steps):
        if step.action == "consent":
            return None
        if (step.action == "mediate" and step.text("result") == "refused") or (
            step.action == "fail" and step.text("reason") == "refused"
        ):
            return step
    return None


def extension_given(facts: MatterFacts) -> int:
    """Return how many days of extension were approved for the term that runs now."""
    return sum(step.number("days") for step in since_reopened(facts) if step.action == "extend")


def extension_rule_id(facts: MatterFacts) -> str:
    """Return the clock that an extension would lengthen."""
    return "mediation_due" if facts.kind == "dispute" else "resolve_due"


def steps_on_this_rung(facts: MatterFacts) -> tuple[StepFacts, ...]:
    """Return the steps since the matter came to the rung it stands on, that of coming included."""
    steps = facts.steps
    for place in range(len(steps) - 1, -1, -1):
        if steps[place].rung and steps[place].rung != facts.rung:
            return steps[place + 1 :]
    return steps


def _mediation(facts: MatterFacts, book: RuleBook) -> str:
    if facts.kind == "petition" and facts.category not in {"", "appeal"}:
        return "只有申诉求决事项可以调解（《信访工作条例》第三十三条）"
    refused = mediation_refused(facts)
    if refused is None:
        return ""
    who = book.codes.label_of("refused_by", refused.text("refused_by"))
    one = f"当事人一方（{who}）" if who else "当事人一方"
    if facts.kind == "dispute":
        return f"{one}明确拒绝调解，不得调解（《人民调解法》第十七条）"
    return f"{one}不同意调解，须经争议双方当事人同意（《信访工作条例》第三十三条）"


def _consent(facts: MatterFacts, _book: RuleBook) -> str:
    return "" if mediation_refused(facts) else "没有一方拒绝调解的记录，不必再记同意"


def _fail(facts: MatterFacts, _book: RuleBook) -> str:
    if facts.kind == "petition" and not facts.has("mediate"):
        return "还没有调解，谈不上调解不成"
    return ""


def _escalate(facts: MatterFacts, _book: RuleBook) -> str:
    if facts.kind == "petition" and facts.category not in {"", "appeal"}:
        return "建议意见、咨询类事项由本单位答复，不必上交"
    if facts.rung == RUNGS[-1]:
        return "已在区县层级，上面没有可以上交的层级"
    if facts.rung == "joint_meeting":
        return _meeting_held(facts)
    return ""


def _meeting_held(facts: MatterFacts) -> str:
    if any(step.action == "joint_meeting" for step in steps_on_this_rung(facts)):
        return ""
    return "联席会议还没有作出决定，先记录“会议决定”"


def _joint_meeting(facts: MatterFacts, _book: RuleBook) -> str:
    if RUNGS.index(facts.rung) < RUNGS.index("joint_meeting"):
        return "还没有上交到联席会议，须逐级上交"
    return ""


def _lead(facts: MatterFacts, _book: RuleBook) -> str:
    if RUNGS.index(facts.rung) < RUNGS.index("joint_meeting"):
        return "须先经联席会议研究确定包案领导，逐级上交"
    return _meeting_held(facts) if facts.rung == "joint_meeting" else ""


def _decide(facts: MatterFacts, book: RuleBook) -> str:
    if facts.category not in {"", "appeal"}:
        return "信访处理意见书用于申诉求决事项，本类用“答复”（《信访工作条例》第二十九条、第三十一条）"
    if facts.route == "duty_performance":
        return "属于申请履行职责的，依法履行或者答复，用“答复”（《信访工作条例》第三十一条第（五）项）"
    if facts.route not in {"", "general"}:
        route = book.codes["appeal_route"].by_id(facts.route)
        return f"应当{route.label}，用“转送引导”（{route.article}）" if route else "应当导入其他程序"
    return ""


def _reply(facts: MatterFacts, _book: RuleBook) -> str:
    if facts.category in {"", "appeal"} and facts.route in {"", "general"}:
        return "申诉求决事项应当出具信访处理意见书，用“作出处理意见”（《信访工作条例》第三十一条第（六）项）"
    return ""


def _serve(facts: MatterFacts, _book: RuleBook) -> str:
    last = facts.last_step("decide", "reply")
    if last is not None and last.action == "reply":
        return "答复事项没有处理意见书要送达，可以直接结案"
    return ""


def _extend(facts: MatterFacts, book: RuleBook) -> str:
    if facts.kind == "petition" and not facts.is_general_appeal:
        return "六十日办结期限和延期只适用于第三十一条第（六）项的申诉求决事项（《信访工作条例》第三十四条）"
    if facts.accepted_on is None and not facts.has("accept"):
        return "没有受理日期，期限还没有起算"
    if facts.kind == "dispute":
        if mediation_refused(facts):
            return "当事人一方明确拒绝调解，不得调解，谈不上延期（《人民调解法》第十七条）"
        if facts.state == "failed":
            return "调解已经终止，没有可以延长的期限（《人民调解法》第二十六条）"
    rule = book.clock(extension_rule_id(facts), facts.first_day)
    if rule is None or rule.extend_max == 0:
        return "本期限不能延长"
    given = extension_given(facts)
    basis = "《信访工作条例》第三十四条" if facts.kind == "petition" else "调委会制度"
    if given >= rule.extend_max:
        return f"已延期 {given} 日，累计不得超过 {rule.extend_max} 日（{basis}）"
    if given and (facts.kind == "dispute" or book.settings.flag("extend_once")):
        return f"已延期一次（{given} 日），延期只许一次"
    return ""


def _notify(facts: MatterFacts, _book: RuleBook) -> str:
    if not facts.name_and_address_known:
        return (
            "姓名（名称）、住址不清，不必书面告知（《信访工作条例》第二十三条第二款）；查明后可以补上再告知"
        )
    return ""


def _object(facts: MatterFacts, _book: RuleBook) -> str:
    if not facts.is_referred:
        return "信访人直接提出的事项，没有转送、交办单位可以提出异议（《信访工作条例》第二十三条第三款）"
    return "已经提出异议，等转送、交办单位核实" if facts.has("object") else ""


def _feedback(facts: MatterFacts, _book: RuleBook) -> str:
    return "" if facts.is_referred else "不是上级转交办事项，没有反馈要求"


def _tell_extension(facts: MatterFacts, _book: RuleBook) -> str:
    last = next((one for one in reversed(since_reopened(facts)) if one.action in TOLD_OF), None)
    if last is None:
        return "没有批准延期，不必告知延期理由（《信访工作条例》第三十四条）"
    if last.action == "tell_extension" or last.day("told_on"):
        return "延期理由已经告知信访人"
    return ""


TOLD_OF = frozenset({"extend", "tell_extension"})


def _to_ordinary(facts: MatterFacts, _book: RuleBook) -> str:
    if not facts.simple:
        return "没有选用简易办理"
    return "已经转为普通程序" if facts.has("to_ordinary") else ""


def _confirm(facts: MatterFacts, _book: RuleBook) -> str:
    return "" if facts.has("agree") else "没有调解协议，不能申请司法确认（《人民调解法》第三十三条）"


def _hearing(facts: MatterFacts, _book: RuleBook) -> str:
    if not facts.is_general_appeal:
        return "听证用于重大、复杂、疑难的申诉求决事项（《信访工作条例》第三十一条第（六）项）"
    return ""


def _needs(earlier: str, since: tuple[str, ...], sentence: str, twice: str, again: str = "") -> Guard:
    """Make a guard: an earlier step must be there, and none of ``since`` after it.

    A request that came to this office (``again``) is completed once the reviewing organ has received it.
    """

    def guard(facts: MatterFacts, _book: RuleBook) -> str:
        if not facts.is_general_appeal:
            return "复查、复核只适用于信访处理意见（《信访工作条例》第三十五条、第三十六条）"
        last = facts.last_step(earlier, *since)
        if last is None:
            return sentence
        if last.action == again and last.day("requested_on") is None:
            return ""
        return "" if last.action == earlier else twice

    return guard


def _close(facts: MatterFacts, _book: RuleBook) -> str:
    if facts.kind == "dispute":
        return ""
    if facts.state == "replied":
        last = facts.last_step("decide", "reply")
        if last is None or last.action == "decide":
            return "处理意见书尚未送达，先办理“送达”（《信访工作条例》第三十四条、第三十五条）"
        return ""
    if facts.state in {"accepted", "in_progress", "failed"}:
        if facts.is_general_appeal:
            return "尚未出具信访处理意见书并送达，也没有达成协议（《信访工作条例》第三十一条第（六）项）"
        return "尚未答复，先办理“答复”"
    return ""


def _transfer_out(facts: MatterFacts, _book: RuleBook) -> str:
    if facts.category in {"suggestion", "inquiry"} and facts.state != "registered":
        return "已经受理的建议意见、咨询由本单位答复"
    return ""


_GUARDS: dict[str, Guard] = {
    "mediate": _mediation,
    "agree": _mediation,
    "consent": _consent,
    "fail": _fail,
    "escalate": _escalate,
    "joint_meeting": _joint_meeting,
    "lead": _lead,
    "decide": _decide,
    "reply": _reply,
    "serve": _serve,
    "extend": _extend,
    "notify": _notify,
    "object": _object,
    "tell_extension": _tell_extension,
    "feedback": _feedback,
    "to_ordinary": _to_ordinary,
    "confirm": _confirm,
    "hearing": _hearing,
    "close": _close,
    "transfer_out": _transfer_out,
    "review_request": _needs(
        "serve",
        ("review_request", "review_decided", "final_request", "final_decided"),
        "处理意见尚未送达，复查期限还没有起算（《信访工作条例》第三十五条）",
        "已经请求过复查",
        again="review_request",
    ),
    "review_decided": _needs(
        "review_request", ("review_decided", "final_request", "final_decided"), "没有复查请求", "复查已有结果"
    ),
    "final_request": _needs(
        "review_decided",
        ("final_request", "final_decided"),
        "没有复查意见，不能请求复核（《信访工作条例》第三十六条）",
        "已经请求过复核",
        again="final_request",
    ),
    "final_decided": _needs("final_request", ("final_decided",), "没有复核请求", "复核已有结果"),
}
