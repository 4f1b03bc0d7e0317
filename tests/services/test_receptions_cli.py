"""Receptions and agency by the command line, through the same calls as the windows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.offices import Clock
from tests.support.terminal import Terminal, set_up


@pytest.fixture
def town(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    made = Terminal(tmp_path / "town", clock, monkeypatch, capsys)
    set_up(made)
    return made


def test_a_reception_day_by_the_command_line(town: Terminal, clock: Clock, tmp_path: Path) -> None:
    quarter = ("reception", "make", "--year", "2026", "--quarter", "2", "--leaders", "李志远、王建国")
    planned = town.json(*quarter, "--dry-run")
    assert [p["leader"] for p in planned[:2]] == ["李志远", "王建国"]
    assert town.json(*quarter, "--place", "信访接待室", "--from", "9:00", "--to", "11:30")["days"] == 13
    again = town.refused(*quarter, "--place", "信访接待室")
    assert again["code"] == "bad_roster"
    period = ("--from", "2026-04-01", "--to", "2026-06-30")
    assert town.json("reception", "publish", *period)["days"] == 13
    clock.go(days=31)
    signed = town.json("reception", "sign-in", "visitor=赵永强", "subject=占地补偿款未兑付")
    visit = signed["id"]
    town.json("reception", "opinion", visit, "opinion=一周内复核")
    task = town.json("reception", "instruct", visit, "what=复核", "to_name=自然资源所", "due_on=2026-04-03")
    matter = town.json("reception", "to-matter", visit, "category=appeal", "phone=13700003333")["id"]
    assert town.json("show", matter)["channel_label"] == "来访"
    told = town.json("reception", "day")
    assert (told["batches"], told["visits"][0]["duty"]["about"]["matter"]) == (1, matter)
    assert [f["visit"]["duty"]["id"] for f in town.json("reception", "first")] == [visit]
    assert [t["duty"]["id"] for t in town.json("reception", "due", "--ahead", "3")] == [task["id"]]
    town.json("reception", "done", task["id"], "result=已复核")
    handed = ("handed_on=2026-04-02", "handed_to=自然资源所", "signed_by=周文礼")
    town.json("reception", "hand-over", visit, *handed)
    assert town.json("reception", "first") == []
    second = town.json("reception", "sign-in", "visitor=赵永强", "subject=问进展")["id"]
    town.json("reception", "join", second, matter)
    later = town.json("reception", "roster", "--from", "2026-04-02", "--to", "2026-04-02")[0]["duty"]["id"]
    assert town.refused("reception", "held", later, "--not", "开会")["code"] == "visits_there"
    for ending in ("pdf", "docx"):
        out = tmp_path / f"表.{ending}"
        assert Path(town.json("reception", "print", visit, str(out))["written"]).stat().st_size > 1000
    roster = town.json("reception", "print-roster", str(tmp_path / "日程.pdf"), *period)
    assert roster["pages"] == 1
    assert "赵永强" in town("reception", "day").out


def test_a_mandate_by_the_command_line(town: Terminal, tmp_path: Path) -> None:
    number = town.register(
        {
            **{"kind": "petition", "channel": "visit", "received_on": "2026-03-02", "title": "占地补偿"},
            "parties": [{"role": "petitioner", "name": "赵永强", "phone": "13700003333"}],
        }
    )[0]
    given = ("agent=陈守信", "level=village", "what=代为反映", "powers=代为反映", "signed_on=2026-03-02")
    assert town.refused("agency", "mandate", number, "principal=张三", *given)["code"] == "no_party"
    mandate = town.json("agency", "mandate", number, "principal=赵永强", *given)["id"]
    town.json("agency", "act", mandate, "--told", "kind=submit", "on_day=2026-03-02", "what=到镇信访办")
    assert town.json("agency", "list", number)[0]["told_on"] == "2026-03-02"
    assert [d["agent"] for d in town.json("agency", "duties")] == ["陈守信"]
    for words in ((), ("--register",)):
        out = tmp_path / "代理.docx"
        assert town.json("agency", "print", mandate, str(out), *words)["pages"] == 1
    town.json("agency", "end", mandate, "result=已兑付")
    assert town.json("agency", "duties") == []
