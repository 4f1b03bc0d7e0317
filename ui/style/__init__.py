"""The looks: tokens, fonts, icons and the one stylesheet made from them."""

from ui.style.apply import Style, dress
from ui.style.icons import icon, icon_pixmap
from ui.style.look import Look, look_from
from ui.style.sheet import stylesheet
from ui.style.tokens import TEXT_SIZES, resources, space, tokens

__all__ = [
    "TEXT_SIZES",
    "Look",
    "Style",
    "dress",
    "icon",
    "icon_pixmap",
    "look_from",
    "resources",
    "space",
    "stylesheet",
    "tokens",
]
