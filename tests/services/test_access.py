"""The door of an office: first start, log-in, recovery, a second user, and every fault at the door in one sentence."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from app.access import places
from app.access.founding import office_id
from app.access.values import SetUp
from app.errors import EnvironmentFault, UserError
from app.keys.errors import WrongPasswordError
from app.keys.keyfile import DEFAULT_COST, parse
from db.engine import open_engine
from tests.support.offices import CHEAP, PASSWORD, Clock, Offices


def refused(code: str) -> pytest.RaisesExc[UserError]:
    return pytest.raises(UserError, check=lambda e: e.code == code and bool(e.sentence) and bool(e.advice))


def test_first_start_gives_keys_a_user_and_a_recovery_code(offices: Offices) -> None:
    door = offices.door("a")
    assert not door.state().founded
    founded = door.set_up(
        SetUp(
            "township",
            "青石镇综治中心",
            "621299101",
            "wang",
            PASSWORD,
            user_name="王登记",
            parent_code="621299",
        )
    )
    assert founded.office == office_id("township", "621299101")
    assert [len(g) for g in founded.fingerprint.split()] == [4] * 8
    assert [len(g) for g in founded.recovery.split("-")] == [4] * 8
    desk = offices.enter(door, "wang")
    assert (desk.access.user.name, desk.access.user.role) == ("王登记", "admin")
    assert desk.access.office.fingerprint == founded.fingerprint
    assert desk.health.check().ok


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"role": "province"}, "bad_role"),
        ({"name": "  "}, "no_name"),
        ({"code": "62129"}, "bad_code"),
        ({"code": "6212991O1"}, "bad_code"),
        ({"code": "621299"}, "bad_code"),
        ({"code": "621299101201"}, "bad_code"),
        ({"role": "district", "code": "621299101"}, "bad_code"),
        ({"parent_code": "621299101"}, "bad_code"),
        ({"password": "1234567"}, "short_password"),
        ({"login": ""}, "bad_login"),
    ],
)
def test_an_answer_that_cannot_be_leaves_nothing_behind(
    offices: Offices, change: dict[str, str], code: str
) -> None:
    with refused(code):
        offices.found("a", **change)
    assert not offices.door("a").state().founded
    left = {p.name for p in (offices.root / "a").glob("*")} if (offices.root / "a").exists() else set()
    assert left <= {"in-use"}
    offices.found("a")


def test_setting_up_twice_is_refused(offices: Offices) -> None:
    offices.found("a")
    with refused("already_set_up"):
        offices.found("a")


def test_a_set_up_cut_short_begins_anew(offices: Offices) -> None:
    folder = offices.root / "a"
    folder.mkdir()
    (folder / "office.db.new").write_bytes(b"half a database")
    (folder / "keys.json").write_bytes(b"half a key file")
    offices.found("a")
    assert offices.enter(offices.door("a")).health.check().ok


def test_keys_without_their_database_are_not_overwritten(offices: Offices) -> None:
    offices.found("a")
    kept = (offices.root / "a" / "keys.json").read_bytes()
    (offices.root / "a" / "office.db").rename(offices.root / "elsewhere.db")
    with refused("database_missing"):
        offices.found("a")
    assert (offices.root / "a" / "keys.json").read_bytes() == kept


def test_wrong_passwords_slow_down_and_the_right_one_waits_too(offices: Offices, clock: Clock) -> None:
    door = offices.found("a")
    for _ in range(3):
        with refused("wrong_password"):
            door.log_in("admin", "不是这个密码")
    with refused("wait"):
        door.log_in("admin", PASSWORD)
    clock.go(seconds=3)
    desk = offices.enter(door)
    assert desk.failures_before == 3


def test_an_unknown_login_is_told_nothing_more_than_a_wrong_password(offices: Offices) -> None:
    door = offices.found("a")
    with pytest.raises(UserError) as known:
        door.log_in("admin", "不是这个密码")
    with pytest.raises(UserError) as unknown:
        door.log_in("nobody", "不是这个密码")
    assert (known.value.code, known.value.sentence) == (unknown.value.code, unknown.value.sentence)


def test_recovery_code_gives_a_new_password_and_the_old_one_is_dead(offices: Offices) -> None:
    door = offices.door("a")
    founded = door.set_up(SetUp("township", "青石镇", "621299101", "admin", PASSWORD))
    with refused("recovery_mistyped"):
        door.recover(founded.recovery[:-1], "admin", "新的密码一二三四")
    with refused("no_such_login"):
        door.recover(founded.recovery, "nobody", "新的密码一二三四")
    door.recover(founded.recovery.lower().replace("-", " "), "admin", "新的密码一二三四")
    with refused("wrong_password"):
        door.log_in("admin", PASSWORD)
    offices.enter(door, password="新的密码一二三四")


def test_a_recovery_code_of_another_office_opens_nothing(offices: Offices) -> None:
    offices.found("a")
    other = offices.door("b").set_up(SetUp("township", "柳林乡", "621299201", "admin", PASSWORD))
    with refused("wrong_recovery"):
        offices.door("a").recover(other.recovery, "admin", "新的密码一二三四")


def test_a_second_user_logs_in_with_a_password_of_their_own(offices: Offices) -> None:
    desk = offices.open("a")
    desk.access.add_user("li", "李的密码一二三四", "clerk", "李经办")
    with refused("login_taken"):
        desk.access.add_user("LI", "李的密码一二三四", "clerk")
    with refused("bad_role"):
        desk.access.add_user("zhao", "赵的密码一二三四", "boss")
    with refused("short_password"):
        desk.access.add_user("zhao", "短", "clerk")
    assert [u.login for u in desk.access.find_users()] == ["admin", "li"]
    offices.close()
    second = offices.enter(offices.door("a"), "li", "李的密码一二三四")
    assert second.access.user.name == "李经办"
    with refused("no_right"):
        second.access.add_user("zhao", "赵的密码一二三四", "clerk")
    second.access.change_password("李的密码一二三四", "李的新密码一二三四")
    offices.close()
    offices.enter(offices.door("a"), "li", "李的新密码一二三四")


def test_a_deactivated_users_password_opens_nothing_any_more(offices: Offices) -> None:
    desk = offices.open("a")
    li = desk.access.add_user("li", "李的密码一二三四", "clerk", "李经办")
    assert "已停用李经办" in desk.access.deactivate(li.id).words
    assert [(u.login, u.active) for u in desk.access.find_users()] == [("admin", True), ("li", False)]
    assert offices.door("a").state().logins == ("admin",)
    offices.close()
    for name in ("keys.json", "keys.json.bak"):
        kept = parse((offices.root / "a" / name).read_bytes())
        with pytest.raises(WrongPasswordError):
            kept.unlock("li", "李的密码一二三四")
    with refused("wrong_password"):
        offices.door("a").log_in("li", "李的密码一二三四")
    assert offices.enter(offices.door("a")).health.check().ok


def test_a_deactivated_user_comes_back_with_a_new_password_only(offices: Offices) -> None:
    desk = offices.open("a")
    li = desk.access.add_user("li", "李的密码一二三四", "clerk", "李经办")
    desk.access.deactivate(li.id)
    with refused("short_password"):
        desk.access.activate(li.id, "短")
    assert not desk.access.find_users()[1].active
    desk.access.activate(li.id, "李的新密码一二三四")
    offices.close()
    with refused("wrong_password"):
        offices.door("a").log_in("li", "李的密码一二三四")
    second = offices.enter(offices.door("a"), "li", "李的新密码一二三四")
    assert second.access.user.id == li.id
    with refused("no_right"):
        second.access.deactivate(li.id)


def test_neither_oneself_nor_the_last_administrator_is_deactivated(offices: Offices) -> None:
    desk = offices.open("a")
    with refused("own_account"):
        desk.access.deactivate(desk.access.user.id)
    with refused("no_such_user"):
        desk.access.deactivate("nobody")
    zhao = desk.access.add_user("zhao", "赵的密码一二三四", "admin", "赵主任")
    first = desk.access.user.id
    offices.close()
    second = offices.enter(offices.door("a"), "zhao", "赵的密码一二三四")
    second.access.deactivate(first)
    with refused("own_account"):
        second.access.deactivate(zhao.id)


def test_a_recovery_sheet_does_not_bring_a_deactivated_user_back(offices: Offices) -> None:
    door = offices.door("a")
    founded = door.set_up(SetUp("township", "青石镇", "621299101", "admin", PASSWORD))
    desk = offices.enter(door)
    li = desk.access.add_user("li", "李的密码一二三四", "clerk", "李经办")
    desk.access.deactivate(li.id)
    offices.close()
    with refused("no_such_login"):
        door.recover(founded.recovery, "li", "新的密码一二三四")


def test_a_key_left_by_a_power_cut_is_given_anew(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = offices.open("a")

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("sqlalchemy.orm.Session.commit", cut)
        with pytest.raises(KeyboardInterrupt):
            desk.access.add_user("li", "李的密码一二三四", "clerk")
    assert [u.login for u in desk.access.find_users()] == ["admin"]
    desk.access.add_user("li", "李的新密码一二三四", "clerk")
    offices.close()
    offices.enter(offices.door("a"), "li", "李的新密码一二三四")


def test_a_locked_screen_opens_only_for_who_locked_it(offices: Offices) -> None:
    desk = offices.open("a")
    with refused("wrong_password"):
        desk.access.unlock("不是这个密码")
    desk.access.unlock(PASSWORD)


def test_a_second_start_on_the_same_folder_is_refused_with_who_has_it(offices: Offices) -> None:
    offices.open("a")
    with pytest.raises(UserError, match="已经打开") as caught:
        offices.door("a").log_in("admin", PASSWORD)
    assert "03月02日 09:00" in caught.value.sentence
    offices.close()
    offices.enter(offices.door("a"))


def test_a_damaged_key_file_is_mended_from_its_copy_and_without_one_explained(offices: Offices) -> None:
    offices.found("a")
    keys = offices.root / "a" / "keys.json"
    keys.write_bytes(keys.read_bytes()[:-40])
    assert offices.door("a").state().repaired
    offices.enter(offices.door("a"))
    offices.close()
    for path in (keys, keys.with_name("keys.json.bak")):
        path.write_bytes(b"{}")
    with refused("keys_damaged"):
        offices.door("a").log_in("admin", PASSWORD)
    keys.unlink()
    keys.with_name("keys.json.bak").unlink()
    with refused("keys_missing"):
        offices.door("a").state()


def test_a_newer_key_file_says_so(offices: Offices) -> None:
    offices.found("a")
    keys = offices.root / "a" / "keys.json"
    head, _, _ = (
        keys.read_bytes()
        .replace(b'"jiefen_key_file": 1', b'"jiefen_key_file": 9')
        .rpartition(b',\n "sha256"')
    )
    whole = head + f',\n "sha256": "{hashlib.sha256(head).hexdigest()}"\n}}\n'.encode()
    for path in (keys, keys.with_name("keys.json.bak")):
        path.write_bytes(whole)
    with pytest.raises(UserError, match="format 9") as caught:
        offices.door("a").log_in("admin", PASSWORD)
    assert caught.value.code == "keys_newer"
    assert keys.read_bytes() == whole


def test_a_newer_database_is_refused_and_not_touched(offices: Offices) -> None:
    desk = offices.open("a")
    key = desk._opened.db_key
    offices.close()
    path = offices.root / "a" / "office.db"
    engine = open_engine(path, key)
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '0042'"))
    engine.dispose()
    before = path.read_bytes()
    with pytest.raises(UserError, match="0042") as caught:
        offices.door("a").log_in("admin", PASSWORD)
    assert caught.value.code == "database_newer"
    assert path.read_bytes() == before
    with pytest.raises(UserError, match="0042"):
        offices.door("a").log_in("admin", PASSWORD)


def test_a_damaged_database_is_told_from_a_wrong_password(offices: Offices) -> None:
    offices.found("a")
    path = offices.root / "a" / "office.db"
    path.write_bytes(b"\x5a" * path.stat().st_size)
    with refused("database_damaged"):
        offices.door("a").log_in("admin", PASSWORD)


def test_the_database_of_another_office_does_not_open_with_these_keys(offices: Offices) -> None:
    offices.found("a")
    offices.found("b")
    shutil.copy(offices.root / "b" / "office.db", offices.root / "a" / "office.db")
    with refused("database_damaged"):
        offices.door("a").log_in("admin", PASSWORD)


def test_network_shares_sync_folders_and_removable_drives_are_refused(tmp_path: Path) -> None:
    sysfs = tmp_path / "sys"
    (sysfs / "block" / "sdb").mkdir(parents=True)
    (sysfs / "block" / "sdb" / "removable").write_text("1\n", encoding="ascii")
    mounts = (
        "/dev/sda1 / ext4 rw 0 0\nserver:/x /mnt/share nfs4 rw 0 0\n"
        "/dev/sdb1 /media/u ext4 rw 0 0\n/dev/sdc1 /media/my\\040stick exfat rw 0 0\n"
    )
    cases = {
        "/mnt/share/office": "network_place",
        "/media/u/office": "removable_place",
        "/media/my stick/office": "removable_place",
        "/srv/u/OneDrive/office": "sync_place",
        "/srv/u/坚果云/office": "sync_place",
    }
    for place, code in cases.items():
        with refused(code):
            places.check_place(Path(place), mounts, sysfs)
    places.check_place(Path("/srv/u/office"), mounts, sysfs)


def test_a_folder_that_cannot_be_written_is_the_machines_fault(offices: Offices) -> None:
    (offices.root / "a").write_bytes(b"a file stands where the folder should be")
    with pytest.raises(EnvironmentFault) as caught:
        offices.found("a")
    assert caught.value.code == "folder_unwritable"


def test_nothing_readable_lies_on_the_disk(offices: Offices, dispute: object) -> None:
    desk = offices.open("a")
    form = dispute(title="张天明与李桂花相邻通行纠纷")  # type: ignore[operator]
    desk.matters.register([form])
    desk.matters.drafts.keep({"kind": "dispute", "title": "赵永强的草稿"})
    known = ("张天明", "李桂花", "赵永强", "13900001111", "621299197201011234", "zhangtianming")
    paths = [p for p in offices.root.rglob("*") if p.is_file()]
    assert any(p.name == "office.db-wal" for p in paths), "the WAL must be among what is searched"
    for moment in ("while open", "after closing"):
        for path in (p for p in offices.root.rglob("*") if p.is_file()):
            data = path.read_bytes()
            for word in known:
                for encoding in ("utf-8", "gb18030", "utf-16-le"):
                    assert word.encode(encoding) not in data, f"{word} in {path.name} {moment}"
        offices.close()


def test_two_pcs_of_one_office_never_give_the_same_number(offices: Offices, dispute: object) -> None:
    desks = [offices.open(name, station="") for name in ("a", "b")]
    assert desks[0].access.office.office == desks[1].access.office.office
    assert desks[0].access.office.station != desks[1].access.office.station
    forms = [dispute(title=f"第{i}件") for i in range(40)]  # type: ignore[operator]
    given = [m.number for d in desks for m in d.matters.register(forms)]
    assert len(set(given)) == 80


def test_default_cost_of_a_password_is_not_the_tests_cost() -> None:

    assert DEFAULT_COST.memory_kib >= 64 * 1024 > CHEAP.memory_kib
