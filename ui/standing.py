"""What the rail and the quiet line say, read in one job whenever something was changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.desk import Desk


TRUSTED = "时钟可信"
DOUBTED = "时钟存疑：比已有记录早，请校准电脑时间"


@dataclass(frozen=True, slots=True)
class Standing:
    """How the office stands.

    Attributes:
        counts: place, what waits there in words, whether it is urgent.
        facts: last backup, last bundle out, last receipt in, for the quiet line.
        end: the word at its right end.
    """

    counts: tuple[tuple[str, str, bool], ...] = ()
    facts: tuple[str, ...] = ()
    end: str = ""


def read_standing(desk: Desk) -> Standing:
    """Asks the desk; belongs into a reading job."""
    counts = desk.matters.find.counts()
    scores = desk.scores.waiting()
    waits = desk.duties.waiting()
    pressing = counts.overdue + counts.today
    return Standing(
        counts=(
            ("desk", _number(pressing), True),
            ("ledger", _number(counts.open), False),
            ("charges", _number(len(waits.charges)), False),
            ("supervision", _number(len(waits.letters) + len(waits.tasks)), waits.is_late),
            ("up", _number(counts.waiting), False),
            ("scores", _number(len(scores) + len(desk.scores.agenda())), any(one.urgent for one in scores)),
        ),
        facts=_facts(desk),
        end=f"今天 {desk.today().date().isoformat()}　{TRUSTED if desk.clock_is_trusted() else DOUBTED}",
    )


def _facts(desk: Desk) -> tuple[str, ...]:
    out = back = ""
    # The log is newest first or last, as its room pleases: ISO times compare as text.
    for line in sorted(desk.bundles.log(), key=lambda each: each.at):
        day = f"{int(line.at[5:7])}月{int(line.at[8:10])}日"
        if line.direction == "out":
            out = f"上次导出 {day} 第 {line.number} 包"
        elif line.kind == "receipt":
            back = f"上次回执 {day}"
        else:
            back = f"上次收件 {day} {line.name}"
    last = desk.last_backup()
    none = "还没有收过数据包" if desk.access.office.is_district else "还没有导出过上报包"
    kept = f"上次备份 {int(last[5:7])}月{int(last[8:10])}日" if last else "还没有备份过"
    return (kept, *((fact for fact in (out, back) if fact) if out or back else (none,)))


def _number(value: int) -> str:
    return f"{value:,}" if value else ""
