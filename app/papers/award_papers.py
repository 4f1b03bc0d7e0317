"""What the papers of pay by the case print: the grading sheet of a dossier, the payment list of a period (以案定补)."""

from __future__ import annotations

import json

from app.duties.awards import BY_GRADER, BY_PROGRAM, Awards
from app.duties.values.awards import PayList
from app.papers.happened import known
from app.papers.told import Sources, Told, as_day, spoken_of

PROGRAM, GRADER = "事项记录", "评定人阅卷"


def sheet(sources: Sources, ident: str, masked: bool) -> Told:
    """The grading sheet of a dossier, by number or id of the grading."""
    del masked
    room = Awards(sources.context, sources.matters)
    view = room.get(ident)
    duty = view.duty
    labels = {f.name: f.label for f in room.book.fields()}
    findings = [
        {
            "what": labels[name],
            "by": PROGRAM if name in BY_PROGRAM else GRADER,
            "holds": duty.raw.get(name) == "是",
        }
        for name in (*BY_PROGRAM, *BY_GRADER)
    ]
    paid = room.lists.get(view.list_number) if view.list_number and duty.ours else None
    values: dict[str, object] = {
        **duty.texts,
        **{name: as_day(duty.raw.get(name)) for name in ("graded_on", "cancelled_on")},
        **_matter(sources, view.about.matter if view.about and view.about.held else ""),
        "matter_number": view.about.number if view.about else "",
        "findings": findings,
        "fen": view.fen or None,
        "approver": paid.approver if paid else None,
        "approved_on": paid.approved_on if paid else None,
    }
    return Told("award_sheet", {"duty": known(values)}, duty["number"], spoken_of(view.about))


def payments(sources: Sources, ident: str, masked: bool) -> Told:
    """The payment list: an approved one by number or id, the one of a month or quarter by its period, approved or not."""
    del masked
    found = Awards(sources.context, sources.matters).lists.get(ident)
    words = found.number or f"（{found.title}，未审批）"
    matters = tuple(dict.fromkeys(line.matter for line in (*found.lines, *found.back)))
    return Told("award_list", {"duty": list_values(found)}, words, matters)


def list_values(found: PayList) -> dict[str, object]:
    """A payment list, for the paper award_list."""
    back = "；".join(f"{b.mediator}　{b.matter_number}　{b.sum}（{b.why}）" for b in found.back)
    return known(
        {
            "title": found.title,
            "number": found.number,
            "rows": [
                {
                    "at": at,
                    "mediator": row.mediator,
                    "committee": row.committee,
                    "cases": row.cases,
                    "grades": row.grades,
                    "fen": row.fen,
                }
                for at, row in enumerate(found.rows, start=1)
            ],
            "lines": [
                {
                    "at": at,
                    "mediator": line.mediator,
                    "matter_number": line.matter_number,
                    "number": line.number,
                    "grade": line.grade,
                    "fen": line.fen,
                }
                for at, line in enumerate(found.lines, start=1)
            ],
            "cases": found.cases,
            "fen": found.fen,
            "capital": found.capital,
            "back_words": f"{back}。合计 {found.back_sum}" if back else None,
            "note": found.note,
            "maker": found.maker,
            "approver": found.approver,
            "approved_on": found.approved_on,
        }
    )


def _matter(sources: Sources, matter: str) -> dict[str, object]:
    """What the sheet says of the dispute: what it was and how it ended, of its parties nothing of their own."""
    if not matter:
        return {}
    rows, _ = sources.matters.facts_for_paper(matter)
    label = sources.context.shelf.codes.label_of
    closings = [json.loads(s.details or "{}").get("result") for s in rows.steps if s.action == "close"]
    return {
        "matter_title": rows.matter.title,
        "category": label("dispute_type", rows.matter.category),
        "closed_on": rows.matter.closed_on,
        "result": label("closing_result", closings[-1]) if closings else None,
    }
