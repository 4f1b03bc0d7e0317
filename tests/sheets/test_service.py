"""Ledgers into a real, encrypted office: looked at, taken in, known the second time, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.access.context import Context
from app.access.door import Door
from app.access.values import SetUp
from app.directory.service import Directory
from app.errors import UserError
from app.keys.keyfile import Cost
from app.matters.derive import derive
from app.matters.service import Matters
from app.papers.ledger_print import print_ledger
from app.sheets.service import Sheets
from db.tables import Matter, Party
from tests.sheets.conftest import SAMPLES, TODAY, Book

PASSWORD = "青石镇的长密码"
NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    door = Door(tmp_path / "office", lambda: NOON, Cost(memory_kib=64, passes=1, lanes=1))
    door.set_up(
        SetUp(
            role="township",
            name="青石镇综治中心",
            code="621299101",
            parent_code="621299",
            login="admin",
            password=PASSWORD + PASSWORD,
            user_name="王登记",
            station="1",
        )
    )
    opened = door.log_in("admin", PASSWORD + PASSWORD, derive)
    yield opened.context
    opened.context.store.close()
    door.folder.release()


@pytest.fixture
def sheets(context: Context) -> Sheets:
    directory = Directory(context)
    return Sheets(context, directory, Matters(context, directory), print_ledger)


def count(context: Context) -> int:
    with context.reading() as session:
        return session.scalar(select(func.count()).select_from(Matter).where(Matter.state != "voided")) or 0


@pytest.mark.parametrize(
    ("file", "ready"), [("ledger-messy.xlsx", 48), ("ledger-plain.xlsx", 240), ("petitions.xls", 48)]
)
def test_sample_comes_in_is_known_again_and_goes_out(
    file: str, ready: int, sheets: Sheets, context: Context
) -> None:
    preview = sheets.preview(SAMPLES / file)
    assert count(context) == 0, "a preview writes nothing"
    batch = sheets.take_in(preview)
    assert count(context) == ready
    again = sheets.preview(SAMPLES / file)
    assert again.ready == ()
    assert len(again.rows_of("ask")) == ready + len(preview.rows_of("ask"))
    assert sheets.take_in(again) == ""
    assert sheets.undo(batch) == ready
    assert count(context) == 0
    assert len(sheets.preview(SAMPLES / file).ready) == ready


def test_imports_are_listed_newest_first_with_who_did_them_and_what_was_taken_back(
    sheets: Sheets, context: Context
) -> None:
    matters = Matters(context, Directory(context))
    assert sheets.batches() == ()
    first = matters.import_batch([], "旧台账.xlsx")
    context.now = lambda: NOON + timedelta(hours=1)
    second = matters.import_batch([], "新台账.xlsx")
    context.now = lambda: NOON + timedelta(hours=2)
    sheets.undo(first)
    newer, older = sheets.batches()
    assert (newer.id, newer.file, newer.rows, newer.by) == (second, "新台账.xlsx", 0, "王登记")
    assert (newer.at, newer.undone_at) == (NOON + timedelta(hours=1), None)
    assert (older.id, older.undone_at) == (first, NOON + timedelta(hours=2))


def test_what_came_in_is_what_the_ledger_says(sheets: Sheets, context: Context) -> None:
    preview = sheets.preview(SAMPLES / "ledger-plain.xlsx")
    sheets.take_in(preview)
    expected = preview.ready[0]
    with context.reading() as session:
        matter = session.scalars(select(Matter).where(Matter.title == expected["title"])).one()
        parties = session.scalars(
            select(Party).where(Party.matter == matter.id).order_by(Party.ordinal)
        ).all()
        for name, value in expected.items():
            if name != "parties":
                assert getattr(matter, name) == value, name
        assert [(p.role, p.name, p.id_no, p.phone) for p in parties] == [
            (p["role"], p["name"], p.get("id_no"), p.get("phone")) for p in expected["parties"]
        ]


def test_preview_taken_in_twice_is_taken_in_once(sheets: Sheets, context: Context) -> None:
    preview = sheets.preview(SAMPLES / "petitions.xls")
    sheets.take_in(preview)
    with pytest.raises(UserError) as refused:
        sheets.take_in(preview)
    assert refused.value.code == "ledger_known_meanwhile"
    assert count(context) == 48


def test_answers_given_on_the_way_are_taken_in(sheets: Sheets, context: Context) -> None:
    answers = {"纠纷类型": {"土地纠纷": "forest_land", "其它": "skip"}, "*": {"duplicate": "import"}}
    preview = sheets.preview(SAMPLES / "ledger-messy.xlsx", answers=answers)
    preview = sheets.answer(preview, {"化解结果": {"√": "已化解"}})
    printed = sheets.as_json(preview, sheets.take_in(preview))
    assert printed["ask"] == []
    assert 28 in printed["ignored"]
    assert len(printed["accepted"]) == 51 == count(context)


def test_villages_get_their_codes_from_the_directory(sheets: Sheets, book: Book) -> None:
    path = book([["名称", "区划代码"], ["枣园村", "621299101207"]], sheet="村社", name="名录.xlsx")
    assert sheets.import_directory(path) == 1
    assert sheets.import_directory(path) == 0
    assert sheets.preview(SAMPLES / "ledger-plain.xlsx").ready[0]["village"] == "621299101207"


def test_accusation_in_a_ledger_is_never_told_by_a_question(
    sheets: Sheets, context: Context, book: Book
) -> None:
    header = ["登记日期", "信访形式", "信访人", "反映问题", "信访目的"]
    path = book([["2026年信访台账"], header, ["2026-3-4", "来信", "罗金莲", "反映某人的问题", "检举控告"]])
    sheets.take_in(sheets.preview(path))
    with context.reading() as session:
        assert session.scalars(select(Matter)).one().restricted
    assert [r.verdict for r in sheets.preview(path).rows] == ["ignore", "ignore", "accept"]
