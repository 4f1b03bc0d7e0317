"""Papers that leave the house: letters between offices, DOCX, blank forms, masked looks, files open elsewhere."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from app.desk import Desk
from app.errors import EnvironmentFault, UserError
from app.papers import saving
from app.papers.descriptions import Descriptions
from tests.papers.reading import text
from tests.papers.test_docx import words
from tests.support.custody import ASSIGN, Round
from tests.support.exchange import Pair
from tests.support.offices import Clock

Form = Callable[..., dict[str, object]]


def needs(desk: Desk, number: str) -> dict[str, str]:
    return {r.paper: r.need for r in desk.papers.papers(number)}


def due(desk: Desk, number: str) -> set[str]:
    return {r.paper for r in desk.papers.papers(number) if r.due}


@pytest.fixture
def accepted(desk: Desk, petition: Form) -> str:
    number = desk.matters.register([petition()])[0].number
    desk.matters.do(number, "accept", {"route": "general"})
    return number


# -- which papers a matter cannot do without


def test_a_petition_needs_papers_of_mediation_only_once_it_is_mediated(desk: Desk, accepted: str) -> None:
    listed = {r.paper: r for r in desk.papers.papers(accepted)}
    assert listed["mediation_record"].need == listed["mediation_agreement"].need == "on_demand"
    assert listed["mediation_record"].name == "调解记录"
    assert listed["mediation_agreement"].name == "调解协议书"
    assert not {"mediation_acceptance", "followup_record", "oral_agreement"} & set(listed)
    desk.matters.do(
        accepted,
        "mediate",
        {"mediators": "王调解", "place": "镇里", "record": "双方同意再谈。", "result": "continuing"},
    )
    assert needs(desk, accepted)["mediation_record"] == "must"
    assert "mediation_record" in due(desk, accepted)


def test_a_dispute_needs_its_mediation_papers_from_the_first_day(desk: Desk, dispute: Form) -> None:
    number = desk.matters.register([dispute()])[0].number
    told = needs(desk, number)
    assert told["mediation_record"] == told["mediation_agreement"] == told["followup_record"] == "must"
    assert told["oral_agreement"] == told["forward_letter"] == told["objection_letter"] == "on_demand"


def test_one_notice_of_acceptance_or_of_receipt_is_needed_not_both(
    desk: Desk, petition: Form, accepted: str
) -> None:
    general = needs(desk, accepted)
    assert (general["accept_notice"], general["receipt_notice"]) == ("must", "on_demand")
    other = desk.matters.register([petition(category="suggestion")])[0].number
    told = needs(desk, other)
    assert (told["accept_notice"], told["receipt_notice"], told["decision_letter"]) == (
        "on_demand",
        "must",
        "on_demand",
    )


def test_an_oral_agreement_takes_its_register_and_no_written_agreement(desk: Desk, dispute: Form) -> None:
    number, do = desk.matters.register([dispute()])[0].number, desk.matters.do
    do(number, "accept", {"source": "by_application", "mediators": "王调解"})
    do(
        number,
        "mediate",
        {"mediators": "王调解", "place": "村里", "record": "当场谈妥。", "result": "agreed"},
    )
    do(number, "agree", {"form": "oral", "content": "三日内清理巷道。"})
    assert "oral_agreement" in due(desk, number)
    assert "mediation_agreement" not in due(desk, number)
    made = desk.papers.issue(number, "oral_agreement")
    assert made.number == "（2026）青民调口字第1号"
    assert "三日内清理巷道。" in text(made.pdf)
    assert "oral_agreement" not in due(desk, number)
    assert "调解协议编号（2026）青民调口字第1号" in text(desk.papers.render(number, "followup_record").pdf)


# -- letters between offices


def test_a_petition_forwarded_to_an_office_without_the_program_gets_its_letter(
    desk: Desk, petition: Form
) -> None:
    number = desk.matters.register([petition()])[0].number
    step = {
        "target": "administrative",
        "to_unit": "武阳区自然资源局",
        "method": "forward",
        "reason": "属土地权属争议。",
    }
    desk.matters.do(number, "transfer_out", step)
    assert "forward_letter" in due(desk, number)
    assert "assign_letter" not in due(desk, number)
    made = desk.papers.issue(number, "forward_letter")
    told = text(made.pdf)
    for said in (
        "关于转送信访事项的函",
        made.number,
        "武阳区自然资源局：",
        "第二十二条",
        "自收到本函之日起15日内书面告知信访人",
        "5个工作日内提出异议",
        "说明：属土地权属争议。",
        "回执：",
        number,
    ):
        assert said in told
    assert made.number == "青信转〔2026〕1号"
    assert "forward_letter" not in due(desk, number)
    assert [
        line.words for line in desk.matters.history(number) if "转送函" in line.words and "打印" in line.words
    ]


def test_an_objection_names_its_reasons_and_whose_it_is(desk: Desk, petition: Form) -> None:
    number = desk.matters.register([petition(source_office="武阳区信访局")])[0].number
    step = {
        "to_unit": "武阳区信访局",
        "reason": "该路段尚未移交我镇管理。",
        "suggested_unit": "武阳区交通运输局",
    }
    desk.matters.do(number, "object", step)
    assert "objection_letter" in due(desk, number)
    told = text(desk.papers.issue(number, "objection_letter").pdf)
    assert "武阳区信访局：" in told
    assert "该路段尚未移交我镇管理。" in told
    assert "建议由武阳区交通运输局办理" in told
    assert "第二十三条第三款" in told


def test_a_matter_assigned_by_the_program_has_its_letter_and_one_given_back_its_objection(
    pair: Pair, petition: Form, tmp_path: Path
) -> None:
    district, town = pair.district, pair.township
    number = district.matters.register([petition()])[0].number
    pair.round()
    name = town.access.office.name
    told = {"what": "请依法办理，按期报结果", "due_on": "2026-03-20"}
    district.matters.custody.offer(number, "assign", name, told)
    assert "assign_letter" in due(district, number)
    letter = text(district.papers.issue(number, "assign_letter").pdf)
    assert f"{name}：" in letter
    assert "于2026年3月20日前办结，并书面反馈办理结果" in letter
    assert "请依法办理，按期报结果" in letter
    assert "assign_letter" not in due(district, number)
    pair.round()
    (offer,) = town.matters.custody.offers()
    with pytest.raises(UserError):
        town.papers.issue(number, "objection_letter")
    town.matters.custody.decline(offer.id, "不属本镇管辖。", "武阳区林业和草原局")
    answer = text(town.papers.render(number, "objection_letter").pdf)
    assert "未签发" not in answer
    assert f"{district.access.office.name}：" in answer
    assert "不属本镇管辖。" in answer
    assert "建议由武阳区林业和草原局办理" in answer
    assert "青信异〔2026〕" not in answer
    taken = text(town.papers.take(number, "objection_letter"))
    (given,) = re.findall(r"青信异〔2026〕\S+号", taken)
    assert given in text(town.papers.look(number, "objection_letter").pdf)
    assert given in text(town.papers.take(number, "objection_letter"))
    again = town.papers.make(number, "objection_letter", tmp_path / "函.pdf")
    assert given in text(again.pdf)


def test_a_matter_that_goes_up_has_its_report_and_one_that_was_assigned_reports_back(
    around: Round, dispute: Form, tmp_path: Path
) -> None:
    """F32 with the work of the lower rungs and who signed; F33 to whom the matter came from, once it is closed."""
    town, district = around.township, around.district
    number = around.escalated(dispute())
    assert "escalation_report" in due(town, number)
    report = text(town.papers.issue(number, "escalation_report").pdf)
    assert f"{district.access.office.name}：" in report
    assert "已调解两次" in report
    assert "签发人（乡镇党委书记、乡镇长）：李镇长" in report
    assert "escalation_report" not in due(town, number)

    other = around.other
    given = district.matters.register([dispute(title="灌溉用水纠纷")])[0].number
    around.everybody()
    district.matters.custody.offer(
        given, "assign", other.access.office.name, {**ASSIGN, "number": "武信交〔2026〕9号"}
    )
    around.everybody()
    other.matters.custody.accept(other.matters.custody.offers()[0].id, {})
    assert needs(other, given)["completion_report"] == "on_demand"
    other.matters.do(given, "accept", {"source": "by_application", "mediators": "王调解"})
    other.matters.do(
        given, "close", {"result": "自行和解", "proof": "settlement", "summary": "渠水隔日轮灌。"}
    )
    assert "completion_report" in due(other, given)
    back = text(other.papers.make(given, "completion_report", tmp_path / "办结报告.pdf").pdf)
    assert f"{district.access.office.name}：" in back
    assert "交办的关于灌溉用水纠纷的事项" in back
    assert "渠水隔日轮灌。" in back
    assert "信访人意见" not in back


def test_an_extension_is_approved_and_told_with_both_days(desk: Desk, accepted: str, clock: Clock) -> None:
    clock.go(days=40)
    desk.matters.do(accepted, "extend", {"days": "20", "reason": "complex", "approver": "马建国"})
    assert {"extension_approval", "extension_notice"} <= due(desk, accepted)
    approval = text(desk.papers.issue(accepted, "extension_approval").pdf)
    assert "原到期日2026年5月1日" in approval
    assert "延期至2026年5月21日" in approval
    assert "批准人：马建国" in approval
    notice = text(desk.papers.issue(accepted, "extension_notice").pdf)
    assert "因情况复杂，在上述期限内不能办结" in notice
    assert "延长20日，至2026年5月21日（含当日）止" in notice


# -- a look at the pages


def test_a_look_shows_numbers_masked_and_is_not_written_down(desk: Desk, accepted: str) -> None:
    before = len(desk.matters.history(accepted))
    masked, whole = (
        text(desk.papers.look(accepted, "petition_register").pdf),
        text(desk.papers.render(accepted, "petition_register").pdf),
    )
    for number in ("621299198003052312", "13700003333"):
        assert number in whole
        assert number not in masked
    assert "621299********2312" in masked
    assert len(desk.matters.history(accepted)) == before


def test_showing_the_whole_numbers_is_written_down_as_such(desk: Desk, accepted: str) -> None:
    told = desk.papers.reveal(accepted, "petition_register")
    assert text(told.pdf) == text(desk.papers.render(accepted, "petition_register").pdf)
    words_of = [line.words for line in desk.matters.history(accepted)]
    assert any("显示证件号码和电话" in line and "查看信访事项登记表" in line for line in words_of)


# -- files


@pytest.mark.parametrize("paper", ["accept_notice", "petition_register"])
def test_a_paper_is_written_as_docx_issued_or_not(
    paper: str, desk: Desk, accepted: str, tmp_path: Path
) -> None:
    draft = desk.papers.make(accepted, paper, tmp_path / "草稿.docx")
    assert "未签发" in words(Path(draft.written).read_bytes())
    made = desk.papers.make(accepted, paper, tmp_path / "定稿.docx", issue=True)
    told = words(Path(made.written).read_bytes())
    assert "未签发" not in told
    assert made.number in told
    assert desk.papers.issued(made.issued) == made.pdf


@pytest.mark.parametrize("paper", [p for p in Descriptions() if p != "recovery_sheet"])
def test_every_form_can_be_had_blank_as_pdf_and_docx(paper: str, desk: Desk, tmp_path: Path) -> None:
    for ending in ("pdf", "docx"):
        made = desk.papers.make_blank(paper, tmp_path / f"空白.{ending}")
        assert made.pages <= 3
        assert Path(made.written).stat().st_size > 2000
    told = words((tmp_path / "空白.docx").read_bytes())
    assert "未签发" not in told
    assert "None" not in told
    assert docx.Document(io.BytesIO((tmp_path / "空白.docx").read_bytes())).core_properties.title


@pytest.mark.parametrize("sign", ["~$定稿.docx", ".~lock.定稿.docx#"])
def test_a_docx_that_is_open_in_an_office_suite_is_left_and_the_paper_goes_beside_it(
    sign: str, desk: Desk, accepted: str, tmp_path: Path
) -> None:
    there = tmp_path / "定稿.docx"
    there.write_bytes(b"typed meanwhile")
    (tmp_path / sign).touch()
    made = desk.papers.make(accepted, "accept_notice", there)
    assert there.read_bytes() == b"typed meanwhile"
    assert Path(made.written).name == "定稿（2）.docx"
    assert "受理告知书" in words(Path(made.written).read_bytes())


def test_a_file_that_the_system_will_not_give_up_is_left_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "a.docx"
    there.write_bytes(b"held")
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if Path(target) == there:
            raise PermissionError(13, "held by another process")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    assert saving.save(b"new", there).name == "a（2）.docx"
    assert there.read_bytes() == b"held"
    assert {p.name for p in tmp_path.iterdir()} == {"a.docx", "a（2）.docx"}


def test_where_nothing_can_be_written_it_is_said_and_nothing_is_left_behind(
    desk: Desk, accepted: str, tmp_path: Path
) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        desk.papers.make(accepted, "accept_notice", tmp_path / "没有" / "a.docx")
    assert caught.value.code == "paper_unwritable"
    (tmp_path / "夹.docx").mkdir()
    with pytest.raises(EnvironmentFault):
        desk.papers.make(accepted, "accept_notice", tmp_path / "夹.docx")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    with pytest.raises(UserError):
        desk.papers.make(accepted, "accept_notice", tmp_path / "a.wps")


def test_the_number_typed_with_an_objection_stands_on_its_letter(pair: Pair, petition: Form) -> None:
    district, town = pair.district, pair.township
    number = district.matters.register([petition()])[0].number
    pair.round()
    told = {"what": "请依法办理", "due_on": "2026-03-20"}
    district.matters.custody.offer(number, "assign", town.access.office.name, told)
    pair.round()
    (offer,) = town.matters.custody.offers()
    given = {"reason": "不属本镇管辖。", "number": "青信异〔2026〕7号"}
    town.matters.custody.decline(offer.id, fields=given)
    assert "青信异〔2026〕7号" in text(town.papers.look(number, "objection_letter").pdf)
    assert "青信异〔2026〕7号" in text(town.papers.take(number, "objection_letter"))
