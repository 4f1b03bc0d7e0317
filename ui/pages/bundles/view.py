"""The bundles' page as it is seen; it knows frozen values only."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from ui.pages.bundles.faces import BundlesFace, PlaceFace, SticksFace
from ui.pages.bundles.forking import ForksCard
from ui.pages.bundles.parts import FirstSteps, GapsCard, OutCard, PeersCard, ResultsCard
from ui.pages.bundles.sticks import FoundCard
from ui.pages.bundles.stickwords import why_not_there
from ui.pages.home.offers import OFFER_COLUMNS
from ui.style import space
from ui.widgets.build import button, column, frame, label, primary, row, set_role
from ui.widgets.cards import SectionHeader
from ui.widgets.painted import Glyph
from ui.widgets.rows import Column, Rows
from ui.widgets.running import Running
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot
from ui.widgets.status import Tone

LOG = (
    Column("包", 12, whole=True),
    Column("日期", 12, "muted", whole=True),
    Column("单位", 22),
    Column("内容", 28, "muted"),
    Column("大小", 10, "muted"),
    Column("状态", 26),
)
BELOW = (
    Column("单位", 26),
    Column("收到至", 20),
    Column("事项", 20),
    Column("最近一包", 14, "muted"),
    Column("来包", 20),
)
MAIN_SHARE, SIDE_SHARE = 72, 28


class BundlesView(QWidget):
    """Out, in, what is missing, what went and came, and whom one knows.

    Signals:
        send_wanted: what waits is to be written.
        receive_wanted: files are to be chosen and taken in.
        folder_wanted: another folder is to be chosen.
        picked: a stick was picked; carries its path.
        take_found: what lies on the sticks is to be taken in.
        dropped: files were dropped on the page; carries their paths.
        opened: a row of the log or an office below was pressed; carries its key.
    """

    send_wanted = Signal()
    receive_wanted = Signal()
    folder_wanted = Signal()
    picked = Signal(str)
    take_found = Signal()
    dropped = Signal(object)
    opened = Signal(str)

    def __init__(self, district: bool) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._district = district
        self._why_send = self._why_receive = self._why_place = self._why_busy = ""
        self._lonely, self._size = False, 0
        across = row(self, gap="none")
        across.addWidget(self._main(), MAIN_SHARE)
        self.side = self._side()
        across.addWidget(self.side, SIDE_SHARE)
        self._veil = _Veil(self)

    def show_face(self, face: BundlesFace) -> None:
        """Shows the page's values."""
        self._sentence.setText(face.sentence)
        self.first.setVisible(face.lonely)
        self.first.show_own(face.own_groups)
        for part in (self.out, self._log_head, self.log, self.side):
            part.setVisible(not face.lonely)
        for part in (self._below_head, self.below):
            part.setVisible(self._district and not face.lonely)
        if self._district:
            self.send.setText("写出回执" if all(o.receipt for o in face.out) else "写入 U 盘")
            self.send.setAccessibleName(self.send.text())
        self.out.show_out(
            face.out,
            "没有等待写出的内容，来了新的数据包、办了交来的事项才有。"
            if self._district
            else "没有新的内容要上报，登记或办理之后再来。",
        )
        why = ""
        if face.lonely:
            why = "还没有收下对方的名片，不知道写给谁"
        elif not any(o.ready for o in face.out):
            why = "现在没有要写出的内容"
        self._why_send = why
        self._why_receive = "还不认识任何单位，先收下对方的名片" if face.lonely else ""
        self._lonely = face.lonely
        self._size = sum(o.bytes for o in face.out)
        self._allow()
        self.offers.show_rows(face.offers)
        self._offers_head.show_note(f"有 {len(face.offers)} 件待接收")
        for part in (self._offers_head, self.offers):
            part.setVisible(bool(face.offers))
        self.forks.show_forks(face.forks, face.lost)
        self.gaps.show_gaps(face.gaps)
        self.waiting.show_gaps(face.waiting)
        self.below.show_rows(face.below, "还没有收下任何乡镇的名片")
        self.log.show_rows(face.log, "还没有收发过数据包")
        self._log_head.show_note(f"{len(face.log)} 个" if face.log else "")
        self.peers.show_peers(face)

    def show_sticks(self, sticks: SticksFace, place: PlaceFace | None) -> None:
        """Shows what is put in, what lies there, and where bundles go."""
        # What was taken in a moment ago stands in the results above already.
        silent = self._lonely or (self.results.isVisible() and not sticks.files)
        self.found.show_found(SticksFace() if silent else sticks)
        self.out.place.show_place(sticks.places, place)
        set_role(self.receive, "secondary" if sticks.files or not self._district else "primary", "kind")
        folder = place is not None and not place.stick
        if not self._district:
            self.send.setText("写入文件夹" if folder else "写入 U 盘")
            self.send.setAccessibleName(self.send.text())
        self._why_place = why_not_there(sticks.places, place, self._size)
        self._allow()

    def show_busy(self, why: str) -> None:
        """Turns the work off while a job runs, and on again."""
        self._why_busy = why
        self._allow()

    def _allow(self) -> None:
        self.send.allow(self._why_busy or self._why_send or self._why_place)
        self.receive.allow(self._why_busy or self._why_receive)
        self.found.allow(self._why_busy)

    def _main(self) -> QWidget:
        holder = QWidget()
        outer = column(holder, gap="none")
        inner = QWidget()
        self._body: QVBoxLayout = column(inner, gap="m")
        self._body.setContentsMargins(space("xl"), space("l"), space("m"), space("l"))
        self._body.addLayout(self._head())
        self.faults = FaultSlot()
        self.running = Running()
        self.results = ResultsCard()
        self.first = FirstSteps(self._district)
        self.forks = ForksCard()
        self.gaps = GapsCard("缺的数据包", Tone.OVERDUE)
        self.waiting = GapsCard("先存着、还没有入账的内容", Tone.SOON)
        self.out = OutCard()
        self.out.place.folder_wanted.connect(self.folder_wanted)
        self.out.place.picked.connect(self.picked)
        self.found = FoundCard(self._district)
        self.found.take.connect(self.take_found)
        self._below_head, self.below = SectionHeader("所属单位"), Rows(BELOW, "", 0)
        self._offers_head, self.offers = SectionHeader("等待接收的事项"), Rows(OFFER_COLUMNS, "下一步", 12)
        self._log_head, self.log = SectionHeader("收发记录"), Rows(LOG, "", 0)
        self.below.opened.connect(self.opened)
        self.log.opened.connect(self.opened)
        for part in (
            *(self.faults, self.running, self.results, self.found),
            *(self.forks, self._offers_head, self.offers, self.first, self.gaps, self.waiting),
        ):
            self._body.addWidget(part)
        below = column(gap="s")
        below.addWidget(self._below_head)
        below.addWidget(self.below)
        log = column(gap="s")
        log.addWidget(self._log_head)
        log.addWidget(self.log)
        if self._district:
            self._body.addLayout(below)
            self._body.addWidget(self.out)
        else:
            self._body.addWidget(self.out)
            self._body.addLayout(below)
        self._body.addLayout(log)
        self._body.addStretch(1)
        self._body.addWidget(
            label("收到的数据包（.jfb）可以拖到这一页的任何地方；收两遍也不会重复。", "hint")
        )
        outer.addWidget(scrolled(inner))
        return holder

    def _head(self) -> QVBoxLayout:
        down = column(gap="xs")
        line = row(gap="s")
        words = column(gap="xs")
        words.addWidget(label("收件" if self._district else "上报", "title"))
        self._sentence = label("", "muted", wrap=True)
        words.addWidget(self._sentence)
        line.addLayout(words, 1)
        if self._district:
            self.send = button("写出回执", self.send_wanted.emit)
            self.receive = primary("收下数据包…", self.receive_wanted.emit)
            order = (self.send, self.receive)
        else:
            self.receive = button("收下数据包…", self.receive_wanted.emit)
            self.send = primary("写入 U 盘", self.send_wanted.emit)
            order = (self.receive, self.send)
        acts = row(gap="s")
        for act in order:
            acts.addWidget(act)
        line.addLayout(acts)
        line.setAlignment(acts, Qt.AlignmentFlag.AlignTop)
        down.addLayout(line)
        return down

    def _side(self) -> QWidget:
        holder = QWidget()
        outer = column(holder, gap="none")
        inner = QWidget()
        side = column(inner, gap="m")
        side.setContentsMargins(space("xs"), space("l"), space("xl"), space("l"))
        self.peers = PeersCard()
        side.addWidget(self.peers)
        side.addStretch(1)
        outer.addWidget(scrolled(inner))
        return holder

    # -- files dropped anywhere

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._veil.cover()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._veil.hide()
        super().dragLeaveEvent(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._veil.hide()
        files = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        event.acceptProposedAction()
        self.dropped.emit(files)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._veil.setGeometry(self.rect())


class _Veil(QWidget):
    """Lies over the page while a file is held above it."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setProperty("role", "veil")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        down = column(self, pad="xxl")
        box: QFrame = frame("drop")
        inside = column(box, gap="s")
        inside.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        inside.addWidget(Glyph("inbox", "accent"), 0, middle)
        inside.addWidget(label("松开就收下", "heading"), 0, middle)
        inside.addWidget(label("数据包 .jfb、单位名片 .card 都可以", "muted"), 0, middle)
        inside.addStretch(1)
        down.addWidget(box)
        self.hide()

    def cover(self) -> None:
        """Lies over everything."""
        self.raise_()
        self.show()
