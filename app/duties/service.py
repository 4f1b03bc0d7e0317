"""The room of duties as the desk shows it: a room for each, furnished when it is entered."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from app.access.context import Context
from app.directory.service import Directory
from app.directory.values import Choice
from app.duties.addressing import ALL_BELOW, below
from app.duties.values.waiting import DutiesWaiting
from app.errors import NotFoundError
from app.matters.service import Matters

if TYPE_CHECKING:
    from app.attachments.enclosures import Enclosures
    from app.duties.agency import Agency
    from app.duties.awards import Awards, Dossier
    from app.duties.book import Book
    from app.duties.cards import DutyCards
    from app.duties.charges import Charges
    from app.duties.endings import Endings
    from app.duties.handovers import Handovers
    from app.duties.letters import DutyLetters
    from app.duties.meetings import Meetings
    from app.duties.monthly import MonthlyReports
    from app.duties.opinions import OpinionChecks
    from app.duties.publicities import Publicities
    from app.duties.receptions import Receptions
    from app.duties.reliefs import Reliefs
    from app.duties.reviews import DutyReviews
    from app.duties.screening import Rounds
    from app.duties.sessions import Sessions
    from app.duties.supervision import Supervisions
    from app.duties.todos import Todos
    from app.duties.visits import VisitPlans


class Duties:
    """Duties of the opened office.

    Args:
        context: the opened office; matters: what duties are about; directory: its names.
        enclosures: pictures of publicity.
        dossier: which papers a matter lacks (`app.duties.awards.Dossier`).
    """

    def __init__(
        self,
        context: Context,
        matters: Matters,
        directory: Directory,
        enclosures: Callable[[], Enclosures],
        dossier: Dossier,
    ) -> None:
        self._context = context
        self._matters = matters
        self._directory = directory
        self._enclosures = enclosures
        self._dossier = dossier

    def book(self, entity: str) -> Book:
        """The book of one kind of duty by its entity.

        Raises:
            NotFoundError: there is no such kind.
        """
        found = self.books().get(entity)
        if found is None:
            raise NotFoundError(
                "no_such_duty", f"没有“{entity}”这种工作记录。", f"可用：{'、'.join(self.books())}。"
            )
        return found

    def books(self) -> dict[str, Book]:
        """Every kind of duty that is kept as a book, by its entity."""
        found = (
            self.rounds.book,
            self.rounds.returns,
            self.sessions.book,
            self.sessions.topics,
            self.receptions.book,
            self.receptions.roster.book,
            self.receptions.origins,
            self.charges.book,
            self.charges.progress,
            self.charges.endings.book,
            self.supervisions.book,
            self.supervisions.answers,
            self.meetings.book,
            self.meetings.tasks,
            self.meetings.answers,
            self.agency.book,
            self.agency.acts,
            self.reliefs.book,
            self.awards.book,
            self.awards.lists.book,
            self.visits.book,
            self.opinions.book,
            self.letters.book,
            self.letters.items,
            self.reviews.book,
            self.handovers.book,
            self.publicities.book,
            self.publicities.enclosures,
        )
        return {book.entity: book for book in found}

    def addressees(self, *, everybody: bool = False) -> tuple[Choice, ...]:
        """Whom something can be given to: at a district the offices below first, then the units of the directory.

        Args:
            everybody: offer every office below in one as well.
        """
        with self._context.reading() as session:
            names = list(below(session, self._context).values())
        offices = [*([ALL_BELOW] if everybody and names else []), *names]
        sound = self._matters.find.sound
        units = self._directory.choices("unit")
        return (
            *(Choice(name, name, sound(name)) for name in offices),
            *(unit for unit in units if unit.id not in offices),
        )

    def waiting(self) -> DutiesWaiting:
        """What waits in supervision, tasks and charges."""
        from app.duties.todos import duties_waiting

        return duties_waiting(self.supervisions, self.meetings, self.charges)

    @cached_property
    def todos(self) -> Todos:
        """What is to be done, whole."""
        from app.duties.todos import Todos

        return Todos(self._context, self._matters)

    @cached_property
    def rounds(self) -> Rounds:
        """Screening rounds and their returns."""
        from app.duties.screening import Rounds

        return Rounds(self._context, self._matters)

    @cached_property
    def monthly(self) -> MonthlyReports:
        """The monthly report of screening (F26)."""
        from app.duties.monthly import MonthlyReports

        return MonthlyReports(self._context)

    @cached_property
    def sessions(self) -> Sessions:
        """民事直说 sessions and their topics."""
        from app.duties.sessions import Sessions

        return Sessions(self._context, self._matters)

    @cached_property
    def receptions(self) -> Receptions:
        """Leaders' receptions, their roster, and where matters came from."""
        from app.duties.receptions import Receptions

        return Receptions(self._context, self._matters)

    @cached_property
    def charges(self) -> Charges:
        """Matters in a leader's charge."""
        from app.duties.charges import Charges

        return Charges(self._context, self._matters)

    @property
    def endings(self) -> Endings:
        """三到位一处理: how matters were ended."""
        return self.charges.endings

    @cached_property
    def supervisions(self) -> Supervisions:
        """Supervision and its answers."""
        from app.duties.supervision import Supervisions

        return Supervisions(self._context, self._matters)

    @cached_property
    def meetings(self) -> Meetings:
        """Meetings, and the tasks that they and leaders give."""
        from app.duties.meetings import Meetings

        return Meetings(self._context, self._matters)

    @cached_property
    def agency(self) -> Agency:
        """Petition agency."""
        from app.duties.agency import Agency

        return Agency(self._context, self._matters)

    @cached_property
    def reliefs(self) -> Reliefs:
        """Relief and support."""
        from app.duties.reliefs import Reliefs

        return Reliefs(self._context, self._matters)

    @cached_property
    def awards(self) -> Awards:
        """Pay by the case: graded dossiers and payment lists."""
        from app.duties.awards import Awards

        return Awards(self._context, self._matters, self._dossier)

    @cached_property
    def visits(self) -> VisitPlans:
        """Return visits by plan and sample."""
        from app.duties.visits import VisitPlans

        return VisitPlans(self._context, self._matters)

    @cached_property
    def opinions(self) -> OpinionChecks:
        """What the public asks of a matter, verified and answered."""
        from app.duties.opinions import OpinionChecks

        return OpinionChecks(self._context, self._matters)

    @cached_property
    def letters(self) -> DutyLetters:
        """Duty letters and their items."""
        from app.duties.letters import DutyLetters

        return DutyLetters(self._context, self._matters)

    @cached_property
    def reviews(self) -> DutyReviews:
        """The responsibility record of a matter, and reviews."""
        from app.duties.reviews import DutyReviews

        return DutyReviews(self._context, self._matters)

    @cached_property
    def handovers(self) -> Handovers:
        """Staff hand-over."""
        from app.duties.handovers import Handovers

        return Handovers(self._context, self._matters, self._directory.office().short)

    @cached_property
    def cards(self) -> DutyCards:
        """Duty cards of officials and units."""
        from app.duties.cards import DutyCards

        return DutyCards(self._context, self._matters, self._directory)

    @cached_property
    def publicities(self) -> Publicities:
        """Publicity for the Regulations."""
        from app.duties.publicities import Publicities

        return Publicities(self._context, self._matters, self._enclosures())
