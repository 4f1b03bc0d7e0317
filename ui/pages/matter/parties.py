"""The parties of a matter: masked numbers, shown for a reason that is written down."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.pages.matter.editform import NEW
from ui.pages.matter.faces import PartyFace
from ui.style import space
from ui.widgets.build import Button, button, clear, column, frame, label, link, pads, row, rule
from ui.widgets.cards import Card
from ui.widgets.edits import LineEdit

REASONS = ("联系当事人", "核对证件")
"""What numbers are looked at for, most of the time."""
SHARES = (10, 15, 27, 18, 26, 4)


class Asking(QWidget):
    """Asks in one line what a number is to be shown for.

    Signals:
        told: the reason.
        given_up: nobody wants to see it any more.
    """

    told = Signal(str)
    given_up = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        well = frame("well")
        column(self, gap="none").addWidget(well)
        down = column(well, gap="s")
        pads(down, "m", "s")
        across = row(gap="s")
        across.addWidget(label(f"显示{name}的号码，用于："))
        self.reasons: list[Button] = []
        for reason in REASONS:
            made = button(reason, lambda why=reason: self.told.emit(why))
            self.reasons.append(made)
            across.addWidget(made)
        self.other = button("其他…", self._on_other)
        across.addWidget(self.other)
        across.addWidget(button("取消", self.given_up.emit, kind="quiet"))
        across.addStretch(1)
        down.addLayout(across)
        self.line = LineEdit()
        self.line.enter_moves = False
        self.line.setPlaceholderText("写明用途，按 Enter 显示")
        self.line.setAccessibleName("显示号码的用途")
        self.line.entered.connect(self._on_entered)
        self.line.hide()
        down.addWidget(self.line)
        down.addWidget(label("谁在什么时候为什么查看，会写入修改记录。", "hint", wrap=True))

    def _on_other(self) -> None:
        self.line.show()
        self.line.setFocus()

    def _on_entered(self) -> None:
        if self.line.text().strip():
            self.told.emit(self.line.text().strip())


class PartiesCard(Card):
    """The parties, one line each.

    Signals:
        asked: key of a party, and the reason for which its numbers are to be shown.
        edited: key of a party that is to be changed, ``new`` for another one.
    """

    asked = Signal(str, str)
    edited = Signal(str)

    def __init__(self) -> None:
        super().__init__("当事人")
        self.add_button = link("添加当事人", lambda: self.edited.emit(NEW), small=True)
        if self.head is not None:
            self.head.addWidget(self.add_button)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space("m"))
        self._grid.setVerticalSpacing(space("s"))
        for at, share in enumerate(SHARES):
            self._grid.setColumnStretch(at, share)
        self.body.addLayout(self._grid)
        self._asking: QVBoxLayout = column(gap="none")
        self.body.addLayout(self._asking)
        self.slot: QVBoxLayout = column(gap="none")
        self.body.addLayout(self.slot)
        self._faces: tuple[PartyFace, ...] = ()
        self._ours = True
        self.asking: Asking | None = None
        self.numbers: dict[str, QLabel] = {}
        self.phones: dict[str, QLabel] = {}
        self.shows: dict[str, Button] = {}

    def show_parties(self, parties: tuple[PartyFace, ...], ours: bool = True) -> None:
        """Shows the parties in order, numbers masked."""
        self._faces, self._ours = parties, ours
        self.add_button.setVisible(ours)
        clear(self._grid)
        self._stop_asking()
        self.numbers, self.phones, self.shows = {}, {}, {}
        for number, party in enumerate(parties):
            if number:
                self._grid.addWidget(rule(), number * 2 - 1, 0, 1, len(SHARES))
            self._show_party(party, number * 2)

    def reveal(self, key: str, number: str, phone: str) -> None:
        """Shows the whole numbers of a party until 隐藏 is pressed or the page is left."""
        self._stop_asking()
        if key not in self.shows:
            return
        for holder, words in ((self.numbers, number), (self.phones, phone)):
            if key in holder and words:
                holder[key].setText(words)
        self.shows[key].setText("隐藏")

    def escape(self) -> bool:
        """Gives up asking; True where there was something to give up."""
        asking = self.asking is not None
        self._stop_asking()
        return asking

    def _show_party(self, party: PartyFace, at: int) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        name = label("　".join(w for w in (party.name, party.sex) if w), select=True, wrap=True)
        self._grid.addWidget(label(party.role, "muted"), at, 0, middle)
        if party.doubt:
            named = QWidget()
            down = column(named, gap="none")
            down.addWidget(name)
            down.addWidget(label(party.doubt, "hint", wrap=True))
            self._grid.addWidget(named, at, 1, middle)
        else:
            self._grid.addWidget(name, at, 1, middle)
        show = None
        if party.number_masked or party.phone_masked:
            show = link("显示", lambda: self._on_show(party), small=True)
            show.setAccessibleName(f"显示{party.name}的完整号码（会留下记录）")
            show.setToolTip("显示完整号码，会留下查看记录")
            self.shows[party.key] = show
        number, phone = _word(party.number), _word(party.phone)
        self.numbers[party.key], self.phones[party.key] = number, phone
        self._grid.addWidget(_with(number, show if party.number_masked else None), at, 2, middle)
        self._grid.addWidget(_with(phone, None if party.number_masked else show), at, 3, middle)
        address = _word(party.address)
        address.setWordWrap(True)
        self._grid.addWidget(address, at, 4, middle)
        if self._ours:
            change = link("修改", lambda: self.edited.emit(party.key), small=True)
            change.setAccessibleName(f"修改{party.name}")
            self._grid.addWidget(change, at, 5, middle | Qt.AlignmentFlag.AlignRight)

    def _on_show(self, party: PartyFace) -> None:
        if self.shows[party.key].text() == "隐藏":
            self.numbers[party.key].setText(party.number or "—")
            self.phones[party.key].setText(party.phone or "—")
            self.shows[party.key].setText("显示")
            return
        self._stop_asking()

        def told(why: str) -> None:
            self.asked.emit(party.key, why)

        self.asking = Asking(party.name)
        self.asking.told.connect(told)
        self.asking.given_up.connect(self._stop_asking)
        self._asking.addWidget(self.asking)
        self.asking.reasons[0].setFocus()

    def _stop_asking(self) -> None:
        self.asking = None
        clear(self._asking)


def _word(text: str) -> QLabel:
    return label(text, select=True) if text else label("—", "faint")


def _with(word: QLabel, show: Button | None) -> QWidget:
    if show is None:
        return word
    holder = QWidget()
    across = row(holder, gap="s")
    across.addWidget(word)
    across.addWidget(show)
    across.addStretch(1)
    return holder
