"""The ledger, the search, the sums and the quiet line, on a real encrypted database."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select

from app.access.context import Context
from app.access.values import OfficeInfo, UserInfo
from app.directory.service import Directory
from app.matters.choosing import Uploaded, chosen, ordered
from app.matters.find import ORDERS, Finder
from app.matters.list_values import DraftFacts, Filter
from app.matters.listing import DueFacts, drop_listings, keys_in_village, write_listing, write_listings
from app.matters.view import find_by_number
from app.shelf import load_shelf
from db import journal, migrations
from db.engine import open_engine
from db.search.index import day_of
from db.search.match import every, newest
from db.search.pinyin import sound_text
from db.store import Store, Unit
from db.tables import Listing, Matter, Party, Peer, Receipted, Sent, Village

KEY = bytes(range(32))
OFFICE, STREAM = "o1", "s1"
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


@dataclass
class Room:
    """A township's ledger, filled by hand."""

    store: Store
    finder: Finder
    context: Context
    dues: dict[str, DueFacts] = field(default_factory=dict)
    made: int = 0

    def derive(self, unit: Unit) -> None:
        for office, ident in unit.touched:
            write_listing(unit.session, office, ident, self.dues.get(ident, DueFacts(open=True)))

    def add(
        self,
        title: str = "邻里纠纷",
        *names: str,
        due: DueFacts | None = None,
        phone: str = "",
        **values: Any,
    ) -> str:
        self.made += 1
        ident = f"m{self.made:03d}"
        if due is not None:
            self.dues[ident] = due
        facts: dict[str, Any] = {
            "kind": "dispute",
            "number": f"青矛〔2026〕{self.made:04d}号",
            "channel": "application",
            "received_on": date(2026, 3, 2),
            "state": "registered",
            "rung": "township",
            "registered_on": date(2026, 3, 2),
            "registered_by": "u1",
            "rule_set": "2022",
            "custodian": OFFICE,
            **values,
        }
        with self.store.writing("u1") as unit:
            unit.session.add(Matter(office=OFFICE, id=ident, title=title, **facts))
            unit.session.flush()
            for at, name in enumerate(names or ("张天明", "李桂花"), start=1):
                party = Party(
                    office=OFFICE, id=f"{ident}-{at}", matter=ident, ordinal=at, role="applicant", name=name
                )
                party.phone = phone if at == 1 else None
                unit.session.add(party)
        return ident

    def change(self, ident: str, **values: Any) -> None:
        with self.store.writing("u1") as unit:
            row = unit.session.get_one(Matter, (OFFICE, ident))
            for name, value in values.items():
                setattr(row, name, value)

    def ledger(self, **choice: Any) -> list[str]:
        return [r.matter for r in self.finder.rows(self.finder.find_ids(Filter(**choice)))]

    def found(self, text: str, **choice: Any) -> list[str]:
        return [f.id for f in self.finder.search(Filter(text=text, **choice))]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    migrations.upgrade(tmp_path / "office.db", KEY, backup=lambda: None)
    engine = open_engine(tmp_path / "office.db", KEY)
    with engine.connect().execution_options(writing=True) as c, c.begin():
        journal.open_stream(c, OFFICE, STREAM, "pc-1", {"v": 1, "stream": STREAM}, own=True)
    rooms: list[Room] = []
    store = Store(engine, OFFICE, STREAM, lambda: NOW, lambda unit: rooms[0].derive(unit))
    office = OfficeInfo(
        OFFICE, "pc-1", "青石镇综治中心", "township", "621299101", "621299", "1", False, "", b"", "", ""
    )
    user = UserInfo("u1", "admin", "王登记", "clerk", accusations=True)
    context = Context(store, office, user, load_shelf(), lambda: NOW, str(tmp_path))
    rooms.append(Room(store, Finder(context, Directory(context)), context))
    yield rooms[0]
    store.close()


def village(room: Room, name: str, code: str | None = None, parent: str | None = None) -> None:
    with room.store.writing("u1") as unit:
        unit.session.add(
            Village(
                office=OFFICE, id=f"v-{name}", code=code, name=name, parent=parent, sound=sound_text(name)
            )
        )


