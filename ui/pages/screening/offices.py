"""What narrows the lists of 排查 at a district: one office, its own or one below; and their print."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal

from ui.widgets.build import label, link, row
from ui.widgets.fields import Option
from ui.widgets.pick import PickBar, PickChip, PickDrop


class OfficeBar(PickBar):
    """A chip that chooses whose a list shows, how much of it is shown, and a link that prints it.

    Args:
        prints: prints the list as it is narrowed.

    Signals:
        changed: id of the office, "" for all.
    """

    changed = Signal(str)

    def __init__(self, prints: Callable[[], None]) -> None:
        super().__init__()
        self.choice = ""
        self._offices: tuple[Option, ...] = ()
        across = row(self, gap="m")
        self.chip = self.picks["office"] = PickChip("单位")
        self.chip.pressed_on.connect(self._open)
        across.addWidget(self.chip)
        self.note = label("", "hint")
        across.addWidget(self.note)
        across.addStretch(1)
        self.print_link = link("打印一览表", prints)
        across.addWidget(self.print_link)

    def show_list(self, offices: Sequence[Option], shown: int, most: int) -> None:
        """Shows what may be chosen; a township, which has its own alone, has no chip.

        Args:
            offices: that there are.
            shown: lines of the list.
            most: that it shows at most.
        """
        self._offices = tuple(offices)
        name = next((one.label for one in self._offices if one.id == self.choice), "")
        self.chip.setVisible(bool(self._offices))
        self.chip.show_words(f"单位：{name}" if name else "单位")
        self.chip.setChecked(bool(self.choice))
        self.note.setText(f"只列最近 {most} 条，打印的一览表列全" if shown >= most else "")
        self.print_link.setVisible(bool(shown))

    def _open(self) -> None:
        again = self.take_away("office")
        self.chip.setChecked(bool(self.choice))
        if again:
            return
        drop = PickDrop("单位", self._offices, (self.choice,) if self.choice else (), one=True)
        drop.picked.connect(self._on_office)
        self.drop_down("office", drop)

    def _on_office(self, ids: tuple[str, ...]) -> None:
        self.choose(ids[0] if ids else "")

    def choose(self, office: str) -> None:
        """Chooses an office by its id; "" for all."""
        self.choice = office
        self.changed.emit(office)
