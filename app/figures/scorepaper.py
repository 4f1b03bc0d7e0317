"""A scoring on paper: the monthly bulletin, the quarterly or yearly score with its ranking, and one unit's derivation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from app.access.context import Context
from app.figures.values.report import Rendered
from app.figures.values.scores import LineView, ScoreItemFace, ScoringView
from app.papers.documents import Document, Paragraph, Table, make_document, render_document

MOST_ITEMS = 4
"""So many items stand beside each other in a table of A4 upright."""
STATES = {"draft": "草稿", "objecting": "征求异议稿"}


class ScorePapers:
    """Papers of scorings.

    Args:
        context: the opened office.
        show: one scoring; line: one unit's line.
    """

    def __init__(
        self, context: Context, show: Callable[[str], ScoringView], line: Callable[[str, str], LineView]
    ) -> None:
        self._context = context
        self._show = show
        self._line = line

    def render(self, ident: str, unit: str | None = None) -> Rendered:
        """A scoring, or one unit's line of it, as a PDF."""
        return render_document(self._document(ident, unit))

    def make(self, ident: str, out: Path, unit: str | None = None) -> tuple[int, str]:
        """Write it into a file, PDF or DOCX by its name: pages, and where it was written.

        Raises:
            UserError: another ending.
            NotFoundError: no such scoring or line.
            EnvironmentFault: nothing could be written there.
        """
        return make_document(self._document(ident, unit), out)

    def _document(self, ident: str, unit: str | None) -> Document:
        office = self._context.office
        sample = ["样例"] if office.training else []
        if unit is not None:
            line = self._line(ident, unit)
            words = [*sample, STATES.get(line.scoring.state, "")]
            title = f"{line.scoring.title}\n{line.name}得分明细"
            return Document(
                title,
                tuple(_derivation(line)),
                author=office.name,
                draft=" · ".join(filter(None, words)),
                mark="".join(sample),
            )
        view = self._show(ident)
        words = [*sample, STATES.get(view.row.state, "")]
        day = view.row.frozen_on
        return Document(
            title=view.row.title,
            parts=tuple(_parts(view)),
            signature=office.name if day and view.row.ours else "",
            date=f"{day.year}年{day.month}月{day.day}日" if day and view.row.ours else "",
            notes_title="计分办法" if view.items else "",
            notes=tuple(_notes(view)),
            author=office.name,
            draft=" · ".join(filter(None, words)),
            mark="".join(sample),
        )


def _parts(view: ScoringView) -> Iterator[Paragraph | Table]:
    row = view.row
    span = f"{row.first.year}年{row.first.month}月{row.first.day}日至{row.last.year}年{row.last.month}月{row.last.day}日"
    yield Paragraph(
        f"考评时段为{span}，依据《{view.sheet_title}》，按及时、规范完整、跟踪落实等方面计分排名，"
        "不以登记件数多少和单独的化解率排名。比率都列出分子和分母；件数过少的只列示，不作评价依据（印成灰色并加※）。"
    )
    if view.figures:
        rows = tuple((f.name, f.text) for f in view.figures)
        yield Table("全区主要指标", ("指标", "比率（分子/分母）"), rows, (3, 3), left=frozenset({0}))
    yield _ranking(view)
    for start in range(0, len(view.items), MOST_ITEMS):
        yield _items(view, start)
    if view.unmarked:
        yield Paragraph(f"{view.unmarked.rstrip('。')}。")
    if view.corrections:
        yield Paragraph("定稿后的更正", "heading")
        for c in view.corrections:
            where = f"{c.unit_name}{'“' + c.item_name + '”' if c.item_name else ''}"
            yield Paragraph(f"{c.ruled_on}：{where}由{c.before or '—'}更正为{c.after}。理由：{c.why}")


def _ranking(view: ScoringView) -> Table:
    several = view.aspects if len(view.aspects) <= MOST_ITEMS else ()
    heads = ("名次", "单位", "总分", *(f"{words}（名次）" for _, words in several))
    rows = tuple(
        (
            u.rank,
            u.name,
            u.total,
            *(f"{p}（{r}）" for p, r in zip(u.aspects, u.ranks, strict=True) if several),
        )
        for u in view.units
    )
    shares = (1.2, 4.0, 1.5, *(2.0 for _ in several))
    return Table("排名", heads, rows, shares, left=frozenset({1}))


def _items(view: ScoringView, start: int) -> Table:
    shown = view.items[start : start + MOST_ITEMS]
    heads = ("单位", *(f"{i.name}（{i.weight}分）" for i in shown))
    rows: list[tuple[str, ...]] = []
    grey: set[tuple[int, int]] = set()
    for number, unit in enumerate(view.units):
        cells = unit.items[start : start + MOST_ITEMS]
        rows.append((unit.name, *(f"{c.points}\n{c.numbers}{'※' if c.grey else ''}" for c in cells)))
        grey |= {(number, at + 1) for at, c in enumerate(cells) if c.grey}
    shares = (3.0, *(2.4 for _ in shown))
    caption = "分项得分（上为得分，下为分子/分母）" if start == 0 else ""
    return Table(caption, heads, tuple(rows), shares, left=frozenset({0}), grey=frozenset(grey))


def _notes(view: ScoringView) -> Iterator[str]:
    for number, item in enumerate(view.items, 1):
        basis = f"；依据：{item.basis}" if item.basis else ""
        yield f"{number}. {item.name}（{item.weight}分）：{_how(item)}；佐证：{item.evidence}{basis}。"
    if view.sha256:
        yield f"定稿校验值（SHA-256）：{view.sha256}"


def _derivation(line: LineView) -> Iterator[Paragraph | Table]:
    rank = line.rank if line.rank == "不排名" else f"名次第 {line.rank}"
    yield Paragraph(f"总分 {line.total}，{rank}。{joined(line.lines)}。")
    for item in line.items:
        yield Paragraph(f"{item.name}：{item.words}（满分 {item.weight} 分）", "subheading")
        yield Paragraph(f"{joined(item.lines)}。")
        missed = tuple((m.number, m.title, m.day) for m in item.matters if not m.counted)
        if missed:
            yield Table(
                "未计入分子的", ("编号", "事项", "日期"), missed, (3, 4.5, 1.8), left=frozenset({0, 1})
            )


def joined(lines: Sequence[str]) -> str:
    """Lines of a derivation as one sentence; after a colon nothing stands between."""
    return "；".join(lines).replace("：；", "：")


def _how(item: ScoreItemFace) -> str:
    parts = [item.figure_name, item.formula]
    return "，".join(p for p in parts if p) or "人工评定"
