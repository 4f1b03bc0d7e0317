"""Take a bundle of contents in: every piece is checked before one is kept; a content counts when the whole of it is true."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy import select

from app.attachments.holdings import Holdings, piece_name, pieces_of
from app.attachments.sizes import size_words
from app.attachments.vault import Making, in_chunks
from app.bundles import bundle
from app.bundles.bundle import Opened
from app.bundles.files_format import Piece, check_opening, read_pieces
from app.bundles.office import Exchange, all_peers, parent_of, senders
from app.bundles.refusals import refuse
from app.bundles.values import ReceivedFile
from app.errors import UserError
from db.store import Unit
from db.tables import Attachment, Enclosure


class Note(Protocol):
    """Writes a bundle into the book of what came."""

    def __call__(
        self, unit: Unit, opened: Opened, result: ReceivedFile, status: str, size: int, *, anew: bool = True
    ) -> None:
        """Writes it."""
        ...


NoteRefused = Callable[[Any, Any, bytes, str, UserError], None]


@dataclass(slots=True)
class _Gathered:
    """What becomes of the pieces of one content.

    Attributes:
        sha256, size: of the content.
        new: pieces that were not here.
        have: numbers of all that are here with them.
        made: the whole content, finished and true; None while pieces lack.
        false: all were there, and together they were something else.
    """

    sha256: str
    size: int
    new: list[Piece]
    have: set[int]
    made: Making | None = None
    false: bool = False

    @property
    def lacking(self) -> int:
        return pieces_of(self.size) - len(self.have)


class FilesTaker:
    """Takes bundles of kind ``files`` in.

    Args:
        exchange: the opened office.
        holdings: what of contents is held.
        note: writes into the book of what came.
        note_refused: writes a refusal of what a trusted office really wrote.
    """

    def __init__(self, exchange: Exchange, holdings: Holdings, note: Note, note_refused: NoteRefused) -> None:
        self._x = exchange
        self._holdings = holdings
        self._note = note
        self._note_refused = note_refused

    def take(self, data: bytes, file: str) -> ReceivedFile:
        """Take one bundle in.

        Raises:
            UserError: it is not authentic, not for us, altered, or its pieces are none; nothing was kept.
            EnvironmentFault: the disk is full; nothing was kept that counts.
        """
        opened, pieces = self._open(data, file)
        self._holdings.sweep()
        office, key = opened.header.office, self._holdings.key()
        self._holdings.vault.need_room(2 * sum(len(p.data) for p in pieces))
        with ExitStack() as stack:
            gathered, known = self._gather(stack, office, pieces)
            for content in gathered:
                if content.made is not None:
                    stack.enter_context(self._holdings.promised(content.sha256))
            with self._x.context.writing() as unit:
                dropped = self._write(unit, office, gathered, pieces)
                result = self._result(unit, opened, file, gathered, known)
                self._note(unit, opened, result, "applied", len(data), anew=bool(result.new))
        for name in dropped:
            self._holdings.vault.remove(key, name)
        return result

    # -- checks

    def _open(self, data: bytes, file: str) -> tuple[Opened, tuple[Piece, ...]]:
        x, seen = self._x, bundle.look(data, file)
        with x.context.reading() as session:
            connection = session.connection()
            peers, above = senders(connection), parent_of(x.own, all_peers(connection))
        try:
            opened = bundle.open_bundle(data, peers=peers, identity=x.age_key, own=x.sign_key.id, file=file)
            header, name = opened.header, opened.peer.name
            from_above = header.office in {p.office for p in above}
            if header.office == x.own.office or not (x.own.is_district or from_above):
                raise refuse("files_misplaced", sender=name)
            if header.training and not x.own.training:
                raise refuse("training_differs", sender=name)
            if x.own.training and not header.training:
                raise refuse("training_here", sender=name)
            if not check_opening(opened.opening, header.stream, header.office, x.own.office):
                raise refuse("stream_foreign", sender=name)
            return opened, read_pieces(opened.entries, name)
        except UserError as error:
            self._note_refused(seen, peers, data, file, error)
            raise

    # -- pieces

    def _gather(self, stack: ExitStack, office: str, pieces: Sequence[Piece]) -> tuple[list[_Gathered], int]:
        """What is new goes to the disk under names that nobody knows yet; what is whole is put together and judged."""
        by_content: dict[str, list[Piece]] = {}
        for piece in pieces:
            by_content.setdefault(piece.sha256, []).append(piece)
        gathered: list[_Gathered] = []
        known = 0
        with self._x.context.reading() as session:
            here = {s for s in by_content if self._holdings.has(session.connection(), s)}
            staged = {s: self._holdings.staged(session.connection(), office, s) for s in by_content}
        for sha256, came in by_content.items():
            if sha256 in here:
                known += len(came)
                continue
            new = [p for p in came if p.number not in staged[sha256]]
            known += len(came) - len(new)
            content = _Gathered(sha256, came[0].size, new, staged[sha256] | {p.number for p in new})
            if content.lacking:
                for piece in new:
                    self._keep_piece(stack, office, piece)
            else:
                self._put_together(stack, office, content)
            gathered.append(content)
        return gathered, known

    def _keep_piece(self, stack: ExitStack, office: str, piece: Piece) -> None:
        vault, key = self._holdings.vault, self._holdings.key()
        name = piece_name(office, piece.sha256, piece.number)
        with vault.making(key) as made:
            made.write(piece.data)
            made.finish()
            mark = vault.promise(key, name)

            def settle(kind: type[BaseException] | None, *_: object) -> None:
                vault.settle(mark, keep=kind is None)

            stack.push(settle)
            vault.put(made, key, name)

    def _put_together(self, stack: ExitStack, office: str, content: _Gathered) -> None:
        vault, key = self._holdings.vault, self._holdings.key()
        brought = {p.number: p.data for p in content.new}
        digest = hashlib.sha256()
        made = stack.enter_context(vault.making(key))
        for number in range(pieces_of(content.size)):
            if number in brought:
                digest.update(brought[number])
                made.write(brought[number])
                continue
            with vault.opened(key, piece_name(office, content.sha256, number)) as opened:
                for chunk in in_chunks(opened):
                    digest.update(chunk)
                    made.write(chunk)
        content.false = digest.hexdigest() != content.sha256 or made.size != content.size
        if not content.false:
            made.finish()
            content.made = made

    # -- rows

    def _write(
        self, unit: Unit, office: str, gathered: list[_Gathered], pieces: Sequence[Piece]
    ) -> list[str]:
        """Note everything; names of pieces that are not needed any more, to be removed after the commit."""
        holdings, dropped = self._holdings, list[str]()
        for content in gathered:
            if content.made is not None:
                holdings.keep(unit, content.made, content.sha256)
                dropped += holdings.unstage(unit, content.sha256)
            elif content.false:
                # One of them lied. Which, nobody can tell: all of this sender's go, and come again.
                dropped += holdings.unstage(unit, content.sha256, office)
            else:
                holdings.stage(unit, office, content.sha256, content.size, content.have)
        waiting = {c.sha256 for c in gathered if c.made is None}
        for sha256 in {p.sha256 for p in pieces} - waiting:
            # They have it, so it never goes back to them; and they are told that it is here, also where they forgot.
            holdings.note_elsewhere(unit, office, sha256, held=True, lacking=False, to_tell=True)
        return dropped

    def _result(
        self, unit: Unit, opened: Opened, file: str, gathered: list[_Gathered], known: int
    ) -> ReceivedFile:
        header, name = opened.header, opened.peer.name
        whole = [c for c in gathered if c.made is not None]
        result = ReceivedFile(
            file=file,
            kind=header.kind,
            from_name=name,
            number=header.number,
            bundle=header.bundle,
            new=sum(len(c.new) for c in gathered if not c.false),
            known=known,
        )
        said = f"{name}的附件包第 {header.number} 包："
        if not gathered:
            return replace(result, words=f"{said}先前已经收过，0 个新。")
        told: list[str] = []
        if whole:
            told.append(f"收下附件 {len(whole)} 个，{size_words(sum(c.size for c in whole))}")
        if parts := [c for c in gathered if c.lacking]:
            left = sum(c.lacking for c in parts)
            told.append(f"{len(parts)} 个附件还差 {left} 段，先收着，等后面的包来了自动接上")
        if false := [c for c in gathered if c.false]:
            told.append(f"{len(false)} 个附件合起来与登记的摘要不符，没有收下，回执里请对方重送")
        came = [c.sha256 for c in gathered]
        early = set(came)
        early -= set(unit.session.scalars(select(Attachment.sha256).where(Attachment.sha256.in_(came))))
        early -= set(unit.session.scalars(select(Enclosure.sha256).where(Enclosure.sha256.in_(came))))
        if early:
            told.append(f"其中 {len(early)} 个所属的事项还没有收到，先保存着")
        return replace(result, words=f"{said}{'；'.join(told)}。")
