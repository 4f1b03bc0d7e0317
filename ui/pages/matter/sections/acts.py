"""The buttons of a card: actions of the matter that may be done now, opened in the side sheet as everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.widgets.build import link
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from app.matters.values import MatterView
    from ui.context import Context


def offer_actions(flow: Flow, context: Context, view: MatterView, actions: tuple[str, ...]) -> int:
    """Puts a button for each of these actions that may be done now; how many there are."""
    offered = [v for v in view.actions if v.id in actions and v.allowed]
    for verdict in sorted(offered, key=lambda v: actions.index(v.id)):
        made = link(verdict.label, _opens(context, view.id, verdict.id))
        flow.addWidget(made)
    return len(offered)


def _opens(context: Context, matter: str, action: str):
    return lambda: context.navigate("matter", ident=matter, act=action)
