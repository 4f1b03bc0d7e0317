"""Rounds of screening and 民事直说 sessions on paper, as they are listed on the screen: A4 across, one office's or all."""

from __future__ import annotations

from app.access.context import Context
from app.duties.screening import Rounds
from app.duties.sessions import Sessions
from app.duties.values.screening import RoundLine
from app.duties.values.sessions import SessionLine
from app.matters.neighbours import Neighbours
from app.matters.service import Matters
from app.papers.engine import FontSet
from app.papers.ledger_print import PlainLedger, print_ledger
from app.papers.values import Rendered

MOST = 2_000
"""Lines of a list that is printed: more than a district has in a year."""
ROUNDS = ("序号", "单位", "排查", "方式", "开始", "上报期限", "进度", "零报告", "发现", "结束日期")
SESSIONS = ("序号", "单位", "日期", "村（社区）", "主持人", "到会", "说的事", "办结", "转事项", "在办")


class ScreeningLists:
    """Prints the lists of 排查.

    Args:
        context: the opened office.
        matters: say fields in words.
        fonts: of papers.
    """

    def __init__(self, context: Context, matters: Matters, fonts: FontSet) -> None:
        self._context, self._matters, self._fonts = context, matters, fonts

    def rounds(self, office: str = "") -> Rendered:
        """Rounds, newest first.

        Args:
            office: id of the office whose they are; "" for all that are held here.
        """
        found = Rounds(self._context, self._matters).lines(MOST, office)
        rows = tuple(self._round(n, line) for n, line in enumerate(found, start=1))
        return self._print("排查轮次一览表", office, f"共 {len(found)} 轮", ROUNDS, rows)

    def sessions(self, office: str = "") -> Rendered:
        """民事直说 sessions, newest first; what was said stands in none of them."""
        found = Sessions(self._context, self._matters).lines(MOST, office)
        rows = tuple(self._session(n, line) for n, line in enumerate(found, start=1))
        topics = sum(line.topics for line in found)
        return self._print("民事直说一览表", office, f"共 {len(found)} 场，{topics} 件事", SESSIONS, rows)

    def _print(
        self,
        title: str,
        office: str,
        count: str,
        headings: tuple[str, ...],
        rows: tuple[tuple[str, ...], ...],
    ) -> Rendered:
        with self._context.reading() as session:
            called = Neighbours(session.connection(), self._context).name_of
            whose = called(office) if office else "全部"
        ledger = PlainLedger(
            title,
            f"{whose}　{count}",
            f"{self._context.today().isoformat()} 打印",
            self._context.office.name,
            headings,
            tuple(n == 0 for n in range(len(headings))),
            rows,
            "",
            "样例" if self._context.office.training else "",
        )
        return print_ledger(ledger, "A4", lambda _d, _o, _w: None, self._fonts)

    def _round(self, number: int, line: RoundLine) -> tuple[str, ...]:
        view, cover = line.view, line.coverage
        told = (
            (line.answers, "", "")
            if line.ordered
            else (cover.sentence, str(cover.zero or ""), str(cover.found or ""))
        )
        title = f"{view['title']}（下达）" if line.ordered else view["title"]
        named = (view.office_name, title, view["kind"], view.raw["from_on"], view.raw["due_on"])
        return (str(number), *named, *told, view.raw.get("closed_on", ""))

    def _session(self, number: int, line: SessionLine) -> tuple[str, ...]:
        view = line.view
        counts = (line.topics, line.done, line.matters, line.open)
        told = (view.office_name, view.raw["held_on"], view["village"], view["host"], view["people"])
        return (str(number), *told, *(str(n or "") for n in counts))
