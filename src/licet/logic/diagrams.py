"""Decision diagrams: a function of open facts as a table of cases, shared and reduced.

A node asks for one variable and has a branch for each of its cells. Equal nodes are one node and a
node whose branches agree is left out, so a diagram is the only one for its function: the leaves
that it reaches are exactly the values that some completion gives, and the variables that it asks
for are exactly those that can change the value.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, eq=False)
class Leaf:
    """A value."""

    value: Hashable


@dataclass(frozen=True, eq=False)
class Node:
    """A question: which cell of the variable at ``rank``? One branch for each."""

    rank: int
    branches: tuple[Diagram, ...]


Diagram = Leaf | Node


@dataclass
class Diagrams:
    """A set of diagrams over the same variables, in which equal ones are the same object."""

    _leaves: dict[Hashable, Leaf] = field(default_factory=dict)
    _nodes: dict[tuple[int, ...], Node] = field(default_factory=dict)
    _chosen: dict[tuple[int, int, int], Diagram] = field(default_factory=dict)

    def leaf(self, value: Hashable) -> Leaf:
        """The diagram that is ``value`` whatever the facts."""
        return self._leaves.setdefault(value, Leaf(value))

    def node(self, rank: int, branches: tuple[Diagram, ...]) -> Diagram:
        """The diagram that asks for the variable at ``rank``."""
        if all(branch is branches[0] for branch in branches):
            return branches[0]
        key = (rank, *map(id, branches))
        if key not in self._nodes:
            self._nodes[key] = Node(rank, branches)
        return self._nodes[key]

    def choose(self, condition: Diagram, yes: Diagram, no: Diagram) -> Diagram:
        """``yes`` where the condition's value is true, ``no`` elsewhere."""
        if isinstance(condition, Leaf):
            return yes if condition.value else no
        if yes is no:
            return yes
        key = (id(condition), id(yes), id(no))
        if key not in self._chosen:
            rank = condition.rank
            for part in (yes, no):
                if isinstance(part, Node) and part.rank < rank:
                    rank = part.rank
            parts = (condition, yes, no)
            width = next(len(p.branches) for p in parts if isinstance(p, Node) and p.rank == rank)
            self._chosen[key] = self.node(
                rank, tuple(self.choose(*_entered(parts, rank, cell)) for cell in range(width))
            )
        return self._chosen[key]

    def both(self, a: Diagram, b: Diagram) -> Diagram:
        """Both are true."""
        return self.choose(a, b, self.leaf(False))

    def either(self, a: Diagram, b: Diagram) -> Diagram:
        """Either is true."""
        return self.choose(a, self.leaf(True), b)

    def opposite(self, a: Diagram) -> Diagram:
        """It is not true."""
        return self.choose(a, self.leaf(False), self.leaf(True))

    def combine(self, function: Callable[..., Any], *diagrams: Diagram) -> Diagram:
        """The diagram of ``function`` applied to the values of ``diagrams``."""
        seen: dict[tuple[int, ...], Diagram] = {}

        def walk(parts: tuple[Diagram, ...]) -> Diagram:
            key = tuple(map(id, parts))
            if key in seen:
                return seen[key]
            asked = [part for part in parts if isinstance(part, Node)]
            if not asked:
                made: Diagram = self.leaf(function(*[leaf.value for leaf in parts]))  # type: ignore[union-attr]
            else:
                rank = min(node.rank for node in asked)
                width = next(len(node.branches) for node in asked if node.rank == rank)
                made = self.node(
                    rank, tuple(walk(_entered(parts, rank, cell)) for cell in range(width))
                )
            seen[key] = made
            return made

        return walk(diagrams)

    def fixed(self, diagram: Diagram, rank: int, cell: int) -> Diagram:
        """The diagram once the variable at ``rank`` is known to lie in ``cell``."""
        seen: dict[int, Diagram] = {}

        def walk(part: Diagram) -> Diagram:
            if isinstance(part, Leaf) or part.rank > rank:
                return part
            if part.rank == rank:
                return part.branches[cell]
            if id(part) not in seen:
                seen[id(part)] = self.node(part.rank, tuple(map(walk, part.branches)))
            return seen[id(part)]

        return walk(diagram)


def _entered(parts: tuple[Diagram, ...], rank: int, cell: int) -> tuple[Diagram, ...]:
    return tuple(
        part.branches[cell] if isinstance(part, Node) and part.rank == rank else part
        for part in parts
    )


def every(diagram: Diagram) -> Iterator[Diagram]:
    """Each node and leaf of the diagram once."""
    seen, waiting = set(), [diagram]
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        if isinstance(part, Node):
            waiting.extend(part.branches)


def values(diagram: Diagram) -> frozenset[Any]:
    """The values that some completion of the open facts gives, and no other."""
    return frozenset(part.value for part in every(diagram) if isinstance(part, Leaf))


def asked(diagram: Diagram) -> frozenset[int]:
    """The ranks of the variables that can change the value, and of no other."""
    return frozenset(part.rank for part in every(diagram) if isinstance(part, Node))
