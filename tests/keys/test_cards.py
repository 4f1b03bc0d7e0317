from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.keys.box import AgeKey
from app.keys.cards import Card, read_card, write_card
from app.keys.errors import CardError
from app.keys.signing import SigningKey

SIGN = SigningKey(bytes(range(32)))
AGE = AgeKey("AGE-SECRET-KEY-14PFJ2HF7JC3F7Q5GJHEVQGCK3C8DT2JW8HX5W6095WETNLZLPTSSZJA96S")
CARD = Card(
    office="0b7c1f0e-1111-4222-8333-944455556666",
    name="宝塔镇综治中心",
    code="621299101",
    role="township",
    installation="i-1",
    station="A",
    sign_key=SIGN.public,
    age_key=AGE.recipient,
    made_at=datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC),
)


def test_card_reads_back_as_it_was_written():
    assert read_card(write_card(CARD, SIGN)) == CARD


def test_fingerprint_is_eight_groups_of_four_digits_and_stays():
    assert re.fullmatch(r"\d{4}( \d{4}){7}", CARD.fingerprint)
    assert read_card(write_card(CARD, SIGN)).fingerprint == CARD.fingerprint
    elsewhere = replace(CARD, made_at=CARD.made_at.astimezone(timezone(timedelta(hours=8))))
    assert elsewhere.fingerprint == CARD.fingerprint


@pytest.mark.parametrize(
    "other",
    [
        replace(CARD, name="宝塔鎮综治中心"),
        replace(CARD, sign_key=SigningKey.generate().public),
        replace(CARD, age_key=AgeKey.generate().recipient),
        replace(CARD, code="621299102"),
        replace(CARD, role="district"),
    ],
)
def test_another_fact_is_another_fingerprint(other: Card):
    assert other.fingerprint != CARD.fingerprint


def test_every_flipped_bit_and_every_truncation_is_refused():
    data = write_card(CARD, SIGN)
    altered = [data[:n] for n in range(len(data))] + [data + b"\n", data + b" "]
    for at in range(len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[at] ^= 1 << bit
            altered.append(bytes(flipped))
    for bad in altered:
        with pytest.raises(CardError):
            read_card(bad)


def test_card_of_a_later_version_says_so():
    with pytest.raises(CardError, match="card_newer"):
        read_card(b'{"card":{"v":2,"shape":"round"}}')


def test_somebody_elses_key_signs_no_card():
    with pytest.raises(CardError, match="card_key"):
        write_card(CARD, SigningKey.generate())


def test_swapped_key_with_the_old_signature_is_altered():
    whole = json.loads(write_card(CARD, SIGN))
    whole["card"]["sign_key"] = SigningKey.generate().public.hex()
    with pytest.raises(CardError, match="card_altered"):
        read_card(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


@pytest.mark.parametrize(
    "other",
    [
        replace(CARD, name=""),
        replace(CARD, name="镇" * 101),
        replace(CARD, name="宝塔\u202e镇"),
        replace(CARD, name="宝塔\n镇"),
        replace(CARD, name="宝塔\ud800"),
        replace(CARD, name=" 宝塔镇"),
        replace(CARD, office="../x"),
        replace(CARD, installation=""),
        replace(CARD, station="甲"),
        replace(CARD, code="62129９101"),
        replace(CARD, role="province"),
        replace(CARD, age_key="age1nobody"),
    ],
)
def test_fields_that_cannot_be_are_never_written(other: Card):
    with pytest.raises(CardError):
        write_card(other, SIGN)


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"card":{"v":true}}',
        b"[" * 8000,
        b"\xff\xfe",
        b'{"card":{"v":1e400}}',
        b" " * 9000,
    ],
)
def test_junk_is_no_card(junk: bytes):
    with pytest.raises(CardError):
        read_card(junk)
