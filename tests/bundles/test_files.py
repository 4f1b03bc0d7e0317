"""Bundles of attachments' contents: parts that apply alone, in any order, twice; resume by receipts; nothing false gets in."""

from __future__ import annotations

import hashlib
import json
import secrets
from pathlib import Path

import pytest
from sqlalchemy import select

from app.attachments.holdings import PIECE, pieces_of
from app.bundles import bundle
from app.bundles.files_format import PART_PIECES, ranges_of, write_pieces
from app.bundles.payload import MAX_LINE
from app.bundles.values import Gap
from app.desk import Desk
from app.errors import UserError
from db.tables import Sent, Staged, Stored, Transfer
from tests.bundles.files_hand import (
    JPEG,
    Form,
    files_of,
    held_rows,
    number,
    piece,
    received,
    rest_of,
    standing,
    take,
)
from tests.support.custody import Round, the_offer
from tests.support.exchange import Pair, context_of, digest_of, pair, payload_of
from tests.support.offices import Clock, clock, dispute, offices, petition

__all__ = ["clock", "dispute", "number", "offices", "pair", "petition"]


def test_a_photo_goes_up_with_its_matter_and_both_sides_say_where_it_is(pair: Pair, number: str) -> None:
    ident = take(pair.township, number)
    (one,) = [o for o in pair.township.bundles.outgoing() if o.kind == "files"]
    assert one.words.startswith("给武阳区信访局：附件 1 个，8.2 KB，分 1 包")
    paths = pair.up()
    assert [bundle.look(p).kind for p in paths] == ["up", "files"]
    assert standing(pair.township, number) == ["已导出第 2 包"]
    up, files = received(pair.district, paths)
    assert up.kind == "up"
    assert files.words == "青石镇综治中心的附件包第 2 包：收下附件 1 个，8.2 KB。"
    assert (files.new, files.known) == (1, 0)
    assert pair.district.attachments.open(ident).data == JPEG
    assert standing(pair.district, number) == ["内容已收到"]
    pair.down()
    assert standing(pair.township, number) == ["区已收"]
    assert not [o for o in pair.township.bundles.outgoing() if o.kind == "files"]
    assert files_of(pair.up()) == []
    pair.check()


def test_the_attachment_is_known_before_its_content_comes(pair: Pair, number: str) -> None:
    ident = take(pair.township, number)
    paths = pair.up()
    received(pair.district, rest_of(paths))
    (line,) = pair.district.attachments.list(number)
    assert (line.here, line.standing_words) == (False, "还没有收到内容")
    with pytest.raises(Exception, match="还没有收到") as refused:
        pair.district.attachments.open(ident)
    assert "青石镇综治中心" in refused.value.advice  # type: ignore[attr-defined]
    received(pair.district, files_of(paths))
    assert pair.district.attachments.open(ident).data == JPEG


def test_a_content_that_comes_before_its_matter_is_kept(pair: Pair, number: str) -> None:
    ident = take(pair.township, number)
    paths = pair.up()
    (early,) = received(pair.district, files_of(paths))
    assert "所属的事项还没有收到，先保存着" in early.words
    received(pair.district, rest_of(paths))
    assert pair.district.attachments.open(ident).data == JPEG
    pair.check()


SMALL_PART = 2


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Three bundles, two full ones and a rest: of two pieces instead of eleven, for the tests' sake."""
    monkeypatch.setattr("app.bundles.files_plan.PART_PIECES", SMALL_PART)
    return b"\xff\xd8\xff\xe0" + secrets.token_bytes(2 * SMALL_PART * PIECE + 12345)


def test_the_largest_bundle_is_below_32_mib_however_it_is_counted() -> None:
    sample = piece(secrets.token_bytes(PIECE))
    (entry,) = write_pieces([sample])
    assert PART_PIECES * PIECE <= 32 * 1024 * 1024
    assert PART_PIECES * (len(entry.line or "") + 500) <= 32 * 1024 * 1024
    assert len(json.dumps({"seq": 1, "salt": "0" * 32, "line": entry.line})) < MAX_LINE


