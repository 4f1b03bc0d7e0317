"""What a preview of a ledger says, and what is asked for when a ledger goes out: frozen values for windows and command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal

from app.matters.values import Field, Filter

Verdict = Literal["accept", "reject", "ask", "ignore"]
Registration = Mapping[str, Any]
"""One matter as the register takes it: names as in cli.md's "A matter in JSON" and in `db.tables.matter`."""

WHOLE_ROW = "*"
"""The field of a question that is about the row and not about one cell."""
DUPLICATE = "duplicate"
"""The answer key that settles every possible duplicate at once."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the ledger.

    Attributes:
        index: counted from 0.
        letter: as Excel names it (``A``, ``AB``).
        header: the words of the header, two-line headers joined by ``·``.
        field: what it fills: ``title``, ``applicant.name`` … ; ``""`` for a column that is not taken in.
        label: the field's own Chinese name, ``""`` with `field`.
        why: for a column that is not taken in, why.
    """

    index: int
    letter: str
    header: str
    field: str
    label: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot come in as it stands.

    Attributes:
        field: the column's header as the file has it.
        value: the cell as Excel shows it, shortened.
        reason: one Chinese sentence.
    """

    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a person must say before a row can come in.

    Attributes:
        field: the column's header, or ``*`` for the row as a whole.
        value: the cell's words; for a possible duplicate, the row or number that it is like.
        proposal: what the program would take, in Chinese; ``""`` where it has no idea.
        target: the field of the matter that the answer fills.
    """

    field: str
    value: str
    proposal: str
    target: str

    @property
    def words(self) -> str:
        """What is asked, in words."""
        if self.field == WHOLE_ROW:
            return f"可能与{self.value}重复"
        if self.proposal and self.value:
            return f"{self.field}“{self.value}”是不是“{self.proposal}”？"
        if self.proposal:
            return f"{self.field}没有写，是不是“{self.proposal}”？"
        return f"{self.field}{f'“{self.value}”' if self.value else '没有写'}，要填什么？"


