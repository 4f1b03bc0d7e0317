"""What nobody had a right to write moves no custody, and a history that is not the one that was written is refused."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.bundles import bundle
from app.bundles.assigning import parcels_down, plan_down
from app.bundles.bundle import Facts
from app.bundles.payload import Remembered
from app.desk import Desk
from db.journal import canonical
from tests.support.custody import ASSIGN, Form, Round, rows, the_offer, view
from tests.support.exchange import Forger, context_of, digest_of


def down(around: Round, to: Desk, change: Callable[[Sequence[Remembered]], Sequence[Remembered]]) -> Path:
    """A bundle of the district for a township, with another history."""
    district, context = around.district, context_of(around.district)
    info, there = district.access.office, to.access.office
    with context.reading() as session:
        connection = session.connection()
        plan = plan_down(connection, context, there.office)
        (parcel,) = parcels_down(connection, context, plan, (there.office, there.name), ())
    facts = Facts(
        kind="assign",
        office=info.office,
        installation=info.installation,
        stream=parcel.stream,
        prev_head=parcel.prev_head,
        opening=parcel.opening,
        number=77,
    )
    built = bundle.build(
        facts, parcel.entries, district._opened.sign_key, [there.age_public], change(parcel.history)
    )
    path = around.pair.stick / f"forged-{uuid.uuid4()}.jfb"
    path.write_bytes(built.data)
    return path


@pytest.fixture
def assigned(around: Round, dispute: Form) -> str:
    """A matter of the first township that the district has taken over and assigns to the second, which has not heard of it."""
    number = around.escalated(dispute())
    around.go(around.township, around.district)
    around.district.matters.custody.accept(the_offer(around.district).id)
    around.district.matters.custody.offer(number, "assign", "621299102", ASSIGN)
    return number


def _rewritten(history: Sequence[Remembered]) -> list[Remembered]:
    one = history[0]
    line = json.loads(one.line)
    line["fields"]["title"] = "另一个事由"
    return [replace(one, line=canonical(line)), *history[1:]]


def test_a_line_of_history_that_differs_from_what_is_held_is_refused(around: Round, assigned: str) -> None:
    other = around.other
    around.go(around.district, other)
    before = digest_of(other)
    (taken,) = other.bundles.receive([down(around, other, _rewritten)])
    assert taken.refused == "history_bad"
    assert "一条也没有变" in taken.words
    # The refusal is written down, for the receipt; nothing else.
    assert digest_of(other) != before
    assert rows(other, assigned) == rows(around.district, assigned)
    (receipt,) = [Path(f.path) for f in other.bundles.send(around.pair.stick) if f.kind == "receipt"]
    (told,) = around.district.bundles.receive([receipt])
    assert "拒收" in told.words
    around.check()


def test_a_line_that_was_withheld_must_be_the_one_its_digest_stands_for(
    around: Round, petition: Form
) -> None:
    district, town = around.district, around.township
    (made,) = district.matters.register([petition()])
    (first,) = district.matters.register([petition(title="先交办的")])
    district.matters.custody.offer(first.number, "forward", "621299101", {"what": "请办"})
    around.go(district, town)
    around.go(town, district)
    # All of the first matter went as digests; now it is handed down, and its lines come after.
    district.matters.custody.offer(made.number, "forward", "621299101", {"what": "请办"})
    (taken,) = town.bundles.receive([down(around, town, _rewritten)])
    assert taken.refused == "history_bad"
    with pytest.raises(Exception, match="没有编号"):
        view(town, made.number)
    around.go(district, town)
    assert rows(town, made.number) == rows(district, made.number)
    around.check()


def test_a_history_of_matters_that_are_not_handed_over_is_refused(around: Round, assigned: str) -> None:
    def strange(history: Sequence[Remembered]) -> list[Remembered]:
        line = {**json.loads(history[0].line), "matter": "m-1", "id": "m-1", "seq": 9000}
        return [*history, replace(history[0], seq=9000, line=canonical(line))]

    (taken,) = around.other.bundles.receive([down(around, around.other, strange)])
    assert taken.refused == "history_bad"
    around.go(around.district, around.other)
    assert view(around.other, assigned).offered is not None


def test_a_history_cannot_speak_for_our_own_stream(around: Round, assigned: str) -> None:
    other = around.other
    with context_of(other).reading():
        own, stream = other.access.office.office, context_of(other).store.stream

    def ours(history: Sequence[Remembered]) -> list[Remembered]:
        line = {**json.loads(history[0].line), "stream": stream, "seq": 9000, "office": own}
        return [*history, replace(history[0], office=own, stream=stream, seq=9000, line=canonical(line))]

    (taken,) = other.bundles.receive([down(around, other, ours)])
    assert taken.refused == "history_bad"


def test_a_third_office_cannot_take_a_matter_that_was_not_offered_to_it(around: Round, assigned: str) -> None:
    district, town = around.district, around.township
    (mine,) = [t for t in view(district, assigned).transfers if t.status == "open"]
    row = next(r for k, r in rows(district, assigned).items() if k[0] == "matter")
    forger = Forger(town, district, around.pair.stick)
    forged: dict[str, Any] = {"office": row["office"], "matter": row["id"], "custody": row["custody"] + 1}
    seen = canonical({context_of(district).store.stream: 10_000})
    moved = {"custodian": forger.office, "custody": row["custody"] + 1, "rung": "township"}
    forger.write(forger.line("matter", "accept", id=row["id"], base=row["version"], fields=moved, **forged))
    forger.write(
        forger.line(
            "transfer", "accept", id=mine.id, base=1, fields={"answer": "accepted", "seen": seen}, **forged
        )
    )
    forger.write(
        forger.line(
            "matter", "set", id=row["id"], base=row["version"] + 1, fields={"remark": "我的"}, **forged
        )
    )
    before = rows(district, assigned)
    (taken,) = district.bundles.receive([forger.bundle()])
    assert (taken.refused, taken.quarantined) == ("", 3)
    assert rows(district, assigned) == before
    assert {w.code for w in district.bundles.waiting()} == {"custody_moved", "no_custody"}
    around.go(district, around.other)
    around.other.matters.custody.accept(the_offer(around.other).id)
    around.go(around.other, district)
    assert view(district, assigned).custodian_name == "柳林镇综治中心"
    report = district.health.check()
    assert report.ok, report.findings


def test_an_offer_cannot_be_made_up_by_an_office_that_does_not_have_the_matter(
    around: Round, assigned: str
) -> None:
    district = around.district
    row = next(r for k, r in rows(district, assigned).items() if k[0] == "matter")
    forger = Forger(around.township, district, around.pair.stick)
    fields = {
        "matter": row["id"], "kind": "assign", "from_office": forger.office, "to_office": "x", "to_name": "某镇",
        "offered_on": "2026-03-02", "offered_by": "某", "at_custody": row["custody"],
    }  # fmt: skip
    forger.write(
        forger.line(
            "transfer", "offer", fields=fields, office=row["office"], matter=row["id"], custody=row["custody"]
        )
    )
    (taken,) = district.bundles.receive([forger.bundle()])
    assert taken.quarantined == 1
    assert len(view(district, assigned).transfers) == 2
    assert district.health.check().ok
