"""Write characters.txt and phrases.txt from pypinyin: a developer's tool, never part of the running program.

Run ``.venv/bin/python -m resources.pinyin.make_pinyin`` (from the program's folder) after pypinyin was renewed. Origin: PyPI
``pypinyin`` (MIT, LICENSE-pypinyin.txt), readings without their tones. The library itself keeps its two dictionaries as objects
of 57 MB and needs a third of a second and more to load them; these files need a tenth of both, and read the same.
"""

from __future__ import annotations

from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from db.search.fold import is_han
from db.search.pinyin import plain

HERE = Path(__file__).resolve().parent


def readings_of(said: str) -> tuple[str, ...]:
    """A character's readings without tones, the commonest first."""
    return tuple(dict.fromkeys(p for p in map(plain, said.split(",")) if p))


def characters() -> str:
    """Lines of readings and, behind a tab, all characters that have just these."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for code, said in sorted(PINYIN_DICT.items()):
        read = readings_of(said)
        if read and is_han(chr(code)):
            alike.setdefault(read, []).append(chr(code))
    return "".join(f"{' '.join(read)}\t{''.join(chars)}\n" for read, chars in sorted(alike.items()))


def phrases() -> str:
    """Words that are read as their characters commonly are, an empty line, then the others with their readings."""
    usual: list[str] = []
    others: list[str] = []
    for word, said in sorted(PHRASES_DICT.items()):
        read = [plain(choice[0]) for choice in said]
        common = [(readings_of(PINYIN_DICT.get(ord(char), "")) or ("",))[0] for char in word]
        if len(read) != len(word) or not all(read) or read == common:
            usual.append(word)
        else:
            others.append(f"{word}\t{' '.join(read)}")
    return "\n".join([*usual, "", *others]) + "\n"


def main() -> None:
    """Write both."""
    (HERE / "characters.txt").write_text(characters(), encoding="utf-8")
    (HERE / "phrases.txt").write_text(phrases(), encoding="utf-8")


if __name__ == "__main__":
    main()
