"""是否倒流, 是否初次, 初重: one fact under many headers; and the column of progress."""

from __future__ import annotations

import pytest

from app.sheets.answers import answers_from_json
from app.sheets.preview import answer
from tests.sheets.conftest import HEADER, ROW, Book, Look

PETITION = ["序号", "登记日期", "信访人姓名", "信访形式", "反映问题"]
VISIT = [1, "2026-3-4", "罗金莲", "来访", "道路补偿未兑付"]


@pytest.mark.parametrize(
    ("header", "cell", "lineage"),
    [
        ("是否倒流", "是", "back_flow"),
        ("是否倒流", "倒流", "back_flow"),
        ("是否倒流", "否", None),
        ("是否倒流", "", None),
        ("是否初次", "是", "first"),
        ("是否初次", "重复", "repeat"),
        ("初重", "重件", "repeat"),
        ("初重情况", "重新办理", "reopened"),
    ],
)
def test_the_origin_of_a_dispute_is_read_from_any_of_its_headers(
    header: str, cell: str, lineage: str | None, look: Look, book: Book
) -> None:
    preview = look(book([[*HEADER, header], [*ROW, cell]]))
    (matter,) = preview.ready
    assert preview.unknown == ()
    assert matter.get("lineage") == lineage


@pytest.mark.parametrize(
    ("header", "cell", "lineage", "is_first"),
    [
        ("是否初次", "是", "first", True),
        ("初次/重复", "重复", "repeat", False),
        ("初重件", "初件", "first", True),
        ("是否倒流", "是", "back_flow", False),
    ],
)
def test_a_petitions_first_visit_and_its_origin_are_kept_in_step(
    header: str, cell: str, lineage: str, is_first: bool, look: Look, book: Book
) -> None:
    (matter,) = look(book([[*PETITION, header], [*VISIT, cell]]), wish=None).ready
    assert (matter["lineage"], matter["is_first"]) == (lineage, is_first)


def test_what_two_columns_say_differently_is_taken_as_the_more_particular_and_noted(
    look: Look, book: Book
) -> None:
    preview = look(book([[*PETITION, "是否初次", "是否倒流"], [*VISIT, "是", "是"]]))
    (row,) = preview.rows_of("accept")
    assert (row.matter["lineage"], row.matter["is_first"]) == ("back_flow", False)
    assert any("请核对" in note for note in row.notes)


def test_a_word_that_may_be_a_yes_is_asked_and_the_answer_gives_the_origin(look: Look, book: Book) -> None:
    preview = look(book([[*HEADER, "是否倒流"], [*ROW, "有过一次"]]))
    (question,) = preview.questions
    assert [c.label for c in question.choices] == ["是", "否"]
    for said, lineage in (("yes", "back_flow"), ("否", None), ("empty", None)):
        (matter,) = answer(preview, answers_from_json({"是否倒流": {"有过一次": said}})).ready
        assert matter.get("lineage") == lineage


@pytest.mark.parametrize("header", ["进展", "进展情况", "办理进展"])
def test_progress_is_taken_in_whole(header: str, look: Look, book: Book) -> None:
    words = "3月5日入户走访；\n3月9日第一次调解"
    (matter,) = look(book([[*HEADER, header], [*ROW, words]])).ready
    assert matter["progress"] == words
