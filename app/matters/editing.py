"""Change what a matter says, in place: its own fields and its parties, by the same checks as registration."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.access.context import Context
from app.errors import NotFoundError, UserError
from app.matters.closing import close_duties
from app.matters.entry import MAX_REPRESENTATIVES, NOT_TYPED, Reader
from app.matters.register import title_of
from app.matters.values import Changes, PartyToEdit, Problem, ToEdit
from app.matters.view import find_by_number
from app.rules import identity
from app.rules.lineage import LINKED, consistent
from db.fields import Field, Kind, fields_of
from db.store import Unit, clean_text
from db.tables import Matter, Party

BY_STEPS = frozenset(
    {"rung", "accepted_on", "closed_on", "followed_up", "satisfaction", "lineage", "earlier"}
)
"""What only steps of handling and links change, besides what the program gives."""
NUMBERS = frozenset({Kind.ID_NO, Kind.PHONE, Kind.CREDIT_CODE})
NOT_OF_PARTY = "doubt"
MOST_PROBLEMS = 5


class Editing:
    """Edits in one unit of work each; all of one edit is saved, or nothing.

    Args:
        context: the opened office.
        reader: reads what was typed.
    """

    def __init__(self, context: Context, reader: Reader) -> None:
        self._context = context
        self._reader = reader

    def to_edit(self, number: str) -> ToEdit:
        """What may be edited, as it stands in the editors; sensitive numbers of parties are left out."""
        with self._context.reading() as session:
            row = find_by_number(session, self._context, number)
            fields = editable(row.kind)
            parties = session.scalars(
                select(Party)
                .where(Party.office == row.office, Party.matter == row.id)
                .order_by(Party.ordinal, Party.id)
            ).all()
            return ToEdit(
                row.version,
                fields,
                {f.name: typed(f, getattr(row, f.name)) for f in fields},
                tuple(
                    PartyToEdit(
                        p.id,
                        p.version,
                        {
                            f.name: "" if f.sensitive else typed(f, getattr(p, f.name))
                            for f in fields_of(Party)
                            if f.name != NOT_OF_PARTY
                        },
                    )
                    for p in parties
                ),
            )

    def edit(self, number: str, changes: Mapping[str, object], base: int) -> Changes:
        """Change fields of a matter.

        Args:
            number: of the matter, or its id.
            changes: field name to typed text or value; "" empties it.
            base: the version that the clerk saw.

        Raises:
            UserError: changed meanwhile, not ours, or a value that cannot be.
        """
        with self._context.writing() as unit:
            row = self._ours(unit, number)
            _need_base(row.version, base)
            described = {f.name: f for f in editable(row.kind)}
            for name in changes:
                if name not in described:
                    raise UserError("not_editable", f"“{name}”不能直接改。", "请通过办理步骤改变它。")
            problems: list[Problem] = []
            values = self._values(described, changes, row.kind, {}, problems)
            merged = {n: getattr(row, n) for n in described} | values
            if not merged.get("title") and not merged.get("statement"):
                problems.append(Problem("title", "事由", "事由和主要情况至少填写一项。"))
            elif not merged.get("title"):
                values["title"] = title_of(str(merged["statement"]))
            known = {n: v for n, v in {**merged, "accepted_on": row.accepted_on}.items() if v is not None}
            touched = {"accepted_on", *values} if {"received_on", "found_on"} & set(values) else set(values)
            problems += [p for p in self._reader.days(known) if p.path in touched]
            if "is_first" in values:
                if row.earlier and values["is_first"] is not False:
                    sentence = "已与前件相连，不是初次；确系初次的，先在“前件后件”里解除。"
                    problems.append(Problem("is_first", described["is_first"].label, sentence))
                elif row.lineage not in LINKED or values["is_first"] is not False:
                    values["lineage"] = consistent(values, row.kind).get("lineage")
            _refuse(problems)
            if values.get("category", row.category) != row.category:
                _check_category(unit, row, values["category"])
            for name, value in values.items():
                setattr(row, name, value)
            words = f"{row.number}：已保存"
            if values.get("category") == "accusation":
                words = f"{row.number}：已改为检举控告，由指定专人办理"
                words += (
                    "" if self._context.user.accusations else "，您不再看得到它；手里的纸质材料请当面交给专人"
                )
        return Changes(frozenset({"matters"}), (row.id,), words)

    def edit_party(
        self, number: str, party: str, changes: Mapping[str, object], base: int, overrides: Mapping[str, str]
    ) -> Changes:
        """Change fields of one party.

        Args:
            number: of the matter, or its id.
            party: the party's id.
            changes: field name to typed text; "" empties it.
            base: the version of the party that the clerk saw.
            overrides: field name to the reason that overrules the check of a number.

        Raises:
            UserError: changed meanwhile, not ours, or a value that cannot be.
        """
        with self._context.writing() as unit:
            row = self._ours(unit, number)
            found = unit.session.get(Party, (row.office, party))
            if found is None or found.matter != row.id:
                raise NotFoundError("no_such_party", "没有这名当事人。", "请重新打开事项再选。")
            _need_base(found.version, base)
            problems: list[Problem] = []
            values = self._values(_party_fields(), changes, row.kind, overrides, problems)
            self._complete(values, found.sex)
            if values.get("role") == "representative" and found.role != "representative":
                self._need_room(unit, row, problems)
            _refuse(problems)
            doubt = _doubt(found.doubt, values, overrides)
            for name, value in {**values, NOT_OF_PARTY: doubt}.items():
                setattr(found, name, value)
        return Changes(frozenset({"matters"}), (row.id,), f"{row.number}：当事人已保存")

    def add_party(self, number: str, given: Mapping[str, object], overrides: Mapping[str, str]) -> Changes:
        """Add a party; arguments as in :meth:`edit_party`.

        Raises:
            UserError: not ours, or a value that cannot be.
        """
        with self._context.writing() as unit:
            row = self._ours(unit, number)
            problems: list[Problem] = []
            described = _party_fields()
            role = "applicant" if row.kind == "dispute" else "petitioner"
            form = {**dict.fromkeys(("role", "name"), ""), **given}
            form["role"] = form["role"] or role
            values = self._values(described, form, row.kind, overrides, problems)
            self._complete(values, None)
            if values.get("role") == "representative":
                self._need_room(unit, row, problems)
            _refuse(problems)
            last = unit.session.scalar(
                select(func.max(Party.ordinal)).where(Party.office == row.office, Party.matter == row.id)
            )
            unit.session.add(
                Party(
                    office=row.office,
                    id=str(uuid.uuid4()),
                    matter=row.id,
                    ordinal=(last or 0) + 1,
                    doubt=_doubt(None, values, overrides),
                    **values,
                )
            )
        return Changes(frozenset({"matters"}), (row.id,), f"{row.number}：已添加当事人")

    # -- parts

    def _ours(self, unit: Unit, number: str) -> Matter:
        row = find_by_number(unit.session, self._context, number)
        if row.custodian != self._context.office.office:
            raise UserError("no_custody", "这件事项现由其他单位办理，本单位不能改动。", "请等对方移交。")
        return row

    def _values(
        self,
        described: Mapping[str, Field],
        given: Mapping[str, object],
        kind: str,
        overrides: Mapping[str, str],
        problems: list[Problem],
    ) -> dict[str, Any]:
        """Normal values by name, None where a field is emptied; what is wrong goes into `problems`."""
        values: dict[str, Any] = {}
        for name, raw in given.items():
            field = described.get(name)
            if field is None:
                raise UserError("not_editable", f"“{name}”不能直接改。", "请核对字段名称。")
            verdict = self._reader.check(field, raw, kind)
            value = verdict.value if verdict.value != "" else None
            if verdict.severity == "error":
                if field.kind in NUMBERS and overrides.get(name, "").strip():
                    value = clean_text(name, str(raw)).strip()
                else:
                    problems.append(
                        Problem(name, field.label, verdict.sentence, overridable=field.kind in NUMBERS)
                    )
            elif value is None and field.required:
                problems.append(Problem(name, field.label, f"{field.label}不能为空。"))
            values[name] = value
        return values

    def _complete(self, values: dict[str, Any], sex: str | None) -> None:
        """An identity number says the sex where nobody wrote it."""
        if values.get("id_no") and not values.get("sex", sex):
            said = identity.check_resident_number(values["id_no"], self._context.today()).sex
            if said:
                values["sex"] = said

    def _need_room(self, unit: Unit, row: Matter, problems: list[Problem]) -> None:
        there = unit.session.scalar(
            select(func.count())
            .select_from(Party)
            .where(Party.office == row.office, Party.matter == row.id, Party.role == "representative")
        )
        if (there or 0) >= MAX_REPRESENTATIVES:
            problems.append(Problem("role", "代表人", "代表人不得超过 5 人（《信访工作条例》第二十条）。"))


def editable(kind: str) -> tuple[Field, ...]:
    """The fields of a matter that are typed and may be corrected in place."""
    return tuple(f for f in fields_of(Matter, kind) if f.name not in NOT_TYPED | BY_STEPS)


def typed(field: Field, value: object) -> str:
    """A value as a person would type it into its editor: ids of lists, ISO days, yuan."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if field.kind is Kind.MONEY and isinstance(value, int):
        yuan, fen = divmod(value, 100)
        return f"{yuan}.{fen:02d}" if fen else str(yuan)
    return str(value)


