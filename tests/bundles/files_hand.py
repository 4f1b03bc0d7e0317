"""Hands of the tests of contents that travel: take in, sort the bundles, receive, and see what is held."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.bundles import bundle
from app.bundles.files_format import Piece
from app.bundles.values import ReceivedFile
from app.desk import Desk
from db.tables import Elsewhere, Staged, Stored
from tests.support.exchange import Pair, context_of

Form = Callable[..., dict[str, object]]
JPEG = b"\xff\xd8\xff\xe0" + b"somebody's courtyard " * 400


@pytest.fixture
def number(pair: Pair, dispute: Form) -> str:
    return pair.township.matters.register([dispute()])[0].number


def take(desk: Desk, number: str, data: bytes = JPEG, name: str = "院子.jpg") -> str:
    return desk.attachments.take(number, data, name=name).attachment


def standing(desk: Desk, number: str) -> list[str]:
    return [line.standing_words for line in desk.attachments.list(number)]


def files_of(paths: list[Path]) -> list[Path]:
    return [p for p in paths if bundle.look(p).kind == "files"]


def rest_of(paths: list[Path]) -> list[Path]:
    return [p for p in paths if bundle.look(p).kind != "files"]


def received(desk: Desk, paths: list[Path]) -> list[ReceivedFile]:
    found = list(desk.bundles.receive(paths))
    assert not any(f.refused for f in found), [f.words for f in found]
    return found


def piece(data: bytes = JPEG, **changes: Any) -> Piece:
    given = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "number": 0,
        "data": data,
        **changes,
    }
    return Piece(**given)


def held_rows(desk: Desk) -> list[Any]:
    with context_of(desk).reading() as session:
        rows = [tuple(r) for t in (Stored, Staged, Elsewhere) for r in session.execute(select(t.__table__))]
    vault = Path(context_of(desk).folder) / "vault"
    return [rows, sorted(str(p) for p in vault.rglob("*") if p.is_file())]
