"""证据附件 through the real window: dropped, pasted and chosen; looked at from memory; nothing plain is left on the disk."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.exchange import introduce
from tests.support.offices import Offices, clock, dispute, offices, petition
from tests.ui.clerkdesk import Clerk, activate, clerk, matter
from tests.ui.shots import shoot
from ui.pages.matter.sections.attachments import AttachmentsSection
from ui.style import Style
from ui.widgets.status import StatusWord

__all__ = ["clerk", "clock", "dispute", "matter", "offices", "petition"]

MARK = b"a-pattern-that-only-this-picture-has"


def picture(wide: int = 900, high: int = 600, mark: bytes = MARK) -> bytes:
    """A courtyard as a child would draw it, JPEG, with a mark that can be looked for."""
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor(205, 222, 235))
    painter = QPainter(image)
    painter.fillRect(0, high // 2, wide, high // 2, QColor(196, 178, 140))
    painter.fillRect(wide // 8, high // 4, wide // 3, high // 2, QColor(178, 110, 86))
    for n in range(12):
        painter.fillRect(
            wide // 2 + n * wide // 30, high * 3 // 5, wide // 36, high // 8, QColor(140, 128, 118)
        )
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 90)  # type: ignore[call-overload]
    plain = bytes(held.data())
    comment = b"\xff\xfe" + (len(mark) + 2).to_bytes(2, "big") + mark
    return plain[:2] + comment + plain[2:]


def sideways() -> bytes:
    """A camera held upright: 40 × 20 points and the word that they are to be turned (EXIF orientation 6)."""
    plain = picture(40, 20)
    tiff = b"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
    exif = b"Exif\x00\x00" + tiff
    return plain[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + plain[2:]


def document(pages: int = 3) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    for number in range(pages):
        if number:
            writer.newPage()
        painter.drawText(QPointF(400, 800), f"page {number + 1}")
    painter.end()
    buffer.close()
    return bytes(held.data())


@pytest.fixture
def section(clerk: Clerk, matter: str) -> AttachmentsSection:
    return open_section(clerk, matter)


def open_section(clerk: Clerk, matter: str) -> AttachmentsSection:
    page = clerk.go("matter", ident=matter)
    found = next(s for s in page.sections if isinstance(s, AttachmentsSection))
    clerk.settle()
    return found


def drop(section: AttachmentsSection, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    where, buttons = QPointF(20, 20), Qt.MouseButton.LeftButton
    event = QDropEvent(where, Qt.DropAction.CopyAction, data, buttons, Qt.KeyboardModifier.NoModifier)
    section.dropEvent(event)


def words_of(section: AttachmentsSection) -> list[str]:
    return [row.findChild(StatusWord).accessibleName() for row in section.rows]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "巷道照片.jpg"
    path.write_bytes(picture())
    return path


def test_a_dropped_photo_is_asked_about_and_taken_in(
    clerk: Clerk, section: AttachmentsSection, matter: str, photo: Path, tmp_path: Path
) -> None:
    assert section._count.text() == "还没有材料"
    drop(section, photo)
    assert section.adding.isVisible()
    assert section.adding._heading.text() == "将收存 1 份：巷道照片.jpg"
    section.adding.form.set_raw(
        {"kind": "photo", "given_by": "赵永强", "made_on": "3.1", "proves": "占地现状"}
    )
    activate(clerk.window)
    section.adding.form.focus("given_by")
    QTest.keyClick(
        section.adding.form.rows["given_by"].editor.widget,
        Qt.Key.Key_Return,
        Qt.KeyboardModifier.ControlModifier,
    )
    clerk.settle()
    (line,) = clerk.desk.attachments.list(matter)
    assert (line.name, line.kind, line.given_by) == ("巷道照片.jpg", "photo", "赵永强")
    assert len(section.rows) == 1
    assert words_of(section) == ["只在本机"]
    assert not section.adding.isVisible()
    assert "巷道照片.jpg" in section.rows[0].accessibleName()


def test_several_are_taken_in_at_once_and_what_is_refused_says_why_and_stays(
    clerk: Clerk, section: AttachmentsSection, matter: str, photo: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "空的.jpg"
    empty.touch()
    folder = tmp_path / "文件夹"
    folder.mkdir()
    lie = tmp_path / "不是图片.jpg"
    lie.write_text("这是一段话，不是图片", encoding="utf-8")
    drop(section, photo, empty, folder, lie)
    section.adding.submit()
    clerk.settle()
    assert [line.name for line in clerk.desk.attachments.list(matter)] == ["巷道照片.jpg", "不是图片.jpg"]
    said = section.note.text()
    for words in ("“空的.jpg”是空文件", "“文件夹”是文件夹", "内容却不是图片"):
        assert words in said
    assert [p.name for p in section.adding.picks] == ["空的.jpg", "文件夹"]


def test_a_picture_is_pasted_from_the_clipboard_with_the_keyboard(
    clerk: Clerk, section: AttachmentsSection, matter: str
) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(10, 120, 90))
    QGuiApplication.clipboard().setImage(image)
    activate(clerk.window)
    section.place.setFocus()
    QTest.keyClick(section.place, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert section.adding.picks[0].name.startswith("粘贴的图片 2026-03-02")
    section.adding.submit()
    clerk.settle()
    (line,) = clerk.desk.attachments.list(matter)
    assert line.what == "PNG 图片"
    QGuiApplication.clipboard().clear()
    section.paste()
    assert clerk.window._toast.words == "剪贴板里没有图片或文件"


def test_text_is_pasted_into_a_field_and_not_taken_for_material(
    clerk: Clerk, section: AttachmentsSection, photo: Path
) -> None:
    drop(section, photo)
    QGuiApplication.clipboard().setText("赵永强")
    editor = section.adding.form.rows["given_by"].editor.widget
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert section.adding.given()["given_by"] == "赵永强"
    assert len(section.adding.picks) == 1


def test_files_are_chosen_in_the_systems_dialogue(
    clerk: Clerk, section: AttachmentsSection, matter: str, photo: Path
) -> None:
    section.asking.files = lambda: (photo,)  # type: ignore[method-assign]
    section.choose.click()
    section.adding.submit()
    clerk.settle()
    assert len(clerk.desk.attachments.list(matter)) == 1


def look(clerk: Clerk, section: AttachmentsSection, row: int = 0) -> Any:
    section.rows[row].setFocus()
    QTest.keyClick(section.rows[row], Qt.Key.Key_Return)
    clerk.settle()
    viewer = section.looking.viewer
    assert viewer is not None
    return viewer


def test_a_photo_is_seen_zoomed_and_turned_and_esc_lets_it_go(
    clerk: Clerk, matter: str, photo: Path, tmp_path: Path
) -> None:
    clerk.desk.attachments.take(matter, photo)
    section = open_section(clerk, matter)
    viewer = look(clerk, section)
    assert viewer.words == ""
    fitted = viewer.canvas.scale_now
    QTest.keyClick(viewer, Qt.Key.Key_Plus)
    assert viewer.canvas.scale_now > fitted
    QTest.keyClick(viewer, Qt.Key.Key_R)
    assert viewer.canvas.turned == 90
    QTest.keyClick(viewer, Qt.Key.Key_0)
    assert viewer.canvas.scale_now <= 1
    shoot(clerk.window, "attachment-viewer", tmp_path)
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    assert section.looking.viewer is None


def test_a_photo_stands_as_the_camera_was_held(clerk: Clerk, matter: str) -> None:
    clerk.desk.attachments.take(matter, sideways(), name="竖拍.jpg")
    viewer = look(clerk, open_section(clerk, matter))
    box = viewer.canvas.sceneRect()
    assert (box.width(), box.height()) == (20, 40)


def test_a_document_is_leafed_through(clerk: Clerk, matter: str, tmp_path: Path) -> None:
    clerk.desk.attachments.take(matter, document(), name="补偿协议.pdf")
    viewer = look(clerk, open_section(clerk, matter))
    assert viewer._page.text() == "第 1 / 3 页"
    assert viewer.before.why == "已是第一页"
    QTest.keyClick(viewer, Qt.Key.Key_PageDown)
    viewer.after.click()
    clerk.settle()
    assert viewer._page.text() == "第 3 / 3 页"
    assert viewer.accessibleName() == "补偿协议.pdf，第 3 页，共 3 页"
    assert not viewer.canvas.horizontalScrollBar().isVisible()
    shoot(clerk.window, "attachment-pdf", tmp_path)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("坏的.jpg", b"\xff\xd8\xff\xe0" + b"rubbish" * 50, "显示不出来"),
        ("坏的.pdf", b"%PDF-1.7\nrubbish", "PDF 有损坏"),
        ("记录.docx", b"PK\x03\x04" + b"word/document.xml" + bytes(50), "离开了加密保存"),
    ],
)
def test_what_cannot_be_shown_says_so_and_offers_a_copy(
    clerk: Clerk, matter: str, name: str, data: bytes, says: str, tmp_path: Path
) -> None:
    clerk.desk.attachments.take(matter, data, name=name)
    section = open_section(clerk, matter)
    section.rows[0].opened.emit()
    clerk.settle()
    viewer = section.looking.viewer
    assert viewer is not None
    assert says in viewer.words
    target = tmp_path / "取出"
    target.mkdir()
    section.asking.folder = lambda: target  # type: ignore[method-assign]
    viewer.copy.click()
    clerk.settle()
    assert (target / name).read_bytes() == data
    assert clerk.desk.matters.history(matter)[0].words.startswith(f"导出（附件“{name}”")


def test_no_plain_copy_is_left_anywhere_on_the_disk(
    clerk: Clerk, matter: str, offices: Offices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken in from memory, seen, leafed through and closed: the mark is in no file of the data folder or the temporary one."""
    temp = tmp_path / "temp"
    temp.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(temp))
    monkeypatch.setattr(tempfile, "tempdir", None)
    clerk.desk.attachments.take(matter, picture(), name="照片.jpg")
    pdf = document()
    clerk.desk.attachments.take(matter, pdf, name="文件.pdf")
    section = open_section(clerk, matter)
    for row in (0, 1):
        look(clerk, section, row)
        QTest.keyClick(section.looking.viewer, Qt.Key.Key_PageDown)
        clerk.settle()
        assert section.escape()
    searched = 0
    for path in offices.root.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            searched += 1
            assert MARK not in data, path
            assert pdf[:200] not in data, path
    assert searched > 3
    assert list(temp.rglob("*")) == []


