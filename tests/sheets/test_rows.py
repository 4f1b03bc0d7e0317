"""What becomes of rows: taken, returned with every reason, asked about, passed over; each exactly once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.rules.codes import CodeBook
from app.sheets.answers import Answers, answers_from_json
from app.sheets.preview import answer, read_preview
from app.sheets.repeats import KnownMatter
from app.sheets.values import Preview
from tests.sheets.conftest import HEADER, ROW, TODAY, Book, Look, reasons


def verdicts(preview: Preview) -> list[str]:
    return [r.verdict for r in preview.rows if r.row > preview.header_rows[-1]]


def test_all_faults_of_a_row_are_named_at_once(ledger: Book, look: Look) -> None:
    preview = look(ledger({"排查日期": "2026-2-30", "身份证号": "123", "联系电话": "12"}))
    assert [field for field, _ in reasons(preview)[3]] == ["排查日期", "身份证号", "联系电话"]


def test_row_without_a_party_a_day_or_a_subject_is_returned(ledger: Book, look: Look) -> None:
    preview = look(
        ledger(
            {"当事人（申请人）": ""},
            {"排查日期": ""},
            {"纠纷名称": "", "主要情况": ""},
            {"当事人（申请人）": "无"},
        )
    )
    assert reasons(preview) == {
        3: [("当事人（申请人）", "没有写当事人")],
        4: [("排查日期", "没有写排查日期")],
        5: [("纠纷名称", "事由和主要情况都没有写")],
        6: [("当事人（申请人）", "没有写当事人")],
    }


def test_refusal_masks_personal_numbers(ledger: Book, look: Look) -> None:
    preview = look(ledger({"身份证号": "621299199401150290"}))
    assert preview.rows_of("reject")[0].faults[0].value == "621299********0290"


def test_missing_channel_is_asked_once_for_all(book: Book, look: Look) -> None:
    header, row = HEADER[:-1], ROW[:-1]
    preview = look(book([header, row, [*row[:2], "另一件", *row[3:]]]))
    (question,) = preview.questions
    assert (question.field, question.value, question.proposal, question.rows) == (
        "形式",
        "",
        "screening",
        (2, 3),
    )
    settled = answer(preview, answers_from_json({"形式": {"": "排查"}}))
    assert [m["channel"] for m in settled.ready] == ["screening", "screening"]
    returned = answer(preview, answers_from_json({"形式": {"": "留空"}}))
    assert verdicts(returned) == ["reject", "reject"]


STEPS = [*HEADER, "受理日期", "化解结果", "化解日期"]


def steps(*last: str) -> dict[str, str]:
    return dict(zip(STEPS[-3:], last, strict=True))


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (steps("", "", ""), "registered"),
        (steps("2026-3-5", "", ""), "accepted"),
        (steps("2026-3-5", "正在化解", ""), "in_progress"),
        (steps("2026-3-5", "已化解", "2026-3-9"), "closed"),
        (steps("2026-3-5", "调解不成", ""), "failed"),
    ],
)
def test_state_follows_from_dates_and_result(
    row: dict[str, str], state: str, ledger: Book, look: Look
) -> None:
    (matter,) = look(ledger(row, header=STEPS)).ready
    assert matter["state"] == state
    assert matter["received_on"] == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (steps("2026-3-3", "", ""), "受理日期"),
        (steps("2026-3-8", "已化解", "2026-3-6"), "化解日期"),
        (steps("", "调解不成", "2026-3-1"), "化解日期"),
        (steps("", "正在化解", "2026-3-6"), "化解日期"),
    ],
)
def test_days_that_contradict_one_another_are_returned(
    row: dict[str, str], field: str, ledger: Book, look: Look
) -> None:
    assert [f for f, _ in reasons(look(ledger(row, header=STEPS)))[3]] == [field]


def test_tick_answered_as_resolved_is_held_against_the_other_days(ledger: Book, look: Look) -> None:
    preview = look(ledger(steps("", "√", "2026-3-9"), steps("", "√", ""), header=STEPS))
    assert [(q.value, q.rows) for q in preview.questions] == [("√", (3, 4))]
    settled = answer(preview, answers_from_json({"化解结果": {"√": "正在化解"}}))
    assert verdicts(settled) == ["reject", "accept"]


def test_day_of_resolution_without_a_result_is_asked(ledger: Book, look: Look) -> None:
    preview = look(ledger(steps("", "", "2026-3-9"), header=STEPS))
    (question,) = preview.questions
    assert (question.field, question.proposal) == ("化解结果", "resolved")


@pytest.mark.parametrize(
    ("last", "why"),
    [
        (["合计", "", "共1件"], "合计行"),
        (["合　计", 12.0], "合计行"),
        (["小计：12件"], "合计行"),
        (["填表人：", "", "审核人：", "", "2026年11月20日填报：王登记"], "落款"),
        (["", "", "单位负责人：李某", "", "联系电话：12345678"], "落款"),
        ([7.0], "只有序号"),
        (["8"], "只有序号"),
        (["二、已化解"], "小标题"),
    ],
)
def test_rows_that_are_no_matters_are_passed_over(last: list[Any], why: str, book: Book, look: Look) -> None:
    preview = look(book([HEADER, ROW, [], last]))
    assert [(r.row, r.why) for r in preview.rows_of("ignore")] == [(1, "表头"), (3, "空行"), (4, why)]


def test_row_that_might_be_a_matter_is_never_passed_over(book: Book, look: Look) -> None:
    preview = look(
        book([HEADER, ROW, ["", "", "", "", "", "", "", "只写了情况"], ["合计", "", "", "", "合计"]])
    )
    assert verdicts(preview) == ["accept", "reject", "ignore"]


def test_merged_village_holds_for_all_its_rows(book: Book, look: Look) -> None:
    header = ["村", *HEADER[1:]]
    rows = [["", *ROW[1:]], ["", *ROW[1:2], "另一件", *ROW[3:]]]
    preview = look(book([header, *rows], merged={"A2:A3": "远山村"}))
    assert [m["village"] for m in preview.ready] == ["远山村", "远山村"]


def test_matter_merged_over_several_rows_gets_all_their_parties(book: Book, look: Look) -> None:
    header = ["序号", "排查日期", "纠纷名称", "当事人", "联系电话", "来源"]
    rows = [
        ["", "2026-3-4", "", "张三", "13900001111", "民事直说"],
        ["", "", "", "李四", "13900002222", ""],
        ["", "", "", "王五", "", "群众申请"],
    ]
    preview = look(book([header, *rows], merged={"A2:A4": 1, "C2:C4": "水渠纠纷"}))
    assert verdicts(preview) == ["accept", "ignore", "reject"]
    assert [(p["name"], p.get("phone")) for p in preview.ready[0]["parties"]] == [
        ("张三", "13900001111"),
        ("李四", "13900002222"),
    ]


def test_one_number_for_each_party_goes_to_each(ledger: Book, look: Look) -> None:
    preview = look(ledger({"当事人（申请人）": "张三、李四", "联系电话": "13900001111、13900002222"}))
    assert [p["phone"] for p in preview.ready[0]["parties"]] == ["13900001111", "13900002222"]


def test_people_named_in_the_party_cell_count_where_no_column_does(ledger: Book, look: Look) -> None:
    assert look(ledger({"当事人（申请人）": "张三、李四等12人"})).ready[0]["people"] == 12


def test_old_number_of_the_ledger_is_kept_as_a_remark(book: Book, look: Look) -> None:
    preview = look(book([[*HEADER, "编号", "备注"], [*ROW, "青2026-7", "急"]]))
    assert preview.ready[0]["remark"] == "原台账编号：青2026-7\n急"
    assert "number" not in preview.ready[0]


def test_matter_that_the_office_has_is_asked_about(ledger: Book, codes: CodeBook) -> None:
    asked: list[tuple[str, date, date]] = []

    def known(kind: str, first: date, last: date) -> list[KnownMatter]:
        asked.append((kind, first, last))
        return [KnownMatter("青调〔2026〕007号", date(2026, 3, 4), "第1件邻里纠纷", "", ("罗金莲", "罗银莲"))]

    path = ledger({}, {}, {"排查日期": "2026-5-1"})
    preview = read_preview(path, codes, TODAY, known=known)
    assert asked == [("dispute", date(2026, 3, 4), date(2026, 5, 1))]
    assert verdicts(preview) == ["ask", "accept", "accept"]
    (doubt,) = preview.rows_of("ask")[0].doubts
    assert (doubt.field, doubt.value) == ("*", "青调〔2026〕007号")


def test_duplicates_are_answered_all_at_once_or_one_by_one(ledger: Book, look: Look) -> None:
    same = {"纠纷名称": "水渠纠纷"}
    preview = look(ledger(same, same, same, {"纠纷名称": "路灯"}, {"纠纷名称": "路灯"}))
    assert verdicts(preview) == ["accept", "ask", "ask", "accept", "ask"]
    all_out = answer(preview, answers_from_json({"*": {"duplicate": "skip"}}))
    assert verdicts(all_out) == ["accept", "ignore", "ignore", "accept", "ignore"]
    one_in = answer(preview, answers_from_json({"*": {"duplicate": "跳过", "第6行": "仍要导入"}}))
    assert verdicts(one_in) == ["accept", "ignore", "ignore", "accept", "accept"]


@pytest.mark.parametrize(
    ("given_answer", "verdict"),
    [
        ("forest_land", "accept"),
        ("山林土地纠纷", "accept"),
        ("跳过", "ignore"),
        ("退回", "reject"),
        ("留空", "accept"),
        ("", "accept"),
    ],
)
def test_answers_may_be_ids_labels_or_what_to_do(
    given_answer: str, verdict: str, ledger: Book, look: Look
) -> None:
    preview = look(
        ledger({"纠纷类型": "土地纠纷"}), answers=answers_from_json({"纠纷类型": {"土地纠纷": given_answer}})
    )
    assert verdicts(preview) == [verdict]


def test_answers_may_name_the_field_by_header_label_or_name(ledger: Book, look: Look) -> None:
    path = ledger({"纠纷类型": "土地纠纷"})
    for name in ("纠纷类型", "类型", "category"):
        assert verdicts(look(path, answers=Answers({name: {"土地纠纷": "other"}}))) == ["accept"]


@pytest.mark.parametrize("data", [[], "x", {"纠纷类型": "other"}, {"纠纷类型": {"土地纠纷": 7}}, {1: {}}])
def test_answers_of_another_shape_are_refused(data: object) -> None:
    with pytest.raises(UserError) as refused:
        answers_from_json(data)
    assert refused.value.code == "bad_answers"


@pytest.mark.parametrize("given_answers", [{"纠纷类型": {"土地纠纷": "火星"}}, {"*": {"duplicate": "也许"}}])
def test_answer_that_means_nothing_is_refused_with_what_would(
    given_answers: dict[str, dict[str, str]], ledger: Book, look: Look
) -> None:
    path = ledger({"纠纷类型": "土地纠纷", "纠纷名称": "同"}, {"纠纷名称": "同"})
    with pytest.raises(UserError) as refused:
        look(path, answers=answers_from_json(given_answers))
    assert refused.value.code == "bad_answer"
    assert "skip" in refused.value.advice


CELLS = st.one_of(
    st.sampled_from(
        ["", "无", "√", "合计", "填表人：", "2026-3-4", "张三、李四等12人", "排查日期", "土地纠纷"]
    ),
    st.text(st.characters(codec="gb18030", exclude_characters='\0\r\n"'), max_size=12),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, max_size=len(HEADER)), max_size=12))
def test_whatever_stands_in_the_rows_each_stands_in_one_list(
    rows: list[list[str]], tmp_path: Any, codes: CodeBook
) -> None:
    path = tmp_path / "随便.csv"
    lines = [HEADER, [str(cell) for cell in ROW], *rows]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    path.write_bytes(text.encode("gb18030"))
    printed = read_preview(path, codes, TODAY).as_json(None)
    listed = [
        *printed["accepted"],
        *printed["ignored"],
        *(o["row"] for o in printed["rejected"] + printed["ask"]),
    ]
    assert len(listed) == len(set(listed))
    filled = {number for number, line in enumerate(lines, start=1) if any(cell.strip() for cell in line)}
    assert filled <= set(listed)
