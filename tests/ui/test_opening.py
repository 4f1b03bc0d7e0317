"""First start, log-in with its waiting time, the lock, another user."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.fakes import RECOVERY, FakeDesk, FakeDoor
from tests.ui.shots import shoot
from ui.__main__ import NO_DISPLAY, folder_of
from ui.display import has_display, x_answers
from ui.measures import fills
from ui.pages.opening.founding import FoundingPage
from ui.pages.opening.login import LoginPage, RecoverPage
from ui.program import Program
from ui.style import Style
from ui.window import Window

RIGHT, WRONG = "correct horse", "wrong horse"


@pytest.fixture
def start(style: Style, qtbot: QtBot) -> Iterator[Callable[[FakeDoor], Program]]:
    made: list[Program] = []

    def begin(door: FakeDoor) -> Program:
        program = Program(door, style)  # type: ignore[arg-type]
        made.append(program)
        qtbot.addWidget(program.before)
        program.start()
        program.jobs.settle()
        return program

    yield begin
    for program in made:
        if program.window is not None:
            program.window.close()
        program.before.close()
        program.end()


def login_page(program: Program) -> LoginPage:
    assert isinstance(program.page, LoginPage)
    return program.page


def try_password(program: Program, password: str, qtbot: QtBot) -> None:
    page = login_page(program)
    page.password.setText(password)
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    program.jobs.settle()


def fill_office(page: FoundingPage, ime: type) -> None:
    ime.type(page.name, "青石镇综治中心")
    page.code.setText("621299101")
    page._on_next()
    ime.type(page.user_name, "李桂花")
    page.login.setText("lgh")
    page.password.setText(RIGHT)
    page.repeat.setText(RIGHT)


def test_the_first_start_leads_to_the_desk(
    start: Callable[[FakeDoor], Program], ime: type, tmp_path: Path
) -> None:
    door = FakeDoor(founded=False)
    program = start(door)
    page = program.page
    assert isinstance(page, FoundingPage)
    shoot(program.before, "first-start-1", tmp_path)
    fill_office(page, ime)
    shoot(program.before, "first-start-2", tmp_path)
    page._on_next()
    program.jobs.settle()
    assert page.step == 2
    shoot(program.before, "first-start-3", tmp_path)
    page.confirm.setText("WRONG")
    page._on_next()
    assert page.faults.isVisible()
    page.confirm.setText(RECOVERY[-4:].lower())
    page._on_next()
    program.jobs.settle()
    assert (door.asked[0].name, door.asked[0].role, door.asked[0].user_name) == (
        "青石镇综治中心",
        "township",
        "李桂花",
    )
    assert program.window is not None


def test_every_answer_is_checked_before_anything_is_written(
    start: Callable[[FakeDoor], Program], ime: type
) -> None:
    door = FakeDoor(founded=False)
    page = start(door).page
    assert isinstance(page, FoundingPage)
    page._on_next()
    assert (page.step, page.faults.isVisible()) == (0, True)
    ime.type(page.name, "青石镇")
    page.code.setText("6212")
    page._on_next()
    assert page.step == 0
    page.code.setText("621299101")
    page._on_next()
    assert page.step == 1
    page.login.setText("lgh")
    page.password.setText("12345678")
    page.repeat.setText("12345679")
    page._on_next()
    assert (page.step, door.asked) == (1, [])


def test_the_right_password_opens_the_desk(
    start: Callable[[FakeDoor], Program], qtbot: QtBot, tmp_path: Path
) -> None:
    program = start(FakeDoor())
    shoot(program.before, "log-in", tmp_path)
    try_password(program, RIGHT, qtbot)
    assert program.window is not None
    assert program.window.isVisible()
    assert not program.before.isVisible()


def test_wrong_passwords_are_told_and_then_counted_down(
    start: Callable[[FakeDoor], Program], qtbot: QtBot, tmp_path: Path
) -> None:
    program = start(FakeDoor())
    for _ in range(2):
        try_password(program, WRONG, qtbot)
        assert login_page(program).waiting == 0
    try_password(program, WRONG, qtbot)
    page = login_page(program)
    assert page.waiting == 3
    assert page.button.text() == "还要等 3 秒"
    assert not page.button.isEnabled()
    shoot(program.before, "log-in-wait", tmp_path)
    for _ in range(3):
        page._tick()
    assert (page.button.text(), page.button.isEnabled()) == ("登录", True)


def test_the_lock_opens_with_the_password_and_everything_stands_there(
    start: Callable[[FakeDoor], Program], qtbot: QtBot, tmp_path: Path
) -> None:
    program = start(FakeDoor())
    try_password(program, RIGHT, qtbot)
    window = program.window
    assert window is not None
    place = window.place
    window.lock()
    assert program.lock is not None
    shoot(window, "locked", tmp_path)
    program.lock.password.setText(WRONG)
    program.lock.submit()
    program.jobs.settle()
    assert program.lock is not None
    program.lock.password.setText(RIGHT)
    program.lock.submit()
    program.jobs.settle()
    assert program.lock is None
    assert window.place == place


def test_a_file_of_another_start_waits_for_the_log_in_and_for_the_lock(
    start: Callable[[FakeDoor], Program], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(Window, "navigate", lambda _self, place, **how: went.append((place, how)))
    program = start(FakeDoor())
    program.call("/u/甲.jfb")
    assert went == []
    try_password(program, RIGHT, qtbot)
    assert went == [("desk", {}), ("up", {"file": "/u/甲.jfb"})]
    program.call("")
    assert len(went) == 2
    assert program.window is not None
    program.window.lock()
    program.call("/u/乙.jfb")
    assert len(went) == 2
    assert program.lock is not None
    program.lock.password.setText(RIGHT)
    program.lock.submit()
    program.jobs.settle()
    assert went[2:] == [("up", {"file": "/u/乙.jfb"})]
    program.call("/u/丙.jfb")
    assert went[3:] == [("up", {"file": "/u/丙.jfb"})]


@pytest.mark.parametrize(
    ("room", "whole"),
    [
        ((1366, 768), True),
        ((1366, 728), True),
        ((1280, 1024), True),
        ((1366, 800), False),
        ((1920, 1040), False),
    ],
)
def test_a_window_fills_a_screen_that_has_no_room_for_its_title_and_foot(
    room: tuple[int, int], whole: bool
) -> None:
    assert fills(QSize(*room)) is whole


def test_who_chose_no_looks_does_not_get_those_of_the_user_before(
    start: Callable[[FakeDoor], Program], style: Style, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = iter((("extra", "dark"), ("", "")))
    monkeypatch.setattr("ui.pages.settings.machine.own_look", lambda _desk: next(looks))
    program = start(FakeDoor())
    before = style.chosen
    try_password(program, RIGHT, qtbot)
    program.jobs.settle()
    assert style.chosen == ("extra", "dark")
    assert program.window is not None
    program.window.lock()
    assert program.lock is not None
    program.lock.leave_wanted.emit()
    program.jobs.settle()
    try_password(program, RIGHT, qtbot)
    program.jobs.settle()
    assert style.chosen == before


def test_another_user_closes_the_desk_and_shows_the_door(
    start: Callable[[FakeDoor], Program], qtbot: QtBot
) -> None:
    desk = FakeDesk()
    program = start(FakeDoor(desk=desk))
    try_password(program, RIGHT, qtbot)
    assert program.window is not None
    program.window.lock()
    assert program.lock is not None
    program.lock.leave_wanted.emit()
    program.jobs.settle()
    assert desk.closed
    assert isinstance(program.page, LoginPage)
    assert program.before.isVisible()


def test_the_recovery_code_gives_a_new_password(start: Callable[[FakeDoor], Program]) -> None:
    door = FakeDoor()
    program = start(door)
    login_page(program).recovery_wanted.emit()
    page = program.page
    assert isinstance(page, RecoverPage)
    page.code.setText(RECOVERY)
    page.password.setText(RIGHT)
    page.repeat.setText("other")
    page.button.click()
    assert door.recovered == []
    page.repeat.setText(RIGHT)
    page.button.click()
    program.jobs.settle()
    assert door.recovered == [(RECOVERY, "dengji", RIGHT)]
    assert program.window is not None


def test_closing_the_last_window_closes_the_desk(start: Callable[[FakeDoor], Program], qtbot: QtBot) -> None:
    desk = FakeDesk()
    program = start(FakeDoor(desk=desk))
    try_password(program, RIGHT, qtbot)
    assert program.window is not None
    with qtbot.waitSignal(program.ended, timeout=120_000):
        program.window.close()
    assert desk.closed
    program.window = None


def test_the_recovery_sheet_prints(qapp: QApplication, style: Style, tmp_path: Path) -> None:
    from PySide6.QtPrintSupport import QPrinter

    from app.desk import FrontDoor
    from ui.printing import draw

    sheet = FrontDoor(tmp_path).recovery_sheet("青石镇综治中心", "wang", RECOVERY, "1234 5678")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "recovery.pdf"))
    assert draw(sheet, printer) == 1
    assert (tmp_path / "recovery.pdf").read_bytes().startswith(b"%PDF")


def test_without_a_display_a_sentence_names_the_tour() -> None:
    assert not has_display({}, "linux")
    assert has_display({}, "win32")
    assert has_display({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    assert "./start tour" in NO_DISPLAY


@pytest.mark.parametrize("gone", [":987", "localhost:9.0", "没有", ":", "/none/screen:0", "unix:987.0"])
def test_a_screen_that_does_not_answer_is_none(gone: str) -> None:
    assert not has_display(
        {"DISPLAY": gone, "WAYLAND_DISPLAY": "gone", "XDG_RUNTIME_DIR": "/nowhere"}, "linux"
    )


def test_a_screen_that_answers_is_one(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "X7"))
        assert not x_answers(":7", tmp_path)
        server.listen()
        assert x_answers(":7", tmp_path)
        assert x_answers("unix:7.0", tmp_path)
        assert has_display({"WAYLAND_DISPLAY": "X7", "XDG_RUNTIME_DIR": str(tmp_path)}, "linux")


def test_the_data_folder_is_the_one_that_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert folder_of("甲", {"JIEFEN_DATA": "乙"}) == Path("甲")
    assert folder_of(None, {"JIEFEN_DATA": "乙"}) == Path("乙")
    monkeypatch.setenv("XDG_DATA_HOME", "/x")
    monkeypatch.setattr("sys.platform", "linux")
    assert folder_of(None, {}) == Path("/x/jiefen")
    monkeypatch.setenv("LOCALAPPDATA", "/y")
    monkeypatch.setattr("sys.platform", "win32")
    assert folder_of(None, {}) == Path("/y/Jiefen")
