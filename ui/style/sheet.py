"""The one stylesheet: ``resources/style/jiefen.qss`` with its ``@tokens`` filled in.

Written ``@ink`` for a colour, ``@body`` for pixels, ``@icon(check,ink)`` for a recoloured
icon file, ``@look`` for the key of the look that painted widgets receive.
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from ui.style.icons import recoloured
from ui.style.look import Look
from ui.style.tokens import resources, tokens

_NAME = re.compile(r"@([a-z_0-9]+)(?:\(([a-z0-9-]+),([a-z_0-9]+)\))?")


def stylesheet(look: Look, file: str = "jiefen.qss") -> str:
    """The stylesheet of a look; ``help.css`` is that of the manual's pages.

    Raises:
        KeyError: the file names a token that there is not.
    """
    words = _words(look)

    def fill(match: re.Match[str]) -> str:
        if match[1] == "icon":
            return f'url("{_icon_url(match[2], tokens().colours[look.scheme][match[3]])}")'
        return words[match[1]]

    return _NAME.sub(fill, (resources() / "style" / file).read_text("utf-8"))


def _words(look: Look) -> dict[str, str]:
    """What stands for each token; one name is one thing (a width that was called as a colour made grounds vanish)."""
    kinds = (
        {"look": f'"{look.key}"'},
        {name: _colour(value) for name, value in tokens().colours[look.scheme].items()},
        {name: f"{px}px" for name, px in tokens().sizes[look.size].items()},
        {f"space_{name}": f"{px}px" for name, px in tokens().spaces.items()},
        {f"radius_{name}": f"{px}px" for name, px in tokens().radii.items()},
    )
    words = {name: value for kind in kinds for name, value in kind.items()}
    if len(words) != sum(len(kind) for kind in kinds):
        raise KeyError("two tokens of one name")
    return words


def _colour(value: str) -> str:
    """Qt's stylesheets want transparency first: ``#AARRGGBB``."""
    return f"#{value[7:]}{value[1:7]}" if len(value) == 9 else value


@lru_cache(maxsize=1)
def _folder() -> Path:
    """Where recoloured icons lie for the stylesheet, which takes files only; gone when the program ends."""
    folder = Path(tempfile.mkdtemp(prefix="jiefen-look-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@lru_cache(maxsize=64)
def _icon_url(name: str, colour: str) -> str:
    file = _folder() / f"{name}-{colour[1:]}.svg"
    file.write_bytes(recoloured(name, colour))
    return file.as_posix()
