"""The report as a document to be set: sentences with their references, the table, the notes."""

from __future__ import annotations

from collections.abc import Iterator

from app.figures.values.report import Report, ReportParagraph, ReportTable
from app.papers.documents import Document, Paragraph, Table, noted


def document_of(report: Report, draft: str = "") -> Document:
    """What is printed of a report.

    Args:
        report: the report.
        draft: a word in the upper margin and across every page.
    """
    return Document(
        title=report.title,
        salutation=report.salutation,
        parts=tuple(_parts(report)),
        signature=report.signature,
        date=report.date,
        notes_title=report.notes_title,
        notes=tuple(f"〔{figure.mark}〕{figure.note}" for figure in report.figures),
        author=report.signature,
        draft=draft,
        mark=draft,
    )


def _parts(report: Report) -> Iterator[Paragraph | Table]:
    yield Paragraph(report.lead)
    for section in report.sections:
        yield Paragraph(section.heading, "heading")
        for paragraph in section.paragraphs:
            if paragraph.heading:
                yield Paragraph(paragraph.heading, "subheading")
            if text := _text(paragraph):
                yield Paragraph(text)
        if section.table is not None:
            yield _table(section.table)


def _text(paragraph: ReportParagraph) -> str:
    return "".join(
        piece.text + (noted(f"〔{piece.mark}〕") if piece.mark else "")
        for sentence in paragraph.sentences
        for piece in sentence.pieces
    )


def _table(table: ReportTable) -> Table:
    rows = tuple(
        (row[0], row[1] + (noted(f"〔{mark}〕") if mark else ""), *row[2:])
        for row, mark in zip(table.rows, table.marks, strict=True)
    )
    return Table(table.caption, table.head, rows, (4.2, 3.4, 3.4, 2.4), left=frozenset({0}))
