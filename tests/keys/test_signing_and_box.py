from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from app.keys import box, signing
from app.keys.box import AgeKey
from app.keys.errors import BoxError
from app.keys.signing import SigningKey


def test_signature_fits_its_message_and_key_alone():
    key, other = SigningKey.generate(), SigningKey.generate()
    signature = key.sign(b"message")
    assert signing.verify(key.public, signature, b"message")
    assert not signing.verify(key.public, signature, b"Message")
    assert not signing.verify(other.public, signature, b"message")
    assert not signing.verify(key.public, signature[:-1], b"message")
    assert not signing.verify(b"", signature, b"message")


def test_signature_is_rfc_8032s():
    key = SigningKey(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert key.public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert key.sign(b"").hex().startswith("e5564300c360ac729086e2cc806e828a")


def test_key_ids_are_short_and_differ():
    assert len(SigningKey.generate().id) == len(AgeKey.generate().id) == 20
    assert SigningKey.generate().id != SigningKey.generate().id


def test_box_opens_for_each_receiver_and_nobody_else():
    a, b, c = (AgeKey.generate() for _ in range(3))
    sealed = box.seal("解纷".encode(), [a.recipient, b.recipient])
    assert box.unseal(sealed, a) == box.unseal(sealed, b) == "解纷".encode()
    with pytest.raises(BoxError, match="box_closed"):
        box.unseal(sealed, c)


def test_altered_or_cut_box_gives_nothing():
    key = AgeKey.generate()
    sealed = box.seal(b"x" * 70_000, [key.recipient])
    for altered in (
        b"",
        sealed[:-1],
        sealed + b"\0",
        sealed[:-20],
        sealed[: -(70_000 - 65_536) - 16],
        b"age",
    ):
        with pytest.raises(BoxError):
            box.unseal(altered, key)
    middle = bytearray(sealed)
    middle[-300] ^= 1
    with pytest.raises(BoxError):
        box.unseal(bytes(middle), key)


def test_receivers_that_are_none_are_refused():
    for bad in ("", "age1", "ssh-ed25519 AAAA", "age1" + "q" * 58, "解纷"):
        with pytest.raises(BoxError, match="recipient_bad"):
            box.seal(b"", [bad])
    with pytest.raises(BoxError, match="no_recipient"):
        box.seal(b"", [])


def test_no_secret_shows_in_a_repr_or_an_error():
    sign, age = SigningKey.generate(), AgeKey.generate()
    assert sign.seed.hex() not in repr(sign)
    assert repr(sign.seed) not in repr(sign)
    assert age.secret not in repr(age)
    with pytest.raises(BoxError) as error:
        AgeKey("AGE-SECRET-KEY-1QQQ")
    assert "SECRET" not in str(error.value)


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_openssl_verifies_a_signature(tmp_path: Path):
    key = SigningKey.generate()
    (tmp_path / "office.pem").write_text(signing.public_pem(key.public))
    (tmp_path / "signed").write_bytes(b"message")
    (tmp_path / "sig").write_bytes(key.sign(b"message"))
    done = subprocess.run(
        [
            "openssl",
            "pkeyutl",
            "-verify",
            "-pubin",
            "-inkey",
            "office.pem",
            "-rawin",
            "-in",
            "signed",
            "-sigfile",
            "sig",
        ],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
