"""A book in which some fields are written by an act of their own, so that no other way in gets round its rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from typing_extensions import override

from app.access.context import Context
from app.duties.book import Book
from app.duties.values.base import Kept
from app.errors import UserError
from app.matters.service import Matters
from db.tables import Entity


class GuardedBook(Book):
    """A book whose entries are begun and ended by acts.

    Args:
        context, matters, model, ahead, times: as of `Book`.
        guarded: fields that only an act writes.
        adds: begins an entry, where that is an act too: the typed words and the matter.
    """

    def __init__(
        self,
        context: Context,
        matters: Matters,
        model: type[Entity],
        guarded: Iterable[str],
        adds: Callable[[Mapping[str, object], str], Kept] | None = None,
        ahead: Iterable[str] = (),
        times: Iterable[str] = (),
    ) -> None:
        super().__init__(context, matters, model, ahead, times)
        self.guarded = frozenset(guarded)
        self._adds = adds

    @override
    def add(self, given: Mapping[str, object], about: str = "", **known: Any) -> Kept:
        """Begin an entry by its act."""
        if self._adds is None:
            return super().add(given, about, **known)
        return self._adds(given, about)

    @override
    def change(self, ident: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """Change fields that no act guards.

        Raises:
            UserError: a guarded field; and as of `Book.change`.
        """
        self.need_free(given)
        return super().change(ident, given, base)

    def need_free(self, given: Iterable[str]) -> None:
        """Refuse fields that only an act writes.

        Raises:
            UserError: by_its_act, with their names.
        """
        asked = self.guarded.intersection(given)
        held = [f.label for f in self.fields() if f.name in asked]
        if held:
            raise UserError(
                "by_its_act",
                f"{self.word}的“{'、'.join(held)}”不能直接填写。",
                "请用相应的步骤办理（按钮或命令），由程序核对条件。",
            )
