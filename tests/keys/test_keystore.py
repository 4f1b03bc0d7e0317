from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from app.keys import keyfile, keystore
from app.keys.errors import DamagedKeyFileError, KeyFileError, NewerKeyFileError
from app.keys.keyfile import Cost, KeyFile
from app.keys.recovery import new_code

WEAK = Cost(memory_kib=8, passes=1, lanes=1)
KEY = bytes(range(32))


@pytest.fixture
def old() -> KeyFile:
    return keyfile.create(KEY, "wang", "old", new_code(), WEAK)


@pytest.fixture
def new(old: KeyFile) -> KeyFile:
    return old.rewrap("wang", "old", "new", WEAK)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def test_saved_file_loads_with_its_copy_beside(path: Path, old: KeyFile):
    keystore.save(path, old)
    assert keystore.load(path) == keystore.Loaded(old)
    assert sorted(p.name for p in path.parent.iterdir()) == ["keys.json", "keys.json.bak"]
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


def test_damaged_file_is_recovered_from_its_copy_and_says_so(path: Path, old: KeyFile):
    keystore.save(path, old)
    path.write_bytes(path.read_bytes()[:-5])
    loaded = keystore.load(path)
    assert loaded.recovered
    keystore.save(path, loaded.key_file)
    assert keystore.load(path) == keystore.Loaded(old)


def test_missing_file_is_recovered_from_its_copy(path: Path, old: KeyFile):
    keystore.save(path, old)
    path.unlink()
    assert keystore.load(path).recovered


def test_both_damaged_is_damage_and_none_is_missing(path: Path, old: KeyFile):
    with pytest.raises(KeyFileError, match="key_file_missing"):
        keystore.load(path)
    path.write_bytes(b"")
    with pytest.raises(DamagedKeyFileError):
        keystore.load(path)
    keystore.copy_path(path).write_bytes(b"{}")
    with pytest.raises(DamagedKeyFileError):
        keystore.load(path)


def test_newer_file_is_not_passed_over_for_an_older_copy(path: Path, old: KeyFile):
    keystore.save(path, old)
    import hashlib

    head = (
        path.read_bytes().replace(b'"jiefen_key_file": 1', b'"jiefen_key_file": 2').split(b',\n "sha256"')[0]
    )
    path.write_bytes(head + b',\n "sha256": "' + hashlib.sha256(head).hexdigest().encode() + b'"\n}\n')
    with pytest.raises(NewerKeyFileError):
        keystore.load(path)


def test_an_old_password_does_not_live_on_in_the_copy(path: Path, old: KeyFile, new: KeyFile):
    keystore.save(path, old)
    keystore.save(path, new)
    assert keyfile.parse(keystore.copy_path(path).read_bytes()) == new


def test_a_copy_left_behind_by_a_power_cut_is_noticed(path: Path, old: KeyFile, new: KeyFile):
    keystore.save(path, old)
    path.write_bytes(keyfile.dump(new))
    assert keystore.load(path) == keystore.Loaded(new, copy_stale=True)


class PowerCut(BaseException):
    """Not an Exception: nothing may tidy up after it in earnest."""


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "full"), PowerCut()])
def test_failing_at_any_sync_or_rename_leaves_a_file_that_opens(
    path: Path, old: KeyFile, new: KeyFile, monkeypatch: pytest.MonkeyPatch, failure: BaseException
):
    steps = 0
    stop_at = 0

    def counted(real):
        def call(*args):
            nonlocal steps
            steps += 1
            if steps == stop_at:
                raise failure
            return real(*args)

        return call

    monkeypatch.setattr(os, "fsync", counted(os.fsync))
    monkeypatch.setattr(Path, "replace", counted(Path.replace))
    outcomes: set[KeyFile] = set()
    for stop_at in range(1, 20):
        steps = -1000
        keystore.save(path, old)
        steps = 0
        try:
            keystore.save(path, new)
            finished = True
        except (OSError, PowerCut):
            finished = False
        loaded = keystore.load(path)
        assert loaded.key_file in (old, new)
        assert loaded.key_file == new or not finished
        assert not list(path.parent.glob("*.tmp"))
        outcomes.add(loaded.key_file)
        if finished and steps < stop_at:
            break
    assert outcomes == {old, new}


def test_file_that_does_not_read_back_is_put_back(
    path: Path, old: KeyFile, new: KeyFile, monkeypatch: pytest.MonkeyPatch
):
    keystore.save(path, old)
    real = Path.replace

    def rotten(self: Path, target: Path) -> Path:
        if target == path and keyfile.dump(new) == self.read_bytes():
            self.write_bytes(b"\0" * 100)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", rotten)
    with pytest.raises(DamagedKeyFileError):
        keystore.save(path, new)
    assert keystore.load(path) == keystore.Loaded(old)
