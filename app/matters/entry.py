"""Read what was typed, or what a JSON form or a ledger row says, into a matter's values; name every problem at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, cast

from app.errors import UserError
from app.matters.values import Problem
from app.rules import dates, identity, money
from app.rules.book import RuleBook
from app.rules.codes import CodeList
from app.rules.verdict import Verdict
from db.errors import BadTextError
from db.fields import Field, Kind, fields_of
from db.store import clean_text
from db.tables import Matter, Party

KINDS = ("dispute", "petition")
NOT_TYPED = frozenset({"number", "kind", "state"})
"""Fields that the program gives."""
MAX_REPRESENTATIVES = 5
"""A group elects at most five (条例 Art. 20)."""
MOST_PEOPLE = 10_000_000
_NUMBERS = frozenset({Kind.ID_NO, Kind.PHONE, Kind.CREDIT_CODE})
_SAID_AGAIN = frozenset({Kind.CODE, Kind.VILLAGE, Kind.FLAG})
"""A ledger says the same few words again and again: what they mean is looked up once."""
_LONGEST_NAME = 60
_SHORTER = _LONGEST_NAME // 2
"""A name no longer than this is not too long in another normal form either."""
_PLAIN = {Kind.TEXT: 1_000_000, Kind.LONG_TEXT: 1_000_000, Kind.NAME: _SHORTER}
"""Kinds that hold whatever is typed, and up to how many characters nothing else is asked of it."""
_TERMS = frozenset({"resolve_by", "source_due_on"})
"""Days that may lie ahead."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A form that was read.

    Attributes:
        kind: dispute | petition.
        values: by field name of a matter; only what is known.
        parties: by field name of a party, in the order given.
        problems: what is wrong; none of severity error lets it be registered.
    """

    kind: str
    values: dict[str, Any]
    parties: tuple[dict[str, Any], ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps it from being registered."""
        return tuple(p for p in self.problems if p.severity == "error")


