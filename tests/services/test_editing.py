"""Editing in place: the checks of registration, old and new in the history, nothing saved by halves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.desk import Desk
from app.errors import NotFoundError, UserError
from app.matters.values import Filter
from tests.support.offices import Offices

Form = Callable[..., dict[str, object]]


@pytest.fixture
def number(desk: Desk, dispute: Form) -> str:
    return desk.matters.register([dispute(amount_fen=1234500, urgent=True)])[0].number


def test_the_editors_get_what_a_person_would_type(desk: Desk, number: str) -> None:
    found = desk.matters.to_edit(number)
    assert found.version == desk.matters.get_matter(number).version
    told = {n: found.values[n] for n in ("received_on", "amount_fen", "people", "category", "urgent", "risk")}
    assert told == {
        "received_on": "2026-03-02",
        "amount_fen": "12345",
        "people": "2",
        "category": "neighbour",
        "urgent": "是",
        "risk": "",
    }
    assert {"number", "kind", "state", "rung", "accepted_on"}.isdisjoint(found.values)
    first = found.parties[0]
    assert first.values["name"] == "张天明"
    assert first.values["id_no"] == first.values["phone"] == ""


def test_saving_unchanged_what_the_editors_got_changes_nothing(desk: Desk, number: str) -> None:
    found = desk.matters.to_edit(number)
    before = desk.matters.history(number)
    desk.matters.edit(number, found.values, found.version)
    assert desk.matters.history(number) == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"received_on": ""}, "收到日期不能为空"),
        ({"received_on": "2027-01-01"}, "收到日期在今天之后"),
        ({"title": "", "statement": ""}, "至少填写一项"),
        ({"people": "许多", "channel": ""}, "形式不能为空"),
    ],
)
def test_what_registration_refuses_an_edit_refuses(
    desk: Desk, number: str, changes: dict[str, object], words: str
) -> None:
    version = desk.matters.get_matter(number).version
    with pytest.raises(UserError, match=words):
        desk.matters.edit(number, {"place": "村口", **changes}, version)
    assert desk.matters.get_matter(number).version == version


def test_a_day_of_receipt_after_acceptance_is_refused(desk: Desk, number: str, clock: object) -> None:
    clock.go(days=5)  # type: ignore[attr-defined]
    desk.matters.do(number, "accept", {"done_on": "2026-03-03"})
    version = desk.matters.get_matter(number).version
    with pytest.raises(UserError, match="受理日期早于收到"):
        desk.matters.edit(number, {"received_on": "2026-03-05"}, version)


def test_an_emptied_title_is_taken_from_the_statement(desk: Desk, number: str) -> None:
    desk.matters.edit(number, {"title": ""}, desk.matters.get_matter(number).version)
    assert desk.matters.get_matter(number).title.startswith("李桂花在共用巷道内堆放砖石")


def test_a_party_is_corrected_and_the_history_tells_it_masked(desk: Desk, number: str) -> None:
    party = desk.matters.to_edit(number).parties[1]
    desk.matters.edit_party(number, party.id, {"phone": "13900009999", "name": "李桂华"}, party.version)
    view = desk.matters.get_matter(number).parties[1]
    assert (view.name, view.phone) == ("李桂华", "139****9999")
    words = desk.matters.history(number)[0].words
    assert "姓名：李桂花 → 李桂华" in words
    assert "138****2222 → 139****9999" in words
    assert [r.number for r in desk.matters.find.search(Filter(text="李桂华"))] == [number]
    with pytest.raises(UserError, match="刚刚被改动过"):
        desk.matters.edit_party(number, party.id, {"name": "李"}, party.version)


def test_a_number_that_does_not_check_wants_a_reason_which_goes_when_it_is_mended(
    desk: Desk, number: str
) -> None:
    party = desk.matters.to_edit(number).parties[1]
    wrong = {"id_no": "621299198003052313"}
    with pytest.raises(UserError, match="身份证号") as refused:
        desk.matters.edit_party(number, party.id, wrong, party.version)
    assert "理由" in refused.value.advice
    desk.matters.edit_party(number, party.id, wrong, party.version, {"id_no": "证件磨损，本人确认"})
    assert desk.matters.get_matter(number).parties[1].doubt == "身份证号：证件磨损，本人确认"
    desk.matters.edit_party(number, party.id, {"id_no": "621299198003052312"}, party.version + 1)
    view = desk.matters.get_matter(number).parties[1]
    assert (view.doubt, view.sex) == ("", "男")


def test_a_party_is_added_with_the_checks_of_registration(desk: Desk, number: str) -> None:
    with pytest.raises(UserError, match="姓名不能为空"):
        desk.matters.add_party(number, {"role": "respondent"})
    desk.matters.add_party(number, {"role": "respondent", "name": "王有才", "phone": "13700001234"})
    assert [p.name for p in desk.matters.get_matter(number).parties] == ["张天明", "李桂花", "王有才"]
    for each in range(5):
        desk.matters.add_party(number, {"role": "representative", "name": f"代表{each}"})
    with pytest.raises(UserError, match="不得超过 5 人"):
        desk.matters.add_party(number, {"role": "representative", "name": "第六人"})
    assert desk.health.check().ok


def test_parties_of_other_matters_and_other_offices_are_not_touched(
    desk: Desk, number: str, dispute: Form, offices: Offices
) -> None:
    other = desk.matters.register([dispute()])[0].number
    party = desk.matters.to_edit(other).parties[0]
    with pytest.raises(NotFoundError):
        desk.matters.edit_party(number, party.id, {"name": "甲"}, party.version)
    assert offices.opened
