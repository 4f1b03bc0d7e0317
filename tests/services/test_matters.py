"""Matters on a real encrypted office: registered, numbered, handled by the law, shown masked, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.desk import Desk
from app.errors import NotFoundError, UserError
from app.matters.values import Filter, MatterView
from tests.support.offices import PASSWORD, Clock, Offices

Form = Callable[..., dict[str, object]]


def the_clock(view: MatterView, rule: str) -> tuple[str, date | None]:
    found = next(c for c in view.clocks if c.rule == rule)
    return found.state, found.due


def test_a_matter_gets_its_number_by_the_offices_pattern(desk: Desk, dispute: Form, petition: Form) -> None:
    made = desk.matters.register([dispute(), petition(), dispute(title="另一件")])
    assert [m.number for m in made] == ["青调〔2026〕001号", "青信〔2026〕001号", "青调〔2026〕002号"]
    desk.directory.set_settings({"number.dispute": "（{year}）青石调{station}第{serial}号"})
    assert desk.matters.register([dispute(title="再一件")])[0].number == "（2026）青石调第3号"


def test_all_or_none_are_registered(desk: Desk, dispute: Form) -> None:
    with pytest.raises(UserError, match="第 2 件") as caught:
        desk.matters.register([dispute(), dispute(parties=[])])
    assert caught.value.code == "invalid_matter"
    assert desk.matters.find.search(Filter()) == ()
    assert desk.matters.register([dispute()])[0].number == "青调〔2026〕001号"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "crime"}, "类别"),
        ({"channel": None}, "形式"),
        ({"channel": "飞鸽传书"}, "形式里没有"),
        ({"received_on": "2026-02-30"}, "收到日期"),
        ({"received_on": "2026-03-03"}, "在今天之后"),
        ({"title": "", "statement": ""}, "事由"),
        ({"parties": [{"role": "applicant", "phone": "13900001111"}]}, "姓名"),
        ({"people": -1}, "人数"),
        ({"title": "零\x00字"}, "不能保存的字符"),
        ({"accepted_on": "2026-03-01"}, "早于"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    desk: Desk, dispute: Form, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        desk.matters.register([dispute(**changes)])


def test_a_wrong_number_is_refused_and_taken_with_a_reason(desk: Desk, dispute: Form) -> None:
    party = {"role": "applicant", "name": "张天明", "id_no": "621299197201011235", "phone": "12345"}
    with pytest.raises(UserError, match="校验"):
        desk.matters.register([dispute(parties=[party])])
    made = desk.matters.register(
        [
            dispute(
                parties=[party],
                overrides={"parties.0.id_no": "证件原件如此", "parties.0.phone": "村里的内线"},
            )
        ]
    )
    view = desk.matters.unmask(made[0].number, "核对证件")
    assert view.parties[0].id_no == "621299197201011235"
    assert "村里的内线" in view.parties[0].doubt or "证件原件如此" in view.parties[0].doubt


def test_an_identity_number_fills_the_sex(desk: Desk, dispute: Form) -> None:
    number = desk.matters.register([dispute()])[0].number
    assert desk.matters.get_matter(number).parties[0].sex == "男"


def test_personal_numbers_are_masked_and_showing_them_is_written_down(desk: Desk, dispute: Form) -> None:
    number = desk.matters.register([dispute()])[0].number
    party = desk.matters.get_matter(number).parties[0]
    assert (party.id_no, party.phone) == ("621299********1234", "139****1111")
    with pytest.raises(UserError, match="说明理由"):
        desk.matters.unmask(number, "  ")
    assert desk.matters.unmask(number, "联系当事人").parties[0].id_no == "621299197201011234"
    assert "显示证件号码和电话（联系当事人）" in desk.matters.history(number)[0].words


def test_a_dispute_goes_through_mediation_to_its_end(desk: Desk, dispute: Form, clock: Clock) -> None:
    number = desk.matters.register([dispute()])[0].number
    do = desk.matters.do
    assert do(number, "accept", {"source": "by_application", "mediators": "王调解"}).state == "accepted"
    clock.go(days=3)
    do(number, "mediate", {"mediators": "王调解", "record": "双方到场，同意清理。", "result": "agreed"})
    done = do(
        number,
        "agree",
        {
            "form": "written",
            "content": "三日内清理巷道。",
            "parties_signed_on": "2026-03-05",
            "mediator_signed_on": "2026-03-05",
            "sealed_on": "2026-03-05",
            "mediators": "王调解",
        },
    )
    assert done.state == "agreed"
    with pytest.raises(UserError, match="结案"):
        do(number, "close", {"result": "agreed"})
    assert do(number, "close", {"result": "agreed", "proof": "agreement"}).state == "closed"
    view = desk.matters.get_matter(number)
    assert [s.action for s in view.steps] == ["accept", "mediate", "agree", "close"]
    assert view.next is not None
    assert (view.next.action, view.next.due_on) == ("follow_up", date(2026, 4, 4))
    assert the_clock(view, "judicial_confirm_due") == ("running", date(2026, 4, 4))
    assert desk.health.check().ok


def test_one_partys_refusal_ends_mediation(desk: Desk, dispute: Form) -> None:
    number = desk.matters.register([dispute()])[0].number
    desk.matters.do(number, "accept", {"source": "proactive", "mediators": "王调解"})
    desk.matters.do(
        number,
        "mediate",
        {
            "mediators": "王调解",
            "record": "李桂花明确拒绝调解。",
            "result": "refused",
            "refused_by": "respondent",
        },
    )
    verdicts = {v.id: v for v in desk.matters.actions(number)}
    assert not verdicts["mediate"].allowed
    assert "拒绝" in verdicts["mediate"].why
    with pytest.raises(UserError, match="不能"):
        desk.matters.do(number, "agree", {})
    assert verdicts["fail"].allowed


def test_a_petition_keeps_the_clocks_of_the_regulations(desk: Desk, petition: Form, clock: Clock) -> None:
    number = desk.matters.register([petition()])[0].number
    view = desk.matters.get_matter(number)
    assert the_clock(view, "notice_due_direct") == ("running", date(2026, 3, 17))
    assert view.next is not None
    assert view.next.action == "accept"
    clock.go(days=10)
    desk.matters.do(number, "accept", {"route": "general"})
    assert the_clock(desk.matters.get_matter(number), "resolve_due") == ("running", date(2026, 5, 11))
    clock.go(days=61)
    assert the_clock(desk.matters.get_matter(number), "resolve_due")[0] == "overdue"


def test_a_decision_must_be_served_before_the_matter_is_closed(
    desk: Desk, petition: Form, clock: Clock
) -> None:
    number = desk.matters.register([petition()])[0].number
    do = desk.matters.do
    do(number, "accept", {"route": "general"})
    do(
        number,
        "notify",
        {"notice_kind": "accept_notice", "service_method": "direct", "served_on": "2026-03-02"},
    )
    clock.go(days=20)
    do(
        number,
        "decide",
        {
            "result": "support",
            "facts_found": "占地六分，补偿款未付。",
            "basis": "《土地管理法》有关条款",
            "decision": "十五日内补发差额。",
        },
    )
    verdicts = {v.id: v for v in desk.matters.actions(number)}
    assert not verdicts["close"].allowed
    done = do(number, "serve", {"service_method": "direct", "signed_on": "2026-03-22", "signed_by": "赵永强"})
    assert done.state == "served"
    review = next(c for c in desk.matters.get_matter(number).clocks if c.rule == "review_request_due")
    assert review.start == date(2026, 3, 22)
    assert do(number, "close", {"result": "decided", "proof": "decision_and_receipt"}).state == "closed"
    assert desk.health.check().ok


def test_the_ladder_goes_up_one_rung_at_a_time_with_who_and_until_when(
    desk: Desk, dispute: Form, clock: Clock
) -> None:
    number = desk.matters.register([dispute()])[0].number
    do = desk.matters.do
    do(number, "accept", {"source": "by_application", "mediators": "王调解"})
    clock.go(days=4)
    do(
        number,
        "escalate",
        {
            "reason": "mediation_failed",
            "work_done": "入户调解两次。",
            "approver": "村支书",
            "holder": "镇司法所",
            "until_on": "2026-03-20",
        },
    )
    view = desk.matters.get_matter(number)
    assert [(r.rung, r.status) for r in view.ladder][:2] == [("village", "done"), ("township", "now")]
    assert view.ladder[0].days == 4
    assert view.ladder[1].until_on == date(2026, 3, 20)
    assert desk.health.check().ok


def test_a_rung_has_a_term_only_where_its_clock_runs(desk: Desk, dispute: Form, petition: Form) -> None:
    made = desk.matters.register([dispute(), petition()])
    ladders = [desk.matters.get_matter(m.number).ladder for m in made]
    assert ladders[0][0].limit == 3
    assert ladders[0][0].until_on == date(2026, 3, 5)
    assert [r.limit for r in ladders[1]] == [None] * 5


def test_what_may_not_be_done_is_refused_with_its_reason_and_changes_nothing(
    desk: Desk, petition: Form
) -> None:
    number = desk.matters.register([petition()])[0].number
    before = desk.matters.history(number)
    for action in ("decide", "serve", "close", "agree"):
        with pytest.raises(UserError) as caught:
            desk.matters.do(number, action, {})
        assert caught.value.code == "not_now"
    with pytest.raises(UserError, match="没有"):
        desk.matters.do(number, "fly", {})
    assert desk.matters.history(number) == before


def test_an_accusation_is_in_no_list_search_or_paper_and_only_for_named_users(
    offices: Offices, petition: Form
) -> None:
    desk = offices.open("a")
    made = desk.matters.register(
        [
            petition(
                category="accusation",
                title="反映某干部问题",
                parties=[
                    {"role": "petitioner", "name": "秦举报", "phone": "13600004444", "address": "柳林村"}
                ],
            )
        ]
    )
    for words in ("某干部", "秦举报", "qjb", "13600004444", made[0].number):
        assert desk.matters.find.search(Filter(text=words)) == ()
    assert len(desk.matters.find.find_ids(Filter())) == 0
    assert desk.matters.accusations() == 1
    assert desk.papers.papers(made[0].number) == ()
    with pytest.raises(UserError, match="检举控告"):
        desk.papers.render(made[0].number, "accept_notice")
    assert desk.matters.get_matter(made[0].number).transport.status == "stays"
    desk.access.add_user("li", "李的密码一二三四", "clerk", "李经办")
    offices.close()
    clerk = offices.enter(offices.door("a"), "li", "李的密码一二三四")
    with pytest.raises(NotFoundError):
        clerk.matters.get_matter(made[0].number)
    with pytest.raises(NotFoundError):
        clerk.matters.do(made[0].number, "note", {"content": "看看"})


def test_an_edit_keeps_old_and_new_and_sees_what_was_changed_meanwhile(desk: Desk, dispute: Form) -> None:
    number = desk.matters.register([dispute()])[0].number
    version = desk.matters.get_matter(number).version
    desk.matters.edit(number, {"people": "3人", "village": "柳林村"}, version)
    assert "涉及人数：2 → 3" in desk.matters.history(number)[0].words
    with pytest.raises(UserError, match="刚刚被改动过"):
        desk.matters.edit(number, {"people": 5}, version)
    with pytest.raises(UserError, match="不能直接改"):
        desk.matters.edit(number, {"state": "closed"}, version + 1)


def test_drafts_are_each_users_own_and_go_with_the_registration(offices: Offices, dispute: Form) -> None:
    desk = offices.open("a")
    ident = desk.matters.drafts.keep({**dispute()})
    assert desk.matters.drafts.keep({**dispute(), "people": 9}, ident=ident) == ident
    waiting = desk.matters.drafts.waiting("register")
    assert [(d.title, d.body["people"]) for d in waiting] == [("张天明与李桂花相邻通行纠纷", 9)]
    desk.access.add_user("li", "李的密码一二三四", "clerk")
    offices.close()
    other = offices.enter(offices.door("a"), "li", "李的密码一二三四")
    assert other.matters.drafts.waiting() == ()
    offices.close()
    desk = offices.enter(offices.door("a"), password=PASSWORD)
    desk.matters.register([dispute()], draft=ident)
    assert desk.matters.drafts.waiting() == ()


def test_an_import_is_taken_back_as_long_as_nothing_was_built_on_it(desk: Desk, dispute: Form) -> None:
    batch = desk.matters.import_batch([dispute(title=f"第{i}件") for i in range(5)], "台账.xlsx")
    assert len(desk.matters.find.find_ids(Filter(batch=batch))) == 5
    other = desk.matters.import_batch([dispute(title="第二批")], "台账2.xlsx")
    number = desk.matters.find.search(Filter(batch=other))[0].number
    desk.matters.do(number, "accept", {"source": "by_application", "mediators": "王调解"})
    assert desk.matters.undo_batch(batch) == 5
    assert len(desk.matters.find.find_ids(Filter())) == 1
    with pytest.raises(UserError, match="已经撤回"):
        desk.matters.undo_batch(batch)
    with pytest.raises(UserError, match="已经办理"):
        desk.matters.undo_batch(other)
    assert desk.matters.register([dispute()])[0].number == "青调〔2026〕007号"
    assert desk.health.check().ok


def test_what_will_follow_is_foreseen_while_typing(desk: Desk) -> None:
    told = desk.matters.foresee(
        {
            "kind": "petition",
            "category": "appeal",
            "received_on": "2026-03-02",
            "parties": [{"role": "petitioner", "name": "赵永强", "address": "柳林村"}],
        }
    )
    assert any(day == date(2026, 3, 17) for _, day, _ in told.clocks)
    assert "受理告知书" in told.papers


def test_one_rule_is_reckoned_by_itself_and_an_extension_beyond_its_limit_refused(desk: Desk) -> None:
    told = desk.matters.reckon("resolve_due", date(2026, 3, 2), 30)
    assert told.due == date(2026, 5, 31)
    with pytest.raises(UserError, match="30"):
        desk.matters.reckon("resolve_due", date(2026, 3, 2), 31)
    with pytest.raises(UserError, match="没有"):
        desk.matters.reckon("never_due", date(2026, 3, 2))


def test_entries_written_while_the_clock_ran_behind_are_marked(
    desk: Desk, dispute: Form, clock: Clock
) -> None:
    number = desk.matters.register([dispute()])[0].number
    clock.go(hours=-3)
    desk.matters.do(number, "note", {"content": "电话联系双方。", "done_on": "2026-03-02"})
    newest, *older = desk.matters.history(number)
    assert newest.doubtful
    assert not any(line.doubtful for line in older)
