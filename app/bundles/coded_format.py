"""A bundle of kind ``coded``: one row a line, each with its version; a stream of its own that applies in any order and alone.

Pure: rows in, entries out, and the other way round.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from app.bundles import strict_json
from app.bundles.chain import SALT_BYTES
from app.bundles.coded_rows import ENTITIES, MAX_BODY, CodedError, read_row
from app.bundles.payload import Entry
from app.bundles.refusals import refuse
from app.bundles.strict_json import StrictJsonError

FORMAT: Final = 1
_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
_OPENING: Final = frozenset({"v", "coded", "from", "to", "of", "since", "upto"})


@dataclass(frozen=True, slots=True)
class Opening:
    """What a bundle of rows says first.

    Attributes:
        of: the journal stream whose versions these are.
        since, upto: all rows with a version behind `since` up to `upto` are in it.
    """

    of: str
    since: int
    upto: int


@dataclass(frozen=True, slots=True)
class CodedRow:
    """One row; `body` is None where it was taken away."""

    entity: str
    id: str
    version: int
    body: Mapping[str, Any] | None


def opening_line(stream: str, sender: str, receiver: str, what: Opening) -> str:
    """The line that opens the stream that a bundle of rows is."""
    said = {"v": FORMAT, "coded": stream, "from": sender, "to": receiver}
    return _dump({**said, "of": what.of, "since": what.since, "upto": what.upto})


def read_opening(line: str, stream: str, sender: str, receiver: str, name: str) -> Opening:
    """Read the opening of a bundle of rows.

    Raises:
        UserError: ``coded_bad``: it is none, of another office, or for another one; ``bundle_newer``.
    """
    said = _object(line, name, "开头")
    version = said.get("v")
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT:
        raise refuse("bundle_newer", need=version, ours=FORMAT)
    of, since, upto = said.get("of"), _whole(said.get("since")), _whole(said.get("upto"))
    fits = (said.get("v"), said.get("coded"), said.get("from"), said.get("to")) == (
        FORMAT,
        stream,
        sender,
        receiver,
    )
    if not fits or said.keys() != _OPENING or not isinstance(of, str) or not _ID.fullmatch(of):
        raise refuse("coded_bad", sender=name, why="开头不符")
    if not 0 <= since <= upto:
        raise refuse("coded_bad", sender=name, why="版本号不对")
    return Opening(of, since, upto)


def write_rows(rows: Iterable[tuple[str, str, int, str | None]]) -> list[Entry]:
    """Entries of a bundle, of (entity, id, version, canonical JSON or None)."""
    return [
        Entry.whole(seq, secrets.token_bytes(SALT_BYTES), _line(*row))
        for seq, row in enumerate(rows, start=1)
    ]


def read_rows(entries: Sequence[Entry], what: Opening, name: str) -> tuple[CodedRow, ...]:
    """The rows of a bundle; nothing of it counts where one is none.

    Raises:
        UserError: ``coded_bad``: words in the place of a code, a row twice, a version out of its range, nothing known.
    """
    found: list[CodedRow] = []
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        where = f"第 {entry.seq} 行"
        said = _object(entry.line or "", name, where)
        entity, ident, version = said.get("entity"), said.get("id"), _whole(said.get("version"))
        if said.keys() != {"v", "entity", "id", "version", "row"} or said.get("v") != FORMAT:
            raise refuse("coded_bad", sender=name, why=where)
        if (
            not isinstance(entity, str)
            or entity not in ENTITIES
            or not isinstance(ident, str)
            or not _ID.fullmatch(ident)
        ):
            raise refuse("coded_bad", sender=name, why=where)
        if not what.since < version <= what.upto or (entity, ident) in seen:
            raise refuse("coded_bad", sender=name, why=f"{where}的版本号")
        seen.add((entity, ident))
        try:
            body = None if said["row"] is None else read_row(entity, said["row"])
        except CodedError as error:
            raise refuse("coded_bad", sender=name, why=f"{where}的 {error.args[0]}") from None
        found.append(CodedRow(entity, ident, version, body))
    return tuple(found)


def _line(entity: str, ident: str, version: int, body: str | None) -> str:
    row = None if body is None else json.loads(body)
    return _dump({"v": FORMAT, "entity": entity, "id": ident, "version": version, "row": row})


def _object(line: str, name: str, where: str) -> dict[str, object]:
    try:
        raw = strict_json.loads(line, MAX_BODY)
    except StrictJsonError as error:
        raise refuse("coded_bad", sender=name, why=f"{where}{error.why}") from None
    if not isinstance(raw, dict):
        raise refuse("coded_bad", sender=name, why=where)
    return cast("dict[str, object]", raw)


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def _dump(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
