"""Sealing of contents that lie outside the database: in chunks, so that 500 MiB pass through one megabyte of memory.

A sealed file is 48 bytes of head (magic, salt) and chunks of 1 MiB plain, each with its tag of 16 bytes. The file's key is
drawn from the vault's by HKDF over the salt; the nonce is the chunk's number and a mark on the last one, so that chunks can be
neither exchanged nor repeated, and a file cut off behind a whole chunk does not pass for a whole one (the STREAM construction
of Hoang, Reyhanitabar, Rogaway and Vizár, 2015, as age has it). docs/bundle-format.md has the form.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import secrets
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.keys.errors import VaultError

KEY_BYTES: Final = 32
CHUNK: Final = 1024 * 1024
"""Plain bytes of every chunk but the last."""

_MAGIC: Final = b"jiefen vault 1\0\0"
_NEXT: Final = b"jiefen vault "
_SALT_BYTES: Final = 32
_TAG: Final = 16
HEAD: Final = len(_MAGIC) + _SALT_BYTES


def new_key() -> bytes:
    """Draws the key of a new vault."""
    return secrets.token_bytes(KEY_BYTES)


def name_of(key: bytes, what: str) -> str:
    """The name under which something lies in the vault: always the same, and meaning nothing without the key.

    Args:
        key: the vault's.
        what: e.g. the hash of a content, which would tell a thief who has the same file.
    """
    return hmac.new(_names_key(key), what.encode(), hashlib.sha256).hexdigest()[:40]


def sealed_size(plain: int) -> int:
    """How large a content of so many bytes lies in the vault."""
    return HEAD + plain + _TAG * max(1, -(-plain // CHUNK))


class Sealer:
    """Seals one file; the caller writes :attr:`head`, then every chunk in order.

    Args:
        key: the vault's.
    """

    def __init__(self, key: bytes) -> None:
        self.head = _MAGIC + secrets.token_bytes(_SALT_BYTES)
        self._aead = AESGCM(_derive(key, self.head[len(_MAGIC) :], b"file"))
        self._next = 0
        self._ended = False

    def seal(self, plain: bytes | memoryview, *, last: bool) -> bytes:
        """Seals the next chunk.

        Args:
            plain: exactly :data:`CHUNK` bytes; of the last one any number up to that.
            last: nothing follows.

        Raises:
            ValueError: a chunk of another size, or one after the last: a bug of the caller.
        """
        if self._ended or len(plain) > CHUNK or (len(plain) < CHUNK and not last):
            raise ValueError("chunks are whole but for the last")
        nonce = _nonce(self._next, last=last)
        self._next, self._ended = self._next + 1, last
        return self._aead.encrypt(nonce, plain, self.head)


class Opener:
    """Reads a sealed file, chunk by chunk and from any place; nothing unverified comes out.

    Args:
        file: open for reading, seekable; the caller closes it.
        key: the vault's.

    Raises:
        VaultError: ``vault_newer``, ``vault_damaged``.
    """

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file = file
        self._head = file.read(HEAD)
        if len(self._head) < HEAD or not self._head.startswith(_MAGIC):
            newer = self._head.startswith(_NEXT) and not self._head.startswith(_MAGIC[: len(_NEXT) + 1])
            raise VaultError("vault_newer" if newer else "vault_damaged", "head")
        body = file.seek(0, io.SEEK_END) - HEAD
        self.chunks = max(1, -(-body // (CHUNK + _TAG)))
        self.size = body - _TAG * self.chunks
        """Plain bytes, if the file is whole."""
        if self.size < 0 or (self.chunks > 1 and self.size <= (self.chunks - 1) * CHUNK):
            raise VaultError("vault_damaged", "length")
        self._aead = AESGCM(_derive(key, self._head[len(_MAGIC) :], b"file"))

    def chunk(self, number: int) -> bytes:
        """The chunk with this number from 0.

        Raises:
            VaultError: ``vault_damaged``: altered, exchanged, cut off, or of another vault.
            OSError: the disk does not give it.
        """
        self._file.seek(HEAD + number * (CHUNK + _TAG))
        sealed = self._file.read(CHUNK + _TAG)
        try:
            return self._aead.decrypt(_nonce(number, last=number == self.chunks - 1), sealed, self._head)
        except InvalidTag:
            raise VaultError("vault_damaged", f"chunk {number}") from None

    def __iter__(self) -> Iterator[bytes]:
        """Every chunk in order."""
        return (self.chunk(number) for number in range(self.chunks))

    def part(self, start: int, length: int) -> bytes:
        """Some bytes out of the middle; fewer where the content ends before.

        Raises:
            VaultError: as for :meth:`chunk`.
        """
        stop = min(start + length, self.size)
        if start >= stop:
            return b""
        first = start // CHUNK
        found = b"".join(self.chunk(n) for n in range(first, (stop - 1) // CHUNK + 1))
        return found[start - first * CHUNK : stop - first * CHUNK]


@lru_cache(maxsize=4)
def _names_key(key: bytes) -> bytes:
    return _derive(key, b"", b"names")


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _derive(key: bytes, salt: bytes, what: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise VaultError("vault_key_length")
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=b"jiefen vault 1 " + what).derive(key)
