"""民事直说 sessions and their topics: solved there, taken by somebody with a day, or turned into a matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from typing_extensions import override

from app.access.context import Context
from app.directory.values import METHOD_POINTS
from app.duties.book import DUTIES_AREA, Book
from app.duties.doors import begin_matter, join_matter, register_matter
from app.duties.guarded import GuardedBook
from app.duties.values.base import Changes, DutyView, Kept
from app.duties.values.screening import Begun
from app.duties.values.sessions import MOST_LISTED, Method, SessionLine, SessionView, TopicLine
from app.errors import UserError
from app.matters.entry import Reader
from app.matters.service import Matters
from app.rules.dates import say_date
from db.fields import Field
from db.store import Unit
from db.tables import EVERYBODY, SaySession, Setting, Topic

DOOR: Final = "topic"
ON_SPOT, CADRE, JOINT, TRACK = "on_spot", "cadre", "joint", "track"
"""现场直办 干部领办 乡村联办 跟踪督办."""
SETTLED_WITH: Final = ("done_on", "result", "told_on")
METHOD: Final = {"office.method": "", **{f"office.{name}": words for name, words in METHOD_POINTS.items()}}
"""Settings with the wording of the method, and what stands where the office has none of its own."""


class Sessions:
    """The room of 民事直说 sessions and their topics.

    Attributes:
        book: the entries themselves.
        topics: 直说事项.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = SessionBook(context, matters)
        self.topics = TopicBook(context, matters)

    # -- describing

    def method(self) -> Method:
        """The method of work in the office's own words."""
        with self._context.reading() as session:
            found = session.execute(
                select(Setting.id, Setting.value).where(
                    Setting.office == self._context.office.office, Setting.id.in_(METHOD)
                )
            )
            kept = {row.id: row.value for row in found}
        name, *points = (kept.get(key) or default for key, default in METHOD.items())
        return Method(name, tuple(p for p in points if p))

    def settle_fields(self) -> tuple[Field, ...]:
        """What is asked when a topic is done."""
        return self.topics.fields(SETTLED_WITH)

    # -- commands

    def hold(self, given: Mapping[str, object], topics: Sequence[Mapping[str, object]] = ()) -> Kept:
        """Write a session with what was said, all or none.

        Args:
            given: fields of the session as typed.
            topics: fields of each topic as typed.

        Raises:
            UserError: a field that cannot be; a topic without its way, or without what its way needs.
        """
        reader = self.book.reader()
        values = self.book.read(given, reader=reader)
        read = [
            self._topic(topic, values["held_on"], reader, f"第 {number} 件：")
            for number, topic in enumerate(topics, start=1)
        ]
        with self._context.writing() as unit:
            ident = self.book.put(unit, values)
            for number, topic in enumerate(read, start=1):
                self.topics.put(unit, {**topic, "session": ident, "ordinal": number})
        said = f"，{len(read)} 件事" if read else ""
        return Kept(ident, self._changes(f"已记入民事直说会{said}"))

    def say(self, session: str, given: Mapping[str, object]) -> Kept:
        """Add a topic to a session.

        Args:
            session: its id.
            given: fields as typed.

        Raises:
            UserError: no way, or without what its way needs; the session is another office's.
        """
        reader = self.topics.reader()
        with self._context.writing() as unit:
            row = self.book.own(unit, session)
            values = self._topic(given, row.held_on, reader)
            there = unit.session.scalars(select(Topic.ordinal).where(Topic.session == session)).all()
            ident = self.topics.put(
                unit, {**values, "session": session, "ordinal": max(there, default=0) + 1}
            )
        label = self._context.shelf.codes.label_of("say_way", values["way"])
        return Kept(ident, self._changes(f"已记入直说事项：{label}"))

    def change(self, ident: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """Change a topic: its way, who took it, until when.

        Raises:
            UserError: a value that cannot be; what its way needs is missing.
        """
        return self.topics.change(ident, given, base)

    def settle(self, ident: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """A topic is done: what came of it, on which day, and when the people were told.

        Args:
            ident: of the topic.
            given: result; done_on (today where not said), told_on, as typed.
            base: the version that the clerk saw.

        Raises:
            UserError: no result; a day before the session; it became a matter, which has its own ending.
        """
        told = dict(given)
        if not told.get("done_on"):
            told["done_on"] = self._context.today()
        values = self.topics.read(told, partial=True)
        if not values.get("result"):
            raise UserError("no_result", "还没有填写办理结果。", "请用一两句话写明办成了什么。")
        with self._context.writing() as unit:
            row = self.topics.own(unit, ident, base)
            if row.about:
                raise UserError(
                    "is_matter",
                    "这件事已经转为事项，在事项里办结。",
                    "请打开那件事项办理；办结后这里随之显示。",
                )
            held = self.book.own(unit, row.session).held_on
            _need_days(values, held, "")
            self.topics.set(row, values)
        words = "已办结" if values.get("told_on") else "已办结，还没有答复群众"
        return Kept(ident, self._changes(f"直说事项{words}"))

    def to_matter(self, ident: str, form: Mapping[str, object]) -> Kept:
        """Register a matter out of a topic; from then on the matter carries the duty.

        Args:
            ident: of the topic.
            form: shape of cli.md "A matter in JSON"; how it came, when, where and what was said are known.

        Raises:
            UserError: the form has an error; it became a matter already.
        """
        return register_matter(self._matters, self.topics, DOOR, ident, self._known(ident), form)

    def begin_matter(self, ident: str) -> Begun:
        """A draft on the page 登记 for a topic that becomes a matter."""
        return begin_matter(self._matters, DOOR, ident, self._known(ident))

    def join(self, ident: str, matter: str) -> Kept:
        """A topic is about a matter that is registered already.

        Raises:
            UserError: an accusation; tied already.
        """
        self._known(ident)
        return join_matter(self._context, self.topics, DOOR, [(ident, matter)])

    def turn_many(self, pairs: Sequence[tuple[str, str]]) -> Kept:
        """Tie many registered matters to the topics that they came of, in one act: (topic, number or id)."""
        return join_matter(self._context, self.topics, DOOR, pairs, joined=False)

    # -- queries

    def lines(self, limit: int = MOST_LISTED, office: str = "") -> tuple[SessionLine, ...]:
        """Sessions of every office held here, or of one, newest first.

        Args:
            limit: so many at most.
            office: id of the office; "" for all.
        """
        where = [SaySession.office == office] if office else []
        with self._context.reading() as session:
            rows = session.scalars(
                self.book.query(*where).order_by(SaySession.held_on.desc(), SaySession.id).limit(limit)
            ).all()
            topics = self._topics_of(session, rows)
            return tuple(
                _line(view, topics.get((view.office, view.id), [])) for view in self.book.views(session, rows)
            )

    def show(self, ident: str, office: str = "") -> SessionView:
        """One session with its topics.

        Raises:
            NotFoundError: there is none.
        """
        with self._context.reading() as session:
            row = self.book.get(session, ident, office)
            topics = self._topics_of(session, [row]).get((row.office, row.id), [])
            return SessionView(_line(self.book.views(session, [row])[0], topics), tuple(topics))

    def open_topics(self, until: date | None = None, office: str = "") -> tuple[TopicLine, ...]:
        """Topics that are neither done nor a matter, by the day they are due; those without a day last.

        Args:
            until: only those due until then.
            office: id of the office that they are of; "" for this one, `EVERYBODY` for all that are held here.
        """
        with self._context.reading() as session:
            of = office or self._context.office.office
            where: list[Any] = [Topic.done_on.is_(None), Topic.about.is_(None)]
            if of != EVERYBODY:
                where.append(Topic.office == of)
            rows = session.scalars(
                self.topics.query(*where, *([Topic.due_on <= until] if until else []))
            ).all()
            held = session.scalars(self.book.query(SaySession.id.in_({r.session for r in rows}))).all()
            lines = self._topic_lines(session, rows, held)
        return tuple(sorted(lines, key=lambda t: (t.due_on is None, t.due_on or t.held_on, t.id)))

    # -- parts

    def _topic(
        self, given: Mapping[str, object], held: date, reader: Reader, before: str = ""
    ) -> dict[str, Any]:
        told = dict(given)
        if not str(told.get("way") or "").strip():
            raise UserError(
                "no_way",
                f"{before}还没有选办理方式。",
                "现场直办、干部领办、乡村联办、跟踪督办，四种里选一种。",
            )
        values = self.topics.read(told, reader=reader)
        if values["way"] == ON_SPOT and not values.get("done_on"):
            values["done_on"] = held
            # Who said it was there when it was settled.
            values["told_on"] = values.get("told_on") or held
        _need_whole(values, held, before)
        return values

    def _known(self, ident: str) -> dict[str, object]:
        with self._context.reading() as session:
            own = self._context.office.office
            row = self.topics.get(session, ident, own)
            if row.about:
                raise UserError("is_matter", "这件事已经转为事项。", "请打开那件事项办理。")
            held = self.book.get(session, row.session, own)
            return {
                "kind": "dispute",
                "channel": "say_session",
                "found_on": held.held_on.isoformat(),
                "received_on": held.held_on.isoformat(),
                "village": held.village,
                "statement": row.what,
                **({"responsible_unit": row.unit} if row.unit else {}),
                **({"responsible_officer": row.officer} if row.officer else {}),
            }

    def _topics_of(self, session: Session, rows: Sequence[Any]) -> dict[tuple[str, str], list[TopicLine]]:
        keys = {(row.office, row.id) for row in rows}
        topics: list[Any] = []
        idents = sorted({ident for _, ident in keys})
        for start in range(0, len(idents), 400):
            topics += session.scalars(self.topics.query(Topic.session.in_(idents[start : start + 400]))).all()
        mine = [t for t in topics if (t.office, t.session) in keys]
        found: dict[tuple[str, str], list[TopicLine]] = {}
        ordered = sorted(mine, key=lambda t: (t.ordinal, t.id))
        for line in self._topic_lines(session, ordered, rows):
            found.setdefault((line.view.office, line.session), []).append(line)
        return found

    def _topic_lines(self, session: Session, rows: Sequence[Any], held: Sequence[Any]) -> list[TopicLine]:
        sessions = {(s.office, s.id): s for s in held}
        say, village = self._matters.sayer(), self.book.fields(("village",))[0]
        today = self._context.today()
        lines: list[TopicLine] = []
        for row, view in zip(rows, self.topics.views(session, rows), strict=True):
            at = sessions.get((row.office, row.session))
            if at is None:
                continue
            standing = "matter" if row.about else "done" if row.done_on else "open"
            due = row.due_on if standing == "open" else None
            lines.append(
                TopicLine(
                    view,
                    row.session,
                    at.held_on,
                    say(village, at.village, ""),
                    row.way,
                    standing,
                    due,
                    (due - today).days if due else None,
                    bool(row.told_on),
                )
            )
        return lines

    def _changes(self, words: str) -> Changes:
        return Changes(frozenset({DUTIES_AREA, self.book.entity, self.topics.entity}), (), words)


class SessionBook(Book):
    """民事直说会; what matters came of stays."""

    def __init__(self, context: Context, matters: Matters) -> None:
        super().__init__(context, matters, SaySession)

    @override
    def voiding(self, unit: Unit, row: Any) -> None:
        """A session of which matters came is not taken back."""
        asked = select(func.count()).where(
            Topic.office == row.office,
            Topic.session == row.id,
            Topic.about.is_not(None),
            Topic.voided == False,  # noqa: E712
        )
        if turned := unit.session.scalar(asked):
            raise UserError(
                "topics_are_matters",
                f"这场直说会有 {turned} 件事已经转为事项，不能作废。",
                "记错了的，请直接修改这场直说会；那些事项登记错了的，请在事项里作废。",
            )


class TopicBook(GuardedBook):
    """直说事项; each is of a session, and what its way needs is there."""

    def __init__(self, context: Context, matters: Matters) -> None:
        super().__init__(context, matters, Topic, (), self._of_its_own)

    @override
    def changing(self, unit: Unit, row: Any, values: dict[str, Any]) -> tuple[str, ...]:
        """What its way needs stays there, and no day is before the session."""
        of = unit.session.get(SaySession, (row.office, row.session))
        whole = {f.name: values.get(f.name, getattr(row, f.name)) for f in self.fields()}
        _need_whole(whole, of.held_on if of is not None else date.min, "", turned=bool(row.about))
        return ()

    @override
    def voiding(self, unit: Unit, row: Any) -> None:
        """What became a matter is ended there."""
        if row.about is not None:
            raise UserError(
                "is_matter", "这件事已经转为事项，不能作废。", "请打开那件事项办理；登记错了的在事项里作废。"
            )

    def _of_its_own(self, given: Mapping[str, object], about: str) -> Kept:
        del given, about
        raise UserError(
            "needs_session", "直说事项要记在一场直说会下面。", "请在那场直说会里加一件事，或者用 say topic。"
        )


def _line(view: DutyView, topics: Sequence[TopicLine]) -> SessionLine:
    standings = [t.standing for t in topics]
    return SessionLine(
        view, len(topics), standings.count("done"), standings.count("matter"), standings.count("open")
    )


def _need_whole(values: Mapping[str, Any], held: date, before: str, *, turned: bool = False) -> None:
    """What each way needs: a result at once, or somebody and a day."""
    way, asked = values["way"], ""
    if way == ON_SPOT:
        asked = "" if values.get("result") or turned else "现场直办要写明办理结果"
    elif way == CADRE and not values.get("officer"):
        asked = "干部领办要写明承办人"
    elif way in (JOINT, TRACK) and not values.get("unit"):
        asked = f"{'乡村联办' if way == JOINT else '跟踪督办'}要写明承办单位"
    elif not values.get("due_on") and not values.get("done_on") and not turned:
        asked = "还没有填写办理期限"
    if asked:
        raise UserError("topic_incomplete", f"{before}{asked}。", "补上后再保存；已填写的内容没有丢失。")
    _need_days(values, held, before)


def _need_days(values: Mapping[str, Any], held: date, before: str) -> None:
    for name, label in (("due_on", "办理期限"), ("done_on", "办结日期"), ("told_on", "答复日期")):
        day = values.get(name)
        if day is not None and day < held:
            raise UserError(
                "before_session",
                f"{before}{label}{say_date(day)}早于开会的日期{say_date(held)}。",
                "请核对日期。",
            )
