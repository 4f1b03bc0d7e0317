"""Ledgers as offices keep them, made on the spot, and a preview of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pytest
import xlsxwriter

from app.rules.codes import CodeBook
from app.sheets.preview import read_preview
from app.sheets.values import Preview
from app.shelf import load_shelf

TODAY = date(2026, 11, 22)
SAMPLES = Path(__file__).parent / "samples"
HEADER = [
    "序号",
    "排查日期",
    "纠纷名称",
    "纠纷类型",
    "当事人（申请人）",
    "身份证号",
    "联系电话",
    "主要情况",
    "来源",
]
ROW = [1, "2026-3-4", "甲与乙邻里纠纷", "邻里纠纷", "罗金莲", "", "", "院墙滴水", "民事直说"]


@pytest.fixture(scope="session")
def codes() -> CodeBook:
    return load_shelf().codes


class Look(Protocol):
    def __call__(self, path: Path, **wishes: Any) -> Preview: ...


@pytest.fixture(scope="session")
def look(codes: CodeBook) -> Look:
    def preview(path: Path, **wishes: Any) -> Preview:
        return read_preview(path, codes, TODAY, **wishes)

    return preview


Rows = Sequence[Sequence[object]]
Book = Callable[..., Path]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Write rows into an .xlsx; `merged` are Excel ranges with their words, `sheets` further sheets by name."""

    def write(
        rows: Rows,
        *,
        name: str = "台账.xlsx",
        sheet: str = "台账",
        merged: Mapping[str, object] | None = None,
        sheets: Mapping[str, Rows] | None = None,
        hidden: Sequence[str] = (),
    ) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(
            str(path), {"strings_to_formulas": False, "strings_to_urls": False}
        ) as workbook:
            days = workbook.add_format({"num_format": "yyyy-mm-dd"})
            for title, content in {sheet: rows, **(sheets or {})}.items():
                page = workbook.add_worksheet(title)
                if title in hidden:
                    page.hide()
                for number, row in enumerate(content):
                    for column, cell in enumerate(row):
                        if isinstance(cell, date):
                            page.write_datetime(number, column, cell, days)
                        elif isinstance(cell, str):
                            page.write_string(number, column, cell) if cell else None
                        elif cell is not None:
                            page.write(number, column, cell)
                if title == sheet:
                    for place, words in (merged or {}).items():
                        page.merge_range(place, words)
        return path

    return write


@pytest.fixture
def ledger(book: Book) -> Book:
    """A plain ledger: a title, one header line, and rows that differ from `ROW` where the mappings say so."""

    def write(
        *changes: Mapping[str, object], header: Sequence[str] = HEADER, title: str = "青石镇2026年台账"
    ) -> Path:
        rows = [
            [{**dict(zip(HEADER, ROW, strict=True)), **change}.get(h, "") for h in header]
            for change in changes
        ]
        for number, row in enumerate(rows, start=1):
            if "纠纷名称" in header and "纠纷名称" not in changes[number - 1]:
                row[list(header).index("纠纷名称")] = f"第{number}件邻里纠纷"
        return book([[title], list(header), *rows])

    return write


def reasons(preview: Preview) -> dict[int, list[tuple[str, str]]]:
    """Row → the faults of it."""
    return {r.row: [(f.field, f.reason) for f in r.faults] for r in preview.rows_of("reject")}
