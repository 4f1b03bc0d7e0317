"""Every word of one to six characters finds exactly what LIKE finds; sounds find what they should and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, insert

from db.engine import open_engine
from db.search import index
from db.search.fold import digits, fold, fold_with_places, terms
from db.search.grams import RUN
from db.search.index import Document, day_of, first_doc, last_doc
from db.search.match import match
from db.search.query import heard, query, seen
from db.tables import Base, Listing, Matter

DAY = date(2026, 3, 2)
NAMES = ("张三丰", "李四", "单雄信", "欧阳锋", "张　三", "曾小贤", "B区李娜", "𬭎某", "尉迟恭", "王土", "土")
TITLES = (
    "宅基地边界纠纷",
    "土地纠纷土地",
    "地土承包",
    "拖欠工资ＡＢＣ公司",
    "a地b",
    "纠纷",
    "青石村路灯",
    "重庆路 停车",
)
NUMBERS = ("青矛〔2026〕第0012号", "青矛〔2026〕第0021号", "GS-2026-00120", "202600012")
PHONES = ("13900001234", "0939-8211234", "138 0000 1200")
BODIES = (
    "双方因院墙滴水多次发生争执，\n请求调解。",
    "土地承包合同纠纷，涉及地土三亩",
    "土地。边界：地纠纷纷纠",
    "要求支付工资２０２６元 ABC abc",
    "地",
    "",
)


@dataclass(frozen=True)
class Sample:
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    phones: tuple[str, ...]
    body: tuple[str, ...]

    def holds(self, term: str) -> bool:
        """What LIKE '%term%' says of the folded fields, and of the digits of numbers and telephones."""
        words = [fold(t) for t in (*self.names, *self.numbers, *self.body)] + [digits(p) for p in self.phones]
        if any(term in w for w in words):
            return True
        bare = "".join(RUN.findall(term))
        if re.fullmatch(r"[0-9][0-9 ()-]*[0-9]", term) and bare != term:
            runs = [
                r
                for w in [*map(fold, (*self.names, *self.numbers)), *map(digits, self.phones)]
                for r in RUN.findall(w)
            ]
            return any(bare in r for r in runs)
        return False

    def sounds(self, term: str) -> bool:
        return any(heard(query(term).parses, name) for name in self.names)


SAMPLES = tuple(
    Sample(
        (NAMES[i % len(NAMES)], NAMES[(3 * i + 1) % len(NAMES)], TITLES[i % len(TITLES)]),
        (NUMBERS[i % len(NUMBERS)],),
        (PHONES[i % len(PHONES)],) if i % 3 else (),
        (BODIES[i % len(BODIES)], BODIES[(i // 6) % len(BODIES)]),
    )
    for i in range(66)
)


def listed(doc: int, sample: Sample) -> tuple[dict[str, object], dict[str, object]]:
    ident = f"m{doc}"
    matter: dict[str, object] = {
        "office": "o", "id": ident, "version": 1, "kind": "dispute", "statement": sample.body[0], "request": sample.body[1],
        "state": "registered", "rung": "township", "registered_on": DAY, "registered_by": "u", "rule_set": "2022",
        "custodian": "o", "custody": 1, "restricted": False,
    }  # fmt: skip
    row: dict[str, object] = {
        "doc": doc, "office": "o", "matter": ident, "kind": "dispute", "number": "", "title": sample.names[2],
        "parties": "、".join(sample.names[:2]), "name_key": "", "place": "", "state": "registered", "rung": "township",
        "open": True, "received_on": DAY, "registered_on": DAY, "last_seq": 0, "custodian": "o", "indexed": 0,
    }  # fmt: skip
    return matter, row


def document(doc: int, sample: Sample) -> Document:
    return Document(doc, sample.names, sample.numbers, sample.phones, sample.body)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = open_engine(tmp_path_factory.mktemp("search") / "s.db", bytes(range(32)))
    with made.connect().execution_options(writing=True) as c:
        Base.metadata.create_all(c)
        for statement in index.DDL:
            c.exec_driver_sql(statement)
        rows = [listed(first_doc(DAY) + i, s) for i, s in enumerate(SAMPLES)]
        c.execute(insert(Matter), [m for m, _ in rows])
        c.execute(insert(Listing), [r for _, r in rows])
        index.put_many(c, [document(first_doc(DAY) + i, s) for i, s in enumerate(SAMPLES)])
        c.commit()
    yield made
    made.dispose()


def found(connection: Connection, text: str) -> set[int]:
    return {doc - first_doc(DAY) for doc in match(connection, text)}


CHARS = sorted(set("".join((*NAMES, *TITLES, *NUMBERS, *PHONES, *BODIES))) - set(" \n　"))
TEXTS = sorted(
    {fold(t) for s in SAMPLES for t in (*s.names, *s.numbers, *s.body)} | {digits(p) for p in PHONES}
)
pieces = st.builds(
    lambda text, at, size: text[at % max(1, len(text)) :][:size],
    st.sampled_from(TEXTS), st.integers(0, 60), st.integers(1, 6),
)  # fmt: skip
words = st.one_of(pieces, st.text(st.sampled_from(CHARS), min_size=1, max_size=6))


@settings(deadline=None, max_examples=200)
@given(words)
def test_a_word_of_one_to_six_characters_finds_what_like_finds(engine: Engine, word: str) -> None:
    with engine.connect() as c:
        wanted = terms(word)
        expected = {
            i for i, s in enumerate(SAMPLES) if wanted and all(s.holds(t) or s.sounds(t) for t in wanted)
        }
        assert found(c, word) == expected


@settings(deadline=None, max_examples=80)
@given(st.text("zhangsfelidwxoyuq", min_size=2, max_size=8))
def test_letters_find_what_is_heard_and_nothing_else(engine: Engine, letters: str) -> None:
    with engine.connect() as c:
        expected = {i for i, s in enumerate(SAMPLES) if s.holds(letters) or s.sounds(letters)}
        assert found(c, letters) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "zhangsanfeng",
        "zsf",
        "zhangsanf",
        "zhangsf",
        "zsanfeng",
        "sanfeng",
        "ZSF",
        "张sf",
        "张sanfeng",
        "张s丰",
        "张三f",
    ],
)
def test_a_name_is_found_by_pinyin_initials_and_mixtures(engine: Engine, typed: str) -> None:
    with engine.connect() as c:
        assert {i for i, s in enumerate(SAMPLES) if "张三丰" in s.names} <= found(c, typed)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("shanxx", "单雄信"), ("dxx", "单雄信"), ("oyf", "欧阳锋"), ("zengxiaoxian", "曾小贤"), ("yuchigong", "尉迟恭"),
     ("weichi", "尉迟恭"), ("zs", "张　三"), ("张三", "张　三"), ("chongqing", "重庆路 停车"), ("qsc", "青石村路灯")],
)  # fmt: skip
def test_surnames_and_places_are_found_as_they_are_said(engine: Engine, typed: str, name: str) -> None:
    with engine.connect() as c:
        got = found(c, typed)
    assert {i for i, s in enumerate(SAMPLES) if name in s.names} <= got
    assert len(got) < len(SAMPLES)


def test_a_mixture_must_stand_in_one_place(engine: Engine) -> None:
    """李四 and 王土 together must not answer to lwang, though the letters and the syllable all occur."""
    with engine.connect() as c:
        assert not found(c, "lwang")


def test_several_words_must_all_be_found(engine: Engine) -> None:
    with engine.connect() as c:
        assert found(c, "张三丰 土地") == found(c, "张三丰") & found(c, "土地")
        assert found(c, "zsf　1234") == found(c, "zsf") & found(c, "1234")
        assert found(c, "  ") == set()


def test_a_telephone_is_found_with_and_without_its_hyphens(engine: Engine) -> None:
    with engine.connect() as c:
        wanted = {i for i, s in enumerate(SAMPLES) if "0939-8211234" in s.phones}
        assert found(c, "0939-8211234") == wanted == found(c, "09398211") == found(c, "8211234")


def test_a_later_version_replaces_the_earlier_and_a_dropped_one_is_gone(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "s.db", bytes(32))
    doc = first_doc(DAY)
    before = Sample(("张三丰", "李四", "宅基地"), (), (), ("土地", ""))
    after = Sample(("周伯通", "李四", "宅基地"), (), (), ("水渠", ""))
    with engine.connect().execution_options(writing=True) as c:
        Base.metadata.create_all(c)
        for statement in index.DDL:
            c.exec_driver_sql(statement)
        matter, row = listed(doc, before)
        c.execute(insert(Matter), [matter])
        c.execute(insert(Listing), [row])
        index.put(c, document(doc, before))
        assert found(c, "张三丰") == found(c, "zsf") == found(c, "土地") == {0}
        index.put(c, document(doc, after))
        assert not found(c, "张三丰") | found(c, "zsf") | found(c, "土地")
        assert found(c, "周伯通") == found(c, "水渠") == {0}
        index.purge(c)
        assert found(c, "zbt") == {0}
        index.drop(c, doc)
        index.drop(c, doc)
        assert not found(c, "周伯通") | found(c, "宅基地")
    engine.dispose()


def test_newest_come_first_and_the_limit_holds(engine: Engine) -> None:
    with engine.connect() as c:
        docs = match(c, "纠纷", 5)
        assert docs == sorted(match(c, "纠纷"), reverse=True)[:5]


def test_row_numbers_keep_the_day() -> None:
    assert day_of(first_doc(DAY)) == day_of(last_doc(DAY)) == DAY
    assert last_doc(DAY) + 1 == first_doc(date(2026, 3, 3))


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(categories=["L", "N", "P", "Zs", "Cc", "Mn"]), max_size=30))
def test_places_point_into_the_text(text: str) -> None:
    folded, places = fold_with_places(text)
    assert folded == fold(text)
    assert len(places) in {0, len(folded)}
    assert all(0 <= p < len(text) for p in places)
    assert list(places) == sorted(places)


def test_found_places_are_marked_in_the_text_as_it_stands() -> None:
    text = "ＡＢＣ　公司与张　三、张三丰"
    assert [text[a:b] for a, b in seen("张三", text)] == ["张　三", "张三"]
    assert [text[a:b] for a, b in seen("abc", text)] == ["ＡＢＣ"]
    span = heard(query("zsf").parses, text)
    assert span is not None
    assert text[slice(*span)] == "张三丰"
