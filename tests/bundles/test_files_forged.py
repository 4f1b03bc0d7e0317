"""Bundles of contents that somebody made up: pieces that are none, lies, strangers. Nothing false gets in."""

from __future__ import annotations

import hashlib
import json
import secrets
from pathlib import Path
from typing import Any

import pytest

from app.attachments.holdings import PIECE
from app.bundles import bundle
from app.bundles.bundle import Facts
from app.bundles.chain import opening_head
from app.bundles.files_format import Piece, opening_line, write_pieces
from app.bundles.payload import Entry
from app.keys.signing import SigningKey
from tests.bundles.files_hand import (
    JPEG,
    files_of,
    held_rows,
    number,
    piece,
    received,
    rest_of,
    standing,
    take,
)
from tests.support.exchange import Pair, context_of, pair
from tests.support.offices import Offices, clock, dispute, offices, petition

__all__ = ["clock", "dispute", "number", "offices", "pair", "petition"]


def forged(pair: Pair, pieces: list[Piece] | list[Entry], **facts: Any) -> Path:
    """A bundle of files that the township's key signed, but for what is given."""
    info = pair.township.access.office
    stream = facts.get("stream", "forged-stream")
    opening = facts.pop("opening", opening_line(stream, info.office, pair.district.access.office.office))
    signer: SigningKey = facts.pop("signer", pair.township._opened.sign_key)
    entries = write_pieces(pieces) if isinstance(pieces[0], Piece) else pieces  # type: ignore[arg-type]
    given: dict[str, Any] = {
        "kind": "files",
        "office": info.office,
        "installation": info.installation,
        "stream": stream,
        "prev_head": opening_head(opening),
        "opening": opening,
        "number": 9,
        **facts,
    }
    built = bundle.build(Facts(**given), entries, signer, [pair.district.access.office.age_public])  # type: ignore[arg-type]
    path = pair.stick / f"forged-{secrets.token_hex(4)}.jfb"
    path.write_bytes(built.data)
    return path


def line_with(**changes: Any) -> list[Entry]:
    """The line of a piece with something wrong in it."""
    (entry,) = write_pieces([piece()])
    body = {**json.loads(entry.line or ""), **changes}
    kept = {k: v for k, v in body.items() if v is not None}
    return [Entry.whole(1, bytes(16), json.dumps(kept, separators=(",", ":")))]


@pytest.mark.parametrize(
    "changes",
    [
        {"sha256": "../../etc/passwd"},
        {"sha256": "A" * 64},
        {"sha256": None},
        {"size": 0},
        {"size": -1},
        {"size": 2**53},
        {"size": len(JPEG) + 1},
        {"size": True},
        {"piece": 1},
        {"piece": -1},
        {"of": 2},
        {"offset": 1},
        {"piece_sha256": "0" * 64},
        {"data": "?"},
        {"data": None},
        {"data": ""},
        {"data": ["x"]},
        {"data": 'AA","data":"AA'},
        {"more": 1.5},
        {"more": "behind the bytes"},
    ],
)
def test_a_piece_that_is_none_refuses_the_whole_bundle(pair: Pair, changes: dict[str, Any]) -> None:
    path = forged(pair, line_with(**changes))
    before = held_rows(pair.district)
    (refused,) = pair.district.bundles.receive([path])
    assert refused.refused == "payload_bad"
    assert "第 1 段" in refused.sentence
    assert held_rows(pair.district) == before


def test_pieces_that_together_are_something_else_do_not_count_and_are_asked_for_again(
    pair: Pair, number: str
) -> None:
    data = b"\xff\xd8\xff\xe0" + secrets.token_bytes(PIECE + 10)
    ident = take(pair.township, number, data)
    paths = pair.up()
    received(pair.district, rest_of(paths))
    digest = hashlib.sha256(data).hexdigest()
    lie = secrets.token_bytes(PIECE)
    first = forged(pair, [piece(sha256=digest, size=len(data), number=0, data=lie)])
    received(pair.district, [first])
    second = forged(pair, [piece(sha256=digest, size=len(data), number=1, data=data[PIECE:])], stream="b")
    (taken,) = received(pair.district, [second])
    assert "与登记的摘要不符，没有收下" in taken.words
    assert standing(pair.district, number) == ["还没有收到内容"]
    vault = Path(context_of(pair.district).folder) / "vault"
    assert not [p for p in vault.rglob("*") if p.is_file()]
    received(pair.district, files_of(paths))
    assert pair.district.attachments.open(ident).data == data


def test_one_offices_lie_holds_up_nobody_elses_file(pair: Pair, number: str) -> None:
    data = b"\xff\xd8\xff\xe0" + secrets.token_bytes(PIECE + 10)
    ident = take(pair.township, number, data)
    paths = pair.up()
    received(pair.district, rest_of(paths))
    liar = pair.another(name="柳林镇综治中心", code="621299102", short="柳")
    info = liar.access.office
    digest = hashlib.sha256(data).hexdigest()
    opening = opening_line("liar", info.office, pair.district.access.office.office)
    lie = forged(
        pair,
        [piece(sha256=digest, size=len(data), number=0, data=secrets.token_bytes(PIECE))],
        stream="liar",
        opening=opening,
        office=info.office,
        installation=info.installation,
        signer=liar._opened.sign_key,
    )
    received(pair.district, [lie])
    received(pair.district, files_of(paths))
    assert pair.district.attachments.open(ident).data == data


def test_two_sizes_of_one_content_in_a_bundle_are_refused(pair: Pair) -> None:
    digest = "ab" * 32
    entries = [
        piece(sha256=digest, size=2 * PIECE, number=0, data=bytes(PIECE)),
        piece(sha256=digest, size=PIECE, number=0, data=bytes(PIECE)),
    ]
    (refused,) = pair.district.bundles.receive([forged(pair, entries)])
    assert refused.refused == "payload_bad"
    assert "大小前后不一" in refused.sentence


def test_a_bundle_opened_for_another_office_or_another_stream_is_refused(pair: Pair) -> None:
    own = pair.township.access.office.office
    for opening in (opening_line("forged-stream", own, "somebody"), opening_line("x", own, "y"), "{}"):
        (refused,) = pair.district.bundles.receive([forged(pair, [piece()], opening=opening)])
        assert refused.refused == "stream_foreign"


def test_a_strangers_and_an_altered_bundle_are_refused(pair: Pair) -> None:
    path = forged(pair, [piece()], signer=SigningKey.generate())
    (refused,) = pair.district.bundles.receive([path])
    assert refused.refused == "sender_unknown"
    path = forged(pair, [piece()])
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    (refused,) = pair.district.bundles.receive([path])
    assert refused.refused == "bundle_altered"
    assert held_rows(pair.district)[0] == []


def test_one_township_takes_no_contents_from_another(pair: Pair, offices: Offices, number: str) -> None:
    other = pair.another(name="柳林镇综治中心", code="621299102", short="柳")
    card = pair.stick / "a.card"
    other.bundles.trust(card, pair.township.bundles.write_card(card).fingerprint)
    info = pair.township.access.office
    opening = opening_line("s", info.office, other.access.office.office)
    built = bundle.build(
        Facts(
            kind="files",
            office=info.office,
            installation=info.installation,
            stream="s",
            prev_head=opening_head(opening),
            opening=opening,
            number=1,
        ),
        write_pieces([piece()]),
        pair.township._opened.sign_key,
        [other.access.office.age_public],
    )
    path = pair.stick / "to-other.jfb"
    path.write_bytes(built.data)
    (refused,) = other.bundles.receive([path])
    assert refused.refused == "files_misplaced"
