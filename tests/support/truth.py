"""Every figure reckoned a second time, from what was made up: plain loops over plans and deeds, nothing of app.figures.

Written from the domain notes (6.5, 6.8) and the articles. What no deed ever makes is 0 here, not left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.demo.works import Deed
from tests.support.truthcase import Case

Numbers = tuple[int, int | None]
"""Numerator, and the denominator of a rate."""
PRESSING = {"remind", "urge", "supervise", "listed", "talk"}
PROPOSING = {"improve", "policy", "accountability"}
TAKEN = {"adopted", "partly"}
RECEIVED = {"fixed", "appointed", "video"}
OUT = {"field", "with_case"}


@dataclass(frozen=True)
class Owned:
    """A deed, whose it is (code of the office), and whom it is counted as."""

    code: str
    deed: Deed
    unit: str

    def __getattr__(self, name: str) -> Any:
        return self.deed.facts.get(name)

    @property
    def day(self) -> date:
        return self.deed.day


@dataclass(frozen=True)
class Days:
    first: date
    last: date
    as_of: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def by(self, day: date | None) -> bool:
        """Whether something had happened by the day on which one looks."""
        return day is not None and day <= self.as_of

    def there(self, day: date | None) -> bool:
        """Whether it is known today, whatever the period: an answer's adoption has no day of its own."""
        return day is not None

    def until(self, day: date | None) -> bool:
        return day is not None and day <= min(self.last, self.as_of)


