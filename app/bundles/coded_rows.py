"""What a coded row is made of: codes, dates, numbers and yes-or-no of a matter or a duty; no words, no name, no telephone.

The columns follow from how each is described where it is declared (`db.fields.Field`): what a person types as text is never
among them. A few that are not described are named here, with the one form that each may have; what has not that form is not
sent, and a bundle with it is refused.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final, cast

from app.bundles.upward import CODED_DUTIES
from app.rules.untold import UNTOLD
from db.fields import CivilDate, Flag, Kind, decode, encode
from db.fold import shape_of
from db.journal import canonical
from db.tables import BY_ENTITY, Fact

FACT: Final = "fact"
ENTITIES: Final = (FACT, *sorted(CODED_DUTIES))
"""What rows are of: a matter's fact, and duties that may speak of citizens."""
MAX_BODY: Final = 64 * 1024

_CODE: Final = re.compile(r"[a-z0-9_.-]{1,40}")
_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
_PLACE: Final = re.compile(r"\d{2,20}|(?=.*[^\W\d_])(?!.*\d{5})[\w（）()·-]{1,24}")
_NUMBER: Final = re.compile(
    r"(?=.*\d)(?!.*\d{11})(?!(?:.*[^\W\d_]){16})[\w〔〕()（）【】\[\]\-－—/.·号第]{1,40}"
)
_BATCH: Final = re.compile(r"第?[0-9一二三四五六七八九十百]{1,6}批次?")
_MOST: Final = 2**53
_DESCRIBED: Final = {Kind.CODE: _CODE, Kind.VILLAGE: _PLACE}
_FACT_TEXT: Final[Mapping[str, re.Pattern[str]]] = {
    "number": _NUMBER,
    "village": _PLACE,
    "custodian": _ID,
    "earlier": _ID,
    **dict.fromkeys(
        (
            *("kind", "channel", "category", "content_class", "state", "rung", "risk", "route", "lineage"),
            *("result", "mediation_source", "agreement_form", "performance", "confirmed", "outcome"),
            *("rated_office", "rated_unit", "review_result", "final_result"),
        ),
        _CODE,
    ),
}
"""Of a fact every column of text but the responsible unit."""
_DUTY_TEXT: Final[Mapping[str, re.Pattern[str]]] = {
    **dict.fromkeys(("about_office", "about", "roster", "session", "round", "mandate", "earlier"), _ID),
    **dict.fromkeys(("charge_office", "charge", "supervision_office", "supervision"), _ID),
    **dict.fromkeys(("task_office", "task"), _ID),
    **dict.fromkeys(("source", "source_id", "to_office", "outing", "letter"), _ID),
    **dict.fromkeys(("paid_list", "back_list"), _ID),
    "ordered_by": re.compile(r"[0-9A-Za-z_-]{1,64}/[0-9A-Za-z_-]{1,64}"),
    "batch": _BATCH,
    "figure": _CODE,
}
"""Of duties what ties rows together."""
_JSON: Final[Mapping[tuple[str, str], str]] = {
    ("round", "places"): "board",
    ("round_return", "groups"): "places",
    ("visit_plan", "matters"): "keys",
}
_HAS_UNIT: Final = (FACT, "unit")
"""Whether a unit is responsible is counted; which one it is stays at home."""
_WORDS: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.NAME, Kind.LEADER})
_OF_ROUNDS: Final = frozenset({"round", "round_return"})
"""Whose places are told by name: where one has not the form of a name, both say the same letters in its place."""
_NAMED: Final = frozenset({"code", "name"})
_LETTERS: Final = str.maketrans("0123456789", "ghijklmnop")


class CodedError(ValueError):
    """A row that is none; the column is its only argument."""


def row_of(entity: str, values: Mapping[str, Any], key: bytes) -> str:
    """The columns of a row that go up, as canonical JSON; what has not the form of a code is left out.

    Args:
        entity: one of `ENTITIES`.
        values: the row.
        key: by which a place whose name cannot go is still the same place everywhere.
    """
    body: dict[str, Any] = {}
    for name, form in columns_of(entity).items():
        value = values[name]
        if (entity, name) in _JSON:
            value = json.loads(value or "[]")
        elif (entity, name) == _HAS_UNIT:
            value = bool(value)
        value = encode(value)
        if entity in _OF_ROUNDS:
            value = _with_places(form, value, key)
        if value is not None and _fits(form, value):
            body[name] = value
    return canonical(body)


def read_row(entity: str, body: object) -> dict[str, Any]:
    """The columns of a row that came, decoded; columns that this version does not know are cut.

    Raises:
        CodedError: a column has not its form, or one is missing that no row can be without.
    """
    if not isinstance(body, dict):
        raise CodedError("row")
    told = cast("dict[str, object]", body)
    found: dict[str, Any] = {}
    for name, form in columns_of(entity).items():
        if name not in told:
            continue
        value = told[name]
        if not _fits(form, value):
            raise CodedError(name)
        found[name] = value
    for name in _needed(entity):
        if name not in found:
            raise CodedError(name)
    return found


