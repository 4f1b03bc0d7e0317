from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.book import RuleBook
from app.rules.codes import Code, CodeList, fold
from app.rules.data import RuleDataError
from app.rules.facts import FINAL_STATES, RUNGS
from app.shelf import RESOURCES, load_shelf

BOOK = load_shelf()
EVERY = [(name, code) for name in BOOK.codes.names() for code in BOOK.codes[name].codes]


@pytest.mark.parametrize(
    ("name", "word", "id_"),
    [
        ("channel", "110联动", "police_link"),
        ("channel", "１１０联动", "police_link"),
        ("channel", "民事直说", "say_session"),
        ("channel", "网格排查", "screening"),
        ("channel", "群众申请", "application"),
        ("channel", "上级转办", "assigned"),
        ("channel", "来电", "phone"),
        ("channel", "来访", "visit"),
        ("channel", "来信", "letter"),
        ("channel", "网上", "web"),
        ("channel", "信访上网", "web"),
        ("rung", "村（社区）", "village"),
        ("rung", "村(社区)", "village"),
        ("rung", "乡镇", "township"),
        ("rung", "乡镇联席会议", "joint_meeting"),
        ("rung", "区县", "district"),
        ("resolution", "已化解", "resolved"),
        ("resolution", "正在化解", "resolving"),
        ("resolution", "调解不成", "failed"),
        ("petition_category", "意见建议", "suggestion"),
        ("petition_category", "申诉", "appeal"),
        ("petition_category", "求决", "appeal"),
        ("satisfaction", "基本满意", "mostly_satisfied"),
        ("risk", "较大", "larger"),
        ("dispute_type", "07", "forest_land"),
        ("dispute_type", "forest_land", "forest_land"),
        ("dispute_type", " 邻里 纠纷 ", "neighbour"),
        ("yes_no", "是", "yes"),
    ],
)
def test_a_word_of_the_ledgers_is_taken_without_a_question(name: str, word: str, id_: str) -> None:
    match = BOOK.codes[name].match(word)
    assert match.is_certain
    assert match.code is not None
    assert match.code.id == id_


@pytest.mark.parametrize(
    ("name", "word", "proposal"),
    [
        ("dispute_type", "土地纠纷", "山林土地纠纷"),
        ("dispute_type", "其它", "其他纠纷"),
        ("resolution", "√", "已化解"),
        ("dispute_type", "邻里之间的纠纷", "邻里纠纷"),
        ("dispute_type", "鸡毛蒜皮", None),
        ("dispute_type", "山林土地纠纷（二）", "山林土地纠纷"),
        ("channel", "派出所", "110联动"),
    ],
)
def test_a_doubtful_word_is_asked_and_never_taken(name: str, word: str, proposal: str | None) -> None:
    match = BOOK.codes[name].match(word)
    assert not match.is_certain
    assert (match.code.label if match.code else None) == proposal


@given(st.sampled_from(EVERY))
def test_id_label_and_code_all_lead_home(entry: tuple[str, Code]) -> None:
    name, code = entry
    for word in (code.id, code.label, *code.aliases):
        found = BOOK.codes[name].match(word)
        assert found.is_certain
        assert found.code == code
    for word in code.near:
        assert BOOK.codes[name].match(word).how == "near"


@given(st.sampled_from(BOOK.codes.names()), st.text(max_size=12))
def test_any_text_gets_an_answer(name: str, text: str) -> None:
    match = BOOK.codes[name].match(text)
    assert (match.code is None) == (match.how == "none")


def test_no_word_means_two_things() -> None:
    for name in BOOK.codes.names():
        owner: dict[str, str] = {}
        for code in BOOK.codes[name].codes:
            words = (code.id, code.label, code.short, code.code, *code.aliases, *code.near)
            for word in {fold(one) for one in words if one}:
                assert owner.setdefault(word, code.id) == code.id, (name, word)


def test_entries_outside_their_time_are_not_offered_but_still_read() -> None:
    old = Code("old", "旧称", valid_to=date(2022, 4, 30))
    new = Code("new", "新称", valid_from=date(2022, 5, 1), kinds=("petition",))
    codes = CodeList("x", "x", (old, new))
    assert codes.offered(on=date(2026, 1, 1)) == (new,)
    assert codes.offered("dispute") == (old,)
    assert codes.label_of("old") == "旧称"
    assert codes.label_of("from_a_newer_program") == "from_a_newer_program"
    assert "old" in codes
    assert BOOK.codes.label_of("no_such_list", "x") == "x"


def test_rules_and_lists_speak_of_the_same_things(book: RuleBook) -> None:
    states = {code.id for code in book.codes["state"].codes}
    assert [code.id for code in book.codes["rung"].codes] == list(RUNGS)
    assert states > FINAL_STATES
    for action in book.actions:
        assert set(action.from_states) <= states, action.id
        assert action.to_state in states | {"="}, action.id
        names = [one.name for one in action.fields]
        assert len(names) == len(set(names)), action.id
        assert action.event_day in names, action.id
        for one in action.fields:
            assert (one.kind == "code") == bool(one.codes), (action.id, one.name)
            if one.codes:
                assert one.codes in book.codes
                assert not one.default or one.default in book.codes[one.codes]
            assert set(one.required_if) <= set(names)
    proofs = book.codes["closing_proof"]
    for code in book.codes["closing_result"].codes:
        assert all(one in proofs for one in code.attrs["proofs"].split())
    known = {action.event_of() for action in book.actions} | {
        "received",
        "registered",
        "accepted",
        "closed",
        "withdrawn",
        "feedback_due",
        "resolve_due",
        "agreement_effective",
        "reply_reached",
        "rung_entered",
        "rung_left",
        "review_asked",
        "final_asked",
        "visit_wanted",
    }
    for rule in book.clocks:
        assert {rule.start, *rule.met_by, *rule.ends_with, *rule.moot_by} <= known, rule.id


def test_every_action_names_its_law_or_is_office_work(book: RuleBook) -> None:
    for action in book.actions:
        if action.id not in {"note", "void"}:
            assert all(action.article(kind) for kind in action.kinds), action.id


def test_a_broken_data_file_is_refused_with_its_place(tmp_path: Path) -> None:
    for folder in ("rules", "calendars"):
        (tmp_path / folder).mkdir()
        for path in (RESOURCES / folder).glob("*.json"):
            (tmp_path / folder / path.name).write_bytes(path.read_bytes())
    clocks = tmp_path / "rules" / "clocks.json"
    clocks.write_text(
        clocks.read_text(encoding="utf-8").replace('"length": 60', '"length": "60"'), encoding="utf-8"
    )
    with pytest.raises(RuleDataError, match=r"resolve_due\.length"):
        load_shelf(tmp_path)
