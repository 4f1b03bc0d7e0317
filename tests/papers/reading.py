"""Reading a rendered paper back, as another program would."""

from __future__ import annotations

import io
import re

import pypdf
import pypdfium2

MARGIN = re.compile(r"未签发|（转续页）|第\d+页共\d+页")


def pages(pdf: bytes) -> list[str]:
    """The text of each page by pypdf, without white space."""
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def text(pdf: bytes) -> str:
    return "".join(pages(pdf))


def text_by_pdfium(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        out: list[str] = []
        for page in document:
            words = page.get_textpage()
            out.append(words.get_text_bounded())
            words.close()
            page.close()
        return "".join("".join(out).split())
    finally:
        document.close()
