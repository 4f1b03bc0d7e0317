from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.keys.tries import CAP_SECONDS, Tries, delay_after

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@pytest.fixture
def tries(tmp_path: Path) -> Tries:
    return Tries(tmp_path / "keys.json.tries")


def test_waits_double_after_three_free_tries_up_to_a_cap():
    assert [delay_after(n) for n in range(12)] == [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300]
    assert delay_after(10**9) == CAP_SECONDS


def test_third_wrong_password_costs_two_seconds(tries: Tries):
    assert [tries.failed("wang", NOON) for _ in range(3)] == [0, 0, 2]
    assert tries.wait_seconds("WANG", NOON) == 2
    assert tries.wait_seconds("wang", NOON + timedelta(seconds=1.5)) == 1
    assert tries.wait_seconds("wang", NOON + timedelta(seconds=2)) == 0


def test_another_login_does_not_wait(tries: Tries):
    for _ in range(9):
        tries.failed("wang", NOON)
    assert tries.wait_seconds("li", NOON) == 0


def test_right_password_forgets_the_failures_and_tells_their_number(tries: Tries):
    for _ in range(5):
        tries.failed("wang", NOON)
    assert tries.succeeded("wang") == 5
    assert tries.succeeded("wang") == 0
    assert tries.wait_seconds("wang", NOON) == 0


def test_failures_outlive_the_program(tries: Tries):
    for _ in range(4):
        tries.failed("wang", NOON)
    assert Tries(tries.path).wait_seconds("wang", NOON) == 4


def test_clock_set_back_does_not_lock_out_for_years(tries: Tries):
    for _ in range(20):
        tries.failed("wang", NOON.replace(year=2099))
    assert tries.wait_seconds("wang", NOON) == 300
    assert tries.wait_seconds("wang", NOON + timedelta(seconds=300)) == 0


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"wang":7}',
        b'{"wang":[-1,"x"]}',
        b'{"wang":[9,"0001-01-01T00:00+08:00"]}',
        b"[" * 60000,
    ],
)
def test_damaged_counter_locks_nobody_out(tries: Tries, junk: bytes):
    tries.path.write_bytes(junk)
    assert tries.wait_seconds("wang", NOON) == 0
    assert tries.failed("wang", NOON) == 0


def test_counter_that_cannot_be_written_keeps_nobody_out(tmp_path: Path):
    assert Tries(tmp_path / "gone" / "tries").failed("wang", NOON) == 0


def test_counter_file_does_not_grow_without_end(tries: Tries):
    for n in range(600):
        tries.failed(f"login{n}", NOON)
    assert tries.path.stat().st_size < 64 * 1024
    assert tries.succeeded("login599") == 1
    assert tries.succeeded("login0") == 0
