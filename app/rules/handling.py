"""Handling a matter: what may be done now, and what a matter becomes when it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from app.rules.actions import Action, ActionField
from app.rules.book import RuleBook
from app.rules.events import effective_day
from app.rules.facts import Fields, FieldValue, MatterFacts, StepFacts, as_day, as_flag, rung_above
from app.rules.guards import why_not
from app.rules.guidance import next_step


@dataclass(frozen=True, slots=True)
class ActionVerdict:
    """One button of a matter's page.

    Attributes:
        id: the action.
        label: the word on the button.
        allowed: whether it may be done now.
        why: why not, in one sentence; ``""`` when it may.
        fields: what is asked, :data:`app.rules.actions.DONE_ON` first.
        primary: whether it is the next step.
        article: where it stands.
        papers: the papers that become due by it.
    """

    id: str
    label: str
    allowed: bool
    why: str
    fields: tuple[ActionField, ...]
    primary: bool
    article: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StateChange:
    """What a matter becomes by an action.

    Attributes:
        state: the new state.
        rung: the new rung.
        dates: the matter's dates that are set; ``None`` clears one.
        sets: other fields of the matter that are set: ``route``, ``simple``, ``lead_leader``, ``closing_result``,
            ``responsible_unit``, ``responsible_officer``, ``followed_up``, ``satisfaction``, ``lineage``.
        custody: ``offer`` where the matter is handed up to the district, ``""`` where custody stays.
        papers: the papers that become due.
    """

    state: str
    rung: str
    dates: Mapping[str, date | None] = field(default_factory=dict[str, "date | None"])
    sets: Fields = field(default_factory=dict[str, FieldValue])
    custody: Literal["", "offer"] = ""
    papers: tuple[str, ...] = ()


def may_do(facts: MatterFacts, book: RuleBook, today: date) -> tuple[ActionVerdict, ...]:
    """Say of every action of this kind of matter whether it may be done now, and if not why."""
    step = next_step(facts, book, today)
    return tuple(
        _verdict(facts, action, book, step.action if step else "")
        for action in book.actions
        if facts.kind in action.kinds
    )


def may_do_one(facts: MatterFacts, action_id: str, book: RuleBook) -> ActionVerdict:
    """Say of one action whether it may be done now.

    Raises:
        KeyError: there is no such action.
    """
    action = book.actions[action_id]
    if facts.kind not in action.kinds:
        kind = book.codes.label_of("kind", facts.kind)
        return ActionVerdict(action.id, action.label, False, f"{kind}没有这一步", (), False, "", ())
    return _verdict(facts, action, book, "")


def _verdict(facts: MatterFacts, action: Action, book: RuleBook, primary: str) -> ActionVerdict:
    why = why_not(facts, action, book)
    return ActionVerdict(
        id=action.id,
        label=action.label,
        allowed=not why,
        why=why,
        fields=action.fields_for(facts),
        primary=not why and action.id == primary,
        article=action.article(facts.kind),
        papers=papers_due(facts, action),
    )


def papers_due(facts: MatterFacts, action: Action) -> tuple[str, ...]:
    """Return the papers that become due by an action; an accusation has no ordinary ones."""
    if facts.category == "accusation" and facts.kind == "petition":
        return ()
    return action.papers_for(facts.kind)


def after(facts: MatterFacts, action_id: str, fields: Fields, book: RuleBook) -> StateChange:
    """Say what a matter becomes when an action is done.

    Whether it may be done, and whether the fields are right, is asked before: :func:`may_do` and
    :func:`app.rules.checks.check_fields`.

    Args:
        facts: the matter before.
        action_id: the action.
        fields: the checked fields, ``done_on`` among them.
        book: the rules.

    Raises:
        KeyError: there is no such action.
    """
    action = book.actions[action_id]
    state = facts.state if action.to_state == "=" else action.to_state
    plain = StateChange(state=state, rung=facts.rung, papers=papers_due(facts, action))
    extra = _AFTER.get(action_id)
    return extra(_Doing(facts, fields, plain)) if extra else plain


def step_of(change: StateChange, id: str, action_id: str, fields: Fields) -> StepFacts:  # noqa: A002
    """Make the step that belongs to a change, as the facts of a matter hold it.

    Raises:
        ValueError: ``done_on`` is missing.
    """
    done_on = as_day(fields.get("done_on"))
    if done_on is None:
        raise ValueError("done_on")
    return StepFacts(id, action_id, done_on, change.rung, dict(fields))


@dataclass(frozen=True, slots=True)
class _Doing:
    """An action being done: the matter before, what was filled in, and the change that the data alone make."""

    facts: MatterFacts
    fields: Fields
    plain: StateChange

    @property
    def done_on(self) -> date | None:
        return self.day("done_on")

    def day(self, name: str) -> date | None:
        return as_day(self.fields.get(name))


def _accept(doing: _Doing) -> StateChange:
    sets: dict[str, FieldValue] = {}
    if route := doing.fields.get("route"):
        sets["route"] = str(route)
    if as_flag(doing.fields.get("simple")):
        sets["simple"] = True
    sets |= _charge(doing, unit=("unit", "committee"), officer=("officer", "mediators"))
    return replace(doing.plain, dates={"accepted_on": doing.done_on}, sets=sets)


def _charge(doing: _Doing, unit: tuple[str, ...], officer: tuple[str, ...] = ()) -> dict[str, FieldValue]:
    """Who is in charge from now on; what the step leaves open stays as it was."""
    found: dict[str, FieldValue] = {}
    for column, names in (("responsible_unit", unit), ("responsible_officer", officer)):
        told = next((str(doing.fields[n]) for n in names if doing.fields.get(n)), "")
        if told:
            found[column] = told
    return found


def _close(doing: _Doing) -> StateChange:
    result = str(doing.fields.get("result") or "")
    return replace(doing.plain, dates={"closed_on": doing.done_on}, sets={"closing_result": result})


def _withdraw(doing: _Doing) -> StateChange:
    return replace(doing.plain, dates={"closed_on": doing.done_on}, sets={"closing_result": "withdrawn"})


def _agree(doing: _Doing) -> StateChange:
    dates = {"agreed_on": doing.done_on}
    if doing.done_on is not None:
        step = StepFacts("", "agree", doing.done_on, "", doing.fields)
        dates["agreement_effective_on"] = effective_day(step)
    return replace(doing.plain, dates=dates)


def _serve(doing: _Doing) -> StateChange:
    signed = doing.day("signed_on")
    if signed is None:
        return replace(doing.plain, state=doing.facts.state)
    return replace(doing.plain, dates={"reply_served_on": signed})


def _notify(doing: _Doing) -> StateChange:
    return replace(
        doing.plain,
        dates={"notice_issued_on": doing.done_on, "notice_served_on": doing.day("served_on")},
    )


def _decide(doing: _Doing) -> StateChange:
    return replace(doing.plain, dates={"reply_issued_on": doing.done_on})


def _escalate(doing: _Doing) -> StateChange:
    up = rung_above(doing.facts.rung) or doing.facts.rung
    leaves = up == "district" and doing.facts.office_role == "township"
    leader = doing.fields.get("leader")
    return replace(
        doing.plain,
        rung=up,
        sets={**({"lead_leader": str(leader)} if leader else {}), **_charge(doing, unit=("holder",))},
        custody="offer" if leaves else "",
    )


def _lead(doing: _Doing) -> StateChange:
    up = "lead_leader" if doing.facts.rung == "joint_meeting" else doing.facts.rung
    return replace(
        doing.plain,
        rung=up,
        sets={
            "lead_leader": str(doing.fields.get("leader") or ""),
            **_charge(doing, unit=("unit",), officer=("officer",)),
        },
    )


def _review_decided(doing: _Doing) -> StateChange:
    """A changed decision stands as it was changed, to be carried out; a revoked one is to be made anew."""
    states = {"revoked_redo": "in_progress", "changed": "served"}
    state = states.get(str(doing.fields.get("result") or ""))
    if state is None:
        return doing.plain
    return replace(doing.plain, state=state, dates={"closed_on": None}, sets={"lineage": "reopened"})


def _reopen(doing: _Doing) -> StateChange:
    # What was refused is yet to be accepted; everything else is worked on again.
    state = "registered" if doing.facts.state == "not_accepted" else "in_progress"
    return replace(doing.plain, state=state, dates={"closed_on": None}, sets={"lineage": "reopened"})


def _follow_up(doing: _Doing) -> StateChange:
    said = doing.fields.get("satisfaction")
    return replace(doing.plain, sets={"followed_up": True, **({"satisfaction": str(said)} if said else {})})


def _evaluate(doing: _Doing) -> StateChange:
    said = doing.fields.get("for_unit")
    return replace(doing.plain, sets={"satisfaction": str(said)} if said else {})


_AFTER: dict[str, Callable[[_Doing], StateChange]] = {
    "accept": _accept,
    "close": _close,
    "withdraw": _withdraw,
    "agree": _agree,
    "serve": _serve,
    "notify": _notify,
    "decide": _decide,
    "reply": _decide,
    "escalate": _escalate,
    "lead": _lead,
    "review_decided": _review_decided,
    "final_decided": _review_decided,
    "reopen": _reopen,
    "follow_up": _follow_up,
    "evaluate": _evaluate,
}
