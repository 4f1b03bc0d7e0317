"""The ledger as it is shown, made ready to go out: its columns, its rows as values, its words above and below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import select

from app.access.context import Context, Report, silent
from app.directory.service import Directory
from app.matters.find import Finder
from app.matters.list_values import LedgerRow, Mark, Totals
from app.rules.book import RuleBook
from app.rules.codes import CodeBook
from app.rules.dates import say_date
from app.sheets.conditions import period_words, words_of
from app.sheets.unnamed import Unnamed
from app.sheets.values import (
    COLUMNS_OF,
    DISPUTE_LEDGER,
    DISPUTE_TITLE,
    FOUND,
    HEADINGS,
    RECKONED,
    LedgerWish,
    default_columns,
)
from db.engine import chunks
from db.fields import Field, Kind
from db.search.match import keyed
from db.tables import Batch, Party

ColumnKind = Literal["text", "long", "date", "money", "number"]
Value = str | date | int | None
"""A cell: words, a civil day, a number; money is in fen."""
_AT_ONCE: Final = 400
_KINDS: Final[dict[Kind, ColumnKind]] = {
    Kind.DATE: "date",
    Kind.MONEY: "money",
    Kind.NUMBER: "number",
    Kind.LONG_TEXT: "long",
}
_UPLOADS: Final = {"waiting": "未上报", "sent": "已导出", "receipted": "区已收"}
_LEDGERS: Final = {"dispute": "矛盾纠纷台账", "petition": "信访事项台账"}
_NEAR_DAYS: Final = ("今日到期", "明日到期")
_PERSONAL: Final = (("id_no", "当事人证件号码"), ("phone", "当事人电话"), ("address", "当事人住址"))
"""Columns that a ledger going out whole has behind the parties' names."""

_PLAIN: Final[dict[str, Callable[[LedgerRow], Value]]] = {
    "number": lambda r: r.number,
    "title": lambda r: r.title,
    "parties": lambda r: r.parties,
    "kind": lambda r: r.kind_label,
    "category": lambda r: r.category_label,
    "channel": lambda r: r.channel_label,
    "village": lambda r: r.village_name,
    "state": lambda r: r.state_label,
    "rung": lambda r: r.rung_label,
    "risk": lambda r: r.risk_label,
    "people": lambda r: r.people,
    "amount_fen": lambda r: r.amount_fen,
    "received_on": lambda r: r.received_on,
    "found_on": lambda r: r.found_on,
    "accepted_on": lambda r: r.accepted_on,
    "closed_on": lambda r: r.closed_on,
    "registered_on": lambda r: r.registered_on,
    "urgent": lambda r: None if r.urgent is None else "是" if r.urgent else "否",
    "responsible_unit": lambda r: r.unit,
    "responsible_officer": lambda r: r.officer,
    "next_label": lambda r: r.next_label,
    "upload": lambda r: _UPLOADS.get(r.upload, ""),
}
"""Columns that stand in the listing itself; others are asked of the matter."""


@dataclass(frozen=True, slots=True)
class OutColumn:
    """A column that goes out.

    Attributes:
        key: as it is chosen by.
        heading: its words.
        kind: what its cells hold.
    """

    key: str
    heading: str
    kind: ColumnKind = "text"


_ORDINAL: Final = OutColumn("ordinal", "序号", "number")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A ledger ready to go out.

    Attributes:
        title: of the ledger, with the office's name.
        period: the days that it is asked for.
        conditions: the filters in words; "" where everything is there.
        made_on: the civil day.
        columns: in the order in which they are shown.
        count: how many matters.
        totals: the sums of the foot.
        rows: its rows in order, a cell for each column.
    """

    title: str
    period: str
    conditions: str
    made_on: date
    columns: tuple[OutColumn, ...]
    count: int
    totals: Totals
    rows: Callable[[Report], Iterator[tuple[Value, ...]]]

    @property
    def sums(self) -> str:
        """The sums in words, as in the ledger's foot."""
        money = f"{self.totals.amount_fen / 100:,.2f}"
        return f"合计 {self.totals.count:,} 件　涉及 {self.totals.people:,} 人　涉及金额 {money} 元"


@dataclass(frozen=True, slots=True)
class Printout:
    """A ledger in the words that stand on paper (see `app.papers.ledger_print`).

    Attributes:
        title: over the table.
        under: below it at the left.
        made: below it at the right.
        office: in the foot.
        headings: of the columns.
        right: whether a column stands at the right.
        rows: a text for each column.
        sums: below the last row.
        mark: a word across every page (样例), or "".
    """

    title: str
    under: str
    made: str
    office: str
    headings: tuple[str, ...]
    right: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: str
    mark: str