@dataclass
class Truth:
    """The numbers of some cases and deeds; `restricted` tells how many accusations the office itself holds."""

    cases: Sequence[Case]
    deeds: Sequence[Owned]
    matters: dict[tuple[str, int], Case]
    own: str
    """Code of the office at whose desk it is looked at: only its own accusations are known there."""
    everybodys: Sequence[Owned] = ()
    """The deeds of every office, whosever are looked at: a petition comes again, a case is pressed by whoever it is."""

    def of(self, first: date, last: date, as_of: date) -> dict[str, Numbers]:
        """Every figure of a period."""
        days = Days(first, last, as_of)
        found: dict[str, Numbers] = {}
        for part in (_petitions, _rates, _screening, _mediation):
            found |= part(self._open(), days)
        found["first_resolve_rate"] = self._resolved_once(days)
        found["accusation_count"] = (
            sum(c.restricted and days.holds(c.registered) for c in self.cases if c.code == self.own),
            None,
        )
        for part in (self._rounds, self._say, self._receptions, self._charges, self._pressed, self._care):
            found |= part(days)
        return found

    def _resolved_once(self, days: Days) -> Numbers:
        """Closed in the period, and not come in again within ninety days of it."""
        again: dict[tuple[str, int], list[date]] = {}
        for d in self.everybodys:
            if d.deed.verb == "again" and d.deed.about:
                came = self.matters[d.deed.about].received
                again.setdefault((d.deed.about[0], int(d.earlier)), []).append(came)
        ours = {id(c) for c in self._open()}
        closed = [
            (key, c)
            for key, c in self.matters.items()
            if id(c) in ours and c.kind == "petition" and c.is_first and c.closed and days.holds(c.closed)
        ]
        kept = 0
        for key, c in closed:
            day = c.closed or days.last
            came = min((d for d in again.get(key, []) if d >= day), default=None)
            kept += came is None or came > day + timedelta(days=90) or came > days.as_of
        return kept, len(closed)

    def _open(self) -> list[Case]:
        return [c for c in self.cases if not c.restricted]

    def _verb(self, verb: str) -> list[Owned]:
        return [d for d in self.deeds if d.deed.verb == verb]

    def _case(self, deed: Owned) -> Case | None:
        return self.matters[deed.deed.about] if deed.deed.about else None

    def _rounds(self, days: Days) -> dict[str, Numbers]:
        rounds = self._verb("round")
        returns = {(d.code, d.deed.of, d.place): d for d in self._verb("return")}
        places = [
            (r, [d for (code, of, _), d in returns.items() if (code, of) == (r.code, r.deed.key)])
            for r in rounds
        ]
        went = [d for d in returns.values() if days.holds(d.went_on)]
        begun = [(r, back) for r, back in places if days.holds(r.day)]
        due = [(r, back) for r, back in places if days.holds(r.due_on)]
        asked, due_places = sum(r.villages for r, _ in begun), sum(r.villages for r, _ in due)
        back = [d for _, found in begun for d in found if days.by(d.returned_on)]
        whole = [d for d in back if len(d.groups) == d.all_groups]
        timely = [
            d for r, found in due for d in found if d.returned_on <= r.due_on and days.by(d.returned_on)
        ]
        return {
            "round_count": (sum(days.holds(r.day) for r in rounds), None),
            "round_return_count": (len(went), None),
            "households_count": (sum(d.households for d in went), None),
            "zero_return_count": (sum(days.holds(d.returned_on) and d.zero for d in returns.values()), None),
            "round_cover_rate": (len(back), asked),
            "no_gap_rate": (len(whole), asked),
            "round_on_time_rate": (len(timely), due_places),
        }

    def _say(self, days: Days) -> dict[str, Numbers]:
        held = [d for d in self._verb("say") if days.holds(d.day)]
        topics = [d for d in self._verb("topic") if days.holds(d.day)]
        signed = [d for d in self._verb("mandate") if days.holds(d.day)]
        acts = [kind for d in self._verb("mandate") for kind, day in d.acts if days.holds(day)]
        return {
            "say_session_count": (len(held), None),
            "say_people": (sum(d.people for d in held), None),
            "say_village_count": (len({d.village for d in held}), None),
            "topic_count": (len(topics), None),
            **{
                f"topic_{way}_count": (sum(d.way == way for d in topics), None)
                for way in ("on_spot", "cadre", "joint", "track")
            },
            "topic_matter_count": (sum(d.deed.about is not None for d in topics), None),
            "topic_done_rate": (sum(days.by(d.done_on) for d in topics), len(topics)),
            "mandate_count": (len(signed), None),
            **{
                f"mandate_{level}_count": (sum(d.level == level for d in signed), None)
                for level in ("village", "township", "district")
            },
            "mandate_done_rate": (sum(days.by(d.ended_on) for d in signed), len(signed)),
            "agent_act_count": (len(acts), None),
            "agent_told_count": (acts.count("tell"), None),
        }

    def _receptions(self, days: Days) -> dict[str, Numbers]:
        came = [d for d in self._verb("reception") if days.holds(d.day)]
        roster = [d for d in self._verb("roster") if days.holds(d.day) and days.by(d.day)]
        found: dict[str, Numbers] = {
            "roster_day_count": (len(roster), None),
            "reception_rate": (sum(d.held for d in roster), len(roster)),
        }
        for prefix, level, kind, modes in (
            ("", "district", "petition", RECEIVED), ("all_", "", "", RECEIVED | {"consult"}),
        ):  # fmt: skip
            ours = [d for d in came if not level or d.level == level]
            inside = [d for d in ours if d.mode in modes]
            out = [d for d in ours if d.mode in OUT]
            resolved = {
                d.deed.about
                for d in (*inside, *out)
                if (case := self._case(d)) and (not kind or case.kind == kind) and days.by(case.resolved)
            }
            trips = {(d.code, d.leader, d.level, d.day, d.place) for d in out}
            found |= {
                f"{prefix}reception_batches": (len(inside), None),
                f"{prefix}reception_person_times": (sum(d.people for d in inside), None),
                f"{prefix}field_visit_count": (len(trips), None),
                f"{prefix}reception_resolved_count": (len(resolved), None),
            }
        return found

    def _charges(self, days: Days) -> dict[str, Numbers]:
        """A case that came back is the same case: what follows is no new one."""
        charges = self._verb("charge")
        there = [d for d in charges if days.until(d.day)]
        backlog = [d for d in there if d.batch_no is not None]

        def stays(d: Owned) -> bool:
            return not days.by(d.backflow_on)

        struck = [d for d in there if days.by(d.struck_on)]
        back = [d for d in struck if days.by(d.backflow_on)]
        done = sum(d.batch_no is not None and stays(d) for d in struck)
        resolved = sum(days.by(d.resolved_on) and stays(d) for d in there)
        letters = [d for d in self.everybodys if d.deed.verb == "supervise"]
        pressed = [d for d in letters if d.level in PRESSING and days.by(d.day)]
        again = [
            d
            for d in back
            if d.batch_no is not None
            and any(p.deed.about == d.deed.about and p.day >= d.backflow_on for p in pressed)
        ]
        return {
            "backlog_assigned": (len(backlog), None),
            "backlog_resolved": (done, None),
            "backlog_resolve_rate": (done, len(backlog)),
            "backlog_backflow_supervised": (len(again), None),
            "backflow_count": (len(back), None),
            "backflow_rate": (len(back), len(struck)),
            "lead_assigned": (len(there), None),
            "lead_resolved": (resolved, None),
            "lead_resolve_rate": (resolved, len(there)),
            "charge_opened_count": (sum(days.holds(d.day) for d in charges), None),
            "charge_struck_count": (sum(days.holds(d.struck_on) for d in charges), None),
        }

    def _pressed(self, days: Days) -> dict[str, Numbers]:
        letters = self._verb("supervise")
        issued = [d for d in letters if days.holds(d.day)]
        due = [d for d in letters if days.holds(d.due_on)]
        timely = sum(days.by(d.answered_on) and d.answered_on <= d.due_on for d in due)
        meetings = [d for d in self._verb("meeting") if days.holds(d.day)]
        tasks = [
            (d.day, ends, done) for d in self._verb("meeting") for ends, done in d.tasks
        ] + [
            (d.day, d.task_due, d.task_done)
            for d in (*self._verb("reception"), *self._verb("told"))
            if d.task_due
        ]  # fmt: skip
        asked = [d for d in self._verb("opinion") if days.holds(d.due_on)]
        owed = [(ends, done) for _, ends, done in tasks if days.holds(ends)]
        return {
            "supervision_count": (sum(d.level in PRESSING for d in issued), None),
            "supervision_answer_rate": (timely, len(due)),
            "supervision_silent_count": (
                sum(d.due_on < days.as_of and not days.by(d.answered_on) for d in due),
                None,
            ),
            "proposal_count": (sum(d.level in PROPOSING for d in issued), None),
            "proposal_adopted_rate": (
                sum(d.adopted in TAKEN and days.there(d.answered_on) for d in issued if d.level in PROPOSING),
                sum(d.level in PROPOSING for d in issued),
            ),
            "joint_meeting_count": (sum(d.kind == "joint" for d in meetings), None),
            "leadership_meeting_count": (sum(d.kind == "leadership" for d in meetings), None),
            "meeting_count": (len(meetings), None),
            "task_count": (sum(days.holds(given) for given, _, _ in tasks), None),
            "task_on_time_rate": (sum(days.by(done) and done <= ends for ends, done in owed), len(owed)),
            "duty_review_count": (sum(days.holds(d.day) for d in self._verb("review")), None),
            "opinion_on_time_rate": (
                sum(days.by(d.answered_on) and d.answered_on <= d.due_on for d in asked),
                len(asked),
            ),
        }

    def _care(self, days: Days) -> dict[str, Numbers]:
        visits = [c.visit for c in self._open()]
        due = [v for v in visits if v and days.holds(v[0])]
        reliefs = [d for d in self._verb("relief") if d.approved and d.approved_on]
        granted = [d for d in reliefs if days.holds(d.approved_on)]
        drawn = [
            (d.due_on, c.on("follow_up"))
            for d in self._verb("visit_plan")
            if days.holds(d.due_on)
            for c in self._open()
            if c.code == d.code and c.closed and d.from_on <= c.closed <= d.to_on
        ]
        told = [d for d in self._verb("publicity") if days.holds(d.day)]
        return {
            "visit_on_time_rate": (
                sum(days.by(made) and made <= until for until, made in due if made),
                len(due),
            ),
            "visited_count": (sum(days.holds(c.on("follow_up")) for c in self._open()), None),
            "plan_visit_rate": (
                sum(days.by(made) and made <= due for due, made in drawn if made),
                len(drawn),
            ),
            "relief_count": (len(granted), None),
            "relief_fen": (sum(d.granted_fen for d in granted), None),
            "relief_paid_fen": (sum(d.granted_fen for d in reliefs if days.holds(d.paid_on)), None),
            "publicity_count": (len(told), None),
            "publicity_reached": (sum(d.reached for d in told), None),
            "publicity_copies": (sum(d.copies for d in told), None),
        }


