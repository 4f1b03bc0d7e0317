"""The bundles' page: asks the desk, shows what it says, and keeps the promise that nothing is called done before it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout
from typing_extensions import override

from app.matters.values import Changes
from ui.faults import Fault, Whose
from ui.jobs import Job, News, State
from ui.pages.base import Page
from ui.pages.bundles.asking import Asking
from ui.pages.bundles.faces import BundlesFace, ResultFace
from ui.pages.bundles.fingerprint import CompareSheet
from ui.pages.bundles.forking import FollowSheet, ForkSheet
from ui.pages.bundles.view import BundlesView
from ui.pages.bundles.watching import Sticks
from ui.pages.bundles.words import page_face, received_results, sent_results
from ui.pages.home.offers import TO_ACCEPT, offer_rows
from ui.widgets.build import column
from ui.widgets.states import Loading
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.bundles.values import ForkDecided, PeerInfo, ReceivedFile, SentFile
    from app.matters.values import DraftView
    from ui.context import Context

CARD, BUNDLE = ".card", ".jfb"
STOPPED = "已取消：写到一半的已经清掉，先前写好的照样有效，数据都在本机"


class BundlesPage(Page):
    """上报: a township's side. ``navigate("up", file=…)`` takes a file in at once."""

    place = "up"
    areas = frozenset({"matters", "bundles"})
    district: ClassVar[bool] = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.asking = Asking(self)
        self.view = BundlesView(self.district)
        self.face: BundlesFace | None = None
        self.sticks = Sticks(context, self)
        self.sticks.changed.connect(self._show_sticks)
        self._job: Job | None = None
        self._to_compare = ""
        self._layers = QStackedLayout()
        self._layers.addWidget(Loading())
        self._layers.addWidget(self.view)
        down = column(self)
        down.addLayout(self._layers)
        view = self.view
        view.send_wanted.connect(self.send)
        view.receive_wanted.connect(self._choose_bundles)
        view.folder_wanted.connect(self._choose_folder)
        view.picked.connect(self.sticks.pick)
        view.take_found.connect(lambda: self.take(tuple(Path(f) for f in self.sticks.face.files)))
        view.dropped.connect(self.take)
        view.opened.connect(self._on_opened)
        view.forks.wanted.connect(self.look_at_fork)
        view.forks.follow_wanted.connect(self.look_at_ruling)
        view.offers.opened.connect(self._open_matter)
        view.offers.acted.connect(self._on_offer)
        view.running.stop_wanted.connect(self._stop)
        for part in (view.first, view.peers):
            part.card_out.connect(self.write_card)
            part.card_in.connect(self._choose_card)
        view.peers.compare.connect(self.compare)
        for act in (view.send, view.receive, view.forks):
            act.refused.connect(self._on_refused)
        context.jobs.news.connect(self._on_news)

    def enter(self, **how: str) -> None:
        """Shows how things stand; ``file`` is taken in at once."""
        self._read()
        self.sticks.look()
        if how.get("file"):
            self.take((Path(how["file"]),))

    def refresh(self, changes: Changes) -> None:
        """Something was registered, sent or received."""
        del changes
        self._read()
        if self.isVisible():
            # A save elsewhere must not set a slow stick to work; whoever comes back looks anew.
            self.sticks.look()

    def focus_first(self) -> None:
        """The work begins at the primary button."""
        (self.view.receive if self.district else self.view.send).setFocus()

    # -- reading

    def _read(self) -> None:
        desk = self.context.desk

        def read(_report: object) -> BundlesFace:
            room = desk.bundles
            face = page_face(
                desk.access.office,
                desk.today().date(),
                room.peers(),
                room.outgoing(),
                room.log(),
                room.gaps(),
                room.waiting(),
                room.forks(),
                room.lost_branch(),
            )
            return replace(face, offers=offer_rows(desk, declined=False))

        self.context.jobs.read(read, self._on_read, owner=self, failed=self._on_fault, latest="page")

    def _on_read(self, face: BundlesFace) -> None:
        self.face = face
        self.view.show_face(face)
        self._show_sticks()
        self._layers.setCurrentWidget(self.view)
        if self._to_compare:
            key, self._to_compare = self._to_compare, ""
            self.compare(key)

    # -- out

    def send(self) -> None:
        """Writes what waits to the stick, or asks for a folder where there is none."""
        if self._job is not None:
            return
        place = self.sticks.target
        if place is None:
            self._choose_folder()
            place = self.sticks.target
        if place is None:
            return
        folder = Path(place.path)
        self._begin(f"正在写入{place.name}，写完还要读回来校验，先不要拔")
        self._job = self.context.jobs.write(
            lambda report: self.context.desk.bundles.send(folder, "", report),
            lambda files: self._on_sent(files, stick=place.stick),
            owner=self,
            failed=self._on_failed,
            title="写出回执" if self.district else "写入 U 盘",
        )

    def _on_refused(self, why: str) -> None:
        """Why it cannot be now; what failed the time before is not the reason any more."""
        self.view.faults.clear()
        self.context.toast(why)

    def _on_sent(self, files: tuple[SentFile, ...], *, stick: bool) -> None:
        self._end()
        head, results = sent_results(files, stick=stick)
        self.view.results.show_results(head, results)
        if files:
            self.context.toast(head.words)
        self._changed()

    def _choose_folder(self) -> None:
        folder = self.asking.folder()
        if folder is not None:
            self.asking.remember(folder)
            self.sticks.pick(str(folder))

    def _show_sticks(self) -> None:
        self.view.show_sticks(self.sticks.face, self.sticks.target)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.sticks.watch.watch(on=True)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.sticks.watch.watch(on=False)
        super().hideEvent(event)

    # -- in

    def _choose_bundles(self) -> None:
        self.take(self.asking.bundles())

    def take(self, files: tuple[Path, ...]) -> None:
        """Takes files in: bundles all together, cards one by one."""
        cards = [f for f in files if f.suffix.lower() == CARD]
        # As they were written, not as a file manager lists them: an attachment after the matter that it belongs to.
        bundles = sorted((f for f in files if f not in cards), key=lambda f: f.name)
        for card in cards:
            self.take_card(card)
        if not bundles:
            return
        if self._job is not None:
            self.context.toast("正在收发别的数据包，做完再试")
            return
        self._begin(f"正在收下 {len(bundles)} 个文件，逐个验签、解密、核对")
        self._job = self.context.jobs.write(
            lambda report: self.context.desk.bundles.receive(bundles, report),
            self._on_received,
            owner=self,
            failed=self._on_failed,
            title="收下数据包",
        )

    def _on_received(self, files: tuple[ReceivedFile, ...]) -> None:
        self._end()
        head, results = received_results(files)
        self.view.results.show_results(head, results)
        self._changed()

    # -- cards

    def write_card(self) -> None:
        """Writes this office's card."""
        name = self.face.own_name if self.face else "本单位"
        target = self.asking.card_out(f"{name}{CARD}")
        if target is None:
            return
        self.context.jobs.write(
            lambda _r: self.context.desk.bundles.write_card(target),
            lambda _v: self.context.toast(f"名片已写到 {target.name}"),
            owner=self,
            failed=self._on_fault,
        )

    def _choose_card(self) -> None:
        chosen = self.asking.card_in()
        if chosen is not None:
            self.take_card(chosen)

    def take_card(self, file: Path) -> None:
        """Takes a card in and asks at once to compare its fingerprint."""

        def taken(peer: PeerInfo) -> None:
            self.context.toast(f"已收下{peer.name}的名片，请打电话核对指纹")
            self._to_compare = f"{peer.office}:{peer.installation}"
            self._changed()

        self.context.jobs.write(
            lambda _r: self.context.desk.bundles.trust(file, ""), taken, owner=self, failed=self._on_fault
        )

    def compare(self, key: str) -> None:
        """Opens the sheet on which two fingerprints are compared."""
        peer = next((p for p in self.face.peers if p.key == key), None) if self.face else None
        if peer is None or self.face is None:
            return
        sheet = CompareSheet(peer, self.face.own_name, self.face.own_groups)
        sheet.same.connect(self._on_same)
        sheet.differs.connect(self._on_differs)
        self.context.sheet.open_sheet("核对指纹", sheet)

    def _on_same(self, key: str) -> None:
        office, _, installation = key.partition(":")

        def done(_value: object) -> None:
            self.context.sheet.close_sheet()
            self.context.toast("已记下：指纹核对一致")
            self._changed()

        self.context.jobs.write(
            lambda _r: self.context.desk.bundles.compared(office, installation),
            done,
            owner=self,
            failed=self._on_fault,
        )

    def _on_differs(self, key: str) -> None:
        named = next((p.name for p in self.face.peers if p.key == key), "对方") if self.face else "对方"
        self.context.sheet.close_sheet()
        self.view.faults.show_fault(
            Fault(
                Whose.USER,
                "fingerprint_differs",
                f"{named}的指纹对不上，这张名片不可信。",
                "请不要给它写数据包；请对方重新写一张名片当面交来，再核对一次。",
                kept=True,
            )
        )

    # -- forks

    def look_at_fork(self, stream: str) -> None:
        """Opens the sheet with the branches of a fork, in which it is decided; what was typed of a reason is given back."""
        fork = next((f for f in self.face.forks if f.stream == stream), None) if self.face else None
        if fork is None:
            return
        desk = self.context.desk

        def show(found: tuple[DraftView, ...]) -> None:
            sheet = ForkSheet(self.context, fork)
            if found:
                sheet.give_back(found[0])

            def send(raw: dict[str, str]) -> None:
                def command(_report: object) -> ForkDecided:
                    done = desk.bundles.decide_fork(
                        fork.office, fork.stream, raw.get("branch", ""), raw.get("reason", "")
                    )
                    desk.matters.drafts.drop(sheet.keeper.ident)
                    return done

                self.context.jobs.write(command, self._on_decided, owner=sheet, failed=sheet.refused)

            sheet.submitted.connect(send)
            self.context.sheet.open_sheet("裁定分支", sheet)

        self.context.jobs.read(
            lambda _r: desk.matters.drafts.waiting(f"fork:{fork.stream}"), show, owner=self
        )

    def _on_decided(self, done: ForkDecided) -> None:
        self.context.sheet.close_sheet()
        told = ResultFace("", Status(Tone.DONE, "已裁定"), done.words, done.advice)
        self.view.results.show_results(Status(Tone.DONE, "已裁定，两支的内容都在"), (told,))
        self.context.toast("已裁定")
        self._changed()

    def look_at_ruling(self) -> None:
        """Opens the sheet that says what going on by the decision means for this PC."""
        lost = self.face.lost if self.face else None
        if lost is None:
            return
        sheet = FollowSheet(lost)

        def done(words: str) -> None:
            self.context.sheet.close_sheet()
            told = ResultFace("", Status(Tone.DONE, "已按裁定办好"), words)
            self.view.results.show_results(Status(Tone.DONE, "已按裁定办好，原有的内容都在"), (told,))
            self._changed()

        sheet.agreed.connect(
            lambda: self.context.jobs.write(
                lambda _r: self.context.desk.bundles.follow_ruling(), done, owner=self, failed=self._on_fault
            )
        )
        self.context.sheet.open_sheet("按裁定继续", sheet)

    # -- the job that runs

    def _begin(self, words: str) -> None:
        self.view.faults.clear()
        self.view.results.hide()
        self.view.running.begin(words)
        self.sticks.still = True
        self.view.show_busy("正在收发数据包，做完再来")

    def _end(self) -> None:
        self._job = None
        self.view.running.hide()
        self.sticks.still = False
        self.view.show_busy("")

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_news(self, news: News) -> None:
        if self._job is None or news.job != self._job.number:
            return
        self.view.running.tell(news)
        if news.state is State.CANCELLED:
            self._end()
            self.context.toast(STOPPED)
            self._read()
            self.sticks.look()

    def _on_failed(self, fault: Fault) -> None:
        self._end()
        self._on_fault(fault)
        self._read()
        self.sticks.look()

    def _on_fault(self, fault: Fault) -> None:
        self.view.faults.show_fault(fault)
        self._layers.setCurrentWidget(self.view)

    def _changed(self) -> None:
        self.context.changed(Changes(frozenset({"bundles", "matters"})))

    def _on_opened(self, key: str) -> None:
        if key.startswith("peer:"):
            self.compare(key.removeprefix("peer:"))

    def _open_matter(self, ident: str) -> None:
        self.context.navigate("matter", ident=ident)

    def _on_offer(self, ident: str) -> None:
        self.context.navigate("matter", ident=ident, act=TO_ACCEPT)


class InboxPage(BundlesPage):
    """收件: a district's side."""

    place = "inbox"
    district = True
