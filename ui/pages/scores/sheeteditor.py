"""A score sheet as a form: its head, its items with the sum of their weights, and one item at a time in the side sheet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Signal

from app.figures.values.scores import Changes
from app.matters.values import Field, Kind
from ui.drafts import DraftKeeper
from ui.pages.asking import ask
from ui.pages.scores.pane import Pane
from ui.widgets.build import button, label, primary
from ui.widgets.cards import SectionHeader
from ui.widgets.fields import Option
from ui.widgets.rows import Column, RowFace, Rows

if TYPE_CHECKING:
    from app.desk import Desk
    from app.figures.values.scores import ScoreItemFace
    from ui.context import Context

COLUMNS = (
    Column("项目", 26),
    Column("分值", 7, whole=True),
    Column("方面", 10, "muted", whole=True),
    Column("计分办法", 40),
    Column("指标", 20, "muted"),
)
DRAFT = "score:sheet"


@dataclass(frozen=True, slots=True)
class _Noted:
    """What was put on the form; nothing is written yet, so no page repaints."""

    value: Any
    changes: Changes


@dataclass(frozen=True, slots=True)
class Edited:
    """What the editor shows: the sheet's data, each item in words, the sum, and whether it is the total."""

    data: dict[str, Any]
    faces: tuple[ScoreItemFace, ...]
    sum_words: str
    adds_up: bool


def read_edited(desk: Desk, data: dict[str, Any]) -> Edited:
    """Says a sheet in words; asks, so it belongs into a job."""
    room = desk.scores.sheets
    return Edited(data, tuple(room.face(i) for i in data["items"]), *room.sum_words(data))


