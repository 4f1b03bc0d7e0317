"""What the parts of 排查 that list things of several offices have in common: whose there are, and the print of a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.pages.part import Part, Prints, print_made
from ui.printing import Sheet, print_or_save
from ui.widgets.fields import Option

if TYPE_CHECKING:
    from app.papers.values import Rendered


class ListedPart(Part):
    """A part with a list that can be narrowed to one office and printed.

    Attributes:
        print_sheets: prints or saves.
    """

    print_sheets: Prints = staticmethod(print_or_save)

    def offices_of(self) -> tuple[Option, ...]:
        """Whose things are held here: a district's own and those of the offices below; asks the desk. None for a township."""
        desk = self.context.desk
        below = desk.duties.rounds.townships()
        if not below:
            return ()
        sound = desk.matters.find.sound
        own = Option(desk.access.office.office, "本单位")
        return (own, *(Option(ident, name, tuple(sound(name).split())) for ident, name in below))

    def print_list(self, name: str, makes: Callable[[], Rendered]) -> None:
        """Prints a list, or saves it."""
        print_made(
            self.context, self, lambda: Sheet(name, makes().pdf), self.faults.show_fault, self.print_sheets
        )
