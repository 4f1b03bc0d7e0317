from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.bundles.strict_json import WORDS, StrictJsonError, loads

LIMIT = 100_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"\xff", "json_utf8"),
        (b'"\xed\xa0\x80"', "json_utf8"),
        (b"", "json_syntax"),
        (b"{", "json_syntax"),
        (b"1 2", "json_syntax"),
        (b"\xef\xbb\xbf1", "json_syntax"),
        (b"{'a':1}", "json_syntax"),
        (b'"\x01"', "json_syntax"),
        (b'{"a":1,"a":1}', "json_key_twice"),
        (b'{"a":1,"\\u0061":2}', "json_key_twice"),
        (b'[{"b":{"a":1,"a":2}}]', "json_key_twice"),
        (b"1.0", "json_float"),
        (b"1e3", "json_float"),
        (b"NaN", "json_float"),
        (b"[Infinity]", "json_float"),
        (b"-Infinity", "json_float"),
        (b"9007199254740993", "json_integer"),
        (b"-9007199254740993", "json_integer"),
        (b"9" * 5000, "json_integer"),
        (b'"e\xcc\x81"', "json_form"),
        (b'"e\\u0301"', "json_form"),
        (b'{"e\\u0301":1}', "json_form"),
        (b'"\\u0000"', "json_hidden"),
        (b'["\\ud800"]', "json_hidden"),
        (b'{"\\udc00":1}', "json_hidden"),
        (b'"\xe2\x80\xae"', "json_bidi"),
        (b'"\\u202e"', "json_bidi"),
        (b"[" * 17 + b"]" * 17, "json_depth"),
        (b'{"a":' * 50_000, "json_length"),
        (b"[" * 99_999, "json_depth"),
        (b"[" * 100_001, "json_length"),
    ],
)
def test_text_of_doubtful_meaning_is_refused(text: bytes, code: str):
    with pytest.raises(StrictJsonError) as error:
        loads(text, LIMIT, bidi=False)
    assert error.value.code == code
    assert error.value.why == WORDS[code]


def test_honest_edges_are_read():
    assert loads(b"[9007199254740992,-9007199254740992,-0]", LIMIT) == [2**53, -(2**53), 0]
    assert loads(b"[" * 16 + b"]" * 16, LIMIT)
    assert loads('{"a":"[[[[[[[[[[[[[[[[[[[[[[[[\\"[[[["}', LIMIT)
    assert loads(b'"\\ud83d\\ude00 \\u4e2d"', LIMIT) == "😀 中"
    assert loads('"\u202aC:"', LIMIT) == "\u202aC:"
    assert loads('"e\u0301"', LIMIT, form=False) == "e\u0301"
    assert loads('"a\\n\u0303"', LIMIT) == "a\n\u0303"


simple = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(
    lambda t: __import__("unicodedata").normalize("NFC", t)
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | simple,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(simple, inner, max_size=4),
    max_leaves=12,
)


words = st.text(st.sampled_from(':"\\ ,{}a\n中'), max_size=4)
blanks = st.sampled_from(["", "", "", " ", "\t", "\r\n"])


@st.composite
def objects_as_text(draw: st.DrawFn) -> tuple[str, bool]:
    """An object's text with blanks anywhere and keys that look like anything, and whether a key comes twice."""
    keys = draw(st.lists(words, min_size=1, max_size=4))
    inner = draw(
        st.lists(
            st.sampled_from(["1", '""', '":"', '"\\":"', '"a\\\\"', "{}", '{":":1}']), min_size=4, max_size=4
        )
    )
    members = [
        f"{json.dumps(key)}{draw(blanks)}:{draw(blanks)}{value}"
        for key, value in zip(keys, inner, strict=False)
    ]
    return "{" + ",".join(members) + "}", len(set(keys)) < len(keys)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(objects_as_text())
def test_a_key_that_comes_twice_is_seen_whatever_stands_around_it(told: tuple[str, bool]):
    text, twice = told
    if not twice:
        assert loads(text, LIMIT) == json.loads(text)
        return
    with pytest.raises(StrictJsonError) as error:
        loads(text, LIMIT)
    assert error.value.code == "json_key_twice"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(values, st.booleans())
def test_whatever_is_written_plainly_is_read_the_same(value: object, ascii_only: bool):
    assert loads(json.dumps(value, ensure_ascii=ascii_only), LIMIT, max_depth=64) == value


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(data: bytes):
    try:
        loads(data, LIMIT)
    except StrictJsonError as error:
        assert error.code in WORDS  # noqa: PT017 - either outcome is right