class SheetEditor(Pane):
    """One sheet, being changed; what was changed is kept as a draft until it is put into force.

    Signals:
        back: the sheets are to be shown.
    """

    back = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.edited: Edited | None = None
        self.rows: Rows | None = None
        self.keeper = DraftKeeper(context, DRAFT, self._body, self)
        self._touched = False

    def open_sheet(self, data: dict[str, Any]) -> None:
        """Begins with a sheet as it holds now; a new one holds from this quarter on."""
        today = self.context.desk.today().date()
        self.keeper.begin()
        self._touched = False
        since = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
        title = str(data.get("title", "")).removesuffix("（缺省）")
        self._show(
            {**data, "title": title, "valid_from": max(str(data.get("valid_from", "")), since.isoformat())}
        )

    def give_back(self, ident: str, body: dict[str, object]) -> None:
        """Puts a draft back."""
        self.keeper.begin(ident)
        self._touched = True
        self._show(json.loads(str(body["sheet"])))

    def leave(self) -> None:
        """Keeps what was changed now."""
        self.keeper.keep_now()

    def _body(self) -> dict[str, object]:
        if self.edited is None or not self._touched:
            return {}
        return {"sheet": json.dumps(self.edited.data, ensure_ascii=False)}

    # -- showing

    def _show(self, data: dict[str, Any]) -> None:
        desk = self.context.desk
        self.context.jobs.read(
            lambda _r: read_edited(desk, data),
            self.show_edited,
            owner=self,
            failed=self.faults.show_fault,
            latest="sheet",
        )

    def show_edited(self, edited: Edited) -> None:
        """Shows the sheet as it stands on the form."""
        self.begin()
        self.edited = edited
        data = edited.data
        known = self.context.desk.scores.sheets.kinds()
        kinds = "、".join(known[k] for k in data.get("kinds", ()) if k in known)
        self.heading(str(data.get("title", "")), self.back.emit, f"{kinds} · {data.get('valid_from')} 起适用")
        self.tools(
            primary("启用这份细则", self.save),
            button("名称、适用、启用日期…", self.head),
            button("加一项…", self.add),
            button("放弃改动", self.drop),
        )
        role = "good" if edited.adds_up else "problem"
        self.content.addWidget(label(edited.sum_words, role, wrap=True))
        self.content.addWidget(SectionHeader("考评项目", "按一项可以改它的分值、指标、计分办法，或者删去"))
        self.rows = Rows(COLUMNS, "", 6)
        self.rows.show_rows(
            tuple(
                RowFace(
                    f"{n}", (i.name, i.weight, i.aspect, i.formula, i.figure_name or "—"), "改…", quiet=True
                )
                for n, i in enumerate(edited.faces)
            ),
            "还没有考评项目",
        )
        self.rows.opened.connect(self.change)
        self.rows.acted.connect(self.change)
        self.content.addWidget(self.rows)

    def _put(self, noted: Any) -> None:
        self._touched = True
        self.keeper.touched()
        self._show(cast("_Noted", noted).value)

    # -- acts

    def head(self) -> None:
        """Asks for the sheet's head."""
        if self.edited is None:
            return
        data, known = self.edited.data, self.context.desk.scores.sheets.kinds()
        fields = (
            Field("名称", Kind.TEXT, name="title", required=True),
            *(Field(f"用于{words}", Kind.FLAG, name=f"kind:{key}") for key, words in known.items()),
            Field(
                "启用日期",
                Kind.DATE,
                name="valid_from",
                required=True,
                help="时段的第一天不早于这一天的，用这份细则",
            ),
            Field("总分", Kind.TEXT, name="total", required=True),
            Field(
                "参加排名的最低比重（%）",
                Kind.TEXT,
                name="rank_least",
                help="以本单位自己的数据计分的分值，占总分不到这个比重的不排名",
            ),
        )
        start = {key: str(data.get(key) or "") for key in ("title", "valid_from")}
        start |= {"total": str(data.get("total", 100)), "rank_least": str(data.get("rank_least", 50))}
        start |= {f"kind:{key}": "1" for key in data.get("kinds", ())}

        def does(_desk: Desk, given: dict[str, str]) -> _Noted:
            kinds = [key for key in known if given.get(f"kind:{key}")]
            told = {key: given.get(key, "") for key in ("title", "valid_from", "total", "rank_least")}
            return _noted({**data, **told, "kinds": kinds})

        ask(
            self.context,
            self,
            "考评细则",
            f"{DRAFT}:head",
            fields,
            does,
            words="确定",
            start=start,
            then=self._put,
        )

    def add(self) -> None:
        """Asks for a new item."""
        if self.edited is not None:
            self._ask_item(
                len(self.edited.data["items"]), {"empty": "share", "takes": "average"}, "加考评项目"
            )

    def change(self, key: str) -> None:
        """Asks for changes of an item."""
        if self.edited is not None:
            at = int(key)
            self._ask_item(
                at, self.context.desk.scores.sheets.typed(self.edited.data["items"][at]), f"第 {at + 1} 项"
            )

    def _ask_item(self, at: int, start: dict[str, str], title: str) -> None:
        edited = self.edited
        if edited is None:
            return
        data, items = edited.data, list(edited.data["items"])
        new = at >= len(items)
        place = Field("排在第几项", Kind.TEXT, name="place")
        drop = () if new else (Field("删去这一项", Kind.FLAG, name="drop"),)

        def does(desk: Desk, given: dict[str, str]) -> _Noted:
            left = items[:at] + items[at + 1 :]
            if given.get("drop"):
                return _noted({**data, "items": left})
            ident = "" if new else str(items[at].get("id") or "")
            made = desk.scores.sheets.item(given, ident, at + 1)
            typed = given.get("place", "")
            put = min(max(int(typed) - 1, 0), len(left)) if typed.isdecimal() else at
            return _noted({**data, "items": [*left[:put], made, *left[put:]]})

        room = self.context.desk.scores.sheets
        options = {
            name: tuple(Option(k, w) for k, w in told.items()) for name, told in room.offered().items()
        }
        options["figure"] = tuple(
            Option(d.id, f"{d.name}{'（比率）' if d.is_rate else f'（{d.unit}）'}", note=d.group)
            for d in room.choices()
        )
        ask(
            self.context,
            self,
            title,
            f"{DRAFT}:item:{at}",
            (*room.fields(), place, *drop),
            does,
            words="确定",
            start={**start, "place": f"{at + 1}"},
            options=options,
            then=self._put,
        )

    def save(self) -> None:
        """Puts the sheet into force; what is wrong with it is said, and nothing is lost."""
        if self.edited is None:
            return
        desk, text, draft = (
            self.context.desk,
            json.dumps(self.edited.data, ensure_ascii=False),
            self.keeper.ident,
        )

        def command(_report: Any) -> Any:
            kept = desk.scores.sheets.load(text)
            desk.matters.drafts.drop(draft)
            return kept

        def done(kept: Any) -> None:
            self._close()
            self.context.toast(kept.changes.words)
            self.context.changed(kept.changes)

        self.context.jobs.write(command, done, owner=self, failed=self.faults.show_fault)

    def drop(self) -> None:
        """Gives the changes up."""
        desk, draft = self.context.desk, self.keeper.ident
        self.context.jobs.write(
            lambda _r: desk.matters.drafts.drop(draft), lambda _n: self._close(), owner=self
        )

    def _close(self) -> None:
        self.edited = None
        self._touched = False
        self.keeper.begin()
        self.back.emit()


def _noted(data: dict[str, Any]) -> _Noted:
    return _Noted(data, Changes(frozenset(), (), "已改在细则上，启用以后才算数"))
