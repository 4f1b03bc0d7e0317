"""The first start: the office, the first user, and the recovery code that is shown once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.access.values import Founded, SetUp
from ui.faults import Fault, Whose
from ui.pages.opening.login import mismatch
from ui.pages.opening.sheet import NarrowSheet, labelled
from ui.widgets.build import Button, button, clear, column, frame, label, link, pads, primary, row
from ui.widgets.edits import LineEdit
from ui.widgets.fields.chooser import ChoiceButtons, Option

ROLES = (Option("township", "乡镇（街道）"), Option("district", "区县"))
MIN_PASSWORD = 8


def _missing(sentence: str, advice: str = "") -> Fault:
    return Fault(Whose.USER, "not_filled", sentence, advice, kept=False)


class FoundingPage(NarrowSheet):
    """Three short steps; nothing is written before the last answer is given.

    Signals:
        submitted: a :class:`SetUp`.
        print_wanted: the recovery code is to be printed.
        finished: the recovery code was copied; the office can be opened.
        restore_wanted: there is a backup of an office already.
    """

    submitted = Signal(object)
    print_wanted = Signal(object)
    finished = Signal()
    restore_wanted = Signal()

    def __init__(self, folder: str) -> None:
        super().__init__("", "", wide=17)
        self._folder = folder
        self._step = 0
        self._founded: Founded | None = None
        self.role = ChoiceButtons(ROLES)
        self.role.set_value("township")
        self.name, self.code, self.parent_code, self.short = (LineEdit() for _ in range(4))
        self.sole = QCheckBox("这是本单位唯一一台安装解纷的电脑（编号不带机器标记）")
        self.training = QCheckBox("这是练习用的样例单位（打印件带“样例”，不与真实单位往来）")
        self.user_name, self.login, self.password, self.repeat, self.confirm = (LineEdit() for _ in range(5))
        for secret in (self.password, self.repeat):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.name.setPlaceholderText("如 青石镇综治中心")
        self.role.chosen.connect(self._on_role)
        self._panes = [self._office_pane(), self._user_pane(), self._recovery_pane()]
        for pane in self._panes:
            self.body.addWidget(pane)
        self.back = button("上一步", self._on_back)
        self.next: Button = primary("下一步", self._on_next)
        self._progress = label("", "hint")
        self.feet.addWidget(self._progress)
        self.restore: Button = link("从备份恢复", self.restore_wanted.emit)
        self.feet.addWidget(self.restore)
        self.feet.addStretch(1)
        self.feet.addWidget(self.back)
        self.feet.addWidget(self.next)
        for last in (self.short, self.repeat, self.confirm):
            last.enter_moves = False
            last.entered.connect(self._on_next)
        self._on_role("township")
        self._show_step(0)

    @property
    def step(self) -> int:
        """0 the office, 1 the user, 2 the recovery code."""
        return self._step

    def answers(self) -> SetUp:
        """What was typed."""
        return SetUp(
            role=self.role.value(),
            name=self.name.text().strip(),
            code=self.code.text().strip(),
            login=self.login.text().strip(),
            password=self.password.text(),
            user_name=self.user_name.text().strip(),
            parent_code=self.parent_code.text().strip(),
            station="1" if self.sole.isChecked() else "",
            training=self.training.isChecked(),
            short=self.short.text().strip(),
        )

    def busy(self, on: bool = True) -> None:
        """The keys are being made."""
        self.next.setEnabled(not on)
        self.back.setEnabled(not on)
        self.next.setText("正在建立…" if on else self._next_words())

    def refused(self, fault: Fault) -> None:
        """It could not be set up; everything typed stays."""
        self.busy(False)
        self.faults.show_fault(fault)

    def founded(self, founded: Founded) -> None:
        """The office stands: the recovery code is shown, this once."""
        self.busy(False)
        self._founded = founded
        clear(self._groups)
        groups = founded.recovery.replace(" ", "-").split("-")
        for start in range(0, len(groups), 4):
            line = label("  ".join(groups[start : start + 4]), "code", select=True)
            line.setAccessibleName(" ".join(groups[start : start + 4]))
            self._groups.addWidget(line)
        self._fingerprint.setText(f"本机指纹 {founded.fingerprint}")
        self._show_step(2)

    def focus_first(self) -> None:
        """The first field of the step."""
        (self.name, self.user_name, self.confirm)[self._step].setFocus()

    # -- steps

    def _office_pane(self) -> QWidget:
        pane = QWidget()
        down = column(pane, gap="m")
        down.addLayout(labelled("单位类型", self.role))
        down.addLayout(labelled("单位名称", self.name, "门牌上的全称，会印在文书上", required=True))
        down.addLayout(labelled("区划代码", self.code, "乡镇 9 位，区县 6 位，如 621299101", required=True))
        down.addLayout(labelled("上级代码", self.parent_code, "上级区县的 6 位代码，可以以后再填"))
        down.addLayout(
            labelled("编号用字", self.short, "如“青”，编号写作 青信〔2026〕1号；不填取名称的第一个字")
        )
        self.way = label(
            "给区里只报统计行，姓名和案情留在本单位；要改成整件上报，进去以后在“设置—上报方式”里选。",
            "hint",
            wrap=True,
        )
        down.addWidget(self.way)
        down.addWidget(self.sole)
        down.addWidget(self.training)
        return pane

    def _user_pane(self) -> QWidget:
        pane = QWidget()
        down = column(pane, gap="m")
        down.addLayout(labelled("姓名", self.user_name, "显示在记录和文书的经办人处"))
        down.addLayout(labelled("登录名", self.login, "汉字、拼音都可以", required=True))
        down.addLayout(
            labelled(
                "密码", self.password, f"至少 {MIN_PASSWORD} 个字符，可以是一句自己记得住的话", required=True
            )
        )
        down.addLayout(labelled("再输一次", self.repeat, required=True))
        return pane

    def _recovery_pane(self) -> QWidget:
        pane = QWidget()
        down = column(pane, gap="m")
        well = frame("well")
        inside = column(well, gap="xs")
        pads(inside, "l", "m")
        self._groups = column(gap="xs")
        inside.addLayout(self._groups)
        self._fingerprint = label("", "hint", select=True)
        inside.addWidget(self._fingerprint)
        down.addWidget(well)
        acts = row(gap="s")
        acts.addWidget(button("打印恢复单", self._on_print))
        acts.addWidget(button("复制", self._on_copy))
        acts.addStretch(1)
        down.addLayout(acts)
        down.addLayout(labelled("确认抄好", self.confirm, "输入恢复码的最后一组，证明已经打印或抄写"))
        return pane

    def _show_step(self, step: int) -> None:
        self._step = step
        self.faults.clear()
        for number, pane in enumerate(self._panes):
            pane.setVisible(number == step)
        self.say(
            ("建立单位", "设第一个用户", "收好恢复码")[step],
            (
                f"数据加密存放在 {self._folder}，不经过网络。",
                "密码只在这台电脑上用，谁也查不到；忘记时用下一步的恢复码。",
                "忘记密码时只有它能打开数据。它只显示这一次，请打印或抄下来，锁进柜子。",
            )[step],
        )
        self._progress.setText(f"第 {step + 1} 步，共 3 步")
        self.back.setVisible(step == 1)
        self.restore.setVisible(step == 0)
        self.next.setText(self._next_words())
        self.focus_first()

    def _next_words(self) -> str:
        return ("下一步", "建立单位", "进入解纷")[self._step]

    def _on_role(self, role: str) -> None:
        self.code.setPlaceholderText("6 位" if role == "district" else "9 位")
        self.way.setVisible(role == "township")

    def _on_back(self) -> None:
        self._show_step(0)

    def _on_next(self) -> None:
        fault = (self._check_office, self._check_user, self._check_recovery)[self._step]()
        if fault is not None:
            self.faults.show_fault(fault)
            return
        self.faults.clear()
        if self._step == 0:
            self._show_step(1)
        elif self._step == 1:
            self.busy()
            self.submitted.emit(self.answers())
        else:
            self.finished.emit()

    def _check_office(self) -> Fault | None:
        code = self.code.text().strip()
        if not self.name.text().strip():
            self.name.setFocus()
            return _missing("还没有填写单位名称。", "请填写门牌上的全称。")
        district = self.role.value() == "district"
        wanted, name = (6, "区县") if district else (9, "乡镇（街道）")
        if not (code.isascii() and code.isdigit() and len(code) == wanted):
            self.code.setFocus()
            return _missing(
                f"{name}的区划代码应为 {wanted} 位数字。",
                "可在统计用区划代码表里查到；上级区县的代码填在下一项。",
            )
        return None

    def _check_user(self) -> Fault | None:
        if not self.login.text().strip():
            self.login.setFocus()
            return _missing("还没有填写登录名。")
        if len(self.password.text()) < MIN_PASSWORD:
            self.password.setFocus()
            return _missing(
                f"密码太短，至少 {MIN_PASSWORD} 个字符。", "可以用一句自己记得住的话，中文也可以。"
            )
        if self.password.text() != self.repeat.text():
            self.repeat.setFocus()
            return mismatch()
        return None

    def _check_recovery(self) -> Fault | None:
        if self._founded is None:
            return None
        last = self._founded.recovery.replace(" ", "-").split("-")[-1]
        if self.confirm.text().strip().upper() != last.upper():
            self.confirm.setFocus()
            return _missing("这不是恢复码的最后一组。", "请对照上面的恢复码，先打印或抄写，再输入最后一组。")
        return None

    def _on_copy(self) -> None:
        if self._founded is not None:
            QGuiApplication.clipboard().setText(self._founded.recovery)

    def _on_print(self) -> None:
        if self._founded is not None:
            self.print_wanted.emit(self._founded)
