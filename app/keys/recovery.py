"""The recovery code: what lies in the office's safe, printed on paper, for the day every password is gone."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from typing import Final

from app.keys.errors import RecoveryCodeError

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O (they look like 1 and 0) and no U."""

GROUP: Final = 4
RANDOM_GROUPS: Final = 7
"""7 groups of 4 characters of 5 bits: 140 random bits. An eighth group checks them."""

_LOOK_ALIKES: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})
_RANDOM_LENGTH: Final = GROUP * RANDOM_GROUPS


def new_code() -> str:
    """Draws a fresh code, e.g. ``7Q2M-…-0XK4``: 8 groups of 4, the last one the check group."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM_LENGTH))
    return _grouped(body + _check_group(body))


def normal_code(typed: str) -> str:
    """Gives the code as it was printed, from what a person typed off the paper.

    Case, spaces, dashes of any kind, full-width characters and the look-alikes I, L, O do not matter.

    Raises:
        RecoveryCodeError: ``recovery_code_mistyped``: a character too many or too few, one that is in no code, or a check
            group that does not fit. It tells a slip of the pen from a code that belongs to another office.
    """
    kept = [
        c
        for c in unicodedata.normalize("NFKC", typed).upper().translate(_LOOK_ALIKES)
        if not (c.isspace() or unicodedata.category(c) in {"Pd", "Pc", "Po", "Cf"} or c == "−")
    ]
    code = "".join(kept)
    if len(code) != _RANDOM_LENGTH + GROUP:
        raise RecoveryCodeError("recovery_code_mistyped", f"{len(code)} characters")
    if any(c not in ALPHABET for c in code):
        raise RecoveryCodeError("recovery_code_mistyped", "a character that is in no code")
    if _check_group(code[:_RANDOM_LENGTH]) != code[_RANDOM_LENGTH:]:
        raise RecoveryCodeError("recovery_code_mistyped", "the check group does not fit")
    return _grouped(code)


def _check_group(body: str) -> str:
    number = int.from_bytes(
        hashlib.sha256(b"jiefen recovery code 1\0" + body.encode("ascii")).digest()[:4], "big"
    )
    return "".join(ALPHABET[(number >> shift) & 31] for shift in (27, 22, 17, 12))


def _grouped(code: str) -> str:
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))
