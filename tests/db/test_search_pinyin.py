"""How names sound, also those that a dictionary of characters reads wrongly."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.search.pinyin import MOST_READINGS, sort_key, sound_text, sounds, spoken
from db.search.spelling import MOST_PARSES, parses
from db.search.surnames import DOUBLE, SINGLE

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("name", "first"),
    [("单雄信", "shanxiongxin"), ("曾小贤", "zengxiaoxian"), ("仇英", "qiuying"), ("解珍", "xiezhen"), ("区大相", "oudaxiang"),
     ("查良镛", "zhaliangyong"), ("朴树", "piaoshu"), ("覃军", "qinjun"), ("翟天", "zhaitian"), ("尉迟恭", "yuchigong"),
     ("万俟雪", "moqixue"), ("盖丽", "geli"), ("任远", "renyuan"), ("吕布", "lvbu"), ("张三丰", "zhangsanfeng")],
)  # fmt: skip
def test_a_surname_is_read_as_a_surname_first(name: str, first: str) -> None:
    assert sounds(name)[0][0] == first


@pytest.mark.parametrize(
    ("name", "also"), [("单雄信", "dan"), ("曾小贤", "ceng"), ("尉迟恭", "wei"), ("区大相", "qu")]
)
def test_the_ordinary_reading_is_kept(name: str, also: str) -> None:
    assert any(pinyin.startswith(also) for pinyin, _ in sounds(name))


@pytest.mark.parametrize("char", sorted(SINGLE))
def test_every_surname_of_the_table_can_be_typed(char: str) -> None:
    heads = {pinyin for pinyin, _ in sounds(f"{char}明")}
    assert all(f"{reading}ming" in heads for reading in SINGLE[char])
    assert len(heads) <= MOST_READINGS


def test_double_surnames_have_two_characters() -> None:
    assert all(len(name) == 2 and all(r.isascii() for r in read) for name, read in DOUBLE.items())


@pytest.mark.parametrize("text", ["", "　", "𰻝", "\U00030000", "？！", "🙂张三", "\ue000", "々", "〇"])
def test_what_nobody_can_read_breaks_nothing(text: str) -> None:
    assert isinstance(sort_key(text), str)
    assert all(pinyin and initials for pinyin, initials in sounds(text))


def test_a_gap_in_the_reading_does_not_hide_the_rest() -> None:
    assert ("zhangsan", "zs") in sounds("🙂张三")


def test_a_place_is_read_as_it_is_said_and_a_title_in_context() -> None:
    assert "changbacun" in sound_text("长坝村").split()
    assert "qs" in {initials[:2] for _, initials in sounds("青石村")}
    assert spoken("重庆路土地承包合同纠纷")[0].syllables[:2] == ("chong", "qing")


def test_names_sort_by_pinyin_with_unreadable_ones_last() -> None:
    names = ["周一", "单雄信", "安心", "\U00030000某", "张三", "曾小贤", ""]
    assert sorted(names, key=sort_key) == ["", "安心", "单雄信", "曾小贤", "张三", "周一", "\U00030000某"]


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=12))
def test_readings_stay_within_bounds_and_fit_the_characters(name: str) -> None:
    read = spoken(name)
    assert len(read) <= (MOST_READINGS + 1) * max(1, len(name))
    assert all(s.at + len(s.syllables) <= len(name) for s in read)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=48))
@settings(deadline=None)
def test_letters_are_parsed_within_bounds(letters: str) -> None:
    found = parses(letters)
    assert len(found) <= MOST_PARSES
    assert all("".join(p.text for p in parse) == letters for parse in found)
    assert not any(parse[-1].full for parse in found)


def test_the_dictionary_is_loaded_when_it_is_needed_and_the_library_never() -> None:
    code = (
        "import sys, db.search.match, db.search.index as i, db.search.dictionary as d;"
        "assert not d._characters.cache_info().currsize;"
        "i.Document(1, ('重庆路纠纷',)).name_tokens();"
        "assert d._characters.cache_info().currsize and d._words.cache_info().currsize;"
        "sys.exit(any(m.startswith('pypinyin') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
