"""`drives` on the command line: what is put in, and what lies on it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable

from app.bundles.drives import STICK, drive_view
from app.bundles.values import DriveView
from app.cli.output import as_json
from app.cli.shape import Call
from app.cli.verbs_bundles import VERBS
from tests.support import exchange, offices
from tests.support.exchange import Pair

clock, offices, dispute, pair = offices.clock, offices.offices, offices.dispute, exchange.pair  # type: ignore[assignment]


class PutIn:
    def __init__(self, *drives: DriveView) -> None:
        self.drives = drives

    def mark(self) -> str:
        return ""

    def find(self) -> tuple[DriveView, ...]:
        return self.drives


def drives(pair: Pair, *put_in: DriveView) -> tuple[object, str]:
    pair.district.bundles.finder = PutIn(*put_in)
    verb = next(v for v in VERBS if v.name == "drives")
    call = Call(argparse.Namespace(), None, "")  # type: ignore[arg-type]
    return verb.act(call, pair.district)


def test_sticks_are_listed_with_what_lies_on_them(
    pair: Pair, dispute: Callable[..., dict[str, object]]
) -> None:
    pair.township.matters.register([dispute()])
    (file,) = pair.up()
    stick = drive_view(STICK, str(pair.stick), "青石", "FAT", (15 << 30, 3 << 30), read_only=False)
    shut = drive_view(STICK, "", "", "", (8 << 30, 0), read_only=False)
    value, words = drives(pair, stick, shut)
    first, second = json.loads(as_json(value))
    assert (first["path"], first["free"]) == (str(pair.stick), 3 << 30)
    assert [(b["file"], b["state"]) for b in first["bundles"]] == [(file.name, "new")]
    assert second["bundles"] == []
    assert "U盘“青石”，FAT，15.0 GB，可用 3.0 GB" in words
    assert "青石镇综治中心的上报包第 1 包" in words
    assert "系统还没有打开它" in words


def test_without_a_stick_that_is_said(pair: Pair) -> None:
    assert drives(pair) == ([], "没有找到U盘。")
