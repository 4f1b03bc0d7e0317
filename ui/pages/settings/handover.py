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
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.duties.values.accountability import HandoverView, OpenDuty
    from app.duties.values.base import Kept
    from ui.context import Context


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
            (
                Column("编号", 9, whole=True),
                Column("移交人 → 接收人", 10),
                Column("移交日期", 7, "muted", whole=True),
                Column("签字", 12),
                Column("打印", 9, "muted"),
            ),
            act_share=6,
        )
        self.lists.acted.connect(self._next)
        self.lists.opened.connect(self._print)
        done = Card("移交清单")
        done.add(
            self.lists, label("打印后双方签名，再把签字日期登记进来；点一行可以再打印。", "hint", wrap=True)
        )
        self.body.addWidget(done)
        self.body.addStretch(1)
        self._matters: dict[str, str] = {}
        self._lists: dict[str, HandoverView] = {}

    @override
    def load(self) -> None:
        desk = self.context.desk

        def read() -> tuple[list[tuple[str, tuple[OpenDuty, ...]]], tuple[HandoverView, ...]]:
            handovers = desk.duties.handovers
            return [(n, handovers.open_duties(n)) for n in handovers.officials()], handovers.listed()

        self.ask(read, self._show)

    def _show(self, read: tuple[list[tuple[str, tuple[OpenDuty, ...]]], tuple[HandoverView, ...]]) -> None:
        people, lists = read
        self._open = dict(people)
        faces = tuple(RowFace(name, (name, _summary(found)), "移交", quiet=True) for name, found in people)
        self.people.show_rows(faces, empty="没有人名下有未办结的工作")
        self._lists = {v.duty.id: v for v in lists}
        self.lists.show_rows(tuple(_list_row(v) for v in lists), empty="还没有移交过")

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
            desk.duties.handovers.fields("hand_over"),
            lambda d, given: d.duties.handovers.hand_over(given),
            words="移交并生成清单",
            start={"from_name": name, "on_day": desk.today().date().isoformat()},
            then=self._after,
        )

    def _after(self, kept: Kept) -> None:
        self.duties.hide()
        self.load()
        self._print(kept.id)

    def _next(self, ident: str) -> None:
        view = self._lists.get(ident)
        if view is None or view.is_signed:
            self._print(ident)
        else:
            self._sign(view)

    def _sign(self, view: HandoverView) -> None:
        """Asks on which day each of them signed."""
        desk, ident, base = self.context.desk, view.duty.id, view.duty.version
        today = desk.today().date().isoformat()
        fields = desk.duties.handovers.fields("sign")
        ask(
            self.context,
            self,
            f"登记签字　{view.duty['number']}",
            f"duty:handover_sign:{ident}",
            fields,
            lambda d, given: d.duties.handovers.sign(ident, given, base),
            words="登记签字",
            hint=f"移交人{view.duty['from_name']}，接收人{view.duty['to_name']}；只有一方签了的，另一方的先空着。",
            start={f.name: view.duty.raw[f.name] or today for f in fields},
            then=lambda _kept: self.load(),
        )

    def _print(self, ident: str) -> None:
        desk = self.context.desk

        def take() -> Sheet:
            number = desk.duties.handovers.get(ident).duty["number"]
            return Sheet(f"移交清单{number}", desk.papers.duties.take("handover_list", ident))

        def taken(sheet: Sheet) -> None:
            self.context.toast(print_or_save((sheet,), self))
            self.load()

        self.do(take, "", taken, area="papers")


def _list_row(view: HandoverView) -> RowFace:
    """A list: who has signed, and when it went to paper."""
    duty, last = view.duty, view.prints[-1] if view.prints else None
    printed = f"{len(view.prints)} 次，{last.at[:10]}" if last else "还没有打印"
    return RowFace(
        duty.id,
        (
            duty["number"],
            f"{duty['from_name']} → {duty['to_name']}（{len(view.lines)} 项）",
            duty.raw["on_day"],
            Status(Tone.DONE if view.is_signed else Tone.OPEN, view.state_words),
            printed,
        ),
        "打印清单" if view.is_signed else "登记签字…",
        quiet=view.is_signed,
    )


def _summary(found: tuple[OpenDuty, ...]) -> str:
    counts: dict[str, int] = {}
    for duty in found:
        word = duty.word.split("（")[0]
        counts[word] = counts.get(word, 0) + 1
    return "　".join(f"{word} {count}" for word, count in counts.items())
