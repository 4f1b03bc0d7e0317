"""The payment list of a period (以案定补发放表) as an .xlsx: a sheet to sign, a sheet of the dossiers behind it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from app.duties.values.awards import ListLine, PayList
from app.errors import UserError
from app.sheets.saving import saving, workbook

_FONT: Final = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_PAID: Final = ("序号", "调解员", "调解委员会", "件数", "卷宗等次", "金额（元）", "领取人签名")
_BEHIND: Final = ("序号", "调解员", "调解委员会", "事项编号", "评定编号", "等次", "金额（元）", "说明")
_WIDTHS: Final = ((6, 12, 24, 8, 22, 14, 18), (6, 12, 24, 24, 22, 10, 14, 26))
_BACK: Final = "追回："


def write_payments(found: PayList, office: str, path: Path) -> None:
    """Write a payment list to a file; what stood there is replaced when the new one is whole.

    Args:
        found: the list.
        office: its name, as it stands above the list.
        path: .xlsx.

    Raises:
        UserError: another kind of file; the folder is missing.
        EnvironmentFault: the file cannot be written; what stood there stands there still.
    """
    if path.suffix.casefold() != ".xlsx":
        raise UserError("only_xlsx", "这里只写 Excel 文件。", "请把文件名改成以 .xlsx 结尾。")
    with saving(path) as part, workbook(part, streaming=False) as book:
        _write(book, found, office)


def _write(book: Any, found: PayList, office: str) -> None:
    cell = {**_FONT, "border": 1, "text_wrap": True}
    looks = {
        "title": book.add_format(
            {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}
        ),
        "under": book.add_format({**_FONT, "font_color": "#595959"}),
        "head": book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#EDEDED"}),
        "text": book.add_format(cell),
        "number": book.add_format({**cell, "align": "center", "num_format": "0"}),
        "money": book.add_format({**cell, "num_format": "#,##0.00"}),
    }
    state = (
        f"编号：{found.number}　审批：{found.approver}　{found.approved_on}" if found.approved else "未审批"
    )
    rows: list[Sequence[object]] = [
        (at, r.mediator, r.committee, r.cases, r.grades, r.fen / 100, "")
        for at, r in enumerate(found.rows, start=1)
    ]
    rows.append(("", "合计", "", found.cases, found.capital, found.fen / 100, ""))
    if found.back:
        rows.append(("", "本期追回", "", len(found.back), "", found.back_fen / 100, ""))
    _sheet(book, looks, ("发放表", found.title, f"{office}　{state}"), _PAID, rows, _WIDTHS[0])
    lines = [*found.lines, *found.back]
    behind = [_behind(at, line) for at, line in enumerate(lines, start=1)]
    _sheet(book, looks, ("明细", f"{found.title}明细", office), _BEHIND, behind, _WIDTHS[1])


def _behind(at: int, line: ListLine) -> Sequence[object]:
    why = f"{_BACK}{line.why}" if line.why else ""
    return (
        at,
        line.mediator,
        line.committee,
        line.matter_number,
        line.number,
        line.grade,
        line.fen / 100,
        why,
    )


def _sheet(
    book: Any,
    looks: dict[str, Any],
    words: tuple[str, str, str],
    heads: Sequence[str],
    rows: Sequence[Sequence[object]],
    widths: Sequence[int],
) -> None:
    """One worksheet: its name, title and the line under it, a head, rows."""
    name, title, under = words
    sheet: Any = book.add_worksheet(name)
    sheet.merge_range(0, 0, 0, len(heads) - 1, title, looks["title"])
    sheet.set_row(0, 28)
    sheet.write_string(1, 0, under, looks["under"])
    for number, head in enumerate(heads):
        sheet.write_string(2, number, head, looks["head"])
        sheet.set_column(number, number, widths[number])
    for place, row in enumerate(rows, start=3):
        for number, value in enumerate(row):
            if isinstance(value, float):
                sheet.write_number(place, number, value, looks["money"])
            elif isinstance(value, int):
                sheet.write_number(place, number, value, looks["number"])
            else:
                sheet.write_string(place, number, str(value), looks["text"])
    sheet.repeat_rows(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页 共 &N 页")
