"""What is left of diagrams once facts are known one after another, remembered for all rows alike."""

from __future__ import annotations

from typing import Any, NamedTuple

from licet.logic.cases import Part, ordered
from licet.logic.diagrams import Diagram, Leaf
from licet.logic.lowering import OPEN, Lowering, without_nowhere


class Within(NamedTuple):
    """In the place of a cell: open, and for each cell it leaves open which of another variable's.

    The other one has the next higher rank of all that are open; what is known of it follows.
    """

    other: int
    cells: tuple[tuple[int, ...], ...]


WITH = -1
"""In the place of the order of a fact: it is known with the variable of the rank that follows."""


class Residuals:
    """Diagrams over all facts, as facts become known. Nothing is worked out twice."""

    def __init__(self, lowering: Lowering) -> None:
        self.diagrams = lowering.diagrams
        self.variables = {v.rank: v for v in lowering.variables.values()}
        self._known: dict[tuple[Diagram, int, Any], Diagram] = {}
        self._asked: dict[Diagram, int] = {}
        self._values: dict[Diagram, frozenset[Any]] = {}

    @property
    def remembered(self) -> int:
        """How many diagrams have been worked out with a fact known, and are kept."""
        return len(self._known)

    def known(self, diagram: Diagram, rank: int, cell: Any) -> Diagram:
        """The diagram once the variable at ``rank`` lies in ``cell``, or is `OPEN`."""
        if isinstance(cell, Within):
            return self._within(diagram, rank, cell)
        if isinstance(diagram, Leaf) or diagram.rank > rank or not self.asks(diagram) >> rank & 1:
            return diagram
        key = (diagram, rank, cell)
        found = self._known.get(key)
        if found is None:
            if diagram.rank < rank:
                each = {b: self.known(b, rank, cell) for b in {*diagram.branches}}
                branches = tuple([each[b] for b in diagram.branches])
                found = self.diagrams.node(diagram.rank, branches)
            elif cell == OPEN:
                free = len(self.variables[rank].cells)
                found = self.diagrams.node(rank, without_nowhere(diagram.branches, free))
            else:
                found = diagram.branches[cell]
            self._known[key] = found
        return found

    def _within(self, diagram: Diagram, rank: int, within: Within) -> Diagram:
        """As `known`, where two variables follow from one fact."""
        if isinstance(diagram, Leaf) or not self.asks(diagram) & (1 << rank | 1 << within.other):
            return diagram
        key = (diagram, rank, within)
        found = self._known.get(key)
        if found is None:
            if diagram.rank < rank:
                branches = tuple([self._within(b, rank, within) for b in diagram.branches])
                found = self.diagrams.node(diagram.rank, branches)
            else:
                entered = [self.known(diagram, rank, n) for n in range(len(within.cells))]
                told = zip(entered, within.cells, strict=True)
                free = tuple([self._among(each, within.other, cells) for each, cells in told])
                found = self.diagrams.node(rank, free + free[:1] * self._nowhere(rank))
            self._known[key] = found
        return found

    def _nowhere(self, rank: int) -> int:
        variable = self.variables[rank]
        return variable.width - len(variable.cells)

    def _among(self, diagram: Diagram, rank: int, cells: tuple[int, ...]) -> Diagram:
        """The diagram once the variable at ``rank`` is known to lie in one of ``cells``."""
        if isinstance(diagram, Leaf) or not self.asks(diagram) >> rank & 1:
            return diagram
        if diagram.rank < rank:
            branches = tuple([self._among(b, rank, cells) for b in diagram.branches])
            return self.diagrams.node(diagram.rank, branches)
        held = [b if n in cells else None for n, b in enumerate(diagram.branches)]
        first = diagram.branches[cells[0]]
        return self.diagrams.node(rank, tuple([first if b is None else b for b in held]))

    def asks(self, diagram: Diagram) -> int:
        """The ranks of the variables that can change the value, as the bits of a number."""
        if isinstance(diagram, Leaf):
            return 0
        found = self._asked.get(diagram)
        if found is None:
            found = 1 << diagram.rank
            for branch in {*diagram.branches}:
                found |= self.asks(branch)
            self._asked[diagram] = found
        return found

    def values(self, diagram: Diagram) -> frozenset[Any]:
        """The values that some completion gives."""
        found = self._values.get(diagram)
        if found is None:
            if isinstance(diagram, Leaf):
                found = frozenset({diagram.value})
            else:
                found = frozenset().union(*map(self.values, {*diagram.branches}))
            self._values[diagram] = found
        return found

    def missing(self, diagram: Diagram, names: dict[int, tuple[Part, ...]]) -> list[str]:
        """The paths of what could change the value, most decisive first."""
        made: dict[int, set[Diagram]] = {}
        parts: dict[int, tuple[Part, ...]] = {}
        for rank in bits(self.asks(diagram)):
            called = names.get(rank) or self._parts(rank)
            if called[0][0] == WITH:
                rank, called = called[0][1], called[1:]
            parts[rank] = called
        for rank in parts:
            beside = [r for r, n in names.items() if n[0][:2] == (WITH, rank)]
            each = {diagram}
            for one in (rank, *beside):
                width = range(len(self.variables[one].cells))
                each = {self.known(d, one, cell) for d in each for cell in width}
            made[rank] = each
        return ordered({r: [self.values(d) for d in made[r]] for r in made}, parts)

    def _parts(self, rank: int) -> tuple[Part, ...]:
        fact = self.variables[rank].key
        return ((fact.order, fact.slot, fact.path),)


def bits(number: int) -> list[int]:
    """The places of the bits that are set."""
    return [place for place in range(number.bit_length()) if number >> place & 1]


__all__ = ["OPEN", "WITH", "Residuals", "Within", "bits"]
