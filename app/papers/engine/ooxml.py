"""The border to Office Open XML: runs, paragraphs, tables and the package of a DOCX (ECMA-376), from the standard library.

Everything a paper needs of the format (faces for hanzi, exact line pitch, row heights, compound rules) is plain markup that
no library writes for us. The order of the elements is the schema's: Word refuses a file in which it differs.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from app.papers.engine.breaking import BLANK, BOX, ROOM, TICKED
from app.papers.engine.marks import Colour
from app.papers.engine.text import Style

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EARLIEST = (1980, 1, 1, 0, 0, 0)

FACES: Mapping[str, tuple[str, str]] = {
    "song": ("宋体", "SimSun"),
    "fang": ("仿宋_GB2312", "仿宋"),
    "kai": ("楷体_GB2312", "楷体"),
    "hei": ("黑体", "SimHei"),
    "biaosong": ("方正小标宋简体", "方正小标宋_GBK"),
}
"""Role → the name that offices know the face by, and the one it has on newer machines."""
_FAR = "SimSun-ExtB"
"""Windows' own face for the planes above; elsewhere the suite finds another."""

_SPLIT = re.compile(f"({BLANK}+|{ROOM}+|{BOX}|{TICKED}|[\U00010000-\U0010ffff]+)")


def twips(points: float) -> int:
    """Points as twentieths of a point."""
    return round(points * 20)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line over or under a paragraph: its kind in the schema's words, width in eighths of a point, space in points."""

    kind: str
    width: int
    space: int
    colour: Colour


def runs(text: str, style: Style) -> str:
    """A text in one style; marks become underlined room, boxes and boxed ticks."""
    out: list[str] = []
    for part in _SPLIT.split(text):
        if not part:
            continue
        if part[0] == BLANK:
            out.append(_run("\u00a0" * len(part), style, '<w:u w:val="single"/>'))
        elif part[0] == ROOM:
            out.append(_run("\u00a0" * len(part), style))
        elif part == BOX:
            out.append(_run("□", replace(style, role="song")))
        elif part == TICKED:
            tick = replace(style, role="song", size=0.76 * style.size)
            out.append(_run("√", tick, '<w:bdr w:val="single" w:sz="6" w:space="0" w:color="auto"/>'))
        elif part[0] > "\uffff":
            out.append(_run(part, style, face=_FAR))
        else:
            out.append(_run(part, style))
    return "".join(out)


def _run(text: str, style: Style, more: str = "", *, face: str = "") -> str:
    return f"<w:r>{_look(style, more, face)}{_text(text)}</w:r>"


def _text(text: str) -> str:
    lines = text.split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)


def _look(style: Style, more: str = "", face: str = "") -> str:
    name = quoteattr(face or FACES[style.role][0])
    size = round(style.size * 2)
    parts = [
        f'<w:rFonts w:hint="eastAsia" w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name}/>',
        f'<w:color w:val="{_hex(style.colour)}"/>' if any(style.colour) else "",
        f'<w:spacing w:val="{twips(style.tracking)}"/>' if style.tracking else "",
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
        more,
    ]
    return f"<w:rPr>{''.join(parts)}</w:rPr>"


def _hex(colour: Colour) -> str:
    return "".join(f"{round(part * 255):02X}" for part in colour)


def page_number(style: Style, around: tuple[str, str, str]) -> str:
    """Words with the page's number and, where there is a third word, the count of pages."""
    before, between, after = around

    def field(code: str) -> str:
        return f'<w:fldSimple w:instr=" {code} "><w:r>{_look(style)}<w:t>1</w:t></w:r></w:fldSimple>'

    count = field("NUMPAGES") if after else ""
    return (
        _run(before, style)
        + field("PAGE")
        + _run(between, style)
        + count
        + (_run(after, style) if after else "")
    )


def before_last_page(text: str, style: Style) -> str:
    """Words that stand on every page but the last: a field that the office suite reckons page by page."""
    look = _look(style)

    def mark(kind: str) -> str:
        return f'<w:r>{look}<w:fldChar w:fldCharType="{kind}"/></w:r>'

    def code(words: str) -> str:
        return f'<w:r>{look}<w:instrText xml:space="preserve">{escape(words)}</w:instrText></w:r>'

    def number(name: str) -> str:
        return f"{mark('begin')}{code(f' {name} ')}{mark('separate')}{_run('1', style)}{mark('end')}"

    asked = (code(" IF "), number("PAGE"), code(" < "), number("NUMPAGES"), code(f' "{text}" "" '))
    return f"{mark('begin')}{''.join(asked)}{mark('separate')}{_run(text, style)}{mark('end')}"


