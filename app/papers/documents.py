"""Official documents that are no form of a matter: the yearly report, bulletins, score tables; one description."""

from __future__ import annotations

from pathlib import Path

from app.papers.engine.breaking import noted
from app.papers.engine.document import Document, Paragraph, Table, render_document
from app.papers.engine.document_word import render_document_docx
from app.papers.saving import DOCX, kind_of, save

__all__ = ["Document", "Paragraph", "Table", "make_document", "noted", "render_document"]


def make_document(document: Document, out: Path) -> tuple[int, str]:
    """Write a document into a file, PDF or DOCX by its name.

    Args:
        document: what is set.
        out: where to.

    Returns:
        Its pages as a PDF, and where it was written.

    Raises:
        UserError: another ending.
        EnvironmentFault: nothing could be written there.
    """
    kind = kind_of(out)
    rendered = render_document(document)
    content = render_document_docx(document) if kind == DOCX else rendered.pdf
    return rendered.pages, str(save(content, out))
