"""One scoring: its steps as buttons, the ranking with both numbers, objections, corrections."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from app.duties.values.base import Kind
from app.figures.values.scores import ItemLine, ObjectionView, ScoringView
from app.matters.values import Field
from ui.pages.asking import ask
from ui.pages.scores.listing import day_of
from ui.pages.scores.pane import Pane, say_day
from ui.widgets.build import Button, button, label
from ui.widgets.cards import SectionHeader
from ui.widgets.facts import Fact, Facts
from ui.widgets.fields import Option
from ui.widgets.rows import Column, RowFace, Rows
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.context import Context

GROUP = 4
"""So many items stand beside each other."""
FIGURE_COLUMNS = (Column("指标", 40), Column("比率　分子/分母", 40))
CORRECTION_COLUMNS = (
    Column("单位、项目", 28),
    Column("更正", 26),
    Column("理由", 34, "muted"),
    Column("日期", 12, "muted"),
)
OBJECTION_COLUMNS = (
    Column("单位", 16),
    Column("项目", 14),
    Column("异议", 32),
    Column("答复", 28),
)


MARK_COLUMNS = (
    Column("项目", 26),
    Column("单位", 20),
    Column("得分", 14),
    Column("依据", 32, "muted"),
)


class ScoringPane(Pane):
    """One scoring.

    Signals:
        back: the list is to be shown.
        unit_chosen: office of the unit whose derivation is to be shown.
        figure_chosen: id of a figure whose rows are to be shown.
    """

    back = Signal()
    unit_chosen = Signal(str)
    figure_chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.view: ScoringView | None = None
        self.steps: dict[str, Button] = {}
        self.ranking: Rows | None = None
        self.objections: Rows | None = None
        self.marks: Rows | None = None

    def show_view(self, view: ScoringView) -> None:
        """Shows what was read."""
        self.begin()
        self.view = view
        row = view.row
        span = f"{say_day(row.first)}至{say_day(row.last)}"
        self.heading(row.title, self.back.emit, f"{span} · {view.sheet_title}")
        self._buttons(view)
        self._facts(view)
        if view.figures:
            self._figures(view)
        self._ranking(view)
        if view.marks:
            self._marks(view)
        self._items(view)
        if view.objections:
            self._objections(view)
        if view.corrections:
            self._corrections(view)

    # -- parts

    def _buttons(self, view: ScoringView) -> None:
        acts: dict[str, Callable[[], Any]] = {
            "redraft": self.redraft,
            "open": self.open,
            "object": self.object,
            "freeze": self.freeze,
            "correct": self.correct,
            "void": self.void,
        }
        self.steps = {}
        first = next((s.step for s in view.steps if not s.why_not and s.step in {"open", "freeze"}), "")
        for step in view.steps:
            kind = "primary" if step.step == first or len(view.steps) == 1 else "secondary"
            asks = step.step in {"open", "object", "correct", "void"} or (
                step.step == "freeze" and bool(view.waiting_marks)
            )
            made = button(f"{step.words}…" if asks else step.words, acts[step.step], kind)
            made.allow(step.why_not)
            self.steps[step.step] = made
        ident, title = view.row.id, view.row.title
        prints = button("打印", lambda: self.print_pdf(title, lambda d: d.scores.papers.render(ident).pdf))
        saves = button(
            "另存…", lambda: self.save_as(title, lambda d, out: d.scores.papers.make(ident, out)[1])
        )
        self.tools(*self.steps.values(), prints, saves)

    def _facts(self, view: ScoringView) -> None:
        row = view.row
        facts = [Fact("state", "状态", row.state_words)]
        if row.until:
            facts.append(Fact("until", "异议截止", f"{row.until:%Y-%m-%d}"))
        if row.frozen_on:
            facts.append(Fact("frozen", "定稿日期", f"{row.frozen_on:%Y-%m-%d}"))
        if view.last and row.frozen_on:
            names = "、".join(u.name for u in view.units if u.unit in view.last)
            facts.append(Fact("last", "排名末位", names))
        if view.sha256:
            facts.append(Fact("hash", "定稿校验值", view.sha256, wide=True))
        shown = Facts()
        shown.show_facts(tuple(facts))
        self.content.addWidget(shown)
        if view.unmarked:
            self.content.addWidget(label(view.unmarked, "muted", wrap=True))
        if not view.intact:
            words = "定稿的内容与校验值不符：定稿后被改动过，请用备份核对。"
            self.content.addWidget(label(words, "problem", wrap=True))

    def _figures(self, view: ScoringView) -> None:
        self.content.addWidget(SectionHeader("全区主要指标"))
        rows = Rows(FIGURE_COLUMNS, "", 10)
        rows.show_rows(tuple(RowFace(f.id, (f.name, f.text), "看明细", quiet=True) for f in view.figures))
        rows.opened.connect(self.figure_chosen)
        rows.acted.connect(self.figure_chosen)
        self.content.addWidget(rows)

    def _ranking(self, view: ScoringView) -> None:
        self.content.addWidget(SectionHeader("排名", "按一个单位，看它的得分怎么来的"))
        several = view.aspects if len(view.aspects) <= GROUP else ()
        columns = (
            Column("名次", 8),
            Column("单位", 26),
            Column("总分", 10),
            *(Column(f"{words}（名次）", 14, "muted") for _, words in several),
            *(() if several else (Column("样本过小的项目", 24, "muted"),)),
        )
        self.ranking = Rows(columns, "", 12)
        faces: list[RowFace] = []
        for unit in view.units:
            grey = [i.name for i in unit.items if i.grey]
            aspects = (
                tuple(f"{p}（{r}）" for p, r in zip(unit.aspects, unit.ranks, strict=True)) if several else ()
            )
            name = f"{unit.name}（本单位）" if unit.ours else unit.name
            cells = (unit.rank, name, unit.total, *(aspects or ("、".join(grey) or "—",)))
            seen = view.row.ours or unit.ours
            why = "" if seen else "各单位只看得到自己的得分明细"
            faces.append(RowFace(unit.unit, cells, "怎么来的" if seen else "", why, quiet=True))
        self.ranking.show_rows(tuple(faces), "没有单位")
        self.ranking.opened.connect(self._on_unit)
        self.ranking.acted.connect(self.unit_chosen)
        self.content.addWidget(self.ranking)

    def _on_unit(self, unit: str) -> None:
        view = self.view
        if view is not None and (view.row.ours or any(u.ours and u.unit == unit for u in view.units)):
            self.unit_chosen.emit(unit)
        else:
            self.context.toast("各单位只看得到自己的得分明细")

    def _items(self, view: ScoringView) -> None:
        self.content.addWidget(SectionHeader("分项得分", "得分　分子/分母；件数过少的只列示"))
        for start in range(0, len(view.items), GROUP):
            shown = view.items[start : start + GROUP]
            columns = (Column("单位", 20), *(Column(f"{i.weight}分　{i.name}", 20) for i in shown))
            rows = Rows(columns, "", 0)
            rows.show_rows(
                tuple(
                    RowFace(u.unit, (u.name, *(_cell(i) for i in u.items[start : start + GROUP])))
                    for u in view.units
                )
            )
            rows.opened.connect(self._on_unit)
            self.content.addWidget(rows)

    def _marks(self, view: ScoringView) -> None:
        left = sum(not m.points for m in view.marks)
        head = SectionHeader("人工评定", f"还有 {left} 项没有打分" if left else "都已打分")
        self.content.addWidget(head)
        open_yet = view.row.ours and view.row.state != "frozen"
        self.marks = Rows(MARK_COLUMNS, "", 10)
        self.marks.show_rows(
            tuple(
                RowFace(
                    f"{n}",
                    (
                        m.item_name,
                        m.unit_name,
                        f"{m.points}（满分 {m.weight}）" if m.points else Status(Tone.OPEN, "未评定"),
                        m.evidence or "—",
                    ),
                    ("改分…" if m.points else "打分…") if open_yet else "",
                    quiet=bool(m.points),
                )
                for n, m in enumerate(view.marks)
            )
        )
        self.marks.opened.connect(self.mark)
        self.marks.acted.connect(self.mark)
        self.content.addWidget(self.marks)

    def _objections(self, view: ScoringView) -> None:
        self.content.addWidget(SectionHeader("异议", f"{len(view.objections)} 条"))
        self.objections = Rows(OBJECTION_COLUMNS, "", 10)
        self.objections.show_rows(tuple(_objection(o, ours=view.row.ours) for o in view.objections))
        self.objections.acted.connect(self.rule)
        self.objections.refused.connect(self.context.toast)
        self.content.addWidget(self.objections)

    def _corrections(self, view: ScoringView) -> None:
        self.content.addWidget(SectionHeader("定稿后的更正", "定稿的内容不改动"))
        rows = Rows(CORRECTION_COLUMNS, "", 0)
        rows.show_rows(
            tuple(
                RowFace(
                    f"{n}",
                    (
                        f"{c.unit_name}　{c.item_name}",
                        f"{c.before} → {c.after}",
                        c.why,
                        f"{c.ruled_on:%Y-%m-%d}",
                    ),
                )
                for n, c in enumerate(view.corrections)
            )
        )
        self.content.addWidget(rows)

    # -- steps

    def redraft(self) -> None:
        """Reckons again."""
        self._do(lambda desk, ident: desk.scores.redraft(ident))

    def freeze(self) -> None:
        """Freezes; where manual items have no points, only once it is said why, with every one of them in sight."""
        left = self.view.waiting_marks if self.view else ()
        if not left:
            self._do(lambda desk, ident: desk.scores.freeze(ident))
            return
        by_item: dict[str, list[str]] = {}
        for mark in left:
            by_item.setdefault(mark.item_name, []).append(mark.unit_name)
        told = "\n".join(f"{item}：{'、'.join(units)}" for item, units in by_item.items())
        field = Field(
            "不打分的理由",
            Kind.LONG_TEXT,
            name="why",
            required=True,
            help="如：本季没有开展这项检查，各单位都不计分；理由随考评一起公布",
        )
        self._ask(
            "有项目没有打分，仍要定稿吗",
            "freeze",
            (field,),
            lambda desk, ident, given: desk.scores.freeze(ident, given.get("why", "")),
            "照此定稿",
            f"还有 {len(left)} 项人工评定没有打分，定稿以后不能再打：\n{told}\n要打分的，关上这一栏，在“人工评定”里打。",
        )

    def open(self) -> None:
        """Asks until when, and opens."""
        field = Field("异议截止日期", Kind.DATE, name="until", required=True)
        self._ask(
            "公布征求异议",
            "open",
            (field,),
            lambda desk, ident, given: desk.scores.open(ident, day_of(given.get("until", ""))),
            "公布",
            "公布后随回执发给各单位：总分和名次人人可见，明细只发给本单位。",
        )

    def object(self) -> None:
        """Asks what is wrong, and notes the objection."""
        view = self.view
        if view is None:
            return
        fields = [
            Field("项目", Kind.CODE, name="item"),
            Field("异议内容", Kind.LONG_TEXT, name="what", required=True),
        ]
        options = {"item": tuple(Option(i.id, i.name) for i in view.items)}
        if view.row.ours:
            fields.insert(0, Field("提出单位", Kind.CODE, name="unit", required=True))
            fields.append(Field("提出日期", Kind.DATE, name="on"))
            options["unit"] = tuple(Option(u.unit, u.name) for u in view.units)

        def does(desk: Desk, ident: str, given: dict[str, str]) -> object:
            on = day_of(given["on"]) if given.get("on") else None
            return desk.scores.objections.raise_one(
                ident,
                given.get("what", ""),
                item=given.get("item", ""),
                unit=given.get("unit", ""),
                raised_on=on,
            )

        words = "录入异议" if view.row.ours else "提出异议"
        self._ask(words, "object", tuple(fields), does, words, options=options)

    def mark(self, key: str) -> None:
        """Asks for the points of a manual item and their evidence."""
        view = self.view
        if view is None or not view.row.ours or view.row.state == "frozen":
            return
        one = view.marks[int(key)]
        fields = (
            Field("得分", Kind.TEXT, name="points", required=True, help=f"0 到 {one.weight}，最多两位小数"),
            Field(
                "依据",
                Kind.LONG_TEXT,
                name="evidence",
                required=True,
                help="如会议纪要第几期、哪天的现场检查",
            ),
        )
        face = next((i for i in view.items if i.id == one.item), None)
        self._ask(
            f"{one.unit_name}　{one.item_name}",
            f"mark:{one.unit}:{one.item}",
            fields,
            lambda desk, ident, given: desk.scores.mark(
                ident, one.unit, one.item, given.get("points", ""), given.get("evidence", "")
            ),
            "打分",
            f"佐证来源：{face.evidence}" if face and face.evidence else "",
            start={"points": one.points, "evidence": one.evidence},
        )

    def rule(self, objection: str) -> None:
        """Asks for the answer to an objection."""
        fields = (
            Field("异议成立", Kind.FLAG, name="upheld"),
            Field("这一项改得多少分", Kind.TEXT, name="points", help="成立的要填；定稿以后答复的，列为更正"),
            Field("理由", Kind.LONG_TEXT, name="why", required=True),
        )

        def does(desk: Desk, _ident: str, given: dict[str, str]) -> object:
            return desk.scores.objections.rule(
                objection,
                upheld=given.get("upheld", "") in {"1", "true", "是", "yes"},
                why=given.get("why", ""),
                points=given.get("points", ""),
                after=given.get("points", ""),
            )

        self._ask("答复异议", f"rule:{objection}", fields, does, "答复", self._objected(objection))

    def _objected(self, objection: str) -> str:
        """Whose objection it is, what it says, and what the item got: it is answered without leafing back."""
        view = self.view
        one = next((o for o in view.objections if o.id == objection), None) if view else None
        if view is None or one is None:
            return ""
        unit = next((u for u in view.units if u.unit == one.unit), None)
        item = next((i for i in unit.items if i.item == one.item), None) if unit else None
        got = f"现计 {_cell(item)}，满分 {item.weight} 分。" if item else ""
        return f"{one.unit_name}对“{one.item_name}”的异议：{one.what}。{got}"

    def correct(self) -> None:
        """Asks for a correction."""
        view = self.view
        if view is None:
            return
        fields = (
            Field("单位", Kind.CODE, name="unit", required=True),
            Field("项目", Kind.CODE, name="item", help="更正总分的不选"),
            Field("更正为多少分", Kind.TEXT, name="after", required=True, help="最多两位小数"),
            Field("理由", Kind.LONG_TEXT, name="why", required=True, help="写明查实的情况和依据"),
        )

        def does(desk: Desk, ident: str, given: dict[str, str]) -> object:
            return desk.scores.objections.correct(
                ident,
                given.get("unit", ""),
                given.get("item", ""),
                given.get("after", ""),
                given.get("why", ""),
            )

        options = {
            "unit": tuple(Option(u.unit, u.name) for u in view.units),
            "item": tuple(Option(i.id, i.name) for i in view.items),
        }
        hint = "定稿的内容和校验值不变，更正另列在后面。一项改了，总分也跟着变的，再列一条总分的。"
        self._ask("列更正", "correct", fields, does, "列更正", hint, options)

    def void(self) -> None:
        """Asks why, and takes it back."""
        field = Field("作废理由", Kind.TEXT, name="why", required=True)
        self._ask(
            "作废",
            "void",
            (field,),
            lambda desk, ident, given: desk.scores.void(ident, given.get("why", "")),
            "作废",
            then=self.back.emit,
        )

    def _do(self, act: Callable[[Desk, str], Any]) -> None:
        if self.view is None:
            return
        desk, ident = self.context.desk, self.view.row.id

        def done(kept: Any) -> None:
            self.context.toast("　".join((kept.changes.words, *kept.doubts)))
            self.context.changed(kept.changes)

        self.context.jobs.write(lambda _r: act(desk, ident), done, owner=self, failed=self.faults.show_fault)

    def _ask(
        self,
        title: str,
        draft: str,
        fields: tuple[Field, ...],
        does: Callable[[Desk, str, dict[str, str]], Any],
        words: str,
        hint: str = "",
        options: dict[str, tuple[Option, ...]] | None = None,
        then: Callable[[], Any] | None = None,
        start: dict[str, str] | None = None,
    ) -> None:
        if self.view is None:
            return
        ident = self.view.row.id
        ask(
            self.context,
            self,
            title,
            f"score:{draft}:{ident}",
            fields,
            lambda desk, given: does(desk, ident, given),
            words=words,
            hint=hint,
            options=options,
            start=start,
            then=(lambda _kept: then()) if then else None,
        )


def _cell(item: ItemLine) -> str:
    words = f"{item.points}　{item.numbers}" if item.numbers != "—" else item.points
    return f"{words}（样本小）" if item.grey else words


def _objection(one: ObjectionView, *, ours: bool) -> RowFace:
    if one.ruled_on is None:
        answer: str | Status = Status(Tone.OPEN, "未答复")
    else:
        answer = Status(Tone.DONE, f"{'成立' if one.upheld else '不成立'}：{one.why}")
    paper = "（纸质）" if one.on_paper else ""
    act = "答复…" if ours and one.ruled_on is None else ""
    return RowFace(one.id, (one.unit_name, one.item_name, f"{one.what}{paper}", answer), act)
