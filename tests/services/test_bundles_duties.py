"""Duties in bundles: an office hears of what is addressed to it or about its matters, and of nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.bundles.header import FORMAT
from app.desk import Desk
from app.duties.book import Book
from app.matters.values import Filter
from db.tables import BY_ENTITY, DUTIES, DutyItem, JournalRow, Supervision, SupervisionAnswer, Task, Unfolded
from tests.services.test_restored_exchange import restored
from tests.support.custody import ASSIGN, Round, the_offer
from tests.support.exchange import Forger, Pair, context_of, payload_of

Form = Callable[..., dict[str, object]]
LETTER = {
    "level": "urge", "reason": "late_resolve", "issued_on": "2026-03-02", "due_on": "2026-03-12", "demand": "请抓紧办理",
    "to_name": "区住建局",
}  # fmt: skip
TASK = {"given_on": "2026-03-02", "due_on": "2026-03-12", "what": "请按期办结"}


def put(desk: Desk, entity: str, given: dict[str, Any], about: str = "", **known: Any) -> str:
    """Writes an entry; with columns that only the program knows past the act that begins it."""
    book = desk.duties.book(entity)
    return (Book.add(book, given, about, **known) if known else book.add(given, about)).id


def row(desk: Desk, model: Any, ident: str) -> Any:
    with context_of(desk).reading() as session:
        return session.scalars(select(model).where(model.id == ident)).one_or_none()


def write(desk: Desk, model: Any, ident: str, **values: Any) -> None:
    with context_of(desk).writing() as unit:
        found = unit.session.get_one(model, (desk.access.office.office, ident))
        for name, value in values.items():
            setattr(found, name, value)


def duties_of(desk: Desk, office: str) -> dict[str, Any]:
    """Every duty that an office wrote, as a desk holds it."""
    held: dict[str, Any] = {}
    with context_of(desk).reading() as session:
        for model in DUTIES:
            table: Any = model.__table__
            for one in session.execute(select(table).where(table.c.office == office)).mappings():
                held[f"{model.entity}/{one['id']}"] = dict(one)
    return held


# -- down


def test_an_office_hears_of_what_is_addressed_to_it_and_of_nothing_else(around: Round) -> None:
    here, there = (d.access.office for d in (around.township, around.other))
    district = around.district
    ours = put(district, "supervision", LETTER, to_office=here.office)
    theirs = put(district, "supervision", LETTER, to_office=there.office)
    on_paper = put(district, "supervision", LETTER, to_name="区住建局")
    everybody = put(district, "task", TASK, source="instruction", to_office="*")
    around.everybody()
    for desk, told in ((around.township, {ours, everybody}), (around.other, {theirs, everybody})):
        held = {key.split("/")[1] for key in duties_of(desk, district.access.office.office)}
        assert held == told
        assert on_paper not in held
    around.check()


def test_parts_go_with_their_whole(around: Round) -> None:
    district, office = around.district, around.district.access.office.office
    letter = put(
        district,
        "duty_letter",
        {"year": "2026", "title": "目标责任书"},
        to_office=around.township.access.office.office,
    )
    item = put(district, "duty_item", {"what": "零报告按时"}, letter=letter)
    ours = put(district, "supervision", LETTER, to_office=around.township.access.office.office)
    answer = {"unit": "区住建局", "answered_on": "2026-03-02", "what": "已办"}
    put(district, "supervision_answer", answer, supervision=ours, supervision_office=office, on_paper=True)
    foreign = put(district, "supervision", LETTER, to_name="区住建局")
    put(district, "supervision_answer", answer, supervision=foreign, supervision_office=office, on_paper=True)
    around.everybody()
    assert row(around.township, DutyItem, item).letter == letter
    with context_of(around.township).reading() as session:
        assert session.scalars(select(SupervisionAnswer.supervision)).all() == [ours]
    assert not duties_of(around.other, office)
    around.check()


def test_a_part_of_theirs_hears_our_word_on_it(around: Round, dispute: Form) -> None:
    (made,) = around.township.matters.register([dispute()])
    sheet = {
        "source": "screening", "opened_on": "2026-03-02", "leader": "李镇长", "level": "township", "lead_unit": "镇综治中心",
    }  # fmt: skip
    charge = put(around.township, "charge", sheet, made.number)
    around.everybody()
    word = {"on_day": "2026-03-02", "what": "进度偏慢"}
    around.district.duties.charges.note(charge, word, "monthly_check")
    around.everybody()
    (heard,) = duties_of(around.township, around.district.access.office.office).values()
    assert heard["what"] == "进度偏慢"
    assert not duties_of(around.other, around.district.access.office.office)
    around.check()


def test_what_was_withheld_comes_when_it_is_addressed(around: Round) -> None:
    district, here = around.district, around.township.access.office.office
    one = put(district, "task", TASK, source="instruction")
    put(district, "task", TASK, source="instruction", to_office="*")
    write(district, Task, one, officer="张三")
    around.everybody(2)
    assert row(around.township, Task, one) is None
    write(district, Task, one, to_office=here)
    write(district, Task, one, result="已办", done_on=context_of(district).today())
    paths = around.write(district, around.township)
    heads = [around.township.bundles.look(p) for p in paths]
    assert [h["min_reader"] for h in heads if h["kind"] == "assign"] == [FORMAT]
    around.take(around.township, paths)
    held = row(around.township, Task, one)
    assert (held.officer, held.result, held.version) == ("张三", "已办", 4)
    around.check()
    # What waits for nothing more is not sent again.
    around.go(around.township, district)
    assert [o for o in district.bundles.outgoing() if (o.to_office, o.kind) == (here, "assign")] == []


def test_a_lost_receipt_does_not_keep_the_earlier_lines_away(around: Round) -> None:
    district, here = around.district, around.township.access.office.office
    one = put(district, "task", TASK, source="instruction")
    put(district, "task", TASK, source="instruction", to_office="*")
    around.go(district, around.township)
    write(district, Task, one, to_office=here)
    around.go(district, around.township)
    assert row(around.township, Task, one).to_office == here
    around.check()


def test_a_lost_receipt_does_not_keep_a_matter_away(around: Round, dispute: Form) -> None:
    district = around.district
    (made,) = district.matters.register([dispute()])
    put(district, "task", TASK, source="instruction", to_office="*")
    around.go(district, around.township)
    district.matters.custody.offer(made.number, "assign", around.township.access.office.office, ASSIGN)
    around.go(district, around.township)
    assert the_offer(around.township).number == made.number
    around.township.matters.custody.accept(the_offer(around.township).id)
    around.everybody(2)
    around.check()


def test_a_matter_that_is_handed_down_brings_the_duties_about_it(around: Round, dispute: Form) -> None:
    district = around.district
    number = around.escalated(dispute())
    around.everybody()
    district.matters.custody.accept(the_offer(district).id)
    earlier = put(district, "task", TASK, number, source="instruction")
    put(district, "task", TASK, source="instruction", to_office="*")
    around.everybody(2)
    assert row(around.other, Task, earlier) is None
    assert row(around.township, Task, earlier) is not None, "it began the matter"
    district.matters.custody.offer(number, "assign", around.other.access.office.office, ASSIGN)
    around.everybody(2)
    assert row(around.other, Task, earlier).what == TASK["what"]
    around.check()


# -- accusations


def test_duties_about_an_accusation_go_nowhere(pair: Pair, petition: Form) -> None:
    (made,) = pair.township.matters.register([petition()])
    pair.round()
    mark = "绝不外传的话"
    put(pair.township, "task", {**TASK, "what": mark}, made.number, source="instruction")
    version = pair.township.matters.get_matter(made.number).version
    pair.township.matters.edit(made.number, {"category": "accusation"}, version)
    for path in pair.up():
        assert mark not in payload_of(path, pair.district)
        (taken,) = pair.district.bundles.receive([path])
        assert not taken.refused
    assert not duties_of(pair.district, pair.township.access.office.office)
    pair.check()


def test_duties_about_an_accusation_are_hidden_above_once_it_is_one(pair: Pair, petition: Form) -> None:
    (made,) = pair.township.matters.register([petition()])
    put(pair.township, "task", TASK, made.number, source="instruction")
    pair.round()
    assert len(pair.district.duties.book("task").listed()) == 1
    version = pair.township.matters.get_matter(made.number).version
    pair.township.matters.edit(made.number, {"category": "accusation"}, version)
    pair.round()
    assert pair.district.duties.book("task").listed() == []
    pair.check()


VISIT = {
    **{
        "leader": "李志远",
        "level": "乡镇领导",
        "mode": "下访",
        "place": "柳林村文化广场",
        "on_day": "2026-03-02",
    },
    **{"visitor": "赵永强", "people": "1", "subject": "反映某某收钱"},
}


def test_a_visit_that_becomes_an_accusation_is_closed_above(pair: Pair) -> None:
    receptions = pair.township.duties.receptions
    visit = receptions.sign_in(VISIT).id
    receptions.instruct(visit, {"what": "先核实收钱的事", "to_name": "镇纪委", "due_on": "2026-03-12"})
    session = pair.township.duties.sessions.hold(
        {"held_on": "2026-03-01", "village": "青石村", "host": "李支书"},
        [
            {
                "sphere": "村里事",
                "what": "某某收钱",
                "way": "干部领办",
                "officer": "周文书",
                "due_on": "2026-03-08",
            }
        ],
    )
    topic = pair.township.duties.sessions.show(session.id).topics[0].id
    pair.round()
    above = pair.district.duties
    assert [len(above.book(e).listed()) for e in ("reception", "task", "topic")] == [1, 1, 1]
    receptions.to_matter(visit, {"category": "accusation"})
    pair.township.matters.register(
        [
            {
                **{"kind": "petition", "channel": "visit", "category": "accusation", "statement": "某某收钱"},
                **{"received_on": "2026-03-02", "parties": [{"role": "petitioner", "name": "钱大海"}]},
                "origin": f"topic/{topic}",
            }
        ]
    )
    paths = pair.up()
    texts = [payload_of(p, pair.district) for p in paths]
    assert not any(word in text for text in texts for word in ("accusation", "赵永强", "钱大海", "某某"))
    assert sum(text.count('\\"op\\":\\"redact\\"') for text in texts) == 3
    pair.district.bundles.receive(paths)
    pair.down()
    assert [above.book(e).listed(voided=True) for e in ("reception", "task", "topic")] == [[], [], []]
    pair.check()


def test_what_never_went_up_is_not_said_to_be_closed(pair: Pair) -> None:
    pair.round()
    receptions = pair.township.duties.receptions
    receptions.to_matter(receptions.sign_in(VISIT).id, {"category": "accusation"})
    assert all("redact" not in payload_of(p, pair.district) for p in pair.up())


def test_a_matter_of_before_a_restore_is_closed_above(pair: Pair, petition: Form, tmp_path: Path) -> None:
    (made,) = pair.township.matters.register([petition()])
    put(pair.township, "task", TASK, made.number, source="instruction")
    pair.round()
    folder = tmp_path / "backup"
    folder.mkdir()
    restored(pair, pair.township.back_up(folder).file)
    version = pair.township.matters.get_matter(made.number).version
    pair.township.matters.edit(made.number, {"category": "accusation"}, version)
    pair.round()
    assert pair.district.matters.find.search(Filter()) == ()
    assert pair.district.duties.book("task").listed() == []
    pair.check()


def test_a_duty_that_was_told_below_is_closed_there_too(around: Round, petition: Form) -> None:
    (made,) = around.township.matters.register([petition()])
    around.everybody()
    mark = put(around.district, "task", TASK, made.number, source="instruction", to_office="*")
    around.everybody()
    assert [v.id for v in around.other.duties.book("task").listed()] == [mark]
    version = around.township.matters.get_matter(made.number).version
    around.township.matters.edit(made.number, {"category": "accusation"}, version)
    around.everybody()
    around.everybody()
    for desk in (around.district, around.township, around.other):
        assert desk.duties.book("task").listed() == []
    around.check()


def test_an_accusation_takes_its_duties_out_of_what_goes_down(around: Round, petition: Form) -> None:
    district = around.district
    (made,) = around.township.matters.register([petition()])
    around.everybody()
    mark = "不下发的话"
    put(district, "task", {**TASK, "what": mark}, made.number, source="instruction", to_office="*")
    version = around.township.matters.get_matter(made.number).version
    around.township.matters.edit(made.number, {"category": "accusation"}, version)
    around.go(around.township, district)
    for desk in (around.township, around.other):
        for path in around.write(district, desk):
            assert mark not in payload_of(path, desk)
            around.take(desk, [path])
    around.check()


def test_a_hand_over_of_a_desk_stays_at_home(pair: Pair, petition: Form) -> None:
    pair.township.matters.register([petition(responsible_officer="王登记")])
    given = {"from_name": "王登记", "to_name": "赵接手", "witness": "钱监交", "on_day": "2026-03-02"}
    pair.township.duties.handovers.hand_over(given)
    put(pair.township, "task", TASK, source="instruction")
    for path in pair.up():
        assert "钱监交" not in payload_of(path, pair.district)
        pair.district.bundles.receive([path])
    assert len(duties_of(pair.district, pair.township.access.office.office)) == 1


# -- forged


def task(**other: Any) -> dict[str, Any]:
    return {**TASK, "source": "instruction", "by_user": "", "voided": False, **other}


def test_a_duty_of_another_office_is_not_taken(pair: Pair, dispute: Form) -> None:
    other = pair.another(name="柳林镇综治中心", code="621299102", short="柳")
    (made,) = pair.township.matters.register([dispute()])
    ident = put(other, "task", TASK, source="instruction")
    pair.round()
    pair.round(other)
    before = duties_of(pair.district, other.access.office.office)
    foreign, district = other.access.office.office, pair.district.access.office.office
    forger = Forger(pair.township, pair.district, pair.stick)
    forged = [
        (forger.line("task", "create", office=foreign, fields=task()), "foreign_office"),
        (
            forger.line("task", "set", office=foreign, id=ident, base=1, fields={"what": "改"}),
            "foreign_office",
        ),
        (forger.line("supervision", "create", office=district, fields=LETTER), "foreign_office"),
        (forger.line("task", "create", matter=made.id, custody=1, fields=task()), "bad_value"),
        (forger.line("task", "create", matter=made.id, custody=2, fields=task()), "custody_behind"),
        (forger.line("task", "create", actor="nobody", fields=task()), "foreign_author"),
        (forger.line("task", "create", fields={"what": "没有期限"}), "bad_value"),
    ]
    for body, _ in forged:
        forger.write({**body, "seq": len(forger.entries) + 1})
    # Addressed to everybody, and about what is not its own: kept as its own word, and told to nobody.
    forger.write(
        forger.line("task", "create", id="loud", fields=task(to_office="*", about_office=foreign, about="x"))
    )
    (taken,) = pair.district.bundles.receive([forger.bundle()])
    assert (taken.refused, taken.quarantined) == ("", len(forged))
    assert [w.code for w in pair.district.bundles.waiting()] == [code for _, code in forged]
    assert duties_of(pair.district, foreign) == before
    pair.district.duties.book("task").listed()
    for sent in pair.district.bundles.send(pair.stick, other.access.office.code):
        (got,) = other.bundles.receive([Path(sent.path)])
        assert not got.refused
    assert "task/loud" not in duties_of(other, forger.office)
    pair.check()


@pytest.mark.parametrize("entity", ["task", "charge", "village"])
def test_a_line_that_slips_a_row_into_a_travelled_matter_does_not_stop_the_office(
    around: Round, dispute: Form, entity: str
) -> None:
    number = around.escalated(dispute())
    around.everybody()
    matter = around.township.matters.get_matter(number).id
    forger = Forger(around.township, around.district, around.pair.stick)
    forger.write(forger.line(entity, "create", matter=matter, custody=1, fields=task(name="x")))
    (taken,) = around.district.bundles.receive([forger.bundle()])
    assert not taken.refused
    assert [w.code for w in around.district.bundles.waiting()] == ["bad_value"]
    assert around.district.health.check().ok


# -- any order


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_sticks_gives_the_same_duties(around: Round, dispute: Form, seed: int) -> None:
    chance = random.Random(seed)
    district, here, there = (
        around.district,
        *(d.access.office.office for d in (around.township, around.other)),
    )
    (made,) = around.township.matters.register([dispute()])
    around.everybody()
    tasks: list[str] = []
    under_way: list[Path] = []
    for _turn in range(6):
        match chance.choice(("new", "new", "address", "change", "supervise")):
            case "new":
                tasks.append(
                    put(
                        district,
                        "task",
                        TASK,
                        source="instruction",
                        to_office=chance.choice((None, here, there, "*")),
                    )
                )
            case "address" if tasks:
                write(district, Task, chance.choice(tasks), to_office=chance.choice((here, there)))
            case "change" if tasks:
                write(district, Task, chance.choice(tasks), officer=str(chance.random()))
            case _:
                put(district, "supervision", LETTER, made.number)
        under_way += around.write(district, around.township)
        arriving = chance.sample(under_way, len(under_way) // 2) + chance.choices(under_way, k=2)
        for taken in around.township.bundles.receive(arriving):
            assert taken.refused in {"", "receipt_old", "receipt_chain"}, taken.words
        if chance.random() < 0.4:
            around.go(around.township, district)
    around.everybody(3)
    own = district.access.office.office
    for desk in (around.township, around.other):
        ours, theirs = duties_of(district, own), duties_of(desk, own)
        office = desk.access.office.office
        for key, held in theirs.items():
            if ours[key]["to_office"] in {office, "*"} or key.startswith("supervision"):
                assert held == ours[key]
        told = {k for k, r in ours.items() if r["to_office"] in {office, "*"}}
        assert told <= theirs.keys()
        assert desk.bundles.waiting() == ()
    around.check()


def test_every_kind_of_duty_is_a_line_without_a_matter(pair: Pair) -> None:
    for model in DUTIES:
        assert "matter" not in model.__table__.c
    assert BY_ENTITY["supervision"] is Supervision
    put(pair.township, "task", TASK, source="instruction")
    pair.round()
    with context_of(pair.district).reading() as session:
        assert session.scalars(select(Unfolded)).all() == []
        assert {r.matter for r in session.scalars(select(JournalRow).where(JournalRow.entity == "task"))} == {
            None
        }