def paragraph(
    content: str,
    style: Style,
    *,
    align: str = "left",
    first: float = 0.0,
    left: float = 0.0,
    right: float = 0.0,
    before: float = 0.0,
    after: float = 0.0,
    keep: bool = False,
    tab: float = 0.0,
    over: Rule | None = None,
    under: Rule | None = None,
    between: Rule | None = None,
) -> str:
    """A paragraph in an exact line pitch.

    Args:
        content: from `runs` or `page_number`.
        style: its pitch, and how an empty paragraph is high.
        align: left, right, center or both.
        first: indent of the first line; of all lines ``left`` and ``right``; in points, negative ones stand out.
        left: see above.
        right: see above.
        before: room before, in points.
        after: room after.
        keep: it stays on one page with the next one.
        tab: a right tabulator, points from the left.
        over: a line over it; ``under`` it, and ``between`` it and an equal one.
        under: see above.
        between: see above.
    """
    edges = "".join(
        _edge(name, rule) for name, rule in (("top", over), ("bottom", under), ("between", between)) if rule
    )
    indent = "".join(
        f' w:{name}="{twips(value)}"'
        for name, value in (("left", left), ("right", right), ("firstLine", first))
        if value
    )
    parts = [
        "<w:keepNext/>" if keep else "",
        f"<w:pBdr>{edges}</w:pBdr>" if edges else "",
        f'<w:tabs><w:tab w:val="right" w:pos="{twips(tab)}"/></w:tabs>' if tab else "",
        f'<w:spacing w:before="{twips(before)}" w:after="{twips(after)}" w:line="{twips(style.pitch)}" w:lineRule="exact"/>',
        f"<w:ind{indent}/>" if indent else "",
        f'<w:jc w:val="{align}"/>',
        _look(style),
    ]
    return f"<w:p><w:pPr>{''.join(parts)}</w:pPr>{content}</w:p>"


def _edge(name: str, rule: Rule) -> str:
    return f'<w:{name} w:val="{rule.kind}" w:sz="{rule.width}" w:space="{rule.space}" w:color="{_hex(rule.colour)}"/>'


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell of a table.

    Args:
        content: paragraphs, at least one.
        width: points.
        span: columns.
        middle: the content stands in the middle of the height, else at the top.
        low: the content stands at the bottom.
        joined: "restart" or "continue" where it is one with the cell under or over it.
        open_below: no line under it; ``open_above``: none over it.
        open_above: see above.
    """

    content: str
    width: float
    span: int = 1
    middle: bool = False
    low: bool = False
    joined: str = ""
    open_below: bool = False
    open_above: bool = False

    def xml(self) -> str:
        """The cell's markup."""
        edges = ('<w:top w:val="nil"/>' if self.open_above else "") + (
            '<w:bottom w:val="nil"/>' if self.open_below else ""
        )
        parts = [
            f'<w:tcW w:w="{twips(self.width)}" w:type="dxa"/>',
            f'<w:gridSpan w:val="{self.span}"/>' if self.span > 1 else "",
            f'<w:vMerge w:val="{self.joined}"/>' if self.joined else "",
            f"<w:tcBorders>{edges}</w:tcBorders>" if edges else "",
            f'<w:vAlign w:val="{"center" if self.middle else "bottom" if self.low else "top"}"/>',
        ]
        return f"<w:tc><w:tcPr>{''.join(parts)}</w:tcPr>{self.content}</w:tc>"


def table_row(cells: Iterable[WordCell], height: float, *, whole: bool) -> str:
    """A row of at least ``height`` points; ``whole`` keeps it on one page."""
    keep = "<w:cantSplit/>" if whole else ""
    return (
        f'<w:tr><w:trPr>{keep}<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/></w:trPr>'
        f"{''.join(cell.xml() for cell in cells)}</w:tr>"
    )


def kept_with_next(row: str) -> str:
    """The row on one page with the row after it."""
    return row.replace("<w:pPr>", "<w:pPr><w:keepNext/>").replace(
        "<w:keepNext/><w:keepNext/>", "<w:keepNext/>"
    )


