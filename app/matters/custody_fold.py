"""What a matter that changed hands looks like, and which of its changes do not count: a function of the set of its lines.

Offices hear of one another late and in any order. So nothing here depends on when a line came in: given the same lines, every
office finds the same custodian, the same rows and the same changes set aside. A hand-over draws a line: the accepting office
says what it had seen of the former custodian's streams, and what that one wrote behind it is set aside everywhere alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from db.fold import LATE_REDACT, Folding, Key, close_late, fold
from db.journal import FOUNDING, STAYS_HOME
from db.tables import BY_ENTITY

Place = tuple[str, str, int]
"""Office, stream and seq of a line."""
Body = Mapping[str, Any]

APPENDED: Final = frozenset({"note", "decline_custody"})
"""Steps that an office may append to a matter which another one has: they touch nothing."""
ADOPTED: Final = "adopt_changes"
LEFT: Final = "leave_changes"
"""Steps by which the custodian decides what was set aside; their details name the places."""
BRANCH: Final = "branch_lost"
"""Why a change is set aside that a copy of the program wrote whose branch does not go on, of what the other one wrote too."""
JUDGED_ONCE: Final = frozenset({"foreign_author", BRANCH})
"""Reasons found when a line came in; whether custody fits is asked again whenever something new is known."""
OF_MATTERS: Final = frozenset(
    name for name, model in BY_ENTITY.items() if "matter" in model.__table__.c and name not in STAYS_HOME
)
"""What belongs to a matter and travels with it."""
_OF_CONTENT: Final = ("sha256", "size", "media", "by_office")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_ANSWER: Final = frozenset(
    {"answer", "answered_on", "answered_by", "answer_reason", "proposed_unit", "seen", "number"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a matter: who wrote it where, and what it says (with `office`, the matter's office of origin)."""

    office: str
    stream: str
    seq: int
    body: Body

    @property
    def place(self) -> Place:
        """Its name."""
        return self.office, self.stream, self.seq

    @property
    def is_step(self) -> bool:
        """Whether it appends a step."""
        return self.body["entity"] == "step" and self.body["op"] in FOUNDING

    @property
    def accepts(self) -> bool:
        """Whether it moves custody."""
        return self.body["entity"] == "matter" and self.body["op"] == "accept"


@dataclass(slots=True)
class Settled:
    """The outcome.

    Attributes:
        rows: the matter and everything that belongs to it.
        left: which lines do not count, and why.
        decided: which of these a custodian has decided: adopted | left.
    """

    rows: dict[Key, dict[str, Any]]
    left: dict[Place, str]
    decided: dict[Place, str] = field(default_factory=dict[Place, str])


def settle(
    owner: str,
    matter: str,
    lines: Iterable[Line],
    fixed: Mapping[Place, str],
    always: frozenset[str] = frozenset(),
    taken: frozenset[Key] = frozenset(),
) -> Settled:
    """Find out how a matter stands.

    Args:
        owner: its office of origin.
        matter: its id.
        lines: all that are held, in any order.
        fixed: lines that were judged for a reason of `JUDGED_ONCE`.
        always: offices that may append whatever they have to do with the matter: this one and the one above.
        taken: ids that rows of other matters have already.
    """
    ordered = in_order(lines)
    run = _Run((owner, matter), [one for one in ordered if one.place not in fixed], always, taken)
    run.go()
    here = {one.place for one in ordered}
    left = {**{place: why for place, why in fixed.items() if place in here}, **run.left}
    rows = {key: row for key, row in run.folding.rows.items() if key in run.folding.changed}
    return Settled(rows, left, _decisions(ordered, left))


def in_order(lines: Iterable[Line]) -> list[Line]:
    """One order for everybody: each stream in its own, between streams by the clock that never runs backwards."""
    newest: dict[tuple[str, str], str] = {}
    keyed: list[tuple[str, str, int, Line]] = []
    for one in sorted(lines, key=lambda line: (line.office, line.stream, line.seq)):
        stream = (one.office, one.stream)
        newest[stream] = max(newest.get(stream, ""), str(one.body["hlc"]))
        keyed.append((newest[stream], one.stream, one.seq, one))
    return [one for *_, one in sorted(keyed, key=lambda entry: entry[:3])]


