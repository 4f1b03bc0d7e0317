"""Which places there are, and who makes their pages. A place that does not work yet is not here, and not shown."""

from __future__ import annotations

from collections.abc import Callable

from ui.context import Context
from ui.pages.base import Page
from ui.pages.bundles.page import BundlesPage, InboxPage
from ui.pages.home.page import HomePage
from ui.pages.imports.page import ImportsPage
from ui.pages.ledger.page import LedgerPage
from ui.pages.matter.page import MatterPage
from ui.pages.register.page import RegisterPage
from ui.pages.settings.page import SettingsPage

Maker = Callable[[Context], Page]


def makers(district: bool) -> dict[str, Maker]:
    """The pages of an office.

    Args:
        district: whether the office takes bundles in from below.
    """
    made: dict[str, Maker] = {
        "desk": HomePage,
        "register": RegisterPage,
        "ledger": LedgerPage,
        "imports": ImportsPage,
        "matter": MatterPage,
        "settings": SettingsPage,
    }
    made |= {"inbox": InboxPage} if district else {"up": BundlesPage}
    return made
