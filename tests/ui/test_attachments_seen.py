"""A document seen inside the program: many pages by keys alone, a broken one, a strip, one with a password."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfWriter
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSizeF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.offices import clock, dispute, offices, petition
from tests.ui.clerkdesk import Clerk, clerk, matter
from tests.ui.conftest import type_chinese
from tests.ui.test_attachments import document, look, open_section
from ui.widgets.viewerpages import PdfPages

__all__ = ["clerk", "clock", "dispute", "matter", "offices", "petition"]


def test_a_long_document_is_read_by_keys_alone(clerk: Clerk, matter: str) -> None:
    """The arrows show the rest of a page, what was made larger stays so on the next one, a number leads to its page."""
    clerk.desk.attachments.take(matter, document(40), name="征地档案.pdf")
    viewer = look(clerk, open_section(clerk, matter))
    down, across = viewer.canvas.verticalScrollBar(), viewer.canvas.horizontalScrollBar()
    QTest.keyClick(viewer, Qt.Key.Key_Down)
    assert 0 < down.value() < down.maximum()
    QTest.keyClick(viewer, Qt.Key.Key_Up)
    assert down.value() == 0
    for _ in range(20):
        QTest.keyClick(viewer, Qt.Key.Key_Space)
        if down.value() == down.maximum():
            break
    assert viewer.number == 0
    QTest.keyClick(viewer, Qt.Key.Key_Space)
    assert (viewer.number, down.value()) == (1, 0)
    for _ in range(4):
        QTest.keyClick(viewer, Qt.Key.Key_Plus)
    large, left = viewer.canvas.scale_now, across.value()
    QTest.keyClick(viewer, Qt.Key.Key_Left)
    assert (viewer.number, across.value() < left) == (1, True)
    QTest.keyClick(viewer, Qt.Key.Key_PageDown)
    assert (viewer.number, viewer.canvas.scale_now) == (2, large)
    QTest.keyClick(viewer, Qt.Key.Key_End)
    assert viewer.accessibleName() == "征地档案.pdf，第 40 页，共 40 页"
    QTest.keyClicks(viewer.wanted, "17")
    QTest.keyClick(viewer.wanted, Qt.Key.Key_Return)
    assert viewer._page.text() == "第 17 / 40 页"
    assert viewer.wanted.text() == ""
    type_chinese(viewer.wanted, "十")
    QTest.keyClick(viewer.wanted, Qt.Key.Key_Return)
    assert (viewer.number, viewer.wanted.selectedText()) == (16, "十")


def test_a_page_that_is_broken_says_so_and_the_others_are_seen(clerk: Clerk, matter: str) -> None:
    clerk.desk.attachments.take(matter, document(), name="补偿协议.pdf")
    viewer = look(clerk, open_section(clerk, matter))
    viewer.number = 1
    viewer.show_page(1, QImage(), wide=True)
    assert "第 2 页有损坏" in viewer.words
    assert viewer._page.text() == "第 2 / 3 页"
    assert (viewer.before.why, viewer.after.why) == ("", "")
    viewer.after.click()
    assert viewer.words == ""
    assert all(tool.isVisible() for tool in viewer._tools)


def test_a_long_strip_keeps_its_shape(qapp: QApplication) -> None:
    """A till roll scanned in one piece: it was pressed to a fifth of its height."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QSizeF(70, 2800), QPageSize.Unit.Millimeter))
    QPainter(writer).end()
    buffer.close()
    pages = PdfPages(bytes(held.data()), qapp)
    drawn = pages.page(0)
    assert drawn.height() / drawn.width() == pytest.approx(40, rel=0.02)
    assert drawn.width() * drawn.height() < 20_000_000
    pages.close()


def locked() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(document()))
    writer.encrypt("only-they-know", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "makes", "says"),
    [
        ("拷到一半.pdf", lambda: document()[:900], "PDF 有损坏"),
        ("有密码.pdf", locked, "设有密码，程序里不能显示。可另存后用别的程序输入密码打开"),
    ],
)
def test_a_document_that_does_not_open_says_why(
    clerk: Clerk, matter: str, name: str, makes: Callable[[], bytes], says: str
) -> None:
    clerk.desk.attachments.take(matter, makes(), name=name)
    assert says in look(clerk, open_section(clerk, matter)).words
