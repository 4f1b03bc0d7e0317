"""Names of files that come from anywhere: what is left of them can be shown, and written to any disk."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 120
"""Characters of a name: with its ending, in UTF-8, it fits every file system."""
NAMELESS: Final = "未命名材料"
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)
_FORBIDDEN: Final = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LONGEST_BYTES: Final = 200


def clean_name(name: str) -> str:
    r"""A file's name without its path, its control and direction marks, and what Windows reserves.

    ``..\..\CON.jpg:ads`` becomes ``_CON.jpg_ads``; nothing is left that leads anywhere or reads backwards.
    """
    text = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    text = "".join(c for c in text if unicodedata.category(c) not in _HIDDEN)
    text = re.sub(r"\s+", " ", text.translate(_FORBIDDEN)).strip(" .")
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = text, "", ""
    room = LONGEST - len(dot + ending)
    stem = stem[:room].rstrip(" .")
    while len((stem + dot + ending).encode()) > _LONGEST_BYTES and stem:
        stem = stem[:-1]
    if _RESERVED.fullmatch(stem.split(".")[0].strip()):
        # Windows takes CON for the console whatever stands behind its first dot.
        stem = "_" + stem
    return (stem or NAMELESS) + dot + ending
