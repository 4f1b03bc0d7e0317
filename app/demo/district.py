"""A district and its townships with years of made-up work, bundles up and down. The same by seed, but for ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from app.access.values import SetUp
from app.demo.course import Plan
from app.demo.district_works import DistrictWorked
from app.demo.doing import Doer, answer
from app.demo.filling import CHINA, Clock, fill_directory, stock_of, whole
from app.demo.pair import PASSWORD
from app.demo.plans import plans, years_before
from app.demo.stock import Stock
from app.demo.works import USUAL, Chances, Deed, Worked
from app.desk import Desk, FrontDoor
from app.errors import UserError
from app.keys.keyfile import DEFAULT_COST, Cost

TOWNSHIPS, MATTERS, YEARS = 12, 20_000, 3
NAMES = (
    "青石镇", "柳林镇", "河口乡", "白杨镇", "东坪镇", "西寨乡", "龙泉镇", "金川镇", "松岭乡", "石桥镇", "云台镇", "双河乡",
    "红崖镇", "清水乡", "长岭镇", "平川镇", "梨园乡", "鹿鸣镇", "银杏镇", "竹溪乡",
)  # fmt: skip
CODE = "621299"
"""Belongs to no place."""
_EVENING = time(20, 0, tzinfo=CHINA)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be made up.

    Attributes:
        townships: how many; each with a name of `NAMES`.
        matters: how many in all.
        since, until: first and last day of the work.
        seed: the same seed makes the same work.
        chances: of what does not happen in every matter.
        reports: what its townships send up: whole | coded.
    """

    townships: int
    matters: int
    since: date
    until: date
    seed: int = 1
    chances: Chances = USUAL
    reports: str = "whole"

    @classmethod
    def years(cls, until: date, years: int, townships: int, matters: int, seed: int) -> Asked:
        """So many years up to a day."""
        return cls(townships, matters, years_before(until, years), until, seed)


@dataclass(slots=True)
class Township:
    """A township of the made-up district: its desk, what was planned for it, the ids of its matters, its deeds."""

    code: str
    desk: Desk
    plans: tuple[Plan, ...]
    ids: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()


@dataclass(slots=True)
class MadeDistrict:
    """The district and its townships with open desks.

    Attributes:
        clock: of all their desks; it stands on the evening of the last day.
        desk: of the district.
        townships: in the order of their codes.
        deeds: the district's own.
        scoring: id of the last quarter's scoring, open for objections.
    """

    root: Path
    asked: Asked
    clock: Clock
    desk: Desk
    townships: list[Township] = field(default_factory=list[Township])
    deeds: tuple[Deed, ...] = ()
    scoring: str = ""

    def close(self) -> None:
        """Close every desk."""
        for one in self.townships:
            one.desk.close()
        self.desk.close()


def make_district(
    root: Path, asked: Asked, told: Callable[[str], None] = lambda _line: None, cost: Cost = DEFAULT_COST
) -> MadeDistrict:
    """Found the offices and do all their work through the services.

    Args:
        root: a folder of their own; made where there is none.
        asked: how much.
        told: gets a line for each part.
        cost: of one try of a password; tests pass a cheap one.

    Raises:
        UserError: the folder holds something, or there are not so many townships.
    """
    _check(root, asked)
    stick = root / "stick"
    stick.mkdir(parents=True)
    clock = Clock(datetime.combine(asked.until, _EVENING))
    told(f"正在建立区和 {asked.townships} 个乡镇……")
    made = MadeDistrict(root, asked, clock, _found(root / "district", _district(), clock, cost))
    try:
        _work(made, stick, told, cost)
    except BaseException:
        made.close()
        raise
    return made


def words_of(made: MadeDistrict) -> str:
    """How to get in, for the terminal."""
    names = ["district（武阳区信访局，登录名 xin）"]
    names += [
        f"{t.code}（{NAMES[at]}综治中心，登录名 wang，{len(t.ids)} 件）"
        for at, t in enumerate(made.townships)
    ]
    lines = [
        "解纷演示：一个区和它的乡镇。人名、地名、号码都是编造的。",
        f"文件夹 {made.root}，密码都是 {PASSWORD}：",
    ]
    return "\n".join([*lines, *(f"    {name}" for name in names)]) + "\n"


def _check(root: Path, asked: Asked) -> None:
    if root.exists() and any(root.iterdir()):
        raise UserError(
            "folder_taken",
            f"文件夹 {root} 里已有别的东西，不能放演示数据。",
            "请换一个空的或者还没有的文件夹。",
        )
    if not 1 <= asked.townships <= len(NAMES):
        raise UserError("wrong_use", f"乡镇应为 1 至 {len(NAMES)} 个。", "例如：--townships 12。")
    if asked.matters < asked.townships:
        raise UserError(
            "wrong_use", "事项的件数不应少于乡镇的个数。", f"例如：--matters {asked.townships * 60}。"
        )
    if asked.since >= asked.until:
        raise UserError("wrong_use", "年数应为 1 以上的整数。", "例如：--years 3。")


def _district() -> SetUp:
    return SetUp(
        "district", "武阳区信访局", CODE, "xin", PASSWORD, "辛交办", "", "1", short="武", training=True
    )


def _township(at: int, reports: str) -> SetUp:
    name, code = NAMES[at], f"{CODE}{101 + at}"
    return SetUp(
        "township", f"{name}综治中心", code, "wang", PASSWORD, "王登记", CODE, "1",
        short=f"{name[0]}{at + 1}", training=True, reports=reports,
    )  # fmt: skip


