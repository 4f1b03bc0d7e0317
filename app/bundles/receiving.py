"""Take bundles in: each file one transaction, and what waited for it right behind. A refusal changes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast

from sqlalchemy import Connection, func, insert, select, update

from app.access.context import Report
from app.bundles import bundle
from app.bundles.applying import Applied, apply_tail
from app.bundles.branching import apply_branch, branches_held, held_of
from app.bundles.bundle import JOURNAL_KINDS, Opened
from app.bundles.bundle import Peer as Sender
from app.bundles.coded_in import CodedTaker
from app.bundles.confirming import Confirmer
from app.bundles.files_taking import FilesTaker
from app.bundles.header import Header
from app.bundles.office import KIND_WORDS, Exchange, senders
from app.bundles.refusals import FORKED_ABOVE, refuse
from app.bundles.sequence import Held, next_waiting
from app.bundles.source import read_file
from app.bundles.upgraded import catch_up
from app.bundles.values import ReceivedFile
from app.errors import JiefenError, UserError
from app.matters.closing import close_what_came
from app.matters.neighbours import Neighbours
from db import taking
from db.branches import branches_of
from db.pace import uncollected
from db.store import Unit
from db.tables import Received

_AUTHENTIC: Final = frozenset(
    {
        *("box_closed", "payload_bad", "manifest_differs", "chain_broken", "change_bad"),
        *("stream_foreign", "training_differs", "training_here", "history_bad", "coded_bad"),
    }
)
"""Refusals of what a trusted office really wrote: it is told in the receipt. Of all others no trace is kept."""


class _MovedError(Exception):
    """The stream moved between the look and the transaction."""


class Receiver:
    """Takes files in."""

    def __init__(self, exchange: Exchange) -> None:
        self._x = exchange
        self._confirmer = Confirmer(exchange)
        self._files = FilesTaker(exchange, exchange.holdings, self._note, self._note_refused)
        self._coded = CodedTaker(exchange, self._note, self._note_refused)
        self._settled: dict[tuple[str, str], ReceivedFile] = {}

    def receive(self, paths: Sequence[Path], report: Report | None = None) -> tuple[ReceivedFile, ...]:
        """Take files in, in the order given.

        Args:
            paths: the files.
            report: told before each; it may raise to stop before the next one.

        Returns:
            One for each file. What was held and could be applied because of a later file says so.
        """
        catch_up(self._x.context)
        taken: list[ReceivedFile] = []
        for done, path in enumerate(paths):
            if report:
                report(done, len(paths), path.name)
            with uncollected():
                taken.append(self._take(path))
        close_what_came(self._x.context)
        if report:
            report(len(paths), len(paths), "")
        return tuple(self._settled.get((r.from_name, r.bundle), r) if r.held else r for r in taken)

    def _take(self, path: Path) -> ReceivedFile:
        try:
            data = read_file(path)
            kind = bundle.look(data, path.name).kind
            if kind == "receipt":
                return self._confirmer.take(data, path.name)
            if kind == "files":
                return self._files.take(data, path.name)
            if kind == "coded":
                return self._coded.take(data, path.name)
            result, stream = self._take_up(data, path.name)
            return self._with_waiting(result, *stream)
        except JiefenError as error:
            return ReceivedFile(
                file=path.name,
                refused=error.code,
                sentence=error.sentence,
                advice=error.advice,
                words=f"{error.sentence}{error.advice}",
            )

    # -- one bundle

    def _take_up(self, data: bytes, file: str) -> tuple[ReceivedFile, tuple[str, str]]:
        while True:
            opened, branch, mark = self._open(data, file)
            try:
                with self._x.context.writing() as unit:
                    if _mark(unit.connection, opened.header) != mark:
                        raise _MovedError
                    result = self._decide(unit, opened, branch, data, file)
            except _MovedError:
                continue
            except UserError as error:
                with self._x.context.reading() as session:
                    peers = senders(session.connection())
                self._note_refused(opened.header, peers, data, file, error)
                raise
            return result, (opened.header.office, opened.header.stream)

    def _open(self, data: bytes, file: str) -> tuple[Opened, str, object]:
        """Open and judge by what is held now; with the branch that it is of, and a mark of what is held."""
        x, seen = self._x, bundle.look(data, file)
        with x.context.reading() as session:
            connection = session.connection()
            row = taking.stream_of(connection, seen.office, seen.stream)
            mark = _mark(connection, seen)
            peers = senders(connection)
            held = held_of(connection, seen.office, seen.stream, seen.lo, seen.hi)
            parted = branches_held(connection, seen.office, seen.stream, seen.lo, seen.hi)
        try:
            opened, branch = self._judged(data, file, peers, held, parted)
            self._check(opened, row)
        except UserError as error:
            self._note_refused(seen, peers, data, file, error)
            raise
        return opened, branch, mark

    def _judged(
        self,
        data: bytes,
        file: str,
        peers: Mapping[str, Sender],
        held: Held | None,
        parted: Mapping[str, Held],
    ) -> tuple[Opened, str]:
        """What a bundle means for the stream, or for the branch of it that it goes on with."""

        def against(there: Held | None) -> Opened:
            return bundle.open_bundle(
                data,
                peers=peers,
                identity=self._x.age_key,
                held=lambda _stream: there,
                own=self._x.sign_key.id,
                file=file,
            )

        opened = against(held)
        if opened.decision.verdict in {"fork", "gap", "frozen"}:
            for name, there in parted.items():
                again = against(there)
                if again.decision.verdict in {"tail", "known"}:
                    return again, name
        return opened, ""

    def retake(self, unit: Unit, row: Any) -> bool:
        """Try again what is kept of a stream of which was decided how it goes on; in the caller's transaction.

        Returns:
            Whether it stands in the journal now.
        """
        connection, seen = unit.connection, bundle.look(row.content, row.file)
        held = held_of(connection, seen.office, seen.stream, seen.lo, seen.hi)
        parted = branches_held(connection, seen.office, seen.stream, seen.lo, seen.hi)
        opened, branch = self._judged(row.content, row.file, senders(connection), held, parted)
        if opened.decision.verdict not in {"tail", "known"}:
            return False
        self._decide(unit, opened, branch, row.content, row.file)
        connection.execute(
            update(Received)
            .where(Received.installation == row.installation, Received.bundle == row.bundle)
            .values(content=None, status="applied")
        )
        return True

    def _check(self, opened: Opened, row: Any) -> None:
        """What only the office can know of an authentic bundle."""
        own, header, sender = self._x.own, opened.header, opened.peer.name
        self._check_way(opened)
        if header.training and not own.training:
            raise refuse("training_differs", sender=sender)
        if own.training and not header.training:
            raise refuse("training_here", sender=sender)
        said = {"office": header.office, "installation": header.installation, "stream": header.stream}
        if row is not None and row.installation != header.installation:
            raise refuse("stream_foreign", sender=sender)
        if opened.opening and {k: v for k, v in _object(opened.opening).items() if k in said} != said:
            raise refuse("stream_foreign", sender=sender)

    def _check_way(self, opened: Opened) -> None:
        """Bundles go up from below, and down from the office above: nobody else's are taken."""
        own, header, sender = self._x.own, opened.header, opened.peer.name
        if header.kind not in JOURNAL_KINDS:
            raise refuse("bundle_kind", kind=header.kind)
        if header.office == own.office or own.is_district != (header.kind == "up"):
            raise refuse("kind_misplaced" if header.kind == "up" else "assign_misplaced", sender=sender)
        if header.kind == "assign":
            with self._x.context.reading() as session:
                above = Neighbours(session.connection(), self._x.context).above()
            if above is None or above.office != header.office:
                raise refuse("assign_misplaced", sender=sender)

    def _apply(self, unit: Unit, opened: Opened, branch: str) -> Applied:
        if branch:
            return apply_branch(unit, self._x.context, opened, branch)
        return apply_tail(unit, self._x.context, opened)

    def _decide(self, unit: Unit, opened: Opened, branch: str, data: bytes, file: str) -> ReceivedFile:
        header, decision, name = opened.header, opened.decision, opened.peer.name
        result = ReceivedFile(
            file=file, kind=header.kind, from_name=name, number=header.number, bundle=header.bundle
        )
        match decision.verdict:
            case "tail":
                applied = self._apply(unit, opened, branch)
                known = header.count - applied.new
                words = _branch_words(name, header, applied) if branch else ""
                result = replace(
                    result,
                    new=applied.new,
                    known=known,
                    quarantined=applied.quarantined,
                    matters=applied.matters,
                    words=words or _applied_words(name, header, applied, known),
                )
                self._note(unit, opened, result, "applied", len(data))
            case "known":
                applied = self._apply(unit, opened, branch)
                words = f"{name}的第 {header.number} 包：先前已经收过，0 条新。"
                if applied.history:
                    words = _applied_words(name, header, applied, header.count)
                result = replace(
                    result, new=applied.history, known=header.count, matters=applied.matters, words=words
                )
                self._note(unit, opened, result, "applied", len(data), anew=bool(applied.history))
            case "gap":
                words = self._gap_words(unit.connection, opened)
                result = replace(result, held=True, words=words)
                self._note(unit, opened, result, "held", len(data), content=data, anew=False)
            case "fork":
                error = self._told(refuse("stream_forked", sender=name, seq=decision.first), name)
                taking.freeze(unit.connection, header.office, header.stream)
                result = _refused(result, error)
                self._note(unit, opened, result, "fork", len(data), content=data, anew=False)
            case "frozen":
                error = self._told(refuse("stream_frozen", sender=name), name)
                result = replace(_refused(result, error), held=True)
                self._note(unit, opened, result, "held", len(data), content=data, anew=False)
        return result

    def _told(self, error: UserError, sender: str) -> UserError:
        """What a township does about a fork of the district: nobody stands above it, and here nobody decides."""
        if self._x.own.is_district:
            return error
        return UserError(error.code, error.sentence, FORKED_ABOVE.format(name=sender))

    # -- what waited

    def _with_waiting(self, result: ReceivedFile, office: str, stream: str) -> ReceivedFile:
        """Apply what the taken bundle made ready; each again one transaction."""
        joined: list[ReceivedFile] = []
        while (row := self._next(office, stream)) is not None:
            try:
                after, _ = self._take_up(row.content, row.file)
            except JiefenError as error:
                self._drop(row, error)
                continue
            if after.held or after.refused:
                break
            if after.known == row.hi - row.lo + 1:
                # All of it came with other bundles meanwhile.
                self._drop(row, None)
            joined.append(after)
            self._settled[after.from_name, after.bundle] = replace(
                after, words=f"{after.words}（先前先收着，缺的来了，已自动接上）"
            )
        if not joined:
            return result
        numbers = "、".join(str(j.number) for j in joined)
        more = f"先前收着的第 {numbers} 包也接上了：{sum(j.new for j in joined)} 条变动。"
        return replace(result, words=f"{result.words}{more}")

    def _next(self, office: str, stream: str) -> Any:
        with self._x.context.reading() as session:
            connection = session.connection()
            row = taking.stream_of(connection, office, stream)
            if row is not None and row.frozen:
                return None
            have = row.seq if row is not None else 0
            reached = [have, *(r.seq for r in _parted(connection, office, stream))]
            held = connection.execute(
                select(Received.__table__).where(
                    Received.from_office == office, Received.stream == stream, Received.status == "held"
                )
            ).all()
            ready = [next_waiting(seq, [(r.lo, r.hi) for r in held]) for seq in reached]
            past = [r for r in held if r.hi <= have]
            return next((r for r in held if (r.lo, r.hi) in ready), past[0] if past else None)

    def _drop(self, row: Any, error: JiefenError | None) -> None:
        values: dict[str, Any] = {"content": None, "status": "applied"}
        if error is not None:
            values |= {"status": "refused", "code": error.code, "sentence": error.sentence, "answered": None}
        with self._x.context.writing() as unit:
            unit.connection.execute(
                update(Received)
                .where(Received.installation == row.installation, Received.bundle == row.bundle)
                .values(**values)
            )

    # -- the book of what came

    def _note(
        self,
        unit: Unit,
        opened: Opened,
        result: ReceivedFile,
        status: str,
        size: int,
        *,
        content: bytes | None = None,
        anew: bool = True,
    ) -> None:
        """Write the bundle down; one that is down already only where something new is to be said (`anew`)."""
        header, own = opened.header, self._x.own.office
        key = (
            (Received.office == own)
            & (Received.installation == header.installation)
            & (Received.bundle == header.bundle)
        )
        there = unit.connection.execute(select(Received.status).where(key)).scalar()
        if there is not None and not anew:
            return
        values: dict[str, Any] = {
            "from_office": header.office,
            "number": header.number,
            "kind": header.kind,
            "stream": header.stream,
            "lo": header.lo,
            "hi": header.hi,
            "head": header.head,
            "matters": result.matters,
            "new": result.new,
            "known": result.known,
            "quarantined": result.quarantined,
            "status": status,
            "code": result.refused or None,
            "sentence": result.sentence or None,
            "file": result.file,
            "size": size,
            "at": self._x.at(),
            "answered": None,
            "content": content,
        }
        if there is not None:
            unit.connection.execute(update(Received).where(key).values(**values))
        else:
            unit.connection.execute(
                insert(Received).values(
                    office=own, installation=header.installation, bundle=header.bundle, **values
                )
            )

    def _note_refused(self, seen: Any, peers: Any, data: bytes, file: str, error: UserError) -> None:
        """A trusted office really wrote this: its receipt says why it was refused."""
        if error.code not in _AUTHENTIC:
            return
        opened = Opened(seen, peers[seen.sign_key], _NO_DECISION, "", (), "")
        result = ReceivedFile(file=file, kind=seen.kind, refused=error.code, sentence=error.sentence)
        with self._x.context.writing() as unit:
            self._note(unit, opened, result, "refused", len(data), anew=False)

    def _gap_words(self, connection: Connection, opened: Opened) -> str:
        header, missing = opened.header, opened.decision.missing or (0, 0)
        which = missing_numbers(connection, header.office, header.stream, missing[0], header.number)
        lacking = f"缺第 {missing[0]} 至 {missing[1]} 条变动"
        return (
            f"{opened.peer.name}的第 {header.number} 包先收着：{which}未收到（{lacking}），等它来了自动接上。"
            if which
            else f"{opened.peer.name}的第 {header.number} 包先收着：{lacking}，等它来了自动接上。"
        )


