"""What is sent, as one level: each distinct item is read once, whatever it is described by.

TPP and the like of circuits and classified items are told apart only by their place among the
thresholds of the law; everything else by its value. The world of a row that stands for all that
are alike says what the item is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from threading import RLock
from typing import Any

import numpy as np

from licet.errors import InputError
from licet.law.instruments import FIRST_DAY, OCTOBER_2023
from licet.law.subject import tx
from licet.logic.dated import Exact
from licet.logic.lowering import Variable
from licet.logic.terms import Amount
from licet.logic.world import NOT_APPLICABLE, World
from licet.tables.amounts import ends
from licet.tables.codes import Codes, Encoder, Together
from licet.tables.counted import LARGEST, Cuts
from licet.tables.given import series_of
from licet.tables.levels import Block, Chunk
from licet.tables.numbers import SCALE, Bools, Column, order
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
MEETING, MOST_BITS = 64, 30
"""Where the places of an area begin beside those of a density; bits that are told apart at once."""


class Items:
    """The level of the item, and TPP of one item for the sums."""

    def __init__(
        self, variables: list[Variable], cells: Mapping[str, Encoder], lock: RLock
    ) -> None:
        self.variables, self.cells = variables, cells
        self.own = tuple(p for p in cells if p.split(".")[0] in ("item", "origin"))
        self.paths = (*self.own, "date")
        self._of_ic = [p for p in self.own if p.startswith(IC)]
        beside = {*self._of_ic, ECCN, *BESIDE_ECCN}
        self._others = [
            p
            for p in self.own
            if p == UNITS
            or (p.startswith("item") and p not in beside and not p.startswith("item.designer."))
        ]
        self._numbers = [p for p in NUMBERS if p in self.own]
        self._texts = [p for p in self.own if p not in NUMBERS]
        self.block = Block(self._read, lock)
        self._by_values, self._together = Together(lock), Together(lock)
        self._codes: Codes = np.zeros(0, np.int32)
        self._each: Codes = np.zeros(0, np.int64)
        self._known: Bools = np.zeros(0, np.bool_)
        cuts: dict[Any, list[Exact]] = {
            v.key: ends(v) for v in variables if isinstance(v.key, Amount)
        }
        tpp = {
            c for f in (tx.item.tpp, tx.item.strongest_tpp, tx.circuit.tpp) for c in cuts.get(f, ())
        }
        scaled = {
            IC_TPP: _scaled(tpp),
            ITEM_TPP: _scaled(tpp),
            IC_BANDWIDTH: _scaled(cuts.get(tx.item.dram_bandwidth, ())),
            BANDWIDTH: _scaled(cuts.get(tx.item.dram_bandwidth, ())),
            DENSITY: _scaled(cuts.get(tx.circuit.performance_density, ())),
            AREA: [Fraction(0)],
        }
        self._cuts = {path: Cuts(cuts) for path, cuts in scaled.items()}
        self._densities = [cut / SCALE for cut in scaled[DENSITY]]
        meetings = {tpp / density for tpp in scaled[IC_TPP] for density in self._densities}
        self._meetings = Cuts(sorted(meetings))

    def _read(self, row: Any) -> Told:
        return told(self.variables, lambda: _world_of(row))

    # -- rows -----------------------------------------------------------------------------------

    def codes(self, chunk: Chunk) -> Codes:
        """What numbers the items of the rows."""
        numbers = {path: chunk.column(path) for path in self._numbers}
        ic, stated = self._kinds(chunk)
        small: list[tuple[Codes, int]] = [(chunk.days < OCTOBER_2023.complied.toordinal(), 1)]
        small.append((ic + 2 * stated.astype(np.int32), 2))
        for path, given in numbers.items():
            places = self._cuts[path].places(given.thousandths, given.known & (ic | stated))
            small.append((places, 5))
            if given.any_odd:
                chunk.alone |= given.odd & (ic | stated)
        if AREA in numbers:
            tpp = numbers.get(IC_TPP, Column.absent(chunk.rows))
            small.append((self._density(chunk, ic, tpp, numbers[AREA]), 8))
        told_apart = _packed(small) + [chunk.numbers(path) for path in self._texts]
        if numbers:
            told_apart.append(self._by_value(chunk, ~(ic | stated)))
        found = self._together.number(told_apart, lambda rows: self._learn(rows, chunk))
        self._amounts(chunk, found, ic, stated)
        return self._codes.take(found)

    def _kinds(self, chunk: Chunk) -> tuple[Bools, Bools]:
        """Which rows describe a circuit by numbers, and which state a classification."""

        def stated(paths: Iterable[str]) -> Bools:
            found = np.zeros(chunk.rows, np.bool_)
            for path in paths:
                if path in NUMBERS:
                    found |= chunk.column(path).known | chunk.column(path).odd
                elif path in self.own:
                    found |= chunk.numbers(path) > 0
            return found

        of_ic, eccn, other = stated(self._of_ic), stated([ECCN]), stated(self._others)
        return of_ic & ~eccn & ~other, eccn & ~of_ic & ~other

    def _by_value(self, chunk: Chunk, other: Bools) -> Codes:
        """The numbers of other items, told apart by their values."""
        found: Codes = np.zeros(chunk.rows, np.int32)
        some = np.zeros(chunk.rows, np.bool_)
        for path in self._numbers:
            some |= chunk.column(path).known | chunk.column(path).odd
        rows = np.flatnonzero(some & other)
        if len(rows):
            columns = [series_of(chunk.part.columns[path]).gather(rows) for path in self._numbers]
            told = zip(self._numbers, columns, strict=True)
            parts = [self.cells[path].numbers(column) for path, column in told]
            found[rows] = self._by_values.number(parts, lambda _rows: None) + 1
        return found

    def _density(self, chunk: Chunk, ic: Bools, tpp: Column, area: Column) -> Codes:
        """The place of TPP over area among the thresholds, without dividing.

        Where TPP is open, the place of the area among those at which a threshold of TPP and one of
        density fall together: between them the one follows from the other in the same way.
        """
        both, open_tpp = ic & tpp.known & area.known, ic & ~tpp.known & area.known
        found = self._meetings.places(area.thousandths, open_tpp)
        found[open_tpp] += MEETING - 1
        if not both.any():
            return found
        place = np.zeros(chunk.rows, np.int32)
        for density in self._densities:
            over, under = density.numerator, density.denominator
            large = tpp.thousandths * float(under) >= LARGEST
            large |= area.thousandths * float(over) >= LARGEST
            chunk.alone |= both & large
            place += order(tpp.thousandths * under, area.thousandths * over)
        return np.where(both, place + 1, found)

    def _learn(self, rows: Codes, chunk: Chunk) -> None:
        """The codes of items that are met for the first time, and TPP of each."""
        codes, amounts = [], []
        for row in rows.tolist():
            stated = {**chunk.part.row(row, self.own), DAY: int(chunk.days[row])}
            codes.append(self.block.code(stated))
            amounts.append(self._tpp_of(stated))
        known = [amount is not None for amount in amounts]
        self._known = np.append(self._known, np.array(known, np.bool_))
        self._each = np.append(self._each, np.array([a or 0 for a in amounts], np.int64))
        self._codes = np.append(self._codes, np.array(codes, np.int32))

    def _tpp_of(self, row: dict[str, Any]) -> int | None:
        """TPP in thousandths: 0 where the item has none, nothing where it is not known."""
        try:
            value = _world_of(row).facts.get(tx.item.tpp)
        except InputError:
            return None
        return 0 if value is NOT_APPLICABLE else exactly(value)

    def _amounts(self, chunk: Chunk, found: Codes, ic: Bools, stated: Bools) -> None:
        each, known = self._each.take(found), self._known.take(found)
        for rows, path in ((ic, IC_TPP), (stated, ITEM_TPP)):
            if path in self._numbers and rows.any():
                each = np.where(rows, chunk.column(path).thousandths, each)
                known = np.where(rows, chunk.column(path).known, known)
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
