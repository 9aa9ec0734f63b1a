"""What the law counts: whether each sum of TPP keeps to its limit, and what is open in it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from licet.law.subject import tx
from licet.logic.columns import Sum
from licet.logic.lowering import Variable
from licet.logic.residual import OPEN
from licet.logic.terms import Amount, Fact
from licet.tables.codes import Codes
from licet.tables.levels import Block, Chunk
from licet.tables.numbers import SCALE, Column, column, position
from licet.tables.telling import Told, compared

QUANTITY = "quantity"
LOAD = (tx.item.tpp, tx.quantity)
LARGEST = float(2**61)
HOLDS, FAILS, NOT_TOLD, OPEN_USED, OPEN_QUANTITY, OPEN_BOTH = range(6)


class Counts:
    """Numbers of a table that sums are made of, read once for all sums."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        self.paths = tuple(p for p in paths if p == QUANTITY or p in counted_paths())
        self.block = Block.of(Told())

    def bind(self, frame: pl.DataFrame) -> Callable[[Chunk], Codes]:
        """Reads the numbers into the chunk; the level itself tells nothing."""
        return lambda chunk: self._read(chunk, frame)

    def _read(self, chunk: Chunk, frame: pl.DataFrame) -> Codes:
        held = {p: column(frame[p][chunk.start : chunk.end]) for p in self.paths}
        for given in held.values():
            if given.odd.any():
                chunk.alone |= given.odd
        quantity = held.get(QUANTITY, Column.absent(chunk.rows))
        whole = quantity.thousandths % SCALE == 0
        whole &= quantity.thousandths >= SCALE
        chunk.alone |= quantity.known & ~whole
        count, each = quantity.thousandths // SCALE, chunk.each
        known = quantity.known & each.known
        large = each.thousandths.astype(np.float64) * count >= LARGEST
        chunk.alone |= known & large
        chunk.total = Column(np.where(large, 0, each.thousandths * count), known & whole, large)
        chunk.counts = held
        return np.zeros(chunk.rows, np.int32)


class Counted:
    """One sum: what is used, and the load of the row, against a limit."""

    paths: tuple[str, ...] = ()

    def __init__(self, variable: Variable) -> None:
        self.key, rank = variable.key, variable.rank
        facts = [atom[0] for atom, _factor in self.key.factors if atom != LOAD]
        self.used = facts[0] if facts else None
        of_used = [(f.order, f.slot, f.path) for f in facts]
        of_load = [(tx.quantity.order, tx.quantity.slot, QUANTITY)]
        cells: list[Any] = [((rank, 0, ()),), ((rank, 1, ()),), ()]
        cells += [((rank, OPEN, tuple(p)),) for p in (of_used, of_load, sorted(of_used + of_load))]
        self.block = Block.of(*map(Told, cells))
        self.limit = Fraction(self.key.limit) * SCALE

    def bind(self, frame: pl.DataFrame) -> Callable[[Chunk], Codes]:
        """Whether the sum holds, row for row, or what is open in it."""
        return self._of

    def _of(self, chunk: Chunk) -> Codes:
        if self not in chunk.sums:  # a sum is asked for twice
            chunk.sums[self] = self._told(chunk)
        return chunk.sums[self]

    def _told(self, chunk: Chunk) -> Codes:
        used = None if self.used is None else chunk.counts.get(self.used.path)
        used = used or Column.absent(chunk.rows)
        nothing = self.used is None
        load, each = chunk.total, chunk.each
        spent = np.where(used.known, used.thousandths, 0)
        sure = load.known & (used.known | nothing)
        holds = self._compared(spent + load.thousandths)
        found = np.where(sure, np.where(holds, HOLDS, FAILS), NOT_TOLD)
        if not sure.all():
            some = each.known & ~sure
            least = spent + np.where(load.known, load.thousandths, each.thousandths)
            can = self._compared(least)
            open_load = ~load.known
            which = np.where(
                open_load, np.where(used.known | nothing, OPEN_QUANTITY, OPEN_BOTH), OPEN_USED
            )
            still = each.thousandths == 0
            which = np.where(open_load & still & used.known, HOLDS, which)
            found = np.where(some, np.where(can, which, FAILS), found)
        return found.astype(np.int32)

    def _compared(self, total: Any) -> Any:
        limit = self.limit
        scaled = Sum(self.key.factors, limit, self.key.op)
        if limit.denominator == 1:
            return compared(total, Sum(scaled.factors, int(limit), scaled.op))
        floor = int(limit // 1)
        return total <= floor if scaled.op in ("<", "<=") else total > floor


class Used:
    """What is used of a limit, by its place among the thresholds."""

    paths: tuple[str, ...] = ()

    def __init__(self, variable: Variable) -> None:
        self.fact, rank = variable.key, variable.rank
        cuts = ends(variable)
        self.cuts = [Fraction(c) * SCALE for c in cuts]
        cells = [(rank, OPEN, ())] + [
            (rank, variable.cell(value), ()) for value in _between(cuts, self.fact.low)
        ]
        self.block = Block.of(*(Told((cell,)) for cell in cells))

    def bind(self, frame: pl.DataFrame) -> Callable[[Chunk], Codes]:
        """The place of the number, 0 where it is not known."""
        return self._of

    def _of(self, chunk: Chunk) -> Codes:
        given = chunk.counts.get(self.fact.path)
        if given is None:
            return np.zeros(chunk.rows, np.int32)
        places = position(given.thousandths, self.cuts) + 1
        places *= given.known
        return places.astype(np.int32)


def _between(cuts: list[Any], low: Any) -> list[Any]:
    """A number for each place: below, on and above each cut."""
    found = [low]
    for n, cut in enumerate(cuts):
        after = cuts[n + 1] if n + 1 < len(cuts) else cut + 2
        found += [cut, (Fraction(cut) + after) / 2]
    return found


def ends(variable: Variable) -> list[Any]:
    """The numbers at which the cells of a number are cut."""
    return [cell[0] for cell in variable.cells if cell[0] == cell[2]]


def is_counted(fact: Any) -> bool:
    """Whether a fact is an amount of TPP that somebody keeps count of."""
    return isinstance(fact, Amount) and fact.unit == "TPP" and fact.path.startswith("on_file.")


@cache
def counted_paths() -> frozenset[str]:
    """The columns that hold such amounts."""
    return frozenset(fact.path for fact in Fact.every if is_counted(fact))
