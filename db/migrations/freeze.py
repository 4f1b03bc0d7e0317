"""Write down, as statements, what today's tables have beyond the former step: `python -m db.migrations.freeze`.

Run before the newest step goes out; what went out stays as it is, and tables change by a new step in versions/.
"""

from __future__ import annotations

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from db import migrations
from db.engine import GUARDS
from db.search import index
from db.tables import Base

SEPARATOR = "\n;;\n"
"""Between two statements of the frozen file; triggers have semicolons of their own."""


def statements() -> tuple[str, ...]:
    """Everything that makes an empty file a database of today."""
    dialect = sqlite.dialect()  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    made: list[str] = []
    for table in Base.metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)))
        made += [
            str(CreateIndex(i).compile(dialect=dialect))
            for i in sorted(table.indexes, key=lambda i: str(i.name))
        ]
    return tuple(_tidy(s) for s in (*made, *GUARDS, *index.DDL))


def _tidy(statement: str) -> str:
    return "\n".join(
        line.replace("\t", "    ").rstrip() for line in statement.strip().splitlines() if line.strip()
    )


ADDED = ("ALTER TABLE matter ADD COLUMN causes TEXT",)
"""What the second step adds to tables of the first."""
RENEWED = (GUARDS[0],)
"""Triggers of the first step that the second makes anew."""


def second() -> tuple[str, ...]:
    """What the second step makes: every table and index that the first did not, `ADDED`, and `RENEWED`."""
    there = set(migrations.FIRST.read_text(encoding="utf-8").strip().split(SEPARATOR))
    made = {s.split("(", 1)[0] for s in there}
    anew = [s for guard in map(_tidy, RENEWED) for s in (f"DROP TRIGGER {guard.split()[2]}", guard)]
    return (*ADDED, *(s for s in statements() if s.split("(", 1)[0] not in made), *anew)


def main() -> None:
    """Write the newest step's file."""
    migrations.SECOND.write_text(SEPARATOR.join(second()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
