"""Every bench runs, at a size that proves nothing of speed; a copied matter is listed and found like an imported one."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from app.desk import Desk
from app.matters.derive import due_of
from app.matters.law import Law, office_settings
from app.matters.listing import write_listings
from bench import __main__ as program
from bench import office
from bench.cases import scroll
from bench.race import Cost, Line, Rounds, percentile
from db.tables import Listing

MATTERS, SEED = 90, 30


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("name", list(program.CASES))
def test_a_bench_writes_its_table_and_keeps_it_as_json(
    name: str,
    cache: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(scroll, "_STEPS", 4)
    words = [name, "--matters", "30", "--rows", "12", "--changes", "120", "--rounds", "1"]
    assert program.main([*words, "--cache", str(cache), "--results", str(tmp_path)]) == 0
    (kept,) = tmp_path.glob(f"*-{name}.json")
    told = json.loads(kept.read_text(encoding="utf-8"))
    assert told["lines"]
    table = capsys.readouterr().out
    for line in told["lines"]:
        assert line["name"] in table
        assert line["ours"] > 0
        assert (line["name"] in told["profiles"]) <= (line["met"] is False)


def test_a_name_that_is_no_bench_is_refused_with_those_that_are(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        program.main(["searhc"])
    assert ended.value.code == 2
    assert "没有这项测量：searhc" in capsys.readouterr().err


@pytest.fixture
def copied(cache: Path, tmp_path: Path) -> Desk:
    return office.enter(office.copied(MATTERS, tmp_path / "copied", cache, SEED))


def test_copies_are_listed_as_the_program_lists_them(copied: Desk):
    context = copied._opened.context
    with context.writing() as unit:

        def listed() -> dict[str, dict[str, object]]:
            rows = unit.connection.execute(select(Listing.__table__)).mappings()
            # A copy has no history, and so no newest change.
            return {row["matter"]: {**row, "last_seq": 0} for row in rows}

        before = listed()
        law = Law(context, office_settings(unit.session, context))
        write_listings(
            unit.session,
            {(r["office"], m): due_of(unit, context, law, r["office"], m) for m, r in before.items()},
        )
        assert listed() == before
    copied.close()
    assert len(before) == MATTERS


def test_the_same_office_is_built_only_once(cache: Path):
    built = office.cached(MATTERS, cache, SEED)
    assert office.cached(MATTERS, cache, SEED) == built
    (database,) = built.glob("office.db")
    assert database.stat().st_size > 0


def test_a_ratio_is_the_median_of_the_rounds_and_not_the_ratio_of_the_medians():
    rounds = Rounds([Cost(2, 4), Cost(30, 60), Cost(8, 8)], [Cost(1, 1), Cost(10, 20), Cost(2, 8)])
    line = rounds.line("x", goal=3.0, each=2, unit="ms")
    assert (line.ratio, line.wall) == (3.0, 3.0)
    assert (line.ours, line.theirs) == (4000.0, 1000.0)
    assert line.met is True


@pytest.mark.parametrize(
    ("ours", "goal", "met"), [(16.7, 16.7, True), (16.8, 16.7, False), (16.8, 0.0, None)]
)
def test_a_bound_is_met_or_missed_and_nothing_where_there_is_none(ours: float, goal: float, met: bool | None):
    assert Line("x", ours, 0.0, "ms", goal=goal).met is met


def test_ninety_five_of_a_hundred_lie_below_the_percentile():
    assert percentile([float(n) for n in range(100)], 0.95) == 95.0
    assert percentile([7.0], 0.95) == 7.0
