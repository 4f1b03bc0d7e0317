"""A clerk's durable save against one bare Core upsert in the same encrypted database: at most eight times."""

from __future__ import annotations

import uuid
from itertools import count as counting

from sqlalchemy import select

from app.matters.values import Filter
from bench import office
from bench.frame import Bench
from bench.madeup import forms
from bench.race import race
from db.engine import upsert
from db.tables import Matter

GOAL = 8.0
_EACH = 20


def run(bench: Bench) -> None:
    """Registering one matter with two parties, and editing one field, each in its own transaction with synchronous=FULL."""
    count = bench.size.matters[0]
    desk = office.enter(bench.copy(count, "save"))
    context = desk._opened.context  # noqa: SLF001 - a bench looks behind the desk
    with context.reading() as session:
        like = dict(session.connection().execute(select(Matter.__table__).limit(1)).mappings().one())
    fresh = iter(forms(100_000, 50_000_000))
    numbers = counting(1)

    def register() -> None:
        for _ in range(_EACH):
            desk.matters.register([{**next(fresh), "rung": "township"}])

    some = desk.matters.find.rows(desk.matters.find.find_ids(Filter(), 500))
    versions = {row.matter: desk.matters.get_matter(row.matter).version for row in some[:_EACH]}

    def edit() -> None:
        for matter, version in versions.items():
            desk.matters.edit(matter, {"remark": f"核对 {next(numbers)}"}, version)
            versions[matter] += 1

    def bare() -> None:
        for _ in range(_EACH):
            with (
                context.store.engine.connect().execution_options(writing=True) as connection,
                connection.begin(),
            ):
                upsert(connection, Matter.__table__, [{**like, "id": str(uuid.uuid4())}])  # pyright: ignore[reportArgumentType]

    found = race(register, bare, bench.size.rounds)
    notes = "read, number, matter, 2 parties, steps, journal, clocks, listing, search; against one row of `matter`"
    bench.add(found.line("save: register a matter", GOAL, each=_EACH, unit="ms", notes=notes), register)
    found = race(edit, bare, bench.size.rounds)
    bench.add(found.line("save: change one field of a matter", GOAL, each=_EACH, unit="ms"), edit)
    desk.close()
