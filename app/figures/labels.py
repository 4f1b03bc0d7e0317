"""Words and order of the groups that figures are divided into."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from app.access.context import Context
from app.directory.service import Directory
from app.figures.selection import MONTH
from app.matters.neighbours import Neighbours
from app.rules.codes import CodeBook
from app.rules.periods import months_on
from db.tables import EVERYBODY

UNKNOWN = "未填写"
DIMENSION_NAMES: Mapping[str, str] = {
    "unit": "单位",
    "type": "类型",
    "channel": "形式",
    "level": "层级",
    MONTH: "月份",
    "village": "村（社区）",
    "holder": "现承办单位",
    "batch": "交办批次",
}
"""By what figures can be asked for, in words."""
_OFFICE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LEVELS = ("rung", "leader_level", "agency_level", "supervise_level", "say_way", "round_kind")
"""The code lists that levels of sources are taken from; no id is in two of them with another word, but 区级 and 县级领导."""


class Labels:
    """Says keys of groups in words, and puts them in order.

    Args:
        session: of one consistent view.
        context: the opened office.
        directory: knows villages.
    """

    def __init__(self, session: Session, context: Context, directory: Directory) -> None:
        self._codes: CodeBook = context.shelf.codes
        self._neighbours = Neighbours(session.connection(), context)
        self._directory = directory
        self._villages: dict[str, str] | None = None

    def code(self, list_name: str, ident: str | None) -> str:
        """An entry of a code list in words."""
        return self._codes.label_of(list_name, ident)

    def say(self, dimension: str, key: str) -> str:
        """A key in words."""
        if not key:
            return UNKNOWN
        if dimension in {"unit", "holder"}:
            if key == EVERYBODY:
                return "各单位"
            return self._neighbours.name_of(key) if _OFFICE.fullmatch(key) else key
        if dimension == "type":
            list_name, _, ident = key.partition(".")
            return self._codes.label_of(list_name, ident)
        if dimension == "channel":
            return self._codes.label_of("channel", key)
        if dimension == "level":
            return self._level(key)
        if dimension == "village":
            return self.villages().get(key, key)
        if dimension == MONTH:
            return f"{key[:4]}年{int(key[5:7])}月"
        return key

    def order(self, dimension: str, key: str) -> tuple[object, ...]:
        """Sorts keys as people expect them; what is not known stands last."""
        last = not key
        if dimension == "type":
            list_name, _, ident = key.partition(".")
            return (last, list_name != "dispute_type", self._place(list_name, ident), key)
        if dimension == "channel":
            return (last, self._place("channel", key), key)
        if dimension == "level":
            return (last, *self._level_place(key), key)
        if dimension == "village":
            return (last, key)
        return (last, key if dimension == MONTH else self.say(dimension, key))

    def villages(self) -> dict[str, str]:
        """Words of each village."""
        if self._villages is None:
            self._villages = self._told_apart(self._directory.all_village_labels())
        return self._villages

    def _told_apart(self, labels: Mapping[str, str]) -> dict[str, str]:
        """In a district two townships have villages of one name: those say whose they are."""
        many = Counter(labels.values())
        towns = {t.code: t.name.removesuffix("综治中心") for t in self._neighbours.targets() if t.code}
        found: dict[str, str] = {}
        for key, words in labels.items():
            town = next((name for code, name in towns.items() if key.startswith(code)), "")
            found[key] = f"{town}{words}" if town and many[words] > 1 else words
        return found

    def _level(self, key: str) -> str:
        return next((self._codes.label_of(n, key) for n in _LEVELS if key in self._codes[n]), key)

    def _level_place(self, key: str) -> tuple[int, int]:
        for at, name in enumerate(_LEVELS):
            if key in self._codes[name]:
                return at, self._place(name, key)
        return len(_LEVELS), 0

    def _place(self, list_name: str, ident: str) -> int:
        if list_name not in self._codes:
            return 0
        return next((at for at, code in enumerate(self._codes[list_name]) if code.id == ident), 1000)


def months_of(first: date, last: date) -> list[str]:
    """Every month of a period, also those in which nothing was."""
    month, found = first.replace(day=1), list[str]()
    while month <= last:
        found.append(f"{month:%Y-%m}")
        month = months_on(month, 1)
    return found
