"""The room of figures as the desk shows it."""

from __future__ import annotations

from app.access.context import Context
from app.directory.service import Directory
from app.matters.service import Matters


class Figures:
    """Figures of the opened office."""

    def __init__(self, context: Context, directory: Directory, matters: Matters) -> None:
        self._context = context
        self._directory = directory
        self._matters = matters
