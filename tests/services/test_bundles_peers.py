"""Offices get to know each other by their cards; which card is believed, and which is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.desk import Desk
from app.errors import EnvironmentFault, UserError
from tests.support.exchange import Pair, digest_of, introduce
from tests.support.offices import Offices

Form = Callable[..., dict[str, object]]


@pytest.fixture
def township(offices: Offices) -> Desk:
    return offices.open()


@pytest.fixture
def district(offices: Offices) -> Desk:
    return offices.district()


@pytest.fixture
def card(district: Desk, tmp_path: Path) -> Path:
    path = tmp_path / "区.card"
    district.bundles.write_card(path)
    return path


def refused(desk: Desk, path: Path, fingerprint: str = "") -> str:
    before = digest_of(desk)
    with pytest.raises(UserError) as caught:
        desk.bundles.trust(path, fingerprint)
    assert caught.value.advice
    assert digest_of(desk) == before
    return caught.value.code


def test_a_card_is_taken_in_and_compared_by_voice(township: Desk, district: Desk, card: Path) -> None:
    said = district.access.office.fingerprint
    info = township.bundles.trust(card)
    assert (info.name, info.fingerprint, info.compared) == ("武阳区信访局", said, False)
    assert [g.kind for g in township.bundles.gaps()] == ["compare"]
    township.bundles.compared(info.office, info.installation)
    (peer,) = township.bundles.peers()
    assert (peer.compared, peer.is_parent) == (True, True)
    # The same card again forgets nothing.
    assert township.bundles.trust(card).compared
    assert len(township.bundles.peers()) == 1


def test_a_fingerprint_is_read_with_spaces_or_dashes(township: Desk, district: Desk, card: Path) -> None:
    said = district.access.office.fingerprint
    assert refused(township, card, said[:-1] + ("1" if said[-1] != "1" else "2")) == "fingerprint_differs"
    assert refused(township, card, "没有数字") == "fingerprint_differs"
    assert township.bundles.trust(card, said.replace(" ", "-")).compared


def test_what_is_no_card_is_told_apart(township: Desk, card: Path, tmp_path: Path) -> None:
    whole = card.read_bytes()
    bad = tmp_path / "bad.card"
    for data, code in (
        (b"{}", "card_bad"),
        (b"x" * 9000, "card_too_large"),
        (whole.replace("武阳区".encode(), "舞阳区".encode()), "card_altered"),
        (whole.replace(b'"v":1', b'"v":7'), "card_newer"),
        (whole[:-1], "card_altered"),
    ):
        bad.write_bytes(data)
        assert refused(township, bad) == code
    assert refused(township, tmp_path / "nirgends.card") == "card_missing"


def test_ones_own_card_is_refused(township: Desk, tmp_path: Path) -> None:
    path = tmp_path / "own.card"
    township.bundles.write_card(path)
    assert refused(township, path) == "own_card"


def test_two_pcs_of_an_office_need_two_marks(
    offices: Offices, township: Desk, district: Desk, tmp_path: Path
) -> None:
    twin, second = offices.open("twin"), offices.open("second", station="K7P")
    paths = {}
    for name, desk in (("township", township), ("twin", twin), ("second", second)):
        paths[name] = tmp_path / f"{name}.card"
        desk.bundles.write_card(paths[name])
    district.bundles.trust(paths["township"])
    assert refused(district, paths["twin"]) == "station_taken"
    assert refused(township, paths["twin"]) == "station_taken"
    district.bundles.trust(paths["second"])
    assert len(district.bundles.peers()) == 2


def test_two_pcs_of_a_township_send_to_one_stick(pair: Pair, dispute: Form) -> None:
    second = pair.another(station="K7P")
    pair.township.matters.register([dispute(title="一号机")])
    second.matters.register([dispute(title="二号机")])
    files = [*pair.up(), *pair.up(second)]
    assert len({f.name for f in files}) == 2
    for taken in pair.district.bundles.receive(files):
        assert (taken.refused, taken.quarantined) == ("", 0)
    assert len(pair.district.matters.find.find_ids(_everything())) == 2
    for sent in pair.district.bundles.send(pair.stick):
        for desk in (pair.township, second):
            (told,) = desk.bundles.receive([Path(sent.path)])
            assert not told.refused
    assert [d.bundles.send(pair.stick) for d in (pair.township, second)] == [(), ()]
    pair.check()


def test_a_card_with_anothers_office_is_refused(district: Desk, township: Desk, tmp_path: Path) -> None:
    from dataclasses import replace
    from datetime import datetime

    from app.keys.cards import Card, write_card
    from app.keys.signing import SigningKey

    info = township.access.office
    key = SigningKey.generate()
    card = Card(
        office=info.office, name="柳林镇综治中心", code="621299102", role="township", installation="pc-x", station="X1",
        sign_key=key.public, age_key=info.age_public, made_at=datetime.fromisoformat(info.made_at),
    )  # fmt: skip
    path = tmp_path / "forged.card"
    path.write_bytes(write_card(card, key))
    assert refused(district, path) == "card_bad"
    path.write_bytes(write_card(replace(card, code=info.code), key))
    assert district.bundles.trust(path).station == "X1"


def test_a_revoked_key_comes_back_only_by_voice(township: Desk, district: Desk, card: Path) -> None:
    info = township.bundles.trust(card)
    township.bundles.revoke(info.office, info.installation)
    (peer,) = township.bundles.peers()
    assert (peer.revoked, peer.is_parent) == (True, False)
    assert refused(township, card) == "card_revoked"
    assert township.bundles.trust(card, district.access.office.fingerprint).compared
    with pytest.raises(UserError):
        township.bundles.revoke("nobody", "nothing")


def test_a_card_is_not_written_over_something_else(township: Desk, tmp_path: Path) -> None:
    path = tmp_path / "办公室.txt"
    path.write_text("重要", "utf-8")
    with pytest.raises(UserError) as caught:
        township.bundles.write_card(path)
    assert caught.value.code == "name_taken"
    assert path.read_text("utf-8") == "重要"
    with pytest.raises(EnvironmentFault):
        township.bundles.write_card(tmp_path / "没有这个文件夹" / "x.card")
    first = township.bundles.write_card(tmp_path / "x.card")
    assert township.bundles.write_card(tmp_path / "x.card").fingerprint == first.fingerprint
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == ["x.card", "办公室.txt"]


def test_the_parent_is_the_one_of_the_code(
    offices: Offices, township: Desk, district: Desk, dispute: Form
) -> None:
    other = offices.open(
        "neighbour", role="district", name="临江区信访局", code="621298", parent_code="", short="临"
    )
    introduce(offices.root, township, other)
    township.matters.register([dispute()])
    with pytest.raises(UserError) as caught:
        township.bundles.send(offices.root)
    assert caught.value.code == "no_parent"
    introduce(offices.root, township, district)
    (sent,) = township.bundles.send(offices.root)
    assert sent.to == "武阳区信访局"


def test_looking_believes_nothing_and_changes_nothing(pair: Pair, dispute: Form) -> None:
    pair.township.matters.register([dispute()])
    (path,) = pair.up()
    before = digest_of(pair.district)
    header: Any = pair.district.bundles.look(path)
    assert (header["kind"], header["number"], header["lo"]) == ("up", 1, 1)
    assert "接收后新增第 1 至" in header["words"]
    json.dumps(header)
    assert "本机写出的" in str(pair.township.bundles.look(path)["words"])
    assert digest_of(pair.district) == before
    pair.district.bundles.receive([path])
    assert "先前已经收过" in str(pair.district.bundles.look(path)["words"])


def _everything() -> Any:
    from app.matters.list_values import Filter

    return Filter()
