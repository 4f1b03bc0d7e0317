"""Build a bundle in the outbox, write it to the folder, verify it there, and only then say that it was sent."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert, select, update

from app.access.founding import SOLE_PC
from app.bundles import bundle
from app.bundles.bundle import Built, Facts
from app.bundles.header import FIRST_FORMAT
from app.bundles.office import KIND_WORDS, Exchange
from app.bundles.payload import Entry, Remembered
from app.bundles.refusals import fault
from app.bundles.stick import is_taken, write_bundle
from app.bundles.stick_faults import USB
from app.bundles.values import SentFile
from app.errors import EnvironmentFault, why_of
from db.store import Unit
from db.tables import Access, Installation, Sent


@dataclass(frozen=True, slots=True)
class Parcel:
    """A bundle to be built: everything but its number.

    Attributes:
        kind: up | receipt; to_office, name: who gets it; recipients: age keys, without our own.
        stream, prev_head, opening, entries: what is inside.
        part, parts: of one sending.
        matters, changes: what of it is shown whole.
        history: of the matters and duties that are handed down.
        min_reader: the least format that its reader must know.
    """

    kind: str
    to_office: str
    name: str
    recipients: tuple[str, ...]
    stream: str
    prev_head: bytes
    opening: str
    entries: Sequence[Entry]
    part: int = 1
    parts: int = 1
    matters: int = 0
    changes: int = 0
    history: tuple[Remembered, ...] = ()
    min_reader: int = FIRST_FORMAT


class Deliverer:
    """Delivers parcels into one folder."""

    def __init__(self, exchange: Exchange, folder: Path, place: str = USB) -> None:
        self._x = exchange
        self._folder = folder
        self._place = place

    def deliver(self, parcel: Parcel) -> SentFile:
        """Build, verify, write, verify again, note.

        Raises:
            EnvironmentFault: outbox or stick failed; neither holds anything half.
        """
        x = self._x
        number, name = self._number()
        built = bundle.build(
            Facts(
                kind=parcel.kind,
                office=x.own.office,
                installation=x.own.installation,
                stream=parcel.stream,
                prev_head=parcel.prev_head,
                number=number,
                opening=parcel.opening,
                part=parcel.part,
                parts=parcel.parts,
                training=x.own.training,
                min_reader=parcel.min_reader,
            ),
            parcel.entries,
            x.sign_key,
            [*parcel.recipients, x.age_key.recipient],
            parcel.history,
        )
        path = self._write(built, name)
        sent = SentFile(
            file=name,
            kind=parcel.kind,
            to=parcel.name,
            number=number,
            lo=built.header.lo,
            hi=built.header.hi,
            matters=parcel.matters,
            changes=parcel.changes,
            bytes=len(built.data),
            bundle=built.header.bundle,
            path=str(path),
        )
        with x.context.writing() as unit:
            self._note(unit, sent, parcel, built)
        return sent

    def _number(self) -> tuple[int, str]:
        """The next number whose name is free: a file that was written but never noted keeps its own."""
        x = self._x
        with x.context.reading() as session:
            number = session.scalars(select(Installation.next_bundle)).one()
        office = x.own.code if x.own.station == SOLE_PC else f"{x.own.code}_{x.own.station}"
        while True:
            name = bundle.bundle_name(office, x.context.today(), number)
            if not is_taken(self._folder, name, x.disk, self._place) and not (x.outbox / name).exists():
                return number, name
            number += 1

    def _write(self, built: Built, name: str) -> Path:
        x = self._x

        opened: set[str] = set()

        def verify(data: bytes) -> None:
            # What is read back and has the same hash as what was opened wholly is the same.
            digest = hashlib.sha256(data).hexdigest()
            if digest in opened:
                return
            if bundle.check_built(data, x.sign_key, x.age_key) != built.header:
                raise fault("stick_rotten")
            opened.add(digest)

        need = (len(built.data) >> 20) + 1
        try:
            x.outbox.mkdir(parents=True, exist_ok=True, mode=0o700)
            # The hash of what was read back suffices here; the folder's copy is opened as the receiver would.
            kept = write_bundle(built.data, x.outbox, name, _nothing, x.disk)
        except OSError as error:
            full = error.errno == errno.ENOSPC
            raise fault("outbox_full" if full else "outbox_failed", mb=need, why=why_of(error)) from error
        except EnvironmentFault as error:
            full = error.code == "stick_full"
            cause = error.__cause__
            rotten = "写进去的和读出来的不一样" if error.code == "stick_rotten" else error.sentence
            why = why_of(cause) if isinstance(cause, OSError) else rotten
            raise fault("outbox_full" if full else "outbox_failed", mb=need, why=why) from error
        try:
            return write_bundle(built.data, self._folder, name, verify, x.disk, self._place).path
        except BaseException:
            with contextlib.suppress(OSError):
                x.disk.remove(kept.path)
            raise

    def _note(self, unit: Unit, sent: SentFile, parcel: Parcel, built: Built) -> None:
        x = self._x
        unit.connection.execute(
            insert(Sent).values(
                office=x.own.office,
                bundle=sent.bundle,
                number=sent.number,
                kind=sent.kind,
                to_office=parcel.to_office,
                stream=parcel.stream,
                lo=sent.lo,
                hi=sent.hi,
                matters=sent.matters,
                changes=sent.changes,
                size=sent.bytes,
                sha256=built.sha256,
                file=sent.file,
                made_at=x.at(),
            )
        )
        unit.connection.execute(update(Installation).values(next_bundle=sent.number + 1))
        if sent.kind in {"up", "assign", "files", "coded"}:
            unit.session.add(
                Access(
                    office=x.own.office,
                    id=str(uuid.uuid4()),
                    act="export",
                    why=f"{KIND_WORDS[sent.kind]}第 {sent.number} 包，致{sent.to}",
                    by_user=x.context.user.id,
                    at=x.at(),
                )
            )


def partly(error: EnvironmentFault, done: int) -> EnvironmentFault:
    """The same fault where some bundles of the sending lie verified already: they count."""
    advice = f"前面的 {done} 个包已经写好、校验过，照样有效。{error.advice}"
    return EnvironmentFault(error.code, error.sentence, advice)


def sweep_outbox(exchange: Exchange) -> None:
    """Clear away what an interruption left in the outbox, and what was receipted."""
    if not exchange.outbox.is_dir():
        return
    with exchange.context.reading() as session:
        wanted = set(
            session.scalars(
                # Contents lie in the vault: a bundle of them is made again when it is wanted.
                select(Sent.file).where(
                    Sent.receipted_at.is_(None), Sent.office == exchange.own.office, Sent.kind != "files"
                )
            )
        )
    # What cannot be cleared away now is cleared away next time; if the disk is ill, writing will say so.
    with contextlib.suppress(OSError):
        for path in exchange.disk.entries(exchange.outbox):
            if path.suffix == bundle.SUFFIX and path.name not in wanted and path.is_file():
                exchange.disk.remove(path)


def _nothing(_data: bytes) -> None:
    return
