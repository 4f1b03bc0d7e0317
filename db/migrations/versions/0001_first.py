"""The first tables."""

from alembic import op

from db import engine
from db.tables import Base

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, the guards of the journal and the search index."""
    connection = op.get_bind()
    Base.metadata.create_all(connection)
    from db.search import index

    for statement in (*engine.GUARDS, *index.DDL):
        connection.exec_driver_sql(statement)
