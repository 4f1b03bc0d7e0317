"""The least that a PySide6 program can do: a window with nothing in it, until it is painted."""

from __future__ import annotations

import json
import sys
import time

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow
from typing_extensions import override


class _Seen(QObject):
    painted = False

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.painted = True
        return False


def main() -> None:
    """Prints the processor time since the process began and the time since it was started."""
    app = QApplication([])
    window, seen = QMainWindow(), _Seen()
    window.installEventFilter(seen)
    window.resize(1366, 768)
    window.show()
    while not seen.painted:
        app.processEvents()
    print(json.dumps({"cpu": time.process_time(), "wall": time.time() - float(sys.argv[1])}))


main()
