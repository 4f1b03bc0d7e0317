"""What the papers of receptions and of petition agency print: F19 and its roster, F27, F28."""

from __future__ import annotations

from datetime import date

from app.duties.agency import Agency
from app.duties.receptions import Receptions
from app.duties.values.base import DutyView
from app.duties.values.receptions import RosterRow
from app.papers.facts import paper_values
from app.papers.happened import known
from app.papers.told import Sources, Told, as_day, party_called, spoken_of
from app.rules.dates import say_date, say_month_day

Values = dict[str, object]


def period(first: date, last: date) -> str:
    """What the roster of a period is asked for by."""
    return f"{first.isoformat()}/{last.isoformat()}"


def reception(sources: Sources, ident: str, masked: bool) -> Told:
    """A visit to a leader (F19), by its id."""
    visit = Receptions(sources.context, sources.matters).visit(ident)
    duty, tasks = visit.duty, visit.tasks
    done = [t for t in tasks if t.done_on is not None]
    values = known(
        {
            **_typed(duty, "mode", "satisfaction"),
            "is_first": {"是": "true", "否": "false"}.get(duty.raw.get("is_first", "")),
            "on_day": visit.on_day,
            "handed_on": as_day(duty.raw.get("handed_on")),
            "ordinal": visit.ordinal,
            "people": visit.people,
            **_matter(sources, duty, duty["visitor"], masked=masked),
            "instructions": "；".join(t.duty["what"].rstrip("。；") for t in tasks),
            "tasks": [
                known({"unit": t.duty["to_name"], "officer": t.duty["officer"], "due_on": t.due_on})
                for t in tasks
            ],
            "result": "\n".join(t.duty["result"] for t in done),
            "done_on": max((t.done_on for t in done if t.done_on), default=None),
        }
    )
    return Told("leader_reception", {"duty": values}, duty["number"], spoken_of(duty.about))


def roster(sources: Sources, ident: str, masked: bool) -> Told:
    """The leaders' days of a `period`."""
    del masked
    first, _, last = ident.partition("/")
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    rows = Receptions(sources.context, sources.matters).roster.rows(start, end)
    own = [r for r in rows if r.duty.ours]
    told = [as_day(r.duty.raw.get("published_on")) for r in own]
    alike = len({(r.duty["place"], r.time, r.duty["mode"]) for r in own}) == 1
    values = known(
        {
            "first": start,
            "last": end,
            "published_on": max((d for d in told if d), default=None),
            "place": own[0].duty["place"] if alike else None,
            "time": own[0].time if alike else None,
            "days": [_roster_day(r, alike=alike) for r in own],
        }
    )
    return Told("reception_roster", {"duty": values}, f"（{say_date(start)}至{say_date(end)}）")


def mandate(sources: Sources, ident: str, masked: bool) -> Told:
    """A mandate of petition agency (F27), by its id."""
    return _agency("agency_mandate", sources, ident, masked=masked)


def register(sources: Sources, ident: str, masked: bool) -> Told:
    """The register sheet of a mandate with what was done under it (F28), by the mandate's id."""
    return _agency("agency_register", sources, ident, masked=masked)


def _agency(paper: str, sources: Sources, ident: str, *, masked: bool) -> Told:
    view = Agency(sources.context, sources.matters).get(ident)
    duty = view.duty
    values = known(
        {
            **_typed(duty, "level", "satisfaction"),
            "level_label": duty["level"],
            "signed_on": view.signed_on,
            "until_on": view.until_on,
            "ended_on": view.ended_on,
            "told_on": view.told_on,
            **_matter(sources, duty, duty["principal"], masked=masked),
            "acts": [
                known(
                    {
                        "on_day": a.on_day,
                        "kind": a.duty["kind"],
                        "what": a.duty["what"],
                        "told": "已反馈" if a.told else None,
                    }
                )
                for a in view.acts
            ],
        }
    )
    return Told(paper, {"duty": values}, duty["number"], spoken_of(duty.about))


def _matter(sources: Sources, duty: DutyView, name: str, *, masked: bool) -> Values:
    """What a paper says of the matter, and of the party who came or gave the mandate."""
    about = duty.about
    if about is None:
        return {}
    if not about.held:
        return {"matter_number": about.number}
    rows, readings = sources.matters.facts_for_paper(about.matter)
    values = paper_values(sources.context, sources.directory, sources.matters, rows, readings, masked=masked)
    limit = next((r.due for r in readings if r.rule in {"resolve_due", "mediation_due"}), None)
    return {
        "matter_number": about.number,
        "matter_title": rows.matter.title,
        "request": duty["request"] or rows.matter.request,
        "handling_unit": rows.matter.responsible_unit,
        "limit_on": limit,
        "party": party_called(values, name),
    }


def _roster_day(row: RosterRow, *, alike: bool) -> Values:
    """A line of the roster; where all are alike in place and time, that stands above them once."""
    return known(
        {
            "alike": alike or None,
            "date": say_month_day(row.day),
            "weekday": row.weekday,
            "leader": row.duty["leader"],
            "post": row.duty["post"],
            "place": row.duty["place"],
            "time": row.time,
            "mode": row.duty["mode"] if row.duty.raw.get("mode") != "fixed" else None,
        }
    )


def _typed(duty: DutyView, *coded: str) -> Values:
    """The fields of a duty in words; those that are ticked as their codes."""
    return {**duty.texts, **{name: duty.raw.get(name) for name in coded}}
