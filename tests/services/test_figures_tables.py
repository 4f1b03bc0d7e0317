"""Tables of two dimensions and schematic maps: each cell is what its rows add up to, and the cells are the figure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import python_calamine as calamine

from app.desk import Desk
from app.errors import UserError
from app.figures.values.figures import Cut
from tests.papers.reading import text
from tests.services.test_figures import BELOW, YEAR, district, made
from tests.support.offices import Clock
from tests.support.terminal import Terminal, set_up

__all__ = ["district", "made"]


def test_the_table_of_villages_and_types_adds_up_to_its_figure(district: Desk) -> None:
    for ident in ("screened_count", "visit_people", "reception_resolved_count"):
        table = district.figures.table(YEAR, Cut(ident))
        (figure,) = district.figures.reckon(YEAR, ids=[ident])
        assert table.total[0] == figure.numerator == sum(n for line in table.cells for n, _ in line)
        sums = [n for n, _ in table.row_sums]
        known = [n for (key, _), n in zip(table.rows, sums, strict=True) if key]
        assert known == sorted(known, reverse=True)


CUTS = (
    Cut("screened_count"),
    Cut("petition_count", "unit", "month"),
    Cut("visit_people", "month", "type", ("unit", BELOW)),
    Cut("on_time_reply_rate", "unit", "type"),
    Cut("on_time_reply_rate", "month", "level", ("unit", BELOW), due_only=True),
    Cut("field_visit_count", "unit", "month"),
    Cut("relief_fen", "type", "month"),
    Cut("backlog_assigned", "batch", "unit"),
    Cut("reception_resolved_count", "channel", "village", ("type", "")),
)


@pytest.mark.parametrize("cut", CUTS, ids=lambda c: f"{c.figure}-{c.rows}-{c.columns}")
def test_the_rows_of_every_cell_add_up_to_it_and_the_cells_to_the_figure(district: Desk, cut: Cut) -> None:
    figures = district.figures
    table = figures.table(YEAR, cut)
    if cut.only:
        groups = figures.reckon(YEAR, cut.only[0], [cut.figure], due_only=cut.due_only)[0].groups
        whole = next(((g.numerator, g.denominator) for g in groups if g.key == cut.only[1]), (0, None))
    else:
        (figure,) = figures.reckon(YEAR, ids=[cut.figure], due_only=cut.due_only)
        whole = (figure.numerator, figure.denominator)
    rate = table.figure.is_rate
    assert table.total[0] == whole[0]
    assert not rate or table.total[1] == (whole[1] or 0)
    for at, (row, _) in enumerate(table.rows):
        for over, (column, _) in enumerate(table.columns):
            listed = figures.rows(cut.figure, YEAR, cut.part(row, column), due_only=cut.due_only)
            number, count = table.cells[at][over]
            assert number == sum(r.weight for r in listed), (row, column)
            assert not rate or count == len(listed)
        # A whole row, as its sum opens it.
        listed = figures.rows(cut.figure, YEAR, cut.part(row, None), due_only=cut.due_only)
        assert table.row_sums[at][0] == sum(r.weight for r in listed)
        assert table.row_sums[at][0] == sum(n for n, _ in table.cells[at])
    for over, (column, _) in enumerate(table.columns):
        listed = figures.rows(cut.figure, YEAR, cut.part(None, column), due_only=cut.due_only)
        assert table.column_sums[over][0] == sum(r.weight for r in listed)
    assert sum(n for n, _ in table.row_sums) == sum(n for n, _ in table.column_sums) == table.total[0]
    assert sum(d for _, d in table.row_sums) == sum(d for _, d in table.column_sums) or not rate


@pytest.mark.parametrize(
    ("cut", "code", "sentence"),
    [
        (Cut(rows="unit", columns="unit"), "same_dimension", "用了两次"),
        (Cut(rows="unit", columns="type", only=("type", "x")), "same_dimension", "“类型”用了两次"),
        (Cut(rows="person"), "no_such_dimension", "不能按“person”分组"),
        (Cut(columns=""), "no_dimension", "行和列"),
        (Cut("meeting_count", "village", "month"), "dimension_unknown", "没有“村（社区）”这一项"),
        (Cut("accusation_count", "month", "unit"), "bare_figure", "只列总数"),
        (Cut("nothing"), "no_such_figure", "没有“nothing”"),
    ],
)
def test_what_makes_no_table_is_said_in_a_sentence(
    district: Desk, cut: Cut, code: str, sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence) as refused:
        district.figures.table(YEAR, cut)
    assert refused.value.code == code
    assert refused.value.advice


def test_months_without_anything_stand_in_a_table_and_months_to_come_do_not(district: Desk) -> None:
    table = district.figures.table(YEAR, Cut("petition_count", "month", "unit"))
    assert [key for key, _ in table.rows] == [f"2026-{month:02d}" for month in range(1, 12)]


def test_the_map_has_a_tile_for_each_township_and_adds_up(district: Desk) -> None:
    for ident in ("petition_count", "on_time_reply_rate"):
        found = district.figures.tiles(YEAR, ident)
        (figure,) = district.figures.reckon(YEAR, "unit", [ident])
        assert {t.key: t.numbers[0] for t in found.tiles if t.numbers[0]} == {
            g.key: g.numerator for g in figure.groups if g.key and g.numerator
        }
        assert sum(t.numbers[0] for t in found.tiles) + found.rest[0] == figure.numerator
        assert all(t.step == 0 for t in found.tiles if not t.numbers[0])
        assert len({(t.row, t.column) for t in found.tiles}) == len(found.tiles)
        for tile in found.tiles:
            rows = district.figures.rows(ident, YEAR, (found.dimension, tile.key))
            assert sum(r.weight for r in rows) == tile.numbers[0]


def test_a_township_arranges_its_villages_and_every_map_keeps_it(desk: Desk, petition: Any) -> None:
    villages = [{"name": f"{n}号村", "code": f"6212991012{n:02d}"} for n in range(1, 8)]
    desk.directory.put("village", [*villages, {"name": "一组", "parent": "1号村", "code": "62129910120101"}])
    desk.matters.register(
        [
            petition(village="1号村"),
            petition(village="1号村"),
            petition(village="2号村"),
            petition(village=""),
        ]
    )
    period = desk.figures.period()
    found = desk.figures.tiles(period, "petition_count")
    # Seven villages; a group has no tile of its own.
    assert [(t.words, t.row, t.column) for t in found.tiles][:5] == [
        ("1号村", 0, 0),
        ("2号村", 0, 1),
        ("3号村", 0, 2),
        ("4号村", 0, 3),
        ("5号村", 1, 0),
    ]
    assert [t.text for t in found.tiles] == ["2", "1", "0", "0", "0", "0", "0"]
    assert [t.step for t in found.tiles][:3] == [4, 2, 0]
    assert (found.rest[0], found.rest_text, found.total_words) == (1, "1", "4 件")
    desk.figures.place_tile("1号村", 1, 0)
    desk.figures.place_tile(found.tiles[1].key, 4, 6)
    spots = {t.words: (t.row, t.column) for t in desk.figures.tiles(period, "screened_count").tiles}
    assert (spots["1号村"], spots["5号村"], spots["2号村"]) == ((1, 0), (0, 0), (4, 6))
    # A village that comes later takes a free place and moves none.
    desk.directory.put("village", [{"name": "8号村", "code": "621299101208"}])
    later = {t.words: (t.row, t.column) for t in desk.figures.tiles(period).tiles}
    assert {name: later[name] for name in spots} == spots
    assert later["8号村"] not in spots.values()
    for key, row, code in (("某村", 0, "no_such_tile"), ("1号村", 99, "tile_beyond")):
        with pytest.raises(UserError) as refused:
            desk.figures.place_tile(key, row, 0)
        assert refused.value.code == code
    shown = text(desk.figures.print_tiles(period, "petition_count"))
    assert all(w in shown for w in ("1号村", "8号村", "不是地图", "另有1没有填写村"))
    with pytest.raises(UserError, match="画不成方格图"):
        desk.figures.tiles(period, "meeting_count")
    # What was kept and is no place is passed over.
    desk.directory.set_settings({"display.tiles": '{"621299101201": ["x"], "621299101203": [0, -1]}'})
    assert len(desk.figures.tiles(period).tiles) == 8
    desk.directory.set_settings({"display.tiles": "no json"})
    assert len(desk.figures.tiles(period).tiles) == 8


def test_the_command_line_tells_and_writes_a_table(
    tmp_path: Path, clock: Clock, monkeypatch: Any, capsys: Any, petition: Any
) -> None:
    terminal = Terminal(tmp_path / "office", clock, monkeypatch, capsys)
    set_up(terminal)
    forms = [petition(people=7), petition(channel="letter"), petition(channel="letter")]
    terminal("register", "-", stdin=json.dumps(forms, ensure_ascii=False))
    asked = ("figure-table", "petition_count", "--rows", "channel", "--columns", "month")
    found = terminal.json(*asked)
    assert [words for _, words in found["rows"]] == ["来信", "来访"]
    assert [row[0] for row in found["row_sums"]] == [2, 1]
    assert "合计" in terminal(*asked).out
    only = terminal.json(
        "figure-table", "petition_count", "--rows", "unit", "--columns", "month", "--only", "channel=visit"
    )
    assert (only["only"], only["total"][0]) == ("形式：来访", 1)
    for name in ("表.pdf", "表.xlsx"):
        terminal(*asked[:2], str(tmp_path / name), *asked[2:])
        assert (tmp_path / name).stat().st_size
    assert terminal.refused(*asked[:2], "表.txt", *asked[2:])["code"] == "bad_table_file"
    assert "共 3 件" in terminal("figure-map", "petition_count").out
    terminal("figure-map", "petition_count", str(tmp_path / "图.pdf"))
    assert (tmp_path / "图.pdf").stat().st_size
    assert terminal.refused("figure-map", "petition_count", "图.xlsx")["code"] == "bad_map_file"
    assert terminal.refused("figure-map", "--place", "青石村")["code"] == "bad_spot"
    assert terminal.refused("figure-map", "--place", "青石村=2,3")["code"] == "no_such_tile"
    assert terminal.refused("figure-table", "petition_count", "--rows", "type")["code"] == "same_dimension"


def test_a_table_of_a_rate_goes_out_with_both_numbers(district: Desk, tmp_path: Path) -> None:
    cut = Cut("on_time_reply_rate", "unit", "channel")
    table = district.figures.table(YEAR, cut)
    assert any("/" in text for line in table.texts for text in line)
    shown = text(district.figures.print_table(YEAR, cut))
    number, count = table.total
    assert f"{number}/{count}" in shown
    assert "分子：" in shown
    path = district.figures.export_table(YEAR, cut, tmp_path / "表.xlsx")
    with calamine.CalamineWorkbook.from_path(str(path)) as book:
        lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert lines[3][-3:] == ["合计", "合计 分子", "合计 分母"]
    assert lines[-1][-2:] == [number, count]
