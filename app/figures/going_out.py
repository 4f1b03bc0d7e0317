"""Figures out of the program: a sheet to print, and a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from app.figures.values.figures import EMPTY, WHOLE, Compared, Figure, FigureDef, Group
from app.figures.wording import YUAN, money, percent, value_of
from app.papers.figure_sheet import Bar, FigureSheet, figure_sheet
from app.papers.values import Rendered
from app.rules.dates import say_date
from app.rules.figures import RATE
from app.sheets.saving import saving, workbook

HEADINGS = ("指标", "数值", "上期及变化", "去年同期及变化")


def printed(
    office: str,
    today: date,
    words: Sequence[str],
    found: Sequence[Compared],
    defs: Mapping[str, FigureDef],
    chart: Figure | None,
) -> Rendered:
    """The sheet of some figures.

    Args:
        office: its name.
        today: the day of printing.
        words: title, period, what it is compared with, words of the chart.
        found: the figures, in order.
        defs: what each of them is.
        chart: a figure with groups, or nothing.
    """
    rows = [
        (
            c.now.name,
            with_unit(c.now),
            _against(c.before, c.against_before),
            _against(c.year_before, c.against_year),
        )
        for c in found
    ]
    meanings = [meaning(defs[c.now.id]) for c in found]
    bars = bars_of(chart) if chart else ()
    return figure_sheet(
        FigureSheet(
            words[0],
            words[1],
            say_date(today),
            office,
            HEADINGS,
            rows,
            words[2] if bars else "",
            bars,
            meanings,
        )
    )


def meaning(one: FigureDef) -> str:
    """What a figure counts, in a line."""
    parts = [f"分子：{one.numerator}；分母：{one.denominator}" if one.is_rate else one.numerator]
    parts.append(f"按{one.chosen_by}")
    if one.excluded:
        parts.append(f"不含{one.excluded}")
    parts.append(one.article)
    return f"{one.name}：{'；'.join(p for p in parts if p)}。"


def with_unit(figure: Figure) -> str:
    """A figure with its unit: 96.9% · 842/869, 12 件."""
    return figure.text if figure.denominator is not None else f"{figure.text} {figure.unit}"


def _against(then: Figure, change: str) -> str:
    return f"{then.text}\n{change}" if change != EMPTY else then.text


def bars_of(figure: Figure) -> tuple[Bar, ...]:
    """The groups of a figure as bars; of a rate the bars are its per cent, a whole bar is 100 %."""
    values = {g.key: value_of(figure.unit, g.numerator, g.denominator) for g in figure.groups}
    most = WHOLE if figure.unit == RATE else max((v or 0 for v in values.values()), default=0)
    return tuple(
        Bar(g.label, (values[g.key] or 0) / most if most else 0.0, number_of(figure, g))
        for g in figure.groups
    )


def number_of(figure: Figure, group: Group) -> str:
    """The number of a group as written beside its bar."""
    value = value_of(figure.unit, group.numerator, group.denominator)
    if value is None:
        return EMPTY
    if figure.unit == RATE:
        return f"{percent(value)}　{group.numerator}/{group.denominator}"
    return money(value) if figure.unit == YUAN else f"{value}"


def exported(
    path: Path, title: str, period: str, found: Sequence[Compared], defs: Mapping[str, FigureDef]
) -> Path:
    """Write a table of figures as a workbook: numbers as numbers, rates with both of theirs.

    Raises:
        EnvironmentFault: it cannot be written there.
    """
    headings = (
        "分组",
        "指标",
        "数值",
        "单位",
        "分子",
        "分母",
        "上期",
        "与上期相比",
        "去年同期",
        "与去年同期相比",
        "说明",
    )
    with saving(path) as part, workbook(part, streaming=False) as book:
        sheet = book.add_worksheet("统计")
        bold = book.add_format({"bold": True})
        sheet.write_string(0, 0, title, bold)
        sheet.write_string(1, 0, period)
        for at, words in enumerate(headings):
            sheet.write_string(3, at, words, bold)
        for line, one in enumerate(found, start=4):
            now = one.now
            cells = (
                *(defs[now.id].group, now.name, _cell(now), now.unit),
                *(_count(now, now.numerator), now.denominator),
                *(_cell(one.before), one.against_before, _cell(one.year_before), one.against_year),
                meaning(defs[now.id]),
            )
            for at, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(line, at, cell)
                elif cell is not None:
                    sheet.write_number(line, at, cell)
        sheet.set_column(0, 1, 22)
        sheet.set_column(2, 9, 13)
        sheet.set_column(10, 10, 60)
        sheet.freeze_panes(4, 2)
    return path


def _count(figure: Figure, number: int) -> float:
    return number / 100 if figure.unit == YUAN else number


def _cell(figure: Figure) -> str | float:
    if figure.value is None:
        return EMPTY
    return figure.value / 100 if figure.unit in {RATE, YUAN} else figure.value
