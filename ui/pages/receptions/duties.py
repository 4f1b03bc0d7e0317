"""Lists of duties: who answers as first receiver, which instructions are due, what agents still have to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from ui.pages.asking import ask
from ui.pages.part import Part
from ui.pages.receptions.day import ask_hand_over
from ui.pages.receptions.faces import (
    AGENT_COLUMNS,
    FIRST_COLUMNS,
    TASK_COLUMNS,
    agent_rows,
    first_rows,
    task_rows,
)
from ui.pages.supervision.asks import ask_answer
from ui.widgets.build import label
from ui.widgets.rows import Rows

if TYPE_CHECKING:
    from app.duties.values.agency import AgentDuty
    from app.duties.values.receptions import FirstReceiver, TaskView
    from ui.context import Context

AHEAD = 90
"""Instructions due in so many days are listed."""


class FirstPart(Part):
    """首访首办."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found: tuple[FirstReceiver, ...] = ()
        self.body.addWidget(
            label(
                "首先接访的单位和责任人负责到底，直到接手的单位签收，或者事项办结、当场答复清楚。",
                "muted",
                wrap=True,
            )
        )
        self.list = Rows(FIRST_COLUMNS, "", 11)
        self.list.opened.connect(self._open)
        self.list.acted.connect(self._hand_over)
        self.body.addWidget(self.list)
        self.body.addStretch(1)

    @override
    def load(self) -> None:
        desk = self.context.desk
        self.read(lambda: desk.duties.receptions.first_receivers(), self.show_found, "first")

    def show_found(self, found: tuple[FirstReceiver, ...]) -> None:
        """Shows what was read."""
        self.found = found
        self.list.show_rows(first_rows(found), "没有还由首访责任人负责的来访")
        self.point(self.list)

    def _open(self, ident: str) -> None:
        found = next((f for f in self.found if f.visit.id == ident), None)
        if found is not None and found.visit.about is not None:
            self.context.navigate("matter", ident=found.visit.about.matter)
        elif found is not None:
            self._hand_over(ident)

    def _hand_over(self, ident: str) -> None:
        found = next((f for f in self.found if f.visit.id == ident), None)
        if found is not None:
            ask_hand_over(self.context, self, found.visit)


class TasksPart(Part):
    """批示."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found: tuple[TaskView, ...] = ()
        self.list = Rows(TASK_COLUMNS, "", 8)
        self.list.opened.connect(self._open)
        self.list.acted.connect(self.finish)
        self.body.addWidget(self.list)
        self.body.addStretch(1)

    @override
    def load(self) -> None:
        desk = self.context.desk
        self.read(lambda: desk.duties.receptions.tasks_due(ahead=AHEAD), self.show_found, "tasks")

    def show_found(self, found: tuple[TaskView, ...]) -> None:
        """Shows what was read."""
        self.found = found
        self.list.show_rows(task_rows(found), "没有要办的批示")
        self.point(self.list)

    def _open(self, ident: str) -> None:
        found = next((t for t in self.found if t.id == ident), None)
        if found is not None and found.duty.about is not None:
            self.context.navigate("matter", ident=found.duty.about.matter)
        else:
            self.finish(ident)

    def finish(self, ident: str) -> None:
        """Asks what came of an instruction."""
        found = next((t for t in self.found if t.id == ident), None)
        if found is not None and found.to_answer:
            ask_answer(self.context, self, found.duty)
        if found is None or not found.duty.ours:
            return
        ask(
            self.context,
            self,
            f"批示办结　{found.duty['to_name']}",
            f"duty:done:{ident}",
            self.context.desk.duties.receptions.instructions.done_fields(),
            lambda desk, given: desk.duties.receptions.instructions.finish(ident, given),
            words="办结",
            hint=found.duty["what"],
            start={"done_on": self.context.desk.today().date().isoformat()},
        )


class AgentsPart(Part):
    """代理员的任务."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found: tuple[AgentDuty, ...] = ()
        self.body.addWidget(
            label("正在进行的信访代理，先该反馈委托人的在前。委托在事项的页面里登记。", "muted", wrap=True)
        )
        self.list = Rows(AGENT_COLUMNS, "", 0)
        self.list.opened.connect(self._open)
        self.body.addWidget(self.list)
        self.body.addStretch(1)

    @override
    def load(self) -> None:
        desk = self.context.desk
        self.read(lambda: desk.duties.agency.duties(), self.show_found, "agents")

    def show_found(self, found: tuple[AgentDuty, ...]) -> None:
        """Shows what was read."""
        self.found = found
        self.list.show_rows(agent_rows(found), "没有正在进行的代理")
        self.point(self.list)

    def _open(self, ident: str) -> None:
        found = next((d for d in self.found if d.mandate.id == ident), None)
        if found is not None and found.mandate.about is not None:
            self.context.navigate("matter", ident=found.mandate.about.matter)
