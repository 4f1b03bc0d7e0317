"""Does what `works` made up, through the services that a clerk's windows use; in bulk where a service takes many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from app.access.values import OfficeInfo
from app.demo.district_works import BATCHES, PAPER
from app.demo.works import Deed
from app.desk import Desk

Ids = Mapping[str, Sequence[str]]
"""Ids of the matters of each township, by its code, in the order of its plans."""
_POWERS = "write、submit、ask"
_UNIT = "综治中心"
GRADER = "司法所评定组"
SUMS = {"rule.award_first_yuan": "600", "rule.award_second_yuan": "300", "rule.award_third_yuan": "100"}
"""What a made-up office pays for a dossier."""


@dataclass(slots=True)
class Doer:
    """Does the deeds of one office at its desk.

    Attributes:
        desk: of the office; its clock stands behind the last deed.
        ids: of the matters that deeds are about.
        offices: of the townships by their codes, where deeds are laid on them.
        made: ids of what was written, by key of its deed.
    """

    desk: Desk
    ids: Ids
    offices: Mapping[str, OfficeInfo] = field(default_factory=dict[str, OfficeInfo])
    made: dict[str, str] = field(default_factory=dict[str, str])

    def do(self, deeds: Sequence[Deed]) -> None:
        """Do everything."""
        by_verb: dict[str, list[Deed]] = {}
        for deed in deeds:
            by_verb.setdefault(deed.verb, []).append(deed)
        self._rounds(by_verb)
        self._sessions(by_verb)
        self._receptions(by_verb)
        if by_verb.get("award"):
            self.desk.directory.set_settings(SUMS)
        for verb, does in (
            ("mandate", self._mandate),
            ("relief", self._relief),
            ("meeting", self._meeting),
            ("again", self._again),
            ("opinion", self._opinion),
            ("visit_plan", self._visit_plan),
            ("award", self._award),
            ("award_pay", self._award_pay),
            ("review", self._review),
        ):
            for deed in by_verb.get(verb, ()):
                does(deed)
        self._charges(by_verb.get("charge", ()))
        self._supervise(by_verb.get("supervise", ()))
        if told := by_verb.get("publicity"):
            self.desk.duties.publicities.add_many([self._publicity(d) for d in told])

    def _matter(self, deed: Deed) -> str:
        code, at = deed.about or ("", 0)
        return self.ids[code][at]

    # -- a township's

    def _rounds(self, by_verb: Mapping[str, Sequence[Deed]]) -> None:
        rounds = self.desk.duties.rounds
        for deed in by_verb.get("round", ()):
            given = {
                "title": deed.facts["title"],
                "kind": "intensive",
                "from_on": _day(deed.day),
                "due_on": _day(deed.facts["due_on"]),
            }
            self.made[deed.key] = rounds.start(given).id
        found: dict[str, list[Deed]] = {}
        for deed in by_verb.get("return", ()):
            found.setdefault(deed.of, []).append(deed)
        for of, deeds in found.items():
            rounds.give_many(self.made[of], [_returned(d) for d in deeds])
            ids = {p.code: p.given.id for p in rounds.show(self.made[of]).places if p.given is not None}
            tied = [
                (ids[str(d.facts["place"])], self.ids[self._code][int(n)])
                for d in deeds
                for n in _list(d.facts["found"])
            ]
            if tied:
                rounds.join_many(tied)

    @property
    def _code(self) -> str:
        return self.desk.access.office.code

    def _sessions(self, by_verb: Mapping[str, Sequence[Deed]]) -> None:
        topics: dict[str, list[Deed]] = {}
        for deed in by_verb.get("topic", ()):
            topics.setdefault(deed.of, []).append(deed)
        sessions = self.desk.duties.sessions
        for deed in by_verb.get("say", ()):
            said = topics.get(deed.key, [])
            given = {
                "held_on": _day(deed.day),
                "village": deed.facts["village"],
                "host": deed.facts["host"],
                "people": deed.facts["people"],
            }
            self.made[deed.key] = sessions.hold(given, [_topic(d) for d in said]).id
            turned = [(n, d) for n, d in enumerate(said) if d.about is not None]
            if turned:
                there = sessions.show(self.made[deed.key]).topics
                sessions.turn_many([(there[n].view.id, self._matter(d)) for n, d in turned])

    # -- both

    def _receptions(self, by_verb: Mapping[str, Sequence[Deed]]) -> None:
        room = self.desk.duties.receptions
        for deed in by_verb.get("roster", ()):
            given = {
                "on_day": _day(deed.day),
                "leader": deed.facts["leader"],
                "level": deed.facts["level"],
                "mode": "fixed",
                "place": "群众接待室",
            }
            self.made[deed.key] = room.roster.book.add(given).id
        visits = list(by_verb.get("reception", ()))
        kept = room.sign_in_many([(self._visit(d), self.made.get(d.of, "")) for d in visits])
        for deed, one in zip(visits, kept, strict=True):
            self.made[deed.key] = one.id
            if deed.facts["task_due"] is not None:
                self._instruct(deed, one.id)
            if deed.about is not None:
                room.join(one.id, self._matter(deed))
        came = {d.of for d in visits}
        for deed in by_verb.get("roster", ()):
            held = bool(deed.facts["held"])
            if not held or deed.key not in came:
                room.roster.held(self.made[deed.key], held, "" if held else "因公外出，已改期")

    def _visit(self, deed: Deed) -> dict[str, object]:
        facts = deed.facts
        given: dict[str, object] = {
            "visitor": "来访群众",
            "people": facts["people"],
            "subject": "反映事项办理情况",
            "place": facts["place"],
        }
        if not deed.of:
            given |= {
                "on_day": _day(deed.day),
                "leader": facts["leader"],
                "level": facts["level"],
                "mode": facts["mode"],
            }
        if int(str(facts["people"])) >= 5:
            given["representatives"] = "甲某、乙某、丙某"
        return given

    def _instruct(self, deed: Deed, visit: str) -> None:
        room = self.desk.duties.receptions
        given = {
            "what": "请限期核实办理并回复来访人。",
            "to_name": _UNIT,
            "due_on": _day(deed.facts["task_due"]),
        }
        task = room.instruct(visit, {**given, "given_on": _day(deed.day)}).id
        done = deed.facts["task_done"]
        if isinstance(done, date) and done <= self.desk.today().date():
            room.instructions.finish(task, {"result": "已核实并回复。", "done_on": _day(done)})

    def _mandate(self, deed: Deed) -> None:
        agency, facts = self.desk.duties.agency, deed.facts
        matter = self._matter(deed)
        given = {
            "principal": agency.principals(matter)[0],
            "agent": facts["agent"],
            "level": facts["level"],
            "what": "代为反映、查询并反馈办理情况",
            "powers": _POWERS,
            "signed_on": _day(deed.day),
        }
        ident = agency.mandate(matter, given).id
        for kind, day in _list(facts["acts"]):
            agency.act(
                ident, {"kind": kind, "on_day": _day(day), "what": "已按委托办理。"}, told=kind == "tell"
            )
        if facts["ended_on"] is not None:
            agency.end(
                ident, {"result": "委托事项已有结果，已告知委托人。", "ended_on": _day(facts["ended_on"])}
            )

    def _relief(self, deed: Deed) -> None:
        reliefs, facts = self.desk.duties.reliefs, deed.facts
        given = {
            "kind": "money",
            "asked_on": _day(deed.day),
            "asked_fen": facts["asked_fen"],
            "hardship": "家庭主要劳动力患病，生活暂时困难。",
        }
        ident = reliefs.ask(self._matter(deed), given).id
        if facts["approved_on"] is None:
            return
        while who := reliefs.next_opinion(ident):
            reliefs.opine(ident, who, "情况属实，同意。")
        decided: dict[str, object] = {"approved_on": _day(facts["approved_on"]), "approver": self._leader}
        if facts["approved"]:
            decided |= {"approved": "是", "granted_fen": facts["granted_fen"]}
        else:
            decided |= {"approved": "否", "approval_note": "不符合救助条件"}
        reliefs.approve(ident, decided)
        if facts["paid_on"] is not None:
            reliefs.pay(ident, {"paid_on": _day(facts["paid_on"]), "paid_how": "account"})

    def _award(self, deed: Deed) -> None:
        """A dossier is graded as far as its record bears; what another office has taken over meanwhile is not."""
        room, matter = self.desk.duties.awards, self._matter(deed)
        told = room.propose(matter)
        if told.refused:
            return
        given = {"mediator": told.mediators[-1], "grader": GRADER, "lawful": "是", "recorded": "是"}
        room.grade(matter, {**given, "graded_on": _day(deed.day)})

    def _award_pay(self, deed: Deed) -> None:
        lists, period = self.desk.duties.awards.lists, str(deed.facts["period"])
        if lists.draft(period).lines:
            lists.approve(period, {"approver": self._leader, "approved_on": _day(deed.day)})

    @property
    def _leader(self) -> str:
        return self.desk.directory.choices("leader")[0].label

    def _meeting(self, deed: Deed) -> None:
        meetings, facts = self.desk.duties.meetings, deed.facts
        words = {"joint": "信访工作联席会议", "leadership": "党委会议"}
        given = {
            "kind": facts["kind"],
            "title": f"{deed.day.year}年{deed.day.month}月{words[str(facts['kind'])]}",
            "held_on": _day(deed.day),
            "chair": facts["chair"],
            "agenda": "研究近期信访工作和重点事项。",
        }
        tasks = _list(facts["tasks"])
        told = {"what": "牵头拿出办理方案并限期落实。", "to_name": _UNIT}
        ident = meetings.hold(given, [{**told, "due_on": _day(due)} for due, _ in tasks]).id
        lines = meetings.sheet(ident).tasks
        # Two decisions of one day are alike: whichever is done, the same is counted.
        for due, done in tasks:
            if not isinstance(done, date) or done > self.desk.today().date():
                continue
            line = next(one for one in lines if one.due_on == due and one.state != "done")
            meetings.done(line.duty.id, {"result": "已落实。", "done_on": _day(done)})
            lines = tuple(one for one in lines if one is not line)

    def _again(self, deed: Deed) -> None:
        earlier = self.ids[self._code][int(str(deed.facts["earlier"]))]
        self.desk.matters.lineage.link(self._matter(deed), earlier, str(deed.facts["lineage"]))

    def _opinion(self, deed: Deed) -> None:
        room, answered = self.desk.duties.opinions, deed.facts["answered_on"]
        given = {
            "learned_on": _day(deed.day),
            "question": "网上议论的办理进度是否属实",
            "unit": _UNIT,
        }
        ident = room.open(self._matter(deed), given).id
        if answered is not None:
            said = {
                "verified_on": _day(answered),
                "finding": "经核实，正在按程序办理。",
                "answered_on": _day(answered),
                "answer": "已公开说明办理进度。",
            }
            room.answer(ident, said)

    def _visit_plan(self, deed: Deed) -> None:
        room, facts = self.desk.duties.visits, deed.facts
        given = {name: _day(facts[name]) for name in ("from_on", "to_on", "due_on")}
        title = f"{deed.day.year}年{deed.day.month}月回访"
        room.draw(room.plan({**given, "title": title, "share": 100}).id, seed=1)

    # -- a district's

    def _charges(self, deeds: Sequence[Deed]) -> None:
        forms = [(self._matter(d), _charged(d)) for d in deeds]
        kept = self.desk.duties.charges.open_many(forms, lead=False) if forms else ()
        for deed, one in zip(deeds, kept, strict=True):
            self.made[deed.key] = one.id
            self._end_charge(deed, one.id)

    def _end_charge(self, deed: Deed, ident: str) -> None:
        charges, facts = self.desk.duties.charges, deed.facts
        if facts["resolved_on"] is None:
            return
        told = {
            "resolved_on": _day(facts["resolved_on"]),
            "resolve_way": "support",
            "proofs": "decision_and_receipt,visit_record",
            "result": "诉求已经落实，信访人认可。",
        }
        charges.resolve(ident, told)
        if facts["struck_on"] is None:
            return
        opinions = dict.fromkeys(("unit_opinion", "leader_opinion", "office_opinion"), "同意销号")
        charges.strike(
            ident, {**opinions, "approver": str(facts["leader"]), "struck_on": _day(facts["struck_on"])}
        )
        if facts["backflow_on"] is not None:
            why = {"backflow_on": _day(facts["backflow_on"]), "backflow_why": "落实以后又有反复。"}
            charges.backflow(ident, why)

    def _supervise(self, deeds: Sequence[Deed]) -> None:
        room = self.desk.duties.supervisions
        kept = room.issue_many([(self._letter(d), self._matter(d), "") for d in deeds])
        for deed, one in zip(deeds, kept, strict=True):
            self.made[deed.key] = one.id
            # A department without a program answers on paper; a township by its own bundle (`answer`).
            if deed.facts["to"] == PAPER and deed.facts["answered_on"] is not None:
                room.answer(one.id, _answered(deed))

    def _letter(self, deed: Deed) -> dict[str, object]:
        to = str(deed.facts["to"])
        return {
            "level": deed.facts["level"],
            "reason": deed.facts["reason"],
            "issued_on": _day(deed.day),
            "due_on": _day(deed.facts["due_on"]),
            "demand": "请限期办结并书面反馈办理情况。",
            "to_name": self.offices[to].name if to in self.offices else to,
        }

    def _review(self, deed: Deed) -> None:
        room, facts = self.desk.duties.reviews, deed.facts
        to = self.offices[deed.about[0] if deed.about else ""]
        given: dict[str, object] = {
            "opened_on": _day(deed.day),
            "ground": facts["ground"],
            "unit": to.name,
        }
        if facts["decided_on"] is not None:
            given |= {
                "found": "限期已过，承办环节衔接不紧。",
                "outcome": facts["outcome"],
                "decided_on": _day(facts["decided_on"]),
                "decided_by": "区信访工作联席会议",
            }
        room.open(self._matter(deed), given, to.office)

    def _publicity(self, deed: Deed) -> dict[str, object]:
        return {**deed.facts, "on_day": _day(deed.day), "title": "《信访工作条例》宣传"}


def answer(desk: Desk, deeds: Sequence[Deed], letters: Mapping[str, str]) -> None:
    """A township's answers to what the district pressed it for, typed at its own desk.

    Args:
        desk: of the township, to which the letters have come down.
        deeds: the district's.
        letters: ids of the letters by key of their deed.
    """
    code = desk.access.office.code
    for deed in deeds:
        if deed.verb == "supervise" and deed.facts["to"] == code and deed.facts["answered_on"] is not None:
            desk.duties.supervisions.answer(letters[deed.key], _answered(deed))


def _answered(deed: Deed) -> dict[str, object]:
    known: dict[str, object] = {
        "answered_on": _day(deed.facts["answered_on"]),
        "what": "已逐项整改，办理情况附后。",
    }
    return {**known, "adopted": deed.facts["adopted"]} if deed.facts["adopted"] else known


def _charged(deed: Deed) -> dict[str, object]:
    facts = deed.facts
    given: dict[str, object] = {
        "source": facts["source"],
        "opened_on": _day(deed.day),
        "due_on": _day(facts["due_on"]),
        "leader": facts["leader"],
        "level": facts["level"],
        "lead_unit": _UNIT,
    }
    if isinstance(batch := facts["batch_no"], int):
        given["batch"] = BATCHES[batch - 1]
    return given


def _returned(deed: Deed) -> dict[str, object]:
    facts = deed.facts
    return {
        "place": facts["place"],
        "went_on": _day(facts["went_on"]),
        "returned_on": _day(facts["returned_on"]),
        "went": facts["went"],
        "groups": "、".join(str(g) for g in _list(facts["groups"])),
        "households": facts["households"],
        "zero": facts["zero"],
    }


def _topic(deed: Deed) -> dict[str, object]:
    facts = deed.facts
    given: dict[str, object] = {
        "sphere": facts["sphere"],
        "way": facts["way"],
        "what": "村组道路、用水和邻里间的事",
    }
    if facts["way"] == "on_spot":
        return {**given, "result": "当场说清，已办结。", "done_on": _day(facts["done_on"])}
    if facts["due_on"] is None:
        facts = {**facts, "due_on": deed.day}
    given |= {"unit": _UNIT, "officer": "村干部", "due_on": _day(facts["due_on"])}
    if facts["done_on"] is not None:
        given |= {"done_on": _day(facts["done_on"]), "result": "已办结并答复。"}
    return given


def _day(day: object) -> str:
    return day.isoformat() if isinstance(day, date) else ""


def _list(value: object) -> Sequence[Any]:
    return cast("Sequence[Any]", value) if isinstance(value, (list, tuple)) else ()
