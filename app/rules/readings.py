"""All clocks of one matter on one day: which run, which are met, which have run out, and how each was reckoned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.rules.book import RuleBook
from app.rules.clocks import ClockRule, Reckoning, reckon
from app.rules.dates import say_date
from app.rules.events import BEFORE_ALL, Event, Events, events_of, reopens, since_reopened
from app.rules.facts import MatterFacts
from app.rules.followup import visit_plan
from app.rules.ladder import RungStay, rung_stays

ClockState = Literal["waiting", "running", "met", "late_met", "overdue", "lapsed", "not_applicable"]
GONE = frozenset({"not_accepted", "transferred", "voided"})
NOT_AFTER_CLOSING = frozenset(
    {"accepted", "agreement_effective", "decision_served", "reply_reached", "visit_wanted"}
)


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One clock of one matter on one day.

    Attributes:
        rule: id of the rule, e.g. ``resolve_due``.
        label: what must be done.
        start: the day it runs from; ``None`` while it waits.
        due: the last day, strict; ``None`` while it waits.
        rolled: the later day where a citizen's right rolls over rest days, else ``None``.
        state: ``waiting`` (not begun), ``running``, ``met``, ``late_met``, ``overdue``, ``lapsed`` (a right that was not used
            in time, or an optional step: nobody's fault) or ``not_applicable``.
        days_left: days to the last day, negative when it has passed; ``None`` unless running or overdue.
        article: where it stands.
        explanation: how it was reckoned, line by line.
        met_on: the day on which it was fulfilled.
        whose: ``office_duty`` or ``citizen_right``.
        is_binding: whether letting it pass is a fault of the office; the desk lists only these.
        is_provisional: whether it is reckoned for the time being, because acceptance is missing.
        warning: what is doubtful about it (late extension, missing acceptance, unknown holidays).
    """

    rule: str
    label: str
    start: date | None
    due: date | None
    rolled: date | None
    state: ClockState
    days_left: int | None
    article: str
    explanation: tuple[str, ...]
    met_on: date | None = None
    whose: str = "office_duty"
    is_binding: bool = True
    is_provisional: bool = False
    warning: str = ""

    @property
    def last_day(self) -> date | None:
        """The day up to which it is in time: the rolled one where there is one."""
        return self.rolled or self.due


@dataclass(frozen=True, slots=True)
class _Extension:
    days: int = 0
    late_days: int = 0
    approver: str = ""
    approved_on: date | None = None


def readings(facts: MatterFacts, book: RuleBook, today: date) -> tuple[ClockReading, ...]:
    """Read all clocks of a matter.

    Clocks of the other kind of matter are left out; those that could apply and do not come as ``not_applicable`` with the
    reason as their explanation.

    Args:
        facts: the matter.
        book: the rules; a matter keeps the rule set of the day on which it began.
        today: the day on which it is read.
    """
    return _Reader(facts, book, today).read()


def next_due(read: tuple[ClockReading, ...]) -> ClockReading | None:
    """Return the office's most pressing clock: of those running or overdue the one with the earliest last day."""
    pressing = [one for one in read if one.is_binding and one.state in {"running", "overdue"} and one.due]
    return min(pressing, key=lambda one: one.last_day or date.max, default=None)


