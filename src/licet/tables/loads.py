"""What is sent and how much: items, TPP and the sums that the law counts, as codes for each row."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from licet.decision.worlds import worlds
from licet.errors import InputError
from licet.facts.transaction import transaction
from licet.law.instruments import FIRST_DAY
from licet.law.subject import tx
from licet.logic.columns import Cuts
from licet.logic.dated import Exact
from licet.logic.terms import Amount, Fact
from licet.tables.numbers import SCALE, Bools, Column, Ints, column, encoded, order, position
from licet.tables.numbers import thousandths as exactly
from licet.tables.values import transaction_of

IC = "item.integrated_circuit."
IC_TPP, DENSITY, AREA = IC + "tpp", IC + "performance_density", IC + "applicable_die_area_mm2"
IC_BANDWIDTH, ITEM_TPP, BANDWIDTH = (
    IC + "memory_bandwidth_gb_s",
    "item.tpp",
    "item.memory_bandwidth_gb_s",
)
UNITS, ECCN, QUANTITY = IC + "processing_units", "item.eccn", "quantity"
BESIDE_ECCN = {ITEM_TPP, BANDWIDTH, "item.for", "item.designed_or_marketed_for_datacenters"}
OF_ITEM = (IC_TPP, DENSITY, AREA, IC_BANDWIDTH, ITEM_TPP, BANDWIDTH)
LOAD = (tx.item.tpp, tx.quantity)
LARGEST = float(2**61)


class Loads:
    """The codes of items and amounts.

    ``each`` and ``quantity``: TPP of one item, in thousandths, and how many. ``alone``: rows whose
    numbers cannot be held exactly, or whose open facts are cut where no code tells; such a row is
    read by value. ``covered``: the columns that the codes stand for.
    """

    def __init__(self, frame: pl.DataFrame, cuts: Cuts) -> None:
        self.frame, self.cuts, self.rows = frame, cuts, frame.height
        self.codes: list[Ints] = []
        self._columns: dict[str, Column] = {}
        amounts = [p for p in frame.columns if p.startswith("on_file.") and _is_amount(p)]
        self.covered = {*OF_ITEM, QUANTITY, *amounts}
        self.alone: Bools = np.zeros(self.rows, np.bool_)
        self.quantity = self._quantity()
        self.each = self._items()
        self._sums(amounts)
        for path in [*OF_ITEM, *amounts]:
            self.alone = self.alone | (self._column(path).odd & ~self._described_by_value(path))
        if not self._all_sums_are_known(amounts):
            self.alone = np.ones(self.rows, np.bool_)

    def total(self) -> tuple[Any, Bools]:
        """TPP of each row where it can be told here, and where."""
        known = self.each.known & self.quantity.known & ~self.alone
        return (self.each.thousandths * self.quantity.thousandths) / SCALE, known

    # -- columns --------------------------------------------------------------------------------

    def _column(self, path: str) -> Column:
        if path not in self._columns:
            there = path in self.frame.columns
            self._columns[path] = column(self.frame[path]) if there else Column.absent(self.rows)
        return self._columns[path]

    def _stated(self, paths: list[str]) -> Bools:
        found = np.zeros(self.rows, np.bool_)
        for path in paths:
            if path in self.frame.columns:
                found = found | self.frame[path].is_not_null().to_numpy()
        return found

    def _quantity(self) -> Column:
        given = self._column(QUANTITY)
        whole = (given.thousandths % SCALE == 0) & (given.thousandths >= SCALE)
        self.alone = self.alone | given.odd | (given.known & ~whole)
        return Column(given.thousandths // SCALE, given.known & whole, given.odd)

    def _described_by_value(self, path: str) -> Bools:
        return self._by_value if path in OF_ITEM else np.zeros(self.rows, np.bool_)

    # -- items ----------------------------------------------------------------------------------

    def _items(self) -> Column:
        """TPP of one item in each row; codes for the item, but for what is coded elsewhere."""
        paths = [p for p in self.frame.columns if p == "item" or p.startswith("item.")]
        of_ic = [p for p in paths if p.startswith(IC)]
        beside = {*of_ic, ECCN, *BESIDE_ECCN}
        others = [p for p in paths if p not in beside and not p.startswith("item.designer.")]
        has_ic, has_eccn, other = self._stated(of_ic), self._stated([ECCN]), self._stated(others)
        other = other | self._stated([UNITS])
        ic, stated = has_ic & ~has_eccn & ~other, has_eccn & ~has_ic & ~other
        self._by_value = ~(ic | stated)
        each = self._described(paths)
        for rows, path in ((ic, IC_TPP), (stated, ITEM_TPP)):
            given = self._column(path)
            each.thousandths = np.where(rows, given.thousandths, each.thousandths)
            each.known = np.where(rows, given.known, each.known)
        self.codes.append(ic + 2 * stated.astype(np.int64))
        self._code_numbers(ic, stated, each)
        return each

    def _described(self, paths: list[str]) -> Column:
        """Items that are looked up, put together or counted: one world for each distinct one."""
        from licet.tables.cells import Key

        found = Column.absent(self.rows)
        rows = self.frame.select(paths).filter(pl.Series(self._by_value, dtype=pl.Boolean))
        key = Key(rows.height)
        for path in paths:
            key.add(encoded(rows[path])[0])
        key.pack()
        _first, at = np.unique(key.codes, return_index=True)
        read = [_tpp_of(rows.row(int(row), named=True)) for row in at]
        codes = np.full(self.rows, -1, np.int64)
        codes[self._by_value] = key.codes
        self.codes.append(codes)
        tpp = [each if isinstance(each, int) else None for each in read]
        found.known = np.array([*[each is not None for each in tpp], False])[codes]
        found.thousandths = np.array([*[each or 0 for each in tpp], 0], np.int64)[codes]
        self.alone = self.alone | np.array([*[each is None for each in read], False])[codes]
        return found

    def _code_numbers(self, ic: Bools, stated: Bools, each: Column) -> None:
        direct = ic | stated
        tpp = self._scaled(tx.item.tpp, tx.item.strongest_tpp, tx.circuit.tpp)
        self._tpp_cuts = sorted({0, *tpp})
        here = direct & each.known
        self.codes.append(np.where(here, position(each.thousandths, self._tpp_cuts), -1))
        for rows, path in ((ic, IC_BANDWIDTH), (stated, BANDWIDTH)):
            cuts = self._scaled(tx.item.dram_bandwidth)
            self.codes.append(self._placed(rows, self._column(path), cuts))
        density, area = self._column(DENSITY), self._column(AREA)
        cuts = self._scaled(tx.circuit.performance_density)
        self.codes.append(self._placed(ic, density, cuts))
        self.codes.append(self._placed(ic, area, [0]))
        both = ic & area.known & each.known
        self.codes.append(np.where(both, self._density(each, area), -1))
        self.alone = self.alone | (ic & area.known & ~each.known)

    def _placed(self, rows: Bools, given: Column, cuts: list[Exact]) -> Ints:
        return np.where(rows & given.known, position(given.thousandths, cuts), -1)

    def _density(self, each: Column, area: Column) -> Ints:
        """The place of TPP over area among the thresholds, without dividing."""
        found = np.zeros(self.rows, np.int64)
        for cut in self.cuts.thresholds.get(tx.circuit.performance_density, ()):
            over, under = cut.numerator, cut.denominator
            self._check_room(each, under)
            self._check_room(area, over)
            found += order(each.thousandths * under, area.thousandths * over)
        return found

    def _check_room(self, given: Column, by: Any) -> None:
        large = given.thousandths.astype(np.float64) * np.asarray(by, np.float64) >= LARGEST
        self.alone = self.alone | large

    def _scaled(self, *facts: Amount) -> list[Exact]:
        cuts = {cut for fact in facts for cut in self.cuts.thresholds.get(fact, ())}
        return sorted(cut * SCALE for cut in cuts)

    # -- what the law sums ----------------------------------------------------------------------

    def _sums(self, amounts: list[str]) -> None:
        """The order of what is left of each limit, and of the loads that a row can come to."""
        count = np.where(self.quantity.known, self.quantity.thousandths, 1)
        case = self.each.known + 2 * self.quantity.known.astype(np.int64)
        self.codes.append(case)
        for path in amounts:
            self.codes.append(self._column(path).known.astype(np.int64))
        self._check_room(self.each, count)
        self._check_room(Column(count, self.each.known, self.each.odd), max(self._tpp_cuts))
        load = self.each.thousandths * count
        lefts = self._lefts()
        for n, left in enumerate(lefts):
            told = position(left, [0]) * 3 + order(left, load)
            open_tpp = np.zeros(self.rows, np.int64)
            for cut in self._tpp_cuts:
                open_tpp += order(left, int(cut) * count)
            self.codes.append(np.where(self.each.known, told, open_tpp))
            for other in lefts[:n]:
                self.codes.append(np.where(case == 3, -1, order(left, other)))

    def _lefts(self) -> list[Ints]:
        """What each limit leaves, in thousandths: the limit less what the row says is used."""
        found = []
        for shape, limits in self.cuts.sums.items():
            atoms = [atom for atom, _factor in shape]
            if LOAD not in atoms or any(factor != 1 for _atom, factor in shape):
                continue
            used = [self._column(atom[0].path) for atom in atoms if atom != LOAD]
            for limit in sorted(limits):
                left = np.full(self.rows, int(limit * SCALE), np.int64)
                for amount in used:
                    left = left - np.where(amount.known, amount.thousandths, 0)
                found.append(left)
        return found

    def _all_sums_are_known(self, amounts: list[str]) -> bool:
        """Whether every comparison of the coded facts has a shape for which there is a code."""
        coded: set[Fact] = {*LOAD, tx.item.strongest_tpp, tx.item.dram_bandwidth}
        coded |= {tx.circuit.tpp, tx.circuit.performance_density}
        coded |= {f for f in Fact.every if isinstance(f, Amount) and f.path in amounts}
        for shape, limits in self.cuts.sums.items():
            named = {fact for atom, _factor in shape for fact in atom}
            load = all(
                factor == 1 and (atom == LOAD or (len(atom) == 1 and atom[0].scope == "tx"))
                for atom, factor in shape
            )
            counted = any(atom == LOAD for atom, _factor in shape)
            whole = all((limit * SCALE) == int(limit * SCALE) for limit in limits)
            if named & coded and not (load and counted and whole):
                return False
        whole_tpp = all(cut == int(cut) for cut in self._tpp_cuts)
        single = {f for f in self.cuts.thresholds if f.scope == "tx" and f in coded}
        return (
            whole_tpp
            and not (coded & self.cuts.whole)
            and not single
            and (tx.quantity not in self.cuts.thresholds)
        )


def _is_amount(path: str) -> bool:
    return any(isinstance(f, Amount) and f.path == path and f.unit == "TPP" for f in Fact.every)


def _tpp_of(cells: dict[str, Any]) -> int | str | None:
    """TPP of an item in thousandths; a word where it cannot be read; none where it is open."""
    try:
        world = worlds(transaction(transaction_of(cells)), FIRST_DAY)[0]
    except InputError:
        return "wrong"
    return exactly(world.facts.get(tx.item.tpp))
