"""Terms: what the body of a paragraph is made of. Built once, when the law is read; read by all.

A term is built with ``&``, ``|``, ``~``, comparisons and the methods of a fact. Python's own
``and``, ``or``, ``not`` and chained comparisons cannot be overloaded; they are refused with a
sentence that says what to write.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from licet.logic.dated import Dated, Exact, Group

if TYPE_CHECKING:
    from licet.logic.rules import Paragraph


class Term:
    """Something that is true, false or unknown of a transaction."""

    def __and__(self, other: Term) -> Term:
        """Both."""
        return AllOf((self, other))

    def __or__(self, other: Term) -> Term:
        """Either."""
        return AnyOf((self, other))

    def __invert__(self) -> Term:
        """Not."""
        return Not(self)

    def __bool__(self) -> bool:
        """Refused: a term has no truth until it is read against a transaction."""
        raise TypeError(
            "a term of law is neither true nor false here: write & for 'and', | for 'or', "
            "~ for 'not', and two comparisons joined by & for a chained one"
        )


@dataclass(frozen=True, eq=False)
class Literal(Term):
    """Always true, or always false."""

    value: bool


ALWAYS = Literal(True)
NEVER = Literal(False)


@dataclass(frozen=True, eq=False)
class AllOf(Term):
    """Every one of the parts."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class AnyOf(Term):
    """At least one of the parts."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class Not(Term):
    """The opposite of the part."""

    part: Term


def all_of(*parts: Term) -> Term:
    """Every one of ``parts``."""
    return AllOf(parts)


def any_of(*parts: Term) -> Term:
    """At least one of ``parts``."""
    return AnyOf(parts)


@dataclass(frozen=True, eq=False, repr=False)
class Fact(Term):
    """A fact that a transaction states or leaves open. ``path`` is its name in the facts.

    ``scope`` is ``tx`` for a fact of the whole transaction, ``line`` for one of a line of it and
    ``ic`` for one of an integrated circuit in the line's item. ``order`` settles the order in which
    open facts are split into cases (facts that decide much come first).
    """

    path: str
    says: str
    scope: str = "tx"
    order: int = field(default=0, compare=False)
    slot: int = field(init=False, default=-1)
    counts: ClassVar[dict[str, int]] = {}
    every: ClassVar[list[Fact]] = []

    def __post_init__(self) -> None:
        """Give the fact its place among the facts of its vector (lines and circuits)."""
        vector = "ic" if self.scope == "ic" else "line"
        object.__setattr__(self, "slot", Fact.counts.get(vector, 0))
        Fact.counts[vector] = self.slot + 1
        Fact.every.append(self)

    def __repr__(self) -> str:
        """The path, which names it."""
        return f"<{self.path}>"


class Flag(Fact):
    """A fact that is true or false."""


@dataclass(frozen=True, eq=False, repr=False)
class Choice(Fact):
    """A fact with one of finitely many values: a country, a paragraph, an action.

    ``domain`` names every value that it can have.
    """

    domain: frozenset[str] = frozenset()

    def within(self, group: Group) -> Term:
        """The value is in the group, as the group stood on the day."""
        return Member(self, group)

    def among(self, *values: str) -> Term:
        """The value is one of ``values``."""
        return Member(self, Group.always(", ".join(values), values))

    def is_listed_in(self, listed: Listing) -> Term:
        """The value is one of those that another fact lists."""
        return ListedIn(self, listed)


class Listing(Fact):
    """A fact that is a set of codes which is always known (a public list: absent means empty)."""


class Quantity:
    """A number: a constant, a fact, a sum or a product. Comparisons of it are terms."""

    def __le__(self, other: Quantity | Dated | Exact) -> Term:
        """At most."""
        return Compare(self, "<=", quantity(other))

    def __lt__(self, other: Quantity | Dated | Exact) -> Term:
        """Less than."""
        return Compare(self, "<", quantity(other))

    def __ge__(self, other: Quantity | Dated | Exact) -> Term:
        """At least."""
        return Compare(self, ">=", quantity(other))

    def __gt__(self, other: Quantity | Dated | Exact) -> Term:
        """More than."""
        return Compare(self, ">", quantity(other))

    def __add__(self, other: Quantity | Dated | Exact) -> Quantity:
        """The sum."""
        return Plus(self, quantity(other))

    def __mul__(self, other: Quantity | Dated | Exact) -> Quantity:
        """The product."""
        return Times(self, quantity(other))

    def __sub__(self, other: Quantity | Dated | Exact) -> Quantity:
        """The difference."""
        return Plus(self, Times(quantity(other), Number(-1)))


@dataclass(frozen=True, eq=False, repr=False)
class Amount(Fact, Quantity):
    """A fact that is an exact number, or a day counted as a number. Never a binary float.

    ``low`` and ``high`` bound what it can be at all.
    """

    unit: str = ""
    low: Exact = 0
    high: Exact | None = None


@dataclass(frozen=True, eq=False)
class Number(Quantity):
    """A constant, or a number of the law that is read on the day."""

    value: Exact | Dated


@dataclass(frozen=True, eq=False)
class Plus(Quantity):
    """Left and right together."""

    left: Quantity
    right: Quantity


@dataclass(frozen=True, eq=False)
class Times(Quantity):
    """Left times right."""

    left: Quantity
    right: Quantity


@dataclass(frozen=True, eq=False)
class Total(Quantity):
    """The sum of ``of`` over those lines of the transaction for which ``where`` holds."""

    of: Quantity
    where: Term


def quantity(value: Quantity | Dated | Exact) -> Quantity:
    """A quantity from a number of Python or of the law."""
    return value if isinstance(value, Quantity) else Number(value)


@dataclass(frozen=True, eq=False)
class Compare(Term):
    """A comparison of two quantities: ``<``, ``<=``, ``>`` or ``>=``."""

    left: Quantity
    op: str
    right: Quantity


@dataclass(frozen=True, eq=False)
class Member(Term):
    """The fact's value is in the group."""

    fact: Choice
    group: Group


@dataclass(frozen=True, eq=False)
class ListedIn(Term):
    """The fact's value is among those that the listing names."""

    fact: Choice
    listing: Listing


@dataclass(frozen=True, eq=False)
class SomeCircuit(Term):
    """Some integrated circuit in the line's item is so. ``body`` speaks of circuits only."""

    body: Term


@dataclass(frozen=True, eq=False)
class Cited(Term):
    """What another paragraph says, in the version that stands on the day."""

    paragraph: Paragraph


@dataclass(frozen=True, eq=False)
class Classified(Term):
    """The decision that ``table`` makes has an outcome among ``outcomes``."""

    table: object
    outcomes: frozenset[str]


_PARTS: dict[type, Callable[[Any], tuple[Term | Quantity, ...]]] = {
    AllOf: lambda term: term.parts,
    AnyOf: lambda term: term.parts,
    Not: lambda term: (term.part,),
    SomeCircuit: lambda term: (term.body,),
    Compare: lambda term: (term.left, term.right),
    Plus: lambda quantity: (quantity.left, quantity.right),
    Times: lambda quantity: (quantity.left, quantity.right),
    Total: lambda quantity: (quantity.of, quantity.where),
    Member: lambda term: (term.fact,),
    ListedIn: lambda term: (term.fact, term.listing),
}


def children(term: Term | Quantity) -> tuple[Term | Quantity, ...]:
    """The parts directly below, in the order of the text (none below a reference)."""
    parts = _PARTS.get(type(term))
    return parts(term) if parts else ()
