"""What is to be done (待办): the lists of the workbench whole, of the office or of one official."""

from __future__ import annotations

from collections.abc import Iterator

from app.access.context import Context
from app.duties.charges import Charges
from app.duties.meetings import Meetings
from app.duties.supervision import Supervisions
from app.duties.values.base import AboutView
from app.duties.values.todos import CHARGES, DUE, LETTERS, OFFERS, TASKS, WEEK, TodoLine
from app.duties.values.waiting import DAYS_AHEAD, DutiesWaiting
from app.matters.list_values import Due
from app.matters.service import Matters
from app.matters.values import OURS, Filter


def duties_waiting(supervisions: Supervisions, meetings: Meetings, charges: Charges) -> DutiesWaiting:
    """What waits in supervision, tasks and charges."""
    letters = (*supervisions.to_answer(), *supervisions.unanswered())
    return DutiesWaiting(letters, meetings.tasks_due(DAYS_AHEAD), charges.idle())


class Todos:
    """Reads what is to be done.

    Args:
        context: the opened office.
        matters: the ledger, and who has a matter.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters

    def lines(self, officer: str = "") -> tuple[TodoLine, ...]:
        """Everything, in the order of the workbench; nothing of it is cut off.

        Args:
            officer: only what names this official; "" for all of the office.
        """
        parts = (self._context, self._matters)
        waits = duties_waiting(Supervisions(*parts), Meetings(*parts), Charges(*parts))
        found = (
            *self._offers(),
            *_letters(waits),
            *self._due(),
            *_tasks(waits),
            *self._week(),
            *_charges(waits),
        )
        return tuple(x for x in found if not officer.strip() or x.who == officer.strip())

    # -- inside

    def _offers(self) -> Iterator[TodoLine]:
        custody = self._matters.custody
        for one in (*(o for o in custody.offers() if o.can_answer), *custody.declined()):
            inwards = one.direction == "in"
            words = (
                f"{one.from_name}{one.kind_label}，待接收"
                if inwards
                else f"{one.kind_label}{one.to_name}，被退回"
            )
            due = one.objection.last_day if one.objection is not None else None
            yield TodoLine(OFFERS, one.number, one.title, one.matter, "", due, words)

    def _rows(self, group: str, due: Due) -> Iterator[TodoLine]:
        find = self._matters.find
        wanted = Filter(due=due, custodian=OURS, order="next_due_on", descending=False)
        for row in find.rows(find.find_ids(wanted)):
            clock = self._context.shelf.clocks.get(row.next_rule) if row.next_rule else None
            words = "　".join(dict.fromkeys(w for w in (clock.label if clock else "", row.next_label) if w))
            yield TodoLine(
                group, row.number, row.title, row.matter, row.officer or "", row.next_due_on, words
            )

    def _due(self) -> Iterator[TodoLine]:
        for due in ("overdue", "today", "visit"):
            yield from self._rows(DUE, due)

    def _week(self) -> Iterator[TodoLine]:
        yield from self._rows(WEEK, "week")


def _letters(waits: DutiesWaiting) -> Iterator[TodoLine]:
    for x in waits.letters:
        # Who is pressed is to answer: where it is this office, nobody is named in the letter.
        who = "" if x.to_us else x.unit
        words = (
            f"{x.duty.office_name}{x.duty['level']}，待反馈" if x.to_us else f"{x.duty['level']}，{x.words}"
        )
        number, what, matter = _about(x.duty.about)
        yield TodoLine(
            LETTERS, number or x.duty["number"], what or x.duty["demand"], matter, who, x.due_on, words
        )


def _tasks(waits: DutiesWaiting) -> Iterator[TodoLine]:
    for x in waits.tasks:
        number, _, matter = _about(x.duty.about)
        who = x.duty["officer"] or x.unit
        yield TodoLine(TASKS, number, x.duty["what"], matter, who, x.due_on, x.meeting or x.source_label)


def _charges(waits: DutiesWaiting) -> Iterator[TodoLine]:
    for x in waits.charges:
        number, what, matter = _about(x.about)
        last = f"上次进展 {x.last_on.isoformat()}" if x.last_on else "还没有进展"
        yield TodoLine(CHARGES, number or x.number, what, matter, x.leader, x.due_on, last)


def _about(about: AboutView | None) -> tuple[str, str, str]:
    return (about.number, about.title, about.matter if about.held else "") if about else ("", "", "")
