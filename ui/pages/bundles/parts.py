"""Parts of the bundles' page: what will go, what came, what is missing, and the offices one knows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.pages.bundles.faces import BundlesFace, GapFace, OutFace, PeerFace, ResultFace
from ui.pages.bundles.fingerprint import Fingerprint
from ui.pages.bundles.sticks import PlaceRow
from ui.style import space
from ui.widgets.build import Button, button, clear, column, frame, label, link, pads, row, rule
from ui.widgets.cards import Card
from ui.widgets.flow import Flow
from ui.widgets.rows import Elided
from ui.widgets.status import Status, StatusWord, Tone


class OutCard(Card):
    """What will go to whom, and where it is written.

    Attributes:
        place: where.
    """

    def __init__(self) -> None:
        super().__init__("等待送出")
        self._lines: QVBoxLayout = column(gap="s")
        self.place = PlaceRow()
        self.add(self._lines, rule(), self.place)

    def show_out(self, out: tuple[OutFace, ...], empty: str) -> None:
        """Shows what would go."""
        clear(self._lines)
        for face in out:
            line = row(gap="m")
            name = Elided(face.name)
            line.addWidget(name, 5)
            line.addWidget(Elided(face.words, "" if face.ready else "faint"), 8)
            size = label(face.size, "muted")
            size.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(size, 3)
            self._lines.addLayout(line)
        if not out:
            self._lines.addWidget(label(empty, "faint", wrap=True))


class ResultsCard(QFrame):
    """What became of the files: one line each, and what to do."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._down: QVBoxLayout = column(self, gap="s")
        pads(self._down, "l", "m")
        self.hide()

    def show_results(self, heading: Status, results: tuple[ResultFace, ...]) -> None:
        """Shows the results of one sending or taking in."""
        clear(self._down)
        head = row(gap="s")
        told = StatusWord(heading)
        head.addWidget(told, 1)
        head.addWidget(link("收起", self.hide, small=True))
        self._down.addLayout(head)
        for result in results:
            self._down.addWidget(rule())
            self._down.addLayout(self._line(result))
        self.setAccessibleName(
            heading.words + "。" + "".join(f"{r.file}：{r.sentence.rstrip('。')}。" for r in results)
        )
        self.show()

    def _line(self, result: ResultFace) -> QVBoxLayout:
        down = column(gap="xs")
        line = row(gap="m")
        line.addWidget(StatusWord(result.status), 3)
        line.addWidget(Elided(result.file, "muted"), 7)
        down.addLayout(line)
        down.addWidget(label(result.sentence, wrap=True, select=True))
        if result.advice:
            down.addWidget(label(result.advice, "muted", wrap=True, select=True))
        return down


class GapsCard(Card):
    """What is missing or held back, with the step that mends it."""

    def __init__(self, heading: str, tone: Tone) -> None:
        super().__init__(heading)
        self._tone = tone
        self._lines: QVBoxLayout = column(gap="s")
        self.add(self._lines)
        self.hide()

    def show_gaps(self, gaps: tuple[GapFace, ...]) -> None:
        """Shows other gaps; without any the card is not there."""
        clear(self._lines)
        for gap in gaps:
            self._lines.addWidget(StatusWord(Status(self._tone, gap.words)))
            if gap.advice:
                advice = label(gap.advice, "muted", wrap=True)
                advice.setContentsMargins(space("l") + space("xs"), 0, 0, 0)
                self._lines.addWidget(advice)
        self.setVisible(bool(gaps))


class PeersCard(Card):
    """This office's own card, and the cards of the others.

    Signals:
        card_out: our card is to be written.
        card_in: a card is to be taken in.
        compare: the fingerprint of a peer is to be compared; carries its key.
    """

    card_out = Signal()
    card_in = Signal()
    compare = Signal(str)

    def __init__(self) -> None:
        super().__init__("往来单位", gap="m")
        self._lines: QVBoxLayout = column(gap="m")
        self._own = Fingerprint("small")
        self._own_name = Elided("")
        own = column(gap="xs")
        own.addWidget(self._own_name)
        own.addWidget(label("本机指纹", "hint"))
        own.addWidget(self._own)
        acts = QWidget()
        flow = Flow(acts)
        flow.addWidget(button("收下名片…", self.card_in.emit))
        flow.addWidget(button("写出本单位名片…", self.card_out.emit))
        self.add(self._lines, rule(), own, acts)
        self.compares: dict[str, Button] = {}

    def show_peers(self, face: BundlesFace) -> None:
        """Shows other offices."""
        clear(self._lines)
        self.compares = {}
        self._own_name.show_text(f"本单位：{face.own_name}")
        self._own.show_groups(face.own_groups)
        for number, peer in enumerate(face.peers):
            if number:
                self._lines.addWidget(rule())
            self._lines.addLayout(self._peer(peer))

    def _peer(self, peer: PeerFace) -> QVBoxLayout:
        down = column(gap="xs")
        down.addWidget(Elided(peer.name))
        if peer.note:
            down.addWidget(label(peer.note, "hint", wrap=True))
        shown = Fingerprint("small")
        shown.show_groups(peer.groups)
        down.addWidget(shown)
        line = row(gap="s")
        state = Status(Tone.DONE, "指纹已核对") if peer.compared else Status(Tone.OVERDUE, "指纹未核对")
        line.addWidget(StatusWord(state, small=True), 1)
        compare = link(
            "再核对" if peer.compared else "核对指纹…", lambda: self.compare.emit(peer.key), small=True
        )
        self.compares[peer.key] = compare
        line.addWidget(compare)
        down.addLayout(line)
        if peer.words:
            down.addWidget(label(peer.words, "hint", wrap=True))
        return down


class FirstSteps(Card):
    """No other office is known yet: three steps to get to know it.

    Signals:
        card_out: step one.
        card_in: step two.
    """

    card_out = Signal()
    card_in = Signal()

    def __init__(self, district: bool) -> None:
        other = "乡镇" if district else "区县"
        super().__init__(f"先和{other}互相认识", gap="l")
        self.add(
            label(
                f"数据包只交给认识的单位：用对方的名片加密，用自己的钥匙签名。名片是一个小文件，用 U 盘交给{other}，"
                "再打一个电话核对指纹。只需做一次。",
                "muted",
                wrap=True,
            )
        )
        self._own = Fingerprint()
        steps = (
            (
                "一",
                "写出本单位名片",
                f"存到 U 盘，交给{other}",
                button("写出本单位名片…", self.card_out.emit),
            ),
            (
                "二",
                f"收下{other}的名片",
                "文件名以 .card 结尾，也可以拖到这里",
                button("收下名片…", self.card_in.emit),
            ),
            ("三", "打电话核对指纹", "双方念出八组数字，都一样就可以互传", None),
        )
        for number, words, why, act in steps:
            self.add(rule(), self._step(number, words, why, act))
        well = frame("well")
        inside = column(well, gap="xs")
        pads(inside, "l", "m")
        inside.addWidget(label("本机指纹（念给对方听）", "hint"))
        inside.addWidget(self._own)
        self.add(well)

    def show_own(self, groups: tuple[str, ...]) -> None:
        """Shows this installation's fingerprint."""
        self._own.show_groups(groups)

    def _step(self, number: str, words: str, why: str, act: Button | None) -> QWidget:
        holder = QWidget()
        line = row(holder, gap="m")
        line.addWidget(label(number, "heading"))
        told = column(gap="xs")
        told.addWidget(label(words))
        told.addWidget(label(why, "muted", wrap=True))
        line.addLayout(told, 1)
        if act is not None:
            line.addWidget(act)
        return holder
