"""What the law counts: whether each sum of TPP keeps to its limit, and what is open in it."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from licet.law.subject import tx
from licet.logic.columns import Sum
from licet.logic.lowering import Variable
from licet.logic.residual import OPEN
from licet.logic.terms import Amount, Fact
from licet.tables.codes import Codes
from licet.tables.counted import Cuts, multiplied, said_of, summed
from licet.tables.levels import Block, Chunk
from licet.tables.numbers import SCALE, Column
from licet.tables.telling import Told

QUANTITY = "quantity"
LOAD = (tx.item.tpp, tx.quantity)
HOLDS, FAILS, NOT_TOLD, OPEN_USED, OPEN_QUANTITY, OPEN_BOTH = range(6)
CAN_HOLD, USED_KNOWN, LOAD_KNOWN, EACH_KNOWN = (1 << bit for bit in range(4))
"""What is known of a sum, as bits. It can hold where it does with one item, or nothing used."""


def _of_known(said: int) -> int:
    """What a sum comes to, from what is known of it."""
    if not said & EACH_KNOWN:
        return NOT_TOLD
    if not said & CAN_HOLD:
        return FAILS
    if said & LOAD_KNOWN:
        return HOLDS if said & USED_KNOWN else OPEN_USED
    return OPEN_QUANTITY if said & USED_KNOWN else OPEN_BOTH


OF_KNOWN = np.array([_of_known(said) for said in range(16)], np.uint8)


class Counts:
    """Numbers of a table that sums are made of, read once for all sums."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        self.paths = tuple(p for p in paths if p == QUANTITY or p in counted_paths())
        self.block = Block.of(Told())

    def codes(self, chunk: Chunk) -> Codes:
        """Reads the numbers into the chunk; the level itself tells nothing."""
        for path in self.paths:
            if chunk.column(path).any_odd:
                chunk.alone |= chunk.column(path).odd
        rows = chunk.rows
        quantity = chunk.column(QUANTITY) if QUANTITY in self.paths else Column.absent(rows)
        each, total = chunk.each, Column.absent(rows)
        chunk.least, chunk.said = np.empty(rows, np.int64), np.empty(rows, np.uint8)
        of_each = each.thousandths, each.known
        of_total = total.thousandths, total.known
        multiplied(
            *of_each, quantity.thousandths, quantity.known, *of_total, chunk.least, chunk.alone
        )
        said_of(*of_each, total.known, (LOAD_KNOWN, EACH_KNOWN), chunk.said)
        chunk.total = total
        return np.zeros(rows, np.int32)


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
        self.limit, self.at_most = _in_whole(self.key)

    def codes(self, chunk: Chunk) -> Codes:
        """Whether the sum holds, row for row, or what is open in it."""
        if self not in chunk.sums:  # a sum is asked for twice
            chunk.sums[self] = self._told(chunk)
        return chunk.sums[self]

    def _told(self, chunk: Chunk) -> Codes:
        found: Codes = np.empty(chunk.rows, np.int32)
        used, known = NO_NUMBERS, NO_TRUTHS
        if self.used is not None and self.used.path in chunk.part.columns:
            given = chunk.column(self.used.path)
            used, known = given.thousandths, given.known
        elif self.used is not None:
            known = np.zeros(chunk.rows, np.bool_)
        bits = CAN_HOLD, USED_KNOWN
        summed(
            chunk.least, chunk.said, used, known, self.limit, self.at_most, bits, OF_KNOWN, found
        )
        return found


NO_NUMBERS, NO_TRUTHS = np.zeros(0, np.int64), np.zeros(0, np.bool_)


def _in_whole(key: Sum) -> tuple[int, bool]:
    """The same of thousandths, which are whole: at most a whole number (true), or more than it."""
    limit = Fraction(key.limit) * SCALE
    below = limit.denominator == 1 and key.op in ("<", ">=")
    return limit.__floor__() - below, key.op in ("<", "<=")


class Used:
    """What is used of a limit, by its place among the thresholds."""

    paths: tuple[str, ...] = ()

    def __init__(self, variable: Variable) -> None:
        self.fact, rank = variable.key, variable.rank
        cuts = ends(variable)
        self.cuts = Cuts(Fraction(c) * SCALE for c in cuts)
        cells = [(rank, OPEN, ())] + [
            (rank, variable.cell(value), ()) for value in _between(cuts, self.fact.low)
        ]
        self.block = Block.of(*(Told((cell,)) for cell in cells))

    def codes(self, chunk: Chunk) -> Codes:
        """The place of the number, 0 where it is not known."""
        if self.fact.path not in chunk.part.columns:
            return np.zeros(chunk.rows, np.int32)
        given = chunk.column(self.fact.path)
        return self.cuts.places(given.thousandths, given.known)


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
