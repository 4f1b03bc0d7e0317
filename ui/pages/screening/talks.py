"""民事直说: topics that wait, the sessions, and one session with what was said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.duties.values.base import Field, Kind
from app.duties.values.sessions import MOST_LISTED
from ui.pages.asking import ask
from ui.pages.screening.duty import DutySheet
from ui.pages.screening.faces import (
    DISTRICT_SESSION_COLUMNS,
    DISTRICT_TOPIC_COLUMNS,
    SESSION_COLUMNS,
    TOPIC_COLUMNS,
    session_row,
    topic_row,
    topic_status,
)
from ui.pages.screening.listed import ListedPart
from ui.pages.screening.offices import OfficeBar
from ui.pages.screening.rounds import EVERYBODY
from ui.widgets.build import button, column, label, link, row
from ui.widgets.cards import SectionHeader
from ui.widgets.rows import Rows

if TYPE_CHECKING:
    from app.duties.values.sessions import Method, SessionLine, SessionView, TopicLine
    from ui.context import Context
    from ui.widgets.fields import Option

JOIN = Field("事项编号", Kind.TEXT, name="number", required=True, help="已经登记过的事项，写它的编号")
REASON = Field("理由", Kind.TEXT, name="why", required=True, help="例如：重复登记")
MOST_TOPICS = 100
"""Topics that are listed, the most pressing ones; the note above counts them all."""
WAYS = "现场直办写办理结果；干部领办写承办人和期限；乡村联办、跟踪督办写承办单位和期限。"


class TalksPart(ListedPart):
    """The list, or one session."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shown: SessionView | None = None
        self._key = ""
        self._topics: tuple[TopicLine, ...] = ()
        page = QWidget()
        down = column(page, gap="m")
        self.method = label("", "muted", wrap=True)
        self._open_head = SectionHeader("在办的直说事项")
        district = context.desk.access.office.is_district
        self.open_topics = Rows(DISTRICT_TOPIC_COLUMNS if district else TOPIC_COLUMNS, "", 9)
        self.sessions = Rows(DISTRICT_SESSION_COLUMNS if district else SESSION_COLUMNS, "", 8)
        self._named = district
        self.offices = OfficeBar(self._on_print)
        self.offices.changed.connect(self._on_office)
        for part in (
            self.offices,
            self.method,
            self._open_head,
            self.open_topics,
            SectionHeader("各场直说会"),
            self.sessions,
        ):
            down.addWidget(part)
        self.add_page(page)
        self.add_page(self._made_session())
        self.body.addStretch(1)
        for rows in (self.open_topics, self.topics):
            rows.opened.connect(self._on_topic)
            rows.acted.connect(self.settle)
        self.sessions.opened.connect(self.open)
        self.sessions.acted.connect(self.open)

    def _made_session(self) -> QWidget:
        page = QWidget()
        down = column(page, gap="m")
        head = row(gap="m")
        head.addWidget(link("‹ 各场直说会", self.back))
        self._title = label("", "heading")
        head.addWidget(self._title, 1)
        self.more = button("加一件事", self.say)
        self.change = button("修改", self._on_change, "quiet")
        for one in (self.more, self.change):
            head.addWidget(one)
        down.addLayout(head)
        self._told = label("", "muted", wrap=True)
        down.addWidget(self._told)
        self.topics = Rows(TOPIC_COLUMNS, "", 9)
        down.addWidget(self.topics)
        return page

    # -- reading

    def load(self) -> None:
        """The list, or the session that stands open."""
        sessions = self.context.desk.duties.sessions
        if self._key:
            office, _, ident = self._key.partition("/")
            self.read(lambda: sessions.show(ident, office), self._show_session, "talks")
        else:
            office, everybody = self.offices.choice, EVERYBODY if self._named else ""
            self.read(
                lambda: (
                    sessions.method(),
                    sessions.open_topics(office=office or everybody),
                    sessions.lines(office=office),
                    self.offices_of(),
                ),
                self._show_list,
                "talks",
            )

    def open(self, ident: str) -> None:
        """Shows one session: `office/id`."""
        self._key = ident
        self.load()

    def back(self) -> bool:
        """From a session to the list."""
        was, self._key = self._key, ""
        if was:
            self.load()
        return bool(was)

    def _show_list(
        self,
        found: tuple[Method, tuple[TopicLine, ...], tuple[SessionLine, ...], tuple[Option, ...]],
    ) -> None:
        method, topics, lines, offices = found
        self.offices.show_list(offices, len(lines), MOST_LISTED)
        self.faults.clear()
        self._shown, self._topics = None, topics
        self.turn_to(0)
        told = ([method.name] if method.name else []) + list(method.points)
        self.method.setText("　·　".join(told))
        self.method.setVisible(bool(method.name))
        self._open_head.show_note(f"{len(topics)} 件，按期限排列" if topics else "")
        self.open_topics.show_rows(
            tuple(topic_row(t, named=self._named) for t in topics[:MOST_TOPICS]), "没有在办的直说事项"
        )
        self.sessions.show_rows(
            tuple(session_row(line, named=self._named) for line in lines),
            "还没有直说会。按“记一场直说会”开始。",
        )
        late = sum(t.days_left is not None and t.days_left < 0 for t in topics)
        said = f"在办 {len(topics)} 件" + (f"，其中超期 {late} 件" if late else "")
        self.titled.emit(said if topics else "没有在办的事")

    def _show_session(self, shown: SessionView) -> None:
        self.faults.clear()
        self._shown, self._topics = shown, shown.topics
        view = shown.line.view
        self.turn_to(1)
        self._title.setText(f"{view['held_on']}　{view['village']}")
        told = [f"主持 {view['host']}"]
        told += [f"地点 {view['place']}"] if view["place"] else []
        told += [f"参加的干部 {view['cadres']}"] if view["cadres"] else []
        told += [f"到会 {view['people']} 人"] if view["people"] else []
        told += [view["what"]] if view["what"] else []
        self._told.setText("　".join(told))
        for one in (self.more, self.change):
            one.setVisible(view.ours)
        self.topics.show_rows(tuple(topic_row(t) for t in shown.topics), "还没有记下说的事。按“加一件事”。")
        self.titled.emit(f"{shown.line.topics} 件事，办结 {shown.line.done}，在办 {shown.line.open}")

    def _on_office(self, _office: str) -> None:
        self.load()

    def _on_print(self) -> None:
        papers, office = self.context.desk.papers, self.offices.choice
        self.print_list("民事直说一览表", lambda: papers.screening.sessions(office))

    # -- commands

    def start(self) -> None:
        """Asks for a new session."""
        ask(
            self.context,
            self,
            "记一场直说会",
            "duty:say_session:",
            self.context.desk.duties.sessions.book.fields(),
            lambda desk, given: desk.duties.sessions.hold(given),
            words="记下，接着记说的事",
            start={"held_on": self.context.desk.today().date().isoformat()},
            then=lambda kept: self.open(f"{self.context.desk.access.office.office}/{kept.id}"),
        )

    def say(self) -> None:
        """Asks for a topic of the session that stands open."""
        if self._shown is None:
            return
        ident = self._shown.line.id
        ask(
            self.context,
            self,
            "加一件事",
            f"duty:topic:{ident}",
            self.context.desk.duties.sessions.topics.fields(),
            lambda desk, given: desk.duties.sessions.say(ident, given),
            hint=WAYS,
        )

    def settle(self, topic: str) -> None:
        """Asks what came of a topic."""
        ask(
            self.context,
            self,
            "办结直说事项",
            f"duty:settle:{topic}",
            self.context.desk.duties.sessions.settle_fields(),
            lambda desk, given: desk.duties.sessions.settle(topic, given),
            words="办结",
            start={"done_on": self.context.desk.today().date().isoformat()},
        )

    def _on_change(self) -> None:
        if self._shown is not None:
            view = self._shown.line.view
            book = self.context.desk.duties.sessions.book
            ask(
                self.context,
                self,
                "修改直说会",
                f"duty:say_session:{view.id}",
                book.fields(),
                lambda desk, given: desk.duties.sessions.book.change(view.id, given, view.version),
                start=view.raw,
                only_changed=True,
            )

    def _on_topic(self, ident: str) -> None:
        topic = next((t for t in self._topics if t.id == ident), None)
        if topic is None:
            return
        about, view = topic.view.about, topic.view
        acts: list[tuple[str, Callable[[], None]]] = []
        if about is not None and about.held:
            acts.append(("打开事项", self._then(lambda: self.open_matter(about.matter))))
        if view.ours and topic.standing == "open":
            acts += [
                ("办结", lambda: self.settle(ident)),
                ("转为事项", self._then(lambda: self._turn(ident))),
                ("并入已有事项", lambda: self._join(ident)),
            ]
        if view.ours:
            acts += [("修改", lambda: self._change_topic(topic)), ("作废", lambda: self._void(ident))]
        told = self.context.desk.duties.sessions.topics.fields()
        sheet = DutySheet(view, told, topic_status(topic), tuple(acts))
        self.context.sheet.open_sheet("直说事项", sheet)
        sheet.focus_first()

    def _then(self, does: Callable[[], None]) -> Callable[[], None]:
        def go() -> None:
            self.context.sheet.close_sheet()
            does()

        return go

    def _turn(self, ident: str) -> None:
        sessions = self.context.desk.duties.sessions
        self.begin(lambda: sessions.begin_matter(ident))

    def _join(self, ident: str) -> None:
        ask(
            self.context,
            self,
            "并入已有事项",
            f"duty:origin:{ident}",
            (JOIN,),
            lambda desk, given: desk.duties.sessions.join(ident, given.get("number", "")),
            words="并入",
        )

    def _change_topic(self, topic: TopicLine) -> None:
        view = topic.view
        ask(
            self.context,
            self,
            "修改直说事项",
            f"duty:topic:{view.id}",
            self.context.desk.duties.sessions.topics.fields(),
            lambda desk, given: desk.duties.sessions.change(view.id, given, view.version),
            hint=WAYS,
            start=view.raw,
            only_changed=True,
        )

    def _void(self, ident: str) -> None:
        ask(
            self.context,
            self,
            "作废直说事项",
            f"duty:void:{ident}",
            (REASON,),
            lambda desk, given: desk.duties.sessions.topics.void(ident, given.get("why", "")),
            words="作废",
        )
