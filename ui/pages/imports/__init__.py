"""导入: a whole Excel ledger looked at row by row, asked about once, taken in, and taken back."""

from ui.pages.imports.page import ImportsPage

__all__ = ["ImportsPage"]
