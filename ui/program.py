"""The program from the first window to the last: first start, log-in, the desk, the lock, another user, the end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from ui import places
from ui.jobs import Jobs
from ui.measures import FIRST, SMALLEST, show_fitting
from ui.pages.opening.founding import FoundingPage
from ui.pages.opening.login import Credentials, LockPage, LoginPage, RecoverPage, Recovery
from ui.pages.opening.restoring import RestorePage, Restoring
from ui.standing import read_standing
from ui.style import Style
from ui.widgets.sidesheet import Toast

if TYPE_CHECKING:
    from app.access.values import DoorState, Founded, Restored, SetUp
    from app.desk import Desk, FrontDoor
    from ui.faults import Fault
    from ui.helpwindow import HelpWindow
    from ui.window import Window


class Program(QObject):
    """Holds the door, the job runner and the window that is shown.

    Args:
        door: of the data folder.
        style: the looks.
        jobs: made here where not given.

    Signals:
        opened: a :class:`Window`, when the desk stands open.
        ended: everything is written and closed.
    """

    opened = Signal(object)
    ended = Signal()

    def __init__(self, door: FrontDoor, style: Style, jobs: Jobs | None = None) -> None:
        super().__init__()
        self._door = door
        self._style = style
        self._first_look = style.chosen
        self.jobs = jobs or Jobs()
        self._desk: Desk | None = None
        self.window: Window | None = None
        self.lock: LockPage | None = None
        self._credentials: Credentials | None = None
        self.take_in: Path | None = None
        """A bundle or card that was opened by a double click: taken in once the desk stands open."""
        self.hint = ""
        """A line at the log-in: how to get into a made-up office."""
        self.before = _Before()
        self.before.closed.connect(self._on_before_closed)
        self.before.help_wanted.connect(self._on_help)
        self._help: HelpWindow | None = None
        self._toast = Toast(self.before)

    def start(self) -> None:
        """Shows what stands before the desk."""
        show_fitting(self.before)
        self.jobs.read(lambda _r: self._door.state(), self._on_state, owner=self, failed=self._on_no_door)

    @property
    def page(self) -> QWidget | None:
        """The page before the desk that is shown now."""
        return self.before.stack.currentWidget()

    def end(self) -> None:
        """Ends without a window (tests, a signal from the system): waits for every command."""
        if self._help is not None:
            self._help.close()
            self._help.deleteLater()
            self._help = None
        self.jobs.close()
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    # -- the door

    def _on_state(self, state: DoorState) -> None:
        if state.founded:
            self._show_login(state.logins, "密钥文件曾损坏，已用副本修好。" if state.repaired else self.hint)
        else:
            self._show_founding()
        # What the desk needs is loaded while somebody reads and types; whatever fails here fails again where it can be told.
        self.jobs.read(lambda _r: self._prepare(), owner=self, failed=lambda _fault: None)

    def _prepare(self) -> None:
        self._door.prepare()
        places.prepare()

    def _on_no_door(self, fault: Fault) -> None:
        page = LoginPage("打不开数据文件夹", ())
        page.button.setEnabled(False)
        page.faults.show_fault(fault, self.start)
        self.before.show_page(page)

    def _show_founding(self) -> None:
        page = FoundingPage(str(self._door.folder))
        page.submitted.connect(self._on_answers)
        page.print_wanted.connect(self._on_print)
        page.finished.connect(self._on_founded_and_copied)
        page.restore_wanted.connect(self._show_restoring)
        self.before.show_page(page)
        page.focus_first()

    def _show_restoring(self) -> None:
        page = RestorePage(str(self._door.folder))
        page.back.connect(self._show_founding)

        def restore(wanted: Restoring) -> None:
            page.busy()
            self.jobs.write(
                lambda _r: self._door.restore(wanted.file, wanted.login, wanted.secret, moved=wanted.moved),
                lambda restored: self._show_login(self._door.state().logins, restored_words(restored)),
                owner=page,
                failed=page.refused,
            )

        page.submitted.connect(restore)
        self.before.show_page(page)
        page.focus_first()

    def _show_login(self, logins: tuple[str, ...], note: str = "") -> None:
        page = LoginPage("登录", logins, note)
        page.submitted.connect(self._log_in)
        page.recovery_wanted.connect(lambda: self._show_recovery(logins))
        self.before.show_page(page)
        page.focus_first()

    def _show_recovery(self, logins: tuple[str, ...]) -> None:
        page = RecoverPage(logins)
        page.back.connect(lambda: self._show_login(logins, self.hint))

        def recover(wanted: Recovery) -> None:
            page.button.setEnabled(False)
            self.jobs.write(
                lambda _r: self._door.recover(wanted.code, wanted.login, wanted.password),
                lambda _v: self._log_in(Credentials(wanted.login, wanted.password)),
                failed=failed,
            )

        def failed(fault: Fault) -> None:
            page.button.setEnabled(True)
            page.faults.show_fault(fault)

        page.submitted.connect(recover)
        self.before.show_page(page)

    def _on_answers(self, answers: SetUp) -> None:
        page = self.page
        if isinstance(page, FoundingPage):
            self._credentials = Credentials(answers.login, answers.password)
            self.jobs.write(
                lambda _r: self._door.set_up(answers), page.founded, owner=page, failed=page.refused
            )

    def _on_print(self, founded: Founded) -> None:
        page = self.page
        if isinstance(page, FoundingPage):
            answers = page.answers()
            sheet = self._door.recovery_sheet(
                answers.name, answers.login, founded.recovery, founded.fingerprint
            )
            from ui.pages.opening.printing import print_recovery

            self._toast.say(*print_recovery(sheet, self.before))

    def _on_founded_and_copied(self) -> None:
        if self._credentials is not None:
            self._log_in(self._credentials)

    def _log_in(self, who: Credentials) -> None:
        self._credentials = None
        page = self.page
        if isinstance(page, LoginPage):
            page.busy("正在打开…")

        def failed(fault: Fault) -> None:
            if isinstance(page, LoginPage):
                page.refused(fault)
            else:
                self.jobs.faulted.emit(fault)

        self.jobs.write(lambda _r: self._door.log_in(who.login, who.password), self._on_opened, failed=failed)

    # -- another start

    def call(self, file: str) -> None:
        """Another start on this data folder wants the window, or brings a bundle or card ("" brings none).

        Before the log-in and behind the lock the file waits: it is taken in once somebody is at the desk.
        """
        if file:
            self.take_in = Path(file)
        shown = self.window or self.before
        if shown.isMinimized():
            show_fitting(shown)
        shown.raise_()
        shown.activateWindow()
        if self.window is not None and self.lock is None:
            self._take_in()

    def _take_in(self) -> None:
        if self.take_in is None or self.window is None or self._desk is None:
            return
        file, self.take_in = self.take_in, None
        self.window.navigate("inbox" if self._desk.access.office.is_district else "up", file=str(file))

    # -- the desk

    def _on_opened(self, desk: Desk) -> None:
        from ui.pages.settings.ownlook import own_look
        from ui.window import Greeting, Window

        self._desk = desk
        office, user = desk.access.office, desk.access.user
        greeting = Greeting(office.name, user.name, office.training)
        self.window = Window(
            desk, self.jobs, self._style, greeting, places.makers(office.is_district), read_standing
        )
        self.window.locked.connect(self._on_lock)
        self.window.ended.connect(self._on_window_ended)
        self.jobs.read(lambda _r: own_look(desk), self._wear, failed=lambda _fault: None)
        show_fitting(self.window)
        self.before.hide()
        self.window.navigate("desk")
        self._take_in()
        if desk.failures_before:
            self.window.toast(f"上次登录以来有 {desk.failures_before} 次输错密码", good=False)
        self.opened.emit(self.window)

    def _wear(self, look: tuple[str, str]) -> None:
        """Whoever chose nothing gets the first look, not that of the user before."""
        size, scheme = look if any(look) else self._first_look
        self._style.wear(size, scheme)

    def _on_lock(self) -> None:
        if self.window is None or self._desk is None or self.lock is not None:
            return
        desk = self._desk
        lock = LockPage(desk.access.user.name, self.window)
        self.lock = lock
        self.window.cover(lock)

        def unlock(password: str) -> None:
            lock.busy("正在解锁…")
            self.jobs.read(
                lambda _r: desk.access.unlock(password), lambda _v: self._on_unlocked(), failed=lock.refused
            )

        lock.submitted.connect(unlock)
        lock.leave_wanted.connect(self._on_another_user)
        lock.password.setFocus()

    def _on_unlocked(self) -> None:
        if self.window is not None and self.lock is not None:
            self.window.uncover()
            self.lock.deleteLater()
            self.lock = None
            self._take_in()

    def _on_another_user(self) -> None:
        """What was typed is kept as a draft of its user; then the door is shown again."""
        desk, window = self._desk, self.window
        if desk is None or window is None:
            return
        self._desk = self.window = self.lock = None

        def shut(_value: object) -> None:
            window.retire()
            self.start()

        self.jobs.write(lambda _r: desk.close(), shut)

    def _on_help(self) -> None:
        """Before the desk: how an office is set up, or how one gets in again."""
        if self._help is None:
            from ui.helpwindow import HelpWindow

            self._help = HelpWindow()
        self._help.show_place("found" if isinstance(self.page, FoundingPage) else "login")

    # -- the end

    def _on_window_ended(self) -> None:
        self.end()
        self.before.close()
        self.ended.emit()

    def _on_before_closed(self) -> None:
        if self.window is None:
            self.end()
            self.ended.emit()


def restored_words(restored: Restored) -> str:
    """What is said at the log-in after an office was opened again from a backup."""
    mark = f"新编号带标记 {restored.station}，免得与备份以后发出的编号重复。" if restored.station else ""
    return f"已恢复{restored.name} {restored.made_at[:10]} 的备份。{mark}登录以后，工作台上写着接着要做的三件事。"


class _Before(QWidget):
    """The window before the desk."""

    closed = Signal()
    help_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("解纷")
        QShortcut(QKeySequence("F1"), self).activated.connect(self.help_wanted.emit)
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST)
        self.stack = QStackedWidget(self)

    def show_page(self, page: QWidget) -> None:
        """Shows a page in place of the one before."""
        old = self.stack.currentWidget()
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        if old:
            self.stack.removeWidget(old)
            old.deleteLater()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.stack.setGeometry(self.rect())
        elif event.type() is QEvent.Type.Close:
            self.closed.emit()
        return super().event(event)
