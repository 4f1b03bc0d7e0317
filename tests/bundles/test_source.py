from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from app.bundles import source
from app.bundles.bundle import Built, look
from app.bundles.source import read_file
from app.errors import EnvironmentFault, UserError


@pytest.fixture
def path(tmp_path: Path, small: Built) -> Path:
    path = tmp_path / "a.jfb"
    path.write_bytes(small.data)
    return path


def test_plain_file_is_read(path: Path, small: Built):
    assert read_file(path) == small.data
    assert look(path) == small.header


def test_missing_file_folder_and_empty_file_are_named_apart(tmp_path: Path):
    with pytest.raises(UserError, match="file_missing"):
        read_file(tmp_path / "no.jfb")
    with pytest.raises(UserError, match="file_not_plain"):
        read_file(tmp_path)
    (tmp_path / "e.jfb").touch()
    with pytest.raises(UserError, match="file_empty") as error:
        read_file(tmp_path / "e.jfb")
    assert "e.jfb" in error.value.sentence


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
def test_a_link_or_a_pipe_in_the_files_place_is_refused_at_once(path: Path, tmp_path: Path):
    link, pipe = tmp_path / "l.jfb", tmp_path / "p.jfb"
    link.symlink_to(path)
    os.mkfifo(pipe)
    for wrong in (link, pipe):
        with pytest.raises(UserError, match="file_not_plain"):
            read_file(wrong)


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_takes_the_files_place_after_the_look_is_not_followed(
    path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
):
    real = os.open

    def swapped(name: Path, flags: int) -> int:
        other = path.with_name("other")
        path.rename(other)
        path.symlink_to(other) if kind == "link" else os.mkfifo(path)
        return real(name, flags)

    monkeypatch.setattr(source.os, "open", swapped)
    with pytest.raises((UserError, EnvironmentFault)):
        read_file(path)


def test_file_that_grows_while_it_is_read_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch):
    real = os.fstat
    looks = 0

    def growing(handle: int) -> os.stat_result:
        nonlocal looks
        looks += 1
        if looks == 2:
            with path.open("ab") as file:
                file.write(b"more")
        return real(handle)

    monkeypatch.setattr(source.os, "fstat", growing)
    with pytest.raises(UserError, match="file_changing"):
        read_file(path)


def test_huge_file_is_refused_without_reading_it(tmp_path: Path):
    path = tmp_path / "huge.jfb"
    with path.open("wb") as file:
        file.truncate(5 << 30)
    assert stat.S_ISREG(path.stat().st_mode)
    with pytest.raises(UserError, match="file_too_large"):
        read_file(path)


def test_rotten_stick_is_the_sticks_fault(path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*_args: object) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(source.os, "open", broken)
    with pytest.raises(EnvironmentFault, match="read_failed"):
        read_file(path)
