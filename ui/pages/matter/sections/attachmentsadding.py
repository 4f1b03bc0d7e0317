"""Material on its way in: what was chosen, dropped or pasted, and what is said of it before it is taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.errors import JiefenError
from ui.widgets.build import Button, button, column, label, row
from ui.widgets.fields import FieldForm, Option

if TYPE_CHECKING:
    from app.attachments.values import Added, Field
    from app.desk import Desk
    from ui.jobs import Report

BUSY = "正在收存前一批材料，收好以后再按"
MOST_NAMED = 4
WIDE = frozenset({"proves", "kind"})


@dataclass(frozen=True, slots=True)
class Pick:
    """Something to be taken in: a file, or bytes from the clipboard under a name."""

    source: Path | bytes
    name: str

    @property
    def size(self) -> int:
        """Bytes, as far as one can tell without reading it."""
        if isinstance(self.source, bytes):
            return len(self.source)
        try:
            return self.source.stat().st_size
        except OSError:
            return 0


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of several picks: those that are in, and for each other one why not."""

    added: tuple[Added, ...]
    refused: tuple[tuple[Pick, str], ...]
    picks: tuple[Pick, ...] = ()
    """All that were tried."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What stands on the form of a matter that is not on the screen: the picks, what was typed of them, what was answered."""

    picks: list[Pick]
    given: dict[str, str]
    note: str


def picks_of(data: QMimeData | None, stamp: str) -> tuple[Pick, ...]:
    """What a drop or the clipboard holds: files first, else a picture.

    Args:
        data: of the drop or the clipboard, which may hold nothing.
        stamp: for the name of a picture that has none.
    """
    if data is None:
        return ()
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if files:
        return tuple(Pick(path, path.name) for path in files)
    if data.hasImage():
        image = QImage(data.imageData())
        if not image.isNull():
            return (Pick(_png(image), f"粘贴的图片 {stamp}.png"),)
    return ()


def take_all(desk: Desk, matter: str, picks: Sequence[Pick], given: dict[str, str], report: Report) -> Taken:
    """Take everything in, one after the other; what is refused does not hold up the rest. Belongs into a writing job."""
    total, done = max(1, sum(p.size for p in picks)), 0
    added: list[Added] = []
    refused: list[tuple[Pick, str]] = []
    for number, pick in enumerate(picks, start=1):

        def tell(read: int, _of: int, what: str, before: int = done, at: int = number) -> None:
            report(100 * (before + read) // total, 100, f"{what}（第 {at}/{len(picks)} 份）")

        try:
            added.append(desk.attachments.take(matter, pick.source, name=pick.name, given=given, report=tell))
        except JiefenError as error:
            refused.append((pick, f"{error.sentence}{error.advice}"))
        done += pick.size
    return Taken(tuple(added), tuple(refused), tuple(picks))


ADD = ("收存", "不收了", "种类空着的按内容判定；其余可以空着，以后再补。")
EDIT = ("保存", "不改了", "内容本身不能改；改动都记入修改记录。")


class AttachmentForm(QWidget):
    """What is said of material: of the picks before they are taken in, one answer for all; or of one attachment afterwards.

    Args:
        fields: the described fields.
        kinds: what there is to choose from.
        words: of the button, of giving up, and a hint.

    Signals:
        submitted: it is to be done.
        given_up: it is not.
    """

    submitted = Signal()
    given_up = Signal()

    def __init__(
        self, fields: Sequence[Field], kinds: tuple[Option, ...], words: tuple[str, str, str] = ADD
    ) -> None:
        super().__init__()
        self._start: dict[str, str] = {}
        self.picks: list[Pick] = []
        down = column(self, gap="s")
        self._heading = label("", "", wrap=True)
        down.addWidget(self._heading)
        self.form = FieldForm(2)
        self.form.build(fields, {"kind": kinds}, wide=WIDE)
        widest = max(made.words.sizeHint().width() for made in self.form.rows.values())
        for made in self.form.rows.values():
            made.words.setMinimumWidth(widest)
        down.addWidget(self.form)
        feet = row(gap="s")
        self.go: Button = button(words[0], self.submit, keys="Ctrl Enter")
        feet.addWidget(self.go)
        feet.addWidget(button(words[1], self.given_up.emit, "quiet"))
        feet.addWidget(label(words[2], "hint", wrap=True), 1)
        down.addLayout(feet)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.submit)
        self.hide()

    def add(self, picks: Sequence[Pick]) -> None:
        """Adds to what is to be taken in; what is there already stays once."""
        self.keep([*self.picks, *picks])

    def keep(self, picks: Sequence[Pick]) -> None:
        """Puts these in place of what was to be taken in; each stays once."""
        self.picks = list(dict.fromkeys(picks))
        names = "、".join(p.name for p in self.picks[:MOST_NAMED])
        more = f" 等 {len(self.picks)} 份" if len(self.picks) > MOST_NAMED else ""
        self._heading.setText(f"将收存 {len(self.picks)} 份：{names}{more}")
        self.setAccessibleName(self._heading.text())
        self.setVisible(bool(self.picks))

    def begin(self, heading: str, values: dict[str, str]) -> None:
        """Opens for one attachment with what is said of it now."""
        self._heading.setText(heading)
        self.setAccessibleName(heading)
        self.form.set_raw(values)
        self._start = self.form.raw()
        self.show()
        self.form.focus("given_by")

    def changes(self) -> dict[str, str]:
        """What was typed anew since :meth:`begin`; "" where a field was emptied."""
        now = self.form.raw()
        return {n: now.get(n, "") for n in self.form.rows if now.get(n, "") != self._start.get(n, "")}

    def clear(self) -> None:
        """Forgets the picks; what was said of them stays for the next ones of the same person."""
        self.picks = []
        self.hide()

    def hold(self, *, taking: bool) -> None:
        """While a lot is being taken in, nothing more is sent."""
        self.go.setEnabled(not taking)
        self.go.setToolTip(BUSY if taking else "")
        self.go.setAccessibleDescription(BUSY if taking else "")

    def begin_anew(self) -> None:
        """Forgets the picks and what was said of them: that was of another matter's people."""
        self.form.set_raw({})
        self.clear()

    def submit(self) -> None:
        """Asks to be taken in; what is being composed is committed first."""
        if self.go.isEnabled() and not self.isHidden():
            self.form.commit()
            self.submitted.emit()

    def given(self) -> dict[str, str]:
        """What was typed, by field name."""
        return self.form.raw()


def _png(image: QImage) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
    buffer.close()
    return bytes(held.data())
