"""The directory from a sheet: villages, units, leaders, mediators."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import UserError
from app.sheets.lists import read_lists
from tests.sheets.conftest import Book


def test_each_sheet_is_told_by_its_name(book: Book) -> None:
    path = book(
        [
            ["青石镇村社一览"],
            ["名称", "区划代码", "村支书", "联系电话"],
            ["青石村", 621299101201, "王某", "0939-3201234"],
        ],
        sheet="村社",
        sheets={
            "责任单位": [["单位名称", "负责人"], ["自然资源所", "李某"]],
            "领导": [["姓名", "职务"], ["赵某", "镇长"], ["", "副镇长"]],
            "调解员": [["姓名", "所属调委会"], ["孙某", "青石村人民调解委员会"]],
        },
    )
    assert read_lists(path) == {
        "village": [{"name": "青石村", "code": "621299101201", "head": "王某", "phone": "0939-3201234"}],
        "unit": [{"name": "自然资源所", "head": "李某"}],
        "leader": [{"name": "赵某", "post": "镇长"}],
        "mediator": [{"name": "孙某", "committee": "青石村人民调解委员会"}],
    }


def test_one_sheet_may_say_the_kind_in_a_column(tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    path.write_text(
        "类别,名称,区划代码,职务\n村社,青石村,621299101201,\n单位,司法所,,\n领导,赵某,,镇长\n,空,,\n",
        encoding="gb18030",
    )
    assert read_lists(path) == {
        "village": [{"name": "青石村", "code": "621299101201"}],
        "unit": [{"name": "司法所"}],
        "leader": [{"name": "赵某", "post": "镇长"}],
    }


def test_file_without_any_list_is_named(book: Book) -> None:
    with pytest.raises(UserError) as refused:
        read_lists(book([["天气", "温度"], ["晴", 20]]))
    assert refused.value.code == "lists_no_header"
    assert "单位名称" in refused.value.advice
