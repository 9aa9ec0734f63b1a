"""The law as one chart: decision diagrams over every fact that a line can state, none of them yet.

`licet.logic.cases` draws diagrams over what one transaction leaves open. Here nothing is stated
beforehand, so that a reader of another kind (SQL) can follow the same diagrams with the facts of a
row in hand: where a fact is known it takes one branch, where it is not it takes all of them, and
the leaves that it reaches are exactly what some completion gives.

One number is the ``spine``: others follow from it (a density from a performance, a sum from what is
sent). The chart asks for its cell first; what follows from it is asked once for each of its cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from licet.logic.cases import CaseContext
from licet.logic.dated import Dated, Exact
from licet.logic.diagrams import Diagram, Diagrams, Leaf, values
from licet.logic.drawing import classes, connected
from licet.logic.terms import (
    Amount,
    Choice,
    Cited,
    Classified,
    Compare,
    Fact,
    Flag,
    ListedIn,
    Listing,
    Member,
    Number,
    SomeCircuit,
    Term,
    Total,
)
from licet.logic.walk import every
from licet.logic.world import NOT_APPLICABLE


class Stretch(NamedTuple):
    """Numbers from ``low`` to ``high`` (none: no end); whether each end belongs to it."""

    low: Exact
    low_in: bool
    high: Exact | None
    high_in: bool


@dataclass(frozen=True, eq=False)
class Axis:
    """A question that the chart asks: a fact with its cells, or a comparison of sums.

    The last cell of a choice or an amount is `NOT_APPLICABLE`. ``at``: the cell of the spine within
    which the question is asked, where it follows from the spine. ``counted``: whether the total in
    a comparison is counted.
    """

    fact: Fact | None
    cells: tuple[Any, ...]
    compare: Compare | None = None
    counted: bool = True
    listing: Listing | None = None
    at: int | None = None


@dataclass(eq=False)
class Shape:
    """What is special about some facts: the spine, its other names, what follows from it.

    ``circuit`` holds where the line's item has an integrated circuit (one, as far as charts go).
    ``fixed``: facts that are the same in every row, with their value. ``never``: facts that no row
    states; they are asked last, so that what they leave open is one leaf.
    """

    spine: Amount
    same: frozenset[Amount]
    follows: frozenset[Amount]
    circuit: Term
    fixed: Mapping[Fact, Any] = field(default_factory=dict)
    never: frozenset[Fact] = frozenset()


@dataclass(eq=False)
class Chart:
    """Diagrams of terms, over one numbering of questions. First `add` every term, then `number`."""

    shape: Shape
    diagrams: Diagrams = field(default_factory=Diagrams)
    axes: list[Axis] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Prepare what is collected."""
        self.stated = 0
        self._groups: dict[Choice, list[frozenset[str]]] = {}
        self._cuts: dict[Amount, set[tuple[Exact, bool]]] = {}
        self._flags: dict[Flag, None] = {}
        self._listed: dict[tuple[Choice, Listing], None] = {}
        self._sums: dict[Compare, None] = {}
        self._seen: set[tuple[int, int]] = set()
        self._kept: list[Any] = []
        self._rank: dict[Any, int] = {}
        self._made: dict[tuple[int, int, int], Diagram] = {}

    # -- what is asked --------------------------------------------------------------------------

    def add(self, term: Term, edition: CaseContext) -> None:
        """Take in the questions of a term, as an edition reads it, references followed."""
        if (id(term), id(edition)) in self._seen:
            return
        self._seen.add((id(term), id(edition)))
        self._kept.append(term)
        for part in every(term):
            match part:
                case Flag():
                    self._flags[part] = None
                case Member(fact=fact, group=group):
                    cuts = self._groups.setdefault(fact, [])
                    cuts.append(edition.members(group))
                case ListedIn(fact=fact, listing=listing):
                    self._listed[fact, listing] = None
                case Compare():
                    self._add_comparison(part, edition)
                case SomeCircuit():
                    self.add(self.shape.circuit, edition)
                case Cited(paragraph=paragraph):
                    self.add(edition.term(paragraph), edition)
                case Classified(table=table, outcomes=outcomes):
                    self.add(edition.case_term(table, outcomes), edition)

    def _add_comparison(self, term: Compare, edition: CaseContext) -> None:
        simple = _against_a_number(term, edition)
        if simple is None:
            self._sums[term] = None
            return
        fact, op, limit = simple
        self._cuts.setdefault(self._spine(fact), set()).add((limit, op in (">=", "<")))

    def _spine(self, fact: Amount) -> Amount:
        return self.shape.spine if fact in self.shape.same else fact

    def number(self) -> None:
        """Number the questions: the spine, the facts in their order, then sums."""
        stretches = _stretches(self._cuts.get(self.shape.spine, set()))
        spine = Axis(self.shape.spine, stretches[:-1])
        self._put(self.shape.spine, None, spine)
        found: list[tuple[Fact, Axis]] = [(f, Axis(f, (True, False))) for f in self._flags]
        found += [(f, Axis(f, _classes(f, cuts))) for f, cuts in self._groups.items()]
        follows = self.shape.follows
        for amount, limits in self._cuts.items():
            cells = _stretches(limits)
            if amount in follows:
                found += [(amount, Axis(amount, cells, at=at)) for at in self.spine_cells]
            elif amount is not self.shape.spine:
                found.append((amount, Axis(amount, cells)))
        found = [each for each in found if each[0] not in self.shape.fixed]
        ordered = sorted(
            found, key=lambda each: (each[0].scope == "tx", each[0].order, each[0].slot)
        )
        for fact, axis in (each for each in ordered if each[0] not in self.shape.never):
            self._put(fact, axis.at, axis)
        for pair in self._listed:
            self._put(pair, None, Axis(pair[0], (True, False), listing=pair[1]))
        for compare in self._sums:
            for at in self.spine_cells:
                for counted in (True, False):
                    axis = Axis(None, (True, False), compare, counted, at=at)
                    self._put((compare, counted), at, axis)
        self.stated = len(self.axes)
        for fact, axis in (each for each in ordered if each[0] in self.shape.never):
            self._put(fact, axis.at, axis)

    def _put(self, key: Any, at: int | None, axis: Axis) -> None:
        self._rank[key, at] = len(self.axes)
        self.axes.append(axis)

    @property
    def spine_cells(self) -> range:
        """The numbers of the spine's cells; it always applies."""
        return range(len(self.axes[0].cells))

    # -- diagrams -------------------------------------------------------------------------------

    def closed(self, diagram: Diagram, bit: Callable[[Any], int]) -> Diagram:
        """The diagram in bits: what no row states is no longer asked, its values are united."""
        made: dict[int, Diagram] = {}

        def walk(part: Diagram) -> Diagram:
            if id(part) not in made:
                if isinstance(part, Leaf) or part.rank >= self.stated:
                    made[id(part)] = self.diagrams.leaf(sum(map(bit, values(part))))
                else:
                    branches = tuple(map(walk, part.branches))
                    made[id(part)] = self.diagrams.node(part.rank, branches)
            return made[id(part)]

        return walk(diagram)

    def along(self, branches: Iterable[Diagram]) -> Diagram:
        """The diagram that asks for the cell of the spine first."""
        return self.diagrams.node(0, tuple(branches))

    def within(self, term: Term, edition: CaseContext, at: int) -> Diagram:
        """The diagram of a term where the spine lies in its cell number ``at``."""
        key = (id(term), id(edition), at)
        if key not in self._made:
            self._made[key] = self._build(term, edition, at)
        return self._made[key]

    def _build(self, term: Term, edition: CaseContext, at: int) -> Diagram:
        d = self.diagrams
        made = connected(term, edition, d, lambda part: self.within(part, edition, at))
        if made is not None:
            return made
        match term:
            case SomeCircuit(body=body):
                there = self.within(self.shape.circuit, edition, at)
                return d.both(there, self.within(body, edition, at))
            case Compare():
                return self._comparison(term, edition, at)
        return self._question(term, edition)

    def _question(self, term: Term, edition: CaseContext) -> Diagram:
        fixed, leaf = self.shape.fixed, self.diagrams.leaf
        match term:
            case Flag():
                if term in fixed:
                    return leaf(fixed[term] is True)
                return self._asked(self._rank[term, None], lambda cell: cell)
            case Member(fact=fact, group=group):
                members = edition.members(group)
                if fact in fixed:
                    return leaf(fixed[fact] in members)
                rank = self._rank[fact, None]
                return self._asked(
                    rank, lambda cell: cell is not NOT_APPLICABLE and cell <= members
                )
            case ListedIn(fact=fact, listing=listing):
                return self._asked(self._rank[(fact, listing), None], lambda cell: cell)
        raise TypeError(f"no chart of {type(term).__name__}")

    def _asked(self, rank: int, of: Any) -> Diagram:
        cells = self.axes[rank].cells
        return self.diagrams.node(rank, tuple(self.diagrams.leaf(bool(of(c))) for c in cells))

    def _comparison(self, term: Compare, edition: CaseContext, at: int) -> Diagram:
        simple = _against_a_number(term, edition)
        if simple is None:
            return self._sum(term, edition, at)
        fact, op, limit = simple
        fact = self._spine(fact)
        if fact is self.shape.spine:
            return self.diagrams.leaf(_inside(self.axes[0].cells[at], op, limit))
        if fact in self.shape.fixed:
            return self.diagrams.leaf(False)
        rank = self._rank[fact, at if fact in self.shape.follows else None]
        return self._asked(rank, lambda cell: _inside(cell, op, limit))

    def _sum(self, term: Compare, edition: CaseContext, at: int) -> Diagram:
        totals = [part for part in every(term) if isinstance(part, Total)]
        counted = self._asked(self._rank[(term, True), at], lambda cell: cell)
        if not totals:
            return counted
        (total,) = totals
        without = self._asked(self._rank[(term, False), at], lambda cell: cell)
        where = self.within(total.where, edition, at)
        return self.diagrams.choose(where, counted, without)


