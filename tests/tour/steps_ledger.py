"""The old ledger comes in, with its questions; the desk and the ledger after it; search by initials."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton

from app.matters.values import Changes
from tests.tour.hand import Hand
from tests.tour.stage import Stage
from tests.tour.story import colleagues
from ui.pages.imports.page import ImportsPage

SAMPLES = Path(__file__).resolve().parents[1] / "sheets" / "samples"


def take_in(hand: Hand, file: Path) -> None:
    """Takes a ledger in through the desk, without looking at it."""
    context = hand.window.context
    sheets = context.desk.sheets
    context.jobs.write(
        lambda _r: sheets.take_in(sheets.preview(file)),
        lambda _batch: context.changed(Changes(frozenset({"matters"}))),
    )
    hand.settle()


def import_ledger(stage: Stage) -> None:
    """An Excel ledger with all the traps of a real one; then a clean one."""
    stage.chapter("导入旧台账")
    hand = stage.hand("township")
    page = hand.window.page("imports")
    assert isinstance(page, ImportsPage)
    hand.window.navigate("imports")
    stage.shot(hand, "把旧台账拖进来", "认列名，不认位置；横幅、两行表头、合并单元格都不怕。")
    hand.drop(page, SAMPLES / "ledger-messy.xlsx")
    hand.wait(lambda: page.preview, "the preview")
    stage.shot(hand, "先看清楚再导入", "能导入的、有错的、要确认的分开数；同样的情况只问一次。")
    if page.view.questions._all.isVisible():
        hand.press(page.view.questions._all.text(), page)
    for _ in range(20):
        line = next((one for one in page.view.questions.lines if not one.answer), None)
        if line is None:
            break
        hand.press(line.findChildren(QAbstractButton)[0].accessibleName(), line)
    hand.press(page.view.chips["reject"].accessibleName(), page)
    stage.shot(hand, "有错的每一行都说明原因", "改好台账再来一次，已经导入的不会重复。")
    page.view.take_in.setFocus()
    hand.key("Space", page.view.take_in)
    hand.wait(lambda: page if page._batches else None, "the import")
    stage.shot(hand, "导入好了，还能整批撤回")
    take_in(hand, SAMPLES / "ledger-plain.xlsx")


def desk_full(stage: Stage) -> None:
    """The desk of an office that works: colleagues registered other matters before."""
    stage.chapter("工作台")
    hand = stage.hand("township")
    context = hand.window.context
    matters = context.desk.matters

    def work(_report: object) -> None:
        made = matters.register(colleagues())
        for one, mediator in zip(made[:2], ("王建国", "李桂芳"), strict=True):
            matters.do(
                one.id, "accept", {"mediators": mediator, "officer": mediator, "source": "by_application"}
            )

    context.jobs.write(work, lambda _v: context.changed(Changes(frozenset({"matters"}))))
    hand.settle()
    hand.window.navigate("desk")
    stage.facts["desk"] = str(
        stage.shot(
            hand, "工作台", "今天到期和已经超期的、七天内到期的、等待上报的；每件一个下一步，按一下就办。"
        )
    )


def ledger(stage: Stage) -> None:
    """The ledger, and a search by initials."""
    stage.chapter("台账")
    hand = stage.hand("township")
    hand.window.navigate("ledger")
    stage.shot(hand, "台账", "列就是纸台账的列；上面点一下就筛选，下面随时有合计。")
    hand.key("Ctrl+F", hand.window)
    hand.type("ztm")
    hand.breathe()
    stage.shot(hand, "拼音首字母就能找到", "编号、姓名、拼音、电话的一部分都行，找到的地方标出来。")
    hand.window.top.search.clear()
    hand.breathe()


STEPS = (desk_full, import_ledger, ledger)
