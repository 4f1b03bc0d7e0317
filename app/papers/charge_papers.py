"""What the papers of charges and reliefs print: the sheet of a matter in charge (F20), its striking off (F22), relief (F30).

Their values are the duty's fields and what of the matter belongs on the sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from app.duties.charges import Charges
from app.duties.reliefs import Reliefs
from app.duties.values.base import AboutView
from app.duties.values.charges import ChargeLine, ChargeSheet
from app.papers.facts import paper_values
from app.papers.told import Sources, Told, party_called, spoken_of
from app.rules.money import say_money
from app.rules.numerals import say_small
from db.tables import Charge, Relief

AGREEMENTS: Final = frozenset({"agreement", "oral_agreement", "settlement"})
TALK: Final = "talk"
TICKED: Final = frozenset({"decision_and_receipt", "performance_receipt", "visit_record", *AGREEMENTS})


def sheet(sources: Sources, ident: str, masked: bool) -> Told:
    """The sheet of one matter in charge (一案一表), by number or id of the charge."""
    return _charge("lead_case_sheet", sources, ident, masked=masked)


def closure(sources: Sources, ident: str, masked: bool) -> Told:
    """The striking off of a charge, by its number or id."""
    return _charge("closure_approval", sources, ident, masked=masked)


def relief(sources: Sources, ident: str, masked: bool) -> Told:
    """The approval of a relief, by its number or id."""
    room = Reliefs(sources.context, sources.matters)
    found = room.sheet(ident)
    with sources.context.reading() as session:
        own = _columns(room.book.get(session, found.line.id, found.line.office), Relief)
    values = _matter_values(sources, found.line.about, masked=masked)
    told: dict[str, object] = {
        **values,
        "relief": {**own, "party": party_called(values, own["applicant"])},
    }
    return Told("relief_approval", told, found.line.number, spoken_of(found.line.about))


def _charge(paper: str, sources: Sources, ident: str, *, masked: bool) -> Told:
    found = Charges(sources.context, sources.matters).sheet(ident)
    values = _matter_values(sources, found.line.about, masked=masked)
    values = {**values, "charge": _charge_values(sources, found, values)}
    return Told(paper, values, found.line.number, spoken_of(found.line.about))


def _matter_values(sources: Sources, about: AboutView | None, *, masked: bool) -> dict[str, object]:
    """What papers print of the matter; of one that came as a row of figures no more than its number."""
    if about is None or not about.held:
        return {"matter": {"number": about.number}} if about else {}
    rows, readings = sources.matters.facts_for_paper(about.matter)
    return paper_values(sources.context, sources.directory, sources.matters, rows, readings, masked=masked)


def _charge_values(sources: Sources, sheet: ChargeSheet, values: Mapping[str, Any]) -> dict[str, object]:
    line = sheet.line
    last: Mapping[str, Any] = values.get("last", {})
    book = Charges(sources.context, sources.matters).book
    with sources.context.reading() as session:
        row = book.get(session, line.id, line.office)
        own = _columns(row, Charge)
    named = frozenset((row.proofs or "").split(",")) - {""}
    label = sources.context.shelf.codes["closing_proof"].short_of
    entries = [e for month in reversed(sheet.months) for e in month.entries]
    talks = [e.on_day for e in entries if e.kind == TALK]
    told: dict[str, object] = {
        **own,
        "proofs": tuple(label(p) for p in (row.proofs or "").split(",") if p) or None,
        "other_proofs": tuple(label(p) for p in sorted(named - TICKED)) or None,
        "leader_post": f"{line.leader}（{line.post}）" if line.post else line.leader,
        "level_label": line.level_label,
        "source_words": f"{line.source_label}　{line.batch}".strip("　"),
        "progress": tuple({"day": _day(e.on_day), "words": _entry(e)} for e in entries) or None,
        "talks": len(talks) or None,
        "talked_on": max(talks, default=None),
        "course": "；".join(f"{_day(e.on_day)}，{e.what.rstrip('。；')}" for e in entries),
        "flowed_back": row.backflow_on is not None if row.struck_on else None,
        "has": {
            "decision_and_receipt": "decision_and_receipt" in named,
            "agreements": bool(named & AGREEMENTS),
            "performance_receipt": "performance_receipt" in named,
            "visit_record": "visit_record" in named,
            "rated": bool(last.get("evaluate")),
        },
        "ending_words": _ending(sheet),
        "visit_words": _visit(last.get("follow_up")),
        "relief_words": _relief_words(sources, line),
    }
    return {k: v for k, v in told.items() if v not in (None, "")}


def _relief_words(sources: Sources, line: ChargeLine) -> str:
    if line.about is None:
        return ""
    with sources.context.reading() as session:
        rows = session.scalars(
            select(Relief).where(
                Relief.about_office == line.about.office,
                Relief.about == line.about.matter,
                Relief.paid_on.is_not(None),
                Relief.voided == False,  # noqa: E712
            )
        ).all()
        paid = sum(r.granted_fen or 0 for r in rows)
    return f"救助金额 {say_money(paid)}" if paid else ""


def _columns(row: Any, table: type[Charge] | type[Relief]) -> dict[str, object]:
    found = {c.key: getattr(row, c.key) for c in table.__table__.columns}
    return {k: v for k, v in found.items() if v not in (None, "")}


def _entry(entry: Any) -> str:
    asked = f"（要求：{entry.asked}）" if entry.asked else ""
    return f"〔{entry.kind_label}〕{entry.what}{asked}{f'　{entry.who}' if entry.who else ''}"


def _day(day: date) -> str:
    return f"{day.year}.{day.month}.{day.day}"


def _ending(sheet: ChargeSheet) -> str:
    if sheet.ending is None:
        return ""
    return "\n".join(
        f"{say_small(n)}、{label}：{words}" for n, (label, words) in enumerate(sheet.ending.parts, start=1)
    )


def _visit(step: Any) -> str:
    if not step:
        return ""
    day = step["done_on"]
    return f"{day.year}年{day.month}月{day.day}日，{step.get('visitors', '')}回访：{step.get('content', '')}"
