"""村社、责任单位、领导、调解员: each a table that is changed in place, added to, taken from a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from ui.pages.settings.section import Section
from ui.style import space
from ui.widgets.build import button, frame, label, link, pads, row
from ui.widgets.edits import LineEdit
from ui.widgets.fields import FieldForm, Option
from ui.widgets.fields.chooser import matching

if TYPE_CHECKING:
    from app.directory.values import Choice, DirectoryRow, Field
    from ui.context import Context

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
SHEETS = "表格 (*.xlsx *.xls *.csv)"


class EntryModel(QAbstractTableModel):
    """The entries of one kind.

    Signals:
        changed: id of an entry, field name, text: what was typed into a cell.
    """

    changed = Signal(str, str, str)

    def __init__(self, fields: tuple[Field, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fields = fields
        self._rows: tuple[DirectoryRow, ...] = ()
        self._sounds: dict[str, tuple[str, ...]] = {}

    def show_rows(self, rows: tuple[DirectoryRow, ...], sounds: dict[str, tuple[str, ...]]) -> None:
        """Shows other entries; ``sounds`` are the readings of their names."""
        self.beginResetModel()
        self._rows, self._sounds = rows, sounds
        self.endResetModel()

    def row(self, number: int) -> DirectoryRow:
        """An entry."""
        return self._rows[number]

    def option(self, number: int) -> Option:
        """An entry as a chooser finds it."""
        values = dict(self._rows[number].values)
        name = values.get("name", "")
        return Option(values.get("code") or name, name, self._sounds.get(name, ()), values.get("parent", ""))

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.fields)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return dict(self._rows[index.row()].values).get(self.fields[index.column()].name, "")
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or str(value).strip() == self.data(index):
            return False
        entry, field = self._rows[index.row()], self.fields[index.column()]
        self.changed.emit(entry.id, field.name, str(value).strip())
        return True

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.fields[section].label
        return None


class _Narrowed(QSortFilterProxyModel):
    """Entries whose name holds what was typed, or sounds so."""

    def __init__(self, model: EntryModel) -> None:
        super().__init__(model)
        self._typed = ""
        self._entries = model
        self.setSourceModel(model)

    def narrow(self, typed: str) -> None:
        self._typed = typed
        self.invalidateFilter()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        return not self._typed.strip() or bool(matching((self._entries.option(source_row),), self._typed))


class _CellEditor(QStyledItemDelegate):
    """A cell is edited in the house's own line editor, which an input method can trust."""

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        made = LineEdit(parent)
        made.enter_moves = False
        made.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        made.entered.connect(lambda: self._finish(made))
        return made

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, LineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    @override
    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, LineEdit):
            editor.commit()
            model.setData(index, editor.text())

    def _finish(self, editor: LineEdit) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)


