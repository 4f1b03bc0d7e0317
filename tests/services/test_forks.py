"""Two copies of one office wrote different changes: the district sees both branches and decides, and nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.bundles import answering, ruling
from app.bundles.receipt import Ruled
from app.errors import UserError
from app.matters.list_values import Filter
from db.tables import Fact, ForkRuling, JournalRow, Received
from tests.support.copies import Copies, make_copies
from tests.support.custody import Round
from tests.support.exchange import Pair, context_of, digest_of, introduce, pair, state_of
from tests.support.offices import PASSWORD, clock, dispute, offices, petition

__all__ = ["clock", "dispute", "offices", "pair", "petition"]

Form = Callable[..., dict[str, Any]]
REASON = "与青石镇王登记通过电话：旧电脑已经不用"


@pytest.fixture
def copies(pair: Pair, dispute: Form) -> Copies:
    """Each copy registered a matter of its own, and both edited the one they share."""
    made = make_copies(pair, dispute)
    made.original.matters.register([dispute(title="甲机登记的")])
    made.original.matters.edit(made.shared, {"title": "甲机改的"}, 1)
    made.copy.matters.register([dispute(title="乙机登记的")])
    made.copy.matters.edit(made.shared, {"title": "乙机改的"}, 1)
    made.copy.matters.edit(made.shared, {"people": 7}, 2)
    return made


def titles(desk: Any) -> set[str]:
    return {r.title for r in desk.matters.find.rows(desk.matters.find.find_ids(Filter()))}


def sound(*desks: Any) -> None:
    for desk in desks:
        report = desk.health.check()
        assert report.ok, report.findings


def decide(copies: Copies, name: str) -> Any:
    fork = copies.district.bundles.forks()[0]
    key = next(b.key for b in fork.branches if b.name == name)
    return copies.district.bundles.decide_fork(fork.office, fork.stream, key, REASON)


def test_both_branches_are_seen_before_anything_is_decided(copies: Copies) -> None:
    fork = copies.forked()
    taken, kept = fork.branches
    assert (taken.taken, kept.taken) == (True, False)
    assert [m.title for m in taken.matters if not m.both] == ["甲机登记的"]
    assert [m.title for m in kept.matters if not m.both] == ["乙机登记的"]
    assert [(m.id, m.title, m.changes) for m in kept.matters if m.both] == [(copies.shared, "乙机改的", 2)]
    assert fork.both == 1
    assert taken.first == kept.first == fork.first
    assert fork.can_decide
    assert "分成了 2 支" in fork.words
    assert kept.bundles
    sound(copies.district)


@pytest.mark.parametrize(
    ("chosen", "title", "other"), [("甲", "甲机改的", "乙机改的"), ("乙", "乙机改的", "甲机改的")]
)
def test_whichever_is_chosen_nothing_is_lost(copies: Copies, chosen: str, title: str, other: str) -> None:
    copies.forked()
    done = decide(copies, chosen)
    assert done.matters == 1
    assert copies.district.bundles.forks() == ()
    assert titles(copies.district) == {"甲机登记的", "乙机登记的", title}
    aside = copies.district.matters.custody.meanwhile(copies.shared)
    assert [a.code for a in aside] == ["branch_lost"] * done.waiting
    assert other in {c.after for a in aside for c in a.changes}
    assert not any(a.can_decide for a in aside)
    sound(copies.district)


def goes_on(copies: Copies, chosen: str) -> tuple[Any, Any]:
    return (copies.original, copies.copy) if chosen == "甲" else (copies.copy, copies.original)


@pytest.mark.parametrize("chosen", ["甲", "乙"])
def test_the_one_that_goes_on_gets_what_the_other_had_and_decides_it(copies: Copies, chosen: str) -> None:
    copies.forked()
    decide(copies, chosen)
    winner, _ = goes_on(copies, chosen)
    taken = winner.bundles.receive(copies.down())
    assert not any(t.refused for t in taken), taken
    assert any("本机的这一支继续" in t.words for t in taken)
    assert winner.bundles.lost_branch() is None
    assert {"甲机登记的", "乙机登记的"} <= titles(winner)
    aside = winner.matters.custody.meanwhile(copies.shared)
    assert aside
    assert all(a.can_decide for a in aside)
    winner.matters.custody.decide(copies.shared, [a.id for a in aside], adopt=True)
    sound(winner)
    office = winner.access.office.office
    assert not any(t.refused for t in copies.up(winner))
    assert {a.decided for a in copies.district.matters.custody.meanwhile(copies.shared)} == {"adopted"}
    assert state_of(winner, office)["matter"] == state_of(copies.district, office)["matter"]
    # Its receipt says that it holds them: they do not go down again.
    assert not any(f.kind == "assign" and f.changes for f in copies.district.bundles.send(copies.pair.stick))
    sound(winner, copies.district)


@pytest.mark.parametrize("chosen", ["甲", "乙"])
def test_the_other_one_is_told_sends_the_rest_and_goes_on_under_a_stream_of_its_own(
    copies: Copies, dispute: Form, chosen: str
) -> None:
    copies.forked()
    winner, loser = goes_on(copies, chosen)
    loser.matters.register([dispute(title="裁定以前没有报的")])
    decide(copies, chosen)
    down = copies.down()
    taken = loser.bundles.receive([f for f in down if "回执" in str(winner.bundles.look(f)["words"])])
    assert any("本机的不是" in t.words for t in taken)
    lost = loser.bundles.lost_branch()
    assert lost is not None
    assert lost.unsent > 0
    assert not lost.can_follow
    with pytest.raises(UserError) as refused:
        loser.bundles.follow_ruling()
    assert refused.value.code == "not_yet"
    assert any(g.kind == "fork" for g in loser.bundles.gaps())
    # A bundle of the branch that lost arrives after the decision.
    late = copies.up(loser)
    assert not any(t.refused for t in late), late
    assert any("没有继续的那一支" in t.words for t in late)
    assert copies.district.bundles.forks() == ()
    assert "裁定以前没有报的" in titles(copies.district)
    sound(copies.district)
    loser.bundles.receive([f for f in copies.down() if "回执" in str(winner.bundles.look(f)["words"])])
    lost = loser.bundles.lost_branch()
    assert lost is not None
    assert lost.can_follow, lost
    before = state_of(loser, loser.access.office.office)
    old = loser.access.office
    words = loser.bundles.follow_ruling()
    assert "新名片" in words
    assert loser.access.office.installation != old.installation
    assert loser.bundles.lost_branch() is None
    assert state_of(loser, old.office) == before
    sound(loser)
    # It is a further PC of the office now, with a card of its own.
    introduce(copies.pair.offices.root, loser, copies.district)
    loser.matters.register([dispute(title="裁定以后登记的")])
    assert not any(t.refused for t in copies.up(loser))
    assert "裁定以后登记的" in titles(copies.district)
    for _ in range(2):
        files = copies.down()
        for desk in (winner, loser):
            assert not any(t.refused for t in desk.bundles.receive(files)), files
            copies.up(desk)
    assert {"甲机登记的", "乙机登记的", "裁定以前没有报的", "裁定以后登记的"} <= titles(loser)
    assert titles(loser) == titles(copies.district)
    assert {a.code for a in loser.matters.custody.meanwhile(copies.shared)} == {"branch_lost"}
    sound(winner, loser, copies.district)


def test_what_comes_down_before_the_decision_was_heard_is_refused_and_says_what_to_do(copies: Copies) -> None:
    copies.forked()
    decide(copies, "甲")
    down = [f for f in copies.down() if "交办包" in str(copies.copy.bundles.look(f)["words"])]
    (taken,) = copies.copy.bundles.receive(down)
    assert taken.refused == "branch_lost_here"
    assert "回执" in taken.advice
    sound(copies.copy)


def test_the_branch_that_goes_on_is_taken_in_again(copies: Copies, dispute: Form) -> None:
    copies.forked()
    copies.original.matters.register([dispute(title="冻结以后报的")])
    assert [t.refused for t in copies.up(copies.original) if t.kind == "up"] == ["stream_frozen"]
    decide(copies, "甲")
    assert "冻结以后报的" in titles(copies.district)
    copies.original.matters.register([dispute(title="裁定以后报的")])
    assert not any(t.refused for t in copies.up(copies.original))
    assert "裁定以后报的" in titles(copies.district)
    sound(copies.district)


def test_what_waited_behind_the_branch_that_lost_is_kept_too(copies: Copies, dispute: Form) -> None:
    copies.forked()
    copies.original.matters.register([dispute(title="冻结以后报的")])
    copies.up(copies.original)
    decide(copies, "乙")
    assert {"冻结以后报的", "甲机登记的", "乙机登记的"} <= titles(copies.district)
    sound(copies.district)


# -- who may, and when


def test_a_reason_is_wanted_and_the_branch_must_be_one(copies: Copies) -> None:
    fork = copies.forked()
    before = digest_of(copies.district)
    for branch, reason, code in ((fork.branches[0].key, "  ", "no_reason"), ("丙", REASON, "no_such_branch")):
        with pytest.raises(UserError) as refused:
            copies.district.bundles.decide_fork(fork.office, fork.stream, branch, reason)
        assert refused.value.code == code
    assert digest_of(copies.district) == before


def test_only_an_administrator_of_the_district_decides(copies: Copies) -> None:
    fork = copies.forked()
    copies.district.access.add_user("zhang", PASSWORD, "leader", "张科长")
    door = copies.pair.offices.door("quxian")
    copies.district.close()
    desk = copies.pair.offices.enter(door, "zhang")
    (seen,) = desk.bundles.forks()
    assert not seen.can_decide
    assert "系统管理员" in seen.why_not
    with pytest.raises(UserError) as refused:
        desk.bundles.decide_fork(fork.office, fork.stream, fork.branches[0].key, REASON)
    assert refused.value.code == "no_right"
    with pytest.raises(UserError) as nothing:
        copies.original.bundles.decide_fork(
            desk.access.office.office, fork.stream, fork.branches[0].key, REASON
        )
    assert nothing.value.code == "no_fork"


def test_nothing_is_decided_where_nothing_forked_or_twice(pair: Pair, copies: Copies) -> None:
    office = copies.original.access.office.office
    with pytest.raises(UserError) as nothing:
        copies.district.bundles.decide_fork(office, "no-such-stream", "甲", REASON)
    assert nothing.value.code == "no_fork"
    fork = copies.forked()
    decide(copies, "甲")
    with pytest.raises(UserError) as twice:
        copies.district.bundles.decide_fork(office, fork.stream, fork.branches[1].key, REASON)
    assert twice.value.code == "ruled_already"
    with pytest.raises(UserError) as none:
        copies.original.bundles.follow_ruling()
    assert none.value.code == "no_ruling"


@pytest.mark.parametrize(("chosen", "step"), [("甲", "_count_anew"), ("乙", "_begin"), ("乙", "_said")])
def test_a_power_cut_in_between_leaves_everything_as_it_was(
    copies: Copies, monkeypatch: pytest.MonkeyPatch, chosen: str, step: str
) -> None:
    copies.forked()
    before = digest_of(copies.district)

    def cut(*_: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ruling.Ruler, step, cut)
        with pytest.raises(KeyboardInterrupt):
            decide(copies, chosen)
    assert digest_of(copies.district) == before
    decide(copies, chosen)
    sound(copies.district)


def test_the_decision_stands_in_the_journal_and_goes_down(copies: Copies) -> None:
    copies.forked()
    decide(copies, "甲")
    copies.original.bundles.receive(copies.down())
    for desk in (copies.district, copies.original):
        with context_of(desk).reading() as session:
            (row,) = session.scalars(select(ForkRuling)).all()
            assert (row.reason, row.to_office) == (REASON, copies.original.access.office.office)


def test_what_only_rows_were_reported_of_is_counted_and_stays_on_its_pc(pair: Pair, dispute: Form) -> None:
    pair.township.bundles.choose_way("coded")
    copies = make_copies(pair, dispute)
    for desk, name in ((copies.original, "甲机"), (copies.copy, "乙机")):
        desk.matters.register([dispute(title=f"{name}登记的")])
        desk.directory.put("village", [{"name": f"{name}村"}])
    fork = copies.forked()
    assert all(not b.matters and b.withheld > 0 and b.others for b in fork.branches)
    decide(copies, "甲")
    sound(copies.district)
    copies.original.bundles.receive(copies.down())
    copies.up(copies.original)
    # Every copy's matters are counted, whoever goes on.
    assert copies.district.figures is not None
    copies.copy.bundles.receive(receipts(copies))
    copies.copy.bundles.follow_ruling()
    introduce(copies.pair.offices.root, copies.copy, copies.district)
    assert not any(t.refused for t in copies.up(copies.copy))
    assert facts(copies.district) == 3
    assert "乙机登记的" in titles(copies.copy)
    sound(copies.district, copies.original, copies.copy)


def facts(desk: Any) -> int:
    with context_of(desk).reading() as session:
        return len(session.scalars(select(Fact)).all())


def receipts(copies: Copies) -> list[Path]:
    return [Path(f.path) for f in copies.district.bundles.send(copies.pair.stick) if f.kind == "receipt"]


def test_a_remark_stands_whoever_goes_on(copies: Copies) -> None:
    copies.copy.matters.do(copies.shared, "note", {"content": "乙机的意见"})
    copies.forked()
    decide(copies, "甲")
    said = [h.words for h in copies.district.matters.history(copies.shared)]
    assert "办理：记录" in said
    sound(copies.district)


@pytest.mark.parametrize("chosen", ["甲", "乙"])
def test_an_accusation_is_closed_whoever_goes_on(
    pair: Pair, dispute: Form, petition: Form, chosen: str
) -> None:
    (made,) = pair.township.matters.register([petition()])
    copies = make_copies(pair, dispute)
    copies.original.matters.edit(made.id, {"place": "村口"}, 1)
    copies.copy.matters.edit(made.id, {"category": "accusation"}, 1)
    copies.forked()
    decide(copies, chosen)
    assert titles(copies.district) == {"两份都有的"}
    sound(copies.district)
    copies.original.bundles.receive(copies.down())
    if chosen == "甲":
        assert titles(copies.original) == {"两份都有的"}
    sound(copies.original)


def test_what_the_district_has_it_decides_itself(pair: Pair, dispute: Form) -> None:
    around = Round(pair, pair.township)
    number = around.escalated(dispute(title="已经上报区县的"))
    copies = make_copies(pair, dispute)
    copies.original.matters.edit(number, {"title": "甲机改的"}, version(copies.original, number))
    copies.copy.matters.edit(number, {"title": "乙机改的"}, version(copies.copy, number))
    copies.forked()
    decide(copies, "甲")
    offer = next(o for o in copies.district.matters.custody.offers() if o.can_answer)
    copies.district.matters.custody.accept(offer.id)
    aside = copies.district.matters.custody.meanwhile(number)
    assert [a.can_decide for a in aside] == [True]
    copies.district.matters.custody.decide(number, [aside[0].id], adopt=True)
    assert copies.district.matters.get_matter(number).title == "乙机改的"
    sound(copies.district)
    copies.original.bundles.receive(copies.down())
    assert copies.original.matters.get_matter(number).title == "乙机改的"
    sound(copies.original)


def version(desk: Any, number: str) -> int:
    return desk.matters.get_matter(number).version


def test_a_restored_backup_of_the_branch_that_lost_takes_what_comes_down(
    copies: Copies, tmp_path: Path
) -> None:
    copies.forked()
    decide(copies, "甲")
    made = copies.copy.back_up(tmp_path)
    copies.copy.close()
    again = copies.pair.offices.door("again")
    again.restore(Path(made.file), "admin", PASSWORD)
    desk = copies.pair.offices.enter(again)
    desk.bundles.receive([f for f in copies.down() if "回执" in str(desk.bundles.look(f)["words"])])
    lost = desk.bundles.lost_branch()
    assert lost is not None
    copies.up(desk)
    desk.bundles.receive([f for f in copies.down() if "回执" in str(desk.bundles.look(f)["words"])])
    station = desk.access.office.station
    desk.bundles.follow_ruling()
    assert desk.access.office.station == station
    assert not any(t.refused for t in desk.bundles.receive(copies.down()))
    assert titles(desk) == titles(copies.district)
    sound(desk, copies.district)


def test_a_third_copy_that_goes_on_after_all_is_told_so_and_the_others_that_they_do_not(
    copies: Copies, dispute: Form
) -> None:
    folder = Path(copies.copy.access.folder)
    copies.copy.close()
    shutil.copytree(folder, folder.with_name("third"))
    doors = copies.pair.offices
    copies.copy = doors.enter(doors.door(folder.name))
    third = doors.enter(doors.door("third"))
    third.matters.register([dispute(title="丙机登记的")])
    copies.copy.matters.register([dispute(title="乙机后来登记的")])
    copies.forked()
    decide(copies, "甲")
    copies.up(third, "third")
    (fork,) = copies.district.bundles.forks()
    assert [b.name for b in fork.branches if not b.taken] == ["乙"]
    copies.district.bundles.decide_fork(fork.office, fork.stream, "乙", REASON)
    down = receipts(copies)
    for desk in (copies.original, copies.copy, third):
        desk.bundles.receive(down)
    assert third.bundles.lost_branch() is None
    assert copies.original.bundles.lost_branch() is not None
    assert "丙机登记的" in titles(copies.district)
    sound(copies.district)


def test_only_the_office_above_decides_how_a_stream_goes_on(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"given_on": "2026-03-02", "due_on": "2026-03-12", "what": "请按期办结"}
    here = pair.township.access.office.office
    pair.district.duties.meetings.instruct({**asked, "to_name": here})
    pair.down()
    stream = context_of(pair.district).store.stream
    forged = Ruled(stream, 1, bytes(32), "2026-03-02", "某人", "没有道理")

    def forge(*_: Any) -> tuple[Ruled, ...]:
        return (forged,)

    monkeypatch.setattr(answering, "_ruled", forge)
    sent = pair.township.bundles.send(pair.stick, pair.district.access.office.office)
    files = [Path(f.path) for f in sent if f.kind == "receipt"]
    (taken,) = pair.district.bundles.receive(files)
    assert "对方已收到第" in taken.words
    assert "裁定" not in taken.words
    sound(pair.district)


def test_a_copy_of_the_copy_that_lost_loses_nothing_either(copies: Copies, dispute: Form) -> None:
    """Three of them: the third parted from the second one later; none of the two goes on, and its bundles stay."""
    folder = Path(copies.copy.access.folder)
    copies.copy.close()
    shutil.copytree(folder, folder.with_name("third"))
    doors = copies.pair.offices
    copies.copy = doors.enter(doors.door(folder.name))
    third = doors.enter(doors.door("third"))
    third.matters.register([dispute(title="丙机登记的")])
    copies.copy.matters.register([dispute(title="乙机后来登记的")])
    copies.forked()
    copies.up(third, "third")
    (fork,) = copies.district.bundles.forks()
    assert len({b.key for b in fork.branches}) == 3
    done = decide(copies, "甲")
    assert len({"乙机后来登记的", "丙机登记的"} & titles(copies.district)) == 1
    assert "有 1 支是从没有选中的一支又分出来的" in done.words
    with context_of(copies.district).reading() as session:
        kept = session.scalars(select(Received).where(Received.content.is_not(None))).all()
        assert [row.status for row in kept] == ["fork"]
    sound(copies.district)


def test_a_copy_of_the_copy_is_kept_whole_where_one_of_the_two_goes_on(copies: Copies, dispute: Form) -> None:
    folder = Path(copies.copy.access.folder)
    copies.copy.close()
    shutil.copytree(folder, folder.with_name("third"))
    doors = copies.pair.offices
    copies.copy = doors.enter(doors.door(folder.name))
    third = doors.enter(doors.door("third"))
    (made,) = third.matters.register([dispute(title="丙机登记的")])
    copies.copy.matters.register([dispute(title="乙机后来登记的")])
    copies.forked()
    copies.up(third, "third")
    (fork,) = copies.district.bundles.forks()
    named = next(b.name for b in fork.branches if "丙机登记的" in {m.title for m in b.matters})
    decide(copies, named)
    with context_of(third).reading() as session:
        ends = session.scalars(select(JournalRow.head).where(JournalRow.matter == made.id)).first()
    with context_of(copies.district).reading() as session:
        assert ends in set(session.scalars(select(JournalRow.head).where(JournalRow.stream == fork.stream)))
    assert {"甲机登记的", "乙机登记的", "乙机后来登记的", "丙机登记的"} <= titles(copies.district)
    sound(copies.district)
