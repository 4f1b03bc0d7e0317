"""Duties as rows: what of rounds, rosters, visits and publicity goes up without words, and how far the ledger says it went."""

from __future__ import annotations

from app.matters.values import Filter
from tests.services.test_bundles_coded import (
    CHARGE,
    VISIT,
    Form,
    coded,
    figures,
    lines,
    register,
    same_figures,
)
from tests.support.exchange import Pair

__all__ = ["coded"]


def test_visits_of_one_outing_are_counted_once_whole_or_as_rows(pair: Pair, petition: Form) -> None:
    receptions = pair.township.duties.receptions
    first = receptions.sign_in(VISIT)
    pair.round()
    pair.township.bundles.choose_way("coded")
    second = receptions.sign_in({**VISIT, "visitor": "钱大海"})
    receptions.sign_in({**VISIT, "place": "青石村委会"})
    pair.round()
    assert figures(pair.district)["all_field_visit_count"][0] == 2
    same_figures(pair)
    # Moved to another place it is an outing of its own; what stays behind keeps its own.
    receptions.book.change(first.id, {"place": "赵家坝"})
    pair.round()
    assert figures(pair.district)["all_field_visit_count"][0] == 3
    receptions.book.change(second.id, {"place": "赵家坝"})
    pair.round()
    assert figures(pair.district)["all_field_visit_count"][0] == 2
    same_figures(pair)
    pair.check()


WORDS = ("张三家的地", "李四上访", "王五", "赵六", "钱七")


def test_free_words_of_rounds_rosters_and_publicity_stay_at_home(coded: Pair) -> None:
    town = coded.township
    town.directory.put(
        "village", [{"code": "621299101201", "name": "青石村"}, {"name": "一社", "parent": "青石村"}]
    )
    order = coded.district.duties.rounds.start(
        {"kind": "集中排查", "from_on": "2026-03-01", "due_on": "2026-03-10"}, to="*"
    )
    coded.round()
    rounds = town.duties.rounds
    ident = rounds.start(
        {"title": WORDS[0], "topic": WORDS[1]}, villages=["青石村"], units=["镇农机站"], order=order.id
    ).id
    town.duties.rounds.book.change(ident, {"topic": WORDS[1]})
    rounds.give(ident, {"place": "青石村", "went_on": "2026-03-02", "went": "李支书", "what": WORDS[2]})
    rounds.zero(ident, ["镇农机站"], {"went": "站长"})
    rounds.close(ident)
    town.duties.receptions.roster.book.add(
        {
            **{"on_day": "2026-03-02", "leader": WORDS[3], "level": "乡镇领导", "mode": "下访"},
            "place": f"{WORDS[4]}家",
        }
    )
    town.duties.publicities.book.add(
        {"on_day": "2026-03-01", "title": WORDS[2], "form": "设点宣传", "place": WORDS[4], "reached": "300"}
    )
    coded.round()
    for word in WORDS:
        assert word not in lines(coded.district)
    same_figures(coded)
    coded.check()
    (answer,) = coded.district.duties.rounds.show(order.id).answers
    assert answer.standing == "on_time"
    seen = coded.district.duties.rounds.show(answer.round, answer.office)
    assert seen.line.view["title"] == "2026年3月集中排查"
    assert [(p.name, p.words, len(p.gone)) for p in seen.places] == [
        ("青石村", "已查，待登记", 1),
        ("镇农机站", "零报告", 0),
    ]
    (told,) = coded.district.duties.publicities.lines()
    assert (told.view["title"], told.view["place"], told.view["reached"]) == ("（未报）", "", "300")
    town.bundles.choose_way("whole")
    coded.round()
    assert WORDS[0] in lines(coded.district)
    same_figures(coded)
    coded.check()


def test_the_ledger_says_how_far_rows_have_gone(coded: Pair, dispute: Form, petition: Form) -> None:
    town = coded.township
    one, two = register(town, dispute()), register(town, petition())

    def told() -> dict[str, str]:
        find = town.matters.find
        found: dict[str, str] = {f.number: f.upload for f in find.rows(find.find_ids(Filter()))}
        for way in ("waiting", "sent", "receipted"):
            listed = {f.number for f in find.rows(find.find_ids(Filter(upload=way)))}  # type: ignore[arg-type]
            assert listed == {n for n, upload in found.items() if upload == way}
        counts = find.counts()
        assert (counts.waiting, counts.unreceipted) == (
            list(found.values()).count("waiting"),
            list(found.values()).count("sent"),
        )
        return found

    assert told() == {one.number: "waiting", two.number: "waiting"}
    coded.district.bundles.receive(coded.up())
    assert told() == {one.number: "sent", two.number: "sent"}
    coded.down()
    assert told() == {one.number: "receipted", two.number: "receipted"}
    town.matters.do(one.number, "accept", {"source": "by_application", "mediators": "王调解"})
    assert told() == {one.number: "waiting", two.number: "receipted"}
    coded.round()
    town.matters.do(two.number, "note", {"content": "已电话联系"})
    coded.round()
    assert told() == {one.number: "receipted", two.number: "receipted"}
    coded.district.duties.charges.open(one.number, CHARGE)
    coded.down()
    assert told() == {one.number: "waiting", two.number: "receipted"}
    assert town.matters.get_matter(one.number).transport.words.startswith("区里要看全件")
    coded.round()
    assert told() == {one.number: "receipted", two.number: "receipted"}
    assert town.matters.get_matter(one.number).transport.status == "receipted"
    assert town.matters.get_matter(two.number).transport.status == "coded"


def test_a_place_without_the_form_of_a_name_is_the_same_place_everywhere(coded: Pair) -> None:
    town = coded.township
    town.directory.put("village", [{"code": "621299101201", "name": "青石村"}])
    odd = "张三家、电话13900001111旁的工地".replace("、", "/")
    rounds = town.duties.rounds
    ident = rounds.start(
        {"kind": "集中排查", "from_on": "2026-03-01", "due_on": "2026-03-10"}, units=[odd, "106国道工地"]
    ).id
    rounds.zero(ident, [odd, "106国道工地"], {"went": "站长"})
    coded.round()
    assert "张三家" not in lines(coded.district)
    (line,) = coded.district.duties.rounds.lines()
    assert (line.coverage.done, line.coverage.places, line.coverage.zero) == (2, 2, 2)
    assert "106国道工地" in {p.name for p in coded.district.duties.rounds.show(line.id).places}
    same_figures(coded)
    coded.check()
