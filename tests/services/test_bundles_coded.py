"""What goes up without its citizens: rows, what becomes whole later, and what a stranger or a mistake could make of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from app.bundles import bundle, payload
from app.bundles.bundle import Facts
from app.bundles.chain import opening_head
from app.bundles.coded_format import Opening, opening_line, write_rows
from app.bundles.coded_in import drop_rows
from app.bundles.payload import Entry
from app.desk import Desk
from app.errors import NotFoundError
from app.figures.values.figures import Period
from db.tables import CodedHeld, CodedIn, Fact, JournalRow, Matter
from tests.services.test_restored_exchange import restored
from tests.support.exchange import Pair, context_of, introduce, payload_of
from tests.support.offices import Offices

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
Form = Callable[..., dict[str, object]]


@pytest.fixture
def coded(offices: Offices, tmp_path: Path) -> Pair:
    """A township that sends rows only, and its district."""
    township, district = offices.open("coded", reports="coded"), offices.district()
    introduce(tmp_path, township, district)
    stick = tmp_path / "stick"
    stick.mkdir()
    return Pair(offices, township, district, stick)


def register(desk: Desk, form: dict[str, object]) -> Any:
    return desk.matters.register([form])[0]


def figures(desk: Desk) -> dict[str, tuple[int, int | None]]:
    return {f.id: (f.numerator, f.denominator) for f in desk.figures.reckon(YEAR)}


def facts(desk: Desk) -> dict[str, bool]:
    with context_of(desk).reading() as session:
        return {r.number: r.coded for r in session.execute(select(Fact.number, Fact.coded))}


def held(desk: Desk) -> set[str]:
    with context_of(desk).reading() as session:
        return {n or "" for n in session.scalars(select(Matter.number))}


def lines(desk: Desk) -> str:
    """Everything that stands in an office's journal and in what came as rows."""
    with context_of(desk).reading() as session:
        found = [line or "" for line in session.scalars(select(JournalRow.line))]
        return "\n".join([*found, *(body or "" for body in session.scalars(select(CodedIn.body)))])


def same_figures(pair: Pair) -> None:
    ours, theirs = figures(pair.township), figures(pair.district)
    assert {k: v for k, v in theirs.items() if ours[k] != v} == {}


def test_a_matter_goes_up_as_a_row_and_counts_the_same(coded: Pair, dispute: Form, petition: Form) -> None:
    one, two = register(coded.township, dispute()), register(coded.township, petition())
    (going, *rest) = [o for o in coded.township.bundles.outgoing() if o.kind == "coded"]
    assert (going.matters, going.changes, rest) == (2, 2, [])
    coded.round()
    assert held(coded.district) == set()
    assert facts(coded.district) == {one.number: True, two.number: True}
    same_figures(coded)
    for word in ("张天明", "赵永强", "13900001111", "堆放砖石", "承包地"):
        assert word not in lines(coded.district)
    coded.check()
    assert [o for o in coded.township.bundles.outgoing() if o.kind == "coded"] == []


STEP_UP = {"reason": "mediation_failed", "work_done": "已调解两次", "approver": "李镇长"}


def escalate(desk: Desk, number: str) -> None:
    """Up the ladder, until it is offered to the district."""
    matters = desk.matters
    matters.do(number, "accept", {"source": "by_application", "mediators": "王调解"})
    matters.do(number, "escalate", STEP_UP)
    matters.do(number, "escalate", STEP_UP)
    decided = {"meeting": "第一次联席会议", "decision": "由镇长包案", "unit": "镇综治中心"}
    matters.do(number, "joint_meeting", decided)
    matters.do(number, "lead", {"leader": "李镇长", "unit": "镇综治中心"})
    matters.do(number, "escalate", STEP_UP)


def whole_like_home(pair: Pair, number: str) -> None:
    """The district holds a matter as the township has it."""
    home, there = (d.matters.get_matter(number) for d in (pair.township, pair.district))
    assert [s.action for s in there.steps] == [s.action for s in home.steps]
    assert [p.name for p in there.parties] == [p.name for p in home.parties]


def test_what_is_escalated_brings_its_withheld_lines(coded: Pair, dispute: Form, petition: Form) -> None:
    one, two = register(coded.township, dispute()), register(coded.township, petition())
    coded.round()
    escalate(coded.township, one.number)
    coded.round()
    assert held(coded.district) == {one.number}
    assert facts(coded.district) == {one.number: False, two.number: True}
    whole_like_home(coded, one.number)
    assert "赵永强" not in lines(coded.district)
    same_figures(coded)
    coded.check()
    coded.township.matters.do(two.number, "note", {"content": "已电话联系"})
    coded.round()
    same_figures(coded)
    coded.check()


