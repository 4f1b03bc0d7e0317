"""The faces that papers are set in: which there are, which character comes from which, how wide it is.

A face is parsed when the first character is asked of it: a form that needs two faces pays for two. Each role is a chain
(仿宋 → 宋体 → 宋体, rare characters → 明体, the rarest); a character that no face of the chain has is
missing, and 〓 is set for it.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.papers.engine.pdf import OpenedFace

_log = logging.getLogger(__name__)

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "fonts"
MISSING = "〓"

_FILES: Mapping[str, str] = {
    "song": "JiefenSong-Regular.ttf",
    "rare": "JiefenSongRare-Regular.ttf",
    "far": "JiefenMingFar-Regular.ttf",
    "fang": "JiefenFang-Regular.ttf",
    "kai": "JiefenKai-Regular.ttf",
    "hei": "JiefenSans-Regular.ttf",
    "biaosong": "JiefenBiaosong-Black.ttf",
}
_FALLBACK: Mapping[str, tuple[str, ...]] = {
    "song": ("song", "rare", "far"),
    "fang": ("fang", "song", "rare", "far"),
    "kai": ("kai", "song", "rare", "far"),
    "hei": ("hei", "song", "rare", "far"),
    "biaosong": ("biaosong", "song", "rare", "far"),
}
# The figures of free 仿宋 and 楷体 faces are uneven; 宋体's go well with both.
_LATIN: Mapping[str, str] = {"fang": "song", "kai": "song"}

_WINDOWS: Mapping[str, tuple[str, ...]] = {
    "fang": ("simfang.ttf",),
    "kai": ("simkai.ttf",),
    "biaosong": ("FZXBSJW.TTF", "FZXBSK.TTF", "方正小标宋简体.ttf", "方正小标宋_GBK.ttf"),
}
_LINUX: Mapping[str, tuple[str, ...]] = {
    "fang": ("simfang.ttf", "FZFSK.TTF", "方正仿宋_GBK.ttf"),
    "kai": ("simkai.ttf", "FZKTK.TTF", "方正楷体_GBK.ttf"),
    "biaosong": ("FZXBSK.TTF", "FZXBSJW.TTF", "方正小标宋_GBK.ttf", "方正小标宋简体.ttf"),
}
_LINUX_FOLDERS = ("wps-office", "founder", "fangzheng", "truetype/founder", "truetype/fangzheng", "chinese")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a character comes from: the registered face (empty if missing) and its width in em."""

    face: str
    width: float


class Chain(dict[str, Spot]):
    """One role's characters, looked up once each."""

    def __init__(self, role: str, fonts: FontSet) -> None:
        super().__init__()
        self.role = role
        self._fonts = fonts

    def __missing__(self, char: str) -> Spot:
        spot = self._fonts.find(self.role, char)
        self[char] = spot
        return spot


class FontSet:
    """The faces for one way of printing; kept for the life of the program, since parsing costs.

    Args:
        folder: where the bundled files lie.
        machine: files of this computer's own fonts by role, tried before the bundled ones.
    """

    def __init__(self, folder: Path = FOLDER, machine: Mapping[str, Path] | None = None) -> None:
        self._folder = folder
        self._machine = dict(machine or {})
        self._opened: dict[Path, OpenedFace | None] = {}
        self._chains: dict[str, Chain] = {}
        self.lock = threading.RLock()

    @classmethod
    def bundled(cls) -> FontSet:
        """Only what is in the program: the same paper comes out byte for byte on every machine."""
        return cls()

    @classmethod
    def preferring_machine(cls) -> FontSet:
        """The computer's own 仿宋, 楷体 and 小标宋 where they are installed, the bundled ones otherwise."""
        return cls(machine=installed())

    def chain(self, role: str) -> Chain:
        """The characters of a role: ``song fang kai hei biaosong``; raises KeyError for another."""
        if role not in self._chains:
            if role not in _FALLBACK:
                raise KeyError(role)
            self._chains[role] = Chain(role, self)
        return self._chains[role]

    def find(self, role: str, char: str) -> Spot:
        """Asks the faces of a role in turn for ``char``."""
        code = ord(char)
        order = _FALLBACK[role]
        if code < 0x250 and role in _LATIN:
            order = (_LATIN[role], *order)
        with self.lock:
            for name in order:
                for path in self._paths(name):
                    face = self._open(path)
                    width = face.width(code) if face else None
                    if face and width is not None:
                        return Spot(face.name, width)
        return Spot("", 1.0)

    def stand_in(self, role: str, char: str) -> Spot:
        """Where 〓 comes from that is drawn for a character which no face has; copied, it is the character."""
        with self.lock:
            for name in _FALLBACK[role]:
                for path in self._paths(name):
                    face = self._open(path)
                    width = face.width(ord(MISSING)) if face else None
                    if face and width is not None:
                        face.stand_in(ord(char), ord(MISSING))
                        return Spot(face.name, width)
        return Spot("", 1.0)

    def warm(self, *roles: str) -> None:
        """Parses the first face of each role, so that the first paper does not wait for it."""
        for role in roles:
            self.chain(role)["的"]

    def used(self) -> tuple[Path, ...]:
        """The files opened so far, for the log and the health page."""
        return tuple(path for path, face in self._opened.items() if face)

    def _paths(self, name: str) -> tuple[Path, ...]:
        own = self._machine.get(name)
        bundled = self._folder / _FILES[name]
        return (own, bundled) if own else (bundled,)

    def _open(self, path: Path) -> OpenedFace | None:
        if path not in self._opened:
            from app.papers.engine.pdf import FaceError, open_face  # slow to import

            try:
                self._opened[path] = open_face(path)
            except (FaceError, OSError) as error:
                # A font of the machine may be of a kind that cannot be embedded: the next in the chain serves.
                _log.warning("font %s is not usable: %s", path.name, error)
                self._opened[path] = None
        return self._opened[path]


def installed() -> dict[str, Path]:
    """This computer's own faces by role, from the places where the system and office suites put them."""
    found: dict[str, Path] = {}
    if sys.platform == "win32":
        folders = [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
        if local := os.environ.get("LOCALAPPDATA"):
            folders.append(Path(local) / "Microsoft" / "Windows" / "Fonts")
        names = _WINDOWS
    else:
        roots = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
        folders = [folder for root in roots for folder in (root, *(root / name for name in _LINUX_FOLDERS))]
        names = _LINUX
    for role, files in names.items():
        for path in (folder / name for name in files for folder in folders):
            if role not in found and path.is_file():
                found[role] = path
    return found
