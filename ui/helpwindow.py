"""The help window: the manual's page about where the user is, beside the program, without a network."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QImage,
    QKeySequence,
    QPainter,
    QResizeEvent,
    QShortcut,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QTextBrowser, QTextEdit, QWidget
from typing_extensions import override

from app.errors import why_of
from ui.helptext import CONTENTS, MANUAL, as_html, help_pages, page_for, search
from ui.printing import Sheet, print_or_save
from ui.style import Look, stylesheet
from ui.widgets.build import column, label, pads, row
from ui.widgets.edits import LineEdit
from ui.widgets.painted import GlyphButton, Painted
from ui.widgets.sidesheet import Toast

__all__ = ["HelpWindow"]
SIZE = (1000, 700)
PAPERS = {"quick-start.pdf": "解纷快速上手卡"}
"""What a paper of the manual is called when it is saved."""
WIDEST = 860
"""Pixels that a picture takes at most: beyond that it is drawn larger than it is."""


class _Reader(QTextBrowser):
    """Shows a page; links to pages stay inside, all else goes to the system's browser."""

    wanted = Signal(str)
    paper_wanted = Signal(str)
    widened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName("说明")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("role", "manual")
        self.folder = Path()
        self.picture_width = WIDEST
        self.edge = QColor()
        self.anchorClicked.connect(self._on_link)

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture of the manual, drawn small as the eye wants it, with the edge of a sheet."""
        if kind != int(QTextDocument.ResourceType.ImageResource.value):
            return super().loadResource(kind, name)
        path = name.path() if isinstance(name, QUrl) else name
        picture = QImage(str(self.folder / "pictures" / Path(path).name))
        if picture.isNull():
            return None
        ratio = self.devicePixelRatioF()
        small = picture.convertToFormat(QImage.Format.Format_RGB32).scaledToWidth(
            round(self.picture_width * ratio), Qt.TransformationMode.SmoothTransformation
        )
        painter = QPainter(small)
        painter.setPen(self.edge)
        painter.drawRect(0, 0, small.width() - 1, small.height() - 1)
        painter.end()
        small.setDevicePixelRatio(ratio)
        return small

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.widened.emit()

    def _on_link(self, url: QUrl) -> None:
        if url.isRelative() and url.path().endswith(".md"):
            self.wanted.emit(url.path().removesuffix(".md"))
        elif url.isRelative() and url.path().endswith(".pdf"):
            self.paper_wanted.emit(url.path())
        elif url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)


class _Wearer(Painted):
    """Tells the window when the look changes; takes no room."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(0, 0)

    @override
    def wear(self, look: Look) -> None:
        super().wear(look)
        self.changed.emit()


