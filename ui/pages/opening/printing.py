"""Prints the recovery sheet; the code goes to paper and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from app.access.values import Founded

_TITLE_MM, _BODY_MM, _CODE_MM = 7.0, 4.2, 6.4


def print_recovery(office: str, founded: Founded, parent: QWidget) -> str:
    """Asks for a printer and prints the sheet.

    Returns:
        One line that says what came of it.
    """
    if not QPrinterInfo.availablePrinterNames():
        return "没有找到打印机，请把恢复码抄下来"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if not QPrintDialog(printer, parent).exec():
        return "没有打印"
    draw_recovery(printer, office, founded)
    return "恢复单已送去打印"


def draw_recovery(printer: QPrinter, office: str, founded: Founded) -> None:
    """Draws the sheet on a printer's page."""
    painter = QPainter(printer)
    dots = printer.logicalDpiY() / 25.4
    page = QRectF(painter.viewport())
    groups = founded.recovery.replace(" ", "-").split("-")
    lines = [
        ("解纷　恢复单", _TITLE_MM),
        ("", _BODY_MM),
        (f"单位：{office}", _BODY_MM),
        (f"打印日期：{date.today().isoformat()}", _BODY_MM),  # noqa: DTZ011 - the day on the printed sheet
        (f"本机指纹：{founded.fingerprint}", _BODY_MM),
        ("", _BODY_MM),
        ("恢复码", _BODY_MM),
        ("　".join(groups[:4]), _CODE_MM),
        ("　".join(groups[4:]), _CODE_MM),
        ("", _BODY_MM),
        ("忘记密码时，在登录页选“忘记密码”，输入登录名、恢复码和新密码。", _BODY_MM),
        ("拿到这张单子的人能打开全部数据：请锁进柜子，不要拍照，不要与电脑放在一起。", _BODY_MM),
        ("重新生成恢复码后，这张单子作废。", _BODY_MM),
    ]
    top = page.y() + 20 * dots
    for text, high in lines:
        font = QFont(QApplication.font())
        font.setPixelSize(round(high * dots))
        painter.setFont(font)
        box = QRectF(page.x() + 20 * dots, top, page.width() - 40 * dots, high * dots * 4)
        painter.drawText(box, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, text)
        top += high * dots * 1.9
    painter.end()
