"""Ed25519: who sent it. Keys and signatures are raw (32 and 64 bytes), as RFC 8032 and ``openssl -rawin`` have them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SEED_BYTES: Final = 32
PUBLIC_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64


def key_id(public: bytes | str) -> str:
    """The short name of a public key: the first 20 hex digits of its SHA-256.

    Args:
        public: a raw Ed25519 key, or an age recipient (``age1…``), hashed as its ASCII letters.
    """
    raw = public.encode("ascii") if isinstance(public, str) else public
    return hashlib.sha256(raw).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An installation's own signing key.

    Attributes:
        seed: the 32 secret bytes, kept inside the encrypted database.
    """

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES:
            raise ValueError("an Ed25519 seed has 32 bytes")

    @classmethod
    def generate(cls) -> SigningKey:
        """Draws a new key."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> bytes:
        """The raw public key, 32 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()

    @property
    def id(self) -> str:
        """The short name of the public key."""
        return key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """Signs; 64 bytes, the same for the same message."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the holder of ``public`` signed exactly this message."""
    if len(public) != PUBLIC_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def public_pem(public: bytes) -> str:
    """The public key as PEM, for ``openssl pkeyutl -verify -pubin -inkey office.pem -rawin``."""
    key = Ed25519PublicKey.from_public_bytes(public)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")
