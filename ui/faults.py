"""What the user reads when something fails, and whose fault it is.

``UserError`` and ``EnvironmentFault`` bring their own sentence and advice. Everything else is a bug: it is written to
the log, apologised for, and never claims more than is known about what was kept.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import Enum

from app.errors import EnvironmentFault, JiefenError

_log = logging.getLogger(__name__)

NOTHING_LOST = "什么都没有丢失。"


class Whose(Enum):
    """Whose fault a failure is."""

    USER = "user"
    MACHINE = "machine"
    BUG = "bug"


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure as it is shown.

    Attributes:
        whose: who can mend it.
        code: short English identifier for the telephone.
        sentence: what happened.
        advice: what to do.
        kept: true only where it is certain that nothing was changed or lost.
    """

    whose: Whose
    code: str
    sentence: str
    advice: str
    kept: bool

    @property
    def text(self) -> str:
        """Everything in one paragraph, for tool tips and screen readers."""
        return f"{self.sentence}{self.rest}"

    @property
    def rest(self) -> str:
        """The advice, and that nothing was lost where that is certain and not said yet."""
        told = any(
            word in self.sentence + self.advice
            for word in ("没有丢", "丢失", "没有受影响", "没有改动", "都在")
        )
        return self.advice + (NOTHING_LOST if self.kept and not told else "")


def fault_of(error: BaseException, writing: bool) -> Fault:
    """Turns what was raised into what is shown; a bug is logged with its trace.

    Args:
        error: what the work raised.
        writing: whether the work could have changed the office's data. A known error rolls its unit of work back
            (the house's rule), so nothing is lost; after an unknown one in a command nobody can promise that.
    """
    if isinstance(error, JiefenError):
        whose = Whose.MACHINE if isinstance(error, EnvironmentFault) else Whose.USER
        return Fault(whose, error.code, error.sentence, error.advice, kept=True)
    _log.error("bug in a job", exc_info=error)
    return Fault(
        Whose.BUG,
        type(error).__name__,
        "程序出了差错，这一步没有做成。",
        "已记入运行日志；请再试一次，仍然出现时把日志交给维护人员。",
        kept=not writing,
    )
