"""The added columns as they are worked out: few distinct answers, and for each row the place of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from licet.tables.numbers import Bools
from licet.tables.written import ANSWERS

TPP = "tpp_total"
FEW = 1 << 18
"""Rows for which one thread is as quick as several."""


@dataclass(eq=False)
class Decided:
    """Answers of rows. ``table``: the distinct ones, without TPP; ``places``: by row, where in it.

    ``tpp`` holds TPP of each row where it is ``known``.
    """

    table: pl.DataFrame
    places: Any
    tpp: Any
    known: Bools

    @classmethod
    def of(cls, found: pl.DataFrame) -> Decided:
        """Answers that stand row for row."""
        total = found[TPP]
        known = total.is_not_null().to_numpy()
        table = found.drop(TPP)
        return cls(table, np.arange(found.height), total.fill_null(0.0).to_numpy(), known)

    @classmethod
    def joined(cls, pieces: list[Decided]) -> Decided:
        """Pieces one after another, each with those of its distinct answers that it has."""
        if len(pieces) == 1:
            return pieces[0]
        tables, places, start = [], [], 0
        for piece in pieces:
            met = np.flatnonzero(np.bincount(piece.places, minlength=piece.table.height))
            anew = np.zeros(piece.table.height, np.int32)
            anew[met] = np.arange(start, start + len(met), dtype=np.int32)
            tables.append(piece.table[met])
            places.append(anew.take(piece.places))
            start += len(met)
        tpp, known = (
            np.concatenate(each) for each in zip(*((p.tpp, p.known) for p in pieces), strict=True)
        )
        return cls(pl.concat(tables), np.concatenate(places), tpp, known)

    @cached_property
    def frame(self) -> pl.DataFrame:
        """Row for row, as texts."""
        found = self.table.select(pl.all().gather(pl.Series(self.places)))
        total = pl.Series(TPP, self.tpp)
        if not self.known.all():
            total = total.set(pl.Series(~self.known), None)
        return found.with_columns(total).select(ANSWERS)

    def counted(self) -> tuple[pl.DataFrame, Any]:
        """The distinct answers, and how many rows have each."""
        return self.table, np.bincount(self.places, minlength=self.table.height)

    def beside(self, table: Any) -> Any:
        """A table of Arrow or Polars with the answers beside its rows."""
        if isinstance(table, pl.DataFrame):
            return table.hstack(self.frame)
        for name, column in self.columns().items():
            table = table.append_column(name, column)
        return table

    def columns(self) -> dict[str, Any]:
        """By name, Arrow arrays: texts as dictionaries, so that each is there once."""
        with ThreadPoolExecutor() as pool:
            spread = map if len(self.places) <= FEW else pool.map
            return dict(zip(ANSWERS, spread(self._column, ANSWERS), strict=True))

    def _column(self, name: str) -> Any:
        return self._total() if name == TPP else self._texts(name)

    def _total(self) -> Any:
        return pa.Array.from_buffers(
            pa.float64(), len(self.tpp), [bits(self.known), pa.py_buffer(self.tpp)]
        )

    def _texts(self, name: str) -> Any:
        texts = self.table[name]
        values = texts.drop_nulls().unique(maintain_order=True)
        place = {text: number for number, text in enumerate(values.to_list())}
        of_place = np.array([place.get(text, -1) for text in texts.to_list()], np.int32)
        of_row = of_place.take(self.places)
        stated = None if texts.null_count() == 0 else bits(of_row >= 0)
        numbers = pa.Array.from_buffers(pa.int32(), len(of_row), [stated, pa.py_buffer(of_row)])
        held = values.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(pa.string())
        return pa.DictionaryArray.from_arrays(numbers, held, safe=False)


def bits(truths: Bools) -> Any:
    """The bits that say which cells are stated."""
    return pa.py_buffer(np.packbits(truths, bitorder="little"))
