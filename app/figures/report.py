"""The yearly work report that writes itself (《信访工作条例》 Art. 41; domain.md 6.8).

A sentence says only what figures support; what they do not is 【待填】. Last year is reckoned anew by the same definition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from app.access.context import Context
from app.directory.service import Directory
from app.errors import UserError
from app.figures.counts import Counts
from app.figures.reportdata import Blank, Named, Part, Slot, parts_of, slots_in
from app.figures.reportpaper import document_of
from app.figures.values.figures import Asking, Figure, FigureDef, Group, Period
from app.figures.values.report import (
    MadeReport,
    Piece,
    Rendered,
    Report,
    ReportFigure,
    ReportParagraph,
    ReportSection,
    ReportTable,
    Sentence,
)
from app.rules.quarters import a_year_before
from app.shelf import rule_file

OUTLINE = "year_report"
EARLIEST = 1990
EMPTY = "—"


class YearReports:
    """Reports of the opened office.

    Args:
        context: the opened office.
        directory: its names.
        counts: the figures.
        outline: the sentences; tests pass others.
    """

    def __init__(
        self,
        context: Context,
        directory: Directory,
        counts: Counts,
        outline: Mapping[str, Any] | None = None,
    ) -> None:
        self._context = context
        self._directory = directory
        self._counts = counts
        self._outline = outline

    def year(self, year: int) -> Report:
        """The report of a year; of the one that runs, up to today.

        Raises:
            UserError: bad_year: none that can be reported on.
        """
        today = self._context.today()
        if not EARLIEST <= year <= today.year:
            raise UserError(
                "bad_year", f"{year} 年的报告现在不能出。", f"请填 {EARLIEST} 到 {today.year} 之间的年份。"
            )
        first, last = date(year, 1, 1), min(date(year, 12, 31), today)
        data = self._outline or rule_file(OUTLINE)
        before = a_year_before(first), a_year_before(last)
        numbers = _Numbers(self._counts, Period(first, last), Period(*before), slots_in(data))
        writer = _Writer(data, numbers, self._names(year, first, last))
        return writer.report(year, (first, last), before, self._directory.office().organ, today)

    def render(self, year: int) -> Rendered:
        """The report as a PDF, to be looked at."""
        from app.papers.documents import render_document

        return render_document(document_of(self.year(year), self._draft()))

    def make(self, year: int, out: Path) -> MadeReport:
        """Write the report into a file, PDF or DOCX by its name.

        Raises:
            UserError: another ending; a year that cannot be.
            EnvironmentFault: nothing could be written there.
        """
        from app.papers.documents import make_document

        report = self.year(year)
        pages, written = make_document(document_of(report, self._draft()), out)
        return MadeReport(written, pages, report)

    def _draft(self) -> str:
        return "样例" if self._context.office.training else ""

    def _names(self, year: int, first: date, last: date) -> dict[str, str]:
        facts, office = self._directory.office(), self._context.office
        whole = (last.month, last.day) == (12, 31)
        span = f"{year}年" if whole else f"{year}年1月1日至{last.month}月{last.day}日"
        del first
        return {
            "year": str(year),
            "office": office.name,
            "area": _area(office.name, is_district=office.is_district),
            "method": facts.method or "民事直说",
            "span": span,
        }


def _area(name: str, *, is_district: bool) -> str:
    """全区 全县 全镇 …, by the office's own name."""
    signs = ("区", "县", "市", "旗") if is_district else ("街道", "镇", "乡")
    found = {sign: name.rfind(sign) for sign in signs if sign in name}
    return f"全{max(found, key=lambda s: found[s])}" if found else "本辖区"


