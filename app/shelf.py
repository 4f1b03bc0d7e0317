"""The shelf: rule data read once from ``resources`` and handed to whoever needs it.

The only reader of ``resources/rules`` and ``resources/calendars``. Rules themselves never touch a disk; the one who
puts the program together takes a :class:`Shelf` and passes on what it holds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from app.rules.actions import ActionBook, actionbook_from_data
from app.rules.codes import CodeBook, codebook_from_data
from app.rules.settings import Settings, settings_from_data

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
"""Beside ``app``, from source as well as frozen (PyInstaller keeps both in one folder)."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """All rule data.

    Attributes:
        codes: the code lists.
        actions: what a clerk may do.
        settings: the default settings; an office's own go over them with :meth:`Settings.changed`.
    """

    codes: CodeBook
    actions: ActionBook
    settings: Settings


def _object(path: Path) -> dict[str, object]:
    return cast("dict[str, object]", json.loads(path.read_text(encoding="utf-8")))


def load_shelf(resources: Path = RESOURCES) -> Shelf:
    """Read the rule data.

    Args:
        resources: the folder that holds ``rules`` and ``calendars``.

    Raises:
        OSError: a file is missing.
        app.rules.data.RuleDataError: a file does not say what it must.
    """
    rules = resources / "rules"
    return Shelf(
        codes=codebook_from_data(_object(rules / "codes.json")),
        actions=actionbook_from_data(_object(rules / "actions.json")),
        settings=settings_from_data(_object(rules / "settings.json")),
    )
