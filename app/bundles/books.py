"""What was sent and received, what is missing, what waits: read for windows and the command line."""

from __future__ import annotations

from app.bundles.header import Header
from app.bundles.office import Exchange
from app.bundles.values import Gap, LogLine, Outgoing, PeerInfo, Waiting


class Books:
    def __init__(self, exchange: Exchange) -> None:
        self._x = exchange

    def peers(self) -> tuple[PeerInfo, ...]:
        return ()

    def outgoing(self) -> tuple[Outgoing, ...]:
        return ()

    def log(self) -> tuple[LogLine, ...]:
        return ()

    def gaps(self) -> tuple[Gap, ...]:
        return ()

    def waiting(self) -> tuple[Waiting, ...]:
        return ()

    def matters_sent(self, bundle_id: str) -> tuple[str, ...]:
        return ()

    def look_words(self, header: Header) -> str:
        return ""
