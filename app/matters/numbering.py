"""Numbers of matters and papers: by the office's pattern, given once, never again, never the same on two PCs."""

from __future__ import annotations

from sqlalchemy import select

from app.access.context import Context
from app.access.founding import SOLE_PC
from app.directory.office_rules import PATTERN_PREFIX
from app.rules.numbers import NumberParts, format_number
from db.engine import upsert
from db.store import Unit
from db.tables import Counter, Setting


class Numbering:
    """Gives numbers within one unit of work, whose lock makes the serials safe.

    Call `finish` before the unit ends: it writes the serials back.
    """

    def __init__(self, context: Context, unit: Unit, short: str) -> None:
        self._context = context
        self._unit = unit
        self._short = short
        self._serials: dict[tuple[str, int], int] = {}
        self._patterns: dict[str, str] = {}

    def next(self, series: str, year: int) -> str:
        """The next number of a series; a voided one is not given again."""
        office = self._context.office
        station = "" if office.station == SOLE_PC else office.station
        parts = NumberParts(year, self._serial(series, year), station, self._short, code=office.code)
        return format_number(self._pattern(series), parts)

    def finish(self) -> None:
        """Write the serials back."""
        rows = [
            {"office": self._context.office.office, "series": s, "year": y, "last": last}
            for (s, y), last in sorted(self._serials.items())
        ]
        upsert(self._unit.connection, Counter.__table__, rows)  # pyright: ignore[reportArgumentType]

    def _pattern(self, series: str) -> str:
        if series not in self._patterns:
            own = self._unit.session.get(Setting, (self._context.office.office, PATTERN_PREFIX + series))
            self._patterns[series] = own.value if own else self._context.shelf.numbers[series].pattern
        return self._patterns[series]

    def _serial(self, series: str, year: int) -> int:
        key = (series, year)
        if key not in self._serials:
            last = self._unit.connection.execute(
                select(Counter.last).where(
                    Counter.office == self._context.office.office,
                    Counter.series == series,
                    Counter.year == year,
                )
            ).scalar()
            self._serials[key] = last or 0
        self._serials[key] += 1
        return self._serials[key]
