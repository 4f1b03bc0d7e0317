"""The plug is pulled while somebody types: at most two seconds of it are lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.tour import steps_opening, steps_register
from tests.tour.stage import Stage
from tests.tour.steps_opening import enter

ROOT = Path(__file__).resolve().parents[2]
TYPING = """
import os, sys, threading, traceback
from pathlib import Path

def give_up(*what):
    traceback.print_exception(*what)
    os._exit(1)  # threads of the jobs would keep a failed process alive

sys.excepthook = give_up
# Who never gets to typing is taken for dead: the test then fails instead of waiting for ever.
patience = threading.Timer(180, os._exit, (1,))
patience.daemon = True
patience.start()
from tests.tour.stage import CHEAP, Stage, dressed
from tests.tour import steps_opening, steps_register
from PySide6.QtTest import QTest
root = Path(sys.argv[1])
stage = Stage(root, root, dressed(), CHEAP)
hand = stage.hand("township")
hand.program.start()
steps_opening.enter(hand)
page = steps_register.begin(hand, "dispute")
steps_register.fill_in(hand, page, {"parties.0.name": "贺存娃", "title": "水渠改道纠纷"})
QTest.qWait(2100)
hand.program.jobs.settle()
print("typed", flush=True)
while True:
    QTest.qWait(100)
"""


def test_a_kill_while_typing_gives_the_draft_back(stage: Stage) -> None:
    steps_opening.first_start(stage)
    stage.end()
    with subprocess.Popen(
        [sys.executable, "-c", TYPING, str(stage.root)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as typing:
        assert typing.stdout is not None
        told = typing.stdout.readline()
        typing.send_signal(signal.SIGKILL)
        typing.wait(20)
    assert told == "typed\n"
    hand = stage.hand("township")
    hand.program.start()
    enter(hand)
    hand.key("Ctrl+N")
    page = steps_register.register_page(hand)
    lines = page.drafting.lines
    hand.wait(lambda: lines if lines.isVisible() else None, "the draft")
    hand.press(f"继续填写：{lines.words}")
    assert page.form.value("title") == "水渠改道纠纷"
    assert page.form.value("parties.0.name") == "贺存娃"