class HelpWindow(QWidget):
    """The manual: its pages at the left, found by words; one of them at the right.

    Args:
        folder: of the manual; tests pass another.
    """

    def __init__(self, folder: Path = MANUAL) -> None:
        super().__init__()
        self._folder = folder
        self._key = ""
        self._past: list[str] = []
        self.setWindowTitle("解纷 — 说明")
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(*SIZE)
        self.words = LineEdit()
        self.words.enter_moves = False
        self.words.setPlaceholderText("在说明里找")
        self.words.setAccessibleName("在说明里找")
        self.words.textChanged.connect(self._on_words)
        self.words.entered.connect(self._next_hit)
        self.names = QListWidget()
        self.names.setProperty("role", "sections")
        self.names.setAccessibleName("各页")
        self.names.currentItemChanged.connect(self._on_chosen)
        self.none = label("没有这样的说明，请换个词。", "hint", wrap=True)
        self.reader = _Reader()
        self.reader.wanted.connect(self.show_page)
        self.reader.paper_wanted.connect(self._on_paper)
        self.reader.widened.connect(self._paint)
        self.back = GlyphButton("arrow-left", "回到刚才那一页（Alt+←）")
        self.back.clicked.connect(self.go_back)
        self._wearer = _Wearer(self)
        self._wearer.changed.connect(self._paint)
        self._build()
        self._toast = Toast(self)
        self._list()
        for keys, does in (
            ("Esc", self.close),
            ("Alt+Left", self.go_back),
            ("Ctrl+F", self._to_words),
            ("F1", lambda: self.show_page(CONTENTS)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(does)

    @property
    def key(self) -> str:
        """Of the page that is shown."""
        return self._key

    def show_place(self, place: str) -> None:
        """Shows the page about a place of the program, and comes to the front."""
        self.words.clear()
        self.show_page(page_for(place, self._folder))
        self.show()
        self.raise_()
        self.activateWindow()
        self.reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_page(self, key: str) -> None:
        """Shows a page; the one before can be come back to."""
        key = key if key in help_pages(self._folder) else CONTENTS
        if self._key and self._key != key:
            self._past.append(self._key)
        self._show(key)

    def go_back(self) -> None:
        """Shows the page before."""
        if self._past:
            self._show(self._past.pop())

    def _build(self) -> None:
        whole = row(self, gap="none")
        left = QWidget()
        left.setProperty("role", "rail")
        down = column(left, gap="s")
        pads(down, "m", "m")
        top = row(gap="xs")
        top.addWidget(self.back)
        top.addWidget(self.words, 1)
        down.addLayout(top)
        down.addWidget(self.none)
        down.addWidget(self.names, 1)
        whole.addWidget(left, 1)
        whole.addWidget(self.reader, 3)
        self.setTabOrder(self.words, self.names)
        self.setTabOrder(self.names, self.reader)

    def _list(self) -> None:
        hits = search(self.words.text(), self._folder)
        self.names.blockSignals(True)
        self.names.clear()
        for page in hits:
            item = QListWidgetItem(page.title if page.key != CONTENTS else "目录")
            item.setData(Qt.ItemDataRole.UserRole, page.key)
            self.names.addItem(item)
            if page.key == self._key:
                self.names.setCurrentItem(item)
        self.names.blockSignals(False)
        self.none.setVisible(not hits)

    def _show(self, key: str) -> None:
        self._key = key
        self._list()
        self._paint()
        self.reader.verticalScrollBar().setValue(0)
        self.back.setEnabled(bool(self._past))

    def _paint(self) -> None:
        page = help_pages(self._folder).get(self._key)
        if page is None:
            return
        bar = self.reader.verticalScrollBar()
        stood = bar.value() / max(1, bar.maximum())
        look = self._wearer.worn
        document = self.reader.document()
        document.setDefaultStyleSheet(stylesheet(look, "help.css"))
        document.setDocumentMargin(28)
        width = max(200, min(WIDEST, self.reader.viewport().width() - 72))
        self.reader.folder, self.reader.picture_width = self._folder, width
        self.reader.edge = look.colour("line")
        self.reader.setHtml(as_html(page, width))
        self._mark()
        bar.setValue(round(stood * bar.maximum()))

    def _on_words(self, text: str) -> None:
        self._list()
        if text.strip() and self.names.count():
            first = str(self.names.item(0).data(Qt.ItemDataRole.UserRole))
            shown = {
                str(self.names.item(i).data(Qt.ItemDataRole.UserRole)) for i in range(self.names.count())
            }
            if self._key not in shown:
                self.show_page(first)
        self._mark()

    def _mark(self) -> None:
        """Marks what is looked for on the page, and brings the first into sight."""
        marks: list[QTextEdit.ExtraSelection] = []
        first: QTextCursor | None = None
        paint = QTextCharFormat()
        paint.setBackground(self._wearer.worn.colour("mark"))
        for word in self.words.text().split():
            found = self.reader.document().find(word)
            while not found.isNull():
                one = QTextEdit.ExtraSelection()
                one.cursor, one.format = found, paint  # pyright: ignore[reportAttributeAccessIssue]
                marks.append(one)
                first = first or QTextCursor(found)
                found = self.reader.document().find(word, found)
        self.reader.setExtraSelections(marks)
        if first is not None:
            first.clearSelection()
            self.reader.setTextCursor(first)
            self.reader.ensureCursorVisible()

    def _next_hit(self) -> None:
        word = next(iter(self.words.text().split()), "")
        if word and not self.reader.find(word):
            self.reader.moveCursor(QTextCursor.MoveOperation.Start)
            self.reader.find(word)

    def _on_chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_page(str(item.data(Qt.ItemDataRole.UserRole)))

    def _on_paper(self, name: str) -> None:
        """Prints a paper of the manual, or saves it where there is no printer."""
        try:
            pdf = (self._folder / Path(name).name).read_bytes()
            said = print_or_save([Sheet(PAPERS.get(name, "说明"), pdf)], self)
        except OSError as error:
            said = f"没有印成：{why_of(error)}。手册不完整的，请联系装程序的人。"
        self._toast.say(said)

    def _to_words(self) -> None:
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    @override
    def sizeHint(self) -> QSize:
        return QSize(*SIZE)
