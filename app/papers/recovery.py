"""The recovery sheet (恢复单): printed once at the first start, for the safe. Of no matter, kept by nobody but the paper."""

from __future__ import annotations

from datetime import date

from app.papers.descriptions import Descriptions
from app.papers.engine import FontSet, render
from app.papers.values import Rendered

RECOVERY_SHEET = "recovery_sheet"


def recovery_sheet(
    office_name: str,
    login: str,
    code: str,
    made_on: date,
    *,
    fingerprint: str = "",
    fonts: FontSet | None = None,
) -> Rendered:
    """Sets the recovery sheet; needs no opened office, since it is printed before the desk opens.

    Nothing of it is written to a disk or to the database: whoever asks for it prints it or throws it away.

    Args:
        office_name: the office.
        login: who the sheet was printed for; any login of the office may be given a new password with it.
        code: the recovery code, in groups with a dash between.
        made_on: the day of printing.
        fingerprint: of this installation, where it is known.
        fonts: the faces, where they are read already.
    """
    values: dict[str, object] = {
        "office": {"name": office_name},
        "paper": {
            "issued_on": made_on,
            "login": login,
            "fingerprint": fingerprint,
            "code": tuple(code.replace(" ", "-").split("-")),
        },
    }
    description = Descriptions()[RECOVERY_SHEET]
    return render(description, values, issued=True, fonts=fonts or FontSet.bundled())
