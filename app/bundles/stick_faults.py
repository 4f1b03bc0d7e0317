"""What the system says of a failing stick or folder, as one of our faults: which sentence a clerk is to read."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.bundles.refusals import fault
from app.errors import EnvironmentFault, why_of

USB: Final = "U盘"
"""What sentences call the place where nothing better is known."""

_READ_ONLY: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_GONE: Final = frozenset(
    {errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ENOTDIR, getattr(errno, "ENOMEDIUM", errno.ENODEV)}
)
_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_NAME: Final = frozenset({errno.EINVAL, errno.EILSEQ, errno.ENAMETOOLONG})
_OFFLINE: Final = frozenset(
    getattr(errno, name)
    for name in (
        *("ENETDOWN", "ENETUNREACH", "ENETRESET", "EHOSTDOWN", "EHOSTUNREACH", "ETIMEDOUT"),
        *("ECONNABORTED", "ECONNRESET", "ECONNREFUSED", "ENOTCONN", "ESTALE", "EREMOTEIO"),
    )
    if hasattr(errno, name)
)
_WINDOWS: Final = {
    **dict.fromkeys((39, 112), "stick_full"),
    **dict.fromkeys((19,), "stick_read_only"),
    **dict.fromkeys((21, 55, 433, 1006, 1112, 1167), "stick_gone"),
    **dict.fromkeys((51, 53, 54, 59, 64, 65, 67, 71, 121, 1231, 1232, 1236), "place_offline"),
    **dict.fromkeys((223,), "stick_file_limit"),
    **dict.fromkeys((123, 206), "stick_name"),
}
"""Error codes of Windows that its C library folds into EINVAL or EACCES."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is being written where.

    Attributes:
        folder: where; name: of the file.
        place: what sentences call it.
        need: megabytes.
    """

    folder: Path
    name: str
    place: str = USB
    need: int = 1

    def fault(self, error: OSError, code: str = "") -> EnvironmentFault:
        """The fault to raise for an error of the system."""
        said = code or code_of(error, self.folder)
        shown = str(self.folder) if said == "place_missing" else self.place
        return fault(said, place=shown, file=self.name, mb=self.need, why=why_of(error))


def plain_code(error: OSError) -> str:
    """What an error of the system says by itself, "" where it says too little."""
    said = _WINDOWS.get(getattr(error, "winerror", None) or 0)
    if said:
        return said
    named = (
        (_FULL, "stick_full"),
        (frozenset({errno.EFBIG}), "stick_file_limit"),
        (_OFFLINE, "place_offline"),
        (_GONE, "stick_gone"),
    )
    return next((code for numbers, code in named if error.errno in numbers), "")


def code_of(error: OSError, folder: Path) -> str:
    """Which fault an error is. A pulled stick shows itself in many ways; that its folder is gone is the surest."""
    said = plain_code(error)
    if said:
        return said
    try:
        gone = not folder.exists()
    except OSError:
        gone = True
    if gone:
        return "stick_gone"
    if error.errno in _READ_ONLY:
        return "stick_read_only"
    return "stick_name" if error.errno in _NAME else "stick_failed"
