"""前件后件: the chain of matters, linked by a person from proposals; the same matter brought forward again begins here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.matters.values import ActionField
from ui.pages.matter.sections.base import Section
from ui.style import space
from ui.widgets.build import Button, button, clear, column, label, link, row
from ui.widgets.fields import FieldForm, Option
from ui.widgets.flow import Flow
from ui.widgets.rows import Elided
from ui.widgets.states import FaultSlot

if TYPE_CHECKING:
    from app.matters.values import Changes, LineageRow, LineageView, MatterView, Proposal
    from ui.context import Context

FIELDS = (
    ActionField(
        "earlier", "前件编号", "text", required=True, hint="本单位的填编号；外单位的填其文号或者编号"
    ),
    ActionField("lineage", "与前件的关系", "code", required=True, codes="lineage", default="repeat"),
)


class LineageSection(Section):
    """The chain, the proposals, the form to link, 再次反映."""

    heading: ClassVar[str] = "前件后件"
    short: ClassVar[str] = "前后件"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.chain: QVBoxLayout = column(gap="xs")
        self.proposals: QVBoxLayout = column(gap="xs")
        self.note = label("", "hint", wrap=True)
        self.form = FieldForm(columns=2)
        self._form_holder = QWidget()
        down = column(self._form_holder, gap="s")
        down.addWidget(self.form)
        feet = row(gap="m")
        self.save = button("连接", self._link_typed)
        feet.addWidget(self.save)
        feet.addWidget(link("收起", self._close))
        feet.addStretch(1)
        down.addLayout(feet)
        self._form_holder.hide()
        self.faults = FaultSlot()
        acts = QWidget()
        flow = Flow(acts, gap="m")
        self.connect_: Button = link("与前件相连", self.open_form)
        self.unlink: Button = link("解除", self._unlink)
        self.unlink.setAccessibleName("解除与前件的连接")
        self.again: Button = link("再次反映", self._again)
        self.again.setToolTip("以相同的当事人登记新的一件，并与本件相连")
        for act in (self.connect_, self.unlink, self.again):
            flow.addWidget(act)
        self.add(self.chain, self.proposals, self.note, self.faults, self._form_holder, acts)
        self.hide()

    @override
    def show_matter(self, view: MatterView) -> None:
        if self.view is None or self.view.id != view.id:
            self._close()
        super().show_matter(view)
        desk, ident = self.context.desk, view.id
        self.context.jobs.read(
            lambda _r: desk.matters.lineage.of(ident), self.show_lineage, owner=self, latest="lineage"
        )

    @override
    def leave(self) -> None:
        self.form.commit()

    def show_lineage(self, told: LineageView) -> None:
        """Shows what was read; an accusation has no kin."""
        self.setVisible(bool(told.chain))
        clear(self.chain)
        clear(self.proposals)
        if len(told.chain) > 1:
            for one in told.chain:
                self.chain.addLayout(self._row(one))
        else:
            self.chain.addWidget(label("没有相连的事项", "muted"))
        for one in told.proposals:
            self.proposals.addLayout(self._proposal(one))
        self.note.setText(told.note)
        self.note.setVisible(bool(told.note))
        self.connect_.setVisible(told.ours and not told.linked)
        self.unlink.setVisible(told.ours and told.linked)
        if not self.form.rows:
            self.form.build(FIELDS, {"lineage": tuple(Option(key, words) for key, words in told.ways)})
            self.form.set_raw({"lineage": "repeat"})

    def open_form(self) -> None:
        """Asks for the earlier matter."""
        self._form_holder.show()
        self.form.focus("earlier")

    def _row(self, one: LineageRow):
        across = row(gap="m")
        across.setContentsMargins(one.depth * space("l"), 0, 0, 0)
        number = one.number or "未编号"
        if one.is_this or not one.id:
            across.addWidget(label(f"{number}（本件）" if one.is_this else f"{number}（外单位）"))
        else:
            go = link(number, self._opens(one.id))
            go.setAccessibleName(f"打开 {number} {one.title}")
            across.addWidget(go)
        told = "　".join(
            w
            for w in (
                one.lineage_label,
                f"{one.received_on.isoformat()} 收到" if one.received_on else "",
                f"{one.closed_on.isoformat()} 办结" if one.closed_on else one.state_label,
                one.ended,
            )
            if w
        )
        across.addWidget(label(told, "muted"))
        across.addWidget(Elided(one.title, "hint"), 1)
        return across

    def _proposal(self, one: Proposal):
        across = row(gap="m")
        found = one.like.row
        across.addWidget(label("可能的前件", "hint"))
        go = link(found.number or "未编号", self._opens(found.matter))
        go.setAccessibleName(f"打开 {found.number} {found.title}")
        across.addWidget(go)
        why = f"{found.received_on.isoformat()} 收到，相同：{'、'.join(one.like.alike)}；{one.why}"
        across.addWidget(Elided(why, "hint"), 1)
        key, way = found.number or found.matter, one.lineage
        take = link(f"与前件相连（{one.lineage_label}）", lambda: self._link(key, way))
        take.setAccessibleName(f"与 {found.number} 相连，{one.lineage_label}")
        across.addWidget(take)
        return across

    def _opens(self, matter: str):
        return lambda: self.context.navigate("matter", ident=matter)

    def _link_typed(self) -> None:
        self.form.commit()
        given = self.form.raw()
        self._link(given.get("earlier", ""), given.get("lineage", "") or "repeat")

    def _link(self, earlier: str, lineage: str) -> None:
        if self.view is None:
            return
        desk, ident = self.context.desk, self.view.id
        self._write(lambda: desk.matters.lineage.link(ident, earlier, lineage))

    def _unlink(self) -> None:
        if self.view is None:
            return
        desk, ident = self.context.desk, self.view.id
        self._write(lambda: desk.matters.lineage.unlink(ident))

    def _write(self, work: Callable[[], Changes]) -> None:
        self.faults.clear()

        def done(changes: Changes) -> None:
            self._close()
            self.context.toast(changes.words)
            self.context.changed(changes)

        self.context.jobs.write(lambda _r: work(), done, owner=self, failed=self.faults.show_fault)

    def _again(self) -> None:
        if self.view is None:
            return
        desk, ident = self.context.desk, self.view.id
        self.context.jobs.write(
            lambda _r: desk.matters.lineage.again(ident),
            lambda draft: self.context.navigate("register", draft=draft),
            owner=self,
            failed=self.faults.show_fault,
        )

    def _close(self) -> None:
        self._form_holder.hide()
        self.faults.clear()
        if self.form.rows:
            self.form.set_raw({"earlier": "", "lineage": "repeat"})
