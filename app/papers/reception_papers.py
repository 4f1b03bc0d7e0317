"""Papers of receptions and of petition agency: they are of a duty, not of a matter, and freeze nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import cast

from app.access.context import Context
from app.directory.service import Directory
from app.duties.agency import Agency
from app.duties.receptions import Receptions
from app.duties.values.base import DutyView
from app.duties.values.receptions import RosterRow
from app.errors import NotFoundError
from app.matters.service import Matters
from app.papers.engine.model import Description
from app.papers.facts import office_values, paper_values
from app.papers.happened import known
from app.papers.personal import shows_numbers
from app.papers.saving import DOCX, kind_of, save
from app.papers.values import Printed, Rendered
from app.rules.dates import say_month_day
from db.tables import Access

RECEPTION, ROSTER, MANDATE, REGISTER = (
    "leader_reception",
    "reception_roster",
    "agency_mandate",
    "agency_register",
)
Values = dict[str, object]


def period(first: date, last: date) -> str:
    """What the roster of a period is asked for by."""
    return f"{first.isoformat()}/{last.isoformat()}"


class ReceptionPapers:
    """The four papers, as PDF and DOCX.

    Args:
        context: the opened office.
        directory: its names.
        matters: the matters that visits and mandates are about.
        describe: the description of a paper.
        render: sets a paper.
        write: the same as DOCX.
    """

    def __init__(
        self,
        context: Context,
        directory: Directory,
        matters: Matters,
        describe: Callable[[str], Description],
        render: Callable[[Description, Mapping[str, object]], Rendered],
        write: Callable[[Description, Mapping[str, object]], bytes],
    ) -> None:
        self._context = context
        self._directory = directory
        self._matters = matters
        self._describe, self._render, self._write = describe, render, write

    def look(self, paper: str, ident: str) -> Rendered:
        """A paper for a look at it: personal numbers masked, so that nothing has to be written down.

        Args:
            paper: leader_reception, reception_roster, agency_mandate or agency_register.
            ident: of the visit or mandate; of the roster `period`.

        Raises:
            NotFoundError: no such paper, visit or mandate.
        """
        return self._render(self._describe(paper), self._values(paper, ident, masked=True))

    def take(self, paper: str, ident: str, *, docx: bool = False) -> bytes:
        """A paper to be printed or saved, with whole personal numbers; that is written down (PIPL Art. 51).

        Args:
            paper: as in `look`.
            ident: as in `look`.
            docx: as a DOCX, to be edited in WPS.

        Raises:
            NotFoundError: no such paper, visit or mandate.
        """
        description, values = self._describe(paper), self._values(paper, ident, masked=False)
        self._log(description, values)
        return self._write(description, values) if docx else self._render(description, values).pdf

    def make(self, paper: str, ident: str, out: Path) -> Printed:
        """Write a paper to a file, PDF or DOCX by the file's name.

        Raises:
            NotFoundError: no such paper, visit or mandate.
            UserError: another kind of file.
            EnvironmentFault: the file cannot be written.
        """
        kind = kind_of(out)
        description, values = self._describe(paper), self._values(paper, ident, masked=False)
        told = self._render(description, values)
        content = self._write(description, values) if kind == DOCX else told.pdf
        self._log(description, values)
        written = str(save(content, out))
        return Printed(told.pdf, told.pages, told.missing_glyphs, told.blanks, "", "", None, written)

    # -- values

    def _values(self, paper: str, ident: str, *, masked: bool) -> Values:
        made = {
            RECEPTION: self._reception,
            ROSTER: self._roster,
            MANDATE: self._mandate,
            REGISTER: self._mandate,
        }.get(paper)
        if made is None:
            raise NotFoundError("paper_unknown", f"没有“{paper}”这种文书。", "请在文书清单中查看可用的文书。")
        return {
            "office": office_values(self._context, self._directory),
            "today": self._context.today(),
            "duty": made(ident, masked),
        }

    def _reception(self, ident: str, masked: bool) -> Values:
        visit = Receptions(self._context, self._matters).visit(ident)
        duty, tasks = visit.duty, visit.tasks
        done = [t for t in tasks if t.done_on is not None]
        return known(
            {
                **_typed(duty, "mode", "satisfaction"),
                "is_first": {"是": "true", "否": "false"}.get(duty.raw.get("is_first", "")),
                "on_day": visit.on_day,
                "handed_on": _day(duty.raw.get("handed_on")),
                "ordinal": visit.ordinal,
                "people": visit.people,
                **self._matter(duty, duty["visitor"], masked=masked),
                "instructions": "；".join(t.duty["what"].rstrip("。；") for t in tasks),
                "tasks": [
                    known({"unit": t.duty["to_name"], "officer": t.duty["officer"], "due_on": t.due_on})
                    for t in tasks
                ],
                "result": "\n".join(t.duty["result"] for t in done),
                "done_on": max((t.done_on for t in done if t.done_on), default=None),
            }
        )

    def _roster(self, ident: str, masked: bool) -> Values:
        del masked
        first, _, last = ident.partition("/")
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        rows = Receptions(self._context, self._matters).roster.rows(start, end)
        own = [r for r in rows if r.duty.ours]
        told = [_day(r.duty.raw.get("published_on")) for r in own]
        alike = len({(r.duty["place"], r.time, r.duty["mode"]) for r in own}) == 1
        return known(
            {
                "first": start,
                "last": end,
                "published_on": max((d for d in told if d), default=None),
                "place": own[0].duty["place"] if alike else None,
                "time": own[0].time if alike else None,
                "days": [_roster_day(r, alike=alike) for r in own],
            }
        )

    def _mandate(self, ident: str, masked: bool) -> Values:
        view = Agency(self._context, self._matters).get(ident)
        duty = view.duty
        return known(
            {
                **_typed(duty, "level", "satisfaction"),
                "level_label": duty["level"],
                "signed_on": view.signed_on,
                "until_on": view.until_on,
                "ended_on": view.ended_on,
                "told_on": view.told_on,
                **self._matter(duty, duty["principal"], masked=masked),
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

    def _matter(self, duty: DutyView, name: str, *, masked: bool) -> Values:
        """What a paper says of the matter, and of the party who came or gave the mandate."""
        about = duty.about
        if about is None:
            return {}
        if not about.held:
            return {"matter_number": about.number}
        rows, readings = self._matters.facts_for_paper(about.matter)
        values = paper_values(self._context, self._directory, self._matters, rows, readings, masked=masked)
        parties = cast("list[Mapping[str, object]]", values["parties"])
        limit = next((r.due for r in readings if r.rule in {"resolve_due", "mediation_due"}), None)
        nobody: Mapping[str, object] = {}
        return {
            "matter_id": about.matter,
            "matter_number": about.number,
            "matter_title": rows.matter.title,
            "request": duty["request"] or rows.matter.request,
            "handling_unit": rows.matter.responsible_unit,
            "limit_on": limit,
            "party": next((p for p in parties if p.get("name") == name), nobody),
        }

    def _log(self, description: Description, values: Values) -> None:
        if not shows_numbers(description, values):
            return
        duty = cast("Mapping[str, object]", values["duty"])
        with self._context.writing() as unit:
            unit.session.add(
                Access(
                    office=self._context.office.office,
                    id=str(uuid.uuid4()),
                    matter=str(duty["matter_id"]),
                    act="print",
                    why=f"{description.kind.name}{duty.get('number') or ''}",
                    by_user=self._context.user.id,
                    at=self._context.now().isoformat(timespec="seconds"),
                )
            )


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


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
