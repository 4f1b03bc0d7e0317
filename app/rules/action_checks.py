"""What must hold between the fields of one action and the matter: one small function for each action that needs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.rules.actions import DONE_ON
from app.rules.book import RuleBook
from app.rules.clocks import ExtensionError, check_extension
from app.rules.dates import say_date
from app.rules.events import events_of
from app.rules.facts import Fields, MatterFacts, as_day
from app.rules.followup import UNFINISHED
from app.rules.guards import extension_given, extension_rule_id
from app.rules.readings import readings
from app.rules.suitability import KIND, unanswered, unfit
from app.rules.verdict import Severity


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field.

    Attributes:
        field: its name.
        severity: ``error`` (the action is refused) or ``warning`` (done, and said).
        code: short English identifier.
        sentence: one Chinese sentence.
    """

    field: str
    severity: Severity
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in, and for which matter."""

    facts: MatterFacts
    values: Fields
    book: RuleBook

    def text(self, name: str) -> str:
        """Return a field as text."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def day(self, name: str) -> date | None:
        """Return a field as a day."""
        return as_day(self.values.get(name))


def _order(filled: Filled, first: date | None, first_label: str, name: str, label: str) -> list[FieldProblem]:
    later = filled.day(name)
    if first is None or later is None or later >= first:
        return []
    return [
        FieldProblem(
            name,
            "error",
            "date_out_of_order",
            f"{label}{say_date(later)}早于{first_label}{say_date(first)}",
        )
    ]


def _after_acceptance(filled: Filled) -> list[FieldProblem]:
    return _order(filled, filled.facts.accepted_on, "受理之日", DONE_ON, "日期")


def _on_the_ladder(filled: Filled) -> list[FieldProblem]:
    """A step on the ladder is no earlier than the one before it: rungs are climbed in their order in time as well."""
    problems = _after_acceptance(filled)
    before = filled.facts.last_step("escalate", "joint_meeting", "lead")
    if before is not None and not problems:
        label = filled.book.actions[before.action].label
        problems = _order(filled, before.done_on, f"上一步（{label}）", DONE_ON, "日期")
    return problems


def _notify(filled: Filled) -> list[FieldProblem]:
    problems = _order(filled, filled.day(DONE_ON), "告知书日期", "served_on", "签收日期")
    wanted = {"accept_notice": "受理", "not_accept_notice": "不予受理", "no_further_notice": "不再受理"}
    kind, facts = filled.text("notice_kind"), filled.facts
    refused = facts.state == "not_accepted"
    last = facts.last_step("not_accept", "no_further_accept")
    fits = {
        "accept_notice": facts.state not in {"registered", "not_accepted"},
        "not_accept_notice": refused and (last is None or last.action == "not_accept"),
        "no_further_notice": refused and (last is None or last.action == "no_further_accept"),
        "transfer_notice": facts.state == "transferred",
    }
    if not fits.get(kind, True):
        need = wanted.get(kind, "转送引导")
        sentence = f"还没有办理“{need}”，不能出这种告知书"
        problems.append(FieldProblem("notice_kind", "error", "notice_unfit", sentence))
    written, accepted = filled.day(DONE_ON), facts.accepted_on
    if kind == "accept_notice" and written is not None and accepted is not None and written < accepted:
        sentence = (
            f"受理告知书日期{say_date(written)}早于受理日期{say_date(accepted)}，请核对受理之日"
            "（办结期限自受理之日起算）"
        )
        problems.append(FieldProblem(DONE_ON, "warning", "notice_before_acceptance", sentence))
    return problems


def _suitable(filled: Filled, *, accepting: bool) -> list[FieldProblem]:
    """The suitability check of a dispute: whole or not at all; what speaks against it is a refusal that tells the other way."""
    if filled.facts.kind != KIND:
        return []
    questions, codes = filled.book.suitability, filled.book.codes["refusal_reason"]
    left = unanswered(questions, filled.values)
    if left:
        words = "、".join(f"“{q.short}”" for q in left)
        return [FieldProblem(left[0].id, "error", "check_unfinished", f"适宜性审查还没有答{words}")]
    against = unfit(questions, filled.values)
    told = [FieldProblem(q.id, "warning", "take_care", q.told) for q in against if not q.stops]
    if not accepting:
        reason = codes.by_id(filled.text("reason"))
        way = reason.attrs.get("way", "") if reason is not None and not filled.text("told_where") else ""
        return [
            *told,
            *([FieldProblem("told_where", "warning", "tell_way", f"请告诉当事人：{way}")] if way else []),
        ]
    for question in (q for q in against if q.stops):
        reason = codes.by_id(question.reason)
        way = reason.attrs.get("way", "") if reason is not None else ""
        sentence = (
            f"适宜性审查“{question.label}”答了“否”，不能受理（{question.basis}）；"
            f"请办理“不予受理”，并告诉当事人：{way}"
        )
        return [FieldProblem(question.id, "error", "not_suitable", sentence)]
    return told


