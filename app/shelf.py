"""The shelf: rule data read once from ``resources`` and handed to whoever needs it.

The only reader of ``resources/rules`` and ``resources/calendars``. Rules themselves never touch a disk; the one who
puts the program together calls :func:`load_shelf` once and passes the book on.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

from app.rules.actions import actionbook_from_data
from app.rules.book import RuleBook
from app.rules.clocks import clockbook_from_data
from app.rules.codes import codebook_from_data
from app.rules.numbers import patterns_from_data
from app.rules.settings import settings_from_data
from app.rules.suitability import questions_from_data
from app.rules.workdays import calendar_from_data

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
"""Beside ``app``, from source as well as frozen (PyInstaller keeps both in one folder)."""

Shelf = RuleBook


def _object(path: Path) -> dict[str, object]:
    return cast("dict[str, object]", json.loads(path.read_text(encoding="utf-8")))


def rule_file(name: str, resources: Path = RESOURCES) -> dict[str, object]:
    """One file of ``resources/rules`` that only one room needs (score sheets, the yearly report), read when it is asked for.

    Args:
        name: without its ending.
        resources: the folder that holds ``rules``.
    """
    return _object(resources / "rules" / f"{name}.json")


def load_shelf(resources: Path = RESOURCES) -> Shelf:
    """Read the rule data.

    Args:
        resources: the folder that holds ``rules`` and ``calendars``.

    Raises:
        OSError: a file is missing.
        app.rules.data.RuleDataError: a file does not say what it must.
    """
    rules = resources / "rules"
    settings = settings_from_data(_object(rules / "settings.json"))
    questions = questions_from_data(_object(rules / "suitability.json"))
    return RuleBook(
        codes=codebook_from_data(_object(rules / "codes.json")),
        actions=actionbook_from_data(
            _object(rules / "actions.json"), _object(rules / "custody.json"), questions
        ),
        clocks=clockbook_from_data(_object(rules / "clocks.json"), settings),
        calendar=calendar_from_data(_object(resources / "calendars" / "holidays.json")),
        settings=settings,
        numbers=patterns_from_data(_object(rules / "numbers.json")),
        suitability=questions,
    )


def load_figures(resources: Path = RESOURCES) -> dict[str, object]:
    """The figures as `resources/rules/figures.json` says them; `app.figures.catalogue` checks them."""
    return _object(resources / "rules" / "figures.json")
