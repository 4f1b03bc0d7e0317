"""领导包案: who holds the matter on which account, the way to its sheet, and 三到位一处理 of its ending."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.pages.chargeacts import Acting
from ui.pages.matter.sections.base import Section
from ui.pages.matter.terms import day_words
from ui.widgets.build import clear, label, link
from ui.widgets.facts import Fact, Facts
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from app.desk import Desk
    from app.duties.values.charges import ChargeLine
    from app.duties.values.endings import EndingView
    from app.matters.values import MatterView
    from ui.context import Context

CLOSING = frozenset({"agreed", "failed", "replied", "served", "closed"})
"""States from which the ending of a matter is asked for."""
NONE = "还没有领导包案。上级交办的、自查发现的、久拖未决的事项，由领导包案化解。"


class ChargeSection(Section):
    """The charges of a matter, newest first."""

    heading: ClassVar[str] = "领导包案"
    short: ClassVar[str] = "包案"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.acting = Acting(context, self)
        self.facts = Facts(1)
        self.note = label("", "hint", wrap=True)
        holder = QWidget()
        self._acts = Flow(holder, gap="m")
        self.acts: dict[str, QWidget] = {}
        self.add(self.facts, self.note, holder)
        self.hide()

    @override
    def show_matter(self, view: MatterView) -> None:
        super().show_matter(view)
        desk, ident = self.context.desk, view.id
        self.context.jobs.read(
            lambda _r: _read(desk, ident), self._show, owner=self, failed=self._on_fault, latest="charge"
        )

    def _show(self, found: tuple[tuple[ChargeLine, ...], EndingView | None]) -> None:
        view = self.view
        if view is None:
            return
        lines, ending = found
        clear(self._acts)
        self.acts = {}
        facts = [_fact(line) for line in lines]
        if ending is not None:
            facts += [Fact(f"ending {name}", name, words) for name, words in ending.parts]
        self.facts.show_facts(tuple(facts))
        self.facts.setVisible(bool(facts))
        self.note.setText("" if facts else NONE)
        self.note.setVisible(not facts)
        for line in lines:
            self._act(line.id, f"打开 {line.number}", self._opens(line.id))
        if view.ours and not any(line.ours and not line.struck_on for line in lines):
            self._act("open", "挂账包案…", lambda: self.acting.open(view.id, view.number))
        if view.ours and view.state in CLOSING:
            words = "修改三到位一处理…" if ending else "填写三到位一处理…"
            self._act("ending", words, lambda: self.acting.ending(view.id))
        self.setVisible(bool(facts) or bool(self.acts))

    def _act(self, key: str, words: str, does: object) -> None:
        made = link(words, does)  # type: ignore[arg-type]
        self.acts[key] = made
        self._acts.addWidget(made)

    def _opens(self, charge: str):
        return lambda: self.context.navigate("charges", charge=charge, tab="board")

    def _on_fault(self, _fault: object) -> None:
        self.hide()


def _read(desk: Desk, matter: str) -> tuple[tuple[ChargeLine, ...], EndingView | None]:
    room = desk.duties
    return room.charges.of_matter(matter), room.endings.get(matter)


def _fact(line: ChargeLine) -> Fact:
    who = f"{line.leader}（{line.post}）" if line.post else line.leader
    term = ""
    if line.days_left is not None and line.due_on is not None:
        term = f"{line.due_on.isoformat()} 前化解（{day_words(line.days_left)}）"
    parts = (
        who,
        line.lead_unit,
        line.batch,
        line.state_label,
        term,
        "本月没有进展" if line.idle else "",
        "" if line.ours else f"{line.office_name}立",
    )
    return Fact(line.id, line.number, "　".join(p for p in parts if p))
