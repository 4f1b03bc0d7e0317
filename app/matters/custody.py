"""Custody as the desk shows it: offer a matter, answer an offer, decide what a former custodian wrote too late."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.context import Context
from app.errors import UserError
from app.matters.answering import accept_offer, decline_offer, take_back
from app.matters.custody_fold import ADOPTED, LEFT
from app.matters.custody_values import ANSWER_NUMBER, OfferView, SetAside, Target, Ways
from app.matters.custody_view import CustodyViewer, arrived_on, objection_of, open_offer, was_sent
from app.matters.deciding import Decider
from app.matters.handle import Handler
from app.matters.law import Law, office_settings
from app.matters.neighbours import Neighbours
from app.matters.offering import ACCUSATION, need_offerable, write_offer
from app.matters.stepping import Stepper
from app.matters.values import Changes, Done
from app.matters.view import Rows, Viewer, find_by_number
from app.rules.actions import DONE_ON
from app.rules.dates import say_date
from app.rules.handling import ActionVerdict
from db.store import Unit
from db.tables import Matter, Setting, Transfer

ESCALATE = "escalate"
DOWN = ("assign", "forward", "hand_back")
UP = (ESCALATE, "hand_back")


class Custody:
    """Who has a matter, and how it changes hands (上报 转送 交办 交还).

    A matter has one custodian; it changes in two steps, offered and accepted, so that two offices never write the same.

    Args:
        context: the opened office.
        viewer: makes the words of values.
    """

    def __init__(self, context: Context, viewer: Callable[[], Viewer]) -> None:
        self._context = context
        self._viewer = viewer

    # -- queries

    def targets(self, kind: str = "") -> tuple[Target, ...]:
        """Offices that a matter can be offered to: the office above, or the trusted offices below."""
        del kind
        with self._context.reading() as session:
            return Neighbours(session.connection(), self._context).targets()

    def offers(self, *, answered: bool = False) -> tuple[OfferView, ...]:
        """Offers to us and by us, those that wait for our answer first; with `answered` the settled ones as well (ledger)."""
        own = self._context.office.office
        with self._context.reading() as session:
            viewer = self._words(session)
            asked = (
                select(Transfer, Matter)
                .join(Matter, (Matter.office == Transfer.office) & (Matter.id == Transfer.matter))
                .where((Transfer.to_office == own) | (Transfer.from_office == own))
                .order_by(Transfer.offered_on.desc(), Transfer.id)
            )
            if not self._context.user.accusations:
                asked = asked.where(Matter.restricted == False)  # noqa: E712
            found = [
                viewer.transfer(row, matter)
                for row, matter in session.execute(asked)
                if answered or _is_live(row, matter)
            ]
        return tuple(sorted(found, key=lambda one: (not one.can_answer, one.status != "open")))

    def declined(self) -> tuple[OfferView, ...]:
        """Own offers that were given back, of matters that are open and were not offered again since, newest first."""
        own = self._context.office.office
        with self._context.reading() as session:
            viewer = self._words(session)
            rows = session.execute(
                select(Transfer, Matter)
                .join(Matter, (Matter.office == Transfer.office) & (Matter.id == Transfer.matter))
                .where(
                    Transfer.from_office == own,
                    Transfer.answer.in_(("declined", "accepted")) | Transfer.answer.is_(None),
                    Transfer.at_custody == Matter.custody,
                    Matter.custodian == own,
                    Matter.closed_on.is_(None),
                    Matter.restricted == False,  # noqa: E712
                )
                .order_by(Transfer.offered_on, Transfer.answered_on)
            )
            last = {(row.office, row.matter): (row, matter) for row, matter in rows}
            found = [viewer.transfer(*one) for one in last.values() if one[0].answer == "declined"]
        return tuple(reversed(found))

    def ways(self, matter: str) -> Ways:
        """What may be done with a matter's custody now, with the fields that each asks for."""
        with self._context.reading() as session:
            row = find_by_number(session, self._context, matter)
            rows = Rows(session, row.office, row.id)
            law = self._law(session)
            facts = law.facts(row, rows.steps, rows.parties)
            offer = open_offer(session, row)
            actions = self._context.shelf.actions
            own = self._context.office

            def form(action: str, why: str) -> ActionVerdict:
                one = actions[action]
                fields = one.fields_for(facts)
                return ActionVerdict(
                    action,
                    one.label,
                    not why,
                    why,
                    fields,
                    False,
                    one.article(row.kind),
                    one.papers_for(row.kind),
                )

            kinds = DOWN if own.is_district else UP
            offers = tuple(form(k, self._why_not(session, row, k, offer)) for k in kinds)
            if offer is None or own.office not in (offer.from_office, offer.to_office):
                return Ways(offers)
            if offer.to_office == own.office:
                return Ways(
                    offers,
                    form("accept_custody", ACCUSATION.sentence if row.restricted else ""),
                    form("decline_custody", ""),
                    late=self._late(session, row, offer, self._context.today()),
                )
            sent = was_sent(session.connection(), offer)
            return Ways(offers, withdraw=_SENT if sent else "")

    def meanwhile(self, matter: str, *, decided: bool = True) -> tuple[SetAside, ...]:
        """Changes of a matter that are kept and not applied, undecided first."""
        with self._context.reading() as session:
            row = find_by_number(session, self._context, matter)
            found = self._words(session).set_aside(row)
        return tuple(one for one in found if decided or not one.decided)

    # -- commands

    def offer(
        self, matter: str, kind: str, to_office: str = "", fields: Mapping[str, object] | None = None
    ) -> Done:
        """Offer a matter to another office; this office goes on working on it until the other has accepted.

        Args:
            matter: number or id.
            kind: escalate | forward | assign | hand_back.
            to_office: id, code or name; may be left out where there is only one.
            fields: what `ways` asks for.

        Raises:
            UserError: not ours, an accusation, an offer is open already, closed, no such office, a field that cannot be.
        """
        given = cast("Mapping[str, Any]", fields or {})
        kinds = DOWN if self._context.office.is_district else UP
        if kind not in kinds:
            offered = "、".join(
                f"{k} {self._context.shelf.codes.label_of('transfer_kind', k)}" for k in kinds
            )
            raise UserError("no_such_transfer_kind", f"本单位不能这样移交：“{kind}”。", f"可用：{offered}。")
        if kind == ESCALATE:
            return self._escalate(matter, given)
        with self._context.writing() as unit:
            row = find_by_number(unit.session, self._context, matter)
            self._need_right(row)
            need_offerable(unit, row)
            why = self._why_not(unit.session, row, kind, None)
            if why:
                label = self._context.shelf.actions.label_of(kind)
                raise UserError("not_now", f"现在不能{label}：{why}。", "没有改动任何内容。")
            to = self._target(unit, row, kind, to_office)
            stepper = Stepper(unit, self._context, self._law(unit.session), row)
            checked = stepper.check(kind, given)
            offer = write_offer(unit, self._context, row, kind, to, checked)
            stepper.write(kind, {**checked, "to_office": to.name, "transfer": offer.id})
            label = self._context.shelf.codes.label_of("transfer_kind", kind)
            words = f"{row.number}：已{label}{to.name}，等待接收"
            return _done(row, words)

    def withdraw(self, transfer: str) -> Done:
        """Take an own offer back, while it is in no bundle.

        Raises:
            UserError: it was sent already: only the other side can end it now.
        """
        with self._context.writing() as unit:
            offer, row = self._open(unit, transfer, ours=True)
            if was_sent(unit.connection, offer):
                raise UserError(
                    "offer_sent", f"{_SENT}。", f"请等{offer.to_name}接收或者退回，也可以打电话请他们退回。"
                )
            take_back(unit, self._context, offer)
            Stepper(unit, self._context, self._law(unit.session), row).write(
                "withdraw_offer", {"done_on": self._context.today(), "transfer": offer.id}
            )
            return _done(row, f"{row.number}：已收回移交")

    def accept(self, transfer: str, fields: Mapping[str, object] | None = None) -> Done:
        """Take a matter that was offered to us into custody.

        Raises:
            UserError: not open, not to us, or a field that cannot be.
        """
        with self._context.writing() as unit:
            offer, row = self._open(unit, transfer, ours=False)
            if row.restricted:
                raise ACCUSATION
            stepper = Stepper(unit, self._context, self._law(unit.session), row)
            checked = stepper.check("accept_custody", cast("Mapping[str, Any]", fields or {}))
            details = accept_offer(unit, self._context, offer, row, checked)
            stepper.write("accept_custody", {**checked, **details})
            return _done(row, f"{row.number}：已接收，现由本单位办理")

    def decline(
        self,
        transfer: str,
        reason: str = "",
        proposed_unit: str = "",
        fields: Mapping[str, object] | None = None,
    ) -> Done:
        """Give an offer back with reasons (异议, 信访工作条例 Art. 23 ¶3), and say whose it is.

        Raises:
            UserError: not open, not to us, or no reason.
        """
        said = {"reason": reason, "proposed_unit": proposed_unit}
        given: dict[str, Any] = {**{k: v for k, v in said.items() if v}, **(fields or {})}
        with self._context.writing() as unit:
            offer, row = self._open(unit, transfer, ours=False)
            stepper = Stepper(unit, self._context, self._law(unit.session), row)
            checked = stepper.check("decline_custody", given)
            decline_offer(unit, self._context, offer, checked)
            stepper.write("decline_custody", {**checked, "transfer": offer.id})
            if typed := str(checked.get("number") or ""):
                # The letter (F10) carries the number that was written down here, and is not given another.
                own = self._context.office.office
                unit.session.add(Setting(office=own, id=ANSWER_NUMBER + offer.id, value=typed))
            late = self._late(unit.session, row, offer, checked[DONE_ON])
            return _done(
                row, f"{row.number}：已退回，等对方收到{'；异议期限已过，请电话说明' if late else ''}"
            )

    def decide(self, matter: str, entries: Sequence[str], *, adopt: bool, reason: str = "") -> Done:
        """Decide changes that were set aside: adopt them as own changes, or leave them with a reason.

        Args:
            matter: number or id.
            entries: ids of `SetAside`.
            adopt: True 采纳, False 不采纳.
            reason: wanted where they are left.

        Raises:
            UserError: not in our custody, decided already, or what they change is no longer as it was.
        """
        with self._context.writing() as unit:
            row = find_by_number(unit.session, self._context, matter)
            self._need_right(row)
            action = ADOPTED if adopt else LEFT
            stepper = Stepper(unit, self._context, self._law(unit.session), row)
            checked = stepper.check(action, {"reason": reason} if reason.strip() else {})
            decider = Decider(unit, self._context, row)
            lines = decider.chosen(entries)
            if adopt:
                decider.adopt(lines)
            stepper.write(action, {**checked, "entries": [list(one.place) for one in lines]})
            decider.note(lines, "adopted" if adopt else "left")
            words = f"{row.number}：{'已采纳' if adopt else '没有采纳'} {len(lines)} 处变更"
            return _done(row, words)

    # -- parts

    def _law(self, session: Session) -> Law:
        return Law(self._context, office_settings(session, self._context))

    def _words(self, session: Session) -> CustodyViewer:
        return CustodyViewer(session, self._context, self._law(session), self._viewer().masked)

    def _escalate(self, matter: str, given: Mapping[str, Any]) -> Done:
        with self._context.reading() as session:
            row = find_by_number(session, self._context, matter)
            if row.restricted:
                raise ACCUSATION
            if row.rung != "lead_leader" and row.custodian == self._context.office.office:
                raise UserError(
                    "not_now",
                    "须逐级上交：这件事项还没有经过领导包案，现在不能上报区县。",
                    "请先在事项里办理“上交”“会议决定”“领导包案”。",
                )
            key, law = (row.office, row.id), self._law(session)
        return Handler(self._context, law).do(*key, ESCALATE, given)

    def _need_right(self, row: Matter) -> None:
        if row.custodian != self._context.office.office:
            raise UserError(
                "no_custody", "这件事项现由其他单位办理，本单位不能移交或改动。", "可以在事项里记录意见。"
            )

    def _why_not(self, session: Session, row: Matter, kind: str, offer: Transfer | None) -> str:
        own = self._context.office.office
        if row.custodian != own:
            name = Neighbours(session.connection(), self._context).name_of(row.custodian)
            return f"现由{name}办理"
        if row.restricted or row.category == "accusation":
            return "检举控告事项不在程序里移交，由指定人员按保密规定转送"
        if offer is not None:
            return f"已经移交给{offer.to_name}，等待答复"
        if kind == ESCALATE:
            return "" if row.rung == "lead_leader" else "须逐级上交，还没有经过领导包案"
        if row.state not in self._context.shelf.actions[kind].from_states:
            return f"{self._context.shelf.codes.label_of('state', row.state)}，不必再移交"
        if kind == "hand_back" and _came_from(session, row, own) is None:
            return "不是别的单位移交来的，没有可以交还的单位"
        return ""

    def _late(self, session: Session, row: Matter, offer: Transfer, day: date) -> str:
        """That the days for an objection are over (Art. 23 ¶3); it goes all the same: the wrong office helps nobody."""
        arrived = arrived_on(session.connection(), self._context, offer)
        clock = objection_of(self._law(session), offer, row, arrived, day)
        if clock is None or clock.last_day is None or clock.state != "lapsed":
            return ""
        return (
            f"异议应当在{say_date(clock.last_day)}以前提出，现在已过期限；确实不属于本单位职权的仍可退回，"
            "请先打电话说明；属于本单位职权的请接收"
        )

    def _target(self, unit: Unit, row: Matter, kind: str, named: str) -> Target:
        neighbours = Neighbours(unit.connection, self._context)
        offered = neighbours.targets()
        if kind == "hand_back":
            came = _came_from(unit.session, row, self._context.office.office)
            back = [t for t in offered if t.office == came]
            offered = tuple(back) or offered
        found = [t for t in offered if named in (t.office, t.code, t.name)] if named else list(offered)
        if len(found) == 1:
            return found[0]
        names = "、".join(f"{t.name}（{t.code}）" for t in offered)
        if not offered:
            raise UserError(
                "no_peers",
                "还没有收下对方单位的名片，没有可以移交的单位。",
                "请先交换名片、在电话里核对指纹。",
            )
        if named:
            raise UserError("no_such_peer", f"没有可以移交给“{named}”的单位。", f"可选：{names}。")
        raise UserError("no_target", "没有说移交给哪个单位。", f"可选：{names}。")

    def _open(self, unit: Unit, transfer: str, *, ours: bool) -> tuple[Transfer, Matter]:
        """An offer that waits, with its matter: one of ours, or one to us."""
        own = self._context.office.office
        offer = unit.session.scalars(select(Transfer).where(Transfer.id == transfer)).first()
        row = unit.session.get(Matter, (offer.office, offer.matter)) if offer is not None else None
        if offer is None or row is None or own not in (offer.from_office, offer.to_office):
            raise UserError("no_such_transfer", "没有这次移交。", "请从移交列表里重新选择。")
        if row.restricted and not self._context.user.accusations:
            raise UserError("no_such_transfer", "没有这次移交。", "请从移交列表里重新选择。")
        if not _is_live(offer, row):
            label = self._context.shelf.codes.label_of("transfer_answer", offer.answer)
            raise UserError(
                "answered_already", f"这次移交{label or '已经过时'}，不用再办。", "请看事项现在由谁办理。"
            )
        if ours != (offer.from_office == own):
            raise UserError(
                "not_to_us",
                "这次移交是本单位提出的，要由对方接收或者退回。"
                if not ours
                else "这次移交是对方提出的，不能由本单位收回。",
                "可以接收或者退回。" if ours else "还没有写出数据包的，可以收回。",
            )
        return offer, row


_SENT = "移交已经写进数据包，不能再收回"


def _is_live(row: Transfer, matter: Matter) -> bool:
    return row.answer is None and (row.from_office, row.at_custody) == (matter.custodian, matter.custody)


def _came_from(session: Session, matter: Matter, own: str) -> str | None:
    """The office that handed a matter to this one last."""
    return session.scalars(
        select(Transfer.from_office)
        .where(
            Transfer.office == matter.office,
            Transfer.matter == matter.id,
            Transfer.to_office == own,
            Transfer.answer == "accepted",
        )
        .order_by(Transfer.at_custody.desc())
        .limit(1)
    ).first()


def _done(row: Matter, words: str) -> Done:
    return Done(Changes(frozenset({"matters", "bundles"}), (row.id,), words), row.state, row.rung)
