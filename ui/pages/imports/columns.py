"""Which column of the ledger fills which field; what no name was found for, or was found wrongly, can be told by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.style import space
from ui.widgets.build import clear, column, frame, label, link, pads, row
from ui.widgets.fields import Chooser, Option
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from app.sheets.values import Column, Preview

REMEMBERED = "按上次确认的对应关系"
_OUT = Option("-", "不导入这一列", ("bdr", "budaoruzheyilie"))


class Columns(QWidget):
    """The side sheet of columns.

    Signals:
        mapped: header of a column and the key of the field it fills; "" for one that is not taken in.
        forgotten: what was told for an earlier file is to be forgotten.
    """

    mapped = Signal(str, str)
    forgotten = Signal()

    def __init__(self, preview: Preview, options: tuple[Option, ...], told: Mapping[str, str]) -> None:
        super().__init__()
        self.changers: dict[str, Chooser] = {}
        self._options = options
        down = column(self, gap="m")
        if told:
            down.addWidget(self._told(preview, told))
        unknown = [one for one in preview.unknown if told.get(one.header) != ""]
        if unknown:
            down.addWidget(label("这些列不导入；认得的，可以在这里说明它填哪一项：", "muted", wrap=True))
            for one in unknown:
                down.addLayout(self._line(one, self._chooser(one)))
        lines = column(gap="xs")
        for one in preview.columns:
            if one.field or told.get(one.header) == "":
                lines.addLayout(self._known(one, told))
        down.addLayout(lines)
        down.addStretch(1)

    def _told(self, preview: Preview, told: Mapping[str, str]) -> QWidget:
        box = frame("note")
        inside = column(box, gap="xs")
        pads(inside, "m", "s")
        words = f"{REMEMBERED}：{'、'.join(told)}" if preview.remembered else f"按你的说明：{'、'.join(told)}"
        inside.addWidget(label(words, wrap=True))
        inside.addWidget(label("以后同样表头的台账都照此办理；可以改，也可以忘掉。", "hint", wrap=True))
        forget = link("忘掉这些对应关系", self.forgotten.emit)
        inside.addWidget(forget, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _known(self, one: Column, told: Mapping[str, str]) -> QHBoxLayout:
        filled = f"{_side(one)}{one.label}" if one.field else "不导入"
        if one.header in told:
            filled = f"{filled}（按你的说明）"
        holder = QWidget()
        across = row(holder, gap="s")
        across.addWidget(StatusWord(Status(Tone.DONE if one.field else Tone.NONE, filled)))
        across.addStretch(1)

        def change() -> None:
            clear(across)
            chooser = self._chooser(one)
            across.addWidget(chooser, 1)
            chooser.show()  # now, not when the layout comes to it: a hidden widget could not take the focus
            chooser.setFocus(Qt.FocusReason.OtherFocusReason)

        made = link("改", change)
        made.setAccessibleName(f"改：{one.header} 填哪一项")
        across.addWidget(made)
        return self._line(one, holder)

    def _line(self, one: Column, at_right: QWidget) -> QHBoxLayout:
        across = row(gap="m")
        letter = label(one.letter, "hint")
        letter.setMinimumWidth(space("xl"))
        across.addWidget(letter)
        words = label(one.header, wrap=True)
        words.setToolTip(one.why)
        across.addWidget(words, 1)
        across.addWidget(at_right, 1)
        return across

    def _chooser(self, one: Column) -> Chooser:
        chooser = Chooser((*self._options, _OUT) if one.field else self._options)
        chooser.setPlaceholderText("填哪一项")
        chooser.setAccessibleName(f"{one.header} 填哪一项")
        ids = {option.id for option in chooser.options}

        def chosen(key: str) -> None:
            if key in ids and key != one.field:
                self.mapped.emit(one.header, "" if key == _OUT.id else key)

        chooser.chosen.connect(chosen)
        self.changers[one.header] = chooser
        return chooser


def _side(one: Column) -> str:
    return "对方" if one.field.startswith("respondent.") else ""
