"""An office opened again from a backup, before anything else stands in the folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit

from ui.faults import Fault, Whose
from ui.pages.opening.sheet import NarrowSheet, labelled
from ui.widgets.build import button, label, link, primary, row
from ui.widgets.edits import LineEdit

FILES = "解纷备份 (*.jfbak)"


@dataclass(frozen=True, slots=True)
class Restoring:
    """What is to be restored: with an empty login the secret is the recovery code."""

    file: Path
    login: str
    secret: str
    moved: bool


class RestorePage(NarrowSheet):
    """Which backup, and what opens it.

    Signals:
        submitted: :class:`Restoring`.
        back: to the first start.
    """

    submitted = Signal(object)
    back = Signal()

    def __init__(self, folder: str) -> None:
        super().__init__("从备份恢复", f"恢复到 {folder}。备份文件的名字以 .jfbak 结尾。")
        self.file, self.login, self.secret = LineEdit(), LineEdit(), LineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        across = row(gap="s")
        across.addLayout(labelled("备份文件", self.file), 1)
        self.choose = button("选择…", self._on_choose)
        across.addWidget(self.choose)
        self.body.addLayout(across)
        self.body.addLayout(labelled("登录名", self.login, "做备份那时的登录名；用恢复码的留空"))
        self.body.addLayout(labelled("密码", self.secret, "做备份那时的密码，或恢复单上的恢复码"))
        self.moved = QCheckBox("只是换电脑，旧电脑已停用")
        self.body.addWidget(self.moved)
        why = "备份之后没有再登记过才能选；否则新编号带一个标记，免得与已经发出的编号重复。"
        self.body.addWidget(label(why, "hint", wrap=True))
        self.button = primary("恢复", self._submit)
        self.leave = link("返回", self.back.emit)
        self.feet.addWidget(self.leave)
        self.feet.addStretch(1)
        self.feet.addWidget(self.button)
        self.secret.enter_moves = False
        self.secret.entered.connect(self._submit)

    def busy(self, on: bool = True) -> None:
        """It is being unpacked and checked."""
        # Whoever left now would stand before a first start in a folder that is being filled.
        for part in (self.button, self.leave, self.choose, self.file, self.login, self.secret, self.moved):
            part.setEnabled(not on)
        self.button.setText("正在恢复…" if on else "恢复")

    def refused(self, fault: Fault) -> None:
        """It could not be restored; what was typed stays."""
        self.busy(False)
        self.faults.show_fault(fault)

    def focus_first(self) -> None:
        """The file."""
        self.file.setFocus()

    def _on_choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选择备份文件", "", FILES)
        if chosen:
            self.file.setText(chosen)
            self.login.setFocus()

    def _submit(self) -> None:
        file, secret = self.file.text().strip(), self.secret.text()
        if not file or not secret:
            (self.secret if file else self.file).setFocus()
            words = "还没有填写密码或恢复码。" if file else "还没有选备份文件。"
            self.faults.show_fault(Fault(Whose.USER, "missing", words, "请填好再恢复。", kept=False))
            return
        self.faults.clear()
        self.submitted.emit(Restoring(Path(file), self.login.text().strip(), secret, self.moved.isChecked()))
