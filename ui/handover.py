"""One window for one data folder: a second start hands its file to the window that stands open, and goes.

A bundle that is double-clicked while the program is open must reach the open window; a second log-in would only be refused.
The two programs speak through a local socket of the user's own (no network): one line of JSON there, one word back.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 2_000
"""An open window answers at once unless it is drawing; a start does not wait longer than this for it."""
BRIEF_MS = 300
"""The other start speaks at once; the window does not stand still longer for one that is silent."""
MOST = 16_384
"""Bytes of a message; what is longer is no path."""
TAKEN = b"taken\n"


def name_of(folder: Path) -> str:
    """What the socket of a data folder is called; says nothing of where the folder is."""
    return f"jiefen-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:24]}"


def hand_over(folder: Path, file: Path | None) -> bool:
    """Gives a file to the window that has this data folder open, and calls it to the front.

    Args:
        folder: the data folder.
        file: a bundle or a card; None only calls the window.

    Returns:
        Whether a window took it. False: there is none, and this start is the first.
    """
    socket = QLocalSocket()
    socket.connectToServer(name_of(folder))
    if not socket.waitForConnected(WAIT_MS):
        return False
    socket.write(json.dumps({"file": str(file) if file else ""}).encode() + b"\n")
    answer = b""
    while not answer.endswith(b"\n") and socket.waitForReadyRead(WAIT_MS):
        answer += bytes(socket.readAll().data())
    socket.disconnectFromServer()
    return answer == TAKEN


class Doorman(QObject):
    """Listens for later starts on the same data folder.

    Signals:
        called: path of the file that another start was given; "" where it only wants the window.
    """

    called = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        # Nobody answered (see hand_over): what lies there is of a program that was cut off.
        QLocalServer.removeServer(name_of(folder))
        self.listens = self._server.listen(name_of(folder))
        """False where the system has no local sockets: then a second start is refused as before, and nothing else is lost."""

    def close(self) -> None:
        """Listens no longer."""
        self._server.close()

    def _on_connection(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            file = _read(socket)
            if file is not None:
                socket.write(TAKEN)
                socket.waitForBytesWritten(BRIEF_MS)
            socket.disconnectFromServer()
            socket.deleteLater()
            if file is not None:
                self.called.emit(file)


def _read(socket: QLocalSocket) -> str | None:
    """The file that the other start names; None where it says nothing, or nothing that can be meant."""
    while not socket.canReadLine() and socket.bytesAvailable() < MOST:
        if not socket.waitForReadyRead(BRIEF_MS):
            break
    try:
        said = json.loads(bytes(socket.readLine(MOST).data()))
    except ValueError:
        return None
    file = said.get("file") if isinstance(said, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return file if isinstance(file, str) else None
