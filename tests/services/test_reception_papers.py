"""Papers of receptions and agency: whole personal numbers are written down, a look is masked and leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.desk import Desk
from app.errors import NotFoundError, UserError

MANDATE = {
    **{"principal": "赵永强", "agent": "陈守信", "level": "village", "what": "代为反映补偿款的问题"},
    **{"powers": "代写材料、代为反映", "signed_on": "2026-03-02"},
}


def words(file: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(file).pages).replace("\n", "")


def test_a_printed_mandate_shows_whole_numbers_and_is_written_down(
    desk: Desk, petition: Callable[..., dict[str, object]], tmp_path: Path
) -> None:
    number = desk.matters.register([petition()])[0].number
    mandate = desk.duties.agency.mandate(number, MANDATE).id
    papers = desk.papers.duties
    before = len(desk.matters.history(number))
    seen = tmp_path / "look.pdf"
    seen.write_bytes(papers.look("agency_mandate", mandate).pdf)
    assert "621299198003052312" not in words(seen)
    assert len(desk.matters.history(number)) == before
    told = papers.make("agency_mandate", mandate, tmp_path / "委托书.pdf")
    assert "621299198003052312" in words(Path(told.written))
    assert "代理不收取任何费用" in words(Path(told.written))
    assert len(desk.matters.history(number)) == before + 1


def test_there_is_no_other_paper_and_no_other_file(desk: Desk, tmp_path: Path) -> None:
    papers = desk.papers.duties
    with pytest.raises(NotFoundError):
        papers.look("accept_notice", "x")
    with pytest.raises(NotFoundError):
        papers.look("leader_reception", "x")
    with pytest.raises(UserError):
        papers.make("reception_roster", "2026-04-01/2026-06-30", tmp_path / "日程.txt")
