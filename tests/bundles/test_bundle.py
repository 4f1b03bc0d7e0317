from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from app.bundles import archive, bundle
from app.bundles.bundle import Built, Opened
from app.errors import JiefenError, UserError
from app.keys import box, signing

TOOLS = ("unzip", "openssl", "age", "zstd")
Take = Callable[..., Opened]


def test_bundle_brings_its_changes_to_the_receiver(township, district, take: Take):
    opened = take(township.bundle(district).data)
    assert [e.line for e in opened.entries] == [e.line for e in township.entries]
    assert [e.head for e in opened.entries] == township.heads[1:]
    assert opened.opening == township.opening
    assert opened.peer == township.peer
    assert opened.decision.verdict == "tail"
    assert opened.new_entries == opened.entries


def test_sender_checks_what_it_built_with_its_own_keys(township, district):
    built = township.bundle(district)
    assert bundle.check_built(built.data, township.sign, township.age) == built.header


def test_look_needs_no_key_and_shows_no_person(township, district, tmp_path: Path):
    built = township.bundle(district, 2, 4, number=17)
    path = tmp_path / bundle.bundle_name("621299101", date(2026, 11, 22), 17)
    path.write_bytes(built.data)
    assert path.name == "621299101-20261122-0017.jfb"
    assert bundle.look(path) == built.header
    assert "纠纷" not in json.dumps(built.header.as_json(), ensure_ascii=False)


def test_text_of_a_change_stands_nowhere_in_the_file(township, district):
    data = township.bundle(district).data
    for encoding in ("utf-8", "utf-16-le", "gb18030"):
        assert "邻里排水".encode(encoding) not in data


def test_withheld_change_proves_the_chain_and_says_nothing(township, district, take: Take):
    township.entries[2] = township.entries[2].withheld()
    opened = take(township.bundle(district).data)
    assert opened.entries[2].line is None
    assert opened.entries[-1].head == township.heads[5]


def test_unknown_members_entities_and_ops_of_a_newer_sender_come_through(township, district, take: Take):
    township.write(1, entity="drone", op="teleport", colour="blue")
    assert '"colour":"blue"' in (take(township.bundle(district).data).entries[-1].line or "")


def test_archive_is_a_plain_zip_for_everybody(small: Built):
    with zipfile.ZipFile(BytesIO(small.data)) as opened:
        assert opened.namelist() == ["header.json", "header.sig", "payload.age"]
        assert opened.testzip() is None
        assert all(
            i.compress_type == zipfile.ZIP_STORED and i.date_time[0] == 1980 for i in opened.infolist()
        )


