"""Numbers by which people and units are told apart: resident number, telephone, credit code; and how they are masked.

Every verdict can be overruled by a clerk with a reason: a paper certificate before one's eyes beats a check digit.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import mul
from typing import Literal

from app.rules.verdict import Verdict

IdKind = Literal["", "resident", "resident_15", "hmt_residence", "foreign_resident"]
Sex = Literal["", "male", "female"]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_NOTHING = frozenset(
    {"无", "没有", "暂无", "不详", "不清", "未知", "未提供", "拒绝提供", "-", "--", "—", "/", "\\", "0"}
)
_ROUNDED = re.compile(r"^\d(?:\.\d+)?e\+?\d+$", re.IGNORECASE | re.ASCII)
_MOBILE = re.compile(r"^1[3-9]\d{9}$", re.ASCII)
_LANDLINE = re.compile(r"^(010|02\d|0[3-9]\d{2})(\d{7,8})$", re.ASCII)
_LOCAL = re.compile(r"^[2-9]\d{6,7}$", re.ASCII)
_HOTLINE = re.compile(r"^(?:110|119|120|122|12\d{3}|96\d{3,4}|95\d{3,4}|(?:400|800)\d{7})$", re.ASCII)
EARLIEST_BIRTH = date(1890, 1, 1)


@dataclass(frozen=True, slots=True)
class IdentityVerdict(Verdict[str]):
    """The verdict on a resident number, with what it says of itself.

    Attributes:
        kind: which document it looks like; ``""`` where it cannot be told.
        sex: by the 17th digit, ``""`` where the number has none or is wrong.
        born_on: the birth day in the number, ``None`` where it has none or is wrong.
    """

    kind: IdKind = ""
    sex: Sex = ""
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class PhoneVerdict(Verdict[str]):
    """The verdict on a telephone number.

    Attributes:
        kind: ``mobile``, ``landline``, ``hotline`` or ``""``.
    """

    kind: Literal["", "mobile", "landline", "hotline"] = ""


def is_nothing(text: str) -> bool:
    """Tell whether a cell says that there is nothing: empty, 无, 不详, a dash."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return not plain or plain in _NOTHING


def _plain(text: str) -> str:
    return re.sub(r"[\s\u200b\-－—]", "", unicodedata.normalize("NFKC", text)).upper()


