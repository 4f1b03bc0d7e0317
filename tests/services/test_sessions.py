"""民事直说 on a real office: what each way needs, topics that wait, topics that become matters; and publicity with pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.desk import Desk
from app.errors import UserError
from tests.support.exchange import Pair, introduce
from tests.support.offices import PASSWORD, Clock, Offices

Form = Callable[..., dict[str, object]]
SESSION = {
    "held_on": "2026-03-01",
    "village": "青石村",
    "host": "李支书",
    "people": "36",
    "place": "村委会院坝",
}
SPOT = {"sphere": "邻里事", "what": "两家共用水沟谁来清", "way": "现场直办", "result": "当场商定轮流清沟"}
CADRE = {
    "sphere": "家里事",
    "what": "老人赡养费没谈拢",
    "way": "干部领办",
    "officer": "周文书",
    "due_on": "2026-03-08",
}
JOINT = {
    "sphere": "村里事",
    "what": "村道路灯不亮",
    "way": "乡村联办",
    "unit": "镇村建办",
    "due_on": "2026-03-05",
}
PICTURE = bytes.fromhex("89504e470d0a1a0a") + b"\0" * 400
PUBLICITY = {
    "on_day": "2026-03-01",
    "title": "《信访工作条例》赶集日宣传",
    "form": "设点宣传",
    "place": "青石镇集市",
    "reached": "300",
    "copies": "200",
}


def refused(code: str) -> pytest.RaisesExc[UserError]:
    return pytest.raises(UserError, check=lambda e: e.code == code and bool(e.sentence) and bool(e.advice))


@pytest.fixture
def town(desk: Desk) -> Desk:
    desk.directory.put("village", [{"code": "621299101201", "name": "青石村"}])
    return desk


def held(desk: Desk, *topics: dict[str, str]) -> str:
    return desk.duties.sessions.hold(SESSION, topics).id


def topic(desk: Desk, session: str, at: int) -> str:
    return desk.duties.sessions.show(session).topics[at].id


def test_a_session_keeps_its_topics_in_the_order_in_which_they_were_said(town: Desk) -> None:
    view = town.duties.sessions.show(held(town, SPOT, CADRE, JOINT))
    assert [(t.view["way"], t.standing, t.village) for t in view.topics] == [
        ("现场直办", "done", "青石村"),
        ("干部领办", "open", "青石村"),
        ("乡村联办", "open", "青石村"),
    ]
    assert view.topics[0].view["done_on"] == view.topics[0].view["told_on"] == "2026年3月1日"
    assert view.topics[0].told
    assert (view.line.topics, view.line.done, view.line.open) == (3, 1, 2)


NEEDED: tuple[tuple[dict[str, str], str], ...] = (
    ({"way": ""}, "no_way"),
    ({"way": "以后再说"}, "bad_duty"),
    ({"officer": ""}, "topic_incomplete"),
    ({"due_on": ""}, "topic_incomplete"),
    ({"due_on": "2026-02-01"}, "before_session"),
    ({"way": "跟踪督办"}, "topic_incomplete"),
    ({"way": "现场直办"}, "topic_incomplete"),
    ({"what": ""}, "bad_duty"),
)


def test_a_topic_needs_what_its_way_needs(town: Desk) -> None:
    for changes, code in NEEDED:
        with refused(code):
            held(town, SPOT, {**CADRE, **changes})
    assert town.duties.sessions.lines() == ()
    session = held(town)
    for changes, code in NEEDED:
        with refused(code):
            town.duties.sessions.say(session, {**CADRE, **changes})


def test_open_topics_stand_by_the_day_they_are_due(town: Desk, clock: Clock) -> None:
    held(town, SPOT, CADRE, JOINT)
    clock.go(days=5)  # 2026-03-07
    found = town.duties.sessions.open_topics()
    assert [(t.view["what"], t.days_left) for t in found] == [("村道路灯不亮", -2), ("老人赡养费没谈拢", 1)]


def test_a_topic_is_settled_with_its_result_and_the_answer(town: Desk, clock: Clock) -> None:
    session = held(town, CADRE)
    ident = topic(town, session, 0)
    clock.go(days=3)
    with refused("no_result"):
        town.duties.sessions.settle(ident, {})
    with refused("before_session"):
        town.duties.sessions.settle(ident, {"result": "谈拢了", "done_on": "2026-02-20"})
    kept = town.duties.sessions.settle(ident, {"result": "谈拢了"})
    assert "还没有答复" in kept.changes.words
    town.duties.sessions.change(ident, {"told_on": "2026-03-05"})
    (shown,) = town.duties.sessions.show(session).topics
    assert (shown.standing, shown.told, shown.view["done_on"]) == ("done", True, "2026年3月5日")
    assert town.duties.sessions.open_topics() == ()


def test_a_topic_becomes_a_matter_that_carries_the_duty(town: Desk, dispute: Form) -> None:
    session = held(town, CADRE)
    ident = topic(town, session, 0)
    kept = town.duties.sessions.to_matter(ident, {"parties": dispute()["parties"]})
    (shown,) = town.duties.sessions.show(session).topics
    assert shown.standing == "matter"
    assert shown.view.about is not None
    assert shown.view.about.matter == kept.id
    texts = {f.name: f.text for f in town.matters.get_matter(kept.id).fields}
    assert (texts["channel"], texts["village"], texts["statement"]) == ("民事直说", "青石村", CADRE["what"])
    assert texts["responsible_officer"] == "周文书"
    assert town.duties.sessions.open_topics() == ()
    assert len(town.duties.receptions.origins.listed(kept.id)) == 1
    for again in (
        lambda: town.duties.sessions.settle(ident, {"result": "办了"}),
        lambda: town.duties.sessions.to_matter(ident, dispute()),
        lambda: town.duties.sessions.join(ident, kept.id),
    ):
        with refused("is_matter"):
            again()


def test_a_topic_never_becomes_an_accusation_in_the_lists(town: Desk, petition: Form) -> None:
    session = held(town, CADRE)
    ident = topic(town, session, 0)
    closed = town.duties.sessions.to_matter(ident, petition(category="accusation"))
    assert town.duties.sessions.show(session).topics == ()
    assert town.duties.sessions.open_topics() == ()
    assert town.duties.receptions.origins.listed() == []
    other = topic(town, held(town, CADRE), 0)
    with refused("accusation"):
        town.duties.sessions.join(other, closed.id)


def test_what_became_a_matter_is_not_taken_back(town: Desk, dispute: Form) -> None:
    session = held(town, CADRE)
    ident = topic(town, session, 0)
    with refused("topic_incomplete"):
        town.duties.book("topic").change(ident, {"officer": ""})
    with refused("needs_session"):
        town.duties.book("topic").add(CADRE)
    town.duties.sessions.to_matter(ident, dispute())
    with refused("is_matter"):
        town.duties.book("topic").void(ident, "记错了")
    with refused("topics_are_matters"):
        town.duties.book("say_session").void(session, "记错了")
    empty = held(town, JOINT)
    town.duties.book("say_session").void(empty, "重复登记")
    assert [line.id for line in town.duties.sessions.lines()] == [session]


def test_the_method_is_in_the_offices_own_words(town: Desk) -> None:
    assert town.duties.sessions.method().name == ""
    assert len(town.duties.sessions.method().points) == 2
    town.directory.set_settings({"office.method": "民事直说1234工作法", "office.method_1": "党建引领"})
    method = town.duties.sessions.method()
    assert (method.name, method.points[0], len(method.points)) == ("民事直说1234工作法", "党建引领", 3)


# -- publicity


def an_activity(desk: Desk) -> str:
    return desk.duties.publicities.book.add(PUBLICITY).id


def test_an_activity_keeps_its_pictures_sealed_in_the_vault(town: Desk, tmp_path: Path) -> None:
    file = tmp_path / "赶集.png"
    file.write_bytes(PICTURE)
    ident = an_activity(town)
    added = town.duties.publicities.add_picture(ident, file)
    again = town.duties.publicities.add_picture(ident, PICTURE, "再传一次.png")
    assert again.already
    assert again.attachment == added.attachment
    view = town.duties.publicities.show(ident)
    assert [(p.name, p.viewable, p.here) for p in view.pictures] == [("赶集.png", "image", True)]
    assert town.duties.publicities.picture(added.attachment).data == PICTURE
    assert town.duties.publicities.lines()[0].pictures == 1
    vault = town._door.folder.vault
    sealed = [p for p in vault.rglob("*") if p.is_file()]
    assert sealed
    assert all(PICTURE not in p.read_bytes() for p in sealed)
    assert town.health.check().ok


def test_a_lost_or_damaged_picture_is_told_by_the_check(town: Desk) -> None:
    ident = an_activity(town)
    town.duties.publicities.add_picture(ident, PICTURE, "一.png")
    (sealed,) = [p for p in town._door.folder.vault.rglob("*") if p.is_file()]
    whole = sealed.read_bytes()
    sealed.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert [f.code for f in town.health.check().findings] == ["attachment_damaged"]
    sealed.unlink()
    assert [f.code for f in town.health.check().findings] == ["attachment_missing"]
    (picture,) = town.duties.publicities.show(ident).pictures
    with pytest.raises(UserError):
        town.duties.publicities.picture(picture.id)


def test_a_backup_brings_the_pictures_along(town: Desk, offices: Offices, tmp_path: Path) -> None:
    ident = an_activity(town)
    picture = town.duties.publicities.add_picture(ident, PICTURE, "一.png").attachment
    target = tmp_path / "stick"
    target.mkdir()
    made = town.back_up(target)
    door = offices.door("restored")
    door.restore(Path(made.file), "admin", PASSWORD)
    other = offices.enter(door)
    assert other.duties.publicities.picture(picture).data == PICTURE


NO_ACTIVITIES: tuple[tuple[dict[str, str], str], ...] = (
    ({"form": "飞传单"}, "bad_duty"),
    ({"reached": "-1"}, "bad_duty"),
    ({"on_day": "2027-01-01"}, "bad_duty"),
)


def test_an_activity_that_cannot_be_is_refused(town: Desk) -> None:
    for changes, code in NO_ACTIVITIES:
        with refused(code):
            town.duties.publicities.book.add({**PUBLICITY, **changes})


def test_a_picture_is_taken_back_with_a_reason(town: Desk) -> None:
    ident = an_activity(town)
    picture = town.duties.publicities.add_picture(ident, PICTURE, "一.png").attachment
    with refused("no_reason"):
        town.duties.publicities.void_picture(picture, " ")
    town.duties.publicities.void_picture(picture, "传错了")
    assert town.duties.publicities.show(ident).pictures == ()
    with refused("source_empty"):
        town.duties.publicities.add_picture(ident, b"", "空.png")
    town.duties.publicities.book.void(ident, "重复登记")
    with refused("duty_voided"):
        town.duties.publicities.add_picture(ident, PICTURE, "二.png")


def test_pictures_go_up_with_the_bundles_of_contents(offices: Offices, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    pair = Pair(offices, offices.open(), offices.district(), stick)
    introduce(offices.root, pair.township, pair.district)
    ident = pair.township.duties.publicities.book.add(PUBLICITY).id
    picture = pair.township.duties.publicities.add_picture(ident, PICTURE, "一.png").attachment
    pair.round()
    assert pair.district.duties.publicities.picture(picture).data == PICTURE
    assert pair.district.duties.publicities.lines()[0].view.office_name == "青石镇综治中心"
    pair.check()
    assert not [s for s in pair.township.bundles.send(stick) if s.kind == "files"]