@pytest.mark.skipif(not all(shutil.which(t) for t in TOOLS), reason=f"needs {', '.join(TOOLS)}")
def test_stock_tools_open_a_bundle_by_hand(township, district, tmp_path: Path):
    built = township.bundle(district)
    (tmp_path / "b.jfb").write_bytes(built.data)
    (tmp_path / "office.pem").write_text(signing.public_pem(township.sign.public))
    (tmp_path / "key").write_text(district.age.secret + "\n")
    script = """set -e
        unzip -q b.jfb
        (printf 'jiefen bundle 1\\0' && cat header.json) > signed
        openssl pkeyutl -verify -pubin -inkey office.pem -rawin -in signed -sigfile header.sig >&2
        openssl pkey -pubin -in office.pem -outform DER | tail -c 32 | sha256sum | cut -c1-20 > sign_key
        sha256sum < payload.age | cut -c1-64 > payload_sha256
        age -d -i key payload.age | zstd -dc
    """
    done = subprocess.run(["/bin/sh", "-c", script], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
    header = json.loads((tmp_path / "header.json").read_bytes())
    assert header["sign_key"] == (tmp_path / "sign_key").read_text().strip()
    assert header["payload"]["sha256"] == (tmp_path / "payload_sha256").read_text().strip()
    assert [line["line"] for line in lines[1:-1]] == [e.line for e in township.entries]
    assert lines[-1]["end"]["head"] == township.heads[-1].hex()


def test_every_truncation_is_refused(small: Built, take: Take):
    for length in range(len(small.data)):
        with pytest.raises(UserError) as error:
            take(small.data[:length])
        assert error.value.code in {"file_empty", "not_a_bundle", "bundle_incomplete"}


def test_every_flipped_bit_is_refused(small: Built, take: Take):
    for at in range(len(small.data)):
        flipped = bytearray(small.data)
        flipped[at] ^= 1 << at % 8
        with pytest.raises(UserError):
            take(bytes(flipped))


def test_every_flipped_bit_of_a_header_that_was_packed_anew_is_refused(township, small: Built, take: Take):

    members = archive.unpack(small.data)
    for at in range(len(members.header)):
        flipped = bytearray(members.header)
        flipped[at] ^= 1 << at % 7
        with pytest.raises(UserError):
            take(archive.pack(replace(members, header=bytes(flipped))))
    for at in range(64):
        flipped = bytearray(members.signature)
        flipped[at] ^= 1
        with pytest.raises(UserError, match="signature_bad"):
            take(archive.pack(replace(members, signature=bytes(flipped))))


@pytest.mark.parametrize("tail", [b"\0", b"\n", b"PK\x05\x06" + b"\0" * 18, None])
def test_trailing_bytes_and_two_bundles_in_one_are_refused(small: Built, take: Take, tail: bytes | None):
    with pytest.raises(UserError, match="bundle_altered"):
        take(small.data + (small.data if tail is None else tail))


def rezipped(
    data: bytes, order=(0, 1, 2), extra: str = "", method: int = zipfile.ZIP_STORED, names=None
) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", method) as new:
        for i in order:
            name = old.namelist()[i]
            new.writestr((names or {}).get(name, name), old.read(name))
        if extra:
            new.writestr(extra, b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"order": (1, 0, 2)},
        {"order": (0, 2, 1)},
        {"order": (0, 1)},
        {"order": (0, 1, 2, 2)},
        {"extra": "more.txt"},
        {"extra": "../../evil"},
        {"method": zipfile.ZIP_DEFLATED},
        {"names": {"header.json": "../header.json"}},
        {"names": {"payload.age": "C:\\payload.age"}},
        {"names": {"header.sig": "HEADER.SIG"}},
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_of_another_form_is_refused(small: Built, take: Take, how: dict[str, object]):
    with pytest.raises(UserError):
        take(rezipped(small.data, **how))


@pytest.mark.parametrize(
    "junk", [b"", b"P", b"PK", b"PK\x03\x04", b"%PDF-1.4", b"\0" * 5000, b"PK\x03\x04" + b"\xff" * 5000]
)
def test_junk_is_told_so(take: Take, junk: bytes):
    with pytest.raises(UserError) as error:
        take(junk)
    assert error.value.code in {"file_empty", "not_a_bundle", "bundle_incomplete", "bundle_altered"}


def test_unknown_revoked_and_not_yet_valid_senders_are_named_apart(township, small: Built, take: Take):
    with pytest.raises(UserError, match="sender_unknown"):
        take(small.data, peers={})
    for status, code in (("revoked", "sender_revoked"), ("not_yet", "sender_not_yet")):
        with pytest.raises(UserError, match=code) as error:
            take(small.data, peers={township.sign.id: replace(township.peer, status=status)})
        assert "baota单位" in error.value.sentence


def test_a_key_that_stands_under_anothers_id_is_not_taken(township, district, small: Built, take: Take):
    with pytest.raises(UserError, match="sender_unknown"):
        take(small.data, peers={township.sign.id: district.peer})


def test_trusted_office_cannot_speak_for_another(township, district, new_office, small: Built, take: Take):
    other = new_office("xiping")
    both = {township.sign.id: township.peer, other.sign.id: other.peer}
    # B signs A's own ciphertext, claiming to be A, or claiming it as its own.
    with pytest.raises(UserError, match="sender_differs"):
        take(other.forge(district, small), peers=both)
    with pytest.raises(UserError, match="manifest_differs"):
        take(other.forge(district, small, header={"from": "xiping", "installation": "pc-xiping"}), peers=both)
    # B puts A's key id over its own signature.
    with pytest.raises(UserError, match="signature_bad"):
        take(other.forge(district, small, header={"sign_key": township.sign.id}), peers=both)


def test_bundle_re_addressed_by_a_former_receiver_is_found_out(township, district, new_office, take: Take):
    other = new_office("xiping")
    built = township.bundle(other)
    with pytest.raises(UserError, match="not_for_us"):
        take(built.data)
    # The other office opens it, seals the plain text anew for the district and signs: with its own key, it has no other.
    sealed = box.seal(box.unseal(archive.unpack(built.data).payload, other.age), [district.age.recipient])
    peers = {township.sign.id: township.peer, other.sign.id: other.peer}
    for claim in ({}, {"from": "xiping", "installation": "pc-xiping"}):
        with pytest.raises(UserError, match=r"sender_differs|manifest_differs"):
            take(
                other.forge(district, built, payload=sealed, header={"to": [district.age.id], **claim}),
                peers=peers,
            )


def test_bundle_that_names_us_but_is_sealed_for_another_is_refused(
    township, district, new_office, take: Take
):
    built = township.bundle(new_office("xiping"))
    with pytest.raises(UserError, match="box_closed"):
        take(township.forge(district, built, header={"to": [district.age.id]}))


def test_own_bundle_is_told_so(district, township, take: Take):
    district.write(1)
    with pytest.raises(UserError, match="own_bundle"):
        take(district.bundle(township).data)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"min_reader": 3}, "bundle_newer"),
        ({"suite": 2}, "bundle_suite"),
        ({"suite": 0}, "bundle_suite"),
        ({"kind": "gossip"}, "bundle_kind"),
        ({"count": 3}, "header_bad"),
        ({"hi": 2**53 + 1}, "header_bad"),
        ({"hi": 2**63}, "header_bad"),
        ({"lo": 0}, "header_bad"),
        ({"lo": 2}, "header_bad"),
        ({"lo": True}, "header_bad"),
        ({"to": []}, "header_bad"),
        ({"to": ["x"]}, "header_bad"),
        ({"to": "x"}, "header_bad"),
        ({"head": "00"}, "header_bad"),
        ({"from": "../x"}, "header_bad"),
        ({"from": "a\u202eb"}, "header_bad"),
        ({"from": None}, "header_bad"),
        ({"part": 2}, "header_bad"),
        ({"roster": -1}, "header_bad"),
        ({"v": 1.0}, "header_bad"),
        ({"payload": 7}, "header_bad"),
        ({"stream": "stream-xiping"}, "manifest_differs"),
        ({"bundle": "b2"}, "manifest_differs"),
        ({"kind": "assign"}, "manifest_differs"),
        ({"head": "0" * 64}, "chain_broken"),
        ({"prev_head": "0" * 64}, "chain_broken"),
    ],
)
def test_header_that_is_signed_but_wrong_is_refused(
    township, district, small: Built, take: Take, fields, code: str
):
    with pytest.raises(UserError, match=f"^{code}:"):
        take(township.forge(district, small, header=fields))


