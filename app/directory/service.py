"""Keep the directory: typed in, or taken from a sheet; retired, never deleted."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import select

from app.access.context import Context
from app.directory.office_rules import PATTERN_PREFIX, RULE_PREFIX, OfficeRules
from app.directory.values import METHOD_POINTS, Choice, DirectoryRow, Field, OfficeFacts
from app.errors import UserError
from db.fields import fields_of
from db.search.pinyin import sounds
from db.tables import Entity, Leader, Matter, Mediator, Setting, Unit, Village

TABLES: dict[str, type[Entity]] = {
    "village": Village,
    "unit": Unit,
    "leader": Leader,
    "mediator": Mediator,
}
SETTING_PREFIXES = ("office.", PATTERN_PREFIX, RULE_PREFIX, "ledger.", "display.")
"""What the keys of settings begin with."""
NAMES = {"village": "村社", "unit": "单位", "leader": "领导", "mediator": "调解员"}


class Directory:
    """The directory of the opened office.

    Attributes:
        rules: number patterns, and the terms that the law leaves open.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.rules = OfficeRules(context)

    # -- what the office is called

    def office(self) -> OfficeFacts:
        """Its names; organ and committee follow from the office's name where nothing was typed."""
        known = {k.removeprefix("office."): v for k, v in self.settings("office.").items()}
        name = self._context.office.name
        place = _place_of(name)
        defaults = {
            "short": name[:1],
            "organ": f"{place}人民政府",
            "committee": f"{place}人民调解委员会",
            "superior": "",
            "final_superior": "",
            **METHOD_POINTS,
        }
        return OfficeFacts(
            **{f.name: known.get(f.name) or defaults.get(f.name, "") for f in fields(OfficeFacts)}
        )

    def settings(self, prefix: str = "") -> dict[str, str]:
        """All settings whose key begins so."""
        with self._context.reading() as session:
            rows = session.execute(
                select(Setting.id, Setting.value).where(
                    Setting.office == self._context.office.office, Setting.id.startswith(prefix)
                )
            )
            return {row.id: row.value for row in rows}

    def set_settings(self, values: Mapping[str, str]) -> None:
        """Change settings; an unchanged one leaves no trace.

        Args:
            values: `office.…` names, `number.…` patterns, `rule.…` terms, `ledger.…` and `display.…` looks.

        Raises:
            UserError: no such setting, a pattern that cannot give numbers, a term that cannot be; nothing was changed
                but what stands before it in the order of the keys.
        """
        unknown = sorted(k for k in values if not k.startswith(SETTING_PREFIXES) or k in SETTING_PREFIXES)
        if unknown:
            raise UserError(
                "no_setting",
                f"没有“{unknown[0]}”这项设置。",
                "可设：office.organ、number.dispute、rule.mediation_days 等。",
            )
        rules = OfficeRules(self._context)
        for key in sorted(values):
            if key.startswith(PATTERN_PREFIX):
                rules.set_pattern(key.removeprefix(PATTERN_PREFIX), values[key])
            elif key.startswith(RULE_PREFIX):
                rules.set_rule(key.removeprefix(RULE_PREFIX), values[key])
        office = self._context.office.office
        with self._context.writing() as unit:
            for key in sorted(k for k in values if not k.startswith((PATTERN_PREFIX, RULE_PREFIX))):
                row = unit.session.get(Setting, (office, key))
                if row is None:
                    unit.session.add(Setting(office=office, id=key, value=values[key]))
                elif row.value != values[key]:
                    row.value = values[key]

    # -- villages, units, leaders, mediators

    def fields(self, kind: str) -> tuple[Field, ...]:
        """What is kept of an entry."""
        return fields_of(TABLES[kind])

    def rows(self, kind: str) -> tuple[DirectoryRow, ...]:
        """All entries in use."""
        table: Any = TABLES[kind]
        names = [f.name for f in self.fields(kind)]
        with self._context.reading() as session:
            found = session.scalars(
                select(table)
                .where(table.office == self._context.office.office, table.retired_on.is_(None))
                .order_by(table.code if kind == "village" else table.sound, table.name)
            )
            return tuple(
                DirectoryRow(r.id, tuple((n, str(getattr(r, n) or "")) for n in names)) for r in found
            )

    def choices(self, kind: str) -> tuple[Choice, ...]:
        """The entries as a chooser wants them; a group shows its village before it."""
        table: Any = TABLES[kind]
        with self._context.reading() as session:
            found = session.scalars(
                select(table)
                .where(table.office == self._context.office.office, table.retired_on.is_(None))
                .order_by(table.code if kind == "village" else table.sound, table.name)
            ).all()
        if kind == "village":
            return tuple(
                Choice(r.code or r.name, f"{r.parent}{r.name}" if r.parent else r.name, r.sound)
                for r in found
            )
        note: Callable[[Any], str] = lambda r: getattr(r, "post", None) or getattr(r, "committee", None) or ""  # noqa: E731
        return tuple(Choice(r.name, r.name, r.sound, note(r)) for r in found)

    def village_labels(self) -> dict[str, str]:
        """Label of each village by what is kept for it."""
        return {c.id: c.label for c in self.choices("village")}

    def all_village_labels(self) -> dict[str, str]:
        """Labels of the villages of every office that is known here: a district shows its townships' matters by them."""
        with self._context.reading() as session:
            found = session.execute(select(Village.code, Village.name, Village.parent)).all()
            return {code or name: f"{parent}{name}" if parent else name for code, name, parent in found}

    def put(self, kind: str, rows: Sequence[Mapping[str, str]]) -> int:
        """Add entries or change those of the same code (villages) or name; nothing is doubled.

        Args:
            kind: village, unit, leader or mediator.
            rows: field name to text.

        Returns:
            How many were added or changed.

        Raises:
            UserError: a row without a name.
        """
        table: Any = TABLES[kind]
        office = self._context.office.office
        names = {f.name for f in self.fields(kind)} - {"retired_on"}
        changed = 0
        with self._context.writing() as unit:
            there: dict[str, Any] = {}
            for row in unit.session.scalars(select(table).where(table.office == office)):
                there[_identity(kind, {"code": getattr(row, "code", ""), "name": row.name})] = row
            for number, given in enumerate(rows, start=1):
                values = {k: v.strip() for k, v in given.items() if k in names and v and v.strip()}
                if not values.get("name"):
                    raise UserError(
                        "no_name",
                        f"{NAMES[kind]}第 {number} 行没有名称。",
                        "请补上名称再导入；没有导入任何一行。",
                    )
                key = _identity(kind, values)
                row = there.get(key)
                if row is None:
                    row = table(office=office, id=str(uuid.uuid4()), **values, sound=sound_of(values["name"]))
                    unit.session.add(row)
                    there[key] = row
                    changed += 1
                elif any(getattr(row, k) != v for k, v in values.items()) or row.retired_on:
                    for k, v in values.items():
                        setattr(row, k, v)
                    row.retired_on = None
                    row.sound = sound_of(row.name)
                    changed += 1
        return changed

    def change(self, kind: str, entry: str, values: Mapping[str, str]) -> None:
        """Change one entry in place; a village that is called otherwise is so in every list at once.

        Args:
            kind: village, unit, leader or mediator.
            entry: its id.
            values: field name to text; "" empties a field.

        Raises:
            UserError: no name is left, or another entry has it.
        """
        table: Any = TABLES[kind]
        office = self._context.office.office
        names = {f.name for f in self.fields(kind)} - {"retired_on"}
        with self._context.writing() as unit:
            row: Any = unit.session.get(table, (office, entry))
            if row is None:
                raise UserError("no_entry", f"没有这条{NAMES[kind]}。", "它可能刚被改动过，请重新打开设置。")
            told = {n: (values[n].strip() if n in values else getattr(row, n) or "") for n in names}
            if not told["name"]:
                raise UserError("no_name", f"{NAMES[kind]}要有名称。", "请补上名称；原来的名称没有变。")
            key = _identity(kind, told)
            for other in unit.session.scalars(select(table).where(table.office == office, table.id != entry)):
                same = _identity(kind, {"code": getattr(other, "code", ""), "name": other.name}) == key
                if same and other.retired_on is None:
                    raise UserError("name_taken", f"“{told['name']}”已经有了。", "请换一个名称或者代码。")
            kept = (row.code or row.name) if kind == "village" else ""
            for name, text in told.items():
                if (getattr(row, name) or "") != text:
                    setattr(row, name, text or None)
            sound = sound_of(row.name)
            if row.sound != sound:
                row.sound = sound
            if kept:
                unit.session.flush()
                found = unit.session.execute(
                    select(Matter.office, Matter.id).where(Matter.office == office, Matter.village == kept)
                )
                unit.touched.update({(m.office, m.id): None for m in found})

    def retire(self, kind: str, entry: str) -> None:
        """Take an entry out of use; old matters keep it."""
        with self._context.writing() as unit:
            row: Any = unit.session.get(TABLES[kind], (self._context.office.office, entry))
            if row is not None:
                row.retired_on = self._context.today()


def sound_of(name: str) -> str:
    """All readings of a name, full and initials, as the chooser's key."""
    words: dict[str, None] = {}
    for pinyin, initials in sounds(name):
        words[pinyin] = None
        words[initials] = None
    return " ".join(words)


def _identity(kind: str, values: Mapping[str, str | None]) -> str:
    return (values.get("code") or values.get("name") or "") if kind == "village" else values.get("name") or ""


def _place_of(name: str) -> str:
    """The place in an office's name: 青石镇 of 青石镇综治中心."""
    for mark in ("街道", "镇", "乡", "区", "县", "市"):
        if (at := name.find(mark)) > 0:
            return name[: at + len(mark)]
    return name
