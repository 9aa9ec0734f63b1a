"""Terms as decision diagrams over all facts at once, of whatever transaction, in whatever edition.

The exact reader makes diagrams of what one transaction leaves open. Here every fact is a variable:
a choice is cut into the classes between which no group tells, a number into the points and
stretches between which no threshold tells. A comparison of a sum is a variable of its own; whoever
states facts knows whether it holds. A fact that has no meaning for a transaction (the density of
model weights) lies in a cell of its own, in which every comparison with it is false.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from licet.logic.cases import CaseContext, stretches
from licet.logic.columns import Sum, compared
from licet.logic.diagrams import Diagram, Diagrams
from licet.logic.drawing import classes, connected
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
    Listing,
    Member,
    Not,
    Number,
    Plus,
    Quantity,
    SomeCircuit,
    Term,
    Times,
    Total,
    children,
)
from licet.logic.world import compare

CIRCUIT = "circuit"
"""The variable that says whether there is an integrated circuit in the item at all."""


OPEN = -1
"""In the place of a cell: nothing is known of the fact, but that it has a meaning."""


class Listed(NamedTuple):
    """The variable that says whether the choice is among those that the listing names."""

    fact: Choice
    listing: Listing


Key = Hashable
"""What names a variable: a fact, `CIRCUIT`, a `Listed` or a `Sum`."""


@dataclass(eq=False)
class Variable:
    """A fact, or a comparison of a sum, cut into cells. ``width`` counts the cell without meaning."""

    key: Any
    rank: int
    cells: list[Any]
    width: int

    @property
    def nowhere(self) -> int:
        """The cell of a fact that has no meaning: for yes or no the same as no."""
        return self.width - 1

    @property
    def free(self) -> range:
        """The cells in which the fact can lie where nothing of it is known."""
        return range(len(self.cells))

    def cell(self, value: Any) -> int:
        """The cell in which a known value lies; values of a choice lie in its domain."""
        if isinstance(self.key, Choice):
            return next(n for n, cell in enumerate(self.cells) if value in cell)
        if isinstance(self.key, Amount):
            at = (value, False, value, False)
            fits = (n for n, c in enumerate(self.cells) if compare(at, "<", c) is not True)
            return next(n for n in fits if compare(at, ">", self.cells[n]) is not True)
        return 0 if value is True else 1


class Cutting:
    """Cuts every fact as the terms of some editions cut it, all together."""

    def __init__(self, read: Iterable[tuple[CaseContext, Iterable[Term]]]) -> None:
        self.cuts: dict[Key, set[Any]] = {}
        for edition, terms in read:
            seen: set[int] = set()
            for term in terms:
                self._cut(term, edition, seen)

    def variables(self, first: Callable[[Key], Any]) -> dict[Key, Variable]:
        """The variables; ``first`` puts them in their order."""
        ordered = enumerate(sorted(self.cuts, key=first))
        return {key: _variable(key, rank, self.cuts[key]) for rank, key in ordered}

    def _cut(self, term: Term | Quantity, edition: CaseContext, seen: set[int]) -> None:
        if id(term) in seen:
            return
        seen.add(id(term))
        match term:
            case Cited(paragraph=paragraph):
                self._cut(edition.term(paragraph), edition, seen)
            case Classified(table=table, outcomes=outcomes):
                self._cut(edition.case_term(table, outcomes), edition, seen)
            case Member(fact=fact, group=group):
                self.cuts.setdefault(fact, set()).add(edition.members(group) & fact.domain)
            case ListedIn(fact=fact, listing=listing):
                self.cuts.setdefault(Listed(fact, listing), set())
            case Flag():
                self.cuts.setdefault(term, set())
            case SomeCircuit(body=body):
                self.cuts.setdefault(CIRCUIT, set())
                self._cut(body, edition, seen)
            case Compare():
                for total in totals(term):
                    self._cut(total.where, edition, seen)
                for each in _with_and_without(term):
                    key, limit, _op = compared(each, edition)
                    self.cuts.setdefault(key, set()).update([limit] if limit is not None else [])
            case _:
                for child in children(term):
                    self._cut(child, edition, seen)


class Versioned(CaseContext, Protocol):
    """An edition that knows which version of a paragraph stands in it."""

    def version(self, paragraph: Paragraph) -> Paragraph | None:
        """The version of the day."""


class Reach:
    """Which paragraphs of an edition terms refer to, however far: each is a bit of a number."""

    def __init__(self, edition: Versioned) -> None:
        self._edition = edition
        self._bits: dict[Paragraph, int] = {}
        self._found: dict[int, tuple[Term, int]] = {}

    def bit(self, paragraph: Paragraph) -> int:
        """The bit of a paragraph that stands in the edition."""
        return self._bits.setdefault(paragraph, 1 << len(self._bits))

    def of(self, term: Term) -> int:
        """The bits of all paragraphs that a term refers to."""
        if id(term) not in self._found:
            self._found[id(term)] = (term, self._walked(term))
        return self._found[id(term)][1]

    def _walked(self, term: Term) -> int:
        found, below = 0, list[Any]()
        match term:
            case Cited(paragraph=paragraph):
                standing = self._edition.version(paragraph)
                found = 0 if standing is None else self.bit(standing)
                below = [self._edition.term(paragraph)]
            case Classified(table=table, outcomes=outcomes):
                below = [self._edition.case_term(table, outcomes)]
            case Compare():
                below = [total.where for total in totals(term)]
            case AllOf() | AnyOf() | Not() | SomeCircuit():
                below = list(children(term))
        for each in below:
            found |= self.of(each)
        return found


@dataclass(eq=False)
class Lowering:
    """Diagrams of terms over all facts. ``given`` holds, by rank, what is so for every row."""

    variables: dict[Key, Variable]
    given: dict[int, int] = field(default_factory=dict)
    diagrams: Diagrams = field(default_factory=Diagrams)
    _made: dict[Any, dict[int, tuple[Term, Diagram]]] = field(default_factory=dict)
    _like: dict[Any, tuple[Any, Reach, int]] = field(default_factory=dict)
    _reach: dict[Any, Reach] = field(default_factory=dict)

    def alike(self, edition: CaseContext, other: Versioned, but: Paragraph) -> None:
        """Say that an edition is as another, but for one of the paragraphs that stand in that."""
        reach = self._reach.setdefault(other, Reach(other))
        self._like[edition] = other, reach, reach.bit(but)

    # -- diagrams -------------------------------------------------------------------------------

    def diagram(self, term: Term, edition: CaseContext) -> Diagram:
        """The diagram of a term in an edition."""
        made = self._made.setdefault(edition, {})
        if id(term) not in made:
            made[id(term)] = (term, self._drawn(term, edition))
        return made[id(term)][1]

    def _drawn(self, term: Term, edition: CaseContext) -> Diagram:
        like = self._like.get(edition)
        if like is not None and not like[1].of(term) & like[2]:
            return self.diagram(term, like[0])
        return self._build(term, edition)

    def _build(self, term: Term, edition: CaseContext) -> Diagram:
        made = connected(term, edition, self.diagrams, lambda part: self.diagram(part, edition))
        if made is not None:
            return made
        match term:
            case SomeCircuit(body=body):
                there = self._branch(CIRCUIT, bool)
                return self.diagrams.both(there, self.diagram(body, edition))
            case Flag():
                return self._branch(term, bool)
            case Member(fact=fact, group=group):
                members = edition.members(group)
                return self._branch(fact, lambda cell: cell <= members)
            case ListedIn(fact=fact, listing=listing):
                return self._branch(Listed(fact, listing), bool)
            case Compare():
                return self._comparison(term, edition)
        raise TypeError(f"no diagram for {type(term).__name__}")

    def _comparison(self, term: Compare, edition: CaseContext) -> Diagram:
        (first, *rest) = _with_and_without(term)
        if not rest:
            return self._compared(first, edition)
        (total,) = totals(term)
        without = self._compared(rest[0], edition)
        stated = self._branch(compared(first, edition)[0], lambda cell: True)
        counts = self.diagrams.both(self.diagram(total.where, edition), stated)
        return self.diagrams.choose(counts, self._compared(first, edition), without)

    def _compared(self, term: Compare, edition: CaseContext) -> Diagram:
        key, limit, op = compared(term, edition)
        if limit is None:
            return self._branch(key, bool)
        exact = (limit, False, limit, False)
        return self._branch(key, lambda cell: compare(cell, op, exact) is True)

    def _branch(self, key: Key, of: Callable[[Any], bool]) -> Diagram:
        variable = self.variables[key]
        leaves = [self.diagrams.leaf(of(cell)) for cell in variable.cells]
        leaves += [self.diagrams.leaf(False)] * (variable.width - len(leaves))
        cell = self.given.get(variable.rank)
        if cell == OPEN:
            leaves = list(without_nowhere(tuple(leaves), len(variable.cells)))
        elif cell is not None:
            return leaves[cell]
        return self.diagrams.node(variable.rank, tuple(leaves))


def without_nowhere(branches: tuple[Any, ...], cells: int) -> tuple[Any, ...]:
    """A fact has a meaning: nothing tells the cell in which it has none from the first."""
    return branches[:cells] + branches[:1] * (len(branches) - cells)


def _variable(key: Key, rank: int, cuts: set[Any]) -> Variable:
    if isinstance(key, Choice):
        cells = classes(key.domain, sorted(cuts, key=sorted))
        return Variable(key, rank, cells, len(cells) + 1)
    if isinstance(key, Amount):
        found = stretches((key.low, False, key.high, False), sorted(cuts))
        return Variable(key, rank, found, len(found) + 1)
    return Variable(key, rank, [True, False], 2)


def totals(term: Compare) -> list[Total]:
    """The totals in a comparison."""
    waiting, found = [term.left, term.right], []
    while waiting:
        match waiting.pop():
            case Total() as total:
                found.append(total)
            case Plus(left=left, right=right) | Times(left=left, right=right):
                waiting += [left, right]
    return found


def _with_and_without(term: Compare) -> list[Compare]:
    """The comparison of one line that its total counts, and of one that it does not."""
    if not totals(term):
        return [term]
    return [
        Compare(_counting(term.left, counts), term.op, _counting(term.right, counts))
        for counts in (True, False)
    ]


def _counting(quantity: Quantity, counts: bool) -> Quantity:
    match quantity:
        case Total(of=of):
            return of if counts else Number(0)
        case Plus(left=left, right=right):
            return Plus(_counting(left, counts), _counting(right, counts))
        case Times(left=left, right=right):
            return Times(_counting(left, counts), _counting(right, counts))
    return quantity


__all__ = ["CIRCUIT", "OPEN", "Cutting", "Key", "Listed", "Lowering", "Sum", "Variable", "totals"]