def _petitions(cases: Iterable[Case], days: Days) -> dict[str, Numbers]:
    all_of_them = [c for c in cases if c.kind == "petition"]
    came = [c for c in all_of_them if days.holds(c.registered)]
    visits = [c for c in came if c.channel == "visit"]
    groups = [c for c in visits if c.people >= 5]
    again = sum(not c.is_first for c in came)
    return {
        "petition_count": (len(came), None),
        **{f"{c}_count": (sum(x.channel == c for x in came), None) for c in ("letter", "web", "phone")},
        "visit_batches": (len(visits), None),
        "visit_people": (sum(c.people for c in visits), None),
        "group_visit_batches": (len(groups), None),
        "group_visit_people": (sum(c.people for c in groups), None),
        "other_channel_count": (sum(c.channel in {"fax", "assigned", "say_session"} for c in came), None),
        "first_count": (sum(c.is_first for c in came), None),
        "repeat_count": (again, None),
        "repeat_rate": (again, len(came)),
        "petition_closed_count": (sum(days.holds(c.closed) for c in all_of_them), None),
        "petition_resolved_count": (sum(days.holds(c.resolved) for c in all_of_them), None),
        "litigation_count": (sum(_is_litigation(c) for c in came), None),
    }


def _rates(cases: Iterable[Case], days: Days) -> dict[str, Numbers]:
    petitions = [c for c in cases if c.kind == "petition"]
    first = [c for c in petitions if c.is_first and 1 <= c.people <= 9999]
    mouth = {"letter", "visit", "web", "phone", "fax"}
    office = [c for c in first if c.channel in mouth and days.holds(c.registered + timedelta(days=15))]
    unit = [c for c in first if c.says("accept", "unit") and days.holds(c.registered + timedelta(days=30))]
    limited = [c for c in first if days.holds(c.limit)]
    noticed = [c for c in petitions if days.holds(c.received + timedelta(days=15))]
    apart = [c for c in petitions if not _is_litigation(c)]
    rated = [c for c in apart if days.holds(c.on("evaluate")) and days.by(c.on("evaluate"))]
    silent = [
        c
        for c in apart
        if c.on("evaluate") is None and days.holds(c.rating_due) and (c.rating_due or date.max) < days.as_of
    ]
    ends = ("review_decided", "final_decided")
    reviews = [(c, end) for end in ends for c in petitions if days.holds(c.on(end))]
    changed = sum(c.says(end, "result") in {"changed", "revoked_redo"} for c, end in reviews)

    def happy(field: str) -> Numbers:
        said = [c.says("evaluate", field) for c in rated if c.says("evaluate", field)]
        return sum(word in {"satisfied", "mostly_satisfied"} for word in said), len(said)

    def within(day: date | None, last: date | None) -> bool:
        return day is not None and last is not None and day <= last and days.by(day)

    return {
        "timely_accept_rate_office": (
            sum(within(c.accepted, c.registered + timedelta(days=15)) for c in office),
            len(office),
        ),
        "timely_accept_rate_unit": (
            sum(within(c.accepted, c.registered + timedelta(days=30)) for c in unit),
            len(unit),
        ),
        "on_time_reply_rate": (sum(within(c.answered, c.limit) for c in limited), len(limited)),
        "participation_rate": (len(rated), len(rated) + len(silent)),
        "satisfaction_rate": happy("for_unit"),
        "satisfaction_rate_office": happy("for_office"),
        "notice_on_time_rate": (
            sum(within(c.told, c.received + timedelta(days=15)) for c in noticed),
            len(noticed),
        ),
        "review_overturn_rate": (changed, len(reviews)),
        "review_count": (len(reviews), None),
        "extended_count": (sum(bool(c.moves("extend")) for c in petitions if days.holds(c.limit)), None),
    }


