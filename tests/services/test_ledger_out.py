"""The ledger out over a real office: exactly what is shown, every text a text, and nothing half on the disk."""

from __future__ import annotations

import csv
import errno
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine as calamine
from sqlalchemy import select

from app.desk import Desk
from app.errors import EnvironmentFault, UserError
from app.matters.values import Filter
from app.sheets.unnamed import initial
from app.sheets.values import LedgerWish
from db.tables import Access
from tests.support.ledgers import forms, furnish
from tests.support.offices import Clock, Offices
from tests.support.terminal import Terminal, set_up

Form = Callable[..., dict[str, object]]
COLUMNS = (
    "number",
    "received_on",
    "title",
    "parties",
    "category",
    "village",
    "people",
    "amount_fen",
    "state",
)


@pytest.fixture
def town(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    made = Terminal(tmp_path / "office", clock, monkeypatch, capsys)
    set_up(made)
    return made


@pytest.fixture
def lived_in(desk: Desk, clock: Clock) -> Desk:
    furnish(desk)
    desk.matters.import_batch(forms(60, clock.now.date()), "台账.xlsx")
    return desk


def cells(path: Path) -> list[list[Any]]:
    with calamine.CalamineWorkbook.from_path(str(path)) as book:
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def test_columns_order_filter_and_sums_are_those_on_the_screen(lived_in: Desk, tmp_path: Path) -> None:
    choice = Filter(kind="dispute", order="number", descending=False)
    out = tmp_path / "台账.xlsx"
    assert (
        lived_in.sheets.export(LedgerWish(choice, COLUMNS), out).rows
        == lived_in.matters.find.totals(choice).count
    )
    rows = cells(out)
    shown = lived_in.matters.find.rows(lived_in.matters.find.find_ids(choice))
    assert rows[2] == [
        "编号",
        "收到日期",
        "事由",
        "当事人",
        "类型",
        "发生地",
        "涉及人数",
        "涉及金额（元）",
        "状态",
    ]
    assert [r[:6] for r in rows[3:]] == [
        [s.number, s.received_on, s.title, s.parties, s.category_label, s.village_name] for s in shown
    ]
    assert [r[6] for r in rows[3:]] == [s.people for s in shown]
    assert [r[7] for r in rows[3:]] == [s.amount_fen / 100 if s.amount_fen else "" for s in shown]
    totals = lived_in.matters.find.totals(choice)
    assert f"合计 {totals.count:,} 件　涉及 {totals.people:,} 人" in rows[1][0]


def test_the_screening_ledger_has_the_columns_of_its_form_and_disputes_alone(
    desk: Desk, clock: Clock, dispute: Form, petition: Form, tmp_path: Path
) -> None:
    desk.matters.register([petition()])
    first = desk.matters.register([dispute(title="相邻通行纠纷", measures="现场指界", lead_leader="李志远")])[
        0
    ]
    desk.matters.register([dispute(title="又起争执", lineage="back_flow", earlier=first.number)])
    out = tmp_path / "排查台账.xlsx"
    assert desk.sheets.export(LedgerWish(form="dispute_ledger"), out).rows == 2
    found = cells(out)
    head = next(n for n, row in enumerate(found) if row[0] == "序号")
    assert "矛盾纠纷排查化解台账" in found[0][0]
    # domain.md F25, in its order.
    assert found[head] == [
        *("序号", "排查日期", "村（社区）", "纠纷名称", "类型", "当事人双方", "涉及人数", "涉及金额（元）"),
        *(
            "风险等级",
            "来源",
            "受理日期",
            "责任单位",
            "责任人",
            "包案领导",
            "化解措施",
            "化解时限",
            "当前层级",
        ),
        *("进展", "化解结果", "化解日期", "协议编号", "是否回访", "是否倒流", "备注"),
    ]
    rows = {row[3]: row for row in found[head + 1 : head + 3]}
    assert sorted(row[0] for row in rows.values()) == [1, 2]
    assert (rows["相邻通行纠纷"][14], rows["相邻通行纠纷"][13]) == ("现场指界", "李志远")
    assert [rows[name][22] for name in ("相邻通行纠纷", "又起争执")] == ["", "是"]
    made = desk.sheets.print_ledger(LedgerWish(form="dispute_ledger"), "A3")
    assert (made.pages, made.missing_glyphs) == (1, ())


def test_title_period_and_day_stand_above_and_the_header_stays(lived_in: Desk, tmp_path: Path) -> None:
    out = tmp_path / "台账.xlsx"
    span = Filter(
        received_from=date(2026, 1, 1), received_to=date(2026, 3, 2), village="621299101201", open=True
    )
    lived_in.sheets.export(LedgerWish(span, COLUMNS), out)
    rows = cells(out)
    assert rows[0][0] == "青石镇综治中心矛盾纠纷和信访事项台账"
    assert rows[1][0].startswith("收到日期：2026-01-01 至 2026-03-02　只含：在办、青石村　合计")
    assert rows[1][0].endswith("导出日期：2026-03-02")
    sheet = part(out, "xl/worksheets/sheet1.xml")
    assert 'ySplit="3"' in sheet
    assert '<autoFilter ref="A3:I' in sheet
    assert '<mergeCell ref="A1:I1"/>' in sheet


def test_texts_stay_texts_days_are_days_and_money_is_yuan(desk: Desk, dispute: Form, tmp_path: Path) -> None:
    form = dispute(title="=1+1", external_no="062129900000000012", amount_fen=1200050)
    desk.matters.register([form])
    out = tmp_path / "台账.xlsx"
    desk.sheets.export(LedgerWish(Filter(), ("title", "external_no", "received_on", "amount_fen")), out)
    assert cells(out)[3] == ["=1+1", "062129900000000012", date(2026, 3, 2), 12000.5]
    sheet, styles = part(out, "xl/worksheets/sheet1.xml"), part(out, "xl/styles.xml")
    assert "<f>" not in sheet
    assert sheet.count('t="inlineStr"') == 4 + 2 + 2
    assert 'formatCode="yyyy-mm-dd"' in styles
    assert "#,##0.00" in styles


def test_columns_are_as_wide_as_their_chinese_words_want(desk: Desk, dispute: Form, tmp_path: Path) -> None:
    desk.matters.register([dispute(title="张天明与李桂花相邻通行纠纷")])
    out = tmp_path / "台账.xlsx"
    desk.sheets.export(LedgerWish(Filter(), ("title", "people")), out)
    sheet = part(out, "xl/worksheets/sheet1.xml")
    widths = [float(piece.split('"')[0]) for piece in sheet.split('width="')[1:3]]
    assert widths[0] >= 26
    assert widths[1] < 14


def test_every_column_that_there_can_be_goes_out(lived_in: Desk, tmp_path: Path) -> None:
    keys = tuple(f.name for f in lived_in.matters.find.columns())
    out = tmp_path / "台账.xlsx"
    made = lived_in.sheets.export(
        LedgerWish(Filter(), (*keys, "next_due_on", "upload", "next_label", "registered_on")), out
    )
    rows = cells(out)
    assert made.rows == len(rows) - 3 == 60
    assert len(rows[2]) == len(keys) + 4
    at = rows[2].index("时限")
    assert any("超期" in str(row[at]) and str(row[at]).startswith("2026-") for row in rows[3:])
    assert {row[rows[2].index("上报")] for row in rows[3:]} == {"未上报"}


def test_a_search_goes_out_with_what_it_found(lived_in: Desk, tmp_path: Path) -> None:
    out = tmp_path / "台账.xlsx"
    lived_in.sheets.export(LedgerWish(Filter(text="分担不一致"), ("number", "found")), out)
    rows = cells(out)
    assert len(rows) > 3
    assert all("主要情况：" in row[1] and "分担不一致" in row[1] for row in rows[3:])
    assert "搜索“分担不一致”" in rows[1][0]


def test_no_number_of_a_person_goes_out_unless_a_reason_is_given_and_written_down(
    desk: Desk, dispute: Form, tmp_path: Path
) -> None:
    desk.matters.register([dispute()])
    out = tmp_path / "台账.csv"
    desk.sheets.export(LedgerWish(Filter()), out)
    assert "621299197201011234" not in out.read_text("utf-8-sig")
    assert "13900001111" not in out.read_text("utf-8-sig")
    with pytest.raises(UserError, match="说明理由"):
        desk.sheets.export(LedgerWish(Filter(), level="full", why=" "), out)
    desk.sheets.export(LedgerWish(Filter(), level="full", why="移交市局"), tmp_path / "完整.xlsx")
    header, row = cells(tmp_path / "完整.xlsx")[2:4]
    told = dict(zip(header, row, strict=True))
    assert told["当事人"] == "张天明、李桂花"
    assert told["当事人证件号码"] == "621299197201011234、—"
    assert told["当事人电话"] == "13900001111、13800002222"
    with desk._opened.context.reading() as session:
        (log,) = session.scalars(select(Access)).all()
    assert (log.act, log.why) == ("export", "移交市局（导出台账“完整.xlsx”，含证件号码和电话）")


def test_without_names_no_party_is_left_in_any_cell(desk: Desk, dispute: Form, tmp_path: Path) -> None:
    desk.matters.register(
        [dispute(statement="张天明电话13900001111，身份证621299197201011234，2026-03-01堵路")]
    )
    out = tmp_path / "台账.csv"
    columns = ("number", "title", "parties", "statement", "place", "received_on")
    desk.sheets.export(LedgerWish(Filter(), columns, "anonymous"), out)
    text = out.read_text("utf-8-sig")
    for name in ("张天明", "李桂花", "13900001111", "621299197201011234"):
        assert name not in text
    assert "张某与李某相邻通行纠纷" in text
    assert "张某电话***，身份证***，2026-03-01堵路" in text
    assert "具体地点" not in text


@pytest.mark.parametrize(
    ("name", "left"),
    [("张三", "张某"), ("欧阳建国", "欧阳某"), ("青石镇供销社", "某单位"), ("阿依古丽·买买提", "某人")],
)
def test_of_a_name_only_the_surname_is_left(name: str, left: str) -> None:
    assert initial(name) == left


def test_a_csv_opens_in_excel_without_garbage_formulas_or_lost_digits(
    desk: Desk, dispute: Form, tmp_path: Path
) -> None:
    desk.matters.register(
        [dispute(title="=cmd|'/c calc'!A1", external_no="062129900000000012", amount_fen=5)]
    )
    out = tmp_path / "台账.CSV"
    desk.sheets.export(LedgerWish(Filter(), ("title", "external_no", "amount_fen")), out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as stream:
        header, row = csv.reader(stream)
    assert header == ["事由", "上级系统编号", "涉及金额（元）"]
    assert row == ["'=cmd|'/c calc'!A1", "\t062129900000000012", "0.05"]


def test_what_went_out_comes_in_again(lived_in: Desk, offices: Offices, tmp_path: Path) -> None:
    out = tmp_path / "2026年矛盾纠纷台账.xlsx"
    made = lived_in.sheets.export(
        LedgerWish(
            Filter(kind="dispute"),
            ("received_on", "title", "category", "channel", "parties", "statement", "people", "amount_fen"),
        ),
        out,
    )
    other = offices.open("liulin", code="621299102", name="柳林乡综治中心")
    preview = other.sheets.preview(out)
    assert preview.unknown == ()
    assert len(preview.ready) == made.rows


def test_restricted_and_voided_matters_never_go_out(
    desk: Desk, dispute: Form, petition: Form, tmp_path: Path
) -> None:
    desk.matters.register(
        [dispute(), petition(category="accusation", title="反映某干部"), dispute(title="作废的")]
    )
    voided = desk.matters.find.search(Filter(text="作废的"))[0].number
    desk.matters.do(voided, "void", {"reason": "重复登记"})
    out = tmp_path / "台账.csv"
    assert desk.sheets.export(LedgerWish(), out).rows == 1
    assert "反映某干部" not in out.read_text("utf-8-sig")


def test_an_export_that_is_stopped_leaves_the_file_that_was_there(lived_in: Desk, tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, of: int, what: str) -> None:
        del done, of
        if what == "整理文件":
            raise StoppedError

    out = tmp_path / "台账.xlsx"
    out.write_bytes(b"before")
    with pytest.raises(StoppedError):
        lived_in.sheets.export(LedgerWish(), out, stop)
    assert out.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["台账.xlsx"]
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".解纷")]


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.csv"])
def test_a_file_that_is_open_in_excel_is_told_and_kept(
    name: str, lived_in: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / name
    out.write_bytes(b"before")

    def held(_self: Path, _target: Path) -> Path:
        raise PermissionError(errno.EACCES, "held")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(EnvironmentFault) as told:
        lived_in.sheets.export(LedgerWish(), out)
    assert told.value.code == "file_in_use"
    assert out.read_bytes() == b"before"


def test_memory_does_not_grow_with_the_rows(desk: Desk, dispute: Form, tmp_path: Path) -> None:
    def most(count: int) -> int:
        desk.matters.import_batch([dispute(title=f"第{count}批{i}") for i in range(count)], "台账.xlsx")
        tracemalloc.start()
        desk.sheets.export(LedgerWish(Filter(), COLUMNS), tmp_path / "台账.xlsx")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    few = most(800)
    assert most(3200) < few * 1.6


def test_the_columns_that_a_user_chose_go_out_where_none_are_named(lived_in: Desk, tmp_path: Path) -> None:
    out = tmp_path / "台账.csv"
    lived_in.sheets.export(LedgerWish(), out)
    with out.open(encoding="utf-8-sig") as stream:
        assert stream.readline().startswith("编号,收到日期,事由,当事人,类型")
    lived_in.directory.set_settings({f"ledger.columns.{lived_in.access.user.id}": "title,risk"})
    lived_in.sheets.export(LedgerWish(), out)
    with out.open(encoding="utf-8-sig") as stream:
        assert stream.readline().strip() == "事由,风险等级"


def test_the_command_line_exports_what_a_filter_finds(
    town: Terminal, dispute: Form, petition: Form, tmp_path: Path
) -> None:
    town.register(dispute(), petition(), dispute(title="王家水渠纠纷", category="forest_land"))
    out = str(tmp_path / "台账.xlsx")
    assert town.json("ledger", "export", out) == {"rows": 3}
    assert town.json("ledger", "export", out, "水渠", "--kind", "dispute") == {"rows": 1}
    assert town.json("ledger", "export", out, "--category", "邻里纠纷") == {"rows": 1}
    assert town.json("ledger", "export", out, "--from", "2026-03-03") == {"rows": 0}
    assert town.json(
        "ledger", "export", out, "--columns", "title,people", "--order", "number", "--ascending"
    ) == {"rows": 3}
    assert cells(Path(out))[2] == ["事由", "涉及人数"]
    for words, code in (
        (("台账.doc",), "wrong_use"),
        ((out, "--columns", "秘密"), "wrong_use"),
        ((out, "--order", "phone"), "wrong_use"),
        ((out, "--category", "不存在的"), "wrong_use"),
        ((out, "--level", "full"), "no_reason"),
        ((str(tmp_path / "没有" / "台账.xlsx"),), "folder_missing"),
    ):
        assert town.refused("ledger", "export", *words)["code"] == code


def test_the_command_line_prints_a_ledger(town: Terminal, dispute: Form, tmp_path: Path) -> None:
    town.register(dispute())
    out = tmp_path / "台账.pdf"
    assert town.json("ledger", "print", str(out), "--paper", "A3") == {
        "rows": 1,
        "pages": 1,
        "missing_glyphs": [],
    }
    assert out.read_bytes().startswith(b"%PDF")
    assert town.refused("ledger", "print", str(tmp_path / "台账.xlsx"))["code"] == "wrong_use"


def test_more_than_anybody_prints_is_refused_with_a_way_out(
    lived_in: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.sheets.service.MOST_PRINTED", 10)
    with pytest.raises(UserError, match="60 件，一次最多打印 10 件"):
        lived_in.sheets.print_ledger(LedgerWish(), "A4")
    assert lived_in.sheets.print_ledger(LedgerWish(Filter(text="wmxd")), "A4").rows == 0
