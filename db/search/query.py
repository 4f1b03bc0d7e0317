"""From one typed word to the expressions that find it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise, product
from typing import TYPE_CHECKING

from db.search.fold import fold, fold_with_places, is_han
from db.search.grams import number_phrase, phrase
from db.search.pinyin import spoken
from db.search.spelling import LETTERS, MOST_PARSES, Parse, Piece, find_parse, normal, parses

if TYPE_CHECKING:
    from collections.abc import Iterator

_MIXED = re.compile(r"[a-z]+|[^a-z]+")
_NUMBER = re.compile(r"[0-9]+")
_NUMBER_LIKE = re.compile(r"[0-9][0-9 ()-]*[0-9]")
_LONGEST_MIXED = 24


@dataclass(frozen=True, slots=True)
class Query:
    """What one folded word asks of the two indexes.

    Attributes:
        term: the word.
        names: the FTS5 expression on `search_name` whose hits are right.
        doubtful: an expression whose hits have to be confirmed by `heard`, or "".
        body: the expression on `search_text`.
        parses: the ways to read the word as pinyin.
    """

    term: str
    names: str
    doubtful: str
    body: str
    parses: tuple[Parse, ...]


@lru_cache(maxsize=256)
def query(term: str) -> Query:
    """Expressions for one word that `fold.terms` gave."""
    sure = [number_phrase(term) if _NUMBER.fullmatch(term) else phrase(term)]
    if not _NUMBER.fullmatch(term) and _NUMBER_LIKE.fullmatch(term):
        sure.append(number_phrase("".join(_NUMBER.findall(term))))
    doubtful: list[str] = []
    ways = tuple(_ways(term))
    for parse in ways:
        expression, certain = _spoken(parse)
        (sure if certain else doubtful).append(expression)
    return Query(
        term,
        " OR ".join(dict.fromkeys(sure)),
        " OR ".join(f"({d})" for d in dict.fromkeys(doubtful)),
        phrase(term),
        ways,
    )


def _ways(term: str) -> Iterator[Parse]:
    """How a word of letters, or of letters and Han characters (张sf), can be read."""
    letters = normal(term)
    if LETTERS.fullmatch(letters):
        yield from parses(letters)
        return
    parts = _MIXED.findall(letters)
    latin = [p for p in parts if p[0].isascii() and p.isalpha()]
    rest = "".join(p for p in parts if p not in latin)
    if not latin or not rest or len(letters) > _LONGEST_MIXED or not all(map(is_han, rest)):
        return
    choices = [parses(p) if p in latin else (tuple(Piece(char, full=True) for char in p),) for p in parts]
    for combined in islice(product(*choices), MOST_PARSES):
        yield tuple(piece for parse in combined for piece in parse)


def _spoken(parse: Parse) -> tuple[str, bool]:
    """The expression for a parse, and whether its hits are right as they are."""
    if all(p.full for p in parse[:-1]) and not any(is_han(p.text) for p in parse):
        return '"' + " ".join(f"p{p.text}" for p in parse) + '"*', True
    parts: list[str] = []
    certain = True
    for latin, run in _by_script(parse):
        if not latin:
            parts.append(phrase("".join(p.text for p in run)))
            certain = False
            continue
        if len(run) > 1:
            parts.append('"' + " ".join(f"q{a.text[0]}{b.text[0]}" for a, b in pairwise(run)) + '"')
        if any(len(p.text) > 1 for p in run):
            certain = False
            parts += [f"p{p.text}" for p in run if p.full]
            parts += [
                f"p{p.text}*"
                for p in run[-1:]
                if not p.full and p.text[-1] in "aeinugrov" and len(p.text) > 1
            ]
    return " AND ".join(parts), certain


def _by_script(parse: Parse) -> Iterator[tuple[bool, list[Piece]]]:
    run: list[Piece] = []
    for piece in parse:
        if run and is_han(run[0].text) != is_han(piece.text):
            yield not is_han(run[0].text), run
            run = []
        run.append(piece)
    if run:
        yield not is_han(run[0].text), run


def hears(ways: tuple[Parse, ...], text: str) -> bool:
    """Whether what was typed is heard in a name, place or title."""
    return bool(ways) and _heard(ways, fold(text)) is not None


def heard(ways: tuple[Parse, ...], text: str) -> tuple[int, int] | None:
    """Where in a name, place or title what was typed is heard.

    Returns:
        Start and end in the text as it stands (not folded), or None where it is not heard at all.
    """
    found = _heard(ways, fold(text)) if ways else None
    if found is None:
        return None
    _, places = fold_with_places(text)
    return (places[found[0]], places[found[1]] + 1) if places else None


def _heard(ways: tuple[Parse, ...], folded: str) -> tuple[int, int] | None:
    """First and last character in the folded text."""
    for said in spoken(folded):
        chars = folded[said.at : said.at + len(said.syllables)]
        for parse in ways:
            start = find_parse(parse, said.syllables, chars)
            if start >= 0:
                return said.at + start, said.at + start + len(parse) - 1
    return None


def seen(term: str, text: str) -> tuple[tuple[int, int], ...]:
    """Every place where a folded word stands in a text, as start and end in the text as it stands."""
    if term not in fold(text):
        return ()
    folded, places = fold_with_places(text)
    found: list[tuple[int, int]] = []
    at = folded.find(term)
    while at >= 0 and places:
        found.append((places[at], places[at + len(term) - 1] + 1))
        at = folded.find(term, at + len(term))
    return tuple(found)
