"""Charts: whatever a row states, the chart leads it to what the explaining reader says."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.logic.test_cases import atoms, comparisons, terms
from tests.logic.test_lowering import SUMS, Row, rows
from tests.logic.toy import Edition, Place, Toy, brute_force

from licet.logic.chart import Axis, Chart, Shape
from licet.logic.diagrams import Diagram, Leaf, values
from licet.logic.explain import reader
from licet.logic.terms import ALWAYS, Amount, ListedIn, SomeCircuit, Term
from licet.logic.walk import every
from licet.logic.world import NOT_APPLICABLE

SPINE = Toy.t
"""The circuit's number is the spine: it always applies, and nothing else is cut by its cells but y."""
TERMS = terms(atoms | SUMS | comparisons(Toy.t, Toy.y) | st.just(Toy.hot))


def chart_of(term: Term, **shape: Any) -> tuple[Chart, Edition]:
    made = Chart(Shape(SPINE, frozenset(), frozenset({Toy.y}), ALWAYS, **shape))
    edition = Edition()
    made.add(term, edition)  # type: ignore[arg-type]
    made.number()
    return made, edition


def drawn(chart: Chart, term: Term, edition: Edition) -> Diagram:
    return chart.along(chart.within(term, edition, at) for at in chart.spine_cells)  # type: ignore[arg-type]


def lies_in(stretch: Any, value: Any) -> bool:
    """By the words of the stretch: whether each end belongs to it."""
    above = stretch.low <= value if stretch.low_in else stretch.low < value
    if stretch.high is None:
        return above
    return above and (value <= stretch.high if stretch.high_in else value < stretch.high)


def cell(axis: Axis, row: Row) -> int:
    """The one cell of a question in which a row lies."""
    if axis.compare is not None:
        return axis.cells.index(_compared(axis, row))
    value = row.value(axis.fact)
    if axis.listing is not None:
        return axis.cells.index(value in (row.value(axis.listing) or ()))
    if value is NOT_APPLICABLE:
        return axis.cells.index(NOT_APPLICABLE if NOT_APPLICABLE in axis.cells else False)
    if axis.cells == (True, False):
        return axis.cells.index(value)
    inside = lies_in if isinstance(axis.fact, Amount) else frozenset.__contains__
    cells = [n for n, each in enumerate(axis.cells) if each is not NOT_APPLICABLE]
    (found,) = [n for n in cells if inside(axis.cells[n], value)]
    return found


def _compared(axis: Axis, row: Row) -> bool:
    """A comparison of a sum, where the line counts toward its total, or where it does not."""
    assert axis.compare is not None
    big = row.line.facts.get(Toy.big)
    row.line.facts.set(Toy.big, axis.counted)
    forget(row)
    truth = reader(axis.compare, Edition())(row.line, row.line.facts)  # type: ignore[arg-type]
    row.line.facts.set(Toy.big, big)
    forget(row)
    return truth is True


def forget(row: Row) -> None:
    """A world is read once; here one is read several times."""
    row.line.decided.clear()
    row.line.shared.clear()


def reached(chart: Chart, diagram: Diagram, row: Row, left_open: set[Any]) -> set[Any]:
    """The leaves that a row can reach: every branch of what is open, one of what is stated."""
    if isinstance(diagram, Leaf):
        return {diagram.value}
    axis = chart.axes[diagram.rank]
    if axis.fact in left_open and axis.listing is None:
        known = [n for n, each in enumerate(axis.cells) if each is not NOT_APPLICABLE]
    else:
        known = [cell(axis, row)]
    return set().union(*(reached(chart, diagram.branches[n], row, left_open) for n in known))


def completed(term: Term, row: Row, places: list[Place]) -> set[Any]:
    """What the completions of some facts give."""
    for place in places:
        place.put(None)
    return brute_force(term, [row.line], places)[0]  # type: ignore[no-any-return]


def with_a_circuit(row: Row) -> bool:
    return bool(row.line.circuits) and row.value(SPINE) is not NOT_APPLICABLE


@settings(max_examples=300, deadline=None)
@given(terms(atoms | SUMS), rows())
def test_a_stated_row_reaches_one_leaf(term: Term, row: Row) -> None:
    if not with_a_circuit(row):
        return
    chart, edition = chart_of(term)
    truth = reader(term, edition)(row.line, row.line.facts)  # type: ignore[arg-type]
    assert reached(chart, drawn(chart, term, edition), row, set()) == {truth}
    assert chart.stated == len(chart.axes)


