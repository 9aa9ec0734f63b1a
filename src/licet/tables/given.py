"""The columns of a table by the paths of their facts, as Arrow holds them, a part of the rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl
import pyarrow as pa

from licet.tables.numbers import Bools

NOT_IN_ARROW = (pl.Object, pl.Int128, pl.UInt128)
"""Kinds of Polars that do not go over into Arrow."""
NEWEST = pl.CompatLevel.newest()
SMALL_PIECES = 8
"""How many pieces, for each part of the rows, are taken as they lie before they are joined."""


class Given:
    """A table of stated facts. ``table`` is one of Arrow or Polars, its columns named by path."""

    def __init__(self, table: Any) -> None:
        self._frame: pl.DataFrame | None = None
        self._beside: dict[str, pl.Series] = {}
        if isinstance(table, pl.DataFrame):
            self._frame = table
            self._beside = {s.name: s for s in table if s.dtype in NOT_IN_ARROW}
            table = table.drop(self._beside).to_arrow(compat_level=NEWEST)
        self._arrow: pa.Table = table
        self.paths: tuple[str, ...] = (*table.column_names, *self._beside)
        self.rows: int = table.num_rows if self._frame is None else self._frame.height

    @classmethod
    def of(cls, table: Any, columns: Mapping[str, str]) -> Given:
        """The columns of a table that state facts. ``columns``: by path, the heading of one."""
        if isinstance(table, pl.DataFrame):
            return cls(
                table.select(pl.col(heading).alias(path) for path, heading in columns.items())
            )
        held = [table.column(heading) for heading in columns.values()]
        return cls(pa.table(held, names=list(columns)))

    @property
    def frame(self) -> pl.DataFrame:
        """All of it in Polars, the paths in their order."""
        if self._frame is None:
            self._frame = pl.DataFrame(pl.from_arrow(self._arrow))
        return self._frame

    def only(self, rows: Bools) -> pl.DataFrame:
        """Some of the rows, in Polars."""
        if self._frame is not None:
            return self._frame.filter(pl.Series(rows))
        return pl.DataFrame(pl.from_arrow(self._arrow.filter(pa.array(rows))))

    def piece(self, start: int, rows: int) -> Given:
        """Some rows that follow each other; the same table where those are all."""
        if start == 0 and rows >= self.rows:
            return self
        whole = self._arrow if self._frame is None else self._frame
        return Given(whole.slice(start, rows))

    def parts(self, most: int) -> Iterator[Part]:
        """The rows, so many at a time."""
        table, start = self._arrow, 0
        if not table.num_columns:
            for start in range(0, self.rows, most):
                yield self._part(start, {}, min(most, self.rows - start))
            return
        if max(c.num_chunks for c in table.columns) > SMALL_PIECES * (1 + self.rows // most):
            table = table.combine_chunks()
        for batch in table.to_batches(max_chunksize=most):
            held = dict(zip(batch.schema.names, batch.columns, strict=True))
            yield self._part(start, held, batch.num_rows)
            start += batch.num_rows

    def _part(self, start: int, held: dict[str, Any], rows: int) -> Part:
        beside = {path: series[start : start + rows] for path, series in self._beside.items()}
        return Part({**held, **beside}, rows)


class Part:
    """Some rows: each column an Arrow array, or a Polars series where Arrow has no such kind."""

    def __init__(self, columns: Mapping[str, Any], rows: int) -> None:
        self.columns, self.rows = columns, rows

    def row(self, number: int, paths: Iterable[str]) -> dict[str, Any]:
        """What some cells of a row hold."""
        return {path: cell(self.columns[path], number) for path in paths}


def cell(column: Any, number: int) -> Any:
    """What a cell of an Arrow array or a Polars series holds."""
    held = column[number]
    if isinstance(held, pa.Scalar):
        return held.as_py()
    return held.to_list() if isinstance(held, pl.Series) else held


def arrow_of(series: pl.Series) -> Any:
    """A Polars series as an Arrow array, or itself where Arrow has no such kind."""
    return series if series.dtype in NOT_IN_ARROW else series.to_arrow(compat_level=NEWEST)


def series_of(column: Any) -> pl.Series:
    """An Arrow array as a Polars series."""
    return column if isinstance(column, pl.Series) else pl.Series(pl.from_arrow(column))
