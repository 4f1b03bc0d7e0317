"""Contents of attachments that came in part and stay so: what each side sees of it, and who does what."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from app.bundles.values import Gap
from db.tables import Attachment, Elsewhere, Matter, Staged, Stored

PATIENT_DAYS: Final = 15
"""Days for which a content may be on its way before it is said that not a piece of it came."""


def contents_missing(
    connection: Connection, own: str, office: str, name: str, today: date, *, from_below: bool
) -> list[Gap]:
    """What an office said it has and did not bring whole: a part of the bundle was lost, or none came at all.

    Args:
        connection: of one consistent view.
        own: this office.
        office: the other.
        name: of the other.
        today: the desk's day.
        from_below: whether what they write is 上报, else 交办.
    """
    ended = select(Attachment.sha256).where(Attachment.by_office == office, Attachment.voided)
    partly = set(
        connection.execute(
            select(Staged.sha256).where(
                Staged.office == own, Staged.from_office == office, Staged.sha256.not_in(ended)
            )
        ).scalars()
    )
    here = select(Stored.sha256).where(Stored.office == own)
    none = set(
        connection.execute(
            select(Attachment.sha256)
            .join(Matter, (Matter.office == Attachment.office) & (Matter.id == Attachment.matter))
            .where(
                Attachment.by_office == office,
                Attachment.added_on <= today - timedelta(days=PATIENT_DAYS),
                Attachment.voided == False,  # noqa: E712
                Matter.restricted == False,  # noqa: E712
                Attachment.sha256.not_in(here),
            )
        ).scalars()
    )
    none -= partly
    if not partly and not none:
        return []
    counted = [f"{len(partly)} 份附件只收到一部分"] if partly else []
    counted += [f"{len(none)} 份附件的内容一直没有来"] if none else []
    again = "再上报一次" if from_below else "再写一次交办包"
    step = (
        f"请写一份回执给{name}，请它收下回执以后{again}：程序只补缺的段。"
        f"它那里也找不到原件的，请它在事项里撤回这份附件、写明原因，再收一份。"
    )
    return [Gap(office, name, f"{name}：{'，'.join(counted)}。", step, "contents")]


def contents_lacking_there(connection: Connection, own: str, office: str, name: str, again: str) -> list[Gap]:
    """What an office said, in its last receipt, that it lacks of contents of ours.

    Args:
        connection: of one consistent view.
        own: this office.
        office: the other.
        name: of the other.
        again: what to do so that they go, e.g. 再上报一次.
    """
    count = connection.execute(
        select(func.count(func.distinct(Elsewhere.sha256)))
        .join(Attachment, Attachment.sha256 == Elsewhere.sha256)
        .join(Matter, (Matter.office == Attachment.office) & (Matter.id == Attachment.matter))
        .where(
            Elsewhere.office == own,
            Elsewhere.peer == office,
            Elsewhere.lacking,
            Attachment.by_office == own,
            Attachment.voided == False,  # noqa: E712
            Matter.restricted == False,  # noqa: E712
        )
    ).scalar()
    if not count:
        return []
    step = (
        f"请{again}，程序只写它缺的段。本机也没有了的，请从备份里取回 vault 文件夹，"
        "或者在事项里撤回这份附件、写明原因，再收一份。"
    )
    return [Gap(office, name, f"{name}有 {count} 份本单位的附件没有收全。", step, "contents")]
