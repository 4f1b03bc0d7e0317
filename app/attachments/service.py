"""The room of attachments as the desk shows it: take in, look at, write out, take back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.access.context import Context, Report, silent
from app.access.values import Changes
from app.attachments import intake, media
from app.attachments.enclosures import Enclosures
from app.attachments.holdings import Holdings
from app.attachments.intake import Taken, office_limit
from app.attachments.listing import Lister
from app.attachments.names import clean_name
from app.attachments.reading import Reading
from app.attachments.refusals import refuse
from app.attachments.values import Added, AttachmentLine, Content, Exported
from app.attachments.vault import Vault, VaultDisk
from app.rules import dates
from db.fields import Field, fields_of
from db.store import clean_text
from db.tables import Attachment, Matter

TYPED: Final = ("kind", "given_by", "made_on", "proves", "same_as_original")
"""Fields that a person types, in the order in which they are asked for."""
_LONGEST: Final = 2000
_YES: Final = frozenset({"是", "true", "1", "√"})
_NO: Final = frozenset({"否", "false", "0", "×"})


class Attachments:
    """Evidence and scans of the opened office's matters.

    Attributes:
        holdings: what of contents is held; enclosures: pictures that belong to duties.

    Args:
        context: the opened office.
        folder: of the vault.
        find: gives the matter with a number or id, as far as the user at the desk may read it.
        limit: most bytes of one attachment; without one the office's own setting holds.
        disk: the file system; tests put a failing one in its place.
    """

    def __init__(
        self,
        context: Context,
        folder: Path,
        find: Callable[[Session, Context, str], Matter],
        limit: int | None = None,
        disk: VaultDisk | None = None,
    ) -> None:
        self._context = context
        self._find = find
        self._limit = limit
        self.holdings = Holdings(context, Vault(folder, disk))
        self._reading = Reading(context, self.holdings)
        self.enclosures = Enclosures(context, self.holdings, self._reading, lambda: self.limit)

    @property
    def limit(self) -> int:
        """Most bytes of one attachment: what the office has set."""
        return self._limit if self._limit is not None else office_limit(self._context)

    # -- describing

    def fields(self) -> tuple[Field, ...]:
        """The described fields that a person types when material is taken in."""
        described = {f.name: f for f in fields_of(Attachment)}
        return tuple(described[name] for name in TYPED)

    # -- commands

    def take(
        self,
        matter: str,
        source: Path | bytes,
        *,
        name: str = "",
        given: Mapping[str, object] | None = None,
        report: Report | None = None,
    ) -> Added:
        """Take a file in: read once, sealed, on the disk for good before it counts. The same content twice is one.

        Args:
            matter: its number or id.
            source: the file, or bytes from the clipboard.
            name: what the material is called; the file's name where empty.
            given: fields of :meth:`fields` as typed; the kind is told from the content where none is given.
            report: told how many bytes of how many are read; it may raise to cancel, and nothing is left.

        Raises:
            UserError: not ours to write, a field that cannot be, a file that is empty, a folder, a link, a program, too
                large, or changing while it is read.
            EnvironmentFault: it cannot be read; the disk is full.
        """
        values = self._values(given or {})
        self.holdings.sweep()
        with self._context.reading() as session:
            self._ours(session, matter)
        with intake.opened(source, name, self.limit) as opened:
            called = clean_name(opened.name)
            self.holdings.vault.need_room(opened.size)
            with self.holdings.vault.making(self.holdings.key()) as made:
                taken = intake.read_through(opened, made.write, report or silent)
                made.finish()
                with self.holdings.promised(taken.sha256), self._context.writing() as unit:
                    row = self._ours(unit.session, matter)
                    self.holdings.keep(unit, made, taken.sha256)
                    twin = self._twin(unit.session, row, taken.sha256)
                    if twin is not None:
                        return Added(
                            Changes(frozenset()),
                            twin.id,
                            f"“{called}”与已收存的第 {twin.ordinal} 份“{twin.name}”内容相同，没有重复收存",
                            already=True,
                        )
                    ident = str(uuid.uuid4())
                    unit.session.add(self._row(unit.session, row, ident, called, taken, values))
        odd = media.oddity(called, taken.media)
        words = f"{row.number}：已收存“{called}”" + (f"。{odd}" if odd else "")
        return Added(Changes(frozenset({"matters"}), (row.id,), words), ident, words, odd=bool(odd))

    def edit(self, attachment: str, given: Mapping[str, object], name: str | None = None) -> Changes:
        """Correct what is said of an attachment; its content never changes.

        Args:
            attachment: its id.
            given: fields of :meth:`fields` as typed; "" empties one.
            name: another name; None leaves it.

        Raises:
            UserError: not ours to write, taken back, or a field that cannot be.
        """
        values = self._values(given)
        for field in given:
            values.setdefault(field, None)
        if not values.get("kind", "other"):
            raise refuse("bad_fields", what="材料种类不能为空")
        with self._context.writing() as unit:
            row, matter = self._own_row(unit.session, attachment)
            if row.voided:
                raise refuse("already_void")
            for field, value in values.items():
                setattr(row, field, value)
            if name is not None and name.strip():
                row.name = clean_name(name)
        return Changes(frozenset({"matters"}), (matter.id,), f"{matter.number}：附件“{row.name}”已改")

    def void(self, attachment: str, reason: str) -> Changes:
        """Take an attachment back. It stays in the history with the reason, and its content stays in the vault.

        Raises:
            UserError: no reason, not ours to write, taken back already.
        """
        if not reason.strip():
            raise refuse("no_reason")
        with self._context.writing() as unit:
            row, matter = self._own_row(unit.session, attachment)
            if row.voided:
                raise refuse("already_void")
            with unit.called("void"):
                row.voided = True
                row.void_reason = reason.strip()[:_LONGEST]
        return Changes(frozenset({"matters"}), (matter.id,), f"{matter.number}：已撤回附件“{row.name}”")

    def export(self, attachment: str, target: Path, report: Report | None = None) -> Exported:
        """Write a plain copy, because somebody asked for one; that he did is written down.

        Args:
            attachment: its id.
            target: a folder, where it gets its own name, or a file that is not there yet.
            report: told how far it is; it may raise to cancel, and nothing is left.

        Raises:
            UserError: the content is not here or damaged; the file is there already.
            EnvironmentFault: the folder cannot be written.
        """
        with self._read(attachment) as (row, matter):
            return self._reading.export(row, matter, target, report or silent)

    # -- queries

    def list(self, matter: str) -> tuple[AttachmentLine, ...]:
        """The attachments of a matter, in the order in which they came; those taken back as well, marked.

        Raises:
            NotFoundError: no such matter, or not for this user.
        """
        with self._context.reading() as session:
            return Lister(self._context, self.holdings, session).lines(
                self._find(session, self._context, matter)
            )

    def get(self, attachment: str) -> AttachmentLine:
        """One attachment."""
        with self._read(attachment) as (row, matter), self._context.reading() as session:
            lines = Lister(self._context, self.holdings, session).lines(matter)
            return next(line for line in lines if line.id == row.id)

    def open(self, attachment: str) -> Content:
        """An attachment in memory, verified: what the program shows. No plain copy touches the disk.

        Looking at an identity document, or into an accusation, is written down; then it is a command.

        Raises:
            UserError: the content is not here, damaged, or too large to be shown.
        """
        with self._read(attachment) as (row, matter):
            return self._reading.open(row, matter)

    def chunks(self, attachment: str) -> Generator[bytes]:
        """An attachment piece by piece, at most 1 MiB in memory; its hash is compared at the end.

        Raises:
            UserError: as for :meth:`open`, but for its size.
        """
        with self._read(attachment) as (row, _matter):
            yield from self._reading.chunks(row)

    def faults(self, report: Report | None = None) -> Iterable[tuple[str, str]]:
        """What the health check must tell: (code, sentence) of every content that is missing or not what it was."""
        return self._reading.faults(report or silent)

    def count(self) -> int:
        """How many contents this PC holds."""
        return self._reading.count()

    # -- parts

    @contextmanager
    def _read(self, attachment: str) -> Generator[tuple[Attachment, Matter]]:
        with self._context.reading() as session:
            found = self._row_of(session, attachment)
        yield found

    def _row_of(self, session: Session, attachment: str) -> tuple[Attachment, Matter]:
        row = session.scalars(select(Attachment).where(Attachment.id == attachment.strip())).first()
        matter = session.get(Matter, (row.office, row.matter)) if row is not None else None
        # Of an accusation nobody else learns even that it has attachments.
        if row is None or matter is None or (matter.restricted and not self._context.user.accusations):
            raise refuse("no_such_attachment")
        return row, matter

    def _own_row(self, session: Session, attachment: str) -> tuple[Attachment, Matter]:
        row, matter = self._row_of(session, attachment)
        self._need_custody(matter)
        return row, matter

    def _ours(self, session: Session, matter: str) -> Matter:
        row = self._find(session, self._context, matter)
        self._need_custody(row)
        return row

    def _need_custody(self, matter: Matter) -> None:
        if matter.custodian != self._context.office.office:
            raise refuse("no_custody")

    def _twin(self, session: Session, matter: Matter, sha256: str) -> Attachment | None:
        return session.scalars(
            select(Attachment).where(
                Attachment.office == matter.office,
                Attachment.matter == matter.id,
                Attachment.sha256 == sha256,
                Attachment.voided == False,  # noqa: E712
            )
        ).first()

    def _row(
        self, session: Session, matter: Matter, ident: str, name: str, taken: Taken, values: Mapping[str, Any]
    ) -> Attachment:
        of = (Attachment.office == matter.office) & (Attachment.matter == matter.id)
        last = session.scalar(select(func.max(Attachment.ordinal)).where(of))
        kind = "other" if media.oddity(name, taken.media) else media.kind_of(taken.media)
        return Attachment(
            **{
                "office": matter.office,
                "id": ident,
                "matter": matter.id,
                "ordinal": (last or 0) + 1,
                "kind": kind,
                "name": name,
                "media": taken.media,
                "size": taken.size,
                "sha256": taken.sha256,
                "added_on": self._context.today(),
                "added_by": self._context.user.name,
                "by_office": self._context.office.office,
                **values,
            }
        )

    def _values(self, given: Mapping[str, object]) -> dict[str, Any]:
        """Normal values of what was typed; what was left empty is not there."""
        values: dict[str, Any] = {}
        described = {f.name: f for f in self.fields()}
        for name, raw in given.items():
            field = described.get(name)
            if field is None:
                raise refuse("bad_fields", what=f"没有“{name}”这一项")
            text = str(raw).strip() if raw is not None else ""
            if isinstance(raw, (bool, date)) or text:
                values[name] = self._value(field, raw, text)
        return values

    def _value(self, field: Field, raw: object, text: str) -> Any:
        match field.name:
            case "kind":
                match = self._context.shelf.codes["attachment_kind"].match(text)
                if match.code is None or not match.is_certain:
                    raise refuse("bad_fields", what=f"{field.label}里没有“{text}”")
                return match.code.id
            case "made_on":
                verdict = dates.read_date(text, self._context.today())
                day = raw if isinstance(raw, date) else verdict.value
                if day is None:
                    raise refuse("bad_fields", what=f"{field.label}：{verdict.sentence.rstrip('。')}")
                if day > self._context.today():
                    raise refuse("bad_fields", what=f"{field.label}在今天之后")
                return day
            case "same_as_original":
                if isinstance(raw, bool) or text in _YES | _NO:
                    return raw if isinstance(raw, bool) else text in _YES
                raise refuse("bad_fields", what=f"{field.label}应为“是”或“否”")
            case _:
                return clean_text(field.name, text)[:_LONGEST]
