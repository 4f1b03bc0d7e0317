"""A new office: what the first start asks is checked, and its keys, stream and first user are made."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from app.access.values import WAY_KEY, OfficeInfo, SetUp
from app.errors import UserError
from app.keys import keyfile
from app.keys.box import AgeKey
from app.keys.cards import Card
from app.keys.signing import SigningKey
from app.rules.numbers import STATION_SIGNS
from db import journal
from db.engine import open_engine
from db.store import Store, Unit
from db.tables import Installation, Setting, User

SOLE_PC = "1"
"""Station of an office's only PC: its numbers carry no mark."""
MIN_PASSWORD = 8
_OFFICES = uuid.UUID("6f2c6a52-7e0e-5d8f-9d62-0c64d1a7b3f1")


def office_id(role: str, code: str) -> str:
    """The id of an office: the same on each of its PCs, from its role and division code."""
    return str(uuid.uuid5(_OFFICES, f"{role}:{code}"))


def new_station() -> str:
    """A mark for the numbers of this PC that no other PC of the office is likely to have."""
    return "".join(secrets.choice(STATION_SIGNS) for _ in range(3))


def found(path: Path, db_key: bytes, answers: SetUp, clock: Callable[[], datetime]) -> Installation:
    """Write a new office into an empty database: its keys, its stream, its first user.

    Args:
        path: the database, migrated to today's tables.
        db_key: its raw key.
        answers: checked by `check_answers`.
        clock: aware local time.
    """
    now = clock()
    office = office_id(answers.role, answers.code)
    installation = str(uuid.uuid4())
    stream = str(uuid.uuid4())
    sign, age = SigningKey.generate(), AgeKey.generate()
    row = Installation(
        office=office,
        id=installation,
        name=answers.name.strip(),
        role=answers.role,
        code=answers.code,
        parent_code=answers.parent_code or None,
        station=answers.station or new_station(),
        training=answers.training,
        stream=stream,
        sign_key=sign.seed,
        age_key=age.secret,
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
    )
    engine = open_engine(path, db_key)
    try:
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            values = {c.key: getattr(row, c.key) for c in Installation.__table__.columns}
            values["next_bundle"] = 1
            connection.execute(insert(Installation).values(values))
            opening = {
                "v": 1,
                "stream": stream,
                "office": office,
                "installation": installation,
                "reason": "setup",
                "wall": now.isoformat(timespec="seconds"),
            }
            journal.open_stream(connection, office, stream, installation, opening, own=True)
        store = Store(engine, office, stream, clock, derive=_nothing)
        user = str(uuid.uuid4())
        with store.writing(user) as unit:
            unit.session.add(
                User(
                    office=office,
                    id=user,
                    login=keyfile.normal_login(answers.login),
                    name=answers.user_name or answers.login,
                    role="admin",
                    accusations=True,
                )
            )
            short = answers.short or answers.name.strip()[:1]
            unit.session.add(Setting(office=office, id="office.short", value=short))
            if answers.role == "township" and answers.reports != "whole":
                unit.session.add(Setting(office=office, id=WAY_KEY, value=answers.reports))
    finally:
        engine.dispose()
    return row


def _nothing(unit: Unit) -> None:
    del unit


def card_of(row: Installation) -> Card:
    """The card of an installation, with its fingerprint."""
    return Card(
        office=row.office,
        name=row.name,
        code=row.code,
        role=row.role,
        installation=row.id,
        station=row.station,
        sign_key=SigningKey(row.sign_key).public,
        age_key=AgeKey(row.age_key).recipient,
        made_at=datetime.fromisoformat(row.made_at),
    )


def info_of(row: Installation) -> OfficeInfo:
    """What every room knows of an installation."""
    card = card_of(row)
    return OfficeInfo(
        office=row.office,
        installation=row.id,
        name=row.name,
        role=row.role,
        code=row.code,
        parent_code=row.parent_code or "",
        station=row.station,
        training=bool(row.training),
        fingerprint=card.fingerprint,
        sign_public=card.sign_key,
        age_public=card.age_key,
        made_at=row.made_at,
    )


def check_answers(answers: SetUp) -> None:
    """Refuse answers of the first start that cannot be.

    Raises:
        UserError: role, name, code or password.
    """
    if answers.role not in {"township", "district"}:
        raise UserError("bad_role", "单位类型应为乡镇（township）或区县（district）。", "请重新选择。")
    if not answers.name.strip():
        raise UserError("no_name", "还没有填写单位名称。", "请填写门牌上的全称。")
    check_codes(answers.role, answers.code, answers.parent_code)
    check_password(answers.password)


CODES = {
    "township": ("乡镇（街道）", 9, (0, 6)),
    "district": ("区县", 6, (0, 4, 6)),
}
"""What an office of a role is called, how long its division code is (GB/T 2260; 统计用区划代码), and that of the one above."""


def check_codes(role: str, code: str, parent_code: str) -> None:
    """Refuse a division code that an office of this role cannot have: its id is made of it, on every PC the same.

    Raises:
        UserError: bad_code.
    """
    name, length, above = CODES[role]
    advice = "乡镇（街道）填 9 位、区县填 6 位数字，可在统计用区划代码表里查到。"
    if not _is_number(code) or len(code) != length:
        raise UserError("bad_code", f"{name}的区划代码应为 {length} 位数字，“{code}”不对。", advice)
    if parent_code and (not _is_number(parent_code) or len(parent_code) not in above):
        raise UserError("bad_code", f"上级区划代码“{parent_code}”不对。", f"{advice}可以先空着。")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def check_password(password: str) -> None:
    """Refuse a password that is too short.

    Raises:
        UserError: it is.
    """
    if len(password) < MIN_PASSWORD:
        raise UserError(
            "short_password",
            f"密码太短，至少 {MIN_PASSWORD} 个字符。",
            "可以用一句自己记得住的话，中文也可以。",
        )
