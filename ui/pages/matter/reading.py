"""From the desk's frozen view of a matter to what its page shows."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from ui.pages.matter.faces import Act, MatterFace, Next, PaperFace, PartyFace
from ui.pages.matter.telling import happenings_of, history_of, transport_of
from ui.pages.matter.terms import day_tone, day_words, explained, terms_of
from ui.widgets.dial import ClockFace
from ui.widgets.facts import Fact
from ui.widgets.ladder import Rung
from ui.widgets.status import Status, Tone

if TYPE_CHECKING:
    from app.matters.values import (
        ClockReading,
        HistoryLine,
        MatterView,
        NextStep,
        PartyView,
        RungView,
    )
    from app.papers.values import PaperRow

DIALS = 4
TO_ACCEPT = "to_accept"
"""The step of a matter that is offered to this office: not ours yet, and ours to answer."""
RUNGS = {"done": Tone.DONE, "now": Tone.NOW, "ahead": Tone.OPEN, "skipped": Tone.NONE}


def face_of(
    view: MatterView, papers: tuple[PaperRow, ...], history: tuple[HistoryLine, ...], now: datetime
) -> MatterFace:
    """The whole page.

    Args:
        view: the matter.
        papers: its list of papers.
        history: its changes, newest first.
        now: the desk's clock, in its own time zone.
    """
    today = now.date()
    chosen = view.next.action if view.next is not None else ""
    return MatterFace(
        ident=view.id,
        title=view.title or "（未写事由）",
        number=view.number,
        tags=tuple(
            t
            for t in (
                view.state_label,
                view.category_label,
                view.channel_label,
                view.received_on.isoformat() if view.received_on else "",
            )
            if t
        ),
        ladder=tuple(_rung(r) for r in view.ladder),
        next=_next(view.next, view) if view.next is not None else None,
        clocks=tuple(_clock(c, today) for c in _running(view.clocks)[:DIALS]),
        reckonings={c.rule: explained(c) for c in view.clocks if c.explanation},
        acts=tuple(Act(v.id, v.label, v.why) for v in view.actions if v.id != chosen),
        facts=tuple(
            Fact(f.name, f.label, f.text, wide=f.long) for f in sorted(view.fields, key=lambda f: f.long)
        ),
        parties=tuple(_party(p) for p in view.parties),
        happenings=happenings_of(view, now),
        papers=tuple(_paper(p) for p in papers),
        papers_count=f"{sum(p.made > 0 for p in papers)}/{sum(not _spare(p) for p in papers)}",
        transport=transport_of(view.transport, now),
        urgent=view.urgent,
        missing=view.missing,
        history=history_of(history, now),
        terms=terms_of(view.clocks),
        ours=view.ours,
        standing=_standing(view),
    )


def _standing(view: MatterView) -> str:
    """Whose matter it is where it is not ours to work on, and what may be done here."""
    if view.ours:
        return ""
    name = view.custodian_name or "其他单位"
    if view.offered is not None and view.offered.direction == "in":
        return f"这件事项由{name}{view.offered.kind_label}来，接收以后由本单位办理；接收之前只能查看。"
    return f"这件事项现由{name}办理，这里只能查看和提意见。"


def _rung(rung: RungView) -> Rung:
    tone = RUNGS.get(rung.status, Tone.OPEN)
    if rung.status == "now":
        spent = rung.days or 0
        over = spent - rung.limit if rung.limit is not None else 0
        limit = f"超 {over} 天" if over > 0 else f"限 {rung.limit} 天" if rung.limit else ""
        words = (f"已 {spent} 天", limit)
        return Rung(rung.label, Tone.OVERDUE if over > 0 else tone, "，".join(w for w in words if w))
    spent_words = f"{rung.days} 天" if rung.days is not None else ""
    return Rung(rung.label, tone, "　".join(w for w in (spent_words, rung.who) if w))


def _next(step: NextStep, view: MatterView) -> Next:
    verdict = next((v for v in view.actions if v.id == step.action), None)
    status = None
    if step.due_on is not None:
        days = step.days_left if step.days_left is not None else 0
        words = f"{step.rule_label} {day_words(days)}（{step.due_on.isoformat()}）"
        status = Status(day_tone(days), words.strip())
    why = "" if verdict is None else verdict.why
    ours = view.ours or step.action == TO_ACCEPT
    return Next(step.words, status, Act(step.action, step.label if ours else "", why), step.rule)


def _running(clocks: tuple[ClockReading, ...]) -> list[ClockReading]:
    live = [c for c in clocks if c.state in ("running", "overdue")]
    return sorted(live, key=lambda c: (not c.is_binding, c.days_left if c.days_left is not None else 9999))


def _clock(clock: ClockReading, today: date) -> ClockFace:
    days = clock.days_left if clock.days_left is not None else 0
    last, start = clock.last_day, clock.start
    whole = (last - start).days if last and start else 0
    gone = (today - start).days if start else 0
    until = f"至 {last.isoformat()}" if last else ""
    return ClockFace(
        clock.rule,
        clock.label + ("（暂计）" if clock.is_provisional else ""),
        day_words(days),
        until + ("（顺延）" if clock.rolled and clock.rolled != clock.due else ""),
        gone / whole if whole > 0 else 1.0,
        day_tone(days) if clock.is_binding else Tone.OPEN,
        str(abs(days)),
    )


def _party(party: PartyView) -> PartyFace:
    number = party.id_no or party.credit_code
    return PartyFace(
        party.id,
        party.role_label,
        party.name,
        number,
        party.phone,
        party.address,
        party.masked and bool(party.id_no),
        party.masked and bool(party.phone),
        party.sex,
        party.doubt,
    )


def _spare(paper: PaperRow) -> bool:
    return paper.need != "must" and not paper.due and not paper.made


def _paper(paper: PaperRow) -> PaperFace:
    if paper.due:
        return PaperFace(paper.paper, Status(Tone.SOON, paper.name), "应出")
    if paper.made:
        return PaperFace(
            paper.paper,
            Status(Tone.DONE, paper.name),
            f"{paper.made} 份" if paper.made > 1 else "",
            paper.issued[-1] if paper.issued else "",
        )
    return PaperFace(paper.paper, Status(Tone.OPEN, paper.name), paper.need_label, is_spare=_spare(paper))
