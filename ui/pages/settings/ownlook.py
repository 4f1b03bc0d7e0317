"""The look that a user chose, read at every log-in: without the pages of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.style.tokens import tokens

if TYPE_CHECKING:
    from app.desk import Desk

LOOKS = "display."
"""Setting that keeps a user's text size and scheme: this and the user's id; the value is ``size/scheme``."""


def own_look(desk: Desk) -> tuple[str, str]:
    """Text size and scheme that the user at the desk chose; empty where none. Belongs into a reading job after the log-in."""
    key = LOOKS + desk.access.user.id
    size, _, scheme = desk.directory.settings(key).get(key, "").partition("/")
    return (size, scheme) if size in tokens().sizes else ("", "")
