"""Duty cards: what an official or a unit holds, since when, what is due next, what was done last; and no word of persons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.desk import Desk
from app.duties.values.cards import CardLine
from app.errors import NotFoundError
from tests.papers.reading import text
from tests.services.test_accountability import LEAVER, fill_the_hands
from tests.support.exchange import Pair
from tests.support.offices import Clock
from tests.support.terminal import Terminal, set_up
from ui.pages.home.reading import read_home

Form = Callable[..., dict[str, object]]
CHARGE = {
    **{"source": "hard", "opened_on": "2026-03-02", "leader": "张书记", "level": "township"},
    **{"lead_unit": "司法所", "support_units": "国土所、财政所", "due_on": "2026-04-30"},
}


def line(desk: Desk, name: str, word: str) -> CardLine:
    return next(x for x in desk.duties.cards.card(name).lines if x.word == word)


def test_a_card_has_every_open_duty_of_an_official_and_none_besides(
    desk: Desk, clock: Clock, petition: Form
) -> None:
    form = petition(responsible_officer=LEAVER, responsible_unit="司法所")
    number = desk.matters.register([form])[0].number
    fill_the_hands(desk, petition, number)
    clock.go(days=7)
    card = desk.duties.cards.card(LEAVER)
    held = desk.duties.handovers.open_duties(LEAVER)
    assert sorted(x.word for x in card.lines) == sorted(d.word for d in held)
    # What is due first stands first, what has no day last.
    days = [x.due_on for x in card.lines if x.due_on]
    assert days == sorted(days)
    assert [x.due_on is None for x in card.lines] == sorted(x.due_on is None for x in card.lines)
    since = {x.word: x.since for x in card.lines}
    second = date(2026, 3, 2)
    assert {since[w] for w in ("承办事项", "批示、议定事项", "民事直说事项", "信访代理", "首访首办")} == {
        second
    }
    # A plan that was not drawn, a roster that was not published, a village of the directory are nobody's since a day.
    assert {since[w] for w in ("回访计划", "领导接访排班", "排查责任（村社）")} == {None}
    assert (line(desk, LEAVER, "信访代理").due, line(desk, LEAVER, "信访代理").due_on) == (
        "告知委托人",
        date(2026, 4, 1),
    )
    assert card.sits_on == date(2026, 3, 12)
    desk.duties.handovers.hand_over({"from_name": LEAVER, "to_name": "周承办", "on_day": "2026-03-09"})
    with pytest.raises(NotFoundError, match="名下没有职责"):
        desk.duties.cards.card(LEAVER)
    # Whoever takes a matter over has held it since that day, and nothing was done in it since.
    taken = line(desk, "周承办", "承办事项")
    assert (taken.since, taken.last_on, taken.last) == (date(2026, 3, 9), None, "")
    assert line(desk, "周承办", "包案（包案领导）").since == date(2026, 3, 9)


def test_what_was_done_last_is_the_last_step_and_the_last_progress(
    desk: Desk, clock: Clock, petition: Form
) -> None:
    number = desk.matters.register([petition()])[0].number
    clock.go(days=1)
    given = {"done_on": "2026-03-03", "route": "general", "unit": "司法所", "officer": "李经办"}
    desk.matters.do(number, "accept", given)
    desk.duties.charges.open(number, CHARGE)
    (charge,) = desk.duties.charges.account().lines
    for name, word in (("李经办", "承办事项"), ("司法所", "承办事项")):
        found = line(desk, name, word)
        assert (found.since, found.last_on, found.last) == (date(2026, 3, 3), date(2026, 3, 3), "受理")
        assert found.due_on is not None
        assert found.due
    clock.go(days=3)
    desk.duties.charges.note(charge.id, {"on_day": "2026-03-06", "what": "现场丈量"})
    for name, word in (("张书记", "包案（包案领导）"), ("司法所", "包案（牵头单位）")):
        found = line(desk, name, word)
        assert (found.number, found.since, found.due_on) == (number, date(2026, 3, 2), date(2026, 4, 30))
        assert (found.last_on, found.last, found.due) == (date(2026, 3, 6), "现场丈量", "化解")
    assert desk.duties.cards.index().pressed == ("司法所", "国土所", "财政所")
    # What the others did is none of a supporting unit's doing: its own answer is.
    desk.duties.charges.note(
        charge.id, {"on_day": "2026-03-06", "who": "国土所", "what": "已出具界线图"}, "support"
    )
    for name, said in (("国土所", "已出具界线图"), ("财政所", "")):
        found = line(desk, name, "包案（配合单位）")
        assert (found.due_on, found.last) == (date(2026, 4, 30), said)


def test_a_unit_has_letters_tasks_and_rounds_until_they_are_answered(desk: Desk, petition: Form) -> None:
    number = desk.matters.register([petition(responsible_unit="司法所")])[0].number
    letter = {
        **{"level": "remind", "reason": "late_resolve", "demand": "抓紧办结", "to_name": "司法所"},
        **{"issued_on": "2026-03-02", "due_on": "2026-03-09"},
    }
    sent = desk.duties.supervisions.issue(letter, number).id
    desk.duties.meetings.instruct(
        {"leader": "张书记", "what": "核实路况", "to_name": "司法所", "due_on": "2026-03-05"}, number
    )
    desk.directory.put("village", [{"name": "柳林村", "code": "621299101202"}])
    started = desk.duties.rounds.start(
        {"title": "三月排查", "kind": "regular", "from_on": "2026-03-02", "due_on": "2026-03-20"},
        units=["司法所"],
        villages=["柳林村"],
    ).id
    words = ["批示、议定事项", "督办待反馈", "排查上报"]
    assert [x.word for x in desk.duties.cards.card("司法所").lines if x.word != "承办事项"] == words
    assert line(desk, "司法所", "督办待反馈").due == "反馈"
    desk.duties.supervisions.answer(sent, {"answered_on": "2026-03-02", "what": "已办结"})
    desk.duties.rounds.zero(started, ["司法所"], {"went": "王所长"})
    assert [x.word for x in desk.duties.cards.card("司法所").lines if x.word != "承办事项"] == words[:1]


def test_an_accusation_is_on_no_card_and_no_paper_but_their_number_is_told(
    desk: Desk, petition: Form
) -> None:
    desk.matters.register([petition(responsible_officer="李经办", responsible_unit="司法所", title="修路")])
    hidden = desk.matters.register(
        [
            petition(
                category="accusation", responsible_officer="李经办", responsible_unit="司法所", title="告状"
            )
        ]
    )[0]
    for name in ("李经办", "司法所"):
        assert [x.what for x in desk.duties.cards.card(name).lines] == ["修路"]
        shown = text(desk.papers.duties.take("duty_card", name))
        assert "修路" in shown
        assert "告状" not in shown
        assert hidden.number not in shown or not hidden.number
    assert desk.duties.cards.card("李经办").accusations == 1
    assert "1件" not in text(desk.papers.duties.take("duty_card", "李经办"))


def test_a_card_is_printed_and_stands_in_the_history_of_its_matters(
    desk: Desk, petition: Form, tmp_path: Path
) -> None:
    number = desk.matters.register([petition(responsible_officer="李经办", title="修路")])[0].number
    desk.directory.put("leader", [{"name": "周领导", "post": "副镇长"}])
    desk.papers.duties.look("duty_card", "李经办")
    assert not [h for h in desk.matters.history(number) if "责任卡" in h.words]
    made = desk.papers.duties.make("duty_card", "official/李经办", tmp_path / "卡.pdf")
    assert made.missing_glyphs == ()
    assert all(w in text(made.pdf) for w in ("李经办", number.replace("〔", "〔"), "修路", "不作评价"))
    assert [h.words for h in desk.matters.history(number) if "责任卡" in h.words] == [
        "打印（责任卡（李经办））"
    ]
    # A leader with nothing in hand has a card that says so; nobody else has.
    empty = text(desk.papers.duties.take("duty_card", "official/周领导"))
    assert "周领导（副镇长）" in empty
    assert "目前没有未办结的职责" in empty
    with pytest.raises(NotFoundError, match="没有这位领导"):
        desk.papers.duties.take("duty_card", "unit/周领导")


def test_a_district_has_a_card_of_a_township_with_what_it_gave_it(pair: Pair, petition: Form) -> None:
    district, town = pair.district, pair.township.access.office
    letter = {
        **{"level": "supervise", "reason": "other", "demand": "报送总结", "to_name": "青石镇综治中心"},
        **{"issued_on": "2026-03-02", "due_on": "2026-03-09"},
    }
    district.duties.supervisions.issue({**letter, "to_name": town.name})
    (found,) = district.duties.cards.card(town.name, "unit").lines
    assert (found.word, found.since, found.due_on) == ("督办待反馈", date(2026, 3, 2), date(2026, 3, 9))
    assert district.duties.cards.index().pressed == (town.name,)
    pair.round()
    # The township sees the same on the card of its own name.
    (own,) = pair.township.duties.cards.card(town.name, "unit").lines
    assert (own.word, own.due_on) == ("督办待反馈", date(2026, 3, 9))


def test_the_command_line_lists_shows_and_prints_cards(
    tmp_path: Path, clock: Clock, monkeypatch: Any, capsys: Any, petition: Form
) -> None:
    import json

    terminal = Terminal(tmp_path / "office", clock, monkeypatch, capsys)
    set_up(terminal)
    form = petition(responsible_officer="李经办", responsible_unit="司法所")
    terminal("register", "-", stdin=json.dumps([form], ensure_ascii=False))
    found = terminal.json("dutycard", "list")
    assert (found["officials"], found["units"], found["day"]) == (["李经办"], ["司法所"], None)
    card = terminal.json("dutycard", "show", "李经办")
    assert [x["word"] for x in card["lines"]] == ["承办事项"]
    assert "承办事项" in terminal("dutycard", "show", "司法所", "--unit").out
    terminal("dutycard", "print", "李经办", str(tmp_path / "卡.pdf"))
    assert (tmp_path / "卡.pdf").exists()
    assert [x["group"] for x in terminal.json("todo")] == []
    terminal("todo", str(tmp_path / "待办.pdf"))
    assert (tmp_path / "待办.pdf").exists()
    assert terminal.refused("dutycard", "reception", str(tmp_path))["code"] == "no_reception_ahead"
    assert terminal.refused("dutycard", "units", str(tmp_path))["code"] == "nobody_pressed"
    assert terminal.refused("dutycard", "show", "某某")["code"] == "no_such_holder"
    day = {"on_day": "2026-03-05", "leader": "张书记", "level": "township", "mode": "fixed", "place": "大厅"}
    terminal("duty", "add", "roster_day", *(f"{k}={v}" for k, v in day.items()))
    terminal("dutycard", "reception", str(tmp_path))
    assert (tmp_path / "责任卡 张书记.pdf").exists()


def test_what_is_to_be_done_is_the_lists_of_the_workbench_whole(
    desk: Desk, clock: Clock, petition: Form, tmp_path: Path
) -> None:
    forms = [petition(responsible_officer=f"经办{n % 2}") for n in range(15)]
    made = desk.matters.register(forms)
    desk.matters.register([petition(category="accusation", title="告状")])
    desk.duties.charges.open(made[0].number, {**CHARGE, "due_on": ""})
    task = {
        "leader": "张书记",
        "what": "核实路况",
        "to_name": "司法所",
        "officer": "李站长",
        "due_on": "2026-03-05",
    }
    desk.duties.meetings.instruct(task, made[1].number)
    clock.go(days=40)
    face, lines = read_home(desk), desk.duties.todos.lines()
    count = Counter(x.group for x in lines)
    assert (count["due"], count["week"]) == (face.due_count, face.week_count)
    assert count["due"] > len(face.due)
    assert (
        (count["letters"], count["tasks"], count["charges"])
        == (
            face.letter_count,
            face.task_count,
            face.charge_count,
        )
        == (0, 1, 1)
    )
    first = [x.number for x in lines if x.group == "due"]
    assert [str(row.cells[0]) for row in face.due] == first[: len(face.due)]
    assert {x.who for x in desk.duties.todos.lines("经办1")} == {"经办1"}
    shown = text(desk.papers.duties.take("todo_list", ""))
    assert f"共{len(lines)}项" in shown.replace(" ", "")
    assert "告状" not in shown
    assert "经办0" not in text(desk.papers.duties.take("todo_list", "经办1"))
