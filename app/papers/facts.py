"""What papers may print of a matter: one nested mapping, in the words and paths that the descriptions use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, cast

from sqlalchemy import select

from app.access.context import Context
from app.directory.service import Directory
from app.keys.recovery import ALPHABET
from app.matters.lineage import chain_of
from app.matters.service import Matters
from app.matters.values import ClockReading
from app.matters.view import Rows
from app.papers.handed import extension_values, handed_values
from app.papers.happened import (
    SIDES,
    agreement_values,
    claims,
    decided,
    gathering,
    known,
    last_of,
    number_of,
    numbered,
    refusal_values,
    step_values,
    way_of,
)
from app.rules.facts import as_day
from app.rules.identity import check_resident_number, mask_id, mask_phone
from app.rules.numerals import say_small
from db.tables import Matter, Origin, Party, RoundReturn, User


def office_values(context: Context, directory: Directory) -> dict[str, object]:
    """The office's own names, empty ones left out so that they stay blank."""
    facts: dict[str, object] = {k: v for k, v in asdict(directory.office()).items() if v}
    return {"name": context.office.name, "code": context.office.code, **facts}


def paper_values(
    context: Context,
    directory: Directory,
    matters: Matters,
    rows: Rows,
    readings: Sequence[ClockReading],
    chosen: Mapping[str, int] | None = None,
    *,
    masked: bool = False,
) -> dict[str, object]:
    """Everything that a paper of this matter may print.

    Args:
        context: the opened office.
        directory: its names.
        matters: says fields in words.
        rows: the matter.
        readings: its clocks.
        chosen: which step of an action ``last`` holds, counted from 1, where not the last.
        masked: identity numbers and telephones of parties as a window shows them, for a look at the pages.
    """
    matter = rows.matter
    office = office_values(context, directory)
    asked = claims(matter.request or "")
    steps = [step_values(s, context.shelf) for s in rows.steps]
    last = last_of(steps, chosen or {})
    if "agree" in last:
        last["agree"] = agreement_values(cast("Mapping[str, object]", last["agree"]))
    if "decide" in last:
        decision = cast("Mapping[str, object]", last["decide"])
        words = decided(str(decision.get("decision") or ""), asked)
        last["decide"] = {**decision, "decision": words}
    if "not_accept" in last:
        last["not_accept"] = refusal_values(cast("Mapping[str, object]", last["not_accept"]), context.shelf)
    transfer, objection, came, handed = handed_values(context, rows, last)
    values: dict[str, object] = {
        "office": office,
        "matter": _matter(context, matters, rows, asked, last),
        "parties": [_party(context, p, masked=masked) for p in rows.parties],
        "clocks": {r.rule: known({"due": r.due, "rolled": r.rolled or r.due}) for r in readings},
        "steps": steps,
        "last": last,
        "paper": {"issued_on": context.today(), "query_code": query_code(matter)},
        "handler": known(
            {
                "name": matter.responsible_officer or context.user.name,
                "unit": matter.responsible_unit or office.get("name"),
                "phone": office.get("phone"),
            }
        ),
        "today": context.today(),
        "transfer": {**transfer, "handed": handed},
        "objection": objection,
        "came": came,
        "extension": extension_values(last, readings),
        "found": _found(context, matter),
    }
    if service := _service(context, rows, masked=masked):
        values["service"] = service
    return values


def _found(context: Context, matter: Matter) -> dict[str, object]:
    """The return of a screening round that found a matter: who went, and when."""
    with context.reading() as session:
        row = session.execute(
            select(RoundReturn.went, RoundReturn.went_on)
            .join(Origin, (Origin.office == RoundReturn.office) & (Origin.source_id == RoundReturn.id))
            .where(
                Origin.about_office == matter.office,
                Origin.about == matter.id,
                Origin.voided == False,  # noqa: E712
            )
            .order_by(RoundReturn.went_on)
            .limit(1)
        ).first()
    return known({"went": row.went, "went_on": row.went_on}) if row else {}


def query_code(matter: Matter) -> str:
    """The code by which a citizen asks how the matter stands: eight signs, the same on every paper of the matter."""
    number = int.from_bytes(hashlib.sha256(f"query {matter.id}".encode()).digest()[:5], "big")
    signs = "".join(ALPHABET[(number >> shift) & 31] for shift in range(35, -1, -5))
    return f"{signs[:4]}-{signs[4:]}"


