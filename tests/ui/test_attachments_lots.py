"""Material that comes in lots: one after the other, while another lot is read, and from matter to matter."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from tests.support.offices import clock, dispute, offices, petition
from tests.ui.clerkdesk import Clerk, clerk, matter
from tests.ui.test_attachments import drop, look, open_section, picture, words_of
from ui.pages.matter.sections.attachments import AttachmentsSection

__all__ = ["clerk", "clock", "dispute", "matter", "offices", "petition"]


@pytest.fixture
def section(clerk: Clerk, matter: str) -> AttachmentsSection:
    return open_section(clerk, matter)


def photos(folder: Path, *names: str) -> list[Path]:
    made = [folder / name for name in names]
    for path in made:
        path.write_bytes(picture(60, 40, path.name.encode()))
    return made


class Gate:
    """Holds the first taking up until it is opened."""

    def __init__(self, clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.open = threading.Event(), threading.Event()
        take = clerk.desk.attachments.take

        def slow(*args: Any, **named: Any) -> Any:
            self.reached.set()
            assert self.open.wait(20)
            return take(*args, **named)

        monkeypatch.setattr(clerk.desk.attachments, "take", slow)


def test_the_list_shows_what_is_new_though_the_last_was_there_before(
    clerk: Clerk, section: AttachmentsSection, tmp_path: Path
) -> None:
    (photo,) = photos(tmp_path, "巷道.jpg")
    twin = tmp_path / "同一张.jpg"
    twin.write_bytes(photo.read_bytes())
    drop(section, photo, twin)
    section.adding.submit()
    clerk.settle()
    assert [row.line.name for row in section.rows] == ["巷道.jpg"]
    assert section._count.text() == "1 份"
    assert "没有重复收存" in section.note.text()


def test_what_is_dropped_while_a_lot_is_read_waits_for_its_turn(
    clerk: Clerk, section: AttachmentsSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = photos(tmp_path, "一.jpg", "二.jpg")
    gate = Gate(clerk, monkeypatch)
    drop(section, first)
    section.adding.submit()
    assert gate.reached.wait(20)
    drop(section, second)
    section.adding.submit()
    assert section.adding.go.toolTip().startswith("正在收存前一批")
    gate.open.set()
    clerk.settle()
    assert [p.name for p in section.adding.picks] == ["二.jpg"]
    section.adding.submit()
    clerk.settle()
    assert [row.line.name for row in section.rows] == ["一.jpg", "二.jpg"]
    assert not section.adding.isVisible()


def test_an_answer_that_comes_late_stays_with_its_matter(
    clerk: Clerk,
    section: AttachmentsSection,
    matter: str,
    dispute: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
) -> None:
    good, later = photos(tmp_path, "一.jpg", "那件的.jpg")
    empty = tmp_path / "空的.jpg"
    empty.touch()
    other = clerk.desk.matters.register([dispute()])[0].id
    gate = Gate(clerk, monkeypatch)
    drop(section, good, empty)
    section.adding.form.set_raw({"given_by": "赵永强"})
    section.adding.submit()
    assert gate.reached.wait(20)
    clerk.window.navigate("matter", ident=other)
    qtbot.waitUntil(lambda: section.view.id == other)
    gate.open.set()
    clerk.settle()
    assert section.adding.given() == {}
    assert clerk.window._toast.words.endswith("已收存 1 份材料，1 份没有收存，原因写在那件事项里")
    assert section.adding.picks == []
    assert not section.note.isVisible()
    drop(section, later)
    open_section(clerk, matter)
    assert [p.name for p in section.adding.picks] == ["空的.jpg"]
    assert section.adding.given() == {"given_by": "赵永强"}
    assert "“空的.jpg”是空文件" in section.note.text()
    assert words_of(section) == ["只在本机"]


def test_giving_up_takes_the_old_answers_away(
    clerk: Clerk, section: AttachmentsSection, tmp_path: Path
) -> None:
    empty = tmp_path / "空的.jpg"
    empty.touch()
    drop(section, empty)
    section.adding.submit()
    clerk.settle()
    assert section.note.isVisible()
    section.adding.given_up.emit()
    assert not section.note.isVisible()


def test_what_is_dragged_from_a_web_page_says_what_to_do(clerk: Clerk, section: AttachmentsSection) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.invalid/a.jpg")])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    section.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    assert "先把它保存到电脑上" in clerk.window._toast.words


@pytest.mark.parametrize("code", ["utf-8", "gb18030", "utf-8-sig"])
def test_a_text_is_read_in_the_program(clerk: Clerk, matter: str, code: str) -> None:
    clerk.desk.attachments.take(matter, "笔录：双方同意。".encode(code), name="笔录.txt")
    section = open_section(clerk, matter)
    viewer = look(clerk, section)
    assert viewer.text.isVisible()
    assert viewer.text.toPlainText() == "笔录：双方同意。"
    assert viewer.text.isReadOnly()
    QTest.keyClick(viewer.text, Qt.Key.Key_Escape)
    assert section.looking.viewer is None


def test_of_a_very_long_text_only_the_beginning_is_shown(clerk: Clerk, matter: str) -> None:
    clerk.desk.attachments.take(matter, b"a" * 250_000, name="log.txt")
    viewer = look(clerk, open_section(clerk, matter))
    assert viewer.text.toPlainText().endswith("只显示前 200,000 个字；要看全部请另存）")
