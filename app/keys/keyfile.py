"""The key file: the database's random key, wrapped once for each user and once for the recovery code.

It lies in clear text beside the database, so that a program of any version can say *why* it does not open: wrong
password, newer version, damaged. It reveals the logins and nothing else. A changed password rewraps the same key; the
database is never encrypted anew. docs/bundle-format.md has the file's form.

This module is pure (bytes in, bytes out); :mod:`app.keys.keystore` puts the file on the disk.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Final, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.keys.errors import DamagedKeyFileError, KeyFileError, NewerKeyFileError, WrongPasswordError
from app.keys.recovery import normal_code

FORMAT: Final = 1
CIPHER: Final = 1
"""1 = AES-256-GCM with a random 12-byte nonce."""
KDF: Final = 1
"""1 = Argon2id version 1.3 (RFC 9106)."""

KEY_BYTES: Final = 32
MAX_BYTES: Final = 256 * 1024
USER: Final = "user"
RECOVERY: Final = "recovery"

_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_BOX_BYTES: Final = KEY_BYTES + 16
_MAX_SLOTS: Final = 200
_TAIL: Final = re.compile(rb',\n "sha256": "([0-9a-f]{64})"\n}\n\Z')


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a password costs.

    The default is the second choice of RFC 9106 (64 MiB, 3 passes, 4 lanes), 0.25 s on two cores: once for a clerk who
    waits, and 64 MiB for each try of a thief.
    """

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    def is_sound(self) -> bool:
        """Whether Argon2id takes these, and a forged file cannot make the log-in eat the PC's memory with them."""
        return (
            1 <= self.lanes <= 16
            and 1 <= self.passes <= 32
            and 8 * self.lanes <= self.memory_kib <= 1024 * 1024
        )


DEFAULT_COST: Final = Cost()


@dataclass(frozen=True, slots=True)
class Slot:
    """The database key, wrapped for one holder.

    Attributes:
        kind: ``user`` or ``recovery``.
        user: the login; empty for recovery.
        cost: parameters of Argon2id for this slot: they may differ from slot to slot as PCs grow faster.
        salt: 16 bytes, fresh on each wrapping.
        nonce: 12 bytes, fresh on each wrapping.
        box: 48 bytes, the encrypted key and its tag.
    """

    kind: str
    user: str
    cost: Cost
    salt: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    box: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """All slots of one database. Every change gives a new value; write it with :func:`app.keys.keystore.save`.

    Attributes:
        file_id: 32 hex digits, drawn at set-up and bound into every slot: one of another office's file opens nothing.
        slots: at least one.
    """

    file_id: str
    slots: tuple[Slot, ...]

    @property
    def users(self) -> tuple[str, ...]:
        """Logins that have a slot, in the order they came."""
        return tuple(s.user for s in self.slots if s.kind == USER)

    def unlock(self, login: str, password: str) -> bytes:
        """Gives the 32-byte database key to a user.

        Raises:
            WrongPasswordError: the password is wrong, or there is no such login.
        """
        return self._open(USER, normal_login(login), _password_bytes(password))

    def unlock_with_recovery(self, code: str) -> bytes:
        """Gives the 32-byte database key to who holds the recovery sheet.

        Raises:
            RecoveryCodeError: the code was copied wrongly.
            WrongPasswordError: the code is well formed but not this file's.
        """
        return self._open(RECOVERY, "", normal_code(code).encode("ascii"))

    def add_user(self, db_key: bytes, login: str, password: str, cost: Cost = DEFAULT_COST) -> KeyFile:
        """Adds a slot for a new user.

        Raises:
            KeyFileError: ``slot_exists``; ``password_empty``; ``login_empty``; ``too_many_slots``.
        """
        name = normal_login(login)
        if name in self.users:
            raise KeyFileError("slot_exists", name)
        if len(self.slots) >= _MAX_SLOTS:
            raise KeyFileError("too_many_slots")
        slot = _wrap(self.file_id, USER, name, _password_bytes(password), db_key, cost)
        return replace(self, slots=(*self.slots, slot))

    def set_password(self, db_key: bytes, login: str, password: str, cost: Cost = DEFAULT_COST) -> KeyFile:
        """Gives a user a new password without the old one: for who came in by the recovery code.

        Raises:
            KeyFileError: ``no_such_slot``; ``password_empty``.
        """
        name = normal_login(login)
        if name not in self.users:
            raise KeyFileError("no_such_slot", name)
        fresh = _wrap(self.file_id, USER, name, _password_bytes(password), db_key, cost)
        return replace(
            self, slots=tuple(fresh if s.kind == USER and s.user == name else s for s in self.slots)
        )

    def rewrap(self, login: str, old: str, new: str, cost: Cost = DEFAULT_COST) -> KeyFile:
        """Changes a user's password. The database key stays, so nothing is encrypted anew.

        Raises:
            WrongPasswordError: the old password is wrong.
            KeyFileError: ``password_empty``.
        """
        return self.set_password(self.unlock(login, old), login, new, cost)

    def remove_user(self, login: str) -> KeyFile:
        """Takes a user's slot away.

        Raises:
            KeyFileError: ``no_such_slot``; ``last_slot``: nobody could log in any more.
        """
        name = normal_login(login)
        if name not in self.users:
            raise KeyFileError("no_such_slot", name)
        if len(self.users) == 1:
            raise KeyFileError("last_slot", name)
        return replace(self, slots=tuple(s for s in self.slots if not (s.kind == USER and s.user == name)))

    def set_recovery(self, db_key: bytes, code: str, cost: Cost = DEFAULT_COST) -> KeyFile:
        """Makes a recovery code valid and the one before it worthless.

        Raises:
            RecoveryCodeError: the code is not well formed.
        """
        slot = _wrap(self.file_id, RECOVERY, "", normal_code(code).encode("ascii"), db_key, cost)
        return replace(self, slots=(*(s for s in self.slots if s.kind != RECOVERY), slot))

    def _open(self, kind: str, user: str, secret: bytes) -> bytes:
        for slot in self.slots:
            if slot.kind == kind and slot.user == user:
                key = _derive(secret, slot.salt, slot.cost)
                try:
                    return AESGCM(key).decrypt(slot.nonce, slot.box, _bound(self.file_id, slot))
                except InvalidTag:
                    raise WrongPasswordError from None
        raise WrongPasswordError("no such slot")