class ListSection(Section):
    """One kind of entry."""

    kind = ""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.fields = tuple(f for f in context.desk.directory.fields(self.kind) if f.name != "retired_on")
        self.model = EntryModel(self.fields, self)
        self.model.changed.connect(self._change)
        self.narrowed = _Narrowed(self.model)
        self._retired: DirectoryRow | None = None
        self._mark = ""
        head = row(gap="s")
        self.finder = LineEdit()
        self.finder.setPlaceholderText("查找：汉字、拼音或首字母")
        self.finder.setAccessibleName(f"查找{self.words}")
        self.finder.setMaximumWidth(space("xxl") * 8)
        self.finder.textChanged.connect(self.narrowed.narrow)
        self.count = label("", "hint")
        head.addWidget(self.finder, 1)
        head.addWidget(self.count)
        head.addStretch(1)
        self.add_button = button("添加", self._open_form)
        self.import_button = button("从表格导入…", self._import)
        self.retire_button = button("停用所选", self._retire)
        for part in (self.add_button, self.import_button, self.retire_button):
            head.addWidget(part)
        self.body.addLayout(head)
        self.note = frame("note")
        across = row(self.note, gap="m")
        pads(across, "m", "xs")
        self.note_words = label("")
        across.addWidget(self.note_words)
        across.addWidget(link("恢复", self._revive))
        across.addStretch(1)
        self.note.hide()
        self.body.addWidget(self.note)
        self.body.addWidget(self._make_form())
        self.table = self._make_table()
        self.body.addWidget(self.table, 1)
        names = "、".join(f.label for f in self.fields)
        self.empty = label(
            f"还没有{self.words}。可以逐条添加，也可以从表格导入：第一行写列名（{names}，有几列算几列），"
            "一种名单一个工作表。",
            "faint",
            wrap=True,
        )
        # Neither is said before the desk has answered.
        self.table.hide()
        self.empty.hide()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(
            label(
                "双击或按 F2 改动；Enter 保存，Esc 不改。停用的不再出现在选单里，以前的事项仍保留它。", "hint"
            )
        )
        self.retire_button.refused.connect(context.toast)

    def _make_form(self) -> QWidget:
        self.adding = frame("card")
        down = row(self.adding, gap="m")
        pads(down, "l", "m")
        self.form = FieldForm(columns=2)
        self.form.build(self.fields, {})
        down.addWidget(self.form, 1)
        down.addWidget(button("保存", self._add))
        down.addWidget(link("收起", self.adding.hide))
        self.adding.hide()
        return self.adding

    def _make_table(self) -> QTableView:
        made = QTableView()
        made.setModel(self.narrowed)
        made.setItemDelegate(_CellEditor(made))
        made.setAccessibleName(self.words)
        made.setShowGrid(False)
        made.setTabKeyNavigation(False)
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        made.verticalHeader().hide()
        across = made.horizontalHeader()
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        return made

    @override
    def load(self) -> None:
        directory = self.context.desk.directory
        self.ask(lambda: (directory.rows(self.kind), directory.choices(self.kind)), self._show)

    def _show(self, told: tuple[tuple[DirectoryRow, ...], tuple[Choice, ...]]) -> None:
        rows, choices = told
        # A group's label has its village before it: both names lead to the same readings.
        sounds: dict[str, tuple[str, ...]] = {}
        names = [dict(r.values).get("name", "") for r in rows]
        for choice, name in zip(choices, names, strict=False):
            sounds[name] = tuple(choice.sound.split())
        self.model.show_rows(rows, sounds)
        self.table.verticalHeader().setDefaultSectionSize(self.context.style.look.px("row"))
        self.count.setText(f"{len(rows)} 条")
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.retire_button.allow("" if rows else f"还没有{self.words}")
        at = next((n for n, r in enumerate(rows) if r.id == self._mark), -1)
        if at >= 0:
            self.table.selectRow(self.narrowed.mapFromSource(self.model.index(at, 0)).row())

    def _change(self, entry: str, field: str, text: str) -> None:
        directory = self.context.desk.directory
        self._mark = entry
        self.do(lambda: directory.change(self.kind, entry, {field: text}), "已保存")

    def _open_form(self) -> None:
        self.adding.show()
        self.form.focus()

    def _add(self) -> None:
        self.form.commit()
        given = self.form.raw()
        if not given:
            self.form.focus("name")
            return
        directory = self.context.desk.directory

        def added(_count: int) -> None:
            self.form.set_raw({})
            self.form.focus()

        self.do(lambda: directory.put(self.kind, [given]), f"已添加“{given.get('name', '')}”", added)

    def _chosen(self) -> DirectoryRow | None:
        index = self.table.currentIndex()
        return self.model.row(self.narrowed.mapToSource(index).row()) if index.isValid() else None

    def _retire(self) -> None:
        entry = self._chosen()
        if entry is None:
            self.context.toast("请先在表里选一条")
            return
        directory = self.context.desk.directory

        def retired(_value: object) -> None:
            self._retired = entry
            self.note_words.setText(f"“{dict(entry.values).get('name', '')}”已停用。")
            self.note.show()

        self.do(lambda: directory.retire(self.kind, entry.id), "", retired)

    def _revive(self) -> None:
        if self._retired is None:
            return
        values = dict(self._retired.values)
        directory = self.context.desk.directory
        self._mark = self._retired.id
        self.note.hide()
        self.do(lambda: directory.put(self.kind, [values]), "已恢复")

    def _import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, f"从表格导入{self.words}", "", SHEETS)
        if path:
            self.take_in(Path(path))

    def take_in(self, path: Path) -> None:
        """Takes the lists of a sheet in."""
        sheets = self.context.desk.sheets

        def taken(count: int) -> None:
            self.context.toast(f"导入完成：新增或更新 {count} 条" if count else "表格里的条目都已经有了")

        self.do(lambda: sheets.import_directory(path), "", taken)


class VillageSection(ListSection):
    """Villages, communities and groups."""

    key, words, kind = "village", "村社", "village"
    about = "登记时输入拼音首字母就能找到（qs → 青石村）。组的“所属村”填它所在的村（社区）。"


class UnitSection(ListSection):
    """Units that handle matters."""

    key, words, kind = "unit", "责任单位", "unit"


class LeaderSection(ListSection):
    """Leaders who take matters in charge."""

    key, words, kind = "leader", "领导", "leader"


class MediatorSection(ListSection):
    """People's mediators."""

    key, words, kind = "mediator", "调解员", "mediator"
