from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable

import pytest
import zstandard

from app.bundles import archive, bundle
from app.bundles.bundle import Built, Opened
from app.errors import UserError
from app.keys import box

Take = Callable[..., Opened]
Forge = Callable[..., bytes]


@pytest.fixture
def plain(township, district, small: Built) -> bytes:
    return zstandard.decompress(box.unseal(archive.unpack(small.data).payload, district.age))


@pytest.fixture
def with_text(township, district, small: Built) -> Forge:
    """The township signs a bundle with this text inside, the outer facts all fitting."""

    def forged(text: bytes, **header: object) -> bytes:
        return township.forge(
            district, small, frame=lambda _: zstandard.compress(text), plain_bytes=len(text), header=header
        )

    return forged


def ended(lines: list[bytes], **other: object) -> bytes:
    """The lines with an END record that fits them."""
    body = b"".join(line + b"\n" for line in lines[:-1])
    end = json.loads(lines[-1])["end"]
    end.update({"sha256": hashlib.sha256(body).hexdigest(), **other})
    return body + json.dumps({"end": end}).encode() + b"\n"


def test_forging_without_a_change_opens(plain: bytes, with_text: Forge, take: Take):
    lines = plain.splitlines()
    assert len(take(with_text(plain)).entries) == 2
    assert len(take(with_text(ended(lines))).entries) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[:-1],
        lambda lines: lines[:2] + lines[3:],
        lambda lines: [lines[0], lines[2], lines[1], lines[3]],
        lambda lines: [*lines, lines[-1]],
        lambda lines: [*lines, b"{}"],
        lambda lines: lines[1:],
        lambda lines: [lines[0], lines[0], *lines[1:]],
        lambda lines: [lines[0], lines[1], lines[1], lines[3]],
        lambda lines: [lines[0], b"", *lines[1:]],
        lambda lines: [lines[0], b"[]", *lines[1:]],
        lambda lines: lines[:0],
    ],
)
def test_lines_dropped_swapped_doubled_or_added_are_refused(
    plain: bytes, with_text: Forge, take: Take, change
):
    text = b"".join(line + b"\n" for line in change(plain.splitlines())) or b"\n"
    with pytest.raises(UserError, match="payload_bad"):
        take(with_text(text))


def test_every_cut_text_is_refused(plain: bytes, with_text: Forge, take: Take):
    for length in range(1, len(plain), 7):
        with pytest.raises(UserError, match="payload_bad"):
            take(with_text(plain[:length]))


@pytest.mark.parametrize(
    "end", [{"count": 3}, {"head": "0" * 64}, {"sha256": "0" * 64}, {"count": True}, {"more": 1}]
)
def test_end_record_that_does_not_fit_is_refused(
    plain: bytes, with_text: Forge, take: Take, end: dict[str, object]
):
    with pytest.raises(UserError, match="payload_bad"):
        take(with_text(ended(plain.splitlines(), **end)))


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (b'"seq":1,', b'"seq":2,', "payload_bad"),
        (b'"seq":1,', b'"seq":true,', "payload_bad"),
        (b'"seq":1,', b'"seq":1.0,', "payload_bad"),
        (b'"seq":1,', b'"seq":1,"seq":1,', "payload_bad"),
        (b'"seq":1,', b'"seq":1,"more":1,', "payload_bad"),
        (b'"salt":"', b'"salt":"0', "payload_bad"),
        (b'"line":"', b'"line":"\\u0000', "payload_bad"),
        (b'"line":"', b'"line":"\\ud800', "payload_bad"),
        (b'"line":"', b'"line":"\\n', "payload_bad"),
        (b'"line":"', b'"line":"\xff', "payload_bad"),
        (b'"line":"', b'"line":" ', "chain_broken"),
        (b'"opening":"{', b'"opening":" {', "chain_broken"),
        (b'"opening"', b'"closing"', "manifest_differs"),
        (b'"hi":2', b'"hi":3', "manifest_differs"),
        (b'"lo":1', b'"lo":9', "manifest_differs"),
        (b'"from":"baota"', b'"from":"xiping"', "manifest_differs"),
        (b'{"manifest"', b'{"x":1,"manifest"', "payload_bad"),
    ],
)
def test_text_that_was_meddled_with_is_refused(
    plain: bytes, with_text: Forge, take: Take, before, after, code: str
):
    assert before in plain
    with pytest.raises(UserError, match=f"^{code}:"):
        take(with_text(ended(plain.replace(before, after, 1).splitlines())))


def test_salt_or_line_of_another_change_breaks_the_chain(
    township, plain: bytes, with_text: Forge, take: Take
):
    lines = [json.loads(line) for line in plain.splitlines()]
    lines[1]["salt"], lines[2]["salt"] = lines[2]["salt"], lines[1]["salt"]
    with pytest.raises(UserError, match="chain_broken"):
        take(with_text(ended([json.dumps(line).encode() for line in lines])))


def test_bomb_is_refused_by_its_header_and_by_counting(township, district, small: Built, take: Take):
    bomb = zstandard.compress(b"\0" * (64 << 20), 19)
    assert (64 << 20) / len(bomb) > 10_000
    for claimed, code in (
        (64 << 20, "payload_too_large"),
        (1000, "payload_too_large"),
        (300 << 20, "payload_too_large"),
    ):
        with pytest.raises(UserError, match=code):
            take(township.forge(district, small, frame=lambda _: bomb, plain_bytes=claimed))