def new_db_key() -> bytes:
    """Draws the 32 random bytes that encrypt a new database."""
    return secrets.token_bytes(KEY_BYTES)


def create(
    db_key: bytes, login: str, password: str, recovery_code: str, cost: Cost = DEFAULT_COST
) -> KeyFile:
    """Makes the key file of a new office: its first user and its recovery sheet.

    Raises:
        KeyFileError: ``key_length``; ``password_empty``; ``login_empty``.
        RecoveryCodeError: the code is not well formed.
    """
    empty = KeyFile(file_id=secrets.token_hex(16), slots=())
    return empty.add_user(db_key, login, password, cost).set_recovery(db_key, recovery_code, cost)


def normal_login(login: str) -> str:
    """The one spelling of a login: full-width letters of an input method equal half-width ones; case counts not.

    Raises:
        KeyFileError: ``login_empty``, also for one longer than 64 characters or with control characters.
    """
    name = unicodedata.normalize("NFKC", login).strip().casefold()
    if not name or len(name) > 64 or any(unicodedata.category(c).startswith("C") for c in name):
        raise KeyFileError("login_empty")
    return name


def dump(key_file: KeyFile) -> bytes:
    """Writes the file's bytes: JSON, versions first, a SHA-256 of everything before it last.

    The place of the versions and the rule of the last line never change in any later format: by them an older program
    tells a newer file from a damaged one.
    """
    content = {
        "jiefen_key_file": FORMAT,
        "cipher": CIPHER,
        "kdf": KDF,
        "file": key_file.file_id,
        "slots": [_slot_json(s) for s in key_file.slots],
    }
    head = json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8").removesuffix(b"\n}")
    return head + b',\n "sha256": "' + hashlib.sha256(head).hexdigest().encode("ascii") + b'"\n}\n'


