"""A form's values that are taken as they stand come out as the long way of reading gives them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.matters.entry import Reader
from app.shelf import load_shelf
from db.fields import fields_of
from db.tables import Matter, Party

TODAY = date(2026, 3, 2)
TEXTS = [
    "",
    "  ",
    "　",
    "a\u0301",
    " 张三\n",
    "\n第一行\n 第二行\n",
    "a\x00b",
    "张" * 31,
    "张" * 61,
    "\ud800",
]


@pytest.mark.parametrize("at", range(len(TEXTS)))
@pytest.mark.parametrize("name", ["measures", "responsible_unit", "responsible_officer", "parties.0.name"])
def test_a_text_is_read_alike_both_ways(name: str, at: int) -> None:
    reader, text = Reader(load_shelf(), TODAY, {}), TEXTS[at]
    of_party = name.startswith("parties")
    field = next(f for f in fields_of(Party if of_party else Matter) if f.name == name.rpartition(".")[2])
    form: dict[str, Any] = {"parties": [{"name": text}]} if of_party else {name: text}
    entry = reader.read({"kind": "dispute", **form})
    long = reader.check(field, text, "dispute")
    held = entry.parties[0].get("name") if of_party and entry.parties else entry.values.get(name)
    assert held == (long.value or None if long.ok else None)
    said = [p for p in entry.problems if p.path == name and p.sentence == long.sentence]
    assert bool(said) == bool(long.severity)


def test_a_day_is_taken_as_it_is() -> None:
    reader = Reader(load_shelf(), TODAY, {})
    assert reader.read({"kind": "dispute", "found_on": TODAY}).values["found_on"] == TODAY
