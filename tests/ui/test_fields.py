"""Fields: choosing by initials, input methods, Enter, what is wrong under each field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import Plain
from ui.widgets.build import column
from ui.widgets.edits import LineEdit, TextEdit, commit_composition
from ui.widgets.fields import ChoiceButtons, Chooser, FieldForm, FieldRow, Option, shown
from ui.widgets.fields.chooser import matching
from ui.widgets.fields.form import Complaint

VILLAGES = (
    Option("621299101200", "青石村", ("qingshicun", "qsc")),
    Option("621299101201", "柳林村", ("liulincun", "llc")),
    Option("621299101202", "上坪村", ("shangpingcun", "spc")),
    Option("621299101203", "单家河村", ("shanjiahecun", "danjiahecun", "sjhc", "djhc")),
    Option("621299101204", "青林村", ("qinglincun", "qlc")),
)


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    holder = QWidget()
    column(holder)
    qtbot.addWidget(holder)
    holder.resize(800, 600)
    holder.show()
    holder.activateWindow()
    return holder


def put(page: QWidget, *parts: QWidget) -> None:
    for part in parts:
        page.layout().addWidget(part)
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("qs", "青石村"),
        ("qsc", "青石村"),
        ("青", "青石村"),
        ("ql", "青林村"),
        ("djh", "单家河村"),
        ("sjh", "单家河村"),
    ],
)
def test_a_village_is_found_by_initials_pinyin_or_words(typed: str, first: str) -> None:
    assert matching(VILLAGES, typed)[0].label == first


def test_what_begins_so_stands_before_what_only_holds_it() -> None:
    assert [o.label for o in matching(VILLAGES, "林")] == ["柳林村", "青林村"]
    assert matching(VILLAGES, "不存在") == []


def test_a_unit_is_found_by_its_second_half() -> None:
    """All units of a township begin with its name: what was typed went onto the notice as “承办单位：zrzy”."""
    units = tuple(
        Option(label, label, (initials,))
        for label, initials in (("青石镇综治中心", "qszzzzx"), ("青石镇自然资源所", "qszzrzys"))
    )
    assert [o.label for o in matching(units, "zrzy")] == ["青石镇自然资源所"]
    assert matching(units, "x") == []


def test_qs_and_enter_choose_qingshi_and_go_on(page: QWidget, qtbot: QtBot) -> None:
    chooser, after = Chooser(VILLAGES), LineEdit()
    put(page, chooser, after)
    chooser.setFocus()
    qtbot.keyClicks(chooser, "qs")
    assert chooser.offered == ["青石村"]
    qtbot.keyClick(chooser, Qt.Key.Key_Return)
    assert (chooser.value(), chooser.text()) == ("621299101200", "青石村")
    assert after.hasFocus()
    assert chooser.offered == []


def test_the_drop_list_is_no_popup_window_and_takes_no_focus(page: QWidget, qtbot: QtBot) -> None:
    chooser = Chooser(VILLAGES)
    put(page, chooser)
    chooser.setFocus()
    qtbot.keyClicks(chooser, "q")
    assert chooser._drop is not None
    assert not chooser._drop.isWindow()
    assert chooser.hasFocus()


def test_escape_closes_the_list_and_loses_nothing(page: QWidget, qtbot: QtBot) -> None:
    chooser = Chooser(VILLAGES)
    put(page, chooser)
    chooser.setFocus()
    qtbot.keyClicks(chooser, "q")
    qtbot.keyClick(chooser, Qt.Key.Key_Escape)
    assert (chooser.offered, chooser.text()) == ([], "q")


def test_arrows_walk_the_list(page: QWidget, qtbot: QtBot) -> None:
    chooser = Chooser(VILLAGES)
    put(page, chooser)
    chooser.setFocus()
    qtbot.keyClicks(chooser, "q")
    qtbot.keyClick(chooser, Qt.Key.Key_Down)
    qtbot.keyClick(chooser, Qt.Key.Key_Return)
    assert chooser.text() == "青林村"


def test_a_composition_narrows_the_list_before_it_is_committed(
    page: QWidget, qtbot: QtBot, ime: type
) -> None:
    chooser = Chooser(VILLAGES)
    put(page, chooser)
    chooser.setFocus()
    ime.compose(chooser, "q's")
    assert chooser.offered == ["青石村"]


def test_a_village_nobody_knows_stays_as_it_was_typed(page: QWidget, qtbot: QtBot, ime: type) -> None:
    chooser, after = Chooser(VILLAGES), LineEdit()
    put(page, chooser, after)
    chooser.setFocus()
    ime.type(chooser, "外省某村")
    after.setFocus()
    assert chooser.value() == "外省某村"


def test_few_entries_are_buttons_and_a_digit_chooses(page: QWidget, qtbot: QtBot) -> None:
    buttons, after = (
        ChoiceButtons((Option("a", "一般"), Option("b", "较大"), Option("c", "重大"))),
        LineEdit(),
    )
    put(page, buttons, after)
    buttons.setFocus()
    qtbot.keyClick(buttons, Qt.Key.Key_2)
    assert buttons.value() == "b"
    qtbot.keyClick(buttons, Qt.Key.Key_Right)
    assert buttons.value() == "c"
    qtbot.keyClick(buttons, Qt.Key.Key_Return)
    assert after.hasFocus()


def test_what_is_being_composed_is_committed_before_a_shortcut_acts(page: QWidget, ime: type) -> None:
    line, text = LineEdit(), TextEdit()
    put(page, line, text)
    line.setFocus()
    ime.type(line, "张")
    ime.compose(line, "sanfeng")
    commit_composition(page)
    assert line.text() == "张sanfeng"
    assert not line.composing
    text.setFocus()
    ime.compose(text, "道路")
    commit_composition(page)
    assert text.toPlainText() == "道路"


def test_leaving_a_field_commits_what_is_being_composed(page: QWidget, ime: type) -> None:
    line, after = LineEdit(), LineEdit()
    put(page, line, after)
    line.setFocus()
    ime.compose(line, "王建国")
    after.setFocus()
    assert line.text() == "王建国"


def test_enter_goes_to_the_next_field_and_shift_enter_makes_a_line(page: QWidget, qtbot: QtBot) -> None:
    text, after = TextEdit(), LineEdit()
    put(page, text, after)
    text.setFocus()
    qtbot.keyClicks(text, "a")
    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(text, "b")
    assert len(text.toPlainText().splitlines()) == 2
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert after.hasFocus()


def test_a_row_tells_when_it_is_left(page: QWidget, qtbot: QtBot) -> None:
    row, after = FieldRow(Plain("received_on", "收到日期", "date", required=True)), LineEdit()
    put(page, row, after)
    row.focus()
    qtbot.keyClicks(row.editor.widget, "3.5")
    with qtbot.waitSignal(row.left, timeout=120_000) as left:
        after.setFocus()
    assert left.args == ["received_on"]
    assert row.raw() == "3.5"


def test_a_wrong_number_is_said_at_once_and_can_be_overruled(page: QWidget, qtbot: QtBot, ime: type) -> None:
    row = FieldRow(Plain("id_no", "身份证号", "id_no"), path="parties.0.id_no")
    put(page, row)
    row.show_problem("校验码不对，最后一位应为 X。", overridable=True)
    assert row.problem == "校验码不对，最后一位应为 X。"
    assert row._reason.isVisible()
    ime.type(row._reason, "户口簿上就是这样")
    assert row.reason() == "户口簿上就是这样"
    row.show_problem("")
    row.show_good("女，1988年3月5日")
    assert (row.problem, row.hint.text()) == ("", "女，1988年3月5日")


def test_a_form_gives_raw_words_and_shows_problems_where_they_belong(page: QWidget, ime: type) -> None:
    form = FieldForm()
    form.build(
        (
            Plain("title", "事由"),
            Plain("village", "发生地", "village"),
            Plain("statement", "主要情况", "long_text"),
        ),
        {"village": VILLAGES},
    )
    put(page, form)
    form.rows["village"].set_raw("621299101201")
    ime.type(form.rows["title"].editor.widget, "承包地四至不清")
    assert form.raw() == {"title": "承包地四至不清", "village": "621299101201"}
    assert (
        form.show_problems([Complaint("statement", "太短。"), Complaint("title", "看一看。", "warning")])
        == "statement"
    )
    assert form.rows["title"].problem == "看一看。"
    form.show_problems([])
    assert form.rows["statement"].problem == ""
    form.set_raw({"title": "改"})
    assert form.raw() == {"title": "改"}


def test_normal_values_are_written_as_people_write_them() -> None:
    from datetime import date

    assert shown("date", date(2026, 3, 5)) == "2026-03-05"
    assert shown("money", 3_860_000) == "38,600"
    assert shown("money", 1234_05) == "1,234.05"
    assert shown("number", 12) == "12"
    assert shown("text", None) == ""


def test_every_editor_says_its_name_to_a_screen_reader(page: QWidget) -> None:
    kinds = ("text", "long_text", "date", "money", "flag", "village", "id_no")
    form = FieldForm()
    form.build([Plain(kind, f"标签{kind}", kind, required=kind == "text") for kind in kinds], {})
    put(page, form)
    for path, row in form.rows.items():
        assert row.editor.widget.accessibleName().startswith(f"标签{path}")
    assert "必填" in form.rows["text"].editor.widget.accessibleName()
