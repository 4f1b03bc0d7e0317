"""Made-up disputes: who with whom about what, how it was mediated, how far it went up the ladder, how it ended."""

from __future__ import annotations

from typing import Any

from app.demo.course import Course, Plan
from app.demo.stock import Person, Place, disputes, pick

CHANNELS = {
    "application": 44, "screening": 26, "say_session": 12, "visit": 8, "police_link": 6, "phone": 3, "assigned": 1,
}  # fmt: skip
ENDS = {
    "at_once": 50, "second": 14, "oral": 8, "township": 12, "joint": 5, "failed": 5, "refused": 3, "withdrawn": 2,
    "not_taken": 1,
}  # fmt: skip
"""How a dispute goes, and of a hundred how many."""
SOURCES = {
    "by_application": 57, "proactive": 26, "police": 4, "court": 4, "petition_office": 3, "procuratorate": 3, "other_dept": 3,
}  # fmt: skip
"""Where a mediation comes from, and of a hundred how many."""
CONFIRMED = {"valid": 6, "rejected": 2, "asked": 2}
"""What became of an application for judicial confirmation, and of ten how many."""
ROOM = "村委会调解室"


def dispute(course: Course, *, end: str = "", category: str = "") -> Plan:
    """A dispute.

    Args:
        course: of its days.
        end: one of `ENDS`; drawn where not given.
        category: a dispute type; drawn where not given.
    """
    chance, stock = course.chance, course.stock
    where = stock.where(chance)
    kinds = disputes()
    category = category or pick(chance, {name: kinds[name]["weight"] for name in kinds})
    case: dict[str, Any] = chance.choice(kinds[category]["cases"])
    one, other = (stock.person(chance, where, course.received) for _ in range(2))
    while other.name[0] == one.name[0]:
        other = stock.person(chance, where, course.received)
    words = course.words(where, a=one.name, b=other.name)
    amount = 0
    if "yuan" in case:
        low, high, step = case["yuan"]
        amount = chance.randrange(low, high + 1, step)
        words["yuan"] = str(amount)
    channel = pick(chance, CHANNELS)
    urgent = chance.random() < 0.015
    form: dict[str, object] = {
        "kind": "dispute",
        "channel": channel,
        "received_on": course.received.isoformat(),
        "title": course.tell(case, "title", words),
        "statement": course.tell(case, "statement", words),
        "request": course.tell(case, "request", words),
        "category": category,
        "village": where.code,
        "people": chance.choice((2, 2, 2, 3, 4, 5, 8, 12)),
        "risk": pick(chance, {"ordinary": 90, "larger": 8, "major": 2}),
        "urgent": urgent,
        "parties": [
            _party("applicant", one, full=True),
            _party("respondent", other, full=chance.random() < 0.6),
        ],
    }
    if channel == "screening":
        form["found_on"] = course.received.isoformat()
    if channel in {"screening", "say_session"}:
        form |= _steps(course, where)
    if amount:
        form["amount_fen"] = amount * 100
    if urgent:
        course.do(
            "report",
            content=f"双方情绪激动，已派人稳控，{where.label}干部在场。",
            reporter=stock.mediator(chance),
        )
    _go(course, end or pick(chance, ENDS), case, words, where)
    return course.plan(form)


def _party(role: str, person: Person, *, full: bool) -> dict[str, str]:
    known = {"role": role, "name": person.name, "sex": person.sex, "address": person.address}
    return {**known, "phone": person.phone, "id_no": person.id_no} if full else known


def _steps(course: Course, where: Place) -> dict[str, str]:
    """建档、析因、方案、责任: what was found has all four as a rule; of some a step is missing."""
    whole = {
        "causes": "界限不清、沟通不够，双方各执一词。",
        "measures": "先查勘现场，再分头做工作，最后一起商定。",
        "responsible_unit": f"{where.label}人民调解委员会",
        "responsible_officer": course.stock.mediator(course.chance),
    }
    luck = course.chance.random()
    missing = (
        () if luck < 0.8 else ("causes",) if luck < 0.87 else ("measures",) if luck < 0.94 else tuple(whole)
    )
    return {name: words for name, words in whole.items() if name not in missing}


