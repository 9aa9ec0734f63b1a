"""What is sent, as one level: each distinct item is read once, whatever it is described by.

TPP and the like of circuits and classified items are told apart only by their place among the
thresholds of the law; everything else by its value. The world of a row that stands for all that
are alike says what the item is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from threading import RLock
from typing import Any

import numpy as np
import polars as pl

from licet.errors import InputError
from licet.law.instruments import FIRST_DAY, OCTOBER_2023
from licet.law.subject import tx
from licet.logic.dated import Exact
from licet.logic.lowering import Variable
from licet.logic.terms import Amount
from licet.logic.world import NOT_APPLICABLE, World
from licet.tables.amounts import ends
from licet.tables.codes import Codes, Numbering, Part
from licet.tables.levels import Block, Chunk, Counter
from licet.tables.numbers import SCALE, Bools, Column, column, order, position
from licet.tables.numbers import thousandths as exactly
from licet.tables.telling import Told, told, world_of

IC = "item.integrated_circuit."
IC_TPP, DENSITY, AREA = IC + "tpp", IC + "performance_density", IC + "applicable_die_area_mm2"
IC_BANDWIDTH, ITEM_TPP, BANDWIDTH = (
    IC + "memory_bandwidth_gb_s",
    "item.tpp",
    "item.memory_bandwidth_gb_s",
)
UNITS, ECCN = IC + "processing_units", "item.eccn"
NUMBERS = (IC_TPP, DENSITY, AREA, IC_BANDWIDTH, ITEM_TPP, BANDWIDTH)
BESIDE_ECCN = {ITEM_TPP, BANDWIDTH, "item.for", "item.designed_or_marketed_for_datacenters"}
DAY = " day"
"""Beside the columns of an item: the day, for what did not yet exist on it."""
LARGEST = float(2**61)
MEETING, MOST_BITS = 64, 18
"""Where the places of an area begin beside those of a density; bits that are told apart at once."""


class Items:
    """The level of the item, and TPP of one item for the sums."""

    def __init__(self, paths: tuple[str, ...], variables: list[Variable], lock: RLock) -> None:
        self.lock, self.variables = lock, variables
        self.own = tuple(p for p in paths if p.split(".")[0] in ("item", "origin"))
        self.paths = (*self.own, "date")
        self.of_ic = [p for p in self.own if p.startswith(IC)]
        beside = {*self.of_ic, ECCN, *BESIDE_ECCN}
        self.others = [
            p
            for p in self.own
            if p == UNITS
            or (p.startswith("item") and p not in beside and not p.startswith("item.designer."))
        ]
        self.block = Block(self._read, lock)
        self._counters = {path: Counter(lock) for path in self.own}
        self._values = {path: Numbering(lock) for path in NUMBERS}
        self._together = [Numbering(lock) for _ in range(len(self.own) + 4)]
        self._codes: Codes = np.zeros(0, np.int32)
        self._each: Codes = np.zeros(0, np.int64)
        self._known: Bools = np.zeros(0, np.bool_)
        cuts: dict[Any, list[Exact]] = {
            v.key: ends(v) for v in variables if isinstance(v.key, Amount)
        }
        tpp = {
            c for f in (tx.item.tpp, tx.item.strongest_tpp, tx.circuit.tpp) for c in cuts.get(f, ())
        }
        self._cuts = {
            IC_TPP: _scaled(tpp),
            ITEM_TPP: _scaled(tpp),
            IC_BANDWIDTH: _scaled(cuts.get(tx.item.dram_bandwidth, ())),
            BANDWIDTH: _scaled(cuts.get(tx.item.dram_bandwidth, ())),
            DENSITY: _scaled(cuts.get(tx.circuit.performance_density, ())),
            AREA: [Fraction(0)],
        }

        self._meetings = sorted(
            {tpp * SCALE / density for tpp in self._cuts[IC_TPP] for density in self._cuts[DENSITY]}
        )

    def _read(self, row: Any) -> Told:
        return told(self.variables, lambda: _world_of(row))

    # -- rows -----------------------------------------------------------------------------------

    def bind(self, frame: pl.DataFrame) -> Callable[[Chunk], Codes]:
        """What numbers the items of a table."""
        frame = frame.select(self.own)
        parts = {
            path: self._counters[path].encoder.reader(frame[path])
            for path in self.own
            if path not in NUMBERS
        }
        return lambda chunk: self._numbered(chunk, frame[chunk.start : chunk.end], parts)

    def _numbered(self, chunk: Chunk, frame: pl.DataFrame, parts: dict[str, Part]) -> Codes:
        codes = {path: part(chunk.start, chunk.end) for path, part in parts.items()}
        numbers = {p: column(frame[p]) for p in NUMBERS if p in self.own}
        ic, stated = self._kinds(chunk, codes, numbers)
        early = chunk.days < OCTOBER_2023.complied.toordinal()
        small = [(early.astype(np.int32), 1), (ic + 2 * stated.astype(np.int32), 2)]
        for path, given in numbers.items():
            small.append((self._placed(path, given, ic | stated), 5))
            chunk.alone |= given.odd & (ic | stated)
        if AREA in numbers:
            tpp = numbers.get(IC_TPP, Column.absent(chunk.rows))
            small.append((self._density(chunk, ic, tpp, numbers[AREA]), 8))
        told_apart = [self._by_value(numbers, frame, ~(ic | stated))]
        for path, part in codes.items():
            if frame[path].dtype == pl.Boolean:
                small.append((part, 2))
            else:
                told_apart.append(part)
        told_apart += _packed(small)
        found: Codes = np.zeros(chunk.rows, np.int32)
        for part, together in zip(told_apart, self._together, strict=False):
            found = together.number(found, part)
        size = self._together[len(told_apart) - 1].size
        if size > len(self._codes) or (len(found) and self._codes.take(found).min() < 0):
            self._learn(found, frame.with_columns(pl.Series(DAY, chunk.days)), size)
        self._amounts(chunk, found, ic, stated, numbers)
        return self._codes.take(found)

    def _kinds(
        self, chunk: Chunk, codes: dict[str, Codes], numbers: dict[str, Column]
    ) -> tuple[Bools, Bools]:
        """Which rows describe a circuit by numbers, and which state a classification."""

        def stated(paths: Any) -> Bools:
            found = np.zeros(chunk.rows, np.bool_)
            for path in paths:
                if path in codes:
                    found |= codes[path] > 0
                elif path in numbers:
                    found |= numbers[path].known | numbers[path].odd
            return found

        of_ic, eccn, other = stated(self.of_ic), stated([ECCN]), stated(self.others)
        return of_ic & ~eccn & ~other, eccn & ~of_ic & ~other

    def _placed(self, path: str, given: Column, direct: Bools) -> Codes:
        """The place of a number among the thresholds, where an item is described by numbers."""
        places, rows = np.zeros(len(direct), np.int32), np.flatnonzero(given.known & direct)
        places[rows] = position(given.thousandths[rows], self._cuts[path]) + 1
        return places

    def _by_value(self, numbers: dict[str, Column], frame: pl.DataFrame, other: Bools) -> Codes:
        """The numbers of other items, told apart by their values."""
        found: Codes = np.zeros(len(other), np.int32)
        some = np.zeros(len(other), np.bool_)
        for given in numbers.values():
            some |= given.known | given.odd
        rows = np.flatnonzero(some & other)
        if len(rows):
            mine, here = frame[rows], np.zeros(len(rows), np.int32)
            for path in numbers:
                raw = self._counters[path].encoder.reader(mine[path])(0, len(rows))
                here = self._values[path].number(here, raw)
            found[rows] = here + 1
        return found

    def _density(self, chunk: Chunk, ic: Bools, tpp: Column, area: Column) -> Codes:
        """The place of TPP over area among the thresholds, without dividing.

        Where TPP is open, the place of the area among those at which a threshold of TPP and one of
        density fall together: between them the one follows from the other in the same way.
        """
        found = np.zeros(chunk.rows, np.int64)
        both, open_tpp = ic & tpp.known & area.known, ic & ~tpp.known & area.known
        if open_tpp.any():
            found[open_tpp] = position(area.thousandths[open_tpp], self._meetings) + MEETING
        if not both.any():
            return found
        place = np.zeros(chunk.rows, np.int64)
        for cut in self._cuts[DENSITY]:
            density = cut / SCALE
            over, under = density.numerator, density.denominator
            large = tpp.thousandths * float(under) >= LARGEST
            large |= area.thousandths * float(over) >= LARGEST
            chunk.alone |= both & large
            place += order(tpp.thousandths * under, area.thousandths * over)
        return np.where(both, place + 1, found)

    def _learn(self, found: Codes, frame: pl.DataFrame, size: int) -> None:
        with self.lock:
            more = max(size - len(self._codes), 0)
            codes = np.append(self._codes, np.full(more, -1, np.int32))
            each, known = (
                np.append(self._each, np.zeros(more, np.int64)),
                np.append(self._known, np.zeros(more, np.bool_)),
            )
            numbers, first = np.unique(found, return_index=True)
            for number, row in zip(numbers.tolist(), first.tolist(), strict=True):
                if codes[number] < 0:
                    stated = frame.row(row, named=True)
                    tpp = self._tpp_of(stated)
                    known[number], each[number] = tpp is not None, tpp or 0
                    codes[number] = self.block.code(stated)
            self._each, self._known, self._codes = each, known, codes

    def _tpp_of(self, row: dict[str, Any]) -> int | None:
        """TPP in thousandths: 0 where the item has none, nothing where it is not known."""
        try:
            value = _world_of(row).facts.get(tx.item.tpp)
        except InputError:
            return None
        return 0 if value is NOT_APPLICABLE else exactly(value)

    def _amounts(
        self, chunk: Chunk, found: Codes, ic: Bools, stated: Bools, numbers: dict[str, Column]
    ) -> None:
        each, known = self._each.take(found), self._known.take(found)
        for rows, path in ((ic, IC_TPP), (stated, ITEM_TPP)):
            if path in numbers and rows.any():
                each = np.where(rows, numbers[path].thousandths, each)
                known = np.where(rows, numbers[path].known, known)
        chunk.each = Column(each, known, known)


def _world_of(row: Mapping[str, Any]) -> World:
    """The world of an item on its day; where the row has none, it is read as on the first."""
    stated = {path: cell for path, cell in row.items() if path != DAY}
    return world_of(stated, day=date.fromordinal(row.get(DAY) or FIRST_DAY.toordinal()))


def _packed(parts: list[tuple[Codes, int]]) -> list[Codes]:
    """Codes of so many bits put together, as many as are told apart at once."""
    found: list[Codes] = []
    used = MOST_BITS
    for codes, bits in parts:
        if used + bits > MOST_BITS:
            found.append(codes.astype(np.int32))
            used = bits
        else:
            found[-1] = found[-1] << np.int32(bits) | codes.astype(np.int32)
            used += bits
    return found


def _scaled(cuts: Any) -> list[Fraction]:
    return sorted({Fraction(cut) * SCALE for cut in cuts})
