"""Made-up values of receptions and petition agency, in the shape that the papers' service hands over."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.papers.sample import OFFICE


def reception() -> dict[str, Any]:
    """A visit to a leader with an instruction, about a matter."""
    return {
        "office": OFFICE,
        "today": date(2026, 11, 22),
        "duty": {
            "number": "青访〔2026〕012号",
            "leader": "李志远",
            "post": "镇党委书记",
            "mode": "fixed",
            "on_day": date(2026, 11, 5),
            "arrived": "09:10",
            "place": "信访接待室",
            "companions": "自然资源所",
            "ordinal": 2,
            "visitor": "王秀兰",
            "people": 7,
            "representatives": "王秀兰、赵永强",
            "is_first": "true",
            "party": {"sex_label": "女", "phone": "13700000003", "address": "青石村二组"},
            "matter_number": "青信〔2026〕112号",
            "subject": "机耕路被堆放的建材占用，农用车辆无法通行。",
            "request": "清除路面堆放物，恢复通行。",
            "opinion": "情况属实，三日内清除。",
            "instructions": "三日内清除路面堆放物，恢复通行",
            "tasks": [{"unit": "自然资源所", "officer": "周文礼", "due_on": date(2026, 11, 8)}],
            "first_unit": "青石镇综治中心",
            "first_officer": "王登记",
            "handed_on": date(2026, 11, 6),
            "handed_to": "自然资源所",
            "signed_by": "周文礼",
            "result": "11月7日清除完毕，车辆可以通行。",
            "done_on": date(2026, 11, 7),
            "satisfaction": "satisfied",
            "recorder": "王登记",
        },
    }


def roster() -> dict[str, Any]:
    """A quarter of receptions, all at one place and time."""
    days = [
        ("11月5日", "李志远", "镇党委书记"),
        ("11月12日", "王建国", "镇党委副书记、镇长"),
    ]
    return {
        "office": OFFICE,
        "duty": {
            "first": date(2026, 10, 1),
            "last": date(2026, 12, 31),
            "published_on": date(2026, 9, 25),
            "place": "镇政府一楼信访接待室",
            "time": "09:00—11:30",
            "days": [
                {"alike": True, "date": day, "weekday": "周四", "leader": leader, "post": post}
                for day, leader, post in days
            ],
        },
    }


def mandate() -> dict[str, Any]:
    """A mandate with what was done under it."""
    return {
        "office": OFFICE,
        "duty": {
            "number": "青代〔2026〕003号",
            "matter_number": "青信〔2026〕112号",
            "matter_title": "青石村二组机耕路被占用、影响秋收运输",
            "principal": "王秀兰",
            "party": {
                "sex_label": "女",
                "id_no": "621299197003070022",
                "phone": "13700000003",
                "address": "青石村二组",
            },
            "agent": "陈守信",
            "agent_post": "村党支部书记",
            "agent_unit": "青石村",
            "agent_phone": "13800007777",
            "level": "village",
            "level_label": "村社代理",
            "what": "代为反映机耕路被占用的问题，代领答复意见书。",
            "request": "清除路面堆放物，恢复通行。",
            "powers": "代写材料、代为反映、代领文书",
            "signed_on": date(2026, 11, 9),
            "until_on": date(2027, 1, 8),
            "limit_on": date(2027, 1, 11),
            "handling_unit": "自然资源所",
            "acts": [
                {
                    "on_day": date(2026, 11, 9),
                    "kind": "代写材料",
                    "what": "整理成书面材料。",
                    "told": "已反馈",
                },
                {"on_day": date(2026, 11, 10), "kind": "代为反映", "what": "递交镇信访办。"},
            ],
            "told_on": date(2026, 11, 9),
            "result": "路面已清除，委托人无异议。",
            "ended_on": date(2026, 11, 20),
            "satisfaction": "satisfied",
        },
    }
