"""Terms rebuilt with other memberships: as if the letters had been written in their place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.logic.test_cases import SUBSETS, comparisons, terms
from tests.logic.test_lowering import Row, rows
from tests.logic.toy import DAY, LETTERS, Edition, Toy, shown

from licet.logic.cases import stretches
from licet.logic.dated import Group
from licet.logic.explain import reader
from licet.logic.terms import Member, SomeCircuit, Term, Total
from licet.logic.walk import rebuilt
from licet.logic.world import NOT_APPLICABLE

NEXT = dict(zip(LETTERS, LETTERS[1:] + LETTERS[:1], strict=True))
AMONG = st.builds(lambda letters: Toy.letter.among(*letters), SUBSETS)
COUNTED = Total(Toy.n, Toy.letter.among("a", "b"))
LEAVES = st.one_of(
    AMONG,
    st.just(Toy.rain),
    st.just(SomeCircuit(Toy.hot)),
    comparisons(COUNTED, Toy.x + COUNTED, COUNTED * 2, Toy.y - COUNTED),
)


def moved(member: Member) -> Term:
    letters = {NEXT[letter] for letter in member.group.on(DAY) & Toy.letter.domain}
    return Member(Toy.letter, Group.always("moved", letters))


@settings(max_examples=150, deadline=None)
@given(terms(LEAVES), rows())
def test_every_membership_is_changed_wherever_it_stands(term: Term, row: Row) -> None:
    letter = row.value(Toy.letter)
    expected = reader(term, Edition())(row.line, row.line.facts)  # type: ignore[arg-type]
    if letter is not NOT_APPLICABLE:
        row.line.facts.set(Toy.letter, NEXT[letter])
    row.line.decided.clear()
    row.line.shared.clear()
    made = rebuilt(term, moved)
    assert reader(made, Edition())(row.line, row.line.facts) is expected, shown(made)  # type: ignore[arg-type]


@given(terms(LEAVES))
def test_what_does_not_change_is_the_very_same(term: Term) -> None:
    assert rebuilt(term, lambda member: member) is term


@pytest.mark.parametrize(
    ("whole", "cuts", "found"),
    [
        ((0, False, 6, False), [], [(0, False, 6, False)]),
        ((0, False, 6, False), [3],
         [(0, False, 3, True), (3, False, 3, False), (3, True, 6, False)]),
        ((0, False, 6, False), [0], [(0, False, 0, False), (0, True, 6, False)]),
        ((0, True, 6, False), [0], [(0, True, 6, False)]),
        ((0, False, 6, False), [6], [(0, False, 6, True), (6, False, 6, False)]),
        ((0, False, 6, True), [6], [(0, False, 6, True)]),
        ((0, False, 6, False), [7, -1], [(0, False, 6, False)]),
        ((0, False, None, False), [7],
         [(0, False, 7, True), (7, False, 7, False), (7, True, None, False)]),
        ((3, False, 3, False), [3], [(3, False, 3, False)]),
    ],
)  # fmt: skip
def test_stretches_between_cuts(whole, cuts, found) -> None:  # type: ignore[no-untyped-def]
    """(low, whether it is out, high, whether it is out): all numbers of the whole, each once."""
    assert stretches(whole, cuts) == found