def test_a_registered_matter_stands_in_the_ledger_with_its_words(room: Room) -> None:
    village(room, "青石村", "621299101205")
    due = DueFacts(open=True, next_rule="accept", next_due_on=date(2026, 3, 17), next_action="accept")
    room.add(
        "相邻通行纠纷", village="621299101205", category="neighbour", people=2, amount_fen=12_345, due=due
    )
    (row,) = room.finder.rows(room.finder.find_ids(Filter()), columns=["statement", "place"])
    assert (row.parties, row.village_name, row.kind_label, row.state_label) == (
        "张天明、李桂花", "青石村", "矛盾纠纷", room.context.shelf.codes.label_of("state", "registered"),
    )  # fmt: skip
    assert (row.people, row.amount_fen, row.next_due_on, row.received_on) == (
        2,
        12_345,
        date(2026, 3, 17),
        date(2026, 3, 2),
    )
    assert row.more == {"statement": None, "place": None}
    assert row.next_label


def test_columns_that_must_stay_masked_are_refused(room: Room) -> None:
    room.add()
    with pytest.raises(ValueError, match="phone"):
        room.finder.rows(room.finder.find_ids(Filter()), columns=["phone"])


def test_newest_first_and_a_corrected_day_moves_the_matter(room: Room) -> None:
    old = room.add(received_on=date(2026, 1, 5))
    new = room.add(received_on=date(2026, 3, 1))
    same = room.add(received_on=date(2026, 3, 1))
    assert room.ledger() == [same, new, old]
    room.change(old, received_on=date(2026, 3, 9))
    assert room.ledger() == [old, same, new]
    assert room.found("张天明") == [old, same, new]
    assert room.ledger(received_from=date(2026, 3, 1), received_to=date(2026, 3, 1)) == [same, new]


def test_words_sounds_and_numbers_find_a_matter_and_say_where(room: Room) -> None:
    village(room, "青石村", "621299101205")
    ident = room.add(
        "宅基地边界纠纷", "张三丰", "单雄信", phone="13900001234", village="621299101205", external_no="GS2026-77",
        statement="双方因院墙滴水发生争执，" * 5 + "多次调解未果。",
    )  # fmt: skip
    room.add("拖欠工资", "周伯通", statement="工资未付。")
    for typed, where, shown in (
        ("张三丰", "name", "张三丰"), ("zsf", "name", "张三丰"), ("zhangsanf", "name", "张三丰"), ("shanxx", "name", "单雄信"),
        ("dxx", "name", "单雄信"), ("宅", "title", "宅"), ("zjd", "title", "宅基地"), ("qsc", "village", "青石村"),
        ("qingshi", "village", "青石"), ("〔2026〕0001", "number", "〔2026〕0001"), ("gs2026", "external_no", "GS2026"),
        ("调解未果", "statement", "调解未果"), ("未", "statement", "未"),
    ):  # fmt: skip
        hits = [f for f in room.finder.search(Filter(text=typed)) if f.id == ident]
        assert hits, typed
        (mark,) = hits[0].marks
        assert mark.field == where
        assert mark.text[slice(*mark.spans[0])] == shown
    assert room.found("宅基地 zsf 调解") == [ident]
    assert room.found("宅基地 周伯通") == []


def test_a_telephone_is_found_by_a_part_and_stays_masked(room: Room) -> None:
    ident = room.add(phone="13900001234")
    (hit,) = room.finder.search(Filter(text="001234"))
    (mark,) = hit.marks
    assert (hit.id, mark.field) == (ident, "phone")
    assert "*" in mark.text
    assert "13900001234" not in repr(hit)
    assert all("*" not in mark.text[a:b] for a, b in mark.spans)


def test_what_is_no_longer_there_is_no_longer_found(room: Room) -> None:
    ident = room.add("水渠纠纷", "王小明", statement="水渠堵塞")
    room.change(ident, title="道路纠纷", statement="道路塌方")
    assert room.found("水渠") == []
    assert room.found("道路塌方") == [ident]
    assert room.found("wxm") == [ident]


def test_an_accusation_is_in_no_list_count_search_or_duplicate(room: Room) -> None:
    ident = room.add("反映村干部问题", "赵永强", village="青石村", statement="挪用款项")
    assert room.found("赵永强") == [ident]
    room.change(ident, restricted=True)
    assert room.ledger(voided=True) == []
    assert all(room.found(t) == [] for t in ("赵永强", "zyq", "挪用款项", "0001", "青石村"))
    assert room.finder.totals(Filter()).count == 0
    assert room.finder.counts().open == 0
    draft = DraftFacts(names=("赵永强",), village="青石村", title="反映村干部问题")
    assert room.finder.possible_duplicates(draft) == ()
    with room.store.reading() as session:
        for index in ("search_name", "search_text"):
            assert session.connection().exec_driver_sql(f"SELECT count(*) FROM {index}_docsize").scalar() == 0  # noqa: S608
    room.change(ident, restricted=False)
    assert room.found("赵永强") == [ident]


