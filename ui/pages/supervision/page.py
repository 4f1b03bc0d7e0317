"""交办督办: letters with their answers, whom to press, what was assigned, tasks of meetings and leaders, meetings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override

from ui.pages.asking import ask
from ui.pages.base import Page
from ui.pages.dutycards import PRESSED, open_cards
from ui.pages.part import Prints, print_made
from ui.pages.supervision import faces
from ui.pages.supervision.asks import ask_task_answer, ask_task_done, hold, stated_fields
from ui.pages.supervision.detail import Detail
from ui.pages.supervision.narrowing import Narrow, NarrowBar, count_waiting, narrowed
from ui.printing import Sheet, print_or_save
from ui.style import space
from ui.widgets.build import button, column, label, primary, row
from ui.widgets.cards import Chips
from ui.widgets.rows import Column, RowFace, Rows
from ui.widgets.sidesheet import scrolled
from ui.widgets.states import FaultSlot, Loading

if TYPE_CHECKING:
    from app.desk import Desk
    from app.duties.values.meetings import MeetingSheet, NextMeeting, TaskLine
    from app.duties.values.supervision import Candidate, GivenLine, LetterLine, Silence
    from app.duties.values.waiting import DutiesWaiting
    from app.matters.values import Changes
    from ui.context import Context
    from ui.faults import Fault

LETTERS, CANDIDATES, GIVEN, TASKS, MEETINGS = "letters", "candidates", "given", "tasks", "meetings"
_COLUMNS: dict[str, tuple[Column, ...]] = {
    LETTERS: faces.LETTERS,
    CANDIDATES: faces.CANDIDATES,
    GIVEN: faces.GIVEN,
    TASKS: faces.TASKS,
    MEETINGS: faces.MEETINGS,
}
_NOTHING = {
    LETTERS: "没有督办。超过期限、没有反馈的事项在“该督办的”里。",
    CANDIDATES: "没有超过期限的事项需要督办。",
    GIVEN: "没有转送、交办的事项。",
    TASKS: "没有会议议定、领导批示的任务。",
    MEETINGS: "还没有记过会议。",
}
_NONE_SO = "没有符合条件的。请换个单位，或者去掉上面的筛选。"
MOST = 200
"""Rows of a list that are shown at most, the most pressing ones."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What one reading brought."""

    letters: tuple[LetterLine, ...]
    candidates: tuple[Candidate, ...]
    given: tuple[GivenLine, ...]
    tasks: tuple[TaskLine, ...]
    meetings: tuple[MeetingSheet, ...]
    silences: tuple[Silence, ...]
    waiting: DutiesWaiting


