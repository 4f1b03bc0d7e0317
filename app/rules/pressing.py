"""The ladder of supervision, from a reminder to a talk, and the proposals that want a yes or no (《条例》 Art. 39, 40)."""

from __future__ import annotations

from typing import Final

LADDER: Final = ("remind", "urge", "supervise", "listed", "talk")
"""提醒 催办 督办 挂牌督办 约谈, the mildest first."""
PROPOSALS: Final = ("improve", "policy", "accountability")
"""改进工作 完善政策 追究责任: the office says in writing whether it adopts them (《条例》 Art. 40)."""


def next_level(level: str) -> str:
    """What follows a letter that was left without an answer.

    Returns:
        The next step; after the last one the proposal to hold to account; "" after a proposal.
    """
    if level not in LADDER:
        return ""
    at = LADDER.index(level) + 1
    return LADDER[at] if at < len(LADDER) else "accountability"


def is_proposal(level: str) -> bool:
    """Whether the office must say in writing if it adopts what is proposed."""
    return level in PROPOSALS
