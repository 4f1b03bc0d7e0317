"""目标责任书: the year's duty letters with their items; a district writes them, a township reads its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from ui.pages.asking import ask
from ui.pages.settings.section import Section
from ui.printing import Sheet, print_or_save
from ui.widgets.build import button, clear, column, label, link, row
from ui.widgets.cards import Card
from ui.widgets.rows import Column, RowFace, Rows
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.duties.values.accountability import LetterView
    from app.duties.values.base import DutyView
    from app.papers.values import Rendered
    from ui.context import Context

HEAD = ("year", "title", "signed_on", "giver", "taker")
TONES = {"done": Tone.DONE, "partly": Tone.SOON, "not_done": Tone.OVERDUE}


class LettersSection(Section):
    """One card a letter, its items as rows; how far an item is done is noted with its evidence."""

    key = "letters"
    words = "目标责任书"
    about = "每年与各乡镇签订的信访工作目标责任书。责任项写一行一条；完成情况要有佐证。"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._district = context.desk.access.office.is_district
        self._items: dict[str, DutyView] = {}
        if self._district:
            feet = row()
            feet.addWidget(button("写一年的责任书", self._write))
            feet.addStretch(1)
            self.body.addLayout(feet)
        self.letters = column(gap="m")
        self.body.addLayout(self.letters)
        self.body.addStretch(1)

    @override
    def load(self) -> None:
        desk = self.context.desk
        self.ask(desk.duties.letters.letters, self._show)

    def _show(self, letters: tuple[LetterView, ...]) -> None:
        clear(self.letters)
        self._items = {i.id: i for view in letters for i in view.items}
        for view in letters:
            self.letters.addWidget(self._card(view))
        if not letters:
            words = "还没有目标责任书" if self._district else "区里还没有下发目标责任书"
            self.letters.addWidget(label(words, "muted"))

    def _card(self, view: LetterView) -> Card:
        card = Card(f"{view.letter['year']}年　{view.letter['to_name']}")
        rows = Rows((Column("责任内容", 18), Column("目标", 5), Column("完成情况", 8)), act_share=4)
        ours = view.letter.ours
        rows.show_rows(
            tuple(
                RowFace(
                    i.id,
                    (
                        i["what"],
                        i["target"] or "—",
                        Status(TONES.get(i.raw["done"], Tone.NONE), i["done"] or "未填"),
                    ),
                    "填写" if ours else "",
                    quiet=True,
                )
                for i in view.items
            )
        )
        rows.acted.connect(self._mark)
        rows.opened.connect(self._mark)
        card.add(rows)
        feet = row(gap="m")
        feet.addWidget(link("打印", lambda: self._print(view)))
        feet.addStretch(1)
        card.add(feet)
        return card

    def _write(self) -> None:
        desk = self.context.desk
        words = desk.duties.letters.items.fields(("what",))
        year = desk.today().year
        ask(
            self.context,
            self,
            "写目标责任书（每个乡镇一份）",
            "duty:letter:",
            (*desk.duties.letters.book.fields(HEAD), *words),
            lambda d, given: d.duties.letters.write(
                {k: v for k, v in given.items() if k != "what"},
                [{"what": line.strip()} for line in given.get("what", "").splitlines() if line.strip()],
            ),
            hint="责任内容一行一条；指标的目标值可以用命令行从文件写入",
            start={"year": str(year), "title": f"{year}年度信访工作目标责任书"},
            then=lambda _kept: self.load(),
        )

    def _mark(self, ident: str) -> None:
        item, desk = self._items[ident], self.context.desk
        if not item.ours:
            return
        ask(
            self.context,
            self,
            "完成情况",
            f"duty:item:{ident}",
            desk.duties.letters.items.fields(("done", "evidence")),
            lambda d, given: d.duties.letters.mark(ident, given.get("done", ""), given.get("evidence", "")),
            hint=item["what"],
            start={"done": item.raw["done"], "evidence": item.raw["evidence"]},
            then=lambda _kept: self.load(),
        )

    def _print(self, view: LetterView) -> None:
        desk = self.context.desk

        def shown(made: Rendered) -> None:
            sheet = Sheet(f"目标责任书{view.letter['year']}{view.letter['to_name']}", made.pdf)
            self.context.toast(print_or_save((sheet,), self))

        self.ask(lambda: desk.papers.duty_letter(view), shown)
