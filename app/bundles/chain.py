"""The hash chain of a stream: a line can be withheld or redacted, and the chain still proves itself.

``d(n) = SHA-256(salt(n) ‖ line(n))``, ``head(n) = SHA-256(head(n-1) ‖ d(n))``, ``head(0) = SHA-256(opening line)``.
db/journal.py reckons the same when it writes; a test holds the two together.
"""

from __future__ import annotations

import hashlib
from typing import Final

SALT_BYTES: Final = 16
DIGEST_BYTES: Final = 32


def digest_of(salt: bytes, line: str) -> bytes:
    """d(n). The salt keeps a withheld line from being guessed."""
    return hashlib.sha256(salt + line.encode("utf-8")).digest()


def next_head(head: bytes, digest: bytes) -> bytes:
    """head(n) from head(n-1) and d(n)."""
    return hashlib.sha256(head + digest).digest()


def opening_head(opening: str) -> bytes:
    """head(0)."""
    return hashlib.sha256(opening.encode("utf-8")).digest()
