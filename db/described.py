"""What a field is called and what it holds, without the database: what windows and forms know of a field.

A field is described where its column is declared (`db.fields`); SQLAlchemy, half a second to load, is not needed to read that.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds; decides its editor, its check, its alignment and its encoding."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NAME = "name"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    FLAG = "flag"
    CODE = "code"
    VILLAGE = "village"
    UNIT = "unit"
    LEADER = "leader"
    MEDIATOR = "mediator"
    ID_NO = "id_no"
    CREDIT_CODE = "credit_code"
    PHONE = "phone"
    REFERENCE = "reference"


BOTH = ("dispute", "petition")


@dataclass(frozen=True, slots=True)
class Field:
    """Everything the program knows about one field.

    Attributes:
        name: the column's name; also its name in JSON, in bundles and on papers.
        label: the Chinese words a clerk knows it by.
        kind: what it holds.
        codes: id of the code list (``resources/rules/codes.json``) when `kind` is CODE.
        required: a matter cannot be registered without it.
        wanted: the papers will need it: the completeness lamp counts it.
        sensitive: masked wherever it is shown; showing it is logged (PIPL Art. 28, 51).
        aliases: header names under which Excel ledgers know it, besides `label`.
        applies: kinds of matter that have it.
        entry: group on the entry form, in the order in which people tell it; "" keeps it off the form.
        ledger: place among the ledger's columns shown by default; 0 means choosable but not shown.
        search: "name" (words, pinyin, initials), "text" (words), "number" (part of it), or "".
        help: one line beside the editor.
    """

    label: str
    kind: Kind
    name: str = ""
    codes: str = ""
    required: bool = False
    wanted: bool = False
    sensitive: bool = False
    aliases: tuple[str, ...] = ()
    applies: tuple[str, ...] = BOTH
    entry: str = ""
    ledger: int = 0
    search: str = ""
    help: str = ""
