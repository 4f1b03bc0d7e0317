"""目标责任书: the year's duty letters with their items; a district writes them, a township reads its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from typing_extensions import override

from app.matters.values import Field, Kind
from ui.pages.asking import ask
from ui.pages.settings.section import Section
from ui.printing import Sheet, print_or_save
from ui.widgets.build import button, clear, column, label, link, row
from ui.widgets.cards import Card
from ui.widgets.fields import Option
from ui.widgets.rows import Column, RowFace, Rows
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.figures.values.letters import ItemStand, LetterStand
    from ui.context import Context

HEAD = ("year", "title", "signed_on", "giver", "taker")
COLUMNS = (Column("责任内容", 16), Column("目标", 7), Column("现在（分子/分母）", 9), Column("完成情况", 7))
TONES = {"done": Tone.DONE, "partly": Tone.SOON, "not_done": Tone.OVERDUE}


class LettersSection(Section):
    """One card a letter, its items as rows; how far an item is done is noted with its evidence."""

    key = "letters"
    words = "目标责任书"
    about = "每年与各乡镇签订的信访工作目标责任书。对应指标的责任项由数据算出，点开可看明细；其余的完成情况要有佐证。"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._district = context.desk.access.office.is_district
        self.stands: dict[str, tuple[LetterStand, ItemStand]] = {}
        self.rows: list[Rows] = []
        self.print_sheets: Callable[[Sequence[Sheet], QWidget], str] = print_or_save
        if self._district:
            feet = row()
            feet.addWidget(button("写一年的责任书", self.write))
            feet.addStretch(1)
            self.body.addLayout(feet)
        self.letters = column(gap="m")
        self.body.addLayout(self.letters)
        self.body.addStretch(1)

    @override
    def load(self) -> None:
        desk = self.context.desk
        self.ask(desk.letters.stands, self._show)

    def _show(self, letters: tuple[LetterStand, ...]) -> None:
        clear(self.letters)
        self.stands = {i.item.id: (stand, i) for stand in letters for i in stand.items}
        self.rows = []
        for stand in letters:
            self.letters.addWidget(self._card(stand))
        if not letters:
            words = "还没有目标责任书" if self._district else "区里还没有下发目标责任书"
            self.letters.addWidget(label(words, "muted"))

    def _card(self, stand: LetterStand) -> Card:
        letter = stand.view.letter
        card = Card(f"{letter['year']}年　{letter['to_name']}")
        rows = Rows(COLUMNS, act_share=5)
        rows.show_rows(tuple(_face(i, ours=letter.ours) for i in stand.items))
        rows.acted.connect(self.act)
        rows.opened.connect(self._edit if letter.ours else self.act)
        self.rows.append(rows)
        card.add(rows)
        feet = row(gap="m")
        if letter.ours:
            feet.addWidget(link("加一项…", lambda: self.add(stand)))
        feet.addWidget(link("打印", lambda: self._print(stand)))
        feet.addStretch(1)
        card.add(feet)
        return card

    # -- acts

    def _options(self) -> dict[str, tuple[Option, ...]]:
        figures = self.context.desk.letters.choices()
        return {"figure": tuple(Option(d.id, f"{d.name}（{d.unit}）", note=d.group) for d in figures)}

    def _fields(self, *names: str) -> tuple[Field, ...]:
        fields = self.context.desk.duties.letters.items.fields(names)
        return tuple(
            replace(f, kind=Kind.CODE, help="不选则按文字填写完成情况")
            if f.name == "figure"
            else replace(f, label="目标值", help="比率填百分数，如 95；件数、次数填数字")
            if f.name == "target"
            else f
            for f in fields
        )

    def write(self) -> None:
        """Asks for a letter of a year, and writes it for every township."""
        desk = self.context.desk
        year = desk.today().year
        ask(
            self.context,
            self,
            "写目标责任书（每个乡镇一份）",
            "duty:letter:",
            (*desk.duties.letters.book.fields(HEAD), *self._fields("what", "figure", "target")),
            lambda d, given: d.letters.write(
                {k: v for k, v in given.items() if k in HEAD},
                _items(given),
            ),
            hint="责任内容一行一条，选了指标的是第一条；其余有指标的，写好以后逐项按“加一项”，或者点开这一项补上。",
            start={"year": str(year), "title": f"{year}年度信访工作目标责任书"},
            options=self._options(),
            then=lambda _kept: self.load(),
        )

    def add(self, stand: LetterStand) -> None:
        """Asks for a further item of the letters of a year."""
        letter = stand.view.letter
        year = int(letter.raw["year"])
        only = Field(f"只加在{letter['to_name']}这一份", Kind.FLAG, name="only")
        ask(
            self.context,
            self,
            f"加责任项（{year}年）",
            f"duty:letteritem:{year}",
            (*self._fields("what", "figure", "target"), only),
            lambda d, given: d.letters.append(
                year,
                {k: v for k, v in given.items() if k != "only"},
                stand.view.to_office if given.get("only") else "",
            ),
            words="加上",
            hint="不勾选的，加到这一年每个乡镇的责任书上。",
            options=self._options(),
            then=lambda _kept: self.load(),
        )

    def act(self, ident: str) -> None:
        """The rows behind a figure; of an item of words, how far it was done."""
        stand, one = self.stands[ident]
        if one.figure:
            days = {"from": stand.period.first.isoformat(), "to": stand.period.last.isoformat()}
            self.context.navigate("figures", figure=one.figure, unit=stand.unit, **days)
        else:
            self._edit(ident, "done", "evidence")

    def _edit(self, ident: str, *names: str) -> None:
        _, one = self.stands[ident]
        item = one.item
        if not item.ours:
            return
        names = names or ("what", "figure", "target", "done", "evidence")
        ask(
            self.context,
            self,
            "完成情况" if names[0] == "done" else "责任项",
            f"duty:item:{names[0]}:{ident}",
            self._fields(*names),
            lambda d, given: (
                d.letters.change(ident, given)
                if names[0] == "what"
                else d.duties.letters.mark(ident, given.get("done", ""), given.get("evidence", ""))
            ),
            hint=item["what"] if names[0] == "done" else "",
            start={name: str(item.raw[name] or "") for name in names},
            only_changed=names[0] == "what",
            options=self._options(),
            then=lambda _kept: self.load(),
        )

    def _print(self, stand: LetterStand) -> None:
        desk, letter = self.context.desk, stand.view.letter

        def taken(pdf: bytes) -> None:
            sheet = Sheet(f"目标责任书{letter['year']}{letter['to_name']}", pdf)
            self.context.toast(self.print_sheets((sheet,), self))

        self.do(lambda: desk.papers.duties.take("duty_letter", letter.id), "", taken, area="papers")


def _face(one: ItemStand, *, ours: bool) -> RowFace:
    item = one.item
    tone = TONES.get(item.raw["done"], Tone.NONE)
    done = item["done"]
    if one.figure and not done:
        tone = Tone.NONE if one.reached is None else Tone.DONE if one.reached else Tone.SOON
        done = one.verdict
    act = "看明细" if one.figure else "填写" if ours else ""
    cells = (
        item["what"],
        one.target or "—",
        one.now or "—",
        Status(tone, done or ("还没有数" if one.figure else "未填")),
    )
    return RowFace(item.id, cells, act, quiet=True)


def _items(given: dict[str, str]) -> list[dict[str, str]]:
    """A line each; the figure is the first one's."""
    items = [{"what": line.strip()} for line in given.get("what", "").splitlines() if line.strip()]
    if items:
        items[0] |= {key: given[key] for key in ("figure", "target") if given.get(key)}
    return items
