"""What an outside examiner tried, and what must stay mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.access.door import Door
from app.access.folder import DataFolder
from app.access.places import check_place
from app.access.values import SetUp
from app.desk import Desk
from app.errors import JiefenError, UserError
from tests.support.exchange import Pair
from tests.support.offices import CHEAP, PASSWORD, Clock, Offices

ANSWERS = SetUp(
    role="township", name="青石镇综治中心", code="621299101", login="admin", password=PASSWORD, station="1"
)


@pytest.mark.parametrize("name", ["优盘", "我的U盘", "USB\\040DISK"])
def test_a_stick_with_any_name_is_no_place_for_the_data(tmp_path: Path, name: str) -> None:
    mounts = f"/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /media/{name} vfat rw 0 0\n"
    folder = Path("/media", name.replace("\\040", " "), "jiefen")
    with pytest.raises(UserError) as caught:
        check_place(folder, mounts, tmp_path)
    assert caught.value.code == "removable_place"


def test_a_link_that_leads_to_a_share_is_no_place_for_the_data(tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    (tmp_path / "link").symlink_to(share)
    mounts = f"/dev/sda1 / ext4 rw 0 0\nserver:/data {share} nfs4 rw 0 0\n"
    with pytest.raises(UserError) as caught:
        check_place(tmp_path / "link" / "jiefen", mounts, tmp_path)
    assert caught.value.code == "network_place"


def test_an_office_founded_at_the_same_moment_is_not_written_over(
    offices: Offices, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Door(offices.root / "both", clock, CHEAP)
    take = DataFolder.take

    def first_somebody_else(folder: DataFolder, now: object) -> None:
        monkeypatch.setattr(DataFolder, "take", take)
        offices.found("both")
        take(folder, now)  # type: ignore[arg-type]

    monkeypatch.setattr(DataFolder, "take", first_somebody_else)
    with pytest.raises(UserError) as caught:
        late.set_up(ANSWERS)
    assert caught.value.code == "already_set_up"
    assert offices.enter(offices.door("both")).health.check().ok


@pytest.mark.parametrize("swept", range(3))
def test_a_power_cut_while_a_half_made_office_is_swept_away_leaves_a_new_beginning(
    offices: Offices, monkeypatch: pytest.MonkeyPatch, swept: int
) -> None:
    offices.found("half")
    folder = offices.root / "half"
    (folder / "office.db").rename(folder / "office.db.new")
    unlink = Path.unlink
    left = [swept]

    def cut(path: Path, missing_ok: bool = False) -> None:
        if path.parent == folder and path.exists():
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", cut)
    with pytest.raises(KeyboardInterrupt):
        offices.found("half")
    monkeypatch.setattr(Path, "unlink", unlink)
    offices.found("half")
    assert offices.enter(offices.door("half")).health.check().ok


def test_a_district_without_a_card_is_sent_to_its_townships(offices: Offices) -> None:
    with pytest.raises(UserError) as caught:
        offices.district().bundles.send(offices.root)
    assert "乡镇" in caught.value.advice
    assert "上级" not in caught.value.sentence


def test_a_card_has_one_name_in_every_sentence(pair: Pair) -> None:
    stranger = pair.offices.open("stranger", name="白石乡综治中心", code="621299102")
    (sent,) = pair.up()
    (taken,) = stranger.bundles.receive([sent])
    assert "名片" in taken.words


def test_the_ladder_has_its_days_in_order(desk: Desk, dispute: object) -> None:
    number = desk.matters.register([dispute(received_on="2026-02-20")])[0].number  # type: ignore[operator]
    desk.matters.do(number, "accept", {"done_on": "2026-02-20", "source": "当事人申请"})
    step = {"reason": "其他", "work_done": "谈过两次", "approver": "村书记"}
    desk.matters.do(number, "escalate", {**step, "done_on": "2026-02-25"})
    with pytest.raises(UserError, match="早于上一步（上交）"):
        desk.matters.do(number, "escalate", {**step, "done_on": "2026-02-24"})


def test_what_the_system_complains_of_is_said_in_chinese(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(JiefenError) as caught:
        desk.bundles.write_card(tmp_path / "nowhere" / "x.card")
    assert "找不到这个文件或文件夹" in caught.value.sentence
    assert not any(letter.isascii() and letter.isalpha() for letter in caught.value.sentence)


@pytest.mark.parametrize("left", [0, 4096, 200_000])
def test_a_database_cut_short_is_called_damaged_and_left_as_it_is(
    offices: Offices, left: int, capfd: pytest.CaptureFixture[str]
) -> None:
    door = offices.found("cut")
    database = offices.root / "cut" / "office.db"
    database.write_bytes(database.read_bytes()[:left])
    before = database.read_bytes()
    with pytest.raises(UserError) as caught:
        offices.enter(door)
    assert caught.value.code == "database_damaged"
    assert database.read_bytes() == before
    assert capfd.readouterr().err == ""
