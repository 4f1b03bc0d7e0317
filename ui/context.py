"""What a page is given: the desk, the job runner, and ways to move and to speak. Nothing is reached any other way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ui.jobs import Jobs
from ui.style import Style
from ui.widgets.sidesheet import SideSheet

if TYPE_CHECKING:
    from app.desk import Desk
    from app.matters.values import Changes


class Navigate(Protocol):
    """Goes to a place, e.g. ``navigate("matter", ident=…)``; the page's :meth:`Page.enter` gets the words."""

    def __call__(self, place: str, **how: str) -> None:
        """Goes there."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every page by the window.

    Attributes:
        desk: the front desk; pages call it inside jobs only.
        jobs: ``jobs.read`` for questions, ``jobs.write`` for commands.
        navigate: goes to another place.
        toast: says one line about what was done.
        changed: tells every open page what a command changed; call it with the command's ``Changes``.
        sheet: the side sheet of the window.
        style: text size and scheme (for 设置).
    """

    desk: Desk
    jobs: Jobs
    navigate: Navigate
    toast: Callable[[str], None]
    changed: Callable[[Changes], None]
    sheet: SideSheet
    style: Style
