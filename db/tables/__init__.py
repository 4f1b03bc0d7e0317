"""Every table, by the thing it holds.

Journaled entities (their changes are history, audit and bundle at once): Matter, Party, Step, Paper, Transfer, Attachment,
Village, Unit, Leader, Mediator, Setting, User, Access. Everything else is local to one installation.
"""

from db.tables.attachment import Attachment, Elsewhere, Staged, Stored, VaultKey
from db.tables.base import Base, Entity
from db.tables.casework import Blob, Paper, Step
from db.tables.directory import Access, Leader, Mediator, Setting, Unit, User, Village
from db.tables.exchange import Installation, Peer, Receipted, ReceiptsIn, ReceiptsOut, Received, Sent
from db.tables.journal import JournalRow, Stream, Unfolded
from db.tables.local import Batch, ColumnMapping, Counter, Draft, Listing
from db.tables.matter import Matter, Party
from db.tables.transfer import Transfer

ENTITIES: tuple[type[Entity], ...] = (
    Matter,
    Party,
    Step,
    Paper,
    Transfer,
    Attachment,
    Village,
    Unit,
    Leader,
    Mediator,
    Setting,
    User,
    Access,
)
"""In the order in which rows may be written without breaking a foreign key."""

BY_ENTITY: dict[str, type[Entity]] = {e.entity: e for e in ENTITIES}

__all__ = [
    "BY_ENTITY",
    "ENTITIES",
    "Access",
    "Attachment",
    "Base",
    "Batch",
    "Blob",
    "ColumnMapping",
    "Counter",
    "Draft",
    "Elsewhere",
    "Entity",
    "Installation",
    "JournalRow",
    "Leader",
    "Listing",
    "Matter",
    "Mediator",
    "Paper",
    "Party",
    "Peer",
    "Receipted",
    "ReceiptsIn",
    "ReceiptsOut",
    "Received",
    "Sent",
    "Setting",
    "Staged",
    "Step",
    "Stored",
    "Stream",
    "Transfer",
    "Unfolded",
    "Unit",
    "User",
    "VaultKey",
    "Village",
]