def test_a_large_file_goes_in_parts_that_apply_in_any_order(pair: Pair, number: str, large: bytes) -> None:
    ident = take(pair.township, number, large)
    (one,) = [o for o in pair.township.bundles.outgoing() if o.kind == "files"]
    assert (one.hi, one.changes) == (3, 1)
    assert "分 3 包" in one.words
    paths = pair.up()
    parts = files_of(paths)
    assert [(bundle.look(p).part, bundle.look(p).parts) for p in parts] == [(1, 3), (2, 3), (3, 3)]
    received(pair.district, rest_of(paths))
    (third,) = received(pair.district, [parts[2]])
    assert "先收着" in third.words
    of = pieces_of(len(large))
    assert standing(pair.district, number) == [f"内容已收到 1/{of} 段"]
    received(pair.district, [parts[0]])
    (done,) = received(pair.district, [parts[1]])
    assert "收下附件 1 个" in done.words
    assert (
        hashlib.sha256(b"".join(pair.district.attachments.chunks(ident))).digest()
        == hashlib.sha256(large).digest()
    )
    with context_of(pair.district).reading() as session:
        assert session.scalars(select(Staged)).all() == []
    vault = Path(context_of(pair.district).folder) / "vault"
    assert sum(p.is_file() for p in vault.rglob("*")) == 1, "the pieces are gone"
    pair.check()


def test_only_what_lacks_goes_again_after_a_receipt(pair: Pair, number: str, large: bytes) -> None:
    """The second stick was lost."""
    ident = take(pair.township, number, large)
    paths = pair.up()
    parts = files_of(paths)
    received(pair.district, [*rest_of(paths), parts[0], parts[2]])
    pair.down()
    (one,) = [o for o in pair.township.bundles.outgoing() if o.kind == "files"]
    assert "其中 1 个接着上次的送" in one.words
    again = files_of(pair.up())
    assert len(again) == 1
    said = payload_of(again[0], pair.district)
    sent = {json.loads(json.loads(line)["line"])["piece"] for line in said.splitlines()[1:-1]}
    assert sent == set(range(SMALL_PART, 2 * SMALL_PART))
    received(pair.district, again)
    assert pair.district.attachments.get(ident).here
    pair.down()
    assert standing(pair.township, number) == ["区已收"]


def test_a_part_that_never_comes_is_said_on_both_sides_with_what_to_do(
    pair: Pair, number: str, large: bytes
) -> None:
    """Nothing but the matter itself said so: the district's page was empty, the township's film stood as sent."""
    ident = take(pair.township, number, large)
    paths = pair.up()
    parts = files_of(paths)
    received(pair.district, [*rest_of(paths), parts[0], parts[2]])

    def told(desk: Desk) -> list[Gap]:
        return [gap for gap in desk.bundles.gaps() if gap.kind == "contents"]

    (above,) = told(pair.district)
    assert above.what == "青石镇综治中心：1 份附件只收到一部分。"
    assert "请写一份回执给青石镇综治中心，请它收下回执以后再上报一次：程序只补缺的段" in above.step
    assert "请它在事项里撤回这份附件、写明原因，再收一份" in above.step
    with pytest.raises(UserError, match=r"已收到 \d+/\d+ 段") as refused:
        pair.district.attachments.open(ident)
    assert refused.value.advice.startswith("请写一份回执给青石镇综治中心，请它再送一次附件包")
    assert told(pair.township) == []
    pair.down()
    (below,) = told(pair.township)
    assert below.what == "武阳区信访局有 1 份本单位的附件没有收全。"
    assert "请再上报一次，程序只写它缺的段" in below.step
    assert standing(pair.township, number) == ["区没有收全，请再送一次"]
    # The film is gone for good: it is taken back, and nobody waits any more.
    pair.township.attachments.void(ident, "原件损坏，另收一份")
    assert told(pair.township) == []
    received(pair.district, rest_of(pair.up()))
    assert told(pair.district) == []


def test_a_content_of_which_nothing_came_is_said_after_some_days(
    pair: Pair, number: str, clock: Clock
) -> None:
    take(pair.township, number)
    received(pair.district, rest_of(pair.up()))
    assert not [gap for gap in pair.district.bundles.gaps() if gap.kind == "contents"]
    clock.go(days=20)
    (gap,) = [gap for gap in pair.district.bundles.gaps() if gap.kind == "contents"]
    assert gap.what == "青石镇综治中心：1 份附件的内容一直没有来。"


