"""What every further card of a matter's page is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ui.widgets.cards import Card

if TYPE_CHECKING:
    from app.matters.values import MatterView
    from ui.context import Context


class Section(Card):
    """One card, e.g. 证据附件; it hides itself where it has nothing to show or offer.

    Reads and commands go through ``self.context.jobs`` with ``owner=self``; after a command
    ``self.context.changed(changes)`` makes the page read the matter again.

    Attributes:
        heading: its name, here and among the jumps on top of the page.
        short: what its jump is called where the name is long; the heading where nothing is said.
        view: the matter that is open.
    """

    heading: ClassVar[str] = ""
    short: ClassVar[str] = ""

    def __init__(self, context: Context) -> None:
        super().__init__(self.heading)
        self.context = context
        self.view: MatterView | None = None

    def show_matter(self, view: MatterView) -> None:
        """The matter was read, for the first time or again: show it."""
        self.view = view

    def open_act(self, action: str) -> bool:
        """A step that is no action of the matter was asked for: True where this card takes it."""
        del action
        return False

    def escape(self) -> bool:
        """Esc was pressed: True where this card gave something up."""
        return False

    def leave(self) -> None:
        """Another page comes, the lock, the end: keep what was typed."""
