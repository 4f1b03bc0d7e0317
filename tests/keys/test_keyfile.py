from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from app.keys import keyfile
from app.keys.errors import (
    DamagedKeyFileError,
    KeyFileError,
    NewerKeyFileError,
    RecoveryCodeError,
    WrongPasswordError,
)
from app.keys.keyfile import Cost, KeyFile
from app.keys.recovery import new_code

WEAK = Cost(memory_kib=8, passes=1, lanes=1)
KEY = bytes(range(32))


@pytest.fixture
def code() -> str:
    return new_code()


@pytest.fixture
def office(code: str) -> KeyFile:
    return keyfile.create(KEY, "wang", "山高水长 2026", code, WEAK)


def resealed(data: bytes) -> bytes:
    """The forger's way: alter and reckon the checksum anew."""
    head = data[: data.rindex(b',\n "sha256"')]
    return head + b',\n "sha256": "' + hashlib.sha256(head).hexdigest().encode() + b'"\n}\n'


def test_password_gives_the_key_after_a_round_through_the_file(office: KeyFile):
    assert keyfile.parse(keyfile.dump(office)).unlock("wang", "山高水长 2026") == KEY


def test_recovery_code_gives_the_key(office: KeyFile, code: str):
    assert office.unlock_with_recovery(code.lower().replace("-", " ")) == KEY


def test_default_cost_opens_too(code: str):
    assert keyfile.create(KEY, "wang", "p", code).unlock("wang", "p") == KEY


def test_wrong_password_and_unknown_login_say_the_same(office: KeyFile):
    with pytest.raises(WrongPasswordError) as wrong:
        office.unlock("wang", "x")
    with pytest.raises(WrongPasswordError) as unknown:
        office.unlock("li", "山高水长 2026")
    assert wrong.value.code == unknown.value.code == "wrong_password"


def test_another_offices_recovery_code_is_wrong_and_a_mistyped_one_is_mistyped(office: KeyFile, code: str):
    with pytest.raises(WrongPasswordError):
        office.unlock_with_recovery(new_code())
    with pytest.raises(RecoveryCodeError):
        office.unlock_with_recovery(code[:-1])


def test_full_width_letters_of_an_input_method_are_the_same_login_and_password(code: str):
    office = keyfile.create(KEY, "Ｗang", "ａｂｃ１２３", code, WEAK)
    assert office.unlock("wang", "abc123") == KEY


def test_changed_password_rewraps_the_same_key(office: KeyFile):
    changed = office.rewrap("wang", "山高水长 2026", "new", WEAK)
    assert changed.unlock("wang", "new") == KEY
    with pytest.raises(WrongPasswordError):
        changed.unlock("wang", "山高水长 2026")


def test_wrong_old_password_changes_nothing(office: KeyFile):
    with pytest.raises(WrongPasswordError):
        office.rewrap("wang", "x", "new", WEAK)


def test_second_user_comes_and_goes(office: KeyFile):
    two = office.add_user(KEY, "li", "li's", WEAK)
    assert two.users == ("wang", "li")
    assert two.unlock("li", "li's") == two.unlock("wang", "山高水长 2026") == KEY
    one = two.remove_user("wang")
    assert one.users == ("li",)
    with pytest.raises(WrongPasswordError):
        one.unlock("wang", "山高水长 2026")


def test_last_user_stays(office: KeyFile):
    with pytest.raises(KeyFileError, match="last_slot"):
        office.remove_user("wang")


@pytest.mark.parametrize(
    ("login", "password", "why"),
    [
        ("WANG", "x", "slot_exists"),
        ("li", "", "password_empty"),
        (" ", "x", "login_empty"),
        ("a\0", "x", "login_empty"),
    ],
)
def test_slots_that_cannot_be(office: KeyFile, login: str, password: str, why: str):
    with pytest.raises(KeyFileError, match=why):
        office.add_user(KEY, login, password, WEAK)


def test_forgotten_password_is_set_anew_with_the_key_from_the_recovery_code(office: KeyFile, code: str):
    fresh = office.set_password(office.unlock_with_recovery(code), "wang", "again", WEAK)
    assert fresh.unlock("wang", "again") == KEY


def test_new_recovery_code_makes_the_old_one_worthless(office: KeyFile, code: str):
    other = new_code()
    fresh = office.set_recovery(KEY, other, WEAK)
    assert fresh.unlock_with_recovery(other) == KEY
    with pytest.raises(WrongPasswordError):
        fresh.unlock_with_recovery(code)


