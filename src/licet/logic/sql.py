"""The reader of SQL: a chart as layers of a query, one for each question that it asks.

Every question becomes a whole number in which bit n says that the row may lie in cell n: one bit
where the fact is stated, several where it is not. A node of the chart becomes the union of what
its branches in those cells come to, again as bits. So the number of an answer holds exactly the
values that some completion of the row's missing facts gives, in plain SQL.

The text is written as DuckDB reads it; `licet.tables.view` has sqlglot parse it and write it in
other dialects.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, Protocol

from licet.logic.chart import Axis, Chart, Stretch
from licet.logic.dated import Dated, Exact
from licet.logic.diagrams import Diagram, Leaf, Node, every
from licet.logic.terms import (
    Amount,
    Choice,
    Compare,
    Flag,
    Listing,
    Number,
    Plus,
    Quantity,
    Times,
    Total,
)
from licet.logic.world import NOT_APPLICABLE

NO_END = "NULL"
MOST_CELLS = 60
"""A question with more cells than bits has the number of the cell instead, NULL where unknown."""


class Range(NamedTuple):
    """The texts of a number's low and high end (``NULL``: none), and whether the high end is in.

    ``over`` divides both. ``applies``: the condition under which the number has a meaning.
    """

    low: str
    high: str
    high_in: str = "TRUE"
    over: str | None = None
    applies: str | None = None


class Columns(Protocol):
    """Where the facts of a row stand: texts of SQL over the columns of the layer below."""

    def flag(self, fact: Flag) -> str:
        """True, false or NULL where unknown; false where it does not apply."""

    def choice(self, fact: Choice) -> tuple[str, str | None]:
        """The code or NULL, and the condition under which it applies (none: always)."""

    def amount(self, fact: Amount, at: Stretch | None) -> Range:
        """The number; ``at`` is the stretch of the spine in which what follows from it lies."""

    def listed(self, fact: Choice, listing: Listing) -> str:
        """Whether the list has the code: true, false or NULL."""

    def number(self, dated: Dated) -> Exact:
        """The number of the day."""


@dataclass(eq=False)
class Layers:
    """The layers of a query that answers, from the columns of facts. ``kept`` are carried along.

    A node that several others lead to has a column; one that only one leads to stands inside it.
    """

    chart: Chart
    columns: Columns
    kept: tuple[str, ...]

    def write(self, answers: Mapping[str, Diagram], source: str) -> tuple[list[str], str]:
        """The layers over ``source`` as common table expressions, and the name of the last."""
        nodes = _nodes(answers.values())
        self._name_shared(nodes, answers.values())
        asked = sorted({node.rank for node in nodes})
        names = [_name(self.chart, rank) for rank in asked]
        columns = [
            f"{self._bits(self.chart.axes[r])} AS {n}" for r, n in zip(asked, names, strict=True)
        ]
        made, below = [_layer("asked", [*self.kept, *columns], source)], "asked"
        steps = self._steps(nodes)
        alive = names
        for number, step in enumerate(steps, 1):
            new = [f"{self._node(node)} AS {self._called[id(node)]}" for node in step]
            made.append(_layer(f"step_{number}", [*self.kept, *alive, *new], below))
            later = self._reads(steps[number:]) | {id(d) for d in answers.values()}
            still = {self._called[each] for each in later if each in self._called}
            ranks = {_name(self.chart, each) for each in self._ranks(steps[number:])}
            made_here = [self._called[id(node)] for node in step]
            alive = [name for name in [*alive, *made_here] if name in still | ranks]
            below = f"step_{number}"
        final = [*self.kept, *[f"{self._value(d)} AS {name}" for name, d in answers.items()]]
        made.append(_layer("answered", final, below))
        return made, "answered"

    def _name_shared(self, nodes: list[Node], roots: Iterable[Diagram]) -> None:
        """Name what has a column of its own: the answers, and what several nodes lead to."""
        uses = Counter(id(below) for node in nodes for below in set(node.branches))
        found = {id(root) for root in roots} | {each for each, count in uses.items() if count > 1}
        named = [node for node in nodes if id(node) in found]
        self._called = {id(node): f"n{number}" for number, node in enumerate(named)}

    def _steps(self, nodes: list[Node]) -> list[list[Node]]:
        """The named nodes by the layer that can make them."""
        height: dict[int, int] = {}
        for node in sorted(nodes, key=lambda each: -each.rank):
            below = [each for each in node.branches if isinstance(each, Node)]
            found = (height[id(each)] + (id(each) in self._called) for each in below)
            height[id(node)] = max(found, default=0)
        named = [node for node in nodes if id(node) in self._called]
        steps: list[list[Node]] = [[] for _ in range(1 + max(height.values(), default=0))]
        for node in named:
            steps[height[id(node)]].append(node)
        return [step for step in steps if step]

    def _ranks(self, steps: Iterable[list[Node]]) -> set[int]:
        """The questions that the nodes of some layers ask, those that stand inside them too."""
        return {node.rank for step in steps for top in step for node in self._inside(top)}

    def _inside(self, top: Node) -> Iterable[Node]:
        yield top
        for below in set(top.branches):
            if isinstance(below, Node) and id(below) not in self._called:
                yield from self._inside(below)

    def _reads(self, steps: Iterable[list[Node]]) -> set[int]:
        """The named nodes that the layers read."""
        inside = (node for step in steps for top in step for node in self._inside(top))
        return {id(below) for node in inside for below in node.branches}

    def _value(self, diagram: Diagram) -> str:
        if isinstance(diagram, Leaf):
            return str(int(diagram.value))  # type: ignore[call-overload]  # True is the bit 1
        return self._called.get(id(diagram)) or self._node(diagram)

    def _node(self, node: Node) -> str:
        bits: dict[int, tuple[Diagram, int]] = {}
        for cell, branch in enumerate(node.branches):
            before = bits.get(id(branch), (branch, 0))[1]
            bits[id(branch)] = (branch, before | 1 << cell)
        parts = [
            f"CASE WHEN {self._may_be(node.rank, b)} THEN {self._value(branch)} ELSE 0 END"
            for branch, b in bits.values()
        ]
        return " | ".join(f"({part})" for part in parts)

    def _may_be(self, rank: int, bits: int) -> str:
        """Whether the row may lie in one of some cells of a question."""
        asked, cells = _name(self.chart, rank), len(self.chart.axes[rank].cells)
        if cells <= MOST_CELLS:
            return f"({asked} & {bits}) > 0"
        inside = [str(n) for n in range(cells) if bits >> n & 1]
        others = [str(n) for n in range(cells) if not bits >> n & 1]
        if inside == [str(cells - 1)]:  # it does not apply, which is never unknown
            return f"{asked} = {inside[0]}"
        few = min(inside, others, key=len)
        known = f"{asked} {'IN' if few is inside else 'NOT IN'} ({', '.join(few)})"
        return f"({asked} IS NULL OR {known})"

    # -- questions ------------------------------------------------------------------------------

    def _bits(self, axis: Axis) -> str:
        if axis.compare is not None:
            return _truth(self._compared(axis.compare, axis))
        if axis.listing is not None:
            assert isinstance(axis.fact, Choice)
            return _truth(self.columns.listed(axis.fact, axis.listing))
        match axis.fact:
            case Flag():
                return _truth(self.columns.flag(axis.fact))
            case Choice():
                return self._class_bits(axis.fact, axis)
            case Amount():
                return self._stretch_bits(axis.fact, axis)
        raise TypeError(f"no question about {axis.fact}")

    def _class_bits(self, fact: Choice, axis: Axis) -> str:
        code, applies = self.columns.choice(fact)
        cells, wide = axis.cells[:-1], len(axis.cells) > MOST_CELLS
        largest = max(range(len(cells)), key=lambda n: len(cells[n]))
        parts = [f"WHEN {code} IS NULL THEN {'NULL' if wide else (1 << len(cells)) - 1}"]
        if applies:
            parts.insert(0, f"WHEN NOT ({applies}) THEN {_cell(len(cells), wide)}")
        for n, cell in enumerate(cells):
            if n != largest:
                listed = ", ".join(f"'{each}'" for each in sorted(cell))
                parts.append(f"WHEN {code} IN ({listed}) THEN {_cell(n, wide)}")
        return f"CASE {' '.join(parts)} ELSE {_cell(largest, wide)} END"

    def _stretch_bits(self, fact: Amount, axis: Axis) -> str:
        at = None if axis.at is None else self.chart.axes[0].cells[axis.at]
        number = self.columns.amount(fact, at)
        cells = [cell for cell in axis.cells if cell is not NOT_APPLICABLE]
        parts = [
            f"(CASE WHEN {_may_lie(number, cell)} THEN {1 << n} ELSE 0 END)"
            for n, cell in enumerate(cells)
        ]
        bits = " | ".join(parts)
        if number.applies is None:
            return bits
        return f"CASE WHEN NOT ({number.applies}) THEN {1 << len(cells)} ELSE {bits} END"

    def _compared(self, term: Compare, axis: Axis) -> str:
        at = None if axis.at is None else self.chart.axes[0].cells[axis.at]
        left, right = (self._range(side, axis.counted, at) for side in (term.left, term.right))
        if term.op != "<=":
            raise TypeError("a sum is compared by <= as far as SQL goes; add the other here")
        yes = f"WHEN {left.high} <= {right.low} THEN TRUE"
        no = f"WHEN {left.low} > {right.high} THEN FALSE"
        applies = [each.applies for each in (left, right) if each.applies]
        barred = [f"WHEN NOT ({each}) THEN FALSE" for each in applies]
        return f"CASE {' '.join([*barred, yes, no])} END"

    def _range(self, quantity: Quantity, counted: bool, at: Stretch | None) -> Range:
        match quantity:
            case Number(value=value):
                exact = exact_text(
                    self.columns.number(value) if isinstance(value, Dated) else value
                )
                return Range(exact, exact)
            case Amount():
                return self.columns.amount(quantity, at)
            case Total(of=of):
                return self._range(of, counted, at) if counted else Range("0", "0")
            case Plus(left=left, right=right):
                a, b = self._range(left, counted, at), self._range(right, counted, at)
                return Range(f"({a.low} + {b.low})", f"({a.high} + {b.high})", applies=_both(a, b))
            case Times(left=left, right=right):
                a, b = self._range(left, counted, at), self._range(right, counted, at)
                high = f"CASE WHEN {a.high} = 0 OR {b.high} = 0 THEN 0 ELSE {a.high} * {b.high} END"
                return Range(f"({a.low} * {b.low})", f"({high})", applies=_both(a, b))
        raise TypeError(f"no range of {type(quantity).__name__}")


def _cell(number: int, wide: bool) -> int:
    return number if wide else 1 << number


def _both(a: Range, b: Range) -> str | None:
    parts = [each.applies for each in (a, b) if each.applies]
    return " AND ".join(f"({part})" for part in parts) or None


def _may_lie(number: Range, cell: Stretch) -> str:
    """Whether the number may lie in the stretch."""
    parts = []
    if cell.low > 0 or not cell.low_in:
        low = _times(cell.low, number.over)
        reach = f"{number.high} >= {low} AND {number.high_in}" if cell.low_in else "FALSE"
        parts.append(f"({number.high} IS NULL OR {number.high} > {low} OR ({reach}))")
    if cell.high is not None:
        op = "<=" if cell.high_in else "<"
        parts.append(f"{number.low} {op} {_times(cell.high, number.over)}")
    return " AND ".join(parts) or "TRUE"


def _times(limit: Exact, over: str | None) -> str:
    return exact_text(limit) if over is None else f"({exact_text(limit)} * {over})"


def exact_text(value: Exact) -> str:
    """An exact number as SQL writes it."""
    if isinstance(value, int) or value.denominator == 1:
        return str(int(value))
    places = next(n for n in range(1, 12) if (Fraction(value) * 10**n).denominator == 1)
    whole, part = divmod(int(value * 10**places), 10**places)
    return f"{whole}.{part:0{places}d}"


def _truth(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 WHEN NOT ({condition}) THEN 2 ELSE 3 END"


def _nodes(diagrams: object) -> list[Node]:
    found: dict[int, Node] = {}
    for diagram in diagrams:  # type: ignore[attr-defined]
        found |= {id(part): part for part in every(diagram) if isinstance(part, Node)}
    return list(found.values())


def _name(chart: Chart, rank: int) -> str:
    """The name of a question's column: of its fact, with its number."""
    axis = chart.axes[rank]
    path = axis.fact.path if axis.fact is not None else "sum"
    return f"q_{re.sub(r'[^a-z0-9]+', '_', path.lower())}_{rank}"


def _layer(name: str, columns: list[str], source: str) -> str:
    return f"{name} AS (SELECT {', '.join(columns)} FROM {source})"