class SupervisionPage(Page):
    """``navigate("supervision", tab=…, letter=…, task=…, act="next", only="waiting")``."""

    place = "supervision"
    areas = frozenset(
        {"duties", "supervision", "supervision_answer", "meeting", "task", "task_answer", "matters"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.tab = LETTERS
        self.found: _Found | None = None
        self._away, self._came, self._chosen, self._act = True, False, "", ""
        self.print_sheets: Prints = print_or_save
        down = column(self, gap="s")
        down.setContentsMargins(space("xl"), space("l"), space("xl"), space("m"))
        head = row(gap="s")
        head.addWidget(label("交办督办", "title"))
        head.addStretch(1)
        self.cards_button = button("责任卡…", lambda: open_cards(context, PRESSED))
        self.meeting_button = button("记一次会议…", self.hold)
        self.task_button = button("记批示…", self.instruct)
        self.issue_button = primary("发督办…", self.issue)
        for one in (self.cards_button, self.meeting_button, self.task_button, self.issue_button):
            head.addWidget(one)
        down.addLayout(head)
        self._tabs_at = row(gap="s")
        self.tabs: Chips | None = None
        down.addLayout(self._tabs_at)
        self.faults = FaultSlot()
        down.addWidget(self.faults)
        self._layers = QStackedLayout()
        self._layers.addWidget(Loading())
        inner = QWidget()
        self._body = column(inner, gap="m")
        self.silent = label("", "warning", wrap=True)
        self._body.addWidget(self.silent)
        self.narrow = NarrowBar()
        self.narrow.changed.connect(self._on_narrowed)
        self._body.addWidget(self.narrow)
        self.rows = {tab: Rows(columns, "", 7) for tab, columns in _COLUMNS.items()}
        for tab, rows in self.rows.items():
            self._body.addWidget(rows)
            rows.opened.connect(self._opener(tab))
            rows.acted.connect(self._actor(tab))
        self.more = label("", "hint")
        self._body.addWidget(self.more)
        self._body.addStretch(1)
        self._lists = scrolled(inner)
        self._layers.addWidget(self._lists)
        down.addLayout(self._layers, 3)
        # Beside the list and not below it: under two hundred rows nobody finds what was opened.
        self.detail = Detail()
        self.detail.acted.connect(self._act_on_detail)
        self._card = scrolled(self.detail)
        self._card.hide()
        down.addWidget(self._card, 2)

    # -- the page

    @override
    def enter(self, **how: str) -> None:
        self._away, self._came = False, True
        self.tab = how.get("tab", self.tab)
        self._chosen = how.get("letter") or how.get("task") or self._chosen
        self._act = how.get("act", "")
        if how:
            self.narrow.choice = Narrow(waiting=how.get("only") == "waiting")
        self._read()

    @override
    def refresh(self, changes: Changes) -> None:
        if not self._away:
            self._read()

    @override
    def leave(self) -> None:
        self._away = True
        self.narrow.close_drop()

    @override
    def escape(self) -> bool:
        if self.detail.isHidden():
            return False
        chosen, self._chosen = self._chosen, ""
        self._show_detail()
        if not self.rows[self.tab].focus_row(chosen):
            self.focus_first()
        return True

    @override
    def focus_first(self) -> None:
        shown = [w for w in self.rows[self.tab].findChildren(QWidget) if w.property("role") == "row"]
        (shown[0] if shown else self.issue_button).setFocus(Qt.FocusReason.TabFocusReason)

    def choose(self, tab: str) -> None:
        """Shows another list, whole but for the unit that was chosen."""
        self.tab, self._chosen = tab, ""
        self.narrow.choice = Narrow(self.narrow.choice.unit)
        if self.found is not None:
            self._show(self.found)

    # -- reading

    def _read(self) -> None:
        desk = self.context.desk

        def read(_report: object) -> _Found:
            pressing, meetings = desk.duties.supervisions, desk.duties.meetings
            return _Found(
                pressing.lines(),
                pressing.candidates(),
                pressing.given(),
                meetings.task_lines(),
                meetings.sheets(),
                pressing.silences(),
                desk.duties.waiting(),
            )

        self.context.jobs.read(read, self._show, owner=self, failed=self._on_fault, latest="supervision")

    def _show(self, found: _Found) -> None:
        self.found = found
        self.faults.clear()
        self._show_tabs(found)
        units, rows = self._listed(found)
        self.narrow.show_list(self.tab, units, count_waiting(self.tab, found.waiting), self._others(found))
        narrow = self.narrow.choice != Narrow()
        for tab, shown in self.rows.items():
            shown.setVisible(tab == self.tab)
            if tab == self.tab:
                shown.show_rows(rows[:MOST], _NONE_SO if narrow else _NOTHING[tab])
        self.more.setText(f"共 {len(rows)} 条，先列出最急的 {MOST} 条；可以按单位筛选")
        self.more.setVisible(len(rows) > MOST)
        quiet = [f"{s.unit} {s.silent} 份（最长 {s.days} 天）" for s in found.silences if s.silent]
        self.silent.setText(f"超期没有反馈的单位：{'、'.join(quiet)}")
        self.silent.setVisible(bool(quiet) and self.tab == LETTERS)
        self._show_detail()
        self._layers.setCurrentIndex(1)
        act, self._act = self._act, ""
        if act == "next":
            self._do_next(found)
        came, self._came = self._came, False
        if came and self.window().focusWidget() in (None, self):
            self.focus_first()

    def _listed(self, found: _Found) -> tuple[tuple[str, ...], tuple[RowFace, ...]]:
        """The units that occur in the list that is shown, and its rows as they are narrowed."""
        choice, waits = self.narrow.choice, found.waiting
        match self.tab:
            case "letters":
                lines = narrowed(found.letters, choice, waits.letters)
                return _units(found.letters, choice), tuple(map(faces.letter_face, lines))
            case "candidates":
                numbered = {id(x): n for n, x in enumerate(found.candidates)}
                pressed = narrowed(found.candidates, choice, found.candidates)
                rows = tuple(faces.candidate_face(numbered[id(x)], x) for x in pressed)
                return tuple(x.unit for x in found.candidates), rows
            case "given":
                given = narrowed(found.given, choice, found.given)
                return tuple(x.unit for x in found.given), tuple(map(faces.given_face, given))
            case "tasks":
                tasks = narrowed(found.tasks, choice, waits.tasks)
                return _units(found.tasks, choice), tuple(map(faces.task_face, tasks))
            case _:
                held = (x for x in found.meetings if x.concerns or choice.others)
                return (), tuple(map(faces.meeting_face, held))

    def _others(self, found: _Found) -> int:
        """How many in the list that is shown are other offices' own business."""
        of = {LETTERS: found.letters, TASKS: found.tasks, MEETINGS: found.meetings}
        return sum(not x.concerns for x in of.get(self.tab, ()))

    def _on_narrowed(self, _choice: Narrow) -> None:
        self._chosen = ""
        if self.found is not None:
            self._show(self.found)

    def _show_tabs(self, found: _Found) -> None:
        below = "该督办的" if self.context.desk.access.office.is_district else "本级该催的"
        waiting = sum(x.concerns and x.is_open for x in found.letters)
        tasks = sum(x.is_to_answer or (x.duty.ours and x.state != "done") for x in found.tasks)
        told = (
            (LETTERS, f"督办 {waiting}"),
            (CANDIDATES, f"{below} {len(found.candidates)}"),
            (GIVEN, f"转送交办 {sum(x.state not in {'done', 'withdrawn'} for x in found.given)}"),
            (TASKS, f"议定和批示 {tasks}"),
            (MEETINGS, f"会议 {sum(x.concerns for x in found.meetings)}"),
        )
        if self.tabs is not None:
            self.tabs.setParent(None)
            self.tabs.deleteLater()
        self.tabs = Chips(told, one=True)
        self.tabs.choose(self.tab)
        self.tabs.changed.connect(self._on_tab)
        self._tabs_at.insertWidget(0, self.tabs)

    def _on_tab(self, chosen: tuple[str, ...]) -> None:
        self.choose(chosen[0] if chosen else LETTERS)

    def _on_fault(self, fault: Fault) -> None:
        self.faults.show_fault(fault, self._read)

    # -- rows

    def _opener(self, tab: str) -> Callable[[str], None]:
        def opened(key: str) -> None:
            if tab in {LETTERS, TASKS, MEETINGS}:
                self._chosen = key
                self._show_detail()
            elif tab == GIVEN:
                self.context.navigate("matter", ident=key)
            else:
                self._open_candidate(key)

        return opened

    def _open_candidate(self, key: str) -> None:
        one = self.found.candidates[int(key)] if self.found else None
        if one is not None and one.about.held:
            self.context.navigate("matter", ident=one.about.matter)

    def _show_detail(self) -> None:
        found = self.found
        if found is None or not self._chosen:
            self.detail.hide()
            self._card.hide()
            return
        letter = next((x for x in found.letters if x.duty.id == self._chosen), None)
        task = next((x for x in found.tasks if x.duty.id == self._chosen), None)
        meeting = next((x for x in found.meetings if x.duty.id == self._chosen), None)
        if letter is not None and self.tab == LETTERS:
            self.detail.show_letter(letter)
        elif task is not None and self.tab == TASKS:
            self.detail.show_task(task)
        elif meeting is not None and self.tab == MEETINGS:
            self.detail.show_meeting(meeting)
        else:
            self.detail.hide()
        self._card.setHidden(self.detail.isHidden())
        row = self.rows[self.tab].row(self._chosen)
        if row is not None and not self.detail.isHidden():
            QTimer.singleShot(0, self, lambda: self._lists.ensureWidgetVisible(row))

    def _actor(self, tab: str) -> Callable[[str], None]:
        def acted(key: str) -> None:
            found = self.found
            if found is None:
                return
            if tab == LETTERS:
                line = next(x for x in found.letters if x.duty.id == key)
                self._letter_act(faces.act_of(line)[0], line)
            elif tab == CANDIDATES:
                self._press(found.candidates[int(key)])
            elif tab == TASKS:
                self._task_act(next(x for x in found.tasks if x.duty.id == key))
            else:
                self._decide(key)

        return acted

    def _act_on_detail(self, act: str) -> None:
        kind, line = self.detail.shown
        if act == "matter" and line is not None and line.duty.about is not None:
            self.context.navigate("matter", ident=line.duty.about.matter)
        elif act == "print" and line is not None:
            self._print(kind, line)
        elif kind == LETTERS and line is not None:
            self._letter_act(act, line)
        elif kind == TASKS and line is not None:
            self._task_act(line)

    # -- acts

    def _letter_act(self, act: str, line: LetterLine) -> None:
        ident, room = line.duty.id, self.context.desk.duties.supervisions
        today = self.context.desk.today().date().isoformat()
        if act == "answer":
            names = room.fields("answer_on_paper" if line.on_paper else "answer", duty_level(line))
            self._open(
                f"{line.unit}的反馈" if line.on_paper else "书面反馈",
                f"duty:answer:{ident}",
                names,
                lambda d, g: d.duties.supervisions.answer(ident, g),
                start={"answered_on": today, **({"received_on": today} if line.on_paper else {})},
                hint=f"{line.duty['number']}要求：{line.duty['demand']}",
            )
        elif act == "close":
            self._open(
                "办结督办",
                f"duty:close:{ident}",
                room.fields("close"),
                lambda d, g: d.duties.supervisions.close(ident, g),
                start={"closed_on": today},
            )
        elif act == "harder":
            about, duty = line.duty.about, line.duty
            start = {"to_name": line.unit, "level": line.next_level, "reason": "no_answer"}
            start |= {
                "facts": f"{duty['number']}（{duty['level']}）要求 {line.due_on.isoformat()} 前反馈，"
                f"已超期 {line.days_late} 天未反馈。",
                "demand": duty["demand"],
            }
            self._issue({**start, "about": about.number if about else ""}, ident)

    def _press(self, one: Candidate) -> None:
        facts = f"{one.reason_label}，期限为 {one.due_on.isoformat()}，已超期 {one.days_late} 天。"
        start = {"to_name": one.unit, "level": one.level, "reason": one.reason, "facts": facts}
        self._issue({**start, "about": one.about.number}, one.earlier)

    def issue(self) -> None:
        """Writes a letter that no clock suggests."""
        self._issue({}, "")

    def _issue(self, start: dict[str, str], earlier: str) -> None:
        self._open(
            "发督办",
            f"duty:supervision:{start.get('about', '')}:{earlier}",
            self.context.desk.duties.supervisions.fields("issue"),
            lambda d, g: d.duties.supervisions.issue(g, earlier=earlier),
            start={"issued_on": self.context.desk.today().date().isoformat(), **start},
            words="发出",
            hint="《信访工作条例》第四十条；有本程序的乡镇随交办包收到，没有的打印送达。",
            to="unit",
        )

    def hold(self) -> None:
        """Records a meeting; the agenda begins with open decisions, and the statements that a scoring asks for."""
        desk = self.context.desk

        def ready(asked: NextMeeting) -> None:
            self._open(
                "记一次会议",
                "duty:meeting:",
                (*desk.duties.meetings.fields("hold"), *stated_fields(asked)),
                hold,
                start={"kind": "joint", "agenda": asked.agenda},
            )

        self.context.jobs.read(
            lambda _r: desk.duties.meetings.next_meeting(), ready, owner=self, failed=self._on_fault
        )

    def instruct(self) -> None:
        """Notes a leader's instruction."""
        self._open(
            "记批示",
            "duty:task:",
            self.context.desk.duties.meetings.fields("instruct"),
            lambda d, g: d.duties.meetings.instruct(g),
            start={"given_on": self.context.desk.today().date().isoformat()},
            to="everybody",
        )

    def _do_next(self, found: _Found) -> None:
        """The next step of what was chosen elsewhere."""
        letter = next((x for x in found.letters if x.duty.id == self._chosen), None)
        task = next((x for x in found.tasks if x.duty.id == self._chosen), None)
        if letter is not None:
            self._letter_act(faces.act_of(letter)[0], letter)
        elif task is not None:
            self._task_act(task)

    def _task_act(self, line: TaskLine) -> None:
        act = faces.task_act(line)[0]
        if act:
            {"done": ask_task_done, "answer": ask_task_answer}[act](self.context, self, line)

    def _decide(self, meeting: str) -> None:
        self._open(
            "记议定事项",
            f"duty:decision:{meeting}",
            self.context.desk.duties.meetings.fields("decide"),
            lambda d, g: d.duties.meetings.decide(meeting, g),
            to="everybody",
        )

    def _open(
        self,
        title: str,
        draft: str,
        fields: Sequence[Any],
        does: Callable[[Desk, dict[str, str]], Any],
        *,
        start: dict[str, str] | None = None,
        words: str = "保存",
        hint: str = "",
        to: str = "",
    ) -> None:
        ask(self.context, self, title, draft, fields, does, words=words, hint=hint, start=start, to=to)

    def _print(self, kind: str, line: Any) -> None:
        desk, ident = self.context.desk, line.duty.id
        paper = "joint_meeting_minutes" if kind == MEETINGS else "supervise_letter"
        name = line.duty["title"] if kind == MEETINGS else line.duty["number"]
        print_made(
            self.context,
            self,
            lambda: Sheet(name, desk.papers.duties.take(paper, ident)),
            self._on_fault,
            self.print_sheets,
        )


def _units(lines: Sequence[LetterLine] | Sequence[TaskLine], choice: Narrow) -> tuple[str, ...]:
    """The units of the lines that can be seen."""
    return tuple(x.unit for x in lines if x.concerns or choice.others)


def duty_level(line: LetterLine) -> str:
    """The level of a letter, as a code."""
    return line.duty.raw["level"]
