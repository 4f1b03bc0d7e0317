"""Handle a matter: do what may be done now, in one unit of work, and refuse the rest with its reason."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from app.access.context import Context
from app.errors import UserError
from app.matters.custody_fold import APPENDED
from app.matters.custody_view import open_offer
from app.matters.law import Law
from app.matters.lineage import need_final_opinion
from app.matters.neighbours import Neighbours
from app.matters.offering import need_offerable, write_offer
from app.matters.standing import may_now
from app.matters.values import Changes, Done
from app.matters.view import Rows
from app.rules.actions import DONE_ON, Action
from app.rules.handling import StateChange
from db.fields import encode
from db.journal import canonical
from db.store import Unit
from db.tables import Matter, Step

OPS = {"close": "close", "void": "void", "reopen": "reopen"}
"""Actions whose change of the matter has a word of its own in the journal."""


class Handler:
    """Does actions on matters."""

    def __init__(self, context: Context, law: Law) -> None:
        self._context = context
        self._law = law

    def do(self, office: str, matter: str, action: str, given: Mapping[str, object]) -> Done:
        """Do one action.

        Args:
            office: office of origin of the matter.
            matter: its id.
            action: an id of resources/rules/actions.json.
            given: what its fields ask for; texts as typed, or typed values.

        Raises:
            UserError: not this office's to write, not now (with the reason), a field that cannot be.
        """
        with self._context.writing() as unit:
            return self.within(unit, office, matter, action, given)

    def within(self, unit: Unit, office: str, matter: str, action: str, given: Mapping[str, object]) -> Done:
        """Do one action inside a unit of the caller's, so that it is one act with what else is written there; see `do`."""
        today = self._context.today()
        rows = Rows(unit.session, office, matter)
        self._need_right(rows.matter, action)
        facts = self._law.facts(rows.matter, rows.steps, rows.parties)
        verdicts = may_now(
            self._context,
            rows.matter,
            open_offer(unit.session, rows.matter),
            self._law.verdicts(facts, today),
            Neighbours(unit.connection, self._context).name_of(rows.matter.custodian),
        )
        verdict = next((v for v in verdicts if v.id == action), None)
        if verdict is None:
            raise UserError(
                "unknown_action", f"这类事项没有“{action}”这一步。", "请从这件事项可以办理的步骤里选择。"
            )
        if not verdict.allowed:
            raise UserError(
                "not_now",
                f"现在不能办理“{verdict.label}”：{verdict.why.rstrip('。')}。",
                "可办的步骤见事项页的按钮。",
            )
        described = self._context.shelf.actions[action]
        checked = self._law.check(facts, action, cast("Mapping[str, Any]", given), today)
        wrong = [p.sentence for p in checked.problems if p.severity == "error"]
        if wrong:
            raise UserError(
                "bad_fields", f"{verdict.label}：{'；'.join(wrong)}。", "请改正后再办；没有改动任何内容。"
            )
        fields = checked.values
        if action == "no_further_accept":
            need_final_opinion(unit.session, rows.matter, fields)
        change = self._law.after(facts, action, fields)
        to = Neighbours(unit.connection, self._context).above() if change.custody == "offer" else None
        if to is not None:
            # Until the office above has accepted, the matter stays where it is, and so does its duty.
            need_offerable(unit, rows.matter)
            offer = write_offer(unit, self._context, rows.matter, action, to, fields)
            change = replace(change, rung=rows.matter.rung)
            fields = {**fields, "offered": True, "transfer": offer.id}
        step = self._step(rows, described, fields, change.state, change.rung)
        unit.session.add(step)
        self._move(unit, rows.matter, action, change)
        doubts = tuple(p.sentence for p in checked.problems if p.severity == "warning")
        words = "；".join((f"{rows.matter.number}：已{verdict.label}", *doubts))
        return Done(
            Changes(frozenset({"matters"}), (matter,), words), rows.matter.state, rows.matter.rung, doubts
        )

    def _need_right(self, matter: Matter, action: str) -> None:
        if matter.custodian != self._context.office.office and action not in APPENDED:
            raise UserError(
                "no_custody",
                "这件事项现由其他单位办理，本单位不能改动。",
                "可以在事项里记录意见，或等对方移交。",
            )
        if matter.restricted and not self._context.user.accusations:
            raise UserError("no_right", "检举控告材料只由指定人员办理。", "请交由指定人员登录办理。")

    def _step(self, rows: Rows, action: Action, fields: Mapping[str, Any], state: str, rung: str) -> Step:
        handler = fields.get("officer") or fields.get("mediators") or fields.get("visitors")
        columns = {k: fields[k] for k in ("until_on",) if k in fields}
        details = {k: encode(v) for k, v in fields.items() if k not in {DONE_ON, *columns}}
        return Step(
            office=rows.matter.office,
            id=str(uuid.uuid4()),
            matter=rows.matter.id,
            ordinal=len(rows.steps) + 1,
            action=action.id,
            done_on=cast("date", fields[DONE_ON]),
            rung=rung,
            state=state,
            handler=handler or self._context.user.name,
            details=canonical(details),
            by_office=self._context.office.office,
            by_user=self._context.user.id,
            **columns,
        )

    def _move(self, unit: Unit, matter: Matter, action: str, change: StateChange) -> None:
        columns = Matter.__table__.columns
        again = matter.closed_on is not None and change.dates.get("closed_on", matter.closed_on) is None
        with unit.called("reopen" if again else OPS.get(action, "set")):
            matter.state = change.state
            matter.rung = change.rung
            for name, value in {**change.dates, **change.sets}.items():
                # Dates that the matter has no column for (告知, 送达 …) stand in the step itself.
                if name in columns:
                    setattr(matter, name, value)
