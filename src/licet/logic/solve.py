"""The reader that solves: a term as a formula of Z3, over every possible transaction at once.

One line, with one integrated circuit in it or none. Countries and other choices are the places of
their values in the sorted domain, and -1 where the fact has no meaning; numbers are exact reals, with
a flag that says whether they have a meaning; a flag without a meaning is false. Nothing is unknown
here: what no fact pins down is free, and the solver looks at every value that it can have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, Protocol

import z3  # type: ignore[import-untyped]

from licet.logic.dated import Dated, Exact
from licet.logic.explain import Context
from licet.logic.rules import Paragraph
from licet.logic.terms import (
    AllOf,
    Amount,
    AnyOf,
    Choice,
    Cited,
    Classified,
    Compare,
    Fact,
    Flag,
    ListedIn,
    Listing,
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
from licet.logic.world import NOT_APPLICABLE, Vector, World

NOWHERE = -1
"""The place of a choice that has no meaning for the transaction."""


class SolveContext(Context, Protocol):
    """The edition, as this reader needs it."""

    def term(self, paragraph: Paragraph) -> Term:
        """What the version of the day says."""

    def case_term(self, table: object, outcomes: frozenset[str]) -> Term:
        """The term under which a decision has one of the outcomes."""


@cache
def places(domain: frozenset[str]) -> dict[str, int]:
    """The number of each value of a choice: its place in the sorted domain."""
    return {value: place for place, value in enumerate(sorted(domain))}


def real(number: Exact) -> z3.RatNumRef:
    """An exact number for the solver."""
    exact = Fraction(number)
    return z3.Q(exact.numerator, exact.denominator)


class Symbols:
    """The solver's variable for each fact. Two readers over the same symbols speak of one transaction.

    ``suffix`` makes another transaction; facts for which ``shared`` is true keep their plain names and
    so are the same in both.
    """

    def __init__(
        self, suffix: str = "", shared: Callable[[Fact], bool] = lambda fact: True
    ) -> None:
        self.suffix, self.shared = suffix, shared
        self.circuit = z3.Bool("circuit")
        self._made: dict[Fact, Any] = {}
        self._meant: dict[Fact, z3.BoolRef] = {}

    def name(self, fact: Fact) -> str:
        """The variable's name: unique, and readable in a dump of the solver."""
        vector = "ic" if fact.scope == "ic" else "line"
        return f"{vector}{fact.slot}:{fact.path}" + ("" if self.shared(fact) else self.suffix)

    def of(self, fact: Fact) -> Any:
        """The variable: a truth, a place in the domain, a real number, or a set of places."""
        if fact not in self._made:
            self._made[fact] = _variable(fact, self.name(fact))
        return self._made[fact]

    def meant(self, fact: Fact) -> z3.BoolRef:
        """Whether a number has a meaning for the transaction."""
        if fact not in self._meant:
            self._meant[fact] = z3.Bool("has " + self.name(fact))
        return self._meant[fact]

    def bounds(self) -> list[z3.BoolRef]:
        """What every fact keeps to: its domain, its lowest and its highest value."""
        return [bound for fact in Fact.every for bound in self._bounds(fact)]

    def _bounds(self, fact: Fact) -> Iterable[z3.BoolRef]:
        if isinstance(fact, Choice):
            yield self.of(fact) >= NOWHERE
            yield self.of(fact) < len(fact.domain)
        if isinstance(fact, Amount):
            yield self.of(fact) >= real(fact.low)
            if fact.high is not None:
                yield self.of(fact) <= real(fact.high)


def _variable(fact: Fact, name: str) -> Any:
    match fact:
        case Flag():
            return z3.Bool(name)
        case Choice():
            return z3.Int(name)
        case Amount():
            return z3.Real(name)
        case Listing():
            return z3.Array(name, z3.IntSort(), z3.BoolSort())
    raise TypeError(f"no variable for {type(fact).__name__}")


