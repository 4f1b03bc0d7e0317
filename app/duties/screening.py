"""Screening rounds (排查轮次): what is asked of every village and unit, what they returned, and the matters found.

A zero-report is a full return: it has the same day, the same lamp and the same weight (features N14).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from app.access.context import Context
from app.duties import screening_read as reading
from app.duties.addressing import ALL_BELOW
from app.duties.book import DUTIES_AREA, Book
from app.duties.doors import begin_matter, join_matter, register_matter
from app.duties.places import (
    Place,
    chosen_places,
    directory_places,
    groups_gone,
    heads,
    read_places,
    written,
)
from app.duties.roundbooks import ReturnBook, RoundBook, need_open, need_order, need_within
from app.duties.values.base import Changes, DutyView, Kept
from app.duties.values.screening import MOST_LISTED, Begun, RoundLine, RoundView, StepsLine
from app.errors import UserError
from app.matters.entry import Reader
from app.matters.neighbours import Neighbours
from app.matters.service import Matters
from app.rules.dates import say_date
from db.fields import Field
from db.journal import canonical
from db.tables import EVERYBODY

DOOR: Final = "round_return"
GROUPS: Final = "groups"
"""What a return says of the groups that were gone to: words beside the described fields (`places.groups_gone`)."""
STARTED_WITH: Final = ("title", "kind", "from_on", "due_on", "topic")
RETURNED_WITH: Final = ("went_on", "went", "households", "what")


class Rounds:
    """The room of screening rounds and their returns.

    Attributes:
        book: the rounds themselves.
        returns: 排查记录; what they may be stands in their books, so that no way in gets round it.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.returns = ReturnBook(context, matters)
        self.book = RoundBook(context, matters, self.returns)

    # -- describing

    def start_fields(self) -> tuple[Field, ...]:
        """What is asked when a round is started; the title may be left to the program."""
        title, *rest = self.book.fields(STARTED_WITH)
        return *rest, replace(title, required=False, help="不填则按月份和方式取名，如：2026年3月集中排查")

    def return_fields(self) -> tuple[Field, ...]:
        """What is asked of a return; the groups are asked beside (`GROUPS`)."""
        return self.returns.fields(RETURNED_WITH)

    # -- rounds

    def start(
        self,
        given: Mapping[str, object],
        *,
        villages: Iterable[str] = (),
        units: Iterable[str] = (),
        to: str = "",
        order: str = "",
    ) -> Kept:
        """Start a round.

        Args:
            given: fields as typed; a title is made of month and kind where there is none.
            villages: names or codes; all of the directory where neither villages nor units are named.
            units: names of units to be screened besides.
            to: a district's order: the office of a township, or `*` for every one; it has no places of its own.
            order: id of the district's round that this one answers; what is not given is taken from it.

        Raises:
            UserError: a field that cannot be, a period backwards, a village that is not in the directory.
        """
        with self._context.reading() as session:
            asked = reading.order_row(self.book, session, order) if order else None
            if asked is not None:
                reading.need_unanswered(self.book, session, asked)
            places = () if to else chosen_places(directory_places(session, self._context), villages, units)
        told = {**(reading.taken_over(asked) if asked is not None else {}), **given}
        values = self.book.read(self._titled(told))
        need_order(values["from_on"], values["due_on"])
        values |= {
            "places": written(places),
            "ordered_by": f"{asked.office}/{asked.id}" if asked is not None else None,
            **self._addressed(to),
        }
        with self._context.writing() as unit:
            ident = self.book.put(unit, values)
        words = "已下达排查" if to else f"已发起排查：{len(places)} 个村（单位）"
        doubts: tuple[str, ...] = ()
        if asked is not None and asked.due_on and values["due_on"] > asked.due_on:
            doubts = (f"上报期限晚于上级要求的 {say_date(asked.due_on)}，请核对。",)
        return Kept(ident, self.book.changes(words), doubts)

    def change(self, ident: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """Change what a round asks; its places stay as they were.

        Raises:
            UserError: a value that cannot be, a period backwards, a start behind a visit that was returned.
        """
        return self.book.change(ident, given, base)

    def close(self, ident: str, on: str = "") -> Kept:
        """End a round; a township's answer to the district counts from this day.

        Args:
            ident: of the round.
            on: the day, as typed; today where there is none.

        Raises:
            UserError: closed already, a day that cannot be.
        """
        day = self._day(self.book, "closed_on", on)
        with self._context.writing() as unit:
            row = self.book.own(unit, ident)
            if row.closed_on:
                raise UserError(
                    "round_closed", f"这轮排查已于{say_date(row.closed_on)}结束。", "不用再结束。"
                )
            if day < row.from_on:
                raise UserError(
                    "before_round", f"这轮排查{say_date(row.from_on)}才开始。", "请核对结束的日期。"
                )
            row.closed_on = day
            unit.session.flush()
            missing = reading.not_returned(self.returns, unit.session, row)
        doubts = (f"还有 {len(missing)} 个没有上报：{'、'.join(missing[:6])}。",) if missing else ()
        return Kept(ident, self.book.changes("已结束这轮排查"), doubts)

    def reopen(self, ident: str) -> Kept:
        """Open a round again that was closed too early."""
        with self._context.writing() as unit:
            self.book.set(self.book.own(unit, ident), {"closed_on": None})
        return Kept(ident, self.book.changes("这轮排查已重新打开"))

    # -- what the places returned

    def give(self, ident: str, given: Mapping[str, object], *, zero: bool = False) -> Kept:
        """Take a village's or unit's return.

        Args:
            ident: of the round.
            given: fields as typed: place, went_on, went …; `groups` in words (全部 where not said); `returned_on` where it
                came before today.
            zero: nothing was found.

        Raises:
            UserError: not a place of the round, a day outside it, returned already, a field that cannot be.
        """
        return self.give_many(ident, [given], zero=zero)

    def give_many(self, ident: str, many: Sequence[Mapping[str, object]], *, zero: bool = False) -> Kept:
        """Take many returns in one act, all or none.

        Args:
            ident: of the round.
            many: each as for :meth:`give`; a `zero` of its own (true or false) goes before the argument.
            zero: nothing was found.
        """
        reader = self.returns.reader()
        doubts: list[str] = []
        last = ident
        with self._context.writing() as unit:
            row = self.book.own(unit, ident)
            need_open(row)
            places = {p.code: p for p in read_places(row.places)}
            there = reading.returned_places(self.returns, unit.session, row)
            for given in many:
                values, place = self._return(row, places, given, reader, zero=zero)
                if place.code in there:
                    raise UserError(
                        "already_returned",
                        f"{place.name}这一轮已于{say_date(there[place.code])}上报。",
                        "要改内容请更正那一份；第一次上报的日期不变。",
                    )
                there[place.code] = values["returned_on"]
                if values["returned_on"] > row.due_on:
                    doubts.append(f"{place.name}：迟报，期限是{say_date(row.due_on)}。")
                last = self.returns.put(unit, values)
            words = self._said(places, many, zero=zero)
        return Kept(last, self._changes(words), tuple(doubts))

    def zero(self, ident: str, places: Iterable[str] = (), given: Mapping[str, object] | None = None) -> Kept:
        """Zero-reports in one press: gone to every group, nothing found.

        Who went is whom the directory names for the place, or who went in the place's last return, unless it is said. Of the
        rest at one press those of which nobody knows it are left and named.

        Args:
            ident: of the round.
            places: names or codes; every place that has not returned where none is named.
            given: went_on (today where not said), went, households.

        Raises:
            UserError: nobody is known who went; else as for :meth:`give`.
        """
        with self._context.reading() as session:
            row = self.book.get(session, ident)
            asked = [p.strip() for p in places if p.strip()]
            wanted = asked or reading.not_returned(self.returns, session, row)
            went = heads(session, self._context) | reading.went_last(
                self.returns, session, self._context.office.office
            )
            known = read_places(row.places)
        codes = {p.name: p.code for p in known} | {p.code: p.code for p in known}
        told = dict(given or {})
        told.setdefault("went_on", self._context.today())
        many = [{"went": went.get(codes.get(name, name), ""), **told, "place": name} for name in wanted]
        nobody = [str(one["place"]) for one in many if not one["went"]]
        known_ones = [one for one in many if one["went"]]
        if nobody and not asked and known_ones:
            kept = self.give_many(ident, known_ones, zero=True)
            names = [p.name for p in known if p.code in nobody or p.name in nobody]
            doubt = f"还有 {len(names)} 个没有报，不知道是谁去排查的：{'、'.join(names[:6])}。"
            return Kept(kept.id, kept.changes, (*kept.doubts, doubt))
        if nobody:
            raise UserError(
                "nobody_went",
                f"还不知道{'、'.join(nobody[:6])}是谁去排查的。",
                "请写明排查人；在“设置—村社”里登记了负责人的，以后可以直接零报告。",
            )
        return self.give_many(ident, many, zero=True)

    def correct(self, ident: str, given: Mapping[str, object], base: int | None = None) -> Kept:
        """Correct a return; the day on which it came first stays.

        Args:
            ident: of the return.
            given: fields to change, as typed; `groups` in words; `zero` true or false.
            base: the version that the clerk saw.

        Raises:
            UserError: not ours, changed meanwhile, a day outside the round, a zero-report although matters were found.
        """
        told = dict(given)
        fixed = [self._label(n) for n in ("place", "returned_on") if n in told]
        if fixed:
            raise UserError(
                "first_day_stays",
                f"{'、'.join(fixed)}不能更正：第一次上报的日期和地点不变。",
                "报错了村（单位）的，请作废这一份再另报一份。",
            )
        words, zero = told.pop(GROUPS, None), told.pop("zero", None)
        values = self.returns.read(told, partial=True)
        with self._context.writing() as unit:
            row = self.returns.own(unit, ident, base)
            of = self.book.own(unit, row.round)
            place = next((p for p in read_places(of.places) if p.code == row.place), Place(row.place, ""))
            self.returns.changing(unit, row, values)
            if words is not None:
                values["groups"] = canonical(sorted(groups_gone(place, str(words))))
            if zero is not None:
                values["zero"] = bool(zero)
                if zero and reading.found_by(unit.session, [row.id]):
                    raise UserError(
                        "not_zero", "这一份已经登记了事项，不是零报告。", "事项登记错了的，请先作废那件事项。"
                    )
            self.returns.set(row, values)
        return Kept(ident, self._changes("已更正排查记录"))

    # -- matters found

    def find_matter(self, ident: str, form: Mapping[str, object]) -> Kept:
        """Register a matter that a return found: by this door, on that day, in that village.

        Args:
            ident: of the return.
            form: shape of cli.md "A matter in JSON"; how it came, when and where are known.

        Raises:
            UserError: the form has an error; nothing was registered.
        """
        return register_matter(self._matters, self.returns, DOOR, ident, self._known(ident), form)

    def begin_matter(self, ident: str) -> Begun:
        """A draft on the page 登记 for a matter that a return found."""
        return begin_matter(self._matters, DOOR, ident, self._known(ident))

    def join(self, ident: str, matter: str) -> Kept:
        """A return found what is registered already: the matter is tied to it.

        Raises:
            UserError: an accusation, or tied already.
        """
        return join_matter(self._context, self.returns, DOOR, [(ident, matter)])

    def join_many(self, pairs: Sequence[tuple[str, str]]) -> Kept:
        """Tie many matters to their returns in one act: (return, number or id)."""
        return join_matter(self._context, self.returns, DOOR, pairs, joined=False)

    # -- queries

    def lines(self, limit: int = MOST_LISTED, office: str = "") -> tuple[RoundLine, ...]:
        """The rounds of every office held here, or of one, newest first.

        Args:
            limit: so many at most.
            office: id of the office; "" for all.
        """
        with self._context.reading() as session:
            return reading.lines(self._context, self.book, self.returns, session, limit, office)

    def show(self, ident: str, office: str = "") -> RoundView:
        """One round with every place.

        Raises:
            NotFoundError: there is none.
        """
        with self._context.reading() as session:
            return reading.show(self._context, self.book, self.returns, session, ident, office)

    def orders(self) -> tuple[DutyView, ...]:
        """The district's rounds that this office is asked for and has not begun."""
        with self._context.reading() as session:
            return reading.open_orders(self._context, self.book, session)

    def places(self) -> tuple[Place, ...]:
        """The villages of the directory with their groups."""
        with self._context.reading() as session:
            return directory_places(session, self._context)

    def townships(self) -> tuple[tuple[str, str], ...]:
        """Id and name of every office that an order may go to; none for a township."""
        if not self._context.office.is_district:
            return ()
        with self._context.reading() as session:
            return tuple(
                (t.office, t.name) for t in Neighbours(session.connection(), self._context).targets()
            )

    def steps(self, ident: str = "", *, all_of_them: bool = False) -> tuple[StepsLine, ...]:
        """Matters found by screening that lack one of the four steps, those with most lacking first.

        Args:
            ident: of one round; every open matter found by screening or said at a session where not given.
            all_of_them: also those that lack none.
        """
        say, place = self._matters.sayer(), self.returns.fields(("place",))[0]
        with self._context.reading() as session:
            found = reading.steps(self._context, self.returns, session, ident)
            told = reading.steps_lines(session, found, lambda village: say(place, village, ""))
        shown = [line for line in told if all_of_them or line.missing]
        return tuple(sorted(shown, key=lambda s: (-len(s.missing), s.registered_on, s.about.number)))

    # -- parts

    def _return(
        self,
        row: Any,
        places: Mapping[str, Place],
        given: Mapping[str, object],
        reader: Reader,
        *,
        zero: bool,
    ) -> tuple[dict[str, Any], Place]:
        told = dict(given)
        words, own = str(told.pop(GROUPS, "") or ""), told.pop("zero", zero)
        told.setdefault("returned_on", self._context.today())
        values = self.returns.read(told, reader=reader)
        place = places.get(values["place"]) or next(
            (p for p in places.values() if p.name == values["place"]), None
        )
        if place is None:
            raise UserError(
                "not_in_round",
                f"“{told['place']}”不在这一轮排查的范围里。",
                f"这一轮要查的是：{'、'.join(p.name for p in places.values())[:120] or '各乡镇自己发起的排查'}。",
            )
        need_within(row, values["went_on"], values["returned_on"])
        gone = canonical(sorted(groups_gone(place, words)))
        return {**values, "place": place.code, "round": row.id, "groups": gone, "zero": bool(own)}, place

    def _said(self, places: Mapping[str, Place], many: Sequence[Mapping[str, object]], *, zero: bool) -> str:
        if len(many) != 1:
            return f"已收下 {len(many)} 份{'零报告' if zero else '排查记录'}"
        name = str(many[0]["place"])
        place = places.get(name) or next((p for p in places.values() if p.name == name), None)
        said = f"{place.name if place else name}：" + ("零报告" if zero else "已上报")
        return f"{said}，排查人{many[0]['went']}" + (
            f"，{len(place.groups)} 个社（组）全部走到" if zero and place and place.groups else ""
        )

    def _known(self, ident: str) -> dict[str, object]:
        with self._context.reading() as session:
            row = self.returns.get(session, ident, self._context.office.office)
            known = {p.code for p in directory_places(session, self._context)}
            village = {"village": row.place} if row.place in known else {}
            day: date = row.went_on
        return {
            "kind": "dispute",
            "channel": "screening",
            "found_on": day.isoformat(),
            "received_on": day.isoformat(),
            **village,
        }

    def _titled(self, given: Mapping[str, object]) -> dict[str, object]:
        told = dict(given)
        if not str(told.get("title") or "").strip():
            reader, fields = self.book.reader(), {f.name: f for f in self.book.fields(("kind", "from_on"))}
            day = reader.check(fields["from_on"], told.get("from_on"), "").value
            kind = reader.check(fields["kind"], told.get("kind"), "").value
            if isinstance(day, date) and kind:
                label = self._context.shelf.codes.label_of("round_kind", kind)
                told["title"] = f"{day.year}年{day.month}月{label}"
        return told

    def _addressed(self, to: str) -> dict[str, Any]:
        if not to:
            return {}
        if not self._context.office.is_district:
            raise UserError(
                "not_district", "只有区县能给乡镇下达排查。", "本单位的排查请直接发起，不写承办单位。"
            )
        if to == EVERYBODY:
            return {"to_office": EVERYBODY, "to_name": ALL_BELOW}
        with self._context.reading() as session:
            targets = Neighbours(session.connection(), self._context).targets()
        found = next((t for t in targets if to in (t.office, t.name)), None)
        if found is None:
            raise UserError(
                "no_such_office", f"没有“{to}”这个乡镇。", "请从已核对名片的乡镇里选，或者写 * 给全部乡镇。"
            )
        return {"to_office": found.office, "to_name": found.name}

    def _day(self, book: Book, name: str, words: str) -> date:
        given = {name: words or self._context.today()}
        return book.read(given, partial=True)[name]

    def _label(self, name: str) -> str:
        return self.returns.fields((name,))[0].label

    def _changes(self, words: str) -> Changes:
        return Changes(frozenset({DUTIES_AREA, self.book.entity, self.returns.entity}), (), words)
