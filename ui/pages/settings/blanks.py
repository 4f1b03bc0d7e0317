"""空白表 in the settings: where a clerk finds the forms without opening a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.pages.settings.section import Section
from ui.printing import print_or_save
from ui.widgets.blanks import ABOUT, WORDS, BlankForms

if TYPE_CHECKING:
    from ui.context import Context


class BlanksSection(Section):
    """Every form of the house with nothing in it."""

    key = "blanks"
    words = WORDS
    about = ABOUT

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.forms = BlankForms(context, self, lambda sheets: print_or_save(sheets, self), about="")
        self.body.addWidget(self.forms)
        self.body.addStretch(1)
