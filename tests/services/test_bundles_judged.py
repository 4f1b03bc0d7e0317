"""What a township may not write is kept and not applied; what nobody may send is refused, and nothing changes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.bundles.judging import REASONS
from app.keys.signing import SigningKey
from app.matters.list_values import Filter
from db.tables import JournalRow, Matter, Unfolded
from tests.support.exchange import Forger, Pair, context_of, digest_of, introduce

Form = Callable[..., dict[str, object]]


def take(pair: Pair, *paths: Path) -> Any:
    (taken,) = pair.district.bundles.receive(list(paths))
    return taken


def waiting(pair: Pair) -> list[str]:
    return [w.code for w in pair.district.bundles.waiting()]


# -- refused: nothing changes at all


def altered(data: bytes) -> bytes:
    return data[:-300] + bytes([data[-300] ^ 1]) + data[-299:]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda _: b"", "file_empty"),
        (lambda _: b"PK", "bundle_incomplete"),
        (lambda d: d[: len(d) // 2], "bundle_incomplete"),
        (altered, "bundle_altered"),
        (lambda d: d + b"x", "bundle_altered"),
        (lambda d: d.replace(b'"number":1', b'"number":2'), "bundle_altered"),
        (lambda _: b"hello, this is no bundle", "not_a_bundle"),
    ],
)
def test_a_spoilt_file_changes_nothing(
    pair: Pair, dispute: Form, spoil: Callable[[bytes], bytes], code: str
) -> None:
    pair.township.matters.register([dispute()])
    (path,) = pair.up()
    path.write_bytes(spoil(path.read_bytes()))
    before = digest_of(pair.district)
    taken = take(pair, path)
    assert taken.refused == code
    assert taken.sentence.endswith("。")
    assert taken.advice
    assert digest_of(pair.district) == before


def test_what_a_stranger_wrote_changes_nothing(pair: Pair, forger: Forger) -> None:
    before = digest_of(pair.district)
    assert take(pair, forger.bundle(signer=SigningKey.generate())).refused == "sender_unknown"
    assert digest_of(pair.district) == before


def test_what_is_for_another_district_changes_nothing(pair: Pair, dispute: Form) -> None:
    other = pair.offices.open(
        "other", role="district", name="临江区信访局", code="621298", parent_code="", short="临"
    )
    introduce(pair.offices.root, pair.township, other)
    pair.township.matters.register([dispute()])
    (path,) = pair.up()
    before = digest_of(other)
    (taken,) = other.bundles.receive([path])
    assert taken.refused == "not_for_us"
    assert digest_of(other) == before


def test_what_goes_up_is_not_taken_by_a_township(pair: Pair, dispute: Form, forger: Forger) -> None:
    other = pair.another(name="柳林镇综治中心", code="621299102", short="柳")
    introduce(pair.offices.root, pair.township, other)
    forger.reader = other
    before = digest_of(other)
    (taken,) = other.bundles.receive([forger.bundle()])
    assert taken.refused == "kind_misplaced"
    assert digest_of(other) == before


def test_ones_own_bundle_and_a_revoked_office_are_refused(pair: Pair, dispute: Form) -> None:
    pair.township.matters.register([dispute()])
    (path,) = pair.up()
    (own,) = pair.township.bundles.receive([path])
    assert own.refused == "own_bundle"
    info = pair.township.access.office
    pair.district.bundles.revoke(info.office, info.installation)
    before = digest_of(pair.district)
    assert take(pair, path).refused == "sender_revoked"
    assert digest_of(pair.district) == before


@pytest.mark.parametrize("member", ["office", "installation", "stream"])
def test_a_stream_that_is_not_the_senders_is_refused_and_he_is_told(
    pair: Pair, forger: Forger, member: str
) -> None:
    opening = json.loads(forger.opening)
    forger.opening = json.dumps({**opening, member: str(uuid.uuid4())})
    forger.entries.clear()
    forger.entries.append(Forger(pair.township, pair.district, pair.stick).entries[0])
    first = forger.entries.pop()
    forger.stream = str(uuid.uuid4()) if member == "stream" else forger.stream
    del first
    path = forger_bundle(forger)
    taken = take(pair, path)
    assert taken.refused == "stream_foreign"
    with context_of(pair.district).reading() as session:
        assert session.scalars(select(JournalRow).where(JournalRow.office == forger.office)).all() == []
    (receipt,) = pair.district.bundles.send(pair.stick)
    (told,) = pair.township.bundles.receive([Path(receipt.path)])
    assert "拒收" in told.words


def forger_bundle(forger: Forger) -> Path:
    """A bundle with one line, under an opening that was tampered with."""
    import hashlib

    from app.bundles.payload import Entry

    body = forger.line("village", "create", fields={"name": "青石村"}, seq=1)
    entry = Entry.whole(1, bytes(16), json.dumps(body, ensure_ascii=False))
    head = hashlib.sha256(hashlib.sha256(forger.opening.encode()).digest() + entry.digest).digest()
    forger.entries.append(Entry(1, entry.digest, entry.salt, entry.line, head))
    return forger.bundle()


def test_training_is_refused_by_those_who_work_in_earnest(pair: Pair, dispute: Form) -> None:
    play = pair.another(name="培训镇综治中心", code="621299188", short="训", training=True)
    play.matters.register([dispute()])
    before = state_free_digest(pair)
    assert take(pair, *pair.up(play)).refused == "training_differs"
    assert state_free_digest(pair) == before
    school = pair.offices.open(
        "school",
        role="district",
        name="培训区信访局",
        code="621297",
        parent_code="",
        short="培",
        training=True,
    )
    introduce(pair.offices.root, pair.township, school)
    (card,) = [p for p in pair.township.bundles.peers() if p.name == "培训区信访局"]
    assert not card.is_parent


def state_free_digest(pair: Pair) -> int:
    with context_of(pair.district).reading() as session:
        return len(session.scalars(select(JournalRow)).all()) + len(session.scalars(select(Matter)).all())


# -- a fork


def test_a_fork_freezes_the_stream_and_keeps_both_branches(pair: Pair, dispute: Form) -> None:
    clone = Forger(pair.township, pair.district, pair.stick)
    pair.township.matters.register([dispute()])
    pair.round()
    clone.write(clone.matter())
    clone.write(clone.matter())
    taken = take(pair, clone.bundle())
    assert taken.refused == "stream_forked"
    assert [g.kind for g in pair.district.bundles.gaps()] == ["fork"]
    pair.township.matters.register([dispute(title="分支之后")])
    (later,) = pair.up()
    assert take(pair, later).refused == "stream_frozen"
    (receipt,) = pair.district.bundles.send(pair.stick)
    (told,) = pair.township.bundles.receive([Path(receipt.path)])
    assert "拒收" in told.words
    assert {g.kind for g in pair.township.bundles.gaps()} >= {"fork"}
    pair.check()


# -- kept, and not applied


@pytest.fixture
def there(pair: Pair, dispute: Form) -> dict[str, str]:
    """A matter of each of two townships at the district."""
    other = pair.another(name="柳林镇综治中心", code="621299102", short="柳")
    (ours,) = pair.township.matters.register([dispute()])
    (theirs,) = other.matters.register([dispute(title="柳林的事")])
    pair.round()
    pair.round(other)
    return {"ours": ours.id, "theirs": theirs.id, "other": other.access.office.office}


def forge(pair: Pair, *make: Callable[[Forger], dict[str, Any]]) -> Any:
    forger = Forger(pair.township, pair.district, pair.stick)
    for one in make:
        forger.write(one(forger))
    return take(pair, forger.bundle())


FORGED: dict[str, Callable[[Forger, dict[str, str]], dict[str, Any]]] = {
    "a matter in another office's name": lambda f, t: f.matter(
        office=t["other"], fields={"custodian": t["other"]}
    ),
    "a matter that another office holds": lambda f, t: f.matter(fields={"custodian": t["other"]}),
    "a change of another's matter": lambda f, t: f.line(
        "matter", "set", office=t["other"], id=t["theirs"], matter=t["theirs"], base=1, fields={"title": "改"}
    ),
    "a step in another's matter": lambda f, t: f.line(
        "step", "create", office=t["other"], matter=t["theirs"], fields=step(f, t["theirs"])
    ),
    "a step of ours that says another did it": lambda f, t: f.line(
        "step", "create", matter=t["ours"], fields={**step(f, t["ours"]), "by_office": t["other"]}
    ),
    "a step slipped under another matter": lambda f, t: f.line(
        "step", "create", matter=t["ours"], fields=step(f, "other-matter")
    ),
    "a village of another office": lambda f, t: f.line(
        "village", "create", office=t["other"], fields={"name": "村"}
    ),
    "a user of another office": lambda f, t: f.line("user", "create", office=t["other"], fields=user()),
    "an unknown author": lambda f, _: f.matter(actor=str(uuid.uuid4())),
    "an author who makes himself": lambda f, _: f.line("user", "create", id="me", actor="me", fields=user()),
    "an id that is taken": lambda f, t: f.matter(id=t["ours"]),
    "a change before its matter": lambda f, _: f.line("matter", "set", base=1, fields={"title": "改"}),
    "a party without its matter": lambda f, _: f.line(
        "party", "create", matter=str(uuid.uuid4()), fields={"role": "applicant", "ordinal": 1}
    ),
    "an old base": lambda f, t: f.line(
        "matter", "set", id=t["ours"], matter=t["ours"], base=7, fields={"title": "改"}
    ),
    "an old custody": lambda f, t: f.line(
        "matter", "set", id=t["ours"], matter=t["ours"], base=1, custody=3, fields={"title": "改"}
    ),
    "a custody that moves by itself": lambda f, t: f.line(
        "matter",
        "set",
        id=t["ours"],
        matter=t["ours"],
        base=1,
        fields={"custodian": t["other"], "custody": 2},
    ),
    "a date that is none": lambda f, t: f.line(
        "matter", "set", id=t["ours"], matter=t["ours"], base=1, fields={"received_on": "2026-3-1"}
    ),
    "a number for a text": lambda f, t: f.line(
        "matter", "set", id=t["ours"], matter=t["ours"], base=1, fields={"title": 3}
    ),
    "no state": lambda f, _: f.matter(fields={"state": None}),
    "details that are no object": lambda f, t: f.line(
        "step", "create", matter=t["ours"], fields={**step(f, t["ours"]), "details": "[]"}
    ),
    "an open accusation": lambda f, _: f.matter(fields={"kind": "petition", "category": "accusation"}),
}
CODES = {
    "a matter in another office's name": "foreign_office",
    "a matter that another office holds": "no_custody",
    "a change of another's matter": "foreign_office",
    "a step in another's matter": "foreign_office",
    "a step of ours that says another did it": "foreign_office",
    "a step slipped under another matter": "bad_value",
    "a village of another office": "foreign_office",
    "a user of another office": "foreign_office",
    "an unknown author": "foreign_author",
    "an author who makes himself": "foreign_author",
    "an id that is taken": "id_taken",
    "a change before its matter": "set_before_create",
    "a party without its matter": "no_matter",
    "an old base": "base_behind",
    "an old custody": "custody_behind",
    "a custody that moves by itself": "custody_moved",
    "a date that is none": "bad_value",
    "a number for a text": "bad_value",
    "no state": "bad_value",
    "details that are no object": "bad_value",
    "an open accusation": "accusation_open",
}


def step(forger: Forger, matter: str) -> dict[str, Any]:
    return {
        "matter": matter, "ordinal": 9, "action": "note", "done_on": "2026-03-02", "rung": "village",
        "state": "registered", "details": "{}", "by_office": forger.office, "by_user": forger.user,
    }  # fmt: skip


def user() -> dict[str, Any]:
    return {"login": "x", "name": "某某", "role": "clerk"}


def test_what_may_not_be_written_waits(pair: Pair, there: dict[str, str]) -> None:
    def states() -> Any:
        with context_of(pair.district).reading() as session:
            return session.execute(select(Matter.__table__).order_by(Matter.id)).all()

    before = states()
    names = sorted(FORGED)
    # Between the forged lines, honest ones are applied all the same.
    taken = forge(
        pair,
        *(lambda f, n=n: FORGED[n](f, there) for n in names),
        lambda f: f.line("village", "create", fields={"name": "青石村"}),
    )
    assert (taken.refused, taken.quarantined) == ("", len(names))
    assert taken.new >= len(names) + 1
    waits = pair.district.bundles.waiting()
    assert dict(zip(names, [w.code for w in waits], strict=True)) == CODES
    assert states() == before
    assert all(w.sentence.endswith("。") and "{" not in w.sentence + w.advice for w in waits)
    assert pair.district.bundles.peers()[0].quarantined == len(names)
    pair.check()
    (receipt,) = pair.district.bundles.send(pair.stick)
    (told,) = pair.township.bundles.receive([Path(receipt.path)])
    # The district holds a branch with the forged lines: the township's own stream does not know them.
    assert "不是同一支" in told.words
    assert "没有并入" in told.words


def test_what_waits_stands_in_no_history(pair: Pair, there: dict[str, str]) -> None:
    before = pair.district.matters.history(there["theirs"])
    forge(pair, lambda f: FORGED["a step in another's matter"](f, there))
    assert pair.district.matters.history(there["theirs"]) == before


def test_every_reason_is_a_sentence() -> None:
    assert set(CODES.values()) <= REASONS.keys()


def test_a_restriction_cannot_be_lifted(pair: Pair, petition: Form) -> None:
    (made,) = pair.township.matters.register([petition()])
    pair.round()
    pair.township.matters.edit(made.number, {"category": "accusation"}, 1)
    pair.round()
    taken = forge(
        pair,
        lambda f: f.line(
            "matter",
            "set",
            id=made.id,
            matter=made.id,
            base=2,
            fields={"restricted": False, "category": "appeal"},
        ),
    )
    assert taken.quarantined == 1
    assert waiting(pair) == ["unrestricts"]
    assert len(pair.district.matters.find.find_ids(Filter())) == 0
    assert "事项" in pair.district.bundles.waiting()[0].what
    assert made.number not in pair.district.bundles.waiting()[0].what


# -- what is newer


def test_unknown_fields_are_kept_verbatim(pair: Pair, forger: Forger) -> None:
    forger.write({**forger.matter(fields={"weather": "晴"}), "mood": ["好", {"深": 1}]})
    taken = take(pair, forger.bundle())
    assert (taken.refused, taken.quarantined) == ("", 0)
    with context_of(pair.district).reading() as session:
        kept = session.scalars(
            select(JournalRow.line).where(JournalRow.office == forger.office).order_by(JournalRow.seq.desc())
        ).first()
    assert kept == forger.entries[-1].line
    assert pair.district.health.check().ok


def test_what_this_version_does_not_know_waits_for_the_upgrade(
    pair: Pair, forger: Forger, monkeypatch: pytest.MonkeyPatch
) -> None:
    forger.write(forger.matter(id="m1"))
    forger.write(forger.line("comet", "create", fields={"tail": 3}))
    forger.write(forger.line("matter", "bless", id="m1", matter="m1", base=1, fields={"title": "新操作"}))
    forger.write(forger.line("matter", "set", id="m1", matter="m1", base=2, fields={"place": "村口"}))
    taken = take(pair, forger.bundle())
    assert (taken.refused, taken.quarantined, taken.new) == ("", 1, len(forger.entries))
    assert "升级后并入" in taken.words
    assert waiting(pair) == ["unknown_entity", "unknown_op", "base_behind"]
    assert pair.district.health.check().ok

    from app.bundles import applying
    from db import fold

    known = frozenset({*fold.OPS, "bless"})
    monkeypatch.setattr(fold, "OPS", known)
    monkeypatch.setattr(applying, "OPS", known)
    pair.district.bundles.receive([])
    assert waiting(pair) == ["unknown_entity"]
    with context_of(pair.district).reading() as session:
        row = session.get_one(Matter, (forger.office, "m1"))
        assert (row.title, row.place, row.version) == ("新操作", "村口", 3)
    assert pair.district.health.check().ok


def test_unknown_codes_do_not_stop_anything(pair: Pair, forger: Forger) -> None:
    forger.write(
        forger.matter(fields={"category": "comet", "channel": "pigeon", "state": "floating", "rung": "moon"})
    )
    forger.write(forger.matter(fields={"kind": "wish", "title": "新类别"}))
    taken = take(pair, forger.bundle())
    assert (taken.refused, taken.quarantined) == ("", 0)
    rows = pair.district.matters.find.rows(pair.district.matters.find.find_ids(Filter()))
    assert {r.title for r in rows} == {"邻里纠纷", "新类别"}
    pair.district.health.check()


def test_a_newer_format_names_the_version(pair: Pair, forger: Forger) -> None:
    from app.bundles import archive
    from app.bundles.archive import Members
    from app.bundles.header import SIGNED_PREFIX

    path = forger.bundle()
    members = archive.unpack(path.read_bytes())
    header = json.dumps({**json.loads(members.header), "v": 9, "min_reader": 9}).encode()
    signed = pair.township._opened.sign_key.sign(SIGNED_PREFIX + header)
    path.write_bytes(archive.pack(Members(header, signed, members.payload)))
    taken = take(pair, path)
    assert taken.refused == "bundle_newer"
    assert "第 9 版" in taken.sentence


def test_withheld_lines_have_no_text_at_the_district(pair: Pair, there: dict[str, str]) -> None:
    with context_of(pair.district).reading() as session:
        bare = session.scalars(
            select(JournalRow).where(
                JournalRow.line.is_(None), JournalRow.office == pair.township.access.office.office
            )
        ).all()
        assert bare
        assert all(row.salt is None and row.entity is None for row in bare)
        assert session.scalars(select(Unfolded)).all() == []
