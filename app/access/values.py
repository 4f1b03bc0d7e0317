"""What windows may know of the office, its users and the door."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfficeInfo:
    """This copy of the program and the office that it belongs to.

    Attributes:
        office: id of the office, the same on all its PCs.
        installation: id of this copy.
        name: as on its door.
        role: township | district.
        code: division code.
        parent_code: division code of the office above, or "".
        station: mark in the numbers; "1" stands for an office's only PC and is not written.
        training: nothing here is real; its bundles are refused by a district.
        fingerprint: of this installation's card, 8 groups of 4 digits.
        sign_public: raw public key by which bundles of this installation are verified.
        age_public: age recipient of this installation.
        made_at: when it was set up (ISO).
    """

    office: str
    installation: str
    name: str
    role: str
    code: str
    parent_code: str
    station: str
    training: bool
    fingerprint: str
    sign_public: bytes
    age_public: str
    made_at: str

    @property
    def is_district(self) -> bool:
        """Whether this is the office that takes bundles in from below."""
        return self.role == "district"


@dataclass(frozen=True, slots=True)
class UserInfo:
    """Who is at the desk.

    Attributes:
        id: user's id, the actor of every change.
        login: what is typed.
        name: what is shown and printed.
        role: clerk | leader | admin.
        accusations: named to read material of accusations (条例 Art. 30).
        active: may log in.
    """

    id: str
    login: str
    name: str
    role: str
    accusations: bool
    active: bool = True


WAY_KEY = "reports.way"
"""Setting: what goes up of matters that are the township's own business. `coded` 只报统计行, `whole` 整件上报; whole where it
was never set, as offices were before there was a choice."""
WAYS = {"coded": "只报统计行", "whole": "整件上报"}
"""Its values, in words."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """The answers of the first start.

    Attributes:
        role: township | district.
        name: the office's name.
        code: division code: 9 digits of a township, 6 of a district.
        login: of the first user.
        password: at least eight characters.
        user_name: name of the first user; the login where empty.
        parent_code: of the office above.
        station: "" draws a mark; "1" when this is the office's only PC.
        training: a training office.
        short: one or two characters for numbers (青); the name's first where empty.
        reports: what a township sends up: coded | whole (`WAY_KEY`).
    """

    role: str
    name: str
    code: str
    login: str
    password: str
    user_name: str = ""
    parent_code: str = ""
    station: str = ""
    training: bool = False
    short: str = ""
    reports: str = "coded"


@dataclass(frozen=True, slots=True)
class Founded:
    """What the first start leaves: `recovery` is shown and printed once and kept nowhere."""

    office: str
    installation: str
    fingerprint: str
    recovery: str


@dataclass(frozen=True, slots=True)
class DoorState:
    """What stands before the desk.

    Attributes:
        founded: an office was set up in this folder.
        logins: who has a key, in the order they came.
        repaired: the key file was damaged and its copy was taken.
    """

    founded: bool
    logins: tuple[str, ...] = ()
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup that lies verified on its medium.

    Attributes:
        file: its path; size: bytes.
        made_at: ISO time; changes: how far the records reach.
    """

    file: str
    size: int
    made_at: str
    changes: int


@dataclass(frozen=True, slots=True)
class Restored:
    """An office that was opened again from a backup.

    Attributes:
        name: the office's; made_at: when the backup was made, ISO; changes: how far its records reach.
        station: the mark that new numbers carry, "" for none.
    """

    name: str
    made_at: str
    changes: int
    station: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a command changed: pages repaint from it.

    Attributes:
        areas: of matters, directory, bundles, papers, users.
        matters: ids of the matters concerned; empty means many.
        words: one line for the status bar.
    """

    areas: frozenset[str]
    matters: tuple[str, ...] = ()
    words: str = ""
