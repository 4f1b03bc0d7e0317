"""Reads the descriptions of papers (resources/papers/*.json) and checks every field of them.

A description may come from the district in a policy bundle or be changed by an office, so whatever is wrong with one
is a sentence that names the file and the field, never a crash while a citizen waits.

    {"id": "accept_notice", "version": 1, "name": "…", "form_no": "F05", "layout": "letter", "kinds": ["petition"],
     "need": "must", "source": "…", "numbered": "notice", "when": CONDITION, "must_when": CONDITION, "names": {kind: name},
     "letter": {…} | "form": {…}}

    form       title, above_left, above_right (TEMPLATE), columns [mm, …], below [TEMPLATE, …], sign [label, …] on
               continuation sheets, split (long text goes on in its place), rows
               [{"height": mm, "grow": share, "flow": true, "each": PATH, "least": n, "empty": n,
               "head": true, "keep": true, "when": CONDITION,
               "cells": [{"label": T} | {"text": T, "span": n, "align", "indent", "ruled", "foot": [T, …],
               "seal", "large"}]}]
    letter     mark, number, title, salutation, signature, date, note (TEMPLATE), attachments [TEMPLATE, …],
               body [TEMPLATE | {"text": T, "style": body|heading|subheading|flush, "when": CONDITION}], note_when, seal
    TEMPLATE   "text with {path|filter}" or a list of texts, {"if": CONDITION, "then": TEMPLATE, "else": TEMPLATE},
               {"tick": CONDITION, "text": TEMPLATE}
    CONDITION  "path" (known) or {"path": P, "is": V | "in": [V, …] | "has": TEXT | "over": N}
               or {"not": C} or {"all": [C, …]} or {"any": [C, …]}
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar, cast

from app.errors import NotFoundError, UserError
from app.papers.engine.model import (
    Block,
    BlockStyle,
    Both,
    Cell,
    Choice,
    Condition,
    Contains,
    Description,
    Form,
    Known,
    Letter,
    Not,
    OneOf,
    Over,
    Row,
    Template,
    TickBox,
)
from app.papers.engine.template import Filler, check_path, parse
from app.papers.values import Layout, Need, PaperKind

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "papers"
_WIDEST = 160.0

T = TypeVar("T")


class _Node:
    """A value of the file with the way to it, for error sentences."""

    def __init__(self, value: object, file: str, where: str) -> None:
        self.value, self.file, self.where = value, file, where

    def wrong(self, what: str) -> UserError:
        return UserError(
            "paper_description_wrong",
            f"文书格式“{self.file}”的“{self.where or '全文'}”一项有误：{what}。",
            "请改正该项，或者换回程序自带的格式。",
        )

    def keys(self, *allowed: str) -> None:
        for key in self.mapping():
            if key not in allowed:
                raise _Node(None, self.file, self._at(key)).wrong("没有这样的项目")

    def mapping(self) -> dict[str, object]:
        if not isinstance(self.value, dict):
            raise self.wrong("应为对象 { }")
        return cast(dict[str, object], self.value)

    def get(self, key: str) -> _Node:
        found = self.mapping().get(key)
        if found is None:
            raise _Node(None, self.file, self._at(key)).wrong("缺少这一项")
        return _Node(found, self.file, self._at(key))

    def maybe(self, key: str, read: Callable[[_Node], T], default: T) -> T:
        return read(self.get(key)) if self.mapping().get(key) is not None else default

    def each(self, read: Callable[[_Node], T]) -> tuple[T, ...]:
        if not isinstance(self.value, list):
            raise self.wrong("应为列表 [ ]")
        items = cast(list[object], self.value)
        return tuple(read(_Node(item, self.file, f"{self.where}[{n}]")) for n, item in enumerate(items))

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.wrong("应为文字")
        return self.value

    def one_of(self, *allowed: str) -> str:
        if self.text() not in allowed:
            raise self.wrong(f"应为 {'、'.join(allowed)} 之一")
        return self.text()

    def number(self) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, (int, float)) or self.value < 0:
            raise self.wrong("应为不小于零的数")
        return float(self.value)

    def whole(self) -> int:
        if self.number() % 1:
            raise self.wrong("应为整数")
        return int(self.number())

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.wrong("应为 true 或 false")
        return self.value

    def path(self) -> str:
        try:
            return check_path(self.text())
        except ValueError as error:
            raise self.wrong(str(error)) from error

    def _at(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key


def _condition(node: _Node) -> Condition:
    if isinstance(node.value, str):
        return Known(node.path())
    node.keys("path", "is", "in", "has", "over", "not", "all", "any")
    found = node.mapping()
    if "not" in found:
        return Not(_condition(node.get("not")))
    for key in ("all", "any"):
        if key in found:
            return Both(node.get(key).each(_condition), any_of=key == "any")
    path = node.get("path").path()
    if "in" in found:
        return OneOf(path, node.get("in").each(_scalar))
    if "has" in found:
        return Contains(path, node.get("has").text())
    if "over" in found:
        return Over(path, node.get("over").whole())
    if "is" in found:
        return OneOf(path, (_scalar(node.get("is")),))
    return Known(path)


def _scalar(node: _Node) -> str:
    if isinstance(node.value, bool):
        return str(node.value).lower()
    return str(node.value) if isinstance(node.value, int) else node.text()


def _template(node: _Node) -> Template:
    if isinstance(node.value, str):
        try:
            return parse(node.value)
        except ValueError as error:
            raise node.wrong(str(error)) from error
    return tuple(piece for part in node.each(_piece) for piece in part)


def _piece(node: _Node) -> Template:
    if isinstance(node.value, str):
        return _template(node)
    if "tick" in node.mapping():
        node.keys("tick", "text")
        return (TickBox(_condition(node.get("tick")), _template(node.get("text"))),)
    node.keys("if", "then", "else")
    return (
        Choice(
            _condition(node.get("if")),
            node.maybe("then", _template, ()),
            node.maybe("else", _template, ()),
        ),
    )


def _templates(node: _Node) -> tuple[Template, ...]:
    return node.each(_template)


def _cell(node: _Node) -> Cell:
    node.keys("label", "text", "span", "align", "indent", "ruled", "foot", "seal", "large")
    label = "label" in node.mapping()
    span = node.maybe("span", _Node.whole, 1)
    if span < 1:
        raise node.get("span").wrong("至少为 1")
    return Cell(
        text=_template(node.get("label")) if label else node.maybe("text", _template, ()),
        span=span,
        label=label,
        align="center"
        if node.maybe("align", lambda n: n.one_of("left", "center", "right"), "left") == "center"
        else "right"
        if node.maybe("align", _Node.text, "left") == "right"
        else "left",
        indent=node.maybe("indent", _Node.flag, False),
        ruled=node.maybe("ruled", _Node.flag, False),
        foot=node.maybe("foot", _templates, ()),
        seal=node.maybe("seal", _Node.flag, False),
        large=node.maybe("large", _Node.flag, False),
    )


def _row(node: _Node) -> Row:
    node.keys("cells", "height", "grow", "flow", "each", "least", "when", "head", "keep", "empty")
    if node.maybe("least", _Node.whole, 1) < 1:
        raise node.get("least").wrong("至少为 1")
    return Row(
        cells=node.get("cells").each(_cell),
        height=node.get("height").number(),
        grow=node.maybe("grow", _Node.whole, 0),
        flow=node.maybe("flow", _Node.flag, False),
        each=node.maybe("each", _Node.path, ""),
        least=node.maybe("least", _Node.whole, 1),
        when=node.maybe("when", _condition, None),
        head=node.maybe("head", _Node.flag, False),
        keep=node.maybe("keep", _Node.flag, False),
        empty=node.maybe("empty", _Node.whole, 0),
    )


def _form(node: _Node) -> Form:
    node.keys("title", "above_left", "above_right", "columns", "rows", "below", "sign", "split")
    columns = node.get("columns").each(_Node.number)
    if not 0 < sum(columns) <= _WIDEST:
        raise node.get("columns").wrong(f"各栏宽度之和应不超过 {_WIDEST:.0f} 毫米")
    rows = node.get("rows").each(_row)
    if not rows:
        raise node.get("rows").wrong("至少要有一行")
    for number, row in enumerate(rows):
        if sum(cell.span for cell in row.cells) != len(columns):
            raise _Node(None, node.file, f"{node.where}.rows[{number}]").wrong("各格所占栏数之和与栏数不符")
    return Form(
        title=_template(node.get("title")),
        columns=columns,
        rows=rows,
        above_left=node.maybe("above_left", _template, ()),
        above_right=node.maybe("above_right", _template, ()),
        below=node.maybe("below", _templates, ()),
        sign=node.maybe("sign", lambda n: n.each(_Node.text), ()),
        split=node.maybe("split", _Node.flag, False),
    )


def _block(node: _Node) -> Block:
    if not isinstance(node.value, dict):
        return Block(_template(node))
    node.keys("text", "style", "when")
    style = node.maybe("style", lambda n: n.one_of("body", "heading", "subheading", "flush"), "body")
    return Block(
        _template(node.get("text")),
        cast(BlockStyle, style),
        node.maybe("when", _condition, None),
    )


def _letter(node: _Node) -> Letter:
    node.keys(
        *(
            "mark",
            "number",
            "title",
            "salutation",
            "body",
            "attachments",
            "signature",
            "date",
            "note",
            "note_when",
            "seal",
        )
    )
    return Letter(
        mark=_template(node.get("mark")),
        number=_template(node.get("number")),
        title=_template(node.get("title")),
        salutation=_template(node.get("salutation")),
        body=node.get("body").each(_block),
        signature=_template(node.get("signature")),
        date=_template(node.get("date")),
        attachments=node.maybe("attachments", _templates, ()),
        note=node.maybe("note", _template, ()),
        note_when=node.maybe("note_when", _condition, None),
        seal=node.maybe("seal", _Node.flag, True),
    )


def _names(node: _Node) -> tuple[tuple[str, str], ...]:
    node.keys("dispute", "petition")
    return tuple((kind, node.get(kind).text()) for kind in node.mapping())


def read(content: str, file: str) -> Description:
    """Reads one description.

    Args:
        content: the JSON text.
        file: the file's name, for error sentences; without its ending it must be the paper's id.

    Raises:
        UserError: ``paper_description_wrong``, with the field that is wrong.
    """
    try:
        top = _Node(json.loads(content), file, "")
    except json.JSONDecodeError as error:
        raise _Node(None, file, f"第{error.lineno}行").wrong("不是有效的 JSON") from error
    top.keys(
        *(
            "id",
            "version",
            "name",
            "form_no",
            "layout",
            "kinds",
            "need",
            "source",
            "numbered",
            "continues",
            "when",
            "must_when",
            "names",
        ),
        *("form", "letter"),
    )
    layout = top.get("layout").one_of("form", "letter")
    if top.get("id").text() != file.removesuffix(".json"):
        raise top.get("id").wrong("应与文件名相同")
    kind = PaperKind(
        id=top.get("id").text(),
        name=top.get("name").text(),
        form_no=top.get("form_no").text(),
        layout=cast(Layout, layout),
        kinds=top.get("kinds").each(lambda n: n.one_of("dispute", "petition")),
        need=cast(Need, top.get("need").one_of("must", "on_demand")),
        numbered=top.maybe("numbered", _Node.text, ""),
        source=top.maybe("source", _Node.text, ""),
        continues=top.maybe("continues", _Node.text, ""),
        names=top.maybe("names", _names, ()),
    )
    return Description(
        kind=kind,
        version=top.get("version").whole(),
        when=top.maybe("when", _condition, None),
        must_when=top.maybe("must_when", _condition, None),
        sheet=_form(top.get("form")) if layout == "form" else _letter(top.get("letter")),
        file=file,
    )


def is_due(description: Description, values: Mapping[str, object]) -> bool:
    """Whether the matter is such that it takes this paper (the description's ``when``)."""
    return Filler(values).holds(description.when)


def is_must(description: Description, values: Mapping[str, object]) -> bool:
    """Whether the matter cannot do without it: 必须, not 按需."""
    return description.kind.need == "must" and Filler(values).holds(description.must_when)


class Descriptions(Mapping[str, Description]):
    """All descriptions of a folder by id, in the order of their form numbers."""

    def __init__(self, folder: Path = FOLDER) -> None:
        found = [read(path.read_text(encoding="utf-8"), path.name) for path in sorted(folder.glob("*.json"))]
        self._all = {item.kind.id: item for item in sorted(found, key=lambda d: (d.kind.form_no, d.kind.id))}

    def __getitem__(self, paper: str) -> Description:
        if paper not in self._all:
            raise NotFoundError("paper_unknown", f"没有“{paper}”这种文书。", "请在文书清单中查看可用的文书。")
        return self._all[paper]

    def __contains__(self, paper: object) -> bool:
        return paper in self._all

    def __iter__(self):
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def of_kind(self, kind: str) -> tuple[PaperKind, ...]:
        """The papers of a kind of matter: ``dispute`` or ``petition``."""
        return tuple(item.kind for item in self._all.values() if kind in item.kind.kinds)