def parse(data: bytes) -> KeyFile:
    """Reads the file's bytes and believes nothing that does not fit.

    Raises:
        NewerKeyFileError: whole, but of a later format, cipher or KDF.
        DamagedKeyFileError: anything else that is not a key file byte by byte.
    """
    if len(data) > MAX_BYTES:
        raise DamagedKeyFileError("too long")
    tail = _TAIL.search(data)
    if tail is None or hashlib.sha256(data[: tail.start()]).hexdigest().encode("ascii") != tail.group(1):
        raise DamagedKeyFileError("checksum")
    try:
        content: object = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise DamagedKeyFileError("not JSON") from None
    fields = _object(content)
    for name, label, ours in (
        ("jiefen_key_file", "format", FORMAT),
        ("cipher", "cipher", CIPHER),
        ("kdf", "kdf", KDF),
    ):
        version = fields.get(name)
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise DamagedKeyFileError(label)
        if version > ours:
            raise NewerKeyFileError(f"{label} {version}")
    file_id = fields.get("file")
    slots = fields.get("slots")
    if not isinstance(file_id, str) or not re.fullmatch("[0-9a-f]{32}", file_id):
        raise DamagedKeyFileError("file id")
    if not isinstance(slots, list) or not 1 <= len(cast("list[object]", slots)) <= _MAX_SLOTS + 1:
        raise DamagedKeyFileError("slots")
    key_file = KeyFile(file_id=file_id, slots=tuple(_read_slot(s) for s in cast("list[object]", slots)))
    names = [(s.kind, s.user) for s in key_file.slots]
    if len(set(names)) != len(names):
        raise DamagedKeyFileError("two slots of one name")
    return key_file


def _wrap(file_id: str, kind: str, user: str, secret: bytes, db_key: bytes, cost: Cost) -> Slot:
    if len(db_key) != KEY_BYTES:
        raise KeyFileError("key_length")
    if not cost.is_sound():
        raise KeyFileError("cost_out_of_bounds")
    slot = Slot(kind, user, cost, secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES), b"")
    box = AESGCM(_derive(secret, slot.salt, cost)).encrypt(slot.nonce, db_key, _bound(file_id, slot))
    return replace(slot, box=box)


def _derive(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    kdf = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    return kdf.derive(secret)


def _bound(file_id: str, slot: Slot) -> bytes:
    """What the tag of a slot vouches for besides the key: whose slot it is, in which file, at which cost."""
    return json.dumps(
        ["jiefen key slot", FORMAT, CIPHER, KDF, file_id, slot.kind, slot.user, _cost_json(slot.cost)],
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode("utf-8")


def _password_bytes(password: str) -> bytes:
    # An input method may type full-width letters; NFKC makes them the same password.
    text = unicodedata.normalize("NFKC", password)
    if not text:
        raise KeyFileError("password_empty")
    if len(text) > 1024:
        raise KeyFileError("password_too_long")
    return text.encode("utf-8", "surrogatepass")


def _cost_json(cost: Cost) -> dict[str, int]:
    return {"memory_kib": cost.memory_kib, "passes": cost.passes, "lanes": cost.lanes}


def _slot_json(slot: Slot) -> dict[str, object]:
    return {
        "kind": slot.kind,
        "user": slot.user,
        "cost": _cost_json(slot.cost),
        "salt": slot.salt.hex(),
        "nonce": slot.nonce.hex(),
        "box": slot.box.hex(),
    }


def _read_slot(value: object) -> Slot:
    fields = _object(value)
    kind, user, cost = fields.get("kind"), fields.get("user"), _object(fields.get("cost"))
    if kind not in {USER, RECOVERY} or not isinstance(user, str) or (kind == USER) != bool(user):
        raise DamagedKeyFileError("slot holder")
    slot = Slot(
        kind=str(kind),
        user=user,
        cost=Cost(_number(cost, "memory_kib"), _number(cost, "passes"), _number(cost, "lanes")),
        salt=_bytes(fields, "salt", _SALT_BYTES),
        nonce=_bytes(fields, "nonce", _NONCE_BYTES),
        box=_bytes(fields, "box", _BOX_BYTES),
    )
    if not slot.cost.is_sound():
        raise DamagedKeyFileError("cost out of bounds")
    return slot


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise DamagedKeyFileError("not an object")
    return cast("dict[str, object]", value)


def _number(fields: dict[str, object], name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise DamagedKeyFileError(name)
    return value


def _bytes(fields: dict[str, object], name: str, length: int) -> bytes:
    value = fields.get(name)
    if not isinstance(value, str) or not re.fullmatch(f"[0-9a-f]{{{2 * length}}}", value):
        raise DamagedKeyFileError(name)
    return bytes.fromhex(value)
