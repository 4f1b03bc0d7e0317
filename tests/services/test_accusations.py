"""Who sees an accusation's material (《信访工作条例》第三十条): people whom the administrator named, and nobody by chance."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.desk import Desk
from app.errors import NotFoundError, UserError
from app.matters.values import Filter
from tests.support.exchange import introduce
from tests.support.offices import PASSWORD, Offices

Form = Callable[..., dict[str, object]]
LETTER = "举报某某侵吞低保款的信.txt"


def refused(code: str) -> pytest.RaisesExc[UserError]:
    return pytest.raises(UserError, check=lambda e: e.code == code and bool(e.sentence) and bool(e.advice))


def enter_as(offices: Offices, login: str, office: str = "qingshi") -> Desk:
    offices.close()
    return offices.enter(offices.door(office), login)


def test_an_administrator_names_who_may_read_them_and_takes_the_name_back(
    offices: Offices, desk: Desk, petition: Form
) -> None:
    """Only the first administrator could ever read them, and with him gone nobody."""
    number = desk.matters.register([petition(category="accusation")])[0].number
    desk.attachments.take(number, b"a letter", name=LETTER)
    liu = desk.access.add_user("liu", PASSWORD, "clerk", "刘办事")
    assert desk.access.name_for_accusations(liu.id, named=True).words == "已指定刘办事办理检举控告"
    own = desk.access.user.id
    assert desk.access.name_for_accusations(own, named=False).words == "王登记不再查看检举控告材料"
    with pytest.raises(NotFoundError):
        desk.matters.get_matter(number)
    as_liu = enter_as(offices, "liu")
    assert [a.name for a in as_liu.attachments.list(number)] == [LETTER]
    with refused("no_right"):
        as_liu.access.name_for_accusations(liu.id, named=True)
    back = enter_as(offices, "admin")
    assert "现在没有人能看" in back.access.name_for_accusations(liu.id, named=False).words
    with pytest.raises(NotFoundError):
        enter_as(offices, "liu").attachments.list(number)


def test_a_named_person_who_leaves_is_said_to_have_left_nobody(offices: Offices, desk: Desk) -> None:
    liu = desk.access.add_user("liu", PASSWORD, "clerk", "刘办事")
    desk.access.name_for_accusations(liu.id, named=True)
    assert "没有人能看" not in desk.access.deactivate(liu.id).words
    with refused("not_active"):
        desk.access.name_for_accusations(liu.id, named=True)
    desk.access.activate(liu.id, PASSWORD)
    desk.access.name_for_accusations(desk.access.user.id, named=False)
    assert "请在“用户与密码”里指定专人" in desk.access.deactivate(liu.id).words


def test_who_makes_it_an_accusation_is_told_where_it_went(
    offices: Offices, desk: Desk, petition: Form
) -> None:
    ident = desk.matters.register([petition()])[0].id
    desk.attachments.take(ident, b"a letter", name=LETTER)
    desk.access.add_user("liu", PASSWORD, "clerk", "刘办事")
    liu = enter_as(offices, "liu")
    done = liu.matters.edit(ident, {"category": "accusation"}, liu.matters.get_matter(ident).version)
    assert "由指定专人办理，您不再看得到它" in done.words
    with pytest.raises(NotFoundError) as told:
        liu.matters.get_matter(ident)
    assert ident not in told.value.sentence
    for ask in (liu.attachments.list, liu.matters.history):
        with pytest.raises(NotFoundError):
            ask(ident)
    for words in ("举报", LETTER, "赵永强"):
        assert liu.matters.find.search(Filter(text=words), limit=5) == ()


def test_the_list_tells_the_truth_of_what_had_gone_before(
    offices: Offices, desk: Desk, petition: Form, tmp_path: Path
) -> None:
    """An open matter went up, one content with it; of the second only the name came. Then it became an accusation."""
    district = offices.district()
    introduce(offices.root, desk, district)
    ident = desk.matters.register([petition()])[0].id
    stick = tmp_path / "stick"
    stick.mkdir()

    def send() -> list[Path]:
        return [Path(file.path) for file in desk.bundles.send(stick)]

    desk.attachments.take(ident, b"first letter " * 9, name="第一封.txt")
    district.bundles.receive(send())
    second = desk.attachments.take(ident, b"second letter " * 9, name="第二封.txt")
    district.bundles.receive(send()[:1])
    desk.matters.edit(ident, {"category": "accusation"}, desk.matters.get_matter(ident).version)
    desk.attachments.take(ident, b"third letter " * 9, name="第三封.txt")
    assert [a.standing_words for a in desk.attachments.list(ident)] == [
        "保密材料，此前已送区",
        "保密材料，此前已送区",
        "保密材料，不外送",
    ]
    district.bundles.receive(send())
    above = district.attachments.list(ident)
    assert [(a.name, a.standing_words, a.here) for a in above] == [
        ("第一封.txt", "保密材料，不外送", True),
        ("第二封.txt", "保密材料，内容不装包送来", False),
    ]
    for ask in (district.attachments.open, lambda a: district.attachments.export(a, tmp_path)):
        with refused("content_stays"):
            ask(second.attachment)
