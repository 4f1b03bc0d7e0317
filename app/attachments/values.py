"""Attachments as windows and the command line see them: frozen, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.access.values import Changes
from app.attachments.media import text_of
from db.fields import Field

__all__ = ["Added", "AttachmentLine", "Content", "EnclosureLine", "Exported", "Field"]


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """One attachment of a matter.

    Attributes:
        id: of the attachment; ordinal: its place among those of the matter, from 1.
        name: cleaned: it can be shown, and written to a disk under that name.
        kind, kind_label: code and words.
        media: type by its content; what: that in words, e.g. JPEG 图片.
        size: bytes; size_words: e.g. 2.4 MB.
        made_on, given_by, proves, same_as_original: as they were told.
        added_on, added_by: when and by whom it was taken in.
        here: its content is on this PC.
        standing: local | sent | held (by the office above) | here (came from another office) | partly | waiting (its content
            has not come) | closed (an accusation's: never goes anywhere); standing_words: the same in words.
        viewable: image | pdf | text where the program can show it, else "".
        logged: looking at it is written down.
        voided: taken back; void_reason: why.
        ours: this office may take it back.
        sha256: of its content, in hex.
    """

    id: str
    ordinal: int
    name: str
    kind: str
    kind_label: str
    media: str
    what: str
    size: int
    size_words: str
    made_on: date | None
    given_by: str
    proves: str
    same_as_original: bool
    added_on: date
    added_by: str
    here: bool
    standing: str
    standing_words: str
    viewable: str
    logged: bool
    voided: bool
    void_reason: str
    ours: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file that was taken in.

    Attributes:
        changes: for the pages; nothing changed where it was there already.
        attachment: its id, that of the one that was there already where it was.
        words: one line; also what is odd about the file.
        already: the matter has this very content.
        odd: its name says something else than its content: to be looked at.
    """

    changes: Changes
    attachment: str
    words: str
    already: bool = False
    odd: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """An attachment's bytes in memory, verified.

    Attributes:
        name: cleaned; media: by content; viewable: image | pdf | text | "".
        data: all of it.
    """

    name: str
    media: str
    viewable: str
    data: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """What it reads, where it is a text."""
        return text_of(self.data)


@dataclass(frozen=True, slots=True)
class EnclosureLine:
    """One picture or file of a duty.

    Attributes:
        id: of the enclosure; name: cleaned; media: by its content, what: that in words; size_words: e.g. 2.4 MB.
        added_on: when it was taken in; here: its content is on this PC.
        viewable: image | pdf | text where the program can show it, else "".
        ours: this office may take it back.
    """

    id: str
    name: str
    media: str
    what: str
    size_words: str
    added_on: date
    here: bool
    viewable: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Exported:
    """A plain copy that somebody asked for; it is written down that he did.

    Attributes:
        path: where it lies; words: one line.
    """

    path: str
    words: str
