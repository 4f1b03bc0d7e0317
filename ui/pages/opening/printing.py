"""Prints the recovery sheet; the code goes to paper and nowhere else, so it is never saved and never spooled by name."""

from __future__ import annotations

from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from ui.printing import PrinterFault, draw


def print_recovery(sheet: bytes, parent: QWidget) -> tuple[str, bool]:
    """Asks for a printer and prints the sheet.

    Args:
        sheet: the PDF, from ``FrontDoor.recovery_sheet``.
        parent: the window that the dialogue stands before.

    Returns:
        One line that says what came of it, and whether the sheet went to a printer.
    """
    if not QPrinterInfo.availablePrinterNames():
        return "没有找到打印机，请把恢复码抄下来", False
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if not QPrintDialog(printer, parent).exec():
        return "没有打印", False
    try:
        draw(sheet, printer)
    except PrinterFault as fault:
        return f"恢复单没有印出来：{fault.sentence}。恢复码还在屏幕上，可以再印一次，或者抄下来", False
    return "恢复单已送去打印", True
