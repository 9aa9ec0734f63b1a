"""The reader that explains: what each paragraph comes to for one transaction.

Three values: true, false, and unknown (``None``). A term is turned into a closure once per edition;
reading it is then a call. Where unknown parts could still cancel out (``A or not A``), the exact
answer is found by `licet.logic.cases`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Protocol

from licet.logic.dated import Dated, Exact, Group
from licet.logic.rules import Paragraph
from licet.logic.terms import (
    AllOf,
    Amount,
    AnyOf,
    Choice,
    Cited,
    Classified,
    Compare,
    Flag,
    ListedIn,
    Literal,
    Member,
    Not,
    Number,
    Plus,
    Quantity,
    SomeCircuit,
    Term,
    Times,
    Total,
)
from licet.logic.world import (
    NOT_APPLICABLE,
    Interval,
    NotApplicable,
    Vector,
    World,
    compare,
    interval_of,
    plus,
    times,
)

Truth = bool | None
Reading = Callable[[World, Vector], Truth]
"""Reads a term in a world; the vector is that of the line, or of the circuit in question."""
Measure = Callable[[World, Vector], Interval | NotApplicable]


class Context(Protocol):
    """What a reader needs to know of the edition: its numbers, groups and versions."""

    def number(self, dated: Dated) -> Exact:
        """The number of the day."""

    def members(self, group: Group) -> frozenset[str]:
        """The group of the day."""

    def reading(self, paragraph: Paragraph) -> Reading:
        """The version of the day, ready to be read."""

    def outcomes(self, table: object, world: World) -> frozenset[str]:
        """The outcomes that a decision can still have."""


def reader(term: Term, edition: Context) -> Reading:
    """The closure that reads ``term`` in an edition."""
    match term:
        case Literal(value=value):
            return lambda world, v: value
        case AllOf(parts=parts):
            return _joined([reader(p, edition) for p in flat(AllOf, parts)], absorbing=False)
        case AnyOf(parts=parts):
            return _joined([reader(p, edition) for p in flat(AnyOf, parts)], absorbing=True)
        case Not(part=part):
            return _negation(reader(part, edition))
        case Flag(slot=slot):
            return lambda world, v: False if v[slot] is NOT_APPLICABLE else v[slot]
        case Member(fact=fact, group=group):
            return _membership(fact, edition.members(group))
        case ListedIn(fact=fact, listing=listing):
            return _listed(fact.slot, listing.slot)
        case Compare():
            return _comparison(term, edition)
        case SomeCircuit(body=body):
            return _some_circuit(reader(body, edition))
        case Cited(paragraph=paragraph):
            return edition.reading(paragraph)
        case Classified(table=table, outcomes=outcomes):
            return _classified(table, outcomes, edition)
    raise TypeError(f"no reading for {type(term).__name__}")


def flat(kind: type[AllOf | AnyOf], parts: Iterable[Term]) -> Iterator[Term]:
    """The parts, with those of a part of the same kind in its place: ``a & b & c`` is one list."""
    for part in parts:
        if isinstance(part, kind):
            yield from flat(kind, part.parts)
        else:
            yield part


def _joined(parts: list[Reading], *, absorbing: bool) -> Reading:
    def read(world: World, v: Vector) -> Truth:
        result: Truth = not absorbing
        for part in parts:
            truth = part(world, v)
            if truth is absorbing:
                return absorbing
            if truth is None:
                result = None
        return result

    return read


def _negation(part: Reading) -> Reading:
    def read(world: World, v: Vector) -> Truth:
        truth = part(world, v)
        return None if truth is None else not truth

    return read


def _membership(fact: Choice, members: frozenset[str]) -> Reading:
    slot = fact.slot

    def read(world: World, v: Vector) -> Truth:
        value = v[slot]
        if value is not None:
            return value in members
        if fact.domain <= members:
            return True
        return None if fact.domain & members else False

    return read


def _listed(slot: int, listing: int) -> Reading:
    def read(world: World, v: Vector) -> Truth:
        value, listed = v[slot], v[listing]
        if not listed or listed is NOT_APPLICABLE:
            return False
        return None if value is None else value in listed

    return read


def _some_circuit(body: Reading) -> Reading:
    def read(world: World, v: Vector) -> Truth:
        result: Truth = False
        for circuit in world.circuits:
            truth = body(world, circuit)
            if truth:
                return True
            if truth is None:
                result = None
        return result

    return read


def _classified(table: object, outcomes: frozenset[str], edition: Context) -> Reading:
    def read(world: World, v: Vector) -> Truth:
        possible = edition.outcomes(table, world)
        if possible <= outcomes:
            return True
        return None if possible & outcomes else False

    return read


_EXACTLY: dict[str, Callable[[Exact, Exact], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


def _comparison(term: Compare, edition: Context) -> Reading:
    left, right = measure(term.left, edition), measure(term.right, edition)
    op = term.op

    def slowly(world: World, v: Vector) -> Truth:
        a, b = left(world, v), right(world, v)
        if isinstance(a, NotApplicable) or isinstance(b, NotApplicable):
            return False
        return compare(a, op, b)

    if not (isinstance(term.left, Amount) and isinstance(term.right, Number)):
        return slowly
    slot, value = term.left.slot, term.right.value
    limit = edition.number(value) if isinstance(value, Dated) else value
    exactly: Callable[[Exact, Exact], bool] = _EXACTLY[op]

    def read(world: World, v: Vector) -> Truth:
        x = v[slot]
        if x.__class__ is int or x.__class__ is Fraction:
            return exactly(x, limit)
        return slowly(world, v)

    return read


def measure(quantity: Quantity, edition: Context) -> Measure:
    """The closure that reads the range of a number in an edition."""
    match quantity:
        case Number(value=value):
            number = edition.number(value) if isinstance(value, Dated) else value
            exact: Interval = (number, False, number, False)
            return lambda world, v: exact
        case Amount():
            return _amount(quantity)
        case Plus(left=left, right=right):
            return _arithmetic(measure(left, edition), measure(right, edition), plus)
        case Times(left=left, right=right):
            return _arithmetic(measure(left, edition), measure(right, edition), times)
        case Total(of=of, where=where):
            return _total(measure(of, edition), reader(where, edition))
    raise TypeError(f"no reading for {type(quantity).__name__}")


def _amount(fact: Amount) -> Measure:
    def read(world: World, v: Vector) -> Interval | NotApplicable:
        value = v[fact.slot]
        return NOT_APPLICABLE if value is NOT_APPLICABLE else interval_of(value, fact)

    return read


def _arithmetic(
    left: Measure, right: Measure, combine: Callable[[Interval, Interval], Interval]
) -> Measure:
    def read(world: World, v: Vector) -> Interval | NotApplicable:
        a, b = left(world, v), right(world, v)
        if isinstance(a, NotApplicable) or isinstance(b, NotApplicable):
            return NOT_APPLICABLE
        return combine(a, b)

    return read


def _total(of: Measure, where: Reading) -> Measure:
    token = object()

    def read(world: World, v: Vector) -> Interval:
        if token not in world.shared:
            world.shared[token] = summed(world)
        return world.shared[token]  # type: ignore[no-any-return]

    def summed(world: World) -> Interval:
        total: Interval = (0, False, 0, False)
        for line in world.lines:
            counted = where(line, line.facts)
            amount = of(line, line.facts) if counted is not False else NOT_APPLICABLE
            if isinstance(amount, NotApplicable):
                continue
            total = plus(total, amount if counted else (0, False, amount[2], amount[3]))
        return total

    return read
