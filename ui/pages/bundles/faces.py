"""What the bundles' page shows, as frozen values in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.widgets.rows import RowFace
from ui.widgets.status import Status

if TYPE_CHECKING:
    from app.bundles.values import ForkView, LostBranch


@dataclass(frozen=True, slots=True)
class OutFace:
    """What would go to one receiver.

    Attributes:
        key: the receiver's office id.
        name: the receiver.
        words: how much, e.g. 12 件事项，47 处变更.
        size: e.g. 约 2.1 MB.
        ready: whether there is anything.
        bytes: the size to expect.
        receipt: it is a receipt and nothing else.
    """

    key: str
    name: str
    words: str
    size: str
    ready: bool
    bytes: int = 0
    receipt: bool = False


@dataclass(frozen=True, slots=True)
class ResultFace:
    """What became of one file.

    Attributes:
        file: its name.
        status: 已入库, 已经有了, 先存着, 没有收.
        sentence: what it was.
        advice: who does what now, or empty.
    """

    file: str
    status: Status
    sentence: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class PeerFace:
    """An office one exchanges bundles with.

    Attributes:
        key: office and installation.
        name: the office.
        note: role, code and machine mark.
        groups: the fingerprint, 8 groups of 4 digits.
        compared: the fingerprint was read out and found the same.
        words: how far both sides are.
    """

    key: str
    name: str
    note: str
    groups: tuple[str, ...]
    compared: bool
    words: str


@dataclass(frozen=True, slots=True)
class GapFace:
    """Something missing, and the step that mends it."""

    words: str
    advice: str


@dataclass(frozen=True, slots=True)
class PlaceFace:
    """A place that bundles can be written to: a stick that is put in, or a folder that was chosen.

    Attributes:
        path: its folder, "" for a stick that the system has not opened.
        name: what to call it in a sentence.
        words: all that is known of it, in one line.
        free: bytes, 0 where unknown.
        why_not: why nothing can be written there.
        sure: it is certainly something that one can pull out.
        stick: it is not a folder that was chosen by hand.
    """

    path: str
    name: str
    words: str
    free: int = 0
    why_not: str = ""
    sure: bool = True
    stick: bool = True


@dataclass(frozen=True, slots=True)
class FoundFace:
    """The bundles on one stick.

    Attributes:
        words: what there is, in one sentence.
        files: those that can be taken in, in the order in which they are taken.
        lines: what each of them is.
        aside: what else lies there, or empty.
    """

    words: str
    files: tuple[str, ...]
    lines: tuple[str, ...]
    aside: str = ""


@dataclass(frozen=True, slots=True)
class SticksFace:
    """What is put in now.

    Attributes:
        places: the sticks.
        found: the bundles on them, for each stick with any that matter.
    """

    places: tuple[PlaceFace, ...] = ()
    found: tuple[FoundFace, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """Everything that can be taken in."""
        return tuple(file for found in self.found for file in found.files)


@dataclass(frozen=True, slots=True)
class BundlesFace:
    """The whole page.

    Attributes:
        district: whether bundles come from below.
        sentence: how it stands, in one sentence.
        own_name: this office.
        own_groups: this installation's fingerprint.
        out: what would go, one for each receiver.
        below: a district's offices below, as rows.
        log: what was sent and received, newest first.
        gaps: what is missing.
        waiting: what is held back, in words.
        peers: the offices one knows.
        offers: matters that came with an offer and wait to be taken.
        forks: streams that forked and wait for a decision.
        lost: what was decided about this PC, where another copy of it goes on.
    """

    district: bool
    sentence: str
    own_name: str
    own_groups: tuple[str, ...]
    out: tuple[OutFace, ...] = ()
    below: tuple[RowFace, ...] = ()
    log: tuple[RowFace, ...] = ()
    gaps: tuple[GapFace, ...] = ()
    waiting: tuple[GapFace, ...] = ()
    peers: tuple[PeerFace, ...] = ()
    offers: tuple[RowFace, ...] = ()
    forks: tuple[ForkView, ...] = ()
    lost: LostBranch | None = None

    @property
    def lonely(self) -> bool:
        """No other office is known yet."""
        return not self.peers
