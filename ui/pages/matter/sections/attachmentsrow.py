"""One attachment in the list: what it is, where its content stands, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from ui.widgets.build import button, clear, column, label, link, pads, row
from ui.widgets.edits import LineEdit
from ui.widgets.painted import Glyph
from ui.widgets.rows import Elided
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from app.attachments.values import AttachmentLine

TONES = {
    "local": Tone.OPEN,
    "sent": Tone.SOON,
    "held": Tone.DONE,
    "here": Tone.DONE,
    "partly": Tone.SOON,
    "waiting": Tone.SOON,
    "lost": Tone.OVERDUE,
    "closed": Tone.NONE,
}
ICONS = {"image": "image", "pdf": "file-text", "text": "file-text", "": "paperclip"}


class AttachmentRow(QFrame):
    """A row: opened by a click or Enter.

    Signals:
        opened: it is to be looked at.
        copy_wanted: a plain copy is to be written.
        edit_wanted: what is said of it is to be changed.
        void_wanted: it is to be taken back, with a reason.
    """

    opened = Signal()
    copy_wanted = Signal()
    edit_wanted = Signal()
    void_wanted = Signal(str)

    def __init__(self, line: AttachmentLine) -> None:
        super().__init__()
        self.line = line
        self.setProperty("role", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        across = row(self, gap="s")
        pads(across, "s", "xs")
        glyph = Glyph(ICONS[line.viewable], "ink_3" if line.voided else "accent")
        across.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
        down = column(gap="none")
        across.addLayout(down, 1)
        first = row(gap="m")
        first.addWidget(Elided(line.name, "muted" if line.voided else ""), 1)
        first.addWidget(StatusWord(status_of(line), small=True))
        down.addLayout(first)
        self._facts = label(facts_of(line), "hint", wrap=True)
        down.addWidget(self._facts)
        self._acts = row(gap="m")
        down.addLayout(self._acts)
        self._offer()
        self.setAccessibleName(f"附件 {line.name}，{status_of(line).words}，{facts_of(line)}")

    def _offer(self) -> None:
        clear(self._acts)
        line = self.line
        if line.here and line.viewable:
            self._act("查看", self.opened.emit)
        if line.here:
            self._act("另存…", self.copy_wanted.emit)
        if line.ours:
            self._act("修改", self.edit_wanted.emit)
            self._act("撤回", self._ask)
        self._acts.addStretch(1)

    def _act(self, words: str, does: object) -> None:
        made = link(words, does, small=True)  # type: ignore[arg-type]
        made.setAccessibleName(f"{words.rstrip('…')} {self.line.name}")
        self._acts.addWidget(made)

    def _ask(self) -> None:
        """Taking back needs a reason; it is asked for here, in place."""
        clear(self._acts)
        why = LineEdit()
        why.setPlaceholderText("撤回的理由，例如：放错了事项（记入修改记录，内容保留）")
        why.setAccessibleName(f"撤回 {self.line.name} 的理由")
        why.enter_moves = False

        def go() -> None:
            why.commit()
            self.void_wanted.emit(why.text())

        why.entered.connect(go)
        self._acts.addWidget(why, 1)
        self._acts.addWidget(button("撤回", go, "quiet"))
        self._acts.addWidget(button("不撤了", self._offer, "quiet"))
        why.setFocus()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


def status_of(line: AttachmentLine) -> Status:
    """Where it stands, as a shape and words."""
    if line.voided:
        return Status(Tone.NONE, "已撤回")
    return Status(TONES.get(line.standing, Tone.NONE), line.standing_words)


def facts_of(line: AttachmentLine) -> str:
    """What is known of it, in one line."""
    said = [line.kind_label, f"{line.what} {line.size_words}"]
    if line.given_by:
        said.append(f"提供人 {line.given_by}")
    if line.made_on is not None:
        said.append(f"形成于 {line.made_on.isoformat()}")
    if line.same_as_original:
        said.append("与原件核对无异")
    if line.proves:
        said.append(f"证明：{line.proves}")
    if line.voided:
        said.append(f"撤回理由：{line.void_reason}")
    else:
        said.append(f"{line.added_by} {line.added_on.isoformat()} 收存")
    return "　".join(said)


def values_of(line: AttachmentLine) -> dict[str, str]:
    """What is said of it, as it stands in the editors."""
    return {
        "kind": line.kind,
        "given_by": line.given_by,
        "made_on": line.made_on.isoformat() if line.made_on is not None else "",
        "proves": line.proves,
        "same_as_original": "是" if line.same_as_original else "",
    }