class _Numbers:
    """Every figure that the outline asks for, of both years and by every division, reckoned together."""

    def __init__(self, counts: Counts, now: Period, before: Period, slots: tuple[Slot, ...]) -> None:
        self.now, self.before = now, before
        ids = tuple(dict.fromkeys(slot.id for slot in slots))
        compared = tuple(dict.fromkeys(slot.id for slot in slots if slot.way))
        divisions = tuple(dict.fromkeys(slot.by for slot in slots if slot.by))
        divided = [
            Asking(now, tuple(dict.fromkeys(slot.id for slot in slots if slot.by == by)), by)
            for by in divisions
        ]
        self._now, self._before, *found = counts.together(
            [Asking(now, ids), Asking(before, compared), *divided]
        )
        self._by: Mapping[str, Mapping[str, Figure]] = dict(zip(divisions, found, strict=True))
        self.definitions: Mapping[str, FigureDef] = counts.definitions()

    def of(self, ident: str) -> Figure:
        """The figure of this period."""
        return self._now[ident]

    def last(self, ident: str) -> Figure:
        """The same of last year."""
        return self._before[ident]

    def groups(self, slot: Slot) -> tuple[Group, ...]:
        """The largest groups, those of which something is known and counted."""
        groups = [g for g in self._by[slot.by][slot.id].groups if g.key and g.numerator]
        return tuple(sorted(groups, key=lambda g: -g.numerator)[: slot.most])


