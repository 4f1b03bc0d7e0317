"""A clerk makes a backup, and an office comes back from it on an empty PC."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.matters.values import Changes
from tests.support.offices import PASSWORD, Clock, Offices, clock, dispute, offices
from tests.ui.clerkdesk import Clerk, Form, clerk
from tests.ui.conftest import sweep
from tests.ui.shots import shoot
from ui.pages.home.page import HomePage
from ui.pages.opening.founding import FoundingPage
from ui.pages.opening.login import LoginPage
from ui.pages.opening.restoring import RestorePage
from ui.pages.settings.machine import MachineSection
from ui.program import Program
from ui.style import Style
from ui.widgets.states import FaultPanel, FaultSlot
from ui.widgets.status import Tone

__all__ = ["clerk", "clock", "dispute", "offices"]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def newcomer(offices: Offices, style: Style) -> Iterator[Program]:
    program = Program(offices.door("again"), style)
    program.start()
    program.jobs.settle()
    yield program
    if program.window is not None:
        program.window.close()
    program.before.close()
    program.end()
    sweep()


def said(slot: FaultSlot) -> str:
    return " ".join(w.accessibleName() for w in slot.findChildren(FaultPanel))


def machine(clerk: Clerk) -> MachineSection:
    clerk.go("settings", section=MachineSection.key)
    found = clerk.window.findChild(MachineSection)
    assert found is not None
    return found


def test_the_card_asks_for_the_first_backup_and_says_when_it_is_made(clerk: Clerk, stick: Path) -> None:
    card = machine(clerk).backup
    assert card.state.status.words == "还没有备份过"
    card.back_up(stick)
    clerk.settle()
    assert card.state.status.tone is Tone.DONE
    assert [p.suffix for p in stick.iterdir()] == [".jfbak"]


def test_an_old_backup_is_asked_for_again(clerk: Clerk, stick: Path, clock: Clock) -> None:
    clerk.desk.back_up(stick)
    clock.go(days=8)
    card = machine(clerk).backup
    assert card.state.status.words == "上次备份 2026-03-02，已过 8 天"
    assert card.state.status.tone is Tone.SOON


def test_a_pulled_stick_is_said_and_the_button_waits_for_the_next(clerk: Clerk, stick: Path) -> None:
    card = machine(clerk).backup
    card.back_up(stick / "pulled")
    clerk.settle()
    assert "没有文件夹" in said(card.faults)
    assert card.start.why == ""


def test_an_office_comes_back_from_a_backup(
    clerk: Clerk, dispute: Form, stick: Path, newcomer: Program
) -> None:
    number = clerk.desk.matters.register([dispute(title="水渠")])[0].number
    made = clerk.desk.back_up(stick)
    first = newcomer.page
    assert isinstance(first, FoundingPage)
    first.restore.click()
    page = newcomer.page
    assert isinstance(page, RestorePage)
    page.file.setText(made.file)
    page.login.setText("admin")
    page.secret.setText("不是这个密码")
    page.button.click()
    newcomer.jobs.settle()
    assert "没有恢复" in said(page.faults)
    page.secret.setText(PASSWORD)
    page.button.click()
    newcomer.jobs.settle()
    login = newcomer.page
    assert isinstance(login, LoginPage)
    assert "工作台上写着接着要做的三件事" in login.line.text()
    login.password.setText(PASSWORD)
    login.submit()
    newcomer.jobs.settle()
    QApplication.processEvents()
    newcomer.jobs.settle()
    assert newcomer.window is not None
    assert newcomer._desk is not None
    assert newcomer._desk.matters.get_matter(number).title == "水渠"
    home = newcomer.window.page("desk")
    assert isinstance(home, HomePage)
    assert home.view._first_head._heading.text() == "本机 3月2日从备份恢复，先做这三件事"
    assert [row.key for row in home.view.first.faces] == ["register", "up", "settings/machine"]
    assert home.view.cards[0].isVisible()
    newcomer._desk.back_up(stick)
    newcomer.window.changed(Changes(home.areas))
    newcomer.jobs.settle()
    # Nobody to answer is known: with the new backup all is done.
    assert not home.view.first.isVisible()


def test_nobody_leaves_while_an_office_is_being_restored(newcomer: Program) -> None:
    first = newcomer.page
    assert isinstance(first, FoundingPage)
    first.restore.click()
    page = newcomer.page
    assert isinstance(page, RestorePage)
    page.busy()
    page.leave.click()
    assert newcomer.page is page
    page.busy(False)
    page.leave.click()
    assert isinstance(newcomer.page, FoundingPage)


def test_pictures_of_backup_and_restore(
    clerk: Clerk, newcomer: Program, style: Style, stick: Path, tmp_path: Path
) -> None:
    clerk.desk.back_up(stick)
    page = newcomer.page
    assert isinstance(page, FoundingPage)
    for size in ("standard", "extra"):
        style.wear(size=size)
        machine(clerk)
        shoot(clerk.window, f"backup-{size}", tmp_path)
    page.restore.click()
    shoot(newcomer.before, "restore", tmp_path)
