"""The reader that solves agrees with the reader that explains, in every edition and both columns."""

from datetime import date
from functools import cache

import pytest
import z3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.proofs.shapes import transactions

from licet.decision.worlds import worlds
from licet.facts.transaction import transaction
from licet.law.editions import COLUMNS, the_law
from licet.law.instruments import FIRST_DAY
from licet.law.subject import tx
from licet.logic.solve import Formulas, stated
from licet.logic.terms import Cited, Fact, SomeCircuit, children
from licet.proofs.possible import possible

DAYS = [day for day in the_law().boundaries if day >= FIRST_DAY]
assert len(DAYS) >= 9


def of_a_circuit(edition, term):
    """The term speaks of one circuit, itself or through a paragraph that it cites."""
    if isinstance(term, SomeCircuit):
        return False
    if isinstance(term, Cited):
        return of_a_circuit(edition, edition.term(term.paragraph))
    if isinstance(term, Fact):
        return term.scope == "ic"
    return any(of_a_circuit(edition, part) for part in children(term))


@cache
def formulas_of(day, column):
    edition = the_law().edition(day, column)
    speaks = {p: of_a_circuit(edition, edition.term(p)) for p in edition.paragraphs}
    return edition, Formulas(edition), speaks


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("day", DAYS, ids=str)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_both_readers_agree_on_every_paragraph(day, column, data):
    described = data.draw(transactions(day.isoformat()))
    (world,) = worlds(transaction(described), day)
    edition, formulas, speaks = formulas_of(day, column)
    solver = z3.SolverFor("QF_UFNIRA")
    solver.add(stated(world, formulas.symbols))
    assert solver.check() == z3.sat
    model = solver.model()
    for paragraph in edition.paragraphs:
        if speaks[paragraph] and not world.circuits:
            continue
        vector = world.circuits[0] if speaks[paragraph] else world.facts
        explained = edition.reading(paragraph)(world, vector)
        solved = model.eval(formulas.paragraph(paragraph), model_completion=True)
        if explained is None:  # three facts of a stated paragraph cannot be told, so are unknown
            assert world.facts.get(tx.item.kind) == "eccn", paragraph
            continue
        assert z3.is_true(solved) is explained, paragraph


@pytest.mark.parametrize("day", DAYS, ids=str)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_can_be_described_is_possible(day, data):
    """A proof that assumed too much would prove too much."""
    described = data.draw(transactions(day.isoformat()))
    (world,) = worlds(transaction(described), day)
    _edition, formulas, _speaks = formulas_of(day, COLUMNS[0])
    solver = z3.Solver()
    solver.add(stated(world, formulas.symbols))
    solver.add(possible(formulas, day, day))
    assert solver.check() == z3.sat


def test_several_circuits_are_refused():
    two = [{"item": {"integrated_circuit": {"tpp": 1}}, "quantity": 1}] * 2
    facts = {"lines": [{"item": {"computer": {"contains": two}}}], "date": "2025-06-02"}
    (world,) = worlds(transaction(facts), date(2025, 6, 2))
    with pytest.raises(ValueError, match="one integrated circuit"):
        stated(world, Formulas(the_law().edition(DAYS[0], COLUMNS[0])).symbols)
    assert tx.quantity.low == 1
