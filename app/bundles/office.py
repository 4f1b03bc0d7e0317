"""What the parts of this room share: the opened office, its two keys, where bundles are built, and who is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Connection, select

from app.access.context import Context
from app.access.values import OfficeInfo
from app.attachments.holdings import Holdings
from app.bundles.bundle import Peer as Sender
from app.bundles.stick import Disk
from app.keys.box import AgeKey
from app.keys.signing import SigningKey, key_id
from db.tables import Peer

KIND_WORDS: Final = {
    "up": "上报包",
    "assign": "交办包",
    "receipt": "回执",
    "files": "附件包",
    "coded": "统计包",
}


@dataclass(slots=True)
class Exchange:
    """The opened office as this room needs it.

    Attributes:
        context: store, office, user, clock.
        sign_key, age_key: of this installation.
        outbox: where bundles are built and kept until they are receipted.
        holdings: what of the contents of attachments is held.
        disk: the file system; tests put a failing one in its place.
    """

    context: Context
    sign_key: SigningKey = field(repr=False)
    age_key: AgeKey = field(repr=False)
    outbox: Path
    holdings: Holdings
    disk: Disk = field(default_factory=Disk)

    @property
    def own(self) -> OfficeInfo:
        """This installation."""
        return self.context.office

    def at(self) -> str:
        """Now, ISO with zone."""
        return self.context.now().isoformat(timespec="seconds")


def all_peers(connection: Connection) -> list[Peer]:
    """Every installation whose card was taken in, in the order of their codes."""
    rows = connection.execute(select(Peer.__table__).order_by(Peer.code, Peer.trusted_at, Peer.installation))
    return [Peer(**row) for row in rows.mappings()]


def senders(connection: Connection) -> dict[str, Sender]:
    """Everybody whose bundles may be opened, and those whose no longer may, by the short name of their key."""
    found: dict[str, Sender] = {}
    for peer in all_peers(connection):
        status: Literal["trusted", "revoked"] = "revoked" if peer.revoked_at else "trusted"
        public = bytes.fromhex(peer.sign_key)
        found[key_id(public)] = Sender(peer.office, peer.installation, peer.name, public, status)
    return found


def parent_of(own: OfficeInfo, peers: list[Peer]) -> list[Peer]:
    """The trusted installations of the office above; several offices could be it only where no code of it was given."""
    above = [p for p in peers if p.role == "district" and p.office != own.office and not p.revoked_at]
    if own.parent_code:
        return [p for p in above if p.code == own.parent_code]
    if own.is_district or len({p.office for p in above}) != 1:
        return []
    return above


def below_of(own: OfficeInfo, peers: list[Peer]) -> list[list[Peer]]:
    """The trusted installations of each office below, office by office."""
    if not own.is_district:
        return []
    below: dict[str, list[Peer]] = {}
    for peer in peers:
        if peer.role != "district" and peer.office != own.office and not peer.revoked_at:
            below.setdefault(peer.office, []).append(peer)
    return list(below.values())


def name_of(connection: Connection, office: str) -> str:
    """What another office is called."""
    name = connection.execute(select(Peer.name).where(Peer.office == office).limit(1)).scalar()
    return name or "不认识的单位"
