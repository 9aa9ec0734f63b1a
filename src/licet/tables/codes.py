"""Columns as small numbers: each distinct cell is looked at once, and then only recognised.

A text of up to twelve bytes stands in an Arrow view itself, so two integers tell it from every
other; a longer one is recognised by its hash and then compared. Nothing here knows what cells mean.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from threading import RLock
from typing import Any

import numpy as np
import polars as pl

from licet.tables.numbers import encoded

Codes = np.ndarray[Any, np.dtype[Any]]
Part = Callable[[int, int], Codes]
"""The codes of the rows from one number up to another."""
INLINE = 12
"""Bytes of a text that an Arrow view holds itself."""
BESIDE_LENGTH = 4
"""Bytes of a text that stand in the first half of a view, beside the length."""
FEW = 1_000
"""Distinct texts that are recognised; a column with more is told apart by its values."""
MOST_IN_A_LIST = 4
MOST_PLACES = 1 << 20
"""Places of a dictionary for which a table is made."""
AT_ONCE = 1_000
"""Rows in which new texts are looked for at once."""
DENSE = 1 << 22
"""Places in a table of pairs; beyond it pairs are sorted."""
NONE = 0
"""The code of an empty cell."""
_LENGTH = np.uint64(0xFFFFFFFF)


class Encoder:
    """Numbers for the cells of a column. ``ask`` is called once for each distinct cell."""

    def __init__(self, ask: Callable[[Any], int], lock: RLock | None = None) -> None:
        self._ask, self._lock = ask, lock or RLock()
        self._codes: dict[Any, int] = {}
        self._short, self._long, self._texts = Recogniser(), Recogniser(), [""]
        self._listed: dict[int, int] = {}

    def code(self, value: Any) -> int:
        """The number of one cell."""
        with self._lock:
            name = (type(value), value if value.__hash__ else repr(value))
            if name not in self._codes:
                self._codes[name] = self._ask(value)
            return self._codes[name]

    def reader(self, series: pl.Series) -> Part:
        """What numbers the cells of a column, from row to row."""
        kind = series.dtype
        if series.null_count() == len(series):
            return lambda start, end: np.zeros(end - start, np.int32)
        if kind == pl.String:
            return self._texts_of(series)
        if kind == pl.Boolean:
            return self._placed(series.cast(pl.UInt8), [False, True])
        if isinstance(kind, pl.Categorical | pl.Enum):
            return self._dictionary(series)
        if kind == pl.List(pl.String):
            return self._lists_of(series)
        return lambda start, end: self._by_value(series[start:end])

    def _dictionary(self, series: pl.Series) -> Part:
        """Texts that Arrow or Polars hold once each."""
        kinds = series.drop_nulls().unique()
        places, texts = kinds.to_physical().to_list(), kinds.cast(pl.String).to_list()
        if max(places) > MOST_PLACES:
            return self._texts_of(series.cast(pl.String))
        values: list[Any] = [None] * (max(places) + 1)
        for place, text in zip(places, texts, strict=True):
            values[place] = text
        return self._placed(series.to_physical(), values)

    def _placed(self, places: pl.Series, values: list[Any]) -> Part:
        """From the place of each cell among the values."""
        table = np.array([*(NONE if v is None else self.code(v) for v in values), NONE], np.int32)

        at = places.fill_null(len(values)).to_numpy()
        return lambda start, end: table.take(at[start:end])

    def _by_value(self, series: pl.Series) -> Codes:
        found, there = np.zeros(len(series), np.int32), series.is_not_null()
        if there.any():
            some = series.filter(there)
            raw, values = encoded(some)
            if series.dtype.is_nested() or series.dtype == pl.Object:
                _raw, first = np.unique(raw, return_index=True)
                values = [_value(some[int(row)]) for row in first]
            table = np.array([*map(self.code, values), NONE], np.int32)
            found[there.to_numpy()] = table.take(raw)
        return found

    # -- texts ----------------------------------------------------------------------------------

    def _texts_of(self, series: pl.Series) -> Part:
        low, high, there = views(series)

        def part(start: int, end: int) -> Codes:
            if len(self._codes) > FEW:
                return self._by_value(series[start:end])
            here = None if there is None else there[start:end]
            some, more = low[start:end], high[start:end]
            if here is None and _is_one(some) and _is_one(more):
                return np.full(end - start, self.code(series[start]), np.int32)
            longest = _longest(some, here)
            if longest > INLINE:
                found = self._of_long(series[start:end], some, here)
            else:
                rest = more if longest > BESIDE_LENGTH else None
                found = self._recognised(self._short, some, rest, here, series, start)
            return found if here is None else found * here

        return part

    def _of_long(self, series: pl.Series, low: Codes, here: Codes | None) -> Codes:
        """By length, beginning and hash; then every text is compared with what it was taken for."""
        places = self._recognised(self._long, low, series.hash().to_numpy(), here, series, 0)
        if here is not None:
            places = places * here
        same = pl.Series(self._texts, dtype=pl.String).gather(places) == series
        if not same.all():
            return self._by_value(series)
        with self._lock:
            table = np.array([NONE, *map(self.code, self._texts[1:])], np.int32)
        return table.take(places)

    def _recognised(
        self,
        known: Recogniser,
        low: Codes,
        high: Codes | None,
        here: Codes | None,
        series: pl.Series,
        start: int,
    ) -> Codes:
        while True:
            found, strange = known.find(low, high)
            if here is not None:
                strange &= here
            if not strange.any():
                return found
            with self._lock:
                some = np.flatnonzero(strange)[:AT_ONCE]
                mixed = low[some] if high is None else low[some] ^ high[some]
                _pairs, first = np.unique(mixed, return_index=True)
                for row in some[first].tolist():
                    value = series[start + row]
                    number = self._place(value) if known is self._long else self.code(value)
                    known.add(int(low[row]), 0 if high is None else int(high[row]), number)

    def _place(self, text: str) -> int:
        self._texts.append(text)
        return len(self._texts) - 1

    # -- lists of texts -------------------------------------------------------------------------

    def _lists_of(self, series: pl.Series) -> Part:
        """By the codes of their parts; a list without parts is not an empty cell."""
        array = series.rechunk().to_arrow()
        there = series.is_not_null().to_numpy()
        ends = array.offsets.to_numpy()
        first, lengths = ends[:-1], np.diff(ends) * there
        parts = pl.Series(pl.from_arrow(array.values), dtype=pl.String)
        if lengths.max() > MOST_IN_A_LIST or parts.null_count():
            return lambda start, end: self._by_value(series[start:end])
        texts: list[str] = []

        def number(text: str) -> int:
            texts.append(text)
            return len(texts)

        inner = Encoder(number)
        codes = inner.reader(parts)(0, len(parts))
        together = [Numbering(self._lock) for _ in range(MOST_IN_A_LIST)]
        most, known = int(lengths.max()), np.zeros(0, np.int32)

        def part(start: int, end: int) -> Codes:
            long, at = lengths[start:end], first[start:end]
            told: Codes = there[start:end].astype(np.int32)
            for n in range(most):
                rows = np.flatnonzero(long > n)
                more = np.zeros(len(told), np.int32)
                more[rows] = codes[at[rows] + n]
                told = together[n].number(told, more)
            nonlocal known
            table = known
            if len(told) and (int(told.max()) >= len(table) or table.take(told).min() < 0):
                known = table = self._learnt(table, told, series[start:end])
            return table.take(told)

        return part

    def _learnt(self, table: Codes, told: Codes, series: pl.Series) -> Codes:
        """The table of codes with those of the rows that are met for the first time."""
        numbers, first = np.unique(told, return_index=True)
        more = max(int(numbers[-1]) + 1 - len(table), 0)
        table = np.append(table, np.full(more, -1, np.int32))
        for number, row in zip(numbers.tolist(), first.tolist(), strict=True):
            cell = series[row]
            table[number] = NONE if cell is None else self.code(_value(cell))
        return table


class Numbering:
    """A number for each pair of numbers, from 0, in the order in which the pairs are met."""

    def __init__(self, lock: RLock) -> None:
        self._lock, self.size = lock, 0
        self._known: dict[int, int] = {}
        self._table = (np.full(1, -1, np.int32), 1)

    def number(self, ones: Codes, others: Codes) -> Codes:
        """The numbers of pairs."""
        if not len(ones):
            return ones
        table, width = self._table
        most, wide = int(ones.max()) + 1, int(others.max()) + 1
        if most * max(wide, width) > DENSE:
            return self._sparse(ones, others)
        if wide > width or most * width > len(table):
            table, width = self._grow(most, wide)
        at = ones * np.int64(width) + others
        found = table.take(at)
        if found.min() < 0:
            with self._lock:
                for place in np.unique(at[found < 0]).tolist():
                    one, other = divmod(place, width)
                    number = self._numbered(one << 32 | other)
                    held, wide = self._table
                    held[one * wide + other] = number
            return self.number(ones, others)
        return found

    def _numbered(self, pair: int) -> int:
        number = self._known.setdefault(pair, len(self._known))
        self.size = len(self._known)
        return number

    def _grow(self, most: int, wide: int) -> tuple[Codes, int]:
        with self._lock:
            old, width = self._table
            table = np.full((max(2 * most, len(old) // width), max(wide, width)), -1, np.int32)
            table[: len(old) // width, :width] = old.reshape(-1, width)
            self._table = (table.reshape(-1), max(wide, width))
            return self._table

    def _sparse(self, ones: Codes, others: Codes) -> Codes:
        pairs, back = np.unique(ones.astype(np.int64) << 32 | others, return_inverse=True)
        with self._lock:
            numbers = np.array([self._numbered(pair) for pair in pairs.tolist()], np.int32)
        return np.asarray(numbers.take(back))


def _value(cell: Any) -> Any:
    return cell.to_list() if isinstance(cell, pl.Series) else cell


def views(series: pl.Series) -> tuple[Codes, Codes, Codes | None]:
    """The two halves of the Arrow views of a text column, and which cells are not empty."""
    array = series.rechunk().to_arrow(compat_level=pl.CompatLevel.newest())
    start, rows = array.offset, len(array)
    held = np.frombuffer(array.buffers()[1], np.uint64).reshape(-1, 2)[start : start + rows]
    there = series.is_not_null().to_numpy() if array.null_count else None
    return held[:, 0], held[:, 1], there


def _is_one(halves: Codes) -> bool:
    """Whether all are the same."""
    return len(halves) > 0 and halves[0] == halves[-1] and bool((halves == halves[0]).all())


def _longest(low: Codes, here: Codes | None) -> int:
    """The length of the longest text, from the first halves of views."""
    if not len(low):
        return 0
    lengths = low & _LENGTH
    if here is not None:
        lengths *= here
    return int(lengths.max())


class Recogniser:
    """A table in which each known pair of integers has a place of its own."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], int] = {}
        self._table = self._made(4, 1)

    def _made(self, bits: int, seed: int) -> Any:
        """The table of a size, or none where two pairs fall on one place."""
        by = np.uint64(0x9E3779B97F4A7C15 + 2 * seed)
        pairs = np.array([*self._known], np.uint64).reshape(-1, 2)
        at = _slots(pairs[:, 0], pairs[:, 1], bits, by)
        if len(set(at.tolist())) < len(at):
            return None
        low, high = np.full(1 << bits, ~np.uint64(0)), np.zeros(1 << bits, np.uint64)
        numbers = np.zeros(1 << bits, np.int32)
        low[at], high[at], numbers[at] = pairs[:, 0], pairs[:, 1], [*self._known.values()]
        return low, high, numbers, bits, by

    def add(self, low: int, high: int, number: int) -> None:
        """Know one pair more."""
        self._known[low, high] = number
        bits = self._table[3]
        tried = (self._made(bits + n // 16, n) for n in count(1))
        self._table = next(made for made in tried if made is not None)

    def find(self, low: Codes, high: Codes | None) -> tuple[Codes, Codes]:
        """The number of each pair, and which of the pairs are not known. No ``high``: 0."""
        lows, highs, numbers, bits, by = self._table
        at = _slots(low, high, bits, by)
        strange = lows.take(at) != low
        if high is not None:
            strange |= highs.take(at) != high
        return numbers.take(at), strange


def _slots(low: Codes, high: Codes | None, bits: int, by: Any) -> Codes:
    if high is None:
        mixed = low * by
    else:
        mixed = high * np.uint64(0xC2B2AE3D27D4EB4F)
        mixed ^= low
        mixed *= by
    mixed >>= np.uint64(64 - bits)
    places: Codes = mixed.view(np.int64)
    return places
