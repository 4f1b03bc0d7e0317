"""What the rows of 交办督办 say, and what one may do with each."""

from __future__ import annotations

from app.duties.values.meetings import MeetingSheet, TaskLine
from app.duties.values.supervision import ANSWERED, CLOSED, OPEN, OVERDUE, Candidate, GivenLine, LetterLine
from ui.widgets.rows import Column, RowFace
from ui.widgets.status import Status, Tone

LETTERS = (
    Column("文号", 12, whole=True),
    Column("单位", 13),
    Column("方式", 7, "muted"),
    Column("事项", 22),
    Column("反馈期限", 9, "muted", whole=True),
    Column("状态", 15),
)
CANDIDATES = (
    Column("编号", 12, whole=True),
    Column("事项", 24),
    Column("单位", 13),
    Column("原因", 11, "muted"),
    Column("超期", 10),
)
GIVEN = (
    Column("编号", 12, whole=True),
    Column("事项", 24),
    Column("方式", 7, "muted"),
    Column("单位", 13),
    Column("反馈期限", 9, "muted", whole=True),
    Column("状态", 16),
)
TASKS = (
    Column("交办什么", 25),
    Column("单位", 16),
    Column("责任人", 8, "muted"),
    Column("来源", 12, "muted"),
    Column("期限", 9, "muted", whole=True),
    Column("状态", 12),
)
MEETINGS = (
    Column("日期", 9, "muted", whole=True),
    Column("会议", 26),
    Column("主持人", 9, "muted"),
    Column("议定事项", 18),
)
_TONES = {
    OVERDUE: Tone.OVERDUE,
    OPEN: Tone.NOW,
    ANSWERED: Tone.DONE,
    CLOSED: Tone.NONE,
    "waiting": Tone.OPEN,
    "declined": Tone.PAUSED,
    "withdrawn": Tone.NONE,
    "working": Tone.NOW,
    "reported": Tone.DONE,
    "done": Tone.DONE,
}


def _of(line: LetterLine | TaskLine | MeetingSheet, words: str) -> str:
    """What is another office's own business bears its name: every township has a unit of the same name."""
    return words if line.concerns else f"{line.duty.office_name}：{words}"


def letter_face(line: LetterLine) -> RowFace:
    """A letter of supervision."""
    about = line.duty.about
    return RowFace(
        line.duty.id,
        (
            line.duty["number"] or "—",
            line.duty.office_name if line.to_us else _of(line, line.unit),
            line.duty["level"],
            (about.title or about.number) if about else line.duty["reason"],
            line.due_on.isoformat(),
            Status(Tone.PAUSED if line.followed and waits(line) else _TONES[line.state], line.words),
        ),
        act_of(line)[1],
    )


def waits(line: LetterLine) -> bool:
    """Whether it was neither answered nor ended."""
    return line.state in {OPEN, OVERDUE}


def act_of(line: LetterLine) -> tuple[str, str]:
    """What comes next with a letter: the act and its words; twice "" where nothing does."""
    if line.to_us:
        return ("answer", "书面反馈") if line.is_open else ("", "")
    if not line.duty.ours:
        return "", ""
    if line.on_paper and line.is_open:
        return "answer", "录入反馈"
    if line.next_level:
        return "harder", "加重督办"
    return ("close", "办结") if line.state == ANSWERED else ("", "")


def candidate_face(number: int, one: Candidate) -> RowFace:
    """A matter to be pressed; the key is its place in the list."""
    return RowFace(
        str(number),
        (
            one.about.number,
            one.about.title or "（未报送内容）",
            one.unit,
            one.reason_label,
            Status(Tone.OVERDUE, f"超期 {one.days_late} 天"),
        ),
        f"{one.level_label}…",
    )


def given_face(line: GivenLine) -> RowFace:
    """What was forwarded or assigned; the key is the matter."""
    return RowFace(
        line.about.matter,
        (
            line.about.number,
            line.about.title,
            line.kind_label,
            line.unit,
            line.due_on.isoformat() if line.due_on else "—",
            Status(_TONES[line.state], line.words),
        ),
    )


def task_face(line: TaskLine) -> RowFace:
    """A task of a meeting or a leader."""
    return RowFace(
        line.duty.id,
        (
            line.duty["what"],
            _of(line, line.unit),
            line.duty["officer"],
            line.meeting or line.source_label,
            line.due_on.isoformat(),
            Status(_TONES[line.state], line.words),
        ),
        task_act(line)[1],
    )


def task_act(line: TaskLine) -> tuple[str, str]:
    """What comes next with a task: the act and its words; twice "" where nothing does."""
    if line.duty.ours and line.state != "done":
        return "done", "办结"
    return ("answer", "反馈") if line.is_to_answer else ("", "")


def meeting_face(sheet: MeetingSheet) -> RowFace:
    """A meeting."""
    left = sum(t.state != "done" for t in sheet.tasks)
    many = f"{len(sheet.tasks)} 项" + (f"，{left} 项未办结" if left else "，都已办结" if sheet.tasks else "")
    return RowFace(
        sheet.duty.id,
        (sheet.duty.raw["held_on"], _of(sheet, sheet.duty["title"]), sheet.duty["chair"], many),
        "记议定事项" if sheet.duty.ours else "",
    )
