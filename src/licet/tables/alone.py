"""Rows decided by the exact reader itself: one of each cell between which the law can tell."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from licet.law.editions import Law
from licet.tables.cells import Key, cells
from licet.tables.numbers import Bools, encoded
from licet.tables.written import TYPES, Row, row_of


def by_cells(stated: pl.DataFrame, as_of: date | None, law: Law) -> pl.DataFrame:
    """Rows whose open facts are cut where no code tells: one exact decision for each cell."""
    cell, loads = cells(stated, law, as_of)
    _numbers, first = np.unique(cell, return_index=True)
    made = [_once(each, as_of, law) for each in stated[first].iter_rows(named=True)]
    found = pl.DataFrame(made, schema=TYPES, orient="row")[cell]
    total, known = loads.total()
    counted = pl.Series(total).set(pl.Series(~known), None)
    own = pl.when(pl.Series(loads.alone)).then(found["tpp_total"]).otherwise(counted)
    told = pl.when(found["error"].is_null()).then(own).alias("tpp_total")
    return found.with_columns(told)


def unreadable(
    stated: pl.DataFrame, wrong: dict[str, Bools], as_of: date | None, law: Law
) -> pl.DataFrame:
    """Why rows cannot be read: one look at each combination of what is wrong with them.

    ``wrong``: by path, in which rows the cell is one of those that cannot be read.
    """
    key = Key(stated.height)
    for path, rows in wrong.items():
        key.add(rows.astype(np.int64))
        if path in stated.columns:
            key.add(encoded(stated[path].set(pl.Series(~rows), None))[0])
    key.pack()
    _numbers, first = np.unique(key.codes, return_index=True)
    made: list[Row] = [row_of(row, as_of, law) for row in stated[first].iter_rows(named=True)]
    return pl.DataFrame(made, schema=TYPES, orient="row")[key.codes]


_kept: dict[tuple[str, date | None, Law], Row] = {}
MOST_KEPT = 100_000


def _once(row: dict[str, Any], as_of: date | None, law: Law) -> Row:
    """A row's answer, worked out once for rows that are the same to the last cell."""
    key = (repr(row), as_of, law)
    found = _kept.get(key) or row_of(row, as_of, law)
    if found.error is None:  # a sentence is told in the language of the moment
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = found
    return found
