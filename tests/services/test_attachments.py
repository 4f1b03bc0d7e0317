"""Taking material in: content-addressed, sealed, streamed; every odd file said in a sentence; nothing half is left."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pytest
from sqlalchemy import select

from app.access.context import Context
from app.attachments.service import Attachments
from app.attachments.vault import VaultDisk
from app.desk import Desk
from app.errors import EnvironmentFault, JiefenError, NotFoundError, UserError
from app.keys.vault import CHUNK
from app.matters.view import find_by_number
from db.tables import JournalRow, Stored
from tests.support.exchange import context_of
from tests.support.offices import PASSWORD, Offices

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
    + b"the inside of a photograph that nobody may find in the clear " * 50
)
PDF = b"%PDF-1.4\n" + b"%" * 100 + b"\n%%EOF\n"


@pytest.fixture
def number(desk: Desk, dispute: Callable[..., dict[str, object]]) -> str:
    return desk.matters.register([dispute()])[0].number


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "巷道照片.jpg"
    path.write_bytes(JPEG)
    return path


def vault_of(desk: Desk) -> Path:
    return Path(context_of(desk).folder) / "vault"


def files_in(desk: Desk) -> list[Path]:
    return sorted(p for p in vault_of(desk).rglob("*") if p.is_file())


def room(desk: Desk, **changes: object) -> Attachments:
    """The same room with another limit or disk."""
    return Attachments(context_of(desk), vault_of(desk), find_by_number, **changes)  # type: ignore[arg-type]


def test_a_photo_is_taken_in_and_opens_again_byte_for_byte(desk: Desk, number: str, photo: Path) -> None:
    given = {"given_by": "张天明", "made_on": "3.1", "proves": "巷道被砖石堵住", "same_as_original": "是"}
    added = desk.attachments.take(number, photo, given=given)
    (line,) = desk.attachments.list(number)
    assert added.attachment == line.id
    assert (line.name, line.what, line.size, line.media) == (
        "巷道照片.jpg",
        "JPEG 图片",
        len(JPEG),
        "image/jpeg",
    )
    assert (line.given_by, line.made_on, line.proves) == ("张天明", date(2026, 3, 1), "巷道被砖石堵住")
    assert line.same_as_original
    assert (line.kind_label, line.standing_words, line.here) == ("证据材料", "只在本机", True)
    assert line.sha256 == hashlib.sha256(JPEG).hexdigest()
    content = desk.attachments.open(line.id)
    assert (content.data, content.viewable) == (JPEG, "image")


def test_no_byte_of_it_lies_in_the_clear_and_no_name_tells_its_hash(
    desk: Desk, number: str, photo: Path
) -> None:
    added = desk.attachments.take(number, photo)
    desk.attachments.open(added.attachment)
    found = files_in(desk)
    assert len(found) == 1
    digest = hashlib.sha256(JPEG).hexdigest()
    for path in Path(context_of(desk).folder).rglob("*"):
        assert digest[:10] not in path.name
        if path.is_file():
            assert b"photograph that nobody" not in path.read_bytes()


def test_the_history_and_the_journal_tell_it(desk: Desk, number: str, photo: Path) -> None:
    added = desk.attachments.take(number, photo, given={"kind": "照片"})
    desk.attachments.void(added.attachment, "放错了事项")
    words = [line.words for line in desk.matters.history(number)]
    assert words[:2] == ["撤回附件：巷道照片.jpg（放错了事项）", "收存附件：照片 巷道照片.jpg"]
    with context_of(desk).reading() as session:
        ops = session.scalars(
            select(JournalRow.op).where(JournalRow.entity == "attachment").order_by(JournalRow.seq)
        ).all()
    assert ops == ["create", "void"]
    assert desk.health.check().ok


def test_what_is_taken_back_stays_with_its_reason_and_its_content(
    desk: Desk, number: str, photo: Path
) -> None:
    added = desk.attachments.take(number, photo)
    with pytest.raises(UserError, match="说明理由"):
        desk.attachments.void(added.attachment, "  ")
    desk.attachments.void(added.attachment, "当事人要求取回")
    (line,) = desk.attachments.list(number)
    assert (line.voided, line.void_reason, line.ours) == (True, "当事人要求取回", False)
    assert desk.attachments.open(added.attachment).data == JPEG
    with pytest.raises(UserError, match="已经撤回过"):
        desk.attachments.void(added.attachment, "再一次")


def test_the_same_content_twice_is_stored_once(
    desk: Desk, number: str, photo: Path, dispute: Callable[..., dict[str, object]]
) -> None:
    first = desk.attachments.take(number, photo)
    again = desk.attachments.take(number, JPEG, name="同一张.jpg")
    assert again.already
    assert again.attachment == first.attachment
    assert len(desk.attachments.list(number)) == 1
    other = desk.matters.register([dispute(title="另一件")])[0].number
    elsewhere = desk.attachments.take(other, photo)
    assert not elsewhere.already
    assert len(files_in(desk)) == 1
    assert desk.attachments.count() == 1


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 17])
def test_any_size_streams_through_and_comes_back(desk: Desk, number: str, tmp_path: Path, size: int) -> None:
    path = tmp_path / "录像.bin"
    path.write_bytes(secrets.token_bytes(size))
    added = desk.attachments.take(number, path)
    assert b"".join(desk.attachments.chunks(added.attachment)) == path.read_bytes()


def _folder(tmp_path: Path) -> Path:
    (tmp_path / "一个文件夹").mkdir()
    return tmp_path / "一个文件夹"


def _link(tmp_path: Path) -> Path:
    (tmp_path / "real.jpg").write_bytes(JPEG)
    (tmp_path / "链接.jpg").symlink_to(tmp_path / "real.jpg")
    return tmp_path / "链接.jpg"


def _pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "管道.jpg")
    return tmp_path / "管道.jpg"


def _empty(tmp_path: Path) -> Path:
    (tmp_path / "空.jpg").touch()
    return tmp_path / "空.jpg"


def _program(tmp_path: Path) -> Path:
    (tmp_path / "照片.exe").write_bytes(b"MZ" + bytes(500))
    return tmp_path / "照片.exe"


@pytest.mark.parametrize(
    ("make", "code", "says"),
    [
        (_folder, "source_folder", "是文件夹"),
        (_link, "source_not_plain", "链接"),
        (_pipe, "source_not_plain", "不是文件本身"),
        (_empty, "source_empty", "空文件"),
        (_program, "source_program", "可执行程序"),
        (lambda p: p / "没有.jpg", "source_missing", "找不到"),
    ],
)
def test_what_is_no_material_is_refused_in_a_sentence_that_says_what_to_do(
    desk: Desk, number: str, tmp_path: Path, make: Callable[[Path], Path], code: str, says: str
) -> None:
    with pytest.raises(UserError, match=says) as refused:
        desk.attachments.take(number, make(tmp_path))
    assert refused.value.code == code
    assert refused.value.advice
    assert desk.attachments.list(number) == ()
    assert files_in(desk) == []


def test_two_gigabytes_are_refused_before_a_byte_is_read(desk: Desk, number: str, tmp_path: Path) -> None:
    path = tmp_path / "录像.mp4"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    with pytest.raises(UserError, match="有 2 GB，超过每份材料 500 MB 的上限") as refused:
        desk.attachments.take(number, path)
    assert "截取相关的一段" in refused.value.advice
    assert files_in(desk) == []


def test_an_unreadable_file_is_the_machines_fault(
    desk: Desk, number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "坏盘.jpg"
    path.write_bytes(JPEG)

    def broken(*_args: object) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("app.attachments.intake.os.open", broken)
    with pytest.raises(EnvironmentFault, match="读不出来（磁盘读写出错）"):
        desk.attachments.take(number, path)


def test_a_file_that_changes_while_it_is_read_is_refused_and_leaves_nothing(
    desk: Desk, number: str, tmp_path: Path
) -> None:
    path = tmp_path / "正在拷贝.bin"
    path.write_bytes(secrets.token_bytes(2 * CHUNK))

    def grow(done: int, of: int, what: str) -> None:
        del of, what
        if done == CHUNK:
            with path.open("ab") as file:
                file.write(b"more")

    with pytest.raises(UserError, match="还在变化"):
        desk.attachments.take(number, path, report=grow)
    assert desk.attachments.list(number) == ()
    assert files_in(desk) == []


def test_cancelling_in_the_middle_leaves_nothing(desk: Desk, number: str, tmp_path: Path) -> None:
    path = tmp_path / "大.bin"
    path.write_bytes(secrets.token_bytes(4 * CHUNK))
    seen: list[int] = []

    class StopError(Exception):
        pass

    def stop(done: int, of: int, what: str) -> None:
        assert (of, what) == (4 * CHUNK, "大.bin")
        seen.append(done)
        if done >= 2 * CHUNK:
            raise StopError

    with pytest.raises(StopError):
        desk.attachments.take(number, path, report=stop)
    assert seen == [0, CHUNK, 2 * CHUNK]
    assert files_in(desk) == []


def test_a_picture_that_is_no_picture_is_kept_as_other_material_and_says_so(desk: Desk, number: str) -> None:
    added = desk.attachments.take(number, b"this is a letter, not a picture", name="照片.jpg")
    assert added.odd
    assert "内容却不是图片" in added.words
    (line,) = desk.attachments.list(number)
    assert (line.kind_label, line.what, line.viewable) == ("其他", "文本", "text")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\CON", "_CON"),
        ("C:\\照片\\CON.jpg", "_CON.jpg"),
        ("con.tar.gz", "_con.tar.gz"),
        ("a.jpg:ads", "a.jpg_ads"),
        ("\u202egpj.exe", "gpj.exe"),
        ("甲\x00乙\n丙.pdf", "甲乙丙.pdf"),
        ("..", "未命名材料"),
        ("  . ", "未命名材料"),
        ("证明.pdf. .", "证明.pdf"),
        ("LPT1", "_LPT1"),
        ("conference.pdf", "conference.pdf"),
    ],
)
def test_names_lead_nowhere_and_read_as_they_are(desk: Desk, number: str, name: str, clean: str) -> None:
    desk.attachments.take(number, PDF, name=name)
    assert desk.attachments.list(number)[0].name == clean


def test_a_name_is_bounded_and_keeps_its_ending(desk: Desk, number: str) -> None:
    desk.attachments.take(number, PDF, name="很长的名字" * 100 + ".pdf")
    (line,) = desk.attachments.list(number)
    assert line.name.endswith(".pdf")
    assert len(line.name.encode()) <= 255 - len(".part")


def test_fields_are_read_as_typed_and_refused_before_the_file_is(
    desk: Desk, number: str, photo: Path
) -> None:
    for given, says in (
        ({"kind": "没有这种"}, "材料种类里没有"),
        ({"made_on": "某一天"}, "形成日期"),
        ({"made_on": "2026-03-09"}, "在今天之后"),
        ({"colour": "red"}, "没有“colour”"),
    ):
        with pytest.raises(UserError, match=says):
            desk.attachments.take(number, photo, given=given)
    assert files_in(desk) == []


def test_what_is_said_of_it_can_be_corrected(desk: Desk, number: str, photo: Path) -> None:
    added = desk.attachments.take(number, photo, given={"given_by": "李桂花"})
    desk.attachments.edit(added.attachment, {"given_by": "张天明", "proves": "通行受阻"}, name="巷道.jpg")
    (line,) = desk.attachments.list(number)
    assert (line.given_by, line.proves, line.name) == ("张天明", "通行受阻", "巷道.jpg")
    desk.attachments.edit(added.attachment, {"proves": ""})
    assert desk.attachments.list(number)[0].proves == ""
    assert "提供人：李桂花 → 张天明" in "".join(h.words for h in desk.matters.history(number))
    assert desk.health.check().ok


def test_a_plain_copy_is_a_deliberate_act_and_written_down(
    desk: Desk, number: str, photo: Path, tmp_path: Path
) -> None:
    added = desk.attachments.take(number, photo)
    folder = tmp_path / "取走"
    folder.mkdir()
    first = desk.attachments.export(added.attachment, folder)
    second = desk.attachments.export(added.attachment, folder)
    assert Path(first.path).read_bytes() == JPEG
    assert Path(second.path).name == "巷道照片（2）.jpg"
    assert sorted(p.name for p in folder.iterdir()) == ["巷道照片.jpg", "巷道照片（2）.jpg"]
    assert desk.matters.history(number)[0].words == "导出（附件“巷道照片.jpg”另存到“取走”）"
    with pytest.raises(EnvironmentFault, match="没有另存成"):
        desk.attachments.export(added.attachment, tmp_path / "没有的文件夹" / "x.jpg")


def test_looking_at_an_identity_document_is_written_down(desk: Desk, number: str, photo: Path) -> None:
    plain = desk.attachments.take(number, photo)
    card = desk.attachments.take(number, PDF, name="身份证.pdf", given={"kind": "identity"})
    assert [line.logged for line in desk.attachments.list(number)] == [False, True]
    desk.attachments.open(plain.attachment)
    desk.attachments.open(card.attachment)
    words = [line.words for line in desk.matters.history(number)]
    assert words.count("查看（附件“身份证.pdf”）") == 1
    assert not any("巷道" in w for w in words if w.startswith("查看"))


def test_an_accusations_attachments_are_for_named_users_only(
    offices: Offices, desk: Desk, petition: Callable[..., dict[str, object]], photo: Path
) -> None:
    number = desk.matters.register([petition(category="accusation")])[0].number
    added = desk.attachments.take(number, photo)
    assert desk.attachments.list(number)[0].standing_words == "保密材料，不外送"
    desk.access.add_user("liu", PASSWORD, "clerk", "刘办事")
    desk.close()
    offices.opened.clear()
    liu = offices.enter(offices.door("qingshi"), "liu")
    for ask in (liu.attachments.open, liu.attachments.get, lambda a: list(liu.attachments.chunks(a))):
        with pytest.raises(UserError, match="没有这份附件"):
            ask(added.attachment)
    with pytest.raises(NotFoundError):
        liu.attachments.list(number)
    with pytest.raises(UserError):
        liu.attachments.void(added.attachment, "试试")


class FullDisk(VaultDisk):
    """Has room when asked, and is full when written."""

    def open(self, path: Path) -> BinaryIO:
        file = super().open(path)

        class Full:
            def __init__(self) -> None:
                self.left = CHUNK

            def __getattr__(self, name: str) -> object:
                return getattr(file, name)

            def write(self, data: bytes) -> int:
                self.left -= len(data)
                if self.left < 0:
                    raise OSError(28, "No space left on device")
                return file.write(data)

        return Full()  # type: ignore[return-value]


def test_a_disk_that_fills_up_leaves_nothing_and_says_so(desk: Desk, number: str) -> None:
    with pytest.raises(EnvironmentFault, match="磁盘空间不够"):
        room(desk, disk=FullDisk()).take(number, secrets.token_bytes(3 * CHUNK), name="大.bin")
    assert files_in(desk) == []


def test_too_little_room_is_told_before_anything_is_written(desk: Desk, number: str, photo: Path) -> None:
    class Small(VaultDisk):
        def free(self, _folder: Path) -> int:
            return 64 * CHUNK

    with pytest.raises(EnvironmentFault, match="还差约 1 MB") as told:
        room(desk, disk=Small()).take(number, photo)
    assert told.value.code == "vault_full"


@pytest.fixture
def crashed(desk: Desk, number: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The power fails between the rename and the commit."""

    class PowerCut(BaseException):
        pass

    def cut(*_a: object, **_k: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr("app.attachments.vault.Vault.settle", lambda *_a, **_k: None)
        patched.setattr("app.attachments.service.Attachments._row", cut)
        with pytest.raises(PowerCut):
            desk.attachments.take(number, JPEG, name="断电.jpg")
    assert len(files_in(desk)) == 2, "the content and its mark"
    return number


def test_what_a_crash_left_counts_for_nothing_and_is_swept(desk: Desk, crashed: str) -> None:
    (vault_of(desk) / "making" / "0123.part").write_bytes(b"half")
    assert desk.attachments.list(crashed) == ()
    desk.attachments.take(crashed, PDF, name="另一份.pdf")
    assert len(files_in(desk)) == 1
    assert desk.health.check().ok


def test_the_same_content_after_a_crash_is_taken_in_wholly(desk: Desk, crashed: str) -> None:
    added = desk.attachments.take(crashed, JPEG, name="断电.jpg")
    assert desk.attachments.open(added.attachment).data == JPEG
    assert len(files_in(desk)) == 1


def test_the_health_check_finds_what_is_missing_and_what_is_not_true(desk: Desk, number: str) -> None:
    desk.attachments.take(number, JPEG, name="a.jpg")
    desk.attachments.take(number, PDF, name="b.pdf")
    assert desk.health.check().ok
    first, second = files_in(desk)
    altered = bytearray(first.read_bytes())
    altered[-1] ^= 1
    first.write_bytes(altered)
    second.unlink()
    codes = {f.code for f in desk.health.check().findings}
    assert codes == {"attachment_damaged", "attachment_missing"}


def test_exchanged_files_are_noticed_when_they_are_opened(desk: Desk, number: str) -> None:
    """Both are whole and sealed with the vault's key: the hash alone tells."""
    one = desk.attachments.take(number, JPEG, name="a.jpg")
    two = desk.attachments.take(number, PDF, name="b.pdf")
    first, second = files_in(desk)
    a, b = first.read_bytes(), second.read_bytes()
    first.write_bytes(b)
    second.write_bytes(a)
    for added in (one, two):
        with pytest.raises(JiefenError, match="有损坏"):
            desk.attachments.open(added.attachment)


def test_a_lost_content_is_there_again_once_it_is_taken_in_again(
    desk: Desk, number: str, photo: Path
) -> None:
    added = desk.attachments.take(number, photo)
    (path,) = files_in(desk)
    path.unlink()
    with pytest.raises(UserError, match="找不到"):
        desk.attachments.open(added.attachment)
    desk.attachments.take(number, photo)
    assert desk.attachments.open(added.attachment).data == JPEG
    path.write_bytes(path.read_bytes()[:-1])
    desk.attachments.take(number, photo)
    assert desk.attachments.open(added.attachment).data == JPEG


def test_the_vault_opens_after_a_new_log_in(offices: Offices, desk: Desk, number: str, photo: Path) -> None:
    added = desk.attachments.take(number, photo)
    desk.close()
    offices.opened.clear()
    again = offices.enter(offices.door("qingshi"))
    assert again.attachments.open(added.attachment).data == JPEG


def test_memory_does_not_grow_with_the_file(desk: Desk, number: str, tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "大.bin"
    with path.open("wb") as file:
        file.truncate(40 * CHUNK)
    desk.attachments.take(number, b"warm", name="warm.txt")
    tracemalloc.start()
    desk.attachments.take(number, path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12 * CHUNK


def test_what_is_stored_is_noted_with_its_size(desk: Desk, number: str, photo: Path) -> None:
    desk.attachments.take(number, photo)
    context: Context = context_of(desk)
    with context.reading() as session:
        (row,) = session.scalars(select(Stored)).all()
    assert (row.sha256, row.size) == (hashlib.sha256(JPEG).hexdigest(), len(JPEG))
