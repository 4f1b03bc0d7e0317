"""目标责任书 at the district: what each township answers for in the year, and what its figures stand at."""

from __future__ import annotations

from tests.tour.stage import Stage

ITEMS = (
    {"what": "信访事项按期答复", "figure": "on_time_reply_rate", "target": "95"},
    {"what": "矛盾纠纷及时化解", "figure": "screen_resolve_rate", "target": "85"},
    {"what": "每周四领导定点接访，日程提前公布"},
)


def letters(stage: Stage) -> None:
    """The letters of the year with their figures."""
    hand = stage.hand("district")
    context, year = hand.window.context, str(stage.clock.now.year)
    head = {"year": year, "title": f"{year}年度信访工作目标责任书", "giver": "马建国"}
    context.jobs.write(
        lambda _r: context.desk.letters.write(head, ITEMS), lambda kept: context.changed(kept.changes)
    )
    hand.settle()
    hand.window.navigate("settings", section="letters")
    hand.settle()
    stage.shot(hand, "目标责任书：目标和现在的数", "指标由记录算出，点“看明细”打开；打印出来也带着完成情况。")


STEPS = (letters,)