def test_an_identity_document_is_seen_and_that_is_written_down(clerk: Clerk, matter: str) -> None:
    clerk.desk.attachments.take(matter, picture(), name="身份证.jpg", given={"kind": "identity"})
    viewer = look(clerk, open_section(clerk, matter))
    assert viewer.words == ""
    assert "已记入修改记录" in viewer._facts.text()
    assert clerk.desk.matters.history(matter)[0].words == "查看（附件“身份证.jpg”）"


def test_what_is_said_of_one_is_added_later(clerk: Clerk, matter: str, photo: Path) -> None:
    clerk.desk.attachments.take(matter, photo, given={"given_by": "赵永强", "same_as_original": "是"})
    section = open_section(clerk, matter)
    section.rows[0].edit_wanted.emit()
    assert section.editing.given()["given_by"] == "赵永强"
    section.editing.form.rows["proves"].set_raw("占地现状")
    section.editing.form.rows["given_by"].set_raw("")
    section.editing.submit()
    clerk.settle()
    (line,) = clerk.desk.attachments.list(matter)
    assert (line.proves, line.given_by, line.same_as_original) == ("占地现状", "", True)
    assert section.editing.isHidden()
    assert "证明：占地现状" in section.rows[0]._facts.text()


def test_one_is_taken_back_with_a_reason_typed_in_place(clerk: Clerk, matter: str, photo: Path) -> None:
    clerk.desk.attachments.take(matter, photo)
    section = open_section(clerk, matter)
    section.rows[0]._ask()
    section.rows[0].void_wanted.emit("  ")
    clerk.settle()
    assert not section.faults.isHidden()
    section.rows[0].void_wanted.emit("放错了事项")
    clerk.settle()
    assert words_of(section) == ["已撤回"]
    assert "放错了事项" in section.rows[0]._facts.text()


