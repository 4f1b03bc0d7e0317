"""Values that the law leaves open or that differ from place to place: each with its default and its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from app.rules import data as read
from app.rules.data import Json, RuleDataError
from app.rules.facts import HolidayRoll

SettingValue = str | int | bool
SettingKind = Literal["number", "flag", "choice"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One value that an office may change.

    Attributes:
        id: stable identifier.
        label: what the settings page calls it.
        kind: ``number``, ``flag`` or ``choice``.
        default: the value until the office changes it.
        basis: why it is open, and where the default comes from.
        choices: what may be chosen, for a ``choice``.
    """

    id: str
    label: str
    kind: SettingKind
    default: SettingValue
    basis: str
    choices: tuple[str, ...] = ()


class Settings(Mapping[str, SettingValue]):
    """The values in force: the defaults, and over them what the office has changed.

    Values of the wrong kind and unknown names are passed over, so that an older program still opens a newer office.
    """

    __slots__ = ("_values", "known")

    def __init__(self, known: Iterable[Setting], changed: Mapping[str, object] | None = None) -> None:
        self.known: tuple[Setting, ...] = tuple(known)
        self._values: dict[str, SettingValue] = {one.id: one.default for one in self.known}
        for one in self.known:
            value = (changed or {}).get(one.id)
            if _fits(one, value):
                self._values[one.id] = cast("SettingValue", value)

    def __getitem__(self, name: str) -> SettingValue:
        return self._values[name]

    def __iter__(self):
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def changed(self, values: Mapping[str, object]) -> Settings:
        """Return the settings with some values changed."""
        return Settings(self.known, {**self._values, **values})

    def number(self, name: str) -> int:
        """Return a number of days or the like."""
        return int(self._values[name])

    def flag(self, name: str) -> bool:
        """Return yes or no."""
        return bool(self._values[name])

    @property
    def holiday_roll(self) -> HolidayRoll:
        """Whose periods roll over rest days."""
        return cast("HolidayRoll", str(self._values["holiday_roll"]))


def _fits(setting: Setting, value: object) -> bool:
    if setting.kind == "flag":
        return isinstance(value, bool)
    if setting.kind == "number":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, str) and value in setting.choices


def settings_from_data(data: Json, changed: Mapping[str, object] | None = None) -> Settings:
    """Read ``resources/rules/settings.json``."""
    known: list[Setting] = []
    for entry in read.tables(data, "settings"):
        kind = read.text(entry, "kind")
        if kind not in {"number", "flag", "choice"}:
            raise RuleDataError(f"{entry.get('id')}.kind: {kind!r}")
        default = entry.get("default")
        if not isinstance(default, str | int):
            raise RuleDataError(f"{entry.get('id')}.default: {default!r}")
        setting = Setting(
            read.text(entry, "id"),
            read.text(entry, "label"),
            cast("SettingKind", kind),
            default,
            read.text(entry, "basis", ""),
            read.texts(entry, "choices"),
        )
        if not _fits(setting, default):
            raise RuleDataError(f"{setting.id}.default: {default!r}")
        known.append(setting)
    return Settings(known, changed)