class Reader:
    """Reads forms by the field descriptions.

    Args:
        shelf: code lists.
        today: the civil day of the desk; nothing may lie behind it.
        villages: label of each village by its code, for what ledgers write.
    """

    def __init__(self, shelf: RuleBook, today: date, villages: Mapping[str, str]) -> None:
        self._shelf = shelf
        self._today = today
        self._villages = dict(villages)
        self._by_label = {label: code for code, label in villages.items()}
        self._readers = {kind: getattr(self, f"_read_{kind.value}", self._read_text) for kind in Kind}
        self._said: dict[tuple[str, str, str], Verdict[Any]] = {}

    def read(self, form: Mapping[str, object]) -> Entry:
        """Read a whole form.

        Args:
            form: shape of cli.md "A matter in JSON"; `overrides` maps a path to the reason that overrules its check.
        """
        kind = str(form.get("kind") or "")
        if kind not in KINDS:
            kind_problem = Problem("kind", "类别", "类别应为 dispute（矛盾纠纷）或 petition（信访事项）。")
            return Entry("", {}, (), (kind_problem,))
        problems: list[Problem] = []
        given = form.get("overrides")
        overrides: Mapping[str, str] = cast("Mapping[str, str]", given) if isinstance(given, dict) else {}
        values: dict[str, Any] = {}
        for field in fields_of(Matter, kind):
            if field.name in NOT_TYPED or field.name not in form:
                continue
            value = self._one(field, form[field.name], field.name, kind, overrides, problems)
            if value is not None:
                values[field.name] = value
        _move_content_class(kind, values, self._shelf)
        parties = self._parties(form.get("parties"), kind, overrides, problems)
        self._whole(kind, values, parties, problems)
        return Entry(kind, values, parties, tuple(problems))

    def check(self, field: Field, raw: object, kind: str) -> Verdict[Any]:
        """What one typed value means; the entry form asks it as the clerk leaves the field."""
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return Verdict(None)
        if isinstance(raw, (list, dict, tuple)):
            return Verdict(None, "error", "bad_shape", "写法不对，应为一项内容。")
        if field.kind not in _SAID_AGAIN or not isinstance(raw, str):
            return self._checked(field, raw, kind)
        said = (field.name, kind, raw)
        if said not in self._said:
            self._said[said] = self._checked(field, raw, kind)
        return self._said[said]

    def _checked(self, field: Field, raw: object, kind: str) -> Verdict[Any]:
        try:
            return self._readers[field.kind](field, raw, kind)
        except BadTextError:
            return Verdict(None, "error", "bad_text", "含有不能保存的字符，请删去后重新输入。")

    # -- by kind

    def _read_text(self, field: Field, raw: object, kind: str) -> Verdict[Any]:
        del kind
        if not isinstance(raw, str):
            raw = str(raw)
        text = clean_text(field.name, raw)
        return Verdict(text.strip() if field.kind is not Kind.LONG_TEXT else text.strip("\n"))

    def _read_date(self, field: Field, raw: object, kind: str) -> Verdict[Any]:
        del kind, field
        if isinstance(raw, date):
            return Verdict(raw)
        return dates.read_date(str(raw), self._today)

    def _read_money(self, field: Field, raw: object, kind: str) -> Verdict[Any]:
        del kind, field
        if isinstance(raw, (int, float)):
            # A number of a form is fen; yuan and 万 are typed as text.
            if isinstance(raw, (bool, float)):
                return Verdict(None, "error", "money_not_fen", "金额应为以分为单位的整数。")
            return _within(raw, money.MOST_FEN, "金额")
        return money.read_money(str(raw))

    def _read_number(self, field: Field, raw: object, kind: str) -> Verdict[Any]:
        del kind
        if isinstance(raw, int) and not isinstance(raw, bool):
            return _within(raw, MOST_PEOPLE, field.label)
        verdict = money.read_count(str(raw))
        return verdict if verdict.value is None else _within(verdict.value, MOST_PEOPLE, field.label)

    def _read_flag(self, field: Field, raw: object, kind: str) -> Verdict[Any]:
        del kind, field
        if isinstance(raw, bool):
            return Verdict(raw)
        word = str(raw).strip()
        if word in {"是", "有", "1", "true", "√", "已回访", "初次", "初信初访", "紧急"}:
            return Verdict(value=True)
        if word in {"否", "无", "0", "false", "未回访", "重复", "×", "不是"}:
            return Verdict(value=False)
        return Verdict(None, "error", "not_a_flag", f"“{word}”不是“是”或“否”。")

    def _read_code(self, field: Field, raw: object, kind: str) -> Verdict[Any]:
        word = str(raw).strip()
        for codes in self.lists(field, kind):
            if word in codes:
                return Verdict(word)
            match = codes.match(word)
            if match.code is not None and match.is_certain:
                return Verdict(match.code.id)
        near = next((m for c in self.lists(field, kind) if (m := c.match(word)).code is not None), None)
        hint = f"是否为“{near.code.label}”？" if near is not None and near.code is not None else ""
        return Verdict(None, "error", "unknown_code", f"{field.label}里没有“{word}”。{hint}")

    def _read_village(self, field: Field, raw: object, kind: str) -> Verdict[Any]:
        word = str(self._read_text(field, raw, kind).value)
        return Verdict(self._by_label.get(word, word))

    def _read_id_no(self, field: Field, raw: object, kind: str) -> Verdict[Any]:
        del kind, field
        return _resident(str(raw), self._today)

    def _read_phone(self, field: Field, raw: object, kind: str) -> Verdict[Any]:
        del kind, field
        return identity.check_phone(str(raw))

    def _read_credit_code(self, field: Field, raw: object, kind: str) -> Verdict[Any]:
        del kind, field
        return identity.check_credit_code(str(raw))

    def _read_name(self, field: Field, raw: object, kind: str) -> Verdict[Any]:
        text = str(self._read_text(field, raw, kind).value)
        if len(text) > _LONGEST_NAME:
            return Verdict(None, "error", "long_name", "姓名（名称）过长，请核对。")
        return Verdict(text)

    def lists(self, field: Field, kind: str) -> tuple[CodeList, ...]:
        """The code lists that a field draws from; a category's list follows the kind of the matter."""
        book = self._shelf.codes
        if field.codes == "category":
            names = ("dispute_type",) if kind == "dispute" else ("petition_category", "content_class")
            return tuple(book[n] for n in names)
        return (book[field.codes],) if field.codes in book else ()

    # -- the whole

    def _one(
        self,
        field: Field,
        raw: object,
        path: str,
        kind: str,
        overrides: Mapping[str, str],
        problems: list[Problem],
    ) -> Any:
        # Most of a form is taken as it stands; the long way gives the same.
        if raw.__class__ is date and field.kind is Kind.DATE:
            return raw
        if raw.__class__ is str and field.kind in _PLAIN and len(cast("str", raw)) <= _PLAIN[field.kind]:
            try:
                text = clean_text(field.name, cast("str", raw))
            except BadTextError:
                pass
            else:
                bare = text.strip()
                return (text.strip("\n") if field.kind is Kind.LONG_TEXT else bare) if bare else None
        verdict = self.check(field, raw, kind)
        if not verdict.severity:
            return verdict.value
        reason = str(overrides.get(path) or "").strip()
        checked = field.kind in _NUMBERS
        if verdict.severity == "error" and checked and reason:
            problems.append(
                Problem(path, field.label, f"{verdict.sentence}（已说明理由：{reason}）", "warning")
            )
            return clean_text(field.name, str(raw)).strip()
        problems.append(Problem(path, field.label, verdict.sentence, verdict.severity, overridable=checked))
        return verdict.value if verdict.ok else None

    def _parties(
        self, given: object, kind: str, overrides: Mapping[str, str], problems: list[Problem]
    ) -> tuple[dict[str, Any], ...]:
        parties: list[dict[str, Any]] = []
        rows = cast("list[object]", given) if isinstance(given, list) else []
        described = _party_fields()
        for index, row in enumerate(rows):
            if not isinstance(row, dict):
                problems.append(Problem(f"parties.{index}", "当事人", "当事人的写法不对。"))
                continue
            form = cast("dict[str, object]", row)
            values: dict[str, Any] = {}
            for name, field in described.items():
                if name in form:
                    path = f"parties.{index}.{name}"
                    value = self._one(field, form[name], path, kind, overrides, problems)
                    if value is not None and value != "":
                        values[name] = value
                    if reason := str(overrides.get(path) or "").strip():
                        values["doubt"] = f"{field.label}：{reason}"
            if not values or set(values) == {"role"}:
                continue
            values.setdefault("role", "applicant" if kind == "dispute" else "petitioner")
            if values.get("id_no") and not values.get("sex"):
                sex = _resident(values["id_no"], self._today).sex
                if sex:
                    values["sex"] = sex
            parties.append(values)
        return tuple(parties)

    def _whole(
        self, kind: str, values: dict[str, Any], parties: tuple[dict[str, Any], ...], problems: list[Problem]
    ) -> None:
        touched = {p.path for p in problems if p.severity == "error"}

        def need(path: str, label: str, sentence: str) -> None:
            if path not in touched:
                problems.append(Problem(path, label, sentence))

        if kind == "dispute" and "received_on" not in values and "found_on" in values:
            values["received_on"] = values["found_on"]
        for name, label in (("channel", "形式"), ("received_on", "收到日期")):
            if name not in values:
                need(name, label, f"还没有填写{label}。")
        if not values.get("title") and not values.get("statement"):
            need("title", "事由", "事由和主要情况至少填写一项。")
        if not any(p.get("name") for p in parties):
            need("parties.0.name", "姓名", "至少要有一名当事人的姓名（名称）。")
        if sum(p["role"] == "representative" for p in parties) > MAX_REPRESENTATIVES:
            problems.append(
                Problem(
                    "parties",
                    "代表人",
                    "代表人不得超过 5 人（《信访工作条例》第二十条）。",
                    overridable=False,
                )
            )
        problems.extend(self.days(values))

    def days(self, values: dict[str, Any]) -> list[Problem]:
        """No event lies ahead of today, and nothing was handled before it came."""
        problems: list[Problem] = []
        labels = _labels()
        for name, value in values.items():
            if isinstance(value, date) and value > self._today and name not in _TERMS:
                problems.append(Problem(name, labels[name], f"{labels[name]}在今天之后。"))
        start = values.get("found_on") or values.get("received_on")
        for name in ("accepted_on", "closed_on"):
            if start and values.get(name) and values[name] < start:
                problems.append(Problem(name, labels[name], f"{labels[name]}早于收到（排查）日期。"))
        return problems