def test_voided_matters_show_only_when_asked_for(room: Room) -> None:
    ident = room.add(state="voided", due=DueFacts(open=False))
    assert room.ledger() == []
    assert room.ledger(voided=True) == [ident]


def test_filters_narrow_and_sums_follow(room: Room) -> None:
    a = room.add(category="neighbour", people=3, amount_fen=500, village="甲村", state="accepted")
    b = room.add(
        category="land",
        people=4,
        village="乙村",
        responsible_unit="司法所",
        due=DueFacts(open=False),
        state="closed",
    )
    c = room.add(kind="petition", category="appeal", channel="visit", rung="district", batch="b1")
    assert set(room.ledger(kind="dispute")) == {a, b}
    assert room.ledger(states=("accepted", "closed"), categories=("land",)) == [b]
    assert room.ledger(open=False) == [b]
    assert room.ledger(village="甲村") == [a]
    assert room.ledger(unit="司法所") == [b]
    assert room.ledger(channel="visit") == room.ledger(rung="district") == room.ledger(batch="b1") == [c]
    totals = room.finder.totals(Filter(kind="dispute"))
    assert (totals.count, totals.people, totals.amount_fen) == (2, 7, 500)
    assert room.finder.totals(Filter(text="没有这个词")).people == 0


def test_due_days_make_the_desks_lists(room: Room) -> None:
    days = [date(2026, 3, 9), TODAY, date(2026, 3, 11), date(2026, 3, 17), date(2026, 3, 18), None]
    made = [room.add(due=DueFacts(open=True, next_due_on=d)) for d in days]
    closed = room.add(due=DueFacts(open=False, next_due_on=date(2026, 3, 1)), state="closed")
    assert room.ledger(due="overdue") == made[:1]
    assert room.ledger(due="today") == made[1:2]
    assert set(room.ledger(due="week")) == set(made[2:4])
    counts = room.finder.counts()
    assert (counts.open, counts.overdue, counts.today, counts.week) == (6, 1, 1, 2)
    by_day = room.ledger(order="next_due_on", descending=False)
    assert by_day[0] == closed
    assert by_day[-1] == made[-1]
    assert room.ledger(order="next_due_on")[-1] == made[-1]


def test_where_a_matter_stands_on_its_way_up(room: Room) -> None:
    made = [room.add(due=DueFacts(open=True, last_seq=seq)) for seq in (10, 20, 30)]
    assert room.ledger(upload="waiting") == made[::-1]
    with room.store.writing("u1") as unit:
        unit.session.add_all([
            Peer(office="d1", installation="pd", name="区", role="district", code="621299", station="1", sign_key="",
                 age_key="", fingerprint="", card="", trusted_at=""),
            Receipted(office=OFFICE, peer="d1", stream=STREAM, seq=10, head=b"", at="2026-03-05"),
            Sent(office=OFFICE, bundle="b", number=1, kind="up", to_office="d1", stream=STREAM, lo=1, hi=25, matters=2,
                 changes=2, size=1, sha256="", file="", made_at="2026-03-06"),
        ])  # fmt: skip
    assert [room.ledger(upload=u) for u in ("receipted", "sent", "waiting")] == [[m] for m in made]
    assert [r.upload for r in room.finder.rows(room.finder.find_ids(Filter(descending=False)))] == [
        "receipted", "sent", "waiting",
    ]  # fmt: skip
    counts = room.finder.counts()
    assert (counts.waiting, counts.unreceipted) == (1, 1)


def test_names_stand_in_the_order_of_the_dictionary(room: Room) -> None:
    for name in ("周一", "单雄信", "安心", "曾小贤", "张三"):
        room.add("事项", name)
    rows = room.finder.rows(room.finder.find_ids(Filter(order="parties", descending=False)))
    assert [r.parties for r in rows] == ["安心", "单雄信", "曾小贤", "张三", "周一"]


def test_every_order_shows_every_matter(room: Room) -> None:
    made = {room.add(people=at or None, village=None if at else "甲村") for at in range(3)}
    for column in ORDERS:
        for descending in (False, True):
            assert set(room.ledger(order=column, descending=descending)) == made
    with pytest.raises(ValueError, match="phone"):
        room.ledger(order="phone")


