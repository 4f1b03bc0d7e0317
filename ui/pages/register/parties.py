"""The parties on the form: a block for each, as many as there are."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.pages.register.arrange import hint, quiet, wide_names
from ui.pages.register.faces import KindFace
from ui.style import space
from ui.widgets.build import column, frame, row
from ui.widgets.fields import FieldForm, FieldRow
from ui.widgets.painted import GlyphButton

FIRST = "role"
"""The field that heads a party's block."""


class PartyBlock(QFrame):
    """One party.

    Signals:
        changed: path of a field, at every change.
        left: path of a field whose focus was lost.
        unwanted: the block itself, to be taken away.
    """

    changed = Signal(str)
    left = Signal(str)
    unwanted = Signal(object)

    def __init__(self, face: KindFace, number: int, values: dict[str, str]) -> None:
        super().__init__()
        self.number = number
        down = column(self, gap="s")
        prefix = f"parties.{number}."
        heads = tuple(f for f in quiet(face.party_fields) if f.name == FIRST)
        rest = tuple(f for f in quiet(face.party_fields) if f.name != FIRST)
        self.head, self.body = FieldForm(1), FieldForm(2)
        self.head.build(heads, face.options, prefix)
        self.body.build(rest, face.options, prefix, wide_names(rest, face.options))
        described = {f.name: f for f in face.party_fields}
        for made in self.body.rows.values():
            hint(made, described[made.field.name])
        top = row(gap="s")
        top.addWidget(self.head, 1)
        self.remove = GlyphButton("x", f"去掉第 {number + 1} 名当事人（Alt+Delete）")
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remove.clicked.connect(lambda: self.unwanted.emit(self))
        top.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        down.addLayout(top)
        down.addWidget(self.body)
        self.put(values)
        for form in (self.head, self.body):
            form.changed.connect(self.changed)
            form.left.connect(self.left)

    @property
    def rows(self) -> dict[str, FieldRow]:
        """The rows by path."""
        return {**self.head.rows, **self.body.rows}

    def values(self) -> dict[str, str]:
        """What was typed, by field name."""
        return {made.field.name: text for made in self.rows.values() if (text := made.raw())}

    def put(self, values: dict[str, str]) -> None:
        """Puts words in."""
        for made in self.rows.values():
            made.set_raw(values.get(made.field.name, ""))

    def reasons(self) -> dict[str, str]:
        """Reasons that overrule checks, by field name."""
        return {made.field.name: why for made in self.rows.values() if (why := made.reason())}


class PartiesPart(QWidget):
    """All parties, one under the other.

    Signals:
        changed: path of a field, or nothing where a party came or went.
        left: path of a field whose focus was lost.
    """

    changed = Signal(str)
    left = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._face: KindFace | None = None
        self._down: QVBoxLayout = column(self, gap="m")
        self.blocks: list[PartyBlock] = []

    def build(
        self, face: KindFace, parties: list[dict[str, str]], reasons: list[dict[str, str]] | None = None
    ) -> None:
        """Makes the blocks anew; `reasons` are those of each party that overrule a check."""
        self._face = face
        while self._down.count():
            old = self._down.takeAt(0).widget()
            if old:
                old.hide()
                old.setParent(None)
                old.deleteLater()
        self.blocks = []
        for number, values in enumerate(parties):
            if number:
                self._down.addWidget(frame("rule"))
            block = PartyBlock(face, number, values)
            for name, why in (reasons[number] if reasons and number < len(reasons) else {}).items():
                if (made := block.rows.get(f"parties.{number}.{name}")) is not None:
                    made.set_reason(why)
            block.changed.connect(self.changed)
            block.left.connect(self.left)
            block.unwanted.connect(self._on_unwanted)
            block.remove.setVisible(len(parties) > 1)
            self._down.addWidget(block)
            self.blocks.append(block)
        self._down.setContentsMargins(0, 0, 0, space("xs"))

    def values(self) -> list[dict[str, str]]:
        """What was typed of each."""
        return [block.values() for block in self.blocks]

    def reasons(self) -> list[dict[str, str]]:
        """Reasons that overrule checks, of each."""
        return [block.reasons() for block in self.blocks]

    def rows(self) -> Iterator[FieldRow]:
        """All rows from top to bottom."""
        for block in self.blocks:
            yield from block.rows.values()

    def add(self, role: str) -> None:
        """Adds a party and puts the focus into its name."""
        if self._face is None:
            return
        self.build(self._face, [*self.values(), {FIRST: role}], self.reasons())
        self.changed.emit("")
        self.focus_name(len(self.blocks) - 1)

    def focus_name(self, number: int) -> None:
        """Puts the focus into a party's first field after its role."""
        self.blocks[number].body.focus()

    def drop_focused(self) -> None:
        """Takes away the party in which the focus is."""
        at = self.window().focusWidget()
        for block in self.blocks:
            if block.isAncestorOf(at):
                self._on_unwanted(block)
                return

    def _on_unwanted(self, block: PartyBlock) -> None:
        if self._face is None or len(self.blocks) < 2:
            return
        keep = [at for at, one in enumerate(self.blocks) if one is not block]
        values, reasons = self.values(), self.reasons()
        self.build(self._face, [values[at] for at in keep], [reasons[at] for at in keep])
        self.changed.emit("")
        self.focus_name(min(block.number, len(self.blocks) - 1))
