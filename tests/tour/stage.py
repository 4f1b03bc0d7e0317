"""The stage of the tour: two PCs in one temporary folder, a clock that is moved by hand, and the folder of pictures."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pypdfium2
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from app.desk import FrontDoor
from app.keys.keyfile import DEFAULT_COST, Cost
from tests.tour.hand import Hand
from tests.tour.printer import Printer
from ui.style import Style, dress

CHINA = timezone(timedelta(hours=8))
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
PASSWORD = "青石镇的密码2026"
PAGE_WIDTH = 900


@dataclass
class Clock:
    """The desks' clock: it stands until it is moved, and only forward: a desk whose day goes back says 时钟存疑."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def go(self, **span: float) -> None:
        """Moves on, e.g. ``go(days=1)``."""
        self.now += timedelta(**span)

    def at(self, day: int, month: int = 11, hour: int = 9, minute: int = 0) -> None:
        """Moves to a day of 2026.

        Raises:
            AssertionError: that is before now, and every picture after it would show a doubted clock.
        """
        moved = datetime(2026, month, day, hour, minute, tzinfo=CHINA)
        if moved < self.now:
            raise AssertionError(f"the tour's clock would go back from {self.now} to {moved}")
        self.now = moved


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing the tour leaves.

    Attributes:
        kind: picture | paper | file.
        file: name below the folder.
        caption: what it is, in a line.
        note: what to look at.
        preview: picture of a paper's first page.
        chapter: under which heading.
    """

    kind: str
    file: str
    caption: str
    note: str
    preview: str
    chapter: str


@dataclass
class Stage:
    """Where everything happens.

    Attributes:
        out: folder of pictures, papers, bundles and index.html.
        root: temporary folder of the offices and of the stick.
        style: the looks.
        cost: of a password; tests pass a cheap one.
        told: gets a line for each step.
    """

    out: Path
    root: Path
    style: Style
    cost: Cost = DEFAULT_COST
    told: Callable[[str], None] = lambda _line: None
    clock: Clock = field(default_factory=Clock)
    leaves: list[Leaf] = field(default_factory=list[Leaf])
    facts: dict[str, str] = field(default_factory=dict[str, str])
    printer: Printer = field(init=False)
    _hands: dict[str, Hand] = field(default_factory=dict[str, Hand])
    _chapter: str = ""
    _count: int = 0
    _began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.printer = Printer(self.root / "打印")

    def hand(self, office: str) -> Hand:
        """The clerk's hand at an office's PC; ``township`` or ``district``."""
        if office not in self._hands:
            self._hands[office] = Hand(FrontDoor(self.root / office, self.clock, self.cost), self.style)
        return self._hands[office]

    def restart(self, office: str) -> Hand:
        """Switches a PC off and on again."""
        self._hands.pop(office).end()
        return self.hand(office)

    @property
    def stick(self) -> Path:
        """The USB stick that goes between the offices."""
        folder = self.root / "U盘"
        folder.mkdir(exist_ok=True)
        return folder

    def chapter(self, words: str) -> None:
        """Begins a new chapter of the album."""
        self._chapter = words
        self.told(f"{time.monotonic() - self._began:5.1f} s  {words}")

    def shot(
        self, hand: Hand, caption: str, note: str = "", widget: QWidget | None = None, toast: bool = False
    ) -> Path:
        """Takes a picture of a screen; a toast that is still there from before is not in it unless asked for."""
        if not toast:
            hand.hide_toast()
        pixmap = hand.picture(widget)
        return self._keep(pixmap, caption, note)

    def paper(self, data: bytes, caption: str, note: str = "") -> Path:
        """Keeps a paper and a picture of its first page."""
        self._count += 1
        name = f"{self._count:02d}-{_plain(caption)}"
        file = self.out / f"{name}.pdf"
        file.write_bytes(data)
        picture = self.out / f"{name}.png"
        first_page(data, picture)
        self.leaves.append(Leaf("paper", file.name, caption, note, picture.name, self._chapter))
        return file

    def keep(self, source: Path, caption: str, note: str = "") -> Path:
        """Keeps a file that went from one office to the other."""
        target = self.out / source.name
        target.write_bytes(source.read_bytes())
        self.leaves.append(Leaf("file", target.name, caption, note, "", self._chapter))
        return target

    def check(self) -> None:
        """Fails where a window had to show a failure that no page expected."""
        told = [words for hand in self._hands.values() for words in hand.faults]
        for hand in self._hands.values():
            hand.faults.clear()
        if told:
            raise AssertionError("; ".join(told))

    def end(self) -> None:
        """Switches both PCs off."""
        for hand in self._hands.values():
            hand.end()
        self._hands.clear()

    def _keep(self, pixmap: QPixmap, caption: str, note: str) -> Path:
        self._count += 1
        file = self.out / f"{self._count:02d}-{_plain(caption)}.png"
        if is_blank(pixmap.toImage()):
            raise AssertionError(f"the picture “{caption}” is blank")
        if not pixmap.save(str(file)):
            raise OSError(f"{file} could not be written")
        self.leaves.append(Leaf("picture", file.name, caption, note, "", self._chapter))
        return file


def first_page(data: bytes, target: Path) -> None:
    """Draws the first page of a PDF into a picture, with the edge of the paper."""
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0]
        drawn = page.render(scale=PAGE_WIDTH / page.get_width())
        image = QImage(
            bytes(drawn.buffer), drawn.width, drawn.height, drawn.stride, QImage.Format.Format_BGR888
        ).copy()
        page.close()
    finally:
        document.close()
    painter = QPainter(image)
    painter.setPen(QColor("lightGray"))
    painter.drawRect(0, 0, image.width() - 1, image.height() - 1)
    painter.end()
    if not image.save(str(target)):
        raise OSError(f"{target} could not be written")


def is_blank(image: QImage) -> bool:
    """Whether a picture shows next to nothing: fewer than a dozen colours on a coarse grid."""
    if image.isNull():
        return True
    seen = {image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)}
    return len(seen) < 12


def _plain(caption: str) -> str:
    """A caption as a file name."""
    return "".join(sign for sign in caption if sign.isalnum())[:24]


@functools.cache
def dressed() -> Style:
    """The application in its clothes, made where there is none yet."""
    app = QApplication.instance()
    return dress(app if isinstance(app, QApplication) else QApplication(["解纷"]), scheme="light")
