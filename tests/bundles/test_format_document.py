"""docs/bundle-format.md says what is really coded; files of every released version still open."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from app.bundles import bundle, header, receipt, refusals
from app.bundles.bundle import Built, Peer
from app.bundles.payload import MAX_LINE, PART_PLAIN
from app.keys import keyfile
from app.keys.box import AgeKey
from app.keys.cards import read_card

HERE = Path(__file__).parent
DOCUMENT = (HERE.parents[1] / "docs" / "bundle-format.md").read_text("utf-8")
VALID = HERE / "valid"


def test_every_member_and_code_is_documented(small: Built):
    codes = [*refusals._REFUSALS, *refusals._FAULTS]
    members = [*small.header.as_json(), "sha256", "bytes", "plain_bytes"]
    line = receipt.write_receipt(receipt.Receipt("s", 1, bytes(32), "a", "b", ""))
    words = [*codes, *members, *json.loads(line), *header.KINDS]
    assert [w for w in words if f"`{w}`" not in DOCUMENT] == []


def test_every_documented_refusal_exists():
    listed = DOCUMENT[DOCUMENT.index("Codes of refusals:") : DOCUMENT.index("### Sequence")]
    assert set(re.findall(r"`(\w+)`", listed)) == {*refusals._REFUSALS, *refusals._FAULTS}


def test_documented_limits_are_the_coded_ones():
    assert (MAX_LINE, PART_PLAIN, header.MAX_PLAIN, header.FREE_PLAIN) == (
        4 << 20,
        12 << 20,
        128 << 20,
        16 << 20,
    )
    assert len(fields(keyfile.Cost)) == 3


@pytest.mark.parametrize("version", ["0.1"])
def test_files_of_every_release_still_open(version: str):
    """keys.json: password 解纷-2026, recovery code in facts.json; the bundle is for the age key there."""
    facts = json.loads((VALID / version / "facts.json").read_text("utf-8"))
    office = keyfile.parse((VALID / version / "keys.json").read_bytes())
    assert office.unlock("wang", facts["password"]).hex() == facts["db_key"]
    assert office.unlock_with_recovery(facts["recovery"]).hex() == facts["db_key"]
    card = read_card((VALID / version / "office.card").read_bytes())
    assert card.fingerprint == facts["fingerprint"]
    peer = Peer(card.office, card.installation, card.name, card.sign_key)
    opened = bundle.open_bundle(
        VALID / version / "up.jfb", peers={card.sign_id: peer}, identity=AgeKey(facts["age_secret"])
    )
    assert [e.line for e in opened.entries] == facts["lines"]
    assert opened.header.head.hex() == facts["head"]