def table(
    rows: Iterable[str], columns: Sequence[float], *, outer: float, inner: float, pad: tuple[float, float]
) -> str:
    """A ruled table of fixed columns.

    Args:
        rows: from `table_row`.
        columns: widths, points.
        outer: width of the frame, points; ``inner``: of the lines inside.
        inner: see above.
        pad: room in a cell above and below, and at its sides.
    """
    edges = "".join(
        f'<w:{name} w:val="single" w:sz="{round(width * 8)}" w:space="0" w:color="000000"/>'
        for name, width in (
            *((side, outer) for side in ("top", "left", "bottom", "right")),
            *((side, inner) for side in ("insideH", "insideV")),
        )
    )
    room = "".join(
        f'<w:{name} w:w="{twips(width)}" w:type="dxa"/>'
        for name, width in (("top", pad[0]), ("left", pad[1]), ("bottom", pad[0]), ("right", pad[1]))
    )
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(columns))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{room}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document before it is packed.

    Args:
        body: paragraphs and tables, without the section's end.
        margins: top, right, bottom, left, header, footer; points.
        headers: markup by kind: ``first default even``.
        footers: the same.
        title: what the file says of itself, and ``author``.
        author: see above.
    """

    body: str
    margins: tuple[float, float, float, float, float, float]
    headers: Mapping[str, str]
    footers: Mapping[str, str]
    title: str
    author: str


def pack(sheet: Sheet) -> bytes:
    """The DOCX; the same sheet gives the same bytes."""
    parts = {f"header{n}": ("header", kind, xml) for n, (kind, xml) in enumerate(sheet.headers.items(), 1)}
    parts |= {f"footer{n}": ("footer", kind, xml) for n, (kind, xml) in enumerate(sheet.footers.items(), 1)}
    files: dict[str, str] = {
        "[Content_Types].xml": _types(parts),
        "_rels/.rels": _relations((
            ("rId1", f"{_RELATION}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        )),
        "docProps/core.xml": (
            f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{escape(sheet.title)}</dc:title><dc:creator>{escape(sheet.author)}</dc:creator></cp:coreProperties>"
        ),
        "word/document.xml": _document(sheet, parts),
        "word/_rels/document.xml.rels": _relations((
            *((f"rId{name}", f"{_RELATION}/{name}", f"{name}.xml") for name in ("styles", "settings", "fontTable")),
            *((f"rId{name}", f"{_RELATION}/{part}", f"{name}.xml") for name, (part, _, _) in parts.items()),
        )),
        "word/styles.xml": _STYLES,
        "word/settings.xml": _settings(even="even" in sheet.headers),
        "word/fontTable.xml": _FONTS,
        **{
            f"word/{name}.xml": f"{_HEAD}<w:{'hdr' if part == 'header' else 'ftr'} {_NAMESPACES}>{xml}"
            f"</w:{'hdr' if part == 'header' else 'ftr'}>"
            for name, (part, _, xml) in parts.items()
        },
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content.encode("utf-8"))
    return out.getvalue()


def _types(parts: Iterable[str]) -> str:
    named = [
        ("document", "document.main"),
        ("styles", "styles"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
    ]
    named += [(name, name.rstrip("0123456789")) for name in parts]
    rows = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_OFFICE}.{kind}+xml"/>' for name, kind in named
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{rows}"
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relations(rows: Iterable[tuple[str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{ident}" Type="{kind}" Target="{target}"/>' for ident, kind, target in rows
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _document(sheet: Sheet, parts: Mapping[str, tuple[str, str, str]]) -> str:
    shown = "".join(
        f'<w:{part}Reference w:type="{kind}" r:id="rId{name}"/>' for name, (part, kind, _) in parts.items()
    )
    names = ("top", "right", "bottom", "left", "header", "footer")
    margins = "".join(f' w:{name}="{twips(value)}"' for name, value in zip(names, sheet.margins, strict=True))
    first = "<w:titlePg/>" if "first" in sheet.headers else ""
    return (
        f"{_HEAD}<w:document {_NAMESPACES}><w:body>{sheet.body}<w:sectPr>{shown}"
        f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar{margins} w:gutter="0"/>{first}</w:sectPr></w:body></w:document>'
    )


_STYLES = (
    f'{_HEAD}<w:styles {_NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:cs="仿宋_GB2312"/>'
    '<w:sz w:val="25"/><w:szCs w:val="25"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/>'
    '<w:pPr><w:widowControl/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    '<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style></w:styles>'
)  # fmt: skip

_FONTS = (
    f"{_HEAD}<w:fonts {_NAMESPACES}>"
    + "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in FACES.values()
    )
    + "</w:fonts>"
)


def _settings(*, even: bool) -> str:
    return (
        f'{_HEAD}<w:settings {_NAMESPACES}><w:zoom w:percent="100"/>{"<w:evenAndOddHeaders/>" if even else ""}'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat></w:settings>"
    )
