"""Handle a matter: do what may be done now, in one unit of work, and refuse the rest with its reason."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from app.access.context import Context
from app.errors import UserError
from app.matters.entry import Reader
from app.matters.law import Law
from app.matters.values import Changes, Done
from app.matters.view import Rows
from app.rules.actions import DONE_ON, Action, ActionField
from db.fields import Field, Kind, encode
from db.journal import canonical
from db.store import Unit
from db.tables import Matter, Step

_KINDS = {
    "date": Kind.DATE,
    "text": Kind.TEXT,
    "long_text": Kind.LONG_TEXT,
    "code": Kind.CODE,
    "number": Kind.NUMBER,
    "money": Kind.MONEY,
    "flag": Kind.FLAG,
    "unit": Kind.UNIT,
    "leader": Kind.LEADER,
    "mediator": Kind.MEDIATOR,
}
OPS = {"close": "close", "void": "void", "reopen": "reopen"}
"""Actions whose change of the matter has a word of its own in the journal."""
STEP_COLUMNS = ("handler", "what", "until_on")


class Handler:
    """Does actions on matters."""

    def __init__(self, context: Context, law: Law, reader: Reader) -> None:
        self._context = context
        self._law = law
        self._reader = reader

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
        today = self._context.today()
        with self._context.writing() as unit:
            rows = Rows(unit.session, office, matter)
            self._need_custody(rows.matter)
            facts = self._law.facts(rows.matter, rows.steps, rows.parties)
            verdict = next((v for v in self._law.verdicts(facts, today) if v.id == action), None)
            if verdict is None:
                raise UserError("unknown_action", f"这类事项没有“{action}”这一步。", "可办的步骤见 actions。")
            if not verdict.allowed:
                raise UserError(
                    "not_now", f"现在不能{verdict.label}：{verdict.why}", "可办的步骤见事项页的按钮。"
                )
            described = self._context.shelf.actions[action]
            fields = self._read(described, described.fields_for(facts), given)
            wrong = self._law.problems(facts, action, fields, today)
            if wrong:
                raise UserError(
                    "bad_fields", f"{verdict.label}：{'；'.join(wrong)}", "请改正后再办；没有改动任何内容。"
                )
            change = self._law.after(facts, action, fields)
            step = self._step(rows, described, fields, change.state, change.rung)
            unit.session.add(step)
            self._move(unit, rows.matter, action, change)
        return Done(
            Changes(frozenset({"matters"}), (matter,), f"{rows.matter.number}：已{verdict.label}"),
            rows.matter.state,
            rows.matter.rung,
        )

    def _need_custody(self, matter: Matter) -> None:
        if matter.custodian != self._context.office.office:
            raise UserError(
                "no_custody",
                "这件事项现由其他单位办理，本单位不能改动。",
                "可在交办督办里催办，或等对方移交。",
            )
        if matter.restricted and not self._context.user.accusations:
            raise UserError("no_right", "检举控告材料只由指定人员办理。", "请交由指定人员登录办理。")

    def _read(
        self, action: Action, asked: tuple[ActionField, ...], given: Mapping[str, object]
    ) -> dict[str, Any]:
        known = {f.name for f in asked}
        unknown = sorted(set(given) - known)
        if unknown:
            raise UserError(
                "unknown_field",
                f"{action.label}没有“{'、'.join(unknown)}”这一项。",
                f"可填：{'、'.join(sorted(known))}。",
            )
        values: dict[str, Any] = {}
        problems: list[str] = []
        for field in asked:
            raw = given.get(field.name)
            if (raw is None or raw == "") and field.name == DONE_ON:
                raw = self._context.today()
            kind = _KINDS[field.kind]
            described = Field(field.label, kind, name=field.name, codes=field.codes)
            if isinstance(raw, bool) and kind is not Kind.FLAG:
                raw = None
            verdict = self._reader.check(described, raw, "")
            if verdict.severity == "error":
                problems.append(f"{field.label}：{verdict.sentence.rstrip('。')}")
            elif verdict.value is not None and verdict.value != "":
                values[field.name] = verdict.value
        if problems:
            raise UserError(
                "bad_fields", f"{action.label}：{'；'.join(problems)}。", "请改正后再办；没有改动任何内容。"
            )
        return values

    def _step(self, rows: Rows, action: Action, fields: Mapping[str, Any], state: str, rung: str) -> Step:
        handler = fields.get("handler") or fields.get("mediator") or fields.get("officer")
        columns = {k: fields[k] for k in ("what", "until_on") if k in fields}
        details = {
            k: encode(v) for k, v in fields.items() if k not in columns and k != DONE_ON and k != "handler"
        }
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

    def _move(self, unit: Unit, matter: Matter, action: str, change: Any) -> None:
        with unit.called(OPS.get(action, "set")):
            matter.state = change.state
            matter.rung = change.rung
            for name, value in change.sets.items():
                if hasattr(matter, name):
                    setattr(matter, name, value)
