"""What papers may print of a matter: one nested mapping, in the words and paths that the descriptions use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

from app.access.context import Context
from app.directory.service import Directory
from app.keys.recovery import ALPHABET
from app.matters.service import Matters
from app.matters.values import ClockReading
from app.matters.view import Rows
from app.rules.facts import as_day
from db.fields import encode
from db.tables import Matter, Step


def office_values(context: Context, directory: Directory) -> dict[str, object]:
    """The office's own names, empty ones left out so that they stay blank."""
    known: dict[str, object] = {k: v for k, v in asdict(directory.office()).items() if v}
    return {"name": context.office.name, "code": context.office.code, **known}


def paper_values(
    context: Context, directory: Directory, matters: Matters, rows: Rows, readings: Sequence[ClockReading]
) -> dict[str, object]:
    """Everything that a paper of this matter may print."""
    book = context.shelf.codes
    matter = rows.matter
    office = office_values(context, directory)
    labels = {f"{f.name}_label": f.text for f in matters.field_texts(matter) if f.text}
    values: dict[str, object] = {
        "office": office,
        "matter": _known(
            {
                **{c.key: getattr(matter, c.key) for c in Matter.__table__.columns},
                **labels,
                "kind_label": book.label_of("kind", matter.kind),
            }
        ),
        "parties": [
            _known(
                {
                    "role": p.role,
                    "role_label": book.label_of("party_role", p.role),
                    "name": p.name,
                    "sex_label": book.label_of("sex", p.sex),
                    "id_no": p.id_no,
                    "phone": p.phone,
                    "address": p.address,
                    "credit_code": p.credit_code,
                }
            )
            for p in rows.parties
        ],
        "clocks": {r.rule: _known({"due": r.due, "rolled": r.rolled or r.due}) for r in readings},
        "steps": [_step(s) for s in rows.steps],
        "paper": {"issued_on": context.today(), "query_code": query_code(matter)},
        "handler": _known(
            {
                "name": matter.responsible_officer or context.user.name,
                "unit": matter.responsible_unit or office.get("name"),
                "phone": office.get("phone"),
            }
        ),
        "today": context.today(),
    }
    if service := _service(context, rows):
        values["service"] = service
    return values


def query_code(matter: Matter) -> str:
    """The code by which a citizen asks how the matter stands: eight signs, the same on every paper of the matter."""
    number = int.from_bytes(hashlib.sha256(f"query {matter.id}".encode()).digest()[:5], "big")
    signs = "".join(ALPHABET[(number >> shift) & 31] for shift in range(35, -1, -5))
    return f"{signs[:4]}-{signs[4:]}"


def _service(context: Context, rows: Rows) -> dict[str, object]:
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
    return _known(
        {
            "paper_name": name,
            "paper_number": number,
            "recipient": first.name if first else None,
            "phone": first.phone if first else None,
            "place": first.address if first else None,
            "method": details.get("service_method"),
            "received_on": as_day(details.get("signed_on") or details.get("served_on")),
            "refusal": details.get("refused"),
            "tracking_no": details.get("mail_number"),
        }
    )


def _step(step: Step) -> dict[str, object]:
    details = cast("dict[str, Any]", json.loads(step.details))
    return _known({"action": step.action, "done_on": step.done_on, "handler": step.handler, **details})


def _known(values: Mapping[str, object]) -> dict[str, object]:
    """What is known: nothing, and the empty text, are left to the pen."""
    return {k: v for k, v in values.items() if encode(v) not in (None, "")}
