"""The room of matters as the desk shows it: a clerk's verbs, and the queries that pages ask."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, func, select

from app.access.context import Context, Report, silent
from app.directory.service import Directory
from app.directory.values import Choice
from app.errors import UserError
from app.matters import importing
from app.matters.bulk import Whole, take_whole
from app.matters.custody import Custody
from app.matters.drafts import Drafts
from app.matters.editing import Editing
from app.matters.entry import NOT_TYPED, Entry, Reader, refuse
from app.matters.find import Finder
from app.matters.foresee import foresee
from app.matters.handle import Handler
from app.matters.law import Law, office_settings
from app.matters.lineage import Lineage, resolve_earlier
from app.matters.numbering import Numbering
from app.matters.origins import note_origin
from app.matters.register import Registrar
from app.matters.taking_back import take_back
from app.matters.values import (
    ActionVerdict,
    Changes,
    ClockReading,
    Done,
    Field,
    FieldText,
    Foreseen,
    HistoryLine,
    MatterView,
    Problem,
    Registered,
    ToEdit,
)
from app.matters.view import Rows, Viewer, find_by_number
from app.rules.clocks import ExtensionError
from app.rules.settings import Settings
from db.fields import fields_of
from db.store import Unit
from db.tables import Access, Draft, Matter, Party, Step


class Matters:
    """Register, handle, show. Commands return `Changes` (or hold one); queries return frozen values.

    Attributes:
        drafts: what is being typed.
        find: the ledger and the search.
        custody: who has a matter, and how it changes hands.
        lineage: which matter came before, which came after.
    """

    def __init__(self, context: Context, directory: Directory) -> None:
        self._context = context
        self._directory = directory
        self.drafts = Drafts(context)
        self.custody = Custody(context, self._viewer)
        self.find = Finder(context, directory)
        self.lineage = Lineage(context, self.find, self.drafts)

    # -- describing

    def fields(self, kind: str) -> tuple[Field, ...]:
        """The described fields of a matter of this kind, those that a person types."""
        return tuple(f for f in fields_of(Matter, kind) if f.name not in NOT_TYPED)

    def party_fields(self) -> tuple[Field, ...]:
        """The described fields of a party."""
        return tuple(f for f in fields_of(Party) if f.name != "doubt")

    def choices(self, field: Field, kind: str) -> tuple[Choice, ...]:
        """What may be chosen for a field: code lists, villages, units, leaders, mediators."""
        if field.kind.value in {"village", "unit", "leader", "mediator"}:
            return self._directory.choices(field.kind.value)
        lists = self.reader().lists(field, kind)[:1]
        return tuple(
            Choice(c.id, c.label, self.find.sound(c.label)) for codes in lists for c in codes.offered(kind)
        )

    def check_field(
        self, name: str, text: object, kind: str, *, party: bool = False
    ) -> tuple[object, Problem | None]:
        """Read one typed value: its normal value, and what is wrong with it."""
        table = Party if party else Matter
        field = next(f for f in fields_of(table) if f.name == name)
        verdict = self.reader().check(field, text, kind)
        if not verdict.severity:
            return verdict.value, None
        overridable = field.kind.value in {"id_no", "phone", "credit_code"}
        return verdict.value, Problem(name, field.label, verdict.sentence, verdict.severity, overridable)

    def check(self, form: Mapping[str, object]) -> tuple[Problem, ...]:
        """Everything that is wrong with a form now."""
        return self.reader().read(form).problems

    def foresee(self, form: Mapping[str, object]) -> Foreseen:
        """What will follow if this is registered: way, clocks, papers."""
        entry = self.reader().read(form)
        return foresee(self._context, self._law(), entry)

    # -- commands

    def register(self, forms: Sequence[Mapping[str, object]], draft: str = "") -> tuple[Registered, ...]:
        """Register matters, all or none.

        Args:
            forms: shape of cli.md "A matter in JSON"; `origin` names the duty that it came of (`app.matters.origins`).
            draft: the draft that this was typed in; forgotten in the same transaction.

        Raises:
            UserError: a form has an error; nothing was registered.
        """
        reader = self.reader()
        entries = [reader.read(form) for form in forms]
        many = len(entries) > 1
        for number, entry in enumerate(entries, start=1):
            refuse(entry, f"第 {number} 件" if many else "")
        with self._context.writing() as unit:
            made = self._enter(unit, entries)
            for row, form in zip(made, forms, strict=True):
                if door := form.get("origin"):
                    note_origin(unit, self._context, row, str(door))
            if draft:
                unit.connection.execute(
                    delete(Draft.__table__).where(Draft.id == draft, Draft.user == self._context.user.id)  # pyright: ignore[reportArgumentType]
                )
        return tuple(Registered(n.id, n.number or "") for n in made)

    def enter(self, unit: Unit, form: Mapping[str, object]) -> Matter:
        """Register a matter within the act of another room: a visit, a topic that becomes one.

        Args:
            unit: of a writing transaction.
            form: as `register` takes it.

        Raises:
            UserError: the form has an error.
        """
        entry = self.reader().read(form)
        refuse(entry, "")
        return self._enter(unit, [entry])[0]

    def _enter(self, unit: Unit, entries: Sequence[Entry]) -> list[Matter]:
        numbering = Numbering(self._context, unit, self._directory.office().short)
        registrar = Registrar(self._context, numbering)
        for entry in entries:
            if words := entry.values.get("earlier"):
                entry.values["earlier"] = resolve_earlier(unit.session, self._context, words)
        made = [registrar.rows(entry) for entry in entries]
        numbering.finish()
        matters = [Matter(**new.matter) for new in made]
        unit.session.add_all(matters)
        unit.session.flush()
        for new in made:
            unit.session.add_all([Party(**p) for p in new.parties])
            unit.session.add_all([Step(**s) for s in new.steps])
        return matters

    def edit(self, matter: str, changes: Mapping[str, object], base: int) -> Changes:
        """Change fields of a matter in place.

        Args:
            matter: its id.
            changes: field name to typed text or value; "" empties it.
            base: the version that the clerk saw.

        Raises:
            UserError: changed meanwhile, not ours, or a value that cannot be.
        """
        return self._editing().edit(matter, changes, base)

    def edit_party(
        self,
        matter: str,
        party: str,
        changes: Mapping[str, object],
        base: int,
        overrides: Mapping[str, str] | None = None,
    ) -> Changes:
        """Change fields of a party in place; `overrides` gives the reason that overrules the check of a number.

        Raises:
            UserError: changed meanwhile, not ours, or a value that cannot be.
        """
        return self._editing().edit_party(matter, party, changes, base, overrides or {})

    def add_party(
        self, matter: str, given: Mapping[str, object], overrides: Mapping[str, str] | None = None
    ) -> Changes:
        """Add a party to a matter, by the same checks as registration.

        Raises:
            UserError: not ours, or a value that cannot be.
        """
        return self._editing().add_party(matter, given, overrides or {})

    def do(self, matter: str, action: str, given: Mapping[str, object], draft: str = "") -> Done:
        """Do one of the actions that may be done now.

        Raises:
            UserError: not now, with the reason; or a field that cannot be.
        """
        with self._context.reading() as session:
            row = find_by_number(session, self._context, matter)
            key = (row.office, row.id)
        done = Handler(self._context, self._law()).do(*key, action, given)
        if draft:
            self.drafts.drop(draft)
        return done

    def unmask(self, matter: str, why: str) -> MatterView:
        """Show personal numbers; that they were shown, to whom and why, is written down (PIPL Art. 51).

        Raises:
            UserError: no reason was given.
        """
        if not why.strip():
            raise UserError("no_reason", "显示证件号码和电话要说明理由。", "例如：联系当事人、打印文书。")
        with self._context.writing() as unit:
            row = find_by_number(unit.session, self._context, matter)
            unit.session.add(
                Access(
                    office=self._context.office.office,
                    id=str(uuid.uuid4()),
                    matter=row.id,
                    act="unmask",
                    why=why.strip(),
                    by_user=self._context.user.id,
                    at=self._context.now().isoformat(timespec="seconds"),
                )
            )
            key = (row.office, row.id)
        with self._context.reading() as session:
            return self._viewer().show(session, Rows(session, *key), unmasked=True)

    def import_batch(
        self, forms: Sequence[Mapping[str, object]], file: str, report: Report | None = None
    ) -> str:
        """Take a ledger in, all or none; the batch's id. Where `report` raises, nothing was taken in."""
        short = self._directory.office().short
        return importing.take_in(self._context, self.reader(), forms, file, short, report or silent)

    def take_whole(self, cases: Sequence[Whole], report: Report | None = None) -> tuple[str, ...]:
        """Write made-up matters with their steps, all or none, as their clerks would have; their ids in order.

        Raises:
            UserError: a real office; a form or a step that a clerk could not have typed either.
        """
        if not self._context.office.training:
            raise UserError(
                "not_training",
                "这是真实的单位，不能写入虚构的事项。",
                "请另建一个培训用的单位（setup --training）。",
            )
        last = max((t.day for c in cases for t in c.done), default=self._context.today())
        today = max(last, *(c.registered_on for c in cases)) if cases else last
        reader = Reader(self._context.shelf, today, self._directory.village_labels())
        return take_whole(self._context, reader, cases, self._directory.office().short, report or silent)

    def undo_batch(self, batch: str, report: Report | None = None) -> int:
        """Take an import back; how many matters went. Where `report` raises, everything stands as it stood."""
        return take_back(self._context, batch, report or silent)

    # -- queries

    def to_edit(self, matter: str) -> ToEdit:
        """What of a matter may be edited in place, as its editors take it."""
        return self._editing().to_edit(matter)

    def get_matter(self, matter: str) -> MatterView:
        """A matter by number or id.

        Raises:
            NotFoundError: none has it.
        """
        with self._context.reading() as session:
            row = find_by_number(session, self._context, matter)
            return self._viewer().show(session, Rows(session, row.office, row.id))

    def actions(self, matter: str) -> tuple[ActionVerdict, ...]:
        """What may be done now, and why the rest may not."""
        return self.get_matter(matter).actions

    def clocks(self, matter: str, on: date | None = None) -> tuple[ClockReading, ...]:
        """A matter's due days as they stand on a day (today where none is given)."""
        with self._context.reading() as session:
            row = find_by_number(session, self._context, matter)
            rows = Rows(session, row.office, row.id)
            law = self._law()
            facts = law.facts(rows.matter, rows.steps, rows.parties)
            return law.readings(facts, on or self._context.today())

    def history(self, matter: str) -> tuple[HistoryLine, ...]:
        """Every change in words, newest first."""
        with self._context.reading() as session:
            row = find_by_number(session, self._context, matter)
            return self._viewer().history(session, row)

    def accusations(self) -> int:
        """The bare count of accusations: nothing else of them is in any figure."""
        with self._context.reading() as session:
            return session.scalar(select(func.count()).select_from(Matter).where(Matter.restricted)) or 0

    def reckon(self, rule: str, start: date, extend_days: int = 0) -> ClockReading:
        """One rule reckoned by itself.

        Raises:
            UserError: no such rule, or an extension beyond its limit.
        """
        try:
            return self._law().alone(rule, start, self._context.today(), extend_days)
        except KeyError as error:
            raise UserError(
                "no_such_rule", f"没有“{rule}”这个期限。", "期限的名称请照事项的期限清单填写。"
            ) from error
        except ExtensionError as error:
            raise UserError(error.code, f"{error.sentence}。", "请改小延长天数。") from error

    def facts_for_paper(self, matter: str) -> tuple[Rows, tuple[ClockReading, ...]]:
        """A matter's rows and clocks, unmasked, for the papers' room only."""
        with self._context.reading() as session:
            row = find_by_number(session, self._context, matter)
            rows = Rows(session, row.office, row.id)
            law = self._law()
            return rows, law.readings(law.facts(row, rows.steps, rows.parties), self._context.today())

    def reader(self) -> Reader:
        """What reads typed words by the field descriptions, with today and the villages known."""
        return Reader(self._context.shelf, self._context.today(), self._directory.village_labels())

    def settings(self) -> Settings:
        """Values that the law leaves open, as this office has set them."""
        return self._law().book.settings

    def sayer(self) -> Callable[[Field, object, str], str]:
        """What says many values in words, the villages read once."""
        return self._viewer().words

    def words(self, field: Field, value: object, kind: str) -> str:
        """A value of a field as people read it."""
        return self._viewer().words(field, value, kind)

    def field_texts(self, matter: Matter) -> tuple[FieldText, ...]:
        """Every described field of a matter in words, for papers."""
        viewer = self._viewer()
        return tuple(viewer.field_text(f, matter) for f in fields_of(Matter, matter.kind))

    # -- parts

    def _law(self) -> Law:
        with self._context.reading() as session:
            return Law(self._context, office_settings(session, self._context))

    def _editing(self) -> Editing:
        return Editing(self._context, self.reader())

    def _viewer(self) -> Viewer:
        return Viewer(self._context, self._law(), self._directory.all_village_labels)