def printout(out: Outgoing, office: str, report: Report, mark: str = "") -> Printout:
    """Put a ledger into words for paper; its rows are read now."""
    narrowed = f"　只含：{out.conditions}" if out.conditions else ""
    return Printout(
        title=out.title,
        under=f"收到日期：{out.period}{narrowed}",
        made=f"打印日期：{say_date(out.made_on)}",
        office=office,
        headings=tuple(one.heading for one in out.columns),
        right=tuple(one.kind in ("money", "number") for one in out.columns),
        rows=tuple(
            tuple(_printed(one, value) for one, value in zip(out.columns, row, strict=True))
            for row in out.rows(report)
        ),
        sums=out.sums,
        mark=mark,
    )


def _printed(column: OutColumn, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return f"{value / 100:,.2f}" if column.kind == "money" else str(value)
    return value


class Outgoings:
    """Makes ledgers ready to go out.

    Args:
        context: the opened office.
        directory: names of villages, a user's columns.
        finder: the ledger.
    """

    def __init__(self, context: Context, directory: Directory, finder: Finder) -> None:
        self._context = context
        self._directory = directory
        self._find = finder

    def make(self, wish: LedgerWish) -> Outgoing:
        """The ledger as it is asked for; its rows are read when they are wanted."""
        choice = replace(wish.choice, kind="dispute") if wish.form else wish.choice
        fields = {f.name: f for f in self._find.columns()}
        columns = self._columns(wish, fields)
        docs = self._find.find_ids(choice)
        reader = _Reader(self._context, self._find, wish, columns, fields)
        today = self._context.today()
        shelf = self._context.shelf
        name = DISPUTE_TITLE if wish.form else _LEDGERS.get(choice.kind, "矛盾纠纷和信访事项台账")
        return Outgoing(
            title=f"{self._context.office.name}{name}",
            period=period_words(choice),
            conditions=words_of(
                choice, shelf.codes, self._directory.all_village_labels(), self._batch(choice.batch)
            ),
            made_on=today,
            columns=(_ORDINAL, *columns) if wish.form else columns,
            count=len(docs),
            totals=self._find.totals(choice),
            rows=lambda report: (
                self._numbered(reader, docs, columns, report) if wish.form else reader.rows(docs, report)
            ),
        )

    def _numbered(
        self, reader: _Reader, docs: Sequence[int], columns: Sequence[OutColumn], report: Report
    ) -> Iterator[tuple[Value, ...]]:
        """The rows of the form: each with its number, and of its lineage only whether it flowed back."""
        back = self._context.shelf.codes.label_of("lineage", "back_flow")
        at = next((n for n, one in enumerate(columns) if one.key == "lineage"), -1)
        for number, cells in enumerate(reader.rows(docs, report), start=1):
            told = [
                "是" if n == at and cell == back else "" if n == at else cell for n, cell in enumerate(cells)
            ]
            yield (number, *told)

    def _columns(self, wish: LedgerWish, fields: dict[str, Field]) -> tuple[OutColumn, ...]:
        named = dict(DISPUTE_LEDGER) if wish.form else {}
        keys = tuple(named) or wish.columns or self._kept() or default_columns(fields.values())
        reckoned = {one.key: one for one in RECKONED}
        if self._context.office.role != "township":
            keys = tuple(key for key in keys if key != "upload")
        columns: list[OutColumn] = []
        for key in dict.fromkeys(keys):
            if key in fields:
                described = fields[key]
                columns.append(
                    OutColumn(
                        key,
                        named.get(key) or HEADINGS.get(key, described.label),
                        _KINDS.get(described.kind, "text"),
                    )
                )
            elif key in reckoned:
                kind: ColumnKind = "date" if key == "registered_on" else "text"
                columns.append(OutColumn(key, named.get(key) or reckoned[key].heading, kind))
            if key == "parties" and wish.level == "full":
                columns += [OutColumn(name, heading) for name, heading in _PERSONAL]
        if wish.level == "full" and not any(one.key == "parties" for one in columns):
            columns += [OutColumn(name, heading) for name, heading in _PERSONAL]
        if wish.level == "anonymous":
            columns = [one for one in columns if one.key not in ("place", "external_no")]
        return tuple(columns)

    def _kept(self) -> tuple[str, ...]:
        key = COLUMNS_OF + self._context.user.id
        return tuple(one for one in self._directory.settings(key).get(key, "").split(",") if one)

    def _batch(self, batch: str) -> str:
        if not batch:
            return ""
        with self._context.reading() as session:
            found = session.get(Batch, (self._context.office.office, batch))
            return found.file if found is not None else batch


class _Reader:
    """Reads rows of the ledger as cells."""

    def __init__(
        self,
        context: Context,
        find: Finder,
        wish: LedgerWish,
        columns: Sequence[OutColumn],
        fields: dict[str, Field],
    ) -> None:
        self._context = context
        self._find = find
        self._text = wish.choice.text.strip()
        self._keys = tuple(one.key for one in columns)
        self._personal = wish.level == "full"
        self._unnamed = Unnamed() if wish.level == "anonymous" else None
        self._shelf = context.shelf
        self._today = context.today()
        own = {*_PLAIN, FOUND, "next_due_on", *(name for name, _ in _PERSONAL)}
        self._more = tuple(key for key in self._keys if key in fields and key not in own)
        self._asked = {name: _words(fields[name], self._shelf.codes) for name in self._more}

    def rows(self, docs: Sequence[int], report: Report = silent) -> Iterator[tuple[Value, ...]]:
        """The rows in order; one that was taken out of the list meanwhile is left out."""
        for start in range(0, len(docs), _AT_ONCE):
            report(start, len(docs), "读取台账")
            rows = self._find.rows(docs[start : start + _AT_ONCE], self._more)
            searching = bool(self._text) and FOUND in self._keys
            marks = self._find.marks(rows, self._text) if searching else ((),) * len(rows)
            people = self._people(rows) if self._personal else {}
            for row, found in zip(rows, marks, strict=True):
                cells = tuple(self._cell(key, row, found, people) for key in self._keys)
                yield cells if self._unnamed is None else self._unnamed.row(cells, row.parties)

    def _cell(
        self, key: str, row: LedgerRow, marks: Sequence[Mark], people: dict[str, dict[str, str]]
    ) -> Value:
        plain = _PLAIN.get(key)
        if plain is not None:
            return plain(row)
        if key in self._asked:
            return self._asked[key](row.more.get(key))
        if key == "next_due_on":
            return due_words(row, self._shelf, self._today)
        if key == FOUND:
            return _found(marks, self._keys)
        return people.get(row.matter, {}).get(key, "")

    def _people(self, rows: Sequence[LedgerRow]) -> dict[str, dict[str, str]]:
        """What the parties of some matters told of themselves, in the order of their names."""
        told: dict[str, dict[str, list[str]]] = {}
        with self._context.reading() as session:
            for part in chunks([(row.office, row.matter) for row in rows]):
                query = (
                    select(Party.matter, Party.name, Party.id_no, Party.phone, Party.address)
                    .where(keyed(Party.office, Party.matter, part))
                    .order_by(Party.matter, Party.ordinal, Party.id)
                )
                for matter, name, *values in session.execute(query):
                    if name:
                        for (key, _), value in zip(_PERSONAL, values, strict=True):
                            told.setdefault(matter, {}).setdefault(key, []).append(value or "")
        return {m: {key: _one_each(values) for key, values in kinds.items()} for m, kinds in told.items()}


def _one_each(values: Sequence[str]) -> str:
    """The values of several parties in one cell; who told nothing has a dash, so that they can be counted off."""
    return "、".join(value or "—" for value in values) if any(values) else ""


def _words(field: Field, codes: CodeBook) -> Callable[[Any], Value]:
    match field.kind:
        case Kind.CODE:
            return lambda value: codes.label_of(field.codes, value)
        case Kind.FLAG:
            return lambda value: None if value is None else "是" if value else "否"
        case _:
            return lambda value: value


def due_words(row: LedgerRow, shelf: RuleBook, today: date) -> str:
    """The next due day, what is due, and how far it is: the day first, since paper outlasts today."""
    if not row.open or row.next_due_on is None:
        return ""
    rule = shelf.clock(row.next_rule) if row.next_rule else None
    days = (row.next_due_on - today).days
    far = f"超期 {-days} 天" if days < 0 else _NEAR_DAYS[days] if days < len(_NEAR_DAYS) else ""
    return " ".join(word for word in (row.next_due_on.isoformat(), rule.label if rule else "", far) if word)


def _found(marks: Sequence[Mark], keys: Sequence[str]) -> str:
    """Where a search found something that no other column shows."""
    for mark in marks:
        place = "parties" if mark.field == "name" else mark.field
        if place not in keys or place == "phone":
            return mark.text if mark.label in mark.text else f"{mark.label}：{mark.text}"
    return ""
