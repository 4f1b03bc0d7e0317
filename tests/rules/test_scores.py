"""Score sheets and scores: what is refused, what is exact, what is never counted against a unit."""

from __future__ import annotations

import copy
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.scores import Known, SheetError, known_from_data, read_points, say_points, sheet_from_data
from app.rules.scoring import (
    Counted,
    last_ranked,
    ranks,
    rounded,
    say_rate,
    score_item,
    score_unit,
)

FILE = json.loads(
    (Path(__file__).parents[2] / "resources" / "rules" / "score_sheets.json").read_text(encoding="utf-8")
)
COUNTS = {"meeting_count", "publicity_count", "entries"}
NAMED = {i["figure"] for s in FILE["sheets"] for i in s["items"]} | {
    f for s in FILE["sheets"] for f in s.get("figures", ())
}
KNOWN = known_from_data(
    FILE, {**{name: name not in COUNTS for name in NAMED}, "entries": False, "win_rate": True}
)
KNOWN = Known(KNOWN.rates, KNOWN.countable, KNOWN.success | {"win_rate"}, KNOWN.barred)


def made(*items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A sheet of items, 100 points unless told."""
    sheet = {
        "id": "s",
        "title": "细则",
        "kinds": ["quarterly"],
        "valid_from": "2026-01-01",
        "items": list(items),
    }
    return {**sheet, **changes}


def one(**changes: Any) -> dict[str, Any]:
    return {
        "id": "reply",
        "name": "按期答复",
        "aspect": "timeliness",
        "weight": 100,
        "figure": "on_time_reply_rate",
        "formula": {"kind": "rate"},
        "evidence": "意见书",
        **changes,
    }


def refused(sheet: object) -> str:
    with pytest.raises(SheetError) as caught:
        sheet_from_data(sheet, KNOWN)
    return "；".join(caught.value.sentences)


def test_the_programs_own_sheets_can_be_used():
    for sheet in FILE["sheets"]:
        read = sheet_from_data(sheet, KNOWN)
        assert sum(i.weight for i in read.items) == read.total == 10_000


def test_weights_that_do_not_add_up_are_named_with_both_sums():
    assert "各项分值之和是 90，不是总分 100" in refused(made(one(weight=90)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"formula": {"kind": "rate", "target": 0}}, "目标值为零，得分要除以零"),
        ({"figure": "meeting_count"}, "没有分母，按比率计分就是除以零"),
        ({"figure": "nothing"}, "指标“nothing”不存在"),
        ({"figure": "entries", "formula": {"kind": "addition", "price": 1}}, "数量多少不是工作好坏"),
        ({"figure": "repeat_rate"}, "不能用“repeat_rate”考评"),
        ({"formula": {"kind": "deduction", "price": 1, "cap": 101}}, "扣分上限 101 超过了该项分值 100"),
        ({"formula": {"kind": "deduction", "price": 0}}, "每件扣分应大于零"),
        ({"formula": {"kind": "magic"}}, "计分办法应为"),
        ({"formula": {"kind": "threshold", "steps": [{"at_least": 90, "points": 101}]}}, "超过了该项分值"),
        (
            {
                "formula": {
                    "kind": "threshold",
                    "steps": [{"at_least": 90, "points": 5}, {"at_least": 50, "points": 9}],
                }
            },
            "分档颠倒",
        ),
        ({"weight": 1.005}, "至多两位小数"),
        ({"evidence": ""}, "没有写明佐证来源"),
        ({"aspect": "people"}, "方面（aspect）应为"),
        ({"figure": "win_rate"}, "不能只凭成功率排名"),
    ],
)
def test_an_item_that_cannot_be_is_named(changes: dict[str, Any], sentence: str):
    told = refused(made(one(**changes)))
    assert sentence in told
    if "成功率" not in sentence:
        assert "第1项“按期答复”" in told


def test_a_monthly_bulletin_ranks_by_timeliness_completeness_and_followup_only():
    assert "月通报只按及时、规范完整、跟踪落实排名" in refused(
        made(one(aspect="satisfaction"), kinds=["monthly"])
    )


def test_everything_that_is_wrong_is_said_at_once():
    told = refused(made(one(figure="nothing", weight=50), one(figure="", weight=40)))
    assert all(
        word in told for word in ("不存在", "没有写明对应的指标", "都是“reply”", "是 90，不是总分 100")
    )


def test_what_is_no_sheet_at_all_is_said():
    assert "应是一个 { } 对象" in refused([])
    assert "没有考评项目" in refused(made())


def read(**changes: Any):
    return sheet_from_data(made(one(**changes)), KNOWN).items[0]


def test_a_rate_gives_its_share_of_the_weight_rounded_half_up():
    score = score_item(read(), Counted(842, 869))
    assert score.points == rounded(Fraction(10_000 * 842, 869)) == 9689
    assert score.lines == ("842/869 = 96.89%", "得分 100 × 96.89% = 96.89 分")


def test_nothing_due_is_shared_out_or_full_as_the_sheet_says():
    assert score_item(read(), Counted(0, 0)).points is None
    assert score_item(read(empty="full"), None).points == 10_000


def test_a_handful_is_grey_and_takes_the_average():
    item = read(small={"below": 5, "takes": "average"})
    few = score_item(item, Counted(0, 2), Counted(80, 100))
    assert (few.points, few.grey, few.own) == (8000, True, False)
    assert "只有 2 件" in few.lines[0]
    enough = score_item(item, Counted(0, 5), Counted(80, 100))
    assert (enough.points, enough.grey) == (0, False)
    assert score_item(item, Counted(0, 2), Counted(0, 0)).points is None


def test_a_deduction_is_capped_and_says_so():
    item = read(formula={"kind": "deduction", "price": 3, "cap": 10, "count": "missed"})
    assert score_item(item, Counted(4, 6)).points == 9400
    capped = score_item(item, Counted(0, 6))
    assert capped.points == 9000
    assert "超过上限，扣 10 分" in capped.lines[0]


def test_meetings_count_up_to_the_weight():
    item = read(figure="meeting_count", formula={"kind": "addition", "price": 30})
    assert [score_item(item, Counted(n)).points for n in range(5)] == [0, 3000, 6000, 9000, 10_000]


def test_a_step_is_reached_exactly_at_its_line():
    item = read(
        formula={
            "kind": "threshold",
            "steps": [{"at_least": 85, "points": 100}, {"at_least": 60, "points": 50}],
        }
    )
    assert [score_item(item, Counted(n, 100)).points for n in (85, 84, 60, 59)] == [10_000, 5000, 5000, 0]


def test_a_target_gives_full_marks_from_there_on():
    item = read(formula={"kind": "rate", "target": 80})
    assert score_item(item, Counted(80, 100)).points == score_item(item, Counted(90, 100)).points == 10_000
    assert score_item(item, Counted(40, 100)).points == 5000


def test_a_zero_report_in_time_is_full_marks():
    sheet = sheet_from_data(FILE["sheets"][0], KNOWN)
    item = sheet.item("returns")
    assert item is not None
    assert score_item(item, Counted(12, 12)).points == item.weight


counted = st.integers(0, 60).flatmap(lambda d: st.integers(0, d).map(lambda n: Counted(n, d)))
QUARTERLY = sheet_from_data(FILE["sheets"][0], KNOWN)


def unit(numbers: dict[str, Counted], together: dict[str, Counted] | None = None):
    scores = [score_item(i, numbers.get(i.figure), (together or {}).get(i.figure)) for i in QUARTERLY.items]
    return score_unit(QUARTERLY, scores)


@given(st.dictionaries(st.sampled_from(sorted(NAMED - COUNTS)), counted), st.integers(0, 9))
def test_a_score_lies_between_nothing_and_everything(numbers: dict[str, Counted], meetings: int):
    score = unit(
        {**numbers, "meeting_count": Counted(meetings)},
        {n: Counted(c.numerator * 3, (c.denominator or 0) * 3) for n, c in numbers.items()},
    )
    weights = {i.id: i.weight for i in QUARTERLY.items}
    assert all(s.points is None or 0 <= s.points <= weights[s.item] for s in score.items)
    assert score.total is None or 0 <= score.total <= QUARTERLY.total
    assert all(s.lines for s in score.items)


@given(st.dictionaries(st.sampled_from(sorted(NAMED - COUNTS)), st.integers(0, 60)))
def test_who_did_all_that_was_due_has_full_marks_whatever_was_due(due: dict[str, int]):
    all_done = {name: Counted(n, n) for name, n in due.items()}
    score = unit({**all_done, "meeting_count": Counted(9), "publicity_count": Counted(9)}, all_done)
    assert score.total == QUARTERLY.total


@given(counted, st.sampled_from(["rate", "missed"]))
def test_doing_one_more_never_costs_points(numbers: Counted, kind: str):
    formula = {"kind": "rate"} if kind == "rate" else {"kind": "deduction", "price": 0.5, "count": "missed"}
    item, due = read(formula=formula), numbers.denominator or 0
    before = score_item(item, numbers).points
    after = score_item(item, Counted(min(numbers.numerator + 1, due), due)).points
    assert (before is None) == (after is None)
    assert before is None or (after or 0) >= before


@given(st.dictionaries(st.text(max_size=3), st.none() | st.integers(0, 20), max_size=8))
def test_ranks_are_by_total_with_ties(totals: dict[str, int | None]):
    found = ranks(totals)
    for key, rank in found.items():
        better = sum(1 for t in totals.values() if t is not None and t > (totals[key] or 0))
        assert rank == (None if totals[key] is None else better + 1)
    for key in last_ranked(found):
        assert totals[key] == min(t for t in totals.values() if t is not None)


def test_when_all_share_one_rank_nobody_is_last():
    assert last_ranked({"a": 1, "b": 1, "c": None}) == ()
    assert last_ranked({"a": 1, "b": 2, "c": 2}) == ("b", "c")


def test_a_unit_whose_score_stands_on_others_numbers_is_not_ranked():
    few = {name: Counted(1, 2) for name in NAMED - COUNTS}
    together = {name: Counted(50, 100) for name in NAMED - COUNTS}
    score = unit(few, together)
    assert score.total is not None
    assert not score.ranked
    assert "样本过小，不参加排名" in score.lines[-1]


def test_a_mark_by_hand_stays_within_the_weight():
    item = read(formula={"kind": "manual"}, figure="", weight=100)
    assert score_item(item, None).points is None
    assert score_item(item, None, mark=20_000).points == 10_000


def test_points_are_said_and_read_the_same():
    assert [say_points(n) for n in (0, 5, 950, 1000, 9689)] == ["0", "0.05", "9.5", "10", "96.89"]
    assert [read_points(t) for t in ("9.5", "10", "1.234", "x", "-1")] == [950, 1000, None, None, None]
    assert say_rate(842, 869) == "96.89%"
    assert say_rate(0, 0) == "—"


def test_reading_does_not_change_what_was_read():
    data = made(one())
    before = copy.deepcopy(data)
    sheet_from_data(data, KNOWN)
    assert data == before
