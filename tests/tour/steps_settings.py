"""设置: the office's names, number patterns, terms; its villages from a sheet; a second user."""

from __future__ import annotations

import csv
from pathlib import Path

from app.matters.values import Changes
from tests.tour.hand import Hand
from tests.tour.stage import Stage
from tests.tour.story import DIRECTORY, VILLAGES
from ui.pages.settings.lists import ListSection
from ui.pages.settings.page import SettingsPage

HEADERS = {"name": "村（社区）", "code": "区划代码", "head": "负责人", "phone": "联系电话"}
SETTINGS = {"office.superior": "武阳区人民政府", "office.final_superior": "武阳市人民政府"}


def village_sheet(folder: Path) -> Path:
    """The list of villages as an office has it."""
    file = folder / "青石镇村社名单.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as sheet:
        writer = csv.writer(sheet)
        writer.writerow(HEADERS.values())
        writer.writerows([village[key] for key in HEADERS] for village in VILLAGES)
    return file


def fill_directory(stage: Stage) -> None:
    """Villages from a sheet; units, leaders and mediators as an administrator types them."""
    stage.chapter("设置")
    hand = stage.hand("township")
    page = section(hand, "village")
    shown = page.section("village")
    assert isinstance(shown, ListSection)
    stage.shot(hand, "设置：村社", "可以一条条添加，也可以从现成的表格导入。")
    shown.take_in(village_sheet(stage.root))
    hand.wait(lambda: shown if shown.model.rowCount() == len(VILLAGES) else None, "the villages")
    stage.shot(hand, "村社名单导入好了", "登记时输入拼音首字母就能选到；双击就地改，停用的老事项仍保留。")
    put_directory(hand)
    for key, caption, note in (
        ("office", "单位信息", "机关、调委会和上级的名称，印在每一份文书上。"),
        ("numbers", "编号格式", "编号按本单位习惯写，当场看到样子；两台电脑也不会重号。"),
        ("terms", "期限与规则", "法定期限照法律；本级自定的天数在这里改，改了以后的日期立刻跟着变。"),
        ("users", "用户与密码", "每人一个登录名；检举控告材料另指定专人。"),
    ):
        section(hand, key)
        stage.shot(hand, caption, note)


def section(hand: Hand, key: str) -> SettingsPage:
    """Goes to a section of 设置."""
    page = hand.window.page("settings")
    assert isinstance(page, SettingsPage)
    hand.window.navigate("settings", section=key)
    hand.settle()
    return page


def put_directory(hand: Hand) -> None:
    """Puts the made-up directory into an office through the desk, and tells the window."""
    desk = hand.window.context.desk
    for kind, rows in DIRECTORY.items():
        hand.window.context.jobs.write(lambda _r, k=kind, r=rows: desk.directory.put(k, r))
    hand.window.context.jobs.write(
        lambda _r: desk.directory.set_settings(SETTINGS),
        lambda _v: hand.window.changed(Changes(frozenset({"directory"}))),
    )
    hand.settle()


STEPS = (fill_directory,)
