"""Write holidays.json from chinesecalendar: a developer's tool, never part of the running program.

Run ``.venv/bin/python resources/calendars/make_calendars.py`` each November, when the State Council has announced the
next year and chinesecalendar has a release with it. Origin: PyPI ``chinesecalendar`` (MIT), which copies the yearly
announcements 《国务院办公厅关于×年部分节假日安排的通知》.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


def runs(days: Mapping[date, str], year: int) -> list[dict[str, str]]:
    """Join neighbouring days of one name to one line."""
    lines: list[dict[str, str]] = []
    for day in sorted(one for one in days if one.year == year):
        name = NAMES[days[day]]
        last = lines[-1] if lines else None
        if last and last["name"] == name and date.fromisoformat(last["to"]) + timedelta(days=1) == day:
            last["to"] = day.isoformat()
        else:
            lines.append({"name": name, "from": day.isoformat(), "to": day.isoformat()})
    return lines


def main() -> None:
    """Write the file beside this one."""
    assert {one.value for one in Holiday} == set(NAMES)  # noqa: S101 - a new holiday needs its Chinese name first
    years = sorted({day.year for day in holidays})
    table = {
        str(year): {
            "holidays": runs(holidays, year),
            "make_up_days": [
                {"day": day.isoformat(), "name": NAMES[workdays[day]]}
                for day in sorted(workdays)
                if day.year == year
            ],
        }
        for year in years
    }
    head = {
        "_note": "公共假日（放假起止，含两端）与调休上班日。由 make_calendars.py 生成，勿手改；"
        "新一年的安排公布后重新生成，或者由区县的政策包下发。",
        "_origin": f"chinesecalendar {version('chinesecalendar')}（MIT），所据为历年国务院办公厅关于部分节假日安排的通知",
        "_years": f"{years[0]}–{years[-1]}",
        "years": table,
    }
    lines = json.dumps(head, ensure_ascii=False, indent=1)
    compact = lines.replace("\n     ", " ").replace("\n    }", " }")
    json.loads(compact)
    (Path(__file__).parent / "holidays.json").write_text(compact + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
