"""Every table, by the thing it holds.

Journaled entities (their changes are history, audit and bundle at once): Matter, Party, Step, Paper, Transfer, Attachment,
Village, Unit, Leader, Mediator, Setting, User, Access, and the duties (`DUTIES`). Everything else is local to one installation.
"""

from db.tables.accountability import DutyItem, DutyLetter, DutyReview, Enclosure, Handover, Publicity
from db.tables.agency import AgentAct, Mandate
from db.tables.attachment import Attachment, Elsewhere, Staged, Stored, VaultKey
from db.tables.award import Award, AwardList
from db.tables.base import Base, Entity
from db.tables.care import Ending, OpinionCheck, Relief, VisitPlan
from db.tables.casework import Blob, Paper, Step
from db.tables.charge import Charge, ChargeProgress
from db.tables.coded import CodedHeld, CodedIn, CodedOut, Shown
from db.tables.directory import Access, Leader, Mediator, Setting, Unit, User, Village
from db.tables.duty import EVERYBODY
from db.tables.exchange import Installation, Peer, Receipted, ReceiptsIn, ReceiptsOut, Received, Sent
from db.tables.fact import Fact
from db.tables.fork import ForkRuling
from db.tables.journal import Branch, JournalRow, Stream, Unfolded
from db.tables.local import Batch, ColumnMapping, Counter, Draft, Listing
from db.tables.matter import Matter, Party
from db.tables.reception import Origin, Reception, RosterDay
from db.tables.scoring import ScoreLine, ScoreMark, ScoreObjection, ScoreRuling, ScoreSheet, Scoring
from db.tables.screening import Round, RoundReturn, SaySession, Topic
from db.tables.supervision import Meeting, Supervision, SupervisionAnswer, Task, TaskAnswer
from db.tables.transfer import Transfer

DUTIES: tuple[type[Entity], ...] = (
    Round,
    RoundReturn,
    SaySession,
    Topic,
    RosterDay,
    Reception,
    Origin,
    Charge,
    ChargeProgress,
    Supervision,
    SupervisionAnswer,
    Meeting,
    Task,
    TaskAnswer,
    Mandate,
    AgentAct,
    Relief,
    Award,
    AwardList,
    VisitPlan,
    Ending,
    OpinionCheck,
    DutyLetter,
    DutyItem,
    DutyReview,
    Handover,
    Publicity,
    Enclosure,
    ScoreSheet,
    Scoring,
    ScoreLine,
    ScoreMark,
    ScoreObjection,
    ScoreRuling,
    ForkRuling,
)
"""What belongs to no matter's custody: each office writes its own (`db.tables.duty`)."""

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
    *DUTIES,
)
"""In the order in which rows may be written without breaking a foreign key."""

BY_ENTITY: dict[str, type[Entity]] = {e.entity: e for e in ENTITIES}

__all__ = [
    "BY_ENTITY",
    "DUTIES",
    "ENTITIES",
    "EVERYBODY",
    "Access",
    "AgentAct",
    "Attachment",
    "Award",
    "AwardList",
    "Base",
    "Batch",
    "Blob",
    "Branch",
    "Charge",
    "ChargeProgress",
    "CodedHeld",
    "CodedIn",
    "CodedOut",
    "ColumnMapping",
    "Counter",
    "Draft",
    "DutyItem",
    "DutyLetter",
    "DutyReview",
    "Elsewhere",
    "Enclosure",
    "Ending",
    "Entity",
    "Fact",
    "ForkRuling",
    "Handover",
    "Installation",
    "JournalRow",
    "Leader",
    "Listing",
    "Mandate",
    "Matter",
    "Mediator",
    "Meeting",
    "OpinionCheck",
    "Origin",
    "Paper",
    "Party",
    "Peer",
    "Publicity",
    "Receipted",
    "ReceiptsIn",
    "ReceiptsOut",
    "Received",
    "Reception",
    "Relief",
    "RosterDay",
    "Round",
    "RoundReturn",
    "SaySession",
    "ScoreLine",
    "ScoreMark",
    "ScoreObjection",
    "ScoreRuling",
    "ScoreSheet",
    "Scoring",
    "Sent",
    "Setting",
    "Shown",
    "Staged",
    "Step",
    "Stored",
    "Stream",
    "Supervision",
    "SupervisionAnswer",
    "Task",
    "TaskAnswer",
    "Topic",
    "Transfer",
    "Unfolded",
    "Unit",
    "User",
    "VaultKey",
    "Village",
    "VisitPlan",
]
