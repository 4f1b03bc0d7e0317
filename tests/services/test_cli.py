"""The command line on a real encrypted office: shapes and words are a contract."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.offices import PASSWORD, Clock
from tests.support.terminal import Said, Terminal, set_up

Form = Callable[..., dict[str, object]]
ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests/sheets/samples"


@pytest.fixture
def bare(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    """A terminal before anything was set up."""
    return Terminal(tmp_path / "office", clock, monkeypatch, capsys)


@pytest.fixture
def town(bare: Terminal) -> Terminal:
    """A terminal at a township's desk."""
    set_up(bare)
    return bare


# -- setting up


def test_setup_makes_an_office_and_tells_the_recovery_code_once(bare: Terminal) -> None:
    made = set_up(bare, "--first-user", "wang")
    assert set(made) == {"office", "installation", "fingerprint", "recovery"}
    assert [len(g) for g in made["recovery"].split("-")] == [4] * 8
    assert bare.json("find") == []
    assert bare.refused("setup", "--role", "district", "--name", "x", "--code", "621299")["code"] == (
        "already_set_up"
    )


def test_the_user_that_setup_names_may_stand_anywhere(bare: Terminal) -> None:
    set_up(bare, "--user", "wang")
    assert bare.refused("--user", "admin", "find")["code"] == "wrong_password"
    assert bare.json("find", "--user", "wang") == []
    bare.env["JIEFEN_USER"] = "wang"
    assert bare.json("find") == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--role", "township", "--name", "青石镇", "--code", "12"), "bad_code"),
        (("--role", "village", "--name", "青石镇", "--code", "621299101"), "wrong_use"),
        (("--role", "township", "--name", " ", "--code", "621299101"), "no_name"),
        (("--role", "township", "--name", "青石镇"), "wrong_use"),
    ],
)
def test_a_setup_that_cannot_be_is_refused(bare: Terminal, words: tuple[str, ...], code: str) -> None:
    assert bare.refused("setup", *words)["code"] == code
    assert bare.refused("find")["code"] == "not_set_up"


# -- the ways of calling


def test_json_may_stand_before_and_after_the_verb(town: Terminal, dispute: Form) -> None:
    (number,) = town.register(dispute())
    accept = ("do", number, "accept", "--json", "source=by_application", "mediators=王调解")
    assert town(*accept).value["changes"]["state"] == "accepted"
    assert town("--json", "show", number).value == town("show", number, "--json").value
    assert town("show", "--json", number).value["number"] == number


def test_without_json_there_are_chinese_words_and_no_json(town: Terminal, dispute: Form) -> None:
    (number,) = town.register(dispute())
    said = town("find", "张天明")
    assert (said.code, said.err) == (0, "")
    assert number in said.out
    assert "已登记" in said.out
    assert town("find", "没有这样的事").out == "没有找到。\n"
    refused = town("show", "青调〔2026〕999号")
    assert (refused.code, refused.out) == (2, "")
    sentence, advice = refused.err.splitlines()
    assert "青调〔2026〕999号" in sentence
    assert "find" in advice


ENGLISH = re.compile(
    r"\b(usage|argument|required|choose|invalid|expected|unrecognized|error|show this)\b", re.I
)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("fly",),
        ("ledger",),
        ("ledger", "fly"),
        ("show",),
        ("show", "a", "b"),
        ("find", "--limit", "many"),
        ("find", "--limit", "0"),
        ("find", "--kind", "crime"),
        ("find", "--state", "sleeping"),
        ("find", "--from", "yesterday"),
        ("find", "--fro", "2026-03-02"),
        ("send",),
        ("send", "x", "--to"),
        ("receive",),
        ("check", "--dry-run"),
        ("ledger", "import", "x.xlsx", "--dry-run=yes"),
        ("clocks",),
        ("clocks", "--rule", "resolve_due"),
        ("clocks", "青调〔2026〕001号", "--rule", "resolve_due"),
        ("clocks", "--rule", "resolve_due", "--start", "2026-13-01"),
        ("do", "n", "accept", "mediators"),
        ("directory", "set", "office.short"),
        ("--data",),
        ("user", "add", "li"),
    ],
)
def test_wrong_use_is_said_in_chinese(town: Terminal, words: tuple[str, ...]) -> None:
    error = town.refused(*words)
    assert error["code"] in {"wrong_use", "bad_day", "no_start"}
    assert error["advice"]
    for text in (error["sentence"], error["advice"]):
        assert re.search(r"[\u4e00-\u9fff]", text)
        assert not ENGLISH.search(text), text
    plain = town(*words)
    assert (plain.code, plain.out) == (2, "")
    assert plain.err.splitlines() == [error["sentence"], error["advice"]]


