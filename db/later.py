"""Stand-ins for modules that a library imports at its start and this program never uses: loaded when somebody asks them.

SQLAlchemy imports `asyncio` (with TLS, sockets and thread pools behind it) and `importlib.metadata` (with e-mail behind it)
whether or not they are used: a tenth of a second of each start and 7 MB. Whoever does ask a stand-in gets the real thing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from threading import RLock
from types import ModuleType
from typing import Any

_ONE_AT_A_TIME = RLock()


class Later(ModuleType):
    """A module that is imported once something of it is wanted."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_real(self), name)


def put_off(name: str, *functions: str) -> None:
    """Let a module that is not loaded yet be loaded when it is first asked.

    Args:
        name: of the module.
        functions: that are taken from it at an import already, to be called perhaps later.
    """
    if name in sys.modules:
        return
    standing = Later(name)
    for function in functions:
        setattr(standing, function, _called(standing, function))
    sys.modules[name] = standing
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(import_module(parent), child, standing)


def _called(standing: Later, function: str) -> Any:
    def call(*given: Any, **named: Any) -> Any:
        return getattr(_real(standing), function)(*given, **named)

    return call


def _real(standing: Later) -> ModuleType:
    with _ONE_AT_A_TIME:
        if sys.modules.get(standing.__name__) is standing:
            del sys.modules[standing.__name__]
        return import_module(standing.__name__)
