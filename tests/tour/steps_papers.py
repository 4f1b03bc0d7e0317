"""Papers: looked at as they will be printed, issued all that are due with one button."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tests.tour.hand import Hand
from tests.tour.stage import Stage
from ui.pages.matter.page import MatterPage
from ui.pages.matter.parts import PapersCard

NOTES = {
    "人民调解受理登记表": "司法行政机关格式文书，调解员和申请人签名处留空。",
    "信访事项受理告知书": "公文格式，落款、文号、日期由程序填好；送达之日另有送达回证。",
    "送达回证": "送达的每一种方式都能记，拒收、留置、邮寄各有栏目。",
}


def look_at(stage: Stage, hand: Hand, page: MatterPage, name: str, caption: str, note: str = "") -> None:
    """Chooses a paper in the list: its page appears beside it."""
    lines = [
        w for w in page.sheet.papers.findChildren(QWidget) if w.accessibleName().startswith(f"看 {name}")
    ]
    if not lines:
        raise AssertionError(f"no paper {name} in the list: {hand.words()}")
    lines[0].setFocus()
    hand.key("Enter", lines[0])
    hand.wait(lambda: page if page.sheet.preview.pages else None, f"the page of {name}")
    stage.shot(hand, caption, note)


def print_due(stage: Stage, hand: Hand, page: MatterPage, caption: str = "", note: str = "") -> None:
    """Issues and prints everything that is due, with one button."""
    card = page.sheet.papers
    assert isinstance(card, PapersCard)
    hand.press("打印应出文书", card)
    hand.wait(lambda: page if stage.printer.printed else None, "the printed papers")
    if caption:
        stage.shot(hand, caption, note)
    for sheet in stage.printer.take():
        name = sheet.name.split(" ", 1)[1]
        stage.paper(sheet.pdf, f"{name}", NOTES.get(name, ""))