def _matter(
    context: Context, matters: Matters, rows: Rows, asked: Sequence[str], last: Mapping[str, object]
) -> dict[str, object]:
    """The matter's own fields with their words, and what papers say of it besides."""
    book, matter = context.shelf.codes, rows.matter
    columns = {c.key: getattr(matter, c.key) for c in Matter.__table__.columns}
    labels = {f"{f.name}_label": f.text for f in matters.field_texts(matter) if f.text}
    agree = cast("Mapping[str, object]", last.get("agree", {}))
    sides = sum(p.role in SIDES for p in rows.parties)
    with context.reading() as session:
        clerk = session.get(User, (matter.office, matter.registered_by))
        chain = chain_of(session, matter)
    return known(
        {
            **columns,
            **labels,
            "kind_label": book.label_of("kind", matter.kind),
            "state_label": book.label_of("state", matter.state),
            "claims": len(asked),
            "claims_text": numbered(asked),
            # Who comes or calls in person asks on the day on which that is taken down.
            "petitioned_on": matter.received_on if matter.channel in {"visit", "phone"} else None,
            "gathering": gathering(matter.people, matter.channel),
            "clerk": clerk.name if clerk else None,
            "first_on": chain[0].received_on,
            "times": len(chain),
            "way": way_of(last),
            "agreement_no": number_of(rows.papers, "mediation_agreement")
            or number_of(rows.papers, "oral_agreement")
            or agree.get("paper_number")
            or matter.agreement_no,
            "copies": say_small(sides + 1) if sides > 1 else None,
        }
    )


def _party(context: Context, party: Party, *, masked: bool) -> dict[str, object]:
    book = context.shelf.codes
    sex = book.label_of("sex", party.sex)
    id_no = party.id_no or ""
    number = check_resident_number(id_no)
    born = number.born_on
    role = book.label_of("party_role", party.role)
    shown_id = mask_id(id_no) if masked else id_no
    phone = mask_phone(party.phone or "") if masked else party.phone
    contact = (party.name, f"住{party.address}" if party.address else "", f"电话{phone}" if phone else "")
    who = (
        party.name,
        sex,
        f"身份证号{mask_id(id_no)}" if id_no else "",
        f"统一社会信用代码{party.credit_code}" if party.credit_code else "",
        f"住{party.address}" if party.address else "",
    )
    return known(
        {
            "role": party.role,
            "role_label": role,
            "name": party.name,
            "called": f"{party.name}（{role}）",
            "masked_line": "，".join(part for part in who if part),
            "sex_label": sex,
            "id_no": shown_id,
            "contact": "，".join(part for part in contact if part),
            "id_type_label": book.label_of("id_type", "resident") if born else None,
            "born_on": born,
            "age": _age(born, context.today()),
            "phone": phone,
            "address": party.address,
            "credit_code": party.credit_code,
        }
    )


def _age(born: date | None, today: date) -> str:
    """Full years on a day."""
    if born is None:
        return ""
    return str(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))


def _service(context: Context, rows: Rows, *, masked: bool) -> dict[str, object]:
    """The paper that was handed over last, for the receipt of service (F18); before that, the one that is to be."""
    issued = [p for p in rows.papers if p.kind != "service_receipt"]
    step = next((s for s in reversed(rows.steps) if s.action in {"notify", "serve"}), None)
    details = cast("dict[str, Any]", json.loads(step.details)) if step else {}
    first = rows.parties[0] if rows.parties else None
    book = context.shelf.codes
    name = number = ""
    if issued:
        name = book.label_of("paper", issued[-1].kind)
        number = issued[-1].number or ""
    if step is not None:
        name = (
            book.label_of("notice_kind", details.get("notice_kind"))
            if step.action == "notify"
            else "信访处理意见书"
        )
        number = details.get("paper_number") or number
    if not name:
        return {}
    return known(
        {
            "paper_name": name,
            "paper_number": number,
            "recipient": first.name if first else None,
            "phone": (mask_phone(first.phone or "") if masked else first.phone) if first else None,
            "place": first.address if first else None,
            "method": details.get("service_method"),
            "received_on": as_day(details.get("signed_on") or details.get("served_on")),
            "refusal": details.get("refused"),
            "tracking_no": details.get("mail_number"),
        }
    )
