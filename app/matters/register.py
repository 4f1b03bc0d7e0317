"""Registration: from a form that was read to rows with a number. The same rows serve a clerk's save and an import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.access.context import Context
from app.matters.entry import Entry
from app.matters.numbering import Numbering
from app.rules.ladder import first_rung
from app.rules.lineage import consistent
from db.idents import Idents
from db.journal import canonical

RULE_SET = "2022"
"""The dated rule set in force: the Regulations on Petition Work of 2022-05-01."""


@dataclass(frozen=True, slots=True)
class NewMatter:
    """The rows of one registered matter, by column."""

    matter: dict[str, Any]
    parties: tuple[dict[str, Any], ...]
    steps: tuple[dict[str, Any], ...]


class Registrar:
    """Makes a matter's rows within one unit of work.

    Args:
        context: the opened office.
        numbering: gives the numbers.
    """

    def __init__(self, context: Context, numbering: Numbering) -> None:
        self._context = context
        self._numbering = numbering
        self._idents = Idents()

    def rows(self, entry: Entry, batch: str | None = None) -> NewMatter:
        """Make a matter's rows. Whatever the form says of later steps (a ledger's 受理日期, 化解日期) becomes steps.

        Args:
            entry: a form without errors.
            batch: the import that brings it.
        """
        office = self._context.office
        values = {**entry.values, **consistent(entry.values, entry.kind)}
        ident = self._idents.next()
        received: date = values["received_on"]
        restricted = values.get("category") == "accusation"
        state, rung = _state_of(values), values.get("rung") or first_rung(entry.kind, office.role)
        title = values.get("title") or title_of(values.get("statement") or "")
        matter: dict[str, Any] = {
            **values,
            "office": office.office,
            "id": ident,
            "kind": entry.kind,
            "title": title,
            "number": self._numbering.next(entry.kind, received.year),
            "state": state,
            "rung": rung,
            "registered_on": self._context.today() if batch is None else received,
            "registered_by": self._context.user.id,
            "rule_set": RULE_SET,
            "custodian": office.office,
            "custody": 1,
            "restricted": restricted,
            "batch": batch,
        }
        parties = tuple(
            {"office": office.office, "id": self._idents.next(), "matter": ident, "ordinal": i, **party}
            for i, party in enumerate(entry.parties, start=1)
        )
        steps = tuple(
            {
                "office": office.office,
                "id": self._idents.next(),
                "matter": ident,
                "ordinal": i,
                "rung": rung,
                "by_office": office.office,
                "by_user": self._context.user.id,
                **step,
            }
            for i, step in enumerate(_steps_of(entry.kind, matter), start=1)
        )
        return NewMatter(matter, parties, steps)


def title_of(statement: str) -> str:
    """A first name for a matter that came without one: the statement's first sentence, shortened."""
    first = statement.replace("\n", "。").split("。")[0].strip()
    return first if len(first) <= 30 else f"{first[:29]}…"


def _state_of(values: Mapping[str, Any]) -> str:
    outcome = values.get("outcome")
    if values.get("closed_on") or outcome == "resolved":
        return "failed" if outcome == "failed" else "closed"
    if outcome == "failed":
        return "failed"
    if outcome == "resolving":
        return "in_progress"
    return "accepted" if values.get("accepted_on") else "registered"


def _steps_of(kind: str, matter: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """What a ledger says was done already, as steps of the time line."""
    handler = matter.get("responsible_officer")
    accepted: date | None = matter.get("accepted_on")
    closed: date | None = matter.get("closed_on")
    source = {"source": "ledger"}
    if accepted:
        yield {
            "action": "accept",
            "done_on": accepted,
            "state": "accepted",
            "handler": handler,
            "until_on": matter.get("resolve_by"),
            "details": canonical(source),
        }
    if matter["state"] == "failed":
        yield {
            "action": "fail",
            "done_on": closed or accepted or matter["received_on"],
            "state": "failed",
            "handler": handler,
            "what": matter.get("measures"),
            "details": canonical(source),
        }
    if matter["state"] == "closed":
        agreement = {"agreement_no": matter["agreement_no"]} if matter.get("agreement_no") else {}
        if kind == "dispute" and agreement:
            yield {
                "action": "agree",
                "done_on": closed or accepted or matter["received_on"],
                "state": "agreed",
                "handler": handler,
                "what": matter.get("measures"),
                "details": canonical({**source, **agreement}),
            }
        yield {
            "action": "close",
            "done_on": closed or accepted or matter["received_on"],
            "state": "closed",
            "handler": handler,
            "what": None if agreement else matter.get("measures"),
            "details": canonical(source),
        }
