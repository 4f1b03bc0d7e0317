"""Made-up petition matters: accepted and told in time or late, decided and served, answered, led to another procedure."""

from __future__ import annotations

from typing import Any

from app.demo.course import Course, Plan
from app.demo.stock import Place, petitions, pick

CHANNELS = {"visit": 44, "letter": 20, "web": 22, "phone": 9, "assigned": 5}
WAYS = {
    "appeal": 50, "simple": 10, "explain": 7, "mediated": 6, "duty": 5, "judicial": 4, "not_in_power": 2,
    "suggestion": 6, "inquiry": 8, "other": 2,
}  # fmt: skip
"""Which way a petition goes, and of a hundred how many."""
REVIEWED = {"upheld": 7, "changed": 2, "revoked_redo": 1}
"""How a review (复查) or a final review (复核) ends, and of ten how many."""
_CATEGORY = {"suggestion": "suggestion", "inquiry": "inquiry", "other": "other", "accusation": "accusation"}
_STORY = {"simple": "appeal", "mediated": "appeal"}


def petition(course: Course, *, way: str = "") -> Plan:
    """A petition matter.

    Args:
        course: of its days.
        way: one of `WAYS`, or `accusation`; drawn where not given.
    """
    chance, stock = course.chance, course.stock
    where = stock.where(chance)
    way = way or pick(chance, WAYS)
    stories: Any = petitions()[_STORY.get(way, way)]
    case: dict[str, Any] = stories if way == "accusation" else chance.choice(stories)
    person = stock.person(chance, where, course.received)
    words = course.words(where, a=person.name)
    if "yuan" in case:
        words["yuan"] = str(chance.randrange(*case["yuan"]))
    channel = pick(chance, CHANNELS)
    people = 1 if chance.random() < 0.85 else chance.randint(2, 14)
    form: dict[str, object] = {
        "kind": "petition",
        "channel": channel,
        "received_on": course.received.isoformat(),
        "title": course.tell(case, "title", words),
        "statement": course.tell(case, "statement", words),
        "request": course.tell(case, "request", words),
        "category": _CATEGORY.get(way, "appeal"),
        "village": where.code,
        "people": people,
        "is_first": chance.random() < 0.9,
        "parties": [
            {
                "role": "petitioner", "name": person.name, "sex": person.sex, "phone": person.phone,
                "id_no": person.id_no, "address": person.address,
            }
        ],
    }  # fmt: skip
    if case.get("class"):
        form["content_class"] = case["class"]
    if channel == "assigned":
        form["source_office"] = stock.superior
        form["source_due_on"] = course.later(course.received, 35).isoformat()
        form["external_no"] = f"WY{course.received:%Y%m}{chance.randrange(10000):04d}"
    _go(course, way, case, words, where, referred=channel == "assigned")
    return course.plan(form)


