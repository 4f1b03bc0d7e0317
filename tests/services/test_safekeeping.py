"""A backup is whole or there is none; an office restored from it goes on in a new stream, without giving a number twice."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.access import archive
from app.desk import Desk
from app.errors import EnvironmentFault, UserError
from db.errors import NewerDatabaseError
from tests.support.offices import PASSWORD, Offices

Form = Callable[..., dict[str, Any]]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def register(desk: Desk, dispute: Form, title: str) -> str:
    return desk.matters.register([dispute(title=title)])[0].number


def test_a_restored_office_has_every_matter_and_is_whole(
    offices: Offices, desk: Desk, dispute: Form, stick: Path
) -> None:
    number = register(desk, dispute, "水渠")
    made = desk.back_up(stick)
    assert desk.last_backup() == made.made_at
    again = offices.door("again")
    restored = again.restore(Path(made.file), "admin", PASSWORD)
    found = offices.enter(again)
    assert found.matters.get_matter(number).title == "水渠"
    assert found.health.check().ok
    assert (restored.name, restored.changes) == (desk.access.office.name, made.changes)


def test_a_number_that_may_stand_on_a_paper_is_not_given_again(
    offices: Offices, desk: Desk, dispute: Form, stick: Path
) -> None:
    made = desk.back_up(stick)
    given = register(desk, dispute, "备份之后登记的")
    again = offices.door("again")
    mark = again.restore(Path(made.file), "admin", PASSWORD).station
    anew = register(offices.enter(again), dispute, "恢复之后登记的")
    assert mark
    assert mark in anew
    assert anew != given


def test_a_moved_office_keeps_its_plain_numbers(
    offices: Offices, desk: Desk, dispute: Form, stick: Path
) -> None:
    made = desk.back_up(stick)
    again = offices.door("again")
    assert again.restore(Path(made.file), "admin", PASSWORD, moved=True).station == ""
    assert register(offices.enter(again), dispute, "搬家之后") == register(desk, dispute, "对照")


def test_a_backup_tells_nothing_but_the_offices_name(desk: Desk, dispute: Form, stick: Path) -> None:
    register(desk, dispute, "不该被看见的事由")
    data = Path(desk.back_up(stick).file).read_bytes()
    for text in ("不该被看见的事由", dispute()["parties"][0]["name"]):
        assert text.encode() not in data
        assert text.encode("utf-16-le") not in data
    assert desk.access.office.name.encode() in data


def test_a_wrong_password_leaves_an_empty_folder_behind(offices: Offices, desk: Desk, stick: Path) -> None:
    made = desk.back_up(stick)
    again = offices.door("again")
    with pytest.raises(UserError) as told:
        again.restore(Path(made.file), "admin", "不是这个密码")
    assert told.value.code == "wrong_password"
    assert {p.name for p in again.folder.iterdir()} <= {"in-use"}
    again.restore(Path(made.file), "admin", PASSWORD)


def test_every_altered_byte_is_noticed_before_an_office_comes_out(
    offices: Offices, desk: Desk, stick: Path
) -> None:
    path = Path(desk.back_up(stick).file)
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        places = [i.header_offset + 64 for i in packed.infolist()]
    for number, at in enumerate([*places, len(whole) // 2]):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        again = offices.door(f"again{number}")
        with pytest.raises(UserError) as told:
            again.restore(path, "admin", PASSWORD)
        assert told.value.code in {"backup_damaged", "not_a_backup"}
        assert not again.state().founded


@pytest.mark.parametrize("cut", [0, 1, 200, -1])
def test_half_a_backup_is_refused(offices: Offices, desk: Desk, stick: Path, cut: int) -> None:
    path = Path(desk.back_up(stick).file)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(UserError) as told:
        offices.door("again").restore(path, "admin", PASSWORD)
    assert told.value.code == "not_a_backup"


def test_a_place_outside_of_the_folder_is_no_place(offices: Offices, desk: Desk, stick: Path) -> None:
    path = Path(desk.back_up(stick).file)
    evil = stick / "evil.jfbak"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(evil, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(
                info.filename,
                data.replace(b'"keys.json"', b'"../keys.json"') if info.filename == archive.LIST else data,
            )
        new.writestr("../keys.json", b"x")
    with pytest.raises(UserError) as told:
        offices.door("again").restore(evil, "admin", PASSWORD)
    assert told.value.code == "not_a_backup"


def test_a_founded_folder_is_never_restored_over(offices: Offices, desk: Desk, stick: Path) -> None:
    made = desk.back_up(stick)
    with pytest.raises(UserError) as told:
        offices.door("qingshi").restore(Path(made.file), "admin", PASSWORD)
    assert told.value.code == "already_set_up"


def test_a_backup_beside_the_data_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError) as told:
        desk.back_up(Path(desk.access.folder))
    assert told.value.code == "backup_at_home"


def test_a_full_stick_leaves_nothing_and_says_so(
    desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(archive.os, "fsync", full)
    with pytest.raises(EnvironmentFault) as told:
        desk.back_up(stick)
    assert told.value.code == "stick_full"
    assert list(stick.iterdir()) == []
    assert not [p.name for p in Path(desk.access.folder).iterdir() if p.name.startswith("backup.new")]


def test_what_reads_back_otherwise_is_not_called_a_backup(
    desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = archive._copy

    def rotten(source: Any, out: Any, counted: Any) -> tuple[int, str]:
        size, digest = true(source, out, counted)
        return (size, digest) if out is not None else (size, digest[::-1])

    monkeypatch.setattr(archive, "_copy", rotten)
    with pytest.raises(EnvironmentFault) as told:
        desk.back_up(stick)
    assert told.value.code == "stick_rotten"
    assert list(stick.iterdir()) == []


def test_two_backups_of_one_minute_lie_side_by_side(desk: Desk, stick: Path) -> None:
    first, second = desk.back_up(stick), desk.back_up(stick)
    assert first.file != second.file
    assert replace(first, file="", size=0) == replace(second, file="", size=0)


def test_a_backup_with_a_newer_database_asks_for_the_newer_program(
    offices: Offices, desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(desk.back_up(stick).file)

    def newer(*_a: object, **_k: object) -> None:
        raise NewerDatabaseError("9999")

    monkeypatch.setattr("db.migrations.upgrade", newer)
    again = offices.door("again")
    with pytest.raises(UserError) as told:
        again.restore(path, "admin", PASSWORD)
    assert told.value.code == "backup_newer"
    assert "新版本" in told.value.sentence
    assert not again.state().founded


def test_a_full_disk_while_restoring_is_not_called_a_backup_that_was_not_written(
    offices: Offices, desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(desk.back_up(stick).file)

    def full(*_a: object) -> tuple[int, str]:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(archive, "_copy", full)
    with pytest.raises(EnvironmentFault) as told:
        offices.door("again").restore(path, "admin", PASSWORD)
    assert told.value.code == "disk_full"
    assert "没有恢复" in told.value.sentence


def test_a_folder_is_no_backup(offices: Offices, stick: Path) -> None:
    with pytest.raises(UserError) as told:
        offices.door("again").restore(stick, "admin", PASSWORD)
    assert told.value.code == "backup_folder"
