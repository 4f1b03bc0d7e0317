"""What windows ask of screening rounds: the list, the board of one, who answered an order, the four steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.book import Book
from app.duties.book import abouts as matters_of
from app.duties.places import Place, heads, read_codes, read_places
from app.duties.values.base import AboutView, DutyView
from app.duties.values.screening import (
    LATE,
    MISSING,
    ON_TIME,
    WAITING,
    Answer,
    Coverage,
    PlaceLine,
    RoundLine,
    RoundView,
    StepsLine,
)
from app.errors import NotFoundError, UserError
from app.matters.neighbours import Neighbours
from db.tables import EVERYBODY, Fact, Matter, Origin, Round, RoundReturn

VOIDED = "voided"
FOUND = ("screening", "say_session")
"""Channels of matters that offices went out and found."""
_PART = 400
"""Keys of one question: SQLite takes no more than so many at a time everywhere."""


# -- rounds


def lines(
    context: Context, book: Book, returns: Book, session: Session, limit: int, office: str = ""
) -> tuple[RoundLine, ...]:
    """The newest rounds with their coverage, of one office where it is named."""
    where = [Round.office == office] if office else []
    rows = session.scalars(
        book.query(*where).order_by(Round.from_on.desc(), Round.due_on.desc(), Round.id).limit(limit)
    ).all()
    told = _told(context, returns, session, rows)
    views = {v.id: v for v in book.views(session, rows)}
    answers = _answer_rows(book, session, [r for r in rows if r.to_office])
    return tuple(
        _line(context, row, views[row.id], told[row.id], answers.get(f"{row.office}/{row.id}", ()))
        for row in rows
    )


def show(context: Context, book: Book, returns: Book, session: Session, ident: str, office: str) -> RoundView:
    """One round with its places, or with the townships that were asked."""
    row = book.get(session, ident, office)
    told = _told(context, returns, session, [row])[row.id]
    asked = _answer_rows(book, session, [row]).get(f"{row.office}/{row.id}", ()) if row.to_office else ()
    line = _line(context, row, book.views(session, [row])[0], told, asked)
    answers = _answers(context, returns, session, row, asked) if row.to_office else ()
    places = () if row.to_office else _places(context, returns, session, row, told)
    return RoundView(line, places, answers, _order_of(book, session, row))


class _Told:
    """What was returned in one round: the rows, and the matters found by each."""

    def __init__(self, row: Any, rows: Sequence[Any], found: Mapping[str, list[Any]], today: date) -> None:
        self.places = read_places(row.places)
        self.rows = {r.place: r for r in rows}
        self.found = {r.place: found.get(r.id, []) for r in rows}
        self.due_on: date = row.due_on
        self.over = bool(row.closed_on) or today > row.due_on

    def standing(self, place: Place) -> str:
        """On time, late, missing, waiting; whether anything was found makes no difference."""
        given = self.rows.get(place.code)
        if given is None:
            return MISSING if self.over else WAITING
        return standing(given.returned_on, self.due_on, over=self.over)

    def coverage(self) -> Coverage:
        """Over all places."""
        stand = [self.standing(p) for p in self.places]
        gone = [
            len({g.code for g in p.groups} & read_codes(self.rows[p.code].groups))
            for p in self.places
            if p.code in self.rows
        ]
        return Coverage(
            done=sum(s in (ON_TIME, LATE) for s in stand),
            places=len(self.places),
            groups_done=sum(gone),
            groups=sum(len(p.groups) for p in self.places),
            households=sum(r.households or 0 for r in self.rows.values()),
            zero=sum(bool(r.zero) and not self.found[r.place] for r in self.rows.values()),
            found=len({(o.about_office, o.about) for many in self.found.values() for o in many}),
            late=stand.count(LATE),
            missing=stand.count(MISSING),
        )


def standing(returned_on: date | None, due_on: date, *, over: bool) -> str:
    """How something that was to be returned stands."""
    if returned_on is None:
        return MISSING if over else WAITING
    return ON_TIME if returned_on <= due_on else LATE


def _told(context: Context, returns: Book, session: Session, rows: Sequence[Any]) -> dict[str, _Told]:
    by_round: dict[str, list[Any]] = {row.id: [] for row in rows}
    for part in _parts(list(by_round)):
        for given in session.scalars(returns.query(RoundReturn.round.in_(part))):
            by_round[given.round].append(given)
    offices = {row.id: row.office for row in rows}
    kept = {ident: [r for r in many if r.office == offices[ident]] for ident, many in by_round.items()}
    found = found_by(session, [r.id for many in kept.values() for r in many])
    return {row.id: _Told(row, kept[row.id], found, context.today()) for row in rows}


def found_by(session: Session, returns: Iterable[str]) -> dict[str, list[Any]]:
    """The matters that returns found, by return: voided ones and accusations are none."""
    found: dict[str, list[Any]] = {}
    for part in _parts(list(returns)):
        closed = (
            select(Matter.id)
            .where(Matter.office == Origin.about_office, Matter.id == Origin.about)
            .where((Matter.restricted == True) | (Matter.state == VOIDED))  # noqa: E712
            .exists()
        )
        query = select(Origin).where(
            Origin.source_id.in_(part),
            Origin.voided == False,  # noqa: E712
            ~closed,
        )
        for row in session.scalars(query.order_by(Origin.on_day, Origin.id)):
            found.setdefault(row.source_id, []).append(row)
    return found


def _line(context: Context, row: Any, view: DutyView, told: _Told, asked: Sequence[Any]) -> RoundLine:
    if not row.to_office:
        return RoundLine(view, told.coverage(), ordered=False, answers="", closed=bool(row.closed_on))
    done = [a for a in asked if a.closed_on]
    cover = Coverage(done=len({a.office for a in done}), places=0)
    if row.office == context.office.office:
        words = f"已报 {cover.done} 个乡镇"
    else:
        words = "已上报" if any(a.office == context.office.office for a in done) else "待本单位上报"
    return RoundLine(view, cover, ordered=True, answers=words, closed=bool(row.closed_on))


def _places(
    context: Context, returns: Book, session: Session, row: Any, told: _Told
) -> tuple[PlaceLine, ...]:
    own = row.office == context.office.office
    named = heads(session, context) | went_last(returns, session, own=row.office) if own else {}
    views = {v.id: v for v in returns.views(session, list(told.rows.values()))}
    keys = {(o.about_office, o.about) for many in told.found.values() for o in many}
    abouts = matters_of(session, keys)
    made: list[PlaceLine] = []
    for place in told.places:
        given = told.rows.get(place.code)
        found = [(o.about_office, o.about) for o in told.found.get(place.code, ())]
        made.append(
            PlaceLine(
                place.code,
                place.name,
                named.get(place.code, ""),
                place.groups,
                read_codes(given.groups) if given else frozenset(),
                told.standing(place),
                bool(given and given.zero and not found),
                tuple(abouts.get(k) or AboutView(k[0], k[1], "", "", held=False) for k in found),
                views[given.id] if given else None,
                given.returned_on if given else None,
            )
        )
    return tuple(made)


def not_returned(returns: Book, session: Session, row: Any) -> list[str]:
    """Names of the places of a round that have not returned."""
    there = returned_places(returns, session, row)
    return [p.name for p in read_places(row.places) if p.code not in there]


def returned_places(returns: Book, session: Session, row: Any) -> dict[str, date]:
    """When each place of a round returned."""
    query = returns.query(RoundReturn.round == row.id, RoundReturn.office == row.office)
    return {r.place: r.returned_on for r in session.scalars(query)}


def went_days(returns: Book, session: Session, row: Any) -> list[date]:
    """The days on which the places of a round were gone to."""
    query = returns.query(RoundReturn.round == row.id, RoundReturn.office == row.office)
    return [r.went_on for r in session.scalars(query)]


def went_last(returns: Book, session: Session, own: str) -> dict[str, str]:
    """Who went in the last return of each place of an office, in any round."""
    rows = session.scalars(returns.query(RoundReturn.office == own).order_by(RoundReturn.went_on)).all()
    return {row.place: row.went for row in rows if row.went}


# -- what the district orders


def order_row(book: Book, session: Session, ident: str) -> Any:
    """The district's round that this office is to answer.

    Raises:
        UserError: it is none that this office is asked for.
    """
    row = book.get(session, ident.rpartition("/")[2])
    if not row.to_office or row.voided:
        raise UserError("no_order", "这不是区县下达的排查。", "请从“上级要求的排查”里选。")
    return row


def taken_over(order: Any) -> dict[str, object]:
    """What a township's round takes over from the order."""
    told = {n: getattr(order, n) for n in ("title", "kind", "from_on", "due_on", "topic")}
    return {name: value for name, value in told.items() if value is not None}


