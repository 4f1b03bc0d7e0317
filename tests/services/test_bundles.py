"""A township sends, its district receives and answers, the township learns where its matters stand."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.bundles import payload
from app.bundles.stick import Disk
from app.errors import EnvironmentFault, UserError
from tests.support.exchange import Pair, context_of, digest_of, payload_of, state_of

Form = Callable[..., dict[str, object]]


ACCEPT = {"done_on": "2026-03-02", "source": "by_application"}


def register(pair: Pair, *forms: dict[str, object]) -> list[str]:
    return [m.number for m in pair.township.matters.register(forms)]


def test_matters_go_up_and_the_receipt_comes_back(pair: Pair, dispute: Form, petition: Form) -> None:
    first, second = register(pair, dispute(), petition())
    assert pair.transport(first) == "not_sent"
    (would,) = pair.township.bundles.outgoing()
    (sent,) = pair.township.bundles.send(pair.stick)
    assert (sent.kind, sent.number, sent.lo, sent.matters) == ("up", 1, 1, 2)
    assert (would.matters, would.changes, would.hi) == (sent.matters, sent.changes, sent.hi)
    assert pair.transport(first) == "sent"

    (taken,) = pair.district.bundles.receive([Path(sent.path)])
    assert (taken.refused, taken.new, taken.known, taken.quarantined) == ("", sent.hi, 0, 0)
    seen = pair.district.matters.get_matter(first)
    assert [p.name for p in seen.parties] == ["张天明", "李桂花"]
    assert not seen.ours
    assert pair.transport(first, pair.district) == "from_below"
    where = pair.district.matters.get_matter(first).transport
    assert (where.words, where.on[:10]) == ("青石镇综治中心上报", "2026-03-02")

    (receipt,) = pair.district.bundles.send(pair.stick)
    assert receipt.kind == "receipt"
    (told,) = pair.township.bundles.receive([Path(receipt.path)])
    assert (told.refused, told.kind, told.new, told.matters) == ("", "receipt", 1, 2)
    assert {pair.transport(n) for n in (first, second)} == {"receipted"}
    assert pair.township.bundles.send(pair.stick) == ()
    assert pair.district.bundles.send(pair.stick) == ()
    pair.check()


def test_handling_goes_up_after_the_matter(pair: Pair, dispute: Form) -> None:
    (number,) = register(pair, dispute())
    pair.round()
    pair.township.matters.do(number, "accept", ACCEPT)
    assert pair.transport(number) == "changed"
    pair.round()
    assert pair.transport(number) == "receipted"
    assert pair.district.matters.get_matter(number).state == "accepted"
    office = pair.township.access.office.office
    assert state_of(pair.district, office) == state_of(pair.township, office)
    pair.check()


def test_twice_is_once(pair: Pair, dispute: Form) -> None:
    register(pair, dispute())
    (path,) = pair.up()
    first, second = pair.district.bundles.receive([path, path])
    assert (first.refused, second.refused, second.new, second.known) == ("", "", 0, first.new)
    before = digest_of(pair.district)
    copy = pair.stick / "另一个名字.jfb"
    copy.write_bytes(path.read_bytes())
    (third,) = pair.district.bundles.receive([copy])
    assert (third.new, third.known) == (0, first.new)
    assert digest_of(pair.district) == before
    (receipt,) = pair.district.bundles.send(pair.stick)
    told, again = pair.township.bundles.receive([Path(receipt.path)] * 2)
    assert (told.new, again.new, again.known) == (1, 0, 1)


def test_a_lost_stick_costs_nothing(pair: Pair, dispute: Form) -> None:
    first, second = register(pair, dispute()), []
    pair.up()
    second = register(pair, dispute(title="第二件"))
    (path,) = pair.up()
    (taken,) = pair.district.bundles.receive([path])
    assert (taken.refused, taken.held) == ("", False)
    assert [pair.district.matters.get_matter(n).number for n in (*first, *second)] == [*first, *second]
    pair.down()
    assert {pair.transport(n) for n in (*first, *second)} == {"receipted"}
    pair.check()


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "PART_PLAIN", 3000)


@pytest.mark.usefixtures("small_parts")
def test_what_comes_too_early_is_held_and_named_and_joins_by_itself(pair: Pair, dispute: Form) -> None:
    register(pair, *(dispute(title=f"第{i}件") for i in range(4)))
    paths = pair.up()
    assert len(paths) >= 4
    first, second, third, *rest = paths
    (held,) = pair.district.bundles.receive([third])
    assert (held.held, held.new, held.refused) == (True, 0, "")
    assert "第 1 至 2 包未收到" in held.words
    (gap,) = pair.district.bundles.gaps()
    assert (gap.kind, gap.name) == ("missing", "青石镇综治中心")
    assert "第 1 至 2 包未收到" in gap.what

    (one,) = pair.district.bundles.receive([first])
    assert not one.held
    (gap,) = pair.district.bundles.gaps()
    assert "第 2 包未收到" in gap.what
    two, *more = pair.district.bundles.receive([second, *rest])
    assert "第 3 包也接上了" in two.words
    assert not any(m.held or m.refused for m in more)
    assert pair.district.bundles.gaps() == ()
    office = pair.township.access.office.office
    assert state_of(pair.district, office) == state_of(pair.township, office)
    pair.down()
    pair.check()


@pytest.mark.usefixtures("small_parts")
def test_the_receipt_names_what_is_missing_and_the_township_writes_it_again(
    pair: Pair, dispute: Form
) -> None:
    register(pair, *(dispute(title=f"第{i}件") for i in range(3)))
    first, _lost, third, *_ = pair.up()
    pair.district.bundles.receive([first, third])
    (receipt,) = pair.district.bundles.send(pair.stick)
    (told,) = pair.township.bundles.receive([Path(receipt.path)])
    assert "对方缺第" in told.words
    assert [g.kind for g in pair.township.bundles.gaps()] == ["lacking"]
    pair.round()
    assert pair.township.bundles.gaps() == ()
    assert pair.district.bundles.gaps() == ()
    pair.check()


def test_two_townships_send_in_turn(pair: Pair, dispute: Form, petition: Form) -> None:
    other = pair.another(name="柳林镇综治中心", code="621299102", short="柳")
    for turn in range(2):
        register(pair, dispute(title=f"青石{turn}"))
        other.matters.register([petition(title=f"柳林{turn}")])
        files = [*pair.up(), *pair.up(other)]
        assert {t.from_name for t in pair.district.bundles.receive(files)} == {
            "青石镇综治中心",
            "柳林镇综治中心",
        }
        pair.down()
    for desk in (pair.township, other):
        office = desk.access.office.office
        assert state_of(pair.district, office) == state_of(desk, office)
        assert desk.bundles.send(pair.stick) == ()
    pair.check()


# -- what stays at home


ACCUSED = {"category": "accusation", "title": "反映某干部截留低保", "statement": "检举材料：贺某截留低保金。"}


def test_an_accusation_is_in_no_bundle(pair: Pair, petition: Form, dispute: Form) -> None:
    register(pair, petition(**ACCUSED, parties=[{"role": "petitioner", "name": "贺无名"}]))
    (number,) = register(pair, dispute())
    pair.township.matters.unmask(number, "联系当事人")
    (path,) = pair.up()
    text = payload_of(path, pair.district)
    for word in ("贺无名", "截留", '\\"accusation\\"', '\\"restricted\\":true', "unmask", "联系当事人"):
        assert word not in text
    assert "张天明" in text
    (taken,) = pair.district.bundles.receive([path])
    assert (taken.quarantined, taken.matters) == (0, 1)
    assert pair.district.matters.accusations() == 0
    pair.down()
    pair.township.matters.unmask(number, "再次联系")
    register(pair, petition(**ACCUSED))
    assert pair.township.bundles.send(pair.stick) == ()
    pair.check()


def test_what_turns_out_an_accusation_is_closed_above_and_nothing_else_is_said(
    pair: Pair, petition: Form
) -> None:
    (number,) = register(pair, petition(title="反映问题"))
    pair.round()
    view = pair.township.matters.get_matter(number)
    pair.township.matters.edit(number, {"category": "accusation", "remark": "指定专人"}, view.version)
    (path,) = pair.up()
    text = payload_of(path, pair.district)
    assert "redact" in text
    for word in ('\\"accusation\\"', "指定专人", "赵永强", number):
        assert word not in text
    (taken,) = pair.district.bundles.receive([path])
    assert (taken.refused, taken.quarantined) == ("", 0)
    assert len(pair.district.matters.find.find_ids(_everything())) == 0
    assert pair.district.matters.accusations() == 1
    pair.down()
    pair.township.matters.edit(number, {"remark": "已转纪检"}, view.version + 2)
    assert pair.township.bundles.send(pair.stick) == ()
    pair.check()


def test_what_was_an_accusation_before_it_ever_went_leaves_no_line(
    pair: Pair, petition: Form, dispute: Form
) -> None:
    (number,) = register(pair, petition(title="反映问题"))
    pair.township.matters.edit(number, {"category": "accusation"}, 1)
    register(pair, dispute())
    (path,) = pair.up()
    assert "redact" not in payload_of(path, pair.district)
    pair.round()
    pair.check()


def test_a_restriction_overtakes_what_was_not_sent_before_it(pair: Pair, petition: Form) -> None:
    (number,) = register(pair, petition())
    pair.round()
    pair.township.matters.edit(number, {"remark": "先改一处"}, 1)
    pair.township.matters.edit(number, {"category": "accusation"}, 2)
    pair.round()
    assert pair.district.matters.accusations() == 1
    assert pair.district.bundles.waiting() == ()
    pair.check()


# -- receipts


def test_an_older_receipt_is_refused(pair: Pair, dispute: Form) -> None:
    receipts: list[Path] = []
    for title in ("一", "二"):
        register(pair, dispute(title=title))
        pair.district.bundles.receive(pair.up())
        receipts += [Path(f.path) for f in pair.district.bundles.send(pair.stick)]
    old, new = receipts
    (taken,) = pair.township.bundles.receive([new])
    assert not taken.refused
    before = digest_of(pair.township)
    (refused,) = pair.township.bundles.receive([old])
    assert refused.refused == "receipt_old"
    assert digest_of(pair.township) == before


def test_a_receipt_is_given_again_on_demand(pair: Pair, dispute: Form) -> None:
    (number,) = register(pair, dispute())
    pair.district.bundles.receive(pair.up())
    pair.district.bundles.send(pair.stick)  # lost
    assert pair.district.bundles.send(pair.stick) == ()
    (again,) = pair.district.bundles.send(pair.stick, to="621299101")
    pair.township.bundles.receive([Path(again.path)])
    assert pair.transport(number) == "receipted"


def test_a_district_that_was_restored_gets_everything_again(pair: Pair, dispute: Form) -> None:
    (number,) = register(pair, dispute())
    pair.round()
    last = pair.township.bundles.peers()[0].receipted
    fresh = pair.offices.open(
        "new", role="district", name="武阳区信访局", code="621299", parent_code="", short="武", station="B2C"
    )
    from tests.support.exchange import introduce

    introduce(pair.offices.root, pair.township, fresh)
    # The new PC of the district has heard of the stream, and holds nothing of it.
    register(pair, dispute(title="第二件"))
    (late,) = pair.up()
    (held,) = fresh.bundles.receive([late])
    assert held.held
    (receipt,) = fresh.bundles.send(pair.stick)
    (told,) = pair.township.bundles.receive([Path(receipt.path)])
    assert "对方现在只有第 0 条" in told.words
    assert last > 0
    assert pair.transport(number) == "sent"
    (whole,) = pair.up()
    (taken,) = fresh.bundles.receive([whole])
    assert taken.new > last
    assert fresh.bundles.gaps() == ()
    assert fresh.health.check().ok


# -- sending


class FullDisk(Disk):
    """Runs full in the middle of the stick's file."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.written = folder, 0
        self.handles: set[int] = set()

    def open(self, path: Path) -> int:
        handle = super().open(path)
        if path.parent == self.folder:
            self.handles.add(handle)
        return handle

    def write(self, handle: int, data: memoryview) -> int:
        if handle in self.handles:
            if self.written:
                raise OSError(errno.ENOSPC, "No space left on device")
            self.written = super().write(handle, data[:100])
            return self.written
        return super().write(handle, data)


