"""A district full of made-up rows for figures: what each table holds stands in plain lists, for a second reckoning by hand."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from app.desk import Desk
from db.tables import (
    AgentAct,
    Charge,
    DutyReview,
    Fact,
    Mandate,
    Meeting,
    OpinionCheck,
    Publicity,
    Reception,
    Relief,
    RosterDay,
    Round,
    RoundReturn,
    SaySession,
    Supervision,
    SupervisionAnswer,
    Task,
    Topic,
    VisitPlan,
)
from tests.support.offices import CHINA

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)
VILLAGES = ("621299101201", "621299101202", "62129910120101", "东关社区")
UNITS = ("青石镇自然资源所", "青石镇派出所", None)
GROUPS = ("01", "02", "03")
Row = dict[str, Any]


@dataclass
class Made:
    """The rows, by table name."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> list[Row]:
        return [row for row in self.rows[name] if not row.get("voided")]


class Maker:
    """Makes rows up, the same for the same seed."""

    def __init__(self, offices: Sequence[str], seed: int) -> None:
        self.chance = random.Random(seed)
        self.offices = offices
        self.made = Made()
        self._count = 0

    def ident(self) -> str:
        self._count += 1
        return f"00000000-0000-4000-8000-{self._count:012d}"

    def pick(self, *of: Any) -> Any:
        return self.chance.choice(of)

    def day(self, first: date = date(2025, 1, 1), last: date = date(2026, 11, 22)) -> date:
        return first + timedelta(days=self.chance.randrange((last - first).days + 1))

    def after(self, day: date | None, most: int, none: float = 0.3) -> date | None:
        """A day after another, not after today; now and then none."""
        if day is None or self.chance.random() < none:
            return None
        later = day + timedelta(days=self.chance.randrange(most + 1))
        return later if later <= NOW.date() else None

    def add(self, name: str, **row: Any) -> Row:
        self.made.rows.setdefault(name, []).append(row)
        return row

    def duty(self, name: str, **row: Any) -> Row:
        base: Row = {"office": self.pick(*self.offices), "id": self.ident(), "by_user": "u"}
        return self.add(name, **base, voided=self.chance.random() < 0.1, **row)

    def about(self) -> Row:
        fact = self.pick(*self.made.rows["fact"], None)
        return {} if fact is None else {"about_office": fact["office"], "about": fact["matter"]}


