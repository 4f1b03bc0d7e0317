"""A figure by place as a schematic map: a tile for each township or village, in a grid that the office may arrange.

The grid is no map of the land and needs none: it stays true offline, and nobody's house is on it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.places import directory_places
from app.errors import UserError
from app.figures.cutting import cell_text, divides, sum_text
from app.figures.labels import DIMENSION_NAMES, Labels
from app.figures.reckon import Wanted, reckon, total
from app.figures.selection import Selection
from app.figures.values.figures import STEPS, FigureDef, Numbers, Tile, TileMap
from app.matters.neighbours import Neighbours

SETTING = "display.tiles"
"""Where each tile stands, as the office arranged it: JSON of key to [row, column]."""
_WIDER = 1.5
"""The grid is so much wider than high."""
_MOST = 60
"""So far apart rows and columns may lie."""
Spot = tuple[int, int]


def dimension_of(context: Context) -> str:
    """What a tile is: a township at a district, a village at a township."""
    return "unit" if context.office.is_district else "village"


def tile_map(
    session: Session, context: Context, one: Selection, labels: Labels, define: FigureDef, kept: str
) -> TileMap:
    """The map.

    Args:
        session: of one consistent view.
        context: the opened office.
        one: the figure with its days.
        labels: says keys in words.
        define: what the figure is.
        kept: the setting `SETTING`.

    Raises:
        UserError: the figure's rows know of no such place.
    """
    dimension = dimension_of(context)
    if dimension not in divides(one.asked):
        raise UserError(
            "dimension_unknown",
            f"“{one.asked.name}”的记录里没有“{DIMENSION_NAMES[dimension]}”这一项，画不成方格图。",
            "请换一个指标。",
        )
    (found,) = reckon(session, [Wanted(one, (dimension,))])
    places = _places(session, context)
    # What is counted of a place that the directory has no more has a tile too: nothing of the sum is left out.
    places |= {key: labels.say(dimension, key) for (key,) in sorted(found) if key and key not in places}
    spots = _arranged(tuple(places), read_spots(kept))
    most = max((n for (key,), (n, _) in found.items() if key), default=0)
    tiles = tuple(
        Tile(key, words, numbers, sum_text(define, numbers), _step(numbers, most, define), *spots[key])
        for key, words in places.items()
        for numbers in [found.get((key,), (0, 0))]
    )
    rest = found.get(("",), (0, 0))
    whole = sum_text(define, total(found)) + ("" if define.is_rate else f" {define.unit}")
    in_order = tuple(sorted(tiles, key=lambda t: (t.row, t.column)))
    return TileMap(
        define, dimension, DIMENSION_NAMES[dimension], in_order, rest, cell_text(define, rest), whole
    )


def moved(tiles: Sequence[Tile], key: str, row: int, column: int) -> str:
    """The setting after a tile was put somewhere; what stood there takes its place.

    Args:
        tiles: as they stand now.
        key: of the tile.
        row: where to, from 0.
        column: likewise.

    Raises:
        UserError: no such tile, or a place beyond the grid.
    """
    here = next((t for t in tiles if t.key == key or t.words == key), None)
    if here is None:
        raise UserError("no_such_tile", f"方格图里没有“{key}”。", "请写方格里的名称。")
    if not (0 <= row < _MOST and 0 <= column < _MOST):
        raise UserError("tile_beyond", "方格放得太远了。", f"行和列从 1 到 {_MOST}。")
    spots = {t.key: (t.row, t.column) for t in tiles}
    there = next((t for t in tiles if (t.row, t.column) == (row, column)), None)
    if there is not None:
        spots[there.key] = (here.row, here.column)
    spots[here.key] = (row, column)
    return json.dumps({k: list(v) for k, v in sorted(spots.items())}, ensure_ascii=False)


def read_spots(kept: str) -> dict[str, Spot]:
    """Where tiles stand, as it was kept; what is no place is passed over."""
    try:
        told: Any = json.loads(kept or "{}")
    except ValueError:
        return {}
    if not isinstance(told, dict):
        return {}
    found: dict[str, Spot] = {}
    for key, spot in cast("dict[str, Any]", told).items():
        match spot:
            case [int(row), int(column)] if 0 <= row < _MOST and 0 <= column < _MOST:
                found[key] = (row, column)
            case _:
                pass
    return found


def _places(session: Session, context: Context) -> dict[str, str]:
    """Keys and words of every place, in the order of the codes."""
    if context.office.is_district:
        below = sorted(Neighbours(session.connection(), context).targets(), key=lambda t: (t.code, t.name))
        return {t.office: t.name for t in below}
    return {p.code: p.name for p in directory_places(session, context)}


def _arranged(keys: Sequence[str], kept: Mapping[str, Spot]) -> dict[str, Spot]:
    """Tiles that were put somewhere stand there; the others take the free places in their order."""
    found: dict[str, Spot] = {}
    taken: set[Spot] = set()
    for key in keys:
        if key in kept and kept[key] not in taken:
            found[key] = kept[key]
            taken.add(kept[key])
    wide = max(1, math.ceil(math.sqrt(len(keys) * _WIDER)))
    free = ((at // wide, at % wide) for at in range(wide * (len(keys) + len(taken) + 1)))
    for key in keys:
        if key not in found:
            found[key] = next(spot for spot in free if spot not in taken)
            taken.add(found[key])
    return found


def _step(numbers: Numbers, most: int, define: FigureDef) -> int:
    number, of = numbers[0], numbers[1] if define.is_rate else most
    return min(STEPS, math.ceil(STEPS * number / of)) if number > 0 and of > 0 else 0
