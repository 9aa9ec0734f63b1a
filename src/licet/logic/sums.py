"""Comparisons of numbers whose parts are open, for the exact reader.

A comparison that comes to one open fact against a number cuts that fact there. A comparison of sums
of several is a case of its own, admitted only where the ranges of their cells allow both answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from licet.logic.columns import TURNED
from licet.logic.dated import Dated, Exact
from licet.logic.diagrams import Diagram, values
from licet.logic.explain import Truth, measure, reader
from licet.logic.terms import (
    Amount,
    Compare,
    Fact,
    Number,
    Plus,
    Quantity,
    Times,
    Total,
)
from licet.logic.world import (
    NOT_APPLICABLE,
    Derived,
    Interval,
    Key,
    NotApplicable,
    Vector,
    World,
    compare,
    interval_of,
    plus,
    times,
)

if TYPE_CHECKING:
    from licet.logic.cases import Cases, Part
    from licet.logic.meaning import Meaning, MeaningContext

Form = tuple[dict[Key, tuple[Vector, Fact, Exact]], Exact]
"""A sum of multiples of open facts, and a constant."""
NOTHING: Interval = (0, False, 0, False)


class Comparison:
    """A comparison in an edition: cut and drawn where three values leave it open."""

    def __init__(self, term: Compare, edition: MeaningContext) -> None:
        self.term, self.edition = term, edition
        self.read = reader(term, edition)
        self._whole = _of_the_transaction(term.left) and _of_the_transaction(term.right)
        self._counting: dict[Total, Meaning] = {}

    def _key(self, v: Vector) -> tuple[Any, int]:
        """The comparison is the same for every line where it is of totals and of the transaction."""
        return (self, 0 if self._whole else id(v))

    def _counts(self, total: Total) -> Meaning:
        """Whether a line counts."""
        if total not in self._counting:
            self._counting[total] = self.edition.means(total.where)
        return self._counting[total]

    # -- cutting --------------------------------------------------------------------------------

    def cut(self, cases: Cases, world: World, v: Vector) -> None:
        """Cut the facts on which the comparison turns."""
        key = self._key(v)
        if key in cases.walked:
            return
        cases.walked.add(key)
        line = self._linear(world, v)
        if line is not None:
            vector, fact, threshold, _op = line
            cases.cut(vector, fact, threshold)
            return
        for quantity in (self.term.left, self.term.right):
            for vector, fact in self._open_in(cases, quantity, world, v):
                cases.cut(vector, fact)

    def _open_in(
        self, cases: Cases, quantity: Quantity, world: World, v: Vector
    ) -> Iterator[tuple[Vector, Fact]]:
        """The open facts that a number turns on; conditions of a total are cut on the way."""
        match quantity:
            case Amount() as fact:
                yield from _open_parts(v, fact)
            case Plus(left=left, right=right) | Times(left=left, right=right):
                yield from self._open_in(cases, left, world, v)
                yield from self._open_in(cases, right, world, v)
            case Total(of=of):
                counts = self._counts(quantity)
                for line in world.lines:
                    counted = counts.read(line, line.facts)
                    if counted is None:
                        counts.cut(cases, line, line.facts)
                    if counted is not False:
                        yield from self._open_in(cases, of, line, line.facts)

    # -- one open fact against a number ---------------------------------------------------------

    def _linear(self, world: World, v: Vector) -> tuple[Vector, Fact, Exact, str] | None:
        """The comparison as one open fact against a number, where it comes to that."""
        left, right = self._form(self.term.left, world, v), self._form(self.term.right, world, v)
        if left is None or right is None:
            return None
        parts, constant = _add(left, _times(right, -1))
        open_parts = [part for part in parts.values() if part[2] != 0]
        if len(open_parts) != 1:
            return None
        vector, fact, factor = open_parts[0]
        op = self.term.op if factor > 0 else TURNED[self.term.op]
        return vector, fact, Fraction(-constant) / factor, op

    def _form(self, quantity: Quantity, world: World, v: Vector) -> Form | None:
        """The number as a sum of multiples of open facts, where it is one."""
        match quantity:
            case Number(value=value):
                return {}, self.edition.number(value) if isinstance(value, Dated) else value
            case Amount() as fact:
                return _form_of(v, fact)
            case Plus(left=left, right=right):
                forms = (self._form(left, world, v), self._form(right, world, v))
                return None if forms[0] is None or forms[1] is None else _add(forms[0], forms[1])
            case Times(left=left, right=right):
                a, b = self._form(left, world, v), self._form(right, world, v)
                if a is None or b is None or (a[0] and b[0]):
                    return None
                return _times(a, b[1]) if a[0] else _times(b, a[1])
            case Total():
                return self._form_of_total(quantity, world)
        return None

    def _form_of_total(self, quantity: Total, world: World) -> Form | None:
        counts = self._counts(quantity)
        total: Form = ({}, 0)
        for line in world.lines:
            counted = counts.read(line, line.facts)
            if counted is False:
                continue
            part = self._form(quantity.of, line, line.facts)
            if counted is None or part is None:
                return None
            total = _add(total, part)
        return total

    # -- drawing --------------------------------------------------------------------------------

    def draw(self, cases: Cases, world: World, v: Vector) -> Diagram:
        """The diagram of the comparison."""
        key = self._key(v)
        made = cases.made.get(key)
        if made is None:
            made = cases.made[key] = self._drawn(cases, world, v)
        return made

    def _drawn(self, cases: Cases, world: World, v: Vector) -> Diagram:
        line = self._linear(world, v)
        if line is not None:
            vector, fact, limit, op = line
            exact: Interval = (limit, False, limit, False)
            return cases.branch(vector, fact, lambda cell: compare(cell, op, exact))
        sides = [self._ranges(cases, q, world, v) for q in (self.term.left, self.term.right)]
        op, combine = self.term.op, cases.diagrams.combine
        known = combine(lambda a, b: _compared(a, op, b), *sides)
        if None not in values(known):
            return known
        return cases.settled(known, self._turns_on(cases, world, v))

    def _turns_on(self, cases: Cases, world: World, v: Vector) -> Iterator[Part]:
        """The open facts whose values decide, and those that say whether a line counts at all."""
        for quantity in (self.term.left, self.term.right):
            for vector, fact in self._open_in(cases, quantity, world, v):
                yield (fact.order, fact.slot, vector.path(fact))
        for quantity in (self.term.left, self.term.right):
            yield from self._whether_counted(cases, quantity, world)

    def _whether_counted(self, cases: Cases, quantity: Quantity, world: World) -> Iterator[Part]:
        match quantity:
            case Plus(left=left, right=right) | Times(left=left, right=right):
                yield from self._whether_counted(cases, left, world)
                yield from self._whether_counted(cases, right, world)
            case Total(of=of):
                some = [
                    line
                    for line in world.lines
                    if values(self._ranges(cases, of, line, line.facts)) - {NOT_APPLICABLE, NOTHING}
                ]
                counts = self._counts(quantity)
                yield from cases.parts(cases.diagram(counts, line) for line in some)

    def _ranges(self, cases: Cases, quantity: Quantity, world: World, v: Vector) -> Diagram:
        """The diagram of a number: each leaf is the range that the cells leave."""
        match quantity:
            case Amount() as fact:
                return _amount(cases, v, fact)
            case Plus(left=left, right=right):
                sides = [self._ranges(cases, each, world, v) for each in (left, right)]
                return cases.diagrams.combine(partial(_with_meaning, plus), *sides)
            case Times(left=left, right=right):
                sides = [self._ranges(cases, each, world, v) for each in (left, right)]
                return cases.diagrams.combine(partial(_with_meaning, times), *sides)
            case Total():
                return self._total(cases, quantity, world)
            case _:
                return cases.diagrams.leaf(measure(quantity, self.edition)(world, v))

    def _total(self, cases: Cases, quantity: Total, world: World) -> Diagram:
        def add(total: Any, counted: bool, amount: Any) -> Any:
            return total if not counted or amount is NOT_APPLICABLE else plus(total, amount)

        total: Diagram = cases.diagrams.leaf(NOTHING)
        for line in world.lines:
            counted = cases.diagram(self._counts(quantity), line)
            if values(counted) != {False}:
                amount = self._ranges(cases, quantity.of, line, line.facts)
                total = cases.diagrams.combine(add, total, counted, amount)
        return total


def _amount(cases: Cases, v: Vector, fact: Amount) -> Diagram:
    value, leaf = v[fact.slot], cases.diagrams.leaf
    if value is NOT_APPLICABLE:
        return leaf(NOT_APPLICABLE)
    if isinstance(value, Derived):
        total: Diagram = leaf((value.constant, False, value.constant, False))
        for vector, part, factor in value.parts:
            by: Interval = (factor, False, factor, False)
            each = _amount(cases, vector, part)  # type: ignore[arg-type]
            total = cases.diagrams.combine(lambda a, b, by=by: plus(a, times(b, by)), total, each)
        return total
    if v.key(fact) in cases.variables:
        return cases.branch(v, fact, lambda cell: cell)
    return leaf(interval_of(value, fact))


def _with_meaning(function: Any, a: Any, b: Any) -> Any:
    return NOT_APPLICABLE if NOT_APPLICABLE in (a, b) else function(a, b)


def _compared(a: Any, op: str, b: Any) -> Truth:
    return False if NOT_APPLICABLE in (a, b) else compare(a, op, b)


def _of_the_transaction(quantity: Quantity) -> bool:
    match quantity:
        case Amount(scope=scope):
            return scope == "tx"
        case Plus(left=left, right=right) | Times(left=left, right=right):
            return _of_the_transaction(left) and _of_the_transaction(right)
        case _:
            return True


def _open_parts(v: Vector, fact: Amount) -> Iterator[tuple[Vector, Fact]]:
    value = v[fact.slot]
    if isinstance(value, Derived):
        for vector, part, _factor in value.parts:
            yield from _open_parts(vector, part)  # type: ignore[arg-type]
    elif not isinstance(value, int | Fraction | NotApplicable):
        yield v, fact


def _form_of(v: Vector, fact: Amount) -> Form | None:
    value = v[fact.slot]
    if isinstance(value, int | Fraction):
        return {}, value
    if isinstance(value, NotApplicable):
        return None
    if not isinstance(value, Derived):
        return {v.key(fact): (v, fact, 1)}, 0
    total: Form = ({}, value.constant)
    for vector, part, factor in value.parts:
        form = _form_of(vector, part)  # type: ignore[arg-type]
        if form is None:
            return None
        total = _add(total, _times(form, factor))
    return total


def _add(a: Form, b: Form) -> Form:
    parts = dict(a[0])
    for key, (vector, fact, factor) in b[0].items():
        before = parts[key][2] if key in parts else 0
        parts[key] = (vector, fact, before + factor)
    return parts, a[1] + b[1]


def _times(a: Form, by: Exact) -> Form:
    return {key: (v, fact, factor * by) for key, (v, fact, factor) in a[0].items()}, a[1] * by
