"""A field is described once: one line more in `db.tables`, and it is found everywhere.

(The form that is built of it: `tests/ui/test_register_newfield.py`.)
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import json, sys
from pathlib import Path

from db.fields import Kind, field
from db.tables import Matter, Party

Matter.barn = field("粮仓编号", Kind.TEXT, entry="what", aliases=("粮仓号",), search="name")
Party.book_no = field("存折号", Kind.TEXT, sensitive=True, aliases=("存折号码",))

# The migration that goes with the two lines.
from db import migrations
from db.migrations import freeze

migrations.SECOND = Path(sys.argv[1]) / "schema.sql"
freeze.ADDED += ("ALTER TABLE matter ADD COLUMN barn TEXT", "ALTER TABLE party ADD COLUMN book_no TEXT")
freeze.main()

from app.matters.values import Filter
from tests.support.offices import Clock, Offices

root = Path(sys.argv[1])
offices = Offices(root, Clock())
desk = offices.open()
matters = desk.matters
told = {}

told["form"] = [f.label for f in matters.fields("dispute") if f.name == "barn"]
told["party form"] = [(f.label, f.sensitive) for f in matters.party_fields() if f.name == "book_no"]
told["read"] = matters.check_field("barn", " 三号仓 ", "dispute")[0]

number = matters.register([{
    "kind": "dispute", "channel": "screening", "received_on": "2026-03-02", "title": "粮仓漏雨", "barn": "青石三号仓",
    "parties": [{"role": "applicant", "name": "张天明", "phone": "13900001111", "book_no": "6217000012345678"}],
}])[0].number
view = matters.get_matter(number)
told["page"] = [(f.label, f.text) for f in view.fields if f.name == "barn"]
told["masked"] = [(f.label, f.text) for f in view.parties[0].fields if f.name == "book_no"]
shown = matters.unmask(number, "核对存折")
told["unmasked"] = [f.text for f in shown.parties[0].fields if f.name == "book_no"]
told["leaks"] = "6217000012345678" in repr(view) + repr(matters.history(number))

told["columns"] = [f.label for f in matters.find.columns() if f.name == "barn"]
docs = matters.find.find_ids(Filter())
told["column"] = matters.find.rows(docs, columns=["barn"])[0].more
told["searched"] = [len(matters.find.search(Filter(text=t))) for t in ("青石三号仓", "三号仓", "qsshc", "四号仓")]
told["marked"] = [m.field for m in matters.find.search(Filter(text="三号仓"))[0].marks]

matters.edit(number, {"barn": "青石四号仓"}, view.version)
told["history"] = matters.history(number)[0].words
told["found anew"] = [len(matters.find.search(Filter(text=t))) for t in ("三号仓", "四号仓")]

ledger = root / "台账.csv"
ledger.write_text(
    "排查日期,纠纷名称,当事人（申请人）,存折号码,来源,粮仓号\\n"
    "2026-1-4,晒场争用,秦小平,6217000099998888,排查,柳林一号仓\\n",
    "utf-8-sig",
)
preview = desk.sheets.preview(ledger)
told["import"] = [(c.header, c.field, c.label) for c in preview.columns if c.header in ("粮仓号", "存折号码")]
desk.sheets.take_in(preview)
found = matters.find.search(Filter(text="柳林一号仓"))
told["imported"] = [f.text for f in matters.get_matter(found[0].number).fields if f.name == "barn"]

values = desk.papers._ask(number, desk.papers.papers(number)[0].paper).values
told["paper"] = [values["matter"]["barn"], values["matter"]["barn_label"]]
told["sound"] = desk.health.check().ok

district = offices.district()
stick = root / "stick"
stick.mkdir()
for giver, taker in ((desk, district), (district, desk)):
    card = stick / f"{giver.access.office.code}.card"
    taker.bundles.trust(card, giver.bundles.write_card(card).fingerprint)
for sent in desk.bundles.send(stick):
    (taken,) = district.bundles.receive([Path(sent.path)])
    assert not taken.refused, taken.words
there = district.matters.unmask(number, "核对")
told["district"] = [
    [f.text for f in there.fields if f.name == "barn"],
    [f.text for f in there.parties[0].fields if f.name == "book_no"],
    len(district.matters.find.search(Filter(text="四号仓"))),
    district.health.check().ok,
]
offices.close()
print(json.dumps(told, ensure_ascii=False))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program said in whose world the two fields stand."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path_factory.mktemp("newfield"))],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_it_stands_on_the_form_and_is_read_and_shown(told: dict[str, Any]) -> None:
    assert told["form"] == ["粮仓编号"]
    assert told["party form"] == [["存折号", True]]
    assert told["read"] == "三号仓"
    assert told["page"] == [["粮仓编号", "青石三号仓"]]


def test_a_sensitive_one_is_masked_until_it_is_shown_with_a_reason(told: dict[str, Any]) -> None:
    ((label, text),) = told["masked"]
    assert label == "存折号"
    assert "*" in text
    assert told["unmasked"] == ["6217000012345678"]
    assert not told["leaks"]


def test_it_is_a_column_of_the_ledger_and_is_searched(told: dict[str, Any]) -> None:
    assert told["columns"] == ["粮仓编号"]
    assert told["column"] == {"barn": "青石三号仓"}
    assert told["searched"] == [1, 1, 1, 0]
    assert told["marked"] == ["barn"]
    assert told["found anew"] == [0, 1]


def test_its_change_is_told_with_the_old_and_the_new_value(told: dict[str, Any]) -> None:
    assert told["history"] == "粮仓编号：青石三号仓 → 青石四号仓"


def test_excel_ledgers_bring_it_under_its_aliases(told: dict[str, Any]) -> None:
    assert told["import"] == [["存折号码", "applicant.book_no", "存折号"], ["粮仓号", "barn", "粮仓编号"]]
    assert told["imported"] == ["柳林一号仓"]


def test_papers_may_print_it_and_the_journal_folds_to_it(told: dict[str, Any]) -> None:
    assert told["paper"] == ["青石四号仓", "青石四号仓"]
    assert told["sound"]


def test_it_goes_up_to_the_district(told: dict[str, Any]) -> None:
    assert told["district"] == [["青石四号仓"], ["6217000012345678"], 1, True]