def test_lines_withheld_in_a_bundle_without_a_receipt_are_shown_by_the_next(
    coded: Pair, dispute: Form
) -> None:
    one = register(coded.township, dispute())
    coded.district.bundles.receive(coded.up())
    escalate(coded.township, one.number)
    coded.round()
    whole_like_home(coded, one.number)
    coded.check()


def test_a_lost_stick_brings_the_withheld_lines_again(coded: Pair, dispute: Form) -> None:
    one = register(coded.township, dispute())
    coded.round()
    escalate(coded.township, one.number)
    coded.up()
    coded.round()
    whole_like_home(coded, one.number)
    coded.check()


@pytest.mark.parametrize("turned", [False, True])
def test_rows_and_lines_come_in_any_order(coded: Pair, dispute: Form, turned: bool) -> None:
    one = register(coded.township, dispute())
    first = coded.up()
    escalate(coded.township, one.number)
    second = coded.up()
    paths = [*first, *second]
    for taken in coded.district.bundles.receive(paths[::-1] if turned else paths):
        assert not taken.refused, taken.words
    coded.down()
    assert facts(coded.district) == {one.number: False}
    whole_like_home(coded, one.number)
    coded.check()


def test_an_accusation_takes_its_row_away_without_a_reason(coded: Pair, petition: Form) -> None:
    one = register(coded.township, petition())
    coded.round()
    version = coded.township.matters.get_matter(one.number).version
    coded.township.matters.edit(one.number, {"category": "accusation"}, version)
    paths = coded.up()
    assert all("redact" not in payload_of(p, coded.district) for p in paths)
    coded.district.bundles.receive(paths)
    coded.down()
    assert facts(coded.district) == {}
    assert held(coded.district) == set()
    coded.check()
    assert [o for o in coded.township.bundles.outgoing() if o.kind in {"coded", "up"}] == []


def test_whole_from_now_on_sends_everything_that_was_withheld(
    coded: Pair, dispute: Form, petition: Form
) -> None:
    one, two = register(coded.township, dispute()), register(coded.township, petition())
    coded.round()
    coded.township.bundles.choose_way("whole")
    coded.round()
    assert held(coded.district) == {one.number, two.number}
    assert set(facts(coded.district).values()) == {False}
    whole_like_home(coded, two.number)
    coded.check()
    coded.township.bundles.choose_way("coded")
    three = register(coded.township, petition(title="另一件"))
    coded.township.matters.do(one.number, "note", {"content": "已电话联系"})
    coded.round()
    assert facts(coded.district) == {one.number: False, two.number: False, three.number: True}
    whole_like_home(coded, one.number)
    same_figures(coded)
    coded.check()


def test_an_office_of_before_sends_whole_until_somebody_chooses(pair: Pair, dispute: Form) -> None:
    assert pair.township.bundles.way() is None
    one = register(pair.township, dispute())
    pair.round()
    pair.township.bundles.choose_way("coded")
    two = register(pair.township, dispute(title="另一件"))
    pair.township.matters.do(one.number, "note", {"content": "已电话联系"})
    pair.round()
    assert facts(pair.district) == {one.number: False, two.number: True}
    whole_like_home(pair, one.number)
    pair.check()


def test_a_repeat_and_an_older_file_change_nothing(coded: Pair, dispute: Form) -> None:
    one = register(coded.township, dispute())
    first = coded.up()
    coded.district.bundles.receive(first)
    assert [o.lo for o in coded.township.bundles.outgoing() if o.kind == "coded"] == [0]
    coded.township.matters.do(one.number, "accept", {"source": "by_application", "mediators": "王调解"})
    assert [o.lo for o in coded.township.bundles.outgoing() if o.kind == "coded"] == [1]
    second = coded.up()
    coded.district.bundles.receive(second)
    before = figures(coded.district)
    for taken in coded.district.bundles.receive([*first, *second]):
        assert (taken.new, taken.refused) == (0, "")
    assert figures(coded.district) == before
    same_figures(coded)
    coded.check()


