"""The places of a round: the villages of the directory with their groups, and units; kept with the round as they were then."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.values.screening import Group
from app.errors import UserError
from db.journal import canonical
from db.tables import Unit as UnitRow
from db.tables import Village

ALL: Final = frozenset({"", "全部", "全", "所有", "*"})
NONE: Final = frozenset({"无", "没有", "-"})
_APART: Final = re.compile(r"[、，,;；\n]")
_BETWEEN: Final = re.compile(r"[、，,;；\s]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A village or unit of a round: its code (a unit's is its name), and its groups."""

    code: str
    name: str
    groups: tuple[Group, ...] = ()


def directory_places(session: Session, context: Context) -> tuple[Place, ...]:
    """Every village of the office with its groups, in the order of the codes; who is retired is left out."""
    found = session.scalars(
        select(Village)
        .where(Village.office == context.office.office, Village.retired_on.is_(None))
        .order_by(Village.code, Village.name)
    ).all()
    groups: dict[str, list[Group]] = {}
    for row in found:
        if row.parent:
            # Groups of two villages share their names, so one without a code takes its village's name before it.
            groups.setdefault(row.parent, []).append(Group(row.code or f"{row.parent}{row.name}", row.name))
    return tuple(
        Place(
            row.code or row.name,
            row.name,
            tuple(groups.get(row.name, ()) or (groups.get(row.code, ()) if row.code else ())),
        )
        for row in found
        if not row.parent
    )


def heads(session: Session, context: Context) -> dict[str, str]:
    """Who answers for each village and unit, as the directory has it."""
    own = context.office.office
    villages = session.scalars(select(Village).where(Village.office == own, Village.parent.is_(None))).all()
    units = session.scalars(select(UnitRow).where(UnitRow.office == own)).all()
    return {v.code or v.name: v.head or "" for v in villages} | {u.name: u.head or "" for u in units}


def chosen_places(
    all_places: Iterable[Place], villages: Iterable[str], units: Iterable[str]
) -> tuple[Place, ...]:
    """The places of a round: the villages that were named, else all where no unit is named; then the units.

    Each text may hold several names with 、 between.

    Raises:
        UserError: a village that the directory does not have; none at all; one named twice is one.
    """
    known = tuple(all_places)
    by_name = {p.name: p for p in known} | {p.code: p for p in known}
    named = _names(villages)
    unknown = [v for v in named if v not in by_name]
    if unknown:
        raise UserError(
            "no_such_village",
            f"村社名录里没有“{'、'.join(unknown)}”。",
            "请从名录里选；名录在“设置—村社”里维护。",
        )
    offices = dict.fromkeys(_names(units))
    picked = [by_name[v] for v in named] if named or offices else list(known)
    found = tuple({p.code: p for p in [*picked, *(Place(u, u) for u in offices)]}.values())
    if not found:
        raise UserError(
            "no_places",
            "还没有要排查的村（社区）或单位。",
            "请先在“设置—村社”里登记村（社区）和社（组），再发起排查。",
        )
    return found


def _names(texts: Iterable[str]) -> list[str]:
    return [name.strip() for text in texts for name in _APART.split(text) if name.strip()]


def written(places: Iterable[Place]) -> str:
    """Places as the column holds them."""
    return canonical(
        [
            {"code": p.code, "name": p.name, "groups": [{"code": g.code, "name": g.name} for g in p.groups]}
            for p in places
        ]
    )


def read_places(text: str | None) -> tuple[Place, ...]:
    """Places as they are held; what another office wrote in another shape is left out."""
    try:
        told: list[Mapping[str, Any]] = json.loads(text or "[]")
        return tuple(
            Place(
                str(p["code"]),
                str(p["name"]),
                tuple(Group(str(g["code"]), str(g["name"])) for g in p.get("groups", ())),
            )
            for p in told
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()


def read_codes(text: str | None) -> frozenset[str]:
    """Codes of groups as a return holds them."""
    try:
        told = json.loads(text or "[]")
    except ValueError:
        return frozenset()
    return frozenset(str(code) for code in told) if isinstance(told, list) else frozenset()  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType]


def groups_gone(place: Place, words: str) -> frozenset[str]:
    """Read which groups were gone to.

    Args:
        place: whose groups they are.
        words: 全部, 无, or names or numbers with 、 between; "" for all.

    Raises:
        UserError: a group that this village does not have.
    """
    text = words.strip()
    if text in ALL:
        return frozenset(g.code for g in place.groups)
    if text in NONE:
        return frozenset()
    known = {g.name: g.code for g in place.groups} | {g.code: g.code for g in place.groups}
    named = [w for w in _BETWEEN.split(text) if w]
    unknown = [w for w in named if w not in known]
    if unknown:
        have = "、".join(g.name for g in place.groups) or "没有登记社（组）"
        raise UserError(
            "no_such_group",
            f"{place.name}没有“{'、'.join(unknown)}”。",
            f"名录里有：{have}。全部走到的写“全部”。",
        )
    return frozenset(known[w] for w in named)
