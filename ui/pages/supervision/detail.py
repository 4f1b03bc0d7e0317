"""The card below a list of 交办督办: one letter with its answers, one task, or one meeting with what it decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.pages.supervision import faces
from ui.widgets.build import button, clear, label
from ui.widgets.cards import Card
from ui.widgets.facts import Fact, Facts
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from app.duties.values.base import DutyView
    from app.duties.values.meetings import MeetingSheet, TaskLine
    from app.duties.values.supervision import LetterLine

_LETTER = (("reason", "原因"), ("issued_on", "发出"), ("due_on", "反馈期限"), ("signer", "签发人"))
_TASK = (
    ("leader", "领导"),
    ("officer", "责任人"),
    ("given_on", "交办"),
    ("due_on", "期限"),
    ("done_on", "办结"),
)
_MEETING = (("held_on", "日期"), ("place", "地点"), ("chair", "主持人"), ("recorder", "记录人"))


class Detail(Card):
    """What was chosen, whole.

    Signals:
        acted: answer, close, harder, done, matter or print.

    Attributes:
        shown: its kind (letters, tasks, meetings) and the value.
    """

    acted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "heading", wrap=True)
        self._facts = Facts(2)
        self._text = label("", "", wrap=True)
        holder = QWidget()
        self._acts = Flow(holder)
        self.add(self._title, self._facts, self._text, holder)
        self.body.addStretch(1)
        self.shown: tuple[str, Any] = ("", None)
        self.hide()

    def show_letter(self, line: LetterLine) -> None:
        """A letter with its answers."""
        duty = line.duty
        texts = [duty["facts"], f"要求：{duty['demand']}"]
        for answer in line.answers:
            adopted = f"（{answer['adopted']}）" if answer["adopted"] else ""
            texts.append(f"{answer['answered_on']} {answer['unit']}反馈{adopted}：{answer['what']}")
        texts.append(f"{duty['closed_on']} 办结：{duty['closed_why']}" if duty["closed_on"] else "")
        act, words = faces.act_of(line)
        more = [(act, words)] if act else []
        if act == "answer" and line.duty.ours and line.next_level:
            # A department on paper may keep silent like any other.
            more.append(("harder", "加重督办"))
        if duty.ours and not duty["closed_on"] and act != "close":
            more.append(("close", "办结"))
        self._show("letters", line, f"{duty['number']}　{duty['level']}　{line.unit}", _LETTER, texts)
        self._offer(duty, [*more, *([("print", "打印…")] if duty.ours else [])])

    def show_task(self, line: TaskLine) -> None:
        """A task."""
        texts = [line.duty["what"], f"结果：{line.duty['result']}" if line.duty["result"] else ""]
        told = line.answered
        texts += [_answer(view) for view in told.views]
        if line.duty.ours and line.state != "done":
            texts.append(f"还没有反馈：{'、'.join(told.silent)}" if told.silent else "")
            texts.append(f"报了进展、还没有办结：{'、'.join(told.working)}" if told.working else "")
        self._show("tasks", line, f"{line.unit}　{line.meeting or line.source_label}", _TASK, texts)
        act = faces.task_act(line)
        self._offer(line.duty, [act] if act[0] else [])

    def show_meeting(self, sheet: MeetingSheet) -> None:
        """A meeting with its decisions."""
        duty = sheet.duty
        texts = [f"议题：{duty['agenda']}", f"会议认为：{duty['opinion']}" if duty["opinion"] else ""]
        texts += [f"议定：{_decided(t)}" for t in sheet.tasks]
        texts += [f"上次议定、还没有办结：{_decided(t)}" for t in sheet.carried]
        self._show("meetings", sheet, duty["title"], _MEETING, texts)
        self._offer(duty, [("print", "打印纪要…")] if duty.ours else [])

    def _show(
        self, kind: str, value: Any, title: str, names: tuple[tuple[str, str], ...], texts: list[str]
    ) -> None:
        self.shown = (kind, value)
        self._title.setText(title)
        self._facts.show_facts(tuple(Fact(n, word, value.duty[n]) for n, word in names if value.duty[n]))
        self._text.setText("\n".join(t for t in texts if t))
        self.show()

    def _offer(self, duty: DutyView, acts: list[tuple[str, str]]) -> None:
        clear(self._acts)
        if duty.about is not None and duty.about.held:
            acts = [*acts, ("matter", f"打开事项 {duty.about.number}")]
        for act, words in acts:
            self._acts.addWidget(button(words, self._emits(act)))

    def _emits(self, act: str) -> Any:
        return lambda: self.acted.emit(act)


def _answer(view: DutyView) -> str:
    """What a unit said to a task, and when it says that it was done."""
    done = f"（{view['done_on']} 办结）" if view["done_on"] else ""
    return f"{view['answered_on']} {view['unit']}反馈{done}：{view['what']}"


def _decided(line: TaskLine) -> str:
    """What was decided: who does it, by when, about which matter, and how it stands."""
    about = line.duty.about
    parts = (
        line.duty["what"],
        f"{line.unit}{line.duty['officer']}",
        f"{line.due_on.isoformat()} 前（{line.words}）",
        about.number if about else "",
    )
    return "　".join(x for x in parts if x)