def _parted(connection: Connection, office: str, stream: str) -> list[Any]:
    """The branches of a stream, each with how far it is held."""
    rows = (taking.stream_of(connection, office, b.stream) for b in branches_of(connection, office, stream))
    return [row for row in rows if row is not None]


def _mark(connection: Connection, header: Header) -> object:
    """How far a stream and its branches are held: whatever was judged by it holds while it is the same."""
    row = taking.stream_of(connection, header.office, header.stream)
    parted = _parted(connection, header.office, header.stream)
    return (row.seq, row.frozen) if row is not None else None, [(r.stream, r.seq) for r in parted]


def missing_numbers(connection: Connection, office: str, stream: str, first: int, number: int) -> str:
    """Which bundles lie between what is applied and a bundle that waits, in words; "" where they cannot be told."""
    last = connection.execute(
        select(func.max(Received.number)).where(
            Received.from_office == office,
            Received.stream == stream,
            Received.status == "applied",
            Received.hi < first,
        )
    ).scalar()
    lo, hi = (last or 0) + 1, number - 1
    if hi < lo:
        return ""
    return f"第 {lo} 包" if lo == hi else f"第 {lo} 至 {hi} 包"


_NO_DECISION: Final = bundle.Decision("known")


def _object(text: str) -> dict[str, Any]:
    try:
        value: Any = json.loads(text)
    except ValueError:
        return {}
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _refused(result: ReceivedFile, error: UserError) -> ReceivedFile:
    return replace(
        result,
        refused=error.code,
        sentence=error.sentence,
        advice=error.advice,
        words=f"{error.sentence}{error.advice}",
    )


def _branch_words(name: str, header: Header, applied: Applied) -> str:
    words = (
        f"{name}的第 {header.number} 包：属于裁定后没有继续的那一支，收下 {applied.matters} 件事项的变更"
        f"（{applied.new} 条记录）"
    )
    if applied.quarantined:
        words += f"；其中 {applied.quarantined} 条先保存着，由办理单位在事项里决定"
    return f"{words}。"


def _applied_words(name: str, header: Header, applied: Applied, known: int) -> str:
    what = f"{KIND_WORDS[header.kind]}第 {header.number} 包"
    words = f"{name}的{what}：收下 {applied.matters} 件事项的新变更（{applied.new} 条记录）"
    if applied.history:
        words += f"，连同以往的办理记录 {applied.history} 条"
    if known:
        words += f"（另有 {known} 条先前已收过）"
    if applied.quarantined:
        words += f"；其中 {applied.quarantined} 条没有并入，等待核对"
    if applied.unknown:
        words += f"；其中 {applied.unknown} 条是新版本程序的记录，原样保存，升级后并入"
    return f"{words}。"
