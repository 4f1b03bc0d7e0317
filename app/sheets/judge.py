"""What becomes of a row: the answers are put in, the dates are held against one another, the state follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.rules import dates
from app.rules.codes import Code, CodeBook
from app.sheets.answers import EMPTY, REJECT, SKIP, Answers, bad_answer
from app.sheets.cells import CellReader
from app.sheets.draft import LINEAGE, Draft, Open, keep_lineage
from app.sheets.values import Choice, Doubt, Fault, RowResult
from app.sheets.vocabulary import Vocabulary

_STATE_OF_OUTCOME: Final = {"resolved": "closed", "failed": "failed"}
_CHANNEL_OF_A_LEDGER: Final = "screening"


@dataclass(slots=True)
class _Settled:
    """A draft with the answers in it."""

    values: dict[str, Any]
    faults: list[Fault]
    doubts: list[Doubt]
    notes: list[str]
    skipped: str = ""


class Judge:
    """Decides on rows of one ledger.

    Args:
        vocabulary: the fields of this kind of matter.
        cells: knows the code lists of a field.
        codes: the code lists.
        header_of: field key → how the file calls the column.
    """

    def __init__(
        self, vocabulary: Vocabulary, cells: CellReader, codes: CodeBook, header_of: Mapping[str, str]
    ) -> None:
        self._kind = vocabulary.kind
        self._by_key = vocabulary.by_key
        self._cells = cells
        self._codes = codes
        self._header_of = header_of
        self._choices: dict[str, tuple[Choice, ...]] = {}

    def complete(self, draft: Draft) -> Draft:
        """Add what a matter cannot do without: refused where the row says nothing, asked where it can be answered."""
        touched = {fault.field for fault in draft.faults}
        self._need_day(draft, touched)
        self._need_party(draft, touched)
        if not draft.values.get("title") and not draft.values.get("statement"):
            self._need(draft, touched, ("title", "statement"), "事由和主要情况都没有写")
        if "channel" not in draft.values and not any(one.name == "channel" for one in draft.open):
            self._ask(draft, "channel", _CHANNEL_OF_A_LEDGER if self._kind == "dispute" else "")
        asked = {one.name for one in draft.open}
        if (
            self._kind == "dispute"
            and "outcome" in self._header_of
            and draft.values.get("closed_on")
            and "outcome" not in draft.values.keys() | asked
        ):
            self._ask(draft, "outcome", "resolved")
        return draft

    def conclude(self, draft: Draft, answers: Answers) -> RowResult:
        """Say what becomes of a complete draft under the answers given so far."""
        settled = _Settled(dict(draft.values), list(draft.faults), [], list(draft.notes))
        for one in draft.open:
            self._settle(one, answers, settled)
        if not settled.doubts and not settled.skipped:
            self._hold_together(settled)
        self._order(settled)
        self._keep_in_step(settled)
        matter = self._matter(draft, settled)
        if settled.faults:
            return RowResult(draft.row, "reject", "", tuple(settled.faults), (), tuple(settled.notes), matter)
        if settled.skipped:
            return RowResult(draft.row, "ignore", settled.skipped, notes=tuple(settled.notes), matter=matter)
        if settled.doubts:
            doubts = tuple(settled.doubts)
            return RowResult(draft.row, "ask", doubts=doubts, notes=tuple(settled.notes), matter=matter)
        return RowResult(draft.row, "accept", notes=tuple(settled.notes), matter=matter)

    def choices(self, key: str) -> tuple[Choice, ...]:
        """What a question about a field may be answered with."""
        if key not in self._choices:
            target = self._by_key[key]
            found: list[Code] = []
            if target.is_flag:
                found = list(self._codes["yes_no"])
            else:
                for one in self._cells.lists(target.field)[:1]:
                    found = list(one.offered(self._kind))
            self._choices[key] = tuple(Choice(code.id, code.label) for code in found)
        return self._choices[key]

    # -- what a matter cannot do without

    def _need_day(self, draft: Draft, touched: set[str]) -> None:
        values = draft.values
        if "received_on" in values:
            return
        columns = [name for name in ("received_on", "found_on", "accepted_on") if name in self._header_of]
        first = columns[0] if columns else "received_on"
        if first in values:
            values["received_on"] = values[first]
            return
        spare = "accepted_on" if self._kind == "dispute" else ""
        if self._header_of.get(first, "") not in touched:
            if spare and spare in values:
                values["received_on"] = values[spare]
                draft.notes.append(f"没有写{self._name(first)}，收到日期按{self._name(spare)}登记")
            else:
                self._need(draft, touched, (first,), f"没有写{self._name(first)}")

    def _need_party(self, draft: Draft, touched: set[str]) -> None:
        if not draft.first_names:
            key = next(
                (k for k in ("applicant.name", "parties.name") if k in self._header_of), "applicant.name"
            )
            self._need(draft, touched, (key,), "没有写当事人" if self._kind == "dispute" else "没有写信访人")

    def _need(self, draft: Draft, touched: set[str], keys: tuple[str, ...], reason: str) -> None:
        names = [self._header_of[key] for key in keys if key in self._header_of]
        if not touched.intersection(names):
            draft.faults.append(Fault(names[0] if names else self._name(keys[0]), "", reason))

    def _ask(self, draft: Draft, name: str, proposal: str) -> None:
        target = self._by_key[name]
        code = next((c for one in self._cells.lists(target.field) if (c := one.by_id(proposal))), None)
        draft.open.append(Open(target, name, self._name(name), "", code, required=name == "channel"))

    def _name(self, key: str) -> str:
        return self._header_of.get(key) or self._by_key[key].field.label

    # -- the answers

    def _settle(self, one: Open, answers: Answers, settled: _Settled) -> None:
        answer = answers.find((one.header, one.target.field.label, one.target.key, one.name), one.value)
        if answer is None:
            label = one.proposal.label if one.proposal else ""
            settled.doubts.append(Doubt(one.header, one.value, label, one.target.key))
        elif answer == SKIP:
            settled.skipped = f"按答复跳过：{one.header}“{one.value}”"
        elif answer == REJECT:
            settled.faults.append(Fault(one.header, one.value, f"按答复退回：“{one.value}”请改正后再导入"))
        elif answer == EMPTY:
            if one.required:
                settled.faults.append(Fault(one.header, one.value, f"没有写{one.header}"))
        elif one.name == LINEAGE:
            if said := self._answered(one, answer):
                keep_lineage(settled.values, settled.notes, said)
        else:
            settled.values[one.name] = self._answered(one, answer)

    def _answered(self, one: Open, answer: str) -> Any:
        target = one.target
        lists = (self._codes["yes_no"],) if target.is_flag else self._cells.lists(target.field)
        for codes in lists[:1]:
            match = codes.match(answer)
            if match.code is None or not match.is_certain:
                continue
            if target.yes:
                return target.yes if match.code.id == "yes" else target.no
            return match.code.id == "yes" if target.is_flag else match.code.id
        labels = "、".join(choice.label for choice in self.choices(one.target.key))
        raise bad_answer(one.header, answer, f"{labels}，或者 skip（跳过）、reject（退回）、empty（留空）")

    # -- the row as a whole

    def _hold_together(self, settled: _Settled) -> None:
        outcome, closed = settled.values.get("outcome"), settled.values.get("closed_on")
        if outcome == "resolving" and closed is not None:
            settled.faults.append(
                Fault(
                    self._name("closed_on"),
                    closed.isoformat(),
                    f"{self._name('outcome')}是“正在化解”，却写了日期",
                )
            )
        if outcome == "resolved" and closed is None:
            settled.notes.append(f"已化解，但没有写{self._name('closed_on')}")

    def _keep_in_step(self, settled: _Settled) -> None:
        """初次信访 and 初重情况 are one fact: figures ask for the one, a matter's course for the other."""
        values = settled.values
        lineage, is_first = values.get(LINEAGE), values.get("is_first")
        if lineage is None:
            if is_first is not None:
                values[LINEAGE] = "first" if is_first else "repeat"
        elif self._kind == "petition":
            values["is_first"] = lineage == "first"
            if is_first is not None and is_first != values["is_first"]:
                settled.notes.append("是不是初次写在两处，写得不一样，按初重情况登记，请核对")

    def _order(self, settled: _Settled) -> None:
        values = settled.values
        first = "found_on" if values.get("found_on") else "received_on"
        steps = [name for name in (first, "accepted_on", "closed_on") if isinstance(values.get(name), date)]
        for index, later in enumerate(steps):
            for earlier in steps[:index]:
                if values[later] < values[earlier]:
                    verdict = dates.check_order(
                        values[earlier], self._name(earlier), values[later], self._name(later)
                    )
                    reason = verdict.sentence.rstrip("。")
                    settled.faults.append(Fault(self._name(later), values[later].isoformat(), reason))
                    break

    def _matter(self, draft: Draft, settled: _Settled) -> dict[str, Any]:
        values = settled.values
        matter = {"kind": self._kind, **values, "parties": [dict(party) for party in draft.parties]}
        if not settled.doubts:
            matter["state"] = _state_of(values)
        return matter


def _state_of(values: Mapping[str, Any]) -> str:
    outcome = values.get("outcome")
    if outcome in _STATE_OF_OUTCOME:
        return _STATE_OF_OUTCOME[outcome]
    if outcome == "resolving":
        return "in_progress"
    if values.get("closed_on"):
        return "closed"
    return "accepted" if values.get("accepted_on") else "registered"
