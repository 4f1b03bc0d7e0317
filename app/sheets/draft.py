"""A row as it was read, before anything was asked: its values, its parties, what is wrong and what is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.rules import identity
from app.rules.codes import Code
from app.sheets.cells import NOTHING, CellReader, Reading
from app.sheets.celltext import shown, text_of
from app.sheets.headers import Header
from app.sheets.names import Names, split_names, split_sides
from app.sheets.source import Cell, Row
from app.sheets.values import Fault
from app.sheets.vocabulary import Side, Target
from db.fields import Field, Kind

_SIDES: tuple[Side, ...] = ("first", "respondent")
_LONGEST_NAME = 60
LINEAGE = "lineage"
_SAYS_MORE = ("first", "repeat", "reopened", "back_flow")


@dataclass(frozen=True, slots=True)
class Open:
    """Something that a person must say.

    Attributes:
        target: the column it is about.
        name: the field of the matter that the answer fills.
        header: how people name the column.
        value: the words in the cell.
        proposal: what it probably means.
        required: a row cannot come in without it.
    """

    target: Target
    name: str
    header: str
    value: str
    proposal: Code | None
    required: bool = False


@dataclass(slots=True)
class Draft:
    """One row of data as it was read. `values` and `parties` are as `db.tables.matter` names them."""

    row: int
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    parties: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    faults: list[Fault] = field(default_factory=list[Fault])
    open: list[Open] = field(default_factory=list[Open])
    notes: list[str] = field(default_factory=list[str])

    @property
    def first_names(self) -> tuple[str, ...]:
        """Names of those who came."""
        return tuple(p["name"] for p in self.parties if p.get("role") != "respondent" and p.get("name"))


class RowReader:
    """Reads rows under one header.

    Args:
        header: where the columns are.
        cells: reads one cell.
        kind: of the matters.
    """

    def __init__(self, header: Header, cells: CellReader, kind: str) -> None:
        self._roles = {
            "first": "applicant" if kind == "dispute" else "petitioner",
            "respondent": "respondent",
        }
        targets = list(header.targets.items())
        self.header_of = {target.key: header.names[index] for index, target in reversed(targets)}
        self._columns = tuple(
            (index, target, header.names[index], cells.column(target)) for index, target in targets
        )

    def read(self, row: int, cells: Row) -> Draft:
        """Read one row.

        Args:
            row: counted as Excel counts.
            cells: its cells from column A.
        """
        draft = Draft(row)
        sides: dict[Side, dict[str, Reading]] = {}
        width = len(cells)
        for index, target, header, read in self._columns:
            if index >= width or (cell := cells[index]) == "" or (reading := read(cell)) is NOTHING:
                continue
            if reading.reason:
                draft.faults.append(Fault(header, _told(target.field, cell), reading.reason))
                continue
            if reading.asked:
                draft.open.append(Open(target, target.field.name, header, shown(cell), reading.proposal))
                continue
            if reading.notes:
                draft.notes += [f"{header}：{note}" for note in reading.notes]
            if target.side:
                sides.setdefault(target.side, {})[target.field.name] = reading
            elif reading.value is not None:
                self._keep(draft, target.field, reading, cell)
        self._parties(draft, sides)
        return draft

    def _keep(self, draft: Draft, described: Field, reading: Reading, cell: Cell) -> None:
        if described.name == "number":
            _remark(draft, f"原台账编号：{text_of(cell)}")
        elif described.name == "remark":
            _remark(draft, reading.value)
        elif described.name == LINEAGE:
            keep_lineage(draft.values, draft.notes, reading.value)
        else:
            draft.values[reading.name or described.name] = reading.value

    def _parties(self, draft: Draft, sides: Mapping[Side, Mapping[str, Reading]]) -> None:
        names: dict[Side, Names] = {side: _names_in(sides.get(side, {})) for side in _SIDES}
        if "both" in sides and (whole := sides["both"]["name"].value):
            both = split_sides(whole)
            names = {side: names[side] if names[side].names else both[i] for i, side in enumerate(_SIDES)}
        for side in _SIDES:
            self._side(draft, side, names[side], sides.get(side, {}))
        said = names["first"]
        if said.people is not None:
            draft.values.setdefault("people", said.people)
            if draft.values["people"] != said.people:
                draft.notes.append(
                    f"当事人一栏写“等{said.people}人”，涉及人数一栏写 {draft.values['people']}，以后者为准"
                )
        elif said.vague:
            draft.notes.append("当事人一栏写有“等”，没有写明人数")

    def _side(self, draft: Draft, side: Side, names: Names, readings: Mapping[str, Reading]) -> None:
        if len(names.names) == 1 and not any(reading.more for reading in readings.values()):
            told = {n: r.value for n, r in readings.items() if n != "name" and r.value is not None}
            parties: list[dict[str, Any]] = [{"role": self._roles[side], "name": names.names[0], **told}]
        else:
            parties = self._several(draft, side, names, readings)
        for party in parties:
            if party.get("id_no") and not party.get("sex"):
                sex = identity.check_resident_number(party["id_no"]).sex
                party.update({"sex": sex} if sex else {})
        for name in names.names:
            if len(name) > _LONGEST_NAME:
                draft.faults.append(Fault(self._label(side, "name"), shown(name), "姓名（名称）过长，请核对"))
        if len(parties) > 1:
            draft.notes.append(f"一格里有 {len(parties)} 名当事人：{'、'.join(names.names)}")
        draft.parties += parties

    def _several(
        self, draft: Draft, side: Side, names: Names, readings: Mapping[str, Reading]
    ) -> list[dict[str, Any]]:
        """The parties of a cell with several names or numbers, each with what is theirs."""
        details = {n: (r.value, *r.more) for n, r in readings.items() if n != "name" and r.value is not None}
        if not names.names:
            if side == "respondent" and details:
                draft.notes.append("没有写对方当事人姓名，该行中对方的电话等没有导入")
            return []
        parties: list[dict[str, Any]] = [{"role": self._roles[side], "name": name} for name in names.names]
        for name, values in details.items():
            one_each = len(values) == len(parties)
            for party, value in zip(parties if one_each else parties[:1], values, strict=False):
                party[name] = value
            if len(values) > 1 and not one_each:
                draft.notes.append(f"{self._label(side, name)}一格里有 {len(values)} 个号码，只导入第一个")
            elif len(parties) > 1 and not one_each and name != "address":
                draft.notes.append(
                    f"{self._label(side, name)}记在第一位当事人{parties[0]['name']}名下，请核对"
                )
        return parties

    def _label(self, side: Side, name: str) -> str:
        key = ("applicant." if side == "first" else "respondent.") + name
        return self.header_of.get(key, name)


def keep_lineage(values: dict[str, Any], notes: list[str], lineage: str) -> None:
    """Keep what a column says of a matter's origin; of two columns that differ, the one that says more of it counts."""
    before = values.get(LINEAGE)
    if before and before != lineage:
        notes.append("初重情况写在两处，写得不一样，按更具体的一处登记，请核对")
    if before is None or _SAYS_MORE.index(lineage) > _SAYS_MORE.index(before):
        values[LINEAGE] = lineage


def join_parties(head: Draft, other: Draft) -> None:
    """Put the parties of a row that is merged with the row above into that row's matter."""
    known = {(party["role"], party["name"]) for party in head.parties}
    head.parties += [party for party in other.parties if (party["role"], party["name"]) not in known]


def _told(described: Field, cell: Cell) -> str:
    """A cell as a refusal shows it: personal numbers masked, since a preview is looked at by more than one."""
    if not described.sensitive:
        return shown(cell)
    mask = identity.mask_id if described.kind is Kind.ID_NO else identity.mask_phone
    return mask(shown(cell).strip())


def _names_in(readings: Mapping[str, Reading]) -> Names:
    text = readings["name"].value if "name" in readings else None
    return split_names(text) if text else Names(())


def _remark(draft: Draft, text: str) -> None:
    before = draft.values.get("remark")
    draft.values["remark"] = f"{before}\n{text}" if before else text
