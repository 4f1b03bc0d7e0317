"""Which input method Qt uses. Its packages bring a plugin for ibus only; fcitx answers to ibus's protocol as well."""

from __future__ import annotations

from collections.abc import Mapping


def input_method(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables to set before Qt starts, so that Chinese can be typed in a session of fcitx.

    What the user chose stays: ibus replaces fcitx alone, and goes to the end of a list of one's own.
    """
    said = environment.get("QT_IM_MODULE", "")
    session = environment.get("XMODIFIERS", "") + " " + environment.get("GTK_IM_MODULE", "")
    listed = environment.get("QT_IM_MODULES", "")
    wanted: dict[str, str] = {}
    if said.startswith("fcitx") or (not said and "fcitx" in session):
        wanted["QT_IM_MODULE"] = "ibus"
    if "fcitx" in listed and "ibus" not in listed:
        wanted["QT_IM_MODULES"] = f"{listed};ibus"
    return wanted
