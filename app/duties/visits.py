"""Return visits by plan and sample (回访计划): which closed matters are looked at again, by somebody other than the handler.

The visits themselves are the matters' own steps (回访, 满意度评价): the plan only says which, by when, and how far it is.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from app.access.context import Context
from app.duties.book import abouts
from app.duties.guarded import GuardedBook
from app.duties.values.base import Field, Kept, Kind
from app.duties.values.visits import DONE, STANDS, TODO, UNREACHED, PlanLine, PlanSheet, VisitLine
from app.errors import NotFoundError, UserError
from app.matters.handle import Handler
from app.matters.law import Law, office_settings
from app.matters.neighbours import Neighbours
from app.matters.service import Matters
from app.matters.view import Rows
from app.rules.action_checks import handlers_of
from app.rules.sampling import draw, how_many
from db.journal import canonical
from db.tables import Fact, Matter, Step, VisitPlan

RECORDS = ("follow_up", "evaluate")
"""The matter's own actions by which a plan is carried out."""
WHO = {"follow_up": ("visitors",), "evaluate": ("asked_by",)}
"""Fields in which they say who asked."""
_SEED = 1_000_000
_BETWEEN = re.compile(r"[、,，;；\s/]+")

Key = tuple[str, str]


class VisitPlans:
    """The room of return visits by plan and sample.

    Attributes:
        book: the plans themselves.
    """

    def __init__(self, context: Context, matters: Matters) -> None:
        self._context = context
        self._matters = matters
        self.book = GuardedBook(
            context,
            matters,
            VisitPlan,
            ("from_on", "to_on", "share"),
            self._add,
            ("to_on",),
        )

    def fields(self) -> tuple[Field, ...]:
        """What a plan asks for."""
        return self.book.fields(("title", "from_on", "to_on", "share", "due_on", "visitor"))

    def record_fields(self, action: str, kind: str) -> tuple[Field, ...]:
        """What a visit (follow_up) or a rating (evaluate) asks of a kind of matter, as the matter's own step does."""
        return tuple(
            Field(f.label, Kind(f.kind), name=f.name, codes=f.codes, required=f.required, help=f.hint)
            for f in self._context.shelf.actions[action].fields
            if not f.kinds or kind in f.kinds
        )

    # -- commands

    def plan(self, given: Mapping[str, object]) -> Kept:
        """Plan return visits: of the matters closed in a period, so many percent, by a day.

        Raises:
            UserError: a period backwards, a share that is none.
        """
        values = self.book.read(given)
        if values["to_on"] < values["from_on"]:
            raise UserError("backwards", "办结日期的起止写反了。", "请把较早的日期写在前面。")
        if not 1 <= values["share"] <= 100:
            raise UserError(
                "bad_share", f"抽取比例应为 1 到 100，不能是 {values['share']}。", "例如填 20，即抽两成。"
            )
        with self._context.writing() as unit:
            ident = self.book.put(unit, values)
        return Kept(ident, self.book.changes(f"已建立回访计划：{values['title']}"))

    def draw(self, plan: str, seed: int | None = None) -> Kept:
        """Draw the matters, once. Whoever has the seed and the set draws the same ones again.

        Accusations are not among them: they are in no list.

        Args:
            plan: its id or title.
            seed: of the drawing; by lot where it is left out.

        Raises:
            UserError: drawn already, the period is not over, nothing was closed in it.
        """
        today = self._context.today()
        with self._context.writing() as unit:
            row = self.book.own(unit, self._find(unit.session, plan).id)
            if row.drawn_on is not None:
                raise UserError(
                    "drawn", f"“{row.title}”已于 {row.drawn_on} 抽取。", "要重新抽取的，请另建计划。"
                )
            if row.to_on > today:
                raise UserError(
                    "not_over", f"办结日期要到 {row.to_on} 才截止。", "期满后再抽取，免得漏掉后面的。"
                )
            keys = self._population(unit.session, row.from_on, row.to_on)
            if not keys:
                raise UserError("nothing_closed", "这段时间没有办结的事项。", "请核对办结日期的起止。")
            chosen = secrets.randbelow(_SEED) if seed is None else seed
            drawn = draw((f"{o}:{m}" for o, m in keys), how_many(len(keys), row.share), chosen)
            row.seed, row.drawn_on, row.drawn_from = chosen, today, len(keys)
            row.matters = canonical([one.split(":", 1) for one in drawn])
        words = f"{row.title}：从 {len(keys)} 件中抽取 {len(drawn)} 件，随机种子 {chosen}"
        return Kept(row.id, self.book.changes(words))

    def record(self, plan: str, matter: str, action: str, given: Mapping[str, object]) -> Kept:
        """Carry a visit or a rating of satisfaction out: the matter's own step, by somebody other than its handler.

        Args:
            plan: its id or title.
            matter: number or id of one of its matters.
            action: follow_up or evaluate.
            given: what the step asks for.

        Raises:
            UserError: not of this plan, by the handler alone, or the step cannot be done.
        """
        if action not in RECORDS:
            raise UserError("wrong_record", "回访计划里只记回访和满意度评价。", "其他步骤请在事项页办理。")
        with self._context.writing() as unit:
            row = self.book.own(unit, self._find(unit.session, plan).id)
            found = self._drawn_one(unit.session, row, matter)
            doubts = self._by_another(unit.session, found, action, given)
            law = Law(self._context, office_settings(unit.session, self._context))
            done = Handler(self._context, law).within(unit, found.office, found.id, action, given)
            self._forget_unreached(row, (found.office, found.id))
            key = found.id
        return Kept(row.id, self.book.changes(done.changes.words, key), (*doubts, *done.doubts))

    def unreachable(self, plan: str, matter: str, reason: str) -> Kept:
        """Nobody could be reached: the reason stands in the plan; a later visit takes it back.

        Raises:
            UserError: no reason, not of this plan, visited already.
        """
        if not reason.strip():
            raise UserError("no_reason", "联系不上的要写明情况。", "例如：三次电话无人接听，上门不在家。")
        with self._context.writing() as unit:
            row = self.book.own(unit, self._find(unit.session, plan).id)
            found = self._drawn_one(unit.session, row, matter)
            key = (found.office, found.id)
            if key in self._visits(unit.session, [key], row.drawn_on):
                raise UserError("visited", f"{found.number}已经回访。", "没有改动任何内容。")
            self._forget_unreached(row, key)
            today = self._context.today().isoformat()
            row.unreachable = canonical([*json.loads(row.unreachable), [*key, today, reason.strip()]])
        return Kept(row.id, self.book.changes(f"{found.number}：已记为联系不上", found.id))

    # -- queries

    def plans(self) -> tuple[PlanLine, ...]:
        """All plans, the newest first, with how far each is."""
        with self._context.reading() as session:
            rows = session.scalars(self.book.query().order_by(VisitPlan.due_on.desc(), VisitPlan.id)).all()
            return tuple(self._line(session, row) for row in rows)

    def sheet(self, plan: str) -> PlanSheet:
        """One plan with its matters.

        Raises:
            NotFoundError: there is none.
        """
        with self._context.reading() as session:
            row = self._find(session, plan)
            return PlanSheet(
                self._line(session, row), self.book.views(session, [row])[0], self._matters_of(session, row)
            )

    def population(self, plan: str) -> int:
        """How many matters a plan draws from as things stand today."""
        with self._context.reading() as session:
            row = self._find(session, plan)
            return len(self._population(session, row.from_on, row.to_on))

    # -- inside

    def _population(self, session: Session, first: date, last: date) -> list[Key]:
        """Matters of this office that were closed in a period; of the read table, which has no accusation."""
        found = session.execute(
            select(Fact.office, Fact.matter).where(
                Fact.closed_on.between(first, last),
                Fact.coded == False,  # noqa: E712
                Fact.custodian == self._context.office.office,
                Fact.state != "voided",
            )
        )
        return sorted((row.office, row.matter) for row in found)

    def _find(self, session: Session, words: str) -> Any:
        found = session.scalars(
            self.book.query((VisitPlan.id == words.strip()) | (VisitPlan.title == words.strip())).order_by(
                VisitPlan.due_on.desc(), VisitPlan.id
            )
        ).first()
        if found is None:
            raise NotFoundError("no_such_plan", f"没有“{words}”这个回访计划。", "请从列表里重新选择。")
        return found

    def _drawn_one(self, session: Session, row: Any, words: str) -> Matter:
        matter = self.book.matter_of(session, words)
        if [matter.office, matter.id] not in json.loads(row.matters):
            raise UserError(
                "not_drawn", f"{matter.number}不在“{row.title}”抽取的事项里。", "计划外的回访请在事项页办理。"
            )
        return matter

    def _by_another(
        self, session: Session, matter: Matter, action: str, given: Mapping[str, object]
    ) -> tuple[str, ...]:
        """Refuse a visit by the handler alone; where the handler went along, say so."""
        asked = {n for field in WHO[action] for n in _names(str(given.get(field) or ""))}
        rows = Rows(session, matter.office, matter.id)
        law = Law(self._context, office_settings(session, self._context))
        handlers = {
            name
            for told in handlers_of(law.facts(rows.matter, rows.steps, rows.parties))
            for name in _names(told)
        } | set(_names(matter.responsible_officer or ""))
        both = sorted(asked & handlers)
        if not both:
            return ()
        if asked <= handlers:
            raise UserError(
                "by_handler",
                f"{'、'.join(both)}是这件事项的承办人，抽查回访要由承办人以外的人去。",
                "请换一位同志回访；承办人可以陪同，但不能单独回访。",
            )
        return (f"{'、'.join(both)}是承办人，由其他同志询问并记录。",)

    def _add(self, given: Mapping[str, object], about: str) -> Kept:
        del about
        return self.plan(given)

    def _forget_unreached(self, row: Any, key: Key) -> None:
        told = [one for one in json.loads(row.unreachable) if tuple(one[:2]) != key]
        if len(told) != len(json.loads(row.unreachable)):
            row.unreachable = canonical(told)

    def _visits(
        self, session: Session, keys: Sequence[Key], since: date | None
    ) -> dict[Key, dict[str, Step]]:
        """Steps that carry a plan out, by matter and action, the last of each."""
        if since is None or not keys:
            return {}
        found: dict[Key, dict[str, Step]] = {}
        for start in range(0, len(keys), 400):
            rows = session.scalars(
                select(Step)
                .where(
                    tuple_(Step.office, Step.matter).in_(keys[start : start + 400]),
                    Step.action.in_(RECORDS),
                    Step.done_on >= since,
                )
                .order_by(Step.ordinal)
            )
            for step in rows:
                found.setdefault((step.office, step.matter), {})[step.action] = step
        return found

    def _line(self, session: Session, row: Any) -> PlanLine:
        keys = [(o, m) for o, m in json.loads(row.matters)]
        done = self._visits(session, keys, row.drawn_on)
        gone = {(o, m) for o, m, *_ in json.loads(row.unreachable)} - set(done)
        return PlanLine(
            row.id,
            row.title,
            row.from_on,
            row.to_on,
            row.share,
            row.due_on,
            row.visitor or "",
            row.drawn_on,
            row.seed,
            row.drawn_from or 0,
            len(keys),
            len(done),
            len(gone),
            row.office == self._context.office.office,
            Neighbours(session.connection(), self._context).name_of(row.office),
        )

    def _matters_of(self, session: Session, row: Any) -> tuple[VisitLine, ...]:
        keys: list[Key] = [(o, m) for o, m in json.loads(row.matters)]
        called = abouts(session, keys)
        facts = self._facts(session, keys)
        visits = self._visits(session, keys, row.drawn_on)
        unreached = {(o, m): why for o, m, _, why in json.loads(row.unreachable)}
        lines = [
            _visit_line(self._context, called[key], facts[key], visits.get(key, {}), unreached.get(key, ""))
            for key in keys
            if key in called and key in facts
        ]
        return tuple(sorted(lines, key=lambda v: (v.state != TODO, v.about.number)))

    def _facts(self, session: Session, keys: Sequence[Key]) -> dict[Key, Any]:
        found: dict[Key, Any] = {}
        for start in range(0, len(keys), 400):
            rows = session.scalars(
                select(Matter).where(tuple_(Matter.office, Matter.id).in_(keys[start : start + 400]))
            )
            found |= {(m.office, m.id): m for m in rows if not m.restricted}
        return found


def _visit_line(
    context: Context, about: Any, matter: Matter, steps: Mapping[str, Step], why: str
) -> VisitLine:
    visit, rated = steps.get("follow_up"), steps.get("evaluate")
    said = _details(rated) or _details(visit)
    label = context.shelf.codes.label_of
    state = DONE if steps else UNREACHED if why else TODO
    return VisitLine(
        about,
        matter.responsible_unit or "",
        matter.responsible_officer or "",
        matter.closed_on,
        state,
        STANDS[state],
        visit.done_on if visit else None,
        rated.done_on if rated else None,
        label("satisfaction", said.get("for_unit") or said.get("satisfaction")),
        label("satisfaction", said.get("for_office")),
        "" if steps else why,
        matter.kind == "petition",
    )


def _details(step: Step | None) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(step.details)) if step is not None else {}


def _names(text: str) -> list[str]:
    return [name for name in _BETWEEN.split(text) if name]
