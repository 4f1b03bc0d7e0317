"""What figures count of a matter: its row of the read table `Fact`, from the state and the clocks, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection, select

from app.access.context import Context
from app.rules.facts import MatterFacts, StepFacts
from app.rules.readings import ClockReading
from db.engine import put_many
from db.tables import Fact, Listing

Key = tuple[str, str]
Last = Mapping[str, StepFacts]
"""The last step of each action."""
Counted = Mapping[str, Any]
"""Columns of `Fact` that only the steps and the clocks know."""

_SAME: Final = (
    *("kind", "channel", "category", "content_class", "village", "custodian", "state", "rung", "risk"),
    *("route", "lineage", "is_first", "earlier", "people", "amount_fen", "found_on", "registered_on"),
    *("accepted_on", "closed_on", "outcome"),
)
"""Columns that a fact takes over as they are."""
RESOLVED: Final = "resolved"
_ENDS: Final = {
    "dispute": frozenset({"agreed", "settled"}),
    "petition": frozenset({"agreed", "settled", "decided", "answered"}),
}
"""How a matter was closed that counts as resolved (代码表 closing_result)."""
_LIMITS: Final = ("simple_resolve_due", "resolve_due", "mediation_due")
"""The clock that a matter must be answered by, the narrowest first."""
_VISITS: Final = ("followup_due", "followup_dispute_due")
_JUDICIAL: Final = "judicial"
_LEGAL_ORGANS: Final = "political_legal"
_REOPENS: Final = "reopen"
_SAID: Final = """
notice_due_on notice_met_on limit_on answered_on result mediation_source mediated_on agreed_on agreement_form performance
failed_on confirmed resolved_on rating_due_on rated_on rated_office rated_unit visit_due_on visit_met_on visited_on
review_asked_on review_done_on review_result final_asked_on final_done_on final_result reopened_on
"""
NOTHING: Final[Counted] = dict.fromkeys(_SAID.split())


def counted(facts: MatterFacts, outcome: str | None, read: Sequence[ClockReading]) -> dict[str, Any]:
    """What the steps and the clocks say of a matter, as figures need it.

    Args:
        facts: the matter as the rules see it.
        outcome: its `resolution`.
        read: its clocks; none where nothing was worked on here.
    """
    clocks = {one.rule: one for one in read if one.state != "not_applicable"}
    limit = next((clocks[rule] for rule in _LIMITS if rule in clocks), None)
    notice = next((one for rule, one in clocks.items() if rule.startswith("notice_due")), None)
    last = {step.action: step for step in facts.steps}
    rating, visit = clocks.get("satisfaction_due"), next((clocks[r] for r in _VISITS if r in clocks), None)
    return {
        **NOTHING,
        "notice_due_on": notice.due if notice else None,
        "notice_met_on": notice.met_on if notice else None,
        "limit_on": limit.due if limit else None,
        "answered_on": limit.met_on if limit else None,
        "extended": "extend" in last,
        "litigation": _litigation(facts, last),
        "rating_due_on": rating.last_day if rating else None,
        "visit_due_on": visit.due if visit else None,
        "visit_met_on": visit.met_on if visit else None,
        "reopened_on": _day(last.get(_REOPENS)),
        **_mediated(facts, last),
        **_judged(last),
        "resolved_on": _resolved(facts, last, outcome),
    }


def fact_rows(matters: Mapping[Key, Any], said: Mapping[Key, Counted]) -> list[dict[str, Any]]:
    """The rows of the read table.

    Args:
        matters: rows of matters, or what has their columns as attributes; restricted ones left out.
        said: from `counted`.
    """
    return [_row(matter, said[key]) for key, matter in sorted(matters.items())]


def put_facts(connection: Connection, matters: Mapping[Key, Any], said: Mapping[Key, Counted]) -> None:
    """Write the facts of matters."""
    put_many(connection, Fact.__table__, fact_rows(matters, said))  # pyright: ignore[reportArgumentType]


def drop_facts(connection: Connection, keys: Iterable[Key]) -> None:
    """Take matters out of every figure."""
    gone = sorted(keys)
    if gone:
        connection.exec_driver_sql("DELETE FROM fact WHERE office = ? AND matter = ?", gone)


def is_counted(context: Context) -> bool:
    """Whether the matters of this file stand in the read table: an older version's do not."""
    with context.reading() as session:
        whole = select(Fact.matter).where(Fact.coded == False).limit(1)  # noqa: E712
        return session.execute(select(Listing.matter).limit(1)).first() is None or (
            session.execute(whole).first() is not None
        )


_TAKE_SAME: Final = attrgetter(*_SAME)


def _row(matter: Any, said: Counted) -> dict[str, Any]:
    return {
        **dict(zip(_SAME, _TAKE_SAME(matter), strict=True)),
        "office": matter.office,
        "matter": matter.id,
        "coded": False,
        "number": matter.number or "",
        "unit": matter.responsible_unit,
        "urgent": bool(matter.urgent),
        "simple": bool(matter.simple),
        "referred": bool(matter.source_office) or matter.channel == "assigned",
        "litigation": matter.route == _JUDICIAL,
        "received_on": matter.received_on or matter.registered_on,
        "has_causes": bool(matter.causes),
        "has_plan": bool(matter.measures),
        "has_duty": bool(matter.responsible_unit and matter.responsible_officer),
        "extended": False,
        **said,
    }


def _mediated(facts: MatterFacts, last: Last) -> dict[str, Any]:
    agreed, accepted = last.get("agree"), last.get("accept")
    performed = next((s for s in reversed(facts.steps) if s.text("performance")), None)
    dispute = facts.kind == "dispute"
    return {
        "mediation_source": (accepted.text("source") or None) if accepted and dispute else None,
        "mediated_on": accepted.done_on if accepted and dispute else None,
        "agreed_on": _day(agreed),
        "agreement_form": (agreed.text("form") or None) if agreed else None,
        "performance": performed.text("performance") if performed else None,
        "failed_on": _day(last.get("fail")),
        "confirmed": _text(last.get("confirm"), "status"),
    }


def _judged(last: Last) -> dict[str, Any]:
    rated, visited = last.get("evaluate"), last.get("follow_up")
    review, final = last.get("review_decided"), last.get("final_decided")
    return {
        "result": _text(last.get("decide"), "result"),
        "rated_on": _day(rated),
        "rated_office": _text(rated, "for_office"),
        "rated_unit": _text(rated, "for_unit") or _text(visited, "satisfaction"),
        "visited_on": _day(visited),
        "review_asked_on": _day(last.get("review_request")),
        "review_done_on": _day(review),
        "review_result": _text(review, "result"),
        "final_asked_on": _day(last.get("final_request")),
        "final_done_on": _day(final),
        "final_result": _text(final, "result"),
    }


def _resolved(facts: MatterFacts, last: Last, outcome: str | None) -> date | None:
    """化解之日: closed with a result; a matter that was opened again has no day of closing until it is closed anew."""
    closing = last.get("close")
    ends = RESOLVED if closing and closing.text("result") in _ENDS[facts.kind] else outcome
    return facts.closed_on if ends == RESOLVED else None


def _litigation(facts: MatterFacts, last: Last) -> bool:
    """导入法律程序 (Art. 31(1)): chosen as the way to handle it, or handed to court, prosecutor or police unaccepted."""
    return facts.route == _JUDICIAL or _text(last.get("transfer_out"), "target") == _LEGAL_ORGANS


def _day(step: StepFacts | None) -> date | None:
    return step.done_on if step else None


def _text(step: StepFacts | None, name: str) -> str | None:
    return (step.text(name) or None) if step else None
