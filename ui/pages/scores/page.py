"""考评: four parts, one shown at a time; a scoring, a unit's line, a payment list are steps into them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget

from ui.pages.base import Page
from ui.pages.scores.awardspane import AwardsPane, PaymentsPane, read_awards
from ui.pages.scores.linepane import LinePane
from ui.pages.scores.listing import ListPane, read_list
from ui.pages.scores.pane import Pane
from ui.pages.scores.reportpane import ReportPane
from ui.pages.scores.scoringpane import ScoringPane
from ui.pages.scores.sheeteditor import DRAFT, SheetEditor
from ui.pages.scores.sheetspane import SheetsPane
from ui.style import space
from ui.widgets.build import column, label, row
from ui.widgets.cards import Chips

if TYPE_CHECKING:
    from app.desk import Desk
    from app.matters.values import Changes, DraftView
    from ui.context import Context
    from ui.faults import Fault

PARTS = (("list", "考评和通报"), ("report", "年度报告"), ("awards", "以案定补"), ("sheets", "考评细则"))


class ScoresPage(Page):
    """考评."""

    place = "scores"
    areas = frozenset({"scoring", "task", "award", "award_list"})
    asks_anew = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._how: dict[str, str] = {}
        down = column(self, gap="none")
        head = row(gap="m")
        head.setContentsMargins(space("xl"), space("l"), space("xl"), space("s"))
        head.addWidget(label("考评", "title"))
        district = context.desk.access.office.is_district
        self.parts = Chips(PARTS if district else PARTS[:3], one=True)
        self.parts.changed.connect(self._on_part)
        head.addWidget(self.parts)
        head.addStretch(1)
        down.addLayout(head)
        self.list, self.scoring, self.line = ListPane(context), ScoringPane(context), LinePane(context)
        self.report, self.sheets, self.editor = ReportPane(context), SheetsPane(context), SheetEditor(context)
        self.awards, self.payments = AwardsPane(context), PaymentsPane(context)
        self.stack = QStackedWidget()
        self.panes: tuple[Pane, ...] = (
            self.list,
            self.scoring,
            self.line,
            self.report,
            self.sheets,
            self.editor,
            self.awards,
            self.payments,
        )
        for pane in self.panes:
            self.stack.addWidget(pane)
        down.addWidget(self.stack, 1)
        self.list.chosen.connect(self._on_scoring)
        self.scoring.back.connect(self._go)
        self.scoring.unit_chosen.connect(self._on_unit)
        self.scoring.figure_chosen.connect(self._on_figure)
        self.line.back.connect(self._back_to_scoring)
        self.line.figure_chosen.connect(self._on_figure)
        self.awards.chosen.connect(self._on_payments)
        self.payments.back.connect(self._to_awards)
        self.sheets.edited.connect(self._on_sheet)
        self.editor.back.connect(self._to_sheets)
        self.report.year_chosen.connect(self._on_year)
        self.report.figure_chosen.connect(self._open_figure)

    def enter(self, **how: str) -> None:
        """Shows a part.

        Args:
            how: `part` (list report awards sheets), `scoring`, `unit`, `year`, `pay` (a payment list, or a period whose list is
                to be made), `sheet` to be changed.
        """
        elsewhere, self._how = how != self._how, how
        part = how.get("part", "list")
        self.parts.choose(part)
        desk = self.context.desk
        if elsewhere:
            for pane in self.panes:
                pane.to_top()
        if how.get("unit"):
            self._read(self.line, lambda: desk.scores.line(how["scoring"], how["unit"]), self.line.show_line)
        elif how.get("scoring"):
            self._read(self.scoring, lambda: desk.scores.show(how["scoring"]), self.scoring.show_view)
        elif part == "report":
            year = int(how.get("year") or desk.today().year)
            self._read(self.report, lambda: desk.reports.year(year), self.report.show_report)
        elif how.get("sheet"):
            if elsewhere or self.editor.edited is None:
                ident = how["sheet"]
                self._read(self.editor, lambda: _sheet_and_draft(desk, ident), self._edit)
        elif how.get("pay"):
            self._read(
                self.payments, lambda: desk.duties.awards.lists.get(how["pay"]), self.payments.show_list
            )
        elif part == "awards":
            self._read(self.awards, lambda: read_awards(desk), self.awards.show_awards)
        elif part == "sheets":
            self._read(self.sheets, desk.scores.sheets.views, self.sheets.show_sheets)
        else:
            self._read(self.list, lambda: read_list(desk), self.list.show_list)

    def refresh(self, changes: Changes) -> None:
        """Reads again what is shown."""
        del changes
        self.enter(**self._how)

    def escape(self) -> bool:
        """A step back out of a line or a scoring."""
        if self._how.get("unit"):
            self._back_to_scoring()
        elif self._how.get("scoring"):
            self._go()
        elif self._how.get("sheet"):
            self._go(part="sheets")
        elif self._how.get("pay"):
            self._to_awards()
        else:
            return False
        return True

    def focus_first(self) -> None:
        """The parts come first."""
        self.parts.setFocus()

    def leave(self) -> None:
        """Keeps a sheet that is being changed."""
        self.editor.leave()

    def _edit(self, found: tuple[str, DraftView | None]) -> None:
        text, draft = found
        if draft is not None:
            self.editor.give_back(draft.id, dict(draft.body))
        else:
            self.editor.open_sheet(json.loads(text))

    def _go(self, **how: str) -> None:
        self.context.sheet.close_sheet()
        self.enter(**how)

    def _read(self, pane: Pane, question: Callable[[], Any], show: Callable[[Any], None]) -> None:
        def shown(found: Any) -> None:
            show(found)
            self.stack.setCurrentWidget(pane)

        def failed(fault: Fault) -> None:
            self.stack.setCurrentWidget(pane)
            pane.faults.show_fault(fault, lambda: self.enter(**self._how))

        self.context.jobs.read(lambda _r: question(), shown, owner=self, failed=failed, latest="scores")

    def _on_scoring(self, ident: str) -> None:
        self._go(scoring=ident)

    def _on_unit(self, unit: str) -> None:
        self._go(scoring=self._how["scoring"], unit=unit)

    def _back_to_scoring(self) -> None:
        self._go(scoring=self._how["scoring"])

    def _on_payments(self, ident: str) -> None:
        self._go(part="awards", pay=ident)

    def _to_awards(self) -> None:
        self._go(part="awards")

    def _on_sheet(self, ident: str) -> None:
        self._go(part="sheets", sheet=ident)

    def _to_sheets(self) -> None:
        self._go(part="sheets")

    def _on_year(self, year: int) -> None:
        self._go(part="report", year=str(year))

    def _on_part(self, chosen: tuple[str, ...]) -> None:
        if chosen:
            self._go(part=chosen[0])

    def _on_figure(self, ident: str) -> None:
        view = self.line.view.scoring if self._how.get("unit") and self.line.view else None
        if view is None and self.scoring.view is not None:
            view = self.scoring.view.row
        if view is not None:
            self._open_figure(ident, view.first.isoformat(), view.last.isoformat())

    def _open_figure(self, ident: str, first: str, last: str) -> None:
        self.context.navigate("figures", **{"figure": ident, "from": first, "to": last})


def _sheet_and_draft(desk: Desk, ident: str) -> tuple[str, DraftView | None]:
    """A sheet's text, and the draft of its changes that waits; asks, so it belongs into a job."""
    text = next((s.text for s in desk.scores.sheets.views() if s.id == ident), "{}")
    waiting = [d for d in desk.matters.drafts.waiting(DRAFT) if "sheet" in d.body]
    return text, waiting[0] if waiting else None
