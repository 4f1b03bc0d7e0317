"""Which column of the ledger fills which field; one that no name was found for can be told by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ui.style import space
from ui.widgets.build import column, label, row
from ui.widgets.fields import Chooser, Option
from ui.widgets.status import Status, StatusWord, Tone

if TYPE_CHECKING:
    from app.sheets.values import Column, Preview


class Columns(QWidget):
    """The side sheet of columns.

    Signals:
        mapped: header of a column and the key of the field it fills.
    """

    mapped = Signal(str, str)

    def __init__(self, preview: Preview, options: tuple[Option, ...], told: Mapping[str, str]) -> None:
        super().__init__()
        down = column(self, gap="m")
        if preview.unknown:
            down.addWidget(label("这些列不导入；认得的，可以在这里说明它填哪一项：", "muted", wrap=True))
            for one in preview.unknown:
                down.addLayout(self._unknown(one, options))
        grid = QGridLayout()
        grid.setHorizontalSpacing(space("m"))
        grid.setVerticalSpacing(space("xs"))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        known = [c for c in preview.columns if c.field]
        for at, one in enumerate(known):
            grid.addWidget(label(one.letter, "hint"), at, 0)
            grid.addWidget(label(one.header, wrap=True), at, 1)
            filled = f"{_side(one)}{one.label}"
            words = f"{filled}（按你的说明）" if one.header in told else filled
            grid.addWidget(StatusWord(Status(Tone.DONE, words)), at, 2)
        down.addLayout(grid)
        down.addStretch(1)

    def _unknown(self, one: Column, options: tuple[Option, ...]) -> QHBoxLayout:
        line = row(gap="m")
        line.addWidget(label(one.letter, "hint"))
        words = label(one.header, wrap=True)
        words.setToolTip(one.why)
        line.addWidget(words, 1)
        chooser = Chooser(options)
        chooser.setPlaceholderText("填哪一项")
        chooser.setAccessibleName(f"{one.header} 填哪一项")
        ids = {o.id for o in options}

        def chosen(key: str) -> None:
            if key in ids:
                self.mapped.emit(one.header, key)

        chooser.chosen.connect(chosen)
        line.addWidget(chooser, 1)
        return line


def _side(one: Column) -> str:
    return "对方" if one.field.startswith("respondent.") else ""
