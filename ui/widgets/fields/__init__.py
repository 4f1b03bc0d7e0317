"""Form fields made from field descriptions: one editor for each kind of field, a line for what is wrong under each."""

from ui.widgets.fields.chooser import ChoiceButtons, Chooser, Option
from ui.widgets.fields.described import Described, shown
from ui.widgets.fields.editors import Editor, make_editor
from ui.widgets.fields.fieldrow import FieldRow
from ui.widgets.fields.form import FieldForm

__all__ = [
    "ChoiceButtons",
    "Chooser",
    "Described",
    "Editor",
    "FieldForm",
    "FieldRow",
    "Option",
    "make_editor",
    "shown",
]