class Formulas:
    """The formulas of an edition's terms over some symbols."""

    def __init__(self, edition: SolveContext, symbols: Symbols | None = None) -> None:
        self.edition = edition
        self.symbols = symbols or Symbols()
        self._paragraphs: dict[Paragraph, z3.BoolRef] = {}
        self._classified: dict[frozenset[str], z3.BoolRef] = {}

    def paragraph(self, paragraph: Paragraph) -> z3.BoolRef:
        """What the version of the day says."""
        if paragraph not in self._paragraphs:
            self._paragraphs[paragraph] = self.of(self.edition.term(paragraph))
        return self._paragraphs[paragraph]

    def of(self, term: Term) -> z3.BoolRef:
        """The formula of a term."""
        match term:
            case Literal(value=value):
                return z3.BoolVal(value)
            case AllOf(parts=parts):
                return z3.And([self.of(part) for part in parts])
            case AnyOf(parts=parts):
                return z3.Or([self.of(part) for part in parts])
            case Not(part=part):
                return z3.Not(self.of(part))
            case Flag():
                return self.symbols.of(term)
            case Member(fact=fact, group=group):
                return self.among(fact, self.edition.members(group))
            case ListedIn(fact=fact, listing=listing):
                place = self.symbols.of(fact)
                return z3.And(place != NOWHERE, z3.Select(self.symbols.of(listing), place))
            case Compare():
                return self._compared(term)
            case SomeCircuit(body=body):
                return z3.And(self.symbols.circuit, self.of(body))
            case Cited(paragraph=paragraph):
                return self.paragraph(paragraph)
            case Classified(table=table, outcomes=outcomes):
                if outcomes not in self._classified:
                    self._classified[outcomes] = self.of(self.edition.case_term(table, outcomes))
                return self._classified[outcomes]
        raise TypeError(f"no formula for a {type(term).__name__}")

    def among(self, fact: Choice, members: Iterable[str]) -> z3.BoolRef:
        """The choice is one of ``members``: neighbours in the domain are one stretch."""
        known = places(fact.domain)
        variable = self.symbols.of(fact)
        inside = sorted(known[value] for value in members if value in known)
        return z3.Or(
            [
                variable == low if low == high else z3.And(variable >= low, variable <= high)
                for low, high in _stretches(inside)
            ]
        )

    def _compared(self, term: Compare) -> z3.BoolRef:
        (a, a_meant), (b, b_meant) = self.number(term.left), self.number(term.right)
        holds = {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[term.op]
        return z3.And(*a_meant, *b_meant, holds)

    def number(self, quantity: Quantity) -> tuple[z3.ArithRef, list[z3.BoolRef]]:
        """A number, and what must have a meaning for it to have one."""
        match quantity:
            case Number(value=value):
                return real(self.edition.number(value) if isinstance(value, Dated) else value), []
            case Amount() as fact:
                return self.symbols.of(fact), [self.symbols.meant(fact)]
            case Plus(left=left, right=right):
                (a, a_meant), (b, b_meant) = self.number(left), self.number(right)
                return a + b, [*a_meant, *b_meant]
            case Times(left=left, right=right):
                (a, a_meant), (b, b_meant) = self.number(left), self.number(right)
                return a * b, [*a_meant, *b_meant]
            case Total(of=of, where=where):
                each, meant = self.number(of)
                return z3.If(z3.And(self.of(where), *meant), each, real(0)), []
        raise TypeError(f"no number for a {type(quantity).__name__}")


def _stretches(numbers: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def stated(world: World, symbols: Symbols) -> list[z3.BoolRef]:
    """The facts of a line as formulas; what is unknown is left free. At most one circuit.

    Raises `ValueError` for a line with several circuits: the solver looks at one.
    """
    if len(world.circuits) > 1:
        raise ValueError("the solver reads one integrated circuit in a line, not several")
    found = [symbols.circuit == bool(world.circuits)]
    for fact in Fact.every:
        if fact.scope != "ic":
            found += _stated(world.facts, fact, symbols)
        elif world.circuits:
            found += _stated(world.circuits[0], fact, symbols)
    return found


def _stated(v: Vector, fact: Fact, symbols: Symbols) -> list[z3.BoolRef]:
    value, variable = v.get(fact), symbols.of(fact)
    if isinstance(fact, Listing):
        listed = z3.K(z3.IntSort(), z3.BoolVal(False))
        for code in () if value is NOT_APPLICABLE else value:
            listed = z3.Store(listed, _codes()[code], True)
        return [variable == listed]
    if isinstance(fact, Flag):
        return [] if value is None else [variable == (value is True)]
    if isinstance(fact, Choice):
        if value is None:
            return []
        return [variable == (NOWHERE if value is NOT_APPLICABLE else places(fact.domain)[value])]
    if value is NOT_APPLICABLE:
        return [z3.Not(symbols.meant(fact))]
    exact = isinstance(value, int | Fraction)
    return [symbols.meant(fact), *([variable == real(value)] if exact else [])]


@cache
def _codes() -> Mapping[str, int]:
    """The countries: the domain of the facts that a listing is compared with (the largest there is)."""
    domains = [fact.domain for fact in Fact.every if isinstance(fact, Choice)]
    return places(max(domains, key=len))
