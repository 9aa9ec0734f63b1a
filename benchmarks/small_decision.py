"""The small common decision written in licet's language, and read as columns.

The terms are made of the same parts as the law, cut and drawn by `licet.logic.lowering`, and rows walk
down `licet.logic.automaton`, as those of `licet.tables` do. Every fact is stated in every row here, as the
other engines need it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from threading import RLock
from typing import Any

import numpy as np
import polars as pl

from licet.logic.automaton import Ints, Level, States
from licet.logic.columns import Sum
from licet.logic.dated import Exact, Group
from licet.logic.diagrams import Leaf
from licet.logic.lowering import Cutting, Lowering, Variable
from licet.logic.residual import Residuals
from licet.logic.terms import Amount, Choice, Fact, Flag, Term
from licet.tables import numbers

DAY = date(2025, 6, 2)
RUN = 50_000
"""Rows that one thread takes at a time: what is worked out for them stays in a core's cache."""


class Facts:
    """What the decision looks at, in the order in which rows state it."""

    def __init__(self, places: list[str]) -> None:
        before = list(Fact.every)
        self.tpp = Amount("tpp", "TPP", order=1, high=10**9)
        self.density = Amount("density", "performance density", order=2, high=10**6)
        self.datacenter = Flag("datacenter", "marketed for datacenters", order=3)
        self.destination = Choice("destination", "to", order=4, domain=frozenset(places))
        self.headquarters = Choice("headquarters", "whose", order=5, domain=frozenset(places))
        self.quantity = Amount("quantity", "how many", order=6, high=10**9)
        Fact.every[:] = before  # these are no facts of the law


class Edition:
    """One day, on which every number and group is what it is."""

    def number(self, dated: Any) -> Exact:
        return dated.on(DAY)  # type: ignore[no-any-return]

    def members(self, group: Group) -> frozenset[str]:
        return group.on(DAY)


def outcomes(
    tx: Facts, barred: list[str], trusted: list[str], limit: int
) -> list[tuple[Term, str]]:
    """Each outcome with its condition; the first that holds decides."""
    a = (tx.tpp >= 4800) | ((tx.tpp >= 1600) & (tx.density >= Fraction("5.92")))
    level_a = a & ((tx.tpp >= 4800) | tx.datacenter)
    between = ((tx.tpp >= 2400) & (tx.density >= Fraction("1.6"))) | (
        (tx.tpp >= 1600) & (tx.density >= Fraction("3.2"))
    )
    level_b = ~a & between & tx.datacenter
    is_barred = tx.destination.among(*barred) | tx.headquarters.among(*barred)
    there = tx.destination.among(*trusted)
    both = there & tx.headquarters.among(*trusted)
    small = tx.tpp * tx.quantity <= limit
    return [
        (level_a & is_barred, "denied_a"),
        (level_a & both, "trusted"),
        (level_a & small, "small"),
        (level_a & there, "approval"),
        (level_a, "quota"),
        (level_b & is_barred, "denied_b"),
        (level_b, "free"),
    ]


class Reader:
    """Decides frames that hold a column for each fact."""

    def __init__(self, places: list[str], cases: Callable[[Facts], list[tuple[Term, str]]]) -> None:
        tx, edition = Facts(places), Edition()
        told = cases(tx)
        order = [tx.tpp, tx.density, tx.datacenter, tx.destination, tx.headquarters]
        cut = Cutting([(edition, [term for term, _name in told])])
        variables = cut.variables(lambda key: order.index(key) if key in order else len(order))
        lowering = Lowering(variables)
        found = lowering.diagrams.leaf("not_controlled")
        for term, name in reversed(told):
            chosen = lowering.diagrams.leaf(name)
            found = lowering.diagrams.choose(lowering.diagram(term, edition), chosen, found)
        self.left, self.states = Residuals(lowering), States()
        self.states.number(found)
        lock = RLock()
        self.levels = [
            (_coder(variable, places), self._level(variable.rank, lock), variable.width)
            for variable in variables.values()
        ]

    def _level(self, rank: int, lock: RLock) -> Level:
        def step(diagram: Any, cell: int) -> Any:
            return self.left.known(diagram, rank, cell)

        return Level(step, self.states, self.states, lock)

    def decide(self, frame: pl.DataFrame, threads: int = 2) -> pl.Series:
        """The outcome of each row."""
        runs = [frame[start : start + RUN] for start in range(0, frame.height, RUN)]
        with ThreadPoolExecutor(threads) as pool:
            ended = np.concatenate(list(pool.map(self._ended, runs)))
        left = [state.value if isinstance(state, Leaf) else None for state in self.states.known]
        names = sorted({name for name in left if name})
        numbered = np.array([names.index(name) if name else 0 for name in left], np.uint8)
        return pl.Series("outcome", numbered.take(ended)).cat.to(pl.Enum(names))

    def _ended(self, rows: pl.DataFrame) -> Ints:
        """The last state of each row."""
        states = np.zeros(rows.height, np.int32)
        for coder, level, width in self.levels:
            states = level.advance(states, coder(rows), width)
        return states


def _coder(variable: Variable, places: list[str]) -> Callable[[pl.DataFrame], Ints]:
    """The cell of each row."""
    key = variable.key
    if isinstance(key, Choice):
        numbered, named = pl.Enum(places), np.array([variable.cell(p) for p in places], np.int32)
        return lambda rows: named.take(rows[key.path].cast(numbered).to_physical().to_numpy())
    if isinstance(key, Amount):
        cuts = [int(cell[0] * numbers.SCALE) for cell in variable.cells[1::2]]
        return lambda rows: _position(numbers.column(rows[key.path]).thousandths, cuts)
    if isinstance(key, Sum):
        ((factors, _by),) = key.factors
        limit = int(key.limit) * numbers.SCALE
        return lambda rows: _above(rows, [f.path for f in factors], limit)
    return lambda rows: (~rows[key.path].to_numpy()).astype(np.int32)


def _position(values: Any, cuts: list[int]) -> Ints:
    """Below, on or above each of the cuts, in their order."""
    found = np.zeros(len(values), np.int8)
    for cut in cuts:
        found += (values >= cut).view(np.int8)
        found += (values > cut).view(np.int8)
    return found.astype(np.int32)


def _above(rows: pl.DataFrame, factors: list[str], limit: int) -> Ints:
    """0 where the product is at most the limit, 1 where it is more."""
    first, second = (numbers.column(rows[path]).thousandths for path in factors)
    return (first * (second // numbers.SCALE) > limit).astype(np.int32)
