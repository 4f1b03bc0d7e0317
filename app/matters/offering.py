"""Write an offer: the row that says who hands which matter to whom."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from app.access.context import Context
from app.errors import UserError
from app.matters.custody_values import Target
from app.matters.custody_view import open_offer
from app.rules.actions import DONE_ON
from db.store import Unit
from db.tables import Matter, Transfer

ACCUSATION = UserError(
    "accusation_stays",
    "检举控告事项不在程序里移交，也不进任何数据包。",
    "请由指定人员按保密规定转送纪检监察机关或者有权处理的机关（《信访工作条例》第二十二条、第三十条）。",
)


def need_offerable(unit: Unit, matter: Matter) -> None:
    """A matter can be handed over: it is no accusation, and no offer of it waits for an answer.

    Raises:
        UserError: it cannot.
    """
    if matter.restricted or matter.category == "accusation":
        raise ACCUSATION
    offer = open_offer(unit.session, matter)
    if offer is not None:
        raise UserError(
            "offered_already",
            f"这件事项已经移交给{offer.to_name}，还没有答复，不能再移交。",
            "请等对方接收或者退回；还没有写出数据包的，可以先收回。",
        )


def write_offer(
    unit: Unit, context: Context, matter: Matter, kind: str, to: Target, fields: Mapping[str, Any]
) -> Transfer:
    """Write the offer of a matter; custody stays until the other office has accepted.

    Args:
        unit: of a writing transaction.
        context: the opened office.
        matter: its row.
        kind: escalate | forward | assign | hand_back.
        to: the other office.
        fields: checked: `done_on`, and what the kind asks.
    """
    row = Transfer(
        office=matter.office,
        id=str(uuid.uuid4()),
        matter=matter.id,
        kind=kind,
        number=fields.get("number"),
        from_office=context.office.office,
        to_office=to.office,
        to_name=to.name,
        offered_on=cast("date", fields[DONE_ON]),
        offered_by=context.user.name,
        what=fields.get("what") or fields.get("work_done"),
        due_on=fields.get("due_on") or fields.get("until_on"),
        at_custody=matter.custody,
        seen="{}",
    )
    with unit.called("offer"):
        unit.session.add(row)
    return row
