"""Made-up work: the same by seed, the same as a clerk types it, in training offices only."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.cli import main
from app.demo.filling import CHINA, Clerk, fill, fill_directory, stock_of
from app.demo.filling import Clock as MovedClock
from app.demo.pair import NOTE, make_pair, read_pair
from app.demo.plans import plans, years_before
from app.demo.stock import REGION, disputes
from app.desk import Desk, FrontDoor
from app.errors import UserError
from app.matters.values import Filter
from app.rules.identity import check_resident_number
from db.tables import Matter, Party, Step
from tests.support.exchange import context_of
from tests.support.offices import CHEAP, PASSWORD, Clock, Offices

UNTIL = date(2026, 11, 20)
LATER = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)
BY_CHANCE = {
    "id",
    "matter",
    "office",
    "registered_by",
    "by_office",
    "by_user",
    "custodian",
    "version",
    "stream",
}
"""What differs between two offices that hold the same work: ids, and how often a row was written."""


def content_of(desk: Desk) -> list[str]:
    """Matters with their parties and steps, without what is drawn anew in each office."""
    told: list[str] = []
    with context_of(desk).reading() as session:
        for matter in session.scalars(select(Matter).order_by(Matter.number)):
            children: list[Any] = [matter]
            for table in (Party, Step):
                children += session.scalars(
                    select(table).where(table.matter == matter.id).order_by(table.ordinal)
                ).all()
            told += [repr(sorted(_values(row).items())) for row in children]
    return told


def _values(row: Any) -> dict[str, Any]:
    names = [c.key for c in type(row).__table__.columns if c.key not in BY_CHANCE]
    return {name: getattr(row, name) for name in names}


@pytest.fixture
def later(clock: Clock) -> Clock:
    clock.now = LATER
    return clock


def test_the_same_seed_makes_the_same_work_and_another_seed_other_work(
    offices: Offices, later: Clock
) -> None:
    one, same, other = (offices.open(name, training=True) for name in ("one", "same", "other"))
    assert fill(one, 12, seed=4) == fill(same, 12, seed=4) == fill(other, 12, seed=5) == 12
    assert content_of(one) == content_of(same)
    assert content_of(one) != content_of(other)


def test_many_at_once_leave_what_a_clerk_leaves_who_types_them_day_by_day(
    offices: Offices, later: Clock, tmp_path: Path
) -> None:
    at_once = offices.open("at-once", training=True)
    stock = stock_of(at_once)
    made = plans(14, 9, years_before(UNTIL, 3), UNTIL, stock, at_once.shelf.calendar)
    fill(at_once, 14, seed=9)
    moved = MovedClock(datetime(2023, 11, 17, 8, 0, tzinfo=CHINA))
    typed = Offices(tmp_path / "typed", moved).open(training=True)  # type: ignore[arg-type]
    offices.opened.append(typed)
    fill_directory(typed, stock)
    Clerk(typed, moved).work(made)
    assert content_of(typed) == content_of(at_once)
    assert typed.health.check().ok
    assert at_once.health.check().ok
    moved.now = LATER
    # The read tables say the same as well: state, next step, due day.
    assert [_row(r) for r in typed.matters.find.search(Filter(), limit=50)] == [
        _row(r) for r in at_once.matters.find.search(Filter(), limit=50)
    ]


def _row(row: Any) -> tuple[object, ...]:
    return (row.number, row.title, row.state, row.rung, row.next_due)


def test_every_step_falls_on_a_working_day_up_to_the_last_one(offices: Offices, later: Clock) -> None:
    desk = offices.open(training=True)
    calendar = desk.shelf.calendar
    made = plans(200, 3, years_before(UNTIL, 3), UNTIL, stock_of(desk), calendar)
    days = [m.day for plan in made for m in plan.moves] + [plan.received_on for plan in made]
    assert min(days) >= date(2023, 11, 20)
    assert max(days) <= UNTIL
    assert not [day for day in days if calendar.is_rest_day(day)]
    assert len({plan.form["category"] for plan in made}) > 15
    assert sum(plan.form["category"] == "accusation" for plan in made) == 1


def test_numbers_of_people_belong_to_nobody_and_pass_their_check(offices: Offices, later: Clock) -> None:
    desk = offices.open(training=True)
    made = plans(60, 3, years_before(UNTIL, 3), UNTIL, stock_of(desk), desk.shelf.calendar)
    parties: list[dict[str, str]] = [p for plan in made for p in plan.form["parties"]]  # type: ignore[attr-defined]
    numbers = [p["id_no"] for p in parties if "id_no" in p]
    assert len(numbers) > 60
    assert all(n.startswith(REGION) and check_resident_number(n, UNTIL).ok for n in numbers)
    assert all(re.fullmatch(r"1[35789]\d0000\d{4}", p["phone"]) for p in parties if "phone" in p)
    sexes = {p["name"]: (p["sex"], check_resident_number(p["id_no"]).sex) for p in parties if "id_no" in p}
    assert all(said == read for said, read in sexes.values())


def test_no_story_lacks_a_word(offices: Offices, later: Clock) -> None:
    desk = offices.open(training=True)
    made = plans(300, 11, years_before(UNTIL, 3), UNTIL, stock_of(desk), desk.shelf.calendar)
    assert not [
        plan for plan in made if "{" in repr([plan.form[k] for k in ("title", "statement", "request")])
    ]
    assert not [m for plan in made for m in plan.moves if "{" in "".join(m.fields.values())]
    assert set(disputes()) <= {c.id for c in desk.shelf.codes["dispute_type"].codes}


def test_the_accusation_is_in_no_list(offices: Offices, later: Clock) -> None:
    desk = offices.open(training=True)
    fill(desk, 12)
    assert len(desk.matters.find.search(Filter(), limit=50)) == 11
    assert desk.matters.accusations() == 1


def test_a_real_office_takes_no_made_up_work(offices: Offices, later: Clock) -> None:
    desk = offices.open()
    with pytest.raises(UserError, match="真实的单位"):
        fill(desk, 3)
    assert not desk.matters.find.search(Filter(), limit=5)
    assert not desk.directory.rows("village")


def test_the_directory_is_filled_and_what_stood_there_stays(offices: Offices, later: Clock) -> None:
    desk = offices.open(training=True)
    desk.directory.put("village", [{"name": "青石村", "code": "621299101201", "head": "自己写的"}])
    fill(desk, 1)
    fill(desk, 1, seed=2)
    villages = [dict(r.values) for r in desk.directory.rows("village")]
    assert len(villages) == 60
    assert {v["parent"] for v in villages if v["name"] == "二组"} == {
        v["name"] for v in villages if not v["parent"]
    }
    assert all(desk.directory.rows(kind) for kind in ("unit", "leader", "mediator"))


def test_a_district_is_filled_too(offices: Offices, later: Clock) -> None:
    desk = offices.open(
        "quxian",
        role="district",
        name="武阳区信访局",
        code="621299",
        parent_code="",
        short="武",
        training=True,
    )
    assert fill(desk, 25) == 25
    assert desk.health.check().ok


def test_the_verb_says_how_many(
    offices: Offices, later: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    offices.found(training=True)
    monkeypatch.setenv("JIEFEN_PASSWORD", PASSWORD)

    def door(folder: Path) -> FrontDoor:
        return FrontDoor(folder, later, CHEAP)

    said = ["--data", str(offices.root / "qingshi"), "demo", "--matters", "12", "--json"]
    assert main.run(said, door) == 0
    assert '"matters": 12' in capsys.readouterr().out
    assert main.run([*said, "--until", "2026-13-01"], door) == 2
    assert "不是日期" in capsys.readouterr().err


def test_a_township_and_its_district_stand_ready(tmp_path: Path) -> None:
    root, today = tmp_path / "demo", date(2026, 11, 20)
    lines: list[str] = []
    made = make_pair(root, today, lines.append, matters=4, cost=CHEAP)
    assert made == read_pair(root) == make_pair(root, today)
    assert lines
    words = (root / NOTE).read_text(encoding="utf-8")
    morning = Clock(datetime(2026, 11, 20, 9, 0, tzinfo=CHINA))
    held: list[int] = []
    for one in made:
        assert all(login in words for login, _name, _role in one.logins)
        for login, _name, _role in one.logins:
            desk = FrontDoor(Path(one.folder), morning, CHEAP).log_in(login, one.password)
            try:
                assert desk.clock_is_trusted()
                assert desk.health.check().ok
                held.append(len(desk.matters.find.search(Filter(), limit=100)))
                if one.role == "township":
                    rows = desk.matters.find.search(Filter(), limit=100)
                    due = {r.next_due for r in rows if r.state != "closed"}
                    assert today in due
                    assert any(day and day < today for day in due)
                    assert any(day and today < day < date(2026, 11, 27) for day in due)
                    assert any(r.rung == "lead_leader" for r in rows)
                    assert {line.status for line in desk.bundles.log()} >= {"receipted", "sent"}
                    assert desk.bundles.peers()
            finally:
                desk.close()
    # Everybody at the township sees what the district got; the last bundle waits on the stick.
    assert len(set(held)) == 1
    with_last = FrontDoor(Path(made[1].folder), morning, CHEAP).log_in(made[1].logins[0][0], made[1].password)
    try:
        (last,) = with_last.bundles.receive([max((root / "stick").glob("621299101-*.jfb"))])
        assert (last.refused, last.new > 0) == ("", True)
    finally:
        with_last.close()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "论文.docx").write_bytes(b"")
    with pytest.raises(UserError, match="已有别的东西"):
        make_pair(tmp_path, date(2026, 11, 20))
    assert [f.name for f in tmp_path.iterdir()] == ["论文.docx"]
