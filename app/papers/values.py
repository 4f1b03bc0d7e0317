"""What others may know of papers: which there are, and what came out of rendering one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.matters.values import Changes

Need = Literal["must", "on_demand"]
Layout = Literal["form", "letter"]


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One paper of the house, as a list of papers shows it.

    Args:
        id: stable English identifier, e.g. ``accept_notice``; a resource file's name.
        name: what is printed as its title and shown in lists.
        form_no: number in domain.md, e.g. ``F05``.
        layout: a ruled form or a letter.
        kinds: kinds of matter that it belongs to: ``dispute``, ``petition``.
        need: 必须 or 按需.
        numbered: key of the office's number pattern that it takes when issued; empty where it has none of its own.
        source: the article or standard that asks for it.
        continues: id of the paper of which it is a variant; empty otherwise.
        names: what it is called on a kind of matter where that differs.
    """

    id: str
    name: str
    form_no: str
    layout: Layout
    kinds: tuple[str, ...]
    need: Need
    numbered: str = ""
    source: str = ""
    continues: str = ""
    names: tuple[tuple[str, str], ...] = ()

    def name_on(self, kind: str) -> str:
        """What it is called on a kind of matter."""
        return dict(self.names).get(kind, self.name)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered paper.

    Args:
        pdf: the whole file; the same input gives the same bytes.
        pages: number of pages, continuation sheets included.
        missing_glyphs: characters that no font has, each once, in order of appearance; 〓 stands in their place.
        blanks: paths of the values that were not known and stay blank, each once, in order of appearance.
        masked: it has personal numbers, and they are hidden in part.
    """

    pdf: bytes
    pages: int
    missing_glyphs: tuple[str, ...]
    blanks: tuple[str, ...]
    masked: bool = False


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A line of a matter's list of papers.

    Attributes:
        paper: the paper's id.
        name: its name.
        need: must | on_demand.
        need_label: 必须 or 按需.
        due: it is due now and not made yet.
        made: how many were issued.
        made_label: 已签发 1 份 · 应出 · —.
        issued: ids of the issued ones.
    """

    paper: str
    name: str
    need: str
    need_label: str
    due: bool
    made: int
    made_label: str
    issued: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper that was made, issued or not.

    Attributes:
        pdf: the file.
        pages: how many.
        missing_glyphs: characters that no font has.
        blanks: paths of what stays blank.
        number: its own number, "" without one.
        issued: id of the issued paper, "" for a draft.
        changes: what issuing changed.
        written: where it was written to, "" where it was not; another name than asked for if that file was open elsewhere.
    """

    pdf: bytes
    pages: int
    missing_glyphs: tuple[str, ...]
    blanks: tuple[str, ...]
    number: str
    issued: str
    changes: Changes | None
    written: str = ""
