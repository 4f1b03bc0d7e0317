"""Registration: a dispute and a petition matter by the keyboard, a wrong number, a draft that comes back."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QAbstractButton

from tests.tour.forms import submit, type_into
from tests.tour.hand import Hand
from tests.tour.stage import Stage
from tests.tour.steps_opening import enter
from tests.tour.story import DISPUTE, PETITION
from ui.pages.register.page import RegisterPage


def register_page(hand: Hand) -> RegisterPage:
    """The page 登记 of the window."""
    page = hand.window.page("register")
    assert isinstance(page, RegisterPage)
    return page


def begin(hand: Hand, kind: str) -> RegisterPage:
    """Ctrl+N, and the kind of matter by its key."""
    hand.key("Ctrl+N", hand.window)
    page = register_page(hand)
    hand.wait(lambda: page if page.view.is_typing and page.form.rows else None, "the form")
    if page.form.kind != kind:
        page.view.kinds.setFocus()
        hand.key("2" if kind == "petition" else "1")
    page.focus_first()
    hand.settle()
    return page


def fill_in(hand: Hand, page: RegisterPage, words: Mapping[str, str], until: str = "") -> None:
    """Goes through the form with Enter and types what there is to say."""
    left = dict(words)
    for _ in range(60):
        if not left:
            return
        path = page._focused()
        if path in left:
            type_into(hand, page.form.rows[path], left.pop(path))
            if path == until:
                return
        hand.key("Enter")
    raise AssertionError(f"never came to {sorted(left)}: {sorted(page.form.rows)}")


def register_now(hand: Hand, page: RegisterPage) -> str:
    """Ctrl+Enter; gives the number."""
    submit(hand)
    hand.wait(lambda: page if page.view.is_after else None, "the number")
    hand.wait(lambda: page if page.result.number else None, "the number")
    return page.result.number


def pause(hand: Hand, page: RegisterPage) -> None:
    """A breath at the keyboard: the right side catches up."""
    page._ahead.stop()
    page._look_ahead()
    hand.settle()


def dispute(stage: Stage) -> None:
    """A dispute, from Ctrl+N to its number, without the mouse."""
    stage.chapter("登记")
    hand = stage.hand("township")
    stage.clock.at(23, hour=9, minute=40)
    page = begin(hand, "dispute")
    stage.shot(hand, "登记：空白的一页", "从上到下就是群众讲的顺序；Enter 到下一项，Ctrl+Enter 登记。")
    wrong = {k: DISPUTE[k] for k in ("channel", "parties.0.name")} | {"parties.0.id_no": "621299197201011235"}
    fill_in(hand, page, wrong)
    hand.key("Enter")
    pause(hand, page)
    stage.shot(hand, "身份证号最后一位不对", "当场就说；号码确实如此的，写明理由仍可登记。")
    page.form.rows["parties.0.id_no"].focus()
    rest = {k: v for k, v in DISPUTE.items() if k not in ("channel", "parties.0.name")}
    fill_in(hand, page, rest, until="village")
    stage.shot(hand, "村社输入拼音首字母", "qs 就是青石村；超过七项的清单都能这样选。")
    hand.key("Enter")
    fill_in(hand, page, {k: v for k, v in rest.items() if list(rest).index(k) > list(rest).index("village")})
    pause(hand, page)
    stage.shot(hand, "右边随写随看", "类别、办理方式、哪些时限从哪天算起、将来要出哪些文书。")
    stage.facts["dispute"] = register_now(hand, page)
    stage.shot(hand, "登记好了", "编号按本单位的格式，永不重号。")


def petition(stage: Stage) -> None:
    """A petition matter; the program is shut in the middle, and the draft comes back."""
    hand = stage.hand("township")
    stage.clock.at(23, hour=10, minute=20)
    page = begin(hand, "petition")
    paths = list(PETITION)
    half = paths[: paths.index("statement") + 1]
    fill_in(hand, page, {path: PETITION[path] for path in half}, until="statement")
    hand = stage.restart("township")
    hand.program.start()
    enter(hand)
    hand.key("Ctrl+N")
    page = register_page(hand)
    resume = hand.find(QAbstractButton, "继续填写")
    stage.shot(hand, "没写完的还在", "写到一半关机、断电、锁屏都不会丢，下次打开还给你。")
    hand.press(resume.accessibleName())
    fill_in(hand, page, {path: PETITION[path] for path in paths if path not in half})
    pause(hand, page)
    stage.shot(hand, "信访事项", "十五日内告知、六十日内办结，从哪天算起都列在右边。")
    stage.facts["petition"] = register_now(hand, page)


STEPS = (dispute, petition)