def test_file_names_its_versions_first_and_holds_neither_key_nor_password(office: KeyFile):
    data = keyfile.dump(office)
    assert list(json.loads(data))[:3] == ["jiefen_key_file", "cipher", "kdf"]
    assert KEY.hex() not in data.decode()
    assert "山高水长" not in data.decode()


def test_every_flipped_bit_is_damage(office: KeyFile):
    data = keyfile.dump(office)
    for at in range(len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[at] ^= 1 << bit
            with pytest.raises(DamagedKeyFileError):
                keyfile.parse(bytes(flipped))


def test_every_truncation_and_trailing_bytes_are_damage(office: KeyFile):
    data = keyfile.dump(office)
    for altered in [data[:n] for n in range(len(data))] + [data + b"\n", data + data, b""]:
        with pytest.raises(DamagedKeyFileError):
            keyfile.parse(altered)


def test_a_forger_who_mends_the_checksum_gets_no_other_key(office: KeyFile):
    data = keyfile.dump(office)
    outcomes: set[str] = set()
    for at in range(data.rindex(b',\n "sha256"')):
        altered = bytearray(data)
        altered[at] ^= 1
        try:
            assert keyfile.parse(resealed(bytes(altered))).unlock("wang", "山高水长 2026") == KEY
            outcomes.add("opened")
        except KeyFileError as error:
            outcomes.add(error.code)
    assert (
        {"key_file_damaged", "wrong_password", "opened"}
        <= outcomes
        <= {"key_file_damaged", "wrong_password", "opened", "key_file_newer"}
    )


def test_a_slot_of_another_file_or_another_user_opens_nothing(office: KeyFile, code: str):
    other = keyfile.create(bytes(32), "wang", "山高水长 2026", code, WEAK)
    with pytest.raises(WrongPasswordError):
        replace(office, slots=other.slots).unlock("wang", "山高水长 2026")
    renamed = replace(office, slots=tuple(replace(s, user="li") if s.user else s for s in office.slots))
    with pytest.raises(WrongPasswordError):
        renamed.unlock("li", "山高水长 2026")


@pytest.mark.parametrize(
    ("member", "words"), [(b"jiefen_key_file", "format 2"), (b"cipher", "cipher 2"), (b"kdf", "kdf 2")]
)
def test_later_version_is_named_and_not_called_damage(office: KeyFile, member: bytes, words: str):
    data = keyfile.dump(office).replace(b'"' + member + b'": 1', b'"' + member + b'": 2')
    with pytest.raises(NewerKeyFileError) as newer:
        keyfile.parse(resealed(data))
    assert newer.value.needed == words


def test_later_version_may_hold_what_this_one_does_not_understand():
    with pytest.raises(NewerKeyFileError):
        keyfile.parse(
            resealed(b'{\n "jiefen_key_file": 9,\n "boxes": [[1.5]],\n "sha256": "' + b"0" * 64 + b'"\n}\n')
        )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"memory_kib": 8', b'"memory_kib": 1073741824'),
        (b'"passes": 1', b'"passes": 1000000'),
        (b'"lanes": 1', b'"lanes": 0'),
        (b'"passes": 1', b'"passes": true'),
        (b'"kind": "recovery"', b'"kind": "user"'),
        (b'"kind": "recovery"', b'"kind": "ghost"'),
        (b'"cipher": 1', b'"cipher": 0'),
        (b'"slots": [', b'"slots": [7, '),
        (b'"salt": "', b'"salt": "0'),
    ],
)
def test_nonsense_with_a_fitting_checksum_is_damage(office: KeyFile, before: bytes, after: bytes):
    data = keyfile.dump(office)
    assert before in data
    with pytest.raises(DamagedKeyFileError):
        keyfile.parse(resealed(data.replace(before, after)))


def test_a_key_of_another_length_or_a_cost_out_of_bounds_is_refused(office: KeyFile):
    with pytest.raises(KeyFileError, match="key_length"):
        office.add_user(b"short", "li", "x", WEAK)
    with pytest.raises(KeyFileError, match="cost_out_of_bounds"):
        office.add_user(KEY, "li", "x", Cost(1, 1, 1))


def test_nothing_secret_shows_in_a_repr(office: KeyFile):
    assert all(s.box.hex() not in repr(office) and repr(s.box) not in repr(office) for s in office.slots)
