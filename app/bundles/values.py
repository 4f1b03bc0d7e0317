"""What windows and the command line may know of bundles: frozen values in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PeerInfo:
    """Another office's PC whose card was taken in; or this one, as its own card says.

    Attributes:
        office: id; installation: id of that copy of the program.
        name: as on its door; role: township | district; code: division code.
        station: mark of that PC in numbers.
        fingerprint: 8 groups of 4 digits, to be read out over the telephone.
        compared: it was.
        revoked: its key no longer counts.
        trusted_at: ISO time.
        is_parent: our bundles go up to it.
        held: last change held of its newest stream, 0 for none; waiting: its bundles that are kept for a gap or a fork.
        receipted: last change of ours that its office confirmed; ours: the last that may go there.
        quarantined: its changes that wait for a person.
        last_heard: ISO time of the last thing that came from it, "" for never.
        days_unanswered: days since our oldest bundle without a receipt, None where none is open.
        matters: of that office that are known here (with all its PCs); open_matters: of these, still open.
        words: all this in one line.
    """

    office: str
    installation: str
    name: str
    role: str
    code: str
    station: str
    fingerprint: str
    compared: bool = False
    revoked: bool = False
    trusted_at: str = ""
    is_parent: bool = False
    held: int = 0
    waiting: int = 0
    receipted: int = 0
    ours: int = 0
    quarantined: int = 0
    last_heard: str = ""
    days_unanswered: int | None = None
    words: str = ""
    matters: int = 0
    open_matters: int = 0


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What would go to one office now.

    Attributes:
        to_office: its id; name: its name.
        kind: up | receipt.
        matters: matters with something new; changes: changes that are shown whole.
        bytes: size to expect, roughly.
        lo, hi: range of this PC's stream; for a receipt its number twice.
        words: one line.
        stream: a stream that ended when this PC was restored from a backup; "" for today's.
    """

    to_office: str
    name: str
    kind: str
    matters: int
    changes: int
    bytes: int
    lo: int
    hi: int
    words: str
    stream: str = ""


@dataclass(frozen=True, slots=True)
class Restoration:
    """That this office was opened again from a backup.

    Attributes:
        on: the day on which that was done.
        station: the mark that new numbers carry; "" for none.
        answered: the other side has answered since (a district: something came from below), or there is none.
    """

    on: date
    station: str
    answered: bool


