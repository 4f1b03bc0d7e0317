"""The manual as the help window shows it: the pages of docs/manual, and as much of Markdown as they use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

MANUAL = Path(__file__).resolve().parent.parent / "docs" / "manual"
"""Beside ``ui``, from source as well as frozen."""
CONTENTS = "README"
NO_PAGE = "# 没有找到说明\n\n手册没有随程序装好，请联系装程序的人重新安装；办事不受影响。\n"
PAGE_OF = {"found": "first-start", "login": "backup"}
"""Places that share a page of the manual with another."""

_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page of the manual.

    Attributes:
        key: file name without its ending; that of a place where it is about one.
        title: its heading.
        text: Markdown.
    """

    key: str
    title: str
    text: str

    @property
    def plain(self) -> str:
        """Its words alone, to search in."""
        return re.sub(r"[*`#>|]", "", _LINK.sub(lambda m: m[2], self.text))


@lru_cache(maxsize=4)
def help_pages(folder: Path = MANUAL) -> dict[str, HelpPage]:
    """All pages by key, in the order in which the contents name them."""
    found: dict[str, HelpPage] = {}
    first = _read(folder, CONTENTS)
    if first is None:
        return {CONTENTS: HelpPage(CONTENTS, "帮助", NO_PAGE)}
    named = [m[3].removesuffix(".md") for m in _LINK.finditer(first.text) if m[3].endswith(".md")]
    rest = sorted(p.stem for p in folder.glob("*.md"))
    for key in dict.fromkeys([CONTENTS, *named, *rest]):
        page = _read(folder, key)
        if page is not None:
            found[key] = page
    return found


def _read(folder: Path, key: str) -> HelpPage | None:
    try:
        text = (folder / f"{key}.md").read_text(encoding="utf-8")
    except OSError:
        return None
    title = next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), key)
    return HelpPage(key, title, text)


def page_for(place: str, folder: Path = MANUAL) -> str:
    """The key of the page about a place; the contents where there is none."""
    key = PAGE_OF.get(place, place)
    return key if key in help_pages(folder) else CONTENTS


def search(words: str, folder: Path = MANUAL) -> tuple[HelpPage, ...]:
    """Pages that hold every word; those that have one in their title first. No words: all of them."""
    asked = [word.casefold() for word in words.split()]
    hits = [p for p in help_pages(folder).values() if all(w in p.plain.casefold() for w in asked)]
    return tuple(
        sorted(hits, key=lambda p: not any(w in p.title.casefold() for w in asked)) if asked else hits
    )


def pictures_of(page: HelpPage) -> tuple[str, ...]:
    """The pictures that a page shows, as paths below the manual."""
    return tuple(m[3] for m in _LINK.finditer(page.text) if m[1])


def links_of(page: HelpPage) -> tuple[str, ...]:
    """The pages that a page leads to."""
    return tuple(m[3] for m in _LINK.finditer(page.text) if not m[1] and m[3].endswith(".md"))


def papers_of(page: HelpPage) -> tuple[str, ...]:
    """The papers to print that a page offers."""
    return tuple(m[3] for m in _LINK.finditer(page.text) if m[3].endswith(".pdf"))


def as_html(page: HelpPage, width: int) -> str:
    """A page as the rich text that Qt draws.

    Args:
        page: of the manual.
        width: pixels that a picture may take.
    """
    made: list[str] = []
    block: list[str] = []

    def flush() -> None:
        if block:
            made.append(_block(block, width))
            block.clear()

    for line in page.text.splitlines():
        if not line.strip():
            flush()
        elif line.startswith("#"):
            flush()
            level = len(line) - len(line.lstrip("#"))
            made.append(f'<p class="h{level}">{_spans(line.lstrip("# "), width)}</p>')
        else:
            block.append(line)
    flush()
    return "".join(made)


def _block(lines: list[str], width: int) -> str:
    first = lines[0]
    if first.startswith("- "):
        return f"<ul>{_items(lines, '- ', width)}</ul>"
    if re.match(r"\d+\. ", first):
        return f"<ol>{_items([re.sub(r'^[0-9]+[.] ', '- ', line) for line in lines], '- ', width)}</ol>"
    if first.startswith("|"):
        return _table(lines, width)
    if first.startswith(">"):
        words = "".join(line.lstrip("> ") for line in lines)
        return f'<table class="note" width="100%" cellpadding="10"><tr><td>{_spans(words, width)}</td></tr></table>'
    words = _spans("".join(line.strip() for line in lines), width)
    return words if words.startswith("<p") else f"<p>{words}</p>"


def _items(lines: list[str], sign: str, width: int) -> str:
    return "".join(f"<li>{_spans(line.removeprefix(sign).strip(), width)}</li>" for line in lines)


def _table(lines: list[str], width: int) -> str:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    body = [row for row in rows if not all(set(cell) <= {"-", ":"} for cell in row)]
    cells = "".join(
        "<tr>" + "".join(f"<td>{_spans(cell, width)}</td>" for cell in row) + "</tr>" for row in body[1:]
    )
    head = "".join(f"<th align='left'>{_spans(cell, width)}</th>" for cell in body[0])
    return f'<table class="list" width="100%" cellpadding="7" cellspacing="0"><tr>{head}</tr>{cells}</table>'


def _spans(text: str, width: int) -> str:
    told = escape(text, quote=False)
    told = _CODE.sub(r"<code>\1</code>", told)
    told = _BOLD.sub(r"<b>\1</b>", told)

    def link(match: re.Match[str]) -> str:
        if match[1]:
            shown = f'<p class="picture"><img src="{match[3]}" width="{width}" alt="{match[2]}"></p>'
            return f'{shown}<p class="caption">{match[2]}</p>'
        return f'<a href="{match[3]}">{match[2]}</a>'

    return _LINK.sub(link, told)
