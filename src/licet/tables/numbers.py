"""Columns of numbers as exact integers: thousandths in 64 bits, or marked as not fitting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl

from licet.logic.dated import Exact
from licet.tables.values import fact

SCALE = 1000
EXACT_BELOW = 10**15
"""Below it a binary double is the nearest to one decimal with three places alone."""
Ints = np.ndarray[Any, np.dtype[np.int64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(eq=False)
class Column:
    """Thousandths where ``known``; ``odd`` where something stands that is not such a number."""

    thousandths: Ints
    known: Bools
    odd: Bools
    any_odd: bool = True
    """Whether there may be odd ones."""

    @classmethod
    def absent(cls, rows: int) -> Column:
        """Nothing is stated."""
        no = np.zeros(rows, np.bool_)
        return cls(np.zeros(rows, np.int64), no, no.copy(), False)


def column(series: pl.Series) -> Column:
    """The numbers of a column, of whatever type."""
    if series.null_count() * 4 < len(series):
        return _read(series)
    found, rows = Column.absent(len(series)), np.flatnonzero(series.is_not_null().to_numpy())
    if len(rows):
        some = _read(series.drop_nulls())
        found.thousandths[rows] = some.thousandths
        found.known[rows], found.odd[rows] = some.known, some.odd
        found.any_odd = True
    return found


def _read(series: pl.Series) -> Column:
    if series.dtype.is_integer():
        return _of_integers(series)
    if series.dtype.is_float():
        return _of_floats(series)
    return _of_others(series)


def _of_integers(series: pl.Series) -> Column:
    return _fitting(*_whole(series))


def _whole(series: pl.Series) -> tuple[Ints, Bools]:
    """Whole numbers, 0 where there is none, and where one is stated."""
    stated = series.is_not_null().to_numpy()
    if series.dtype in (pl.Int128, pl.UInt64):
        series = series.cast(pl.Int128).clip(-1, EXACT_BELOW)
    return series.fill_null(0).cast(pl.Int64).to_numpy(), stated


def _fitting(given: Ints, stated: Bools) -> Column:
    most = EXACT_BELOW // SCALE
    if len(given) and given.min() >= 0 and given.max() <= most:
        return Column(given * SCALE, stated, np.zeros(len(given), np.bool_))
    fits = (given >= 0) & (given <= most)
    return Column(np.where(fits, given, 0) * SCALE, fits & stated, stated & ~fits)


def _of_floats(series: pl.Series) -> Column:
    stated = series.is_not_null().to_numpy()
    given = series.cast(pl.Float64).fill_null(0.0).to_numpy()
    narrow = series.dtype != pl.Float64
    with np.errstate(invalid="ignore", over="ignore"):
        scaled = np.rint(given * SCALE)
        fits = (given >= 0) & (scaled < EXACT_BELOW) & (scaled / SCALE == given)
    if narrow:  # a decimal in a narrower float has another shortest text; whole numbers do not
        fits &= given == np.rint(given)
    return Column(np.where(fits, scaled, 0).astype(np.int64), fits & stated, stated & ~fits)


def _of_others(series: pl.Series) -> Column:
    made = Column.absent(len(series))
    codes, values = encoded(series)
    read = [thousandths(value) for value in values]
    stated = np.array([fact("number", value) is not None for value in values] + [False])
    known = np.array([each is not None for each in read] + [False])
    ints = np.array([each or 0 for each in read] + [0], np.int64)
    made.thousandths, made.known = ints[codes], known[codes]
    made.odd, made.any_odd = (stated & ~known)[codes], True
    return made


def thousandths(value: Any) -> int | None:
    """A number in thousandths, where it is exactly that and small enough."""
    value = fact("number", value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
        return None
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and not (value.is_finite() and abs(value) < EXACT_BELOW):
        return None
    scaled = Fraction(value) * SCALE
    fits = scaled.denominator == 1 and 0 <= scaled < EXACT_BELOW
    return scaled.numerator if fits else None


def encoded(series: pl.Series) -> tuple[Ints, list[Any]]:
    """A number for each distinct value (-1 for none) and the values by number."""
    if series.dtype == pl.Null or not len(series):
        return np.full(len(series), -1, np.int64), []
    if series.dtype.is_nested() or series.dtype == pl.Object:
        series = _as_text(series)
    values = series.drop_nulls().unique(maintain_order=True)
    if series.dtype == pl.Utf8:
        codes = series.cast(pl.Enum(values)).to_physical().cast(pl.Int64)
    else:
        numbers = pl.Series(range(len(values)), dtype=pl.Int64)
        codes = series.replace_strict(values, numbers, default=None, return_dtype=pl.Int64)
    return codes.fill_null(-1).to_numpy(), values.to_list()


def _as_text(series: pl.Series) -> pl.Series:
    """A text for each distinct value of a column of lists or objects."""
    if series.dtype == pl.List(pl.String):
        apart = "\x1f"
        parts = series.explode()
        joined = series.list.len().cast(pl.String) + apart + series.list.join(apart)
        filled = parts.count() == series.list.len().sum()
        if filled and not parts.str.contains(apart, literal=True).any():
            return joined
    return pl.Series([None if v is None else repr(v) for v in series.to_list()], dtype=pl.String)


def position(values: Ints, cuts: Iterable[Exact]) -> Ints:
    """Where each of ``values`` lies among the cuts: below, on or above each of them."""
    found = np.zeros(len(values), np.int64)
    for cut in cuts:
        exact = Fraction(cut)
        floor, ceiling = exact.__floor__(), exact.__ceil__()
        found += values >= ceiling
        found += values > floor
    return found


def order(a: Ints, b: Ints) -> Ints:
    """0 where a is less than b, 1 where they are equal, 2 where it is more."""
    return (a >= b).astype(np.int64) + (a > b)
