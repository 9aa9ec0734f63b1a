"""Diagrams over all facts: as the explaining reader has it, whatever is stated and whatever is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.logic.test_cases import atoms, comparisons, terms
from tests.logic.toy import (
    DIFFERENCE,
    EIGHTHS,
    LETTERS,
    PRODUCT,
    SUM,
    TOTAL,
    Edition,
    Place,
    Toy,
    brute_force,
    two_lines,
)

from licet.logic.columns import Sum
from licet.logic.diagrams import Leaf
from licet.logic.explain import reader
from licet.logic.lowering import CIRCUIT, Cutting, Listed, Lowering, Variable
from licet.logic.residual import OPEN, Residuals, Within
from licet.logic.terms import Amount, Choice, SomeCircuit, Term, Total
from licet.logic.walk import every
from licet.logic.world import NOT_APPLICABLE, World

CHECKS = {"<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}
ROUNDED = [each for each in EIGHTHS if each.denominator <= 2]
SUMS = comparisons(SUM, DIFFERENCE, PRODUCT, TOTAL, TOTAL + Toy.x, Toy.x - TOTAL, Toy.y * 2 - 3)


@dataclass
class Row:
    """One line with a circuit or none, every fact of which is stated or has no meaning."""

    line: World
    places: list[Place]

    def __repr__(self) -> str:
        return str({place.path: place.get() for place in self.places})

    def value(self, fact: Any) -> Any:
        """What is stated of a fact."""
        if fact.scope != "ic":
            return self.line.facts.get(fact)
        circuits = self.line.circuits
        return circuits[0].get(fact) if circuits else NOT_APPLICABLE

    def holds(self, total: Sum) -> bool:
        """Whether the comparison of a sum holds, by school arithmetic."""
        found: Any = 0
        for atom, factor in total.factors:
            values = [self.value(fact) for fact in atom]
            if NOT_APPLICABLE in values:
                return False
            for value in values:
                factor *= value
            found += factor
        return getattr(Fraction(found), CHECKS[total.op])(total.limit) is True

    def lacks_of_a_total(self, term: Term, variables: Iterable[Variable]) -> bool:
        """Whether a sum with a total has a fact without meaning: nothing there, and no sum elsewhere."""
        sums = [variable.key for variable in variables if isinstance(variable.key, Sum)]
        facts = [fact for total in sums for atom, _factor in total.factors for fact in atom]
        lacks = any(self.value(fact) is NOT_APPLICABLE for fact in facts)
        return lacks and any(isinstance(part, Total) for part in every(term))

    def cell(self, variable: Variable) -> int:
        """In which cell of a variable the row lies."""
        match variable.key:
            case str() as key:
                assert key == CIRCUIT
                return variable.cell(bool(self.line.circuits))
            case Sum() as total:
                return variable.cell(self.holds(total))
            case Listed(fact=fact, listing=listing):
                return variable.cell(self.value(fact) in (self.value(listing) or ()))
            case fact:
                value = self.value(fact)
                return variable.nowhere if value is NOT_APPLICABLE else variable.cell(value)


@st.composite
def rows(draw: Any, without_meaning: bool = True) -> Row:
    lines, places = two_lines(draw(st.integers(0, 1)))
    line = lines[0]
    line.lines = [line]
    line.facts.set(Toy.listed, frozenset(draw(st.sets(st.sampled_from(LETTERS), max_size=3))))
    held = [place for place in places if not place.path.startswith("1.")]
    for place in held:
        value = draw(st.sampled_from(stated(place)))
        never = without_meaning and draw(st.integers(0, 7)) == 0
        place.put(NOT_APPLICABLE if never else value)
    return Row(line, held)


def stated(place: Place) -> list[Any]:
    if isinstance(place.fact, Amount):
        return ROUNDED
    return list(LETTERS) if isinstance(place.fact, Choice) else [True, False]


def lowered(term: Term) -> tuple[Lowering, Any]:
    edition = Edition()
    cutting = Cutting([(edition, [term])])
    made = Lowering(cutting.variables(lambda key: (getattr(key, "order", 50), str(key)[:40])))
    return made, made.diagram(term, edition)


def ranked(lowering: Lowering) -> dict[int, Variable]:
    return {variable.rank: variable for variable in lowering.variables.values()}


questions = terms(atoms | SUMS)


@settings(max_examples=300, deadline=None)
@given(questions, rows())
def test_a_row_reaches_the_leaf_that_the_explaining_reader_says(term: Term, row: Row) -> None:
    lowering, diagram = lowered(term)
    residuals, left = Residuals(lowering), diagram
    by_rank = ranked(lowering)
    assume(not row.lacks_of_a_total(term, by_rank.values()))
    for rank, variable in by_rank.items():  # fact after fact
        left = residuals.known(left, rank, row.cell(variable))
    while not isinstance(diagram, Leaf):  # from the root to a leaf
        diagram = diagram.branches[row.cell(by_rank[diagram.rank])]
    truth = reader(term, Edition())(row.line, row.line.facts)
    assert diagram.value is truth
    assert left is diagram
    given_all = {rank: row.cell(variable) for rank, variable in by_rank.items()}
    again = Lowering(lowering.variables, given_all).diagram(term, Edition())
    assert isinstance(again, Leaf)
    assert again.value is truth


@settings(max_examples=200, deadline=None)
@given(terms(atoms), rows(without_meaning=False), st.sets(st.integers(0, 8), max_size=4))
def test_what_is_open_gives_what_its_completions_give(
    term: Term, row: Row, opened: set[int]
) -> None:
    """Flags, choices and numbers that stand alone: the values, and the facts that decide them."""
    lowering, diagram = lowered(term)
    residuals = Residuals(lowering)
    left_open = [place for n, place in enumerate(row.places) if n in opened][:3]
    paths = {place.fact for place in left_open}
    has_circuit = bool(row.line.circuits)
    listing = [v for v in lowering.variables.values() if isinstance(v.key, Listed)]
    if any(v.key.fact in paths for v in listing):  # a list and its fact are told together
        return
    for place in left_open:
        place.put(None)
    given: dict[int, int] = {}
    for rank, variable in ranked(lowering).items():
        cell = OPEN if variable.key in paths else row.cell(variable)
        given[rank] = cell
        if variable.key in paths and variable.key.scope == "ic" and not has_circuit:
            cell = variable.nowhere
        diagram = residuals.known(diagram, rank, cell)
    found, decisive = brute_force(term, [row.line], left_open)
    assert set(residuals.values(diagram)) == found
    called = {place.path: place.fact.path for place in left_open}
    assert set(residuals.missing(diagram, {})) == {called[path] for path in decisive}
    if has_circuit or not any(fact.scope == "ic" for fact in paths):
        again = Lowering(lowering.variables, given, lowering.diagrams)
        assert again.diagram(term, Edition()) is diagram


@settings(max_examples=150, deadline=None)
@given(
    terms(comparisons(Toy.x, Toy.y) | st.just(Toy.rain)),
    st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(2, 3)]),
)
def test_two_numbers_of_which_one_follows_from_the_other(term: Term, factor: Fraction) -> None:
    """The one is a multiple of the other. A cell of y leaves open the cells of x that its numbers reach."""
    lowering, diagram = lowered(term)
    keys = lowering.variables
    if not {Toy.x, Toy.y} <= keys.keys():
        return
    x, y, residuals = keys[Toy.x], keys[Toy.y], Residuals(lowering)
    fine = [Fraction(n, 24) for n in range(6 * 24 + 1)]
    reached = [{x.cell(n * factor) for n in fine if y.cell(n) == k} for k in y.free]
    within = Within(x.rank, tuple(tuple(sorted(each)) for each in reached))
    for rain in (True, False):
        left = diagram
        if Toy.rain in keys:
            left = residuals.known(left, keys[Toy.rain].rank, keys[Toy.rain].cell(rain))
        left = residuals.known(left, y.rank, within)
        left = residuals.known(left, x.rank, OPEN)
        found = set()
        for n in fine:
            lines, places = two_lines(0)
            for place in places:
                place.put({"y": n, "x": n * factor, "rain": rain}.get(place.path))
            found.add(reader(term, Edition())(lines[0], lines[0].facts))
        assert set(residuals.values(left)) == found


def test_a_fact_that_has_a_meaning_does_not_reach_the_cell_without() -> None:
    """A number that lies somewhere lies above 0 or at it: open, it is no longer without meaning."""
    term = (Toy.x >= 0) & Toy.letter.among(*LETTERS)
    lowering, diagram = lowered(term)
    residuals = Residuals(lowering)
    assert residuals.values(diagram) == {True, False}
    for fact in (Toy.x, Toy.letter):
        diagram = residuals.known(diagram, lowering.variables[fact].rank, OPEN)
    assert residuals.values(diagram) == {True}
    given = {lowering.variables[fact].rank: OPEN for fact in (Toy.x, Toy.letter)}
    again = Lowering(lowering.variables, given).diagram(term, Edition())
    assert isinstance(again, Leaf)
    assert again.value is True


@pytest.mark.parametrize("term", [Toy.rain, Toy.x >= 3, SomeCircuit(Toy.hot), TOTAL >= 1])
def test_a_diagram_is_made_once(term: Term) -> None:
    lowering, diagram = lowered(term)
    edition = Edition()
    assert lowering.diagram(term, edition) is diagram
