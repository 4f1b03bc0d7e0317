"""Sealed contents outside the database: any size, from any place, and no byte of them can be altered, moved or cut off."""

from __future__ import annotations

import io
import secrets

import pytest

from app.keys import vault
from app.keys.errors import VaultError
from app.keys.vault import CHUNK, HEAD, Opener, Sealer, name_of, new_key, sealed_size

KEY = bytes(range(32))


def sealed(plain: bytes, key: bytes = KEY) -> bytes:
    sealer = Sealer(key)
    parts = [sealer.head]
    cuts = range(0, max(1, len(plain)), CHUNK)
    parts += [sealer.seal(plain[at : at + CHUNK], last=at == cuts[-1]) for at in cuts]
    return b"".join(parts)


def opened(data: bytes, key: bytes = KEY) -> bytes:
    return b"".join(Opener(io.BytesIO(data), key))


@pytest.mark.parametrize("size", [0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 77])
def test_what_is_sealed_opens_again_whatever_its_size(size: int) -> None:
    plain = secrets.token_bytes(size)
    data = sealed(plain)
    assert len(data) == sealed_size(size)
    assert opened(data) == plain
    assert Opener(io.BytesIO(data), KEY).size == size


@pytest.mark.parametrize(
    ("start", "length"), [(0, 5), (CHUNK - 2, 4), (CHUNK, 1), (3, 2 * CHUNK), (2 * CHUNK, 99)]
)
def test_a_part_out_of_the_middle_is_what_stands_there(start: int, length: int) -> None:
    plain = secrets.token_bytes(2 * CHUNK + 10)
    assert Opener(io.BytesIO(sealed(plain)), KEY).part(start, length) == plain[start : start + length]


def test_a_flipped_bit_anywhere_is_found() -> None:
    data = sealed(b"0123456789")
    for at in range(len(data)):
        altered = bytearray(data)
        altered[at] ^= 1
        with pytest.raises(VaultError):
            opened(bytes(altered))


def test_a_file_cut_off_anywhere_is_found_also_behind_a_whole_chunk() -> None:
    data = sealed(secrets.token_bytes(2 * CHUNK + 5))
    for end in (0, 5, HEAD, HEAD + 15, HEAD + CHUNK + 16, HEAD + 2 * (CHUNK + 16), len(data) - 1):
        with pytest.raises(VaultError, match="vault_damaged"):
            opened(data[:end])


def test_exchanged_or_repeated_chunks_are_found() -> None:
    data = sealed(secrets.token_bytes(3 * CHUNK))
    step = CHUNK + 16
    one, two, three = (data[HEAD + n * step : HEAD + (n + 1) * step] for n in range(3))
    for order in ((two, one, three), (one, one, three), (one, two, three, three), (one, three)):
        with pytest.raises(VaultError, match="vault_damaged"):
            opened(data[:HEAD] + b"".join(order))


def test_another_vaults_key_opens_nothing() -> None:
    with pytest.raises(VaultError, match="vault_damaged"):
        opened(sealed(b"abc"), new_key())


def test_a_newer_form_says_so() -> None:
    data = sealed(b"abc").replace(b"jiefen vault 1", b"jiefen vault 2", 1)
    with pytest.raises(VaultError, match="vault_newer"):
        opened(data)


def test_the_same_content_is_sealed_differently_each_time() -> None:
    assert sealed(b"abc") != sealed(b"abc")


def test_a_name_says_nothing_of_the_hash_and_is_another_in_another_vault() -> None:
    digest = "ab" * 32
    name = name_of(KEY, digest)
    assert name == name_of(KEY, digest)
    assert name != name_of(new_key(), digest)
    assert digest[:8] not in name


def test_a_short_chunk_in_the_middle_is_a_bug() -> None:
    with pytest.raises(ValueError, match="whole"):
        Sealer(KEY).seal(b"short", last=False)
    assert vault.KEY_BYTES == 32