def _party_fields() -> dict[str, Field]:
    return {f.name: f for f in fields_of(Party) if f.name != NOT_OF_PARTY}


def _need_base(now: int, base: int) -> None:
    if now != base:
        raise UserError(
            "changed_meanwhile", "这件事项刚刚被改动过。", "请看一眼最新内容再改；你填写的内容还在。"
        )


def _refuse(problems: Iterable[Problem]) -> None:
    told = tuple(problems)
    if told:
        words = "；".join(f"{p.label}：{p.sentence.rstrip('。')}" for p in told[:MOST_PROBLEMS])
        advice = "号码确实如此的，写明理由即可保存。" if any(p.overridable for p in told) else ""
        raise UserError("bad_fields", f"{words}。", f"请改正后再保存。{advice}")


def _doubt(before: str | None, values: Mapping[str, Any], overrides: Mapping[str, str]) -> str | None:
    """Why numbers stand that do not check: new reasons come, those of numbers that were typed anew go."""
    described = _party_fields()
    labels = {described[n].label for n in values if described[n].kind in NUMBERS}
    kept = [w for w in (before or "").split("；") if w and w.partition("：")[0] not in labels]
    new = [
        f"{described[n].label}：{why.strip()}"
        for n, why in overrides.items()
        if why.strip() and values.get(n)
    ]
    return "；".join([*kept, *new]) or None


def _check_category(unit: Unit, row: Matter, category: object) -> None:
    if row.restricted:
        raise UserError(
            "stays_accusation", "检举控告不能改为其他类型。", "确系登记错误的，请作废后重新登记。"
        )
    if category == "accusation":
        # A change of its own, before any other: it alone goes up, so that the office above closes its copy and learns no more.
        with unit.called("redact"):
            row.restricted = True
        close_duties(unit, unit.office)
