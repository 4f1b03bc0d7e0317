"""The other end of a decided fork: this PC's branch does not go on, and it goes on working under a stream and keys of its own.

Nothing of what it holds changes by that. Its branch takes the name that all offices know it by, so that what the other copy
wrote has the room that it needs when it comes down.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from app.access.founding import info_of, new_station
from app.bundles.lastword import last_receipt
from app.bundles.office import Exchange, all_peers, parent_of
from app.bundles.receipt import Receipt, Ruled
from app.bundles.sending import plan_up
from app.bundles.touching import touched_since
from app.bundles.values import LostBranch
from app.errors import UserError
from app.keys.box import AgeKey
from app.keys.signing import SigningKey
from db import journal
from db.branches import head_at, name_of_branch, part
from db.tables import (
    Installation,
    Listing,
    Matter,
    Receipted,
    ReceiptsOut,
    Shown,
    Stream,
)

MOST_NAMED: Final = 20
"""Matters that are named in one sentence."""


def lost_in(connection: Connection, own: str, ruled: Iterable[Ruled]) -> list[Ruled]:
    """Of decisions those in which a stream of ours does not go on, the earliest number of each first."""
    mine = set(connection.execute(select(Stream.stream).where(Stream.office == own, Stream.own)).scalars())
    found = [
        one
        for one in ruled
        if one.stream in mine and not _parted(connection, own, one) and _differs(connection, own, one)
    ]
    return sorted(found, key=lambda one: one.fork)


def _differs(connection: Connection, own: str, one: Ruled) -> bool:
    return head_at(connection, own, one.stream, one.fork) != one.head


def _parted(connection: Connection, own: str, one: Ruled) -> bool:
    """Whether our stream ended before the fork: it was parted there, or restored from a backup made earlier."""
    row = connection.execute(
        select(Stream.seq).where(Stream.office == own, Stream.stream == one.stream)
    ).scalar()
    today = connection.execute(select(Installation.stream)).scalar()
    return (row or 0) < one.fork and today != one.stream


def ruled_words(name: str, one: Ruled, lost: Sequence[Ruled]) -> str:
    """What a decision means for this PC."""
    said = f"{name}已裁定（{one.by}，{one.on}）：本单位的变动从第 {one.fork} 条起分成了两支，"
    if one in lost:
        return (
            f"{said}接下去的是另一支，本机的不是。理由：{one.reason.rstrip('。')}。请先把没有报完的上报一次、收下回执，"
            "再在“上报”页里办“按裁定继续”；数据都在本机，没有丢。"
        )
    return (
        f"{said}本机的这一支继续。理由：{one.reason.rstrip('。')}。另一支的内容随交办包下来："
        "只有另一支才有的事项直接入账，两支都改过的在事项里等待决定。"
    )


def lost_branch(connection: Connection, exchange: Exchange) -> LostBranch | None:
    """How this PC stands where another copy of it goes on; None where none does."""
    own, known = exchange.own.office, all_peers(connection)
    above = parent_of(exchange.own, known)
    receipt = last_receipt(connection, own, above[0].office) if above else None
    lost = lost_in(connection, own, receipt.ruled) if receipt is not None else []
    if not lost:
        return None
    one = lost[0]
    last = (
        connection.execute(
            select(Stream.seq).where(Stream.office == own, Stream.stream == one.stream)
        ).scalar()
        or 0
    )
    plan = plan_up(connection, exchange.context, above[0].office, stream=one.stream, ends=True)
    unsent = len(plan.whole)
    why, advice = "", "请办“按裁定继续”；办完写出新名片，交区县收下并在电话里核对指纹。"
    apart = receipt is not None and _is_anothers(connection, own, one, receipt)
    if apart:
        why = "本机这一份是从没有选中的那一份又拷出来的，区县接不上它，再上报也收不进去。"
        advice = (
            f"请把只有本机才有的事项照原样登记到接下去的那台电脑，附件先另存再收存；核对无误后本机不再登记，数据留着备查。"
            f"{_touched_here(connection, own, one)}"
        )
    elif plan.hi:
        why = f"本机还有 {unsent} 条变动{above[0].name}没有确认收到。"
        advice = f"请再上报一次，请{above[0].name}写一份回执，收下以后再办。"
    elif exchange.context.user.role != "admin":
        why, advice = "只有系统管理员可以办“按裁定继续”。", "请系统管理员登录后办理。"
    words = (
        f"{above[0].name}已裁定（{one.by}，{one.on}）：从第 {one.fork} 条变动起接下去的是另一份数据，本机的不是。"
        f"理由：{one.reason.rstrip('。')}。"
    )
    return LostBranch(
        one.stream, one.fork, last, one.on, one.by, one.reason, unsent, not why, why, advice, words, apart
    )


def _is_anothers(connection: Connection, own: str, one: Ruled, receipt: Receipt) -> bool:
    """Whether what the district holds of our branch was written by another copy of it, from some line on.

    A copy of the copy that does not go on has the name of its branch in common with it, and so no place of its own above.
    """
    first = head_at(connection, own, one.stream, one.fork)
    said = receipt.vector.get(name_of_branch(one.stream, first)) if first is not None else None
    if said is None:
        return False
    held = head_at(connection, own, one.stream, said[0])
    return held is not None and held != said[1]


def _touched_here(connection: Connection, own: str, one: Ruled) -> str:
    """The matters that were registered or changed behind the fork, by number: those to compare."""
    keys = touched_since(connection, own, one.stream, one.fork).matters
    asked = select(Matter.number).where(
        Matter.office == own,
        Matter.id.in_([ident for _office, ident in keys]),
        Matter.restricted == False,  # noqa: E712
    )
    numbers = sorted(n for n in connection.execute(asked).scalars() if n)
    if not numbers:
        return ""
    more = f"等 {len(numbers)} 件" if len(numbers) > MOST_NAMED else ""
    return f"分开以后本机登记、改过的：{'、'.join(numbers[:MOST_NAMED])}{more}。"


def need_way_up(connection: Connection, exchange: Exchange) -> None:
    """Nothing is written for the district by a PC whose branch has no place there.

    Raises:
        UserError: ``copy_of_copy``: each such bundle would stop the office's other PC once more.
    """
    lost = lost_branch(connection, exchange)
    if lost is not None and lost.apart:
        raise UserError("copy_of_copy", lost.why_not, lost.advice)


def follow(exchange: Exchange) -> str:
    """Go on with this PC under a stream, keys and a mark of its own; see `Bundles.follow_ruling`."""
    own, context = exchange.own.office, exchange.context
    sign, age = SigningKey.generate(), AgeKey.generate()
    engine = context.store.engine
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        # Looked at in here, so that nothing is saved between the look and the parting.
        lost = lost_branch(connection, exchange)
        if lost is None:
            raise UserError(
                "no_ruling", "没有说本机不再继续的裁定，不用办。", "裁定随区县的回执来；请先收下最新的回执。"
            )
        if not lost.can_follow:
            code = "copy_of_copy" if lost.apart else "not_yet" if lost.unsent else "no_right"
            raise UserError(code, lost.why_not, lost.advice)
        today = connection.execute(select(Installation.stream)).scalar_one() == lost.stream
        before = head_at(connection, own, lost.stream, lost.first - 1) or b""
        if lost.last >= lost.first:
            _stand_apart(connection, own, lost.stream, lost.first)
        if today:
            stream, installation = str(uuid.uuid4()), str(uuid.uuid4())
            opening = {
                "v": 1,
                "stream": stream,
                "office": own,
                "installation": installation,
                "reason": "fork",
                "parent": {"stream": lost.stream, "seq": lost.first - 1, "head": before.hex()},
                "wall": exchange.at(),
            }
            journal.open_stream(connection, own, stream, installation, opening, own=True)
            connection.execute(
                update(Installation).values(
                    id=installation,
                    stream=stream,
                    station=new_station(),
                    sign_key=sign.seed,
                    age_key=age.secret,
                    made_at=exchange.at(),
                )
            )
            connection.execute(delete(ReceiptsOut))
            # Places in the stream before say nothing about those in the new one.
            connection.execute(update(Listing).values(last_seq=0))
        row = Installation(**connection.execute(select(Installation.__table__)).mappings().one())
    if not today:
        return "已按裁定办好：恢复以前的那一段变动单独保存，本机照常办理。"
    context.office = info_of(row)
    context.store.stream = row.stream
    exchange.sign_key, exchange.age_key = sign, age
    return (
        f"已按裁定办好：本机作为本单位的另一台电脑继续，新编号带标记 {row.station}；原有的事项都在。"
        "请在“上报”页写出新名片交区县收下、电话核对指纹，再请区县写一次交办包。"
    )


def _stand_apart(connection: Connection, own: str, stream: str, fork: int) -> None:
    """Give our branch its name, and move what is noted of its places along."""
    name = part(connection, own, stream, fork)
    trunk = connection.execute(
        select(Stream.seq, Stream.head).where(Stream.office == own, Stream.stream == stream)
    ).one()
    told = connection.execute(
        select(Receipted.__table__).where(Receipted.office == own, Receipted.stream == stream)
    ).mappings()
    for one in list(told):
        connection.execute(insert(Receipted).values(**{**one, "stream": name}))
    connection.execute(
        update(Receipted)
        .where(Receipted.office == own, Receipted.stream == stream, Receipted.seq > trunk.seq)
        .values(seq=trunk.seq, head=trunk.head)
    )
    connection.execute(
        update(Shown)
        .where(Shown.office == own, Shown.stream == stream, Shown.seq >= fork)
        .values(stream=name)
    )


def ending(connection: Connection, exchange: Exchange) -> frozenset[str]:
    """Our streams that do not go on, by the last word of the office above."""
    lost = lost_branch(connection, exchange)
    return frozenset({lost.stream}) if lost is not None else frozenset()
