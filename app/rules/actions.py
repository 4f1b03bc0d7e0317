"""What a clerk may do with a matter, as data: each button with its fields, its article and the papers it makes due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

from app.rules import data as read
from app.rules.data import Json, RuleDataError
from app.rules.facts import MatterFacts
from app.rules.suitability import CODES, KIND, Question

FieldKind = Literal[
    "date", "text", "long_text", "code", "number", "money", "flag", "unit", "leader", "mediator"
]
DONE_ON = "done_on"
"""The field that every action has first: the day on which it was done."""


@dataclass(frozen=True, slots=True)
class ActionField:
    """One thing that is asked when an action is done.

    Attributes:
        name: key in the step's fields.
        label: what the form calls it.
        kind: which editor it needs; ``unit``, ``leader`` and ``mediator`` are names from the directory, as text.
        required: whether the action is refused without it.
        codes: name of the code list, for a ``code``.
        default: what stands there at first; ``today`` for dates.
        hint: a line beside the field.
        required_if: other fields and their values that make it required.
        kinds: kinds of matters that have it; empty for all.
        categories: categories that have it; empty for all.
        rungs: rungs on which it is asked; empty for all.
        future: whether a date may lie ahead (a term, not an event).
        before_matter: whether a date may lie before the matter was received.
    """

    name: str
    label: str
    kind: FieldKind
    required: bool = False
    codes: str = ""
    default: str = ""
    hint: str = ""
    required_if: Mapping[str, str] = field(default_factory=dict[str, str])
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    rungs: tuple[str, ...] = ()
    future: bool = False
    before_matter: bool = False

    def is_asked(self, facts: MatterFacts) -> bool:
        """Tell whether the field is asked for this matter."""
        return (
            (not self.kinds or facts.kind in self.kinds)
            and (not self.categories or facts.category in self.categories)
            and (not self.rungs or facts.rung in self.rungs)
        )


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a clerk may do.

    Attributes:
        id: stable identifier, e.g. ``accept``.
        label: the word on the button.
        kinds: kinds of matters that have it.
        from_states: states in which it may be done.
        to_state: the state afterwards; ``=`` where it stays.
        event: the event that clocks know it by; ``""`` where no clock does.
        event_day: the field that holds the day of the event.
        articles: the article per kind.
        papers: the papers that become due, per kind.
        fields: what is asked, :data:`DONE_ON` first.
    """

    id: str
    label: str
    kinds: tuple[str, ...]
    from_states: tuple[str, ...]
    to_state: str
    event: str
    event_day: str
    articles: Mapping[str, str]
    papers: Mapping[str, tuple[str, ...]]
    fields: tuple[ActionField, ...]

    def article(self, kind: str) -> str:
        """Return the article for a kind of matter, ``""`` where there is none."""
        return self.articles.get(kind, "")

    def papers_for(self, kind: str) -> tuple[str, ...]:
        """Return the papers that become due for a kind of matter."""
        return self.papers.get(kind, ())

    def fields_for(self, facts: MatterFacts) -> tuple[ActionField, ...]:
        """Return the fields that are asked for this matter."""
        return tuple(one for one in self.fields if one.is_asked(facts))

    def event_of(self) -> str:
        """Return the event that clocks know the action by, its own id where none is named."""
        return self.event or self.id


class ActionBook:
    """All actions in the order in which they are shown.

    Args:
        actions: what a clerk does with a matter that the office has.
        moves: what moves a matter between offices; known by its id, and among no buttons.
    """

    __slots__ = ("_by_id", "actions")

    def __init__(self, actions: Iterable[Action], moves: Iterable[Action] = ()) -> None:
        self.actions: tuple[Action, ...] = tuple(actions)
        self._by_id = {action.id: action for action in (*self.actions, *moves)}

    def __contains__(self, id: object) -> bool:  # noqa: A002
        return id in self._by_id

    def __iter__(self) -> Iterator[Action]:
        return iter(self.actions)

    def __getitem__(self, id: str) -> Action:  # noqa: A002
        """Return an action.

        Raises:
            KeyError: there is no such action.
        """
        return self._by_id[id]

    def get(self, id: str) -> Action | None:  # noqa: A002
        """Return an action, or ``None``: a bundle may bring steps of a newer program."""
        return self._by_id.get(id)

    def label_of(self, id: str) -> str:  # noqa: A002
        """Return the word on the button; an unknown action is shown by its id."""
        action = self._by_id.get(id)
        return action.label if action else id


def _field_from_data(entry: Json) -> ActionField:
    kind = read.text(entry, "kind")
    if kind not in get_args(FieldKind):
        raise RuleDataError(f"{entry.get('name')}.kind: {kind!r}")
    default = entry.get("default", "")
    return ActionField(
        name=read.text(entry, "name"),
        label=read.text(entry, "label"),
        kind=cast("FieldKind", kind),
        required=read.truth(entry, "required"),
        codes=read.text(entry, "codes", ""),
        default="" if default is None else str(default),
        hint=read.text(entry, "hint", ""),
        required_if=read.words(entry, "required_if"),
        kinds=read.texts(entry, "kinds"),
        categories=read.texts(entry, "categories"),
        rungs=read.texts(entry, "rungs"),
        future=read.truth(entry, "future"),
        before_matter=read.truth(entry, "before_matter"),
    )


def action_from_data(entry: Json, checks: Mapping[str, tuple[ActionField, ...]] | None = None) -> Action:
    """Read one entry of ``resources/rules/actions.json``.

    Args:
        entry: the action; ``check`` names a check whose questions it asks behind its own fields.
        checks: the fields of each check.
    """
    check = read.text(entry, "check", "")
    done = ActionField(
        DONE_ON, read.text(entry, "done_label", "办理日期"), "date", required=True, default="today"
    )
    papers = read.table(entry, "papers")
    return Action(
        id=read.text(entry, "id"),
        label=read.text(entry, "label"),
        kinds=read.texts(entry, "kinds"),
        from_states=read.texts(entry, "from"),
        to_state=read.text(entry, "to", "="),
        event=read.text(entry, "event", ""),
        event_day=read.text(entry, "event_day", DONE_ON),
        articles=read.words(entry, "article"),
        papers={kind: read.texts(papers, kind) for kind in papers},
        fields=(
            done,
            *(_field_from_data(one) for one in read.tables(entry, "fields")),
            *((checks or {}).get(check, ())),
        ),
    )


def actionbook_from_data(
    data: Json, moves: Json | None = None, questions: Iterable[Question] = ()
) -> ActionBook:
    """Read ``resources/rules/actions.json`` and ``custody.json``.

    Args:
        data: what a clerk does with a matter that the office has.
        moves: what moves a matter between offices.
        questions: of the suitability check.
    """
    asked = tuple(
        ActionField(q.id, q.short, "code", codes=CODES, hint=f"{q.label}（{q.basis}）", kinds=(KIND,))
        for q in questions
    )
    return ActionBook(
        (action_from_data(entry, {"suitability": asked}) for entry in read.tables(data, "actions")),
        (action_from_data(entry) for entry in read.tables(moves or {}, "actions")),
    )
