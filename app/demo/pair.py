"""A township and its district side by side, with a year of made-up work behind them: cards exchanged, bundles answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from app.access.values import SetUp
from app.demo.doing import GRADER, SUMS
from app.demo.filling import OPENS, Clerk, Clock, fill_directory, stock_of
from app.demo.plans import plans, years_before
from app.demo.scenes import in_charge, scenes
from app.desk import Desk, FrontDoor
from app.errors import UserError
from app.keys.keyfile import DEFAULT_COST, Cost
from app.matters.values import Filter

PASSWORD = "jiefen-demo"  # noqa: S105 - of offices in which nothing is real, printed for everybody
MATTERS = 48
"""Beside the scenes: about one a week, as many as are typed in in a quarter of a minute."""
NOTE = "登录说明.txt"
_MARK = "demo.json"


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """One of the two offices, and how to get in.

    Attributes:
        role: township | district.
        folder: its data folder.
        name: as on its door.
        logins: login, name and role in words of each user.
        password: of all of them.
    """

    role: str
    folder: str
    name: str
    logins: tuple[tuple[str, str, str], ...]
    password: str


TOWNSHIP = SetUp(
    "township",
    "青石镇综治中心",
    "621299101",
    "wang",
    PASSWORD,
    "王登记",
    "621299",
    "1",
    short="青",
    training=True,
    # So that the district has matters to look at; what goes up as rows is chosen under 设置.
    reports="whole",
)
DISTRICT = SetUp(
    "district", "武阳区信访局", "621299", "xin", PASSWORD, "辛交办", "", "1", short="武", training=True
)
_OTHERS = {
    "township": (("li", "李经办", "clerk"), ("zhou", "周明远", "leader")),
    "district": (("lu", "陆督办", "clerk"),),
}
_ROLES = {"admin": "管理员", "clerk": "经办", "leader": "领导"}
_NAMES = {
    "office.superior": "武阳区人民政府",
    "office.final_superior": "武阳市人民政府",
    "office.phone": "0939-8120000",
}


def read_pair(root: Path) -> tuple[DemoOffice, ...]:
    """The offices of a folder that was made before; none where there are none."""
    mark = root / _MARK
    if not mark.exists():
        return ()
    told = json.loads(mark.read_text(encoding="utf-8"))
    return tuple(
        DemoOffice(
            o["role"], str(root / o["role"]), o["name"], tuple(tuple(u) for u in o["logins"]), o["password"]
        )
        for o in told
    )


def make_pair(
    root: Path,
    today: date,
    told: Callable[[str], None] = lambda _line: None,
    matters: int = MATTERS,
    cost: Cost = DEFAULT_COST,
) -> tuple[DemoOffice, ...]:
    """Make both offices, or give those that stand there already.

    Args:
        root: a folder of their own; made where there is none.
        today: the day on which the trial begins; the work made up ends the day before.
        told: gets a line for each part.
        matters: how many, beside the scenes.
        cost: of one try of a password; tests pass a cheap one.

    Raises:
        UserError: the folder holds something else.
    """
    if there := read_pair(root):
        return there
    if root.exists() and any(root.iterdir()):
        raise UserError(
            "folder_taken",
            f"文件夹 {root} 里已有别的东西，不能放演示数据。",
            "请换一个空的或者还没有的文件夹：./start demo 目录。",
        )
    stick = root / "stick"
    stick.mkdir(parents=True)
    calm = years_before(today, 1)
    clock = Clock(datetime.combine(calm - timedelta(days=3), OPENS))
    told("正在建立两个单位……")
    township = _open(root, TOWNSHIP, clock, cost)
    try:
        district = _open(root, DISTRICT, clock, cost)
        try:
            _introduce(stick, township, district)
            told(f"正在编一年的工作（约 {matters} 件）……")
            _live(township, district, stick, clock, today, matters)
        finally:
            district.close()
    finally:
        township.close()
    offices = tuple(_office(root, answers) for answers in (TOWNSHIP, DISTRICT))
    (root / NOTE).write_text(words_of(offices), encoding="utf-8")
    # Last of all: what was interrupted is not taken for whole.
    (root / _MARK).write_text(json.dumps([asdict(o) for o in offices], ensure_ascii=False), encoding="utf-8")
    return offices


def words_of(offices: tuple[DemoOffice, ...]) -> str:
    """How to get in, for the terminal and for a file beside the offices."""
    lines = ["解纷演示：一个乡镇和它的区，一年的虚构工作。人名、地名、号码都是编造的。", ""]
    for one in offices:
        lines += [f"{one.name}（{'乡镇' if one.role == 'township' else '区县'}）　数据文件夹 {one.folder}"]
        lines += [
            f"    登录名 {login:<5} 密码 {one.password}　　{name}，{role}" for login, name, role in one.logins
        ]
    stick = Path(offices[0].folder).parent / "stick"
    lines += ["", f"两个单位之间的“U盘”是文件夹 {stick}：乡镇在“上报”里写，区在“收件”里收。"]
    lines += ["要从头再来，关掉窗口，删掉整个演示文件夹，再运行一次。"]
    return "\n".join(lines) + "\n"


def _office(root: Path, answers: SetUp) -> DemoOffice:
    users = ((answers.login, answers.user_name, "admin"), *_OTHERS[answers.role])
    logins = tuple((login, name, _ROLES[role]) for login, name, role in users)
    return DemoOffice(answers.role, str(root / answers.role), answers.name, logins, answers.password)


def _open(root: Path, answers: SetUp, clock: Clock, cost: Cost) -> Desk:
    door = FrontDoor(root / answers.role, clock, cost)
    door.set_up(answers)
    desk = door.log_in(answers.login, answers.password)
    for login, name, role in _OTHERS[answers.role]:
        desk.access.add_user(login, PASSWORD, role, name)
    fill_directory(desk, stock_of(desk))
    if answers.role == "township":
        desk.directory.set_settings(_NAMES)
    return desk


def _introduce(stick: Path, township: Desk, district: Desk) -> None:
    for giver, taker in ((township, district), (district, township)):
        card = stick / f"{giver.access.office.name}.card"
        info = giver.bundles.write_card(card)
        taker.bundles.trust(card, info.fingerprint)


def _live(township: Desk, district: Desk, stick: Path, clock: Clock, today: date, matters: int) -> None:
    """A year's work, with a bundle up and a receipt down on the first working day of each second month."""
    stock, calendar = stock_of(township), township.shelf.calendar
    last = today - timedelta(days=1)
    while calendar.is_rest_day(last):
        last -= timedelta(days=1)
    made = (
        *plans(matters, 1, years_before(today, 1), last, stock, calendar),
        *scenes(today, last, stock, calendar),
    )
    months: set[int] = set()

    def between(day: date) -> None:
        if day.month % 2 or day.month in months:
            return
        months.add(day.month)
        clock.at(day)
        _round(township, district, stick)

    clerk = Clerk(township, clock, between)
    ids = clerk.work(made)
    _round(township, district, stick)
    _hand_up(township, district, stick, clock, ids[in_charge(made)])
    _papers(township, clock)
    _pay(township)
    # What was signed since lies on the stick, and waits for the district's desk.
    clock.at(last)
    township.bundles.send(stick)


