"""The first tables."""

from alembic import op

from db import migrations

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, the guards of the journal and the search index, as they were at the first release."""
    connection = op.get_bind()
    for statement in migrations.FIRST.read_text(encoding="utf-8").split("\n;;\n"):
        connection.exec_driver_sql(statement)
