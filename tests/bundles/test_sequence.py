"""Any order of delivery that is finally complete gives the same state, with copies, overlaps and losses in between."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from app.bundles import chain
from app.bundles.sequence import Decision, Held, confirm, decide, missing_ranges, next_waiting


def heads_of(digests: list[bytes]) -> list[bytes]:
    heads = [chain.opening_head("opening")]
    for digest in digests:
        heads.append(chain.next_head(heads[-1], digest))
    return heads


def digests(count: int, branch: str = "a") -> list[bytes]:
    return [hashlib.sha256(f"{branch}{n}".encode()).digest() for n in range(count)]


@dataclass
class Receiver:
    """The 20-line model of a district: what it holds, what waits."""

    heads: list[bytes] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)
    waiting: dict[tuple[int, int], tuple[bytes, list[bytes]]] = field(default_factory=dict)
    frozen: bool = False

    @property
    def held(self) -> Held | None:
        if not self.heads:
            return None
        return Held(len(self.digests), self.heads[-1], lambda n: self.heads[n], self.frozen)

    def deliver(self, lo: int, prev: bytes, brought: list[bytes]) -> Decision:
        heads = [prev]
        for digest in brought:
            heads.append(chain.next_head(heads[-1], digest))
        hi = lo + len(brought) - 1
        held = self.held
        decision = confirm(decide(held, lo, hi, prev, heads[-1]), held, lo, heads[1:])
        if decision.verdict == "tail":
            new = decision.first - lo
            self.heads = self.heads or [prev]
            self.digests += brought[new:]
            self.heads += heads[1 + new :]
            while ready := next_waiting(len(self.digests), self.waiting):
                self.deliver(ready[0], *self.waiting.pop(ready))
        elif decision.verdict == "gap":
            self.waiting[lo, hi] = (prev, brought)
        elif decision.verdict == "fork":
            self.frozen = True
        return decision


ranges = st.lists(
    st.tuples(st.integers(1, 20), st.integers(1, 20)).map(lambda r: (min(r), max(r))), max_size=12
)


@given(ranges, st.randoms(use_true_random=False))
def test_any_order_that_is_finally_complete_gives_the_same_state(extra: list[tuple[int, int]], random):
    all_digests = digests(20)
    heads = heads_of(all_digests)
    deliveries = [*extra, (1, 7), (8, 8), (9, 15), (16, 20)]
    random.shuffle(deliveries)
    district = Receiver()
    for lo, hi in deliveries * 2:
        decision = district.deliver(lo, heads[lo - 1], all_digests[lo - 1 : hi])
        assert decision.verdict in {"tail", "known", "gap"}
    assert district.digests == all_digests
    assert district.heads == heads
    assert missing_ranges(20, district.waiting) == []


@given(ranges)
def test_what_is_missing_is_exactly_what_lacks(delivered: list[tuple[int, int]]):
    all_digests = digests(20)
    heads = heads_of(all_digests)
    district = Receiver()
    for lo, hi in delivered:
        district.deliver(lo, heads[lo - 1], all_digests[lo - 1 : hi])
    got = {n for lo, hi in delivered for n in range(lo, hi + 1)}
    asked = missing_ranges(len(district.digests), district.waiting)
    assert {n for lo, hi in asked for n in range(lo, hi + 1)} == set(range(1, max(got, default=0) + 1)) - got
    for lo, hi in asked:
        district.deliver(lo, heads[lo - 1], all_digests[lo - 1 : hi])
    assert district.digests == all_digests[: max(got, default=0)]


@given(st.integers(0, 9), st.integers(1, 10), st.integers(1, 10))
def test_no_bundle_of_another_branch_is_ever_applied(shared: int, lo: int, size: int):
    ours = digests(10)
    other = ours[:shared] + digests(10 - shared, "b")
    heads = heads_of(other)
    district = Receiver()
    district.deliver(1, heads_of(ours)[0], ours)
    hi = min(10, lo + size - 1)
    decision = district.deliver(lo, heads[lo - 1], other[lo - 1 : hi])
    assert district.digests == ours
    assert decision.verdict == ("known" if hi <= shared else "fork")


@given(st.integers(0, 5), st.integers(1, 9))
def test_fork_that_shows_only_in_the_overlap_is_found_with_its_first_change(shared: int, lo: int):
    ours, theirs = digests(6), digests(5)[:shared] + digests(12, "b")
    heads = heads_of(theirs)
    lo = min(lo, shared + 1)
    district = Receiver()
    district.deliver(1, heads[0], ours)
    decision = district.deliver(lo, heads[lo - 1], theirs[lo - 1 :])
    assert decision == Decision("fork", first=shared + 1)
    assert district.digests == ours


def test_after_a_fork_nothing_more_is_taken_until_a_person_decides():
    ours = digests(6)
    heads = heads_of(ours)
    district = Receiver()
    district.deliver(1, heads[0], ours[:4])
    district.deliver(3, heads[2], [ours[2], b"x" * 32])
    assert district.frozen
    assert district.deliver(5, heads[4], ours[4:]).verdict == "frozen"
    assert district.deliver(2, heads[1], ours[1:3]).verdict == "known"
    assert district.digests == ours[:4]


def test_stream_that_was_never_seen_waits_for_its_first_change():
    assert decide(None, 1, 3, b"", b"").verdict == "tail"
    assert decide(None, 4, 6, b"", b"") == Decision("gap", missing=(1, 3))


def test_another_opening_is_a_fork():
    held = Held(0, b"a" * 32, lambda _: b"a" * 32)
    assert decide(held, 1, 3, b"b" * 32, b"").verdict == "fork"
    assert decide(held, 1, 3, b"a" * 32, b"").verdict == "tail"
