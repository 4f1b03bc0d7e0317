"""Duties, the figures' read table, and what a matter's causes are."""

from alembic import op

from db import migrations

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of duties and of figures; a matter gets its causes."""
    connection = op.get_bind()
    for statement in migrations.SECOND.read_text(encoding="utf-8").split("\n;;\n"):
        connection.exec_driver_sql(statement)
