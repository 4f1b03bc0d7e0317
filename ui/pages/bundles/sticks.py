"""The sticks on the page: where bundles are written, and what lies on them to be taken in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.pages.bundles.faces import FoundFace, PlaceFace, SticksFace
from ui.pages.bundles.stickwords import place_words
from ui.widgets.build import Button, button, clear, column, label, link, primary, row, rule
from ui.widgets.cards import Card
from ui.widgets.flow import Flow
from ui.widgets.painted import Glyph
from ui.widgets.rows import Elided
from ui.widgets.status import Status, StatusWord, Tone


class PlaceRow(QWidget):
    """Where bundles are written: the only stick by itself, one of several by a click, a folder as the way out.

    Signals:
        picked: a stick was picked; carries its path.
        folder_wanted: a folder is to be chosen instead.
    """

    picked = Signal(str)
    folder_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        down: QVBoxLayout = column(self, gap="s")
        line = row(gap="s")
        self._glyph = Glyph("usb", "ink_2")
        line.addWidget(self._glyph)
        self.words = Elided("", "muted")
        line.addWidget(self.words, 1)
        self.folder = link("选文件夹…", self.folder_wanted.emit)
        line.addWidget(self.folder)
        down.addLayout(line)
        self._holder = QWidget()
        self._choices = Flow(self._holder)
        down.addWidget(self._holder)
        self.chips: dict[str, Button] = {}

    def show_place(self, sticks: tuple[PlaceFace, ...], place: PlaceFace | None) -> None:
        """Shows what can be chosen, and what is."""
        self.words.show_text(place_words(sticks, place))
        blocked = (place is not None and bool(place.why_not)) or (place is None and bool(sticks))
        self._glyph.show_icon(
            "folder" if place is not None and not place.stick else "usb", "amber" if blocked else "ink_2"
        )
        self.folder.setText("换一个位置…" if place is not None else "选文件夹…")
        self.folder.setAccessibleName(self.folder.text())
        clear(self._choices)
        self.chips = {}
        choices = [stick for stick in sticks if stick.path]
        if place is not None and not place.stick:
            choices.append(place)
        several = len(choices) > 1 or (place is None and bool(choices))
        self._holder.setVisible(several)
        for choice in choices if several else ():
            chip = Button(choice.words, "chip")
            chip.setCheckable(True)
            chip.setChecked(place is not None and choice.path == place.path)
            chip.allow(choice.why_not)
            chip.pressed_on.connect(self._picker(choice.path))
            self.chips[choice.path] = chip
            self._choices.addWidget(chip)

    def _picker(self, path: str) -> Callable[[], Any]:
        return lambda: self.picked.emit(path)


class FoundCard(Card):
    """The bundles on the sticks, with one button that takes them in.

    Signals:
        take: all of them are to be taken in.
    """

    take = Signal()

    def __init__(self, chief: bool) -> None:
        super().__init__()
        self._chief = chief
        self._down: QVBoxLayout = column(gap="s")
        self.add(self._down)
        self.act: Button | None = None
        self.hide()

    def show_found(self, sticks: SticksFace) -> None:
        """Shows what lies on the sticks; without anything the card is not there."""
        clear(self._down)
        self.act = None
        for number, found in enumerate(sticks.found):
            if number:
                self._down.addWidget(rule())
            self._show_one(found)
        if sticks.files:
            words = f"收下这 {len(sticks.files)} 个包"
            self.act = primary(words, self.take.emit) if self._chief else button(words, self.take.emit)
            line = row(gap="s")
            line.addWidget(self.act)
            line.addStretch(1)
            self._down.addLayout(line)
        self.setAccessibleName("；".join(found.words for found in sticks.found))
        self.setVisible(bool(sticks.found))

    def allow(self, why_not: str) -> None:
        """Turns the button on, or off with a reason."""
        if self.act is not None:
            self.act.allow(why_not)

    def _show_one(self, found: FoundFace) -> None:
        if found.files:
            self._down.addWidget(label(found.words, "heading"))
        else:
            self._down.addWidget(StatusWord(Status(Tone.NONE, found.words)))
        for words in found.lines:
            self._down.addWidget(Elided(words))
        if found.aside:
            self._down.addWidget(label(found.aside, "hint", wrap=True))
