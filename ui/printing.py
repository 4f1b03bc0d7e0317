"""Prints PDF files: vector through CUPS where there is ``lp``, else page by page onto the printer; or saves them.

A township without a printer on this PC is ordinary: then the files are saved into a folder that the clerk names. What is to
be printed is in memory until it is printed or saved: a printer that fails costs a sentence and nothing else.
"""

from __future__ import annotations

import contextlib
import math
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

FINEST = 600
"""Dots per inch; more is not seen and costs time and memory (140 MB for a page)."""
_LP_SECONDS = 60


FILES = "PDF，直接打印 (*.pdf);;WPS、Word 文档，可以修改 (*.docx)"
"""What a dialogue offers where a paper is saved."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file to print.

    Attributes:
        name: file name without the ending.
        pdf: the file.
        mark: a word in the upper margin of its sheets (副本); the file itself stays as it is.
    """

    name: str
    pdf: bytes
    mark: str = ""


Print = Callable[[Sequence[Sheet]], str]
"""Prints or saves files, and says what came of it."""


class NothingOut(str):
    """What is said where the papers did not come out: nobody printed, a printer failed, nothing was saved."""

    __slots__ = ()


class PrinterFault(Exception):  # noqa: N818 - "fault" is the house's word
    """A printer that did not take a page; ``sentence`` says so in Chinese."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def print_or_save(sheets: Sequence[Sheet], parent: QWidget) -> str:
    """Prints where there is a printer, else asks for a folder and saves.

    Returns:
        One line that says what came of it.
    """
    if not sheets:
        return NothingOut("没有要打印的文书")
    if not QPrinterInfo.availablePrinterNames():
        return save_as(sheets, parent, "没有找到打印机：把 PDF 保存到哪个文件夹")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    total = sum(page_count(sheet.pdf) for sheet in sheets)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, total)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    if not dialog.exec():
        return NothingOut("没有打印")
    try:
        send(sheets, printer)
    except PrinterFault as fault:
        if asked_to_save(parent, fault.sentence):
            return save_as(sheets, parent, "把 PDF 保存到哪个文件夹")
        return NothingOut(f"没有打印完：{fault.sentence}。文书没有丢失，可以重新打印或者另存")
    return f"{len(sheets)} 份文书已送去打印"


def asked_to_save(parent: QWidget, sentence: str) -> bool:
    """Says that a printer failed, and asks whether the papers shall be saved instead."""
    words = f"{sentence}。\n\n文书没有丢失。要改存为 PDF，到别的电脑上打印吗？"
    return QMessageBox.question(parent, "没有打印完", words) == QMessageBox.StandardButton.Yes


def save_as(sheets: Sequence[Sheet], parent: QWidget, title: str) -> str:
    """Asks for a folder and saves there; what came of it."""
    folder = QFileDialog.getExistingDirectory(parent, title)
    return save(sheets, Path(folder)) if folder else NothingOut("没有保存")


def save(sheets: Sequence[Sheet], folder: Path) -> str:
    """Saves the files; one of the same name is not overwritten, and none is left half."""
    for done, sheet in enumerate(sheets):
        target = folder / f"{sheet.name}.pdf"
        number = 2
        while target.exists():
            target = folder / f"{sheet.name}（{number}）.pdf"
            number += 1
        part = None
        try:
            with NamedTemporaryFile(dir=folder, prefix=".解纷-", suffix=".pdf", delete=False) as file:
                part = Path(file.name)
                file.write(sheet.pdf)
            part.replace(target)
        except OSError:
            if part is not None:
                with contextlib.suppress(OSError):
                    part.unlink(missing_ok=True)
            kept = f"前 {done} 份已经保存，" if done else ""
            return NothingOut(f"“{folder}”写不进去，{kept}其余没有保存。文书没有丢失，请换一个文件夹再存")
    return f"{len(sheets)} 份 PDF 已保存到 {folder}"


def send(sheets: Sequence[Sheet], printer: QPrinter) -> None:
    """Prints files as the dialogue said: its pages, counted through all of them, and its copies.

    Raises:
        PrinterFault: the printer is not there or does not take a page.
    """
    cups = _through_cups(printer) if sys.platform != "win32" and not printer.outputFileName() else None
    chosen = chosen_pages(printer, [page_count(sheet.pdf) for sheet in sheets])
    for sheet, pages in zip(sheets, chosen, strict=True):
        if pages and (sheet.mark or cups is None or not cups(sheet, pages)):
            draw(sheet.pdf, printer, pages, sheet.mark)


def chosen_pages(printer: QPrinter, counts: Sequence[int]) -> list[tuple[int, ...]]:
    """The pages of each file, counted from 0, that lie in the printer's range of pages; the range counts through."""
    first, last = printer.fromPage() or 1, printer.toPage() or sum(counts)
    out: list[tuple[int, ...]] = []
    before = 0
    for count in counts:
        out.append(tuple(n for n in range(count) if first <= before + n + 1 <= last))
        before += count
    return out


