"""A fingerprint large enough to be read out over the telephone, and the sheet on which two are compared."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.pages.bundles.faces import PeerFace
from ui.style import space
from ui.widgets.build import button, column, frame, label, pads, primary, row
from ui.widgets.sidesheet import scrolled
from ui.widgets.status import Status, StatusWord, Tone

PER_LINE = 4


class Fingerprint(QWidget):
    """8 groups of 4 digits in two lines, as they are read out.

    Args:
        role: how the groups look, ``code`` for reading out.
    """

    def __init__(self, role: str = "code") -> None:
        super().__init__()
        self._role = role
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space("l") if role == "code" else space("s"))
        self._grid.setVerticalSpacing(space("xs"))
        self._groups: list[str] = []

    def show_groups(self, groups: tuple[str, ...]) -> None:
        """Shows another fingerprint."""
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget:
                widget.setParent(None)
                widget.deleteLater()
        for at, group in enumerate(groups):
            self._grid.addWidget(label(group, self._role, select=True), at // PER_LINE, at % PER_LINE)
        self._grid.setColumnStretch(PER_LINE, 1)
        self.setAccessibleName("指纹 " + "，".join(groups))


class CompareSheet(QWidget):
    """Both fingerprints, what to say on the telephone, and the answer.

    Signals:
        same: they are the same; carries the peer's key.
        differs: they are not; carries the peer's key.
    """

    same = Signal(str)
    differs = Signal(str)

    def __init__(self, peer: PeerFace, own_name: str, own: tuple[str, ...]) -> None:
        super().__init__()
        inner = QWidget()
        down = column(inner, gap="m")
        pads(down, "l", "s")
        down.addWidget(
            label(
                f"请打{peer.name}的办公电话（用平时的号码，不用对方刚给的号码），"
                "请对方打开解纷的“往来单位”，念出那里显示的指纹。",
                wrap=True,
            )
        )
        down.addWidget(label(f"一、{peer.name}应当念出", "muted"))
        down.addWidget(self._well(peer.groups))
        down.addWidget(label(f"二、我们念给对方听（{own_name}）", "muted"))
        down.addWidget(self._well(own))
        down.addWidget(
            label(
                "八组数字全都一样，才能证明名片在路上没有被人换过。有一组不同，就不要互传数据。",
                "hint",
                wrap=True,
            )
        )
        state = Status(Tone.DONE, "已经核对过") if peer.compared else Status(Tone.SOON, "还没有核对")
        down.addWidget(StatusWord(state))
        feet = row(gap="s")
        feet.addWidget(primary("八组都一样", lambda: self.same.emit(peer.key)))
        feet.addWidget(button("有不一样的", lambda: self.differs.emit(peer.key), "danger"))
        feet.addStretch(1)
        down.addLayout(feet)
        down.addStretch(1)
        outer = column(self, gap="none")
        outer.addWidget(scrolled(inner))

    def _well(self, groups: tuple[str, ...]) -> QWidget:
        well = frame("well")
        inside = column(well, gap="none")
        pads(inside, "l", "m")
        shown = Fingerprint()
        shown.show_groups(groups)
        inside.addWidget(shown)
        return well
