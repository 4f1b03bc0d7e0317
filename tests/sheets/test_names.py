"""Parties in one cell are parted where it is sure, and kept as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sheets.names import Names, split_names, split_sides


@pytest.mark.parametrize(
    ("text", "names", "people"),
    [
        ("罗金莲", ("罗金莲",), None),
        ("张三、李四等12人", ("张三", "李四"), 12),
        ("张三，李四 等共12人", ("张三", "李四"), 12),
        ("张三等十二人", ("张三",), 12),
        ("张三、李四（12人）", ("张三", "李四"), 12),
        ("张三\n李四", ("张三", "李四"), None),
        ("张三；李四;王五/赵六", ("张三", "李四", "王五", "赵六"), None),
        ("王　强", ("王强",), None),
        ("欧阳 建国", ("欧阳建国",), None),
        ("张三 李四", ("张三", "李四"), None),
        ("阿依古丽·买买提", ("阿依古丽·买买提",), None),
        ("刘𬍛", ("刘𬍛",), None),
        ("John Smith", ("John Smith",), None),
        ("青石镇第一建筑公司", ("青石镇第一建筑公司",), None),
        ("张三、张三", ("张三",), None),
        ("等待", ("等待",), None),
    ],
)
def test_names_are_parted(text: str, names: tuple[str, ...], people: int | None) -> None:
    found = split_names(text)
    assert (found.names, found.people) == (names, people)


@pytest.mark.parametrize("text", ["张三等", "张三等人", "张三、李四等8户"])
def test_and_others_without_a_head_count_is_vague(text: str) -> None:
    found = split_names(text)
    assert found.names[0] == "张三"
    assert found.people is None
    assert found.vague


@pytest.mark.parametrize(
    ("text", "first", "other"),
    [
        ("张三与李四", ("张三",), ("李四",)),
        ("张三、李四", ("张三",), ("李四",)),
        ("和志强与李四", ("和志强",), ("李四",)),
        ("张三、王五与李四", ("张三", "王五"), ("李四",)),
        ("张三", ("张三",), ()),
        ("张三、李四、王五", ("张三", "李四", "王五"), ()),
        ("和志强", ("和志强",), ()),
    ],
)
def test_both_sides_in_one_cell_are_parted_where_it_is_sure(
    text: str, first: tuple[str, ...], other: tuple[str, ...]
) -> None:
    left, right = split_sides(text)
    assert (left.names, right.names) == (first, other)


@given(st.text())
def test_no_text_is_too_odd_to_part(text: str) -> None:
    found = split_names(text)
    assert isinstance(found, Names)
    assert all(name.strip() for name in found.names)


@given(st.lists(st.text("赵钱孙李周吴郑王冯陈", min_size=2, max_size=3), min_size=1, max_size=5, unique=True))
def test_names_joined_by_the_usual_mark_come_back(names: list[str]) -> None:
    assert split_names("、".join(names)).names == tuple(names)
