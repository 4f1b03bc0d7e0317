"""The command line in-process: what a verb prints, says and returns, on cheap keys and a fixed clock."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.desk import FrontDoor
from tests.support.offices import CHEAP, PASSWORD, Clock


@dataclass(frozen=True)
class Said:
    """What one call said."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        """The one JSON value on stdout; the call was done and complained of nothing."""
        assert (self.code, self.err) == (0, ""), self.err
        return json.loads(self.out)

    @property
    def refusal(self) -> dict[str, str]:
        """The error of a call with `--json` that was refused."""
        assert (self.code, self.out) == (2, ""), (self.code, self.out, self.err)
        body = json.loads(self.err)
        assert set(body) == {"error"}
        assert set(body["error"]) == {"code", "sentence", "advice"}
        assert body["error"]["sentence"].endswith("。")
        return body["error"]


@dataclass
class Terminal:
    """Somebody who types commands for one data folder."""

    folder: Path
    clock: Clock
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]
    password: str | None = PASSWORD
    env: dict[str, str] = field(default_factory=dict)

    def __call__(self, *words: str, stdin: str | None = None) -> Said:
        """Type words as they are."""
        self.capture.readouterr()
        with self.patch.context() as patch:
            for name in ("JIEFEN_DATA", "JIEFEN_USER", "JIEFEN_PASSWORD", "JIEFEN_NEW_PASSWORD"):
                patch.delenv(name, raising=False)
            patch.setenv("JIEFEN_DATA", str(self.folder))
            if self.password is not None:
                patch.setenv("JIEFEN_PASSWORD", self.password)
            for name, value in self.env.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((stdin or "").encode())))
            code = main.run(words, lambda folder: FrontDoor(folder, self.clock, CHEAP))
        said = self.capture.readouterr()
        return Said(code, said.out, said.err)

    def json(self, *words: str, stdin: str | None = None) -> Any:
        """The value that a verb prints with `--json`."""
        return self("--json", *words, stdin=stdin).value

    def refused(self, *words: str, stdin: str | None = None) -> dict[str, str]:
        """The error of a verb that is refused with `--json`."""
        return self("--json", *words, stdin=stdin).refusal

    def register(self, *forms: object) -> list[str]:
        """Register matters; their numbers."""
        made = self.json("register", "-", stdin=json.dumps(forms, ensure_ascii=False))
        return [one["number"] for one in made]


def set_up(terminal: Terminal, *more: str) -> dict[str, str]:
    """A township, by the command line."""
    words: Sequence[str] = ("--role", "township", "--name", "青石镇综治中心", "--code", "621299101")
    return terminal.json(
        "setup", *words, "--parent-code", "621299", "--station", "1", "--reports", "whole", *more
    )
