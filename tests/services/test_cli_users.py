"""Users on the command line: a second one, and one who left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.offices import Clock
from tests.support.terminal import Terminal, set_up


@pytest.fixture
def town(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    """A terminal at a township's desk."""
    made = Terminal(tmp_path / "office", clock, monkeypatch, capsys)
    set_up(made)
    return made


def test_a_second_user_gets_a_password_that_is_on_no_command_line(town: Terminal) -> None:
    error = town.refused("user", "add", "li", "--role", "clerk")
    assert error["code"] == "no_password"
    assert "JIEFEN_NEW_PASSWORD" in error["advice"]
    town.env["JIEFEN_NEW_PASSWORD"] = "李的密码一二三四"
    assert town.json("user", "add", "li", "--role", "clerk", "--name", "李经办")["user"]
    assert town.refused("user", "add", "li", "--role", "clerk")["code"] == "login_taken"
    assert town.refused("user", "add", "zhao", "--role", "king")["code"] == "bad_role"
    own, town.password = town.password, "李的密码一二三四"
    assert town.json("--user", "li", "find") == []
    assert town.refused("--user", "li", "user", "add", "zhao", "--role", "clerk")["code"] == "no_right"
    town.password = own
    assert town.refused("user", "disable", "wang")["code"] == "no_such_user"
    assert town.json("user", "disable", "li")["active"] is False
    assert town.refused("user", "disable", "li")["code"] == "not_active"
    town.password = "李的密码一二三四"
    assert town.refused("--user", "li", "find")["code"] == "wrong_password"
