"""A ledger read and judged, waiting for answers; nothing is written before it is taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.access.context import Report, silent
from app.rules.codes import CodeBook
from app.sheets.answers import IMPORT, REJECT, SKIP, Answers
from app.sheets.cells import CellReader
from app.sheets.choice import Found, choose_sheet
from app.sheets.draft import Draft, RowReader, join_parties
from app.sheets.headers import digest_of
from app.sheets.judge import Judge
from app.sheets.margins import Merges, why_no_matter
from app.sheets.repeats import KnownBetween, KnownMatter, Repeats, nothing_known
from app.sheets.source import open_source
from app.sheets.values import DUPLICATE, WHOLE_ROW, Choice, Doubt, Fault, Preview, Question, RowResult
from db.pace import uncollected

_EVERY = 500
_DUPLICATE_CHOICES = (Choice(SKIP, "跳过"), Choice(IMPORT, "仍要导入"))


@dataclass(frozen=True, slots=True)
class Basis:
    """What a preview rests on: so that an answer does not need the file again, which may be gone with its stick.

    Attributes:
        found: the sheet as it was read.
        data: an .xlsx file's bytes, for the looks of its cells; empty for other files.
        judge: decides on rows.
        rows: as they were read.
        heads: index of a row that holds a further party → index of the row above, whose matter it belongs to.
        answers: what was answered so far.
        known: the office's matters of the same days.
    """

    found: Found
    data: bytes
    judge: Judge
    rows: tuple[Draft | RowResult, ...]
    heads: Mapping[int, int]
    answers: Answers
    known: tuple[KnownMatter, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """How a person wants a ledger to be read.

    Attributes:
        kind: ``dispute`` or ``petition``; "" to tell it from the ledger.
        sheet: the sheet's name; "" for the one with the best header.
        columns: header → field key, for headers that no alias knows; "" keeps a column out. ``None`` where nobody said
            anything: then what was told for an earlier file with the same header holds.
    """

    kind: str = ""
    sheet: str = ""
    columns: Mapping[str, str] | None = None


def read_preview(
    path: Path,
    codes: CodeBook,
    today: date,
    *,
    wish: Wish | None = None,
    answers: Answers | None = None,
    villages: Mapping[str, str] | None = None,
    known: KnownBetween = nothing_known,
    remembered: Callable[[str], Mapping[str, str]] | None = None,
    report: Report | None = None,
) -> Preview:
    """Read and judge a ledger's file.

    Args:
        path: .xlsx, .xls or .csv.
        codes: the code lists.
        today: the civil day of the desk.
        wish: which kind, sheet and columns.
        answers: what was answered already.
        villages: name → code.
        known: asks for the office's matters, to find those that are there already.
        remembered: asks what a person told of the columns of an earlier file with this header.
        report: told how far it is.

    Raises:
        UserError: the file cannot be read as a ledger, or an answer means nothing.
        EnvironmentFault: the file cannot be read at all.
    """
    with uncollected():
        return _read_preview(
            path,
            codes,
            today,
            wish or Wish(),
            answers or Answers(),
            villages or {},
            known,
            remembered,
            report,
        )


def _read_preview(
    path: Path,
    codes: CodeBook,
    today: date,
    wish: Wish,
    answers: Answers,
    villages: Mapping[str, str],
    known: KnownBetween,
    remembered: Callable[[str], Mapping[str, str]] | None,
    report: Report | None,
) -> Preview:
    source = open_source(path, wish.sheet)
    found = choose_sheet(source, wish.kind, wish.columns)
    head = digest_of(found.header, found.kind)
    told = dict(wish.columns or {})
    if wish.columns is None and remembered is not None:
        told = {w: key for w, key in remembered(head).items() if not key or key in found.vocabulary.by_key}
        if told:
            found = choose_sheet(source, wish.kind, told)
    cells = CellReader(codes, found.kind, today, found.year, villages)
    reader = RowReader(found.header, cells, found.kind)
    judge = Judge(found.vocabulary, cells, codes, reader.header_of)
    merges = Merges(found.sheet, found.header)
    rows = tuple(_read_rows(found, merges, reader, judge, report or silent))
    preview = Preview(
        file=source.file,
        sha256=source.sha256,
        sheet=found.sheet.name,
        sheets=tuple(sheet.name for sheet in source.sheets if sheet.name),
        kind=found.kind,
        year=found.year,
        banner_rows=tuple(row + 1 for row in found.banners),
        header_rows=tuple(range(found.header.first + 1, found.header.last + 2)),
        columns=found.header.columns,
        rows=(),
        questions=(),
        others=found.others,
        head=head,
        told=told,
        remembered=bool(told) and wish.columns is None,
    )
    near = tuple(_known_near(rows, found.kind, known))
    basis = Basis(found, source.data, judge, rows, merges.heads, answers, near)
    return _concluded(preview, basis)


def answer(preview: Preview, answers: Answers) -> Preview:
    """The same ledger under further answers, without reading the file again.

    Raises:
        UserError: an answer means nothing.
    """
    basis = basis_of(preview)
    return _concluded(preview, replace(basis, answers=basis.answers.merged(answers)))


def renewed(preview: Preview, known: KnownBetween) -> Preview:
    """The same ledger held against the office's books as they are now."""
    basis = basis_of(preview)
    near = tuple(_known_near(basis.rows, preview.kind, known))
    return preview if near == basis.known else _concluded(preview, replace(basis, known=near))


