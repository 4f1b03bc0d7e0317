"""Take the history in that a handed-down matter or duty brings: lines that were withheld, and of streams that are not held.

Who hands a matter down vouches for its history by the signature; where this office holds the digest of a line, or the line
itself, it must be the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, select

from app.access.context import Context
from app.bundles.addressed import NAMES
from app.bundles.bundle import JOURNAL_KINDS, Opened
from app.bundles.payload import Remembered
from app.bundles.refusals import refuse
from app.bundles.touching import Touched, touched_since, waiting_lines, waits_for
from app.matters.custody_fold import BRANCH
from db import taking
from db.branches import all_branches, note_branch
from db.engine import chunks
from db.journal import STAYS_HOME
from db.search.match import keyed
from db.tables import BY_ENTITY, JournalRow, Stream, Unfolded

Key = tuple[str, str]


@dataclass(slots=True)
class Recalled:
    """What of a history was new, which matters it is of, and which rows (office, entity, id) belong to none."""

    new: int = 0
    matters: set[Key] = field(default_factory=set[Key])
    rows: set[tuple[str, str, str]] = field(default_factory=set[tuple[str, str, str]])

    def add(self, body: Mapping[str, Any], *, new: bool = True) -> None:
        """Note a line that is new here, or that counts no more."""
        self.new += new
        if body.get("matter"):
            self.matters.add(_key(body))
        elif body["entity"] not in STAYS_HOME:
            self.rows.add((str(body["office"]), body["entity"], body["id"]))


def remember(
    connection: Connection, context: Context, opened: Opened, branch: tuple[str, int] = ("", 0)
) -> Recalled:
    """Keep the history of a bundle whose own range stands in the journal already.

    Args:
        connection: of a writing transaction.
        context: the opened office.
        opened: the bundle.
        branch: name and first number of the branch that it is of, where its stream goes on with another one.

    Raises:
        UserError: ``history_bad``: a line of no matter of this bundle, or one that differs from what is held.
    """
    found = _overlapping(connection, opened, branch)
    if not opened.history:
        return found
    told = [
        (_placed(one, opened, branch), {"office": one.office, **change.body})
        for one, change in opened.history
    ]
    up, branches = opened.header.kind == "up", all_branches(connection)
    known = _known(connection, {_key(body) for _, body in told})
    known |= {
        (str(change.body.get("office", opened.header.office)), str(change.body.get("matter")))
        for change in opened.changes.values()
        if change.body.get("matter")
    }
    own = context.office.office
    known |= {_key(body) for _, body in told if body["office"] == own or _names(body, own)}
    streams = {
        (row.office, row.stream): row
        for row in connection.execute(select(Stream.office, Stream.stream, Stream.seq, Stream.own))
    }
    for place in sorted({(one.office, one.stream) for one, _ in told}):
        lines = [(one, body) for one, body in told if (one.office, one.stream) == place]
        held = taking.held_lines(connection, *place, [one.seq for one, _ in lines])
        for one, body in lines:
            fits = _key(body) in known
            if _is_senders_row(opened, one, body):
                # The place that was left for it proves that it was written, and that it was not written for this day.
                fits = one.seq in held
            elif up:
                # Nobody vouches upwards for what another office wrote, nor for what no bundle left a place for.
                fits = one.office == body["office"] == opened.header.office and one.seq in held
            if up and (one.aside or (one.of and branches.get(place, ("", 0))[0] != one.of)):
                # What a branch is, and what of it counts, the office above decides.
                fits = False
            if not fits or body["entity"] in STAYS_HOME:
                raise _bad(opened, one, "不是这个包里的事项")
            if _take(connection, opened, one, body, held.get(one.seq), streams.get(place), context):
                found.add(body)
        if not up:
            _part(connection, place, [one for one, _ in lines])
        aside = _lost(connection, place, lines, *branches.get(place, ("", 0))) if up else lines
        for one, body in _aside(connection, place, aside):
            found.add(body, new=False)
            taking.set_aside(connection, *place, [(one.seq, BRANCH)])
    return found


def _placed(one: Remembered, opened: Opened, branch: tuple[str, int]) -> Remembered:
    """A line where it stands here: what an office wrote behind a fork may have another name by now than it knows."""
    name, fork = branch
    stream = opened.header.stream
    return replace(one, stream=name, of=stream) if name and one.stream == stream and one.seq >= fork else one


def _lost(
    connection: Connection,
    place: tuple[str, str],
    lines: Sequence[tuple[Remembered, dict[str, Any]]],
    trunk: str,
    fork: int,
) -> list[tuple[Remembered, dict[str, Any]]]:
    """Lines of a branch that does not go on, those marked that wait since the other one wrote to the same thing."""
    if not trunk:
        return []
    with_it = _with_it(connection, *place, trunk, fork)
    return [(replace(one, aside=waits_for(body, with_it)), body) for one, body in lines]


def _with_it(connection: Connection, office: str, branch: str, trunk: str, fork: int) -> Touched:
    """What the branch that goes on wrote to as well, and what waits of this one already."""
    found = touched_since(connection, office, trunk, fork)
    for body in waiting_lines(connection, office, branch):
        found.add(body)
    return found


def _part(connection: Connection, place: tuple[str, str], lines: Sequence[Remembered]) -> None:
    """Note the branch that lines are of."""
    for one in lines:
        if one.of:
            note_branch(connection, *place, one.of, min(other.seq for other in lines))
            return


def _aside(
    connection: Connection, place: tuple[str, str], lines: Sequence[tuple[Remembered, dict[str, Any]]]
) -> list[tuple[Remembered, dict[str, Any]]]:
    """The lines that wait for a decision, and do not stand among those that do yet."""
    told = [(one, body) for one, body in lines if one.aside]
    if not told:
        return []
    there = {
        row.seq
        for row in connection.execute(
            select(Unfolded.seq).where(Unfolded.office == place[0], Unfolded.stream == place[1])
        )
    }
    return [(one, body) for one, body in told if one.seq not in there]


def _overlapping(connection: Connection, opened: Opened, branch: tuple[str, int]) -> Recalled:
    """Lines of the range that stand in the journal as bare digests: an earlier bundle that was not receipted withheld them."""
    found, header = Recalled(), opened.header
    # What this bundle itself brought anew was kept with its lines just now.
    new = {e.seq for e in opened.new_entries}
    told = {e.seq: e for e in opened.entries if e.line is not None and e.seq not in new}
    if header.kind not in JOURNAL_KINDS or opened.decision.verdict not in {"tail", "known"} or not told:
        return found
    name, fork = branch
    with_it = _with_it(connection, header.office, name, header.stream, fork) if name else Touched()
    for stream, seqs in (
        (header.stream, [seq for seq in sorted(told) if not name or seq < fork]),
        (name, [seq for seq in sorted(told) if name and seq >= fork]),
    ):
        for seq, (digest, _, line) in sorted(
            taking.held_lines(connection, header.office, stream, seqs).items()
        ):
            body = {"office": header.office, **opened.changes[seq].body}
            if line is None and digest == told[seq].digest and body["entity"] not in STAYS_HOME:
                taking.give_back(connection, header.office, stream, told[seq], body, header.bundle)
                found.add(body)
                if stream == name and waits_for(body, with_it):
                    taking.set_aside(connection, header.office, name, [(seq, BRANCH)])
    return found


def _is_senders_row(opened: Opened, one: Remembered, body: Mapping[str, Any]) -> bool:
    """Whether a line is of a row of the sender's own that belongs to no matter: a duty, or what a newer version knows."""
    known = body["entity"] in NAMES or body["entity"] not in BY_ENTITY
    return known and one.office == body["office"] == opened.header.office and not body.get("matter")


