"""A short look at a matter beside the ledger: next step, who is concerned, what was done last."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.pages.ledger.cells import STATES, due_status
from ui.style import space
from ui.widgets.build import button, column, frame, label, pads, row, rule
from ui.widgets.facts import Fact, Facts
from ui.widgets.sidesheet import scrolled
from ui.widgets.status import Status, StatusWord, Tone
from ui.widgets.timeline import Happening, TimeLine

if TYPE_CHECKING:
    from app.matters.values import MatterView, PartyView

LAST_STEPS = 4
_FIELDS = ("statement", "request", "amount_fen", "people", "responsible_unit", "responsible_officer")


class Peek(QWidget):
    """The look; arrows go to the neighbours, Enter opens the matter, space closes.

    Signals:
        opened: the matter's id.
        moved: by how many rows the look is to go on.
        left: the look is over.
    """

    opened = Signal(str)
    moved = Signal(int)
    left = Signal()

    def __init__(self, matter: MatterView, today: date) -> None:
        super().__init__()
        self._ident = matter.id
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{matter.number} {matter.title}")
        down = column(self, gap="none")
        inner = QWidget()
        body = column(inner, gap="m")
        pads(body, "l", "s")
        body.addWidget(label(matter.title, wrap=True, select=True))
        body.addLayout(_state_line(matter))
        if matter.next is not None:
            body.addWidget(_next(matter, today))
        body.addWidget(label("当事人", "heading"))
        for party in matter.parties:
            body.addWidget(_party(party))
        facts = _facts(matter)
        if facts:
            body.addWidget(rule())
            table = Facts(columns=1)
            table.show_facts(facts)
            body.addWidget(table)
        body.addWidget(label("最近办理", "heading"))
        line = TimeLine()
        line.show_happenings(_steps(matter))
        body.addWidget(line)
        body.addStretch(1)
        down.addWidget(scrolled(inner), 1)
        feet = row(gap="s")
        pads(feet, "l", "m")
        feet.addWidget(label("↑↓ 换一件　空格 收起", "hint"))
        feet.addStretch(1)
        self.open_button = button("打开事项", lambda: self.opened.emit(self._ident), keys="回车")
        feet.addWidget(self.open_button)
        down.addWidget(rule())
        down.addLayout(feet)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self._ident)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Space:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _state_line(matter: MatterView):
    across = row(gap="m")
    across.addWidget(StatusWord(Status(STATES.get(matter.state, Tone.NONE), matter.state_label)))
    if matter.urgent:
        across.addWidget(StatusWord(Status(Tone.OVERDUE, "重大紧急")))
    words = (matter.kind_label, matter.category_label, matter.rung_label, matter.transport.words)
    across.addWidget(label("　".join(w for w in words if w), "muted"))
    across.addStretch(1)
    return across


def _next(matter: MatterView, today: date) -> QWidget:
    box = frame("note")
    down = column(box, gap="xs")
    pads(down, "m", "s")
    step = matter.next
    if step is not None:
        down.addWidget(label(f"下一步：{step.label}", wrap=True))
        due = due_status(step.due_on, step.rule_label, today)
        if isinstance(due, Status) and step.due_on is not None:
            across = row(gap="m")
            across.addWidget(StatusWord(due))
            across.addWidget(label(f"至 {step.due_on.isoformat()}", "muted"))
            across.addStretch(1)
            down.addLayout(across)
    return box


def _party(party: PartyView) -> QWidget:
    holder = QWidget()
    across = row(holder, gap="m")
    role = label(party.role_label, "muted")
    role.setMinimumWidth(space("xxl") * 2)
    across.addWidget(role)
    across.addWidget(label(party.name, select=True))
    rest = "　".join(w for w in (party.phone, party.address) if w)
    across.addWidget(label(rest, "faint", wrap=True), 1)
    return holder


def _facts(matter: MatterView) -> tuple[Fact, ...]:
    told = {f.name: f for f in matter.fields}
    place = "　".join(told[n].text for n in ("village", "place") if n in told and told[n].text)
    made = [Fact("where", "发生地", place)] if place else []
    if matter.received_on:
        made.append(Fact("received", "收到", f"{matter.received_on.isoformat()}　{matter.channel_label}"))
    made += [
        Fact(n, told[n].label, told[n].text, wide=told[n].long) for n in _FIELDS if n in told and told[n].text
    ]
    return tuple(made)


def _steps(matter: MatterView) -> tuple[Happening, ...]:
    registered = Happening("", matter.registered_on.isoformat(), "square-pen", "登记")
    last = sorted(matter.steps, key=lambda s: s.done_on, reverse=True)[:LAST_STEPS]
    made = [
        Happening(s.id, s.done_on.isoformat(), "check", f"{s.label}　{s.what}".strip(), s.by) for s in last
    ]
    return tuple(made) or (registered,)
