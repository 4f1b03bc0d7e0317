"""移交: who has the matter, every hand-over with its answer, and what this office may do with its custody now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import shiboken6
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.matters.values import ActionField
from ui.pages.asking import Options
from ui.pages.matter.acting import ActionSheet, read_options
from ui.pages.matter.sections.base import Section
from ui.pages.matter.sections.transferwords import custody_facts, standing_of
from ui.widgets.build import Button, button, clear, label
from ui.widgets.facts import Facts
from ui.widgets.fields import Option
from ui.widgets.flow import Flow
from ui.widgets.states import FaultSlot
from ui.widgets.status import StatusWord

if TYPE_CHECKING:
    from app.desk import Desk
    from app.matters.values import ActionVerdict, Done, DraftView, MatterView, Ways
    from ui.context import Context
    from ui.jobs import Report

TO = "to_office"
TO_ACCEPT = "to_accept"
NO_TARGET = "还没有收下对方单位的名片，没有可以移交的单位"
Command = Callable[["Desk", dict[str, str]], "Done"]


@dataclass(frozen=True, slots=True)
class _Read:
    ways: Ways
    offices: tuple[Option, ...]


class TransferSection(Section):
    """Where the matter is, the chain of its hand-overs, and the buttons: 上报 转送 交办 交还 接收 退回 收回."""

    heading: ClassVar[str] = "移交"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.status = StatusWord(small=True)
        if self.head is not None:
            self.head.insertWidget(1, self.status)
        self.facts = Facts(1)
        self.faults = FaultSlot()
        holder, off = QWidget(), QWidget()
        self._now, self._off = Flow(holder, gap="s"), Flow(off, gap="m")
        self._later = off
        self.acts: dict[str, Button] = {}
        self.add(self.facts, self.faults, holder, off)
        self._read: _Read | None = None
        self._wanted = ""
        self._acting: ActionSheet | None = None
        self.hide()

    @override
    def show_matter(self, view: MatterView) -> None:
        if self.view is None or self.view.id != view.id:
            self._read = None
            self._show_acts(view)
        super().show_matter(view)
        self.faults.clear()
        self.status.show_status(standing_of(view))
        self.facts.show_facts(custody_facts(view, self.context.desk.today().date()))
        self.setVisible(bool(view.custodian))
        desk, ident = self.context.desk, view.id

        def read(_report: Report) -> _Read:
            custody, sound = desk.matters.custody, desk.matters.find.sound
            offices = tuple(
                Option(t.office, t.name, tuple(sound(t.name).split()), t.code) for t in custody.targets()
            )
            return _Read(custody.ways(ident), offices)

        self.context.jobs.read(read, self._on_read, owner=self, latest="ways")

    @override
    def open_act(self, action: str) -> bool:
        if action != TO_ACCEPT:
            return False
        self._wanted = action
        if self._read is not None:
            self._open_wanted()
        return True

    @override
    def leave(self) -> None:
        if self._acting is not None and shiboken6.isValid(self._acting):
            self._acting.form.commit()
            self._acting.keeper.keep_now()

    # -- what may be done

    def _on_read(self, read: _Read) -> None:
        self._read = read
        if self.view is not None:
            self._show_acts(self.view)
            self._open_wanted()

    def _open_wanted(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted and self._read is not None and self._read.ways.accept is not None:
            self._accept()

    def _show_acts(self, view: MatterView) -> None:
        clear(self._now)
        clear(self._off)
        self.acts = {}
        read = self._read
        if read is None:
            self._later.hide()
            return
        ways = read.ways
        if ways.accept is not None:
            self._put("accept", "接收", ways.accept.why, self._accept)
        if ways.decline is not None:
            self._put("decline", "退回（提出异议）", ways.decline.why, self._decline)
        if ways.withdraw is not None:
            self._put("withdraw", "收回", ways.withdraw, self._withdraw)
        for verdict in ways.offers if view.ours else ():
            why = verdict.why or ("" if read.offices else NO_TARGET)
            self._put(verdict.id, self._label(verdict), why, self._offers(verdict))
        self._later.setVisible(self._off.count() > 0)

    def _label(self, verdict: ActionVerdict) -> str:
        return self.context.desk.shelf.codes.label_of("transfer_kind", verdict.id) or verdict.label

    def _put(self, key: str, words: str, why: str, does: Callable[[], object]) -> None:
        made = button(words, does, "offlink" if why else "secondary")
        made.allow(why)
        made.refused.connect(self.context.toast)
        if why and not self._off.count():
            self._off.addWidget(label("现在不能：", "hint"))
        (self._off if why else self._now).addWidget(made)
        self.acts[key] = made

    # -- forms

    def _offers(self, verdict: ActionVerdict) -> Callable[[], None]:
        def open_form() -> None:
            view, read = self.view, self._read
            if view is None or read is None:
                return
            offices = read.offices
            where = ActionField(TO, "移交给", "code", required=True)
            asked = replace(verdict, label=self._label(verdict), fields=(where, *verdict.fields))
            self._open(
                asked,
                lambda desk, raw: desk.matters.custody.offer(
                    view.id, verdict.id, raw.get(TO, ""), {k: v for k, v in raw.items() if k != TO}
                ),
                {TO: offices},
                {TO: offices[0].id} if len(offices) == 1 else {},
            )

        return open_form

    def _accept(self) -> None:
        if self._read is not None and self._read.ways.accept is not None and (offer := self._offer()):
            self._open(
                self._read.ways.accept, lambda desk, raw: desk.matters.custody.accept(offer, raw), {}, {}
            )

    def _decline(self) -> None:
        if self._read is not None and self._read.ways.decline is not None and (offer := self._offer()):
            ways, verdict = self._read.ways, self._read.ways.decline
            told = "。".join(part for part in (verdict.article, ways.late) if part)
            self._open(
                replace(verdict, article=told),
                lambda desk, raw: desk.matters.custody.decline(offer, fields=raw),
                {},
                {},
            )

    def _withdraw(self) -> None:
        offer = self._offer()
        if not offer:
            return
        desk = self.context.desk
        self.context.jobs.write(
            lambda _r: desk.matters.custody.withdraw(offer),
            self._on_done,
            owner=self,
            failed=self.faults.show_fault,
        )

    def _offer(self) -> str:
        return self.view.offered.id if self.view is not None and self.view.offered is not None else ""

    def _open(self, verdict: ActionVerdict, command: Command, more: Options, start: dict[str, str]) -> None:
        view = self.view
        if view is None:
            return
        if not verdict.allowed:
            self.context.toast(verdict.why)
            return
        desk, kind = self.context.desk, f"do:{verdict.id}:{view.id}"
        today = desk.today().date().isoformat()

        def ask(_report: Report) -> tuple[Options, tuple[DraftView, ...]]:
            return read_options(desk, verdict.fields, view.kind), desk.matters.drafts.waiting(kind)

        def show(found: tuple[Options, tuple[DraftView, ...]]) -> None:
            acting = ActionSheet(self.context, view.id, verdict, {**found[0], **more}, today)
            acting.start_with(start)
            acting.submitted.connect(self._does(command, acting))
            if found[1]:
                acting.give_back(found[1][0])
            self._acting = acting
            self.context.sheet.open_sheet(f"{verdict.label}　{view.number}", acting)
            acting.form.focus()

        self.context.jobs.read(ask, show, owner=self)

    def _does(self, command: Command, acting: ActionSheet) -> Callable[[dict[str, str]], None]:
        desk = self.context.desk

        def work(raw: dict[str, str], draft: str) -> Done:
            done = command(desk, raw)
            desk.matters.drafts.drop(draft)
            return done

        def submit(raw: dict[str, str]) -> None:
            draft = acting.keeper.ident
            self.context.jobs.write(
                lambda _r: work(raw, draft), self._on_done, failed=acting.refused, owner=acting
            )

        return submit

    def _on_done(self, done: Done) -> None:
        self.context.sheet.close_sheet()
        self.context.toast(done.changes.words)
        self.context.changed(done.changes)
