"""Columns as small numbers: each distinct cell is looked at once, and then only recognised.

Nothing here knows what cells mean. A column is numbered once for all who read it; what a number
comes to for one of them is a table of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import RLock
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from licet.tables.given import arrow_of, cell, series_of
from licet.tables.known import (
    Known,
    nothing_known,
    of_flags,
    of_lists,
    of_places,
    with_texts,
    with_words,
)
from licet.tables.numbers import encoded

Codes = np.ndarray[Any, np.dtype[Any]]
FIRST_LOOK = 1_000
"""Rows among which new cells are looked for at first; then among all."""
NONE = 0
"""The number of an empty cell."""
NO_BITS = np.uint64(0)


class Encoder:
    """A number for each distinct cell of a column, from 1; 0 where it is empty.

    ``values`` holds the cells by number. The numbers hang on which cells were met first.
    """

    def __init__(self, lock: RLock | None = None) -> None:
        self._lock = lock or RLock()
        self.values: list[Any] = [None]
        self._numbers: dict[Any, int] = {}
        self._texts = nothing_known()
        self._words: dict[Any, Known] = {}
        self._dictionary: tuple[Any, Any, Codes] | None = None
        self._parts: Encoder | None = None

    def number(self, value: Any) -> int:
        """The number of one cell."""
        if value is None:
            return NONE
        name = (type(value), value if value.__hash__ else repr(value))
        with self._lock:
            found = self._numbers.get(name)
            if found is None:
                found = self._numbers[name] = len(self.values)
                self.values.append(value)
            return found

    def numbers(self, column: Any) -> Codes:
        """The numbers of the cells of an Arrow array, or a Polars series."""
        if isinstance(column, pl.Series):
            column = arrow_of(column)
            if isinstance(column, pl.Series):
                return self._by_value(column)
        kind, found = column.type, np.zeros(len(column), np.int32)
        if column.null_count == len(column):
            return found
        if pa.types.is_dictionary(kind):
            return self._of_dictionary(column, found)
        if _is_text(kind):
            return self._of_texts(column, found)
        if pa.types.is_boolean(kind):
            of_flags(address(column, 1), column.offset, *there(column), found)
            table = np.array([NONE, self.number(False), self.number(True)], np.int32)
            return table.take(found)
        if pa.types.is_date32(kind) or pa.types.is_integer(kind) or kind == pa.float64():
            return self._of_words(column, kind, words_of(column), found)
        if (pa.types.is_list(kind) or pa.types.is_large_list(kind)) and _is_text(kind.value_type):
            return self._of_lists(column, found)
        return self._by_value(series_of(column))

    def _by_value(self, series: pl.Series) -> Codes:
        found, stated = np.zeros(len(series), np.int32), series.is_not_null()
        if stated.any():
            some = series.filter(stated)
            raw, values = encoded(some)
            if series.dtype.is_nested() or series.dtype == pl.Object:
                _raw, first = np.unique(raw, return_index=True)
                values = [cell(some, int(row)) for row in first]
            table = np.array([*map(self.number, values), NONE], np.int32)
            found[stated.to_numpy()] = table.take(raw)
        return found

    def _of_dictionary(self, array: Any, found: Codes) -> Codes:
        """Each text that Arrow holds once is numbered once, and again in another dictionary."""
        held, name = self._dictionary, _name(array.dictionary)
        if held is None or held[0] != name:
            held = name, array.dictionary, self.numbers(array.dictionary)
            self._dictionary = held
        places = values_of(array.indices).astype(np.int64, copy=False)
        of_places(held[2], places, *there(array), found)
        return found

    # -- texts ----------------------------------------------------------------------------------

    def _of_texts(self, array: Any, found: Codes) -> Codes:
        look = _look_at(array, found)
        most = FIRST_LOOK
        while look(self._texts):
            rows = np.flatnonzero(found < 0)[:most]
            most = len(found)
            new = series_of(array).gather(rows).unique().to_arrow(compat_level=_LARGE)
            with self._lock:
                numbers = np.array([self.number(text) for text in new.to_pylist()], np.int32)
                ends = np.frombuffer(new.buffers()[1], np.int64)[new.offset :][: len(new) + 1]
                self._texts = with_texts(self._texts, _address(new.buffers()[2]), ends, numbers)
        return found

    # -- what stands in eight bytes -------------------------------------------------------------

    def _of_words(self, array: Any, kind: Any, given: Codes, found: Codes) -> Codes:
        """``kind``: of what; the same eight bytes may be another cell in another kind."""
        most = FIRST_LOOK
        while self._words.get(kind, NOTHING).whole(given, *there(array), found):
            rows = np.flatnonzero(found < 0)[:most]
            most = len(found)
            new, first = np.unique(given[rows], return_index=True)
            with self._lock:
                values = [cell(array, int(row)) for row in rows[first]]
                numbers = np.array([self.number(value) for value in values], np.int32)
                held = self._words.get(kind, NOTHING)
                self._words[kind] = with_words(held, new, numbers)
        return found

    def _of_lists(self, array: Any, found: Codes) -> Codes:
        """By the numbers of their parts; a list without parts is not an empty cell."""
        wide = np.int64 if pa.types.is_large_list(array.type) else np.int32
        ends = np.frombuffer(array.buffers()[1], wide)[array.offset :][: len(array) + 1]
        if self._parts is None:
            self._parts = Encoder(self._lock)
        parts = self._parts.numbers(array.values[int(ends[0]) : int(ends[-1])])
        together = np.zeros(len(array), np.uint64)
        if not of_lists(ends, parts, *there(array), together):
            return self._by_value(series_of(array))
        return self._of_words(array, "list", together, found)


class Together:
    """A number for each combination of numbers in a row, from 0, in the order in which they are met."""

    def __init__(self, lock: RLock) -> None:
        self._lock, self.size = lock, 0
        self._known: Known = nothing_known()

    def number(self, parts: Sequence[Codes], learn: Callable[[Codes], object]) -> Codes:
        """The numbers of the rows of some columns; always the same columns.

        ``learn`` is given the rows of new combinations, in the order of their numbers, before any
        other thread sees these numbers.
        """
        side_by_side = np.empty((len(parts[0]), len(parts)), np.int32)
        for place, part in enumerate(parts):
            side_by_side[:, place] = part
        found = np.empty(len(side_by_side), np.int32)
        width = side_by_side.shape[1] * 4
        if self._look(side_by_side, width, found):
            with self._lock:
                rows = np.flatnonzero(found < 0)
                some, again = side_by_side[rows], found[rows]
                self._look(some, width, again)
                rows = rows[again < 0]
                each = side_by_side[rows].view(f"V{width}").ravel()
                rows = rows[np.sort(np.unique(each, return_index=True)[1])]
                self._learn(side_by_side[rows], width, lambda: learn(rows))
            self._look(side_by_side, width, found)
        return found

    def _look(self, rows: Codes, width: int, found: Codes) -> int:
        return self._known.rows(np.uint64(rows.ctypes.data), width, found)

    def _learn(self, new: Codes, width: int, tell: Callable[[], object]) -> None:
        if not len(new):
            return
        tell()
        numbers = np.arange(self.size, self.size + len(new), dtype=np.int32)
        self.size += len(new)
        ends = np.arange(0, (len(new) + 1) * width, width)
        self._known = with_texts(self._known, new.ctypes.data, ends, numbers)


class Coded:
    """What the cells of a column come to for somebody: ``ask`` is called once for each of them."""

    def __init__(self, encoder: Encoder, ask: Callable[[Any], int], lock: RLock) -> None:
        self._encoder, self._ask, self._lock = encoder, ask, lock
        self._table = np.zeros(1, np.int32)

    def of(self, numbers: Codes) -> Codes:
        """The codes of cells, by their numbers; 0 for an empty one."""
        table = self._table
        if len(table) < len(self._encoder.values):
            with self._lock:
                new = self._encoder.values[len(self._table) :]
                codes = np.array([self._ask(value) for value in new], np.int32)
                table = self._table = np.append(self._table, codes)
        return table.take(numbers)


# -- Arrow ----------------------------------------------------------------------------------------

NOTHING = nothing_known()
_LARGE = pl.CompatLevel.oldest()


def _is_text(kind: Any) -> bool:
    return kind in (pa.string(), pa.large_string(), pa.string_view())


def _address(buffer: Any) -> int:
    return 0 if buffer is None else int(buffer.address)


def address(array: Any, buffer: int) -> Any:
    """Where a buffer of an array begins."""
    return np.uint64(_address(array.buffers()[buffer]))


def there(array: Any) -> tuple[Any, int]:
    """Where the bits begin that say which cells are not empty (0: all are stated), and the first bit."""
    return address(array, 0) if array.null_count else NO_BITS, array.offset


def values_of(array: Any) -> Codes:
    """The numbers that an Arrow array holds, whatever stands in its empty cells."""
    kind = np.int32 if pa.types.is_date32(array.type) else array.type.to_pandas_dtype()
    held = np.frombuffer(array.buffers()[1], kind)
    return held[array.offset : array.offset + len(array)]


def words_of(array: Any) -> Codes:
    """The same as words of eight bytes each."""
    held = values_of(array)
    if held.dtype == np.float64:
        return held.view(np.uint64)
    return held.astype(np.int64, copy=False).view(np.uint64)


def _name(array: Any) -> Any:
    """What tells an array from others, as long as it is held."""
    return array.type, len(array), array.offset, [_address(b) for b in array.buffers()]


def _look_at(array: Any, found: Codes) -> Callable[[Known], int]:
    """What numbers the texts of an array, once it is given what is known."""
    bits, at = there(array)
    first, rows = array.offset, len(array)
    if array.type == pa.string_view():
        places = np.array([_address(b) for b in array.buffers()[2:]], np.uint64)
        views = address(array, 1) + np.uint64(16 * first)
        return lambda known: known.views(views, places, bits, at, found)
    wide = np.int64 if array.type == pa.large_string() else np.int32
    ends = np.frombuffer(array.buffers()[1], wide)[first : first + rows + 1]
    data = address(array, 2)
    return lambda known: known.texts(data, ends, bits, at, found)