@dataclass(slots=True)
class _Writer:
    """Writes one report."""

    data: Mapping[str, Any]
    numbers: _Numbers
    names: Mapping[str, str]
    figures: dict[str, ReportFigure] = field(default_factory=dict[str, ReportFigure])
    blanks: list[str] = field(default_factory=list[str])

    def report(
        self, year: int, days: tuple[date, date], before: tuple[date, date], organ: str, today: date
    ) -> Report:
        """All of it."""
        data = self.data
        title, salutation, lead = (self._plain(data[key]) for key in ("title", "salutation", "lead"))
        sections = tuple(self._section(one) for one in data["sections"])
        return Report(
            year,
            *days,
            before,
            title,
            salutation,
            lead,
            sections,
            tuple(self.figures.values()),
            tuple(self.blanks),
            data["notes_title"],
            self.names["office"] or organ,
            f"{today.year}年{today.month}月{today.day}日",
        )

    def _section(self, data: Mapping[str, Any]) -> ReportSection:
        paragraphs = tuple(
            ReportParagraph(self._plain(one.get("heading", "")), self._sentences(one["sentences"]))
            for one in data["paragraphs"]
        )
        table = self._table(self.data["tables"][data["table"]]) if data.get("table") else None
        return ReportSection(data["heading"], paragraphs, table)

    def _sentences(self, data: list[Mapping[str, Any]]) -> tuple[Sentence, ...]:
        made: list[Sentence] = []
        for one in data:
            kept = one.get("kept", ())
            if kept and not any(self.numbers.of(ident).numerator for ident in kept):
                if one.get("else") != "drop":
                    made.append(Sentence(one["id"], (self._blank(f"{one['what']}，没有这方面的记录"),)))
                continue
            made.append(Sentence(one["id"], self._pieces(one["text"], one["what"])))
        return tuple(made)

    def _pieces(self, text: str, what: str) -> tuple[Piece, ...]:
        return tuple(self._piece(part, what) for part in parts_of(text))

    def _piece(self, part: Part, what: str) -> Piece:
        if isinstance(part, str):
            return Piece("words", part)
        if isinstance(part, Named):
            return Piece("words", self.names[part.name])
        if isinstance(part, Blank):
            return self._blank(part.what)
        text = self._say(part)
        if text is None:
            return self._blank(f"{what}：{self._name(part.id)}没有数据")
        return Piece("figure", text, self._figure(part, text).mark)

    def _blank(self, what: str) -> Piece:
        self.blanks.append(what)
        return Piece("blank", f"【待填：{what}】")

    def _plain(self, text: str) -> str:
        return "".join(piece.text for piece in self._pieces(text, "")) if text else ""

    def _say(self, slot: Slot) -> str | None:
        """A figure as the sentence says it; None where nothing can be said."""
        if slot.by:
            said = [f"{g.label}{g.numerator}件" for g in self.numbers.groups(slot)]
            return "、".join(said) or None
        if slot.way == "change":
            return self._change(slot.id)
        figure = self.numbers.last(slot.id) if slot.way else self.numbers.of(slot.id)
        return say_figure(figure)

    def _change(self, ident: str) -> str | None:
        now, then = self.numbers.of(ident), self.numbers.last(ident)
        if now.value is None or then.value is None:
            return None
        if now.denominator is not None:
            points = now.value - then.value
            return "与上年同期持平" if not points else f"同比{_way(points)}{_hundredths(abs(points))}个百分点"
        if now.value == then.value:
            return "与上年同期持平"
        if not then.value:
            return "上年同期没有，不作同比"
        part = (2 * abs(now.value - then.value) * 10_000 + then.value) // (2 * then.value)
        return f"同比{_way(now.value - then.value)}{_hundredths(part)}%"

    def _figure(self, slot: Slot, text: str) -> ReportFigure:
        found = self.figures.get(slot.spec)
        if found is None:
            figure = self.numbers.last(slot.id) if slot.way == "last" else self.numbers.of(slot.id)
            period = self.numbers.before if slot.way == "last" else self.numbers.now
            found = ReportFigure(
                f"F{len(self.figures) + 1}",
                slot.spec,
                slot.id,
                figure.name,
                text,
                figure.value,
                figure.numerator,
                figure.denominator,
                period.first,
                period.last,
                self._note(slot, figure, period),
                slot.by,
            )
            self.figures[slot.spec] = found
        return found

    def _note(self, slot: Slot, figure: Figure, period: Period) -> str:
        """Definition, both numbers, period; the definition stands with the first reference to a figure only."""
        told = next((f for f in self.figures.values() if f.id == slot.id), None)
        known = self.numbers.definitions.get(slot.id.partition("(")[0])
        said = [figure.name]
        if told is not None:
            said.append(f"口径同〔{told.mark}〕")
        elif known is not None:
            said.append(f"{known.numerator} ÷ {known.denominator}" if known.is_rate else known.numerator)
            said.append(f"按{known.chosen_by}计入")
            if known.excluded:
                said.append(f"不含{known.excluded}")
        if slot.way == "change":
            said.append(f"本期 {_both(figure)}，上年同期 {_both(self.numbers.last(slot.id))}")
        elif slot.by:
            said.append("按数量多少排列")
        else:
            said.append(f"数值 {_both(figure)}")
        said.append(f"{'上年同期，' if slot.way == 'last' else ''}时段 {period.first} 至 {period.last}")
        return "；".join(part.rstrip("。；") for part in said) + "。"

    def _name(self, ident: str) -> str:
        return self.numbers.of(ident).name

    def _table(self, data: Mapping[str, Any]) -> ReportTable:
        rows: list[tuple[str, ...]] = []
        marks: list[str] = []
        for words, ident in data["rows"]:
            slots = [Slot(f"{ident}|{way}" if way else ident, ident, way) for way in ("", "last", "change")]
            cells = [self._say(slot) for slot in slots]
            marks.append(self._figure(slots[0], cells[0]).mark if cells[0] is not None else "")
            change = (cells[2] or EMPTY).removeprefix("同比").removeprefix("与上年同期")
            rows.append((words, cells[0] or EMPTY, cells[1] or EMPTY, "—" if "不作" in change else change))
        return ReportTable(data["caption"], tuple(data["head"]), tuple(rows), tuple(marks))


def say_figure(figure: Figure) -> str | None:
    """A figure in a sentence: a count, a sum in yuan, a rate with both its numbers; None for an empty denominator."""
    if figure.value is None:
        return None
    if figure.denominator is not None:
        return f"{_hundredths(figure.value)}%（{figure.numerator}/{figure.denominator}）"
    return _hundredths(figure.value) if figure.unit == "元" else str(figure.value)


def _both(figure: Figure) -> str:
    return str(figure.numerator) if figure.denominator is None else f"{figure.numerator}/{figure.denominator}"


def _way(change: int) -> str:
    return "上升" if change > 0 else "下降"


def _hundredths(value: int) -> str:
    whole, part = divmod(value, 100)
    return f"{whole}.{part:02d}".rstrip("0") if part else str(whole)
