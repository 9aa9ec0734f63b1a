"""The reader of columns: where the terms of the law can tell two transactions apart, and where not.

It walks the very terms that the other readers read and collects, for each fact, every group and
every threshold against which the law holds it. Two values on the same side of all of them are the
same to the law: they lie in one cell. A table is then decided once for each cell that its rows
reach, exactly, whatever is unknown in them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, Protocol

from licet.logic.dated import Dated, Exact, Group
from licet.logic.terms import (
    Amount,
    Choice,
    Compare,
    Fact,
    ListedIn,
    Member,
    Number,
    Plus,
    Quantity,
    Term,
    Times,
    Total,
)
from licet.logic.walk import every

TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""The comparison of the opposite numbers."""
Atom = tuple[Amount, ...]
"""A fact, or the product of two."""
Form = tuple[dict[Atom, Exact], Exact]
"""A sum of multiples of facts and of products of facts, and a constant."""


class Numbers(Protocol):
    """An edition, as far as its numbers and groups go."""

    def number(self, dated: Dated) -> Exact:
        """The number of the day."""

    def members(self, group: Group) -> frozenset[str]:
        """The group of the day."""


@dataclass(eq=False)
class Cuts:
    """What the law holds each fact against.

    ``sums``: by the facts that are summed with their factors, the constants at which the sum is
    compared. ``whole``: the facts of which every value may count, because they are looked up in a
    list or stand in a comparison of another shape.
    """

    groups: dict[Choice, set[frozenset[str]]] = field(default_factory=dict)
    thresholds: dict[Amount, set[Exact]] = field(default_factory=dict)
    sums: dict[frozenset[tuple[Atom, Exact]], set[Exact]] = field(default_factory=dict)
    whole: set[Fact] = field(default_factory=set)

    def add(self, term: Term, edition: Numbers) -> None:
        """Take in one term, as an edition reads it. References are not followed."""
        for part in every(term):
            match part:
                case Member(fact=fact, group=group):
                    self.groups.setdefault(fact, set()).add(edition.members(group))
                case ListedIn(fact=fact):
                    self.whole.add(fact)
                case Compare():
                    self._add_comparison(part, edition)

    def _add_comparison(self, term: Compare, edition: Numbers) -> None:
        left, right = _form(term.left, edition), _form(term.right, edition)
        if left is None or right is None:
            self.whole.update(part for part in every(term) if isinstance(part, Amount))
            return
        factors, constant = _plus(left, _times(right, -1))
        if len(factors) == 1:
            (atom, factor), *_ = factors.items()
            if len(atom) == 1:
                limit = Fraction(-constant) / factor
                self.thresholds.setdefault(atom[0], set()).add(limit)
                return
        self.sums.setdefault(frozenset(factors.items()), set()).add(-constant)

    def classes(self, facts: Iterable[Choice], codes: Iterable[str]) -> dict[str, int]:
        """Each code's class: two codes are in one where every group has both or neither."""
        cuts = [cut for fact in facts for cut in self.groups.get(fact, ())]
        numbers: dict[tuple[bool, ...], int] = {}
        return {
            code: numbers.setdefault(tuple(code in cut for cut in cuts), len(numbers))
            for code in codes
        }


def cuts_of(read: Iterable[tuple[Numbers, Iterable[Term]]]) -> Cuts:
    """The cuts of some terms in some editions, all together."""
    cuts = Cuts()
    for edition, terms in read:
        for term in terms:
            cuts.add(term, edition)
    return cuts


class Sum(NamedTuple):
    """A comparison of a sum: by atom its factor, against a limit. No atoms: of another shape."""

    factors: frozenset[tuple[Atom, Exact]]
    limit: Exact
    op: str
    term: Compare | None = None


def compared(term: Compare, edition: Numbers) -> tuple[Amount | Sum, Exact | None, str]:
    """What is compared: a fact against a limit, or a sum (which holds its own)."""
    left, right = _form(term.left, edition), _form(term.right, edition)
    if left is None or right is None:
        return Sum(frozenset(), 0, term.op, term), None, term.op
    factors, constant = _plus(left, _times(right, -1))
    if len(factors) == 1:
        (atom, factor), *_ = factors.items()
        if len(atom) == 1:
            op = term.op if factor > 0 else TURNED[term.op]
            return atom[0], Fraction(-constant) / factor, op
    return Sum(frozenset(factors.items()), -constant, term.op), None, term.op


def _form(quantity: Quantity, edition: Numbers) -> Form | None:
    match quantity:
        case Number(value=value):
            return {}, edition.number(value) if isinstance(value, Dated) else value
        case Amount():
            return {(quantity,): 1}, 0
        case Plus(left=left, right=right):
            a, b = _form(left, edition), _form(right, edition)
            return None if a is None or b is None else _plus(a, b)
        case Times(left=left, right=right):
            a, b = _form(left, edition), _form(right, edition)
            return None if a is None or b is None else _product(a, b)
        case Total(of=of):
            return _form(of, edition)
    return None


def _product(a: Form, b: Form) -> Form | None:
    for one, other in ((a, b), (b, a)):
        if not one[0]:
            return _times(other, one[1])
    if a[1] or b[1] or len(a[0]) > 1 or len(b[0]) > 1:
        return None
    ((left, by),), ((right, and_by),) = a[0].items(), b[0].items()
    return {(*left, *right): by * and_by}, 0


def _plus(a: Form, b: Form) -> Form:
    factors = dict(a[0])
    for atom, factor in b[0].items():
        factors[atom] = factors.get(atom, 0) + factor
    return {atom: factor for atom, factor in factors.items() if factor}, a[1] + b[1]


def _times(a: Form, by: Exact) -> Form:
    return {atom: factor * by for atom, factor in a[0].items()}, a[1] * by