def test_a_cancelled_intake_leaves_the_picks_for_another_try(
    clerk: Clerk, section: AttachmentsSection, matter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = tmp_path / "大.bin"
    with big.open("wb") as file:
        file.truncate(8 * 1024 * 1024)
    drop(section, big)
    take = clerk.desk.attachments.take

    def cancelling(*args: Any, report: Callable[..., None], **named: Any) -> Any:
        def tell(done: int, of: int, what: str) -> None:
            clerk.jobs.cancel(max(clerk.jobs._open))
            report(done, of, what)

        return take(*args, report=tell, **named)

    monkeypatch.setattr(clerk.desk.attachments, "take", cancelling)
    section.adding.submit()
    clerk.settle()
    assert clerk.desk.attachments.list(matter) == ()
    assert section.adding.go.isEnabled()
    assert [p.name for p in section.adding.picks] == ["大.bin"]


def test_what_was_chosen_for_one_matter_waits_there(
    clerk: Clerk, section: AttachmentsSection, matter: str, photo: Path, dispute: Callable[..., Any]
) -> None:
    drop(section, photo)
    other = clerk.desk.matters.register([dispute()])[0].id
    open_section(clerk, other)
    assert not section.adding.isVisible()
    open_section(clerk, matter)
    assert [p.name for p in section.adding.picks] == ["巷道照片.jpg"]


def test_the_list_says_where_each_content_stands(
    clerk: Clerk, offices: Offices, matter: str, photo: Path, tmp_path: Path
) -> None:
    district = offices.district()
    introduce(offices.root, clerk.desk, district)
    clerk.desk.attachments.take(matter, photo)
    section = open_section(clerk, matter)
    assert words_of(section) == ["只在本机"]
    stick = tmp_path / "stick"
    stick.mkdir()
    sent = [Path(f.path) for f in clerk.desk.bundles.send(stick)]
    section = open_section(clerk, matter)
    assert words_of(section)[0].startswith("已导出第")
    district.bundles.receive(sent)
    for file in district.bundles.send(stick):
        clerk.desk.bundles.receive([Path(file.path)])
    section = open_section(clerk, matter)
    assert words_of(section) == ["区已收"]


def fill(clerk: Clerk, matter: str, tmp_path: Path) -> AttachmentsSection:
    take = clerk.desk.attachments.take
    given = {"given_by": "赵永强", "made_on": "2026-03-01"}
    take(
        matter,
        picture(),
        name="青石村占用承包地现场照片（东侧）.jpg",
        given={**given, "kind": "photo", "proves": "道路拓宽占用承包地六分"},
    )
    take(matter, document(), name="土地承包合同.pdf", given={**given, "same_as_original": "是"})
    take(
        matter,
        b"PK\x03\x04" + b"xl/workbook.xml" + bytes(60_000),
        name="青苗补偿明细.xlsx",
        given={"kind": "record"},
    )
    wrong = take(matter, picture(300, 200, b"x" * 30), name="别人家的照片.jpg")
    clerk.desk.attachments.void(wrong.attachment, "放错了事项")
    section = open_section(clerk, matter)
    scan = tmp_path / "身份证复印件.png"
    scan.write_bytes(picture(200, 100))
    drop(section, scan)
    QApplication.processEvents()
    return section


@pytest.mark.parametrize(("size", "scheme"), [("standard", "light"), ("extra", "light"), ("extra", "dark")])
def test_the_card_as_it_looks(
    clerk: Clerk, matter: str, style: Style, tmp_path: Path, size: str, scheme: str
) -> None:
    style.wear(size=size, scheme=scheme)
    section = fill(clerk, matter, tmp_path)
    page = clerk.window.page("matter")
    page.sheet._scroll.verticalScrollBar().setValue(section.y())
    shoot(clerk.window, f"attachments-{size}-{scheme}", tmp_path)
    assert clerk.window.minimumSizeHint().width() <= 1366
    inner = page.sheet._scroll.widget()
    assert inner.width() <= page.sheet._scroll.viewport().width()