@pytest.mark.parametrize("where", ["stick", "outbox"])
def test_a_full_disk_leaves_nothing_half(pair: Pair, dispute: Form, where: str) -> None:
    (number,) = register(pair, dispute())
    x: Any = pair.township.bundles._x
    before = digest_of(pair.township)
    x.disk = FullDisk(pair.stick if where == "stick" else x.outbox)
    with pytest.raises(EnvironmentFault) as caught:
        pair.township.bundles.send(pair.stick)
    assert caught.value.code == f"{where}_full"
    assert list(pair.stick.iterdir()) == []
    assert list(x.outbox.iterdir()) == []
    assert digest_of(pair.township) == before
    assert pair.transport(number) == "not_sent"
    x.disk = Disk()
    pair.round()
    assert pair.transport(number) == "receipted"


def test_a_kill_between_file_and_note_costs_a_number_and_nothing_else(
    pair: Pair, dispute: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(pair, dispute())
    from app.bundles.delivering import Deliverer

    class PowerCutError(BaseException):
        pass

    def cut(*_: object) -> None:
        raise PowerCutError

    with monkeypatch.context() as patched:
        patched.setattr(Deliverer, "_note", cut)
        with pytest.raises(PowerCutError):
            pair.township.bundles.send(pair.stick)
    (orphan,) = pair.stick.iterdir()
    (sent,) = pair.township.bundles.send(pair.stick)
    assert (sent.number, sent.file == orphan.name) == (2, False)
    assert [p.name for p in pair.township.bundles._x.outbox.iterdir()] == [sent.file]
    first, second = pair.district.bundles.receive([orphan, Path(sent.path)])
    assert (first.refused, second.refused, second.new) == ("", "", 0)
    pair.down()
    pair.check()


def test_a_receipt_that_was_never_written_is_skipped(
    pair: Pair, dispute: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    (number,) = register(pair, dispute())
    pair.district.bundles.receive(pair.up())
    x: Any = pair.district.bundles._x
    x.disk = FullDisk(pair.stick)
    with pytest.raises(EnvironmentFault):
        pair.district.bundles.send(pair.stick)
    x.disk = Disk()
    (receipt,) = pair.district.bundles.send(pair.stick)
    assert receipt.lo == 2
    (told,) = pair.township.bundles.receive([Path(receipt.path)])
    assert not told.refused
    assert pair.transport(number) == "receipted"


def test_nothing_goes_without_a_district(pair: Pair, offices: Any) -> None:
    lonely = offices.open("lonely", name="孤山镇综治中心", code="621299199")
    with pytest.raises(UserError) as caught:
        lonely.bundles.send(pair.stick)
    assert caught.value.code == "no_parent"
    with pytest.raises(UserError) as caught:
        pair.township.bundles.send(pair.stick, to="没有的单位")
    assert caught.value.code == "no_such_peer"
    assert list(pair.stick.iterdir()) == []


def test_sending_can_be_cancelled_and_receiving_too(pair: Pair, dispute: Form) -> None:
    register(pair, dispute())

    class CancelledError(Exception):
        pass

    def cancel(*_: object) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        pair.township.bundles.send(pair.stick, report=cancel)
    assert list(pair.stick.iterdir()) == []
    paths = pair.up()
    before = digest_of(pair.district)
    with pytest.raises(CancelledError):
        pair.district.bundles.receive(paths, report=cancel)
    assert digest_of(pair.district) == before


def test_the_log_tells_both_ways_newest_first(pair: Pair, dispute: Form) -> None:
    register(pair, dispute())
    pair.round()
    out, back = sorted(pair.township.bundles.log(), key=lambda line: line.direction, reverse=True)
    assert (out.kind, out.status, back.kind, back.direction) == ("up", "receipted", "receipt", "in")
    assert out.words.startswith("给武阳区信访局的第 1 包：1 件")
    assert {(line.direction, line.status) for line in pair.district.bundles.log()} == {
        ("in", "applied"),
        ("out", "sent"),
    }
    (bundle_id,) = [line.bundle for line in pair.township.bundles.log() if line.kind == "up"]
    assert len(pair.township.bundles.matters_sent(bundle_id)) == 1
    (peer,) = pair.township.bundles.peers()
    assert (peer.is_parent, peer.receipted == peer.ours, peer.days_unanswered) == (True, True, None)
    assert context_of(pair.township).office.name in {p.name for p in pair.district.bundles.peers()}


def _everything() -> Any:
    from app.matters.list_values import Filter

    return Filter()
