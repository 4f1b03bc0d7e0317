"""What a careful eye would find wrong with a window, found mechanically: clipped words, bars, strays, nameless controls."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QTextEdit,
    QToolButton,
    QWidget,
)

from ui.models.ledger import CELL
from ui.widgets.ledgerview import LedgerView
from ui.widgets.status import Status, StatusWord

SLACK = 1
"""Pixels that a glyph's side bearing may take."""
CONTROLS = (
    QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractItemView, QAbstractSpinBox,
)  # fmt: skip
MOST_STEPS = 600
OVERLAYS = {"Toast", "SideSheet", "DropList", "LockPage"}
"""They lie over their host on purpose, and may stand outside it while they slide."""


def faults_of(window: QWidget) -> list[str]:
    """Everything that is wrong with what a window shows now, a line each."""
    found = [*_clipped(window), *_bars(window), *_strays(window), *_nameless(window)]
    return list(dict.fromkeys(found))


def shown(window: QWidget) -> Iterator[QWidget]:
    """Every widget that is not hidden, scrolled out of sight or not."""
    yield from (w for w in window.findChildren(QWidget) if w.isVisible() and not w.size().isEmpty())


# -- words


def _clipped(window: QWidget) -> Iterator[str]:
    for widget in shown(window):
        if isinstance(widget, StatusWord):
            yield from _status(widget)
            continue
        if widget.toolTip():
            continue  # what is shortened says the whole on request
        if isinstance(widget, QLabel):
            yield from _label(widget)
        elif isinstance(widget, (QPushButton, QCheckBox)):
            yield from _button(widget)
        elif isinstance(widget, QLineEdit):
            yield from _placeholder(widget)
        elif isinstance(widget, QComboBox):
            room = widget.contentsRect().width() - 24
            if _wide(widget.fontMetrics(), widget.currentText()) > room + SLACK:
                yield _said("clipped choice", widget, widget.currentText())
        elif isinstance(widget, QHeaderView):
            yield from _header(widget)
        elif isinstance(widget, QListWidget):
            yield from _list(widget)
        elif isinstance(widget, LedgerView):
            yield from _states(widget)


def _status(word: StatusWord) -> Iterator[str]:
    """A state or a term is whole: its end says how many days."""
    if word.width() < word.sizeHint().width() - SLACK:
        yield _said(f"state cut by {word.sizeHint().width() - word.width()} px", word, word.status.words)


def _label(label: QLabel) -> Iterator[str]:
    text = label.text()
    if not text or label.textFormat() is Qt.TextFormat.RichText or not label.pixmap().isNull():
        return
    room = label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin())
    metrics = label.fontMetrics()
    if label.wordWrap():
        flags = int(Qt.TextFlag.TextWordWrap.value) | int(label.alignment())
        need = metrics.boundingRect(QRect(0, 0, room.width(), 100_000), flags, text).size()
    else:
        lines = text.split("\n")
        need = QSize(max(_wide(metrics, line) for line in lines), metrics.lineSpacing() * len(lines))
    if need.width() > room.width() + SLACK:
        yield _said(f"clipped by {need.width() - room.width()} px", label, text)
    if need.height() > room.height() + metrics.leading() + 2:
        yield _said(f"cut off by {need.height() - room.height()} px below", label, text)


def _button(button: QAbstractButton) -> Iterator[str]:
    text = button.text().replace("&&", "&")
    if not text:
        return
    need = max(_wide(button.fontMetrics(), line) for line in text.split("\n"))
    option = QStyleOptionButton()
    option.initFrom(button)
    part = (
        QStyle.SubElement.SE_CheckBoxContents
        if isinstance(button, QCheckBox)
        else QStyle.SubElement.SE_PushButtonContents
    )
    room = button.style().subElementRect(part, option, button)
    icon = 0 if button.icon().isNull() else button.iconSize().width() + 4
    if need + icon > room.width() + SLACK:
        yield _said(f"clipped by {need + icon - room.width()} px", button, text)
    if button.fontMetrics().height() > button.height() + SLACK:
        yield _said("cut off below", button, text)


def _placeholder(edit: QLineEdit) -> Iterator[str]:
    text = edit.placeholderText()
    if text and not edit.text():
        margins = edit.textMargins()
        room = edit.contentsRect().width() - margins.left() - margins.right() - 4
        if _wide(edit.fontMetrics(), text) > room + SLACK:
            yield _said(f"hint clipped by {_wide(edit.fontMetrics(), text) - room} px", edit, text)
    if edit.fontMetrics().height() > edit.contentsRect().height() + SLACK:
        yield _said("line cut off below", edit, edit.accessibleName())


def _header(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if model is None or header.orientation() is not Qt.Orientation.Horizontal:
        return
    for section in range(header.count()):
        if header.isSectionHidden(section):
            continue
        text = str(model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole) or "")
        told = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        need = _wide(header.fontMetrics(), text) + 16
        if need > header.sectionSize(section) + SLACK and not told:
            yield _said(f"heading clipped by {need - header.sectionSize(section)} px", header, text)


