"""A screening round on its board, a matter found, a session with its topics, an activity with its picture."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage

from tests.tour.hand import Hand
from tests.tour.stage import Stage
from ui.pages.screening.page import ScreeningPage

ROUND = {
    "kind": "intensive",
    "from_on": "2026-12-10",
    "due_on": "2026-12-25",
    "topic": "年底工资、土地边界、邻里通行",
}
SESSION = {
    "held_on": "2026-12-14",
    "village": "青石村",
    "host": "李国强",
    "people": "36",
    "place": "村委会院坝",
}
TOPICS = [
    {"sphere": "neighbour", "what": "两家共用的水沟谁来清", "way": "on_spot", "result": "当场商定轮流清沟"},
    {"sphere": "village", "what": "村口路灯不亮", "way": "joint", "unit": "镇村建办", "due_on": "2026-12-28"},
    {
        "sphere": "family",
        "what": "老人赡养费没有谈拢",
        "way": "cadre",
        "officer": "周文书",
        "due_on": "2026-12-20",
    },
]


def page_of(hand: Hand, part: str, ident: str = "") -> ScreeningPage:
    """The page with one of its parts, or with one thing of it."""
    how = {
        "part": part,
        **({"ident": f"{hand.window.context.desk.access.office.office}/{ident}"} if ident else {}),
    }
    hand.window.navigate("screening", **how)
    hand.settle()
    page = hand.window.page("screening")
    assert isinstance(page, ScreeningPage)
    return page


def the_round(stage: Stage) -> None:
    """A round of the villages; one zero-reports with one key, the next finds something."""
    stage.chapter("排查、民事直说、宣传")
    hand = stage.hand("township")
    if hand.window.context.desk.today().date().isoformat() < "2026-12-18":
        stage.clock.at(18, month=12)
    rounds = hand.window.context.desk.duties.rounds
    ident = rounds.start(ROUND).id
    page = page_of(hand, "rounds", ident)
    tiles = hand.wait(lambda: page.rounds.board.tiles or None, "the board")
    names = [tile.place.name for tile in tiles]
    today = hand.window.context.desk.today().date().isoformat()
    given = {"went": "李国强", "went_on": today}
    rounds.zero(ident, names[1:], given)
    first = rounds.give(ident, {"place": names[0], **given, "households": "58"}).id
    form = {
        "kind": "dispute",
        "title": "巷道堆放砖石影响通行",
        "statement": "共用巷道堆放砖石，两家多次争吵。",
        "category": "neighbour",
        "people": 2,
        "parties": [{"role": "applicant", "name": "王有田"}, {"role": "respondent", "name": "赵满仓"}],
    }
    rounds.find_matter(first, form)
    page = page_of(hand, "rounds", ident)
    hand.wait(lambda: page.rounds.steps.faces or None, "the matter with its missing steps")
    stage.shot(
        hand, "一轮排查的板", "一村一格：已查几件、零报告、未报；零报告是完整的上报。下面是还缺步骤的事项。"
    )
    page.rounds._on_place(tiles[0].place.code)
    stage.shot(hand, "一个村的上报", "谁去的、走到哪些社、发现了哪几件。")
    hand.window.sheet.close_sheet()
    page = page_of(hand, "rounds")
    page.rounds.back()
    hand.settle()
    stage.shot(hand, "各轮排查")


def the_session(stage: Stage) -> None:
    """A session with three topics."""
    hand = stage.hand("township")
    ident = hand.window.context.desk.duties.sessions.hold(SESSION, TOPICS).id
    page_of(hand, "talks", ident)
    stage.shot(hand, "一场民事直说会", "现场直办的写了结果，其余的写明谁办、什么时候办完。")
    page = page_of(hand, "talks")
    page.talks.back()
    hand.settle()
    stage.shot(hand, "在办的直说事项", "按期限排列，超期的在最上面。")


def the_activity(stage: Stage) -> None:
    """An activity with a picture."""
    hand = stage.hand("township")
    room = hand.window.context.desk.duties.publicities
    ident = room.book.add(
        {
            "on_day": "2026-12-15",
            "title": "《信访工作条例》赶集日宣传",
            "form": "stall",
            "place": "青石镇集市",
            "reached": "300",
            "copies": "200",
        }
    ).id
    picture = QImage(640, 420, QImage.Format.Format_RGB32)
    picture.fill(QColor("#9db98a"))
    file = stage.root / "赶集摆点.png"
    picture.save(str(file))
    room.add_picture(ident, file)
    page_of(hand, "publicity", ident)
    stage.shot(hand, "一场宣传和它的图片", "图片加密保存，点开直接看。")


STEPS = (the_round, the_session, the_activity)