JUNK_HEADERS = [
    *(b"[]", b"{}", b"{ ", b"\xff{}", b'{"v":1,"v":1}', b'{"v":1e0}', b'{"v":NaN}', b'{"v":-Infinity}'),
    *(
        b"[" * 60_000,
        b'{"a":' * 20 + b"1" + b"}" * 20,
        b'{"v":"\\u0000"}',
        b'{"v":"\\ud800"}',
        b"\xef\xbb\xbf{}",
    ),
]


@pytest.mark.parametrize("header", JUNK_HEADERS)
def test_header_that_is_not_strict_json_is_refused(township, take: Take, header: bytes):
    with pytest.raises(UserError, match=r"^header_bad:"):
        take(township.sealed_header(header, b"x"))


def test_header_of_four_gigabytes_is_not_waited_for(small: Built, take: Take):
    with pytest.raises(UserError, match="bundle_altered"):
        take(small.data[:18] + b"\xff" * 8 + small.data[26:])


def test_members_of_a_newer_header_are_passed_over(township, district, small: Built, take: Take):
    assert take(township.forge(district, small, header={"v": 2, "weather": {"wind": 3}})).header.v == 2


def test_altered_payload_is_found_before_it_is_decrypted(township, district, small: Built, take: Take):

    members = archive.unpack(small.data)
    other = township.bundle(district, 1, 2)
    with pytest.raises(UserError, match="bundle_altered"):
        take(archive.pack(replace(members, payload=archive.unpack(other.data).payload)))


