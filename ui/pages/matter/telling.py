"""What happened in a matter, as an office would write it: time line, history, where it stands on its way up."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from ui.pages.matter.faces import HistoryFace
from ui.widgets.status import Status, Tone
from ui.widgets.timeline import Happening

if TYPE_CHECKING:
    from app.matters.values import HistoryLine, MatterView, PaperLine, StepView, Transport

ICONS = {
    "accept": "check",
    "notify": "send",
    "serve": "send",
    "reply": "send",
    "mediate": "users",
    "joint_meeting": "users",
    "hearing": "users",
    "lead": "user",
    "agree": "file-text",
    "decide": "gavel",
    "confirm": "gavel",
    "escalate": "chevron-up",
    "extend": "clock",
    "follow_up": "phone",
    "evaluate": "phone",
    "close": "archive",
    "void": "x",
    "report": "triangle-alert",
}
"""Icon of an action in the time line; what is not here is a note."""
SPEAKS = frozenset(
    {
        "案件来源",
        "办结方式",
        "办理方式",
        "办理途径",
        "处理意见",
        "送达方式",
        "告知种类",
        "协议形式",
        "调解结果",
        "履行情况",
        "结果",
        "复查机关",
        "复查结果",
        "复核机关",
        "回访方式",
        "评价方式",
        "复核结果",
        "文号",
        "告知书文号",
        "会议名称、次数",
    }
)
"""Labels that a reader does not miss: the value alone says what it is."""
LONG = 12
"""So many characters are no word any more but an explanation."""
TRANSPORT = {
    "not_sent": Tone.OPEN,
    "changed": Tone.OPEN,
    "sent": Tone.NOW,
    "receipted": Tone.DONE,
    "from_below": Tone.NOW,
    "stays": Tone.NONE,
    "coded": Tone.NONE,
    "own": Tone.NONE,
}
DATED = frozenset({"from_below"})
"""Words of these have no day in them yet; of the others the time line tells it, and the line under the title is short."""


def happenings_of(view: MatterView, now: datetime) -> tuple[Happening, ...]:
    """Every step, paper and bundle, newest first; the registration is the ground of it all."""
    today = now.date()
    told = [(view.registered_on, _registered(view, today))]
    told += [(step.done_on, _step(step, today)) for step in view.steps]
    told += [(paper.issued_on, _paper(paper, today)) for paper in view.papers]
    sent = _local(view.transport.on, now)
    if sent is not None and view.transport.bundle:
        words = f"第 {view.transport.bundle} 包"
        told.append((sent.date(), Happening("sent", day_of(sent.date(), today), "send", words, head="上报")))
    return tuple(line for _day, line in sorted(told, key=lambda each: each[0]))[::-1]


def history_of(lines: tuple[HistoryLine, ...], now: datetime) -> tuple[HistoryFace, ...]:
    """The changes, each field from old to new."""
    return tuple(
        HistoryFace(_moment(line.at, now), line.who, _parts(line.words), line.doubtful) for line in lines
    )


def transport_of(transport: Transport, now: datetime) -> Status:
    """Where a matter stands on its way up, with the day."""
    at = _local(transport.on, now)
    day = f"（{at.month}月{at.day}日）" if at is not None and transport.status in DATED else ""
    return Status(TRANSPORT.get(transport.status, Tone.NONE), f"{transport.words}{day}")


def day_of(day: date, today: date) -> str:
    """A day as the time line shows it: with the year where that is another."""
    return day.isoformat() if day.year != today.year else day.isoformat()[5:]


def details_of(details: tuple[tuple[str, str], ...], today: date) -> str:
    """What is known of a step besides what was done, as one reads it aloud."""
    said: list[str] = []
    for name, value in details:
        text = value.removeprefix(f"{today.year}年").rstrip("。")
        if name in SPEAKS:
            said.append(text)
        elif value == "是":
            said.append(name)
        elif name == "签收日期":
            said.append(f"{text}签收")
        else:
            said.append(f"{name}：{text}" if len(text) > LONG else f"{name} {text}")
    # Between whole sentences a comma would be lost.
    return ("；" if any(len(one) > LONG + 8 for one in said) else "，").join(said)


def _parts(words: str) -> tuple[str, ...]:
    """One part a field; a semicolon within a value is none."""
    parts: list[str] = []
    for piece in words.split("；"):
        if parts and (" → " not in piece or " → " not in parts[-1]):
            parts[-1] += f"；{piece}"
        else:
            parts.append(piece)
    return tuple(parts)


def _registered(view: MatterView, today: date) -> Happening:
    came = ""
    if view.received_on is not None and view.received_on != view.registered_on:
        came = f"{day_of(view.received_on, today)} 收到"
    words = "，".join(w for w in (view.channel_label, came, view.number) if w)
    return Happening("registered", day_of(view.registered_on, today), "square-pen", words, head="登记")


def _step(step: StepView, today: date) -> Happening:
    until = f"限 {step.until_on.isoformat()} 前" if step.until_on else ""
    words = "　".join(w for w in (step.what, details_of(step.details, today), until) if w)
    icon = ICONS.get(step.action, "square-pen")
    return Happening(step.id, day_of(step.done_on, today), icon, words, step.handler, head=step.label)


def _paper(paper: PaperLine, today: date) -> Happening:
    words = "　".join(w for w in (paper.name, paper.number) if w)
    return Happening(
        f"paper:{paper.id}",
        day_of(paper.issued_on, today),
        "file-text",
        words,
        paper.issued_by,
        head="签发文书",
    )


def _local(at: str, now: datetime) -> datetime | None:
    return datetime.fromisoformat(at).astimezone(now.tzinfo) if at else None


def _moment(at: str, now: datetime) -> str:
    moment = datetime.fromisoformat(at).astimezone(now.tzinfo)
    return f"{day_of(moment.date(), now.date())} {moment:%H:%M}"
