"""The plug is pulled two seconds after the last key: the next start offers what was typed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.support.offices import Clock, clock, offices
from tests.ui.register_hand import Offices, open_window
from ui.jobs import Jobs
from ui.pages.register import RegisterPage
from ui.style import Style

__all__ = ["clock", "offices"]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180
"""Seconds after which a typist that never got to typing is taken for dead: the test then fails instead of waiting for ever."""
TYPIST = """
import os, sys, traceback

def give_up(*what):
    traceback.print_exception(*what)
    os._exit(1)  # threads of the jobs would keep a failed process alive

sys.excepthook = give_up
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.ui.register_hand import Clock, Hand, Jobs, Offices, open_window
from ui.style import dress

app = QApplication([])
style = dress(app, scheme="light")
offices = Offices(Path(sys.argv[1]), Clock())
desk = offices.enter(offices.door("qingshi"))
jobs = Jobs()
window, gone = open_window(desk, jobs, style, {})
hand = Hand(window, jobs, desk, gone)
window.navigate("register")
hand.settle()
page = window.page("register")
page.form.rows["parties.0.name"].focus()
hand.type("张天明")
page.form.rows["title"].focus()
hand.type("水渠改道纠纷")
print("typed", flush=True)
while True:
    QTest.qWait(20)
"""


def test_what_was_typed_two_seconds_before_a_kill_is_offered_at_the_next_start(
    offices: Offices, clock: Clock, jobs: Jobs, style: Style
) -> None:
    offices.found()
    with subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(offices.root)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    ) as typing:
        assert typing.stdout is not None
        guard = threading.Timer(PATIENCE, typing.kill)
        guard.start()
        try:
            assert typing.stdout.readline() == "typed\n"
        finally:
            guard.cancel()
            guard.join()
        time.sleep(2.0)  # the promise itself: no more than two seconds are lost
        typing.send_signal(signal.SIGKILL)
        typing.wait(20)
    desk = offices.enter(offices.door("qingshi"))
    window, _gone = open_window(desk, jobs, style, {})
    window.navigate("register")
    jobs.settle()
    jobs.settle()
    page = window.page("register")
    assert isinstance(page, RegisterPage)
    assert page.drafting.lines.words == "有 1 份未登记的草稿（张天明，9:00）"
    page.drafting.lines.resumed.emit(desk.matters.drafts.waiting("register")[0])
    jobs.settle()
    assert page.form.value("parties.0.name") == "张天明"
    assert page.form.value("title") == "水渠改道纠纷"
    jobs.settle()
    window.close()
    jobs.settle()
