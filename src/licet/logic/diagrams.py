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


@dataclass(eq=False, slots=True)
class Leaf:
    """A value."""

    value: Hashable


@dataclass(eq=False, slots=True)
class Node:
    """A question: which cell of the variable at ``rank``? One branch for each."""

    rank: int
    branches: tuple[Diagram, ...]


Diagram = Leaf | Node


@dataclass
class Diagrams:
    """A set of diagrams over the same variables, in which equal ones are the same object."""

    _leaves: dict[Hashable, Leaf] = field(default_factory=dict)
    _nodes: dict[tuple[int, tuple[Diagram, ...]], Node] = field(default_factory=dict)
    _chosen: dict[tuple[Diagram, Diagram, Diagram], Diagram] = field(default_factory=dict)

    def leaf(self, value: Hashable) -> Leaf:
        """The diagram that is ``value`` whatever the facts."""
        found = self._leaves.get(value)
        if found is None:
            found = self._leaves[value] = Leaf(value)
        return found

    def node(self, rank: int, branches: tuple[Diagram, ...]) -> Diagram:
        """The diagram that asks for the variable at ``rank``."""
        first = branches[0]
        if branches.count(first) == len(branches):  # one and the same: diagrams have no equality
            return first
        key = (rank, branches)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = Node(rank, branches)
        return found

    def choose(self, condition: Diagram, yes: Diagram, no: Diagram) -> Diagram:
        """``yes`` where the condition's value is true, ``no`` elsewhere."""
        if isinstance(condition, Leaf):
            return yes if condition.value else no
        if yes is no:
            return yes
        key = (condition, yes, no)
        found = self._chosen.get(key)
        if found is None:
            rank, entered = _entered(key)
            found = self._chosen[key] = self.node(rank, self._chosen_each(*entered))
        return found

    def _chosen_each(self, *entered: tuple[Diagram, ...]) -> tuple[Diagram, ...]:
        """`choose` in each branch; variables have many cells, and most are as the one before."""
        found: list[Diagram] = []
        before: Any = (None, None, None)
        last: Any = None
        known = self._chosen.get
        for key in zip(*entered, strict=True):
            condition, yes, no = key
            if type(condition) is Leaf:
                found.append(yes if condition.value else no)
            elif yes is no:
                found.append(yes)
            elif condition is before[0] and yes is before[1] and no is before[2]:
                found.append(last)
            else:
                before, last = key, known(key) or self.choose(condition, yes, no)
                found.append(last)
        return tuple(found)

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
        seen: dict[tuple[Diagram, ...], Diagram] = {}

        def walk(*parts: Diagram) -> Diagram:
            made = seen.get(parts)
            if made is None:
                if any(isinstance(part, Node) for part in parts):
                    rank, entered = _entered(parts)
                    made = self.node(rank, tuple(map(walk, *entered)))
                else:
                    made = self.leaf(function(*[leaf.value for leaf in parts]))  # type: ignore[union-attr]
                seen[parts] = made
            return made

        return walk(*diagrams)

    def fixed(self, diagram: Diagram, rank: int, cell: int) -> Diagram:
        """The diagram once the variable at ``rank`` is known to lie in ``cell``."""
        seen: dict[Diagram, Diagram] = {}

        def walk(part: Diagram) -> Diagram:
            if isinstance(part, Leaf) or part.rank > rank:
                return part
            if part.rank == rank:
                return part.branches[cell]
            if part not in seen:
                seen[part] = self.node(part.rank, tuple(map(walk, part.branches)))
            return seen[part]

        return walk(diagram)


def _entered(parts: tuple[Diagram, ...]) -> tuple[int, list[tuple[Diagram, ...]]]:
    """The first variable that any of the parts asks for, and each part in each of its cells."""
    asked = [part for part in parts if isinstance(part, Node)]
    first = min(asked, key=lambda node: node.rank)
    rank, width = first.rank, len(first.branches)
    return rank, [
        part.branches if isinstance(part, Node) and part.rank == rank else (part,) * width
        for part in parts
    ]


def every(diagram: Diagram) -> Iterator[Diagram]:
    """Each node and leaf of the diagram once."""
    seen, waiting = set[Diagram](), [diagram]
    while waiting:
        part = waiting.pop()
        if part in seen:
            continue
        seen.add(part)
        yield part
        if isinstance(part, Node):
            waiting.extend(part.branches)


def values(diagram: Diagram) -> frozenset[Any]:
    """The values that some completion of the open facts gives, and no other."""
    return frozenset(part.value for part in every(diagram) if isinstance(part, Leaf))


def asked(diagram: Diagram) -> frozenset[int]:
    """The ranks of the variables that can change the value, and of no other."""
    return frozenset(part.rank for part in every(diagram) if isinstance(part, Node))
