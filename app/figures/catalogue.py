"""The figures that there are, checked against their sources; and what somebody asks of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.errors import UserError
from app.figures.source import Source
from app.figures.sources import columns_of_all
from app.figures.values.figures import FigureDef
from app.rules.figures import Compare, Condition, FigureBook, FigureRule, figures_from_data
from app.rules.numerals import say_small
from app.shelf import load_figures

_ASKED = re.compile(r"([a-z_]+)(?:\(([a-z]+)=(\d+)\))?")
_NARROWED = {"batch": "第{}批"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure as somebody asks for it.

    Attributes:
        id: with what narrows it: `backlog_assigned(batch=3)`.
        rule: its definition; source: its rows.
        narrow: the condition that narrows it, or nothing.
        name: its name, with what narrows it.
    """

    id: str
    rule: FigureRule
    source: Source
    narrow: tuple[Condition, ...]
    name: str


class Catalogue:
    """All figures.

    Args:
        sources: that an office has.
        data: of `figures.json`; read where it is not given.

    Raises:
        app.rules.data.RuleDataError: the data is wrong; the sentence names the figure.
    """

    def __init__(self, sources: Mapping[str, Source], data: Mapping[str, object] | None = None) -> None:
        self.sources = sources
        self.book: FigureBook = figures_from_data(data or load_figures(), columns_of_all(sources))

    def defs(self) -> tuple[FigureDef, ...]:
        """What each figure is, in the order in which people expect them."""
        return tuple(self._def(rule) for rule in self.book.figures)

    def define(self, asked: Asked) -> FigureDef:
        """What a figure is, as it was asked for."""
        return self._def(asked.rule, asked)

    def asked(self, ids: Iterable[str]) -> tuple[Asked, ...]:
        """Figures by their ids; all where none is named.

        Raises:
            UserError: no_such_figure.
        """
        return tuple(self.ask(one) for one in (tuple(ids) or tuple(f.id for f in self.book.figures)))

    def ask(self, ident: str) -> Asked:
        """A figure by its id, with what narrows it behind in brackets.

        Raises:
            UserError: no_such_figure.
        """
        found = _ASKED.fullmatch(ident.replace(" ", ""))
        rule = self.book.get(found[1]) if found else None
        if found is None or rule is None:
            raise UserError("no_such_figure", f"没有“{ident}”这个指标。", "全部指标见 figures。")
        source = self.sources[rule.source]
        if not found[2]:
            return Asked(rule.id, rule, source, (), rule.name)
        column = rule.narrow.get(found[2])
        if column is None:
            raise UserError(
                "no_such_figure", f"“{rule.name}”不能按“{found[2]}”单独统计。", "请去掉括号里的内容。"
            )
        number = int(found[3])
        words = _NARROWED[found[2]].format(say_small(number) if 0 < number < 100 else number)
        return Asked(
            f"{rule.id}({found[2]}={number})",
            rule,
            source,
            (Compare(column, "=", number),),
            f"{rule.name}（{words}）",
        )

    def _def(self, rule: FigureRule, asked: Asked | None = None) -> FigureDef:
        return FigureDef(
            asked.id if asked else rule.id,
            asked.name if asked else rule.name,
            self.book.groups[rule.group],
            rule.unit,
            rule.is_rate,
            bool(rule.due),
            rule.bare,
            next(iter(rule.narrow), ""),
            rule.numerator,
            rule.denominator,
            rule.chosen_by,
            rule.excluded,
            rule.article,
        )
