"""The main job through windows and files: registered by keyboard, a paper, up by stick, taken in, answered."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.tour import steps_opening, steps_register
from tests.tour.forms import submit
from tests.tour.hand import Hand
from tests.tour.stage import Stage
from tests.tour.steps_bundles import bundles_page, compare, receive, send
from tests.tour.steps_handling import do, open_matter
from tests.tour.steps_papers import print_due
from tests.tour.steps_settings import put_directory
from tests.tour.story import DISPUTE, PETITION
from ui.pages.bundles.page import BundlesPage


def opened(stage: Stage) -> tuple[Hand, Hand]:
    """Township and district, set up through their first start."""
    steps_opening.first_start(stage)
    steps_opening.district_starts(stage)
    township, district = stage.hand("township"), stage.hand("district")
    put_directory(township)
    return township, district


def registered(hand: Hand, kind: str, words: dict[str, str]) -> str:
    """A matter registered with the keyboard alone."""
    page = steps_register.begin(hand, kind)
    steps_register.fill_in(hand, page, words)
    return steps_register.register_now(hand, page)


def acquainted(stage: Stage, township: Hand, district: Hand) -> tuple[BundlesPage, BundlesPage]:
    """Cards exchanged over the stick, fingerprints compared."""
    up, ours = bundles_page(township, stage.stick)
    inbox, theirs = bundles_page(district, stage.stick)
    township.press("写出本单位名片…", up.view.first)
    district.press("写出本单位名片…", inbox.view.first)
    ours.card, theirs.card = theirs.written[0], ours.written[0]
    for hand, page in ((township, up), (district, inbox)):
        hand.press("收下名片…", page.view.first)
        compare(hand)
    return up, inbox


def standing(hand: Hand, number: str) -> str:
    """What the matter's page says of its way up."""
    return open_matter(hand, number).sheet._transport.status.words


def test_a_matter_goes_up_and_its_receipt_comes_down(stage: Stage) -> None:
    township, district = opened(stage)
    dispute = registered(township, "dispute", DISPUTE)
    petition = registered(township, "petition", PETITION)
    assert (dispute, petition) == ("青调〔2026〕001号", "青信〔2026〕001号")

    stage.clock.at(24)
    page = open_matter(township, petition)
    do(stage, township, page, "受理", {"unit": "青石镇自然资源所"})
    print_due(stage, township, page)
    papers = {leaf.caption: stage.out / leaf.file for leaf in stage.leaves if leaf.kind == "paper"}
    said = "".join(
        p.extract_text() for p in PdfReader(io.BytesIO(papers["信访事项受理告知书"].read_bytes())).pages
    )
    assert "赵德才" in said
    assert "青信〔2026〕001号" in said
    assert standing(township, petition) == "未上报"

    up, inbox = acquainted(stage, township, district)
    (bundle,) = send(township, up, stage.stick)
    assert up.view.results.accessibleName().startswith("已校验，可以拔出")
    assert "第1包" in standing(township, petition).replace(" ", "")

    receive(district, inbox, [bundle])
    above = district.window.context.desk.matters.get_matter(petition)
    below = township.window.context.desk.matters.get_matter(petition)
    assert (above.title, above.state_label, above.fields) == (below.title, below.state_label, below.fields)
    assert [p.name for p in above.parties] == ["赵德才"]
    assert [s.label for s in above.steps] == [s.label for s in below.steps] == ["受理"]
    assert open_matter(district, petition)._read is not None
    assert district.window.context.desk.health.replay().ok

    inbox, _ = bundles_page(district, stage.stick)
    receive(district, inbox, [bundle])
    assert "没有重复入库" in inbox.view.results.accessibleName()

    (receipt,) = send(district, inbox, stage.stick)
    up, _ = bundles_page(township, stage.stick)
    receive(township, up, [receipt])
    assert "回执已入库" in standing(township, petition)
    assert "回执已入库" in standing(township, dispute)
    stage.check()


def test_an_altered_bundle_changes_nothing_and_says_what_to_do(stage: Stage) -> None:
    township, district = opened(stage)
    registered(township, "dispute", DISPUTE)
    up, inbox = acquainted(stage, township, district)
    (bundle,) = send(township, up, stage.stick)
    data = bytearray(bundle.read_bytes())
    data[-40] ^= 4
    altered = stage.root / "altered.jfb"
    altered.write_bytes(data)
    receive(district, inbox, [altered])
    said = inbox.view.results.accessibleName()
    assert "没有收" in said
    assert "一条也没有变" in said
    assert district.window.context.desk.bundles.peers()[0].held == 0
    receive(district, inbox, [bundle])
    assert district.window.context.desk.bundles.peers()[0].held > 0


def test_nothing_readable_lies_on_disk_or_stick(stage: Stage) -> None:
    township, district = opened(stage)
    registered(township, "dispute", DISPUTE)
    up, inbox = acquainted(stage, township, district)
    (bundle,) = send(township, up, stage.stick)
    receive(district, inbox, [bundle])
    stage.end()
    names = [
        w.encode(code)
        for w in ("张天明", "刘玉莲", "13900001111")
        for code in ("utf-8", "utf-16-le", "gb18030")
    ]
    for file in (p for p in stage.root.rglob("*") if p.is_file()):
        data = file.read_bytes()
        assert not any(name in data for name in names), file.name


@pytest.mark.parametrize("action", ["close", "lock"])
def test_what_is_being_typed_in_an_action_comes_back(stage: Stage, action: str) -> None:
    steps_opening.first_start(stage)
    hand = stage.hand("township")
    put_directory(hand)
    number = registered(hand, "dispute", DISPUTE)
    page = open_matter(hand, number)
    page.open_action("note")
    hand.settle()
    assert page._acting is not None
    form = page._acting.form
    form.rows["content"].focus()
    hand.type("电话联系双方，约定周四到场")
    if action == "lock":
        hand.key("Ctrl+L", hand.window)
        assert hand.program.lock is not None
    hand = stage.restart("township")
    hand.program.start()
    steps_opening.enter(hand)
    page = open_matter(hand, number)
    page.open_action("note")
    hand.settle()
    assert page._acting is not None
    assert page._acting.form.raw()["content"] == "电话联系双方，约定周四到场"
    submit(hand)
    assert Path(stage.root / "township").is_dir()


def test_a_bundle_opened_by_double_click_is_taken_in_after_the_log_in(stage: Stage) -> None:
    township, district = opened(stage)
    registered(township, "dispute", DISPUTE)
    up, _inbox = acquainted(stage, township, district)
    (bundle,) = send(township, up, stage.stick)
    district = stage.restart("district")
    district.program.take_in = bundle
    district.program.start()
    steps_opening.enter(district)
    inbox, _ = bundles_page(district, stage.stick)
    assert "新内容全部入库" in inbox.view.results.accessibleName()