@lru_cache(maxsize=64)
def _resident(number: str, today: date) -> identity.IdentityVerdict:
    """A number is asked for its check and again for what it tells."""
    return identity.check_resident_number(number, today)


@cache
def _labels() -> Mapping[str, str]:
    return {f.name: f.label for f in fields_of(Matter)}


@cache
def _party_fields() -> Mapping[str, Field]:
    return {f.name: f for f in fields_of(Party)}


def _within(value: int, most: int, what: str) -> Verdict[Any]:
    if value < 0:
        return Verdict(None, "error", "negative", f"{what}不能是负数。")
    if value > most:
        return Verdict(None, "error", "too_large", f"{what}过大，请核对。")
    return Verdict(value)


def _move_content_class(kind: str, values: dict[str, Any], shelf: RuleBook) -> None:
    """A petition's `category` may name its content (5.1): that is `content_class`; what is asked for stays open."""
    category = values.get("category")
    if (
        kind == "petition"
        and category is not None
        and shelf.codes["petition_category"].by_id(category) is None
    ):
        values["content_class"] = category
        del values["category"]


def refuse(entry: Entry, place: str = "") -> None:
    """Raise what is wrong with a form as one error.

    Raises:
        UserError: invalid_matter; the sentence names each problem.
    """
    errors = entry.errors
    if errors:
        sentence = "；".join(f"{p.label}：{p.sentence.rstrip('。')}" for p in errors[:5])
        more = f"（另有 {len(errors) - 5} 处）" if len(errors) > 5 else ""
        overridable = any(p.overridable for p in errors)
        raise UserError(
            "invalid_matter",
            f"{place}不能登记——{sentence}{more}。",
            "请改正后再登记"
            + ("；号码确实如此的，可在 overrides 里说明理由。" if overridable else "。")
            + "已填写的内容没有丢失。",
        )
