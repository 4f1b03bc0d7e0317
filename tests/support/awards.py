"""Dossiers for pay by the case: an office with mediators and sums, a dispute that was mediated, closed and has its papers."""

from __future__ import annotations

from collections.abc import Callable

from app.desk import Desk

Form = Callable[..., dict[str, object]]
LOOKED = {"recorded": "是", "signed": "是", "lawful": "是"}
"""What a grader saw in an ordinary dossier."""
SUMS = {
    "rule.award_first_yuan": "600",
    "rule.award_second_yuan": "300",
    "rule.award_third_yuan": "100",
}


def prepared(desk: Desk) -> Desk:
    """An office with its mediators and its sums."""
    desk.directory.put(
        "mediator",
        [{"name": "周文礼", "committee": "青石村调委会"}, {"name": "孙二娘", "committee": "柳林村调委会"}],
    )
    desk.directory.set_settings(SUMS)
    return desk


def closed(
    desk: Desk, dispute: Form, mediators: str = "周文礼", issue: bool = True, **changes: object
) -> str:
    """A dispute that was mediated and closed; with its papers, where they are issued."""
    number = desk.matters.register([dispute(**changes)])[0].number
    do = desk.matters.do
    do(number, "accept", {"mediators": mediators})
    do(number, "mediate", {"mediators": mediators, "record": "双方同意清理巷道。", "result": "agreed"})
    do(number, "agree", {"form": "oral", "content": "三日内清理巷道。"})
    do(number, "close", {"result": "agreed", "proof": "oral_agreement", "performance": "done"})
    if issue:
        issue_all(desk, number)
    return number


def issue_all(desk: Desk, number: str) -> None:
    """Issue what the matter must have."""
    while due := [p for p in desk.papers.papers(number) if p.due and p.need == "must"]:
        desk.papers.issue(number, due[0].paper)
