"""Two whole offices by the command line alone: cards, a bundle up, a receipt back, and where each matter stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.offices import Clock
from tests.support.terminal import Terminal, set_up

Form = Callable[..., dict[str, object]]


@dataclass
class Two:
    """A township's terminal, its district's, and the stick between them."""

    town: Terminal
    district: Terminal
    stick: Path

    def exchange_cards(self) -> None:
        for giver, taker in ((self.town, self.district), (self.district, self.town)):
            card = str(self.stick / f"{giver.folder.name}.card")
            given = giver.json("card", card)
            taken = taker.json("trust", card, "--fingerprint", given["fingerprint"])
            assert given == taken
            assert set(given) == {"office", "name", "fingerprint"}

    def files(self, sent: list[dict[str, object]]) -> list[str]:
        return [str(self.stick / str(one["file"])) for one in sent]


@pytest.fixture
def two(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Two:
    stick = tmp_path / "U盘"
    stick.mkdir()
    town = Terminal(tmp_path / "town", clock, monkeypatch, capsys)
    district = Terminal(tmp_path / "district", clock, monkeypatch, capsys)
    set_up(town)
    district.json(
        "setup", "--role", "district", "--name", "武阳区信访局", "--code", "621299", "--short", "武"
    )
    return Two(town, district, stick)


def test_matters_go_up_and_the_receipt_comes_back(
    two: Two, dispute: Form, petition: Form, clock: Clock
) -> None:
    two.exchange_cards()
    town, district = two.town, two.district
    first, second = town.register(dispute(), petition())
    town.json("do", second, "accept", "route=general")
    assert town.json("show", first)["transport"]["status"] == "not_sent"

    (sent,) = town.json("send", str(two.stick))
    assert sent.keys() >= {"file", "kind", "lo", "hi", "matters", "changes", "bytes"}
    assert (sent["kind"], sent["matters"]) == ("up", 2)
    assert sent["bytes"] == (two.stick / sent["file"]).stat().st_size
    assert town.json("show", first)["transport"]["status"] == "sent"

    (file,) = two.files([sent])
    header = district.json("look", file)
    assert header["kind"] == "up"
    assert "青石镇" in district("look", file).out
    (taken,) = district.json("receive", file)
    assert taken.keys() >= {"file", "new", "known", "quarantined", "refused"}
    assert (taken["known"], taken["quarantined"], taken["refused"]) == (0, 0, "")
    assert taken["new"] > 0
    (again,) = district.json("receive", file)
    assert (again["new"], again["refused"]) == (0, "")
    assert [r["number"] for r in district.json("find", "张天明")] == [first]
    there = district.json("show", second)
    assert there["state"] == "accepted"
    assert [p["id_no"] for p in there["parties"]] == ["621299********2312"]
    assert there["transport"]["status"] == "from_below"

    clock.go(hours=3)
    (answer,) = district.json("send", str(two.stick))
    assert answer["kind"] == "receipt"
    (back,) = town.json("receive", *two.files([answer]))
    assert back["refused"] == ""
    shown = town.json("show", first)["transport"]
    assert shown["status"] == "receipted"
    assert "回执" in shown["words"]
    assert "回执" in town("show", first).out
    assert town.json("send", str(two.stick)) == []
    assert "没有" in town("send", str(two.stick)).out
    town.json("do", first, "accept", "source=by_application", "mediators=王调解")
    assert town.json("show", first)["transport"]["status"] == "changed"
    (peer,) = town.json("peers")
    assert peer.keys() >= {"office", "name", "fingerprint", "receipted", "held"}
    assert peer["receipted"] > 0
    assert "武阳区信访局" in town("peers").out
    for terminal in (town, district):
        assert terminal.json("check")["ok"]


def test_what_is_altered_foreign_or_no_bundle_is_refused_and_changes_nothing(
    two: Two, dispute: Form, tmp_path: Path
) -> None:
    town, district = two.town, two.district
    assert town.refused("send", str(two.stick))["code"] == "no_parent"
    assert town("peers").out == "还没有收下任何名片。\n"
    two.exchange_cards()
    town.register(dispute())
    (sent,) = town.json("send", str(two.stick))
    good = two.stick / sent["file"]
    altered, other = tmp_path / "altered.jfb", tmp_path / "other.jfb"
    body = bytearray(good.read_bytes())
    body[len(body) // 2] ^= 1
    altered.write_bytes(bytes(body))
    other.write_bytes(b"not a bundle at all")
    said = district("--json", "receive", str(altered), str(other), str(good), str(tmp_path / "none.jfb"))
    assert said.code == 2
    assert said.err == ""
    results = json.loads(said.out)
    assert [bool(r["refused"]) for r in results] == [True, True, False, True]
    assert all(r["sentence"] and r["advice"] for r in results if r["refused"])
    assert len(district.json("find")) == 1
    assert district.refused("look", str(other))["code"]
    assert town.refused("trust", str(other))["code"]
    assert town.refused("send", str(two.stick), "--to", "没有这个单位")["code"]
    assert district.json("check")["ok"]


def test_a_card_whose_fingerprint_differs_is_not_believed(two: Two) -> None:
    card = str(two.stick / "a.card")
    two.town.json("card", card)
    error = two.district.refused("trust", card, "--fingerprint", "0000 " * 7 + "0000")
    assert error["code"]
    assert two.district.json("peers") == []


def test_an_accusation_stays_at_home(two: Two, petition: Form) -> None:
    two.exchange_cards()
    (number,) = two.town.register(petition(category="accusation", title="反映某干部问题"))
    assert two.town.json("find") == []
    assert two.town.json("show", number)["transport"]["status"] == "stays"
    for file in two.files(two.town.json("send", str(two.stick))):
        two.district.json("receive", file)
    assert two.district.json("find") == []
    assert two.district.refused("show", number)["code"] == "no_such_matter"


def test_a_matter_is_handed_down_answered_and_decided_by_the_command_line(two: Two, petition: Form) -> None:
    two.exchange_cards()
    town, district = two.town, two.district
    (number,) = district.register(petition())
    assert district.refused("offer", number, "--kind", "lend")["code"] == "no_such_transfer_kind"
    lacking = district.refused("offer", number, "--kind", "assign", "what=请办理")
    assert "反馈期限" in lacking["sentence"]
    district.json(
        "offer", number, "--kind", "assign", "--to", "621299101", "what=请办理", "due_on=2026-03-20"
    )
    down = district.json("send", str(two.stick))
    assert [one["kind"] for one in down] == ["assign"]
    (taken,) = town.json("receive", *two.files(down))
    assert (taken["refused"], taken["matters"]) == ("", 1)
    (offer,) = town.json("transfers")
    assert (offer["kind"], offer["status_label"], offer["objection"]["due"]) == (
        "assign",
        "待接收",
        "2026-03-09",
    )
    district.json("do", number, "report", "content=又有新情况")
    assert "2026-03-09" in town("transfers").out
    assert town.refused("answer", offer["id"], "decline")["code"] == "bad_fields"
    town.json("answer", offer["id"], "accept", "officer=赵乡长")
    assert district.refused("withdraw", offer["id"])["code"] == "offer_sent"
    up = town.json("send", str(two.stick))
    assert [one["kind"] for one in up] == ["up", "receipt"]
    assert [one["refused"] for one in district.json("receive", *two.files(up))] == ["", ""]
    assert district.json("show", number)["custodian_name"] == "青石镇综治中心"
    town.json("receive", *two.files(district.json("send", str(two.stick))))
    (late,) = town.json("decide", number)
    assert "又有新情况" in late["words"]
    assert town.refused("decide", number, "leave", late["id"])["code"] == "bad_fields"
    town.json("decide", number, "leave", late["id"], "--reason", "已另行报告")
    (told,) = town.json("decide", number)
    assert told["decided"] == "left"


def test_a_fork_is_seen_decided_and_followed_by_the_command_line(
    two: Two, dispute: Form, clock: Clock
) -> None:
    import shutil

    two.exchange_cards()
    town, district = two.town, two.district
    town.register(dispute(title="两份都有的"))
    shutil.copytree(town.folder, town.folder.with_name("copied"))
    copy = Terminal(town.folder.with_name("copied"), clock, town.patch, town.capture)
    town.register(dispute(title="甲机登记的"))
    copy.register(dispute(title="乙机登记的"))
    assert district("fork", "list").out.strip() == "没有分成两支的变动。"
    district.json("receive", *two.files(town.json("send", str(two.stick))))
    apart = two.stick / "copied"
    apart.mkdir()
    sent = [str(apart / str(f["file"])) for f in copy.json("send", str(apart))]
    assert district("receive", *sent).code == 2
    (fork,) = district.json("fork", "list")["forks"]
    assert [b["name"] for b in fork["branches"]] == ["甲", "乙"]
    shown = district("fork", "list").out
    assert "甲机登记的" in shown
    assert "乙机登记的" in shown

    assert town.refused("fork", "decide", "武阳区信访局", "甲", "--reason", "核对过")["code"] == "no_fork"
    assert (
        district.refused("fork", "decide", "青石镇综治中心", "丙", "--reason", "核对过")["code"]
        == "no_such_branch"
    )
    copy.register(dispute(title="没有报完的"))
    done = district.json("fork", "decide", "青石镇综治中心", "甲", "--reason", "旧电脑已停用")
    assert done["matters"] == 1
    assert "按裁定继续" in done["advice"]
    assert (
        district.refused("fork", "decide", "青石镇综治中心", "甲", "--reason", "再定")["code"]
        == "ruled_already"
    )

    down = two.files(district.json("send", str(two.stick)))
    assert "本机的这一支继续" in town("receive", *down).out
    assert town("find", "乙机登记的").out.strip()
    assert town.refused("fork", "follow")["code"] == "no_ruling"
    said = copy("receive", *down).out
    assert "本机的不是" in said
    assert copy.json("fork", "list")["lost"]["can_follow"] is False
    assert copy.refused("fork", "follow")["code"] == "not_yet"
    district("receive", *(str(apart / str(f["file"])) for f in copy.json("send", str(apart))))
    receipt = [f for f in district.json("send", str(two.stick)) if f["kind"] == "receipt"]
    copy("receive", *two.files(receipt))
    assert "新名片" in copy("fork", "follow").out
    assert copy.json("check")["ok"]
    assert district.json("check")["ok"]
