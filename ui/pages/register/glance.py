"""A look at a matter in the side sheet, without leaving what is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.style import space
from ui.widgets.build import button, column, label, row
from ui.widgets.facts import Fact, Facts
from ui.widgets.sidesheet import scrolled
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from app.matters.values import MatterView
    from ui.context import Context


def glance(context: Context, matter: str) -> None:
    """Opens the side sheet on a matter."""

    def show(view: MatterView) -> None:
        context.sheet.open_sheet(view.number or "事项", _content(context, view))

    context.jobs.read(
        lambda _r: context.desk.matters.get_matter(matter), show, owner=context.sheet, latest="glance"
    )


def _content(context: Context, view: MatterView) -> QWidget:
    inner = QWidget()
    down = column(inner, gap="m")
    down.setContentsMargins(space("l"), 0, space("l"), space("l"))
    down.addWidget(label(view.title, "heading", wrap=True))
    line = row(gap="m")
    line.addWidget(StatusWord(Status(Tone.NOW if view.next else Tone.DONE, view.state_label)))
    line.addWidget(label(view.rung_label, "muted"))
    line.addStretch(1)
    down.addLayout(line)
    people = tuple(
        Fact("", p.role_label, "　".join(w for w in (p.name, p.phone, p.address) if w)) for p in view.parties
    )
    told = tuple(
        Fact(f.name, f.label, f.text) for f in view.fields if f.text and f.name not in ("title", "number")
    )
    facts = Facts(1)
    facts.show_facts((*people, *told))
    down.addWidget(facts)
    down.addStretch(1)
    go = button("打开事项", lambda: context.navigate("matter", ident=view.id))
    holder = row()
    holder.addWidget(go)
    holder.addStretch(1)
    down.addLayout(holder)
    return scrolled(inner)
