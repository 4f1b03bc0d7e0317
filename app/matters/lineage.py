"""Which matter came before: first, repeat, reopened, back-flow (初次 重复 重新办理 倒流).

A chain links matters, by the word of a person. There is no list, count or history of persons here, and none can be made of
it: whoever comes again has the same rights and the same terms as the first time (domain notes 6.7; features N8).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.errors import UserError
from app.matters.drafts import Drafts
from app.matters.editing import typed
from app.matters.find import Finder
from app.matters.lineage_values import EarlierView, LineageRow, LineageView, Proposal
from app.matters.list_values import DraftFacts
from app.matters.values import Changes
from app.matters.view import find_by_number
from app.rules.lineage import LINKED
from db.fields import fields_of
from db.tables import Access, Matter, Party, Step

SETTLING = frozenset({"agreed", "settled"})
"""Ways of closing by which a matter was really resolved (化解)."""
OPEN_STATES = frozenset({"registered", "accepted", "in_progress", "agreed", "failed", "replied", "served"})
FINAL = frozenset({"upheld", "changed"})
"""Final opinions after which the same facts are not accepted again (条例 Art. 36 ¶3)."""
LOOK_BACK = 1_100
"""Days before the receipt in which an earlier matter is looked for: three years and a little."""
MOST = 60
"""So many matters of one chain are shown at most."""
COPIED = ("channel", "category", "content_class", "village", "place")


class Lineage:
    """The chains of matters of the opened office.

    Args:
        context: the opened office.
        find: finds matters that resemble one.
        drafts: where a matter that comes again begins.
    """

    def __init__(self, context: Context, find: Finder, drafts: Drafts) -> None:
        self._context = context
        self._find = find
        self._drafts = drafts

    # -- queries

    def of(self, matter: str) -> LineageView:
        """The chain of a matter, and what may be its earlier one.

        Args:
            matter: number or id.
        """
        with self._context.reading() as session:
            row = find_by_number(session, self._context, matter)
            if row.restricted:
                return LineageView((), (), linked=False, ours=False, ways=())
            rows = chain_of(session, row)
            chain = self._shown(session, row, rows)
            ours = row.custodian == self._context.office.office
            known = {one.id for one in rows}
            facts = None if row.earlier or not ours else _facts(session, row)
            earlier = _within(session, row.office, row.earlier)
        found = () if facts is None else self._proposals(row, facts, known)
        ways = tuple((one, self._label(one)) for one in LINKED)
        return LineageView(chain, found, bool(row.earlier), ours, ways, self._note(row.kind, earlier))

    def earlier_of(self, matter: str) -> EarlierView:
        """How one that is being registered would follow this one.

        Args:
            matter: number or id of the earlier one.
        """
        with self._context.reading() as session:
            row = find_by_number(session, self._context, matter)
            _need_linkable(row)
            lineage = "back_flow" if is_resolved(session, row) else "repeat"
            return EarlierView(
                row.number or row.id,
                row.title or "",
                lineage,
                self._label(lineage),
                self._note(row.kind, row),
            )

    # -- commands

    def link(self, matter: str, earlier: str, lineage: str) -> Changes:
        """Say which matter came before.

        Args:
            matter: number or id.
            earlier: number or id of the earlier one; any words where it is another office's.
            lineage: repeat | back_flow.

        Raises:
            UserError: not ours to write, the same matter, later than this one, a circle, voided, an accusation.
        """
        if lineage not in LINKED:
            raise UserError("bad_lineage", "与前件的关系应为重复或者倒流。", "请选一种再连接。")
        words = earlier.strip()
        if not words:
            raise UserError("no_earlier", "还没有填写前件。", "请填写前件的编号，或者从可能的前件里选。")
        with self._context.writing() as unit:
            row = self._ours(unit.session, matter)
            found = _by_number(unit.session, self._context, row.office, words)
            if found is not None:
                _check_pair(unit.session, row, found)
                words = found.id
            elif len(words) > MOST:
                raise UserError("long_earlier", "前件编号过长。", "外单位的前件请填写其文号或者编号。")
            row.earlier = words
            _set(row, lineage)
        return Changes(
            frozenset({"matters"}), (row.id,), f"{row.number}：已与前件相连（{self._label(lineage)}）"
        )

    def unlink(self, matter: str) -> Changes:
        """Take the link to the earlier matter away; both stay as they are.

        Raises:
            UserError: not ours to write, or not linked.
        """
        with self._context.writing() as unit:
            row = self._ours(unit.session, matter)
            if not row.earlier:
                raise UserError("not_linked", "这件事项没有与前件相连。", "没有改动任何内容。")
            row.earlier = None
            _set(row, None)
        return Changes(frozenset({"matters"}), (row.id,), f"{row.number}：已与前件解除")

    def again(self, matter: str) -> str:
        """Begin the registration of the same matter brought forward again: a draft with its parties, linked to it.

        That personal numbers are copied into the new form is written down (PIPL Art. 51).

        Returns:
            The draft's id.

        Raises:
            UserError: an accusation, or voided.
        """
        follows = self.earlier_of(matter)
        with self._context.writing() as unit:
            row = find_by_number(unit.session, self._context, matter)
            parties = _parties(unit.session, row)
            body: dict[str, object] = {
                "kind": row.kind,
                **{name: str(getattr(row, name)) for name in COPIED if getattr(row, name)},
                "title": row.title or "",
                "parties": parties,
                "earlier": follows.number,
                "lineage": follows.lineage,
            }
            if row.kind == "petition":
                body["is_first"] = "否"
            if any(p.get("id_no") or p.get("phone") for p in parties):
                unit.session.add(
                    Access(
                        office=self._context.office.office,
                        id=str(uuid.uuid4()),
                        matter=row.id,
                        act="unmask",
                        why="再次反映，复制当事人到新的登记",
                        by_user=self._context.user.id,
                        at=self._context.now().isoformat(timespec="seconds"),
                    )
                )
        return self._drafts.keep(body)

    # -- parts

    def _ours(self, session: Session, matter: str) -> Matter:
        row = find_by_number(session, self._context, matter)
        if row.custodian != self._context.office.office:
            raise UserError("no_custody", "这件事项现由其他单位办理，本单位不能改动。", "请等对方移交。")
        if row.restricted:
            raise UserError("stays_accusation", "检举控告不与其他事项相连。", "检举控告材料单独保管。")
        return row

    def _label(self, lineage: str | None) -> str:
        return self._context.shelf.codes.label_of("lineage", lineage)

    def _note(self, kind: str, earlier: Matter | None) -> str:
        if kind != "petition" or earlier is None or earlier.state not in OPEN_STATES:
            return ""
        return (
            f"前件{earlier.number or ''}还在办理：本件照常登记、告知；信访人在规定期限内向上级机关又提出同一事项的，"
            "由上级机关不予受理（《信访工作条例》第十九条第三款）"
        )

    def _shown(self, session: Session, this: Matter, rows: Sequence[Matter]) -> tuple[LineageRow, ...]:
        label = self._context.shelf.codes.label_of
        depth: dict[str, int] = {}
        shown: list[LineageRow] = []
        first = rows[0]
        if first.earlier and _within(session, first.office, first.earlier) is None:
            shown.append(LineageRow("", first.earlier))
        for row in rows:
            depth[row.id] = depth.get(row.earlier or "", -1 if not shown else 0) + 1
            shown.append(
                LineageRow(
                    row.id,
                    row.number or "",
                    row.title or "",
                    label("kind", row.kind),
                    label("lineage", row.lineage),
                    row.received_on,
                    row.closed_on,
                    label("state", row.state),
                    self._ended(session, row),
                    row.id == this.id,
                    depth[row.id],
                )
            )
        return tuple(shown)

    def _ended(self, session: Session, row: Matter) -> str:
        """How it ended: the closing, what was performed, what people said; the earlier promise stands beside its successor."""
        label = self._context.shelf.codes.label_of
        said: list[str] = []
        for step in _steps(session, row):
            details = cast("dict[str, Any]", json.loads(step.details))
            if step.action == "close" and details.get("result"):
                said = [self._context.shelf.codes["closing_result"].short_of(details["result"])]
            if step.action in {"close", "follow_up"} and details.get("performance"):
                said.append(label("performance", details["performance"]))
        if not said and row.outcome:
            said = [label("resolution", row.outcome)]
        if said and row.satisfaction:
            said.append(label("satisfaction", row.satisfaction))
        return " · ".join(dict.fromkeys(said)) if row.closed_on else ""

    def _proposals(self, row: Matter, facts: DraftFacts, known: set[str]) -> tuple[Proposal, ...]:
        found = self._find.resembling(facts, LOOK_BACK)
        made: list[Proposal] = []
        for like in found:
            other = like.row
            day = row.received_on or row.registered_on
            if other.matter in known or other.office != row.office or other.received_on > day:
                continue
            with self._context.reading() as session:
                earlier = session.get(Matter, (other.office, other.matter))
                resolved = earlier is not None and is_resolved(session, earlier)
            lineage = "back_flow" if resolved else "repeat"
            why = "前件已经化解，又反映" if resolved else f"前件{other.state_label}"
            made.append(Proposal(like, lineage, self._label(lineage), why))
        return tuple(made)


def resolve_earlier(session: Session, context: Context, words: str) -> str:
    """What is kept of an earlier matter that was typed: the id of one of this office's, or the words themselves.

    Raises:
        UserError: the matter cannot be followed by another (voided, an accusation).
    """
    found = _by_number(session, context, context.office.office, words.strip())
    if found is None:
        return words.strip()
    _need_linkable(found)
    return found.id


def need_final_opinion(session: Session, matter: Matter, fields: Mapping[str, Any]) -> None:
    """No further acceptance stands on a final opinion in the earlier matter, where that is known here (条例 Art. 36 ¶3).

    Raises:
        UserError: the earlier matter of this office has none.
    """
    earlier = _within(session, matter.office, matter.earlier)
    if earlier is None or fields.get("reason") != "after_final_review":
        return
    for step in reversed(_steps(session, earlier)):
        if step.action == "final_decided":
            if json.loads(step.details).get("result") in FINAL:
                return
            break
    raise UserError(
        "no_final_opinion",
        f"前件{earlier.number or ''}还没有复核意见，不能以“复核后重提”为由不再受理（《信访工作条例》第三十六条第三款）。",
        "复核意见已经作出的，先在前件里记录“复核结果”；没有作出的，应当依法受理。",
    )


def _set(row: Matter, lineage: str | None) -> None:
    row.lineage = lineage
    if row.kind == "petition":
        row.is_first = False if lineage in LINKED else None


def _need_linkable(row: Matter) -> None:
    if row.restricted:
        raise UserError("stays_accusation", "检举控告不与其他事项相连。", "检举控告材料单独保管。")
    if row.state == "voided":
        raise UserError("earlier_voided", f"{row.number}已经作废，不能作为前件。", "请选没有作废的那一件。")


def _check_pair(session: Session, row: Matter, earlier: Matter) -> None:
    _need_linkable(earlier)
    if earlier.id == row.id:
        raise UserError("same_matter", "一件事项不能是它自己的前件。", "请核对编号。")
    if any(one.id == row.id for one in _upwards(session, earlier)):
        raise UserError(
            "lineage_cycle",
            f"{earlier.number}已经是本件的后件，不能又作它的前件。",
            "请先在那一件里解除，再从这一件连接。",
        )
    if (earlier.received_on or earlier.registered_on) > (row.received_on or row.registered_on):
        raise UserError(
            "earlier_is_later",
            f"{earlier.number}收到得比本件晚，不是前件。",
            "请打开那一件，把本件填作它的前件。",
        )


def _by_number(session: Session, context: Context, office: str, words: str) -> Matter | None:
    """One matter of the office; whoever is not named for accusations is not told that there is one (条例 Art. 30)."""
    found = session.scalars(
        select(Matter)
        .where(Matter.office == office, (Matter.number == words) | (Matter.id == words))
        .limit(2)
    ).all()
    known = [one for one in found if not one.restricted or context.user.accusations]
    return known[0] if len(known) == 1 else None


def _within(session: Session, office: str, ident: str | None) -> Matter | None:
    return session.get(Matter, (office, ident)) if ident else None


def _upwards(session: Session, row: Matter) -> list[Matter]:
    """A matter and those before it; bundles may have brought a circle, which ends where it closes."""
    rows: list[Matter] = []
    at: Matter | None = row
    while at is not None and all(at.id != one.id for one in rows) and len(rows) < MOST:
        rows.append(at)
        at = _within(session, at.office, at.earlier)
    return rows


def chain_of(session: Session, row: Matter) -> list[Matter]:
    """All matters before and after one, in the order in which they came; accusations are in no list."""
    up = _upwards(session, row)
    found = {one.id: one for one in up}
    ends: Iterable[Matter] = [up[-1]]
    while ends and len(found) < MOST:
        after = session.scalars(
            select(Matter).where(Matter.office == row.office, Matter.earlier.in_([one.id for one in ends]))
        ).all()
        ends = [one for one in after if one.id not in found]
        found |= {one.id: one for one in ends}
    shown = [
        one for one in found.values() if (not one.restricted and one.state != "voided") or one.id == row.id
    ]
    return sorted(shown, key=lambda one: (one.received_on or one.registered_on, one.number or "", one.id))


def _steps(session: Session, row: Matter) -> Sequence[Step]:
    return session.scalars(
        select(Step).where(Step.office == row.office, Step.matter == row.id).order_by(Step.ordinal, Step.id)
    ).all()


def is_resolved(session: Session, row: Matter) -> bool:
    """Whether it was really resolved (化解) before: agreed or settled, or a ledger says so."""
    if row.closed_on is None and row.state != "closed":
        return False
    if row.outcome == "resolved":
        return True
    results = [json.loads(s.details).get("result") for s in _steps(session, row) if s.action == "close"]
    return bool(results) and results[-1] in SETTLING


def _parties(session: Session, row: Matter) -> list[dict[str, str]]:
    described = [f for f in fields_of(Party) if f.name != "doubt"]
    found = session.scalars(
        select(Party)
        .where(Party.office == row.office, Party.matter == row.id)
        .order_by(Party.ordinal, Party.id)
    )
    return [{f.name: text for f in described if (text := typed(f, getattr(p, f.name)))} for p in found]


def _facts(session: Session, row: Matter) -> DraftFacts:
    parties = _parties(session, row)
    return DraftFacts(
        names=tuple(p["name"] for p in parties if p.get("name")),
        phones=tuple(p["phone"] for p in parties if p.get("phone")),
        village=row.village or "",
        title=row.title or "",
        received_on=row.received_on or row.registered_on,
        matter=row.id,
    )
