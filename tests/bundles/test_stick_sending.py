"""Whatever fails on the stick, the database says that nothing was sent; and what lies on a stick is found again."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.bundles import payload
from app.bundles.delivering import Deliverer
from app.bundles.drives import STICK, drive_view
from app.bundles.stick import Disk
from app.bundles.values import DriveView
from app.errors import EnvironmentFault, UserError
from tests.bundles.test_stick import FaultyDisk
from tests.support import exchange, offices
from tests.support.exchange import Pair, digest_of

clock, offices, dispute, pair = offices.clock, offices.offices, offices.dispute, exchange.pair  # type: ignore[assignment]

Form = Callable[..., dict[str, object]]
CODES = {
    "pulled": errno.ENODEV,
    "unreadable": errno.EIO,
    "full": errno.ENOSPC,
    "write-protected": errno.EROFS,
    "FAT32 at 4 GiB": errno.EFBIG,
    "gone": errno.ENOENT,
}


class StickFails(FaultyDisk):
    """Fails at the n-th call that concerns the stick; the PC's own folder is well."""

    def __init__(self, stick: Path, fail_at: int = 0, code: int = errno.EIO) -> None:
        super().__init__(fail_at, code)
        self.stick = stick
        self.there = False

    def entries(self, folder: Path) -> list[Path]:
        self.there = folder == self.stick
        return super().entries(folder)

    def exists(self, path: Path) -> bool:
        self.there = path.parent == self.stick
        return super().exists(path)

    def step(self, name: str) -> None:
        if self.there:
            super().step(name)


class Sticks:
    """A made-up PC: what is put in."""

    def __init__(self, *drives: DriveView) -> None:
        self.drives = drives

    def mark(self) -> str:
        return "|".join(drive.path for drive in self.drives)

    def find(self) -> tuple[DriveView, ...]:
        return self.drives


def register(pair: Pair, form: dict[str, object]) -> str:
    return pair.township.matters.register([form])[0].number


