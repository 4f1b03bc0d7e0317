"""The short ways of writing and reading many rows give what the long ways give."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from sqlalchemy import Text

from db.fields import CivilDate, Flag, WholeNumber, decode, decoder
from db.fold import Columns, blank_row, shape_of
from db.idents import Idents
from db.journal import COLUMNS, canonical
from db.search.dictionary import cut
from db.search.index import Document
from db.tables import ENTITIES, JournalRow


def test_rows_of_the_journal_name_every_column() -> None:
    assert sorted(COLUMNS) == sorted(column.key for column in JournalRow.__table__.columns)


@pytest.mark.parametrize(
    "value",
    [
        {"b": 1, "a": ['x\n\u2028"\\', None, True, {"z": -(2**53), "é": "张"}], "c": {}},
        "张\t三\x7f",
        [],
        None,
        {"10": 1, "9": 2, "": False},
    ],
)
def test_a_line_is_spelled_as_json_spells_it(value: Any) -> None:
    spelled = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(value) == spelled


def test_what_is_no_number_has_no_line() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": float("nan")})


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        (CivilDate(), "2026-03-01", "2026-3-1"),
        (Flag(), True, 1),
        (WholeNumber, 12, True),
        (Text(), "张", 5),
    ],
)
def test_a_value_is_decoded_by_its_column(column: Any, good: object, bad: object) -> None:
    assert decode(column, good) == decoder(column)(good)
    assert decode(column, None) is None
    with pytest.raises(ValueError, match=r"not a"):
        decoder(column)(bad)


def test_every_column_that_a_change_may_set_has_its_decoder() -> None:
    for entity in ENTITIES:
        shape = shape_of(entity.entity)
        assert shape.decoders.keys() == shape.types.keys()


def test_a_row_tells_its_columns_and_no_others() -> None:
    row = Columns({**blank_row("party"), "name": "张三"})
    assert (row.name, row.phone) == ("张三", None)
    with pytest.raises(AttributeError):
        _ = row.nothing_of_the_kind


def test_ids_ascend_and_never_come_twice() -> None:
    idents = Idents()
    given = [idents.next() for _ in range(3000)]
    assert given == sorted(set(given))
    assert all(one[14] == "4" and one[19] in "89ab" for one in given)


def test_a_name_that_came_before_is_indexed_as_it_was_the_first_time() -> None:
    document = Document(1, names=("长坝村", "张三与李四相邻通行邻里纠纷第七组水渠边的小路", "张三"))
    assert document.name_tokens() == document.name_tokens()


def test_words_are_the_whole_text_again() -> None:
    dice = random.Random(7)
    for _ in range(300):
        text = "".join(
            dice.choice("重庆市重要长坝村行走银行乐山音乐一二三") for _ in range(dice.randint(0, 12))
        )
        assert "".join(cut(text)) == text