def seen_of(text: object) -> dict[str, int] | None:
    """What an accepting office held, by stream; None where it is not that."""
    try:
        raw: Any = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None
    if not isinstance(raw, dict):
        return None
    told = cast("dict[str, Any]", raw)
    return told if all(isinstance(n, int) and not isinstance(n, bool) for n in told.values()) else None


@dataclass(frozen=True, slots=True)
class _Handover:
    """A legal-looking acceptance: the line that moves custody, the one that answers the offer, and what was seen."""

    moves: Line
    answers: Line
    seen: Mapping[str, int]


class _Run:
    """Walks from one custodian to the next."""

    def __init__(
        self, key: tuple[str, str], lines: Sequence[Line], always: frozenset[str], taken: frozenset[Key]
    ) -> None:
        owner, matter = key
        self._owner = owner
        self._matter = matter
        self._lines = lines
        self._always = always
        self._taken = taken
        self._custodian = owner
        self._number = 1
        self._held_by = [owner]
        self.folding = Folding()
        self.left: dict[Place, str] = {}
        self._done: set[Place] = set()

    def go(self) -> None:
        while self._epoch():
            pass
        self._append()
        for one in self._lines:
            if one.place not in self._done:
                self.left[one.place] = self._why_foreign(one)
        if any(why == LATE_REDACT for why in self.left.values()):
            close_late(self.folding, self._owner, self._matter)

    # -- one custodian's time

    def _epoch(self) -> bool:
        """Fold what the present custodian may write; True where custody then moves on."""
        before = (_copied(self.folding), dict(self.left), set(self._done))
        for handover in self._handovers():
            self._work(handover)
            if self._move(handover):
                return True
            self.folding, self.left, self._done = _copied(before[0]), dict(before[1]), set(before[2])
        self._work(None)
        return False

    def _handovers(self) -> list[_Handover]:
        """Acceptances that could end this custodian's time, in order."""
        found: list[_Handover] = []
        for moves in self._lines:
            if moves.accepts and moves.body.get("custody") == self._number + 1:
                for answers in self._lines:
                    if self._answers(answers, moves) and (handover := self._fits(moves, answers)):
                        found.append(handover)
        return found

    def _answers(self, line: Line, moves: Line) -> bool:
        body = line.body
        return (
            (line.office, line.stream) == (moves.office, moves.stream)
            and body["entity"] == "transfer"
            and body["op"] == "accept"
            and body.get("custody") == self._number + 1
            and body["fields"].get("answer") == "accepted"
        )

    def _fits(self, moves: Line, answers: Line) -> _Handover | None:
        fields, seen = moves.body["fields"], seen_of(answers.body["fields"].get("seen"))
        if (
            seen is None
            or fields.get("custodian") != moves.office
            or fields.get("custody") != self._number + 1
        ):
            return None
        for offer in self._lines:
            body = offer.body
            if (
                body["entity"] == "transfer"
                and body["id"] == answers.body["id"]
                and body["op"] in FOUNDING
                and offer.office == self._custodian
                and body.get("custody") == self._number
                and body["fields"].get("to_office") == moves.office
                and seen.get(offer.stream, 0) >= offer.seq
            ):
                return _Handover(moves, answers, seen)
        return None

    def _work(self, handover: _Handover | None) -> None:
        declines: list[Line] = []
        for one in self._lines:
            body = one.body
            if one.place in self._done or one.accepts or (one.is_step and _is_appended(one)):
                continue
            if body["entity"] == "transfer" and body["op"] == "decline":
                declines.append(one)
                continue
            if one.office != self._custodian or body.get("custody", 0) != self._number:
                continue
            if handover is not None and one.seq > handover.seen.get(one.stream, 0):
                self._take(one, LATE_REDACT if _redacts(one) else "custody_behind")
            else:
                self._take(one, self._why_not(one))
        # An answer follows its offer, whatever the clocks of the two PCs say.
        for one in declines:
            if one.body.get("custody") == self._number and one.office != self._custodian:
                taken = handover is not None and handover.answers.body["id"] == one.body["id"]
                self._take(one, "base_behind" if taken else self._why_not_declined(one))

    def _move(self, handover: _Handover) -> bool:
        matter = self._row
        transfer = self.folding.rows.get(("transfer", self._owner, str(handover.answers.body["id"])))
        allowed = frozenset({"custodian", "custody", "rung", "state", "source_office", "source_due_on"})
        fields = handover.moves.body["fields"]
        if (
            matter is None
            or matter["restricted"]
            or transfer is None
            or transfer["answer"] is not None
            or transfer["to_office"] != handover.moves.office
            or not fields.keys() <= allowed
            or not handover.answers.body["fields"].keys() <= _ANSWER
        ):
            return False
        for one in (handover.moves, handover.answers):
            if fold(self.folding, dict(one.body)):
                return False
            self._done.add(one.place)
        self._custodian = handover.moves.office
        self._number += 1
        self._held_by.append(self._custodian)
        return True

    def _append(self) -> None:
        """Remarks of whoever has to do with the matter; they stand whoever has it."""
        concerned = {self._owner, *self._held_by, *self._always}
        for one in self._lines:
            if one.body["entity"] == "transfer" and one.place not in self.left and one.place in self._done:
                concerned.add(str(one.body["fields"].get("to_office", "")))
        for one in self._lines:
            if one.place not in self._done and one.is_step and _is_appended(one) and one.office in concerned:
                self._take(one, self._why_not(one))

    # -- one line

    @property
    def _row(self) -> dict[str, Any] | None:
        return self.folding.rows.get(("matter", self._owner, self._matter))

    def _take(self, one: Line, why: str) -> None:
        self._done.add(one.place)
        reason = why or fold(self.folding, dict(one.body))
        if reason:
            self.left[one.place] = reason

    def _why_not(self, one: Line) -> str:
        body = one.body
        fields: Body = body["fields"]
        if body["entity"] == "matter":
            if body["op"] in FOUNDING:
                return why_not_new(fields, one.office, self._owner)
            row = self._row
            return "set_before_create" if row is None else "" if _redacts(one) else why_not_set(row, fields)
        row = self._row
        if row is None:
            return "no_matter"
        if body["entity"] in BY_ENTITY and body["entity"] not in OF_MATTERS:
            return "bad_value"
        key = (body["entity"], self._owner, str(body["id"]))
        there = self.folding.rows.get(key)
        if fields.get("matter", self._matter) != self._matter:
            return "bad_value"
        if key in self._taken:
            return "id_taken"
        if body["entity"] == "step":
            return why_not_step(fields, one.office)
        if body["entity"] == "attachment":
            return why_not_attachment(there, fields, frozenset(self._held_by))
        return self._why_not_transfer(one, row, there) if body["entity"] == "transfer" else ""

    def _why_not_transfer(self, one: Line, matter: Body, there: Body | None) -> str:
        fields: Body = one.body["fields"]
        if one.body["op"] in FOUNDING:
            fits = (
                fields.get("from_office") == one.office != fields.get("to_office")
                and fields.get("at_custody") == self._number
                and fields.get("answer") is None
            )
            return "accusation_open" if matter["restricted"] else "" if fits else "custody_moved"
        taken_back = fields.get("answer") == "withdrawn" and fields.keys() <= _ANSWER
        is_open = there is not None and there["answer"] is None and there["from_office"] == one.office
        return "" if taken_back and is_open else "custody_moved"

    def _why_not_declined(self, one: Line) -> str:
        fields: Body = one.body["fields"]
        there = self.folding.rows.get(("transfer", self._owner, str(one.body["id"])))
        if there is None:
            return "set_before_create"
        fits = there["to_office"] == one.office and fields.get("answer") == "declined"
        return "" if fits and fields.keys() <= _ANSWER else "custody_moved"

    def _why_foreign(self, one: Line) -> str:
        """Of a line that no custodian's time has a place for."""
        if one.accepts or (one.body["entity"] == "transfer" and one.body["op"] == "accept"):
            return "custody_moved"
        if _redacts(one) and one.office in self._held_by:
            return LATE_REDACT
        if one.office not in self._held_by and one.office != self._owner:
            return "foreign_office"
        if self._row is None:
            return "set_before_create" if one.body["entity"] == "matter" else "no_matter"
        return "custody_behind" if one.office == self._custodian else "no_custody"


