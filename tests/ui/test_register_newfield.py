"""A field added in one place is found on the form, in the ledger, by the import, in the history and in the journal."""

from __future__ import annotations

from pathlib import Path

from tests.support import newfield

PROGRAM = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from tests.ui.register_hand import VILLAGES, Clock, Hand, Jobs, Offices, open_window
from ui.style import dress

app = QApplication([])
style = dress(app, scheme="light")
root = Path(sys.argv[1])
offices = Offices(root, Clock())
desk = offices.open()
jobs = Jobs()
window, gone = open_window(desk, jobs, style, {})
hand = Hand(window, jobs, desk, gone)
window.navigate("register")
hand.settle()
page = window.page("register")
told = {"rows": list(page.form.rows)}
row = page.form.rows["well_no"]
told["label"] = row.words.text()
told["hint"] = row.editor.widget.placeholderText()
page.form.rows["channel"].set_raw("visit")
page.form.rows["parties.0.name"].set_raw("罗金莲")
page.form.rows["title"].set_raw("机井用水纠纷")
row.focus()
hand.type("JJ-07")
hand.wait(1200)
told["draft"] = [d.body.get("well_no") for d in desk.matters.drafts.waiting("register")]
page.register()
hand.settle()
view = desk.matters.get_matter(page.result.number)
told["matter"] = [(f.label, f.text) for f in view.fields if f.name == "well_no"]
desk.matters.edit(view.number, {"well_no": "JJ-08"}, view.version)
told["history"] = [h.words for h in desk.matters.history(view.number)]
told["ledger"] = [f.label for f in desk.matters.find.columns() if f.name == "well_no"]
ledger = root / "台账.csv"
ledger.write_text("排查日期,纠纷名称,当事人（申请人）,来源,井号\\n2026-1-4,水渠纠纷,秦小平,排查,JJ-09\\n", "utf-8-sig")
preview = desk.sheets.preview(ledger)
told["import"] = [(c.header, c.field, c.label) for c in preview.columns if c.header == "井号"]
desk.sheets.take_in(preview)
found = desk.matters.find.search(__import__("app.matters.values", fromlist=["Filter"]).Filter(text="水渠"))
told["imported"] = [f.text for f in desk.matters.get_matter(found[0].id).fields if f.name == "well_no"]
jobs.settle()
window.close()
jobs.settle()
jobs.close()
offices.close()
print(json.dumps(told, ensure_ascii=False))
"""


def test_one_declaration_is_enough(tmp_path: Path) -> None:
    told = newfield.run(PROGRAM, str(tmp_path))
    order = told["rows"]
    assert order.index("place") < order.index("well_no") < order.index("statement")
    assert told["label"] == newfield.LABEL
    assert told["hint"] == newfield.HELP
    assert told["draft"] == ["JJ-07"]
    assert told["matter"] == [[newfield.LABEL, "JJ-07"]]
    assert any(newfield.LABEL in words and "JJ-08" in words for words in told["history"])
    assert told["ledger"] == [newfield.LABEL]
    assert told["import"] == [[newfield.ALIAS, newfield.NAME, newfield.LABEL]]
    assert told["imported"] == ["JJ-09"]