def forged(pair: Pair, rows: Sequence[tuple[str, str, int, str | None]], **other: Any) -> Path:
    """A bundle of rows as the township's key, in wrong hands, could write it."""
    info, district = pair.township.access.office, pair.district.access.office
    stream = "forged"
    with context_of(pair.township).reading():
        of = context_of(pair.township).store.stream
    receiver = other.pop("receiver", district.office)
    opening = opening_line(
        stream, info.office, receiver, Opening(other.pop("of", of), 0, other.pop("upto", 99))
    )
    entries: list[Entry] = other.pop("entries", None) or write_rows(rows)
    made = Facts(
        kind="coded",
        office=info.office,
        installation=info.installation,
        stream=stream,
        prev_head=opening_head(opening),
        opening=opening,
        number=7,
        **other,
    )
    built = bundle.build(made, entries, pair.township._opened.sign_key, [district.age_public])
    path = pair.stick / "forged.jfb"
    path.write_bytes(built.data)
    return path


def row_held(pair: Pair) -> tuple[str, dict[str, Any]]:
    with context_of(pair.district).reading() as session:
        row = session.execute(select(CodedIn.id, CodedIn.body).where(CodedIn.entity == "fact")).one()
    return row.id, json.loads(row.body or "{}")


@pytest.mark.parametrize(
    "wrong",
    [
        {"category": "张天明家的事"},
        {"number": "张天明与李桂花相邻通行纠纷堆放砖石影响通行1号"},
        {"number": "621299197201011234"},
        {"village": "青石村二组张天明家，电话13900001111"},
        {"custodian": "别的 单位"},
        {"received_on": "2026-02-30"},
        {"people": 2.5},
        {"people": True},
        {"state": None},
    ],
)
def test_words_in_the_place_of_a_code_are_refused(coded: Pair, dispute: Form, wrong: dict[str, Any]) -> None:
    register(coded.township, dispute())
    coded.round()
    ident, body = row_held(coded)
    (taken,) = coded.district.bundles.receive(
        [forged(coded, [("fact", ident, 50, json.dumps({**body, **wrong}))])]
    )
    assert taken.refused in {"coded_bad", "payload_bad"}, taken.words
    assert row_held(coded) == (ident, body)
    coded.check()


def test_unknown_columns_are_cut_and_unknown_things_refused(coded: Pair, dispute: Form) -> None:
    register(coded.township, dispute())
    coded.round()
    ident, body = row_held(coded)
    more = {**body, "title": "张天明的事", "office": "别的单位", "coded": False, "urgent": True}
    (taken,) = coded.district.bundles.receive([forged(coded, [("fact", ident, 50, json.dumps(more))])])
    assert not taken.refused, taken.words
    assert row_held(coded) == (ident, {**body, "urgent": True})
    for entity in ("party", "nothing", "user", "setting"):
        (taken,) = coded.district.bundles.receive([forged(coded, [(entity, "x", 60, "{}")])])
        assert taken.refused == "coded_bad"
    for rows in ([("fact", ident, 100, None)], [("fact", ident, 51, None), ("fact", ident, 52, None)]):
        (taken,) = coded.district.bundles.receive([forged(coded, rows)])
        assert taken.refused == "coded_bad"
    (taken,) = coded.district.bundles.receive(
        [forged(coded, [("fact", ident, 70, None)], receiver="another")]
    )
    assert taken.refused == "coded_bad"
    line = json.dumps({"v": 2, "entity": "fact", "id": ident, "version": 70, "row": None})
    (taken,) = coded.district.bundles.receive([forged(coded, [], entries=[Entry.whole(1, b"1" * 16, line)])])
    assert taken.refused == "coded_bad"
    coded.check()


def test_a_row_never_takes_the_place_of_what_is_held_whole(pair: Pair, dispute: Form) -> None:
    one = register(pair.township, dispute())
    pair.round()
    pair.township.bundles.choose_way("coded")
    body = json.dumps(
        {
            **{"kind": "petition", "state": "closed", "rung": "village", "custodian": "x"},
            **{"received_on": "2026-01-01", "registered_on": "2026-01-01"},
        }
    )
    for given in (body, None):
        (taken,) = pair.district.bundles.receive([forged(pair, [("fact", one.id, 5, given)])])
        assert not taken.refused
        assert facts(pair.district) == {one.number: False}
    pair.check()


def test_rows_are_the_districts_and_nobody_elses(coded: Pair, dispute: Form) -> None:
    register(coded.township, dispute())
    other = coded.another(name="柳林乡综治中心", code="621299102", short="柳")
    introduce(coded.offices.root, coded.township, other)
    paths = [p for p in coded.up() if bundle.look(p).kind == "coded"]
    assert [t.refused for t in other.bundles.receive(paths)] == ["not_for_us"]
    data = bytearray(paths[0].read_bytes())
    data[-40] ^= 1
    paths[0].write_bytes(bytes(data))
    (taken,) = coded.district.bundles.receive(paths)
    assert taken.refused
    assert facts(coded.district) == {}