@pytest.mark.parametrize("column", ["received_on", "number", "parties"])
def test_the_usual_orders_come_from_an_index(room: Room, column: str) -> None:
    with room.store.reading() as session:
        connection = session.connection()
        choice = Filter(order=column)
        asked = ordered(
            select(Listing.doc).where(*chosen(connection, choice, TODAY, Uploaded(OFFICE, OFFICE))), choice
        )
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked.compile(connection)}").all()
    assert "INDEX ix_listing" in str(plan)
    assert "TEMP B-TREE" not in str(plan)


def test_a_window_comes_in_the_order_asked_and_without_what_vanished(room: Room) -> None:
    made = [room.add() for _ in range(3)]
    docs = room.finder.find_ids(Filter())
    assert isinstance(docs, array)
    with room.store.writing("u1") as unit:
        drop_listings(unit.session, [(OFFICE, made[1])])
    assert [r.matter for r in room.finder.rows(docs)] == [made[2], made[0]]
    assert [r.matter for r in room.finder.rows(docs[::-1])] == [made[0], made[2]]
    assert len(room.finder.find_ids(Filter(), limit=1)) == 1


def test_a_renamed_village_is_found_under_its_new_name(room: Room) -> None:
    village(room, "青石村", "621299101205")
    ident = room.add(village="621299101205")
    with room.store.writing("u1") as unit:
        unit.session.get_one(Village, (OFFICE, "v-青石村")).name = "白杨村"
        unit.session.flush()
        for key in keys_in_village(unit.session, OFFICE, "621299101205"):
            write_listing(unit.session, *key, DueFacts(open=True))
    assert room.found("白杨") == room.found("byc") == [ident]
    assert room.found("青石") == []


def test_many_listings_at_once_equal_one_by_one(room: Room) -> None:
    made = [room.add(f"纠纷{n}", "张天明", received_on=date(2026, 1, 1 + n % 3)) for n in range(12)]
    with room.store.reading() as session:
        before = {
            row.matter: row.received_on
            for row in session.execute(select(Listing.matter, Listing.received_on))
        }
    with room.store.writing("u1") as unit:
        drop_listings(unit.session, [(OFFICE, m) for m in made])
        write_listings(unit.connection, {(OFFICE, m): DueFacts(open=True) for m in made})
    with room.store.reading() as session:
        after = session.execute(select(Listing.doc, Listing.matter, Listing.received_on)).all()
    assert {row.matter: row.received_on for row in after} == before
    assert all(day_of(row.doc) == row.received_on for row in after)
    assert set(room.found("张天明")) == set(made)


