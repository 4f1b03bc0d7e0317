"""Pay by the case on a real office: graded by its own scale, claimed once, cancelled with a reason, frozen when approved."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.desk import Desk
from app.errors import UserError
from db.tables import Award, AwardList
from tests.papers.reading import text as words
from tests.support.awards import LOOKED, closed, issue_all, prepared
from tests.support.exchange import Pair, context_of
from tests.support.offices import PASSWORD, Clock, Offices

Form = Callable[..., dict[str, object]]
CANCELLED = {"cancel_reason": "卷宗弄虚作假", "cancel_note": "笔录签名不是本人所签。", "canceller": "马主任"}


def refused(code: str) -> pytest.RaisesExc[UserError]:
    return pytest.raises(UserError, check=lambda e: e.code == code and bool(e.sentence) and bool(e.advice))


def test_a_dossier_gets_the_grade_that_its_findings_bear(desk: Desk, dispute: Form) -> None:
    room = prepared(desk).duties.awards
    number = closed(desk, dispute, issue=False)
    told = room.propose(number)
    assert (told.refused, told.mediators) == ("", ("周文礼",))
    found = {name: holds for name, _, holds, _ in told.known}
    assert found == {"settled": True, "agreed": True, "complete": False, "performed": True, "visited": False}
    assert next(lack for name, _, _, lack in told.known if name == "complete").startswith("还缺人民调解")
    with refused("grade_too_high") as error:
        room.grade(number, {**LOOKED, "grader": "王登记", "grade": "二等"})
    assert error.value.sentence == "评为二等还缺：必须的文书齐全。"
    assert "最高可评三等" in error.value.advice
    issue_all(desk, number)
    kept = room.grade(number, {**LOOKED})
    view = room.get(kept.id)
    assert (view.duty["grade"], view.fen, view.sum) == ("二等", 30_000, "300元")
    assert (view.duty["mediator"], view.duty["committee"]) == ("周文礼", "青石村调委会")
    assert (view.duty["number"], view.duty["grader"], view.state) == ("青补〔2026〕001号", "王登记", "graded")
    # A worse grade than the findings bear is the grader's to give.
    other = closed(desk, dispute, title="又一件")
    assert room.get(room.grade(other, {**LOOKED, "grade": "三等"}).id).fen == 10_000


def test_the_best_grade_takes_a_visit_and_a_hard_dispute(desk: Desk, dispute: Form) -> None:
    room, number = prepared(desk).duties.awards, closed(desk, dispute)
    desk.matters.do(number, "follow_up", {"way": "电话", "visitors": "王登记", "content": "巷道一直畅通。"})
    issue_all(desk, number)
    assert room.get(room.grade(number, {**LOOKED, "hard": "是"}).id).duty["grade"] == "一等"


def test_no_sum_is_made_up(desk: Desk, dispute: Form) -> None:
    desk.directory.put("mediator", [{"name": "周文礼"}])
    number = closed(desk, dispute, issue=False)
    with pytest.raises(UserError, match="还没有定三等卷宗的补贴标准"):
        desk.duties.awards.grade(number, LOOKED)
    unpaid = desk.duties.awards.grade(number, {**LOOKED, "grade": "不予补贴"}).id
    assert desk.duties.awards.get(unpaid).state == "unpaid"


def test_only_a_closed_dispute_and_who_mediated_it(desk: Desk, dispute: Form, petition: Form) -> None:
    room = prepared(desk).duties.awards
    asking = desk.matters.register([petition()])[0].number
    with pytest.raises(UserError, match="只用于矛盾纠纷"):
        room.grade(asking, LOOKED)
    still = desk.matters.register([dispute(title="未结")])[0].number
    with pytest.raises(UserError, match="还没有结案"):
        room.grade(still, LOOKED)
    assert room.propose(still).refused == "纠纷还没有结案，不能评定补贴。"
    number = closed(desk, dispute)
    with pytest.raises(UserError, match="调解员是周文礼，不是孙二娘"):
        room.grade(number, {**LOOKED, "mediator": "孙二娘"})
    with pytest.raises(UserError, match="名单里没有“外人”"):
        room.grade(number, {**LOOKED, "mediator": "外人"})
    with pytest.raises(UserError, match="不能评定自己的卷宗"):
        room.grade(number, {**LOOKED, "grader": "周文礼"})
    with pytest.raises(UserError, match="早于结案日期"):
        room.grade(number, {**LOOKED, "graded_on": "2026-03-01"})
    with refused("by_its_act"):
        room.grade(number, {**LOOKED, "fen": "9999"})
    with pytest.raises(UserError, match="要写明是哪一件纠纷"):
        desk.duties.book("award").add(LOOKED)
    two = closed(desk, dispute, "周文礼、孙二娘", title="两人调解")
    with refused("bad_duty"):
        room.grade(two, LOOKED)
    assert room.get(room.grade(two, {**LOOKED, "mediator": "孙二娘"}).id).duty["mediator"] == "孙二娘"


def test_one_dispute_is_claimed_once_however_often_it_came(desk: Desk, clock: Clock, dispute: Form) -> None:
    room, first = prepared(desk).duties.awards, closed(desk, dispute)
    ident = room.grade(first, LOOKED).id
    with pytest.raises(UserError, match="这件纠纷已由周文礼申领（青补〔2026〕001号）"):
        room.grade(first, LOOKED)
    clock.go(days=20)
    second = closed(desk, dispute, received_on="2026-03-22")
    # Nobody said that they are one dispute: it is said, and graded.
    unlinked = room.grade(second, LOOKED)
    assert any("相像" in doubt for doubt in unlinked.doubts)
    room.book.void(unlinked.id, "漏连前件")
    desk.matters.lineage.link(second, first, "back_flow")
    with refused("claimed_in_chain") as error:
        room.grade(second, LOOKED)
    assert error.value.sentence == (
        f"这件纠纷与{first}是同一纠纷（前件后件：倒流），{first}已由周文礼申领（青补〔2026〕001号）。"
    )
    # From the other end too.
    room.cancel(ident, {**CANCELLED, "cancel_reason": "评定有误"})
    room.grade(second, LOOKED)
    with refused("claimed_in_chain"):
        room.grade(first, LOOKED)


def test_a_false_dossier_is_cancelled_for_good_and_its_line_stays(desk: Desk, dispute: Form) -> None:
    room, number = prepared(desk).duties.awards, closed(desk, dispute)
    ident = room.grade(number, LOOKED).id
    with pytest.raises(UserError, match="还没有填写取消情况"):
        room.cancel(ident, {"cancel_reason": "卷宗弄虚作假"})
    with pytest.raises(UserError, match="不能决定自己的补贴"):
        room.cancel(ident, {**CANCELLED, "canceller": "周文礼"})
    room.cancel("青补〔2026〕001号", CANCELLED)
    (view,) = room.listed(number)
    assert (view.state, view.duty["cancel_reason"]) == ("cancelled", "卷宗弄虚作假")
    with pytest.raises(UserError, match="这件纠纷不再评定"):
        room.grade(number, LOOKED)
    with refused("cancelled"):
        room.cancel(ident, CANCELLED)
    with refused("frozen"):
        room.book.void(ident, "误登")
    with refused("nothing_to_pay"):
        room.lists.approve("2026-03", {"approver": "马主任"})


def test_a_list_is_approved_once_by_another_and_stays_as_it_was(
    desk: Desk, clock: Clock, dispute: Form
) -> None:
    room = prepared(desk).duties.awards
    one = room.grade(closed(desk, dispute), LOOKED).id
    room.grade(closed(desk, dispute, title="二"), {**LOOKED, "grade": "三等"})
    room.grade(closed(desk, dispute, "孙二娘", title="三"), LOOKED)
    draft = room.lists.draft("2026-Q1")
    assert (draft.title, draft.cases, draft.sum, draft.capital) == (
        "2026年第一季度以案定补发放表",
        3,
        "700元",
        "柒佰元整",
    )
    assert [(r.mediator, r.cases, r.grades, r.fen) for r in draft.rows] == [
        ("周文礼", 2, "二等1件、三等1件", 40_000),
        ("孙二娘", 1, "二等1件", 30_000),
    ]
    with pytest.raises(UserError, match="不是月份或者季度"):
        room.lists.draft("今年")
    with pytest.raises(UserError, match="还没有填写审批人"):
        room.lists.approve("2026-Q1", {})
    with pytest.raises(UserError, match="不能由本人审批"):
        room.lists.approve("2026-Q1", {"approver": "孙二娘"})
    with pytest.raises(UserError, match="王登记是评定人"):
        room.lists.approve("2026-Q1", {"approver": "王登记"})
    ident = room.lists.approve("2026-Q1", {"approver": "马主任"}).id
    kept = room.lists.get(ident)
    assert (kept.number, kept.approved, kept.intact, kept.period) == (
        "青补发〔2026〕1号",
        True,
        True,
        "2026-Q1",
    )
    assert room.listed()[0].state_label == "已列入发放表"
    with refused("approved"):
        room.lists.approve("2026-Q1", {"approver": "马主任"})
    for act in (
        lambda: room.lists.book.void(ident, "错了"),
        lambda: room.book.void(one, "错了"),
        lambda: room.book.change(one, {"grade_note": "改"}),
    ):
        with refused("frozen"):
            act()
    for book in ("award", "award_list"):
        with refused("by_its_act"):
            desk.duties.book(book).change(one, {"fen": "1"})
    with refused("by_its_act"):
        desk.duties.book("award_list").add({})
    # Sums, names and gradings may change behind it.
    desk.directory.set_settings({"rule.award_second_yuan": "1"})
    clock.go(days=40)
    room.cancel(one, CANCELLED)
    assert room.lists.get("2026-Q1") == kept
    assert room.get(one).state == "owed"
    later = room.lists.draft("2026-04")
    assert (later.lines, later.back_sum, later.back[0].why) == ((), "300元", "卷宗弄虚作假")
    room.lists.approve("2026-04", {"approver": "马主任"})
    assert room.get(one).state == "returned"
    assert [x.period for x in room.lists.listed()] == ["2026-04", "2026-Q1"]
    assert room.listed(waiting=True) == ()


def test_what_was_altered_behind_the_program_is_said(desk: Desk, dispute: Form) -> None:
    room = prepared(desk).duties.awards
    room.grade(closed(desk, dispute), LOOKED)
    ident = room.lists.approve("2026-03", {"approver": "马主任"}).id
    with context_of(desk).writing() as unit:
        kept = unit.session.get(AwardList, (desk.access.office.office, ident))
        assert kept is not None
        kept.body = kept.body.replace("周文礼", "周文里")
    assert not room.lists.get(ident).intact


def test_who_graded_everything_does_not_book_the_approval_where_there_are_two(
    offices: Offices, dispute: Form
) -> None:
    desk = prepared(offices.open())
    desk.duties.awards.grade(closed(desk, dispute), LOOKED)
    desk.access.add_user("lisi", PASSWORD, "clerk", "李四")
    with pytest.raises(UserError, match="另一位同事"):
        desk.duties.awards.lists.approve("2026-03", {"approver": "马主任"})
    desk.close()
    other = offices.enter(offices.door("qingshi"), "lisi")
    other.duties.awards.lists.approve("2026-03", {"approver": "马主任"})
    assert other.duties.awards.lists.get("2026-03").maker == "李四"


def test_a_small_office_may_do_both(desk: Desk, dispute: Form) -> None:
    room = prepared(desk).duties.awards
    room.grade(closed(desk, dispute), LOOKED)
    desk.directory.set_settings({"rule.two_person_award": "false"})
    room.lists.approve("2026-03", {"approver": "王登记"})


def test_the_district_gets_it_whole_or_as_rows_without_words(pair: Pair, dispute: Form) -> None:
    town = prepared(pair.township)
    number = closed(town, dispute)
    town.duties.awards.grade(number, {**LOOKED, "grade_note": "卷宗写得好", "helpers": "钱七"})
    pair.round()
    (seen,) = pair.district.duties.awards.listed(number)
    assert (seen.duty["mediator"], seen.fen, seen.duty.ours) == ("周文礼", 30_000, False)
    town.bundles.choose_way("coded")
    second = closed(town, dispute, title="另一件纠纷", parties=[{"role": "applicant", "name": "何八"}])
    ident = town.duties.awards.grade(second, {**LOOKED, "grade_note": "何八的事", "helpers": "钱七"}).id
    town.duties.awards.lists.approve("2026-03", {"approver": "马主任", "note": "同意何八"})
    pair.round()
    with context_of(pair.district).reading() as session:
        row = session.scalars(select(Award).where(Award.id == ident)).one()
        assert (row.grade, row.fen, row.signed, row.grade_note, row.helpers) == (
            "second",
            30_000,
            True,
            None,
            None,
        )
        assert row.paid_list
        lists = [(r.cases, r.fen, r.body, r.title, r.note) for r in session.scalars(select(AwardList))]
    assert [one[:2] for one in lists] == [(2, 60_000)]
    assert "何八" not in str(lists)
    pair.check()


def test_papers_and_file_stand_in_the_history_of_what_they_speak_of(
    desk: Desk, dispute: Form, tmp_path: Path
) -> None:
    room, number = prepared(desk).duties.awards, closed(desk, dispute)
    ident = room.grade(number, LOOKED).id
    papers = desk.papers.duties
    seen = words(papers.look("award_sheet", ident).pdf)
    assert "青补〔2026〕001号" in seen
    assert "300元" in seen
    drafted = words(papers.look("award_list", "2026-03").pdf)
    assert "叁佰元整" in drafted
    assert not [line for line in desk.matters.history(number) if "以案定补卷宗" in line.words]
    room.lists.approve("2026-03", {"approver": "马主任"})
    papers.make("award_list", "青补发〔2026〕1号", tmp_path / "表.docx")
    papers.take("award_sheet", "青补〔2026〕001号")
    book = tmp_path / "三月.xlsx"
    desk.sheets.export_payments(room.lists.get("2026-03"), book)
    with pytest.raises(UserError, match="这里只写 Excel 文件"):
        desk.sheets.export_payments(room.lists.get("2026-03"), tmp_path / "三月.csv")
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book.read_bytes()))
    paid = sheets.get_sheet_by_name("发放表").to_python()
    assert paid[3][1:6] == ["周文礼", "青石村调委会", 1.0, "二等1件", 300.0]
    assert paid[4][1:6] == ["合计", "", 1.0, "叁佰元整", 300.0]
    assert sheets.get_sheet_by_name("明细").to_python()[3][3] == number
    told = [line.words for line in desk.matters.history(number)]
    assert "打印（以案定补发放表青补发〔2026〕1号）" in told
    assert "打印（以案定补卷宗评定表青补〔2026〕001号）" in told
    assert any("三月.xlsx" in one for one in told)


def test_an_accusation_has_none(desk: Desk) -> None:
    columns = set(Award.__table__.columns.keys())
    assert "restricted" in columns
    assert not {c for c in columns if "part" in c or "applicant" in c or "bank" in c}