def _go(course: Course, end: str, case: dict[str, Any], words: dict[str, str], where: Place) -> None:
    chance, stock = course.chance, course.stock
    mediator = stock.mediator(chance)
    if end == "not_taken":
        course.do(
            "not_accept",
            (0, 2),
            reason="party_refuses",
            explanation="被申请人明确表示不愿意调解，已告知可以依法起诉。",
        )
        return
    source = pick(chance, SOURCES)
    course.do("accept", (0, 1), source=source, mediators=mediator)
    if end == "withdrawn":
        course.do("withdraw", (1, 4), reason="双方已自行说和，不再需要调解。", written="是")
        return
    if end == "refused":
        course.do(
            "mediate", (1, 2), place=ROOM, mediators=mediator, result="refused", refused_by="respondent",
            record=f"调解员说明调解自愿的原则后，{words['b']}表示不愿意调解，要求走法律程序。",
        )  # fmt: skip
        course.do(
            "fail", (0, 1), reason="refused", refused_by="respondent", told_ways="可以依法向人民法院提起诉讼"
        )
        course.do("close", (0, 2), result="failed_told", proof="termination_notice")
        return
    if end in {"second", "failed", "township", "joint"}:
        course.do(
            "mediate", (1, 2), place=ROOM, mediators=mediator, result="continuing" if end == "second" else "failed",
            record=f"分别听取双方意见，到{where.label}现场查看。{words['a']}坚持：{_short(case['request'])}{words['b']}一时不能接受。",
        )  # fmt: skip
    if end == "failed":
        course.do(
            "fail", (1, 3), reason="no_agreement", told_ways="可以依法通过仲裁、行政、司法等途径维护权利"
        )
        course.do("close", (0, 3), result="failed_told", proof="termination_notice")
        return
    if end in {"township", "joint"}:
        _up(course, "本级两次上门、一次集中调解，双方差距较大。", stock.unit("综治中心"))
    if end == "joint":
        course.do(
            "mediate", (2, 4), place=f"{stock.place}矛盾纠纷调解室", mediators=stock.mediator(chance), result="failed",
            record="镇综治中心会同司法所组织调解，双方对事实没有异议，对数额仍有分歧。",
        )  # fmt: skip
        _up(course, "镇级组织调解未果，涉及多个单位，提请联席会议研究。", stock.unit("综治中心"))
        course.do(
            "joint_meeting", (2, 6), meeting=f"{stock.place}信访工作联席会议第{chance.randint(3, 22)}次会议",
            chair=stock.leader(chance), decision="由综治中心牵头、自然资源所和司法所配合，十五日内拿出化解方案。",
            unit=stock.unit("综治中心"), leader=stock.leader(chance), until_on="+15",
        )  # fmt: skip
        course.do(
            "lead",
            (1, 2),
            leader=stock.leader(chance),
            unit=stock.unit("司法所"),
            plan="先勘验、后算账、再签约。",
            until_on="+20",
        )
    _settle(course, end, case, words, where)


def _up(course: Course, work: str, holder: str) -> None:
    course.do(
        "escalate", (1, 2), reason="mediation_failed", work_done=work, holder=holder,
        approver=course.stock.leader(course.chance), until_on="+7", leader="",
    )  # fmt: skip


def _settle(course: Course, end: str, case: dict[str, Any], words: dict[str, str], where: Place) -> None:
    chance = course.chance
    mediator = course.stock.mediator(chance)
    course.do(
        "mediate", (1, 3), place=ROOM, mediators=mediator, result="agreed", invitees=f"{where.label}村组干部",
        record="双方互相谅解，在调解员主持下就各项内容逐条商定，愿意签订协议。",
    )  # fmt: skip
    oral = end == "oral"
    signed = {} if oral else {"parties_signed_on": "+0", "mediator_signed_on": "+0", "sealed_on": "+0"}
    course.do(
        "agree", (0, 1), form="oral" if oral else "written", content=course.tell(case, "agreement", words),
        performance_way="当面履行", performance_due="+20", mediators=mediator, **signed,
    )  # fmt: skip
    if not oral and chance.random() < 0.12:
        _confirm(course)
    proof = "oral_agreement" if oral else chance.choice(("agreement", "agreement", "performance_receipt"))
    course.do(
        "close",
        (0, 12),
        result="agreed",
        proof=proof,
        performance=chance.choice(("done", "done", "on_the_spot")),
    )
    if chance.random() < 0.95:
        performed = chance.choice(("done", "done", "done", "partly"))
        course.do(
            "follow_up", (12, 20), visitors=mediator, performance=performed,
            content="上门回访，双方按协议履行，没有再起争执。",
        )  # fmt: skip
        if performed == "partly" and chance.random() < 0.25:
            _again(course, case, words)
        elif performed == "partly":
            course.do(
                "follow_up", (10, 18), visitors=mediator, performance="done",
                content="再次回访，余款已经付清，协议履行完毕。",
            )  # fmt: skip


def _again(course: Course, case: dict[str, Any], words: dict[str, str]) -> None:
    """What was promised was not done: taken up again (《人民调解法》 Art. 31), agreed anew, closed again."""
    mediator = course.stock.mediator(course.chance)
    course.do(
        "reopen", (3, 9), reason="not_performed", explanation="余款没有按约付清，双方又起争执。",
        approver=course.stock.leader(course.chance),
    )  # fmt: skip
    course.do(
        "mediate", (1, 3), place=ROOM, mediators=mediator, result="agreed", record="重新算清余款，商定分两次付清。"
    )  # fmt: skip
    signed = {"parties_signed_on": "+0", "mediator_signed_on": "+0", "sealed_on": "+0"}
    course.do(
        "agree", (0, 1), form="written", content=course.tell(case, "agreement", words), mediators=mediator, **signed
    )  # fmt: skip
    course.do("close", (1, 6), result="agreed", proof="agreement", performance="done")


def _confirm(course: Course) -> None:
    """Both ask the court to confirm what they signed (《人民调解法》 Art. 33); its ruling comes some days later."""
    court, asked = "武阳区人民法院", course.later(course.day, 2)
    course.do("confirm", (2, 2), asked_on="+0", court=court, status="asked")
    if (said := pick(course.chance, CONFIRMED)) != "asked":
        course.do("confirm", (4, 9), asked_on=asked.isoformat(), court=court, status=said)


def _short(text: str) -> str:
    return text if text.endswith("。") else f"{text}。"
