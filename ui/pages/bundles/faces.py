"""What the bundles' page shows, as frozen values in words."""

from __future__ import annotations

from dataclasses import dataclass

from ui.widgets.rows import RowFace
from ui.widgets.status import Status


@dataclass(frozen=True, slots=True)
class OutFace:
    """What would go to one receiver.

    Attributes:
        key: the receiver's office id.
        name: the receiver.
        words: how much, e.g. 12 件事项，47 处变更.
        size: e.g. 约 2.1 MB.
        ready: whether there is anything.
    """

    key: str
    name: str
    words: str
    size: str
    ready: bool


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
        training: a training office: nothing may be sent.
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
    training: bool = False

    @property
    def lonely(self) -> bool:
        """No other office is known yet."""
        return not self.peers
