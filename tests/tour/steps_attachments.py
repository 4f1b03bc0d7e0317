"""Evidence: photographs dropped on a matter, seen from the vault, and where their contents stand."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from tests.tour.hand import Hand
from tests.tour.stage import Stage
from ui.pages.matter.page import MatterPage
from ui.pages.matter.sections.attachments import AttachmentsSection
from ui.widgets.viewer import Viewer


def lane(path: Path, wide: int = 1600, high: int = 1000) -> Path:
    """A lane between two courtyards, half of it full of bricks, as one would draw it for a friend."""
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor(198, 216, 230))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(0, high * 9 // 20, wide, high * 11 // 20, QColor(190, 172, 136))
    for left, colour in ((0, QColor(176, 112, 88)), (wide * 13 // 20, QColor(168, 120, 96))):
        painter.fillRect(left, high // 5, wide * 7 // 20, high * 9 // 20, colour)
    way = [(0.40, 0.45), (0.60, 0.45), (0.80, 1.0), (0.20, 1.0)]
    painter.setBrush(QColor(214, 200, 170))
    painter.drawPolygon(QPolygonF([QPointF(x * wide, y * high) for x, y in way]))
    for line in range(6):
        for brick in range(9 - line):
            painter.fillRect(
                wide * 9 // 20 + brick * 62 + line * 31,
                high * 17 // 20 - line * 46,
                58,
                42,
                QColor(150, 84, 66),
            )
    painter.end()
    if not image.save(str(path), "JPEG", 88):  # pyright: ignore[reportCallIssue, reportArgumentType]
        raise OSError(path)
    return path


def evidence(stage: Stage, hand: Hand, page: MatterPage) -> None:
    """Drops photographs on the matter, says what they are, looks at one."""
    section = next(s for s in page.sections if isinstance(s, AttachmentsSection))
    folder = stage.root / "相机"
    folder.mkdir(exist_ok=True)
    photos = [lane(folder / "巷道现场（一）.jpg"), lane(folder / "巷道现场（二）.jpg", 1500, 1000)]
    page.sheet._scroll.verticalScrollBar().setValue(section.y())
    hand.drop(section, *photos)
    hand.settle()
    section.adding.form.set_raw(
        {"kind": "photo", "given_by": "张天明", "proves": "共用巷道被砖石占去一半", "same_as_original": "是"}
    )
    page.sheet._scroll.verticalScrollBar().setValue(section.y())
    stage.shot(
        hand, "材料拖进来", "照片、扫描件拖进来或按 Ctrl+V 粘贴，一次可以多份；提供人、证明内容一并记下。"
    )
    hand.press("收存", section.adding)
    hand.wait(lambda: section if len(section.rows) == len(photos) else None, "the photographs in the list")
    hand.hide_toast()
    section.rows[0].opened.emit()

    def shown() -> Viewer | None:
        viewer = section.looking.viewer
        return viewer if viewer is not None and viewer.canvas.isVisible() else None

    hand.wait(shown, "the photograph")
    stage.shot(hand, "在程序里看", "直接从加密保存里显示，可放大、旋转；磁盘上不留原件的副本。")
    section.escape()
    page.sheet.to_top()