def why_not_new(fields: Body, writer: str, owner: str) -> str:
    """Why a matter cannot come into being like this; "" where it can."""
    if owner != writer:
        return "foreign_office"
    if fields.get("custodian") != writer or fields.get("custody", 1) != 1:
        return "no_custody"
    if fields.get("category") == "accusation" and fields.get("restricted") is not True:
        return "accusation_open"
    return ""


def why_not_set(matter: Body, fields: Body) -> str:
    """Why a matter's fields cannot be set like this; "" where they can."""
    if any(name in fields and fields[name] != matter[name] for name in ("custodian", "custody")):
        return "custody_moved"
    restricted = matter["restricted"] or fields.get("restricted") is True
    if matter["restricted"] and fields.get("restricted") is False:
        return "unrestricts"
    return "accusation_open" if fields.get("category") == "accusation" and not restricted else ""


def why_not_step(fields: Body, writer: str) -> str:
    """Why a step cannot be appended like this; "" where it can."""
    if fields.get("by_office", writer) != writer:
        return "foreign_office"
    return "" if details_of(fields) is not None else "bad_value"


def why_not_attachment(row: Body | None, fields: Body, offices: frozenset[str]) -> str:
    """Why an attachment cannot be written like this; "" where it can.

    What its bytes are and who brought them is said once; a hash is a hash.

    Args:
        row: as it stands; None for a new one.
        fields: what is set.
        offices: that may have brought the bytes.
    """
    if row is not None:
        return "bad_value" if any(fields.get(n, row[n]) != row[n] for n in _OF_CONTENT) else ""
    if fields.get("by_office") is not None and fields["by_office"] not in offices:
        return "foreign_office"
    size, digest = fields.get("size"), fields.get("sha256")
    fits = isinstance(size, int) and size > 0 and isinstance(digest, str) and _HASH.fullmatch(digest)
    return "" if fits else "bad_value"


