"""What the machine does to a clerk in the middle of an act: one sentence, what to do, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import event

from app.desk import Desk
from app.errors import EnvironmentFault, UserError
from app.matters.values import Filter
from db.engine import open_engine
from db.tables import Setting
from tests.support.offices import Offices

Form = Callable[..., dict[str, object]]


def each_connection(desk: Desk, pragma: str) -> None:
    """Say a pragma on every connection of the office from now on."""

    def told(raw: Any, *_rest: object) -> None:
        raw.execute(f"PRAGMA {pragma}")

    event.listen(desk._opened.context.store.engine, "checkout", told)


def test_a_full_disk_during_an_act_is_a_sentence_and_leaves_everything_as_it_was(
    desk: Desk, dispute: Form
) -> None:
    desk.matters.register([dispute()])
    with desk._opened.context.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    each_connection(desk, f"max_page_count = {pages}")
    with pytest.raises(EnvironmentFault) as caught:
        desk.matters.register([dispute(statement="情况很长。" * 200_000)])
    assert (caught.value.code, caught.value.sentence) == ("disk_full", "磁盘已满，写不进去。")
    assert "没有保存" in caught.value.advice
    assert len(desk.matters.find.search(Filter())) == 1
    each_connection(desk, "max_page_count = 1000000")
    assert desk.matters.register([dispute()])[0].number == "青调〔2026〕002号"
    assert desk.health.check().ok


def test_a_database_that_another_program_holds_is_a_sentence(desk: Desk, dispute: Form) -> None:
    opened = desk._opened
    each_connection(desk, "busy_timeout = 20")
    other = open_engine(desk._door.folder.database, opened.db_key)
    with closing(other.connect().execution_options(writing=True)) as connection:
        connection.exec_driver_sql("SELECT 1")
        with pytest.raises(EnvironmentFault) as caught:
            desk.matters.register([dispute()])
        connection.rollback()
    other.dispose()
    assert caught.value.code == "database_busy"
    assert desk.matters.register([dispute()])[0].number == "青调〔2026〕001号"


def test_a_text_that_no_engine_keeps_is_refused_wherever_it_comes_in(offices: Offices) -> None:
    desk = offices.open()
    for text in ("零\x00字", "半个字\ud800"):
        with pytest.raises(UserError, match="不能保存的字符"):
            desk.directory.set_settings({"office.short": text})
        with pytest.raises(UserError, match="不能保存的字符"):
            desk.directory.put("village", [{"name": text}])
        # A draft keeps whatever was typed; registering it is what is refused.
        ident = desk.matters.drafts.keep({"kind": "dispute", "title": text})
        assert next(d for d in desk.matters.drafts.waiting() if d.id == ident).body["title"] == text
    with desk._opened.context.reading() as session:
        assert session.get(Setting, (desk.access.office.office, "office.short")).value == "青"


def test_a_bug_of_ours_is_not_taken_for_a_fault_of_the_machine(desk: Desk) -> None:
    with pytest.raises(Exception, match="no such table"), desk._opened.context.reading() as session:
        session.connection().exec_driver_sql("SELECT * FROM nowhere")