def check_digit(first_17: str) -> str:
    """Return the check digit of a resident number (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(map(mul, map(int, first_17), _WEIGHTS))
    return _CHECKS[total % 11]


def check_resident_number(text: str, today: date | None = None) -> IdentityVerdict:
    """Check a resident number; nothing is never wrong.

    The region part is never a reason to refuse: regions are abolished, numbers live on.

    Args:
        text: as typed; blanks, full-width digits and a small x are brought to the normal form.
        today: a birth day after it is refused.

    Returns:
        The normal number with kind, sex and birth day; ``""`` for nothing. Errors: ``id_rounded`` (Excel kept it as a
        number), ``id_length``, ``id_sign``, ``id_birth``, ``id_check``. Warning: ``id_15``.
    """
    if len(text) == 18 and text.isascii() and text.isalnum():
        raw = plain = (
            text.upper()
        )  # as nearly all of them are typed: there is nothing to bring to a normal form
    elif is_nothing(text):
        return IdentityVerdict("")
    else:
        raw, plain = text.strip(), _plain(text)
    if _ROUNDED.match(raw.replace(" ", "")):
        return _wrong(None, "id_rounded", "身份证号被表格存成了数字，末几位已经丢失，请按证件重新填写")
    if len(plain) == 15 and plain.isascii() and plain.isdigit():
        return _old_number(plain, today)
    if len(plain) != 18:
        return _wrong(plain, "id_length", f"身份证号应为18位，现在是{len(plain)}位")
    if not (plain[:17].isascii() and plain[:17].isdigit() and (plain[17].isdigit() or plain[17] == "X")):
        return _wrong(plain, "id_sign", "身份证号应为17位数字加1位数字或者X")
    kind = _kind(plain)
    born = _birth(plain[6:14], today)
    if born is None:
        return _wrong(plain, "id_birth", f"身份证号中的出生日期“{plain[6:14]}”不存在或者在今天之后", kind)
    expected = check_digit(plain[:17])
    if expected != plain[17]:
        # The right digit is not named: it would be typed in instead of looking at the card.
        return _wrong(plain, "id_check", "身份证号校验不符，请对照证件逐位核对", kind)
    sex: Sex = "male" if int(plain[16]) % 2 else "female"
    return IdentityVerdict(plain, kind=kind, sex=sex, born_on=born)


def _kind(plain: str) -> IdKind:
    if plain[:6] in {"810000", "820000", "830000"}:
        return "hmt_residence"
    return "foreign_resident" if plain[0] == "9" else "resident"


def _birth(digits: str, today: date | None) -> date | None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    if born < EARLIEST_BIRTH or (today is not None and born > today):
        return None
    return born


def _old_number(plain: str, today: date | None) -> IdentityVerdict:
    born = _birth(f"19{plain[6:12]}", today)
    if born is None:
        return _wrong(plain, "id_birth", f"身份证号中的出生日期“{plain[6:12]}”不存在", "resident_15")
    return IdentityVerdict(
        plain,
        "warning",
        "id_15",
        "这是15位旧号，请核对是否已换发18位身份证",
        "resident_15",
        "male" if int(plain[14]) % 2 else "female",
        born,
    )


def _wrong(value: str | None, code: str, sentence: str, kind: IdKind = "") -> IdentityVerdict:
    return IdentityVerdict(value, "error", code, sentence, kind)


def check_phone(text: str) -> PhoneVerdict:
    """Check a telephone number and bring it to its normal form; nothing is never wrong.

    Returns:
        ``13900001111``, ``0939-3201234``, ``12345``; ``""`` for nothing. Error: ``phone_unfit``. Warning: ``phone_local``
        (a landline without its area code).
    """
    if len(text) == 11 and _MOBILE.match(text):
        return PhoneVerdict(text, kind="mobile")
    if is_nothing(text):
        return PhoneVerdict("")
    plain = re.sub(r"[\s\-－—()（）.·]", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"^(?:\+|00)86", "", plain)
    if _MOBILE.match(plain):
        return PhoneVerdict(plain, kind="mobile")
    if _HOTLINE.match(plain):
        return PhoneVerdict(plain, kind="hotline")
    if found := _LANDLINE.match(plain):
        return PhoneVerdict(f"{found[1]}-{found[2]}", kind="landline")
    if _LOCAL.match(plain):
        return PhoneVerdict(plain, "warning", "phone_local", "座机没有区号", "landline")
    if plain.isascii() and plain.isdigit() and plain.startswith("1"):
        return PhoneVerdict(
            plain, "error", "phone_unfit", f"手机号应为11位，现在是{len(plain)}位或者号段不对"
        )
    return PhoneVerdict(plain or None, "error", "phone_unfit", "电话号码不对，手机11位，座机带区号")


def check_credit_code(text: str) -> Verdict[str]:
    """Check a unified social credit code (GB 32100-2015); nothing is never wrong.

    Errors: ``credit_length``, ``credit_sign``, ``credit_check``.
    """
    if is_nothing(text):
        return Verdict("")
    plain = _plain(text)
    if len(plain) != 18:
        return Verdict(plain, "error", "credit_length", f"统一社会信用代码应为18位，现在是{len(plain)}位")
    strange = [sign for sign in plain if sign not in _CREDIT_SIGNS]
    if strange:
        return Verdict(plain, "error", "credit_sign", f"统一社会信用代码里不会有“{strange[0]}”")
    if credit_check(plain[:17]) != plain[17]:
        return Verdict(plain, "error", "credit_check", "统一社会信用代码校验不符，请对照证照核对")
    return Verdict(plain)


def credit_check(first_17: str) -> str:
    """Return the check sign of a credit code."""
    total = sum(
        _CREDIT_SIGNS.index(sign) * weight for sign, weight in zip(first_17, _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_SIGNS[-total % 31]


def mask_id(number: str) -> str:
    """Mask an identity number, its length kept: ``621299********123X``."""
    if len(number) <= 4:
        return "*" * len(number)
    head = 6 if len(number) >= 15 else 0
    tail = 4 if len(number) >= 8 else 2
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]


def mask_phone(number: str) -> str:
    """Mask a telephone number, its length kept: ``139****4521``, ``0939-****234``."""
    if len(number) <= 5:
        return number if check_phone(number).kind == "hotline" else "*" * len(number)
    area, dash, local = number.rpartition("-")
    if dash:
        return f"{area}-{'*' * max(0, len(local) - 3)}{local[-3:]}"
    head = 3 if len(number) >= 11 else 0
    tail = 4 if len(number) >= 11 else 2
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]


# fmt: off
COMPOUND_SURNAMES = frozenset({
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐",
    "慕容", "司徒", "夏侯", "长孙", "宇文", "司空", "端木", "南宫", "独孤",
    "澹台", "呼延", "轩辕", "闻人", "申屠", "太史", "赫连", "濮阳", "淳于",
    "单于", "公冶", "宗政", "百里", "东郭", "西门", "拓跋", "第五",
})
# fmt: on


def mask_name(name: str) -> str:
    """Say a name in print without naming the person: ``张某某``, ``欧阳某``; a unit's name stays."""
    plain = name.strip()
    if len(plain) < 2:
        return plain
    if "·" in plain:
        return f"{plain.split('·')[0]}·某某"
    if any(sign in plain for sign in ("公司", "委员会", "政府", "合作社", "中心", "学校", "医院", "村委会")):
        return plain
    if plain.isascii():
        return f"{plain[0]}***"
    family = 2 if plain[:2] in COMPOUND_SURNAMES and len(plain) > 2 else 1
    return plain[:family] + "某" * min(2, len(plain) - family)