def need_unanswered(book: Book, session: Session, order: Any) -> None:
    """A second round that answers the same order would be counted twice.

    Raises:
        UserError: there is one.
    """
    own = book.query(Round.ordered_by == f"{order.office}/{order.id}")
    mine = session.scalars(own).all()
    if any(row.office != order.office for row in mine):
        raise UserError(
            "order_answered", "本单位已经为这次要求发起了排查。", "请在那一轮里继续上报，不用另外发起。"
        )


def open_orders(context: Context, book: Book, session: Session) -> tuple[DutyView, ...]:
    """Orders to this office without a round of its own."""
    own = context.office.office
    rows = session.scalars(
        book.query(Round.to_office.in_((own, EVERYBODY)), Round.office != own, Round.closed_on.is_(None))
    ).all()
    begun = set(session.scalars(select(Round.ordered_by).where(Round.office == own, ~Round.voided)))
    waiting = [row for row in rows if f"{row.office}/{row.id}" not in begun]
    return tuple(book.views(session, sorted(waiting, key=lambda r: (r.due_on, r.id))))


def _order_of(book: Book, session: Session, row: Any) -> DutyView | None:
    if not row.ordered_by:
        return None
    office, _, ident = row.ordered_by.partition("/")
    try:
        return book.views(session, [book.get(session, ident, office)])[0]
    except NotFoundError:
        return None


