"""Whose fault is it? Every failure that a user meets is one of these; everything else is a bug.

JiefenError
├── UserError           what was asked cannot be done: a sentence, and what to do instead
│   └── NotFoundError   there is no such matter, paper, office
└── EnvironmentFault    the machine's doing: disk full, file locked, stick pulled
"""

from __future__ import annotations


class JiefenError(Exception):
    """A failure with a sentence for the user.

    Args:
        code: short stable English identifier, e.g. ``bundle_altered``; tests and ``--json`` name it.
        sentence: one Chinese sentence that says what is wrong (and that nothing was lost, where that is in doubt).
        advice: one Chinese sentence that says what to do next and who does it.
    """

    def __init__(self, code: str, sentence: str, advice: str = "") -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence
        self.advice = advice


class UserError(JiefenError):
    """What was asked cannot be done as asked."""


class NotFoundError(UserError):
    """There is no such thing."""


class EnvironmentFault(JiefenError):  # noqa: N818 - "fault" is the house's word: nobody's error
    """The machine, the disk or the stick failed; nothing is lost."""
