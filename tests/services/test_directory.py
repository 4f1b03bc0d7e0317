"""The directory: settings that are checked, entries that are never doubled, and choosers that hear pinyin."""

from __future__ import annotations

import pytest

from app.desk import Desk
from app.errors import UserError


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("number.dispute", "{short}调{year}", "流水号"),
        ("number.dispute", "{short}调〔{year}〕{serial}号", "本机标记"),
        ("number.nothing", "{year}{station}{serial}", "没有"),
        ("rule.mediation_days", "三十", "整数"),
        ("rule.nothing", "1", "没有"),
        ("colour", "red", "没有"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_words(desk: Desk, key: str, value: str, words: str) -> None:
    before = desk.directory.settings()
    with pytest.raises(UserError, match=words):
        desk.directory.set_settings({key: value})
    assert desk.directory.settings() == before


def test_an_unchanged_setting_leaves_no_trace(desk: Desk) -> None:
    desk.directory.set_settings({"office.organ": "青石镇人民政府", "rule.mediation_days": "20"})
    changes = desk.health.replay().changes
    desk.directory.set_settings({"office.organ": "青石镇人民政府", "rule.mediation_days": "20"})
    assert desk.health.replay().changes == changes


def test_names_follow_from_the_office_until_they_are_typed(desk: Desk) -> None:
    told = desk.directory.office()
    assert (told.organ, told.committee, told.short) == ("青石镇人民政府", "青石镇人民调解委员会", "青")
    desk.directory.set_settings({"office.committee": "青石镇第一人民调解委员会"})
    assert desk.directory.office().committee == "青石镇第一人民调解委员会"


def test_entries_are_changed_by_code_or_name_and_never_doubled(desk: Desk) -> None:
    rows = [{"code": "621299101205", "name": "青石村"}, {"code": "621299101206", "name": "柳林村"}]
    assert desk.directory.put("village", rows) == 2
    assert desk.directory.put("village", rows) == 0
    assert desk.directory.put("village", [{"code": "621299101205", "name": "大青石村"}]) == 1
    assert [c.label for c in desk.directory.choices("village")] == ["大青石村", "柳林村"]
    with pytest.raises(UserError, match="第 2 行"):
        desk.directory.put("unit", [{"name": "司法所"}, {"head": "无名"}])
    assert desk.directory.choices("unit") == ()


def test_a_village_is_heard_by_its_initials_and_a_retired_one_is_not_offered(desk: Desk) -> None:
    desk.directory.put("village", [{"code": "621299101205", "name": "青石村"}])
    choice = desk.directory.choices("village")[0]
    assert {"qsc", "qingshicun"} <= set(choice.sound.split())
    entry = desk.directory.rows("village")[0].id
    desk.directory.retire("village", entry)
    assert desk.directory.choices("village") == ()
    assert desk.health.check().ok
