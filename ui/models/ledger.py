"""The ledger's model: a million rows, of which only the windows that are seen are ever read.

Rows come in windows from a :class:`Source` in the reading lane; until they are there, cells are placeholders. One window
is read at a time, the one seen last first, so that a thrown scroll bar does not queue a thousand reads.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from ui.faults import Fault
from ui.jobs import Jobs
from ui.widgets.marked import Marked
from ui.widgets.status import Status

WINDOW = 100
"""Rows that are read at once."""
KEPT = 50
"""Windows that are remembered."""

Index: TypeAlias = QModelIndex | QPersistentModelIndex
Cell: TypeAlias = str | Status | Marked


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its key and its cells, one for each column."""

    key: str
    cells: tuple[Cell, ...]


class Source(Protocol):
    """Where rows come from; called in the reading lane."""

    def count(self) -> int:
        """How many rows there are."""
        ...

    def rows(self, start: int, n: int) -> Sequence[Row]:
        """``n`` rows from ``start``; fewer at the end."""
        ...


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """A column of the ledger.

    Attributes:
        key: field name; what the office chooses and orders by.
        heading: its word.
        signs: width in Chinese characters.
        right: numbers stand at the right.
        sortable: whether the heading sorts.
        quiet: drawn in the second ink.
    """

    key: str
    heading: str
    signs: int
    right: bool = False
    sortable: bool = False
    quiet: bool = False


_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
CELL = int(Qt.ItemDataRole.UserRole)
"""Role of a cell as it is: words, a state, or None while it is read."""
_NOWHERE = QModelIndex()


class LedgerModel(QAbstractTableModel):
    """Shows a source.

    Signals:
        counted: how many rows there are, once that is known.
        faulted: a :class:`Fault` of reading.
    """

    counted = Signal(int)
    faulted = Signal(object)

    def __init__(self, jobs: Jobs, columns: tuple[LedgerColumn, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._columns = columns
        self._source: Source | None = None
        self._generation = 0
        self._count = 0
        self._windows: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._wanted: list[int] = []
        self._reading = -1

    @property
    def columns(self) -> tuple[LedgerColumn, ...]:
        """The columns that are shown."""
        return self._columns

    def show_columns(self, columns: tuple[LedgerColumn, ...]) -> None:
        """Shows other columns; the rows are read anew."""
        self.beginResetModel()
        self._columns = columns
        self._forget()
        self.endResetModel()

    def show_source(self, source: Source) -> None:
        """Shows another source (a search, a filter, another order); the old rows go at once."""
        self._generation += 1
        generation = self._generation
        self.beginResetModel()
        self._source = source
        self._count = 0
        self._forget()
        self.endResetModel()

        def counted(count: int) -> None:
            if generation == self._generation:
                self._take_count(count)

        self._jobs.read(
            lambda _r: source.count(), counted, owner=self, failed=self.faulted.emit, latest="count"
        )

    def key(self, row: int) -> str:
        """The key of a row; empty while it is not read yet."""
        read = self._row(row)
        return read.key if read is not None else ""

    def cells(self, row: int) -> tuple[Cell, ...] | None:
        """The cells of a row, one for each column; None while it is not read yet."""
        read = self._row(row)
        return read.cells if read is not None else None

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (CELL, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if self._columns[index.column()].right else _LEFT
            return None
        read = self._row(index.row())
        if read is None:
            return None if role == CELL else ""
        cell = read.cells[index.column()]
        if role == CELL:
            return cell
        return cell if isinstance(cell, str) else cell.words

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section].heading
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if self._columns[section].right else _LEFT
        return None

    def _row(self, row: int) -> Row | None:
        number, at = divmod(row, WINDOW)
        window = self._windows.get(number)
        if window is None:
            self._want(number)
            return None
        self._windows.move_to_end(number)
        return window[at] if at < len(window) else None

    def _want(self, number: int) -> None:
        if number == self._reading:
            return
        if number in self._wanted:
            self._wanted.remove(number)
        self._wanted.append(number)
        del self._wanted[:-3]
        self._read_next()

    def _read_next(self) -> None:
        source = self._source
        if self._reading >= 0 or not self._wanted or source is None:
            return
        number = self._wanted.pop()
        self._reading = number
        generation = self._generation

        def took(rows: Sequence[Row]) -> None:
            if generation == self._generation:
                self._take(number, rows)

        def failed(fault: Fault) -> None:
            if generation == self._generation:
                self._reading = -1
                self._wanted.clear()
                self.faulted.emit(fault)

        self._jobs.read(
            lambda _r: tuple(source.rows(number * WINDOW, WINDOW)), took, owner=self, failed=failed
        )

    def _take(self, number: int, rows: Sequence[Row]) -> None:
        self._reading = -1
        self._windows[number] = rows
        while len(self._windows) > KEPT:
            self._windows.popitem(last=False)
        first = self.index(number * WINDOW, 0)
        last = self.index(min(number * WINDOW + WINDOW, self._count) - 1, len(self._columns) - 1)
        self.dataChanged.emit(first, last)
        self._read_next()

    def _take_count(self, count: int) -> None:
        if count:
            self.beginInsertRows(_NOWHERE, 0, count - 1)
            self._count = count
            self.endInsertRows()
        self.counted.emit(count)

    def _forget(self) -> None:
        self._windows.clear()
        self._wanted.clear()
        self._reading = -1
