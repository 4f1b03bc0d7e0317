"""What one office wrote while the other accepted is kept, set aside on both sides alike, and decided by a person."""

from __future__ import annotations

import pytest

from app.errors import UserError
from app.matters.values import Filter
from tests.support.custody import ASSIGN, Form, Round, rows, the_offer, view, waits


def offered_and_edited(around: Round, dispute: Form) -> str:
    """A township's matter at the district, accepted there, while the township wrote on: a field, a party, a step."""
    town, district = around.township, around.district
    number = around.escalated(dispute())
    around.go(town, district)
    town.matters.edit(number, {"remark": "当事人住院", "people": "3"}, view(town, number).version)
    town.matters.add_party(number, {"role": "respondent", "name": "李铁柱", "phone": "13600004444"})
    party = view(town, number).parties[-1]
    town.matters.edit_party(number, party.id, {"address": "青石村三组"}, 1)
    town.matters.do(
        number, "mediate", {"mediators": "王调解", "record": "又调解一次", "result": "continuing"}
    )
    district.matters.custody.accept(the_offer(district).id)
    return number


def both_ways(around: Round, dispute: Form, first: str) -> str:
    number = offered_and_edited(around, dispute)
    town, district = around.township, around.district
    ways = [(town, district), (district, town)]
    for sender, reader in ways if first == "up" else reversed(ways):
        around.go(sender, reader)
    for sender, reader in ways:
        around.go(sender, reader)
    return number


@pytest.mark.parametrize("first", ["up", "down"])
def test_what_was_written_meanwhile_is_set_aside_on_both_sides_alike(
    around: Round, dispute: Form, first: str
) -> None:
    number = both_ways(around, dispute, first)
    town, district = around.township, around.district
    assert rows(town, number) == rows(district, number)
    assert waits(town) == waits(district)
    for desk in (town, district):
        found = view(desk, number)
        assert len(found.parties) == 2
        assert "mediate" not in [s.action for s in found.steps]
        said = [one.words for one in found.set_aside]
        assert said == ["改动事项", "添加当事人：被申请人 李铁柱", "改动当事人", "办理：调解（又调解一次）"]
        changes = {c.label: (c.before, c.after) for c in found.set_aside[0].changes}
        assert changes == {"备注": ("", "当事人住院"), "涉及人数": ("2", "3")}
        assert [one.can_decide for one in found.set_aside] == [desk is district] * 4
        assert not any("13600004444" in c.after for one in found.set_aside for c in one.changes)
        # What does not count is in no list and no search.
        assert desk.matters.find.search(Filter(text="李铁柱")) == ()
    around.check()


@pytest.mark.parametrize("first", ["up", "down"])
def test_what_is_adopted_becomes_the_custodians_own_change(around: Round, dispute: Form, first: str) -> None:
    number = both_ways(around, dispute, first)
    town, district = around.township, around.district
    entries = [one.id for one in view(district, number).set_aside]
    done = district.matters.custody.decide(number, entries[:3], adopt=True, reason="情况属实")
    assert "3 处" in done.changes.words
    with pytest.raises(UserError, match="理由"):
        district.matters.custody.decide(number, entries[3:], adopt=False)
    district.matters.custody.decide(number, entries[3:], adopt=False, reason="移交以后由区里调解")
    found = view(district, number)
    assert [p.name for p in found.parties] == ["张天明", "李桂花", "李铁柱"]
    assert found.parties[2].address == "青石村三组"
    with pytest.raises(UserError, match="已经决定"):
        district.matters.custody.decide(number, entries[:1], adopt=True)
    around.go(district, town)
    assert rows(town, number) == rows(district, number)
    assert waits(town) == waits(district)
    told = view(town, number).set_aside
    assert [one.decided for one in told] == ["adopted", "adopted", "adopted", "left"]
    assert told[0].decided_words == "武阳区信访局2026年3月2日采纳：情况属实"
    assert told[3].decided_words == "武阳区信访局2026年3月2日不采纳：移交以后由区里调解"
    with pytest.raises(UserError, match="其他单位"):
        town.matters.custody.decide(number, entries[:1], adopt=True)
    around.everybody(2)
    assert len(town.bundles.waiting()) == len(district.bundles.waiting()) == 0
    around.check()


def test_a_step_that_is_adopted_says_where_it_comes_from(around: Round, dispute: Form) -> None:
    number = both_ways(around, dispute, "up")
    district = around.district
    step = view(district, number).set_aside[-1]
    district.matters.custody.decide(number, [step.id], adopt=True)
    (adopted,) = [s for s in view(district, number).steps if s.action == "mediate"]
    assert adopted.what == "又调解一次"
    assert any("写于移交之后" in text for _, text in adopted.details)
    around.everybody(2)
    assert rows(around.township, number) == rows(district, number)
    around.check()


def test_a_change_of_what_is_not_there_is_adopted_only_with_what_made_it(
    around: Round, dispute: Form
) -> None:
    number = both_ways(around, dispute, "up")
    aside = view(around.district, number).set_aside
    (party,) = [one for one in aside if one.words == "改动当事人"]
    with pytest.raises(UserError, match="现在没有了"):
        around.district.matters.custody.decide(number, [party.id], adopt=True)
    assert view(around.district, number).set_aside == aside


def test_what_a_third_office_must_decide_reaches_it(around: Round, dispute: Form) -> None:
    town, other, district = around.desks
    number = offered_and_edited(around, dispute)
    district.matters.custody.offer(number, "assign", "621299102", ASSIGN)
    around.go(district, other)
    other.matters.custody.accept(the_offer(other).id)
    assert view(other, number).set_aside == ()
    # Only now the township's bundle with what it wrote meanwhile comes, and goes on to the office that has the matter.
    around.go(town, district)
    around.go(district, other)
    aside = view(other, number).set_aside
    assert [one.can_decide for one in aside] == [True] * 4
    other.matters.custody.decide(number, [aside[0].id], adopt=True)
    around.everybody(2)
    assert view(town, number).set_aside[-1].decided == "adopted"
    for desk in around.desks:
        assert rows(desk, number) == rows(district, number)
        assert waits(desk) == waits(district)
    around.check()


def test_both_sides_write_on_and_hand_over_again(around: Round, dispute: Form) -> None:
    town, district = around.township, around.district
    number = offered_and_edited(around, dispute)
    district.matters.custody.offer(number, "hand_back", "", {"what": "交还"})
    around.go(district, town)
    # The district writes on while the township accepts: now it is the district's that came too late.
    district.matters.edit(number, {"risk": "较大"}, view(district, number).version)
    town.matters.custody.accept(the_offer(town).id)
    town.matters.edit(number, {"risk": "重大"}, view(town, number).version)
    around.everybody(2)
    for desk in (town, district):
        found = view(desk, number)
        assert (found.custodian_name, {f.name: f.text for f in found.fields}["risk"]) == (
            "青石镇综治中心",
            "重大",
        )
        assert [one.office_name for one in found.set_aside].count("武阳区信访局") == 1
    assert rows(town, number) == rows(district, number)
    assert waits(town) == waits(district)
    around.check()
