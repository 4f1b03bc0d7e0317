"""What a person answers to the questions of a preview, once for all rows like it.

The file that ``ledger import --answers`` takes is one JSON object::

    {"纠纷类型": {"土地纠纷": "forest_land", "其它": "其他纠纷"},
     "化解结果": {"√": "resolved"},
     "形式":     {"": "screening"},
     "*":        {"duplicate": "skip", "第35行": "import"}}

Outside, a column's header as the file has it, the field's own label, or its name; ``*`` for possible duplicates. Inside, the
words of the cell, and the answer: an entry of the code list by id or label; ``skip`` (跳过) passes the rows over;
``reject`` (退回) returns them; ``empty`` (留空) takes the rows in without this value. Duplicates are answered with ``import``
(仍要导入) or ``skip``, all at once under ``duplicate`` or one by one under what they are like (第34行, a number).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from app.errors import UserError
from app.sheets.values import DUPLICATE, WHOLE_ROW

SKIP: Final = "skip"
REJECT: Final = "reject"
EMPTY: Final = "empty"
IMPORT: Final = "import"
_WORDS: Final = {
    "skip": SKIP,
    "跳过": SKIP,
    "reject": REJECT,
    "退回": REJECT,
    "empty": EMPTY,
    "留空": EMPTY,
    "": EMPTY,
    "import": IMPORT,
    "仍要导入": IMPORT,
    "导入": IMPORT,
}


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by field and by the words in question."""

    given: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])

    def find(self, names: tuple[str, ...], value: str) -> str | None:
        """The answer for a value under any of a field's names, as an action's id or as it was given."""
        for name in names:
            words = self.given.get(name)
            if words is not None and value in words:
                answer = words[value].strip()
                return _WORDS.get(answer, answer)
        return None

    def of_duplicate(self, like: str) -> str | None:
        """The answer for a possible duplicate: its own, else the one for all.

        Raises:
            UserError: it is neither import nor skip.
        """
        answer = self.find((WHOLE_ROW,), like) or self.find((WHOLE_ROW,), DUPLICATE)
        if answer not in (None, IMPORT, SKIP, REJECT):
            raise bad_answer("重复事项", answer, "import（仍要导入）、skip（跳过）或 reject（退回）")
        return answer

    def merged(self, later: Answers) -> Answers:
        """These answers, and over them later ones."""
        names = self.given.keys() | later.given.keys()
        return Answers({n: {**self.given.get(n, {}), **later.given.get(n, {})} for n in names})


def bad_answer(field: str, answer: str, choices: str) -> UserError:
    """The refusal of an answer that means nothing."""
    return UserError(
        "bad_answer", f"“{field}”的答复“{answer}”用不上，没有导入任何内容。", f"可以答复：{choices}。"
    )


def answers_from_json(data: object) -> Answers:
    """Read the answers' file.

    Args:
        data: the parsed JSON.

    Raises:
        UserError: it has another shape.
    """
    wrong = UserError(
        "bad_answers",
        "答复文件的写法不对，没有导入任何内容。",
        '应为：{"纠纷类型":{"土地纠纷":"forest_land"},"*":{"duplicate":"skip"}}。',
    )
    if not isinstance(data, dict):
        raise wrong
    given: dict[str, dict[str, str]] = {}
    for name, words in cast("dict[object, object]", data).items():
        if not isinstance(name, str) or not isinstance(words, dict):
            raise wrong
        pairs = cast("dict[object, object]", words)
        if not all(isinstance(k, str) and isinstance(v, str) for k, v in pairs.items()):
            raise wrong
        given[name] = {k.strip(): v for k, v in cast("dict[str, str]", words).items()}
    return Answers(given)
