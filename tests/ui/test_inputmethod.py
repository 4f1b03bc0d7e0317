"""Chinese can be typed in a session of fcitx: Qt is sent to ibus's interface, unless the user chose otherwise."""

from __future__ import annotations

import pytest

from ui.inputmethod import input_method


@pytest.mark.parametrize(
    ("session", "wanted"),
    [
        ({}, {}),
        ({"XMODIFIERS": "@im=fcitx"}, {"QT_IM_MODULE": "ibus"}),
        ({"GTK_IM_MODULE": "fcitx5"}, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}, {"QT_IM_MODULE": "ibus"}),
        ({"XMODIFIERS": "@im=ibus"}, {}),
        ({"QT_IM_MODULE": "compose", "XMODIFIERS": "@im=fcitx"}, {}),
        ({"QT_IM_MODULES": "wayland;fcitx"}, {"QT_IM_MODULES": "wayland;fcitx;ibus"}),
        ({"QT_IM_MODULES": "wayland;fcitx;ibus"}, {}),
    ],
)
def test_fcitx_is_reached_through_ibus_unless_the_user_chose(
    session: dict[str, str], wanted: dict[str, str]
) -> None:
    assert input_method(session) == wanted