def details_of(fields: Body) -> dict[str, Any] | None:
    """What an action asked, as a step's line keeps it; None where that is no object."""
    try:
        value: Any = json.loads(fields.get("details", "{}"))
    except (ValueError, TypeError):
        return None
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _is_appended(line: Line) -> bool:
    return line.body["fields"].get("action") in APPENDED


def _redacts(line: Line) -> bool:
    return line.body["entity"] == "matter" and line.body["op"] == "redact"


def _copied(folding: Folding) -> Folding:
    return Folding({k: dict(v) for k, v in folding.rows.items()}, dict(folding.changed), list(folding.left))


def _decisions(lines: Sequence[Line], left: Mapping[Place, str]) -> dict[Place, str]:
    """What custodians decided of lines that do not count."""
    found: dict[Place, str] = {}
    for one in lines:
        fields: Body = one.body["fields"]
        if not one.is_step or one.place in left or fields.get("action") not in {ADOPTED, LEFT}:
            continue
        for place in places_of(details_of(fields) or {}):
            found.setdefault(place, "adopted" if fields["action"] == ADOPTED else "left")
    return {place: what for place, what in found.items() if place in left}


def places_of(details: Body) -> list[Place]:
    """The places that a decision names."""
    found: list[Place] = []
    entries: Any = details.get("entries")
    for entry in cast("list[Any]", entries) if isinstance(entries, list) else []:
        match entry:
            case [str(office), str(stream), int(seq)]:
                found.append((office, stream, seq))
            case _:
                pass
    return found
