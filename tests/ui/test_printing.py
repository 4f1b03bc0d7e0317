"""Printing: pages, copies, true size, and a printer that is not there."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from app.papers.descriptions import Descriptions
from app.papers.engine import FontSet, render
from tests.papers import sample
from ui import printing
from ui.pages.opening import printing as opening
from ui.printing import PrinterFault, Sheet, chosen_pages, draw, page_count, print_or_save, save, send

Printed = Callable[..., tuple[QPrinter, Path]]


@pytest.fixture(scope="module")
def letter() -> bytes:
    """Three pages."""
    return render(
        Descriptions()["decision_letter"], sample.decided(), issued=True, fonts=FontSet.bundled()
    ).pdf


@pytest.fixture(scope="module")
def form() -> bytes:
    """One page."""
    return render(
        Descriptions()["visit_register"], sample.decided(), issued=True, fonts=FontSet.bundled()
    ).pdf


@pytest.fixture
def printer(qapp: QApplication, tmp_path: Path) -> Printed:
    def made(first: int = 0, last: int = 0, copies: int = 1) -> tuple[QPrinter, Path]:
        out = tmp_path / "out.pdf"
        found = QPrinter(QPrinter.PrinterMode.HighResolution)
        found.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        found.setOutputFileName(str(out))
        found.setResolution(150)
        found.setFromTo(first, last)
        found.setCopyCount(copies)
        return found, out

    return made


def dark(pdf: bytes, number: int) -> list[tuple[int, int, int, int]]:
    """Where the ink of a page begins and ends, in tenths of a millimetre from the upper left."""
    document = pypdfium2.PdfDocument(pdf)
    picture = (
        document[number].render(scale=254 / 72, grayscale=True).to_pil().point(lambda p: 255 * (p < 128))
    )
    document.close()
    box = picture.getbbox()
    assert box is not None
    return [box]


def test_a_page_is_printed_in_its_true_size(printer: Printed, form: bytes) -> None:
    machine, out = printer()
    assert draw(form, machine) == 1
    page = pypdf.PdfReader(out).pages[0]
    assert abs(float(page.mediabox.width) - 595.3) < 1.5
    assert abs(float(page.mediabox.height) - 841.9) < 1.5
    (wanted,), (found,) = dark(form, 0), dark(out.read_bytes(), 0)
    # Half a millimetre: a dot at 150 an inch is a sixth of one.
    assert all(abs(a - b) <= 5 for a, b in zip(wanted, found, strict=True)), (wanted, found)


@pytest.mark.parametrize(("first", "last", "pages"), [(0, 0, 4), (1, 1, 1), (2, 4, 3), (3, 3, 1), (4, 4, 1)])
def test_the_range_of_pages_counts_through_all_files(
    first: int, last: int, pages: int, printer: Printed, letter: bytes, form: bytes
) -> None:
    machine, _ = printer(first, last)
    chosen = chosen_pages(machine, [page_count(letter), page_count(form)])
    assert sum(map(len, chosen)) == pages
    assert chosen[1] == ((0,) if last in {0, 4} else ())


def test_only_the_chosen_pages_are_printed(printer: Printed, letter: bytes) -> None:
    machine, out = printer(2, 3)
    send([Sheet("意见书", letter)], machine)
    assert len(pypdf.PdfReader(out).pages) == 2
    (wanted,), (found,) = dark(letter, 1), dark(out.read_bytes(), 0)
    assert all(abs(a - b) <= 5 for a, b in zip(wanted, found, strict=True))


def test_a_copy_says_so_in_the_margin_of_each_sheet_and_nothing_else_moves(
    printer: Printed, letter: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine, out = printer(1, 2)
    marked: list[str] = []
    draw_mark = printing._draw_mark
    monkeypatch.setattr(
        printing, "_draw_mark", lambda mark, *rest: (marked.append(mark), draw_mark(mark, *rest))
    )
    # Through CUPS the file would go as it is: a sheet with a mark is drawn here.
    monkeypatch.setattr(printing, "_through_cups", lambda _printer: pytest.fail)
    send([Sheet("意见书", letter, "副本")], machine)
    assert marked == ["副本", "副本"]
    (left, top, right, bottom), (wanted,) = dark(out.read_bytes(), 1)[0], dark(letter, 1)
    assert (bottom, right) == pytest.approx((wanted[3], wanted[2]), abs=5)
    assert top < wanted[1]
    assert left <= wanted[0] + 5


@pytest.mark.parametrize("collated", [True, False])
def test_copies_that_the_printer_cannot_make_are_made_here(
    collated: bool, printer: Printed, letter: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine, out = printer(1, 2, 3)
    machine.setCollateCopies(collated)
    monkeypatch.setattr(QPrinter, "supportsMultipleCopies", lambda _self: False)
    send([Sheet("意见书", letter)], machine)
    made = out.read_bytes()
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 6
    same_as_first = [dark(made, n) == dark(made, 0) for n in range(6)]
    assert same_as_first == ([True, False] * 3 if collated else [True] * 3 + [False] * 3)


def test_a_file_that_is_no_pdf_has_no_pages(qapp: QApplication) -> None:
    assert page_count(b"no pdf") == 0


def test_a_printer_that_cannot_write_says_so_and_the_papers_are_saved_instead(
    printer: Printed, form: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine, _ = printer()
    machine.setOutputFileName(str(tmp_path / "没有这个文件夹" / "x.pdf"))
    with pytest.raises(PrinterFault) as caught:
        draw(form, machine)
    assert "没有准备好" in caught.value.sentence
    asked: list[str] = []
    monkeypatch.setattr(printing.QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["HP"]))
    monkeypatch.setattr(printing, "QPrinter", lambda _mode: machine)
    monkeypatch.setattr(printing.QPrinter, "PrinterMode", QPrinter.PrinterMode, raising=False)
    monkeypatch.setattr(printing, "send", lambda *_: draw(form, machine))
    monkeypatch.setattr(printing.QPrintDialog, "exec", lambda _self: 1)
    monkeypatch.setattr(
        QMessageBox,
        "question",
        staticmethod(lambda _p, _t, words: asked.append(words) or QMessageBox.StandardButton.Yes),
    )
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(tmp_path)))
    window = QWidget()
    assert "1 份 PDF 已保存到" in print_or_save([Sheet("登记表", form)], window)
    assert "文书没有丢失" in asked[0]
    assert (tmp_path / "登记表.pdf").read_bytes() == form
    window.deleteLater()


def test_without_a_printer_the_papers_are_saved_and_none_is_overwritten(
    qapp: QApplication, form: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing.QPrinterInfo, "availablePrinterNames", staticmethod(list))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(tmp_path)))
    window = QWidget()
    for _ in range(2):
        print_or_save([Sheet("登记表", form)], window)
    assert {p.name for p in tmp_path.iterdir()} == {"登记表.pdf", "登记表（2）.pdf"}
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: ""))
    assert print_or_save([Sheet("登记表", form)], window) == "没有保存"
    assert print_or_save([], window) == "没有要打印的文书"
    window.deleteLater()


def test_a_folder_that_cannot_be_written_costs_a_sentence(form: bytes, tmp_path: Path) -> None:
    told = save([Sheet("登记表", form)], tmp_path / "没有")
    assert "没有丢失" in told
    assert list(tmp_path.iterdir()) == []


def test_a_full_stick_is_left_without_half_a_paper(
    form: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = printing.NamedTemporaryFile

    def full(**how: object) -> object:
        made = real(**how)  # type: ignore[call-overload]

        def write(_data: bytes) -> int:
            raise OSError(28, "full")

        made.write = write
        return made

    monkeypatch.setattr(printing, "NamedTemporaryFile", full)
    assert "写不进去" in save([Sheet("甲", form)], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_printer_that_fails_under_the_recovery_sheet_is_said_and_the_code_stays(
    form: bytes, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_a: object) -> int:
        raise PrinterFault("打印机“HP”没有准备好")

    monkeypatch.setattr(opening, "draw", broken)
    monkeypatch.setattr(opening.QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["HP"]))
    monkeypatch.setattr(opening.QPrintDialog, "exec", lambda _self: 1)
    window = QWidget()
    said, good = opening.print_recovery(form, window)
    assert not good
    assert said.startswith("恢复单没有印出来：打印机“HP”没有准备好")
    assert "抄下来" in said
    window.deleteLater()
