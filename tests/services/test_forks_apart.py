"""Forks that nobody can rule upon: a copy of a copy that does not go on, and the district's own two copies."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.bundles.values import ReceivedFile
from app.desk import Desk
from app.errors import UserError
from tests.services.test_forks import REASON, titles
from tests.support.copies import make_copies
from tests.support.custody import ASSIGN
from tests.support.exchange import Pair, pair
from tests.support.offices import PASSWORD, clock, dispute, offices, petition

__all__ = ["clock", "dispute", "offices", "pair", "petition"]

Form = Callable[..., dict[str, Any]]


def test_a_copy_of_the_copy_that_lost_is_told_what_to_do_and_stops_nobody(pair: Pair, dispute: Form) -> None:
    """It was told to send once more, and each sending stopped the office's own PC at the district again."""
    copies = make_copies(pair, dispute)
    copies.original.matters.register([dispute(title="甲机登记的")])
    copies.copy.matters.register([dispute(title="乙机登记的")])
    folder = Path(copies.copy.access.folder)
    copies.copy.close()
    shutil.copytree(folder, folder.with_name("third"))
    doors = pair.offices
    copies.copy = doors.enter(doors.door(folder.name))
    third = doors.enter(doors.door("third"))
    (alone,) = third.matters.register([dispute(title="丙机登记的")])
    copies.copy.matters.register([dispute(title="乙机后来登记的")])
    copies.forked()
    fork = copies.district.bundles.forks()[0]
    copies.up(third, "third")
    copies.district.bundles.decide_fork(fork.office, fork.stream, fork.branches[0].key, REASON)
    down = copies.down()
    for desk in (copies.copy, third):
        desk.bundles.receive(down)
    second = copies.copy.bundles.lost_branch()
    assert second is not None
    assert (second.can_follow, second.apart) == (True, False)
    lost = third.bundles.lost_branch()
    assert lost is not None
    assert (lost.can_follow, lost.apart) == (False, True)
    assert "从没有选中的那一份又拷出来的" in lost.why_not
    assert "照原样登记到接下去的那台电脑" in lost.advice
    assert alone.number in lost.advice
    assert "再上报一次" not in lost.advice
    stick = pair.stick / "third"
    before = sorted(stick.iterdir())
    for act in (lambda: third.bundles.send(stick), third.bundles.follow_ruling):
        with pytest.raises(UserError) as told:
            act()
        assert (told.value.code, told.value.advice) == ("copy_of_copy", lost.advice)
    assert sorted(stick.iterdir()) == before
    assert any(lost.advice in gap.step for gap in third.bundles.gaps())
    assert copies.district.bundles.forks() == ()
    assert not any(r.refused for r in copies.up(copies.original))
    assert third.health.check().ok


def test_the_districts_own_two_copies_are_told_what_to_do_and_a_restore_goes_on(
    pair: Pair, dispute: Form
) -> None:
    """A district was told that the district decides; a township that somebody decides first."""
    pair.round()
    folder = Path(pair.district.access.folder)
    pair.district.close()
    shutil.copytree(folder, folder.with_name("copied"))
    doors, office = pair.offices, pair.township.access.office.office
    pair.district = doors.enter(doors.door(folder.name))
    other = doors.enter(doors.door("copied"))

    def hand_down(desk: Desk, title: str) -> None:
        (made,) = desk.matters.register([dispute(title=title)])
        desk.matters.do(made.number, "accept", {"source": "by_application", "mediators": "王调解"})
        desk.matters.custody.offer(made.number, "assign", office, ASSIGN)

    def give(desk: Desk, stick: str) -> list[ReceivedFile]:
        place = pair.stick / stick
        place.mkdir()
        files = [Path(file.path) for file in desk.bundles.send(place, office)]
        return list(pair.township.bundles.receive(files))

    hand_down(pair.district, "甲机交办的")
    hand_down(other, "乙机交办的")
    give(pair.district, "a")
    (forked,) = [r for r in give(other, "b") if r.refused == "stream_forked"]
    said = "它的数据被拷成了两份、两边都写过。请它定下用哪一份"
    assert said in forked.words
    (below,) = pair.township.bundles.gaps()
    assert (below.kind, said in below.step) == ("fork", True)
    place = pair.stick / "t"
    place.mkdir()
    answers = [Path(file.path) for file in pair.township.bundles.send(place)]
    for desk in (pair.district, other):
        desk.bundles.receive(answers)
        step = next(gap.step for gap in desk.bundles.gaps() if gap.kind == "fork")
        assert "上面没有单位裁定，请自己定下用哪一份" in step
        assert "由区县裁定" not in step
    backup = pair.stick / "backup"
    backup.mkdir()
    made = pair.district.back_up(backup)
    pair.district.close()
    again = doors.door("again")
    again.restore(Path(made.file), "admin", PASSWORD)
    pair.district = doors.enter(again)
    hand_down(pair.district, "恢复以后交办的")
    assert not any(r.refused for r in give(pair.district, "c"))
    assert titles(pair.township) == {"甲机交办的", "恢复以后交办的"}