def _is_litigation(case: Case) -> bool:
    """Art. 31(1): led to the procedures of courts, prosecutors or police (诉讼与信访分离)."""
    return (
        case.says("accept", "route") == "judicial" or case.says("transfer_out", "target") == "political_legal"
    )


def _screening(cases: Iterable[Case], days: Days) -> dict[str, Numbers]:
    ever = [c for c in cases if c.screened]
    found = [c for c in ever if days.holds(c.screened)]
    ended = sum(days.by(c.resolved) for c in found)
    carried = [c for c in ever if c.screened and c.screened < days.first and days.holds(c.resolved)]
    still = [c for c in ever if days.until(c.screened) and not days.by(c.resolved)]
    return {
        "screened_count": (len(found), None),
        "screened_resolved_count": (ended, None),
        "screen_resolve_rate": (ended, len(found)),
        "carried_resolved_count": (len(carried), None),
        "screened_open_count": (len(still), None),
        "four_steps_rate": (sum(c.four_steps for c in found), len(found)),
    }


def _mediation(cases: Iterable[Case], days: Days) -> dict[str, Numbers]:
    disputes = [c for c in cases if c.kind == "dispute"]
    taken = [c for c in disputes if days.holds(c.accepted)]
    agreed = [c for c in disputes if days.holds(c.agreed)]
    good = sum(days.by(c.agreed) or days.by(c.resolved) for c in taken)
    parts: dict[str, Callable[[Case], bool]] = {
        "proactive": lambda c: c.says("accept", "source") == "proactive",
        "by_application": lambda c: c.says("accept", "source") == "by_application",
    }
    others = ("court", "procuratorate", "police", "petition_office", "other_dept")
    return {
        "mediation_count": (len(taken), None),
        "mediation_success_count": (good, None),
        "mediation_success_rate": (good, len(taken)),
        "mediation_failed_count": (sum(days.holds(c.on("fail")) for c in disputes), None),
        "mediation_people": (sum(c.people for c in taken), None),
        "agreement_fen": (sum(int(str(c.plan.form.get("amount_fen") or 0)) for c in agreed), None),
        **{f"mediation_{name}_count": (sum(map(is_it, taken)), None) for name, is_it in parts.items()},
        "mediation_referred_count": (sum(c.says("accept", "source") in others for c in taken), None),
        **{
            f"mediation_{o}_count": (sum(c.says("accept", "source") == o for c in taken), None)
            for o in others
        },
        "agreement_oral_count": (sum(c.says("agree", "form") == "oral" for c in agreed), None),
        "agreement_written_count": (sum(c.says("agree", "form") == "written" for c in agreed), None),
        "agreement_performed_count": (sum(c.performance in {"on_the_spot", "done"} for c in agreed), None),
        "agreement_unperformed_count": (sum(c.performance in {"partly", "not_done"} for c in agreed), None),
        **{
            f"confirm_{word}_count": (sum(c.says("confirm", "status") == word for c in agreed), None)
            for word in ("asked", "valid", "rejected")
        },
    }
