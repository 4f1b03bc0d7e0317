"""Is there a screen to open a window on? Asked before Qt, which would end the program with English words."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path

X_PORT = 6000
PATIENCE_S = 3.0
SCREENS = Path("/tmp/.X11-unix")  # noqa: S108 - where X servers listen, by their own rule


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be opened here: a screen is named, and it answers.

    Args:
        environment: of the process.
        platform: as `sys.platform` names it.
    """
    if platform in ("win32", "darwin") or environment.get("QT_QPA_PLATFORM"):
        return True
    return _wayland_answers(environment) or x_answers(environment.get("DISPLAY", ""))


def x_answers(display: str, screens: Path = SCREENS) -> bool:
    """Whether an X server listens where DISPLAY (`:0`, `:0.1`, `host:10.0`) says.

    Args:
        display: of the environment.
        screens: folder of the local sockets.
    """
    host, colon, number = display.rpartition(":")
    number = number.partition(".")[0]
    if not colon or not number.isdigit():
        return False
    if host in ("", "unix"):
        path = str(screens / f"X{number}")
        # The same socket without a file (Linux): a sandbox may hide one of the two.
        return _listens(path) or _listens(f"\0{path}")
    if host.startswith("/"):
        return _listens(display) or _listens(host)
    return _reaches(host.strip("[]"), X_PORT + int(number))


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    name, runtime = environment.get("WAYLAND_DISPLAY"), environment.get("XDG_RUNTIME_DIR", "")
    return bool(name) and _listens(str(Path(runtime) / name))


def _listens(path: str) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asked:
            asked.settimeout(PATIENCE_S)
            asked.connect(path)
            return True
    except (OSError, ValueError):
        return False


def _reaches(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=PATIENCE_S).close()
    except OSError:
        return False
    return True