def test_altered_replay_is_refused_although_nothing_in_it_is_new(township, small: Built, take: Take):

    members = archive.unpack(small.data)
    with pytest.raises(UserError, match="bundle_altered"):
        take(
            archive.pack(replace(members, payload=members.payload[:-1] + b"\0")),
            held=lambda _: township.held(5),
        )


def test_same_bundle_again_brings_nothing_new(township, small: Built, take: Take):
    opened = take(small.data, held=lambda _: township.held(2))
    assert opened.decision.verdict == "known"
    assert opened.new_entries == ()


def test_overlap_brings_only_its_tail(township, district, take: Take):
    opened = take(township.bundle(district, 2, 5).data, held=lambda _: township.held(3))
    assert [e.seq for e in opened.new_entries] == [4, 5]


def test_bundle_ahead_is_whole_but_waits(township, district, take: Take):
    opened = take(township.bundle(district, 4).data, held=lambda _: township.held(1))
    assert opened.decision.verdict == "gap"
    assert opened.decision.missing == (2, 3)
    assert len(opened.entries) == 2
    assert opened.new_entries == ()


def test_reused_numbers_after_a_restore_are_a_fork(township, district, new_office, take: Take):
    clone = new_office(
        "baota", sign=township.sign, age=township.age, entries=township.entries[:3], heads=township.heads[:4]
    )
    clone.write(2, actor="li")
    opened = take(clone.bundle(district, 2).data, held=lambda _: township.held(4))
    assert opened.decision.verdict == "fork"
    assert opened.decision.first == 4
    assert len(opened.entries) == 4
    longer = take(clone.bundle(district, 5).data, held=lambda _: township.held(4))
    assert longer.decision.verdict == "fork"


def test_frozen_stream_takes_no_tail(township, district, take: Take):
    held = replace(township.held(3), frozen=True)
    assert take(township.bundle(district, 2).data, held=lambda _: held).decision.verdict == "frozen"


def test_builder_refuses_gaps_and_a_missing_opening(township, district):
    with pytest.raises(ValueError, match="gap"):
        bundle.build(
            township.facts(),
            [township.entries[0], township.entries[2]],
            township.sign,
            [district.age.recipient],
        )
    with pytest.raises(ValueError, match="gap"):
        bundle.build(township.facts(), [], township.sign, [district.age.recipient])
    with pytest.raises(ValueError, match="opening"):
        township.bundle(district, 1, opening="")


def test_every_refusal_is_a_sentence_with_advice():
    from app.bundles import refusals

    facts = dict.fromkeys(
        ("file", "mb", "need", "ours", "kind", "suite", "why", "key", "sender", "seq", "number", "have"), "某"
    )
    for table, make in ((refusals._REFUSALS, refusals.refuse), (refusals._FAULTS, refusals.fault)):
        for code in table:
            error: JiefenError = make(code, **facts)
            assert error.sentence.endswith("。"), code
            assert error.advice.endswith("。"), code
            assert "{" not in error.sentence + error.advice
