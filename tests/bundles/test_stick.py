from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from app.bundles import bundle, stick
from app.bundles.bundle import Built
from app.bundles.stick import Disk, check_folder, write_bundle
from app.bundles.stick_faults import code_of
from app.errors import EnvironmentFault, UserError

NAME = "621299101-20261122-0001.jfb"
OPEN = 4
"""The call that opens the file, after three that only look."""


@pytest.fixture
def verify(township) -> Callable[[bytes], object]:
    return lambda data: bundle.check_built(data, township.sign, township.age)


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


class FaultyDisk(Disk):
    """Fails at the n-th call, or gives rot back."""

    def __init__(
        self, fail_at: int = 0, code: int = errno.ENOSPC, *, rot: bool = False, pulled: Path | None = None
    ) -> None:
        self.calls = 0
        self.names: list[str] = []
        self.fail_at, self.code, self.rot, self.pulled = fail_at, code, rot, pulled

    def step(self, name: str) -> None:
        self.calls += 1
        self.names.append(name)
        if self.calls >= self.fail_at > 0:
            if self.pulled is not None and self.pulled.exists():
                self.pulled.rename(self.pulled.with_name("pulled"))
            raise OSError(self.code, "fault")

    def entries(self, folder: Path) -> list[Path]:
        self.step("entries")
        return super().entries(folder)

    def exists(self, path: Path) -> bool:
        self.step("exists")
        return super().exists(path)

    def free(self, folder: Path) -> int:
        self.step("free")
        return super().free(folder)

    def open(self, path: Path) -> int:
        self.step("open")
        return super().open(path)

    def write(self, handle: int, data: memoryview) -> int:
        self.step("write")
        return super().write(handle, data[:500])

    def sync(self, handle: int) -> None:
        self.step("sync")
        super().sync(handle)

    def close(self, handle: int) -> None:
        super().close(handle)
        self.step("close")

    def rename(self, before: Path, after: Path) -> None:
        self.step("rename")
        super().rename(before, after)

    def sync_folder(self, folder: Path) -> None:
        self.step("sync_folder")
        super().sync_folder(folder)

    def read(self, path: Path) -> bytes:
        self.step("read")
        data = super().read(path)
        return data[:-1] + b"\0" * 2 if self.rot else data


def test_bundle_lies_verified_on_the_stick(small: Built, usb: Path, verify):
    written = write_bundle(small.data, usb, NAME, verify)
    assert written.path.read_bytes() == small.data
    assert written.sha256 == small.sha256
    assert [p.name for p in usb.iterdir()] == [NAME]


def test_order_is_write_sync_close_rename_sync_folder_and_read_back(small: Built, usb: Path, verify):
    disk = FaultyDisk()
    write_bundle(small.data, usb, NAME, verify, disk)
    names = [n for i, n in enumerate(disk.names) if n != "write" or disk.names[i - 1] != "write"]
    looked = ["entries", "exists", "free"]
    assert names == [*looked, "open", "write", "sync", "close", "rename", "sync_folder", "read"]


@pytest.mark.parametrize(
    "code", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EFBIG, errno.ENODEV, errno.EBADMSG]
)
def test_failure_at_any_step_leaves_nothing_that_looks_like_a_bundle(
    small: Built, usb: Path, verify, code: int
):
    counting = FaultyDisk()
    write_bundle(small.data, usb, NAME, verify, counting)
    (usb / NAME).unlink()
    for step in range(1, counting.calls + 1):
        with pytest.raises(EnvironmentFault) as error:
            write_bundle(small.data, usb, NAME, verify, FaultyDisk(step, code))
        assert "没有丢" in error.value.sentence
        assert list(usb.iterdir()) == []
    assert write_bundle(small.data, usb, NAME, verify).sha256 == small.sha256


@pytest.mark.parametrize(
    ("code", "named"),
    [
        (errno.ENOSPC, "stick_full"),
        (errno.EROFS, "stick_read_only"),
        (errno.EACCES, "stick_read_only"),
        (errno.EFBIG, "stick_file_limit"),
        (errno.ENODEV, "stick_gone"),
        (errno.EIO, "stick_failed"),
        (errno.EINVAL, "stick_name"),
        (errno.ENAMETOOLONG, "stick_name"),
        (errno.EHOSTDOWN, "place_offline"),
        (errno.ESTALE, "place_offline"),
    ],
)
def test_faults_of_the_stick_are_named_apart(small: Built, usb: Path, verify, code: int, named: str):
    with pytest.raises(EnvironmentFault, match=named) as error:
        write_bundle(small.data, usb, NAME, verify, FaultyDisk(OPEN, code))
    assert "{" not in error.value.sentence + error.value.advice


