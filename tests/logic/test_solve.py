"""The solver's variables: what they are called, and the values to which each fact keeps."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
import z3
from tests.logic.toy import LETTERS, Edition, Toy

from licet.logic import solve
from licet.logic.solve import NOWHERE, Formulas, Symbols, places, real, stated
from licet.logic.terms import Amount, Choice, Fact, Flag, Listing, Number, Total
from licet.logic.world import NOT_APPLICABLE, Vector, World

FACTS = [fact for fact in vars(Toy).values() if isinstance(fact, Fact)]
OPEN = Amount("open", "a number without an end", low=Fraction(3, 2))
Fact.every.remove(OPEN)  # it is no fact of the law


@pytest.fixture(autouse=True)
def only_the_toy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The facts of the toy, in the place of those of the law."""
    monkeypatch.setattr(Fact, "every", [*FACTS, OPEN])
    solve._codes.cache_clear()
    yield
    solve._codes.cache_clear()


def possible(symbols: Symbols, *formulas: Any) -> bool:
    solver = z3.Solver()
    solver.add(*symbols.bounds(), *formulas)
    return bool(solver.check() == z3.sat)


def test_a_choice_keeps_to_its_domain() -> None:
    symbols, fact = Symbols(), Toy.letter
    numbers = sorted(places(fact.domain).values())
    assert numbers == list(range(len(fact.domain)))
    for place in (NOWHERE, 0, numbers[-1]):
        assert possible(symbols, symbols.of(fact) == place)
    for place in (NOWHERE - 1, numbers[-1] + 1):
        assert not possible(symbols, symbols.of(fact) == place)


@pytest.mark.parametrize("fact", [Toy.x, Toy.t, OPEN], ids=repr)
def test_a_number_keeps_to_its_lowest_and_highest_value(fact: Amount) -> None:
    symbols = Symbols()
    low, high = fact.low, fact.high
    assert possible(symbols, symbols.of(fact) == real(low))
    assert not possible(symbols, symbols.of(fact) < real(low))
    beyond = possible(symbols, symbols.of(fact) > real(low if high is None else high))
    assert beyond is (high is None)
    assert high is None or possible(symbols, symbols.of(fact) == real(high))


def test_every_fact_has_a_name_of_its_own_that_says_of_what_it_is() -> None:
    symbols = Symbols()
    names = [symbols.name(fact) for fact in Fact.every]
    assert len({*names}) == len(names)
    assert {f.path for f, name in zip(Fact.every, names, strict=True) if name.startswith("ic")} == {
        "ic.hot",
        "ic.t",
    }
    assert len({str(symbols.of(fact)) for fact in Fact.every}) == len(names)
    assert str(symbols.meant(Toy.x)) == "has " + symbols.name(Toy.x)


def test_what_is_shared_is_the_same_in_both_transactions() -> None:
    one, other = Symbols(), Symbols("'", lambda fact: fact is Toy.rain)
    assert one.name(Toy.rain) == other.name(Toy.rain)
    assert Symbols("'").name(Toy.snow) == one.name(Toy.snow)
    assert one.name(Toy.snow) + "'" == other.name(Toy.snow)
    assert possible(one, one.of(Toy.snow), z3.Not(other.of(Toy.snow)))
    assert not possible(one, one.of(Toy.rain), z3.Not(other.of(Toy.rain)))


def test_kinds_of_variables() -> None:
    symbols = Symbols()
    sorts = {
        Flag: z3.BoolSort(),
        Choice: z3.IntSort(),
        Amount: z3.RealSort(),
        Listing: z3.ArraySort(z3.IntSort(), z3.BoolSort()),
    }
    for fact in (Toy.rain, Toy.letter, Toy.x, Toy.listed):
        assert symbols.of(fact).sort() == sorts[type(fact)]
        assert symbols.of(fact) is symbols.of(fact)


def always(formula: Any) -> bool:
    solver = z3.Solver()
    solver.add(z3.Not(formula))
    return bool(solver.check() == z3.unsat)


@pytest.mark.parametrize("members", [(), ("a",), ("a", "b"), ("a", "c"), ("b", "c", "d"), LETTERS])
def test_among_is_the_places_of_the_members(members: tuple[str, ...]) -> None:
    formulas = Formulas(Edition())  # type: ignore[arg-type]
    letter, known = formulas.symbols.of(Toy.letter), places(Toy.letter.domain)
    wanted = z3.Or([letter == known[member] for member in members])
    assert always(formulas.among(Toy.letter, [*members, "no letter"]) == wanted)