def test_the_same_part_twice_changes_nothing(pair: Pair, number: str, large: bytes) -> None:
    take(pair.township, number, large)
    paths = pair.up()
    received(pair.district, paths[:2])
    before = digest_of(pair.district)
    (again,) = received(pair.district, [paths[1]])
    assert (again.new, again.known) == (0, SMALL_PART)
    assert digest_of(pair.district) == before
    received(pair.district, paths)
    (again,) = received(pair.district, [paths[2]])
    assert "0 个新" in again.words
    pair.check()


def test_a_lost_receipt_is_made_good_by_the_next_sending(pair: Pair, number: str) -> None:
    take(pair.township, number)
    received(pair.district, pair.up())
    pair.district.bundles.send(pair.stick)  # never arrives
    again = files_of(pair.up())
    assert len(again) == 1, "not receipted: it goes again"
    (known,) = received(pair.district, again)
    assert known.new == 0
    pair.down()
    assert standing(pair.township, number) == ["区已收"]
    assert files_of(pair.up()) == []


def test_what_the_district_lost_it_asks_for_and_gets_again(pair: Pair, number: str) -> None:
    ident = take(pair.township, number)
    pair.round()
    assert standing(pair.township, number) == ["区已收"]
    vault = Path(context_of(pair.district).folder) / "vault"
    for path in vault.rglob("*"):
        if path.is_file():
            path.unlink()
    assert not pair.district.health.check().ok
    pair.district.bundles.send(pair.stick, to=pair.township.access.office.office)
    receipts = sorted(pair.stick.glob("621299-*.jfb"))
    (heard,) = received(pair.township, receipts[-1:])
    assert "还有 1 个附件的内容对方没有收全" in heard.words
    again = files_of(pair.up())
    assert len(again) == 1
    received(pair.district, again)
    assert pair.district.attachments.open(ident).data == JPEG
    assert pair.district.health.check().ok


def test_what_the_township_lost_comes_back_from_the_district(pair: Pair, number: str) -> None:
    ident = take(pair.township, number)
    pair.round()
    for path in (Path(context_of(pair.township).folder) / "vault").rglob("*"):
        if path.is_file():
            path.unlink()
    assert standing(pair.township, number) == ["内容不在本机"]
    # It is said in a receipt, so it needs one to be due.
    with context_of(pair.district).writing() as unit:
        pair.district.attachments.holdings.note_elsewhere(
            unit,
            pair.township.access.office.office,
            hashlib.sha256(JPEG).hexdigest(),
            lacking=True,
            held=False,
        )
    down = files_of([Path(f.path) for f in pair.district.bundles.send(pair.stick)])
    received(pair.township, down)
    assert pair.township.attachments.open(ident).data == JPEG
    assert pair.township.health.check().ok


def test_an_accusations_attachment_is_in_no_bundle(pair: Pair, petition: Form) -> None:
    number = pair.township.matters.register([petition(category="accusation")])[0].number
    take(pair.township, number)
    assert not [o for o in pair.township.bundles.outgoing() if o.kind == "files"]
    assert files_of(pair.up()) == []


def test_what_was_taken_back_goes_no_further(pair: Pair, number: str) -> None:
    ident = take(pair.township, number)
    pair.township.attachments.void(ident, "放错了事项")
    assert files_of(pair.up()) == []


def test_many_small_ones_share_a_bundle_and_each_goes_once(pair: Pair, number: str, dispute: Form) -> None:
    other = pair.township.matters.register([dispute(title="另一件")])[0].number
    for n in range(5):
        take(pair.township, number, JPEG + bytes([n]), f"{n}.jpg")
    take(pair.township, other, JPEG + b"\x00", "同一张.jpg")
    (one,) = [o for o in pair.township.bundles.outgoing() if o.kind == "files"]
    assert (one.changes, one.matters, one.hi) == (5, 2, 1)
    pair.round()
    assert {*standing(pair.township, number), *standing(pair.township, other)} == {"区已收"}
    assert pair.district.attachments.count() == 5


