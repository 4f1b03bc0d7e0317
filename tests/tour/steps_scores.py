"""The district at the end of a quarter: a score with its derivation; the yearly report with its figures."""

from __future__ import annotations

from tests.tour.hand import Hand
from tests.tour.stage import Stage
from ui.pages.scores.page import ScoresPage


def scores_page(hand: Hand) -> ScoresPage:
    """The page of scores."""
    page = hand.window.page("scores")
    assert isinstance(page, ScoresPage)
    return page


def score(stage: Stage) -> None:
    """A quarter is drafted, looked through down to the matters, and opened."""
    stage.chapter("考评")
    hand = stage.hand("district")
    hand.window.navigate("scores")
    page = scores_page(hand)
    hand.settle()
    page.list.draft()
    hand.settle()
    stage.shot(hand, "起草季考评", "各单位的得分由指标自动算出；公布以前只有本机看得到。")
    context = hand.window.context
    context.sheet.close_sheet()
    context.jobs.write(
        lambda _r: context.desk.scores.draft("quarterly", "2026-Q3"), lambda kept: page.enter(scoring=kept.id)
    )
    hand.settle()
    stage.shot(hand, "排名和分项，比率都有分子和分母", "件数过少的只列示；灰的按钮说明现在为什么不能。")
    view = page.scoring.view
    assert view is not None
    page.enter(scoring=view.row.id, unit=view.units[0].unit)
    hand.settle()
    stage.shot(hand, "得分怎么来的，到件", "没有计入的每一件都能打开。")


def report(stage: Stage) -> None:
    """The yearly report as it stands."""
    stage.chapter("年度报告")
    hand = stage.hand("district")
    hand.window.navigate("scores", part="report")
    hand.settle()
    stage.shot(hand, "自己写出来的年度报告", "每个数都能打开；数据说明不了的列为待填，不编。")


STEPS = (score, report)
