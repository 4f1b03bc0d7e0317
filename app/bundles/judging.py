"""May this change be applied? Custody and author of what comes from another office. Nothing here is dropped: it waits.

A line that came whole is what its office wrote; whether that office *may* write it is asked here, line after line, against
the rows as the lines before it left them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.matters.custody_fold import BRANCH, why_not_attachment, why_not_new, why_not_set, why_not_step
from db.fold import LATE_REDACT, Folding
from db.journal import FOUNDING
from db.tables import BY_ENTITY

Body = Mapping[str, Any]

_OF_MATTERS: Final = frozenset({"matter", "party", "step", "paper", "attachment"})
_CREATES: Final = FOUNDING
NOT_YET: Final = frozenset({"unknown_entity", "unknown_op"})
"""Reasons that an upgrade resolves, and no person."""

REASONS: Final[dict[str, tuple[str, str]]] = {
    "unknown_entity": (
        "是新版本程序的记录，本机的程序还不认识，原样保存着",
        "升级本机的程序后会自动并入。",
    ),
    "unknown_op": (
        "是新版本程序的一种操作，本机的程序还不认识，原样保存着",
        "升级本机的程序后会自动并入。",
    ),
    "foreign_office": (
        "要写的是别的单位的事项或资料，没有并入",
        "请与{sender}核实为什么会有这条变动，并报{admin}。",
    ),
    "foreign_author": (
        "经办人不是{sender}的用户，没有并入",
        "请{sender}核对这条变动是谁写的，并报{admin}。",
    ),
    "no_custody": ("这件事项不由{sender}办理，没有并入", "请与{sender}核对事项现由谁办理。"),
    "custody_behind": (
        "写的时候事项已经移交过，没有并入",
        "由现在的办理单位在事项页里决定是否采纳。",
    ),
    BRANCH: (
        "是分成两支时没有继续的那一支里写的，继续的那一支也改了同一内容，先保存着，没有并入",
        "由现在的办理单位在事项页里决定是否采纳；不属于事项的（如村社、用户），需要的由{sender}再改一次。",
    ),
    LATE_REDACT: ("写的时候事项已经移交过；已按检举控告保密", "请现在的办理单位按检举控告的规定处理。"),
    "custody_moved": (
        "没有经过移交就改动了办理单位，没有并入",
        "请{sender}通过移交办理，并报{admin}。",
    ),
    "no_matter": ("所属的事项本机没有，没有并入", "请{sender}再上报一次；仍然这样的，报{admin}。"),
    "set_before_create": (
        "要改的内容本机没有，没有并入",
        "请{sender}再上报一次；仍然这样的，报{admin}。",
    ),
    "id_taken": (
        "内部编号与已有的重复，没有并入",
        "请与{sender}核对两条是不是同一件，并报{admin}。",
    ),
    "base_behind": (
        "是在另一个版本上改的，与本机已有的接不上，没有并入",
        "请与{sender}核对现在的内容，需要的由{sender}再改一次。",
    ),
    "bad_value": ("里面的值不合格式，没有并入", "请{sender}核对后再改一次。"),
    "unrestricts": ("要解除检举控告的保密限制，没有并入", "检举控告不得转为普通事项；请与{sender}核实。"),
    "accusation_open": ("是没有加保密限制的检举控告，没有并入", "请{sender}升级程序，并指定专人办理。"),
}
"""Every reason: what is the matter, and who does what."""


LOST: Final = "lost"
"""Not a reason of its own: the matter is ours, was made after the backup that we were restored from, and is not here."""
_LOST_WORDS: Final = (
    "是{sender}写在本单位备份以后才有的事项上的，本机恢复后没有这件事项，没有并入",
    "请向{sender}要这件事项的文书，照原样重新登记；已经交办的，重新交办一次。",
)


def say(code: str, sender: str, *, above: bool = False) -> tuple[str, str]:
    """The sentence for a reason, and the advice.

    Args:
        code: of `REASONS`, or `LOST`.
        sender: the office that wrote it.
        above: this office is a district: whom others report to is its own administrator.
    """
    what, advice = _LOST_WORDS if code == LOST else REASONS.get(code, ("不能并入", "请报{admin}。"))
    admin = "本单位的系统管理员" if above else "区县的系统管理员"
    return f"{what.format(sender=sender)}。", advice.format(sender=sender, admin=admin)


class Judge:
    """Judges the changes of one stream, in their order.

    Args:
        office: the writing office.
        folding: the rows that the changes touch, and the matters that these belong to.
        users: ids of the office's users.
        founder: user who may create himself: the first who wrote in a new stream; else "".
    """

    def __init__(self, office: str, folding: Folding, users: set[str], founder: str) -> None:
        self._office = office
        self._folding = folding
        self._users = users
        self._founder = founder

    def author(self, body: Body) -> str:
        """Why nobody of that office can have written this, or ""."""
        known = body["actor"] in self._users or body["actor"] == self._founder
        return "" if known else "foreign_author"

    def why_not(self, body: Body) -> str:
        """The reason why the change has to wait, or "" where it may be folded now."""
        entity, actor = body["entity"], body["actor"]
        if why := self.author(body):
            return why
        if entity in _OF_MATTERS:
            return self._of_a_matter(body)
        if body["office"] != self._office:
            return "foreign_office"
        if body.get("matter") and entity in BY_ENTITY:
            # It belongs to no matter: said of one, it would be counted among that matter's lines.
            return "bad_value"
        if entity == "user" and body["op"] in _CREATES and body["id"] == actor and actor != self._founder:
            return "foreign_author"
        return ""

    def folded(self, body: Body) -> None:
        """Tell the judge that a change was applied."""
        if body["entity"] == "user" and body["op"] in _CREATES:
            self._users.add(body["id"])

    def _of_a_matter(self, body: Body) -> str:
        owner, fields = body["office"], body["fields"]
        if body["entity"] == "matter":
            if body["op"] in _CREATES:
                return why_not_new(fields, self._office, owner)
            key = body["id"]
        else:
            key = body.get("matter") or ""
        matter = self._folding.rows.get(("matter", owner, key))
        if owner != self._office and (matter is None or matter["custodian"] != self._office):
            return "foreign_office"
        if matter is None:
            return (
                ""
                if body["op"] == "redact"
                else "set_before_create"
                if body["entity"] == "matter"
                else "no_matter"
            )
        if matter["custodian"] != self._office:
            return "no_custody"
        if body.get("custody", 0) != matter["custody"]:
            return "custody_behind"
        if body["entity"] == "matter":
            return why_not_set(matter, fields)
        return self._on_row(body, key)

    def _on_row(self, body: Body, matter: str) -> str:
        """A party, step or paper stays in its matter, whatever the line says beside it."""
        fields = body["fields"]
        row = self._folding.rows.get((body["entity"], body["office"], body["id"]))
        if fields.get("matter", matter) != matter or (row is not None and row["matter"] != matter):
            return "bad_value"
        if body["entity"] == "attachment":
            return why_not_attachment(row, fields, frozenset({self._office}))
        return why_not_step(fields, self._office) if body["entity"] == "step" else ""


def founder_of(first_line: str | None, bodies: Sequence[Body]) -> str:
    """Who may create himself in a stream: its first writer, if he does so; else "".

    Args:
        first_line: the first line of the stream that is held already; None where this is its beginning.
        bodies: the new changes in order.
    """
    if first_line is not None or not bodies:
        return ""
    first = bodies[0]["actor"]
    creates = any(
        b["entity"] == "user" and b["op"] in _CREATES and b["id"] == b["actor"] == first for b in bodies
    )
    return first if creates else ""
