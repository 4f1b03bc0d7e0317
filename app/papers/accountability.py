"""What the papers of accountability print: responsibility record, hand-over list, duty letter, duty card, to-do list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.duties.cards import DutyCards
from app.duties.handovers import Handovers
from app.duties.reviews import DutyReviews
from app.duties.todos import Todos
from app.duties.values.accountability import DutyRecord, HandoverView, LetterView
from app.duties.values.cards import KINDS, UNIT, CardLine, DutyCard
from app.duties.values.todos import GROUPS, TodoLine
from app.papers.told import Sources, Told, spoken_of


def record(sources: Sources, ident: str, masked: bool) -> Told:
    """A matter's responsibility record, by number or id of the matter; an accusation has none."""
    del masked
    found = DutyReviews(sources.context, sources.matters).record(ident)
    return Told("responsibility_record", record_values(found), "", spoken_of(found.about))


def handover(sources: Sources, ident: str, masked: bool) -> Told:
    """A signed list of what one official handed to another, by its id."""
    del masked
    short = sources.directory.office().short
    view = Handovers(sources.context, sources.matters, short).get(ident)
    matters = tuple(dict.fromkeys(line.matter for line in view.lines if line.matter))
    return Told("handover_list", handover_values(view), view.duty["number"], matters)


def duty_letter(sources: Sources, ident: str, masked: bool) -> Told:
    """A duty letter with what its figures stand at, by its id."""
    del masked
    view, stands = sources.stands(ident)
    words = f"（{view.letter['year']}年，{view.letter['to_name']}）"
    return Told("duty_letter", letter_values(view, stands), words)


def card(sources: Sources, ident: str, masked: bool) -> Told:
    """The duty card of an official or a unit, by `DutyCard.ident` or the bare name."""
    del masked
    found = DutyCards(sources.context, sources.matters, sources.directory).by_ident(ident)
    matters = tuple(dict.fromkeys(line.matter for line in found.lines if line.matter))
    return Told("duty_card", card_values(found), f"（{found.name}）", matters)


def todos(sources: Sources, ident: str, masked: bool) -> Told:
    """What is to be done by an official, by the whole office where none is named."""
    del masked
    found = Todos(sources.context, sources.matters).lines(ident)
    matters = tuple(dict.fromkeys(line.matter for line in found if line.matter))
    return Told(
        "todo_list",
        todo_values(found, sources.context.today(), ident),
        f"（{ident}）" if ident else "",
        matters,
    )


def record_values(record: DutyRecord) -> dict[str, object]:
    """A matter's responsibility record, for the paper responsibility_record."""
    pressed = [
        {
            "day": v["issued_on"],
            "word": v["level"],
            "what": v["demand"],
            "outcome": v["closed_on"] or "未办结",
        }
        for v in record.pressed
    ]
    reviewed = [
        {
            "day": _short(date.fromisoformat(v.raw["opened_on"])),
            "word": "责任倒查",
            "what": f"{v['unit']}：{v['ground']}",
            "outcome": v["outcome"] or "办理中",
        }
        for v in record.reviews
    ]
    return {
        "duty": {
            "number": record.about.number,
            "title": record.about.title,
            "holdings": [
                {
                    "since": _short(h.since),
                    "until": _short(h.until) if h.until else "至今",
                    "office": h.office,
                    "unit": h.unit or "—",
                    "officer": h.officer or "—",
                    "rung": h.rung,
                }
                for h in record.holdings
            ],
            "missed": [
                {
                    "label": m.label,
                    "due_on": _short(m.due_on),
                    "article": m.article,
                    "met_on": _short(m.met_on) if m.met_on else "尚未完成",
                    "late": f"{m.days_late} 天",
                    "officer": m.officer or m.unit or m.office,
                }
                for m in record.missed
            ],
            "reviews": [*pressed, *reviewed],
        }
    }


def handover_values(view: HandoverView) -> dict[str, object]:
    """A signed list, for the paper handover_list."""
    lines = [
        {
            "at": at,
            "word": line.word if line.ours else f"{line.word}（别的单位交办，另行告知）",
            "number": line.number,
            "what": line.what,
            "due_on": _short(date.fromisoformat(line.due_on)) if line.due_on else "",
        }
        for at, line in enumerate(view.lines, start=1)
    ]
    return {"duty": {**view.duty.texts, "lines": lines, "count": len(lines)}}


def letter_values(view: LetterView, stands: Mapping[str, tuple[str, str]] | None = None) -> dict[str, object]:
    """A duty letter, for the paper duty_letter.

    Args:
        view: the letter.
        stands: by id of an item that is bound to a figure: its target in words, and what it stands at.
    """
    items: list[dict[str, object]] = []
    for at, i in enumerate(view.items, start=1):
        target, now = (stands or {}).get(i.id, (i["target"] or "—", ""))
        done = "　".join(words for words in (now, i["done"]) if words)
        items.append({"at": at, "what": i["what"], "target": target or "—", "done": done})
    return {"duty": {**view.letter.texts, "items": items}}


def card_values(card: DutyCard) -> dict[str, object]:
    """A duty card, for the paper duty_card."""
    lines = [
        {
            "at": at,
            "word": line.word.replace("（", "\n").removesuffix("）"),
            "about": "\n".join(words for words in (line.number, line.what) if words),
            "since": _short(line.since) if line.since else "—",
            "due": _due(line),
            "last": _last(line),
        }
        for at, line in enumerate(card.lines, start=1)
    ]
    values: dict[str, object] = {
        "holder": KINDS[card.kind],
        "called": f"{card.name}（{card.post}）" if card.post else card.name,
        "unit": card.kind == UNIT or None,
        "sits_on": _short(card.sits_on) if card.sits_on else "—",
        "counts": f"共 {len(lines)} 项：{card.counts}" if lines else "目前没有未办结的职责",
        "lines": lines,
    }
    return {"duty": values}


def todo_values(found: Sequence[TodoLine], today: date, officer: str = "") -> dict[str, object]:
    """What is to be done, for the paper todo_list."""
    lines = [
        {
            "at": at,
            "group": GROUPS[line.group],
            "about": "\n".join(words for words in (line.number, line.what, line.words) if words),
            "who": line.who or "—",
            "due": f"{_short(line.due_on)}\n{_left((line.due_on - today).days)}" if line.due_on else "—",
        }
        for at, line in enumerate(found, start=1)
    ]
    return {"duty": {"officer": f"　{officer}" if officer else "", "lines": lines, "count": len(lines)}}


def _left(days: int) -> str:
    return f"已过 {-days} 天" if days < 0 else f"还剩 {days} 天" if days else "今天到期"


def _due(line: CardLine) -> str:
    if line.due_on is None or line.days_left is None:
        return line.due or "—"
    words = _left(line.days_left)
    return "\n".join(part for part in (_short(line.due_on), f"{line.due}，{words}" if line.due else words))


def _last(line: CardLine) -> str:
    if line.last_on is None:
        return line.last or "—"
    return f"{_short(line.last_on)}\n{line.last}"


def _short(day: date) -> str:
    """A day as tables write it, where the words 年月日 would take two lines."""
    return f"{day.year}.{day.month}.{day.day}"
