from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.errors import NotFoundError, UserError
from app.papers.descriptions import FOLDER, Descriptions, is_due, read
from app.papers.engine import FontSet, render
from app.shelf import load_shelf
from tests.papers import sample

FORM: dict[str, Any] = {
    "id": "trial",
    "version": 1,
    "name": "试用表",
    "form_no": "X01",
    "layout": "form",
    "kinds": ["dispute"],
    "need": "must",
    "form": {
        "title": "试用表",
        "columns": [40, 100],
        "rows": [{"height": 10, "cells": [{"label": "事由"}, {"text": "{matter.title}"}]}],
    },
}


def changed(**changes: Any) -> str:
    return json.dumps({**FORM, **changes})


def with_form(**changes: Any) -> str:
    return changed(form={**FORM["form"], **changes})


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_description_loads_and_renders_blank_without_a_missing_glyph(
    path: Path, fonts: FontSet
) -> None:
    description = read(path.read_text(encoding="utf-8"), path.name)
    result = render(description, {}, issued=False, fonts=fonts)
    assert result.missing_glyphs == ()
    assert result.blanks


def test_the_papers_of_a_petition_and_of_a_dispute(descriptions: Descriptions) -> None:
    assert {kind.form_no for kind in descriptions.of_kind("petition")} == {
        *("F01", "F02", "F05", "F08", "F09", "F10", "F11", "F12", "F13", "F18", "F23", "F29"),
        *("F32", "F33", "M07", "M08"),
    }
    assert {kind.form_no for kind in descriptions.of_kind("dispute")} == {
        *("M03", "M04", "M04a", "M07", "M08", "M09", "M10", "M14"),
        *("F08", "F09", "F10", "F18", "F24", "F32", "F33"),
    }


def test_every_paper_of_a_matter_stands_in_the_list_of_papers_under_the_end_of_its_name(
    descriptions: Descriptions,
) -> None:
    known = load_shelf().codes["paper"]
    for description in descriptions.values():
        if description.kind.kinds:
            code = known.by_id(description.kind.id)
            assert code is not None
            assert description.kind.name.endswith(code.label)


def test_every_paper_with_a_number_has_a_pattern(descriptions: Descriptions) -> None:
    patterns = load_shelf().numbers
    numbered = {d.kind.id for d in descriptions.values() if d.kind.numbered}
    assert numbered == {paper for paper in descriptions if paper in patterns}


def test_the_recovery_sheet_belongs_to_no_matter(descriptions: Descriptions) -> None:
    sheet = descriptions["recovery_sheet"].kind
    assert sheet not in descriptions.of_kind("dispute") + descriptions.of_kind("petition")


def test_acceptance_is_told_on_the_general_way_and_mere_receipt_on_the_five_others(
    descriptions: Descriptions,
) -> None:
    accept, receipt = descriptions["accept_notice"], descriptions["receipt_notice"]
    general = sample.petition(route="general")
    assert is_due(accept, general)
    assert not is_due(receipt, general)
    for route in ("judicial", "arbitration", "party_appeal", "administrative", "duty_performance"):
        other = sample.petition(route=route)
        assert not is_due(accept, other)
        assert is_due(receipt, other)


def test_a_suggestion_is_received_not_accepted_under_the_60_days(descriptions: Descriptions) -> None:
    values = sample.petition(category="suggestion", route=None)
    assert not is_due(descriptions["accept_notice"], values)
    assert is_due(descriptions["receipt_notice"], values)


def test_an_unknown_paper_is_not_found(descriptions: Descriptions) -> None:
    with pytest.raises(NotFoundError) as caught:
        descriptions["nothing"]
    assert caught.value.code == "paper_unknown"


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("{", "第1行"),
        (changed(layout="scroll"), "layout"),
        (changed(colour="red"), "colour"),
        (changed(kinds=["person"]), "kinds[0]"),
        (changed(version=1.5), "version"),
        (changed(id="other"), "id"),
        (changed(when={"path": "nobody.name"}), "when.path"),
        (changed(when={"path": "matter.people", "over": -1}), "when.over"),
        (with_form(columns=[100, 100]), "form.columns"),
        (with_form(rows=[]), "form.rows"),
        (with_form(rows=[{"height": 10, "cells": [{"text": "x"}]}]), "form.rows[0]"),
        (with_form(rows=[{"height": 10, "cells": [{"text": "{matter.x|bold}", "span": 2}]}]), "form.rows[0].cells[0].text"),
        (with_form(rows=[{"height": 10, "cells": [{"text": [{"if": 3}], "span": 2}]}]), "form.rows[0].cells[0].text[0].if"),
        (with_form(rows=[{"height": "10", "cells": []}]), "form.rows[0].height"),
        (with_form(title=None), "form.title"),
        (with_form(split="yes"), "form.split"),
        (with_form(rows=[{"height": 10, "least": 0, "cells": [{"text": "x", "span": 2}]}]), "form.rows[0].least"),
    ],
)  # fmt: skip
def test_a_wrong_description_gets_a_sentence_that_names_the_field(content: str, where: str) -> None:
    with pytest.raises(UserError) as caught:
        read(content, "trial.json")
    assert caught.value.code == "paper_description_wrong"
    assert f"“{where}”" in caught.value.sentence
    assert caught.value.advice
