"""Where the office's data lives: tables, journal, unit of work, search, engine. Imports neither app nor ui."""

from db.later import put_off

# Before SQLAlchemy comes, whoever imports it first.
put_off("asyncio", "iscoroutine")
put_off("importlib.metadata")
