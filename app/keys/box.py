"""age with X25519: for whom it is. Only in memory: pyrage's file functions lose data on a full disk without an error.

Format: https://age-encryption.org/v1. A box says nothing of who sealed it; signing is :mod:`app.keys.signing`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

import pyrage

from app.keys.errors import BoxError
from app.keys.signing import key_id


class _Identity(Protocol):
    def to_public(self) -> _Recipient: ...


class _Recipient(Protocol): ...


class _IdentityType(Protocol):
    def generate(self) -> _Identity: ...
    def from_str(self, text: str) -> _Identity: ...


class _RecipientType(Protocol):
    def from_str(self, text: str) -> _Recipient: ...


class _X25519(Protocol):
    Identity: _IdentityType
    Recipient: _RecipientType


class _Age(Protocol):
    """What of pyrage is used; it ships no types."""

    x25519: _X25519
    DecryptError: type[Exception]
    EncryptError: type[Exception]
    IdentityError: type[Exception]
    RecipientError: type[Exception]

    def encrypt(self, plaintext: bytes, recipients: list[_Recipient]) -> bytes: ...
    def decrypt(self, ciphertext: bytes, identities: list[_Identity]) -> bytes: ...


_age = cast("_Age", pyrage)


@dataclass(frozen=True, slots=True)
class AgeKey:
    """An installation's own key for opening boxes.

    Attributes:
        secret: ``AGE-SECRET-KEY-1…``, kept inside the encrypted database; ``age -d -i`` takes it from a file.
    """

    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        _identity(self.secret)

    @classmethod
    def generate(cls) -> AgeKey:
        """Draws a new key."""
        return cls(str(_age.x25519.Identity.generate()))

    @property
    def recipient(self) -> str:
        """The public half, ``age1…``."""
        return str(_identity(self.secret).to_public())

    @property
    def id(self) -> str:
        """The short name of the public half."""
        return key_id(self.recipient)


def normal_recipient(text: str) -> str:
    """Gives a public key in its one spelling.

    Raises:
        BoxError: ``recipient_bad``: it is not an X25519 age recipient.
    """
    try:
        return str(_age.x25519.Recipient.from_str(text))
    except _age.RecipientError:
        raise BoxError("recipient_bad") from None


def seal(plain: bytes, recipients: Sequence[str]) -> bytes:
    """Encrypts for all of ``recipients``; any one of them opens it.

    Raises:
        BoxError: ``recipient_bad``; ``no_recipient``.
    """
    if not recipients:
        raise BoxError("no_recipient")
    try:
        keys = [_age.x25519.Recipient.from_str(r) for r in recipients]
        return _age.encrypt(plain, keys)
    except _age.RecipientError:
        raise BoxError("recipient_bad") from None
    except _age.EncryptError as error:
        raise BoxError("seal_failed", str(error)) from None


def unseal(sealed: bytes, key: AgeKey) -> bytes:
    """Decrypts in memory: all of it is verified, or nothing comes out.

    Raises:
        BoxError: ``box_closed``: it is for somebody else, altered or cut off.
    """
    try:
        return _age.decrypt(sealed, [_identity(key.secret)])
    except _age.DecryptError as error:
        raise BoxError("box_closed", str(error)) from None


def _identity(secret: str) -> _Identity:
    try:
        return _age.x25519.Identity.from_str(secret)
    except _age.IdentityError:
        # The text itself must not reach a log.
        raise BoxError("identity_bad") from None
