"""Decide what a former custodian wrote too late: written anew as the present custodian's own change, or left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.access.context import Context
from app.errors import UserError
from app.matters.custody_fold import Line, details_of, in_order
from app.matters.custody_rows import lines_of
from app.matters.custody_view import name_of_place
from app.matters.neighbours import Neighbours
from db.branches import all_branches
from db.fields import decode
from db.fold import shape_of
from db.journal import FOUNDING, canonical
from db.store import Unit
from db.tables import BY_ENTITY, Matter, Unfolded

_KEPT = frozenset({"custodian", "custody", "restricted"})
"""What no adopted change sets: custody moves by hand-over only."""
_ADOPTABLE = frozenset({"matter", "party", "step", "paper", "attachment"})


class Decider:
    """Decides changes of one matter.

    Args:
        unit: of a writing transaction.
        context: the opened office.
        matter: its row, in this office's custody.
    """

    def __init__(self, unit: Unit, context: Context, matter: Matter) -> None:
        self._unit = unit
        self._context = context
        self._matter = matter
        self._neighbours = Neighbours(unit.connection, context)

    def chosen(self, entries: Sequence[str]) -> list[Line]:
        """The lines that are meant, in their order.

        Raises:
            UserError: none, one that is not there, or one that is decided already.
        """
        wanted = set(entries)
        if not wanted:
            raise UserError("nothing_chosen", "没有选要决定的变更。", "请先选一处或几处变更。")
        waiting = {
            (row.office, row.stream, row.seq): row.decided
            for row in self._unit.connection.execute(select(Unfolded.__table__))
        }
        lines = in_order(lines_of(self._unit.connection, self._matter.office, self._matter.id))
        found = [line for line in lines if name_of_place(line.place) in wanted and line.place in waiting]
        if len(found) != len(wanted):
            raise UserError("no_such_change", "有的变更不在这件事项等待决定之列。", "请重新打开事项再选。")
        if any(waiting[line.place] for line in found):
            raise UserError("decided_already", "有的变更已经决定过了。", "请重新打开事项再选。")
        return found

    def adopt(self, lines: Sequence[Line]) -> None:
        """Write the equal changes as this office's own.

        Raises:
            UserError: one of them cannot be written by this office.
        """
        for line in lines:
            entity = str(line.body["entity"])
            if entity not in _ADOPTABLE:
                raise UserError(
                    "not_adoptable",
                    "移交类的变更不能采纳。",
                    "需要移交的，请由本单位重新移交；这一处请选“不采纳”。",
                )
            try:
                values = _decoded(entity, line.body["fields"])
            except (ValueError, TypeError):
                raise UserError(
                    "not_adoptable",
                    "有一处变更的内容不合格式，不能采纳。",
                    "请选“不采纳”，需要的请自行改动。",
                ) from None
            if line.body["op"] in FOUNDING and entity != "matter":
                self._make(entity, line, values)
            else:
                self._set(entity, line, values)
            self._unit.session.flush()

    def note(self, lines: Sequence[Line], decided: str) -> None:
        """Write down here that they are decided; elsewhere the step says so."""
        for office, stream, seq in (line.place for line in lines):
            self._unit.connection.execute(
                update(Unfolded)
                .where(Unfolded.office == office, Unfolded.stream == stream, Unfolded.seq == seq)
                .values(decided=decided)
            )

    def _make(self, entity: str, line: Line, values: dict[str, Any]) -> None:
        session: Session = self._unit.session
        model = BY_ENTITY[entity]
        key = (self._matter.office, str(line.body["id"]))
        if session.get(model, key) is not None:
            return
        if entity == "step":
            parted = (line.office, line.stream) in all_branches(self._unit.connection)
            when = "写在没有继续的那一支里" if parted else "写于移交之后"
            origin = f"{self._neighbours.name_of(line.office)}{when}，{str(line.body['wall'])[:10]}"
            details = {**(details_of(line.body["fields"]) or {}), "adopted_from": origin}
            values |= {
                "details": canonical(details),
                "by_office": self._context.office.office,
                "by_user": self._context.user.id,
            }
        session.add(model(**{**values, "office": key[0], "id": key[1]}))

    def _set(self, entity: str, line: Line, values: Mapping[str, Any]) -> None:
        row = self._unit.session.get(BY_ENTITY[entity], (self._matter.office, str(line.body["id"])))
        if row is None:
            raise UserError(
                "not_adoptable",
                "有一处变更要改的内容现在没有了，不能采纳。",
                "请把添加它的那一处变更一起采纳，或者选“不采纳”。",
            )
        for name, value in values.items():
            if entity != "matter" or name not in _KEPT:
                setattr(row, name, value)


def _decoded(entity: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    types = shape_of(entity).types
    return {name: decode(types[name], value) for name, value in fields.items() if name in types}
