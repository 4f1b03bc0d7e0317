"""A whole ledger in one transaction: the same state, list and journal as if it had been typed, without typing's cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event

from app.desk import Desk
from app.errors import UserError
from app.matters.list_values import LedgerRow
from app.matters.values import Filter

Form = Callable[..., dict[str, object]]


def listed(desk: Desk) -> dict[str, LedgerRow]:
    """Every row of the ledger by its number, without its place."""
    rows = desk.matters.find.rows(desk.matters.find.find_ids(Filter(voided=True)))
    return {row.number: replace(row, doc=0) for row in rows}


def of_all_kinds(dispute: Form, petition: Form) -> list[dict[str, object]]:
    """Rows as ledgers have them: open and done with, with and without days, and an accusation among them."""
    return [
        dispute(received_on="2026-01-05", found_on="2026-01-05"),
        dispute(received_on="2026-01-05", accepted_on="2026-01-06"),
        dispute(
            received_on="2026-01-05", accepted_on="2026-01-06", closed_on="2026-01-20", outcome="resolved"
        ),
        dispute(received_on="2026-01-05", accepted_on="2026-01-06", outcome="failed"),
        dispute(received_on="2026-01-05", outcome="resolving", responsible_officer="王调解"),
        dispute(received_on="2026-01-05", closed_on="2026-02-01", agreement_no="青调协1号"),
        petition(received_on="2026-02-27"),
        petition(received_on="2026-01-05", accepted_on="2026-01-06", closed_on="2026-02-20"),
        petition(received_on="2026-01-05", category="suggestion", urgent=True),
        petition(received_on="2026-01-05", category="accusation", title="反映某干部问题"),
    ]


def test_what_an_import_lists_is_what_any_later_touch_derives(
    desk: Desk, dispute: Form, petition: Form
) -> None:
    desk.matters.import_batch(of_all_kinds(dispute, petition), "台账.xlsx")
    before = listed(desk)
    assert len(before) == 9
    for number in before:
        desk.matters.edit(number, {"remark": "核对过"}, desk.matters.get_matter(number).version)
    after = listed(desk)
    assert {n: replace(r, upload="") for n, r in after.items()} == {
        n: replace(r, upload="") for n, r in before.items()
    }
    assert before["青信〔2026〕001号"].notice_due_on == date(2026, 3, 14)
    assert desk.health.check().ok


def test_an_imported_matter_is_found_shown_and_told_like_a_typed_one(desk: Desk, dispute: Form) -> None:
    form = dispute(title="张天明与李桂花相邻通行纠纷")
    desk.matters.register([form])
    desk.matters.import_batch([form], "台账.xlsx")
    typed, taken = "青调〔2026〕001号", "青调〔2026〕002号"
    for text in ("张天明", "lgh", "13900001111", "砖石"):
        assert {r.number for r in desk.matters.find.search(Filter(text=text))} == {typed, taken}
    views = [desk.matters.get_matter(n) for n in (typed, taken)]
    same = [
        [(f.label, f.text) for f in v.fields] + [[(f.label, f.text) for f in p.fields] for p in v.parties]
        for v in views
    ]
    assert same[0] == same[1]
    told = [[line.words for line in desk.matters.history(n)] for n in (typed, taken)]
    assert [w.replace(taken, typed) for w in told[1]] == told[0]


def test_an_import_asks_the_database_no_more_for_many_rows_than_for_few(desk: Desk, dispute: Form) -> None:
    asked: list[str] = []
    event.listen(
        desk._opened.context.store.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, _p, _x, _many: asked.append(statement),
    )

    def statements(count: int) -> int:
        asked.clear()
        desk.matters.import_batch(
            [dispute(title=f"第{count}批{i}", received_on="2026-02-01") for i in range(count)], "台账.xlsx"
        )
        return len(asked)

    few = statements(3)
    assert statements(300) == few
    assert few < 40


def test_one_row_that_cannot_be_keeps_all_of_them_out(desk: Desk, dispute: Form) -> None:
    with pytest.raises(UserError, match="第 3 件"):
        desk.matters.import_batch([dispute(), dispute(), dispute(channel="飞鸽")], "台账.xlsx")
    assert listed(desk) == {}
    desk.matters.import_batch([dispute()], "台账.xlsx")
    assert list(listed(desk)) == ["青调〔2026〕001号"]


def test_an_import_says_how_far_it_is_and_never_goes_back(desk: Desk, dispute: Form) -> None:
    told: list[tuple[int, int, str]] = []
    desk.matters.import_batch(
        [dispute(title=f"第{i}起水渠纠纷") for i in range(600)], "台账.xlsx", lambda *news: told.append(news)
    )
    assert [done for done, _of, _what in told] == sorted(done for done, _of, _what in told)
    assert {of for _done, of, _what in told} == {600}
    assert told[-1] == (600, 600, "写入")


@pytest.mark.parametrize("at", [(0, "检查"), (15, "写入"), (60, "写入")], ids=["checking", "writing", "last"])
def test_an_import_that_is_cancelled_at_any_moment_leaves_nothing(
    at: tuple[int, str], desk: Desk, dispute: Form
) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, of: int, what: str) -> None:
        del of
        if (done, what) == at:
            raise StoppedError

    forms = [dispute(title=f"第{i}起水渠纠纷") for i in range(60)]
    with pytest.raises(StoppedError):
        desk.matters.import_batch(forms, "台账.xlsx", stop)
    assert listed(desk) == {}
    assert desk.sheets.batches() == ()
    assert desk.health.check().ok
    desk.matters.import_batch(forms[:1], "台账.xlsx")
    assert list(listed(desk)) == ["青调〔2026〕001号"]