def test_a_restored_district_gets_every_row_again(coded: Pair, dispute: Form, petition: Form) -> None:
    register(coded.township, dispute())
    coded.round()
    register(coded.township, petition())
    coded.round()
    before, info = facts(coded.district), coded.township.access.office
    with context_of(coded.district).writing() as unit:
        drop_rows(unit.connection, info.office, info.installation)
        unit.connection.execute(delete(CodedHeld))
    assert facts(coded.district) == {}
    for sent in coded.district.bundles.send(coded.stick, info.code):
        coded.township.bundles.receive([Path(sent.path)])
    assert [o.changes for o in coded.township.bundles.outgoing() if o.kind == "coded"] == [2]
    coded.round()
    assert facts(coded.district) == before
    same_figures(coded)
    coded.check()


def test_a_restored_township_begins_anew_and_its_former_rows_are_over(
    coded: Pair, dispute: Form, petition: Form, tmp_path: Path
) -> None:
    register(coded.township, dispute())
    folder = tmp_path / "backup"
    folder.mkdir()
    backup = coded.township.back_up(folder)
    register(coded.township, petition())
    former = coded.up()
    coded.district.bundles.receive(former)
    restored(coded, backup.file)
    coded.round()
    same_figures(coded)
    assert len(facts(coded.district)) == 1
    coded.district.bundles.receive([p for p in former if bundle.look(p).kind == "coded"])
    assert len(facts(coded.district)) == 1
    coded.check()


VISIT = {
    **{
        "leader": "李志远",
        "level": "乡镇领导",
        "mode": "下访",
        "place": "柳林村文化广场",
        "on_day": "2026-03-02",
    },
    **{"visitor": "赵永强", "people": "3", "subject": "承包地补偿未兑付"},
}
CHARGE = {
    **{
        "source": "上级交办",
        "leader": "刘区长",
        "post": "副区长",
        "level": "district",
        "lead_unit": "区司法局",
    },
    **{"township_head": "陈副镇长", "village_head": "赵支书"},
}


def test_a_visit_goes_up_as_a_row_and_whole_with_its_matter(coded: Pair, petition: Form) -> None:
    one = register(coded.township, petition())
    receptions = coded.township.duties.receptions
    visit = receptions.sign_in(VISIT)
    receptions.join(visit.id, one.number)
    coded.round()
    same_figures(coded)
    for word in ("赵永强", "李志远", "文化广场", "承包地补偿"):
        assert word not in lines(coded.district)
    coded.check()
    coded.district.duties.charges.open(one.number, CHARGE)
    coded.round()
    coded.round()
    assert facts(coded.district) == {one.number: False}
    whole_like_home(coded, one.number)
    (seen,) = coded.district.duties.receptions.visits(date(2026, 3, 2), date(2026, 3, 2))
    assert (seen.duty["leader"], seen.duty["subject"]) == ("李志远", "承包地补偿未兑付")
    same = {k: v for k, v in figures(coded.district).items() if k.startswith("all_reception")}
    assert same == {k: v for k, v in figures(coded.township).items() if k in same}
    coded.check()


def test_a_long_recall_rides_with_several_bundles_of_one_press(
    coded: Pair, dispute: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [register(coded.township, dispute(title=f"第{n}件")) for n in range(5)]
    coded.round()
    coded.township.bundles.choose_way("whole")
    monkeypatch.setattr(payload, "PART_PLAIN", 6000)
    paths = coded.up()
    assert len(paths) > 2
    # The last one is lost, with what it carried; the next press brings it.
    for taken in coded.district.bundles.receive(paths[:-1]):
        assert not taken.refused, taken.words
    coded.down()
    coded.round()
    assert held(coded.district) == {m.number for m in made}
    for one in made:
        whole_like_home(coded, one.number)
    coded.check()


def test_the_district_is_told_why_a_row_cannot_be_opened(coded: Pair, petition: Form) -> None:
    one = register(coded.township, petition())
    coded.round()
    with pytest.raises(NotFoundError) as told:
        coded.district.matters.get_matter(one.number)
    assert (told.value.code, "只报了统计行" in told.value.sentence) == ("only_coded", True)
    (row,) = coded.district.figures.rows("petition_count", YEAR)
    assert (row.number, row.matter, row.title) == (one.number, "", "只报了统计行")
    assert coded.township.matters.get_matter(one.number).transport.status == "coded"