def page_count(pdf: bytes) -> int:
    """How many pages a file has; 0 for one that cannot be read."""
    with _opened(pdf) as opened:
        return opened.document.pageCount()


def draw(pdf: bytes, printer: QPrinter, pages: Sequence[int] | None = None, mark: str = "") -> int:
    """Draws pages in their true size at the printer's resolution, as often as it has copies to make.

    Args:
        pdf: the file.
        printer: where to.
        pages: which, counted from 0; all of them where not given.
        mark: a word in the upper margin.

    Returns:
        How many pages were drawn, copies not counted.

    Raises:
        PrinterFault: the printer is not there or does not take a page.
    """
    with _opened(pdf) as opened:
        document = opened.document
        wanted = list(range(document.pageCount())) if pages is None else list(pages)
        if not wanted:
            return 0
        copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
        order = wanted * copies if printer.collateCopies() else [n for n in wanted for _ in range(copies)]
        printer.setFullPage(True)
        _set_page(document, order[0], printer)
        painter = QPainter()
        if not painter.begin(printer):
            name = printer.printerName() or "所选的打印机"
            raise PrinterFault(f"打印机“{name}”没有准备好：可能没有开机、没有连接或者已经删除")
        try:
            for index, number in enumerate(order):
                if index:
                    _set_page(document, number, printer)
                    if not printer.newPage():
                        raise PrinterFault(f"打印到第 {index + 1} 页时打印机不再接收")
                _draw_page(document, number, painter, printer)
                if mark:
                    _draw_mark(mark, painter, printer)
                if printer.printerState() in {QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted}:
                    raise PrinterFault(f"打印到第 {index + 1} 页时打印机出错")
        finally:
            painter.end()
        return len(wanted)


def _set_page(document: QPdfDocument, number: int, printer: QPrinter) -> None:
    """The paper of a page: its own size, no margins of the printer's, so that a millimetre stays one."""
    points = document.pagePointSize(number)
    across = points.width() > points.height()
    upright = QSizeF(min(points.width(), points.height()), max(points.width(), points.height()))
    size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    turn = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(size, turn, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)


def _draw_page(document: QPdfDocument, number: int, painter: QPainter, printer: QPrinter) -> None:
    # Whole: rendered in bands (scaledClipRect), Qt 6.9 draws each a little too small.
    points = document.pagePointSize(number)
    dots = printer.resolution() / math.ceil(printer.resolution() / FINEST)
    size = QSize(round(points.width() / 72 * dots), round(points.height() / 72 * dots))
    scale = printer.logicalDpiX() / 72
    box = QRect(0, 0, round(points.width() * scale), round(points.height() * scale))
    painter.drawImage(box, document.render(number, size))


def _draw_mark(mark: str, painter: QPainter, printer: QPrinter) -> None:
    """At the left of the upper margin, where nothing of a paper stands (GB/T 9704: the type area begins 37 mm from the top)."""
    mm = printer.logicalDpiX() / 25.4
    font = QFont(QApplication.font())
    font.setPixelSize(round(5.6 * mm))
    painter.setFont(font)
    painter.drawText(QRect(round(28 * mm), round(9 * mm), round(60 * mm), round(9 * mm)), 0, mark)


class _opened:  # noqa: N801 - reads as a call
    """A PDF in memory as a document, let go in the right order."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        self.document = QPdfDocument()
        self._buffer = QBuffer()

    def __enter__(self) -> _opened:
        self._buffer.setData(QByteArray(self._pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        return self

    def __exit__(self, *_: object) -> None:
        self.document.close()
        self._buffer.close()


def _through_cups(printer: QPrinter) -> Callable[[Sheet, Sequence[int]], bool] | None:
    program = shutil.which("lp")
    if program is None:
        return None
    name, copies = printer.printerName(), max(1, printer.copyCount())
    collate = "true" if printer.collateCopies() else "false"

    def through(sheet: Sheet, pages: Sequence[int]) -> bool:
        words = [program, "-d", name, "-t", sheet.name, "-n", str(copies), "-o", f"collate={collate}"]
        words += ["-P", ",".join(str(number + 1) for number in pages), "-"]
        try:
            done = subprocess.run(  # noqa: S603 - our own file, a printer that the system named
                words, input=sheet.pdf, capture_output=True, check=False, timeout=_LP_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0

    return through
