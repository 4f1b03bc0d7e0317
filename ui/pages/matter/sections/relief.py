"""救助帮扶: what was asked for in a matter, whose opinion is next, what was granted and paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.pages.chargeacts import Acting
from ui.pages.matter.sections.base import Section
from ui.widgets.build import clear, label, link
from ui.widgets.facts import Fact, Facts
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from app.duties.values.reliefs import ReliefLine
    from app.matters.values import MatterView
    from ui.context import Context

NONE = "生活确有困难的，可以申请救助帮扶（《信访工作条例》第二十七条、第三十七条）。"


class ReliefSection(Section):
    """The reliefs of a matter."""

    heading: ClassVar[str] = "救助帮扶"
    short: ClassVar[str] = "救助"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.acting = Acting(context, self)
        self.facts = Facts(1)
        self.note = label(NONE, "hint", wrap=True)
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
            lambda _r: desk.duties.reliefs.listed(ident),
            self._show,
            owner=self,
            failed=self._on_fault,
            latest="relief",
        )

    def _show(self, lines: tuple[ReliefLine, ...]) -> None:
        view = self.view
        if view is None:
            return
        clear(self._acts)
        self.acts = {}
        self.facts.show_facts(tuple(_fact(line) for line in lines))
        self.facts.setVisible(bool(lines))
        self.note.setVisible(not lines)
        for line in lines:
            self._act(line.id, f"打开 {line.number}", self._opens(line.id))
        if view.ours:
            self._act("ask", "申请救助帮扶…", lambda: self.acting.relief(view.id))
        self.setVisible(bool(lines) or view.ours)

    def _act(self, key: str, words: str, does: object) -> None:
        made = link(words, does)  # type: ignore[arg-type]
        self.acts[key] = made
        self._acts.addWidget(made)

    def _opens(self, relief: str):
        return lambda: self.context.navigate("charges", relief=relief)

    def _on_fault(self, _fault: object) -> None:
        self.hide()


def _fact(line: ReliefLine) -> Fact:
    parts = (
        line.kind_label,
        f"申请 {line.asked}" if line.asked else "",
        f"审批 {line.granted}" if line.granted else "",
        f"待{line.waits_for}意见" if line.waits_for else line.state_label,
        line.paid_on.isoformat() if line.paid_on else "",
    )
    return Fact(line.id, line.number, "　".join(p for p in parts if p))
