"""Bulletins and scores (月通报 季考评): rules as data, drafts, objections, frozen with a hash, corrections listed."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from db.fields import Kind, field
from db.tables.base import Entity
from db.tables.duty import Addressed, Kept, duty_table


class ScoreSheet(Addressed, Kept, Entity):
    """A score sheet (考评细则) as data: items with weight, formula, price of a deduction, cap, evidence."""

    __tablename__ = "score_sheet"
    entity: ClassVar[str] = "score_sheet"
    word: ClassVar[str] = "考评表"

    title: Mapped[str] = field("名称", Kind.TEXT, required=True)
    valid_from: Mapped[date] = field("启用日期", Kind.DATE, required=True)
    body: Mapped[str]
    """Canonical JSON (app.rules.scores reads it)."""

    __table_args__: Any = duty_table("score_sheet", "valid_from", by=("valid_from",))


class Scoring(Addressed, Kept, Entity):
    """One period's bulletin or score: draft, open for objections, frozen with the SHA-256 of what was published."""

    __tablename__ = "scoring"
    entity: ClassVar[str] = "scoring"
    word: ClassVar[str] = "考评"

    kind: Mapped[str] = field("种类", Kind.CODE, codes="scoring_kind", required=True)
    title: Mapped[str] = field("名称", Kind.TEXT, required=True)
    sheet: Mapped[str | None] = mapped_column()
    from_on: Mapped[date] = field("自", Kind.DATE, required=True)
    to_on: Mapped[date] = field("至", Kind.DATE, required=True)
    state: Mapped[str] = field("状态", Kind.CODE, codes="scoring_state", required=True)
    objections_until: Mapped[date | None] = field("异议截止日期", Kind.DATE)
    frozen_on: Mapped[date | None] = field("定稿日期", Kind.DATE)
    body: Mapped[str] = mapped_column(default="{}")
    """Canonical JSON of what is published: figures or totals and ranks of units, with both numbers of every rate."""
    sha256: Mapped[str | None] = mapped_column()

    __table_args__: Any = duty_table(
        "scoring", "from_on", "to_on", "objections_until", "frozen_on", by=("from_on",)
    )


class ScoreLine(Addressed, Kept, Entity):
    """How one unit's score came about, down to the matters; told to that unit alone."""

    __tablename__ = "score_line"
    entity: ClassVar[str] = "score_line"
    word: ClassVar[str] = "考评项目"

    scoring: Mapped[str]
    unit: Mapped[str]
    """Office that was scored; `to_office` is set to it when the scoring is opened for objections."""
    body: Mapped[str]
    """Canonical JSON of the derivation."""

    __table_args__: Any = duty_table("score_line", by=("scoring",))


class ScoreMark(Addressed, Kept, Entity):
    """Points of a manual item for one unit in one period, with their evidence."""

    __tablename__ = "score_mark"
    entity: ClassVar[str] = "score_mark"
    word: ClassVar[str] = "考评得分"

    scoring: Mapped[str]
    unit: Mapped[str]
    """Office that it is for."""
    item: Mapped[str]
    """Id of the item of the sheet."""
    hundredths: Mapped[int] = mapped_column(default=0)
    """Points times 100."""
    evidence: Mapped[str] = field("依据", Kind.TEXT, required=True)

    __table_args__: Any = duty_table("score_mark", by=("scoring",))


class ScoreObjection(Kept, Entity):
    """A unit's objection to its draft score (考评异议); the township's own, or typed in for a unit without a program."""

    __tablename__ = "score_objection"
    entity: ClassVar[str] = "score_objection"
    word: ClassVar[str] = "考评异议"

    scoring_office: Mapped[str]
    scoring: Mapped[str]
    unit: Mapped[str]
    """Office whose score it is."""
    unit_name: Mapped[str] = field("提出单位", Kind.TEXT, required=True)
    item: Mapped[str]
    """Id of the item of the sheet; "" for the whole."""
    raised_on: Mapped[date] = field("提出日期", Kind.DATE, required=True)
    what: Mapped[str] = field("异议内容", Kind.LONG_TEXT, required=True)

    __table_args__: Any = duty_table("score_objection", "raised_on", by=("scoring",))


class ScoreRuling(Addressed, Kept, Entity):
    """The answer to an objection, or a correction of something frozen, which itself stays as it is."""

    __tablename__ = "score_ruling"
    entity: ClassVar[str] = "score_ruling"
    word: ClassVar[str] = "考评答复"

    scoring: Mapped[str]
    objection: Mapped[str | None] = mapped_column()
    """`office/id` of the objection that it answers."""
    unit: Mapped[str]
    """Office whose score it is."""
    unit_name: Mapped[str] = field("单位", Kind.TEXT, required=True)
    item: Mapped[str]
    """Id of the item of the sheet; "" for the whole."""
    hundredths: Mapped[int | None] = mapped_column()
    """Points times 100 that the item takes instead, while nothing is frozen."""
    ruled_on: Mapped[date] = field("处理日期", Kind.DATE, required=True)
    upheld: Mapped[bool] = mapped_column(default=False)
    before: Mapped[str | None] = field("原来", Kind.TEXT)
    after: Mapped[str | None] = field("更正为", Kind.TEXT)
    why: Mapped[str] = field("理由", Kind.LONG_TEXT, required=True)

    __table_args__: Any = duty_table("score_ruling", "ruled_on", by=("scoring",))