def basis_of(preview: Preview) -> Basis:
    """What a preview rests on."""
    assert isinstance(preview.basis, Basis)  # noqa: S101 - a preview comes from read_preview alone
    return preview.basis


def _known_near(rows: Sequence[Draft | RowResult], kind: str, known: KnownBetween) -> Iterable[KnownMatter]:
    days = [
        one.values["received_on"] for one in rows if isinstance(one, Draft) and "received_on" in one.values
    ]
    return known(kind, min(days), max(days)) if days else ()


def _read_rows(
    found: Found, merges: Merges, reader: RowReader, judge: Judge, report: Report
) -> Iterable[Draft | RowResult]:
    rows, header = found.sheet.rows, found.header
    for index in range(header.last + 1):
        if any(cell != "" for cell in rows[index]):
            why = "表头" if index >= header.first else "标题"
            yield RowResult(index + 1, "ignore", why)
    drafts: dict[int, Draft] = {}
    last = len(rows)
    while last > header.last + 1 and not any(str(cell).strip() for cell in rows[last - 1]):
        last -= 1
    for index in range(header.last + 1, last):
        if not (index % _EVERY):
            report(index, last, "正在核对台账")
        why = why_no_matter(found.sheet, index, header)
        head = drafts.get(merges.head_of(index) or -1)
        if head is not None and why in ("", "空行"):
            yield _joined(head, reader.read(index + 1, rows[index]), index)
        elif why:
            yield RowResult(index + 1, "ignore", why)
        else:
            drafts[index] = reader.read(index + 1, merges.filled(index))
            yield drafts[index]
    for draft in drafts.values():
        judge.complete(draft)
    report(last, last, "台账核对完毕")


def _joined(head: Draft, part: Draft, index: int) -> RowResult:
    if part.faults:
        return RowResult(index + 1, "reject", "", tuple(part.faults))
    if part.values or part.open:
        reason = f"这一行与第 {head.row} 行合并为一件，却另写了别的内容；请取消合并或并入第 {head.row} 行"
        return RowResult(index + 1, "reject", "", (Fault(WHOLE_ROW, "", reason),))
    join_parties(head, part)
    return RowResult(index + 1, "ignore", f"与第 {head.row} 行为同一件，当事人并入第 {head.row} 行")


def _concluded(preview: Preview, basis: Basis) -> Preview:
    repeats = Repeats(basis.known)
    results: list[RowResult] = []
    for one in basis.rows:
        if isinstance(one, RowResult):
            results.append(one)
            continue
        result = basis.judge.conclude(one, basis.answers)
        if result.verdict in ("accept", "ask"):
            result = _against_repeats(result, repeats, basis.answers)
        results.append(result)
    questions = tuple(_questions(results, basis.judge))
    return replace(preview, rows=tuple(results), questions=questions, basis=basis)


def _against_repeats(result: RowResult, repeats: Repeats, answers: Answers) -> RowResult:
    like = repeats.met(result.matter, result.row)
    if not like:
        return result
    said = answers.of_duplicate(like)
    if said == IMPORT:
        return replace(result, notes=(*result.notes, f"与{like}相同，按答复仍要导入"))
    if said == SKIP:
        return replace(result, verdict="ignore", why=f"与{like}相同，按答复跳过", doubts=())
    if said == REJECT:
        fault = Fault(WHOLE_ROW, like, f"与{like}相同，按答复退回")
        return replace(result, verdict="reject", faults=(fault,), doubts=())
    doubt = Doubt(WHOLE_ROW, like, "跳过", DUPLICATE)
    return replace(result, verdict="ask", doubts=(*result.doubts, doubt))


def _questions(results: Sequence[RowResult], judge: Judge) -> Iterable[Question]:
    rows: dict[tuple[str, str, str, str], list[int]] = {}
    for result in results:
        for doubt in result.doubts:
            value = DUPLICATE if doubt.target == DUPLICATE else doubt.value
            rows.setdefault((doubt.field, value, doubt.proposal, doubt.target), []).append(result.row)
    for (field, value, proposal, target), numbers in rows.items():
        choices = _DUPLICATE_CHOICES if target == DUPLICATE else judge.choices(target)
        chosen = next((choice.id for choice in choices if choice.label == proposal), "")
        yield Question(field, value, chosen, choices, tuple(numbers))
