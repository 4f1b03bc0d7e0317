"""One made-up matter as the law sees it: its days and terms by plain arithmetic on what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.demo.course import Move, Plan
from app.rules.workdays import Calendar

RESOLVING = {"dispute": {"agreed", "settled"}, "petition": {"agreed", "settled", "decided", "answered"}}
UNFINISHED = {"partly", "not_done", "not_due"}


@dataclass(frozen=True)
class Case:
    """One made-up matter as the law sees it."""

    code: str
    plan: Plan
    calendar: Calendar
    today: date

    # -- what was done

    def moves(self, *actions: str) -> list[Move]:
        return [m for m in self.plan.moves if m.action in actions]

    def on(self, *actions: str, field: str = "done_on") -> date | None:
        """The day of the last of some actions."""
        found = self.moves(*actions)
        return day_of(found[-1].fields.get(field)) if found else None

    def says(self, action: str, field: str) -> str:
        found = self.moves(action)
        return found[-1].fields.get(field, "") if found else ""

    @property
    def redone(self) -> int:
        """Place behind the move by which it was last put back to work; 0 where it never was."""
        return max((n for n, m in enumerate(self.plan.moves, 1) if puts_back(m)), default=0)

    @property
    def since(self) -> list[Move]:
        """What was done since then."""
        return list(self.plan.moves[self.redone :])

    def lately(self, *actions: str, field: str = "done_on") -> date | None:
        """The day of the last of some actions since it was put back to work."""
        found = [m for m in self.since if m.action in actions]
        return day_of(found[-1].fields.get(field)) if found else None

    # -- what it is

    @property
    def restricted(self) -> bool:
        return self.plan.form["category"] == "accusation"

    @property
    def kind(self) -> str:
        return str(self.plan.form["kind"])

    @property
    def channel(self) -> str:
        return str(self.plan.form["channel"])

    @property
    def people(self) -> int:
        return int(str(self.plan.form.get("people") or 1))

    @property
    def is_first(self) -> bool:
        return self.plan.form.get("is_first") is not False

    @property
    def registered(self) -> date:
        return self.plan.registered_on

    @property
    def received(self) -> date:
        return self.plan.received_on

    @property
    def accepted(self) -> date | None:
        return self.on("accept")

    @property
    def closed(self) -> date | None:
        return self.lately("close", "withdraw")

    @property
    def resolved(self) -> date | None:
        return self.lately("close") if self.says("close", "result") in RESOLVING[self.kind] else None

    @property
    def screened(self) -> date | None:
        if self.kind != "dispute" or self.channel not in {"screening", "say_session"}:
            return None
        return day_of(str(self.plan.form.get("found_on") or "")) or self.received

    @property
    def agreed(self) -> date | None:
        return self.on("agree")

    @property
    def performance(self) -> str:
        said = [m.fields["performance"] for m in self.plan.moves if m.fields.get("performance")]
        return said[-1] if said else ""

    @property
    def four_steps(self) -> bool:
        """建档 析因 方案 责任: written down, its causes, its plan, and both a unit and somebody of it."""
        form = self.plan.form
        units = [m.fields.get("unit") or m.fields.get("holder") for m in self.plan.moves]
        people = [m.fields.get("officer") for m in self.plan.moves]
        people += [m.fields.get("mediators") for m in self.moves("accept")]
        unit = form.get("responsible_unit") or any(units)
        officer = form.get("responsible_officer") or any(people)
        return bool(form.get("causes") and form.get("measures") and unit and officer)

    # -- its terms

    @property
    def is_general(self) -> bool:
        """条例 Art. 31(6): an appeal that no other way takes."""
        way = self.says("accept", "route") or "general"
        return self.kind == "petition" and self.plan.form["category"] == "appeal" and way == "general"

    @property
    def is_gone(self) -> bool:
        return bool(self.moves("not_accept", "transfer_out"))

    @property
    def limit(self) -> date | None:
        """Art. 34: sixty days from acceptance, thirty more if approved in time; ten working days where it is simple."""
        if not self.is_general or self.is_gone:
            return None
        if self.accepted is None:
            told_by = self.received + timedelta(days=15)
            # Nobody accepted it in time: for the time being it runs from the last day for telling.
            return told_by + timedelta(days=60) if self.today > told_by else None
        if self.redone:
            order = self.plan.moves[self.redone - 1].fields
            return date.fromisoformat(order.get("served_on") or order["done_on"]) + timedelta(days=60)
        if self.says("accept", "simple"):
            return self.calendar.add_workdays(self.accepted, 10)
        base = self.accepted + timedelta(days=60)
        more = [
            int(m.fields["days"])
            for m in self.moves("extend")
            if date.fromisoformat(m.fields["done_on"]) <= base
        ]
        return base + timedelta(days=sum(more))

    @property
    def answered(self) -> date | None:
        if self.limit is None or self.accepted is None:
            return None
        if self.redone:
            ends = [self.lately("serve", field="signed_on"), self.lately("close")]
        elif self.says("accept", "simple"):
            ends = [self.on("decide"), self.on("reply"), self.on("close")]
        else:
            ends = [self.on("serve", field="signed_on"), self.on("close")]
        return min((day for day in ends if day), default=None)

    @property
    def told(self) -> date | None:
        days = [day_of(m.fields.get("served_on")) for m in self.moves("notify")]
        return min((day for day in days if day), default=None)

    @property
    def rating_due(self) -> date | None:
        """Thirty days from the answer; the right is the petitioner's, so a rest day moves it on."""
        reached = self.on("serve", field="signed_on") or self.on("reply")
        if reached is None:
            return None
        due = reached + timedelta(days=30)
        while self.calendar.is_rest_day(due):
            due += timedelta(days=1)
        return due

    @property
    def visit(self) -> tuple[date, date | None] | None:
        """The visit that is wanted last: until when, and when it was made. Again where what was promised was not done."""
        if self.kind == "petition" and not self.is_general:
            return None
        wanted: date | None = None
        until: date | None = None
        made: date | None = None
        for move in self.plan.moves:
            day = date.fromisoformat(move.fields["done_on"])
            if puts_back(move):
                wanted = until = made = None
            elif move.action == "follow_up":
                if made is None:
                    made = day
                if move.fields.get("performance") in UNFINISHED:
                    wanted, until, made = day, None, None
            elif wanted is None and move.action == "agree":
                wanted, until = day, day_of(move.fields.get("performance_due"))
            elif wanted is None and move.action == "serve":
                wanted = day_of(move.fields.get("signed_on"))
            elif wanted is None and move.action == "close" and move.fields["result"] != "failed_told":
                wanted = day
        if wanted is None:
            return None
        term = wanted + timedelta(days=30)
        return (max(term, until) if until else term), made


def puts_back(move: Move) -> bool:
    """Whether a move puts a matter back to work (重新办理)."""
    return move.action == "reopen" or (
        move.action in {"review_decided", "final_decided"}
        and move.fields.get("result") in {"changed", "revoked_redo"}
    )


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