@settings(max_examples=150, deadline=None)
@given(terms(atoms), rows(without_meaning=False), st.sets(st.integers(0, 6), max_size=3))
def test_an_open_fact_takes_every_branch(term: Term, row: Row, opened: set[int]) -> None:
    listed = Toy.letter if any(isinstance(p, ListedIn) for p in every(term)) else None
    if not with_a_circuit(row):
        return
    chart, edition = chart_of(term)
    places = [p for n, p in enumerate(row.places) if n in opened and p.fact is not listed]
    places = [p for p in places if p.fact is not SPINE][:3]
    diagram = drawn(chart, term, edition)
    found = reached(chart, diagram, row, {place.fact for place in places})
    assert found == completed(term, row, places)


@settings(max_examples=100, deadline=None)
@given(terms(atoms), rows(without_meaning=False))
def test_what_no_row_states_is_asked_last_and_its_values_are_united(term: Term, row: Row) -> None:
    if not with_a_circuit(row):
        return
    never = frozenset({Toy.rain, Toy.big})
    chart, edition = chart_of(term, never=never)
    assert {axis.fact for axis in chart.axes[chart.stated :]} <= never
    assert not {axis.fact for axis in chart.axes[: chart.stated]} & never
    bits = chart.closed(drawn(chart, term, edition), lambda value: 1 << value)
    places = [place for place in row.places if place.fact in never]
    expected = completed(term, row, places)
    assert reached(chart, bits, row, set()) == {sum(1 << value for value in expected)}


@settings(max_examples=100, deadline=None)
@given(terms(atoms), rows())
def test_what_is_the_same_in_every_row_is_not_asked(term: Term, row: Row) -> None:
    if not with_a_circuit(row):
        return
    row.line.facts.set(Toy.n, NOT_APPLICABLE)
    fixed = {fact: row.value(fact) for fact in (Toy.rain, Toy.n)}
    if not any(isinstance(p, ListedIn) for p in every(term)):
        fixed[Toy.letter] = row.value(Toy.letter)
    chart, edition = chart_of(term, fixed=fixed)
    assert not {axis.fact for axis in chart.axes} & fixed.keys()
    truth = reader(term, edition)(row.line, row.line.facts)  # type: ignore[arg-type]
    assert reached(chart, drawn(chart, term, edition), row, set()) == {truth}


def test_what_follows_from_the_spine_is_asked_in_each_of_its_cells() -> None:
    term = SomeCircuit((Toy.t >= 3) & Toy.hot) & (Toy.y > 2) & (Toy.x < 1)
    chart, _edition = chart_of(term)
    assert [axis.at for axis in chart.axes if axis.fact is Toy.y] == [0, 1]
    assert [axis.at for axis in chart.axes if axis.fact is Toy.x] == [None]
    assert [[c[:4] for c in chart.axes[0].cells]] == [[(0, True, 3, False), (3, True, None, False)]]


def test_facts_that_are_the_spine_by_another_name() -> None:
    """X stands for t: one question, cut where either is."""
    term = SomeCircuit(Toy.t >= 3) & (Toy.x <= 5)
    chart = Chart(Shape(SPINE, frozenset({Toy.x}), frozenset(), ALWAYS))
    edition = Edition()
    chart.add(term, edition)  # type: ignore[arg-type]
    chart.number()
    cells = chart.axes[0].cells
    assert [tuple(c) for c in cells] == [
        (0, True, 3, False),
        (3, True, 5, True),
        (5, False, None, False),
    ]
    told = [values(chart.within(term, edition, at)) for at in chart.spine_cells]  # type: ignore[arg-type]
    assert told == [{False}, {True}, {False}]


def test_where_there_is_no_circuit_nothing_of_one_is_asked() -> None:
    term = SomeCircuit(Toy.hot)
    chart = Chart(Shape(SPINE, frozenset(), frozenset(), Toy.rain))
    edition = Edition()
    chart.add(term, edition)  # type: ignore[arg-type]
    chart.number()
    diagram = drawn(chart, term, edition)
    for rain in (True, False):
        for hot in (True, False):
            told = {Toy.rain: rain, Toy.hot: hot}
            part = diagram
            while not isinstance(part, Leaf):
                axis = chart.axes[part.rank]
                part = part.branches[axis.cells.index(told[axis.fact])]  # type: ignore[index]
            assert part.value is (rain and hot)