def test_down_goes_what_belongs_to_a_matter_that_was_handed_down(pair: Pair, dispute: Form) -> None:
    district, township = pair.district, pair.township
    number = district.matters.register([dispute(title="区里登记的一件")])[0].number
    ident = take(district, number)
    matter = district.matters.get_matter(number).id
    assert not [o for o in district.bundles.outgoing() if o.kind == "files"]
    with context_of(district).writing() as unit:
        unit.session.add(
            Transfer(
                office=district.access.office.office,
                id="t1",
                matter=matter,
                kind="assign",
                from_office=district.access.office.office,
                to_office=township.access.office.office,
                to_name="青石镇",
                offered_on=context_of(district).today(),
                offered_by="区里",
                at_custody=1,
            )
        )
    (one,) = [o for o in district.bundles.outgoing() if o.kind == "files"]
    assert one.name == "青石镇综治中心"
    files = files_of([Path(f.path) for f in district.bundles.send(pair.stick)])
    (taken,) = received(township, files)
    assert taken.new == 1
    with context_of(township).reading() as session:
        assert session.scalars(select(Stored.sha256)).all() == [hashlib.sha256(JPEG).hexdigest()]
    assert ident


def test_who_handed_a_matter_up_sees_what_is_attached_there(pair: Pair, dispute: Form) -> None:
    number = Round(pair, pair.township).escalated(dispute())
    pair.round()
    pair.district.matters.custody.accept(the_offer(pair.district).id)
    ident = take(pair.district, number)
    pair.down()
    assert standing(pair.township, number) != ["内容不在本机"]
    assert pair.township.attachments.open(ident).data == JPEG
    # It says so, and it does not go again.
    pair.round()
    assert files_of([Path(f.path) for f in pair.district.bundles.send(pair.stick)]) == []


def test_what_goes_down_in_parts_goes_on_where_it_stopped(pair: Pair, dispute: Form, large: bytes) -> None:
    number = Round(pair, pair.township).escalated(dispute())
    pair.round()
    pair.district.matters.custody.accept(the_offer(pair.district).id)
    ident = take(pair.district, number, large)
    sent = [Path(f.path) for f in pair.district.bundles.send(pair.stick)]
    received(pair.township, [*rest_of(sent), files_of(sent)[0]])
    assert len(files_of(sent)) > 1
    received(pair.district, pair.up())
    again = files_of([Path(f.path) for f in pair.district.bundles.send(pair.stick)])
    assert len(again) < len(files_of(sent))
    received(pair.township, again)
    assert pair.township.attachments.open(ident).data == large


def test_a_full_disk_at_the_receiver_keeps_nothing_and_the_bundle_can_come_again(
    pair: Pair, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ident = take(pair.township, number)
    paths = pair.up()
    received(pair.district, rest_of(paths))
    before = held_rows(pair.district)
    with monkeypatch.context() as full:
        full.setattr("app.attachments.vault.VaultDisk.free", lambda *_: 0)
        (refused,) = pair.district.bundles.receive(files_of(paths))
    assert refused.refused == "vault_full"
    assert held_rows(pair.district) == before
    received(pair.district, files_of(paths))
    assert pair.district.attachments.open(ident).data == JPEG


def test_a_crash_before_the_commit_leaves_no_piece_that_counts(
    pair: Pair, number: str, large: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        pass

    ident = take(pair.township, number, large)
    paths = pair.up()
    received(pair.district, rest_of(paths))

    def cut(*_a: object, **_k: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr("app.attachments.vault.Vault.settle", lambda *_a, **_k: None)
        patched.setattr("app.bundles.files_taking.FilesTaker._result", cut)
        with pytest.raises(PowerCut):
            pair.district.bundles.receive(files_of(paths)[:1])
    assert standing(pair.district, number) == ["还没有收到内容"]
    received(pair.district, files_of(paths))
    assert pair.district.attachments.get(ident).here
    vault = Path(context_of(pair.district).folder) / "vault"
    assert sum(p.is_file() for p in vault.rglob("*")) == 1


def test_the_log_and_a_look_speak_of_contents(pair: Pair, number: str) -> None:
    take(pair.township, number)
    (path,) = files_of(pair.up())
    assert "附件内容 1 段" in str(pair.district.bundles.look(path)["words"])
    received(pair.district, [path])
    assert any(line.words.startswith("青石镇综治中心的附件包第 2 包") for line in pair.district.bundles.log())
    assert any(
        line.words == "给武阳区信访局的附件包第 2 包：附件 1 个；未见回执"
        for line in pair.township.bundles.log()
    )
    pair.down()
    with context_of(pair.township).reading() as session:
        assert session.scalars(select(Sent.receipted_at).where(Sent.kind == "files")).one()


def test_ranges_are_short() -> None:
    assert ranges_of([5, 1, 2, 3]) == [[1, 3], [5, 5]]
    assert ranges_of([]) == []
