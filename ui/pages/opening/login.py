"""Log-in, the lock screen, and a new password by the recovery code."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.faults import Fault, Whose
from ui.pages.opening.sheet import NarrowSheet, labelled
from ui.widgets.build import link, primary
from ui.widgets.edits import LineEdit
from ui.widgets.fields.chooser import Chooser, Option

_SECONDS = re.compile(r"等 (\d+) 秒")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who wants in."""

    login: str
    password: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """A new password by the recovery code."""

    code: str
    login: str
    password: str


def seconds_to_wait(fault: Fault) -> int:
    """How long the door stays shut after wrong tries; the door says it in its sentence or advice."""
    found = _SECONDS.search(fault.sentence + fault.advice)
    return int(found[1]) if found else 0


class PasswordSheet(NarrowSheet):
    """A sheet with a password and a button that waits after wrong tries."""

    def __init__(self, heading: str, line: str, act: str) -> None:
        super().__init__(heading, line, wide=13)
        self._act = act
        self.password = LineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.password.enter_moves = False
        self.password.entered.connect(self.submit)
        self.button = primary(act, self.submit)
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)

    def submit(self) -> None:
        """Sends what was typed; pages say where to."""

    @property
    def waiting(self) -> int:
        """Seconds until the next try."""
        return self._left

    def busy(self, words: str) -> None:
        """A try is on its way: nothing can be pressed twice."""
        self.faults.clear()
        self.button.setText(words)
        self.button.setEnabled(False)
        self.password.setEnabled(False)

    def refused(self, fault: Fault) -> None:
        """The try failed; the password is cleared, and where there is a wait it is counted down."""
        self.faults.show_fault(replace(fault, kept=False))  # at the door there is nothing to lose
        self.password.setEnabled(True)
        self.password.clear()
        self._left = seconds_to_wait(fault)
        self._show_wait()
        if self._left:
            self._timer.start()
        self.password.setFocus()

    def again(self) -> None:
        """Ready for a try, nothing said."""
        self._left = 0
        self._timer.stop()
        self.faults.clear()
        self.password.clear()
        self.password.setEnabled(True)
        self._show_wait()

    def _tick(self) -> None:
        self._left = max(0, self._left - 1)
        self._show_wait()
        if not self._left:
            self._timer.stop()
            self.faults.clear()

    def _show_wait(self) -> None:
        self.button.setEnabled(not self._left)
        self.button.setText(f"还要等 {self._left} 秒" if self._left else self._act)


class LoginPage(PasswordSheet):
    """Who sits down at the desk.

    Signals:
        submitted: :class:`Credentials`.
        recovery_wanted: the password was forgotten.
    """

    submitted = Signal(object)
    recovery_wanted = Signal()

    def __init__(self, office: str, logins: tuple[str, ...], note: str = "") -> None:
        super().__init__(office or "登录", note, "登录")
        self.line.setVisible(bool(note))
        self.login = Chooser(tuple(Option(name, name, (name.lower(),)) for name in logins))
        self.login.setPlaceholderText("登录名")
        if len(logins) == 1:
            self.login.set_value(logins[0])
        self.body.addLayout(labelled("登录名", self.login))
        self.body.addLayout(labelled("密码", self.password))
        self.feet.addWidget(link("忘记密码", self.recovery_wanted.emit))
        self.feet.addStretch(1)
        self.feet.addWidget(self.button)

    def submit(self) -> None:
        """Tries the door."""
        login = self.login.value()
        if self.waiting or not self.password.text() or not login:
            (self.password if login else self.login).setFocus()
            return
        self.submitted.emit(Credentials(login, self.password.text()))

    def focus_first(self) -> None:
        """The password, where the login is known."""
        (self.password if self.login.value() else self.login).setFocus()


class LockPage(PasswordSheet):
    """Lies over the window; everything behind it stands as it stood.

    Signals:
        submitted: the password.
        leave_wanted: another user wants to log in.
    """

    submitted = Signal(str)
    leave_wanted = Signal()

    def __init__(self, user: str, host: QWidget) -> None:
        super().__init__("已锁定", f"{user} 正在使用。填写的内容都还在。", "解锁")
        self.setParent(host)
        self.body.addLayout(labelled("密码", self.password))
        self.feet.addWidget(link("换人登录", self.leave_wanted.emit))
        self.feet.addStretch(1)
        self.feet.addWidget(self.button)

    def submit(self) -> None:
        """Tries the password."""
        if not self.waiting and self.password.text():
            self.submitted.emit(self.password.text())


class RecoverPage(NarrowSheet):
    """A new password by the recovery sheet.

    Signals:
        submitted: :class:`Recovery`.
        back: to the log-in.
    """

    submitted = Signal(object)
    back = Signal()

    def __init__(self, logins: tuple[str, ...]) -> None:
        super().__init__("用恢复单设新密码", "恢复码在首次启动时打印的恢复单上：8 组，每组 4 个字符。")
        self.code, self.password, self.repeat = LineEdit(), LineEdit(), LineEdit()
        self.login = Chooser(tuple(Option(name, name, (name.lower(),)) for name in logins))
        if len(logins) == 1:
            self.login.set_value(logins[0])
        for secret in (self.password, self.repeat):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.body.addLayout(labelled("登录名", self.login))
        self.body.addLayout(labelled("恢复码", self.code, "大小写、空格和横线都可以不管"))
        self.body.addLayout(labelled("新密码", self.password, "至少 8 个字符，可以是一句记得住的话"))
        self.body.addLayout(labelled("再输一次", self.repeat))
        self.button = primary("设新密码", self._submit)
        self.feet.addWidget(link("返回登录", self.back.emit))
        self.feet.addStretch(1)
        self.feet.addWidget(self.button)

    def _submit(self) -> None:
        if self.password.text() != self.repeat.text():
            self.faults.show_fault(mismatch())
            self.repeat.setFocus()
            return
        self.submitted.emit(Recovery(self.code.text(), self.login.value(), self.password.text()))


def mismatch() -> Fault:
    """The two passwords differ."""
    return Fault(
        Whose.USER, "password_mismatch", "两次输入的密码不一样。", "请把两格都重新输入一遍。", kept=False
    )