def _list(names: QListWidget) -> Iterator[str]:
    for at in range(names.count()):
        item = names.item(at)
        if item.isHidden() or item.toolTip():
            continue
        if _wide(names.fontMetrics(), item.text()) > names.viewport().width() - 8 + SLACK:
            yield _said("entry clipped", names, item.text())


def _states(table: LedgerView) -> Iterator[str]:
    """A state of the ledger is never cut: half a word is another state. What is due may be, its days come first."""
    model = table.ledger
    mark = table.worn.px("sign") + 6
    for at, column in enumerate(model.columns):
        if table.isColumnHidden(at) or column.key != "state":
            continue
        for row in range(min(model.rowCount(), 40)):
            cell = model.index(row, at).data(CELL)
            if isinstance(cell, Status):
                room = table.columnWidth(at) - 16 - mark
                if _wide(table.fontMetrics(), cell.words) > room + SLACK:
                    yield _said("state cut", table, cell.words)


def _wide(metrics: QFontMetrics, text: str) -> int:
    return metrics.horizontalAdvance(text.replace("&", ""))


# -- bars and strays


def _bars(window: QWidget) -> Iterator[str]:
    for area in window.findChildren(QAbstractScrollArea):
        if (
            area.isVisible()
            and area.horizontalScrollBar().maximum() > 0
            and not isinstance(area, QHeaderView)
        ):
            one_line = isinstance(area, (QPlainTextEdit, QTextEdit))
            if not one_line:
                yield _said(f"scrolls sideways by {area.horizontalScrollBar().maximum()} px", area, "")


def _strays(window: QWidget) -> Iterator[str]:
    for widget in shown(window):
        parent = widget.parentWidget()
        if parent is None or widget.isWindow() or type(widget).__name__ in OVERLAYS:
            continue
        grand = parent.parentWidget()
        if isinstance(grand, QAbstractScrollArea) and grand.viewport() is parent:
            continue
        outside = widget.geometry().united(parent.rect())
        if outside.width() > parent.width() + SLACK or outside.height() > parent.height() + SLACK:
            yield _said(f"stands outside {type(parent).__name__}", widget, _words(widget))


# -- controls


def controls(window: QWidget) -> list[QWidget]:
    """Everything that a hand may want to reach, as far as it is a control of its own."""
    return [
        w
        for w in shown(window)
        if w.isEnabled()
        and (isinstance(w, CONTROLS) or w.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not isinstance(w, QHeaderView)
        and not _belongs(w)
    ]


def _belongs(widget: QWidget) -> bool:
    """Whether it is a part of another control that has the keyboard for it (the line of a spin box, a choice's buttons)."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        if (
            above.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            return True
        if isinstance(above, (QAbstractSpinBox, QComboBox)):
            return True
        above = above.parentWidget()
    return False


def _nameless(window: QWidget) -> Iterator[str]:
    for widget in controls(window):
        told = QAccessible.queryAccessibleInterface(widget)
        name = told.text(QAccessible.Text.Name) if told is not None else ""
        if not name.strip():
            yield _said("without a name", widget, "")


def unreachable(window: QWidget) -> list[str]:
    """Controls that Tab does not come to, from the first to the last and round again."""
    want = {w for w in controls(window) if w.focusPolicy() & Qt.FocusPolicy.TabFocus}
    mouse = [_said("no keyboard", w, _words(w)) for w in controls(window) if _mouse_only(w)]
    reached: set[QWidget] = set()
    for _ in range(MOST_STEPS):
        focused = window.focusWidget()
        if focused is not None and focused in reached and reached >= want:
            break
        if focused is not None:
            reached.add(focused)
        window.focusNextChild()
    missed = [_said("Tab does not reach", w, _words(w)) for w in want if w not in reached and w.isVisible()]
    return [*mouse, *missed]


def _mouse_only(widget: QWidget) -> bool:
    if any(keys in widget.toolTip() + widget.accessibleName() for keys in ("Alt+", "Ctrl+", "F1")):
        return False  # it has a key of its own, and says so
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.focusProxy() is not None:
        return False
    return isinstance(widget, (QPushButton, QToolButton, QCheckBox, QLineEdit, QPlainTextEdit, QComboBox))


# -- saying it


def _words(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return (str(text()) if callable(text) else "") or widget.accessibleName()


def _said(what: str, widget: QWidget, words: str) -> str:
    top = widget.mapTo(widget.window(), QPoint(0, 0))
    shortened = words if len(words) <= 40 else f"{words[:39]}…"
    return f"{what}: {type(widget).__name__} “{shortened}” at {top.x()},{top.y()} {widget.width()}×{widget.height()}"
