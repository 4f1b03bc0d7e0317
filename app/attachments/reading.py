"""Contents on their way out of the vault: into memory to be looked at, or to a folder because somebody asked for it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import uuid
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from app.access.context import Context, Report
from app.attachments.holdings import Holdings, numbers_of, pieces_of
from app.attachments.listing import is_logged
from app.attachments.media import viewable
from app.attachments.names import clean_name
from app.attachments.refusals import fault, refuse
from app.attachments.sizes import size_words
from app.attachments.values import Content, Exported
from app.attachments.vault import in_chunks
from app.errors import JiefenError, why_of
from app.keys.vault import CHUNK
from db.tables import Access, Attachment, Enclosure, Matter, Peer, Staged, Stored

VIEW_LIMIT: Final = 200 * 1024 * 1024
"""Most bytes that are shown in the program: the PC of an office has 4 GB of memory."""
_TRIES: Final = 200


@dataclass(frozen=True, slots=True)
class Held:
    """What is to be known of a content that is no attachment's before it is read; `by_office` has it from the start."""

    sha256: str
    size: int
    by_office: str


class Reading:
    """Reads contents.

    Args:
        context: the opened office.
        holdings: what of contents is held.
    """

    def __init__(self, context: Context, holdings: Holdings) -> None:
        self._context = context
        self._holdings = holdings

    def open(self, row: Attachment, matter: Matter) -> Content:
        """A content in memory, verified, to be shown.

        Raises:
            UserError: not here, damaged, too large.
        """
        if row.size > VIEW_LIMIT:
            raise refuse("too_large_to_view", size=size_words(row.size))
        self._need_coming(row, matter)
        data = b"".join(self.chunks(row))
        if is_logged(row, matter):
            self._log(matter, "view", f"附件“{clean_name(row.name)}”")
        return Content(clean_name(row.name), row.media, viewable(row.media), data)

    def chunks(self, row: Attachment | Held) -> Generator[bytes]:
        """A content piece by piece; altered, exchanged or cut off, it raises before it ends.

        Raises:
            UserError: not here, damaged.
        """
        self._need_here(row)
        digest, size = hashlib.sha256(), 0
        with self._holdings.vault.opened(self._holdings.key(), row.sha256) as opened:
            for chunk in in_chunks(opened):
                digest.update(chunk)
                size += len(chunk)
                yield chunk
        if digest.hexdigest() != row.sha256 or size != row.size:
            raise refuse("content_damaged")

    def export(self, row: Attachment, matter: Matter, target: Path, report: Report) -> Exported:
        """Write a plain copy and write down that it was asked for.

        Raises:
            UserError: not here, damaged, or the file is there already.
            EnvironmentFault: ``export_failed``.
        """
        name = clean_name(row.name)
        self._need_coming(row, matter)

        def log(place: Path) -> None:
            self._log(matter, "export", f"附件“{name}”另存到“{place.name or place}”")

        path = self.write_out(row, name, target, report, log)
        return Exported(str(path), f"已另存到 {path}，已记入修改记录；用完请及时删除")

    def write_out(
        self,
        row: Attachment | Held,
        name: str,
        target: Path,
        report: Report,
        log: Callable[[Path], None] = lambda _place: None,
    ) -> Path:
        """Write a plain copy; `log` writes down that it was asked for, before the copy can be read.

        Raises:
            UserError: not here, damaged, or the file is there already.
            EnvironmentFault: ``export_failed``.
        """
        self._need_here(row)
        try:
            place = target if target.is_dir() else target.parent
            path = _free(place, name) if target.is_dir() else target
            if path.exists():
                raise refuse("target_taken", file=path.name)
            part = path.with_name(path.name + ".part")
            try:
                self._write(row, part, report)
                # A copy that nobody knows of is worse than a line too many.
                log(place)
                part.replace(path)
            except BaseException:
                with contextlib.suppress(OSError):
                    part.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise fault("export_failed", why=why_of(error)) from error
        return path

    def faults(self, report: Report) -> Iterable[tuple[str, str]]:
        """Every content that is missing or not what it was, as (code, sentence)."""
        own = self._context.office.office
        with self._context.reading() as session:
            stored = {
                row.sha256: row.size
                for row in session.execute(select(Stored.sha256, Stored.size).where(Stored.office == own))
            }
            attached = select(func.count()).select_from(Attachment).where(Attachment.by_office == own)
            enclosed = select(func.count()).select_from(Enclosure).where(Enclosure.office == own)
            known = select(Stored.sha256)
            lost = session.scalar(attached.where(Attachment.sha256.not_in(known))) or 0
            lost += session.scalar(enclosed.where(Enclosure.sha256.not_in(known))) or 0
        if lost:
            yield "attachment_missing", f"有 {lost} 份附件的内容不在本机，请从最近的备份里取回 vault 文件夹。"
        missing = damaged = 0
        for done, (sha256, size) in enumerate(stored.items()):
            report(done, len(stored), "附件")
            try:
                damaged += not self._is_true(sha256, size)
            except JiefenError as error:
                missing += error.code == "content_missing"
                damaged += error.code != "content_missing"
        if missing:
            yield (
                "attachment_missing",
                f"有 {missing} 份附件的内容找不到，请从最近的备份里取回 vault 文件夹。",
            )
        if damaged:
            yield (
                "attachment_damaged",
                f"有 {damaged} 份附件的内容有损坏，请从最近的备份里取回 vault 文件夹。",
            )

    def count(self) -> int:
        """How many contents are here."""
        with self._context.reading() as session:
            return session.scalar(select(func.count()).select_from(Stored)) or 0

    def _is_true(self, sha256: str, size: int) -> bool:
        digest = hashlib.sha256()
        with self._holdings.vault.opened(self._holdings.key(), sha256) as opened:
            if opened.size != size:
                return False
            for chunk in in_chunks(opened):
                digest.update(chunk)
        return digest.hexdigest() == sha256

    def _need_coming(self, row: Attachment, matter: Matter) -> None:
        """Of an accusation no content travels: nobody is told to wait for a bundle that is never written."""
        own = self._context.office.office
        if not matter.restricted or row.by_office == own:
            return
        with self._context.reading() as session:
            if self._holdings.has(session.connection(), row.sha256):
                return
            name = session.scalar(select(Peer.name).where(Peer.office == row.by_office).limit(1))
        raise refuse("content_stays", whom=name or "对方单位")

    def _need_here(self, row: Attachment | Held) -> None:
        with self._context.reading() as session:
            if self._holdings.has(session.connection(), row.sha256):
                return
            if row.by_office == self._context.office.office:
                raise refuse("content_missing")
            name = session.scalar(select(Peer.name).where(Peer.office == row.by_office).limit(1))
            staged = session.execute(
                select(Staged.pieces, Staged.size).where(Staged.sha256 == row.sha256)
            ).first()
            how = (
                f"已收到 {len(numbers_of(staged.pieces))}/{pieces_of(staged.size)} 段"
                if staged
                else "只收到了登记的内容"
            )
        raise refuse("content_waiting", how=how, whom=name or "对方单位")

    def _log(self, matter: Matter, act: str, why: str) -> None:
        with self._context.writing() as unit:
            unit.session.add(
                Access(
                    office=self._context.office.office,
                    id=str(uuid.uuid4()),
                    matter=matter.id,
                    act=act,
                    why=why,
                    by_user=self._context.user.id,
                    at=self._context.now().isoformat(timespec="seconds"),
                )
            )

    def _write(self, row: Attachment | Held, part: Path, report: Report) -> None:
        done = 0
        with part.open("xb") as file:
            for chunk in self.chunks(row):
                report(done, row.size, part.stem)
                file.write(chunk)
                done += CHUNK
            file.flush()
            os.fsync(file.fileno())


def _free(folder: Path, name: str) -> Path:
    """A name that is not taken: nothing is ever overwritten."""
    stem, dot, ending = name.rpartition(".")
    for number in range(1, _TRIES):
        path = folder / (
            name
            if number == 1
            else f"{stem or ending}（{number}）{dot if stem else ''}{ending if stem else ''}"
        )
        if not path.exists():
            return path
    raise refuse("target_taken", file=name)