def make(offices: Sequence[str], count: int = 120, seed: int = 5) -> Made:
    """Rows of every table that figures look at."""
    m = Maker(offices, seed)
    for _ in range(count):
        _fact(m)
    for row in m.made.rows["fact"]:
        same = [f for f in m.made.rows["fact"] if f["office"] == row["office"] and f is not row]
        if same and m.chance.random() < 0.4:
            row["earlier"] = m.pick(*same)["matter"]
    for _ in range(count // 4):
        _screening(m)
        _agency(m)
        _receiving(m)
        _charging(m)
        _deciding(m)
        _caring(m)
    return m.made


def _fact(m: Maker) -> None:
    kind = m.pick("dispute", "petition", "petition")
    received = m.day()
    registered = min(received + timedelta(days=m.chance.randrange(3)), NOW.date())
    accepted = m.after(registered, 40, 0.2)
    closed = m.after(accepted, 90)
    rated = m.after(closed, 40)
    petition = kind == "petition"
    m.add(
        "fact",
        office=m.pick(*m.offices),
        matter=m.ident(),
        coded=True,
        number=f"第{m.chance.randrange(10_000)}号",
        kind=kind,
        channel=m.pick("letter", "visit", "visit", "web", "phone", "fax", "assigned")
        if petition
        else m.pick("screening", "say_session", "application", "visit"),
        category=m.pick("appeal", "suggestion", None) if petition else m.pick("neighbour", "family", None),
        content_class=m.pick("rural", "education", None) if petition else None,
        village=m.pick(*VILLAGES, None),
        unit=m.pick(*UNITS),
        custodian=m.pick(*m.offices),
        state=m.pick("closed", "voided")
        if closed and m.chance.random() < 0.3
        else "closed"
        if closed
        else "accepted",
        rung=m.pick("village", "township"),
        risk=m.pick("ordinary", "major", None),
        urgent=False,
        simple=False,
        referred=False,
        litigation=petition and m.chance.random() < 0.2,
        route=None,
        lineage=None,
        is_first=m.pick(True, False, None) if petition else None,
        earlier=None,
        people=m.pick(None, 1, 2, 6, 12),
        amount_fen=m.pick(None, 0, 1_280_050),
        received_on=received,
        found_on=m.pick(received, None) if not petition else None,
        registered_on=registered,
        accepted_on=accepted,
        closed_on=closed,
        notice_due_on=m.pick(received + timedelta(days=15), None) if petition else None,
        notice_met_on=m.after(received, 20),
        limit_on=accepted + timedelta(days=60) if accepted else None,
        answered_on=closed,
        extended=m.chance.random() < 0.2,
        result=None,
        mediation_source=m.pick("proactive", "by_application", "court", "police", None),
        mediated_on=accepted if not petition else None,
        agreed_on=m.after(accepted, 30) if not petition else None,
        agreement_form=m.pick("oral", "written"),
        performance=m.pick("done", "partly", None),
        failed_on=m.after(accepted, 30, 0.8) if not petition else None,
        confirmed=m.pick("asked", "valid"),
        outcome=None,
        resolved_on=closed if m.chance.random() < 0.7 else None,
        rating_due_on=closed + timedelta(days=30) if closed and petition else None,
        rated_on=rated if petition else None,
        rated_office=m.pick("satisfied", "dissatisfied") if rated else None,
        rated_unit=m.pick("satisfied", "mostly_satisfied", "dissatisfied", None) if rated else None,
        visit_due_on=closed + timedelta(days=30) if closed else None,
        visit_met_on=m.after(closed, 50),
        visited_on=m.after(closed, 70),
        review_asked_on=None,
        review_done_on=m.after(closed, 60, 0.7),
        review_result=m.pick("upheld", "changed", "revoked_redo"),
        final_asked_on=None,
        final_done_on=m.after(closed, 90, 0.8),
        final_result=m.pick("upheld", "changed"),
        reopened_on=None,
        has_causes=m.pick(True, False),
        has_plan=m.pick(True, True, False),
        has_duty=m.pick(True, True, False),
    )


def _screening(m: Maker) -> None:
    began = m.day()
    places = [
        {"code": code, "name": code, "groups": list(GROUPS[: m.chance.randrange(4)])} for code in VILLAGES
    ]
    one = m.duty(
        "round",
        title="季度排查",
        kind=m.pick("regular", "special"),
        from_on=began,
        due_on=began + timedelta(days=10),
        places=json.dumps(places, ensure_ascii=False),
        to_office=m.pick(None, None, "*"),
    )
    for code in VILLAGES:
        for _ in range(m.chance.randrange(3)):
            went = m.after(began, 14, 0.1) or began
            gone = m.chance.sample(GROUPS, m.chance.randrange(4))
            m.duty(
                "round_return",
                round=one["id"],
                place=code,
                went_on=went,
                went="王登记",
                groups=json.dumps(gone),
                households=m.pick(None, 3, 20),
                zero=m.pick(True, False),
                returned_on=went,
            )["office"] = one["office"]
    said = m.duty(
        "say_session", held_on=m.day(), village=m.pick(*VILLAGES), host="某书记", people=m.pick(None, 14)
    )
    for at in range(m.chance.randrange(4)):
        due = m.after(said["held_on"], 40)
        m.duty(
            "topic",
            session=said["id"],
            ordinal=at,
            sphere=m.pick("village", "family"),
            what="路灯不亮",
            way=m.pick("on_spot", "cadre", "joint", "track"),
            due_on=due,
            done_on=m.after(said["held_on"], 60),
            **m.about(),
        )["office"] = said["office"]


def _agency(m: Maker) -> None:
    signed = m.day()
    one = m.duty(
        "mandate",
        principal="某委托人",
        agent="某代理员",
        level=m.pick("village", "township", "district"),
        what="代为反映",
        powers="一般代理",
        signed_on=signed,
        ended_on=m.after(signed, 60),
        **m.about(),
    )
    m.duty(
        "agent_act",
        mandate=one["id"],
        kind=m.pick("write", "tell"),
        on_day=m.after(signed, 20, 0) or signed,
        what="代写材料",
        told=m.pick(True, False),
    )["office"] = one["office"]


def _receiving(m: Maker) -> None:
    day = date(2026, 1, 1) + timedelta(days=7 * m.chance.randrange(12))
    leader, level = m.pick(("张某", "district"), ("李某", "township"))
    m.duty(
        "roster_day",
        on_day=m.pick(day, date(2026, 12, 3)),
        leader=leader,
        level=level,
        mode="fixed",
        place="信访大厅",
        held=m.pick(True, False, None),
    )
    for _ in range(3):
        mode = m.pick("fixed", "appointed", "field", "with_case", "consult", "letters")
        place = m.pick("信访大厅", "河口村", None)
        m.duty(
            "reception",
            on_day=day,
            leader=leader,
            level=level,
            mode=mode,
            place=place,
            # As a visit gets it: one leader on one day at one place is one way out.
            outing=f"{leader} {day} {place}" if mode in ("field", "with_case") else None,
            visitor="某来访人",
            people=m.pick(1, 4, 7),
            subject="占地补偿",
            **m.about(),
        )


def _charging(m: Maker) -> None:
    opened = m.day()
    resolved = m.after(opened, 60, 0.2)
    struck = m.after(resolved, 20, 0.1)
    back = m.after(struck, 60, 0.3)
    batch = m.pick(None, 2, 3)
    about = m.about()
    m.duty(
        "charge",
        source="assigned" if batch else m.pick("district_found", "hard"),
        batch=batch and f"第{batch}批",
        batch_no=batch,
        opened_on=opened,
        due_on=m.pick(None, opened + timedelta(days=90)),
        leader="张某",
        level=m.pick("district", "township"),
        lead_unit=m.pick("区住建局", "区人社局"),
        to_office=m.pick(None, *m.offices),
        resolved_on=resolved,
        struck_on=struck,
        backflow_on=back,
        **about,
    )
    issued = m.after(back, 30, 0.2) or m.day()
    one = m.duty(
        "supervision",
        level=m.pick("remind", "supervise", "listed", "improve", "policy"),
        reason="back_flow",
        issued_on=issued,
        due_on=issued + timedelta(days=10),
        demand="限期办理",
        to_office=m.pick(None, *m.offices),
        to_name="区住建局",
        **about,
    )
    for _ in range(m.chance.randrange(3)):
        m.duty(
            "supervision_answer",
            supervision_office=one["office"],
            supervision=one["id"],
            unit="区住建局",
            answered_on=m.after(issued, 20, 0) or issued,
            adopted=m.pick("adopted", "partly", "not_adopted", None),
            what="已整改",
        )


def _deciding(m: Maker) -> None:
    day = m.day()
    m.duty(
        "meeting",
        kind=m.pick("joint", "leadership", "analysis"),
        title="联席会议",
        held_on=day,
        chair="张某",
        agenda="积案",
    )
    m.duty(
        "task",
        source="meeting",
        given_on=day,
        what="限期化解",
        due_on=day + timedelta(days=30),
        done_on=m.after(day, 50),
        to_office=m.pick(None, *m.offices),
        to_name="区住建局",
        **m.about(),
    )
    m.duty("duty_review", opened_on=day, ground="late", unit="区住建局", **m.about())
    m.duty(
        "opinion_check",
        learned_on=day,
        question="是否属实",
        unit="区教育局",
        due_on=day + timedelta(days=2),
        answered_on=m.after(day, 5),
        **m.about(),
    )


def _caring(m: Maker) -> None:
    asked = m.day()
    approved = m.after(asked, 30)
    m.duty(
        "relief",
        applicant="某申请人",
        kind="money",
        asked_on=asked,
        hardship="生活困难",
        approved=m.pick(True, False) if approved else None,
        approved_on=approved,
        granted_fen=m.pick(None, 500_000),
        paid_on=m.after(approved, 20),
        **m.about(),
    )
    m.duty(
        "publicity",
        on_day=m.day(),
        title="条例宣传月",
        form=m.pick("stall", "lecture"),
        reached=m.pick(None, 120),
        copies=m.pick(None, 300),
    )
    drawn = m.chance.sample(m.made.rows["fact"], 4)
    due = m.day()
    m.duty(
        "visit_plan",
        title="回访",
        from_on=due - timedelta(days=40),
        to_on=due - timedelta(days=20),
        share=20,
        due_on=due,
        matters=json.dumps([[f["office"], f["matter"]] for f in drawn]),
    )


MODELS: dict[str, Any] = {
    m.__tablename__: m
    for m in (
        *(
            Round,
            RoundReturn,
            SaySession,
            Topic,
            Mandate,
            AgentAct,
            RosterDay,
            Reception,
            Charge,
            Supervision,
        ),
        *(SupervisionAnswer, Meeting, Task, DutyReview, OpinionCheck, Relief, Publicity, VisitPlan),
    )
}


def fill(desk: Desk, made: Made) -> None:
    """Write the rows into an office as they are."""
    context = desk._opened.context
    with context.writing() as unit:
        connection = unit.session.connection()
        for name, rows in made.rows.items():
            table: Any = Fact.__table__ if name == "fact" else MODELS[name].__table__
            defaults = {} if name == "fact" else {"version": 1}
            known = {c.name for c in table.columns}
            alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
            for row in rows:
                whole = {k: v for k, v in {**defaults, **row}.items() if k in known}
                alike.setdefault(tuple(sorted(whole)), []).append(whole)
            # One statement for all rows of the same columns: one a row was a quarter of the tests' time.
            for several in alike.values():
                connection.execute(table.insert(), several)