def test_the_newest_matters_are_searched_first_but_none_is_missed(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.matters.find._DEPTHS", (2, 5))
    made = [
        room.add("水渠" if n in {0, 3, 9} else "道路", received_on=date(2026, 2, 1 + n)) for n in range(10)
    ]
    assert room.found("水渠", kind="dispute") == [made[9], made[3], made[0]]
    hits = room.finder.search(Filter(text="水渠", kind="dispute"), limit=2)
    assert [h.id for h in hits] == [made[9], made[3]]
    assert len(room.finder.search(Filter(text="道路"), limit=None)) == 7


def test_the_ends_of_the_indexes_tell_the_newest_hits_or_nothing(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.search.match._SPARE", 1)
    for n in range(24):
        ident = room.add(
            "水渠纠纷" if n % 3 == 0 else "道路纠纷",
            "单雄信" if n % 4 == 0 else "张天明",
            statement="修水渠占地" if n % 5 in {0, 1} else "占地",
            received_on=date(2026, 2, 1 + n % 7),
        )
        if n in {3, 5, 20, 21, 22}:
            room.change(ident, state="voided")
    told: set[bool] = set()
    with room.store.reading() as session:
        connection = session.connection()
        for text in (
            "水渠",
            "占地",
            "纠纷",
            "shan",
            "sxx",
            "zhangt",
            "2026",
            "024",
            "没有",
            "修",
            "单雄x",
            "水渠 张",
            "",
        ):
            conditions = chosen(connection, Filter(text=text), TODAY, Uploaded(OFFICE, ""))
            asked = select(Listing.doc).where(*conditions).order_by(Listing.doc.desc())
            wanted = list(session.scalars(asked))
            whole = every(connection, text)
            assert (list(whole) if whole is not None else None) in (None, wanted), text
            assert list(room.finder.find_ids(Filter(text=text))) == wanted, text
            assert list(room.finder.find_ids(Filter(text=text, descending=False))) == wanted[::-1], text
            for limit in (1, 2, 5, 50):
                found = newest(connection, text, limit)
                told.add(found is not None)
                assert found is None or found == wanted[:limit], (text, limit)
                assert room.finder.newest(Filter(text=text), limit) == wanted[:limit], (text, limit)
    assert told == {True, False}


def test_a_possible_duplicate_needs_more_than_a_common_name(room: Room) -> None:
    same = room.add("张天明与李桂花通行纠纷", "张天明", "李桂花", village="青石村", phone="13900001234")
    room.add("土地承包纠纷", "张天明", village="柳林村")
    room.add("王二与赵五通行纠纷", "王二", "赵五", village="青石村")
    room.add("张天明与李桂花通行纠纷", "张天明", "李桂花", village="青石村", received_on=date(2025, 6, 1))
    draft = DraftFacts(names=("张天明", "李桂花"), village="青石村", title="张天明和李桂花因通行")
    (likeness,) = room.finder.possible_duplicates(draft)
    assert likeness.row.matter == same
    assert likeness.alike[:2] == ("当事人", "发生地")
    assert room.finder.possible_duplicates(replace(draft, matter=same)) == ()
    assert room.finder.possible_duplicates(DraftFacts(names=("张天明",))) == ()
    (by_phone,) = room.finder.possible_duplicates(DraftFacts(names=("张天明",), phones=("139 0000 1234",)))
    assert "电话" in by_phone.alike
    assert room.finder.possible_duplicates(DraftFacts()) == ()


def test_at_most_three_possible_duplicates(room: Room) -> None:
    for _ in range(5):
        room.add("通行纠纷", "张天明", "李桂花")
    assert len(room.finder.possible_duplicates(DraftFacts(names=("张天明", "李桂花")))) == 3


def test_villages_are_chosen_by_initials_pinyin_or_words(room: Room) -> None:
    village(room, "青石村", "621299101201")
    village(room, "长坝村", "621299101202")
    village(room, "柳林村", "621299101203")
    village(room, "一组", "621299101203001", parent="柳林村")
    for typed, first in (
        ("qs", "青石村"), ("qingshi", "青石村"), ("青", "青石村"), ("cb", "长坝村"), ("石", "青石村"), ("yizu", "柳林村一组"),
        ("", "青石村"),
    ):  # fmt: skip
        assert room.finder.suggest("village", typed)[0].label == first
    assert room.finder.suggest("village", "xyz") == ()


def test_warming_up_needs_no_matters(room: Room) -> None:
    room.finder.warm()


def test_a_matter_is_found_by_its_number_without_reading_all(room: Room) -> None:
    made = [room.add("水渠纠纷") for _ in range(3)]
    with room.store.writing("u1") as unit:
        other = unit.session.get_one(Matter, (OFFICE, made[2]))
        facts = {c.key: getattr(other, c.key) for c in Matter.__table__.columns}
        unit.session.add(Matter(**{**facts, "office": "o2", "id": "m9", "number": "赤矛〔2026〕0001号"}))
    with room.store.reading() as session:
        raw: Any = session.connection().connection.driver_connection
        plans: list[str] = []

        def explain(_c: Any, _cursor: Any, statement: str, given: Any, *_more: Any) -> None:
            plans.extend(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", given or ()))

        event.listen(room.store.engine, "before_cursor_execute", explain)
        assert find_by_number(session, room.context, "青矛〔2026〕0002号").id == made[1]
        assert find_by_number(session, room.context, made[0]).id == made[0]
        assert find_by_number(session, room.context, " 赤矛〔2026〕0001号 ").office == "o2"
        event.remove(room.store.engine, "before_cursor_execute", explain)
    assert plans
    assert not [plan for plan in plans if "SCAN matter" in plan or plan.endswith("(office=?)")]


def test_sums_of_all_and_the_count_of_accusations_read_no_matter(room: Room) -> None:
    room.add("水渠纠纷", people=3, amount_fen=500)
    room.add("地界纠纷", people=2)
    plans: list[str] = []
    with room.store.engine.connect() as beside:
        raw: Any = beside.connection.driver_connection

        def explain(_c: Any, cursor: Any, statement: str, given: Any, *_more: Any) -> None:
            if statement.startswith("SELECT"):
                plans.extend(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", given or ()))

        event.listen(room.store.engine, "before_cursor_execute", explain)
        totals = room.finder.totals(Filter())
        with room.store.reading() as session:
            assert session.scalar(select(func.count()).select_from(Matter).where(Matter.restricted)) == 0
        event.remove(room.store.engine, "before_cursor_execute", explain)
    assert (totals.count, totals.people, totals.amount_fen) == (2, 5, 500)
    assert any("ix_listing_sums" in plan for plan in plans)
    assert any("ix_matter_restricted" in plan for plan in plans)
