from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.keys.errors import RecoveryCodeError
from app.keys.recovery import ALPHABET, new_code, normal_code


def test_code_is_eight_groups_of_four_without_look_alikes():
    code = new_code()
    assert re.fullmatch(f"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{7}}", code)
    assert not set("ILOU") & set(code)
    assert new_code() != code


def test_code_is_taken_however_it_is_typed():
    for _ in range(50):
        code = new_code()
        sloppy = code.lower().replace("1", "l").replace("0", "o").replace("-", " — ")
        wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
        assert normal_code(sloppy) == normal_code(wide) == normal_code(code.replace("-", "") + "\n") == code


@given(st.integers(0, 31), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(at: int, other: str):
    code = new_code().replace("-", "")
    if code[at] != other:
        with pytest.raises(RecoveryCodeError):
            normal_code(code[:at] + other + code[at + 1 :])


def test_two_groups_swapped_are_noticed():
    groups = ["AAAA", "BBBB", *new_code().split("-")[2:7]]
    from app.keys.recovery import _check_group

    good = "".join(groups) + _check_group("".join(groups))
    assert normal_code(good)
    with pytest.raises(RecoveryCodeError):
        normal_code("BBBBAAAA" + good[8:])


@given(st.text(max_size=60))
def test_any_text_that_is_no_code_is_a_slip(text: str):
    with pytest.raises(RecoveryCodeError, match="recovery_code_mistyped"):
        normal_code(text)
