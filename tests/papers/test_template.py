from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.papers.engine.breaking import BLANK, BOX, ROOM, TICKED
from app.papers.engine.model import Both, Choice, Contains, Known, Not, OneOf, Over, TickBox
from app.papers.engine.template import Filler, clean, parse

VALUES = {
    "matter": {
        "title": "路",
        "amount_fen": 1234550,
        "people": 3,
        "accepted_on": date(2026, 11, 3),
        "empty": "",
    },
    "parties": [
        {"role": "petitioner", "name": "王秀兰", "id_no": "621299197003070022"},
        {"role": "petitioner", "name": "赵小勇"},
        {"role": "agent", "name": "钱多"},
    ],
}


def fill(text: str, *, blank: int = 0) -> str:
    return Filler(VALUES, blank=blank).fill(parse(text))


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{matter.accepted_on}", "2026年11月3日"),
        ("{matter.accepted_on|date_cn}", "二〇二六年十一月三日"),
        ("{matter.amount_fen|money}", "12,345.50元"),
        ("{parties.petitioner.name}", "王秀兰"),
        ("{parties.petitioner*.name}", "王秀兰、赵小勇"),
        ("{parties.*.name|join:；}", "王秀兰；赵小勇；钱多"),
        ("{parties.1.name}", "赵小勇"),
        ("{parties.petitioner*.name|count}", "2"),
        ("{parties.petitioner.id_no|masked}", "621299********0022"),
        ("{matter.missing|default:无}", "无"),
        ("{matter.missing|default:}", ""),
        ("{matter.missing|blank:4}", BLANK * 4),
        ("{matter.empty}", ""),
        ("{matter.missing|date}", f"{ROOM * 4}年{ROOM * 4}月{ROOM * 4}日"),
    ],
)
def test_a_slot_prints(template: str, text: str) -> None:
    assert fill(template) == text


@pytest.mark.parametrize(
    ("day", "text"), [(10, "十"), (20, "二十"), (21, "二十一"), (31, "三十一"), (9, "九")]
)
def test_a_day_in_chinese(day: int, text: str) -> None:
    assert Filler({"today": date(2026, 10, day)}).fill(parse("{today|date_cn}")) == f"二〇二六年十月{text}日"


def test_what_is_not_known_is_listed_once_in_order() -> None:
    filler = Filler(VALUES)
    filler.fill(parse("{matter.b}{matter.a}{matter.b}{matter.title}{office.name}"))
    assert filler.blanks == ("matter.b", "matter.a", "office.name")


def test_a_value_is_never_read_as_a_template() -> None:
    filler = Filler({"matter": {"title": "{office.name}{x"}})
    assert filler.fill(parse("{matter.title}")) == "{office.name}{x"


@given(st.text())
def test_no_value_can_hold_an_inner_mark_or_a_control(text: str) -> None:
    cleaned = clean(text)
    assert not set(cleaned) & {BLANK, BOX, TICKED, ROOM}
    assert all(char == "\n" or char.isprintable() or char.isspace() or ord(char) > 0x7F for char in cleaned)
    cleaned.encode("utf-8")


def test_conditions() -> None:
    filler = Filler(VALUES)
    assert filler.holds(None)
    assert filler.holds(Known("matter.title"))
    assert not filler.holds(Known("matter.empty"))
    assert filler.holds(OneOf("matter.title", ("路", "桥")))
    assert filler.holds(Over("matter.people", 2))
    assert not filler.holds(Over("matter.people", 3))
    assert filler.holds(Over("parties", 2))
    assert filler.holds(Contains("parties.agent.name", "多"))
    assert not filler.holds(Contains("matter.missing", "多"))
    assert filler.holds(Not(Known("matter.nothing")))
    assert filler.holds(Both((Known("matter.title"), Known("matter.empty")), any_of=True))
    assert not filler.holds(Both((Known("matter.title"), Known("matter.empty"))))


def test_choices_and_boxes() -> None:
    filler = Filler(VALUES)
    choice = Choice(Known("matter.title"), parse("有{matter.title}"), parse("没有"))
    assert filler.fill((choice,)) == "有路"
    assert filler.fill((TickBox(Known("matter.title"), parse("是")),)) == f"{TICKED}是"
    assert filler.fill((TickBox(Known("matter.none"), parse("否")),)) == f"{BOX}否"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("{matter.title", "花括号"),
        ("title}", "花括号"),
        ("{matter.title|bold}", "bold"),
        ("{nobody.name}", "nobody"),
        ("{matter title}", "路径"),
        ("{matter.title|blank:x}", "数字"),
    ],
)
def test_a_wrong_template_says_what_is_wrong(text: str, part: str) -> None:
    with pytest.raises(ValueError, match=part):
        parse(text)
