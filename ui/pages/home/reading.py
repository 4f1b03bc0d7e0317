"""What the desk's page shows, read from the front desk in one job."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from app.matters.values import OURS, Filter
from ui.pages.home.duties import MOST, charge_row, letter_row, task_row
from ui.pages.home.faces import FirstThing, HomeFace, day_in_words
from ui.pages.home.offers import TO_ACCEPT, offer_rows
from ui.pages.home.scores import score_rows
from ui.pages.ledger.cells import short_clock
from ui.pages.matter.reading import day_tone, day_words
from ui.widgets.cards import FigureFace
from ui.widgets.rows import RowFace
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.bundles.values import Restoration
    from app.desk import Desk
    from app.matters.values import LedgerRow

FIRST = "先做这三件事"
RESTORED = "本机 {month}月{day}日从备份恢复，先做这三件事"
MOST_ROWS = 12
"""A list of the desk is short; the ledger shows the rest."""


class Waiting(Protocol):
    """What waits, as the ledger counts it."""

    @property
    def open(self) -> int:
        """Matters being worked on."""
        ...

    @property
    def overdue(self) -> int:
        """Of them, those whose day is past."""
        ...

    @property
    def today(self) -> int:
        """Due today."""
        ...

    @property
    def week(self) -> int:
        """Due in the next seven days."""
        ...

    @property
    def waiting(self) -> int:
        """Changed since the last bundle."""
        ...

    @property
    def unreceipted(self) -> int:
        """In a bundle, not yet confirmed."""
        ...


def read_home(desk: Desk) -> HomeFace:
    """Asks the desk; belongs into a reading job."""
    today = desk.today().date()
    find = desk.matters.find
    counts = find.counts()
    month, before, year = months(today)
    here, last, then = (
        find.totals(Filter(received_from=a, received_to=b)).count for a, b in (month, before, year)
    )
    # All of them, since they are counted too: closed matters have no index that would count them alone.
    visits = find.find_ids(_wanted("visit"))
    due = (
        _rows(desk, "overdue", today) + _rows(desk, "today", today) + _faces(desk, visits[:MOST_ROWS], today)
    )
    waits = desk.duties.waiting()
    back = desk.bundles.restored()
    again = _after_restore(desk, back) if back is not None else ()
    new = not (here or last or then or counts.open or counts.waiting)
    return HomeFace(
        day=day_in_words(today.month, today.day, today.weekday()),
        sentence=sentence(counts),
        figures=(
            FigureFace("month", "本月登记", f"{here:,}", f"上月 {last:,}　去年同月 {then:,}"),
            FigureFace("open", "正在办理", f"{counts.open:,}", f"七天内到期 {counts.week:,}"),
            FigureFace("overdue", "已超期", f"{counts.overdue:,}", f"今天到期 {counts.today:,}"),
            FigureFace(
                "waiting", "等待上报", f"{counts.waiting:,}", f"已导出、等回执 {counts.unreceipted:,}"
            ),
        ),
        due=due[:MOST_ROWS],
        week=_rows(desk, "week", today)[:MOST_ROWS],
        transport=_transport(counts),
        offers=offer_rows(desk),
        letters=tuple(map(letter_row, waits.letters[:MOST])),
        letter_count=len(waits.letters),
        tasks=tuple(task_row(one, today) for one in waits.tasks[:MOST]),
        task_count=len(waits.tasks),
        charges=tuple(
            charge_row(one, district=desk.access.office.is_district) for one in waits.charges[:MOST]
        ),
        charge_count=len(waits.charges),
        scores=score_rows(desk),
        due_count=counts.overdue + counts.today + len(visits),
        week_count=counts.week,
        first=again or (_first(desk) if new else ()),
        first_heading=RESTORED.format(month=back.on.month, day=back.on.day) if back and again else FIRST,
        restored=bool(again),
    )


def months(today: date) -> tuple[tuple[date, date], tuple[date, date], tuple[date, date]]:
    """First and last day of this month so far, of last month, and of this month a year ago."""
    first = today.replace(day=1)
    last_before = first - timedelta(days=1)
    year_ago = first.replace(year=first.year - 1)
    after = (year_ago + timedelta(days=31)).replace(day=1)
    return (first, today), (last_before.replace(day=1), last_before), (year_ago, after - timedelta(days=1))


def sentence(counts: Waiting) -> str:
    """What is due, in one sentence."""
    parts = [
        f"今天有 {counts.today} 件到期" if counts.today else "",
        f"{counts.overdue} 件已超期" if counts.overdue else "",
    ]
    due = "，".join(p for p in parts if p) or "今天没有到期的事项"
    return f"{due}；{counts.waiting} 件等待上报" if counts.waiting else due


def row_face(row: LedgerRow, today: date, clock: str = "") -> RowFace:
    """A matter as a row of the desk's lists; ``clock`` says what runs out."""
    days = (row.next_due_on - today).days if row.next_due_on else None
    status: Status | str = ""
    if days is not None:
        status = Status(day_tone(days), f"{clock} {day_words(days)}".strip())
    place = row.rung_label
    return RowFace(
        row.matter,
        (row.number, row.title or "（未写事由）", place, status, row.officer or ""),
        "接收" if row.next_action == TO_ACCEPT else row.next_label,
    )


