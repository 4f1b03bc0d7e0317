"""先存着的修改: what a former custodian wrote too late, or a copy whose branch does not go on; who has the matter decides.

Everything is kept and shown side by side with what stands there now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.matters.values import ActionField, ActionVerdict
from ui.pages.matter.acting import ActionSheet
from ui.pages.matter.sections.base import Section
from ui.pages.matter.sections.transferwords import aside_head
from ui.style import space
from ui.widgets.build import Button, button, clear, column, frame, label, link, pads, row, rule
from ui.widgets.flow import Flow
from ui.widgets.states import FaultSlot
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from app.matters.values import ChangeText, Done, DraftView, MatterView, SetAside
    from ui.context import Context

LEAVE = "leave_changes"
PARTED = "branch_lost"
DECIDED = {"adopted": Tone.DONE, "left": Tone.NONE}


class AsideSection(Section):
    """Each change: who, when, what stands there now and what it would put there; 采纳 or 不采纳 with a reason."""

    heading: ClassVar[str] = "先存着的修改"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.status = StatusWord(small=True)
        if self.head is not None:
            self.head.insertWidget(1, self.status)
        self.note = label("", "hint", wrap=True)
        self.faults = FaultSlot()
        self._down: QVBoxLayout = column(gap="m")
        self.adopts: list[Button] = []
        self.leaves: list[Button] = []
        self._acting: ActionSheet | None = None
        self.add(self.note, self.faults, self._down)
        self.hide()

    @override
    def show_matter(self, view: MatterView) -> None:
        super().show_matter(view)
        clear(self._down)
        self.adopts, self.leaves = [], []
        self.setVisible(bool(view.set_aside))
        if not view.set_aside:
            return
        self.faults.clear()
        waits = [one for one in view.set_aside if not one.decided]
        decides = [one for one in waits if one.can_decide]
        self.status.show_status(
            Status(Tone.SOON, f"{len(waits)} 处等待决定") if waits else Status(Tone.DONE, "都已决定")
        )
        self.note.setText(_note(view, bool(waits), bool(decides)))
        if len(decides) > 1:
            self._down.addWidget(self._all(decides))
        now = self.context.desk.today()
        for one in waits:
            self._down.addWidget(self._waiting(one, now))
        for number, one in enumerate(d for d in view.set_aside if d.decided):
            if number or waits:
                self._down.addWidget(rule())
            self._down.addLayout(self._decided(one, now))

    @override
    def leave(self) -> None:
        if self._acting is not None and shiboken6.isValid(self._acting):
            self._acting.form.commit()
            self._acting.keeper.keep_now()

    # -- one change

    def _waiting(self, one: SetAside, now: datetime) -> QWidget:
        well = frame("well")
        down = column(well, gap="s")
        pads(down, "m", "s")
        down.addWidget(label(aside_head(one, now), "muted", wrap=True))
        down.addWidget(label(one.words, wrap=True, select=True))
        if one.changes:
            down.addLayout(_table(one.changes))
        down.addWidget(label(one.sentence, "hint", wrap=True))
        if one.can_decide:
            acts = row(gap="s")
            adopt = button("采纳", lambda: self._decide([one], adopt=True))
            leave = button("不采纳…", lambda: self._ask_why([one]))
            adopt.setAccessibleName(f"采纳：{one.words}")
            leave.setAccessibleName(f"不采纳：{one.words}")
            self.adopts.append(adopt)
            self.leaves.append(leave)
            acts.addWidget(adopt)
            acts.addWidget(leave)
            acts.addStretch(1)
            down.addLayout(acts)
        return well

    def _decided(self, one: SetAside, now: datetime) -> QVBoxLayout:
        down = column(gap="xs")
        words = one.decided_words or ("已采纳" if one.decided == "adopted" else "没有采纳")
        down.addWidget(StatusWord(Status(DECIDED.get(one.decided, Tone.NONE), words)))
        down.addWidget(label(f"{one.words}　{aside_head(one, now)}", "muted", wrap=True))
        for change in one.changes:
            down.addWidget(
                label(f"{change.label}：{change.before or '空'} → {change.after or '空'}", "hint", wrap=True)
            )
        return down

    def _all(self, entries: Sequence[SetAside]) -> QWidget:
        holder = QWidget()
        flow = Flow(holder, gap="m")
        flow.addWidget(link(f"全部采纳（{len(entries)} 处）", lambda: self._decide(entries, adopt=True)))
        flow.addWidget(link("全部不采纳…", lambda: self._ask_why(entries)))
        return holder

    # -- deciding

    def _decide(self, entries: Sequence[SetAside], *, adopt: bool, reason: str = "", draft: str = "") -> None:
        if self.view is None:
            return
        desk, ident, names = self.context.desk, self.view.id, [one.id for one in entries]

        def work(_report: object) -> Done:
            done = desk.matters.custody.decide(ident, names, adopt=adopt, reason=reason)
            if draft:
                desk.matters.drafts.drop(draft)
            return done

        acting = self._acting if draft and self._acting is not None else None
        failed = acting.refused if acting is not None else self.faults.show_fault
        self.context.jobs.write(work, self._on_done, owner=acting or self, failed=failed)

    def _ask_why(self, entries: Sequence[SetAside]) -> None:
        """The reason is typed in the side sheet, so that the change stays in sight."""
        view = self.view
        if view is None:
            return
        desk = self.context.desk
        action = desk.shelf.actions[LEAVE]
        fields: tuple[ActionField, ...] = tuple(f for f in action.fields if f.name == "reason")
        verdict = ActionVerdict(LEAVE, "不采纳", True, "", fields, False, "", ())
        kind = f"do:{LEAVE}:{view.id}"

        def show(found: tuple[DraftView, ...]) -> None:
            acting = ActionSheet(self.context, view.id, verdict, {}, "")
            acting.submitted.connect(self._leaver(entries, acting))
            if found:
                acting.give_back(found[0])
            self._acting = acting
            self.context.sheet.open_sheet(f"不采纳 {len(entries)} 处修改　{view.number}", acting)
            acting.form.focus()

        self.context.jobs.read(lambda _r: desk.matters.drafts.waiting(kind), show, owner=self)

    def _leaver(self, entries: Sequence[SetAside], acting: ActionSheet) -> Callable[[dict[str, str]], None]:
        return lambda raw: self._decide(
            entries, adopt=False, reason=raw.get("reason", ""), draft=acting.keeper.ident
        )

    def _on_done(self, done: Done) -> None:
        self.context.sheet.close_sheet()
        self.context.toast(done.changes.words)
        self.context.changed(done.changes)


def _note(view: MatterView, waits: bool, decides: bool) -> str:
    parted = any(one.code == PARTED and not (waits and one.decided) for one in view.set_aside)
    if not waits:
        when = "分成两支时没有继续的那一支里的" if parted else "移交之后才到的"
        return f"{when}修改，承办单位都已决定；原文都保存着。"
    if parted:
        told = "这些修改写在分成了两支、裁定后没有继续的那一支里，继续的那一支也改了这件事项；先保存着，没有改动事项。"
        return f"{told}请看过以后决定。" if decides else f"{told}由{view.custodian_name}看过以后决定。"
    if decides:
        return "这些修改是对方在移交之后才写的，先保存着，没有改动事项。请看过以后决定。"
    return f"这些修改写在移交之后，没有丢，也还没有并入；由{view.custodian_name}看过以后决定。"


def _table(changes: Sequence[ChangeText]) -> QGridLayout:
    """Field, what stands there now, what the change would put there: side by side."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(space("l"))
    grid.setVerticalSpacing(space("xs"))
    for at, words in enumerate(("", "现在是", "改成")):
        grid.addWidget(label(words, "hint"), 0, at)
    top = Qt.AlignmentFlag.AlignTop
    for line, change in enumerate(changes, 1):
        grid.addWidget(label(change.label, "muted"), line, 0, top)
        grid.addWidget(
            label(change.before or "空", "" if change.before else "faint", wrap=True, select=True),
            line,
            1,
            top,
        )
        grid.addWidget(
            label(change.after or "空", "" if change.after else "faint", wrap=True, select=True), line, 2, top
        )
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    return grid
