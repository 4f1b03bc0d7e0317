"""One place of a round in the side sheet: what it returned, what was found, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.pages.screening.faces import place_status
from ui.style import space
from ui.widgets.build import Button, button, column, label, link
from ui.widgets.facts import Fact, Facts
from ui.widgets.flow import Flow
from ui.widgets.sidesheet import scrolled
from ui.widgets.status import StatusWord

if TYPE_CHECKING:
    from app.duties.values.screening import PlaceLine


class PlaceSheet(QWidget):
    """A place.

    Signals:
        matter: id of a matter to be opened.
        zero, give, register, join, correct, void: what is wanted.
    """

    matter = Signal(str)
    zero = Signal()
    give = Signal()
    register = Signal()
    join = Signal()
    correct = Signal()
    void = Signal()

    def __init__(self, place: PlaceLine, may: bool) -> None:
        super().__init__()
        inner = QWidget()
        down = column(inner, gap="m")
        down.setContentsMargins(space("l"), 0, space("l"), space("l"))
        down.addWidget(StatusWord(place_status(place)))
        facts = Facts(columns=1)
        facts.show_facts(_facts(place))
        down.addWidget(facts)
        for about in place.found:
            words = f"{about.number}　{about.title}".strip("　") or "（事项在原单位）"
            one = link(words, lambda ident=about.matter: self.matter.emit(ident))
            one.setEnabled(about.held)
            down.addWidget(one)
        acts: list[Button] = []
        if may and place.given is None:
            acts += [button("零报告", self.zero.emit), button("记上报", self.give.emit)]
        if may:
            acts.append(button("登记发现的事项", self.register.emit))
        if may and place.given is not None:
            acts += [button("并入已有事项", self.join.emit), button("更正", self.correct.emit, "quiet")]
            acts.append(button("作废", self.void.emit, "quiet"))
        if acts:
            holder = QWidget()
            flow = Flow(holder)
            for one in acts:
                flow.addWidget(one)
            down.addWidget(holder)
        else:
            down.addWidget(label("这一轮已经结束，或者是别的单位的；只能查看。", "hint", wrap=True))
        down.addStretch(1)
        column(self, gap="none").addWidget(scrolled(inner))
        self._first: Button | None = acts[0] if acts else None

    def focus_first(self) -> None:
        """At the first thing to do."""
        if self._first is not None:
            self._first.setFocus()


def _facts(place: PlaceLine) -> tuple[Fact, ...]:
    given = place.given
    if given is None:
        head = Fact("head", "负责人", place.head, missing=not place.head)
        return (head, Fact("groups", "社（组）", "、".join(g.name for g in place.groups)))
    missed = [g.name for g in place.groups if g.code not in place.gone]
    groups = f"{len(place.gone)}/{len(place.groups)}" + (f"，没有走到：{'、'.join(missed)}" if missed else "")
    return (
        Fact("returned_on", "上报日期", given["returned_on"]),
        Fact("went_on", "排查日期", given["went_on"]),
        Fact("went", "排查人", given["went"]),
        *((Fact("groups", "走到社（组）", groups),) if place.groups else ()),
        Fact("households", "走访户数", given["households"]),
        Fact("what", "排查情况", given["what"]),
    )
