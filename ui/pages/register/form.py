"""The form of 登记: how it came, who, what, more; raw words in and out, it asks nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from ui.pages.register.arrange import align, columns_of, hint, quiet, wide_names
from ui.pages.register.faces import (
    KINDS,
    ROLE_IN,
    ROLES,
    Body,
    FormFace,
    KindFace,
    overrides_of,
    parties_of,
    words_of,
)
from ui.pages.register.parties import FIRST, PartiesPart
from ui.widgets.build import button, column, frame, label, link, pads, row
from ui.widgets.cards import Card
from ui.widgets.edits import LineEdit
from ui.widgets.fields import FieldForm, FieldRow

if TYPE_CHECKING:
    from app.matters.values import Field, Problem

ACCUSATION = (
    "检举控告材料由指定人员专门保管：不进台账、检索、文书和上报包，不得透露给被检举的人员或者单位"
    "（《信访工作条例》第三十条）。照常登记即可，编号只在登记结果里出现。"
)


class RegisterForm(QWidget):
    """The fields of one kind of matter.

    Signals:
        changed: path of a field ("" for the parties as a whole), at every change.
        left: path of a field whose focus was lost.
        peopled: a party was asked for.
    """

    changed = Signal(str)
    left = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._later = QTimer(self)  # labels wear a new text size before they are measured
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._align)
        self._faces: FormFace | None = None
        self.kind = ""
        down = column(self, gap="m")
        self.how, self.what, self.more = FieldForm(2), FieldForm(2), FieldForm(2)
        self.parties = PartiesPart()
        how = Card()
        how.add(self.how)
        who = Card("当事人")
        add = button("添加当事人", self.add_party, "quiet", keys="Alt P")
        add.setAccessibleName("添加当事人")
        self._head(who).addWidget(add)
        who.add(self.parties)
        what = Card("什么事、在哪里、要求什么")
        self._note = frame("note")
        noted = row(self._note)
        pads(noted, "m", "s")
        noted.addWidget(label(ACCUSATION, wrap=True))
        self._note.hide()
        what.add(self._note, self.what)
        more = Card("更多")
        self._fold = link("展开", self.toggle_more)
        self._head(more).addWidget(self._fold)
        self.more.hide()
        more.add(self.more)
        for card in (how, who, what, more):
            down.addWidget(card)
        down.addStretch(1)
        for part in (self.how, self.what, self.more, self.parties):
            part.changed.connect(self.changed)
            part.left.connect(self.left)
        self._more_names = label("", "hint")
        self._head(more).insertWidget(1, self._more_names)
        self._aside: Body = {}
        self._roles: dict[str, list[str]] = {}

    # -- values

    def offer(self, faces: FormFace) -> None:
        """What the form is made of; lists of a form that stands already are renewed."""
        self._faces = faces
        if self.kind:
            face = faces.kinds[self.kind]
            for part in (self.how, self.what, self.more):
                for path in part.rows:
                    if path in face.options:
                        part.offer(path, face.options[path])

    def show_kind(self, kind: str, body: Body | None = None) -> None:
        """Makes the form of a kind; what a form of the other kind holds and this one cannot show is kept for later.

        Args:
            kind: dispute or petition.
            body: what to put in; without it, what stands on the form now.
        """
        if self._faces is None:
            return
        face = self._faces.kinds[kind]
        body = {**self._aside, **self.body()} if body is None and self.kind else dict(body or {})
        self._aside = {k: v for k, v in body.items() if k not in ("kind", "parties", "overrides")}
        if self.kind and self.kind != kind:
            self._roles[self.kind] = [p.get(FIRST, "") for p in parties_of(body)]
            body["parties"] = _without_empty(parties_of(body))
        self.kind = kind
        for name, part in (("how", self.how), ("what", self.what), ("more", self.more)):
            fields = face.group(name)
            part.build(quiet(fields), face.options, wide=wide_names(fields, face.options))
            for field in fields:
                hint(part.rows[field.name], field)
        self._build_parties(face, kind, body)
        self.fill(body)
        self._more_names.setText("、".join(f.label for f in face.group("more")))
        self._show_more(any(words_of(body, f.name) for f in face.group("more")))
        self.chain()
        self._align()

    def body(self) -> Body:
        """The form as the register takes it, in raw words; it is also the draft."""
        found: Body = {"kind": self.kind}
        for part in (self.how, self.what, self.more):
            found.update(part.raw())
        found["parties"] = self.parties.values()
        overrides = {k: v for part in (self.how, self.what, self.more) for k, v in part.reasons().items()}
        for number, reasons in enumerate(self.parties.reasons()):
            overrides.update({f"parties.{number}.{name}": why for name, why in reasons.items()})
        if overrides:
            found["overrides"] = overrides
        return found

    def fill(self, body: Body) -> None:
        """Puts the matter's own values in."""
        reasons = overrides_of(body)
        for made in self._own_rows():
            made.set_raw(words_of(body, made.path))
            made.set_reason(reasons.get(made.path, ""))

    @property
    def rows(self) -> dict[str, FieldRow]:
        """All rows by path, from top to bottom."""
        found = {**self.how.rows, **{made.path: made for made in self.parties.rows()}}
        return {**found, **self.what.rows, **self.more.rows}

    def value(self, path: str) -> str:
        """What was typed into a field; empty where there is none of that path."""
        made = self.rows.get(path)
        return made.raw() if made is not None else ""

    def commit(self) -> None:
        """Commits what an input method is composing."""
        for made in self.rows.values():
            made.editor.commit()

    @property
    def composing(self) -> bool:
        """Whether an input method has words that are not committed yet."""
        return any(getattr(made.editor.widget, "composing", False) for made in self.rows.values())

    # -- what is wrong

    def show_problems(self, problems: Iterable[Problem], among: Iterable[str] | None = None) -> str:
        """Says under the fields what is wrong with them.

        Args:
            problems: all that are known.
            among: only these fields are told and cleared; all where not given.

        Returns:
            The path of the first field with an error; empty where none has one.
        """
        told: dict[str, Problem] = {}
        for problem in problems:
            told.setdefault(problem.path, problem)
        chosen = None if among is None else set(among)
        first = ""
        for path, made in self.rows.items():
            problem = told.get(path)
            if chosen is None or path in chosen:
                if problem is not None:
                    made.show_problem(problem.sentence, problem.severity, problem.overridable)
                elif made.problem:
                    made.show_problem("")
            if problem is not None and problem.severity == "error":
                first = first or path
        if first in self.more.rows:
            self._show_more(shown=True)
        return first

    def show_accusation(self, shown: bool) -> None:
        """Says calmly what becomes of an accusation."""
        self._note.setVisible(shown)

    # -- the parties

    def add_party(self) -> None:
        """Adds a party: the side that is missing first."""
        if self._faces is None:
            return
        there = [p.get(FIRST, "") for p in self.parties.values()]
        missing = next((r for r in ROLES[self.kind] if r not in there), "")
        self.parties.add(missing or ROLES[self.kind][-1])
        self._align()

    def _build_parties(self, face: KindFace, kind: str, body: Body) -> None:
        parties = [dict(p) for p in parties_of(body)]
        reasons: list[dict[str, str]] = [{} for _ in parties]
        for path, why in overrides_of(body).items():
            head, _, name = path.rpartition(".")
            number = head.removeprefix("parties.")
            if number.isdigit() and int(number) < len(reasons):
                reasons[int(number)][name] = why
        before = self._roles.get(kind, [])
        for number, party in enumerate(parties):
            role = party.get(FIRST, "")
            was = before[number] if number < len(before) else ""
            unchanged = was and self._role_in(self._other(kind), was) == role
            party[FIRST] = was if unchanged else self._role_in(kind, role)
        parties += [{FIRST: role} for role in ROLES[kind][len(parties) :]]
        self.parties.build(face, parties, reasons)

    def _role_in(self, kind: str, role: str) -> str:
        """What a role is called in a kind of matter."""
        offered = self._faces.kinds[kind].options.get(FIRST, ()) if self._faces is not None else ()
        if not role or any(o.id == role for o in offered):
            return role
        return ROLE_IN.get((role, kind), "other")

    @staticmethod
    def _other(kind: str) -> str:
        return next(k for k, _words in KINDS if k != kind)

    # -- the fold and the keys

    def toggle_more(self) -> None:
        """Opens or closes the rare fields."""
        self._show_more(self.more.isHidden())
        if not self.more.isHidden():
            self.more.focus()

    def _show_more(self, shown: bool) -> None:
        self.more.setVisible(shown)
        self._more_names.setVisible(not shown)
        self._fold.setText("收起" if shown else "展开")

    def chain(self, *after: QWidget) -> None:
        """Sets the order of the tabulator: top to bottom, then what comes after the form."""
        order: list[QWidget] = []
        for path, made in self.rows.items():
            if path in self.more.rows and self._fold not in order:
                order.append(self._fold)
            order.append(made.editor.widget)
            order += [e for e in made.findChildren(LineEdit) if e is not made.editor.widget]
        order += after
        for before, then in pairwise(order):
            QWidget.setTabOrder(before, then)

    def _align(self) -> None:
        """Labels in one line from the top of the page to its end."""
        if self._faces is None or not self.kind:
            return
        face = self._faces.kinds[self.kind]
        sides: tuple[list[FieldRow], list[FieldRow]] = ([], [])
        forms = (self.how, *(f for b in self.parties.blocks for f in (b.head, b.body)), self.what, self.more)
        for form in forms:
            fields = [made.field for made in form.rows.values()]
            wide = wide_names(cast("list[Field]", fields), face.options)
            for side, found in zip(sides, columns_of(form.rows.values(), wide), strict=True):
                side.extend(found)
        for side in sides:
            align(side)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._later.start()

    def _own_rows(self) -> Iterator[FieldRow]:
        for part in (self.how, self.what, self.more):
            yield from part.rows.values()

    @staticmethod
    def _head(card: Card) -> QHBoxLayout:
        assert card.head is not None  # noqa: S101 - cards with a heading have one
        return card.head


def _without_empty(parties: list[dict[str, str]]) -> list[dict[str, str]]:
    """Parties up to the last of whom something was typed."""
    last = max((at for at, p in enumerate(parties, 1) if set(p) - {FIRST}), default=0)
    return parties[:last]
