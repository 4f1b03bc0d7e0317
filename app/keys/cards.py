"""An office's card: the file by which offices get to know each other, its fingerprint read out over the telephone.

A card proves only that who made it holds the key in it. That the key is the office's is what the voice on the telephone proves.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, cast

from app.keys.box import normal_recipient
from app.keys.errors import BoxError, CardError
from app.keys.signing import SigningKey, key_id, verify

VERSION: Final = 1
MAX_BYTES: Final = 8 * 1024
ROLES: Final = ("township", "district")

_CONTEXT: Final = b"jiefen card 1\0"
_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
_CODE: Final = re.compile(r"[0-9]{2,12}")
_STATION: Final = re.compile(r"[0-9A-Za-z]{1,8}")
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Card:
    """What an office says of itself.

    Attributes:
        office: id of the office.
        name: as on its door, e.g. 宝塔镇综治中心.
        code: division code, 2 to 12 digits.
        role: ``township`` or ``district``.
        installation: id of the copy of the program that made the card.
        station: the mark that this PC puts into its numbers.
        sign_key: raw Ed25519 public key.
        age_key: age recipient.
        made_at: aware UTC, whole seconds. Keep it from set-up: a card made again with the same facts is the same
            card, with the same fingerprint.
    """

    office: str
    name: str
    code: str
    role: str
    installation: str
    station: str
    sign_key: bytes
    age_key: str
    made_at: datetime

    @property
    def sign_id(self) -> str:
        """Short name of the signing key, as bundle headers have it."""
        return key_id(self.sign_key)

    @property
    def fingerprint(self) -> str:
        """8 groups of 4 digits: both offices read the same off their screens, or the card was swapped on its way."""
        number = int.from_bytes(hashlib.sha256(_CONTEXT + _content(self)).digest(), "big") % 10**32
        digits = f"{number:032d}"
        return " ".join(digits[i : i + 4] for i in range(0, 32, 4))


def write_card(card: Card, key: SigningKey) -> bytes:
    """Gives the card's file, signed by its own key.

    Raises:
        CardError: ``card_key``: the key is not the card's; ``card_bad``: a field would not be read back.
    """
    if key.public != card.sign_key:
        raise CardError("card_key")
    content = _content(card)
    data = _file(content, key.sign(_CONTEXT + content))
    read_card(data)
    return data


def read_card(data: bytes) -> Card:
    """Reads a card and believes nothing that does not fit: every byte counts.

    Raises:
        CardError: ``card_too_large``; ``card_bad`` (not a card, or a field that is none); ``card_newer``;
            ``card_altered`` (the signature or the canonical form does not fit).
    """
    if len(data) > MAX_BYTES:
        raise CardError("card_too_large")
    try:
        raw: object = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise CardError("card_bad", "not JSON") from None
    whole = _object(raw)
    fields = _object(whole.get("card"))
    version = fields.get("v")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise CardError("card_newer", f"v {version}")
    if version != VERSION or isinstance(version, bool):
        raise CardError("card_bad", "v")
    card = _card(fields)
    signature = _hex(whole, "signature", 64)
    content = _content(card)
    if _file(content, signature) != data or not verify(card.sign_key, signature, _CONTEXT + content):
        raise CardError("card_altered")
    return card


def _content(card: Card) -> bytes:
    """The canonical bytes that are signed and fingerprinted."""
    fields = {
        "v": VERSION,
        "office": card.office,
        "name": card.name,
        "code": card.code,
        "role": card.role,
        "installation": card.installation,
        "station": card.station,
        "sign_key": card.sign_key.hex(),
        "age_key": card.age_key,
        "made_at": card.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _file(content: bytes, signature: bytes) -> bytes:
    return b'{"card":' + content + b',"signature":"' + signature.hex().encode("ascii") + b'"}\n'


def _card(fields: dict[str, object]) -> Card:
    name = _text(fields, "name")
    if not 1 <= len(name) <= 100 or name != name.strip() or not unicodedata.is_normalized("NFC", name):
        raise CardError("card_bad", "name")
    # A direction mark in a name could show another office's name on the screen that people compare.
    if any(unicodedata.category(c) in _HIDDEN for c in name):
        raise CardError("card_bad", "name")
    role = _text(fields, "role")
    if role not in ROLES:
        raise CardError("card_bad", "role")
    try:
        age_key = normal_recipient(_text(fields, "age_key"))
        made_at = datetime.strptime(_text(fields, "made_at"), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (BoxError, ValueError):
        raise CardError("card_bad", "age_key or made_at") from None
    return Card(
        office=_matching(fields, "office", _ID),
        name=name,
        code=_matching(fields, "code", _CODE),
        role=role,
        installation=_matching(fields, "installation", _ID),
        station=_matching(fields, "station", _STATION),
        sign_key=_hex(fields, "sign_key", 32),
        age_key=age_key,
        made_at=made_at,
    )


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise CardError("card_bad", "not an object")
    return cast("dict[str, object]", value)


def _text(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise CardError("card_bad", name)
    return value


def _matching(fields: dict[str, object], name: str, pattern: re.Pattern[str]) -> str:
    value = _text(fields, name)
    if not pattern.fullmatch(value):
        raise CardError("card_bad", name)
    return value


def _hex(fields: dict[str, object], name: str, length: int) -> bytes:
    value = _text(fields, name)
    if not re.fullmatch(f"[0-9a-f]{{{2 * length}}}", value):
        raise CardError("card_bad", name)
    return bytes.fromhex(value)
