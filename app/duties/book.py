"""One kind of duty, kept as its fields are described: read what was typed, add, change, take back, show.

The rooms of duties (`rounds`, `receptions`, `charges` …) stand on this and add what only they know. Nothing is ever deleted.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.values.base import AboutView, Changes, DutyView, Kept
from app.errors import NotFoundError, UserError
from app.matters.closing import is_closed
from app.matters.editing import typed
from app.matters.entry import Reader
from app.matters.neighbours import Neighbours
from app.matters.service import Matters
from app.matters.view import coded_fact, find_by_number, known_by_row
from app.rules.rosters import read_time
from db.fields import CivilDate, Field, fields_of
from db.store import Unit
from db.tables import Entity, Fact, Listing, Matter

AHEAD = frozenset({"due_on", "until_on", "objections_until"})
"""Days that may lie ahead in any duty."""
NOT_TYPED = frozenset({"void_reason"})
DUTIES_AREA = "duties"
"""The area that pages repaint for; each kind of duty is an area of its own besides (`Book.entity`)."""

_OF_ITSELF = frozenset({"office", "id", "by_user"})
"""Columns that a row gets when it is written."""


def said_in(given: Mapping[str, object]) -> dict[str, object]:
    """What was filled in of a form; an empty field says nothing."""
    return {name: value for name, value in given.items() if value not in (None, "")}


class Book:
    """The book of one kind of duty.

    Args:
        context: the opened office.
        matters: finds the matters that duties are about, and says fields in words.
        model: the table.
        ahead: further days that may lie ahead of today (a roster's).
        times: fields of times of day, kept as HH:MM however they are typed.
        word: what one entry is called here, where the table's word is too wide.

    A kind with rules of its own says them in `adding`, `changing` and `voiding`, so that no way in gets round them.
    """

    def __init__(
        self,
        context: Context,
        matters: Matters,
        model: type[Entity],
        ahead: Iterable[str] = (),
        times: Iterable[str] = (),
        word: str = "",
    ) -> None:
        self._context = context
        self._matters = matters
        self.model: Any = model
        self.entity = model.entity
        self.word = word or model.word
        self._ahead = AHEAD | frozenset(ahead)
        self._times = frozenset(times)

    # -- describing

    def fields(self, names: Sequence[str] = ()) -> tuple[Field, ...]:
        """The described fields that a person types: all, or those named, in that order."""
        all_fields = {f.name: f for f in fields_of(self.model) if f.name not in NOT_TYPED}
        return tuple(all_fields[n] for n in names) if names else tuple(all_fields.values())

    # -- reading what was typed

    def read(
        self, given: Mapping[str, object], *, reader: Reader | None = None, partial: bool = False
    ) -> dict[str, Any]:
        """Read typed words into values.

        Args:
            given: field name to typed words; "" for an empty one.
            reader: from `reader`, where many are read.
            partial: only what is given is looked at (a change), the rest may be missing.

        Raises:
            UserError: bad_duty; the sentence names every field that cannot be.
        """
        reader, today = reader or self.reader(), self._context.today()
        known = {f.name: f for f in self.fields()}
        values: dict[str, Any] = {}
        wrong: list[str] = [f"没有“{name}”这一项" for name in given if name not in known]
        for name, field in known.items():
            if name not in given:
                if field.required and not partial:
                    wrong.append(f"还没有填写{field.label}")
                continue
            verdict = reader.check(field, given[name], "")
            if name in self._times and verdict.value:
                verdict = read_time(str(verdict.value))
            value = verdict.value
            if verdict.severity == "error":
                wrong.append(f"{field.label}：{verdict.sentence.rstrip('。')}")
            elif value in (None, "") and field.required:
                wrong.append(f"还没有填写{field.label}")
            elif isinstance(value, date) and value > today and name not in self._ahead:
                wrong.append(f"{field.label}在今天之后")
            values[name] = None if value == "" else value
        if wrong:
            raise UserError(
                "bad_duty", f"{self.word}：{'；'.join(wrong)}。", "请改正后再保存；已填写的内容没有丢失。"
            )
        return values

    def reader(self) -> Reader:
        """What reads typed words: by the field descriptions, as a matter's form does."""
        return self._matters.reader()

    # -- commands, each inside a unit of the caller's

    def put(self, unit: Unit, values: Mapping[str, Any], about: Matter | None = None) -> str:
        """Write a new entry.

        Args:
            unit: of a writing transaction.
            values: by column; from `read`, with what only the program knows.
            about: the matter that it is about.

        Returns:
            Its id.
        """
        ident = str(uuid.uuid4())
        row: dict[str, Any] = {k: v for k, v in values.items() if v is not None}
        if about is not None:
            row |= {"about_office": about.office, "about": about.id}
        unit.session.add(
            self.model(office=self._context.office.office, id=ident, by_user=self._context.user.id, **row)
        )
        unit.session.flush()
        return ident

    def own(self, unit: Unit, ident: str, base: int | None = None) -> Any:
        """An entry of this office, to be changed.

        Args:
            unit: of a writing transaction.
            ident: its id.
            base: the version that the clerk saw; None where the change does not depend on it.

        Raises:
            NotFoundError: there is none; another office's is not ours to change.
            UserError: it was changed meanwhile, or taken back.
        """
        row = unit.session.get(self.model, (self._context.office.office, ident))
        if row is None or getattr(row, "restricted", False):
            raise NotFoundError(
                "no_such_duty", f"没有这条{self.word}，或者它是别的单位的。", "请从列表里重新选择。"
            )
        if row.voided:
            raise UserError("duty_voided", f"这条{self.word}已经作废。", "需要的请另记一条。")
        if base is not None and row.version != base:
            raise UserError(
                "changed_meanwhile",
                f"这条{self.word}刚刚被改动过。",
                "请看一下现在的内容，再改一次；您填写的没有丢失。",
            )
        return row

    def set(self, row: Any, values: Mapping[str, Any]) -> bool:
        """Set columns of a row that differ; whether any did."""
        differing = {k: v for k, v in values.items() if getattr(row, k) != v}
        for name, value in differing.items():
            setattr(row, name, value)
        return bool(differing)

    def add(self, given: Mapping[str, object], about: str = "", **known: Any) -> Kept:
        """Read and write a new entry in one act.

        Args:
            given: typed words by field.
            about: number or id of the matter that it is about.
            known: columns that only the program knows.

        Raises:
            UserError: a field that cannot be; an accusation; it is about no matter, or is written by an act alone.
        """
        if about and not hasattr(self.model, "about"):
            raise UserError("not_about", f"{self.word}不是关于一件事项的记录。", "请去掉事项编号再记。")
        values = {**self.read(given), **known}
        with self._context.writing() as unit:
            matter = self.matter_of(unit.session, about) if about else None
            doubts = self.adding(unit, values, matter)
            self._need_whole(values)
            ident = self.put(unit, values, matter)
            key = (matter.id,) if matter is not None else ()
        return Kept(ident, self.changes(self.entered(values), *key), doubts)

    def change(self, ident: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """Change fields of an entry.

        Raises:
            UserError: not ours, changed meanwhile, or a value that cannot be.
        """
        values = self.read(given, partial=True)
        with self._context.writing() as unit:
            row = self.own(unit, ident, base)
            doubts = self.changing(unit, row, values)
            self.set(row, values)
            about, named = getattr(row, "about", None), self.named(row)
        return Kept(ident, self.changes(f"已改动{named}", *((about,) if about else ())), doubts)

    def void(self, ident: str, why: str) -> Kept:
        """Take an entry back; it stays with its reason.

        Raises:
            UserError: no reason, not ours.
        """
        if not why.strip():
            raise UserError("no_reason", f"作废{self.word}要写明理由。", "例如：重复登记。")
        with self._context.writing() as unit:
            row = self.own(unit, ident)
            self.voiding(unit, row)
            with unit.called("void"):
                row.voided, row.void_reason = True, why.strip()
            about, named = getattr(row, "about", None), self.named(row)
        return Kept(ident, self.changes(f"已作废{named}", *((about,) if about else ())))

    def _need_whole(self, values: Mapping[str, Any]) -> None:
        """An entry that belongs to another one, or comes of one, is written where that is known."""
        for column in self.model.__table__.columns:
            given = column.name in _OF_ITSELF or values.get(column.name) is not None
            if not (given or column.nullable or column.default is not None):
                raise UserError(
                    "by_its_act",
                    f"{self.word}要记在它所属的那一项下面，不能单独记。",
                    "请用相应的步骤办理（按钮或命令），由程序核对条件。",
                )

    # -- what a kind has of its own

    def adding(self, unit: Unit, values: dict[str, Any], about: Matter | None) -> tuple[str, ...]:
        """Before an entry is written: refuse what cannot be, put in what only the program knows.

        Args:
            unit: of the writing transaction.
            values: by column; may be added to.
            about: the matter.

        Returns:
            Sentences on what is odd.
        """
        del unit, values, about
        return ()

    def changing(self, unit: Unit, row: Any, values: dict[str, Any]) -> tuple[str, ...]:
        """Before fields of a row are changed; as `adding`."""
        del unit, row, values
        return ()

    def voiding(self, unit: Unit, row: Any) -> None:
        """Before a row is taken back: refuse where something hangs on it."""
        del unit, row

    def entered(self, values: Mapping[str, Any]) -> str:
        """What is said of an entry that was written."""
        del values
        return f"已记入{self.word}"

    def named(self, row: Any) -> str:
        """What a row is called when it was changed or taken back."""
        del row
        return self.word

    # -- what is told

    def changes(self, words: str, *matters: str) -> Changes:
        """What pages repaint from."""
        areas = {DUTIES_AREA, self.entity} | ({"matters"} if matters else set[str]())
        return Changes(frozenset(areas), matters, words)

    # -- queries

    def listed(self, about: str = "", *, voided: bool = False) -> list[DutyView]:
        """All entries, those of one matter where it is named, in the order in which they were written.

        Args:
            about: number or id of the matter.
            voided: with those that were taken back.
        """
        with self._context.reading() as session:
            where: list[ColumnElement[bool]] = []
            if about:
                matter = self.matter_of(session, about)
                where = [self.model.about_office == matter.office, self.model.about == matter.id]
            return self.find(session, *where, order=_first_day(self.model), voided=voided)

    def query(self, *where: ColumnElement[bool], voided: bool = False) -> Select[Any]:
        """Entries of every office that is held here, without those about an accusation.

        Args:
            where: conditions.
            voided: with those that were taken back.
        """
        found = select(self.model).where(*where)
        if hasattr(self.model, "about"):
            found = found.where(~is_closed(self.model))
        return found if voided else found.where(self.model.voided == False)  # noqa: E712

    def find(
        self, session: Session, *where: ColumnElement[bool], order: Any = None, voided: bool = False
    ) -> list[DutyView]:
        """Entries as views, in an order."""
        found = self.query(*where, voided=voided)
        rows = session.scalars(found.order_by(self.model.id if order is None else order, self.model.id)).all()
        return self.views(session, rows)

    def get(self, session: Session, ident: str, office: str = "") -> Any:
        """A row by its id.

        Raises:
            NotFoundError: none has it.
        """
        where = [self.model.id == ident, *([self.model.office == office] if office else [])]
        row = session.scalars(self.query(*where, voided=True).limit(1)).first()
        if row is None:
            raise NotFoundError("no_such_duty", f"没有这条{self.word}。", "请从列表里重新选择。")
        return row

    def views(self, session: Session, rows: Sequence[Any]) -> list[DutyView]:
        """Rows in words."""
        if not rows:
            return []
        abouts = self.abouts(session, rows)
        called = Neighbours(session.connection(), self._context).name_of
        fields = self.fields()
        say = self._matters.sayer()
        own = self._context.office.office
        return [
            DutyView(
                row.office,
                row.id,
                self.entity,
                row.version,
                {f.name: say(f, getattr(row, f.name), "") for f in fields},
                {f.name: typed(f, getattr(row, f.name)) for f in fields},
                abouts.get((getattr(row, "about_office", None), getattr(row, "about", None))),
                called(row.office),
                row.office == own,
                row.voided,
                row.void_reason or "",
            )
            for row in rows
        ]

    def abouts(self, session: Session, rows: Sequence[Any]) -> dict[Any, AboutView]:
        """The matters that rows are about, by key."""
        return abouts(session, {(r.about_office, r.about) for r in rows if getattr(r, "about", None)})

    def matter_of(self, session: Session, number: str) -> Matter:
        """The matter that a duty is to be about; of one that came as a coded row no more than that.

        An order about such a matter is what makes its township send the whole of it (`app.bundles.upward`).

        Raises:
            NotFoundError: none has this number.
            UserError: an accusation: it has no duties outside its own channel (条例 Art. 30).
        """
        try:
            matter = find_by_number(session, self._context, number)
        except NotFoundError:
            if (fact := coded_fact(session, number)) is None:
                raise
            return known_by_row(fact)
        if matter.restricted:
            raise UserError(
                "accusation",
                f"检举控告类事项不进入{self.word}。",
                "请按《信访工作条例》第三十条，由专人依规依纪依法处理。",
            )
        return matter


def abouts(session: Session, keys: Iterable[tuple[Any, Any]]) -> dict[Any, AboutView]:
    """Matters by key, as duties name them; of a coded one only the number."""
    wanted = {(o, m) for o, m in keys if o and m}
    found: dict[Any, AboutView] = {}
    for office, matter, number, title in _named(session, _LISTED, wanted):
        found[office, matter] = AboutView(office, matter, number, title)
    for office, matter, number in _named(session, _COUNTED, wanted - found.keys()):
        found[office, matter] = AboutView(office, matter, number, "", held=False)
    return found


def _some(model: Any, *columns: Any) -> Any:
    """Rows of some matters by the index that leads with the office: of a few offices and many ids each pair is looked up."""
    return select(*columns).where(
        model.office.in_(bindparam("offices", expanding=True)),
        model.matter.in_(bindparam("ids", expanding=True)),
    )


_LISTED = _some(Listing, Listing.office, Listing.matter, Listing.number, Listing.title)
_COUNTED = _some(Fact, Fact.office, Fact.matter, Fact.number)
_AT_ONCE = 400


def _named(session: Session, asked: Any, keys: set[tuple[str, str]]) -> Iterator[Any]:
    """The rows of these matters in one of the read tables."""
    wanted = sorted(keys)
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        ids = [ident for _, ident in part]
        yield from session.execute(asked, {"offices": sorted({office for office, _ in part}), "ids": ids})


def _first_day(model: Any) -> Any:
    """The civil day that entries of a kind stand in order by."""
    days = [c for c in model.__table__.columns if isinstance(c.type, CivilDate)]
    return days[0] if days else model.id