def _hand_up(township: Desk, district: Desk, stick: Path, clock: Clock, matter: str) -> None:
    """A matter goes up to the district with what was written about it, and is worked on there."""
    minutes = district.papers.blank("mediation_record").pdf
    township.attachments.take(matter, minutes, name="联席会议记录（扫描件）", given={"kind": "record"})
    leader = township.directory.choices("leader")[0].label
    township.matters.custody.offer(
        matter,
        "escalate",
        fields={
            "done_on": clock.now.date().isoformat(),
            "reason": "cross_unit",
            "work_done": "村社、乡镇各调解两次，联席会议研究一次，包案领导上门三次；涉及两个部门，乡镇协调不下来。",
            "approver": leader,
        },
    )
    _round(township, district, stick)
    for offer in district.matters.custody.offers():
        district.matters.custody.accept(offer.id, {"done_on": clock.now.date().isoformat()})
    district.matters.do(
        matter,
        "note",
        {"done_on": clock.now.date().isoformat(), "content": "已与自然资源局、住建局约定下周到现场会商。"},
    )
    _round(township, district, stick)
    for sent in district.bundles.send(stick):
        township.bundles.receive([Path(sent.path)])


def _round(township: Desk, district: Desk, stick: Path) -> None:
    for sender, reader in ((township, district), (district, township)):
        for sent in sender.bundles.send(stick):
            reader.bundles.receive([Path(sent.path)])


def _papers(township: Desk, clock: Clock) -> None:
    """The papers that are due in what was closed or agreed of late."""
    for row in township.matters.find.search(Filter(states=("closed", "agreed")), limit=8):
        clock.at(clock.now.date())
        for paper in township.papers.papers(row.number):
            if paper.due and paper.need == "must":
                township.papers.issue(row.number, paper.paper)


def _pay(township: Desk) -> None:
    """Dossiers of late are graded; the list of the quarter is the viewer's to make."""
    township.directory.set_settings(SUMS)
    room = township.duties.awards
    for row in township.matters.find.search(Filter(kind="dispute", states=("closed",)), limit=4):
        told = room.propose(row.number)
        if not told.refused and told.mediators:
            seen = {"recorded": "是", "signed": "是", "lawful": "是"}
            room.grade(row.number, {"mediator": told.mediators[-1], "grader": GRADER, **seen})