@dataclass(frozen=True, slots=True)
class RowResult:
    """One row of the sheet and what becomes of it.

    Attributes:
        row: counted as Excel counts.
        verdict: in which of the four lists it stands.
        why: why it is passed over, for ``ignore``; why it is returned, where an answer said so.
        faults: for ``reject``, every one of them.
        doubts: for ``ask``, what is still open.
        notes: what was understood in a way that a person may want to see (several parties in one cell …).
        matter: the parsed matter; complete for ``accept``, as far as it could be read otherwise.
    """

    row: int
    verdict: Verdict
    why: str = ""
    faults: tuple[Fault, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()
    matter: Registration = field(default_factory=dict[str, Any])

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it does not come in, or what is asked of it, in words."""
        told = [self.why] if self.why else []
        told += [f.reason if f.field in (WHOLE_ROW, "") else f"{f.field}：{f.reason}" for f in self.faults]
        return (*told, *(doubt.words for doubt in self.doubts))


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that a question may be answered with."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """The same doubt in many rows, asked once.

    Attributes:
        field: the column's header, or ``*``.
        value: the words in question; for duplicates ``duplicate``.
        proposal: the id of the choice that the program would take, or ``""``.
        choices: what it may be answered with (further: leave empty, skip the rows, return the rows).
        rows: all rows that wait for it.
    """

    field: str
    value: str
    proposal: str
    choices: tuple[Choice, ...]
    rows: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many rows wait for the answer."""
        return len(self.rows)

    @property
    def proposal_label(self) -> str:
        """The proposal in Chinese, ``""`` where there is none."""
        return next((choice.label for choice in self.choices if choice.id == self.proposal), "")


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One import that was done.

    Attributes:
        id: names the batch.
        file: the file's name without its folder.
        rows: how many matters came in.
        at: when, aware UTC.
        by: the name of who took it in.
        undone_at: when it was taken back; ``None`` while it stands.
    """

    id: str
    file: str
    rows: int
    at: datetime
    by: str
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything known about a ledger before a line of it is written.

    Attributes:
        file: the file's name without its folder.
        sha256: of the file's bytes; names the file in the batch.
        sheet: the sheet that was read; "" for CSV.
        sheets: all visible sheets.
        kind: ``dispute`` or ``petition``.
        year: the ledger's year, for days without one; ``None`` where no title says it.
        banner_rows: rows above the header that only say what the ledger is.
        header_rows: the rows of the header, counted as Excel counts.
        columns: all columns with a header.
        rows: every row from the first to the last with content, in order.
        questions: what is open, each once.
        others: further sheets that look like ledgers; they were not read.
        head: by what the same header is known again in another file.
        told: header → field key, as a person told it, now or for an earlier file with the same header.
        remembered: whether `told` is from an earlier file (按上次确认的对应关系).
        basis: what the importer needs to take answers without reading the file again.
    """

    file: str
    sha256: str
    sheet: str
    sheets: tuple[str, ...]
    kind: str
    year: int | None
    banner_rows: tuple[int, ...]
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    rows: tuple[RowResult, ...]
    questions: tuple[Question, ...]
    others: tuple[str, ...] = ()
    head: str = ""
    told: Mapping[str, str] = field(default_factory=dict[str, str])
    remembered: bool = False
    basis: object = field(default=None, repr=False, compare=False)

    def rows_of(self, verdict: Verdict) -> tuple[RowResult, ...]:
        """The rows of one list, in the order of the sheet."""
        return tuple(one for one in self.rows if one.verdict == verdict)

    @property
    def unknown(self) -> tuple[Column, ...]:
        """The columns that are not taken in; a person is told, so that nothing is lost unseen."""
        return tuple(one for one in self.columns if not one.field and one.why)

    @property
    def ready(self) -> tuple[Registration, ...]:
        """The matters to be registered, in the order of the sheet."""
        return tuple(one.matter for one in self.rows if one.verdict == "accept")

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day on which the matters were received; ``None`` where there are none."""
        found = [one.matter["received_on"] for one in self.rows if one.matter.get("received_on")]
        return (min(found), max(found)) if found else None

    def as_json(self, batch: str | None) -> dict[str, Any]:
        """What ``ledger import --json`` prints (cli.md); `batch` is ``None`` for a dry run."""
        return {
            "batch": batch,
            "accepted": [one.row for one in self.rows_of("accept")],
            "rejected": [
                {
                    "row": one.row,
                    "fields": [{"field": f.field, "value": f.value, "reason": f.reason} for f in one.faults],
                }
                for one in self.rows_of("reject")
            ],
            "ask": [
                {
                    "row": one.row,
                    "fields": [
                        {"field": d.field, "value": d.value, "proposal": d.proposal or None}
                        for d in one.doubts
                    ],
                }
                for one in self.rows_of("ask")
            ],
            "ignored": [one.row for one in self.rows_of("ignore")],
        }


# -- the ledger out

COLUMNS_OF: Final = "ledger.columns."
"""Setting that keeps a user's columns: this and the user's id."""
FOUND: Final = "found"
"""The column that stands only while a search is shown: where a word was found that no other column shows."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A column of the ledger that no field describes.

    Attributes:
        place: among the columns shown by default; 0 for none.
        key: what the office chooses it by.
        heading: its word.
        signs: width in Chinese characters.
    """

    place: int
    key: str
    heading: str
    signs: int


RECKONED: Final = (
    Reckoned(4, "parties", "当事人", 7),
    Reckoned(11, "next_due_on", "时限", 12),
    Reckoned(13, "upload", "上报", 5),
    Reckoned(0, "next_label", "下一步", 8),
    Reckoned(0, "registered_on", "登记日期", 6),
    Reckoned(0, FOUND, "找到的地方", 15),
)
HEADINGS: Final = {"amount_fen": "涉及金额（元）"}
"""Columns whose heading says more than the field's label."""
DISPUTE_LEDGER: Final = (
    *(("found_on", "排查日期"), ("village", "村（社区）"), ("title", "纠纷名称"), ("category", "类型")),
    *(
        ("parties", "当事人双方"),
        ("people", "涉及人数"),
        ("amount_fen", "涉及金额（元）"),
        ("risk", "风险等级"),
    ),
    *(("channel", "来源"), ("accepted_on", "受理日期"), ("responsible_unit", "责任单位")),
    *(("responsible_officer", "责任人"), ("lead_leader", "包案领导"), ("measures", "化解措施")),
    *(("resolve_by", "化解时限"), ("rung", "当前层级"), ("progress", "进展"), ("outcome", "化解结果")),
    *(("closed_on", "化解日期"), ("agreement_no", "协议编号"), ("followed_up", "是否回访")),
    *(("lineage", "是否倒流"), ("remark", "备注")),
)
"""The columns of the screening ledger (矛盾纠纷排查化解台账, F25) and their headings; 序号 stands before them."""
DISPUTE_TITLE: Final = "矛盾纠纷排查化解台账"
Form = Literal["", "dispute_ledger"]
FORMS: Final[tuple[tuple[Form, str], ...]] = (("", "和屏幕上一样"), ("dispute_ledger", DISPUTE_TITLE))
Level = Literal["masked", "full", "anonymous"]
LEVELS: Final[tuple[tuple[Level, str, str], ...]] = (
    ("masked", "和屏幕上一样", "不含证件号码和电话"),
    ("full", "完整", "加上当事人的证件号码、电话和住址；要写明理由，会记入操作记录"),
    ("anonymous", "去标识", "姓名只留姓，文字里的姓名、号码一并隐去；正文里可能还有别的人名，发出前请看一遍"),
)
"""How much of the parties goes out: id, name, what it means."""
Paper = Literal["A4", "A3"]


@dataclass(frozen=True, slots=True)
class LedgerWish:
    """What is to go out: the ledger as somebody sees it.

    Attributes:
        choice: filters, search and order.
        columns: keys in their order; empty for those that the user chose last, or the paper ledger's.
        level: how much of the parties.
        why: for ``full``, why; it is written down.
        form: ``dispute_ledger`` for the columns of that form (F25), disputes only; "" for `columns`.
    """

    choice: Filter = field(default_factory=Filter)
    columns: tuple[str, ...] = ()
    level: Level = "masked"
    why: str = ""
    form: Form = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes:
        rows: matters.
        pages: of a printed ledger; 0 for a sheet.
        pdf: a printed ledger; empty for a sheet.
        missing_glyphs: characters that no face has; 〓 stands for them.
    """

    rows: int
    pages: int = 0
    pdf: bytes = field(default=b"", repr=False)
    missing_glyphs: tuple[str, ...] = ()


def default_columns(fields: Iterable[Field]) -> tuple[str, ...]:
    """The columns of the paper ledger, in its order."""
    placed = [(one.place, one.key) for one in RECKONED if one.place]
    placed += [(one.ledger, one.name) for one in fields if one.ledger]
    return tuple(key for _, key in sorted(placed))