def _answer_rows(book: Book, session: Session, orders: Sequence[Any]) -> dict[str, list[Any]]:
    keys = [f"{row.office}/{row.id}" for row in orders]
    found: dict[str, list[Any]] = {}
    for part in _parts(keys):
        for row in session.scalars(book.query(Round.ordered_by.in_(part))):
            found.setdefault(row.ordered_by, []).append(row)
    return found


def _answers(
    context: Context, returns: Book, session: Session, order: Any, asked: Sequence[Any]
) -> tuple[Answer, ...]:
    told = _told(context, returns, session, asked)
    called = Neighbours(session.connection(), context)
    by_office = {row.office: row for row in asked}
    expected = {t.office: t.name for t in called.targets()} if order.to_office == EVERYBODY else {}
    if order.to_office != EVERYBODY:
        expected = {order.to_office: order.to_name or called.name_of(order.to_office)}
    if order.office != context.office.office:
        expected = {context.office.office: context.office.name}
    expected |= {office: called.name_of(office) for office in by_office}
    over = bool(order.closed_on) or context.today() > order.due_on
    made: list[Answer] = []
    for office, name in expected.items():
        row = by_office.get(office)
        closed = row.closed_on if row is not None else None
        made.append(
            Answer(
                office,
                name,
                row.id if row is not None else "",
                standing(closed, order.due_on, over=over),
                closed,
                told[row.id].coverage() if row is not None else None,
            )
        )
    return tuple(made)


# -- the four steps


def steps(context: Context, returns: Book, session: Session, ident: str) -> list[Any]:
    """Facts of open matters that were gone out for and found, and that this office works on; of one round where it is named."""
    own = context.office.office
    query = select(Fact).where(
        Fact.custodian == own,
        Fact.coded == False,  # noqa: E712
        Fact.channel.in_(FOUND),
        Fact.state.not_in((VOIDED, "closed", "transferred", "not_accepted")),
    )
    if not ident:
        return list(session.scalars(query))
    rows = session.scalars(returns.query(RoundReturn.round == ident)).all()
    found = found_by(session, [r.id for r in rows])
    keys = {(o.about_office, o.about) for many in found.values() for o in many}
    facts: list[Any] = []
    for part in _parts(sorted(m for _, m in keys)):
        query = select(Fact).where(Fact.matter.in_(part), Fact.coded == False)  # noqa: E712
        facts += [f for f in session.scalars(query) if (f.office, f.matter) in keys]
    return facts


def steps_lines(
    session: Session, facts: Sequence[Any], village: Callable[[str | None], str]
) -> list[StepsLine]:
    """Facts as lines of the four steps; `village` says a village in words."""
    abouts = matters_of(session, [(f.office, f.matter) for f in facts])
    return [
        StepsLine(
            abouts[f.office, f.matter],
            village(f.village),
            f.registered_on,
            bool(f.has_causes),
            bool(f.has_plan),
            bool(f.has_duty),
            f.unit or "",
        )
        for f in facts
    ]


def _parts(keys: Sequence[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(keys), _PART):
        yield list(keys[start : start + _PART])
