"""Numbers of Arrow arrays as exact thousandths, and what sums of them come to, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from licet.logic.compiled import compiled
from licet.logic.dated import Exact
from licet.tables.codes import Codes, there, values_of
from licet.tables.given import series_of
from licet.tables.known import is_there
from licet.tables.numbers import EXACT_BELOW, SCALE, Bools, Column, Ints, column

LARGEST = float(2**61)
"""Products are exact below it."""


def column_of(array: Any) -> Column:
    """The numbers of an Arrow array, or of a Polars series."""
    if isinstance(array, pl.Series):
        return column(array)
    kind, rows = array.type, len(array)
    if array.null_count == rows:
        return Column.absent(rows)
    if pa.types.is_dictionary(kind):
        return column_of(array.dictionary_decode())
    whole = pa.types.is_integer(kind) and kind != pa.uint64()
    if not whole and kind != pa.float64():
        return column(series_of(array))
    made = Column(np.empty(rows, np.int64), np.empty(rows, np.bool_), np.empty(rows, np.bool_))
    read = _whole if whole else _floats
    given = values_of(array)
    given = given.astype(np.int64, copy=False) if whole else given
    made.any_odd = read(given, *there(array), made.thousandths, made.known, made.odd)
    return made


@compiled
def _whole(given: Any, bits: Any, at: int, thousandths: Any, known: Any, odd: Any) -> bool:
    """Whole numbers; true where one is not fit."""
    some = False
    for row in range(len(given)):
        thousandths[row], known[row], odd[row] = 0, False, False
        if is_there(bits, at + row):
            if 0 <= given[row] <= EXACT_BELOW // SCALE:
                thousandths[row], known[row] = given[row] * SCALE, True
            else:
                odd[row] = some = True
    return some


@compiled
def _floats(given: Any, bits: Any, at: int, thousandths: Any, known: Any, odd: Any) -> bool:
    """Numbers with at most three decimals; true where one is not fit."""
    some = False
    for row in range(len(given)):
        thousandths[row], known[row], odd[row] = 0, False, False
        if is_there(bits, at + row):
            scaled = np.rint(given[row] * SCALE)
            if given[row] >= 0 and scaled < EXACT_BELOW and scaled / SCALE == given[row]:
                thousandths[row], known[row] = np.int64(scaled), True
            else:
                odd[row] = some = True
    return some


class Cuts:
    """The numbers at which cells are cut, in order."""

    def __init__(self, cuts: Iterable[Exact]) -> None:
        exact = [Fraction(cut) for cut in cuts]
        self._floors = np.array([cut.__floor__() for cut in exact], np.int64)
        self._ceilings = np.array([cut.__ceil__() for cut in exact], np.int64)

    def places(self, given: Ints, known: Bools) -> Codes:
        """From 1 on, where each number lies: below, on or above each cut; 0 where it is not known."""
        found: Codes = np.empty(len(given), np.int32)
        _placed(given, known, self._floors, self._ceilings, found)
        return found


@compiled
def _placed(given: Any, known: Any, floors: Any, ceilings: Any, found: Any) -> None:
    for row in range(len(given)):
        place: Any = 0
        if known[row]:
            place = 1
            for cut in range(len(floors)):
                place += np.int64(given[row] >= ceilings[cut]) + np.int64(given[row] > floors[cut])
        found[row] = place


@compiled
def multiplied(
    each: Any, each_known: Any, given: Any, given_known: Any,
    load: Any, load_known: Any, least: Any, alone: Any,
) -> None:  # fmt: skip
    """What so many of an item come to, and what it is at least.

    Rows are to be decided alone of which the number is not whole or the product too large.
    """
    for row in range(len(each)):
        count = given[row] // SCALE
        whole = count * SCALE == given[row] and count > 0
        fits = float(each[row]) * float(count) < LARGEST
        if given_known[row] and not (whole and (fits or not each_known[row])):
            alone[row] = True
        load[row] = each[row] * count if fits else 0
        load_known[row] = given_known[row] and each_known[row] and whole
        least[row] = load[row] if load_known[row] else each[row]


@compiled
def said_of(each: Any, each_known: Any, load_known: Any, bits: Any, found: Any) -> None:
    """What is known of a load, as bits: the load (of items without TPP in any number), what one item is."""
    for row in range(len(each)):
        nothing = each_known[row] and each[row] == 0
        found[row] = (bits[0] if load_known[row] or nothing else 0) | (
            bits[1] if each_known[row] else 0
        )


@compiled
def summed(
    least: Any, said: Any, used: Any, used_known: Any,
    limit: int, at_most: bool, bits: Any, table: Any, found: Any,
) -> None:  # fmt: skip
    """Whether what is used and the load keep to a limit (or exceed it), as ``table`` says it."""
    holds, known = bits
    for row in range(len(least)):
        total, told = least[row], said[row]
        if len(used):
            total += used[row]
        told |= known if len(used_known) == 0 or used_known[row] else 0
        found[row] = table[told | (holds if (total <= limit) == at_most else 0)]