def test_a_comparison_needs_a_meaning_of_all_its_numbers() -> None:
    formulas = Formulas(Edition())  # type: ignore[arg-type]
    s = formulas.symbols
    x, y = s.of(Toy.x), s.of(Toy.y)
    both = z3.And(s.meant(Toy.x), s.meant(Toy.y))
    for term, holds in (
        (Toy.x < Toy.y, x < y),
        (Toy.x <= Toy.y, x <= y),
        (Toy.x > Toy.y, x > y),
        (Toy.x >= Toy.y, x >= y),
        (Toy.x + Toy.y > 3, x + y > 3),
        (Toy.x * Toy.y <= 3, x * y <= 3),
    ):
        assert always(formulas.of(term) == z3.And(both, holds))


def test_a_total_counts_what_is_counted_and_has_a_meaning() -> None:
    formulas = Formulas(Edition())  # type: ignore[arg-type]
    s = formulas.symbols
    counts = z3.And(s.of(Toy.big), s.meant(Toy.n))
    found = formulas.of(Total(Toy.n, Toy.big) + Number(1) >= 3)
    assert always(found == (z3.If(counts, s.of(Toy.n), 0) + 1 >= 3))


def test_a_place_in_a_list_is_no_place_where_the_choice_has_no_meaning() -> None:
    formulas = Formulas(Edition())  # type: ignore[arg-type]
    s = formulas.symbols
    found = formulas.of(Toy.letter.is_listed_in(Toy.listed))
    listed = z3.Select(s.of(Toy.listed), s.of(Toy.letter))
    assert always(found == z3.And(s.of(Toy.letter) != NOWHERE, listed))


def test_a_line_with_several_circuits_is_refused() -> None:
    line = World(Vector("line"), [Vector("ic"), Vector("ic")])
    with pytest.raises(ValueError, match="one integrated circuit"):
        stated(line, Symbols())


def test_what_is_unknown_is_free_and_what_has_no_meaning_is_said() -> None:
    symbols, amount, choice = Symbols(), Toy.t, Toy.letter
    facts, circuit = Vector("line"), Vector("ic")
    for fact in Fact.every:
        if isinstance(fact, Listing):
            facts.set(fact, NOT_APPLICABLE)
    free = stated(World(facts, [circuit]), symbols)
    assert possible(symbols, *free, symbols.circuit)
    assert not possible(symbols, *free, z3.Not(symbols.circuit))
    vector = facts if amount.scope != "ic" else circuit
    vector.set(amount, NOT_APPLICABLE)
    said = stated(World(facts, [circuit]), symbols)
    assert not possible(symbols, *said, symbols.meant(amount))
    vector = facts if choice.scope != "ic" else circuit
    vector.set(choice, NOT_APPLICABLE)
    said = stated(World(facts, [circuit]), symbols)
    assert possible(symbols, *said, symbols.of(choice) == NOWHERE)
    assert not possible(symbols, *said, symbols.of(choice) == 0)


@pytest.mark.parametrize("listed", [(), ("a",), ("a", "c")])
def test_a_list_that_is_stated_holds_what_it_names_and_nothing_else(
    listed: tuple[str, ...],
) -> None:
    symbols, facts = Symbols(), Vector("line")
    facts.set(Toy.listed, frozenset(listed) if listed else NOT_APPLICABLE)
    said = stated(World(facts, [Vector("ic")]), symbols)
    for letter, place in places(Toy.letter.domain).items():
        there = z3.Select(symbols.of(Toy.listed), place)
        assert possible(symbols, *said, there) is (letter in listed)
        assert possible(symbols, *said, z3.Not(there)) is (letter not in listed)


def test_what_is_stated_is_so() -> None:
    symbols, facts, circuit = Symbols(), Vector("line"), Vector("ic")
    facts.set(Toy.listed, NOT_APPLICABLE)
    facts.set(Toy.rain, True)
    facts.set(Toy.snow, False)
    facts.set(Toy.letter, "c")
    facts.set(Toy.x, Fraction(5, 2))
    circuit.set(Toy.t, 3)
    said = stated(World(facts, [circuit]), symbols)
    place = places(Toy.letter.domain)["c"]
    for holds in (
        symbols.of(Toy.rain),
        z3.Not(symbols.of(Toy.snow)),
        symbols.of(Toy.letter) == place,
        z3.And(symbols.meant(Toy.x), symbols.of(Toy.x) == real(Fraction(5, 2))),
        z3.And(symbols.meant(Toy.t), symbols.of(Toy.t) == 3),
    ):
        assert possible(symbols, *said, holds)
        assert not possible(symbols, *said, z3.Not(holds))
    for free in (symbols.of(Toy.big), symbols.of(Toy.hot), symbols.of(Toy.y) == 2):
        assert possible(symbols, *said, free)
        assert possible(symbols, *said, z3.Not(free))


def test_nothing_is_said_of_a_circuit_that_is_not_there() -> None:
    symbols, facts = Symbols(), Vector("line")
    facts.set(Toy.listed, NOT_APPLICABLE)
    said = stated(World(facts), symbols)
    assert not possible(symbols, *said, symbols.circuit)
    assert possible(symbols, *said, symbols.meant(Toy.t), symbols.of(Toy.hot))
