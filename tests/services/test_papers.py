"""Papers on a real encrypted office: due, numbered, frozen, logged, refused, and right to the last blank."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from app.desk import Desk
from app.errors import NotFoundError, UserError
from app.papers.values import PaperRow
from tests.papers.reading import pages, text
from tests.support.offices import Clock, Offices

Form = Callable[..., dict[str, object]]

ID_NO, MASKED = "621299198003052312", "621299********2312"


@pytest.fixture
def named(desk: Desk) -> Desk:
    """The office with everything that its papers want to know of it."""
    desk.directory.set_settings(
        {
            "office.phone": "0939-5550001",
            "office.address": "青石镇青石街18号",
            "office.superior": "武阳区人民政府",
        }
    )
    return desk


@pytest.fixture
def mediated(named: Desk, dispute: Form, clock: Clock) -> str:
    """A dispute, walked to the visit after the agreement."""
    made = named.matters.register([dispute(request="1. 清理巷道杂物；2. 恢复通行。", place="二组巷道")])
    number, do = made[0].number, named.matters.do
    do(number, "accept", {"source": "by_application", "mediators": "王调解"})
    clock.go(days=3)
    do(
        number,
        "mediate",
        {
            "mediators": "王调解",
            "place": "青石村调解室",
            "invitees": "赵守信",
            "record": "第一次：双方各说各的。",
            "result": "continuing",
        },
    )
    clock.go(days=1)
    do(
        number,
        "mediate",
        {
            "mediators": "王调解",
            "place": "青石村调解室",
            "invitees": "赵守信",
            "record": "第二次：李桂花同意清理。",
            "result": "agreed",
        },
    )
    do(
        number,
        "agree",
        {
            "form": "written",
            "content": "一、三日内清理巷道。\n二、今后不再堆放。",
            "performance_way": "自行清理",
            "performance_due": "2026-03-09",
            "parties_signed_on": "2026-03-06",
            "mediator_signed_on": "2026-03-06",
            "sealed_on": "2026-03-06",
            "mediators": "王调解",
        },
    )
    clock.go(days=10)
    do(
        number,
        "follow_up",
        {"visitors": "王调解", "performance": "done", "content": "巷道已清，双方无争议。"},
    )
    return number


@pytest.fixture
def decided(named: Desk, petition: Form, clock: Clock) -> str:
    """A petition matter, walked to the opinion."""
    made = named.matters.register([petition(request="1. 复核面积；2. 补发差额。", is_first=True)])
    number, do = made[0].number, named.matters.do
    do(number, "accept", {"route": "general"})
    clock.go(days=20)
    do(
        number,
        "decide",
        {
            "result": "partly",
            "facts_found": "重新丈量，面积为0.68亩。",
            "basis": "《中华人民共和国土地管理法》第四十八条。",
            "decision": "1. 予以支持，更正为0.68亩；2. 没有事实根据，不予支持。",
        },
    )
    return number


def row(desk: Desk, number: str, paper: str) -> PaperRow:
    return next(r for r in desk.papers.papers(number) if r.paper == paper)


def due(desk: Desk, number: str) -> set[str]:
    return {r.paper for r in desk.papers.papers(number) if r.due}


def printed(desk: Desk, number: str) -> list[str]:
    return [line.words for line in desk.matters.history(number) if line.words.startswith("打印")]


# -- what is due


def test_the_papers_of_the_house_are_listed_without_the_recovery_sheet(desk: Desk) -> None:
    listed = {r.paper for r in desk.papers.papers()}
    assert {"mediation_agreement", "decision_letter", "petition_register"} <= listed
    assert "recovery_sheet" not in listed


def test_papers_fall_due_as_the_matter_goes_on(named: Desk, petition: Form, clock: Clock) -> None:
    number = named.matters.register([petition()])[0].number
    assert due(named, number) == {"petition_register"}
    named.matters.do(number, "accept", {"route": "general"})
    assert due(named, number) == {"petition_register", "accept_notice"}
    named.papers.issue(number, "petition_register")
    named.papers.issue(number, "accept_notice")
    assert due(named, number) == {"service_receipt"}
    assert row(named, number, "accept_notice").made_label == "已签发 1 份"
    named.papers.issue(number, "service_receipt")
    assert due(named, number) == set()
    clock.go(days=5)
    given = {"result": "support", "facts_found": "属实。", "basis": "第三条。", "decision": "补发。"}
    named.matters.do(number, "decide", given)
    assert due(named, number) == {"decision_letter"}
    named.papers.issue(number, "decision_letter")
    assert due(named, number) == {"service_receipt"}


def test_on_the_other_ways_the_notice_of_receipt_is_due_instead(named: Desk, petition: Form) -> None:
    number = named.matters.register([petition()])[0].number
    named.matters.do(number, "accept", {"route": "judicial"})
    assert "receipt_notice" in due(named, number)
    assert "accept_notice" not in due(named, number)


def test_what_was_withdrawn_before_a_decision_wants_no_decision_letter(named: Desk, petition: Form) -> None:
    (made,) = named.matters.register([petition()])
    named.matters.do(made.number, "accept", {"route": "general"})
    assert row(named, made.number, "decision_letter").need == "must"
    named.matters.do(made.number, "withdraw", {"reason": "补偿已谈妥，本人自愿撤回"})
    needs = {paper: row(named, made.number, paper).need for paper in ("decision_letter", "service_receipt")}
    assert needs == {"decision_letter": "on_demand", "service_receipt": "on_demand"}
    # Nor is anybody to be told how it will be handled who has taken it back.
    assert row(named, made.number, "accept_notice").need == "on_demand"
    assert "accept_notice" not in due(named, made.number)


def test_each_mediation_has_its_record(named: Desk, mediated: str) -> None:
    assert {"mediation_record", "mediation_agreement", "followup_record", "mediation_acceptance"} <= due(
        named, mediated
    )
    first = named.papers.issue(mediated, "mediation_record", nth=1)
    assert "第一次：双方各说各的。" in text(first.pdf)
    assert "√③有待继续调解" in text(first.pdf)
    assert row(named, mediated, "mediation_record").made_label == "已签发 1 份，应出"
    last = named.papers.issue(mediated, "mediation_record")
    assert "第二次：李桂花同意清理。" in text(last.pdf)
    assert "√①调解成功" in text(last.pdf)
    assert "mediation_record" not in due(named, mediated)


def test_an_oral_agreement_has_no_written_one(named: Desk, dispute: Form) -> None:
    number = named.matters.register([dispute()])[0].number
    named.matters.do(number, "accept", {"source": "by_application"})
    named.matters.do(number, "agree", {"form": "oral", "content": "当场清理。"})
    assert "mediation_agreement" not in due(named, number)


# -- issuing


def test_an_issued_paper_has_a_number_by_the_pattern_and_the_next_one_the_next(
    named: Desk, decided: str
) -> None:
    first, second = (named.papers.issue(decided, "decision_letter") for _ in range(2))
    assert (first.number, second.number) == ("青信处〔2026〕1号", "青信处〔2026〕2号")
    assert "青信处〔2026〕1号" in text(first.pdf)
    assert "未签发" not in text(first.pdf)
    assert [p.number for p in named.matters.get_matter(decided).papers] == [first.number, second.number]
    named.directory.set_settings({"number.decision_letter": "青政信处〔{year}〕第{station}{serial:03d}号"})
    assert named.papers.issue(decided, "decision_letter").number == "青政信处〔2026〕第003号"


def test_the_number_is_of_the_year_of_issue(named: Desk, petition: Form, clock: Clock) -> None:
    number = named.matters.register([petition()])[0].number
    clock.go(days=310)
    named.matters.do(number, "accept", {"route": "general"})
    assert named.papers.issue(number, "accept_notice").number == "青信告〔2027〕1号"


def test_a_number_that_was_written_down_is_kept_and_given_to_no_other(named: Desk, petition: Form) -> None:
    numbers = [m.number for m in named.matters.register([petition(), petition(title="另一件")])]
    given = {"result": "support", "facts_found": "属实。", "basis": "第三条。", "decision": "补发。"}
    for number in numbers:
        named.matters.do(number, "accept", {"route": "general"})
    named.matters.do(numbers[0], "decide", {**given, "paper_number": "青信处〔2026〕1号"})
    named.matters.do(numbers[1], "decide", given)
    assert named.papers.issue(numbers[0], "decision_letter").number == "青信处〔2026〕1号"
    assert named.papers.issue(numbers[1], "decision_letter").number == "青信处〔2026〕2号"


def test_an_issued_paper_stays_as_it_was_whatever_is_changed_later(named: Desk, decided: str) -> None:
    made = named.papers.issue(decided, "decision_letter")
    view = named.matters.get_matter(decided)
    named.matters.edit(decided, {"statement": "改过的事实。"}, view.version)
    assert "改过的事实" in text(named.papers.render(decided, "decision_letter").pdf)
    assert named.papers.issued(made.issued) == made.pdf
    assert hashlib.sha256(named.papers.issued(made.issued)).digest() == hashlib.sha256(made.pdf).digest()


def test_a_paper_that_was_never_issued_cannot_be_had_again(named: Desk) -> None:
    with pytest.raises(NotFoundError):
        named.papers.issued("nothing")


def test_an_accusation_has_no_papers(named: Desk, petition: Form) -> None:
    number = named.matters.register([petition(category="accusation")])[0].number
    assert named.papers.papers(number) == ()
    for ask in (named.papers.render, named.papers.issue, named.papers.log_print):
        with pytest.raises(UserError, match="检举控告"):
            ask(number, "petition_register")
    assert named.matters.get_matter(number).papers == ()


def test_a_clerk_who_is_not_named_does_not_even_learn_that_there_is_one(
    offices: Offices, petition: Form
) -> None:
    desk = offices.open("a")
    number = desk.matters.register([petition(category="accusation")])[0].number
    desk.access.add_user("li", "李的密码一二三四", "clerk", "李经办")
    offices.close()
    clerk = offices.enter(offices.door("a"), "li", "李的密码一二三四")
    for ask in (clerk.papers.render, clerk.papers.issue):
        with pytest.raises(NotFoundError):
            ask(number, "petition_register")
    with pytest.raises(NotFoundError):
        clerk.papers.papers(number)


def test_a_paper_is_for_its_kind_of_matter(named: Desk, mediated: str) -> None:
    for paper in ("decision_letter", "recovery_sheet"):
        with pytest.raises(UserError):
            named.papers.render(mediated, paper)


def test_a_training_office_prints_examples(offices: Offices, dispute: Form) -> None:
    desk = offices.open(training=True)
    number = desk.matters.register([dispute()])[0].number
    desk.matters.do(number, "accept", {"source": "by_application"})
    assert all("样例" in page for page in pages(desk.papers.issue(number, "mediation_acceptance").pdf))
    assert "样例" in text(desk.papers.blank("mediation_record").pdf)


# -- what stands on them


NOT_ASKED = {
    *("item.nation", "item.occupation", "item.age", "item.sex_label"),
    *("parties.petitioner.nation", "parties.petitioner.occupation"),
    *("parties.representative.name", "parties.other.name", "item.name", "item.id_no", "item.phone"),
    *("matter.earlier_no", "matter.earlier_result", "matter.attachments", "matter.content_class_label"),
    *("matter.measures", "matter.closed_on", "matter.satisfaction_label", "matter.remark"),
    *("service.relation", "service.refusal", "service.remark", "service.received_on"),
}
"""What no step asks for, or has not happened yet: left to the pen."""


@pytest.mark.parametrize(
    "paper",
    [
        "mediation_application",
        "mediation_acceptance",
        "mediation_record",
        "mediation_agreement",
        "followup_record",
    ],
)
def test_papers_of_a_dispute_leave_blank_only_what_nobody_was_asked(
    named: Desk, mediated: str, paper: str
) -> None:
    agreement = named.papers.issue(mediated, "mediation_agreement")
    made = agreement if paper == "mediation_agreement" else named.papers.issue(mediated, paper)
    assert set(made.blanks) - {"paper.number"} <= NOT_ASKED
    assert made.missing_glyphs == ()


@pytest.mark.parametrize("paper", ["petition_register", "visit_register", "accept_notice", "decision_letter"])
def test_papers_of_a_petition_leave_blank_only_what_nobody_was_asked(
    named: Desk, decided: str, paper: str
) -> None:
    made = named.papers.issue(decided, paper)
    assert set(made.blanks) - {"paper.number"} <= NOT_ASKED


def test_the_agreement_says_what_the_law_wants_in_it(named: Desk, mediated: str) -> None:
    made = named.papers.issue(mediated, "mediation_agreement")
    paper = text(made.pdf)
    for words in (
        "编号：（2026）青民调字第1号",
        "张天明",
        "621299197201011234",
        "13900001111",
        "李桂花",
        "当事人请求：1.清理巷道杂物。2.恢复通行。",
        "一、三日内清理巷道。二、今后不再堆放。",
        "自行清理；于2026年3月9日前（含当日）履行完毕。",
        "本协议一式三份，当事人、人民调解委员会各持一份。",
        "人民调解委员会（印章）2026年3月6日",
        "三十日内（至2026年4月7日），双方可以共同申请司法确认",
    ):
        assert words in paper
    followed = text(named.papers.render(mediated, "followup_record").pdf)
    assert "（2026）青民调字第1号" in followed
    assert "√已履行" in followed


def test_the_decision_goes_claim_by_claim_and_names_the_organ_and_the_right(
    named: Desk, decided: str
) -> None:
    paper = text(named.papers.issue(decided, "decision_letter").pdf)
    for words in (
        "关于赵永强信访事项的处理意见",
        f"赵永强，男，身份证号{MASKED}，住柳林村一组",
        "本机关于2026年3月2日收到，2026年3月2日受理",
        "受理的请求共2项",
        "1.关于“复核面积”的请求：予以支持，更正为0.68亩。",
        "2.关于“补发差额”的请求：没有事实根据，不予支持。",
        "根据《信访工作条例》第三十二条第一款的规定，本机关对你的请求部分予以支持",
        "30日内，向武阳区人民政府请求复查（《信访工作条例》第三十五条）",
        "以休假日结束后的第一个工作日为最后一日",
        "青石镇人民政府2026年3月22日",
    ):
        assert words in paper
    assert ID_NO not in paper


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ("support", "第三十二条第一款第一项的规定，本机关对你的请求予以支持"),
        ("explain", "第三十二条第一款第二项的规定，本机关作出如下解释说明"),
        ("reject", "第三十二条第一款第三项的规定，本机关不予支持"),
    ],
)
def test_a_decision_speaks_the_words_of_article_32(
    named: Desk, petition: Form, result: str, words: str
) -> None:
    number = named.matters.register([petition()])[0].number
    named.matters.do(number, "accept", {"route": "general"})
    given = {"result": result, "facts_found": "属实。", "basis": "第三条。", "decision": "见上。"}
    named.matters.do(number, "decide", given)
    paper = text(named.papers.render(number, "decision_letter").pdf)
    assert words in paper
    assert ("督促有关单位执行" in paper) == (result == "support")


def test_once_it_is_served_the_letter_names_the_last_day_rolled_for_the_citizen(
    named: Desk, decided: str
) -> None:
    # 2026-03-22 and 30 days: 2026-04-21, a Tuesday; signed on 03-26: 2026-04-25, a Saturday, rolls to Monday.
    named.matters.do(
        decided, "serve", {"done_on": "2026-03-22", "service_method": "direct", "signed_on": "2026-03-22"}
    )
    assert "即至2026年4月21日止" in text(named.papers.render(decided, "decision_letter").pdf)


def test_the_register_has_full_numbers_and_ticks(named: Desk, decided: str) -> None:
    paper = text(named.papers.issue(decided, "petition_register").pdf)
    for words in (
        ID_NO,
        "13700003333",
        "1980年3月5日",
        "居民身份证",
        "√来访",
        "√个体",
        "√申诉求决",
        "√自办",
        "登记人王登记",
        "1.复核面积。2.补发差额。",
        "作出处理意见：部分支持。",
    ):
        assert words in paper


# -- written down


def test_a_print_with_a_personal_number_is_written_down(named: Desk, decided: str, tmp_path: Path) -> None:
    named.papers.issue(decided, "decision_letter")
    assert printed(named, decided) == []
    named.papers.issue(decided, "petition_register")
    assert printed(named, decided) == ["打印（信访事项登记表）"]
    named.papers.make(decided, "visit_register", tmp_path / "a.pdf")
    assert printed(named, decided)[0] == "打印（来访登记表）"
    assert not named.papers.log_print(decided, "accept_notice")
    assert len(printed(named, decided)) == 2


def test_looking_at_a_paper_writes_nothing(named: Desk, mediated: str) -> None:
    before = len(named.matters.history(mediated))
    named.papers.render(mediated, "mediation_agreement")
    assert len(named.matters.history(mediated)) == before


def test_a_dispute_without_personal_numbers_prints_unlogged(named: Desk, dispute: Form) -> None:
    parties = [{"role": "applicant", "name": "张天明"}, {"role": "respondent", "name": "李桂花"}]
    number = named.matters.register([dispute(parties=parties)])[0].number
    assert not named.papers.log_print(number, "mediation_application")


# -- the recovery sheet


def test_the_recovery_sheet_is_printed_before_the_desk_opens(offices: Offices) -> None:
    door = offices.door("new")
    sheet = text(door.recovery_sheet("青石镇综治中心", "wang", "7Q2M-K9TX-04HB-ZD6V-N83R-5PCE-1WGJ-0XK4"))
    assert "青石镇综治中心" in sheet
    assert "wang" in sheet
    assert "打印日期：2026年3月2日" in sheet
    assert all(group in sheet for group in ("7Q2M", "K9TX", "04HB", "ZD6V", "N83R", "5PCE", "1WGJ", "0XK4"))


def test_the_recovery_sheet_of_an_opened_office_is_kept_nowhere(desk: Desk) -> None:
    made = desk.papers.recovery_sheet("admin", "7Q2M-K9TX-04HB-ZD6V-N83R-5PCE-1WGJ-0XK4")
    assert made.pages == 1
    assert desk.access.office.fingerprint.replace(" ", "") in text(made.pdf)


def test_what_never_came_out_is_remembered_over_a_restart(offices: Offices, petition: Form) -> None:
    desk = offices.open()
    (made,) = desk.matters.register([petition()])
    desk.matters.do(made.number, "accept", {"done_on": "2026-03-02"})
    issued = [desk.papers.issue(made.number, "accept_notice").issued for _ in range(2)]
    plain = desk.papers.issue(made.number, "petition_register").issued
    desk.papers.originals.not_out([issued[0], plain])
    said = [line.words for line in desk.matters.history(made.number)]
    assert sum(words.startswith("没有印出来（信访事项受理告知书") for words in said) == 1
    assert "没有印出来（信访事项登记表（第 1 份））" in said
    desk.close()
    offices.opened.remove(desk)
    again = offices.enter(offices.door("qingshi"))
    originals = again.papers.originals
    assert [originals.mark(one) for one in (*issued, plain, "")] == ["", "副本", "", ""]
    # Taken to the printer it is out, unless the printer fails again; a failure and a print may stand in one second.
    again.papers.take(made.number, "accept_notice", issued=issued[0])
    assert originals.mark(issued[0]) == "副本"
    originals.not_out([issued[0]])
    assert originals.mark(issued[0]) == ""
    again.papers.take(made.number, "petition_register", issued=plain)
    assert originals.mark(plain) == "副本"
