"""An accusation in the real windows: it leaves the screen of whoever is not named, and people are named in the settings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from app.desk import Desk
from app.matters.values import Changes
from tests.support.offices import PASSWORD, Offices, clock, dispute, offices, petition
from tests.ui.clerkdesk import Clerk, Form, activate, clerk, matter
from tests.ui.conftest import sweep
from tests.ui.test_register import put
from ui.jobs import Jobs
from ui.pages.register.page import RegisterPage
from ui.pages.settings.page import SettingsPage
from ui.pages.settings.users import UsersSection
from ui.places import makers
from ui.standing import read_standing
from ui.style import Style
from ui.window import Greeting, Window

__all__ = ["clerk", "clock", "dispute", "matter", "offices", "petition"]
LETTER = "举报某某侵吞低保款的信.txt"


@pytest.fixture
def liu(offices: Offices, jobs: Jobs, style: Style, petition: Form) -> Iterator[tuple[Clerk, str]]:
    """A clerk who is not named, at the window of an office with one open matter that has an attachment."""
    first = offices.open()
    ident = first.matters.register([petition()])[0].id
    first.attachments.take(ident, b"a letter", name=LETTER)
    first.access.add_user("liu", PASSWORD, "clerk", "刘办事")
    offices.close()
    desk = offices.enter(offices.door("qingshi"), "liu")
    window = Window(desk, jobs, style, Greeting("青石镇综治中心", "刘办事"), makers(False), read_standing)
    window.show()
    activate(window)
    yield Clerk(desk, window, jobs), ident
    jobs.settle()
    window.close()
    window.deleteLater()
    sweep()


def seen(widget: QWidget) -> str:
    labels = [w for w in widget.findChildren(QLabel) if w.isVisible()]
    return "\n".join([w.text() for w in labels] + [w.accessibleName() for w in labels])


def test_what_became_an_accusation_leaves_the_screen(liu: tuple[Clerk, str]) -> None:
    """The name of the file, the person's and the whole history stayed below the line that there is no such matter."""
    clerk, ident = liu
    clerk.go("matter", ident=ident)
    assert LETTER in seen(clerk.window)
    version = clerk.desk.matters.get_matter(ident).version
    done: list[Changes] = []
    clerk.jobs.write(
        lambda _r: clerk.desk.matters.edit(ident, {"category": "accusation"}, version), done.append
    )
    clerk.settle()
    clerk.window.changed(done[0])
    clerk.settle()
    for place in ("matter", "ledger", "matter"):
        clerk.go(place, **({"ident": ident} if place == "matter" else {}))
        said = seen(clerk.window)
        assert LETTER not in said
        assert "赵永强" not in said
        assert "道路拓宽" not in said
        assert ident not in said
    assert "没有这件事项" in seen(clerk.window)


def test_who_registers_one_and_is_not_named_is_told_whose_it_is(liu: tuple[Clerk, str]) -> None:
    """A fault said that there was no such matter, over the number that had just been given."""
    clerk, _ = liu
    page = clerk.go("register")
    assert isinstance(page, RegisterPage)
    page._on_kind("petition")
    given = {
        "channel": "letter",
        "category": "accusation",
        "title": "反映某干部问题",
        "parties_0_name": "钱某",
    }
    put(page, **given)
    page.register()
    for _ in range(3):
        clerk.settle()
    said = seen(page.view)
    assert page.result.number.startswith("青信")
    assert "由指定的专人办理，您不再看得到它" in said
    assert "没有这件事项" not in said
    assert page.view.faults.isHidden()
    assert page.result.open.isHidden()


def test_people_are_named_in_the_settings(clerk: Clerk, offices: Offices) -> None:
    made = clerk.desk.access.add_user("liu", PASSWORD, "clerk", "刘办事")
    page = clerk.go("settings", section="users")
    assert isinstance(page, SettingsPage)
    section = page.findChild(UsersSection)
    assert section is not None
    section.load()
    clerk.settle()
    own = clerk.desk.access.user.id
    assert {k: b.isChecked() for k, b in section.named.items()} == {own: True, made.id: False}
    section.named[made.id].click()
    clerk.settle()
    assert section.named[made.id].isChecked()
    assert section.named[made.id].accessibleName() == "刘办事，已指定办理检举控告"
    for ident in (made.id, own):
        section.named[ident].click()
        clerk.settle()
    assert not section.nobody.isHidden()
    assert isinstance(clerk.desk, Desk)
