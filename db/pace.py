"""How long batches are kept from being slowed down by what only short acts need."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


@contextmanager
def uncollected() -> Generator[None]:
    """Do not look for cycles meanwhile: a batch's million live objects would be looked through again and again for nothing.

    What has no cycle is freed as always, and a batch makes hardly any.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
