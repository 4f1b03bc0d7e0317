"""The list of charges on paper (领导包案化解台账): as it is narrowed on the screen, A4 across."""

from __future__ import annotations

from typing import Any

from app.access.context import Context
from app.duties.charges import Charges
from app.duties.values.charges import NO_BATCH, STATES, ChargeFilter, ChargeLine
from app.matters.service import Matters
from app.papers.engine import FontSet
from app.papers.ledger_print import PlainLedger, print_ledger
from app.papers.values import Rendered

HEADINGS = (
    "序号",
    "包案编号",
    "事项编号",
    "案件名称",
    "批次",
    "包案领导",
    "责任单位",
    "挂账日期",
    "化解时限",
    "最近进展",
    "化解日期",
    "销号日期",
    "倒流日期",
    "状态",
)


def charge_account(context: Context, matters: Matters, wanted: ChargeFilter, fonts: FontSet) -> Rendered:
    """The list of charges as shown, with the counts of its batches below."""
    found = Charges(context, matters).account(wanted)
    whole = found.whole
    counts = [b for b in found.batches if b.batch and wanted.batch in ("", b.batch)]
    sums = "　".join(
        f"{b.batch}：挂账 {b.assigned}，化解 {b.resolved}，销号 {b.struck}，倒流 {b.backflow}，净化解 {b.net}；"
        for b in counts
    )
    total = (
        f"全部：挂账 {whole.assigned} 件，化解 {whole.resolved} 件次，销号 {whole.struck} 件次，"
        f"倒流 {whole.backflow} 件次，净化解 {whole.net} 件"
    )
    ledger = PlainLedger(
        "领导包案化解台账",
        _under(wanted, len(found.lines)),
        f"{context.today().isoformat()} 打印",
        context.office.name,
        HEADINGS,
        tuple(n == 0 for n in range(len(HEADINGS))),
        tuple(_row(n, line) for n, line in enumerate(found.lines, start=1)),
        f"{sums}{total}",
        "样例" if context.office.training else "",
    )
    return print_ledger(ledger, "A4", lambda _d, _o, _w: None, fonts)


def _under(wanted: ChargeFilter, count: int) -> str:
    batch = "未分批" if wanted.batch == NO_BATCH else wanted.batch
    parts = (
        batch,
        f"包案领导 {wanted.leader}" if wanted.leader else "",
        f"责任单位 {wanted.unit}" if wanted.unit else "",
        STATES.get(wanted.state, ""),
        f"含“{wanted.text}”" if wanted.text else "",
        "已超期" if wanted.overdue else "",
        "本月没有进展" if wanted.idle else "",
    )
    return f"{'　'.join(p for p in parts if p) or '全部'}　共 {count} 件"


def _row(number: int, line: ChargeLine) -> tuple[str, ...]:
    def day(value: Any) -> str:
        return value.isoformat() if value else ""

    idle = "（本月没有进展）" if line.idle else ""
    return (
        str(number),
        line.number,
        line.about.number if line.about else "",
        line.about.title if line.about else "",
        line.batch,
        f"{line.leader}{f'（{line.post}）' if line.post else ''}",
        f"{line.lead_unit}（配合单位{'、'.join(line.silent)}没有答复）" if line.silent else line.lead_unit,
        day(line.opened_on),
        day(line.due_on),
        f"{day(line.last_on)}{idle}",
        day(line.resolved_on),
        day(line.struck_on),
        day(line.backflow_on),
        f"超期 {-(line.days_left or 0)} 天" if line.overdue else line.state_label,
    )