def test_help_is_chinese_and_names_every_verb(bare: Terminal) -> None:
    from app.cli.main import VERBS

    for words in ((), *(v.name.split() for v in VERBS)):
        said = bare(*words, "--help")
        assert (said.code, said.err) == (0, "")
        assert not ENGLISH.search(said.out), said.out
        assert "positional" not in said.out
    top = bare("--help").out
    assert all(v.name.split()[0] in top for v in VERBS)
    assert bare("--version").out == "解纷 0.2.0\n"


def test_no_verb_asks_when_stdin_is_no_terminal(bare: Terminal) -> None:
    bare.password = None
    error = bare.refused("setup", "--role", "township", "--name", "青石镇", "--code", "621299101")
    assert error["code"] == "no_password"
    assert "JIEFEN_PASSWORD" in error["advice"]
    bare.password = PASSWORD
    set_up(bare)
    bare.password = None
    for words in (("find",), ("check",), ("user", "add", "li", "--role", "clerk")):
        assert bare.refused(*words)["code"] == "no_password"


def test_a_wrong_password_is_refused_and_slows_down(town: Terminal, clock: Clock) -> None:
    town.password = "不是这个密码"
    assert [town.refused("find")["code"] for _ in range(4)] == [*["wrong_password"] * 3, "wait"]
    clock.go(minutes=10)
    town.password = PASSWORD
    assert town.json("find") == []