def _go(
    course: Course, way: str, case: dict[str, Any], words: dict[str, str], where: Place, *, referred: bool
) -> None:
    chance, stock = course.chance, course.stock
    if way == "accusation":
        course.do(
            "transfer_out", (1, 3), target="discipline", to_unit=case["to"], method="forward",
            reason="属于检举控告类事项，按管理权限转送。",
        )  # fmt: skip
        return
    if way == "judicial":
        course.do(
            "transfer_out",
            (1, 4),
            target=case["target"],
            to_unit=case["to"],
            method="guide",
            reason=case["reason"],
        )
        _tell(course, "transfer_notice")
        return
    if way == "not_in_power":
        course.do(
            "not_accept",
            (1, 4),
            reason="not_in_power",
            explanation=case["explanation"],
            told_where=case["told"],
        )
        _tell(course, "not_accept_notice")
        return
    unit = stock.unit(case["unit"])
    officer = stock.mediator(chance)
    if way in {"suggestion", "inquiry", "other", "duty"}:
        route = {"route": "duty_performance"} if way == "duty" else {}
        course.do("accept", (0, 3), unit=unit, officer=officer, **route)
        _tell(course, "accept_notice")
        course.do(
            "reply", (2, 12), content=course.tell(case, "reply", words), adopted=case.get("adopted") or ""
        )
        if referred:
            course.do("feedback", (0, 2), to_unit=stock.superior, content="已答复信访人，信访人表示知晓。")
        course.do("close", (0, 3), result="answered", proof="reply_record")
        _rate(course)
        return
    quick = way == "simple"
    course.do(
        "accept",
        (0, 2) if quick else (1, 7),
        route="general",
        simple="是" if quick else "",
        unit=unit,
        officer=officer,
    )
    _tell(course, "accept_notice")
    if way == "mediated":
        course.do(
            "mediate", (3, 8), place=f"{stock.place}矛盾纠纷调解室", mediators=stock.mediator(chance), result="agreed",
            record=f"经双方同意组织调解，承办单位{unit}到场说明情况，信访人同意按商定的办法解决。",
        )  # fmt: skip
        course.do(
            "agree", (0, 1), form="written", content=course.tell(case, "decision", words), performance_due="+15",
            parties_signed_on="+0", mediator_signed_on="+0", sealed_on="+0",
        )  # fmt: skip
        course.do("close", (0, 5), result="agreed", proof="agreement", performance="done")
        _rate(course)
        return
    slow = not quick and chance.random() < 0.06
    if slow:
        course.do(
            "extend", (34, 38), days="30", reason="complex", approver=stock.leader(chance), told_on="+0"
        )
    decided = {
        "result": case.get("result") or "support",
        "facts_found": course.tell(case, "facts", words), "basis": course.tell(case, "basis", words),
        "decision": course.tell(case, "decision", words), "approver": stock.leader(chance),
        "review_organ": f"{stock.superior.removesuffix('信访局')}人民政府",
    }  # fmt: skip
    course.do("decide", (10, 16) if slow else (3, 7) if quick else (8, 33), **decided)
    course.do("serve", (0, 2), service_method="direct", signed_on="+0", signed_by="本人")
    if referred:
        course.do("feedback", (0, 2), to_unit=stock.superior, content="处理意见书已送达，正在督促落实。")
    course.do("close", (0, 4), result="decided", proof="decision_and_receipt", approver=stock.leader(chance))
    _rate(course)
    _after(course, where, decided)


def _tell(course: Course, notice: str) -> None:
    """As a rule on the same day; now and then by post, a few days later."""
    if course.chance.random() < 0.75:
        course.do(
            "notify", (0, 1), notice_kind=notice, service_method="direct", served_on="+0", received_by="本人"
        )
    else:
        course.do(
            "notify",
            (0, 1),
            notice_kind=notice,
            service_method="mail",
            served_on=f"+{course.chance.randint(2, 4)}",
        )


def _rate(course: Course) -> None:
    if course.chance.random() < 0.6:
        rating = pick(course.chance, {"satisfied": 68, "mostly_satisfied": 26, "dissatisfied": 6})
        of_unit = {"reason": "not_carried_out"} if rating == "dissatisfied" else {"for_office": rating}
        course.do("evaluate", (2, 10), for_unit=rating, **of_unit)


def _after(course: Course, where: Place, decided: dict[str, str]) -> None:
    chance, stock = course.chance, course.stock
    organ = f"{stock.superior.removesuffix('信访局')}人民政府"
    if chance.random() < 0.05:
        course.do("review_request", (4, 12), requested_on="+0", organ=organ)
        said = pick(chance, REVIEWED)
        course.do("review_decided", (15, 19), result=said, served_on="+0")
        if said == "upheld" and chance.random() < 0.4:
            said = pick(chance, REVIEWED)
            course.do("final_request", (5, 15), requested_on="+0", organ="临江市人民政府")
            course.do("final_decided", (12, 19), result=said, served_on="+0")
        _redo(course, said, decided)
        return
    if chance.random() < 0.93:
        course.do(
            "follow_up", (8, 18), visitors=stock.mediator(chance), performance="done",
            content=f"到{where.label}回访，处理意见已经落实，信访人没有新的诉求。",
        )  # fmt: skip


def _redo(course: Course, said: str, decided: dict[str, str]) -> None:
    """What was changed is carried out, what was revoked is decided anew (条例 Art. 35, 36); then it is closed again."""
    if said == "upheld":
        return
    approver = course.stock.leader(course.chance)
    if said == "revoked_redo":
        course.do("decide", (5, 20), **decided)
        course.do("serve", (0, 2), service_method="direct", signed_on="+0", signed_by="本人")
    course.do("close", (2, 9), result="decided", proof="decision_and_receipt", approver=approver)