def _accept(filled: Filled) -> list[FieldProblem]:
    return _suitable(filled, accepting=True)


def _not_accept(filled: Filled) -> list[FieldProblem]:
    if filled.facts.kind == KIND:
        return _suitable(filled, accepting=False)
    if filled.text("reason") == "not_in_power":
        sentence = (
            "不属于职权范围的，应当告知信访人向有权处理的机关、单位提出（《信访工作条例》第二十三条第一款）"
        )
        return [FieldProblem("reason", "warning", "tell_where", sentence)]
    return []


def _transfer_out(filled: Filled) -> list[FieldProblem]:
    allowed = {"discipline", "organisation", "competent_office"}
    if filled.facts.category == "accusation" and filled.text("target") not in allowed:
        sentence = "检举控告类事项按管理权限转送纪检监察机关或者有权处理的机关（《信访工作条例》第二十二条、第三十条）"
        return [FieldProblem("target", "error", "target_unfit", sentence)]
    if filled.facts.category == "accusation":
        sentence = "不得透露或者转给被检举、揭发的人员或者单位（《信访工作条例》第三十条第三款）"
        return [FieldProblem("to_unit", "warning", "keep_secret", sentence)]
    return []


def _object(filled: Filled) -> list[FieldProblem]:
    rule = filled.book.clock("objection_due", filled.facts.first_day)
    received, done = filled.facts.first_day, filled.day(DONE_ON)
    if rule is None or received is None or done is None:
        return []
    due = filled.book.reckon("objection_due", received).last_day
    if done <= due:
        return []
    sentence = (
        f"提出异议的期限已于{say_date(due)}届满（5个工作日，{rule.article}），"
        "已照实记录；是否退回由转送、交办单位决定"
    )
    # It was raised: the record says so, and that it was late. The sender decides, not this program.
    return [FieldProblem(DONE_ON, "warning", "objection_late", sentence)]


def _agree(filled: Filled) -> list[FieldProblem]:
    problems = _after_acceptance(filled)
    problems += _order(filled, filled.day(DONE_ON), "达成日期", "performance_due", "履行期限")
    return problems


def _serve(filled: Filled) -> list[FieldProblem]:
    decided = filled.facts.last_step("decide")
    problems = _order(filled, decided.done_on if decided else None, "意见书日期", DONE_ON, "送出日期")
    sent = filled.facts.last_step("serve", "decide")
    sent_on = sent.done_on if sent is not None and sent.action == "serve" else filled.day(DONE_ON)
    problems += _order(filled, sent_on, "送出日期", "signed_on", "签收日期")
    if filled.day("signed_on") is None:
        if filled.text("service_method") == "leave":
            sentence = "留置送达须填写留置（签收）日期"
            problems.append(FieldProblem("signed_on", "error", "field_missing", sentence))
        else:
            sentence = "还没有签收日期，不算送达；收到回执后再补记"
            problems.append(FieldProblem("signed_on", "warning", "not_signed_yet", sentence))
    return problems


def _extend(filled: Filled) -> list[FieldProblem]:
    facts, book = filled.facts, filled.book
    rule = book.clock(extension_rule_id(facts), facts.first_day)
    days = filled.values.get("days")
    if rule is None or not isinstance(days, int):
        return []
    if days < 1:
        return [FieldProblem("days", "error", "extension_not_allowed", "延长天数应当大于零")]
    given = extension_given(facts)
    try:
        check_extension(rule, given + days)
    except ExtensionError as error:
        return [FieldProblem("days", "error", error.code, error.sentence)]
    problems = _after_acceptance(filled)
    problems += _order(filled, filled.day(DONE_ON), "批准日期", "told_on", "告知日期")
    done = filled.day(DONE_ON)
    if done is not None:
        reading = next((one for one in readings(facts, book, done) if one.rule == rule.id), None)
        if reading is not None and reading.due is not None and done > reading.due:
            sentence = f"批准时期限已于{say_date(reading.due)}届满，仍按超期计"
            problems.append(FieldProblem(DONE_ON, "warning", "extension_late", sentence))
    if facts.kind == "petition" and filled.day("told_on") is None:
        sentence = "还没有告知信访人延期理由；告知后办理“告知延期”（《信访工作条例》第三十四条）"
        problems.append(FieldProblem("told_on", "warning", "not_told_yet", sentence))
    return problems


