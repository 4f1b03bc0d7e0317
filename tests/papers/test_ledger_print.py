"""The ledger on paper: every word on it, its header on every page, pages counted, sums at the end."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.papers.engine import FontSet
from app.papers.ledger_print import SIZES, print_ledger
from app.papers.ledger_widths import em_of, measure, share_out

HEADINGS = ("编号", "收到日期", "事由", "当事人", "主要情况", "涉及人数", "涉及金额（元）")
ROW = (
    "青调〔2026〕001号",
    "2026-03-02",
    "张天明与李桂花相邻通行纠纷",
    "张天明、李桂花",
    "在共用巷道内堆放砖石。",
    "2",
    "12,000.50",
)


@dataclass(frozen=True)
class Ledger:
    rows: tuple[tuple[str, ...], ...]
    headings: tuple[str, ...] = HEADINGS
    right: tuple[bool, ...] = (False, False, False, False, False, True, True)
    title: str = "青石镇综治中心矛盾纠纷台账"
    under: str = "收到日期：2026-01-01 至 2026-03-31"
    made: str = "打印日期：2026年4月1日"
    office: str = "青石镇综治中心"
    sums: str = "合计 120 件　涉及 240 人　涉及金额 1,440,060.00 元"
    mark: str = ""
    told: list[tuple[int, int, str]] = field(default_factory=list)

    def report(self, done: int, of: int, what: str) -> None:
        self.told.append((done, of, what))


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return FontSet.bundled()


def numbered(count: int) -> tuple[tuple[str, ...], ...]:
    return tuple((f"青调〔2026〕{n:03d}号", *ROW[1:]) for n in range(1, count + 1))


def pages(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_every_row_stands_on_some_page_with_the_header_above_it(paper: str, fonts: FontSet) -> None:
    ledger = Ledger(numbered(120))
    made = print_ledger(ledger, paper, ledger.report, fonts)
    read = pages(made.pdf)
    assert made.pages == len(read) > 1
    assert all("编号" in page and "主要情况" in page for page in read)
    whole = "".join(read)
    assert all(f"青调〔2026〕{n:03d}号" in whole for n in range(1, 121))
    assert [f"第{n}页共{len(read)}页" in page for n, page in enumerate(read, 1)] == [True] * len(read)
    assert "合计120件涉及240人" in read[-1]
    assert "合计120件" not in read[0]
    assert "青石镇综治中心矛盾纠纷台账" in read[0]
    assert all("打印日期：2026年4月1日" in page for page in read)


def test_a_sample_says_so_across_every_page(fonts: FontSet) -> None:
    ledger = Ledger(numbered(120), mark="样例")
    read = pages(print_ledger(ledger, "A3", ledger.report, fonts).pdf)
    assert len(read) > 1
    assert all("样例" in page for page in read)
    plain = Ledger(numbered(120))
    assert "样例" not in "".join(pages(print_ledger(plain, "A3", plain.report, fonts).pdf))


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_paper_lies_across(paper: str, fonts: FontSet) -> None:
    ledger = Ledger(numbered(1))
    made = print_ledger(ledger, paper, ledger.report, fonts)
    box = pypdf.PdfReader(io.BytesIO(made.pdf)).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(SIZES[paper], abs=0.01)
    assert box.width > box.height


def test_a_text_longer_than_a_page_goes_on_on_the_next_and_loses_no_word(fonts: FontSet) -> None:
    long = "".join(f"第{n}句话说到这里。" for n in range(2_000))
    ledger = Ledger(((*ROW[:4], long, *ROW[5:]), *numbered(3)))
    made = print_ledger(ledger, "A4", ledger.report, fonts)
    whole = "".join(pages(made.pdf))
    assert made.pages > 2
    assert "第1999句话" in whole
    assert whole.count("句") == whole.count("里") == 2_000


def test_the_sums_never_stand_alone_on_a_page(fonts: FontSet) -> None:
    for count in range(10, 24):
        ledger = Ledger(numbered(count))
        last = pages(print_ledger(ledger, "A4", ledger.report, fonts).pdf)[-1]
        assert "合计120件" in last
        assert f"{count:03d}号" in last


def test_an_empty_ledger_says_so_by_its_sums(fonts: FontSet) -> None:
    ledger = Ledger((), sums="合计 0 件")
    made = print_ledger(ledger, "A4", ledger.report, fonts)
    assert made.pages == 1
    assert "合计0件" in pages(made.pdf)[0]


def test_rare_characters_are_set_and_missing_ones_are_told(fonts: FontSet) -> None:
    ledger = Ledger(((*ROW[:3], "㛃𠮷\U0002ceff", *ROW[4:]),))
    made = print_ledger(ledger, "A4", ledger.report, fonts)
    assert "㛃𠮷" in "".join(pages(made.pdf))
    assert set(made.missing_glyphs) <= {"\U0002ceff"}


def test_the_same_ledger_gives_the_same_bytes(fonts: FontSet) -> None:
    ledger = Ledger(numbered(40))
    first, second = (print_ledger(ledger, "A4", ledger.report, fonts).pdf for _ in range(2))
    assert first == second


def test_many_columns_take_smaller_type_and_too_many_are_refused(fonts: FontSet) -> None:
    many = Ledger((ROW * 3,), HEADINGS * 3, (False,) * 21)
    assert print_ledger(many, "A3", many.report, fonts).pages == 1
    far = Ledger((ROW * 6,), HEADINGS * 6, (False,) * 42)
    with pytest.raises(UserError, match="42 列在 A4 横向纸上放不下"):
        print_ledger(far, "A4", far.report, fonts)


def test_there_is_no_other_paper(fonts: FontSet) -> None:
    ledger = Ledger(numbered(1))
    with pytest.raises(UserError, match="B5"):
        print_ledger(ledger, "B5", ledger.report, fonts)


def test_printing_says_how_far_it_is_and_can_be_stopped(fonts: FontSet) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, of: int, what: str) -> None:
        del of
        if what == "制作 PDF" and done:
            raise StoppedError

    ledger = Ledger(numbered(60))
    print_ledger(ledger, "A4", ledger.report, fonts)
    assert [done for done, _, _ in ledger.told] == sorted(done for done, _, _ in ledger.told)
    assert ledger.told[-1][:2] == (60, 60)
    with pytest.raises(StoppedError):
        print_ledger(ledger, "A4", stop, fonts)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.text("字a1、号 ", max_size=80), min_size=4, max_size=4), min_size=1, max_size=12),
    st.floats(40, 200),
)
def test_the_room_is_shared_out_whole_and_nobody_gets_less_than_words_need(
    rows: list[list[str]], room: float
) -> None:
    columns = measure(("编号", "事由", "当事人", "主要情况"), rows)
    widths = share_out(columns, room, 0.5)
    if widths is None:
        assert sum(one.least + 0.5 for one in columns) > room
        return
    assert sum(widths) == pytest.approx(room)
    assert all(width >= one.least + 0.5 - 1e-6 for width, one in zip(widths, columns, strict=True))


def test_a_number_of_a_matter_is_not_parted() -> None:
    columns = measure(("编号", "事由"), [("青调〔2026〕001号", "纠纷" * 40)])
    assert columns[0].least >= em_of("青调〔2026〕001号")
