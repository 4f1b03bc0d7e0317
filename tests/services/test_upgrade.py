"""A file of the first release still opens: its tables grow, its matters are counted, what newer offices sent is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import select, text, update

from db import journal, migrations
from db.engine import open_engine
from db.tables import Fact, JournalRow, Matter
from tests.support.offices import Offices

Form = Callable[..., dict[str, object]]


def as_of_the_first_release(offices: Offices, name: str, sent: dict[str, Any] | None = None) -> None:
    """Take away what the second step adds; `sent` are fields of the first matter that a newer office would have written."""
    (desk,) = offices.opened
    key = desk._opened.db_key
    offices.close()
    engine = open_engine(offices.root / name / "office.db", key, foreign_keys=False)
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text("DROP TRIGGER journal_no_update"))
        for statement in migrations.SECOND.read_text(encoding="utf-8").split("\n;;\n"):
            if statement.startswith("CREATE TABLE"):
                connection.execute(text(f"DROP TABLE {statement.split()[2]}"))
            elif statement.startswith("CREATE INDEX"):
                # Of a table that was there before; those of the others went with them.
                connection.execute(text(f"DROP INDEX IF EXISTS {statement.split()[2]}"))
        connection.execute(text("ALTER TABLE matter DROP COLUMN causes"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        if sent:
            write_into_the_first_line(connection, sent)
        # As the first step made it: the second makes it anew.
        connection.exec_driver_sql(
            next(
                statement
                for statement in migrations.FIRST.read_text(encoding="utf-8").split("\n;;\n")
                if statement.startswith("CREATE TRIGGER journal_no_update")
            )
        )
    engine.dispose()


def write_into_the_first_line(connection: Any, sent: dict[str, Any]) -> None:
    row = connection.execute(
        select(JournalRow.seq, JournalRow.line).where(JournalRow.entity == "matter").order_by(JournalRow.seq)
    ).first()
    body = json.loads(row.line)
    body["fields"] |= sent
    connection.execute(
        update(JournalRow).where(JournalRow.seq == row.seq).values(line=journal.canonical(body))
    )


def test_an_office_of_the_first_release_opens_with_its_matters_counted(
    offices: Offices, dispute: Form
) -> None:
    desk = offices.open("old")
    number = desk.matters.register([dispute()])[0].number
    as_of_the_first_release(offices, "old")
    desk = offices.enter(offices.door("old"))
    assert desk.matters.get_matter(number).number == number
    with desk._opened.context.reading() as session:
        fact = session.scalars(select(Fact)).one()
    assert (fact.number, fact.channel, fact.people) == (number, "application", 2)
    assert desk.health.check().ok
    assert list((offices.root / "old").glob("office-before-upgrade-*.db"))


def test_what_a_newer_office_wrote_in_a_column_that_was_not_there_is_folded_after_the_upgrade(
    offices: Offices, dispute: Form
) -> None:
    desk = offices.open("old")
    number = desk.matters.register([dispute()])[0].number
    as_of_the_first_release(offices, "old", {"causes": "巷道权属不清"})
    desk = offices.enter(offices.door("old"))
    with desk._opened.context.reading() as session:
        assert session.scalars(select(Matter.causes).where(Matter.number == number)).one() == "巷道权属不清"
        assert session.scalars(select(Fact.has_causes)).one()
