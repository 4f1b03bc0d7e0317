"""The program's own files of readings say what pypinyin says: of every character, every word, and words in a row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.seg.mmseg import seg

from db.search.dictionary import cut, reading_of_word, readings_of
from db.search.fold import is_han
from db.search.pinyin import plain
from resources.pinyin import make_pinyin

WORDS: Any = sorted(PHRASES_DICT)
_HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


def test_the_files_are_those_that_the_library_makes() -> None:
    told = (make_pinyin.HERE / "characters.txt").read_text(encoding="utf-8")
    assert told == make_pinyin.characters()
    assert (make_pinyin.HERE / "phrases.txt").read_text(encoding="utf-8") == make_pinyin.phrases()


def test_every_character_reads_as_in_the_library() -> None:
    for code, said in PINYIN_DICT.items():
        wanted = tuple(dict.fromkeys(p for p in map(plain, said.split(",")) if p))
        if is_han(chr(code)):
            assert readings_of(chr(code)) == wanted, chr(code)


def test_every_word_reads_as_in_the_library() -> None:
    for word in WORDS:
        wanted = tuple(plain(choice[0]) for choice in PHRASES_DICT[word])
        assert (reading_of_word(word) or tuple(readings_of(char)[0] for char in word)) == wanted, word


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(_HAN, max_size=3)), max_size=5), st.integers(0, 4))
def test_a_text_is_cut_as_the_library_cuts_it(parts: list[str], less: int) -> None:
    text = "".join(parts)
    text = text[: len(text) - less]
    assert list(cut(text)) == list(seg.cut(text))


@pytest.mark.parametrize("char", ["\U00030000", "🙂", "々"])
def test_what_nobody_can_read_has_no_reading(char: str) -> None:
    assert readings_of(char) == ()
