"""Prints PDF files: vector through CUPS where there is ``lp``, else page by page onto the printer; or saves them.

A township without a printer on this PC is ordinary: then the files are saved into a folder that the clerk names.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QWidget

DPI = 300


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file to print.

    Attributes:
        name: file name without the ending.
        pdf: the file.
    """

    name: str
    pdf: bytes


def print_or_save(sheets: Sequence[Sheet], parent: QWidget) -> str:
    """Prints where there is a printer, else asks for a folder and saves.

    Returns:
        One line that says what came of it.
    """
    if not sheets:
        return "没有要打印的文书"
    if not QPrinterInfo.availablePrinterNames():
        folder = QFileDialog.getExistingDirectory(parent, "没有找到打印机：把 PDF 保存到哪个文件夹")
        return save(sheets, Path(folder)) if folder else "没有保存"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if not QPrintDialog(printer, parent).exec():
        return "没有打印"
    send = _through_cups(printer.printerName()) if sys.platform != "win32" else None
    for sheet in sheets:
        if send is None or not send(sheet):
            draw(sheet.pdf, printer)
    return f"{len(sheets)} 份文书已送去打印"


def save(sheets: Sequence[Sheet], folder: Path) -> str:
    """Saves the files; one of the same name is not overwritten."""
    for sheet in sheets:
        target = folder / f"{sheet.name}.pdf"
        number = 2
        while target.exists():
            target = folder / f"{sheet.name}（{number}）.pdf"
            number += 1
        target.write_bytes(sheet.pdf)
    return f"{len(sheets)} 份 PDF 已保存到 {folder}"


def draw(pdf: bytes, printer: QPrinter) -> int:
    """Draws every page at the printer's resolution; how many there were."""
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    printer.setFullPage(True)
    painter = QPainter(printer)
    pages = document.pageCount()
    for number in range(pages):
        if number:
            printer.newPage()
        points = document.pagePointSize(number)
        size = QSize(round(points.width() / 72 * DPI), round(points.height() / 72 * DPI))
        scale = printer.logicalDpiX() / DPI
        box = QRect(0, 0, round(size.width() * scale), round(size.height() * scale))
        painter.drawImage(box, document.render(number, size))
    painter.end()
    document.close()
    return pages


def _through_cups(printer: str) -> Callable[[Sheet], bool] | None:
    program = shutil.which("lp")
    if program is None:
        return None

    def send(sheet: Sheet) -> bool:
        done = subprocess.run(  # noqa: S603 - our own file, a printer that the system named
            [program, "-d", printer, "-t", sheet.name, "-"], input=sheet.pdf, capture_output=True, check=False
        )
        return done.returncode == 0

    return send
