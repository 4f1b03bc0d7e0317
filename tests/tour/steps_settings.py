"""The office's directory: villages, units, leaders, mediators."""

from __future__ import annotations

from app.matters.values import Changes
from tests.tour.hand import Hand
from tests.tour.stage import Stage
from tests.tour.story import DIRECTORY


def fill_directory(stage: Stage) -> None:
    """Villages, units, leaders and mediators, as an administrator types or imports them."""
    stage.chapter("设置")
    hand = stage.hand("township")
    put_directory(hand)


def put_directory(hand: Hand) -> None:
    """Puts the made-up directory into an office through the desk, and tells the window."""
    desk = hand.window.context.desk
    for kind, rows in DIRECTORY.items():
        hand.window.context.jobs.write(lambda _r, k=kind, r=rows: desk.directory.put(k, r))
    desk_settings = {"office.superior": "武阳区人民政府", "office.final_superior": "武阳市人民政府"}
    hand.window.context.jobs.write(
        lambda _r: desk.directory.set_settings(desk_settings),
        lambda _v: hand.window.changed(Changes(frozenset({"directory"}))),
    )
    hand.settle()


STEPS = (fill_directory,)
