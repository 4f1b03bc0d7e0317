"""Sticks are found on made-up machines: trees of files for Linux, a made-up kernel32 for Windows."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.bundles.drives import LinuxDrives, NoDrives, drive_view, place_word, size_words, system_finder
from app.bundles.drives_windows import BUS_USB, DISC, FIXED, REMOVABLE, Kernel32, Volume, WindowsDrives
from app.bundles.values import DriveView

GB = 1 << 30
USB = "pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/host6/target6:0:0/6:0:0:0/block"
SATA = "pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block"


class Machine:
    """A made-up Linux PC: disks in a tree like /sys, and what is mounted."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lines = ["22 27 0:21 / /proc rw,relatime - proc proc rw"]
        for folder in ("sys/block", "sys/dev/block", "sys/class/block", "labels"):
            (root / folder).mkdir(parents=True)
        self.disk("sda", SATA, "8:0", removable=0)
        self.part("sda", SATA, "sda2", "8:2")
        self.mount("8:2", "/", "ext4", "/dev/sda2")

    def disk(self, name: str, bus: str, number: str, removable: int = 1, **files: str) -> Path:
        node = self.root / "sys/devices" / bus / name
        (node / "device").mkdir(parents=True)
        for file, text in {"removable": str(removable), "size": str(15 * GB // 512), **files}.items():
            (node / file.replace("__", "/")).write_text(text + "\n")
        self._link(node, name, number)
        (self.root / "sys/block" / name).symlink_to(node)
        return node

    def part(self, disk: str, bus: str, name: str, number: str) -> None:
        node = self.root / "sys/devices" / bus / disk / name
        node.mkdir()
        (node / "partition").write_text("1\n")
        self._link(node, name, number)

    def _link(self, node: Path, name: str, number: str) -> None:
        (self.root / "sys/dev/block" / number).symlink_to(node)
        (self.root / "sys/class/block" / name).symlink_to(node)

    def mount(
        self, number: str, point: str, kind: str, source: str, options: str = "rw,nosuid", root: str = "/"
    ) -> None:
        self.lines.append(f"99 27 {number} {root} {point} {options} shared:1 - {kind} {source} rw")

    def label(self, name: str, device: str) -> None:
        (self.root / "labels" / name).symlink_to(f"../../{device}")

    def finder(self, space: Callable[[str], tuple[int, int]] | None = None) -> LinuxDrives:
        mounts = self.root / "mountinfo"
        mounts.write_bytes("".join(line + "\n" for line in self.lines).encode("utf-8", "surrogateescape"))
        return LinuxDrives(
            mounts, self.root / "sys", self.root / "labels", space or (lambda _p: (15 * GB, 3 * GB))
        )

    def stick(self, point: str = "/media/wang/青石", kind: str = "vfat", options: str = "rw") -> None:
        self.disk("sdb", USB, "8:16")
        self.part("sdb", USB, "sdb1", "8:17")
        self.mount("8:17", point, kind, "/dev/sdb1", options)

    def only(self) -> DriveView:
        (found,) = self.finder().find()
        return found


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


class TestLinux:
    def test_a_pc_without_a_stick_has_none(self, machine: Machine) -> None:
        machine.disk("loop0", "virtual/block", "7:0", removable=0)
        machine.mount("7:0", "/snap/core", "squashfs", "/dev/loop0", "ro")
        machine.mount("0:50", "/mnt/share", "cifs", "//server/share")
        assert machine.finder().find() == ()

    def test_a_stick_is_told_with_its_name_and_room(self, machine: Machine) -> None:
        machine.stick()
        found = machine.only()
        assert (found.path, found.label, found.filesystem) == ("/media/wang/青石", "青石", "FAT")
        assert (found.size, found.free, found.read_only, found.why_not) == (15 * GB, 3 * GB, False, "")
        assert found.words == "U盘“青石”，FAT，15.0 GB，可用 3.0 GB"

    def test_a_label_of_windows_is_read_as_windows_wrote_it(self, machine: Machine) -> None:
        machine.stick("/media/wang/1A2B-3C4D")
        machine.label("\\xc7\\xe0\\xca\\xaf\\x20A", "sdb1")
        assert machine.only().label == "青石 A"

    def test_a_stick_without_a_label_is_not_called_by_its_number(self, machine: Machine) -> None:
        machine.stick("/run/media/wang/1A2B-3C4D")
        assert machine.only().name == "U盘"

    def test_a_blank_in_the_mount_point_is_read(self, machine: Machine) -> None:
        machine.stick("/media/wang/MY\\040STICK")
        assert (machine.only().path, machine.only().label) == ("/media/wang/MY STICK", "MY STICK")

    def test_a_name_of_another_encoding_can_be_shown_and_opened(self, machine: Machine) -> None:
        raw = "/media/wang/" + "青石".encode("gb18030").decode("utf-8", "surrogateescape")
        machine.stick(raw)
        found = machine.only()
        assert (found.path, found.label) == (raw, "青石")
        assert found.words.encode("utf-8")

    def test_what_is_mounted_read_only_says_so(self, machine: Machine) -> None:
        machine.stick(options="ro,nosuid")
        assert machine.only().read_only
        assert "写保护" in machine.only().why_not

    def test_a_switch_on_the_stick_is_seen(self, machine: Machine) -> None:
        machine.disk("sdb", USB, "8:16", ro="1")
        machine.mount("8:16", "/media/wang/A", "exfat", "/dev/sdb")
        assert machine.only().read_only
        assert machine.only().filesystem == "exFAT"

    def test_an_external_disk_is_found_by_its_bus(self, machine: Machine) -> None:
        machine.disk("sdc", USB, "8:32", removable=0)
        machine.mount("8:32", "/mnt/disk", "ntfs3", "/dev/sdc")
        assert machine.only().name == "移动硬盘"

    def test_a_second_disk_inside_the_pc_is_not_offered(self, machine: Machine) -> None:
        machine.disk("sdc", SATA.replace("ata1", "ata2"), "8:32", removable=0)
        machine.mount("8:32", "/data", "ext4", "/dev/sdc")
        assert machine.finder().find() == ()

    def test_a_card_is_told_from_the_memory_inside(self, machine: Machine) -> None:
        machine.disk("mmcblk0", "platform/mmc0/block", "179:0", removable=0, device__type="MMC")
        machine.disk("mmcblk1", "platform/mmc1/block", "179:8", removable=0, device__type="SD")
        machine.mount("179:0", "/store", "ext4", "/dev/mmcblk0")
        machine.mount("179:8", "/media/wang/CARD", "exfat", "/dev/mmcblk1")
        assert machine.only().name == "存储卡“CARD”"

    def test_a_file_system_of_user_space_is_followed_to_its_device(self, machine: Machine) -> None:
        machine.disk("sdb", USB, "8:16")
        machine.part("sdb", USB, "sdb1", "8:17")
        machine.mount("0:57", "/media/wang/N", "fuseblk", "/dev/sdb1")
        assert machine.only().path == "/media/wang/N"

    def test_an_encrypted_stick_is_followed_to_the_stick(self, machine: Machine) -> None:
        machine.disk("sdb", USB, "8:16")
        machine.part("sdb", USB, "sdb1", "8:17")
        node = machine.disk("dm-0", "virtual/block", "253:0", removable=0)
        (node / "slaves").mkdir()
        (node / "slaves/sdb1").symlink_to(machine.root / "sys/class/block/sdb1")
        machine.mount("253:0", "/media/wang/保密", "ext4", "/dev/mapper/luks-1")
        assert machine.only().name == "U盘“保密”"

    def test_a_stick_that_the_system_runs_from_is_not_offered(self, machine: Machine) -> None:
        machine.stick("/run/live/medium")
        machine.part("sdb", USB, "sdb2", "8:18")
        machine.mount("8:18", "/media/wang/DATA", "vfat", "/dev/sdb2")
        assert machine.finder().find() == ()

    def test_a_stick_mounted_twice_is_one(self, machine: Machine) -> None:
        machine.stick("/mnt/there")
        machine.mount("8:17", "/media/wang/A", "vfat", "/dev/sdb1")
        machine.mount("8:17", "/part", "vfat", "/dev/sdb1", root="/folder")
        assert machine.only().path == "/media/wang/A"

    def test_a_stick_that_is_not_opened_yet_says_what_to_do(self, machine: Machine) -> None:
        machine.disk("sdb", USB, "8:16")
        machine.part("sdb", USB, "sdb1", "8:17")
        found = machine.only()
        assert (found.path, found.size) == ("", 15 * GB)
        assert "文件管理器" in found.why_not

    def test_an_empty_slot_of_a_card_reader_is_nothing(self, machine: Machine) -> None:
        machine.disk("sdb", USB, "8:16", size="0")
        assert machine.finder().find() == ()

    def test_a_disc_can_only_be_read(self, machine: Machine) -> None:
        machine.disk("sr0", SATA, "11:0")
        machine.mount("11:0", "/media/wang/盘", "iso9660", "/dev/sr0", "ro")
        assert machine.only().why_not == "光盘不能写"

    def test_a_stick_that_does_not_answer_is_still_listed(self, machine: Machine) -> None:
        def dead(_point: str) -> tuple[int, int]:
            raise OSError(5, "Input/output error")

        machine.stick()
        (found,) = machine.finder(dead).find()
        assert (found.size, found.words) == (0, "U盘“青石”，FAT")

    def test_the_mark_changes_when_something_is_put_in_and_only_then(self, machine: Machine) -> None:
        before = machine.finder().mark()
        assert machine.finder().mark() == before
        machine.disk("sdb", USB, "8:16")
        plugged = machine.finder().mark()
        machine.mount("8:16", "/media/wang/A", "vfat", "/dev/sdb")
        assert len({before, plugged, machine.finder().mark()}) == 3

    def test_a_machine_that_tells_nothing_has_no_sticks(self, tmp_path: Path) -> None:
        nowhere = LinuxDrives(tmp_path / "no", tmp_path / "no", tmp_path / "no")
        assert nowhere.find() == ()
        assert nowhere.mark() == nowhere.mark()

    def test_lines_that_no_kernel_writes_are_passed_over(self, machine: Machine) -> None:
        machine.lines += ["", "rubbish", "1 2 3 - ", "1 2 8:17 / /x rw - vfat"]
        assert machine.finder().find() == ()

    def test_this_pc_can_be_asked(self) -> None:
        finder = system_finder()
        assert finder.mark() == finder.mark()
        assert all(isinstance(found, DriveView) for found in finder.find())
        assert NoDrives().find() == ()


class Letters:
    """A made-up Windows PC."""

    def __init__(self, **drives: tuple[int, str, int | None]) -> None:
        self.drives = {f"{letter}:\\": told for letter, told in drives.items()}
        self.empty: set[str] = set()
        self.read_only = False
        self.asked: list[str] = []

    def letters(self) -> int:
        return sum(1 << (ord(root[0]) - 65) for root in self.drives)

    def kind(self, root: str) -> int:
        return self.drives[root][0]

    def volume(self, root: str) -> Volume | None:
        self.asked.append(root)
        return None if root in self.empty else Volume(self.drives[root][1], 7, "FAT32", self.read_only)

    def space(self, root: str) -> tuple[int, int] | None:
        return (15 * GB, 3 * GB) if root in self.drives else None

    def bus(self, root: str) -> int | None:
        return self.drives[root][2]

    def finder(self) -> WindowsDrives:
        return WindowsDrives(self, "C:", drive_view)


class TestWindows:
    def test_a_stick_is_told_with_its_letter(self) -> None:
        (found,) = Letters(C=(FIXED, "系统", 11), E=(REMOVABLE, "青石", BUS_USB)).finder().find()
        assert (found.path, found.name, found.certain) == ("E:\\", "U盘“青石”（E:）", True)
        assert found.words == "U盘“青石”（E:），FAT32，15.0 GB，可用 3.0 GB"

    def test_an_external_disk_calls_itself_fixed_and_is_known_by_its_bus(self) -> None:
        (found,) = Letters(C=(FIXED, "", 11), D=(FIXED, "数据", 11), F=(FIXED, "", BUS_USB)).finder().find()
        assert found.name == "移动硬盘（F:）"

    def test_a_disk_that_does_not_say_its_bus_may_be_external(self) -> None:
        (found,) = Letters(C=(FIXED, "", None), D=(FIXED, "", None)).finder().find()
        assert (found.path, found.certain) == ("D:\\", False)
        assert "可能是移动硬盘" in found.words

    def test_an_empty_card_reader_is_nothing(self) -> None:
        pc = Letters(C=(FIXED, "", 11), E=(REMOVABLE, "", BUS_USB))
        pc.empty.add("E:\\")
        assert pc.finder().find() == ()

    def test_floppies_are_never_asked(self) -> None:
        pc = Letters(A=(REMOVABLE, "", None), C=(FIXED, "", 11))
        assert pc.finder().find() == ()
        pc.finder().mark()
        assert pc.asked == []

    def test_a_disc_and_a_switch_can_only_be_read(self) -> None:
        pc = Letters(D=(DISC, "盘", None), E=(REMOVABLE, "", BUS_USB))
        pc.read_only = True
        assert [found.why_not.partition("：")[0] for found in pc.finder().find()] == [
            "光盘不能写",
            "U盘是只读的",
        ]

    def test_another_stick_behind_the_same_letter_changes_the_mark(self) -> None:
        pc = Letters(E=(REMOVABLE, "", BUS_USB))
        before = pc.finder().mark()
        pc.empty.add("E:\\")
        assert pc.finder().mark() != before


class Kernel:
    """A made-up kernel32, as far as it is asked; every argument must be one that ctypes could hand over."""

    class _Open:
        restype: Any = None

        def __init__(self, gives: int | None) -> None:
            self.gives, self.asked = gives, ""

        def __call__(self, path: Any, *_rest: Any) -> int | None:
            self.asked = path.value
            return self.gives

    def __init__(self, handle: int | None = 64, bus: int = BUS_USB, told: int = 1) -> None:
        self.CreateFileW = self._Open(handle)
        self.bus, self.told = bus, told
        self.modes: list[int] = []
        self.closed: list[int] = []

    def GetLogicalDrives(self) -> int:  # noqa: N802
        return 0b10100

    def GetDriveTypeW(self, root: Any) -> int:  # noqa: N802
        return REMOVABLE if root.value == "E:\\" else FIXED

    def SetThreadErrorMode(self, mode: Any, before: Any) -> int:  # noqa: N802
        self.modes.append(mode.value)
        if before is not None:
            before._obj.value = 5
        return 1

    def GetVolumeInformationW(self, *given: Any) -> int:  # noqa: N802
        _root, label, _size, serial, _longest, flags, kind, _end = given
        label.value, kind.value = "青石 ", "FAT32"
        serial._obj.value, flags._obj.value = 0xCAFE, 0x80000
        return self.told

    def GetDiskFreeSpaceExW(self, _root: Any, free: Any, size: Any, _total: Any) -> int:  # noqa: N802
        free._obj.value, size._obj.value = 3 * GB, 15 * GB
        return self.told

    def DeviceIoControl(self, *given: Any) -> int:  # noqa: N802
        answer, size = given[4], given[6]
        ctypes.memmove(answer, struct.pack("<8I", 1, 40, 0, 0, 0, 0, 0, self.bus), 32)
        size._obj.value = 40
        return self.told

    def CloseHandle(self, handle: Any) -> int:  # noqa: N802
        self.closed.append(handle.value)
        return 1


class TestKernel32:
    def test_what_windows_answers_is_read(self) -> None:
        calls = Kernel32(Kernel())
        assert calls.volume("E:\\") == Volume("青石", 0xCAFE, "FAT32", read_only=True)
        assert calls.space("E:\\") == (15 * GB, 3 * GB)
        (found,) = WindowsDrives(calls, "C:", drive_view).find()
        assert found.name == "U盘“青石”（E:）"

    def test_the_bus_is_asked_without_rights_and_the_handle_closed(self) -> None:
        kernel = Kernel()
        assert Kernel32(kernel).bus("E:\\") == BUS_USB
        assert (kernel.CreateFileW.asked, kernel.closed) == ("\\\\.\\E:", [64])

    def test_no_box_ever_asks_for_a_disk_and_the_mode_is_put_back(self) -> None:
        kernel = Kernel(told=0)
        assert Kernel32(kernel).volume("E:\\") is None
        assert kernel.modes == [0x8001, 5]

    @pytest.mark.parametrize(
        "kernel", [Kernel(handle=None), Kernel(handle=ctypes.c_void_p(-1).value), Kernel(told=0)]
    )
    def test_a_disk_that_does_not_tell_its_bus_is_unsure(self, kernel: Kernel) -> None:
        assert Kernel32(kernel).bus("E:\\") is None


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 KB"), (20 << 10, "20 KB"), (512 << 20, "512.0 MB"), (1000 << 20, "1.0 GB"), (3 << 40, "3.0 TB")],
)
def test_a_size_is_said_as_on_a_stick(size: int, words: str) -> None:
    assert size_words(size) == words


def test_a_place_is_called_what_it_is(tmp_path: Path) -> None:
    stick = drive_view("U盘", str(tmp_path), "青石", "FAT", (1, 1), read_only=False)
    (tmp_path / "上报").mkdir()
    assert place_word(tmp_path, (stick,)) == "U盘"
    assert place_word(tmp_path / "上报", (stick,)) == "U盘"
    assert place_word(tmp_path / "上报", ()) == "文件夹“上报”"
