"""A dispute is checked when it is accepted or refused: kept in its step, said in words, printed with the other way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.desk import Desk
from app.errors import UserError
from tests.papers.reading import text

Form = Callable[..., dict[str, object]]
SHEET = "mediation_suitability"


def answers(desk: Desk, **changed: str) -> dict[str, str]:
    return {**{q.id: "是" for q in desk.shelf.suitability}, **changed}


def due(desk: Desk, number: str) -> list[str]:
    return [p.paper for p in desk.papers.papers(number) if p.due]


def test_a_checked_dispute_keeps_its_check_and_has_its_sheet(desk: Desk, dispute: Form) -> None:
    number = desk.matters.register([dispute()])[0].number
    done = desk.matters.do(number, "accept", answers(desk, suit_calm="否"))
    assert any("《人民调解法》第二十五条" in doubt for doubt in done.doubts)
    step = desk.matters.get_matter(number).steps[-1]
    assert ("适宜性审查", "不符合“没有激化可能”") in step.details
    assert not [label for label, _ in step.details if label == "民间纠纷"]
    assert SHEET in due(desk, number)
    printed = text(desk.papers.look(number, SHEET).pdf)
    assert "适宜人民调解，予以受理" in printed
    desk.papers.issue(number, SHEET)
    assert SHEET not in due(desk, number)


def test_an_unchecked_acceptance_has_no_sheet(desk: Desk, dispute: Form) -> None:
    number = desk.matters.register([dispute()])[0].number
    desk.matters.do(number, "accept", {})
    assert SHEET not in due(desk, number)


def test_what_cannot_be_mediated_is_refused_with_the_other_way(desk: Desk, dispute: Form) -> None:
    number = desk.matters.register([dispute()])[0].number
    with pytest.raises(UserError) as refused:
        desk.matters.do(number, "accept", answers(desk, suit_open="否"))
    assert "《人民调解工作若干规定》第二十二条" in refused.value.sentence
    assert "请向受理的机关查询进展" in refused.value.sentence
    assert desk.matters.get_matter(number).state == "registered"
    given = {"reason": "已由有权机关受理", **answers(desk, suit_open="否")}
    done = desk.matters.do(number, "not_accept", given)
    assert any(doubt.startswith("请告诉当事人：已经受理的") for doubt in done.doubts)
    assert due(desk, number) == [SHEET]
    printed = text(desk.papers.look(number, SHEET).pdf).replace("\n", "")
    assert "不予受理" in printed
    assert "向人民法院起诉" in printed


def test_the_clerks_own_words_on_where_to_turn_come_first(desk: Desk, dispute: Form) -> None:
    number = desk.matters.register([dispute()])[0].number
    done = desk.matters.do(
        number, "not_accept", {"reason": "不在本辖区", "told_where": "请到柳林镇人民调解委员会申请。"}
    )
    assert not done.doubts
    assert "请到柳林镇人民调解委员会申请" in text(desk.papers.look(number, SHEET).pdf).replace("\n", "")
