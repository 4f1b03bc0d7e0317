"""The first tables."""

from alembic import op

from db.migrations.schema_0001 import STATEMENTS

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, the guards of the journal and the search index, as they were at the first release."""
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
