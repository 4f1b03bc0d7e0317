"""Which places there are, and who makes their pages. A place that does not work yet is not here, and not shown."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from ui.context import Context
from ui.pages.base import Page

Maker = Callable[[Context], Page]


def _desk(context: Context) -> Page:
    from ui.pages.home.page import HomePage

    return HomePage(context)


def _register(context: Context) -> Page:
    from ui.pages.register.page import RegisterPage

    return RegisterPage(context)


def _ledger(context: Context) -> Page:
    from ui.pages.ledger.page import LedgerPage

    return LedgerPage(context)


def _imports(context: Context) -> Page:
    from ui.pages.imports.page import ImportsPage

    return ImportsPage(context)


def _matter(context: Context) -> Page:
    from ui.pages.matter.page import MatterPage

    return MatterPage(context)


def _settings(context: Context) -> Page:
    from ui.pages.settings.page import SettingsPage

    return SettingsPage(context)


def _charges(context: Context) -> Page:
    from ui.pages.charges.page import ChargesPage

    return ChargesPage(context)


def _up(context: Context) -> Page:
    from ui.pages.bundles.page import BundlesPage

    return BundlesPage(context)


def _inbox(context: Context) -> Page:
    from ui.pages.bundles.page import InboxPage

    return InboxPage(context)


def _scores(context: Context) -> Page:
    from ui.pages.scores.page import ScoresPage

    return ScoresPage(context)


def _figures(context: Context) -> Page:
    from ui.pages.figures.page import FiguresPage

    return FiguresPage(context)


def _receptions(context: Context) -> Page:
    from ui.pages.receptions.page import ReceptionsPage

    return ReceptionsPage(context)


def _screening(context: Context) -> Page:
    from ui.pages.screening.page import ScreeningPage

    return ScreeningPage(context)


def _supervision(context: Context) -> Page:
    from ui.pages.supervision.page import SupervisionPage

    return SupervisionPage(context)


def prepare() -> None:
    """Loads the pages that are seen first; belongs into a job, while the password is typed."""
    for module in ("ui.window", "ui.pages.home.page", "ui.pages.ledger.page"):
        import_module(module)


def makers(district: bool) -> dict[str, Maker]:
    """The pages of an office.

    Args:
        district: whether the office takes bundles in from below.
    """
    made: dict[str, Maker] = {
        "desk": _desk,
        "register": _register,
        "ledger": _ledger,
        "receptions": _receptions,
        "screening": _screening,
        "charges": _charges,
        "imports": _imports,
        "matter": _matter,
        "settings": _settings,
        "figures": _figures,
        "scores": _scores,
        "supervision": _supervision,
    }
    made |= {"inbox": _inbox} if district else {"up": _up}
    return made
