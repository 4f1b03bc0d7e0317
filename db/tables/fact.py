"""The figures' read table: what can be counted of a matter, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import STRICT, Base


class Fact(Base):
    """One narrow row a matter: codes, dates and numbers; no text, no name, no telephone.

    Derived from the state in the same transaction as the listing, so that every figure is one scan of a small table. What
    an office sends up without its persons (bundle kind `coded`) is this row. A restricted matter has none.
    """

    __tablename__ = "fact"

    office: Mapped[str] = mapped_column(primary_key=True)
    matter: Mapped[str] = mapped_column(primary_key=True)
    coded: Mapped[bool] = mapped_column(default=False)
    """It came as a coded row: the matter itself is not held here."""
    number: Mapped[str]
    kind: Mapped[str]
    channel: Mapped[str | None]
    category: Mapped[str | None]
    content_class: Mapped[str | None]
    village: Mapped[str | None]
    unit: Mapped[str | None]
    custodian: Mapped[str]
    state: Mapped[str]
    rung: Mapped[str]
    risk: Mapped[str | None]
    urgent: Mapped[bool]
    simple: Mapped[bool]
    referred: Mapped[bool]
    """Passed on by another office (转送、交办)."""
    litigation: Mapped[bool]
    """Led into judicial procedure (涉法涉诉, Art. 31(1))."""
    route: Mapped[str | None]
    lineage: Mapped[str | None]
    is_first: Mapped[bool | None]
    earlier: Mapped[str | None]
    people: Mapped[int | None]
    amount_fen: Mapped[int | None]
    received_on: Mapped[date]
    found_on: Mapped[date | None]
    registered_on: Mapped[date]
    accepted_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    notice_due_on: Mapped[date | None]
    notice_met_on: Mapped[date | None]
    limit_on: Mapped[date | None]
    """限办截止: until when it must be answered, extensions included."""
    answered_on: Mapped[date | None]
    """When that was met."""
    extended: Mapped[bool]
    result: Mapped[str | None]
    """处理意见."""
    mediation_source: Mapped[str | None]
    mediated_on: Mapped[date | None]
    agreed_on: Mapped[date | None]
    agreement_form: Mapped[str | None]
    performance: Mapped[str | None]
    failed_on: Mapped[date | None]
    confirmed: Mapped[str | None]
    outcome: Mapped[str | None]
    resolved_on: Mapped[date | None]
    """化解之日: resolved by agreement or by closing, and not opened again since."""
    rating_due_on: Mapped[date | None]
    rated_on: Mapped[date | None]
    rated_office: Mapped[str | None]
    rated_unit: Mapped[str | None]
    visit_due_on: Mapped[date | None]
    visit_met_on: Mapped[date | None]
    """When the visit that was due then was made; `visited_on` is the last visit of all."""
    visited_on: Mapped[date | None]
    review_asked_on: Mapped[date | None]
    review_done_on: Mapped[date | None]
    review_result: Mapped[str | None]
    final_asked_on: Mapped[date | None]
    final_done_on: Mapped[date | None]
    final_result: Mapped[str | None]
    reopened_on: Mapped[date | None]
    has_causes: Mapped[bool]
    has_plan: Mapped[bool]
    has_duty: Mapped[bool]
    """Of the four steps 登记建档 分析症结 化解方案 落实责任 the last three."""

    __table_args__: Any = (
        Index("ix_fact_earlier", "office", "earlier"),
        Index("ix_fact_received_on", "received_on"),
        STRICT,
    )
