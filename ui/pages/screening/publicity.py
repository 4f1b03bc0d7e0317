"""宣传: activities, and the pictures of one, shown from memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QWidget

from app.duties.values.base import Field, Kind
from app.matters.values import Changes
from ui.pages.asking import ask
from ui.pages.looking import Look
from ui.pages.part import Part
from ui.pages.screening.faces import PICTURE_COLUMNS, PUBLICITY_COLUMNS, publicity_row
from ui.widgets.build import button, column, label, link, row
from ui.widgets.rows import RowFace, Rows

if TYPE_CHECKING:
    from app.duties.values.publicities import EnclosureLine, PublicityLine, PublicityView
    from ui.context import Context

REASON = Field("理由", Kind.TEXT, name="why", required=True, help="例如：传错了活动")
OVER = "直接从加密保存里显示，磁盘上不留原件的副本"
NOT_SHOWN = "{what}在程序里不能显示。可另存到文件夹后用别的程序打开，用完请删除。"
PICK = "图片和文件 (*)"


class PublicityPart(Part):
    """The list, or one activity."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shown: PublicityView | None = None
        self._key = ""
        self.look = Look(context)
        self.activities = Rows(PUBLICITY_COLUMNS, "", 8)
        self.add_page(self.activities)
        self.add_page(self._made_activity())
        self.body.addStretch(1)
        self.activities.opened.connect(self.open)
        self.activities.acted.connect(self.open)
        self.pictures.opened.connect(self._on_picture)
        self.pictures.acted.connect(self._on_void)

    def _made_activity(self) -> QWidget:
        page = QWidget()
        down = column(page, gap="m")
        head = row(gap="m")
        head.addWidget(link("‹ 各场宣传", self.back))
        self._title = label("", "heading")
        head.addWidget(self._title, 1)
        self.more = button("加图片", self._on_add)
        self.change = button("修改", self._on_change, "quiet")
        for one in (self.more, self.change):
            head.addWidget(one)
        down.addLayout(head)
        self._told = label("", "muted", wrap=True)
        down.addWidget(self._told)
        self.pictures = Rows(PICTURE_COLUMNS, "", 8)
        down.addWidget(self.pictures)
        return page

    # -- reading

    def load(self) -> None:
        """The list, or the activity that stands open."""
        room = self.context.desk.duties.publicities
        if self._key:
            office, _, ident = self._key.partition("/")
            self.read(lambda: room.show(ident, office), self._show_activity, "publicity")
        else:
            self.read(room.lines, self._show_list, "publicity")

    def open(self, ident: str) -> None:
        """Shows one activity: `office/id`."""
        self._key = ident
        self.load()

    def back(self) -> bool:
        """From a picture to the activity, from the activity to the list."""
        if self.look.close():
            return True
        was, self._key = self._key, ""
        if was:
            self.load()
        return bool(was)

    def _show_list(self, lines: tuple[PublicityLine, ...]) -> None:
        self.faults.clear()
        self._shown = None
        self.turn_to(0)
        self.activities.show_rows(
            tuple(publicity_row(line) for line in lines), "还没有宣传活动。按“记一场宣传活动”。"
        )
        self.titled.emit(f"共 {len(lines)} 场" if lines else "还没有记录")

    def _show_activity(self, shown: PublicityView) -> None:
        self.faults.clear()
        self._shown = shown
        view = shown.line.view
        self.turn_to(1)
        self._title.setText(view["title"])
        names = ("on_day", "form", "place", "unit")
        told = [view[name] for name in names if view[name]]
        told += [f"参加（覆盖）{view['reached']} 人"] if view["reached"] else []
        told += [f"发放资料 {view['copies']} 份"] if view["copies"] else []
        told += [view["what"]] if view["what"] else []
        self._told.setText("　".join(told))
        for one in (self.more, self.change):
            one.setVisible(view.ours)
        self.pictures.show_rows(
            tuple(
                RowFace(
                    p.id,
                    (p.name, p.what if p.here else f"{p.what}，还没有收到内容", p.size_words),
                    "撤回" if p.ours else "",
                    quiet=True,
                )
                for p in shown.pictures
            ),
            "还没有图片。按“加图片”，可以一次选多张；图片加密保存在本机。",
        )
        self.titled.emit(f"图片 {len(shown.pictures)} 张")

    # -- commands

    def start(self) -> None:
        """Asks for a new activity."""
        ask(
            self.context,
            self,
            "记一场宣传活动",
            "duty:publicity:",
            self.context.desk.duties.publicities.book.fields(),
            lambda desk, given: desk.duties.publicities.book.add(given),
            start={"on_day": self.context.desk.today().date().isoformat()},
            then=lambda kept: self.open(f"{self.context.desk.access.office.office}/{kept.id}"),
        )

    def _on_change(self) -> None:
        if self._shown is not None:
            view = self._shown.line.view
            ask(
                self.context,
                self,
                "修改宣传活动",
                f"duty:publicity:{view.id}",
                self.context.desk.duties.publicities.book.fields(),
                lambda desk, given: desk.duties.publicities.book.change(view.id, given, view.version),
                start=view.raw,
                only_changed=True,
            )

    def _on_add(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self, "选择图片", "", PICK)
        self.take(tuple(Path(f) for f in files))

    def take(self, files: tuple[Path, ...]) -> None:
        """Takes pictures in, one after another."""
        if self._shown is None or not files:
            return
        room, ident = self.context.desk.duties.publicities, self._shown.line.id

        def done(added: list[Any]) -> None:
            self.faults.clear()
            self.context.toast(added[-1].words if len(added) == 1 else f"已收存 {len(added)} 张")
            self.context.changed(Changes(frozenset({"duties", "enclosure"})))

        self.work(lambda: [room.add_picture(ident, file) for file in files], done)

    def _picture(self, ident: str) -> EnclosureLine | None:
        pictures = self._shown.pictures if self._shown is not None else ()
        return next((p for p in pictures if p.id == ident), None)

    def _on_picture(self, ident: str) -> None:
        picture = self._picture(ident)
        if picture is None:
            return
        if not picture.here:
            self.context.toast("还没有收到内容，现在打不开")
            return
        room = self.context.desk.duties.publicities
        self.look.show(
            picture.name,
            f"{picture.size_words}　{OVER}",
            lambda: room.picture(ident),
            self._copier(ident),
            why_not="" if picture.viewable else NOT_SHOWN.format(what=picture.what),
        )

    def _copier(self, ident: str) -> Callable[[], None]:
        def copy() -> None:
            folder = QFileDialog.getExistingDirectory(self, "另存到")
            if folder:
                room = self.context.desk.duties.publicities
                said: Callable[[str], None] = lambda path: self.context.toast(f"已另存到 {path}")  # noqa: E731
                self.work(lambda: room.export_picture(ident, Path(folder)), said)

        return copy

    def _on_void(self, ident: str) -> None:
        room = self.context.desk.duties.publicities

        class _Done:
            def __init__(self, changes: Changes) -> None:
                self.changes = changes

        ask(
            self.context,
            self,
            "撤回图片",
            f"duty:void:{ident}",
            (REASON,),
            lambda _desk, given: _Done(room.void_picture(ident, given.get("why", ""))),
            words="撤回",
        )
