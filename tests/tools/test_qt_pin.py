"""Qt's Python binding must bear a day's work: 6.12 on Python 3.11 dies after about 5,000 calls that return nothing."""

import os
import subprocess
import sys

CALLS = 20_000
CODE = f"""
import sys
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel()
before = sys.getrefcount(None)
for number in range({CALLS}):
    label.setText(str(number))
print(before - sys.getrefcount(None))
"""


def test_twenty_thousand_void_calls_leave_none_alive():
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", CODE]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < CALLS / 20, "calls to Qt use up references to None"