def _wanted(due: str) -> Filter:
    return Filter(due=due, custodian=OURS, order="next_due_on", descending=False)  # pyright: ignore[reportArgumentType]


def _rows(desk: Desk, due: str, today: date) -> tuple[RowFace, ...]:
    return _faces(desk, desk.matters.find.find_ids(_wanted(due), MOST_ROWS), today)


def _faces(desk: Desk, docs: Sequence[int], today: date) -> tuple[RowFace, ...]:
    rows = desk.matters.find.rows(docs)
    return tuple(row_face(row, today, _clock_label(desk, row.next_rule)) for row in rows)


def _clock_label(desk: Desk, rule: str | None) -> str:
    found = desk.shelf.clocks.get(rule) if rule else None
    if found is None:
        return ""
    return short_clock(found.label)


def _transport(counts: Waiting) -> tuple[RowFace, ...]:
    rows: list[RowFace] = []
    if counts.waiting:
        rows.append(
            RowFace(
                "out",
                (f"{counts.waiting:,} 件", "有新的内容还没有上报", Status(Tone.OPEN, "未导出")),
                "写入 U 盘",
            )
        )
    if counts.unreceipted:
        words = (f"{counts.unreceipted:,} 件", "已经导出，区里还没有回执", Status(Tone.NOW, "等待回执"))
        rows.append(RowFace("back", words, "查看", quiet=True))
    return tuple(rows)


def _first(desk: Desk) -> tuple[FirstThing, ...]:
    villages = bool(desk.directory.choices("village"))
    known = bool(desk.bundles.peers())
    return (
        FirstThing(
            "settings/village",
            "录入村社、单位和领导",
            "登记时按拼音首字母就能选到，文书上的落款也从这里来",
            villages,
        ),
        FirstThing("up", "和区县交换名片", "带一个 U 盘去区里一次，以后的上报包才能互相认得", known),
        FirstThing("register", "登记第一件事项", "按 Ctrl+N；有旧台账的，可以在台账里导入 Excel", done=False),
    )


def _after_restore(desk: Desk, back: Restoration) -> tuple[FirstThing, ...]:
    """What a restored office has to do; nothing once its other side has answered and a new backup was made."""
    kept = bool(desk.last_backup())
    if back.answered and kept:
        return ()
    mark = f"；新编号带“{back.station}”，不会与发出去的重号" if back.station else ""
    if desk.access.office.is_district:
        ask = FirstThing(
            "inbox",
            "写出回执，请各乡镇再上报一次",
            "乡镇收下回执，就从本机缺的地方起自动补报，以前收过的不会重复",
            back.answered,
        )
    else:
        ask = FirstThing(
            "up",
            "上报一次，收下区里的回执",
            "没有送到的这次一并补上；备份以后区里还收到过什么，回执里会说",
            back.answered,
        )
    return (
        FirstThing(
            "register",
            "补登备份以后的事项",
            f"对照纸质登记簿和发出去的文书，缺的重新登记{mark}",
            done=False,
        ),
        ask,
        FirstThing("settings/machine", "再做一次备份", "恢复后的数据还没有备份过", kept),
    )
