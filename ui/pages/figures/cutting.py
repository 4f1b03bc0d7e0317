"""What a table is made of: figure, rows, columns, and one value of a third dimension, each a chip that opens its list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal

from app.figures.values.figures import Cut
from ui.pages.figures.faces import Offer, Wish
from ui.widgets.build import link
from ui.widgets.fields import Option
from ui.widgets.flow import Flow
from ui.widgets.pick import PickBar, PickChip, PickDrop

FIGURE, ROWS, COLUMNS, NARROW, VALUE = "figure", "rows", "columns", "narrow", "value"
PICKS = {FIGURE: "指标", ROWS: "行", COLUMNS: "列", NARROW: "筛选", VALUE: "只看"}


class CutPicks(PickBar):
    """The choosers of a table.

    Signals:
        changed: the new `Wish`.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.wish = Wish()
        self._options: dict[str, tuple[Option, ...]] = {}
        flow = Flow(self, gap="xs")
        for name, words in PICKS.items():
            pick = PickChip(words)
            pick.pressed_on.connect(self._opens(name))
            self.picks[name] = pick
            flow.addWidget(pick)
        self.swap = link("行列对调", self._swap, small=True)
        self.clear = link("去掉筛选", self._clear, small=True)
        flow.addWidget(self.swap)
        flow.addWidget(self.clear)

    def show_wish(self, wish: Wish, offer: Offer) -> None:
        """Shows what was read, and what else there is."""
        self.wish = wish
        dimensions = tuple(Option(key, words) for key, words in offer.dimensions)
        cut = wish.cut
        self._options = {
            FIGURE: tuple(Option(key, words) for key, words in offer.figures),
            # The dimension of the other side is offered too: the two change places.
            ROWS: dimensions,
            COLUMNS: dimensions,
            NARROW: tuple(o for o in dimensions if o.id not in (cut.rows, cut.columns)),
            VALUE: tuple(Option(key, words) for key, words in offer.values),
        }
        for name, pick in self.picks.items():
            chosen = self._chosen(name)
            words = next((o.label for o in self._options[name] if o.id == chosen), "")
            pick.show_words(f"{PICKS[name]}：{words}" if words else PICKS[name])
            pick.setChecked(bool(words))
        # A map asks for a figure alone: its tiles are places.
        for name in (ROWS, COLUMNS, NARROW):
            self.picks[name].setVisible(bool(self._options[name]))
        self.picks[VALUE].setVisible(bool(wish.narrow and dimensions))
        self.swap.setVisible(bool(dimensions))
        self.clear.setVisible(bool(wish.narrow and dimensions))

    # -- inside

    def _chosen(self, name: str) -> str | None:
        cut = self.wish.cut
        if name == VALUE:
            return cut.only[1] if cut.only else None
        return {FIGURE: cut.figure, ROWS: cut.rows, COLUMNS: cut.columns, NARROW: self.wish.narrow or None}[
            name
        ]

    def _opens(self, name: str) -> Callable[[], None]:
        return lambda: self._open(name)

    def _open(self, name: str) -> None:
        again = self.take_away(name)
        self.picks[name].setChecked(self._chosen(name) is not None)
        if again:
            return
        chosen = self._chosen(name)
        options = self._options.get(name, ())
        drop = PickDrop(PICKS[name], options, () if chosen is None else (chosen,), one=True)
        drop.picked.connect(self._picks(name))
        self.drop_down(name, drop)

    def _picks(self, name: str) -> Callable[[tuple[str, ...]], None]:
        return lambda ids: self.choose(name, ids[0] if ids else None)

    def choose(self, name: str, key: str | None) -> None:
        """Another figure, dimension or value; None where it was taken back."""
        cut, narrow = self.wish.cut, self.wish.narrow
        if name in (FIGURE, ROWS, COLUMNS):
            if key is None:
                return
            cut = _with(cut, name, key)
        elif name == NARROW:
            narrow, cut = key or "", replace(cut, only=None)
        else:
            cut = replace(cut, only=(narrow, key) if key is not None else None)
        self._want(replace(self.wish, cut=cut, narrow=narrow))

    def _swap(self) -> None:
        cut = self.wish.cut
        self._want(replace(self.wish, cut=replace(cut, rows=cut.columns, columns=cut.rows)))

    def _clear(self) -> None:
        self._want(replace(self.wish, cut=replace(self.wish.cut, only=None), narrow=""))

    def _want(self, wish: Wish) -> None:
        self.changed.emit(wish)


def _with(cut: Cut, name: str, key: str) -> Cut:
    if name == FIGURE:
        return replace(cut, figure=key)
    if name == ROWS:
        return replace(cut, rows=key, columns=cut.rows if key == cut.columns else cut.columns)
    return replace(cut, columns=key, rows=cut.columns if key == cut.rows else cut.rows)