def steps_of(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many calls a sending makes on the stick; nothing of this one is noted."""
    x: Any = pair.township.bundles._x
    x.disk = counting = StickFails(pair.stick)
    with monkeypatch.context() as patched:
        patched.setattr(Deliverer, "_note", lambda *_a: None)
        pair.township.bundles.send(pair.stick)
    for left in pair.stick.iterdir():
        left.unlink()
    return counting.calls


@pytest.mark.parametrize("what", CODES)
def test_a_fault_at_any_step_of_the_stick_is_a_sentence_and_nothing_was_sent(
    pair: Pair, dispute: Form, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = register(pair, dispute())
    steps = steps_of(pair, monkeypatch)
    x: Any = pair.township.bundles._x
    before = digest_of(pair.township)
    assert steps >= 9
    for step in range(1, steps + 1):
        x.disk = StickFails(pair.stick, step, CODES[what])
        with pytest.raises(EnvironmentFault) as caught:
            pair.township.bundles.send(pair.stick)
        assert "没有丢" in caught.value.sentence
        assert caught.value.advice
        assert digest_of(pair.township) == before
        assert pair.transport(number) == "not_sent"
        assert not [p for p in pair.stick.iterdir() if p.suffix == ".jfb"]
        assert list(x.outbox.iterdir()) == []
    x.disk = Disk()
    pair.round()
    assert pair.transport(number) == "receipted"


def test_a_rotten_stick_is_found_and_nothing_was_sent(pair: Pair, dispute: Form) -> None:
    number = register(pair, dispute())
    x: Any = pair.township.bundles._x

    class Rots(Disk):
        def read(self, path: Path) -> bytes:
            found = super().read(path)
            return found[:-1] + b"?" if path.parent == pair.stick else found

    x.disk = Rots()
    with pytest.raises(EnvironmentFault, match="stick_rotten"):
        pair.township.bundles.send(pair.stick)
    assert pair.transport(number) == "not_sent"
    assert list(pair.stick.iterdir()) == []


def test_what_lay_verified_before_the_stick_ran_full_counts(
    pair: Pair, dispute: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payload, "PART_PLAIN", 3000)
    pair.township.matters.register([dispute(title=f"第{i}件") for i in range(3)])
    x: Any = pair.township.bundles._x

    class Small(Disk):
        def free(self, folder: Path) -> int:
            return 0 if folder == pair.stick and list(folder.iterdir()) else 1 << 30

    x.disk = Small()
    with pytest.raises(EnvironmentFault, match="stick_full") as caught:
        pair.township.bundles.send(pair.stick)
    assert caught.value.advice.startswith("前面的 1 个包已经写好、校验过")
    (line,) = pair.township.bundles.log()
    assert [p.name for p in pair.stick.iterdir()] == [line.file]


def test_the_data_folder_is_no_place_for_bundles(pair: Pair, dispute: Form) -> None:
    register(pair, dispute())
    outbox: Path = pair.township.bundles._x.outbox
    with pytest.raises(UserError, match="place_own"):
        pair.township.bundles.send(outbox.parent)
    assert pair.township.bundles.log() == ()


def test_a_folder_that_never_was_is_told_before_anything_is_built(pair: Pair, dispute: Form) -> None:
    register(pair, dispute())
    with pytest.raises(EnvironmentFault, match="place_missing") as caught:
        pair.township.bundles.send(pair.stick / "没有")
    assert "什么也没有写" in caught.value.sentence


@pytest.mark.parametrize(("drives", "named"), [(True, "U盘空间不够"), (False, "文件夹“stick”空间不够")])
def test_the_sentence_says_stick_only_of_a_stick(pair: Pair, dispute: Form, drives: bool, named: str) -> None:
    register(pair, dispute())
    stick = drive_view(STICK, str(pair.stick), "", "FAT", (100, 0), read_only=False)
    pair.township.bundles.finder = Sticks(*[stick] * drives)
    x: Any = pair.township.bundles._x

    class Full(Disk):
        def free(self, folder: Path) -> int:
            return 0 if folder == pair.stick else 1 << 30

    x.disk = Full()
    with pytest.raises(EnvironmentFault) as caught:
        pair.township.bundles.send(pair.stick)
    assert caught.value.sentence.startswith(named)


class TestFound:
    def states(self, pair: Pair, desk: Any = None) -> dict[str, str]:
        found = (desk or pair.district).bundles.found(pair.stick)
        return {Path(f.path).relative_to(pair.stick).as_posix(): f.state for f in found}

    def test_what_waits_on_the_stick_is_found_in_its_folders_too(self, pair: Pair, dispute: Form) -> None:
        register(pair, dispute())
        (file,) = pair.up()
        below = pair.stick / "上报"
        (below / "深").mkdir(parents=True)
        (below / "B.JFB").write_bytes(file.read_bytes())
        (below / "深" / "c.jfb").write_bytes(file.read_bytes())
        (below / "link.jfb").symlink_to(file)
        (pair.stick / ".hidden.jfb").write_bytes(file.read_bytes())
        (pair.stick / "photo.jpg").write_bytes(b"x")
        assert self.states(pair) == {file.name: "new", "上报/B.JFB": "new"}
        first = pair.district.bundles.found(pair.stick)[0]
        assert (first.from_name, first.kind, first.number) == ("青石镇综治中心", "up", 1)
        assert first.words == "青石镇综治中心的上报包第 1 包"
        assert self.states(pair, pair.township) == {file.name: "own", "上报/B.JFB": "own"}

    def test_what_was_taken_in_is_known_even_under_another_range(self, pair: Pair, dispute: Form) -> None:
        register(pair, dispute())
        pair.up()
        (again,) = pair.up()
        pair.district.bundles.receive([again])
        assert set(self.states(pair).values()) == {"known"}
        (receipt,) = pair.district.bundles.send(pair.stick)
        assert self.states(pair, pair.township)[receipt.file] == "new"
        pair.township.bundles.receive([Path(receipt.path)])
        assert self.states(pair, pair.township)[receipt.file] == "known"

    def test_strangers_others_and_rubbish_are_told_apart(self, pair: Pair, dispute: Form) -> None:
        register(pair, dispute())
        (file,) = pair.up()
        other = pair.another(name="柳林镇综治中心", code="621299102", short="柳")
        (pair.stick / "rubbish.jfb").write_bytes(b"PK\x03\x04 and nothing more")
        (pair.stick / "empty.jfb").touch()
        (pair.stick / "cut.jfb").write_bytes(file.read_bytes()[:60])
        found = self.states(pair, other)
        assert found == {
            file.name: "stranger",
            "rubbish.jfb": "broken",
            "empty.jfb": "broken",
            "cut.jfb": "broken",
        }
        exchange.introduce(pair.offices.root, pair.township, other)
        assert self.states(pair, other)[file.name] == "other"

    def test_the_newest_stands_first(self, pair: Pair, dispute: Form) -> None:
        register(pair, dispute())
        (file,) = pair.up()
        old = pair.stick / "old.jfb"
        old.write_bytes(file.read_bytes())
        os.utime(old, (1, 1))
        assert [f.file for f in pair.district.bundles.found(pair.stick)] == [file.name, "old.jfb"]

    def test_a_stick_pulled_while_it_is_looked_at_is_a_sentence(self, pair: Pair) -> None:
        with pytest.raises(EnvironmentFault, match="read_failed"):
            pair.district.bundles.found(pair.stick / "gone")

    def test_looking_changes_nothing(self, pair: Pair, dispute: Form) -> None:
        register(pair, dispute())
        pair.up()
        before = digest_of(pair.district)
        pair.district.bundles.found(pair.stick)
        assert digest_of(pair.district) == before


def test_the_desk_lists_what_is_put_in(pair: Pair) -> None:
    stick = drive_view(STICK, str(pair.stick), "青石", "FAT", (8 << 30, 1 << 30), read_only=False)
    pair.township.bundles.finder = Sticks(stick)
    assert pair.township.bundles.drives() == (stick,)
    before = pair.township.bundles.drives_mark()
    pair.township.bundles.finder = Sticks(stick, replace(stick, path="/other"))
    assert pair.township.bundles.drives_mark() != before
