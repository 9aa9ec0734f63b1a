"""The rule of half: the published examples, the rule by its words, and unknown shares filled in."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.parties.ownership.attribution import attributed
from licet.parties.ownership.shares import Share

from .worlds import ENTITIES, above, caught_by_halves, fillings, held_by_walking, ownerships, share

HALF = Fraction(1, 2)

# The examples of the Office of Foreign Assets Control, frequently asked question 401. X is blocked.
FAQ_401 = {
    "half of A, and A half of B": ("B", [("X", "A", 50), ("A", "B", 50)], True),
    "half of A and of B, which hold a quarter of C each": (
        "C",
        [("X", "A", 50), ("X", "B", 50), ("A", "C", 25), ("B", "C", 25)],
        True,
    ),
    "half of A and a tenth of B, of which A holds 40": (
        "B",
        [("X", "A", 50), ("X", "B", 10), ("A", "B", 40)],
        True,
    ),
    "half of A and a quarter of B, which hold a quarter of C each": (
        "C",
        [("X", "A", 50), ("X", "B", 25), ("A", "C", 25), ("B", "C", 25)],
        False,
    ),
    "a quarter of A and of B, which hold half of C each": (
        "C",
        [("X", "A", 25), ("X", "B", 25), ("A", "C", 50), ("B", "C", 50)],
        False,
    ),
}


@pytest.mark.parametrize("example", FAQ_401)
def test_the_published_examples(example: str) -> None:
    entity, holdings, caught = FAQ_401[example]
    chain = above(entity, [share(*holding) for holding in holdings], complete="ABC")
    assert attributed(chain, {"X"}, HALF).caught is caught


@pytest.mark.parametrize(
    ("first", "second", "caught"), [(25, 25, True), (25, 24.99, False), (20, 30, True)]
)
def test_listed_owners_are_added_up(first: float, second: float, caught: bool) -> None:
    shares = [share("X", "A", first), share("Y", "A", second)]
    assert attributed(above("A", shares, complete="A"), {"X", "Y"}, HALF).caught is caught


def test_multiplied_shares_can_reach_half_where_the_rule_of_half_does_not() -> None:
    # X holds 40 of A directly and 40 of B, which holds 60 of A: 40 + 0.4 * 60 = 64
    shares = [share("X", "A", 40), share("X", "B", 40), share("B", "A", 60)]
    found = attributed(above("A", shares, complete="AB"), {"X"}, HALF)
    assert (found.counted.low, found.multiplied.low) == (Fraction(40, 100), Fraction(64, 100))
    assert found.caught is True
    assert found.only_by_multiplying


def test_what_is_not_recorded_keeps_the_answer_open() -> None:
    shares = [share("X", "A", 10)]
    assert attributed(above("A", shares), {"X"}, HALF).caught is None
    assert attributed(above("A", shares, complete="A"), {"X"}, HALF).caught is False


@settings(deadline=None, max_examples=300)
@given(st.data(), ownerships(), st.sets(st.sampled_from(ENTITIES[1:]), min_size=1, max_size=2))
def test_an_answer_holds_however_unknown_shares_are_filled_in(
    data: st.DataObject, shares: list[Share], listed: set[str]
) -> None:
    found = attributed(above("A", shares, complete=ENTITIES), listed, HALF)
    filled = data.draw(fillings(shares))
    caught = caught_by_halves(listed, filled, HALF)
    counted = sum(p for (o, owned), p in filled.items() if owned == "A" and o in caught - {"A"})
    assert found.counted.low <= counted <= found.counted.high
    multiplied = held_by_walking("A", listed, filled, steps=300)
    if found.caught is True:
        assert counted >= HALF or multiplied >= 0.49
    if found.caught is False:
        assert counted < HALF
        assert multiplied < 0.5


@settings(deadline=None, max_examples=200)
@given(ownerships(unknown=False), st.sets(st.sampled_from(ENTITIES[1:]), min_size=1, max_size=2))
def test_known_shares_are_counted_by_the_words_of_the_rule(
    shares: list[Share], listed: set[str]
) -> None:
    direct = {(s.owner, s.owned): s.low / 100 for s in shares}
    caught = caught_by_halves(listed, direct, HALF)
    counted = sum(p for (o, owned), p in direct.items() if owned == "A" and o in caught - {"A"})
    found = attributed(above("A", shares, complete=ENTITIES), listed, HALF)
    assert found.counted.low == found.counted.high == counted
