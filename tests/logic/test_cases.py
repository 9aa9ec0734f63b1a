"""The exact reader against brute force over every completion."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.logic.toy import (
    DIFFERENCE,
    FIRST,
    LETTERS,
    NEITHER,
    PRODUCT,
    SUM,
    TOTAL,
    Edition,
    Question,
    Toy,
    brute_force,
    exactly,
    two_lines,
    wet,
)

from licet.logic.dated import Span
from licet.logic.explain import reader
from licet.logic.terms import Amount, SomeCircuit, all_of, any_of
from licet.logic.world import NOT_APPLICABLE, UNKNOWN, Derived

LIMITS = st.integers(0, 5)
SUBSETS = st.sets(st.sampled_from(LETTERS), min_size=1, max_size=3)


def compared(quantity, op, limit):
    return {"<": quantity < limit, "<=": quantity <= limit, ">": quantity > limit,
            ">=": quantity >= limit}[op]  # fmt: skip


def comparisons(*quantities):
    ops = st.sampled_from(["<", "<=", ">", ">="])
    return st.builds(compared, st.sampled_from(quantities), ops, LIMITS)


circuit_terms = st.recursive(
    st.just(Toy.hot) | comparisons(Toy.t),
    lambda inner: st.builds(lambda a, b: a & b, inner, inner) | st.builds(lambda a: ~a, inner),
    max_leaves=3,
)
atoms = st.one_of(
    st.sampled_from([Toy.rain, Toy.snow, Toy.big, wet.holds, FIRST, NEITHER]),
    st.builds(lambda group: Toy.letter.among(*group), SUBSETS),
    st.just(Toy.letter.is_listed_in(Toy.listed)),
    comparisons(Toy.x, Toy.y, Toy.n),
    st.builds(SomeCircuit, circuit_terms),
)


def terms(leaves):
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(lambda a, b: a & b, inner, inner),
            st.builds(lambda a, b: a | b, inner, inner),
            st.builds(lambda a: ~a, inner),
            st.builds(lambda parts: all_of(*parts), st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda parts: any_of(*parts), st.lists(inner, min_size=1, max_size=3)),
        ),
        max_leaves=7,
    )


@st.composite
def questions(draw):
    """A term with at most one number that several open facts make up, and a partial world."""
    several = draw(comparisons(SUM, DIFFERENCE, PRODUCT, TOTAL))
    term = draw(terms(atoms | st.just(several)))
    lines, places = two_lines(draw(st.integers(0, 2)))
    listed = frozenset(draw(st.sets(st.sampled_from(LETTERS), max_size=3)))
    for line in lines:
        line.facts.set(Toy.listed, listed)
    numbers = {place.path for place in places if isinstance(place.fact, Amount)}
    opened = draw(st.sets(st.sampled_from(range(len(places))), max_size=4))
    amounts = 0
    for number, place in enumerate(places):
        is_open = number in opened and (place.path not in numbers or amounts < 2)
        amounts += is_open and place.path in numbers
        place.put(draw(_stated(place, is_open)))
    return Question(term, lines, places)


def _stated(place, is_open):
    if isinstance(place.fact, Amount):
        if is_open:
            spans = st.builds(lambda a, b: Span(min(a, b), max(a, b)), LIMITS, LIMITS)
            # y is subtracted somewhere, and what has no upper end cannot be
            endless = st.nothing() if place.path == "y" else st.builds(Span, LIMITS)
            return st.just(UNKNOWN) | spans | endless
        return LIMITS
    if is_open:
        return st.just(UNKNOWN)
    return st.sampled_from(place.completions(None))


def test_a_or_not_a():
    lines, _ = two_lines()
    assert exactly(Toy.rain | ~Toy.rain, lines) == ({True}, set())
    assert exactly(Toy.rain & ~Toy.rain, lines) == ({False}, set())
    assert exactly((Toy.x >= 3) | (Toy.x < 3), lines) == ({True}, set())


def test_what_has_no_meaning_is_false_in_every_comparison():
    lines, places = two_lines()
    for place in places:
        place.put(NOT_APPLICABLE)
    for term in (Toy.rain, Toy.x >= 0, Toy.x < 6, SUM >= 0, PRODUCT >= 0, Toy.letter.among("a")):
        assert exactly(term, lines) == ({False}, set())
        assert exactly(~term, lines) == ({True}, set())
    assert exactly(TOTAL <= 0, lines) == ({True}, set())


def test_a_part_without_meaning_beside_an_open_one():
    lines, places = two_lines()
    next(place for place in places if place.path == "y").put(NOT_APPLICABLE)
    for term in (SUM >= 0, SUM < 9, DIFFERENCE >= 0):
        assert exactly(term, lines) == ({False}, set())
    lines, places = two_lines(0)
    next(place for place in places if place.path == "0.line.n").put(NOT_APPLICABLE)
    for term in (PRODUCT >= 0, PRODUCT < 9, ~(PRODUCT >= 0) & (PRODUCT < 9)):
        assert exactly(term, lines) == ({False}, set())


@pytest.mark.parametrize(("factor", "limit", "found"), [(2, 12, {True}), (2, 11, {True, False})])
def test_a_derived_number_follows_its_parts(factor, limit, found):
    lines, _ = two_lines()
    facts = lines[0].facts
    facts.set(Toy.y, Derived(((facts, Toy.x, factor),)))
    assert exactly(Toy.y <= limit, lines) == (found, {"x"} if len(found) > 1 else set())
    assert exactly((Toy.x > 3) & (Toy.y <= 6), lines) == ({False}, set())


def test_a_number_derived_from_two():
    lines, _ = two_lines(0)
    facts = lines[0].facts
    facts.set(Toy.n, Derived(((facts, Toy.x, 1), (facts, Toy.y, Fraction(1, 2))), 1))
    assert exactly(Toy.n < 1, lines) == ({False}, set())
    assert exactly(Toy.n <= 10, lines) == ({True}, set())
    assert exactly(Toy.n <= Fraction(19, 2), lines) == ({True, False}, {"x", "y"})


def test_the_most_decisive_fact_is_asked_first():
    lines, _ = two_lines()
    from licet.logic.cases import Cases

    term = Edition().means(Toy.rain & (Toy.snow | Toy.letter.among("a")))
    cases = Cases([(lines[0], term)])
    assert cases.asked(cases.diagram(term, lines[0]))[0] == "rain"


def test_a_fact_of_the_whole_is_one_fact_on_every_line():
    """What is open on both lines is open once."""
    lines, _ = two_lines()
    from licet.logic.cases import Cases
    from licet.logic.diagrams import values

    term, rain = Edition().means(Toy.rain & Toy.big), Edition().means(Toy.rain)
    cases = Cases((line, each) for line in lines for each in (term, rain))
    first, second = (cases.diagram(term, line) for line in lines)
    contradictory = cases.diagrams.combine(lambda a, b: (a, b), first, second)
    assert len(values(contradictory)) == 4
    only_rain = [cases.diagram(rain, line) for line in lines]
    assert values(cases.diagrams.combine(lambda a, b: a == b, *only_rain)) == {True}


def test_two_totals_are_cut_by_the_one_number_that_they_turn_on():
    lines, places = two_lines(0)
    for place in places:
        place.put({"0.line.big": True, "1.line.big": False, "1.line.n": 2}.get(place.path))
    assert exactly((TOTAL <= 2) & (TOTAL > 3), lines) == ({False}, set())
    assert exactly((TOTAL <= 2) | (TOTAL > 2), lines) == ({True}, set())


@pytest.mark.parametrize("known", ["x", "0.line.n"])
def test_a_product_with_one_known_factor_is_cut_where_the_other_decides(known):
    """Whichever factor is open: at one place in the range it turns, and both comparisons turn there."""
    lines, places = two_lines(0)
    for place in places:
        if place.path == known:
            place.put(2)
    assert exactly((PRODUCT <= 6) & (PRODUCT > 6), lines) == ({False}, set())
    assert exactly((PRODUCT <= 6) & (PRODUCT > 7), lines) == ({False}, set())
    found, asked = exactly((PRODUCT >= 6) & (PRODUCT <= 6), lines)
    assert found == {True, False}
    assert asked == {"x", "0.line.n"} - {known}


@pytest.mark.parametrize(
    ("span", "found"),
    [(Span(2, 4), {True, False}), (Span(3, 4), {True}), (Span(0, 2), {False}),
     (Span(3, 3), {True}), (Span(0, 3), {True, False}), (Span(2, None), {True, False})],
)  # fmt: skip
def test_what_is_known_of_a_number_bounds_what_it_can_be(span, found):
    for path, term in (("x", Toy.x >= 3), ("x", ~(Toy.x < 3)), ("x", Toy.x + Toy.y >= 3)):
        lines, places = two_lines(0)
        for place in places:
            place.put({path: span, "y": 0}.get(place.path))
        asked = {path} if len(found) > 1 else set()
        assert exactly(term, lines) == (found, asked)
        assert exactly(term | Toy.rain, lines)[0] == found | {True}
        assert exactly(term & (Toy.x >= 3), lines)[0] == found


def test_a_total_of_lines_that_may_not_count_is_subtracted():
    lines, places = two_lines(0)
    for place in places:
        place.put({"x": 3, "0.line.n": 3, "1.line.n": 1}.get(place.path))
    bigs = {"0.line.big", "1.line.big"}
    assert exactly(Toy.x - TOTAL >= 0, lines) == ({True, False}, bigs)
    assert exactly((Toy.x - TOTAL >= 0) & Toy.big & ~Toy.big, lines) == ({False}, set())
    assert exactly(TOTAL - Toy.x <= 0, lines) == ({True, False}, bigs)
    assert exactly(TOTAL + Toy.x >= 8, lines) == ({False}, set())
    assert exactly(TOTAL + Toy.x >= 7, lines) == ({True, False}, bigs)
    next(place for place in places if place.path == "1.line.big").put(False)
    assert exactly(Toy.x - TOTAL >= 0, lines) == ({True}, set())
    assert exactly(Toy.x - TOTAL > 0, lines) == ({True, False}, {"0.line.big"})


def test_a_number_of_the_whole_against_one_of_a_line_is_asked_for_each_line():
    from licet.logic.cases import Cases
    from licet.logic.diagrams import values

    lines, places = two_lines(0)
    for place in places:
        place.put({"0.line.n": 0, "1.line.n": 6}.get(place.path))
    for term in (Toy.n > Toy.x, Toy.n >= Toy.x):
        asked = Edition().means(term)
        cases = Cases((line, asked) for line in lines)
        first, second = (cases.diagram(asked, line) for line in lines)
        assert first is not second
    assert values(cases.diagram(Edition().means(Toy.n > Toy.x), lines[0])) == {False}


@settings(max_examples=120, deadline=None)
@given(questions())
def test_the_exact_reader_agrees_with_every_completion(question):
    found, decisive = brute_force(question.term, question.lines, question.left_open)
    exact, asked = exactly(question.term, question.lines)
    assert exact == found
    assert asked == decisive


@settings(max_examples=100, deadline=None)
@given(questions())
def test_the_three_valued_reader_never_says_what_a_completion_denies(question):
    line = question.lines[0]
    truth = reader(question.term, Edition())(line, line.facts)
    found, _ = brute_force(question.term, question.lines, question.left_open)
    assert truth is None or found == {truth}
    if not question.left_open:
        assert truth is not None
