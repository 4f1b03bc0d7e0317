"""A paper as DOCX: the same words as the PDF, the same bytes again, and a file that other programs take."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from lxml import etree

from app.papers.descriptions import Descriptions
from app.papers.engine import FontSet, Options, render, render_docx
from tests.papers import golden, sample
from tests.papers.reading import text

CONTINUED = re.compile(r"（续页）|（续）|（转续页）|第\d+页共\d+页|—\d+—")


def made(name: str, fonts: FontSet, descriptions: Descriptions, options: Options | None = None) -> bytes:
    paper, values, issued = golden.PAPERS[name]
    return render_docx(descriptions[paper], values, issued=issued, fonts=fonts, options=options)


def blocks(document: Any) -> Iterator[str]:
    """Everything that stands in the body, in order."""
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            seen: list[Any] = []
            for cell in (cell for row in item.rows for cell in row.cells):
                if cell._tc not in seen:
                    seen.append(cell._tc)
                    yield cell.text
        else:
            yield item.text


def words(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    told = [p.text for p in document.sections[0].first_page_header.paragraphs]
    return "".join("".join([*told, *blocks(document)]).split())


def counted(told: str) -> dict[str, int]:
    """How often each character stands there: the order of a form's cells is a reader's choice."""
    bare = "".join(CONTINUED.sub("", told).split())
    return {char: bare.count(char) for char in sorted(set(bare))}


@pytest.mark.parametrize("name", [n for n in golden.PAPERS if "long" not in n])
def test_every_word_of_the_pdf_stands_in_the_docx_and_no_other(
    name: str, fonts: FontSet, descriptions: Descriptions
) -> None:
    paper, values, issued = golden.PAPERS[name]
    printed = render(descriptions[paper], values, issued=issued, fonts=fonts)
    there, here = counted(text(printed.pdf)), counted(words(made(name, fonts, descriptions)))
    if printed.pages == 1:
        assert here == there
    else:
        # Sheets that go on say the title, the number and 未签发 again.
        assert set(here) == set(there)
        assert all(here[char] <= there[char] for char in here)


def test_a_long_text_is_whole(fonts: FontSet, descriptions: Descriptions) -> None:
    assert "".join((sample.STATEMENT * 12).split()) in words(
        made("mediation_acceptance-long", fonts, descriptions)
    )


@pytest.mark.parametrize("name", ["decision_letter", "visit_register"])
def test_the_same_paper_gives_the_same_bytes(name: str, fonts: FontSet, descriptions: Descriptions) -> None:
    assert made(name, fonts, descriptions) == made(name, FontSet.bundled(), descriptions)


@pytest.mark.parametrize("name", golden.PAPERS)
def test_every_part_is_well_formed_and_every_relation_leads_to_a_part(
    name: str, fonts: FontSet, descriptions: Descriptions
) -> None:
    with zipfile.ZipFile(io.BytesIO(made(name, fonts, descriptions))) as package:
        names = set(package.namelist())
        for part in names:
            etree.fromstring(package.read(part))
        related = etree.fromstring(package.read("word/_rels/document.xml.rels"))
        known = {row.get("Id"): f"word/{row.get('Target')}" for row in related}
        assert set(known.values()) <= names
        asked = re.findall(r'r:id="([^"]+)"', package.read("word/document.xml").decode())
        assert set(asked) <= set(known)


def test_a_letter_has_the_margins_and_faces_of_the_standard(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    document = docx.Document(io.BytesIO(made("accept_notice", fonts, descriptions)))
    section = document.sections[0]
    for found, wanted in (
        (section.page_width, 210),
        (section.page_height, 297),
        (section.top_margin, 37),
        (section.left_margin, 28),
        (section.right_margin, 26),
        (section.bottom_margin, 35),
    ):
        assert abs(found - Mm(wanted)) < Mm(0.2)
    used = {run._r.rPr.rFonts.get(qn("w:eastAsia")) for p in document.paragraphs for run in p.runs}
    assert used == {"仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"}
    body = next(p for p in document.paragraphs if p.text.startswith("经审查"))
    assert body.runs[0].font.size.pt == 16
    assert "青石镇人民政府" in section.first_page_header.paragraphs[1].text
    assert section.different_first_page_header_footer


def test_a_form_keeps_its_columns_its_joined_cells_and_its_frame(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    document = docx.Document(io.BytesIO(made("service_receipt", fonts, descriptions)))
    (table,) = document.tables
    assert [round(column.width.mm) for column in table.columns] == [34, 45, 34, 45]
    assert table.cell(0, 1)._tc is table.cell(0, 3)._tc
    borders = table._tbl.tblPr.find(qn("w:tblBorders"))
    assert borders.find(qn("w:top")).get(qn("w:sz")) == "8"
    assert borders.find(qn("w:insideV")).get(qn("w:sz")) == "4"


@pytest.mark.parametrize("issued", [True, False])
def test_what_is_not_issued_says_so_on_every_page(
    issued: bool, fonts: FontSet, descriptions: Descriptions
) -> None:
    content = render_docx(descriptions["accept_notice"], sample.petition(), issued=issued, fonts=fonts)
    section = docx.Document(io.BytesIO(content)).sections[0]
    for head in (section.first_page_header, section.header, section.even_page_header):
        assert ("未签发" in head.paragraphs[0].text) is not issued


def test_a_form_that_goes_on_has_places_to_sign_on_every_sheet_but_the_last(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    """The words are a field that Word and WPS reckon for each page; the reader of this test sees its instruction."""
    section = docx.Document(io.BytesIO(made("mediation_agreement", fonts, descriptions))).sections[0]
    for foot in (section.first_page_footer, section.footer):
        asked = "".join(node.text or "" for node in foot._element.iter(qn("w:instrText")))
        assert re.fullmatch(
            r' IF  PAGE  <  NUMPAGES  "当事人（签名、盖章或按指印）：　+调解员（签名）：" "" ', asked
        )
    plain = docx.Document(io.BytesIO(made("petition_register", fonts, descriptions))).sections[0]
    assert descriptions["mediation_agreement"].sheet.sign  # type: ignore[union-attr]
    assert "登记人" in "".join(n.text or "" for n in plain.footer._element.iter(qn("w:instrText")))


def test_training_and_paper_with_a_printed_head(fonts: FontSet, descriptions: Descriptions) -> None:
    told = words(
        made("accept_notice", fonts, descriptions, Options(red_head=False, mark="样例", seal_mark=False))
    )
    assert told.startswith("样例")
    assert "（印章）" not in told
    assert (
        told.count("青石镇人民政府")
        == words(made("accept_notice", fonts, descriptions)).count("青石镇人民政府") - 1
    )


def test_text_stays_text(fonts: FontSet, descriptions: Descriptions) -> None:
    values = sample.petition(title="<w:t>&amp;“甲”与'乙'\u0001\ufffe{matter.title}", statement="=SUM(A1)")
    content = render_docx(descriptions["petition_register"], values, issued=True, fonts=fonts)
    assert "=SUM(A1)" in words(content)
    assert "<w:t>&amp;“甲”与'乙'\ufffd{matter.title}" in words(
        render_docx(descriptions["accept_notice"], values, issued=True, fonts=fonts)
    )


def test_a_rare_character_keeps_its_code_and_asks_for_a_face_that_has_it(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    values = sample.petition()
    values["parties"][0]["name"] = "王𠮷𰻞"
    content = render_docx(descriptions["accept_notice"], values, issued=True, fonts=fonts)
    assert "王𠮷𰻞：" in words(content)
    document = docx.Document(io.BytesIO(content))
    (run,) = (run for p in document.paragraphs for run in p.runs if run.text == "𠮷𰻞")
    assert run._r.rPr.rFonts.get(qn("w:eastAsia")) == "SimSun-ExtB"
