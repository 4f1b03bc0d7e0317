"""What is slow to import is imported when a paper is set, not when the program starts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.papers.descriptions import Descriptions
from app.papers.engine import FontSet, render
from tests.papers import sample
from tests.papers.reading import text_by_pdfium

ROOT = Path(__file__).resolve().parents[2]


def test_the_desk_opens_without_reportlab() -> None:
    told = "import sys, app.desk; sys.exit(','.join(m for m in ('reportlab', 'PIL', 'rl_accel') if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""


def test_who_copies_a_character_that_no_face_has_gets_the_true_one(
    fonts: FontSet, descriptions: Descriptions
) -> None:
    values = sample.petition(title="𰻞𰻞面馆")
    values["parties"][0]["name"] = "王𠮷"
    made = render(descriptions["accept_notice"], values, issued=True, fonts=fonts)
    assert made.missing_glyphs == ("𰻞",)
    told = text_by_pdfium(made.pdf)
    assert "关于𰻞𰻞面馆的" in told
    assert "王𠮷：" in told
    assert "〓" not in told
