"""The explaining reader: each kind of term in three values, by the tables of Kleene and by hand."""

from fractions import Fraction
from itertools import product

import pytest
from tests.logic.toy import (
    DIFFERENCE,
    FIRST,
    NEITHER,
    PRODUCT,
    SUM,
    TOTAL,
    Edition,
    Toy,
    two_lines,
    wet,
)

from licet.logic.dated import Span
from licet.logic.explain import reader
from licet.logic.terms import ALWAYS, NEVER, Classified, SomeCircuit, all_of, any_of
from licet.logic.world import NOT_APPLICABLE, UNKNOWN, Derived

TRUTHS = (True, False, None)
SECOND = Classified("toy", frozenset({"second"}))


def read(term, **stated):
    """The term on the first of two lines, where nothing else is known than what is stated."""
    lines, places = two_lines()
    for place in places:
        place.put(stated.get(place.path, UNKNOWN))
    return reader(term, Edition())(lines[0], lines[0].facts)


@pytest.mark.parametrize(("a", "b"), list(product(TRUTHS, TRUTHS)))
def test_and_or_not_as_kleene_has_them(a, b):
    rank = {False: 0, None: 1, True: 2}
    facts = {"rain": a, "snow": b}
    assert read(Toy.rain & Toy.snow, **facts) is min(a, b, key=rank.get)
    assert read(Toy.rain | Toy.snow, **facts) is max(a, b, key=rank.get)
    assert read(all_of(Toy.rain, ALWAYS, Toy.snow), **facts) is min(a, b, key=rank.get)
    assert read(any_of(Toy.rain, NEVER, Toy.snow), **facts) is max(a, b, key=rank.get)
    assert read((Toy.rain & Toy.snow) & NEVER, **facts) is False
    assert read((Toy.rain | Toy.snow) | ALWAYS, **facts) is True
    assert read(wet.holds, **facts) is max(a, b, key=rank.get)
    assert read(~Toy.rain, **facts) is {True: False, False: True, None: None}[a]


def test_a_flag_without_meaning_is_false():
    assert read(Toy.rain, rain=NOT_APPLICABLE) is False


@pytest.mark.parametrize(
    ("letters", "value", "truth"),
    [(("a", "b"), "a", True), (("a", "b"), "c", False), (("a", "b"), None, None),
     (("a", "b", "c", "d"), None, True), ((), None, False), (("a", "b"), NOT_APPLICABLE, False)],
)  # fmt: skip
def test_membership(letters, value, truth):
    assert read(Toy.letter.among(*letters), letter=value) is truth


@pytest.mark.parametrize(
    ("listed", "value", "truth"),
    [({"a"}, "a", True), ({"a"}, "b", False), ({"a"}, None, None), (set(), None, False),
     (set(), "a", False), (NOT_APPLICABLE, "a", False)],
)  # fmt: skip
def test_a_public_list(listed, value, truth):
    lines, _places = two_lines()
    facts = lines[0].facts
    facts.set(Toy.letter, value)
    facts.set(Toy.listed, listed)
    assert reader(Toy.letter.is_listed_in(Toy.listed), Edition())(lines[0], facts) is truth


@pytest.mark.parametrize(
    ("letter", "x", "first", "second", "neither"),
    [
        ("a", 2, True, False, False),
        ("a", 1, False, False, True),
        ("b", None, False, True, False),
        ("d", None, False, False, True),
        ("a", None, None, False, None),
        (None, 0, False, None, None),
        (None, None, None, None, None),
    ],
)
def test_what_a_table_decides(letter, x, first, second, neither):
    facts = {"letter": letter, "x": x}
    assert read(FIRST, **facts) is first
    assert read(SECOND, **facts) is second
    assert read(NEITHER, **facts) is neither
    both = Classified("toy", frozenset({"first", "second", ""}))
    assert read(both, **facts) is True


@pytest.mark.parametrize(
    ("x", "truths"),
    [
        (2, (False, True, False, True)),
        (3, (True, True, False, False)),
        (Fraction(7, 2), (True, False, True, False)),
        (Span(0, 2), (False, True, False, True)),
        (Span(3, 4), (True, None, None, False)),
        (Span(0, 3), (None, True, False, None)),
        (None, (None, None, None, None)),
        (NOT_APPLICABLE, (False, False, False, False)),
    ],
)
def test_comparisons_with_a_number(x, truths):
    terms = (Toy.x >= 3, Toy.x <= 3, Toy.x > 3, Toy.x < 3)
    assert tuple(read(term, x=x) for term in terms) == truths


def test_no_number_leaves_its_range():
    assert read(Toy.x <= 6) is True
    assert read(Toy.x < 0) is False
    assert read(SUM <= 12) is True
    assert read(SUM > 12) is False
    assert read(DIFFERENCE >= -6) is True
    assert read(PRODUCT <= 36) is True


def test_arithmetic():
    known = {"x": 2, "y": Fraction(1, 2)}
    assert read(Fraction(5, 2) <= SUM, **known) is True
    assert read(Fraction(5, 2) < SUM, **known) is False
    assert read(Fraction(3, 2) >= DIFFERENCE, **known) is True
    assert read(Fraction(3, 2) > DIFFERENCE, **known) is False
    for quantity in (SUM, DIFFERENCE):
        assert read(quantity >= 0, x=2, y=NOT_APPLICABLE) is False
        assert read(quantity < 0, x=2, y=NOT_APPLICABLE) is False


def test_a_number_that_follows_from_another():
    lines, _places = two_lines()
    facts = lines[0].facts
    facts.set(Toy.y, Derived(((facts, Toy.x, 2),), 1))
    facts.set(Toy.x, 2)
    for term in (Toy.y >= 5, Toy.y <= 5, ~(Toy.y > 5), ~(Toy.y < 5), Toy.y < 6, Toy.y > 4):
        assert reader(term, Edition())(lines[0], facts) is True


def test_some_circuit():
    lines, _places = two_lines()
    line, term = lines[0], SomeCircuit(Toy.hot & (Toy.t >= 2))
    for circuit in line.circuits:
        circuit.set(Toy.hot, False)
    assert reader(term, Edition())(line, line.facts) is False
    last = line.circuits[-1]
    last.set(Toy.hot, True)
    last.set(Toy.t, UNKNOWN)
    assert reader(term, Edition())(line, line.facts) is None
    last.set(Toy.t, 2)
    assert reader(term, Edition())(line, line.facts) is True


@pytest.mark.parametrize(
    ("first", "second", "at_least_4", "at_most_4"),
    [
        ((True, 4), (True, 0), True, True),
        ((True, 4), (True, 1), True, False),
        ((True, 4), (False, 6), True, True),
        ((False, 4), (False, 6), False, True),
        ((True, 4), (None, 6), True, None),
        ((None, 3), (False, 6), False, True),
        ((None, 4), (False, 6), None, True),
        ((True, NOT_APPLICABLE), (True, 4), True, True),
        ((True, 4), (True, None), True, None),
    ],
)
def test_a_total_over_lines_that_count(first, second, at_least_4, at_most_4):
    lines, _places = two_lines()
    for line, (big, n) in zip(lines, (first, second), strict=True):
        line.facts.set(Toy.big, big)
        line.facts.set(Toy.n, n)
    for term, truth in ((TOTAL >= 4, at_least_4), (TOTAL <= 4, at_most_4)):
        for line in lines:
            line.shared.clear()
            assert reader(term, Edition())(line, line.facts) is truth
