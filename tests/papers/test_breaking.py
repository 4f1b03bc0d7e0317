from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from app.papers.engine.breaking import BLANK, BOX, MARK_WIDTHS, NO_END, NO_START, ROOM, break_lines, may_break

CLOSING = "”’》〉）〕】』」、。，；：！？…"
OPENING = "“‘《〈（〔【『「"
ORDINARY = "镇村民调解委员会关于土地纠纷的"

prose = st.text(st.sampled_from(ORDINARY * 4 + CLOSING + OPENING + "2026Ab.-— "), max_size=200)


def widths(text: str) -> list[float]:
    return [MARK_WIDTHS.get(char, 0.5 if char.isascii() else 1.0) for char in text]


def lines_of(text: str, room: float, first: float | None = None) -> list[str]:
    found = break_lines(text, widths(text), room if first is None else first, room)
    return [text[line.start : line.end] for line in found]


@given(prose, st.integers(1, 40))
def test_no_character_but_spaces_is_lost_or_moved(text: str, room: int) -> None:
    assert "".join(lines_of(text, room)).replace(" ", "") == text.replace(" ", "")


@given(prose, st.integers(1, 40), st.integers(1, 40))
def test_no_line_is_wider_than_its_room(text: str, room: int, first: int) -> None:
    for number, line in enumerate(break_lines(text, widths(text), first, room)):
        assert line.width <= (room if number else first) + 1e-6 or line.end - line.start == 1


@given(prose, st.integers(6, 40))
def test_a_line_begins_with_a_closing_mark_only_where_no_lawful_break_was_on_the_line(
    text: str, room: int
) -> None:
    found = break_lines(text, widths(text), room, room)
    for before, line in itertools.pairwise(found):
        lawful = any(may_break(text, at, inside_words=True) for at in range(before.start + 1, line.start + 1))
        if lawful:
            assert text[line.start] not in NO_START
            assert text[before.end - 1] not in NO_END


def test_no_line_of_a_statement_begins_or_ends_badly() -> None:
    text = "他说：“道路（含巷道）属于集体，《协议》第三条写明了！”对方问：“凭什么？”双方……各执一词；" * 30
    for room in range(8, 45):
        for line in lines_of(text, room):
            assert line[0] not in CLOSING
            assert line[-1] not in OPENING


def test_a_number_or_a_word_stays_whole() -> None:
    text = "身份证号621299197003070022，电话0939-5550001，约1.5米"
    joined = "\n".join(lines_of(text, 12))
    for whole in ("621299197003070022", "0939-5550001", "1.5"):
        assert whole in joined


def test_a_word_longer_than_the_line_is_broken_rather_than_cut() -> None:
    assert lines_of("A" * 50, 10) == ["A" * 20, "A" * 20, "A" * 10]


def test_a_dash_and_an_ellipsis_are_not_parted() -> None:
    for room in range(3, 12):
        lines = lines_of("村里的路——大家的路——都要走", room)
        assert all(line.count("—") % 2 == 0 for line in lines)


def test_only_closing_marks_are_still_set_line_by_line() -> None:
    assert lines_of("。" * 25, 10) == ["。" * 10, "。" * 10, "。" * 5]


def test_a_tick_box_stays_with_its_words() -> None:
    text = f"{BOX}直接送达　{BOX}邮寄送达　{BOX}留置送达"
    assert lines_of(text, 9) == [f"{BOX}直接送达", f"{BOX}邮寄送达", f"{BOX}留置送达"]


def test_the_places_of_an_open_date_stay_together() -> None:
    date = f"{ROOM * 8}年{ROOM * 4}月{ROOM * 4}日"
    text = f"本机关于{date}收到"
    for room in range(14, 30):
        assert any(date in line for line in lines_of(text, room))


def test_a_ruled_blank_is_not_parted() -> None:
    assert any(BLANK * 8 in line for line in lines_of(f"联系电话：{BLANK * 8}。", 9))


def test_no_text_gives_no_line() -> None:
    assert break_lines("", [], 10, 10) == []
