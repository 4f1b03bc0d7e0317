"""What the entry page knows, as frozen values, and the small questions it answers itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from ui.widgets.fields import Option

if TYPE_CHECKING:
    from app.desk import Desk
    from app.directory.values import Choice
    from app.matters.values import DraftView, Field, Foreseen, Likeness, MatterView, Problem

KINDS = (("dispute", "矛盾纠纷"), ("petition", "信访事项"))
GROUPS = ("how", "what", "more")
"""Parts of the form in the order in which people tell it; the parties stand between the first and the second."""
ROLES = {"dispute": ("applicant", "respondent"), "petition": ("petitioner",)}
"""The parties that a new form shows."""
ROLE_IN = {("applicant", "petition"): "petitioner", ("petitioner", "dispute"): "applicant"}
"""What a party becomes when the clerk takes the other kind."""
LISTED = frozenset({"village", "unit", "leader", "mediator"})
"""Kinds of fields whose entries stand in the directory."""
Body = dict[str, object]
"""A form as the register takes it (cli.md), in raw words; it is also the draft."""


@dataclass(frozen=True, slots=True)
class KindFace:
    """What the form of one kind of matter is made of.

    Attributes:
        kind: dispute or petition.
        fields: the described fields, in order.
        party_fields: those of a party.
        options: by field name, for fields of a list.
    """

    kind: str
    fields: tuple[Field, ...]
    party_fields: tuple[Field, ...]
    options: Mapping[str, tuple[Option, ...]]

    def group(self, name: str) -> tuple[Field, ...]:
        """The fields of one part of the form; a part that nobody knows is shown with the last."""
        last = name == GROUPS[-1]
        return tuple(
            f for f in self.fields if f.entry == name or (last and f.entry and f.entry not in GROUPS)
        )


@dataclass(frozen=True, slots=True)
class FormFace:
    """Both kinds, and the day of the desk."""

    kinds: Mapping[str, KindFace]
    now: datetime


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is known while typing: what will follow, what is wrong, what may be there already."""

    foreseen: Foreseen
    problems: tuple[Problem, ...]
    alike: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What is known of a field that was left: its normal value, what an identity number says, and all that is wrong."""

    path: str
    raw: str
    value: object
    sex: str
    good: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Entered:
    """A registered matter as the result line shows it; `paper` is the id and name of a paper that can be printed now."""

    view: MatterView
    paper: tuple[str, str] | None


def options_of(choices: Iterable[Choice]) -> tuple[Option, ...]:
    """Choices of the desk as a chooser wants them."""
    return tuple(Option(c.id, c.label, tuple(c.sound.split()), c.note) for c in choices)


def read_form(desk: Desk) -> FormFace:
    """Asks the desk what the form is made of; runs in the reading lane."""
    kinds: dict[str, KindFace] = {}
    parties = desk.matters.party_fields()
    for kind, _label in KINDS:
        fields = tuple(f for f in desk.matters.fields(kind) if f.entry)
        chosen = [f for f in (*parties, *fields) if f.codes or f.kind in LISTED]
        options = {f.name: options_of(desk.matters.choices(f, kind)) for f in chosen}
        kinds[kind] = KindFace(kind, fields, parties, options)
    return FormFace(kinds, desk.today())


def parties_of(body: Mapping[str, object]) -> list[dict[str, str]]:
    """The parties of a form."""
    found = body.get("parties")
    return cast("list[dict[str, str]]", found) if isinstance(found, list) else []


def overrides_of(body: Mapping[str, object]) -> dict[str, str]:
    """The reasons that overrule checks, by path."""
    found = body.get("overrides")
    return cast("dict[str, str]", found) if isinstance(found, dict) else {}


def words_of(body: Mapping[str, object], name: str) -> str:
    """One field of a form in raw words."""
    value = body.get(name)
    return value if isinstance(value, str) else "" if value is None else str(value)


def wanted(face: KindFace, body: Mapping[str, object]) -> tuple[int, int, tuple[str, ...]]:
    """How complete a form is for the papers: filled, altogether, labels of what is missing."""
    first = next(iter(parties_of(body)), dict[str, str]())
    lacking: list[str] = []
    count = 0
    for fields, values in ((face.fields, body), (face.party_fields, cast("Mapping[str, object]", first))):
        for field in fields:
            if field.wanted:
                count += 1
                if not words_of(values, field.name):
                    lacking.append(field.label)
    return count - len(lacking), count, tuple(lacking)


def said_by_number(number: object, today: date) -> tuple[str, str]:
    """Sex and birth day that a checked resident number says (GB 11643: signs 7 to 14 and 17).

    Returns:
        The id of the sex, and a line for the clerk; both empty where the number says nothing.
    """
    if not isinstance(number, str) or len(number) != 18 or not number[:17].isdigit():
        return "", ""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "", ""
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    sex = "male" if int(number[16]) % 2 else "female"
    word = "男" if sex == "male" else "女"
    return sex, f"校验相符：{word}，{born.year}年{born.month}月{born.day}日出生，{years} 岁"


def name_of(body: Mapping[str, object]) -> str:
    """Whom a draft is about: the first name, else how it begins."""
    name = next((p["name"] for p in parties_of(body) if p.get("name")), "")
    return name or (words_of(body, "title") or words_of(body, "statement"))[:12] or "未写姓名"


def draft_words(draft: DraftView, now: datetime) -> str:
    """A waiting draft in a few words: whom it is about and when it was typed."""
    at = datetime.fromisoformat(draft.saved_at).astimezone(now.tzinfo)
    day = "" if at.date() == now.date() else f"{at.month}月{at.day}日 "
    return f"{name_of(draft.body)}，{day}{at.hour}:{at.minute:02d}"


def day_words(day: date, today: date) -> str:
    """A last day with the days that are left, e.g. 3月17日（15 天）."""
    left = (day - today).days
    year = f"{day.year}年" if day.year != today.year else ""
    rest = "今天" if left == 0 else f"{left} 天" if left > 0 else f"已过 {-left} 天"
    return f"{year}{day.month}月{day.day}日（{rest}）"