@dataclass(frozen=True, slots=True)
class SentFile:
    """A bundle that lies verified in the folder.

    Attributes:
        file: its name; kind: up | receipt; to: the receiving office's name.
        number: running number of this PC's bundles.
        lo, hi, matters, changes, bytes: see `Outgoing`; bytes is exact here.
        bundle: id; path: where it lies.
    """

    file: str
    kind: str
    to: str
    number: int
    lo: int
    hi: int
    matters: int
    changes: int
    bytes: int
    bundle: str
    path: str


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """What became of one file.

    Attributes:
        file: its name; kind: up | receipt, "" where it could not even be looked at.
        from_name: the sender; number: running number of its bundles.
        new: changes that are in now; known: that were there already.
        quarantined: of the new ones, those that are kept and not applied until a person decides.
        refused: "" or the code of the refusal; then nothing was changed by it.
        held: it is kept until what lies before it comes.
        sentence: what is wrong; advice: who does what.
        words: all in one line.
    """

    file: str
    kind: str = ""
    from_name: str = ""
    number: int = 0
    new: int = 0
    known: int = 0
    quarantined: int = 0
    refused: str = ""
    held: bool = False
    matters: int = 0
    sentence: str = ""
    advice: str = ""
    words: str = ""
    bundle: str = ""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One bundle that went out or came in.

    Attributes:
        at: ISO time; direction: out | in.
        kind: up | receipt; name: the other office; number: of the sender's bundles; file: name.
        matters, changes: how many; lo, hi: range.
        status: out: sent · receipted · refused; in: applied · held · fork · refused.
        words: one line; bundle: id; bytes: of the file.
        stream: as of `Outgoing`.
    """

    at: str
    direction: str
    kind: str
    name: str
    number: int
    file: str
    lo: int
    hi: int
    matters: int
    changes: int
    status: str
    words: str
    bundle: str
    bytes: int = 0
    stream: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing between two offices.

    Attributes:
        office: id of the other; name: its name.
        what: what is missing, a sentence.
        step: who must do what, a sentence.
        kind: missing (bundles did not come) · fork · silence (no receipt for long) · lacking (they lack something of ours)
            · contents (of attachments, on either side) · compare (fingerprint not read out).
    """

    office: str
    name: str
    what: str
    step: str
    kind: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change that came in and is kept without being applied, until a person (or a newer program) decides.

    Attributes:
        office: id of the sender; name: its name.
        stream, seq: its place.
        code: the reason; sentence: the reason in words; advice: who does what.
        what: the thing it would change, in words.
        at: when it was written, as the writer's clock had it.
    """

    office: str
    name: str
    stream: str
    seq: int
    code: str
    sentence: str
    advice: str
    what: str
    at: str


@dataclass(frozen=True, slots=True)
class ForkMatter:
    """A matter that a branch wrote to behind the fork.

    Attributes:
        office, id: of it; number, title: as this branch has them, "" for what is restricted.
        changes: how many of the branch's changes are of it.
        created: it was registered there.
        both: the other branch wrote to it too: its changes on the branch that does not go on will wait for a decision.
    """

    office: str
    id: str
    number: str
    title: str
    changes: int
    created: bool
    both: bool


@dataclass(frozen=True, slots=True)
class ForkBranch:
    """One of the ways in which a stream went on.

    Attributes:
        key: names it (`Bundles.decide_fork`).
        name: 甲 乙 丙.
        taken: it is the one that was taken in before the fork was seen.
        first, last: numbers of its changes behind the fork, as far as they came.
        since, until: ISO times of the first and last of them, "" where they were withheld.
        bundles: numbers of the bundles that brought it, where known.
        changes: how many there are; withheld: of these, those that nothing can be seen of (rows only, accusations).
        matters: that it wrote to.
        others: changes of the directory, users and work beside matters.
        words: all this in one line.
    """

    key: str
    name: str
    taken: bool
    first: int
    last: int
    since: str
    until: str
    bundles: tuple[int, ...]
    changes: int
    withheld: int
    matters: tuple[ForkMatter, ...]
    others: int
    words: str


@dataclass(frozen=True, slots=True)
class ForkView:
    """A stream in which two copies of one installation wrote different changes, and that waits for a decision.

    Attributes:
        office: id; name: of the office whose stream it is.
        stream: id; installation: id of the PC; station: its mark in numbers.
        first: the first number that is different; on: ISO day of the last change that all have in common, "" where unknown.
        branches: two or more, the one that was taken in first.
        both: how many matters more than one of them wrote to.
        unplaced: bundles that are kept and cannot be told to belong to one of them yet.
        can_decide: this user may decide it; why_not: "" or why not, a sentence.
        words: one line.
    """

    office: str
    name: str
    stream: str
    installation: str
    station: str
    first: int
    on: str
    branches: tuple[ForkBranch, ...]
    both: int
    unplaced: int
    can_decide: bool
    why_not: str
    words: str


@dataclass(frozen=True, slots=True)
class ForkDecided:
    """What a decision did.

    Attributes:
        matters: that only the other branches had and that stand now; waiting: changes that wait for a decision.
        words: one line; advice: who does what now.
    """

    matters: int
    waiting: int
    words: str
    advice: str


@dataclass(frozen=True, slots=True)
class LostBranch:
    """This PC's own stream forked, the district decided, and another copy goes on.

    Attributes:
        stream: this PC's; first: the first number that is different; last: its newest.
        on: ISO day of the decision; by, reason: who and why.
        unsent: changes of this PC behind the fork that the district has not confirmed yet.
        can_follow: the deed is to be done now; why_not: "" or why not yet, a sentence; advice: who does what.
        words: one line.
        apart: it was copied from a copy that does not go on, and the district has no place for it: it cannot follow.
    """

    stream: str
    first: int
    last: int
    on: str
    by: str
    reason: str
    unsent: int
    can_follow: bool
    why_not: str
    advice: str
    words: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class DriveView:
    """A stick, or another medium that one can take away, that is put in now.

    Attributes:
        path: its top folder, "" while the system has not opened it.
        label: as its owner named it, "" where nobody did.
        filesystem: as users know it: FAT, exFAT, NTFS …, "" where unknown.
        size, free: bytes.
        read_only: nothing can be written there.
        certain: it is removable; False: a disk that could be an external one.
        name: what to call it in a sentence: U盘“青石”（E:）.
        why_not: "" or why nothing can be written there now.
        words: all in one line.
    """

    path: str
    label: str
    filesystem: str
    size: int
    free: int
    read_only: bool
    certain: bool
    name: str
    why_not: str
    words: str


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A bundle that lies on a stick, as its header says and nothing more.

    Attributes:
        path: where; file: its name; bytes: its size.
        kind: of the bundle; from_name: who says to have sent it; number: running number of the sender's bundles.
        state: new (can be taken in) · known (was taken in before) · own (this office wrote it) · other (for another office,
            or of a key that is revoked) · stranger (the sender's card is not known) · broken.
        words: one line.
    """

    path: str
    file: str
    bytes: int
    kind: str = ""
    from_name: str = ""
    number: int = 0
    state: str = "broken"
    words: str = ""
