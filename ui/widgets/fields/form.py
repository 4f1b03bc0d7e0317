"""A form made from field descriptions; it holds raw words, asks nobody, and tells its page what happens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.style import space
from ui.widgets.fields.chooser import Option
from ui.widgets.fields.described import Described
from ui.widgets.fields.editors import ButtonsEditor, ChooserEditor
from ui.widgets.fields.fieldrow import FieldRow

WIDE = frozenset({"long_text"})


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong with one field, as :meth:`FieldForm.show_problems` takes it."""

    path: str
    sentence: str
    severity: str = "error"
    overridable: bool = False


class FieldForm(QWidget):
    """Fields in one or two columns.

    Signals:
        changed: path of a field, at every change.
        left: path of a field whose focus was lost.
    """

    changed = Signal(str)
    left = Signal(str)

    def __init__(self, columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space("xl"))
        self._grid.setVerticalSpacing(space("s"))
        for each in range(columns):
            self._grid.setColumnStretch(each, 1)
        self.rows: dict[str, FieldRow] = {}

    def build(
        self,
        fields: Iterable[Described],
        options: Mapping[str, tuple[Option, ...]],
        prefix: str = "",
        wide: frozenset[str] = frozenset(),
        above: bool = False,
    ) -> None:
        """Makes the rows anew.

        Args:
            fields: in order.
            options: by field name, for fields of a list.
            prefix: before each name in paths, e.g. ``parties.0.``.
            wide: names of fields that take the whole width, besides long text.
            above: labels stand over their editors (narrow sheets, long labels).
        """
        while self._grid.count():
            old = self._grid.takeAt(0).widget()
            if old:
                old.setParent(None)
                old.deleteLater()
        self.rows = {}
        line = at = 0
        for field in fields:
            made = FieldRow(field, options.get(field.name, ()), f"{prefix}{field.name}", above)
            whole = field.kind in WIDE or field.name in wide or self._columns == 1
            if whole and at:
                line, at = line + 1, 0
            self._grid.addWidget(made, line, at, 1, self._columns if whole else 1)
            at += self._columns if whole else 1
            if at >= self._columns:
                line, at = line + 1, 0
            made.changed.connect(self.changed)
            made.left.connect(self.left)
            self.rows[made.path] = made

    def raw(self) -> dict[str, str]:
        """What was typed, by path; empty fields are left out."""
        return {path: text for path, made in self.rows.items() if (text := made.raw())}

    def set_raw(self, values: Mapping[str, str]) -> None:
        """Puts words in; fields that are not named are emptied."""
        for path, made in self.rows.items():
            made.set_raw(values.get(path, ""))

    def reasons(self) -> dict[str, str]:
        """Reasons that overrule checks, by path."""
        return {path: why for path, made in self.rows.items() if (why := made.reason())}

    def offer(self, path: str, options: tuple[Option, ...]) -> None:
        """Sets what there is to choose from in a field."""
        editor = self.rows[path].editor
        if isinstance(editor, ChooserEditor):
            editor.chooser.offer(options)
        elif isinstance(editor, ButtonsEditor):
            editor.buttons.offer(options)

    def show_problems(self, problems: Iterable[Complaint]) -> str:
        """Says under each field what is wrong with it, and takes away what is mended.

        Returns:
            The path of the first field that is wrong; empty where none is.
        """
        told = {problem.path: problem for problem in problems}
        first = ""
        for path, made in self.rows.items():
            problem = told.get(path)
            if problem is None:
                made.show_problem("")
            else:
                made.show_problem(problem.sentence, problem.severity, problem.overridable)
                first = first or (path if problem.severity == "error" else "")
        return first

    def commit(self) -> None:
        """Commits what an input method is composing anywhere on the form."""
        for made in self.rows.values():
            made.editor.commit()

    def focus(self, path: str = "") -> None:
        """Puts the focus into a field, or into the first."""
        made = self.rows.get(path) or next(iter(self.rows.values()), None)
        if made is not None:
            made.focus()