def _tell_extension(filled: Filled) -> list[FieldProblem]:
    extended = filled.facts.last_step("extend")
    return _order(filled, extended.done_on if extended else None, "批准延期日期", "told_on", "告知日期")


def _confirm(filled: Filled) -> list[FieldProblem]:
    effective = events_of(filled.facts, filled.book.actions).last("agreement_effective")
    asked = filled.day("asked_on")
    if effective is None:
        sentence = "协议还没有生效（签名、盖章不全），不能申请司法确认"
        return [FieldProblem("asked_on", "error", "agreement_not_effective", sentence)]
    problems = _order(filled, effective.day, "协议生效之日", "asked_on", "申请日期")
    last = filled.book.reckon("judicial_confirm_due", effective.day).last_day
    if asked is not None and asked > last:
        sentence = (
            f"共同申请的期限（协议生效之日起三十日）已于{say_date(last)}届满（《人民调解法》第三十三条），"
            "是否受理由人民法院决定"
        )
        # Both parties did ask: the record says so, and a court decides, not this office.
        problems.append(FieldProblem("asked_on", "warning", "confirm_late", sentence))
    return problems


def _review_request(filled: Filled) -> list[FieldProblem]:
    return _asked_in_time(filled, "review_request_due", "decision_served", "复查")


def _final_request(filled: Filled) -> list[FieldProblem]:
    return _asked_in_time(filled, "final_request_due", "review_served", "复核")


def _asked_in_time(filled: Filled, rule: str, event: str, word: str) -> list[FieldProblem]:
    received, told = filled.day("requested_on"), filled.day("asked_on")
    name = "requested_on" if told is None else "asked_on"
    asked = told or received
    if asked is None:
        sentence = f"信访人提出请求的日期和{word}机关收到请求的日期至少填写一项"
        return [FieldProblem("requested_on", "error", "field_missing", sentence)]
    problems = _order(filled, told, "信访人提出之日", "requested_on", f"{word}机关收到日期")
    problems += _order(filled, told, "信访人提出之日", "handed_on", "转交日期")
    start = events_of(filled.facts, filled.book.actions).last(event)
    if start is None:
        return problems
    problems += _order(filled, start.day, "收到答复之日", name, "请求日期")
    last = filled.book.reckon(rule, start.day).last_day
    if asked > last:
        sentence = (
            f"信访人于{say_date(start.day)}收到书面答复，请求{word}的期限已于{say_date(last)}届满，"
            f"逾期{(asked - last).days}日；已照实记录，是否受理由{word}机关决定"
        )
        problems.append(FieldProblem(name, "warning", "request_late", sentence))
    if received is None and filled.day("handed_on") is None:
        sentence = f"请求交到本单位的，应当及时转交{word}机关，并填写转交日期"
        problems.append(FieldProblem("handed_on", "warning", "not_handed_yet", sentence))
    return problems


def _review_decided(filled: Filled) -> list[FieldProblem]:
    asked = filled.facts.last_step("review_request")
    problems = _order(
        filled, asked.day("requested_on") if asked else None, "收到请求之日", DONE_ON, "复查意见日期"
    )
    return problems + _order(filled, filled.day(DONE_ON), "复查意见日期", "served_on", "收到书面答复日期")


def _final_decided(filled: Filled) -> list[FieldProblem]:
    first, last = filled.day("hearing_from"), filled.day("hearing_to")
    if (first is None) != (last is None):
        sentence = "听证的开始和结束日期要一起填写"
        return [FieldProblem("hearing_to", "error", "field_missing", sentence)]
    problems = _order(filled, first, "听证开始", "hearing_to", "听证结束")
    return problems + _order(filled, filled.day(DONE_ON), "复核意见日期", "served_on", "收到书面答复日期")


def _hearing(filled: Filled) -> list[FieldProblem]:
    return _order(filled, filled.day(DONE_ON), "听证开始", "ended_on", "听证结束")


def _no_further_accept(filled: Filled) -> list[FieldProblem]:
    """Art. 36 ¶3 stands on a final opinion; anything else must be accepted and explained."""
    problems = _order(filled, filled.day("earlier_on"), "原意见日期", DONE_ON, "决定日期")
    if filled.text("reason") == "review_not_asked":
        sentence = (
            "条例只规定复核意见作出后不再受理（第三十六条第三款）；逾期未请求复查、复核的，请先核对当地规定"
        )
        problems.append(FieldProblem("reason", "warning", "not_in_regulations", sentence))
    return problems


