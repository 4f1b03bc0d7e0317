"""Which matter came before: proposed, linked by a person, shown as a chain, brought forward again; never a list of persons."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.desk import Desk
from app.errors import NotFoundError, UserError
from app.matters.values import DraftView, Filter, MatterView
from tests.support.offices import Clock, Offices

Form = Callable[..., dict[str, object]]
FINAL = {
    "reason": "after_final_review",
    "earlier_number": "市复核〔2026〕3号",
    "earlier_on": "2026-06-20",
    "same_facts": "是",
}


def refused(code: str) -> pytest.RaisesExc[UserError]:
    return pytest.raises(UserError, check=lambda e: e.code == code and bool(e.sentence) and bool(e.advice))


def said(view: MatterView, name: str) -> str:
    return next((f.text for f in view.fields if f.name == name), "")


def settled(desk: Desk, form: dict[str, object]) -> str:
    """A dispute that ended with an agreement."""
    number = desk.matters.register([form])[0].number
    desk.matters.do(number, "accept", {"source": "by_application"})
    desk.matters.do(number, "agree", {"form": "oral", "content": "三日内清理巷道。"})
    desk.matters.do(number, "close", {"result": "agreed", "proof": "oral_agreement", "performance": "done"})
    return number


def two(desk: Desk, clock: Clock, petition: Form) -> tuple[str, str]:
    first = desk.matters.register([petition()])[0].number
    clock.go(days=20)
    second = desk.matters.register([petition(received_on="2026-03-22")])[0].number
    return first, second


def the_draft(desk: Desk, ident: str) -> DraftView:
    return next(d for d in desk.matters.drafts.waiting("register") if d.id == ident)


def test_a_likely_earlier_matter_is_proposed_and_linked_by_a_person(
    desk: Desk, clock: Clock, petition: Form
) -> None:
    first, second = two(desk, clock, petition)
    view = desk.matters.lineage.of(second)
    assert [(p.like.row.number, p.lineage) for p in view.proposals] == [(first, "repeat")]
    assert [r.number for r in view.chain] == [second]
    assert desk.matters.lineage.of(first).proposals == ()
    desk.matters.lineage.link(second, first, "repeat")
    view = desk.matters.lineage.of(second)
    assert view.linked
    assert view.proposals == ()
    assert [(r.number, r.lineage_label, r.is_this) for r in view.chain] == [
        (first, "", False),
        (second, "重复", True),
    ]
    assert [r.number for r in desk.matters.lineage.of(first).chain] == [first, second]
    shown = desk.matters.get_matter(second)
    assert said(shown, "lineage") == "重复"
    assert said(shown, "is_first") == ""
    assert "第十九条第三款" in view.note


def test_what_was_resolved_and_comes_again_is_proposed_as_flowing_back(
    desk: Desk, clock: Clock, dispute: Form
) -> None:
    first = settled(desk, dispute())
    clock.go(days=200)
    second = desk.matters.register([dispute(received_on="2026-09-18")])[0].number
    proposal = desk.matters.lineage.of(second).proposals[0]
    assert (proposal.like.row.number, proposal.lineage, proposal.lineage_label) == (
        first,
        "back_flow",
        "倒流",
    )
    desk.matters.lineage.link(second, first, "back_flow")
    chain = desk.matters.lineage.of(second).chain
    assert (chain[0].ended, chain[0].closed_on is not None, chain[1].depth) == ("达成协议 · 已履行", True, 1)


def test_the_history_names_the_earlier_matter_by_its_number(desk: Desk, clock: Clock, petition: Form) -> None:
    first, second = two(desk, clock, petition)
    desk.matters.lineage.link(second, first, "repeat")
    assert f"前件：（空） → {first}" in desk.matters.history(second)[0].words
    desk.matters.lineage.unlink(second)
    assert f"前件：{first} → （空）" in desk.matters.history(second)[0].words


def test_a_circle_a_later_matter_itself_and_a_voided_one_are_refused(
    desk: Desk, clock: Clock, petition: Form
) -> None:
    first, second = two(desk, clock, petition)
    link = desk.matters.lineage.link
    same_day = desk.matters.register([petition(received_on="2026-03-22")])[0].number
    link(second, same_day, "repeat")
    with refused("lineage_cycle"):
        link(same_day, second, "repeat")
    with refused("same_matter"):
        link(second, second, "repeat")
    with refused("earlier_is_later"):
        link(first, second, "repeat")
    desk.matters.do(first, "void", {"reason": "duplicate"})
    with refused("earlier_voided"):
        link(second, first, "repeat")
    with refused("bad_lineage"):
        link(second, first, "reopened")
    with refused("no_earlier"):
        link(second, "  ", "repeat")
    with refused("not_linked"):
        desk.matters.lineage.unlink(same_day)


def test_an_earlier_matter_of_another_office_is_kept_in_words(desk: Desk, petition: Form) -> None:
    number = desk.matters.register([petition()])[0].number
    desk.matters.lineage.link(number, "武信〔2025〕12号", "repeat")
    chain = desk.matters.lineage.of(number).chain
    assert [(r.id != "", r.number) for r in chain] == [(False, "武信〔2025〕12号"), (True, number)]


def test_an_accusation_is_in_no_chain(desk: Desk, clock: Clock, petition: Form) -> None:
    kept = desk.matters.register([petition(category="accusation")])[0]
    clock.go(days=2)
    plain = desk.matters.register([petition(received_on="2026-03-04")])[0].number
    assert desk.matters.lineage.of(plain).proposals == ()
    with refused("stays_accusation"):
        desk.matters.lineage.link(plain, kept.number, "repeat")
    with refused("stays_accusation"):
        desk.matters.lineage.link(kept.id, plain, "repeat")
    with refused("stays_accusation"):
        desk.matters.lineage.again(kept.id)
    assert desk.matters.lineage.of(kept.id).chain == ()


def test_who_is_not_named_for_accusations_learns_nothing_of_one(offices: Offices, petition: Form) -> None:
    door = offices.found()
    desk = offices.enter(door)
    desk.access.add_user("li", "李四的密码一二三", "clerk", "李经办")
    kept = desk.matters.register([petition(category="accusation")])[0]
    desk.close()
    other = offices.enter(door, "li", "李四的密码一二三")
    plain = other.matters.register([petition()])[0].number
    other.matters.lineage.link(plain, kept.number, "repeat")
    chain = other.matters.lineage.of(plain).chain
    assert (chain[0].id, chain[0].number) == ("", kept.number)


def test_brought_forward_again_begins_with_the_same_parties_and_a_link(
    desk: Desk, clock: Clock, petition: Form
) -> None:
    first = desk.matters.register([petition()])[0].number
    clock.go(days=3)
    draft = the_draft(desk, desk.matters.lineage.again(first))
    before = desk.matters.unmask(first, "核对").parties[0]
    copied = draft.body["parties"][0]  # type: ignore[index]
    assert (copied["name"], copied["id_no"], copied["phone"]) == (before.name, before.id_no, before.phone)
    assert any("复制当事人" in line.words for line in desk.matters.history(first))
    form = {**draft.body, "received_on": "2026-03-05", "channel": "visit", "statement": "又来反映。"}
    assert desk.matters.check(form) == ()
    second = desk.matters.register([form], draft=draft.id)[0].number
    assert [r.number for r in desk.matters.lineage.of(second).chain] == [first, second]
    assert said(desk.matters.get_matter(second), "lineage") == "重复"
    assert desk.matters.drafts.waiting("register") == ()


def test_a_repeat_has_the_same_terms_as_the_first(desk: Desk, clock: Clock, petition: Form) -> None:
    first, second = two(desk, clock, petition)
    before = {c.rule: c.state for c in desk.matters.clocks(second)}
    desk.matters.lineage.link(second, first, "repeat")
    assert {c.rule: c.state for c in desk.matters.clocks(second)} == before
    assert desk.matters.do(second, "accept", {}).state == "accepted"


def test_first_and_lineage_say_the_same(desk: Desk, petition: Form) -> None:
    registered = desk.matters.register(
        [petition(is_first="是"), petition(is_first="重复"), petition(lineage="倒流"), petition()]
    )
    views = [desk.matters.get_matter(m.id) for m in registered]
    assert [said(v, "lineage") for v in views] == ["初次", "重复", "倒流", ""]
    edits = [desk.matters.to_edit(m.id) for m in registered]
    assert [e.values["is_first"] for e in edits] == ["是", "否", "否", ""]
    desk.matters.edit(registered[0].id, {"is_first": "否"}, edits[0].version)
    assert said(desk.matters.get_matter(registered[0].id), "lineage") == "重复"
    desk.matters.edit(registered[2].id, {"is_first": "否"}, edits[2].version)
    assert said(desk.matters.get_matter(registered[2].id), "lineage") == "倒流"


def test_a_linked_matter_is_not_called_the_first_again(desk: Desk, clock: Clock, petition: Form) -> None:
    first, second = two(desk, clock, petition)
    desk.matters.lineage.link(second, first, "repeat")
    with pytest.raises(UserError, match="已与前件相连"):
        desk.matters.edit(second, {"is_first": "是"}, desk.matters.to_edit(second).version)
    with refused("not_editable"):
        desk.matters.edit(second, {"lineage": "first"}, desk.matters.to_edit(second).version)


def test_not_accepting_again_needs_the_final_opinion_of_the_earlier_matter(
    desk: Desk, clock: Clock, petition: Form
) -> None:
    first, second = two(desk, clock, petition)
    desk.matters.lineage.link(second, first, "repeat")
    clock.go(days=120)
    with refused("no_final_opinion"):
        desk.matters.do(second, "no_further_accept", FINAL)
    do = desk.matters.do
    do(first, "accept", {"done_on": "2026-03-05"})
    do(first, "notify", {"done_on": "2026-03-05", "served_on": "2026-03-05"})
    decision = {"result": "reject", "facts_found": "不属实", "basis": "某办法", "decision": "不予支持"}
    do(first, "decide", {"done_on": "2026-04-01", **decision})
    do(first, "serve", {"done_on": "2026-04-02", "signed_on": "2026-04-02"})
    do(first, "review_request", {"requested_on": "2026-04-10", "organ": "武阳区人民政府"})
    do(first, "review_decided", {"done_on": "2026-05-06", "result": "upheld", "served_on": "2026-05-08"})
    do(first, "final_request", {"requested_on": "2026-05-20", "organ": "市人民政府"})
    do(first, "final_decided", {"done_on": "2026-06-15", "result": "upheld"})
    assert do(second, "no_further_accept", FINAL).state == "not_accepted"


def test_another_offices_matter_is_not_linked_here(offices: Offices, petition: Form) -> None:
    desk = offices.open()
    with pytest.raises(NotFoundError):
        desk.matters.lineage.of("没有这件")


def test_the_ledger_is_narrowed_by_how_a_matter_follows_another(
    desk: Desk, clock: Clock, petition: Form
) -> None:
    first, second = two(desk, clock, petition)
    desk.matters.lineage.link(second, first, "repeat")
    found = desk.matters.find.search(Filter(lineage="repeat"))
    assert [row.number for row in found] == [second]
    assert desk.matters.find.totals(Filter(lineage="repeat")).count == 1
    assert desk.matters.find.search(Filter(lineage="back_flow")) == ()
