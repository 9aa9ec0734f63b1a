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
from licet.tables.numbers import SCALE, Column, position, reader
from licet.tables.telling import Told, compared

QUANTITY = "quantity"
LOAD = (tx.item.tpp, tx.quantity)
LARGEST = float(2**61)
HOLDS, FAILS, NOT_TOLD, OPEN_USED, OPEN_QUANTITY, OPEN_BOTH = range(6)
CAN_HOLD, USED_KNOWN, LOAD_KNOWN, EACH_KNOWN, NO_LOAD = (1 << bit for bit in range(5))
"""What is known of a sum, as bits. It can hold where it does with one item, or nothing used."""


def _of_known(said: int) -> int:
    """What a sum comes to, from what is known of it."""
    if not said & EACH_KNOWN:
        return NOT_TOLD
    if not said & CAN_HOLD:
        return FAILS
    if said & LOAD_KNOWN:
        return HOLDS if said & USED_KNOWN else OPEN_USED
    if not said & USED_KNOWN:
        return OPEN_BOTH
    return HOLDS if said & NO_LOAD else OPEN_QUANTITY


OF_KNOWN = np.array([_of_known(said) for said in range(32)], np.uint8)


class Counts:
    """Numbers of a table that sums are made of, read once for all sums."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        self.paths = tuple(p for p in paths if p == QUANTITY or p in counted_paths())
        self.block = Block.of(Told())

    def bind(self, frame: pl.DataFrame) -> Callable[[Chunk], Codes]:
        """Reads the numbers into the chunk; the level itself tells nothing."""
        readers = {path: reader(frame[path]) for path in self.paths}
        return lambda chunk: self._read(chunk, readers)

    def _read(self, chunk: Chunk, readers: dict[str, Callable[[int, int], Column]]) -> Codes:
        held = {path: read(chunk.start, chunk.end) for path, read in readers.items()}
        for given in held.values():
            if given.odd.any():
                chunk.alone |= given.odd
        quantity, each = held.get(QUANTITY, Column.absent(chunk.rows)), chunk.each
        count = quantity.thousandths // SCALE
        whole = count * SCALE == quantity.thousandths
        whole &= count > 0
        chunk.alone |= quantity.known & ~whole
        known = quantity.known & each.known
        load = each.thousandths * count
        if float(each.thousandths.max()) * float(count.max()) >= LARGEST:
            large = each.thousandths.astype(np.float64) * count >= LARGEST
            chunk.alone |= known & large
            load[large] = 0
        known &= whole
        chunk.total = Column(load, known, quantity.odd)
        chunk.least = np.where(known, load, each.thousandths)
        chunk.said = known * np.uint8(LOAD_KNOWN) | each.known * np.uint8(EACH_KNOWN)
        chunk.said |= (each.thousandths == 0) * np.uint8(NO_LOAD)
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
        self.whole = _in_whole(self.key)

    def bind(self, frame: pl.DataFrame) -> Callable[[Chunk], Codes]:
        """Whether the sum holds, row for row, or what is open in it."""
        return self._of

    def _of(self, chunk: Chunk) -> Codes:
        if self not in chunk.sums:  # a sum is asked for twice
            chunk.sums[self] = self._told(chunk)
        return chunk.sums[self]

    def _told(self, chunk: Chunk) -> Codes:
        used = None if self.used is None else chunk.counts.get(self.used.path)
        least = chunk.least if used is None else used.thousandths + chunk.least
        said = chunk.said | compared(least, self.whole)
        if used is not None:
            said |= used.known * np.uint8(USED_KNOWN)
        elif self.used is None:
            said = said & np.uint8(~NO_LOAD & 31) | np.uint8(USED_KNOWN)
        found: Codes = OF_KNOWN.take(said)
        return found


def _in_whole(key: Sum) -> Sum:
    """The same of thousandths, which are whole: against the whole number below the limit."""
    limit = Fraction(key.limit) * SCALE
    op = key.op if limit.denominator == 1 else "<=" if key.op in ("<", "<=") else ">"
    return Sum(key.factors, limit.__floor__(), op)


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