def test_bomb_that_hides_its_size_is_stopped_while_it_expands(township, district, small: Built, take: Take):
    compressor = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    bomb = compressor.compress(b"\0" * (64 << 20)) + compressor.flush()
    with pytest.raises(UserError, match="payload_too_large"):
        take(township.forge(district, small, frame=lambda _: bomb, plain_bytes=5000))


def test_window_of_two_gigabytes_is_refused(township, district, small: Built, plain: bytes, take: Take):
    # Frame header: no single segment, content size in 8 bytes, window descriptor for 2 GiB; one raw last block.
    header = b"\x28\xb5\x2f\xfd" + bytes([0b11000000, 21 << 3]) + len(plain).to_bytes(8, "little")
    frame = header + (len(plain) << 3 | 1).to_bytes(3, "little") + plain
    assert zstandard.get_frame_parameters(frame).window_size == 2 << 30
    with pytest.raises(UserError, match="payload_too_large"):
        take(township.forge(district, small, frame=lambda _: frame))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda frame: frame + b"\0",
        lambda frame: frame + frame,
        lambda frame: b"\x50\x2a\x4d\x18\x04\0\0\0abcd" + frame,
        lambda frame: frame + b"\x50\x2a\x4d\x18\x04\0\0\0abcd",
        lambda frame: frame[:-1],
        lambda frame: frame[:-5],
        lambda frame: frame[: len(frame) // 2],
        lambda frame: frame[:4],
        lambda frame: frame[:0],
        lambda frame: b"{}\n" + frame,
        lambda frame: frame[:-1] + bytes([frame[-1] ^ 1]),
        lambda frame: frame[:40] + bytes([frame[40] ^ 0xFF]) + frame[41:],
    ],
)
def test_a_frame_that_is_not_exactly_one_is_refused(township, district, small: Built, take: Take, spoil):
    with pytest.raises(UserError, match=r"payload_(bad|too_large)"):
        take(township.forge(district, small, frame=spoil))


def test_no_flipped_bit_under_the_encryption_changes_what_comes_in(
    township, district, small: Built, take: Take
):
    frame = box.unseal(archive.unpack(small.data).payload, district.age)
    same = 0
    for at in range(len(frame)):
        flipped = bytearray(frame)
        flipped[at] ^= 1 << at % 8
        # A bit of zstd's frame header may mean nothing; what the sender signed over it is then the same text.
        with contextlib.suppress(UserError):
            opened = take(township.forge(district, small, frame=lambda _, f=bytes(flipped): f))
            assert [e.line for e in opened.entries] == [e.line for e in township.entries[:2]]
            same += 1
    assert same < 20


def test_chunks_of_the_encryption_swapped_are_refused(township, district, take: Take):
    township.entries.clear()
    township.heads.clear()
    township.write(1, noise=hashlib.shake_256(b"x").hexdigest(200_000))
    built = township.bundle(district)
    sealed = archive.unpack(built.data).payload
    start = sealed.index(b"\n--- ") + 1
    start = sealed.index(b"\n", start) + 1 + 16
    step = 64 * 1024 + 16
    one, two = sealed[start : start + step], sealed[start + step : start + 2 * step]
    assert len(two) == step
    swapped = sealed[:start] + two + one + sealed[start + 2 * step :]
    assert take(built.data)
    for bad in (swapped, sealed[: start + step], sealed[:start] + sealed[start + step :]):
        with pytest.raises(UserError, match="box_closed"):
            take(township.forge(district, built, payload=bad))


def test_line_of_ten_megabytes_is_refused(township, district, take: Take):
    township.entries.clear()
    township.heads.clear()
    township.write(1, noise=hashlib.shake_256(b"x").hexdigest(5_000_000))
    with pytest.raises(UserError, match="payload_bad"):
        take(township.bundle(district).data)


def test_nesting_of_a_million_is_refused(township, district, take: Take, with_text: Forge):
    for nest in (b"[" * 1_000_000, b'{"a":' * 500_000):
        with pytest.raises(UserError, match="payload_bad"):
            take(with_text(nest + b"\n"))


def test_repetitive_text_of_an_honest_office_opens(township, district, take: Take):
    township.write(3000)
    built = township.bundle(district)
    assert built.header.plain_bytes < bundle.payload.PART_PLAIN
    assert len(take(built.data).entries) == 3005


BAD_CHANGES: list[dict[str, object]] = [
    {"seq": 7},
    {"stream": "stream-xiping"},
    {"v": 0},
    {"v": "1"},
    {"base": -1},
    {"base": None},
    {"entity": 5},
    {"op": None},
    {"id": "x" * 201},
    {"fields": []},
    {"fields": {"amount": 2**53 + 1}},
    {"fields": {"amount": 1.5}},
    {"fields": {"title": "e\u0301"}},
]


@pytest.mark.parametrize("bad", BAD_CHANGES)
def test_change_that_is_none_is_refused_with_its_number(
    township, district, take: Take, bad: dict[str, object]
):
    township.write(1, **bad)
    with pytest.raises(UserError, match=r"^change_bad:") as error:
        take(township.bundle(district, 4).data)
    assert "第 6 条" in error.value.sentence


def test_combining_mark_after_a_line_feed_is_honest_text(township, district, take: Take):
    township.write(1, fields={"title": "一\n\u0303二", "path": "\u202aC:\\材料"})
    assert len(take(township.bundle(district).data).entries) == 6
