"""分成了两支的变动: both branches side by side, the choice which goes on, and on the other end what a PC does that lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.pages.asking import AskSheet
from ui.style import space
from ui.widgets.build import Button, button, clear, column, frame, label, pads, row, rule
from ui.widgets.cards import Card
from ui.widgets.fields import Option
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from app.bundles.values import ForkBranch, ForkMatter, ForkView, LostBranch
    from ui.context import Context

SHOWN = 20
"""So many matters of a branch are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A field of the form."""

    name: str
    label: str
    kind: str
    required: bool = True


FIELDS = (_Asked("branch", "接下去的是哪一支", "code"), _Asked("reason", "裁定理由", "long_text"))


class ForksCard(Card):
    """Streams that forked, each with the way to its decision; or, in the office below, what was decided about this PC.

    Signals:
        wanted: a fork is to be looked at; carries its stream.
        follow_wanted: this PC is to go on as was decided.
        refused: that cannot be done now; carries why.
    """

    wanted = Signal(str)
    follow_wanted = Signal()
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__("分成了两支的变动")
        self._lines: QVBoxLayout = column(gap="s")
        self.add(self._lines)
        self.opens: list[Button] = []
        self.follow: Button | None = None
        self.hide()

    def show_forks(self, forks: Sequence[ForkView], lost: LostBranch | None) -> None:
        """Shows others; without any the card is not there."""
        clear(self._lines)
        self.opens, self.follow = [], None
        for fork in forks:
            if self.opens:
                self._lines.addWidget(rule())
            look = button("查看并裁定…", lambda stream=fork.stream: self.wanted.emit(stream))
            look.setAccessibleName(f"查看并裁定：{fork.name}")
            self.opens.append(look)
            advice = (
                f"{fork.words}两支都保存着，没有丢。请与{fork.name}核对哪一台电脑（哪一份数据）在用，再裁定。"
            )
            self._line(f"{fork.name}的变动分成了两支，等待裁定", advice, look)
        if lost is not None:
            self.follow = button("按裁定继续…", self.follow_wanted.emit)
            self.follow.allow(lost.why_not)
            self.follow.refused.connect(self.refused)
            head = "区县已裁定：接下去的是另一份数据，本机的不是"
            self._line(head, f"{lost.words}{lost.why_not}{lost.advice}", self.follow)
        self.setVisible(bool(forks) or lost is not None)

    def _line(self, words: str, advice: str, act: Button) -> None:
        self._lines.addWidget(StatusWord(Status(Tone.OVERDUE, words)))
        told = label(advice, "muted", wrap=True)
        told.setContentsMargins(space("l") + space("xs"), 0, 0, 0)
        self._lines.addWidget(told)
        acts = row(gap="s")
        acts.addSpacing(space("l") + space("xs"))
        acts.addWidget(act)
        acts.addStretch(1)
        self._lines.addLayout(acts)


class ForkSheet(AskSheet):
    """What each branch has, and the form of the decision."""

    def __init__(self, context: Context, fork: ForkView) -> None:
        options = tuple(Option(b.key, f"{b.name}支", (), _option_note(b)) for b in fork.branches)
        hint = (
            "只有一支才有的事项，不论选哪一支都会入账；几支都改过的，以选中的一支为准，"
            "其余各支的修改先存着，由办理单位在事项里逐处决定。"
        )
        super().__init__(
            context,
            f"fork:{fork.stream}",
            FIELDS,
            {"branch": options},
            "裁定",
            hint,
            above=_branches(fork),
        )
        self.fork = fork
        if fork.why_not:
            self.go.allow(fork.why_not)
        self.go.refused.connect(context.toast)


class FollowSheet(QWidget):
    """What going on by the decision means for this PC, before it is done.

    Signals:
        agreed: it is to be done.
    """

    agreed = Signal()

    def __init__(self, lost: LostBranch) -> None:
        super().__init__()
        down = column(self, gap="m")
        pads(down, "l", "s")
        down.addWidget(label(lost.words, wrap=True))
        for words in (
            "本机原有的事项、附件和草稿都留着，不会改动。",
            "以后本机作为本单位的另一台电脑：换一把新钥匙，新编号带一个标记，两台的编号不会重复。",
            "办完以后在这一页写出新名片，交区县收下，在电话里核对指纹；区县再写一次交办包，另一台登记的事项就都来了。",
        ):
            down.addWidget(label(f"· {words}", "muted", wrap=True))
        feet = row(gap="s")
        self.go = button("按裁定继续", self.agreed.emit)
        feet.addWidget(self.go)
        feet.addStretch(1)
        down.addLayout(feet)
        down.addStretch(1)


def _branches(fork: ForkView) -> QWidget:
    holder = QWidget()
    down = column(holder, gap="m")
    down.addWidget(label(_heading(fork), wrap=True))
    for branch in fork.branches:
        well = frame("well")
        inside = column(well, gap="xs")
        pads(inside, "m", "s")
        inside.addWidget(label(f"{branch.name}支", "heading"))
        inside.addWidget(label(branch.words.partition("：")[2], "muted", wrap=True, select=True))
        for words, found in (
            ("只有这一支有", [m for m in branch.matters if not m.both]),
            ("别的支也改过", [m for m in branch.matters if m.both]),
        ):
            if found:
                inside.addWidget(rule())
                inside.addWidget(label(f"{words}：{len(found)} 件", "hint"))
            for one in found[:SHOWN]:
                inside.addWidget(label(_matter(one), wrap=True, select=True))
            if len(found) > SHOWN:
                inside.addWidget(label(f"还有 {len(found) - SHOWN} 件", "faint"))
        down.addWidget(well)
    return holder


def _heading(fork: ForkView) -> str:
    return fork.words + (f"最后一条共同的变动写于 {fork.on}。" if fork.on else "")


def _matter(one: ForkMatter) -> str:
    made = "，新登记" if one.created else ""
    return f"{one.number}　{one.title}（{one.changes} 条变动{made}）".strip()


def _option_note(branch: ForkBranch) -> str:
    return "先收到、已经入账" if branch.taken else "先保存着"
