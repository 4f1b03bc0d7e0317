"""A sample of figures against plain Python over the same rows: the formulas of the data are the ones of the documents."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from app.desk import Desk
from app.figures.values.figures import Period
from tests.support.figureoffice import NOW, Made, Row, fill, make
from tests.support.offices import Clock, Offices

FIRST, LAST, AS_OF = date(2026, 1, 1), date(2026, 12, 31), NOW.date()
YEAR = Period(FIRST, LAST)
Numbers = int | tuple[int, int]


@pytest.fixture(scope="module")
def offices_rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Made]]:
    offices = Offices(tmp_path_factory.mktemp("oracle"), Clock(NOW))
    desk = offices.district()
    made = make((desk.access.office.office, "11111111-1111-4111-8111-111111111111"), 240, 11)
    fill(desk, made)
    yield desk, made
    offices.close()


def within(day: date | None) -> bool:
    return day is not None and FIRST <= day <= LAST


def by_now(day: date | None) -> bool:
    return day is not None and day <= AS_OF


def share(rows: list[Row], good: Callable[[Row], bool]) -> tuple[int, int]:
    return sum(map(good, rows)), len(rows)


def facts(made: Made, kind: str = "") -> list[Row]:
    return [f for f in made["fact"] if f["state"] != "voided" and kind in {"", f["kind"]}]


def registered(made: Made) -> list[Row]:
    return [f for f in facts(made, "petition") if within(f["registered_on"])]


def screened_on(fact: Row) -> date | None:
    if fact["kind"] == "dispute" and fact["channel"] in {"screening", "say_session"}:
        return fact["found_on"] or fact["received_on"]
    return fact["found_on"]


def screened(made: Made) -> list[Row]:
    return [f for f in facts(made, "dispute") if within(screened_on(f))]


def reply(made: Made, due_only: bool = False) -> tuple[int, int]:
    rows = [
        f
        for f in facts(made, "petition")
        if within(f["limit_on"]) and f["is_first"] is not False and 1 <= (f["people"] or 1) <= 9999
    ]
    if due_only:
        rows = [f for f in rows if f["limit_on"] < AS_OF or by_now(f["answered_on"])]
    return share(rows, lambda f: by_now(f["answered_on"]) and f["answered_on"] <= f["limit_on"])


def accepted_in_time(made: Made) -> tuple[int, int]:
    rows = [
        f
        for f in facts(made, "petition")
        if within(f["registered_on"] + timedelta(days=15))
        and f["is_first"] is not False
        and f["channel"] in {"letter", "visit", "web", "phone", "fax"}
    ]
    return share(
        rows,
        lambda f: by_now(f["accepted_on"]) and f["accepted_on"] <= f["registered_on"] + timedelta(days=15),
    )


def participation(made: Made) -> tuple[int, int]:
    found = [0, 0]
    for f in facts(made, "petition"):
        late = f["rating_due_on"] is not None and f["rating_due_on"] < AS_OF
        if f["litigation"] or not within(f["rated_on"] or f["rating_due_on"]):
            continue
        if by_now(f["rated_on"]) or late:
            found[0] += by_now(f["rated_on"])
            found[1] += 1
    return found[0], found[1]


def satisfaction(made: Made) -> tuple[int, int]:
    rows = [
        f
        for f in facts(made, "petition")
        if within(f["rated_on"]) and not f["litigation"] and f["rated_unit"]
    ]
    return share(rows, lambda f: f["rated_unit"] != "dissatisfied")


def first_resolved(made: Made) -> tuple[int, int]:
    rows = [
        f
        for f in facts(made, "petition")
        if within(f["closed_on"]) and f["is_first"] is not False and f["state"] == "closed"
    ]

    def stayed(one: Row) -> bool:
        again = [
            f["received_on"]
            for f in facts(made)
            if f["office"] == one["office"]
            and f["earlier"] == one["matter"]
            and f["received_on"] >= one["closed_on"]
        ]
        return not any(day <= min(one["closed_on"] + timedelta(days=90), AS_OF) for day in again)

    return share(rows, stayed)


def overturned(made: Made) -> tuple[int, int]:
    ends = [
        f[result]
        for f in facts(made)
        for day, result in (("review_done_on", "review_result"), ("final_done_on", "final_result"))
        if within(f[day])
    ]
    return sum(r in {"changed", "revoked_redo"} for r in ends), len(ends)


def received(made: Made, *modes: str) -> list[Row]:
    return [
        r
        for r in made["reception"]
        if within(r["on_day"]) and r["level"] == "district" and r["mode"] in modes
    ]


def resolved_by_reception(made: Made) -> int:
    known = {(f["office"], f["matter"]): f for f in made.rows["fact"]}
    keys = {
        (r["about_office"], r["about"])
        for r in received(made, "fixed", "appointed", "video", "field", "with_case")
        if "about" in r
    }
    return sum(known[k]["kind"] == "petition" and by_now(known[k]["resolved_on"]) for k in keys)


def back(charge: Row) -> bool:
    return by_now(charge["backflow_on"])


def charges(made: Made, batch: int | None = None) -> list[Row]:
    return [c for c in made["charge"] if by_now(c["opened_on"]) and (batch is None or c["batch_no"] == batch)]


def supervised(made: Made) -> int:
    letters = [s for s in made["supervision"] if "about" in s]
    return sum(
        any(
            s["about"] == c.get("about")
            and s["about_office"] == c["about_office"]
            and c["backflow_on"] <= s["issued_on"] <= AS_OF
            for s in letters
        )
        for c in charges(made, 3)
        if back(c) and by_now(c["struck_on"])
    )


def answered_on(made: Made, one: Row) -> date | None:
    return min(
        (a["answered_on"] for a in made["supervision_answer"] if a["supervision"] == one["id"]), default=None
    )


def supervisions(made: Made) -> list[Row]:
    return [s for s in made["supervision"] if within(s["due_on"])]


def silent(made: Made) -> int:
    return sum(s["due_on"] < AS_OF and not by_now(answered_on(made, s)) for s in supervisions(made))


def in_time(made: Made) -> tuple[int, int]:
    def good(one: Row) -> bool:
        day = answered_on(made, one)
        return by_now(day) and day is not None and day <= one["due_on"]

    return share(supervisions(made), good)


def no_gaps(made: Made) -> tuple[int, int]:
    good = all_places = 0
    for one in made["round"]:
        if one["to_office"] is not None or not within(one["from_on"]):
            continue
        for place in json.loads(one["places"]):
            returns = [
                r for r in made["round_return"] if r["round"] == one["id"] and r["place"] == place["code"]
            ]
            gone = {g for r in returns for g in json.loads(r["groups"])}
            all_places += 1
            good += any(by_now(r["returned_on"]) for r in returns) and set(place["groups"]) <= gone
    return good, all_places


def drawn(made: Made) -> tuple[int, int]:
    known = {(f["office"], f["matter"]): f for f in made.rows["fact"]}
    rows = [
        (known[tuple(key)]["visited_on"], plan["due_on"])
        for plan in made["visit_plan"]
        if within(plan["due_on"])
        for key in json.loads(plan["matters"])
    ]
    return sum(by_now(visited) and visited <= due for visited, due in rows), len(rows)


def topics(made: Made) -> list[Row]:
    held = {(s["office"], s["id"]): s["held_on"] for s in made["say_session"]}
    return [t for t in made["topic"] if within(held.get((t["office"], t["session"])))]


ORACLE: dict[str, Callable[[Made], Numbers]] = {
    "petition_count": lambda m: len(registered(m)),
    "visit_people": lambda m: sum(f["people"] or 1 for f in registered(m) if f["channel"] == "visit"),
    "group_visit_batches": lambda m: sum(
        f["channel"] == "visit" and (f["people"] or 1) >= 5 for f in registered(m)
    ),
    "repeat_rate": lambda m: share(registered(m), lambda f: f["is_first"] is False),
    "timely_accept_rate_office": accepted_in_time,
    "on_time_reply_rate": reply,
    "participation_rate": participation,
    "satisfaction_rate": satisfaction,
    "first_resolve_rate": first_resolved,
    "review_overturn_rate": overturned,
    "notice_on_time_rate": lambda m: share(
        [f for f in facts(m, "petition") if within(f["notice_due_on"])],
        lambda f: by_now(f["notice_met_on"]) and f["notice_met_on"] <= f["notice_due_on"],
    ),
    "screened_count": lambda m: len(screened(m)),
    "screened_resolved_count": lambda m: sum(by_now(f["resolved_on"]) for f in screened(m)),
    "screen_resolve_rate": lambda m: share(screened(m), lambda f: by_now(f["resolved_on"])),
    "carried_resolved_count": lambda m: sum(
        within(f["resolved_on"]) and (screened_on(f) or LAST) < FIRST for f in facts(m, "dispute")
    ),
    "four_steps_rate": lambda m: share(
        screened(m), lambda f: f["has_causes"] and f["has_plan"] and f["has_duty"]
    ),
    "mediation_success_rate": lambda m: share(
        [f for f in facts(m, "dispute") if within(f["accepted_on"])],
        lambda f: by_now(f["agreed_on"]) or by_now(f["resolved_on"]),
    ),
    "agreement_fen": lambda m: sum(
        f["amount_fen"] or 0 for f in facts(m, "dispute") if within(f["agreed_on"])
    ),
    "no_gap_rate": no_gaps,
    "topic_done_rate": lambda m: share(topics(m), lambda t: by_now(t["done_on"])),
    "topic_matter_count": lambda m: sum("about" in t for t in topics(m)),
    "reception_batches": lambda m: len(received(m, "fixed", "appointed", "video")),
    "reception_person_times": lambda m: sum(r["people"] for r in received(m, "fixed", "appointed", "video")),
    "field_visit_count": lambda m: len(
        {(r["office"], r["leader"], r["on_day"], r["place"]) for r in received(m, "field", "with_case")}
    ),
    "reception_resolved_count": resolved_by_reception,
    "reception_rate": lambda m: share(
        [r for r in m["roster_day"] if FIRST <= r["on_day"] <= AS_OF], lambda r: r["held"] is True
    ),
    "backlog_assigned(batch=3)": lambda m: len(charges(m, 3)),
    "backlog_resolved(batch=3)": lambda m: sum(by_now(c["struck_on"]) and not back(c) for c in charges(m, 3)),
    "backlog_backflow_supervised(batch=3)": supervised,
    "backflow_rate": lambda m: share([c for c in charges(m) if by_now(c["struck_on"])], back),
    "lead_resolve_rate": lambda m: share(charges(m), lambda c: by_now(c["resolved_on"]) and not back(c)),
    "supervision_answer_rate": in_time,
    "supervision_silent_count": silent,
    "relief_fen": lambda m: sum(
        r["granted_fen"] or 0 for r in m["relief"] if r["approved"] and within(r["approved_on"])
    ),
    "visit_on_time_rate": lambda m: share(
        [f for f in (*facts(m, "dispute"), *facts(m, "petition")) if within(f["visit_due_on"])],
        lambda f: by_now(f["visit_met_on"]) and f["visit_met_on"] <= f["visit_due_on"],
    ),
    "plan_visit_rate": drawn,
}


@pytest.mark.parametrize("ident", ORACLE)
def test_a_figure_is_what_plain_counting_finds(offices_rows: tuple[Desk, Made], ident: str) -> None:
    desk, made = offices_rows
    (figure,) = desk.figures.reckon(YEAR, ids=[ident])
    found: Any = figure.numerator if figure.denominator is None else (figure.numerator, figure.denominator)
    assert found == ORACLE[ident](made)
    assert figure.numerator, "an oracle that counts nothing proves nothing"


def test_only_what_is_due_counts_where_that_was_asked(offices_rows: tuple[Desk, Made]) -> None:
    desk, made = offices_rows
    (figure,) = desk.figures.reckon(YEAR, ids=["on_time_reply_rate"], due_only=True)
    assert (figure.numerator, figure.denominator) == reply(made, due_only=True)
    assert reply(made, due_only=True)[1] < reply(made)[1]


def test_a_period_that_is_chosen_by_a_later_day_begins_and_ends_by_that_day(
    offices_rows: tuple[Desk, Made],
) -> None:
    desk, made = offices_rows
    spring = Period(date(2026, 3, 1), date(2026, 5, 31))
    (figure,) = desk.figures.reckon(spring, ids=["timely_accept_rate_office"])
    rows = [
        f
        for f in facts(made, "petition")
        if spring.first <= f["registered_on"] + timedelta(days=15) <= spring.last
        and f["is_first"] is not False
        and f["channel"] in {"letter", "visit", "web", "phone", "fax"}
    ]
    assert figure.denominator == len(rows)
    months = desk.figures.reckon(spring, "month", ["timely_accept_rate_office"])[0].groups
    assert [g.key for g in months] == ["2026-03", "2026-04", "2026-05"]
