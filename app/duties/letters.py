"""Duty letters of the year (目标责任书): one for each township, with items that are figures or words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from typing_extensions import override

from app.access.context import Context
from app.duties.guarded import GuardedBook
from app.duties.values.accountability import LetterView
from app.duties.values.base import Kept
from app.errors import NotFoundError, UserError
from app.matters.neighbours import Neighbours
from app.matters.service import Matters
from db.store import Unit
from db.tables import DutyItem, DutyLetter


class _Items(GuardedBook):
    """Items: what was done has its evidence, whichever way it is noted."""

    @override
    def changing(self, unit: Unit, row: Any, values: dict[str, Any]) -> tuple[str, ...]:
        """Refuse what is said to be done without evidence."""
        if values.get("done", row.done) and not values.get("evidence", row.evidence):
            raise UserError("no_evidence", "完成情况要有佐证。", "例如：文件名称、日期，或者事项编号。")
        return super().changing(unit, row, values)


class DutyLetters:
    """The room of duty letters and their items.

    Attributes:
        book: the letters themselves.
        items: 责任项.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = GuardedBook(context, matters, DutyLetter, ("to_name", "year"), self._refuse_bare)
        self.items = _Items(context, matters, DutyItem, ("to_name",), self._refuse_item)

    def write(self, given: Mapping[str, object], items: Sequence[Mapping[str, object]], to: str = "") -> Kept:
        """Write a letter with its items for one township, or for every one below.

        Args:
            given: typed words of the letter.
            items: typed words of each item, in order.
            to: name, code or id of the township; "" for every one that is known here.

        Raises:
            UserError: no items, no such township, or a letter of that year that is there already.
        """
        values = self.book.read(given)
        read = [self.items.read(item) for item in items]
        if not read:
            raise UserError("no_items", "目标责任书里还没有责任项。", "请至少写一项。")
        with self._context.writing() as unit:
            targets = self._targets(unit.connection, to)
            ident = ""
            for office, name in targets:
                self._need_new(unit.session, values["year"], office, name)
                addressed = {"to_office": office, "to_name": name}
                ident = self.book.put(unit, {**values, **addressed})
                for ordinal, item in enumerate(read, start=1):
                    self.items.put(unit, {**item, **addressed, "letter": ident, "ordinal": ordinal})
        return Kept(ident, self.book.changes(f"已写好 {len(targets)} 份{values['year']}年目标责任书"))

    def mark(self, item: str, done: str, evidence: str) -> Kept:
        """Note by hand how far an item of words was done, with its evidence.

        Raises:
            UserError: done without evidence, or not ours.
        """
        return self.items.change(item, {"done": done, "evidence": evidence})

    def append(self, year: int, item: Mapping[str, object], to: str = "") -> Kept:
        """Add an item to the letters of a year that this office wrote.

        Args:
            year: of the letters.
            item: its typed words.
            to: name or id of one township; "" for all of them.

        Raises:
            UserError: no such letter.
        """
        values = self.items.read(item)
        own = self._context.office.office
        with self._context.writing() as unit:
            where = (DutyLetter.year == year, DutyLetter.office == own)
            letters = [
                row
                for row in unit.session.scalars(self.book.query(*where))
                if not to or to in (row.to_office, row.to_name)
            ]
            if not letters:
                raise UserError(
                    "no_such_letter", f"还没有写{year}年的目标责任书。", "请先写责任书，再加责任项。"
                )
            ident = ""
            for letter in letters:
                there = unit.session.scalars(self.items.query(DutyItem.letter == letter.id)).all()
                known = {
                    "to_office": letter.to_office,
                    "to_name": letter.to_name,
                    "letter": letter.id,
                    "ordinal": max((i.ordinal for i in there), default=0) + 1,
                }
                ident = self.items.put(unit, {**values, **known})
        return Kept(ident, self.book.changes(f"已给 {len(letters)} 份责任书加上一项"))

    def change(self, item: str, given: Mapping[str, object]) -> Kept:
        """Change an item.

        Raises:
            UserError: done without evidence, or not ours.
        """
        return self.items.change(item, given)

    def letters(self, year: int = 0) -> tuple[LetterView, ...]:
        """Letters with their items; a township's own, a district's of every township."""
        with self._context.reading() as session:
            where = [DutyLetter.year == year] if year else []
            letters = self.book.find(session, *where, order=DutyLetter.to_name)
            of = {
                r.id: r.to_office or "" for r in session.execute(select(DutyLetter.id, DutyLetter.to_office))
            }
            rows = session.scalars(
                self.items.query(DutyItem.letter.in_([v.id for v in letters])).order_by(DutyItem.ordinal)
            ).all()
            views = self.items.views(session, rows)
        by_letter: dict[str, list[Any]] = {}
        for row, view in zip(rows, views, strict=True):
            by_letter.setdefault(row.letter, []).append(view)
        return tuple(LetterView(v, tuple(by_letter.get(v.id, ())), of.get(v.id, "")) for v in letters)

    def get(self, letter: str) -> LetterView:
        """A letter with its items, by its id.

        Raises:
            NotFoundError: there is none.
        """
        found = next((v for v in self.letters() if v.letter.id == letter), None)
        if found is None:
            raise NotFoundError("no_such_duty", "没有这份目标责任书。", "请从列表里重新选择。")
        return found

    def _refuse_bare(self, given: Mapping[str, object], about: str) -> Kept:
        del given, about
        raise UserError(
            "by_its_act",
            "目标责任书要连同责任项一起写。",
            "请用 letter write，或者“设置—目标责任书”里的按钮。",
        )

    def _refuse_item(self, given: Mapping[str, object], about: str) -> Kept:
        del given, about
        raise UserError(
            "by_its_act",
            "责任项要写在目标责任书里。",
            "请用 letter add，或者“设置—目标责任书”里的按钮。",
        )

    def _targets(self, connection: Any, to: str) -> list[tuple[str, str]]:
        below = Neighbours(connection, self._context).targets() if self._context.office.is_district else ()
        found = [t for t in below if not to or to in (t.office, t.name, t.code)]
        if not found:
            raise UserError(
                "no_such_office",
                "没有这个乡镇。" if to else "还没有交换过名片的乡镇。",
                "请先在“收件”里收下乡镇的名片。",
            )
        return [(t.office, t.name) for t in found]

    def _need_new(self, session: Any, year: int, office: str, name: str) -> None:
        there = self.book.query(DutyLetter.year == year, DutyLetter.to_office == office).limit(1)
        if session.scalars(there).first() is not None:
            raise UserError(
                "letter_there", f"{name}{year}年的目标责任书已经有了。", "要重写的，先作废原来的那份。"
            )