def _take(
    connection: Connection,
    opened: Opened,
    one: Remembered,
    body: Mapping[str, Any],
    held: tuple[bytes, bytes | None, str | None] | None,
    stream: Any,
    context: Context,
) -> bool:
    """Keep one line; True where it is new here."""
    bundle = opened.header.bundle
    if held is not None:
        digest, _, line = held
        if digest != one.digest and stream is not None and stream.own:
            # Two copies of this installation wrote different changes, and the other one goes on.
            raise refuse("branch_lost_here", sender=opened.peer.name)
        if digest != one.digest or (line is not None and line != one.line):
            raise _bad(opened, one, "与本机已有的记录不一样")
        if line is None:
            taking.give_back(connection, one.office, one.stream, one.entry, body, bundle)
        return line is None
    if stream is not None and (not stream.own or stream.stream == context.store.stream):
        # This stream is held with its chain: what lies behind its end comes with it, or never was.
        raise _bad(opened, one, "本机没有收到过这一条")
    taking.keep_fragment(connection, one.office, one.stream, one.entry, body, bundle)
    return True


def _key(body: Mapping[str, Any]) -> Key:
    return str(body["office"]), str(body.get("matter") or "")


def _names(body: Mapping[str, Any], own: str) -> bool:
    """Whether a line hands a matter to this office, or says that this office handed it on."""
    fields: Mapping[str, Any] = body["fields"]
    return body["entity"] == "transfer" and own in (fields.get("to_office"), fields.get("from_office"))


def _known(connection: Connection, keys: set[Key]) -> set[Key]:
    """Which of these matters something is held of."""
    found: set[Key] = set()
    for part in chunks(sorted(keys)):
        rows = connection.execute(
            select(JournalRow.owner, JournalRow.matter)
            .where(keyed(JournalRow.owner, JournalRow.matter, part), JournalRow.matter != "")
            .distinct()
        )
        found |= {(row.owner or "", row.matter or "") for row in rows}
    return found


def _bad(opened: Opened, one: Remembered, why: str) -> Exception:
    return refuse("history_bad", sender=opened.peer.name, seq=one.seq, why=why)
