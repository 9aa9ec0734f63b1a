"""What terms hold each fact against: groups, thresholds, sums; and which values are alike to them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from tests.logic.toy import DAY, Edition, Toy

from licet.logic.columns import Cuts, Sum, compared, cuts_of
from licet.logic.dated import Dated, Group
from licet.logic.terms import Compare, Term, Total, quantity

X, Y, N = (Toy.x,), (Toy.y,), (Toy.n,)
SIX = Dated({DAY.isoformat(): (6, "a rule")}, unit="x")
VOWELS = Group.always("vowels", "ae")


def cuts(*terms: Term) -> Cuts:
    return cuts_of([(Edition(), terms)])


@pytest.mark.parametrize(
    ("term", "limit"),
    [
        (Toy.x >= 4, 4),
        (Toy.x > SIX, 6),
        (Toy.x * 2 + 3 <= 11, 4),
        (Toy.x * 4 < 2, Fraction(1, 2)),
        (Toy.x * -2 + 3 >= 0, Fraction(3, 2)),
        ((Toy.x + Toy.x) > 6, 3),
        ((Toy.x + Toy.y) > (Toy.y + 5), 5),
        (Total(Toy.x, Toy.big) <= 7, 7),
    ],
)
def test_a_number_against_a_limit_is_a_threshold(term: Term, limit: Any) -> None:
    found = cuts(~term)
    assert found.thresholds == {Toy.x: {limit}}
    assert (found.groups, found.sums, found.whole) == ({}, {}, set())


def test_thresholds_of_all_terms_are_kept() -> None:
    assert cuts(Toy.x >= 4, (Toy.x < 5) | (Toy.y > 1)).thresholds == {Toy.x: {4, 5}, Toy.y: {1}}


@pytest.mark.parametrize(
    ("term", "factors", "limit"),
    [
        (Toy.x + Toy.y >= 5, {(X, 1), (Y, 1)}, 5),
        (Toy.x * 3 - Toy.y > 2, {(X, 3), (Y, -1)}, 2),
        (Toy.x > Toy.y + 1, {(X, 1), (Y, -1)}, 1),
        (Toy.x * Toy.n <= 8, {((*X, *N), 1)}, 8),
        (Toy.x * 2 * (Toy.n * 3) + Toy.y <= 8, {((*X, *N), 6), (Y, 1)}, 8),
        (Total(Toy.n, Toy.big) + Toy.x < 9, {(N, 1), (X, 1)}, 9),
    ],
)
def test_what_is_added_up_is_a_sum(term: Term, factors: Any, limit: Any) -> None:
    found = cuts(term)
    assert found.sums == {frozenset(factors): {limit}}
    assert (found.thresholds, found.whole) == ({}, set())


@pytest.mark.parametrize(
    "term",
    [
        (Toy.x + 1) * Toy.y > 3,
        Toy.x * (Toy.y + 1) > 3,
        (Toy.x + Toy.y) * Toy.x > 3,
        Toy.x * (Toy.y + Toy.x) > 3,
        quantity(3) < (Toy.x + 1) * Toy.y,
        Toy.x + (Toy.x + 1) * Toy.y > 3,
        (Toy.x + 1) * Toy.y + Toy.x > 3,
        (Toy.x + 1) * Toy.y * 2 > 3,
        Toy.x >= (Toy.x + 1) * Toy.y,
    ],
)
def test_of_another_shape_every_value_may_count(term: Compare) -> None:
    found = cuts(term)
    assert found.whole == {Toy.x, Toy.y}
    assert (found.thresholds, found.sums) == ({}, {})
    assert compared(term, Edition()) == (Sum(frozenset(), 0, term.op, term), None, term.op)


@pytest.mark.parametrize(
    ("term", "what"),
    [
        (Toy.x >= 4, (Toy.x, 4, ">=")),
        (Toy.x * -1 >= -4, (Toy.x, 4, "<=")),
        (Toy.x * -2 < 3, (Toy.x, Fraction(-3, 2), ">")),
        (Toy.y * -1 + 6 > 0, (Toy.y, 6, "<")),
        (Toy.y * -1 <= 0, (Toy.y, 0, ">=")),
        (Toy.x + Toy.y > 5, (Sum(frozenset({(X, 1), (Y, 1)}), 5, ">"), None, ">")),
        (Toy.x * Toy.y < 5, (Sum(frozenset({((*X, *Y), 1)}), 5, "<"), None, "<")),
    ],
)
def test_what_is_compared_and_how(term: Compare, what: Any) -> None:
    assert compared(term, Edition()) == what


def test_codes_that_no_group_tells_apart_are_one_class() -> None:
    found = cuts(Toy.letter.within(VOWELS), Toy.letter.among("a", "b"))
    assert found.groups == {Toy.letter: {frozenset("ae"), frozenset("ab")}}
    assert found.classes([Toy.letter], "abcde") == {"a": 0, "b": 1, "c": 2, "d": 2, "e": 3}
    assert found.classes([], "abc") == {"a": 0, "b": 0, "c": 0}


def test_what_is_looked_up_in_a_list_is_kept_whole() -> None:
    found = cuts(Toy.letter.is_listed_in(Toy.listed))
    assert found.whole == {Toy.letter}
    assert found.groups == {}


def test_editions_are_read_together() -> None:
    found = cuts_of([(Edition(), [Toy.x >= 4]), (Edition(), [Toy.x >= 4, Toy.x >= 6])])
    assert found.thresholds == {Toy.x: {4, 6}}
