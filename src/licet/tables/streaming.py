"""A table decided as it streams by: read, decide, write, count, batch after batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from licet.errors import InputError
from licet.tables.deciding import answers, decided_of, refuse_taken
from licet.tables.meant import Fixed, meanings, meant
from licet.tables.names import match
from licet.tables.sinks import Sink
from licet.tables.streams import UNREADABLE, Source
from licet.tables.summary import Summary, Tally
from licet.tables.written import ANSWERS, TYPES
from licet.words import _


@dataclass(eq=False)
class Stream:
    """Some files, opened, as one table. ``fixed`` is the mapping that goes before names.

    Raises `InputError` where a file is no table, or the columns cannot be told.
    """

    names: Sequence[str]
    fixed: Fixed = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open every file and tell its columns."""
        if list(self.names).count("-") > 1:
            raise InputError(_("standard input can be read once; name - once."))
        self.sources = [Source(name) for name in self.names]
        self.schema = self._together()
        refuse_taken(self.schema)
        self.columns = match(self.schema, self.fixed)
        self._meanings = meanings(self.fixed, self.columns)
        self.read(pl.DataFrame(schema=self.schema))

    def _together(self) -> pl.Schema:
        empty = [pl.DataFrame(schema=source.schema) for source in self.sources]
        try:
            return pl.concat(empty, how="diagonal_relaxed").schema
        except pl.exceptions.PolarsError as error:
            why = str(error).strip().partition("\n")[0].rstrip(".")
            sentence = _("the files do not go together: {why}.")
            raise InputError(sentence.format(why=why)) from None

    @property
    def faults(self) -> list[str]:
        """Why files could not be read to their ends, as far as they have been read."""
        return [source.fault for source in self.sources if source.fault]

    def expected(self, read: int) -> int | None:
        """How many rows there are, as far as it can be told once ``read`` have been read."""
        if all(source.rows is not None for source in self.sources):
            return sum(source.rows or 0 for source in self.sources)
        (only, *more) = self.sources
        return int(read / only.part) if not more and only.part else None

    @property
    def arrow(self) -> Any:
        """The schema of the one file of Parquet, if that is what there is."""
        return self.sources[0].arrow if len(self.sources) == 1 else None

    def batches(self) -> Iterator[pl.DataFrame]:
        """The rows of all files, in their order, with the columns of all."""
        for source in self.sources:
            same = source.schema == self.schema
            for frame in source.batches():
                yield frame if same else self._widened(frame)

    def tables(self) -> Iterator[Any]:
        """As `batches`; of a single file as it is held, which may be Arrow with dictionaries."""
        return self.sources[0].tables() if len(self.sources) == 1 else self.batches()

    def read(self, table: Any) -> Any:
        """Some rows as the mapping means them; what is written is the rows themselves."""
        return meant(table, self._meanings)

    def _widened(self, frame: pl.DataFrame) -> pl.DataFrame:
        there = [
            pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, kind).alias(name)
            for name, kind in self.schema.items()
        ]
        return frame.select(*there, *[c for c in frame.columns if c == UNREADABLE])

    def row(self, number: int) -> dict[str, Any]:
        """The cells of a row by the path of their facts; the first row is 1."""
        before = 0
        for frame in self.batches():
            if number <= before + frame.height:
                cells = self.read(frame).row(number - before - 1, named=True)
                return {path: cells[heading] for path, heading in self.columns.items()}
            before += frame.height
        sentence = _("--explain: there is no row {row}; the table has {count}.")
        raise InputError(sentence.format(row=number, count=before))


def decide_into(
    stream: Stream,
    output: str,
    *,
    decided: Callable[[pl.DataFrame], pl.DataFrame] | None = None,
    as_of: date | None = None,
    law: Any = None,
    done: Callable[[int, int | None], object] = lambda rows, expected: None,
    beside: dict[str, Any] | None = None,
) -> Summary:
    """Decide every row of a stream into a file, and count what it came to.

    ``done`` hears after each batch how many rows it had, and how many there are in all where that
    can be told. ``decided`` gives the added columns of a batch instead of `answers`; ``beside``
    adds columns with one value.
    """
    told = Tally()
    if any(_same_file(name, output) for name in stream.names):
        raise InputError(_("{name} would be written over while it is read.").format(name=output))
    tables = stream.batches() if decided is not None else stream.tables()
    with Sink(output, stream.arrow) as sink:
        # Reading and writing keep two cores busy beside one that decides.
        threads = 1 if stream.arrow is not None and sink.beside else None
        for table in ahead(tables) if stream.arrow is not None else tables:
            if decided is not None or UNREADABLE in _headings(table):
                given = table.drop(UNREADABLE, strict=False)
                answers_of = decided or (lambda f: answers(f, stream.columns, as_of, law=law))
                frame = _with_faults(answers_of(stream.read(given)), table)
                told.add(frame, np.ones(frame.height, np.int64))
                written = given.hstack(frame)
            else:
                read = stream.read(table)
                found = decided_of(read, stream.columns, as_of, law=law, threads=threads)
                told.add(*found.counted())
                written = found.beside(table)
            sink.write(_with_constants(written, beside))
            done(len(table), stream.expected(told.rows))
        if not told.rows:
            sink.write(_with_constants(pl.DataFrame(schema={**stream.schema, **TYPES}), beside))
    return told.summed()


def ahead(tables: Iterator[Any]) -> Iterator[Any]:
    """The same, the next one read while one is worked on."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, tables, None)
        while (table := waiting.result()) is not None:
            waiting = pool.submit(next, tables, None)
            yield table


def _headings(table: Any) -> list[str]:
    return list(table.columns if isinstance(table, pl.DataFrame) else table.column_names)


def _with_constants(table: Any, beside: dict[str, Any] | None) -> Any:
    for name, value in (beside or {}).items():
        if isinstance(table, pl.DataFrame):
            table = table.with_columns(pl.lit(value).alias(name))
        else:
            table = table.append_column(name, pa.repeat(pa.scalar(value), len(table)))
    return table


def _with_faults(found: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """The added columns, with the sentence alone where a row of the file is none."""
    if UNREADABLE not in frame.columns:
        return found
    why = frame[UNREADABLE]
    kept = [pl.when(why.is_null()).then(pl.col(name)).alias(name) for name in ANSWERS[:-1]]
    return found.select(*kept, pl.coalesce(why, pl.col("error")).alias("error"))


def _same_file(one: str, other: str) -> bool:
    if "-" in (one, other) or not Path(other).exists():
        return False
    return Path(one).exists() and Path(one).samefile(other)