@pytest.mark.parametrize(
    ("winerror", "named"),
    [
        (112, "stick_full"),
        (19, "stick_read_only"),
        (1167, "stick_gone"),
        (21, "stick_gone"),
        (223, "stick_file_limit"),
        (123, "stick_name"),
        (64, "place_offline"),
    ],
)
def test_windows_says_more_than_its_c_library(usb: Path, winerror: int, named: str):
    error = OSError(errno.EINVAL, "fault")
    error.winerror = winerror  # type: ignore[attr-defined]
    assert code_of(error, usb) == named


def test_a_refused_name_is_said(small: Built, usb: Path, verify):
    with pytest.raises(EnvironmentFault) as error:
        write_bundle(small.data, usb, NAME, verify, FaultyDisk(OPEN, errno.EILSEQ))
    assert NAME in error.value.sentence


def test_pulled_stick_says_so_and_its_leftover_is_swept_next_time(small: Built, usb: Path, verify):
    with pytest.raises(EnvironmentFault, match="stick_gone"):
        write_bundle(small.data, usb, NAME, verify, FaultyDisk(OPEN + 2, errno.EIO, pulled=usb))
    usb.with_name("pulled").rename(usb)
    assert [p.name for p in usb.iterdir()] == [NAME + ".part"]
    assert stick.bundles_in(usb) == []
    written = write_bundle(small.data, usb, NAME, verify)
    assert written.swept == (NAME + ".part",)
    assert stick.bundles_in(usb) == [usb / NAME]


def test_pulled_before_it_was_read_back_does_not_count_as_sent(small: Built, usb: Path, verify):
    counting = FaultyDisk()
    write_bundle(small.data, usb, NAME, verify, counting)
    (usb / NAME).unlink()
    with pytest.raises(EnvironmentFault, match="stick_unchecked") as error:
        write_bundle(small.data, usb, NAME, verify, FaultyDisk(counting.calls, errno.EIO, pulled=usb))
    assert "不能算送出" in error.value.sentence


def test_stick_that_is_not_there_says_so(small: Built, usb: Path, verify):
    with pytest.raises(EnvironmentFault, match="place_missing"):
        write_bundle(small.data, usb / "no", NAME, verify)
    with pytest.raises(EnvironmentFault, match="read_failed"):
        stick.bundles_in(usb / "no")


def test_nothing_is_written_into_the_programs_own_folder(tmp_path: Path, usb: Path):
    own = tmp_path / "data"
    (own / "outbox").mkdir(parents=True)
    link = usb / "link"
    link.symlink_to(own / "outbox")
    for folder in (own, own / "outbox", link):
        with pytest.raises(UserError, match="place_own"):
            check_folder(folder, own)
    check_folder(usb, own)


def test_a_place_that_is_no_folder_is_told_before_anything_is_built(tmp_path: Path, usb: Path):
    (usb / "file").touch()
    with pytest.raises(EnvironmentFault, match="place_no_folder"):
        check_folder(usb / "file", tmp_path / "data")
    with pytest.raises(EnvironmentFault, match="place_missing"):
        check_folder(usb / "no", tmp_path / "data")


def test_a_sentence_names_the_place_it_is_about(small: Built, usb: Path, verify):
    with pytest.raises(EnvironmentFault) as error:
        write_bundle(small.data, usb, NAME, verify, FaultyDisk(OPEN, errno.ENOSPC), "文件夹“上报”")
    assert error.value.sentence.startswith("文件夹“上报”空间不够")


def test_rotten_stick_is_found_by_reading_back(small: Built, usb: Path, verify):
    with pytest.raises(EnvironmentFault, match="stick_rotten"):
        write_bundle(small.data, usb, NAME, verify, FaultyDisk(rot=True))
    assert list(usb.iterdir()) == []


def test_full_stick_is_told_before_anything_is_written(
    small: Built, usb: Path, verify, monkeypatch: pytest.MonkeyPatch
):
    disk = FaultyDisk()
    monkeypatch.setattr(disk, "free", lambda _folder: 100)
    with pytest.raises(EnvironmentFault, match="stick_full"):
        write_bundle(small.data, usb, NAME, verify, disk)
    assert disk.names == ["entries", "exists"]


def test_bundle_that_does_not_open_never_reaches_the_stick(small: Built, usb: Path, verify):
    with pytest.raises(UserError):
        write_bundle(small.data[:-1], usb, NAME, verify)
    assert list(usb.iterdir()) == []


def test_same_bundle_twice_is_fine_and_another_of_its_name_is_not_written_over(
    small: Built, township, district, usb: Path, verify
):
    write_bundle(small.data, usb, NAME, verify)
    assert write_bundle(small.data, usb, NAME, verify).sha256 == small.sha256
    with pytest.raises(UserError, match="name_taken"):
        write_bundle(township.bundle(district).data, usb, NAME, verify)
    assert (usb / NAME).read_bytes() == small.data


def test_sweeping_touches_no_other_file(usb: Path):
    for name in ("photo.part", "a.jfb.part.txt", "报告.docx", NAME):
        (usb / name).touch()
    (usb / (NAME + ".part")).mkdir()
    assert stick.sweep(usb) == ()
    assert len(list(usb.iterdir())) == 5
