from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bundles import bundle, chain, receipt
from app.bundles.payload import Entry
from app.bundles.receipt import (
    Accepted,
    Answer,
    Missing,
    Quarantined,
    Receipt,
    Refused,
    read_receipt,
    write_receipt,
)
from app.errors import UserError

HEAD = bytes(range(32))
FULL = Receipt(
    stream="receipts-1",
    number=3,
    prev=HEAD,
    sender="quxin",
    receiver="baota",
    made_at="2026-11-22T09:14:03+08:00",
    vector={"stream-baota": (5, HEAD)},
    accepted=(Accepted("b1", "stream-baota", 1, 5, HEAD, 5),),
    refused=(Refused("b2", 0, "bundle_altered", "数据包与寄出时不一样。"),),
    quarantined=(Quarantined("stream-baota", 4, "no_custody"),),
    missing=(Missing("stream-baota", 6, 9),),
    frozen=("stream-x",),
    answers=(Answer("baota", "m1", "opinion", "请按期办结。", "区信访局", "2026-11-22"),),
    roster=7,
)


def test_receipt_reads_back_as_it_was_written():
    assert read_receipt(write_receipt(FULL), "区") == FULL


def test_members_that_a_newer_district_adds_are_passed_over():
    body = json.loads(write_receipt(FULL))
    body["weather"] = {"wind": 3}
    body["answers"][0].append("more")
    assert read_receipt(json.dumps(body), "区") == FULL


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("number", "3"), ("number", -1), ("number", True), ("prev", "00"), ("from", ""), ("to", None), ("vector", []),
        ("vector", {"s": [1]}), ("vector", {"s": ["1", HEAD.hex()]}), ("vector", {"../s": [1, HEAD.hex()]}),
        ("accepted", {}), ("accepted", [[]]), ("accepted", [["b", "s", 1, 2, "x", 0]]), ("refused", [["b", 0, 1, ""]]),
        ("missing", [["s", 1, 1.5]]), ("frozen", [1]), ("answers", [["a", "b", "c"]]), ("roster", None), ("v", 0.5),
    ],
)  # fmt: skip
def test_receipt_of_another_shape_is_refused(member: str, value: object):
    body = {**json.loads(write_receipt(FULL)), member: value}
    with pytest.raises(UserError, match="receipt_bad"):
        read_receipt(json.dumps(body), "区")


def test_receipt_of_a_later_version_names_it():
    with pytest.raises(UserError, match="bundle_newer"):
        read_receipt(json.dumps({"v": 2}), "区")


@given(st.text(max_size=50))
def test_any_text_is_refused_with_a_sentence(text: str):
    with pytest.raises(UserError):
        read_receipt(text, "区")


def test_receipts_travel_as_a_chained_stream_of_their_own(township, district, new_office):
    """Two receipts, each one bundle; the second proves the first."""
    opening = receipt.opening_line("receipts-1", "quxin", "baota")
    heads = [chain.opening_head(opening)]
    bundles = []
    for number in (1, 2):
        said = replace(FULL, number=number, prev=heads[-1])
        entry = Entry.whole(number, bytes(16), write_receipt(said))
        facts = bundle.Facts(
            kind="receipt",
            office="quxin",
            installation="pc-quxin",
            stream="receipts-1",
            prev_head=heads[-1],
            opening=opening if number == 1 else "",
            number=number,
        )
        heads.append(chain.next_head(heads[-1], entry.digest))
        bundles.append(
            bundle.build(facts, [entry], district.sign, [township.age.recipient, district.age.recipient])
        )
    for number, built in enumerate(bundles, 1):
        opened = bundle.open_bundle(
            built.data, peers={district.sign.id: district.peer}, identity=township.age
        )
        got = read_receipt(opened.entries[0].line or "", opened.peer.name)
        assert (
            receipt.why_unfit(got, opened.header.lo, opened.header.prev_head, "baota", opened.header.office)
            == ""
        )
        assert got.number == number


def test_a_receipt_for_another_or_from_another_does_not_fit():
    assert receipt.why_unfit(FULL, 3, HEAD, "baota", "quxin") == ""
    assert receipt.why_unfit(FULL, 2, HEAD, "baota", "quxin")
    assert receipt.why_unfit(FULL, 3, bytes(32), "baota", "quxin")
    assert receipt.why_unfit(FULL, 3, HEAD, "xiping", "quxin")
    assert receipt.why_unfit(FULL, 3, HEAD, "baota", "xiping")


def test_vector_says_how_far_the_other_side_is(township):
    def head_at(seq: int) -> bytes | None:
        return township.heads[seq] if seq < len(township.heads) else None

    def stands(receipted: int, said):
        standing = receipt.stands(receipted, said, head_at)
        return standing.verdict, standing.seq

    assert stands(2, (4, township.heads[4])) == ("forward", 4)
    assert stands(4, (4, township.heads[4])) == ("same", 4)
    assert stands(4, (2, township.heads[2])) == ("backwards", 2)
    assert stands(4, None) == ("backwards", 0)
    assert stands(0, None) == ("same", 0)
    assert stands(2, (4, HEAD)) == ("foreign", 2)
    assert stands(2, (99, HEAD)) == ("foreign", 2)
