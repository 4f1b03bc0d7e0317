"""What the papers of supervision and of meetings print: the letter (F21), the proposal, the minutes (F31)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from app.duties.meetings import Meetings
from app.duties.supervision import Supervisions
from app.duties.values.base import DutyView
from app.duties.values.meetings import MeetingSheet, TaskLine
from app.duties.values.supervision import LetterLine
from app.papers.facts import paper_values
from app.papers.happened import known
from app.papers.told import Sources, Told, as_day, spoken_of
from app.rules.numerals import say_small
from app.rules.pressing import is_proposal

MOST_NAMES = 5
NAMED = frozenset({"petitioner", "applicant", "respondent"})
"""Roles that a letter names."""
LETTER, PROPOSAL, MINUTES = "supervise_letter", "proposal_letter", "joint_meeting_minutes"
_PROPOSED = {"improve": "改进工作", "policy": "完善政策", "accountability": "追究责任"}


def letter(sources: Sources, ident: str, masked: bool) -> Told:
    """A letter of supervision or a proposal, by its id or number; its level says which paper it is."""
    line = Supervisions(sources.context, sources.matters).get(ident)
    paper = PROPOSAL if is_proposal(line.duty.raw["level"]) else LETTER
    values = letter_values(line)
    about = line.duty.about
    if about is not None and about.held and paper == LETTER:
        rows, readings = sources.matters.facts_for_paper(about.matter)
        found = paper_values(
            sources.context, sources.directory, sources.matters, rows, readings, masked=masked
        )
        # Named as the form asks (F21), so that the unit knows the matter: those whose matter it is, not who speaks for them
        # or is asked about it; no number, no address.
        parties = cast("Sequence[Mapping[str, str]]", found["parties"])
        names = [p["name"] for p in parties if p["role"] in NAMED and "name" in p]
        clocks = cast("Mapping[str, Mapping[str, object]]", found["clocks"])
        limit = clocks.get("resolve_due") or clocks.get("mediation_due") or {}
        days = known(
            {
                "parties": "、".join(names[:MOST_NAMES]) + ("等" if len(names) > MOST_NAMES else ""),
                "accepted_on": rows.matter.accepted_on,
                "limit_on": limit.get("due") if rows.matter.accepted_on else None,
            }
        )
        values = {"duty": {**cast("Mapping[str, object]", values["duty"]), **days}}
    return Told(paper, values, line.duty["number"], spoken_of(about))


def minutes(sources: Sources, ident: str, masked: bool) -> Told:
    """The minutes of a meeting, by its id."""
    del masked
    sheet = Meetings(sources.context, sources.matters).sheet(ident)
    abouts = spoken_of(*(task.duty.about for task in sheet.tasks))
    return Told(MINUTES, minutes_values(sheet), f"“{sheet.duty['title']}”", abouts)


def letter_values(line: LetterLine) -> dict[str, object]:
    """A letter of supervision or a proposal."""
    about = line.duty.about
    answer = line.answers[-1] if line.answers else None
    return {
        "duty": {
            **_known(line.duty),
            "to_name": line.unit,
            "proposed": _PROPOSED.get(line.duty.raw["level"]),
            "matter_number": about.number if about else None,
            "matter_title": about.title if about else None,
            "issued_on": as_day(line.duty.raw["issued_on"]),
            "due_on": as_day(line.duty.raw["due_on"]),
            "answer": answer["what"] if answer else None,
            "answered_on": as_day(answer.raw["answered_on"]) if answer else None,
            "adopted": (answer["adopted"] or None) if answer else None,
        }
    }


def minutes_values(sheet: MeetingSheet) -> dict[str, object]:
    """The minutes of a meeting."""
    return {
        "duty": {
            **_known(sheet.duty),
            "held_on": as_day(sheet.duty.raw["held_on"]),
            "minutes_on": as_day(sheet.duty.raw["minutes_on"]),
            "decisions": "\n".join(
                f"（{say_small(at)}）{_decided(task)}" for at, task in enumerate(sheet.tasks, start=1)
            )
            or None,
        }
    }


def _decided(task: TaskLine) -> str:
    about = task.duty.about
    matter = f"关于{about.title or about.number}（{about.number}）：" if about else ""
    due = as_day(task.duty.raw["due_on"])
    officer = f"，责任人{task.duty['officer']}" if task.duty["officer"] else ""
    until = f"，{due.year}年{due.month}月{due.day}日前完成" if due else ""
    return f"{matter}{task.duty['what'].rstrip('。')}。由{task.unit}负责{officer}{until}。"


def _known(duty: DutyView) -> dict[str, object]:
    return {name: text or None for name, text in duty.texts.items()}
