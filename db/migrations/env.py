"""Alembic's entry: runs the steps on the connection, and in the transaction, that `upgrade` opened."""

from alembic import context

from db.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=False,
)
context.run_migrations()
