"""Write today's tables down as the statements of a first release: `python -m db.migrations.freeze`.

Run before a release that has no users yet; after one, tables change by a new step in versions/, never here.
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


def main() -> None:
    """Write the file."""
    migrations.FIRST.write_text(SEPARATOR.join(statements()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
