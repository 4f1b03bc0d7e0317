"""The lineage of a matter as windows see it: which matters came before and after, never who came how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.matters.list_values import Likeness


@dataclass(frozen=True, slots=True)
class LineageRow:
    """One matter of a chain.

    Attributes:
        id: the matter's id; "" where the earlier one is another office's, known by its words alone.
        number: its number, or what was written of it.
        title: its subject.
        kind_label: 矛盾纠纷 | 信访事项.
        lineage_label: how it follows the one before it: 初次, 重复, 重新办理, 倒流; "" where nobody said.
        received_on: when it came.
        closed_on: when it was done with.
        state_label: where it stands.
        ended: how it ended, in words: 达成协议 · 已履行 …; "" while it is open.
        is_this: it is the one that was asked for.
        depth: how many matters it follows.
    """

    id: str
    number: str
    title: str = ""
    kind_label: str = ""
    lineage_label: str = ""
    received_on: date | None = None
    closed_on: date | None = None
    state_label: str = ""
    ended: str = ""
    is_this: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A matter that may be the one before.

    Attributes:
        like: the matter, and what agrees.
        lineage: repeat | back_flow, as its end suggests.
        lineage_label: the same in words.
        why: why so, one sentence.
    """

    like: Likeness
    lineage: str
    lineage_label: str
    why: str


@dataclass(frozen=True, slots=True)
class LineageView:
    """Everything that the card 前件后件 shows.

    Attributes:
        chain: from the first matter to the last; this one alone where it has no kin.
        proposals: matters that may be its earlier one; empty once it has one.
        linked: whether this matter has an earlier one.
        ours: whether this office may link it.
        ways: how it may follow an earlier one: (id, label).
        note: what the law says of coming again, one sentence; "" where nothing is to be said.
    """

    chain: tuple[LineageRow, ...]
    proposals: tuple[Proposal, ...]
    linked: bool
    ours: bool
    ways: tuple[tuple[str, str], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class EarlierView:
    """The earlier matter of one that is being registered.

    Attributes:
        number: what stands on the form's line and goes into the form.
        title: its subject.
        lineage: repeat | back_flow.
        lineage_label: the same in words.
        note: what the law says, one sentence, or "".
    """

    number: str
    title: str
    lineage: str
    lineage_label: str
    note: str = ""
