"""统计: the year's figures, what stands behind one, a chart, a table of two dimensions, the sheet to print."""

from __future__ import annotations

from tests.tour.hand import Hand
from tests.tour.stage import Stage
from ui.pages.figures.faces import TABLE
from ui.pages.figures.page import FiguresPage


def look_at_figures(stage: Stage) -> None:
    """As somebody does who writes the quarter's report."""
    stage.chapter("统计")
    hand = stage.hand("township")
    hand.window.navigate("figures")
    page = hand.window.page("figures")
    assert isinstance(page, FiguresPage)
    _read(hand, page)
    stage.shot(hand, "来信来访", "每个数字都有上期和去年同期；右边的图用斜线，黑白打印也看得清。")
    page.open_behind("petition_count", ())
    hand.wait(lambda: page if page.panel and page.panel.shown else None, "the rows behind")
    stage.shot(
        hand, "数字打开自己", "按 Enter 列出它所依据的每一条，合计与数字一分不差，再按 Enter 打开那件事项。"
    )
    hand.window.context.sheet.close_sheet()
    for group, caption, note in (
        ("办理质量", "办理质量", "比率总是带着分子和分母；没有可除的写“—”。"),
        (TABLE, "村社与类型", "哪个村、哪类纠纷多；格子里写着数，不靠颜色。"),
    ):
        page.view.group_chosen.emit(group)
        _read(hand, page, group)
        stage.shot(hand, caption, note)


def _read(hand: Hand, page: FiguresPage, group: str = "") -> None:
    def shown() -> FiguresPage | None:
        return page if page.face is not None and group in {"", page.face.wish.group} else None

    hand.wait(shown, "the figures")


STEPS = (look_at_figures,)