def _against_a_number(term: Compare, edition: CaseContext) -> tuple[Amount, str, Exact] | None:
    if not (isinstance(term.left, Amount) and isinstance(term.right, Number)):
        return None
    value = term.right.value
    return term.left, term.op, edition.number(value) if isinstance(value, Dated) else value


def _classes(fact: Choice, cuts: list[frozenset[str]]) -> tuple[Any, ...]:
    cells = classes(fact.domain, cuts)
    return (*sorted(cells, key=lambda cell: (len(cell), sorted(cell))), NOT_APPLICABLE)


def _stretches(cuts: set[tuple[Exact, bool]]) -> tuple[Any, ...]:
    """The stretches between the cuts; a cut belongs to the numbers above it, or to those below."""
    made: list[Any] = []
    low: Exact = 0
    low_in = True
    for cut, above in sorted(cuts, key=lambda each: (each[0], not each[1])):
        if (cut, above) != (low, low_in):
            made.append(Stretch(low, low_in, cut, not above))
        low, low_in = cut, above
    return (*made, Stretch(low, low_in, None, False), NOT_APPLICABLE)


def _inside(cell: Any, op: str, limit: Exact) -> bool:
    """Whether the numbers of a cell compare so; they all lie on one side of the limit."""
    if cell is NOT_APPLICABLE:
        return False
    above = cell.low >= limit if op in (">=", "<") else (cell.low, not cell.low_in) >= (limit, True)
    return above if op in (">=", ">") else not above
