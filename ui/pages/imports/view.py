"""The content of the import page; it knows frozen values only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QWidget
from typing_extensions import override

from ui.models.ledger import LedgerModel
from ui.pages.imports.done import DoneList
from ui.pages.imports.faces import COLUMNS, VERDICTS, PreviewSource, columns_words, returned_rows
from ui.pages.imports.questions import Questions
from ui.pages.imports.table import PreviewTable
from ui.pages.register.faces import KINDS
from ui.style import space
from ui.widgets.build import Button, column, frame, label, link, primary, row
from ui.widgets.fields import ChoiceButtons, Option
from ui.widgets.painted import Glyph
from ui.widgets.rows import Elided
from ui.widgets.running import Running
from ui.widgets.states import FaultSlot, Loading

if TYPE_CHECKING:
    from app.sheets.values import Preview
    from ui.jobs import Jobs

ALL = "all"


class OneLine(ChoiceButtons):
    """A few buttons that stay in one line beside other things."""

    def __init__(self, options: tuple[Option, ...] = ()) -> None:
        super().__init__(options)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        hints = [b.sizeHint() for b in self.findChildren(Button) if not b.isHidden()]
        wide = sum(h.width() for h in hints) + space("xs") * max(len(hints) - 1, 0)
        return QSize(wide, max((h.height() for h in hints), default=0))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class ImportsView(QWidget):
    """Choosing a file; then counts, questions and rows.

    Signals:
        filtered: the list that is to be shown, or ``all``.
    """

    filtered = Signal(str)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.faults = FaultSlot()
        self.running = Running()
        self.done = DoneList()
        self.choose = primary("选择文件…")
        self.take_in = primary("导入")
        self.other = link("换一个文件…")
        self.kinds = OneLine(tuple(Option(kind, words) for kind, words in KINDS))
        self.kinds.setAccessibleName("类别")
        self.sheets = OneLine()
        self.sheets.setAccessibleName("工作表")
        self.columns = link("")
        self.save_returned = link("另存退回的行…")
        self.save_returned.setToolTip("没有导入的行存为 Excel，写明原因；在里面改好，再导入那个文件")
        self.questions = Questions()
        self.model = LedgerModel(jobs, COLUMNS)
        self.table = PreviewTable(self.model)
        self._file = Elided("", "muted")
        self.chips: dict[str, Button] = {}
        down = column(self, gap="s")
        down.setContentsMargins(space("xl"), space("m"), space("xl"), space("l"))
        down.addLayout(self._head())
        down.addWidget(self.faults)
        down.addWidget(self.running)
        self._layers = QStackedLayout()
        down.addLayout(self._layers, 1)
        self._empty, self._loading, self._seen = self._choosing(), Loading("正在核对台账…"), self._preview()
        for layer in (self._empty, self._loading, self._seen):
            self._layers.addWidget(layer)
        self.show_choosing()

    # -- showing

    def show_choosing(self) -> None:
        """No file yet."""
        self._layers.setCurrentWidget(self._empty)
        self._tools(shown=False)

    def show_loading(self, file: str) -> None:
        """A file is being read."""
        self._file.show_text(file)
        self._layers.setCurrentWidget(self._loading)

    def show_preview(self, preview: Preview, shown: str) -> None:
        """What was found.

        Args:
            preview: all of it.
            shown: the list whose rows are shown, or ``all``.
        """
        self._layers.setCurrentWidget(self._seen)
        self._tools(shown=True)
        self._file.show_text(preview.file)
        self.kinds.set_value(preview.kind)
        names = tuple(Option(name, name) for name in preview.sheets)
        self.sheets.offer(names)
        self.sheets.set_value(preview.sheet)
        self.sheets.setVisible(len(names) > 1)
        self._sheet_word.setVisible(len(names) > 1)
        self.columns.setText(columns_words(preview))
        counts = {verdict: len(preview.rows_of(verdict)) for verdict, _words, _tone in VERDICTS}
        self.chips[ALL].setText(f"全部 {sum(counts.values()):,}")
        for verdict, words, _tone in VERDICTS:
            self.chips[verdict].setText(f"{words} {counts[verdict]:,}")
            self.chips[verdict].setAccessibleName(f"{words} {counts[verdict]} 行")
        returned = returned_rows(preview)
        self.save_returned.setVisible(returned > 0)
        self.save_returned.setAccessibleName(f"把退回和待确认的 {returned} 行另存为 Excel")
        self.take_in.setText(f"导入 {counts['accept']:,} 行")
        self.take_in.setAccessibleName(f"导入 {counts['accept']} 行")
        self.take_in.allow("" if counts["accept"] else "没有可以导入的行：先回答问题，或改好台账再来。")
        self.show_rows(preview, shown)

    def show_rows(self, preview: Preview, shown: str) -> None:
        """Shows one list, or all."""
        for key, chip in self.chips.items():
            chip.setChecked(key == shown)
        rows = [one for one in preview.rows if shown in (ALL, one.verdict)]
        self.model.show_source(PreviewSource(rows))

    @property
    def is_choosing(self) -> bool:
        """Whether no file was chosen yet."""
        return self._layers.currentWidget() is self._empty

    # -- building

    def _head(self) -> QHBoxLayout:
        head = row(gap="m")
        head.addWidget(label("导入 Excel 台账", "title"))
        head.addWidget(self._file, 1)
        head.addWidget(self.other)
        head.addWidget(self.take_in)
        return head

    def _choosing(self) -> QWidget:
        holder = QWidget()
        whole = column(holder, gap="s")
        card = frame("card")
        whole.addWidget(card, 1)
        whole.addWidget(self.done)
        down = column(card, gap="m")
        middle = Qt.AlignmentFlag.AlignHCenter
        down.addStretch(2)
        down.addWidget(Glyph("upload", "ink_3"), 0, middle)
        down.addWidget(label("把台账文件拖到这里，或者", "muted"), 0, middle)
        down.addWidget(self.choose, 0, middle)
        down.addWidget(
            label("Excel 文件（.xlsx、.xls）或 .csv；标题行、两行表头、合计行、落款都认得", "hint"), 0, middle
        )
        down.addWidget(
            label("先核对给你看，按下“导入”之前什么都不会写进去；导入之后还可以整批撤回", "hint"), 0, middle
        )
        down.addStretch(3)
        return holder

    def _preview(self) -> QWidget:
        holder = QWidget()
        down = column(holder, gap="s")
        tools = row(gap="m")
        tools.addWidget(label("类别", "muted"))
        tools.addWidget(self.kinds)
        self._sheet_word = label("工作表", "muted")
        tools.addSpacing(space("m"))
        tools.addWidget(self._sheet_word)
        tools.addWidget(self.sheets)
        tools.addStretch(1)
        tools.addWidget(self.columns)
        down.addLayout(tools)
        down.addWidget(self.questions)
        chips = row(gap="xs")
        for key, words in ((ALL, "全部"), *((v, w) for v, w, _tone in VERDICTS)):
            chip = Button(words, "chip")
            chip.setCheckable(True)
            chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            chip.pressed_on.connect(lambda key=key: self.filtered.emit(key))
            self.chips[key] = chip
            chips.addWidget(chip)
        chips.addSpacing(space("m"))
        chips.addWidget(self.save_returned)
        chips.addStretch(1)
        chips.addWidget(label("空格：看这一行的全部内容", "hint"))
        down.addLayout(chips)
        down.addWidget(self.table, 1)
        return holder

    def _tools(self, *, shown: bool) -> None:
        for part in (self.other, self.take_in, self._file):
            part.setVisible(shown)
