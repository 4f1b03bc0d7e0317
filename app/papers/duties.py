"""Papers of duties, all in one way: looked at, taken to a printer, made as a file.

They are of a duty, not of a matter's steps: they freeze nothing and take no number of their own. What leaves the program is
written into the history of every matter that the paper speaks of, in the log of the office where it speaks of none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from app.errors import NotFoundError
from app.papers import accountability, award_papers, charge_papers, pressing, reception_papers
from app.papers.engine.model import Description
from app.papers.issuing import access
from app.papers.personal import shows_numbers
from app.papers.saving import DOCX, kind_of, save
from app.papers.told import Sources, Tell, Told
from app.papers.values import Printed, Rendered

PAPERS: Final[Mapping[str, Tell]] = {
    "leader_reception": reception_papers.reception,
    "reception_roster": reception_papers.roster,
    "agency_mandate": reception_papers.mandate,
    "agency_register": reception_papers.register,
    "lead_case_sheet": charge_papers.sheet,
    "closure_approval": charge_papers.closure,
    "relief_approval": charge_papers.relief,
    "award_sheet": award_papers.sheet,
    "award_list": award_papers.payments,
    "supervise_letter": pressing.letter,
    "proposal_letter": pressing.letter,
    "joint_meeting_minutes": pressing.minutes,
    "responsibility_record": accountability.record,
    "handover_list": accountability.handover,
    "duty_letter": accountability.duty_letter,
    "duty_card": accountability.card,
    "todo_list": accountability.todos,
}
"""Who tells a paper. Each is asked for by the id of its visit, mandate, meeting, hand-over or duty letter; by id or number of
the charge, the relief, the grading, the letter of supervision, or (the responsibility record) the matter; a roster by its
period (`reception_papers.period`), a payment list by its number or its month or quarter, a duty card by its holder
(`DutyCard.ident`), a list of what is to be done by the official whom it is of, "" for the whole office. A letter of
supervision is the paper of its level, whichever of the two is asked for."""


class DutyPapers:
    """Makes the papers of duties.

    Args:
        sources: the rooms that tell them.
        describe: the description of a paper.
        render: sets a paper; what it does not find among the values it takes from the office.
        write: the same as DOCX.
    """

    def __init__(
        self,
        sources: Sources,
        describe: Callable[[str], Description],
        render: Callable[[Description, Mapping[str, object]], Rendered],
        write: Callable[[Description, Mapping[str, object]], bytes],
    ) -> None:
        self._sources = sources
        self._describe, self._render, self._write = describe, render, write

    def look(self, paper: str, ident: str) -> Rendered:
        """A paper for a look at it: personal numbers masked, so that nothing has to be written down.

        Args:
            paper: of `PAPERS`.
            ident: what it is asked for by; see `PAPERS`.

        Raises:
            NotFoundError: no such paper, or nothing that it could be of.
        """
        told = self._tell(paper, ident, masked=True)
        return self._render(self._describe(told.paper), told.values)

    def take(self, paper: str, ident: str, *, docx: bool = False) -> bytes:
        """A paper to be printed or saved, with whole personal numbers; that is written down.

        Args:
            paper: as in `look`.
            ident: as in `look`.
            docx: as a DOCX, to be edited in WPS.

        Raises:
            NotFoundError: no such paper, or nothing that it could be of.
        """
        told = self._tell(paper, ident, masked=False)
        description = self._describe(told.paper)
        content = (
            self._write(description, told.values) if docx else self._render(description, told.values).pdf
        )
        self._note(description, told)
        return content

    def make(self, paper: str, ident: str, out: Path) -> Printed:
        """Write a paper to a file, PDF or DOCX by the file's name; that is written down.

        Raises:
            NotFoundError: no such paper, or nothing that it could be of.
            UserError: another kind of file.
            EnvironmentFault: the file cannot be written.
        """
        kind = kind_of(out)
        told = self._tell(paper, ident, masked=False)
        description = self._describe(told.paper)
        made = self._render(description, told.values)
        content = self._write(description, told.values) if kind == DOCX else made.pdf
        self._note(description, told)
        written = str(save(content, out))
        return Printed(made.pdf, made.pages, made.missing_glyphs, made.blanks, "", "", None, written)

    # -- inside

    def _tell(self, paper: str, ident: str, *, masked: bool) -> Told:
        tell = PAPERS.get(paper)
        if tell is None:
            raise NotFoundError(
                "paper_unknown", f"没有“{paper}”这种工作文书。", f"可用：{'、'.join(PAPERS)}。"
            )
        return tell(self._sources, ident, masked)

    def _note(self, description: Description, told: Told) -> None:
        words = f"{description.kind.name}{told.words}"
        if shows_numbers(description, told.values):
            words += "，含证件号码或者电话"
        with self._sources.context.writing() as unit:
            for matter in told.matters or (None,):
                unit.session.add(access(self._sources.context, matter, "print", words))