class _Reader:
    def __init__(self, facts: MatterFacts, book: RuleBook, today: date) -> None:
        self.facts = facts
        self.book = book
        self.today = today
        self.events: Events = events_of(facts, book.actions)
        self.done: dict[str, ClockReading] = {}

    def read(self) -> tuple[ClockReading, ...]:
        rules = self.book.clocks.on(self.facts.first_day or self.today)
        for rule in (one.with_settings(self.book.settings) for one in rules):
            if self.facts.kind not in rule.kinds:
                continue
            if rule.rung:
                self._read_rung(rule)
            else:
                self.done[rule.id] = self._read_rule(rule)
        return tuple(self.done.values())

    def _read_rule(self, rule: ClockRule) -> ClockReading:
        if why := self._why_not(rule):
            return _not_applicable(rule, why)
        start = self._start(rule)
        if start is None:
            return self._not_begun(rule)
        met = self.events.first_after(rule.met_by, start)
        if met is None and (rule.ends_with and self.events.has(*rule.ends_with)):
            return _not_applicable(rule, rule.why_not.get("ends_with", "已另行处理"))
        if met is None and rule.start != "received" and self.facts.state in GONE:
            return _not_applicable(rule, self._gone())
        if met is None and (moot := self._moot(rule, start)) is not None:
            return self._ended(rule, self._running(rule, start, None), moot)
        return self._running(rule, start, met)

    def _moot(self, rule: ClockRule, start: Event) -> Event | None:
        """What left nothing to do before it was done: the petitioner withdrew, and nobody has taken it up again."""
        moot = self.events.first_after(rule.moot_by, start) if rule.moot_by else None
        anew = self.events.last("reopened")
        return None if moot is None or (anew is not None and anew.place > moot.place) else moot

    def _ended(self, rule: ClockRule, reading: ClockReading, moot: Event) -> ClockReading:
        """A duty that ended within its term is none any more; one that was late by then stays late, and no later."""
        if reading.last_day is None or moot.day <= reading.last_day:
            return _not_applicable(
                rule, f"{rule.why_not.get('moot_by', '已无须办理')}（{say_date(moot.day)}）"
            )
        line = f"{say_date(moot.day)}撤回，此时期限已于{say_date(reading.last_day)}届满，仍按超期计"
        return replace(
            reading,
            state="overdue" if rule.is_binding else "lapsed",
            days_left=(reading.last_day - moot.day).days,
            explanation=(*reading.explanation, line),
        )

    def _running(
        self, rule: ClockRule, start: Event, met: Event | None, provisional: bool = False
    ) -> ClockReading:
        if rule.at_once_if_urgent and self.facts.urgent:
            rule = replace(rule, length=0, note="情况重大、紧急，应当及时处理")
        if provisional:
            rule = replace(rule, start_label="告知期限届满之日（暂代受理之日）")
        rule = self._anew(rule, start)
        extension = self._extension(rule, start)
        reckoning = reckon(
            rule,
            start.day,
            self.book.calendar,
            extend_days=min(extension.days, rule.extend_max),
            holiday_roll=self.book.settings.holiday_roll,
            suspended=self._hearing_days(start, met) if rule.suspended_by_hearing else 0,
            approver=extension.approver,
            approved_on=extension.approved_on,
        )
        reading = self._judge(rule, reckoning, met.day if met else None)
        if rule.id == "resolve_due" and (extension.days or extension.late_days):
            reading = replace(reading, explanation=(*reading.explanation, self._told()))
        if extension.late_days:
            line = (
                f"延期 {extension.late_days} 日批准于 {_say(extension.approved_on)}，此时期限已于 "
                f"{say_date(reckoning.due)}届满，仍按超期计"
            )
            reading = _warn(reading, "延期批准时期限已经届满", line)
        if provisional:
            line = "受理日期空缺，已过书面告知期限，视为超期未受理；办结期限暂按告知期限届满之日起算"
            reading = replace(_warn(reading, "超期未受理", line, first=True), is_provisional=True)
        return reading

    def _anew(self, rule: ClockRule, start: Event) -> ClockRule:
        """The rule with what the step that begins it says of its term."""
        if rule.start == "visit_wanted":
            plan = visit_plan(self.facts)
            if plan is None:
                return rule
            if self.facts.steps[plan.place].action == "follow_up":
                rule = replace(rule, start_label="上次回访之日")
            if plan.until_on is None:
                return rule
            named = (plan.until_on - plan.day).days
            # A visit that was arranged counts as arranged; a term of performance only where it ends later.
            if named < rule.length and self.facts.steps[plan.place].action != "follow_up":
                return rule
            return replace(rule, length=max(0, named), unit="calendar", note=plan.why)
        if (
            rule.start != "accepted"
            or start.place == BEFORE_ALL
            or not reopens(self.facts.steps[start.place])
        ):
            return rule
        days = self.facts.steps[start.place].number("redo_days")
        label = "重新办理之日"
        if days:
            return replace(rule, start_label=label, length=days, note="期限由责令重新办理的文书指定")
        return replace(rule, start_label=label, note="重新办理，期限重新起算")

    def _told(self) -> str:
        """Whether the petitioner knows of the extension and its reason (Art. 34)."""
        start = self.events.last("extended")
        told = self.events.first_after({"extension_told"}, start) if start else None
        if told is None:
            return "延期理由尚未告知信访人（应当告知，第三十四条）"
        return f"延期理由已于{say_date(told.day)}告知信访人"

    def _judge(self, rule: ClockRule, reckoning: Reckoning, met_on: date | None) -> ClockReading:
        last = reckoning.last_day
        state: ClockState
        if met_on is not None:
            state = "met" if met_on <= last else "late_met"
        elif self.today <= last:
            state = "running"
        else:
            state = "overdue" if rule.is_binding else "lapsed"
        return ClockReading(
            rule=rule.id,
            label=rule.label,
            start=reckoning.start,
            due=reckoning.due,
            rolled=reckoning.rolled,
            state=state,
            days_left=(last - self.today).days if state in {"running", "overdue"} else None,
            article=rule.article,
            explanation=reckoning.explanation,
            met_on=met_on,
            whose=rule.whose,
            is_binding=rule.is_binding,
            warning=reckoning.warning,
        )

    def _start(self, rule: ClockRule) -> Event | None:
        if rule.start == "visit_wanted":
            plan = visit_plan(self.facts)
            return Event("visit_wanted", plan.day, plan.place) if plan else None
        if rule.start != "resolve_due":
            return self.events.last(rule.start)
        resolve = self.done.get("resolve_due")
        clock = self.book.clock("resolve_due", self.facts.first_day)
        if resolve is None or resolve.start is None or clock is None:
            return None
        accepted = self.events.last("accepted")
        again = accepted is not None and accepted.day == resolve.start and accepted.place != BEFORE_ALL
        clock = self._anew(clock, accepted) if again and accepted is not None else clock
        base = reckon(clock, resolve.start, self.book.calendar).base_due
        return Event("resolve_due", base, accepted.place if again and accepted is not None else BEFORE_ALL)

    def _why_not(self, rule: ClockRule) -> str:
        facts = self.facts
        if facts.state == "voided":
            return "已作废"
        if rule.office_roles and facts.office_role not in rule.office_roles:
            return rule.why_not.get("office_roles", "本单位不适用")
        if not self._is_for(rule.only_if):
            return rule.why_not.get("only_if", "本事项不适用")
        if rule.needs_address and not facts.name_and_address_known:
            return rule.why_not.get("needs_address", "姓名（名称）、住址不清")
        if rule.only_when_extended and not any(one.action == "extend" for one in since_reopened(facts)):
            return rule.why_not.get("only_when_extended", "没有延期")
        if rule.only_if == "simple" and any(reopens(one) for one in facts.steps):
            return "重新办理的，按普通程序办理"
        if rule.only_if == "simple" and facts.has("to_ordinary"):
            return "已转普通程序，期限自原受理之日起算"
        if rule.start == "agreement_effective" and facts.kind == "petition" and not facts.has("agree"):
            return "没有调解协议"
        return ""

    def _is_for(self, only_if: str) -> bool:
        facts = self.facts
        return {
            "": True,
            "direct": not facts.is_referred,
            "referred": facts.is_referred,
            "general_appeal": facts.is_general_appeal,
            "visited": facts.kind == "dispute" or facts.is_general_appeal,
            "simple": facts.simple,
            "urgent": facts.urgent,
        }.get(only_if, False)

    def _gone(self) -> str:
        return f"{self.book.codes.label_of('state', self.facts.state)}，不再计算"

    def _not_begun(self, rule: ClockRule) -> ClockReading:
        if self.facts.state in GONE:
            return _not_applicable(rule, self._gone())
        if self.facts.state == "closed" and rule.start in NOT_AFTER_CLOSING:
            return _not_applicable(rule, "已办结，没有起算的事件")
        if "start" in rule.why_not:
            return _not_applicable(rule, rule.why_not["start"])
        for id_ in rule.provisional_from:
            notice = self.done.get(id_)
            if notice is None or notice.due is None:
                continue
            if self.today > notice.due:
                return self._running(rule, Event("provisional", notice.due, BEFORE_ALL), None, True)
        return _without_days(
            rule, "waiting", f"尚未开始：自{rule.start_label}起 {_say_length(rule)}　{rule.article}"
        )

    def _extension(self, rule: ClockRule, start: Event) -> _Extension:
        if not rule.extend_max:
            return _Extension()
        base = reckon(rule, start.day, self.book.calendar).base_due
        days = late = 0
        last = _Extension()
        for step in (one for one in self.facts.steps[start.place + 1 :] if one.action == "extend"):
            limit = self.book.calendar.add_days(base, days)
            given = max(0, min(step.number("days"), rule.extend_max - days - late))
            if step.done_on > limit:
                late += given
            else:
                days += given
            last = _Extension(days, late, step.text("approver"), step.done_on)
        return last

    def _hearing_days(self, start: Event, met: Event | None) -> int:
        total = 0
        for place, step in enumerate(self.facts.steps):
            if place <= start.place or (met is not None and place > met.place):
                continue
            if step.action == "hearing":
                first, last = step.done_on, step.day("ended_on") or step.done_on
            elif step.action == "final_decided":
                first, last = step.day("hearing_from"), step.day("hearing_to")
            else:
                continue
            if first is not None and last is not None and last >= first:
                total += (last - first).days + 1
        return total

    def _read_rung(self, rule: ClockRule) -> None:
        """Read the term of a rung, for a dispute always, for a petition once it was stepped up."""
        for stay in rung_stays(self.facts):
            if stay.rung != rule.rung or stay.entered_on is None:
                continue
            if self.facts.kind == "petition" and not stay.by_step:
                continue
            self.done[rule.id] = (
                _not_applicable(rule, "已作废")
                if self.facts.state == "voided"
                else self._rung_reading(rule, stay, stay.entered_on)
            )

    def _rung_reading(self, rule: ClockRule, stay: RungStay, entered_on: date) -> ClockReading:
        if stay.until_on is not None and stay.until_on >= entered_on:
            rule = replace(rule, length=(stay.until_on - entered_on).days, note="期限由上交或者会议时指定")
        done = [stay.left_on] if stay.left_on else []
        done += [
            step.done_on
            for step in self.facts.steps
            if step.rung == stay.rung and step.action in {"agree", "fail", "decide", "reply", "transfer_out"}
        ]
        if self.facts.closed_on is not None and stay.left_on is None:
            done.append(self.facts.closed_on)
        if not done and self.facts.state in GONE:
            return _not_applicable(rule, self._gone())
        reckoning = reckon(rule, entered_on, self.book.calendar, holiday_roll=self.book.settings.holiday_roll)
        return self._judge(rule, reckoning, min(done, default=None))


def _not_applicable(rule: ClockRule, why: str) -> ClockReading:
    return _without_days(rule, "not_applicable", why)


def _without_days(rule: ClockRule, state: ClockState, why: str) -> ClockReading:
    return ClockReading(
        rule=rule.id,
        label=rule.label,
        start=None,
        due=None,
        rolled=None,
        state=state,
        days_left=None,
        article=rule.article,
        explanation=(why,),
        whose=rule.whose,
        is_binding=rule.is_binding,
    )


def _warn(reading: ClockReading, warning: str, line: str, first: bool = False) -> ClockReading:
    lines = (line, *reading.explanation) if first else (*reading.explanation, line)
    return replace(reading, warning=warning, explanation=lines)


def _say(day: date | None) -> str:
    return say_date(day) if day else "某日"


def _say_length(rule: ClockRule) -> str:
    if rule.length == 0:
        return "当日"
    return f"{rule.length} {'个工作日' if rule.unit == 'working' else '日'}"
