"""Doing one action: what is asked, in a side sheet over the matter, so that the matter stays in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.pages.asking import AskSheet, Options
from ui.widgets.fields import Option

if TYPE_CHECKING:
    from app.desk import Desk
    from app.matters.values import ActionField, ActionVerdict
    from ui.context import Context


def read_options(desk: Desk, fields: tuple[ActionField, ...], kind: str) -> Options:
    """What there is to choose from in each field; asks the directory, so it belongs into a job."""
    found: Options = {}
    for field in fields:
        if field.kind in ("unit", "leader", "mediator"):
            found[field.name] = tuple(
                Option(c.id, c.label, tuple(c.sound.split()), c.note)
                for c in desk.directory.choices(field.kind)
            )
        elif field.kind == "code" and field.codes:
            found[field.name] = tuple(
                Option(c.id, c.label, tuple(desk.matters.find.sound(c.label).split()))
                for c in desk.shelf.codes[field.codes].offered(kind)
            )
    return found


class ActionSheet(AskSheet):
    """The form of one action."""

    def __init__(
        self, context: Context, matter: str, verdict: ActionVerdict, options: Options, today: str
    ) -> None:
        super().__init__(
            context, f"do:{verdict.id}:{matter}", verdict.fields, options, verdict.label, verdict.article
        )
        self.start_with(
            {f.name: today if f.default == "today" else f.default for f in verdict.fields if f.default}
        )