def _evaluate(filled: Filled) -> list[FieldProblem]:
    """Who handled the matter does not ask by telephone how it was handled; face to face it is said, and kept all the same."""
    asked_by = filled.text("asked_by").strip()
    if filled.text("way") not in {"phone", "face"} or not asked_by:
        return []
    if asked_by in handlers_of(filled.facts):
        if filled.text("way") == "phone":
            sentence = f"{asked_by}承办过本事项，电话询问满意度须由承办人以外的人进行；请换人询问，或者请信访人填写书面评价表"
            return [FieldProblem("asked_by", "error", "asked_by_handler", sentence)]
        sentence = f"{asked_by}承办过本事项，满意度由承办人以外的人询问为宜"
        return [FieldProblem("asked_by", "warning", "asked_by_handler", sentence)]
    return []


HANDLED = frozenset({"accept", "mediate", "decide", "reply", "serve", "close"})


def handlers_of(facts: MatterFacts) -> frozenset[str]:
    """Return the names of who handled the matter, as its steps name them."""
    names = {step.text("handler") for step in facts.steps if step.action in HANDLED}
    return frozenset(one.strip() for name in names for one in name.replace("，", "、").split("、")) - {""}


def _follow_up(filled: Filled) -> list[FieldProblem]:
    problems = _after_acceptance(filled)
    problems += _order(filled, filled.day(DONE_ON), "回访日期", "next_on", "下次回访日期")
    if filled.text("performance") in UNFINISHED and filled.day("next_on") is None:
        sentence = "还没有履行（落实）完毕，宜约定下次回访日期；没有约定的，按设置的天数再次回访"
        problems.append(FieldProblem("next_on", "warning", "next_visit", sentence))
    return problems


def _reopen(filled: Filled) -> list[FieldProblem]:
    return _order(filled, filled.facts.closed_on, "办结日期", DONE_ON, "决定日期")


RESULTS_BY_STATE = {
    ("dispute", "accepted"): ("settled", "other"),
    ("dispute", "in_progress"): ("settled", "other"),
    ("dispute", "agreed"): ("agreed",),
    ("dispute", "failed"): ("failed_told", "settled"),
    ("petition", "replied"): ("answered",),
    ("petition", "served"): ("decided", "agreed", "settled"),
    ("petition", "agreed"): ("agreed", "settled"),
}
"""How a matter may be closed from where it stands: what did not happen cannot be how it ended."""


def closing_choices(facts: MatterFacts) -> tuple[str, ...]:
    """Return the ids of ``closing_result`` that fit the matter as it stands, the usual one first."""
    return RESULTS_BY_STATE.get((facts.kind, facts.state), ())


def proof_choices(result: str, book: RuleBook) -> tuple[str, ...]:
    """Return the ids of ``closing_proof`` that prove a way of closing."""
    code = book.codes["closing_result"].by_id(result)
    return tuple(code.attrs.get("proofs", "").split()) if code else ()


def _close(filled: Filled) -> list[FieldProblem]:
    book, result, proof = filled.book, filled.text("result"), filled.text("proof")
    choices = closing_choices(filled.facts)
    if choices and result not in choices:
        fitting = "、".join(book.codes.label_of("closing_result", one) for one in choices)
        state = book.codes.label_of("state", filled.facts.state)
        sentence = f"现在是“{state}”，办结方式应为：{fitting}"
        return [FieldProblem("result", "error", "result_unfit", sentence)]
    proofs = proof_choices(result, book)
    if proofs and proof not in proofs:
        fitting = "、".join(book.codes.label_of("closing_proof", one) for one in proofs)
        sentence = f"“{book.codes.label_of('closing_result', result)}”的结案依据应为：{fitting}"
        return [FieldProblem("proof", "error", "proof_unfit", sentence)]
    return _after_acceptance(filled)


ACTION_CHECKS: dict[str, Callable[[Filled], list[FieldProblem]]] = {
    "notify": _notify,
    "accept": _accept,
    "not_accept": _not_accept,
    "transfer_out": _transfer_out,
    "object": _object,
    "mediate": _after_acceptance,
    "agree": _agree,
    "fail": _after_acceptance,
    "escalate": _on_the_ladder,
    "joint_meeting": _on_the_ladder,
    "lead": _on_the_ladder,
    "decide": _after_acceptance,
    "reply": _after_acceptance,
    "serve": _serve,
    "extend": _extend,
    "tell_extension": _tell_extension,
    "confirm": _confirm,
    "review_decided": _review_decided,
    "no_further_accept": _no_further_accept,
    "evaluate": _evaluate,
    "follow_up": _follow_up,
    "reopen": _reopen,
    "review_request": _review_request,
    "final_request": _final_request,
    "final_decided": _final_decided,
    "hearing": _hearing,
    "close": _close,
}