def _found(folder: Path, answers: SetUp, clock: Clock, cost: Cost) -> Desk:
    door = FrontDoor(folder, clock, cost)
    door.set_up(answers)
    desk = door.log_in(answers.login, answers.password)
    fill_directory(desk, stock_of(desk))
    return desk


def _work(made: MadeDistrict, stick: Path, told: Callable[[str], None], cost: Cost) -> None:
    asked, district = made.asked, made.desk
    shares = _shares(asked)
    for at, count in enumerate(shares):
        answers = _township(at, asked.reports)
        desk = _found(made.root / answers.code, answers, made.clock, cost)
        one = Township(answers.code, desk, _plans(asked, answers.code, count, desk))
        made.townships.append(one)
        _introduce(stick, desk, district)
        told(f"{answers.name}（{at + 1}/{len(shares)}）：{count} 件事项……")
        one.ids = desk.matters.take_whole([whole(plan) for plan in one.plans])
        one.deeds = _worked(asked, one.code, one.plans, desk)
        Doer(desk, {one.code: one.ids}).do(one.deeds)
        _carry(desk, district, stick)
    told("区里的包案、督办、接访……")
    made.deeds = _district_worked(asked, {one.code: one.plans for one in made.townships}, district)
    offices = {one.code: one.desk.access.office for one in made.townships}
    doer = Doer(district, {one.code: one.ids for one in made.townships}, offices)
    doer.do(made.deeds)
    told("督办下发和各乡镇的反馈……")
    for one in made.townships:
        _carry(one.desk, district, stick)
        answer(one.desk, made.deeds, doer.made)
        _carry(one.desk, district, stick)
    told("季度考评……")
    made.scoring = _score(district, asked.until)
    told("上报包、交办包和回执……")
    for one in made.townships:
        _carry(one.desk, district, stick)


def _worked(asked: Asked, code: str, made: Sequence[Plan], desk: Desk) -> tuple[Deed, ...]:
    days = desk.shelf.calendar, asked.since, asked.until
    return Worked(code, stock_of(desk), *days, made, asked.seed, asked.chances).deeds()


def _district_worked(asked: Asked, made: Mapping[str, Sequence[Plan]], desk: Desk) -> tuple[Deed, ...]:
    days = desk.shelf.calendar, asked.since, asked.until
    return DistrictWorked(CODE, stock_of(desk), *days, made, asked.seed, asked.chances).deeds()


def planned(
    asked: Asked, townships: Mapping[str, Desk], district: Desk
) -> tuple[dict[str, tuple[Plan, ...]], dict[str, tuple[Deed, ...]]]:
    """All that is made up for a district, done or not: what one that was made earlier is held against.

    Args:
        asked: as it was made.
        townships: their desks by code.
        district: its desk.

    Returns:
        Plans and deeds by code; the district's deeds under its own.
    """
    shares = zip(townships.items(), _shares(asked), strict=True)
    made = {code: _plans(asked, code, count, desk) for (code, desk), count in shares}
    deeds = {code: _worked(asked, code, made[code], desk) for code, desk in townships.items()}
    return made, {**deeds, CODE: _district_worked(asked, made, district)}


def _score(district: Desk, until: date) -> str:
    """The scoring of the last whole quarter, drafted and opened for objections."""
    year, quarter = (until.year, (until.month - 1) // 3) if until.month > 3 else (until.year - 1, 4)
    ident = district.scores.draft("quarterly", f"{year}-Q{quarter}").id
    district.scores.open(ident, until + timedelta(days=5))
    return ident


def _shares(asked: Asked) -> list[int]:
    """How many matters each township has: none as many as the next, as in life."""
    chance = Random(f"shares/{asked.seed}")  # noqa: S311 - a demonstration, no secret
    weights = [chance.uniform(0.6, 1.4) for _ in range(asked.townships)]
    rest = asked.matters - asked.townships
    shares = [1 + int(rest * w / sum(weights)) for w in weights]
    shares[0] += asked.matters - sum(shares)
    return shares


def _plans(asked: Asked, code: str, count: int, desk: Desk) -> tuple[Plan, ...]:
    stock = stock_of(desk)
    seed = Random(f"{asked.seed}/{code}").randrange(1 << 30)  # noqa: S311 - a demonstration, no secret
    made = plans(count, seed, asked.since, asked.until, Stock(stock.place, code), desk.shelf.calendar)
    left = Random(f"left/{asked.seed}/{code}")  # noqa: S311 - a demonstration, no secret
    return tuple(_left(plan, left) if left.random() < asked.chances.left else plan for plan in made)


def _left(plan: Plan, chance: Random) -> Plan:
    """A matter that was left lying: the beginning of its course."""
    return replace(plan, moves=plan.moves[: chance.randint(0, 6)])


def _introduce(stick: Path, township: Desk, district: Desk) -> None:
    for giver, taker in ((township, district), (district, township)):
        card = stick / f"{giver.access.office.code}.card"
        taker.bundles.trust(card, giver.bundles.write_card(card).fingerprint)
        card.unlink()


def _carry(township: Desk, district: Desk, stick: Path) -> None:
    """Bundles up; what the district hands down and its receipt back down. The stick is empty again afterwards."""
    for sender, reader, to in ((township, district, ""), (district, township, township.access.office.name)):
        for sent in sender.bundles.send(stick, to):
            path = Path(sent.path)
            for got in reader.bundles.receive([path]):
                if got.refused or got.held:
                    raise UserError(got.refused or "held", got.sentence or got.words, got.advice)
            path.unlink()
