"""工作移交: everything that one official has open, handed to another in one signed list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from ui.pages.asking import ask
from ui.pages.settings.section import Section
from ui.printing import Sheet, print_or_save
from ui.widgets.build import button, label, row
from ui.widgets.cards import Card
from ui.widgets.rows import Column, RowFace, Rows

if TYPE_CHECKING:
    from app.duties.values.accountability import OpenDuty
    from app.duties.values.base import DutyView, Kept
    from ui.context import Context

FIELDS = ("from_name", "to_name", "on_day", "witness", "why")


class HandoverSection(Section):
    """Who has how much open; what it is; the hand-over; the lists that were signed."""

    key = "handover"
    words = "工作移交"
    about = "人员调整时，把一个人名下没有办结的全部工作一次移交给接手的人，打印清单双方签字；期限照原定，不重新起算。"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.people = Rows((Column("姓名", 8), Column("没有办结的", 16, "muted")), act_share=6)
        self.people.opened.connect(self._show_duties)
        self.people.acted.connect(self._hand_over)
        card = Card("现在谁名下有工作")
        card.add(self.people)
        self.body.addWidget(card)
        feet = row()
        feet.addWidget(button("移交工作", lambda: self._hand_over("")))
        feet.addWidget(label("移交人的登录名如不再使用，请到“用户与密码”里停用", "hint"))
        feet.addStretch(1)
        self.body.addLayout(feet)
        self.duties = Card("名下的工作")
        self.duty_rows = Rows(
            (
                Column("工作", 8),
                Column("事项编号", 9, whole=True),
                Column("内容", 14),
                Column("期限", 6, whole=True),
            ),
            act_share=0,
        )
        self.duty_rows.opened.connect(self._open_matter)
        self.duties.add(self.duty_rows)
        self.duties.hide()
        self.body.addWidget(self.duties)
        self.lists = Rows(
            (Column("编号", 9, whole=True), Column("移交人 → 接收人", 12), Column("日期", 7, whole=True)),
            act_share=5,
        )
        self.lists.acted.connect(self._print)
        self.lists.opened.connect(self._print)
        done = Card("已签的清单")
        done.add(self.lists)
        self.body.addWidget(done)
        self.body.addStretch(1)
        self._matters: dict[str, str] = {}

    @override
    def load(self) -> None:
        desk = self.context.desk

        def read() -> tuple[list[tuple[str, tuple[OpenDuty, ...]]], list[DutyView]]:
            handovers = desk.duties.handovers
            return [(n, handovers.open_duties(n)) for n in handovers.officials()], handovers.book.listed()

        self.ask(read, self._show)

    def _show(self, read: tuple[list[tuple[str, tuple[OpenDuty, ...]]], list[DutyView]]) -> None:
        people, lists = read
        self._open = dict(people)
        faces = tuple(RowFace(name, (name, _summary(found)), "移交", quiet=True) for name, found in people)
        self.people.show_rows(faces, empty="没有人名下有未办结的工作")
        self.lists.show_rows(
            tuple(
                RowFace(
                    v.id,
                    (v["number"], f"{v['from_name']} → {v['to_name']}", v.raw["on_day"]),
                    "打印清单",
                    quiet=True,
                )
                for v in lists
            ),
            empty="还没有移交过",
        )

    def _show_duties(self, name: str) -> None:
        found = self._open.get(name, ())
        self._matters = {
            str(n): d.about.matter for n, d in enumerate(found) if d.about is not None and d.about.held
        }
        self.duty_rows.show_rows(
            tuple(
                RowFace(
                    str(n),
                    (
                        d.word,
                        d.about.number if d.about else "",
                        d.what,
                        d.due_on.isoformat() if d.due_on else "—",
                    ),
                )
                for n, d in enumerate(found)
            )
        )
        self.duties.show()

    def _open_matter(self, key: str) -> None:
        if matter := self._matters.get(key):
            self.context.navigate("matter", ident=matter)

    def _hand_over(self, name: str) -> None:
        desk = self.context.desk
        ask(
            self.context,
            self,
            "工作移交",
            f"duty:handover:{name}",
            desk.duties.handovers.book.fields(FIELDS),
            lambda d, given: d.duties.handovers.hand_over(given),
            words="移交并生成清单",
            start={"from_name": name, "on_day": desk.today().date().isoformat()},
            then=self._after,
        )

    def _after(self, kept: Kept) -> None:
        self.duties.hide()
        self.load()
        self._print(kept.id)

    def _print(self, ident: str) -> None:
        desk = self.context.desk

        def take() -> Sheet:
            number = desk.duties.handovers.get(ident).duty["number"]
            return Sheet(f"移交清单{number}", desk.papers.duties.take("handover_list", ident))

        def taken(sheet: Sheet) -> None:
            self.context.toast(print_or_save((sheet,), self))

        self.do(take, "", taken, area="papers")


def _summary(found: tuple[OpenDuty, ...]) -> str:
    counts: dict[str, int] = {}
    for duty in found:
        word = duty.word.split("（")[0]
        counts[word] = counts.get(word, 0) + 1
    return "　".join(f"{word} {count}" for word, count in counts.items())
