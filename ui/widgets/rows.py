"""A short list of matters as rows with one button each (the desk's lists); the ledger has its own table."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui.style import space
from ui.widgets.build import Button, button, column, label, link, pads, row
from ui.widgets.status import Status, StatusWord


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a short list.

    Attributes:
        heading: its word, may be empty.
        share: its part of the width.
        role: role of its labels.
        whole: never cut: the column is as wide as its longest words (numbers).
    """

    heading: str
    share: int
    role: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class RowFace:
    """One row.

    Attributes:
        key: handed back when the row is opened.
        cells: words or states, one for each column.
        act: words of the button, or empty.
        why_not: why the button is off.
        quiet: the button is a link.
    """

    key: str
    cells: tuple[str | Status, ...]
    act: str = ""
    why_not: str = ""
    quiet: bool = False


class Elided(QLabel):
    """Words that are cut with an ellipsis where they do not fit, and whole in the tool tip."""

    def __init__(self, text: str, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    @property
    def whole(self) -> str:
        """The words, uncut."""
        return self._whole

    def show_text(self, text: str) -> None:
        """Shows other words."""
        self._whole = text
        self.setAccessibleName(text)
        self._cut()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._cut()

    def _cut(self) -> None:
        cut = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(cut)
        self.setToolTip(self._whole if cut != self._whole else "")


class _Row(QFrame):
    """A row: opened by a click or Enter, its button by a click or the tabulator."""

    opened = Signal(str)
    acted = Signal(str)
    refused = Signal(str)
    moved = Signal(int)

    def __init__(self, face: RowFace, columns: tuple[Column, ...], act_share: int) -> None:
        super().__init__()
        self.face = face
        self.setProperty("role", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        across = row(self, gap="m")
        pads(across, "l", "none")
        words: list[str] = []
        self.whole: list[Elided] = []
        for cell, told in zip(face.cells, columns, strict=False):
            if isinstance(cell, Status):
                across.addWidget(StatusWord(cell), told.share)
                words.append(cell.words)
            else:
                part = Elided(cell, told.role)
                across.addWidget(part, 0 if told.whole else told.share)
                words.append(cell)
                if told.whole:
                    self.whole.append(part)
        self.setAccessibleName("，".join(w for w in words if w))
        if act_share:
            across.addWidget(self._act(face), act_share)

    def _act(self, face: RowFace) -> QWidget:
        if not face.act:
            return QWidget()
        holder = QWidget()
        held = row(holder)
        act: Button = link(face.act) if face.quiet else button(face.act)
        act.allow(face.why_not)
        act.pressed_on.connect(lambda: self.acted.emit(face.key))
        act.refused.connect(self.refused)
        if not face.quiet:
            act.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        held.addWidget(act)
        if face.quiet:
            held.addStretch(1)
        return holder

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.face.key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.face.key)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class Rows(QFrame):
    """A card of rows with a quiet heading line.

    Signals:
        opened: key of the row that was pressed.
        acted: key of the row whose button was pressed.
        refused: why the pressed button is off.
    """

    opened = Signal(str)
    acted = Signal(str)
    refused = Signal(str)

    def __init__(
        self,
        columns: tuple[Column, ...],
        act_heading: str = "",
        act_share: int = 9,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._columns = columns
        self._act_share = act_share
        self._rows: list[_Row] = []
        self._whole_heads: list[Elided] = []
        self._down: QVBoxLayout = column(self, gap="none")
        self._down.setContentsMargins(1, 1, 1, 1)
        self._head = self._heading(act_heading) if any(c.heading for c in columns) or act_heading else None
        if self._head is not None:
            self._down.addWidget(self._head)
        self._body: QVBoxLayout = column(gap="none")
        self._down.addLayout(self._body)

    def show_rows(self, faces: tuple[RowFace, ...], empty: str = "") -> None:
        """Shows other rows; ``empty`` is said where there are none."""
        while self._body.count():
            widget = self._body.takeAt(0).widget()
            if widget:
                widget.setParent(None)
                widget.deleteLater()
        headed = self._head is not None
        if self._head is not None:
            self._head.setVisible(bool(faces))
        self._rows = [_Row(face, self._columns, self._act_share) for face in faces]
        for number, line in enumerate(self._rows):
            line.setProperty("first", "true" if number == 0 and not headed else "false")
            line.opened.connect(self.opened)
            line.acted.connect(self.acted)
            line.refused.connect(self.refused)
            line.moved.connect(self._on_moved)
            self._body.addWidget(line)
        self._fit()
        if not faces and empty:
            words = label(empty, "faint")
            words.setContentsMargins(space("l"), space("s"), space("l"), space("s"))
            self._body.addWidget(words)

    @property
    def faces(self) -> tuple[RowFace, ...]:
        """The rows that are shown."""
        return tuple(line.face for line in self._rows)

    def focused_key(self) -> str | None:
        """Key of the row that has the focus, itself or by its button."""
        at = self.window().focusWidget()
        return (
            next((line.face.key for line in self._rows if at is line or line.isAncestorOf(at)), None)
            if at
            else None
        )

    def row(self, key: str) -> QWidget | None:
        """The row of a key; None where it is not shown."""
        return next((line for line in self._rows if line.face.key == key), None)

    def focus_row(self, key: str) -> bool:
        """Puts the focus on a row; whether it is there."""
        line = self.row(key)
        if line is not None:
            line.setFocus(Qt.FocusReason.OtherFocusReason)
        return line is not None

    def _heading(self, act_heading: str) -> QWidget:
        holder = QWidget()
        across = row(holder, gap="m")
        across.setContentsMargins(space("l"), space("xs"), space("l"), space("xs"))
        for told in self._columns:
            part = Elided(told.heading, "hint")
            across.addWidget(part, 0 if told.whole else told.share)
            if told.whole:
                self._whole_heads.append(part)
        if self._act_share:
            across.addWidget(Elided(act_heading, "hint"), self._act_share)
        return holder

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Gives the columns that are never cut the width of their longest words."""
        for at in range(len(self._whole_heads) or max((len(line.whole) for line in self._rows), default=0)):
            cells = [line.whole[at] for line in self._rows]
            cells += self._whole_heads[at : at + 1]
            widest = max(
                (QFontMetrics(cell.font()).horizontalAdvance(cell.whole) for cell in cells), default=0
            )
            for cell in cells:
                # A layout takes the hint of an ignored width as nothing and puts the next column over it.
                cell.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
                cell.setFixedWidth(widest + space("xs"))

    def _on_moved(self, step: int) -> None:
        sender = self.focusWidget()
        if isinstance(sender, _Row) and sender in self._rows:
            at = self._rows.index(sender) + step
            if 0 <= at < len(self._rows):
                self._rows[at].setFocus(Qt.FocusReason.TabFocusReason)