def state_of(entity: str, office: str, ident: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """A row as it stands in its table: codes and days that it does not say are empty there, words are `UNTOLD`."""
    model: Any = Fact if entity == FACT else BY_ENTITY[entity]
    types = {c.name: c.type for c in model.__table__.columns}
    if _HAS_UNIT[0] == entity and _HAS_UNIT[1] in body:
        body = {**body, _HAS_UNIT[1]: UNTOLD if body[_HAS_UNIT[1]] else None}
    told = {
        name: canonical(value) if (entity, name) in _JSON else decode(types[name], value)
        for name, value in body.items()
    }
    if entity == FACT:
        blank = {
            c.name: False if isinstance(c.type, Flag) and not c.nullable else None
            for c in model.__table__.columns
        }
        return {**blank, "number": "", **told, "office": office, "matter": ident, "coded": True}
    shape = shape_of(entity)
    empty = {
        n: UNTOLD if _is_words(model.__table__.columns[n]) else ""
        for n in shape.needed
        if shape.blank[n] is None and _is_text(types[n])
    }
    return {**shape.blank, **empty, **told, "office": office, "id": ident, "version": 1}


@cache
def columns_of(entity: str) -> Mapping[str, Any]:
    """The columns that a row may have, each with its form: a pattern, or `day`, `flag`, `number`, `places`, `board`, `keys`."""
    model: Any = Fact if entity == FACT else BY_ENTITY[entity]
    texts = _FACT_TEXT if entity == FACT else _DUTY_TEXT
    found: dict[str, Any] = {}
    for column in model.__table__.columns:
        name, described = column.name, column.info.get("field")
        if name in {"office", "id", "version", "matter", "coded", "restricted"}:
            continue
        if (entity, name) in _JSON:
            found[name] = _JSON[entity, name]
        elif isinstance(column.type, CivilDate):
            found[name] = "day"
        elif (entity, name) == _HAS_UNIT or isinstance(column.type, Flag):
            found[name] = "flag"
        elif not _is_text(column.type):
            found[name] = "number"
        elif name in texts:
            found[name] = texts[name]
        elif described is not None and described.kind in _DESCRIBED:
            found[name] = _DESCRIBED[described.kind]
    return found


@cache
def _needed(entity: str) -> frozenset[str]:
    """What no row can be without: days, numbers and codes that its table wants."""
    if entity == FACT:
        return frozenset({"kind", "state", "rung", "custodian", "received_on", "registered_on"})
    shape = shape_of(entity)
    types = {c.name: c.type for c in BY_ENTITY[entity].__table__.columns}
    # Words that a table wants are empty in a coded row; what ties it to its whole is not.
    return frozenset(
        n
        for n in shape.needed
        if shape.blank[n] is None and n in columns_of(entity) and not _is_text(types[n])
    )


def _is_words(column: Any) -> bool:
    described = column.info.get("field")
    return described is not None and described.kind in _WORDS


def _is_text(kind: Any) -> bool:
    return not isinstance(kind, (CivilDate, Flag)) and getattr(kind, "python_type", str) is str


def _fits(form: Any, value: object) -> bool:
    if isinstance(form, re.Pattern):
        return isinstance(value, str) and cast("re.Pattern[str]", form).fullmatch(value) is not None
    match form:
        case "day":
            return isinstance(value, str) and _is_day(value)
        case "flag":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MOST
        case "places":
            return isinstance(value, list) and all(_fits(_PLACE, one) for one in cast("list[object]", value))
        case "board":
            return isinstance(value, list) and all(_is_place(one) for one in cast("list[object]", value))
        case _:
            return isinstance(value, list) and all(_is_key(one) for one in cast("list[object]", value))


def _with_places(form: Any, value: Any, key: bytes) -> Any:
    """A value of a round or a return with names of places that may go."""

    def name(word: object) -> str:
        if _fits(_PLACE, word):
            return str(word)
        return hmac.new(key, str(word).encode(), hashlib.sha256).hexdigest()[:16].translate(_LETTERS)

    if form is _PLACE:
        return name(value)
    if form == "places":
        return [name(one) for one in value]
    if form != "board":
        return value
    return [
        {
            "code": name(place.get("code")),
            "name": name(place.get("name")),
            "groups": [{n: name(group.get(n)) for n in _NAMED} for group in place.get("groups", ())],
        }
        for place in value
    ]


def _is_place(value: object) -> bool:
    place = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    groups = place.get("groups")
    if place.keys() != {*_NAMED, "groups"} or not isinstance(groups, list):
        return False
    named = [
        place,
        *(cast("dict[str, object]", g) for g in cast("list[object]", groups) if isinstance(g, dict)),
    ]
    whole = len(named) == 1 + len(cast("list[object]", groups)) and all(g.keys() == _NAMED for g in named[1:])
    return whole and all(_fits(_PLACE, one[n]) for one in named for n in _NAMED)


def _is_day(value: str) -> bool:
    try:
        return len(value) == len("2026-01-01") and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_key(value: object) -> bool:
    pair = cast("list[object]", value) if isinstance(value, list) else []
    return len(pair) == len(("office", "id")) and all(_fits(_ID, one) for one in pair)
