"""What an office decides for itself: how its numbers look, and the terms that the law leaves open."""

from __future__ import annotations

from sqlalchemy import select

from app.access.context import Context
from app.access.founding import SOLE_PC
from app.directory.values import RuleLine, SeriesLine
from app.errors import UserError
from app.rules.numbers import NumberParts, check_pattern, format_number, kept, said
from db.tables import Listing, Setting

PATTERN_PREFIX = "number."
"""Settings that hold a pattern: this and the series (see `app.matters.numbering`)."""
RULE_PREFIX = "rule."
"""Settings that change a rule: this and the rule setting's id (see `app.matters.law`)."""
WORDS = {
    **{"none": "都不顺延", "citizen_only": "只顺延群众的期限", "all": "都顺延", "true": "是", "false": "否"},
    **{"monday": "周一", "tuesday": "周二", "wednesday": "周三", "thursday": "周四", "friday": "周五"},
}
"""What the choices of the rule settings are called."""
_EXAMPLE_SERIAL = 7
_MOST_DAYS = 3_650


class OfficeRules:
    """Patterns and terms of the opened office, with what stands behind them."""

    def __init__(self, context: Context) -> None:
        self._context = context

    # -- numbers

    def patterns(self) -> tuple[SeriesLine, ...]:
        """Every series with its pattern, the default and an example."""
        own = self._own(PATTERN_PREFIX)
        made: list[SeriesLine] = []
        for series, known in self._context.shelf.numbers.items():
            pattern = own.get(series, known.pattern)
            example, _ = self.check_pattern(pattern, self._short())
            made.append(SeriesLine(series, known.label, said(pattern), said(known.pattern), example))
        return tuple(made)

    def check_pattern(self, text: str, short: str) -> tuple[str, str]:
        """What a pattern gives, and what is wrong with it. Reads nothing: it may be asked at every key.

        Args:
            text: as typed.
            short: the office's short name.

        Returns:
            An example of today, "" where there can be none; and a sentence, "" where nothing is wrong.
        """
        verdict = check_pattern(text)
        if not verdict.ok:
            return "", verdict.sentence
        office, today = self._context.office, self._context.today()
        station = "" if office.station == SOLE_PC else office.station
        parts = NumberParts(
            today.year, _EXAMPLE_SERIAL, station, short or "简", today.month, today.day, office.code
        )
        return format_number(text, parts), verdict.sentence

    def set_pattern(self, series: str, text: str) -> None:
        """Change a pattern; "" takes the default again. Numbers that were given stay as they are.

        Raises:
            UserError: the pattern cannot give numbers.
        """
        known = self._context.shelf.numbers.get(series)
        if known is None:
            raise UserError("no_series", f"没有“{series}”这种编号。", "请在设置里选一种。")
        text = kept(text) or known.pattern
        verdict = check_pattern(text)
        if not verdict.ok:
            raise UserError(
                verdict.code, f"{known.label}：{verdict.sentence}。", "请改正后再保存；原来的格式仍然有效。"
            )
        self._put(PATTERN_PREFIX + series, text, known.pattern, terms=False)

    # -- terms

    def rules(self) -> tuple[RuleLine, ...]:
        """Every value that the law leaves open: what is in force, the default, and the basis."""
        own = self._own(RULE_PREFIX)
        return tuple(
            RuleLine(
                rule.id,
                rule.label,
                rule.kind,
                own.get(rule.id, _text(rule.default)),
                _text(rule.default),
                rule.basis,
                tuple((c, WORDS.get(c, c)) for c in rule.choices),
            )
            for rule in self._context.shelf.settings.known
        )

    def set_rule(self, ident: str, text: str) -> None:
        """Change a term; "" takes the default again. The clocks of all open matters follow at once.

        Raises:
            UserError: no such value, or it cannot be read.
        """
        rule = next((r for r in self._context.shelf.settings.known if r.id == ident), None)
        if rule is None:
            raise UserError("no_rule", f"没有“{ident}”这项规则。", "请在设置里选一项。")
        value = text.strip() or _text(rule.default)
        if rule.kind == "number" and not (value.isascii() and value.isdigit() and int(value) <= _MOST_DAYS):
            raise UserError(
                "bad_number", f"{rule.label}：请填 0 到 {_MOST_DAYS} 的整数。", "改正后会自动保存。"
            )
        if rule.kind == "flag" and value not in {"true", "false"}:
            raise UserError("bad_flag", f"{rule.label}：只能选是或者否。", "请重新选择。")
        if rule.kind == "choice" and value not in rule.choices:
            raise UserError("bad_choice", f"{rule.label}：没有这个选项。", "请重新选择。")
        if rule.kind == "number":
            value = str(int(value))
        self._put(RULE_PREFIX + ident, value, _text(rule.default), terms=True)

    # -- inside

    def _short(self) -> str:
        return self._own("office.").get("short") or self._context.office.name[:1]

    def _own(self, prefix: str) -> dict[str, str]:
        with self._context.reading() as session:
            rows = session.execute(
                select(Setting.id, Setting.value).where(
                    Setting.office == self._context.office.office, Setting.id.startswith(prefix)
                )
            )
            return {row.id.removeprefix(prefix): row.value for row in rows}

    def _put(self, key: str, value: str, default: str, *, terms: bool) -> None:
        office = self._context.office.office
        with self._context.writing() as unit:
            row = unit.session.get(Setting, (office, key))
            if (row.value if row else default) == value:
                return
            if row is None:
                unit.session.add(Setting(office=office, id=key, value=value))
            else:
                row.value = value
            if terms:
                unit.session.flush()
                touched = unit.session.execute(
                    select(Listing.office, Listing.matter).where(Listing.open.is_(True))
                )
                unit.touched.update({(r.office, r.matter): None for r in touched})


def _text(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
