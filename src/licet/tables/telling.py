"""What cells state, in cells of the variables of the law: read off the worlds that facts make.

Nothing of how facts are read is written again here. A few columns that belong together are made
into a transaction of their own, `licet.decision.worlds` reads it, and its vectors say what is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from licet.decision.worlds import worlds
from licet.errors import InputError
from licet.facts.transaction import transaction
from licet.law.instruments import FIRST_DAY
from licet.logic.cases import Part
from licet.logic.dated import Exact, Span
from licet.logic.lowering import CIRCUIT, Listed, Sum, Variable
from licet.logic.residual import OPEN, WITH, Within
from licet.logic.terms import Amount, Fact
from licet.logic.world import NOT_APPLICABLE, Derived, Interval, World, compare, scaled
from licet.tables.values import transaction_of

LINE = "lines[0]."
ANY_ITEM = {"item.eccn": "5A992.c"}
"""Stands in where what is read says nothing of an item."""
Cell = tuple[int, Any, tuple[Part, ...]]
"""A variable by rank, the cell in which it lies (or `OPEN`), and what it is called if not as usual."""


class Told(NamedTuple):
    """What some cells of a row state. ``bad``: they cannot be read. ``alone``: not in cells."""

    cells: tuple[Cell, ...] = ()
    bad: bool = False
    alone: bool = False


class Odd(Exception):  # noqa: N818 (it says what a number is)
    """A number that is known in part, or follows from others of which some are not known."""


def world_of(row: Mapping[str, Any], present: Iterable[str] = (), day: date = FIRST_DAY) -> World:
    """The world of one line that states ``row``; the roles ``present`` are there in any case."""
    stated = transaction_of(row)
    for role in present:
        stated.setdefault("parties", {}).setdefault(role, {})
    return worlds(transaction(stated), day)[0]


class Following(NamedTuple):
    """In the place of a cell: the number is another, which is open, times a factor."""

    fact: Fact
    factor: Exact


def told(variables: Iterable[Variable], read: Callable[[], World]) -> Told:
    """What a world says of some variables."""
    try:
        world = read()
    except InputError:
        return Told(bad=True)
    if len(world.circuits) > 1:
        return Told(alone=True)
    try:
        found = [cell_of(variable, world) for variable in variables]
        cells = [cell for cell in found if cell is not None]
        return Told(tuple(_joined(cells, {v.rank: v for v in variables})))
    except Odd:
        return Told(alone=True)


def _joined(cells: list[Cell], variables: Mapping[int, Variable]) -> list[Cell]:
    """With each number that follows from another, the two of them are told together."""
    plain = {cell[0]: cell for cell in cells if not isinstance(cell[1], Following)}
    found, wide = [*plain.values()], set[int]()
    for rank, cell, _names in cells:
        if not isinstance(cell, Following):
            continue
        of = next(v for v in variables.values() if v.key is cell.fact)
        _rank, state, names = plain[of.rank]
        reached = _reached(of, cell.factor, variables[rank])
        several = {n for n, each in enumerate(reached) if len(each) > 1}
        if state != OPEN or of.rank > rank or several & wide:
            raise Odd  # how two numbers that follow go together is not told
        wide |= several
        parts = names or ((cell.fact.order, cell.fact.slot, cell.fact.path),)
        found.append((of.rank, Within(rank, reached), parts))
        found.append((rank, OPEN, ((WITH, of.rank, ""), *parts)))
    return found


def _reached(of: Variable, factor: Exact, variable: Variable) -> tuple[tuple[int, ...], ...]:
    """For each cell of a number, the cells that a multiple of it can lie in."""

    def meet(a: Interval, b: Interval) -> bool:
        return compare(a, "<", b) is not True and compare(b, "<", a) is not True

    multiples = [scaled(cell, factor) for cell in of.cells]
    return tuple(
        tuple(n for n, cell in enumerate(variable.cells) if meet(multiple, cell))
        for multiple in multiples
    )


def _follows(value: Derived, vector: Any) -> Following:
    parts = list(value.parts)
    if value.constant or len(parts) != 1 or parts[0][0] is not vector:
        raise Odd
    return Following(parts[0][1], parts[0][2])


def cell_of(variable: Variable, world: World) -> Cell | None:
    """Where a variable lies; none where the world cannot tell."""
    key, rank = variable.key, variable.rank
    if key == CIRCUIT:
        return (rank, 0 if world.circuits else 1, ())
    if isinstance(key, Sum):
        return _sum_cell(key, rank, world)
    if isinstance(key, Listed):
        truth = _is_listed(key, world)
        return None if truth is None else (rank, 0 if truth else 1, ())
    return _fact_cell(variable, world)


def _fact_cell(variable: Variable, world: World) -> Cell:
    fact, rank = variable.key, variable.rank
    if fact.scope == "ic" and not world.circuits:
        return (rank, variable.nowhere, ())
    vector = world.circuits[0] if fact.scope == "ic" else world.facts
    value = vector.get(fact)
    if value is None or (isinstance(value, Span) and value == Span(fact.low)):
        path = vector.paths.get(fact.slot, fact.path).removeprefix(LINE)
        return (rank, OPEN, () if path == fact.path else ((fact.order, fact.slot, path),))
    if value is NOT_APPLICABLE:
        return (rank, variable.nowhere, ())
    if isinstance(value, Derived) and world.circuits:
        return (rank, _follows(value, world.circuits[0]), ())
    if isinstance(fact, Amount) and not isinstance(value, int | Fraction):
        raise Odd
    return (rank, variable.cell(value), ())


def _is_listed(key: Listed, world: World) -> bool | None:
    listed, value = world.facts.get(key.listing), world.facts.get(key.fact)
    if listed is NOT_APPLICABLE or not listed or value is NOT_APPLICABLE:
        return False
    return None if value is None else value in listed


def _sum_cell(key: Sum, rank: int, world: World) -> Cell | None:
    """Whether the sum holds; open where one fact decides of which nothing else is asked."""
    total: Exact = 0
    open_facts: list[tuple[Amount, Exact]] = []
    for atom, factor in key.factors:
        values = [world.facts.get(fact) for fact in atom]
        if any(value is NOT_APPLICABLE for value in values):
            return (rank, 1, ())
        if all(isinstance(value, int | Fraction) for value in values):
            total += factor * Fraction(_product(values))
        else:
            open_facts.append((atom[0], factor))
            if len(atom) > 1 or world.facts.get(atom[0]) is not None:
                return None
    if not open_facts and key.factors:
        return (rank, 0 if compared(total, key) else 1, ())
    if len(open_facts) != 1:
        return None
    (fact, factor), *_more = open_facts
    ends = [total + factor * fact.low, None if fact.high is None else total + factor * fact.high]
    far = Fraction(10**80) * (1 if factor > 0 else -1)
    truths = {compared(each if each is not None else far, key) for each in ends}
    if len(truths) == 1:
        return (rank, 0 if truths.pop() else 1, ())
    path = world.facts.paths.get(fact.slot, fact.path).removeprefix(LINE)
    return (rank, OPEN, ((fact.order, fact.slot, path),))


def compared(total: Any, key: Sum) -> Any:
    """Whether a sum holds, once its total is known; of many totals, of which of them."""
    match key.op:
        case "<=":
            return total <= key.limit
        case "<":
            return total < key.limit
        case ">=":
            return total >= key.limit
    return total > key.limit


def _product(values: list[Exact]) -> Exact:
    found: Exact = 1
    for value in values:
        found *= value
    return found


def facts_of(variable: Variable) -> list[Fact]:
    """The facts on which a variable turns."""
    match variable.key:
        case Sum(factors=factors):
            return [fact for atom, _factor in factors for fact in atom]
        case Listed(fact=fact, listing=listing):
            return [fact, listing]
        case Fact() as fact:
            return [fact]
    return []
