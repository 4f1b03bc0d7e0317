"""The tour can be walked whenever somebody wants to see the program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.tour.stage import CHEAP, is_blank
from tests.tour.walk import STEPS, walk

PAPERS = ("人民调解受理登记表", "信访事项受理告知书", "送达回证")


def test_the_whole_tour_leaves_an_album(qapp: QApplication, tmp_path: Path) -> None:
    out, root = tmp_path / "album", tmp_path / "offices"
    root.mkdir()
    walked = walk(out, root, CHEAP)
    assert walked.failed == ()
    pictures = [leaf for leaf in walked.leaves if leaf.kind == "picture"]
    assert len(pictures) >= 40
    for leaf in walked.leaves:
        assert leaf.caption
        assert (out / leaf.file).stat().st_size > 500
        shown = leaf.preview or (leaf.file if leaf.kind == "picture" else "")
        assert not shown or not is_blank(QImage(str(out / shown))), shown
    papers = {leaf.caption for leaf in walked.leaves if leaf.kind == "paper"}
    assert papers >= set(PAPERS)
    assert {Path(leaf.file).suffix for leaf in walked.leaves if leaf.kind == "file"} == {".card", ".jfb"}
    album = (out / "index.html").read_text(encoding="utf-8")
    assert all(leaf.caption in album for leaf in walked.leaves)
    assert "http://" not in album
    assert "https://" not in album
    assert len(STEPS) >= 15
