"""Custody as the desk shows it: offer a matter, answer an offer, decide what a former custodian wrote too late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.access.context import Context
from app.matters.custody_values import OfferView, SetAside, Target, Ways
from app.matters.values import Done


class Custody:
    """Who has a matter, and how it changes hands (上报 转送 交办 交还).

    A matter has one custodian; it changes in two steps, offered and accepted, so that two offices never write the same.

    Args:
        context: the opened office.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    # -- queries

    def targets(self, kind: str = "") -> tuple[Target, ...]:
        """Offices that a matter can be offered to: the office above, or the trusted offices below."""
        raise NotImplementedError

    def offers(self, *, answered: bool = False) -> tuple[OfferView, ...]:
        """Offers to us and by us, those that wait for our answer first; with `answered` the settled ones as well (ledger)."""
        raise NotImplementedError

    def ways(self, matter: str) -> Ways:
        """What may be done with a matter's custody now, with the fields that each asks for."""
        raise NotImplementedError

    def meanwhile(self, matter: str, *, decided: bool = True) -> tuple[SetAside, ...]:
        """Changes of a matter that are kept and not applied, undecided first."""
        raise NotImplementedError

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
        raise NotImplementedError

    def withdraw(self, transfer: str) -> Done:
        """Take an own offer back, while it is in no bundle.

        Raises:
            UserError: it was sent already: only the other side can end it now.
        """
        raise NotImplementedError

    def accept(self, transfer: str, fields: Mapping[str, object] | None = None) -> Done:
        """Take a matter that was offered to us into custody.

        Raises:
            UserError: not open, not to us, or a field that cannot be.
        """
        raise NotImplementedError

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
        raise NotImplementedError

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
        raise NotImplementedError