def test_a_bug_is_exit_1_and_leaves_stdout_empty(town: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.matters.find import Finder

    def broken(*_args: object, **_options: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(Finder, "search", broken)
    said = town("--json", "find")
    assert (said.code, said.out) == (1, "")
    assert "程序的问题" in said.err
    assert "RuntimeError: a bug" in said.err


# -- matters


def test_register_takes_a_list_from_a_file_or_stdin_all_or_none(
    town: Terminal, dispute: Form, petition: Form, tmp_path: Path
) -> None:
    file = tmp_path / "事项.json"
    file.write_text(json.dumps([dispute(), petition()], ensure_ascii=False), encoding="utf-8-sig")
    made = town.json("register", str(file))
    assert [set(m) for m in made] == [{"id", "number"}] * 2
    assert [m["number"] for m in made] == ["青调〔2026〕001号", "青信〔2026〕001号"]
    text = json.dumps([dispute(), petition(channel="飞鸽传书")], ensure_ascii=False)
    error = town.refused("register", "-", stdin=text)
    assert error["code"] == "invalid_matter"
    assert "第 2 件" in error["sentence"]
    assert len(town.json("find")) == 2
    assert town("register", "-", stdin=json.dumps(dispute())).out == "青调〔2026〕002号\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("[", "not_json"),
        ("[" * 100_000, "not_json"),
        ("3", "not_a_list"),
        ("[1]", "not_a_list"),
        ('[{"kind":"dispute","parties":7}]', "invalid_matter"),
        ("[{}]", "invalid_matter"),
    ],
)
def test_what_is_no_list_of_matters_is_refused(town: Terminal, text: str, code: str) -> None:
    assert town.refused("register", "-", stdin=text)["code"] == code


def test_a_file_that_cannot_be_read_is_refused(town: Terminal, tmp_path: Path) -> None:
    assert town.refused("register", str(tmp_path / "没有.json"))["code"] == "unreadable"
    assert town.refused("register", str(tmp_path))["code"] == "unreadable"
    (tmp_path / "gbk.json").write_bytes('["文"]'.encode("gbk"))
    assert town.refused("register", str(tmp_path / "gbk.json"))["code"] == "not_json"


@pytest.mark.parametrize(
    "changes",
    [
        {"people": 10**30},
        {"people": "9" * 30},
        {"amount_fen": 10**30},
        {"amount_fen": 12.5},
        {"people": 1.5},
        {"people": True},
        {"title": {"a": 1}},
        {"statement": ["甲"]},
        {"title": "半个字\ud800"},
        {"received_on": 20260302.5},
        {"received_on": [2026, 3, 2]},
        {"channel": {}},
        {"parties": [{"role": "applicant", "name": ["张"]}]},
    ],
)
def test_values_of_the_wrong_shape_are_refused_and_never_a_bug(
    town: Terminal, dispute: Form, changes: dict[str, object]
) -> None:
    error = town.refused("register", "-", stdin=json.dumps([dispute(**changes)]))
    assert error["code"] == "invalid_matter", error


def test_find_by_words_pinyin_initials_number_and_telephone(
    town: Terminal, dispute: Form, petition: Form
) -> None:
    first, second = town.register(dispute(), petition())
    for text in ("张天明", "zhangtianming", "ztm", "13900001111", "通行纠纷", first):
        found = town.json("find", text)
        assert [row["number"] for row in found] == [first], text
    row = town.json("find", "赵永强")[0]
    assert row.keys() >= {"number", "name", "state", "rung", "next_due"}
    assert (row["number"], row["state"], row["rung"]) == (second, "registered", "township")
    assert row["next_due"] == "2026-03-17"
    assert [r["number"] for r in town.json("find", "--kind", "dispute")] == [first]
    assert [r["number"] for r in town.json("find", "--limit", "1")] == [second]
    assert town.json("find", "--state", "closed") == []
    assert len(town.json("find", "--state", "已登记")) == 2
    assert town.json("find", "--from", "2026-03-03") == []
    assert len(town.json("find", "--from", "2026-03-02", "--to", "2026-03-02")) == 2


def test_show_has_everything_and_masks_personal_numbers(town: Terminal, dispute: Form) -> None:
    (number,) = town.register(dispute())
    shown = town.json("show", number)
    assert shown.keys() >= {"parties", "steps", "clocks", "papers", "history", "fields", "number", "state"}
    assert [p["id_no"] for p in shown["parties"]] == ["621299********1234", ""]
    assert shown["history"][-1]["words"].startswith("登记，编号")
    everything = town("--json", "show", number).out + town("show", number).out
    assert "621299197201011234" not in everything
    assert "13900001111" not in everything
    assert town.refused("show", number, "--unmask", " ")["code"] == "no_reason"
    open_ = town.json("show", number, "--unmask", "联系当事人")
    assert open_["parties"][0]["id_no"] == "621299197201011234"
    assert open_["parties"][0]["phone"] == "13900001111"
    assert "联系当事人" in town.json("show", number)["history"][0]["words"]
    assert "13900001111" in town("show", number, "--unmask", "联系当事人").out
    assert town.refused("show", "青调〔2026〕999号")["code"] == "no_such_matter"


def test_actions_say_what_may_be_done_and_why_the_rest_may_not(town: Terminal, petition: Form) -> None:
    (number,) = town.register(petition())
    actions = {a["action"]: a for a in town.json("actions", number)}
    assert all(a.keys() >= {"action", "allowed", "why", "fields"} for a in actions.values())
    assert actions["accept"]["allowed"]
    assert "route" in [f["name"] for f in actions["accept"]["fields"]]
    assert not actions["close"]["allowed"]
    assert actions["close"]["why"]
    assert town.refused("do", number, "close", "result=decided")["code"] == "not_now"
    assert town.refused("do", number, "fly")["code"] == "unknown_action"
    assert town.refused("do", number, "accept", "route=moon")["code"] == "bad_fields"


def test_do_does_and_tells_the_changes(town: Terminal, dispute: Form, clock: Clock) -> None:
    (number,) = town.register(dispute())
    done = town.json("do", number, "accept", "source=by_application", "mediators=王调解")
    assert done["changes"]["state"] == "accepted"
    clock.go(days=2)
    town.json("do", number, "mediate", "mediators=王调解", "record=甲说：a=b。", "result=agreed")
    shown = town.json("show", number)
    assert [s["action"] for s in shown["steps"]] == ["accept", "mediate"]
    assert "a=b" in shown["steps"][1]["what"]


def test_clocks_of_a_matter_and_of_one_rule(town: Terminal, petition: Form) -> None:
    (number,) = town.register(petition())
    clocks = {c["rule"]: c for c in town.json("clocks", number)}
    keys = {"rule", "start", "due", "rolled", "state", "days_left", "article", "explain"}
    assert all(c.keys() >= keys for c in clocks.values())
    notice = clocks["notice_due_direct"]
    assert (notice["start"], notice["due"], notice["state"], notice["days_left"]) == (
        "2026-03-02",
        "2026-03-17",
        "running",
        15,
    )
    assert notice["explain"]
    later = {c["rule"]: c for c in town.json("clocks", number, "--on", "2026-04-01")}
    assert later["notice_due_direct"]["state"] == "overdue"
    (one,) = town.json("clocks", "--rule", "resolve_due", "--start", "2026-03-02", "--extend", "30")
    assert (one["due"], one["rolled"]) == ("2026-05-31", None)
    (right,) = town.json("clocks", "--rule", "review_request_due", "--start", "2026-09-02")
    assert right["rolled"] is not None
    assert right["rolled"] > right["due"]
    assert town.refused("clocks", "--rule", "never", "--start", "2026-03-02")["code"] == "no_such_rule"
    error = town.refused("clocks", "--rule", "resolve_due", "--start", "2026-03-02", "--extend", "31")
    assert "30" in error["sentence"]


# -- papers


def test_papers_are_listed_and_one_is_written(town: Terminal, petition: Form, tmp_path: Path) -> None:
    (number,) = town.register(petition())
    town.json("do", number, "accept", "route=general")
    rows = {r["paper"]: r for r in town.json("papers", number)}
    assert all(r.keys() >= {"paper", "name", "need", "made"} for r in rows.values())
    assert rows["accept_notice"]["due"]
    assert {r["paper"] for r in town.json("papers")} > set(rows)
    out = tmp_path / "受理告知书.pdf"
    made = town.json("paper", number, "accept_notice", str(out))
    assert made.keys() >= {"pages", "missing_glyphs"}
    assert out.read_bytes().startswith(b"%PDF")
    assert town.json("papers", number)
    issued = town.json("paper", number, "accept_notice", str(out), "--issue")
    assert issued["number"]
    assert {r["paper"]: r["made"] for r in town.json("papers", number)}["accept_notice"] == 1
    assert [p["kind"] for p in town.json("show", number)["papers"]] == ["accept_notice"]
    draft = tmp_path / "告知书.docx"
    assert town.json("paper", number, "accept_notice", str(draft))["written"] == str(draft)
    blank = tmp_path / "空白.pdf"
    assert town.json("blank", "oral_agreement", str(blank))["pages"] == 1
    assert blank.read_bytes().startswith(b"%PDF")
    assert town.refused("paper", number, "accept_notice", str(tmp_path / "x.exe"))["code"] == "not_pdf"
    assert town.refused("paper", number, "no_such", str(out))["code"] == "paper_unknown"
    assert town.refused("paper", number, "accept_notice", str(tmp_path / "没有" / "x.pdf"))["code"] == (
        "paper_unwritable"
    )


# -- ledgers and the directory


def test_a_ledger_is_tried_taken_in_with_answers_and_taken_back(
    town: Terminal, tmp_path: Path, clock: Clock
) -> None:
    clock.go(days=200)
    sample = str(SAMPLES / "ledger-messy.xlsx")
    tried = town.json("ledger", "import", sample, "--dry-run")
    assert tried.keys() == {"batch", "accepted", "rejected", "ask", "ignored"}
    assert tried["batch"] is None
    rows = [
        *tried["accepted"],
        *tried["ignored"],
        *(r["row"] for r in tried["rejected"]),
        *(r["row"] for r in tried["ask"]),
    ]
    assert len(rows) == len(set(rows))
    assert all({"field", "value", "reason"} <= f.keys() for r in tried["rejected"] for f in r["fields"])
    assert all({"field", "value", "proposal"} <= f.keys() for r in tried["ask"] for f in r["fields"])
    assert town.json("find") == []
    answers = {f["field"]: {f["value"]: "skip"} for r in tried["ask"] for f in r["fields"]}
    for row in tried["ask"]:
        for one in row["fields"]:
            answers.setdefault(one["field"], {})[one["value"]] = "skip"
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    again = town.json("ledger", "import", sample, "--dry-run", "--answers", str(file))
    assert again["ask"] == []
    taken = town.json("ledger", "import", sample, "--answers", str(file))
    assert len(town.json("find", "--limit", "1000")) == len(taken["accepted"]) > 0
    assert town.json("ledger", "undo", taken["batch"]) == {"removed": len(taken["accepted"])}
    assert town.refused("ledger", "undo", taken["batch"])["code"] == "batch_undone"
    assert town.refused("ledger", "undo", "nix")["code"] == "no_batch"
    assert town.json("find") == []
    assert town.json("check")["ok"]


def test_answers_and_ledgers_that_mean_nothing_are_refused(town: Terminal, tmp_path: Path) -> None:
    sample = str(SAMPLES / "ledger-plain.xlsx")
    file = tmp_path / "answers.json"
    for text, code in (("[", "not_json"), ("[]", "bad_answers"), ('{"类型":3}', "bad_answers")):
        file.write_text(text, encoding="utf-8")
        assert town.refused("ledger", "import", sample, "--answers", str(file))["code"] == code
    assert town.refused("ledger", "import", sample, "--sheet", "没有这个表")["code"]
    assert town.refused("ledger", "import", str(tmp_path / "没有.xlsx"))["code"]
    assert town.json("find") == []


def test_the_directory_comes_from_a_sheet_and_settings_by_name(
    town: Terminal, dispute: Form, tmp_path: Path
) -> None:
    sheet = tmp_path / "村社.csv"
    sheet.write_text(
        "村（社区）,行政区划代码\n青石村,621299101201\n柳林村,621299101202\n", encoding="utf-8-sig"
    )
    assert town.json("directory", "import", str(sheet)) == {"rows": 2}
    town.json("directory", "set", "office.short=石")
    assert town.register(dispute()) == ["石调〔2026〕001号"]
    assert town.json("show", "石调〔2026〕001号")["number"]
    assert town.refused("directory", "set", "=x")["code"] == "wrong_use"


# -- health


def test_check_and_replay_find_nothing_wrong_with_a_sound_office(town: Terminal, dispute: Form) -> None:
    town.register(dispute())
    for verb in ("check", "replay"):
        report = town.json(verb)
        assert (report["ok"], report["findings"]) == (True, [])
    assert "一切完好" in town("check").out


# -- as a process of its own


def process(folder: Path, *words: str, stdin: str = "", **env: str) -> Said:
    """Run the program as people do."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("JIEFEN_")}
    done = subprocess.run(
        [sys.executable, "-m", "app", *words],
        cwd=ROOT,
        env={**kept, "JIEFEN_PASSWORD": PASSWORD, "JIEFEN_DATA": str(folder), **env},
        input=stdin.encode(),
        capture_output=True,
        check=False,
    )
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_the_program_sets_up_registers_and_finds_in_processes_of_its_own(
    tmp_path: Path, dispute: Form
) -> None:
    folder = tmp_path / "数据"
    words = ("--role", "township", "--name", "青石镇综治中心", "--code", "621299101", "--station", "1")
    founded = process(tmp_path / "别处", "--data", str(folder), "setup", *words, "--json").value
    assert founded["recovery"]
    text = json.dumps([dispute(received_on="2026-03-02")], ensure_ascii=False)
    (made,) = process(folder, "register", "-", "--json", stdin=text).value
    found = process(folder, "--json", "find", "ztm", LANG="C", PYTHONIOENCODING="ascii").value
    assert [r["number"] for r in found] == [made["number"]]
    refused = process(folder, "--json", "show", "nix", PYTHONIOENCODING="ascii")
    assert refused.refusal["code"] == "no_such_matter"


def test_a_refusal_before_anything_is_open_is_one_sentence(tmp_path: Path) -> None:
    said = process(tmp_path / "空", "check")
    assert (said.code, said.out) == (2, "")
    assert len(said.err.splitlines()) == 2
    assert process(tmp_path / "空", "--json", "fly").refusal["code"] == "wrong_use"
    assert not (tmp_path / "空").exists()
