"""`decide` for a table: the same table with the answers beside each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl
import pyarrow as pa

from licet.errors import Fault, InputError
from licet.law.editions import Law, the_law
from licet.tables.added import Decided
from licet.tables.given import Given
from licet.tables.meant import Fixed, meanings, meant
from licet.tables.names import match
from licet.tables.running import decided
from licet.tables.written import ANSWERS, TYPES
from licet.words import _


def decide(
    table: Any,
    *,
    columns: Fixed | None = None,
    as_of: date | None = None,
    law: Law | None = None,
) -> Any:
    """The table with the columns of `ANSWERS` added, in its own kind: Arrow, Polars or pandas.

    Each row is one transaction with one line. ``columns`` says by path of a fact which column
    states it, or gives ``column`` and ``values``: what its cells stand for (``{"A100": id}``).
    Other columns are found by their names. ``as_of`` chooses the law of that date
    instead of the rows' own; ``law`` is another law, such as a reformed one. A row that cannot be
    read has its sentence under ``error``. Raises `InputError` where the columns cannot be told.
    """
    held = _held(table)
    headings = _headings(held)
    refuse_taken(headings)
    matched = match(headings, columns)
    read = meant(held, meanings(columns, matched))
    found = decided_of(read, matched, as_of, law=law)
    return _beside(table, held, found)


def refuse_taken(headings: Iterable[str]) -> None:
    """Refuse a table in which an added column would take the place of another."""
    taken = [name for name in headings if name in ANSWERS]
    if taken:
        sentence = _("the table has columns that would be added already; rename or drop them.")
        raise InputError([Fault(", ".join(taken), sentence)])


def answers(
    frame: pl.DataFrame,
    columns: Mapping[str, str],
    as_of: date | None = None,
    done: Callable[[int], object] = lambda rows: None,
    *,
    law: Law | None = None,
) -> pl.DataFrame:
    """The added columns alone, row for row. ``columns``: by path, the column that states it.

    ``done`` hears of each part of the rows that is decided how many they are.
    """
    return decided_of(frame, columns, as_of, done, law=law).frame


def decided_of(
    table: Any,
    columns: Mapping[str, str],
    as_of: date | None = None,
    done: Callable[[int], object] = lambda rows: None,
    *,
    law: Law | None = None,
    threads: int | None = None,
) -> Decided:
    """As `answers`, of a table of Arrow or Polars, each distinct answer once.

    ``threads``: how many decide it; None: as many as there are cores.
    """
    if not len(table):
        return Decided.of(pl.DataFrame(schema=TYPES))
    if not columns:
        raise InputError(_("no column states a fact; name one, such as Destination or item.chip."))
    return decided(Given.of(table, columns), as_of, done, law or the_law(), threads)


# -- kinds of table -------------------------------------------------------------------------------


def _held(table: Any) -> Any:
    """The table in Arrow or in Polars."""
    kind = type(table).__module__.partition(".")[0]
    if isinstance(table, pl.LazyFrame):
        return table.collect()
    if isinstance(table, pl.DataFrame | pa.Table):
        return table
    if isinstance(table, pa.RecordBatch):
        return pa.Table.from_batches([table])
    if kind == "pandas":
        return pl.from_pandas(table)
    sentence = _("{kind} is not a table; give one of Arrow, Polars or pandas.")
    raise InputError(sentence.format(kind=type(table).__name__))


def _headings(table: Any) -> list[str]:
    return list(table.columns if isinstance(table, pl.DataFrame) else table.column_names)


def _beside(table: Any, held: Any, found: Decided) -> Any:
    kind = type(table).__module__.partition(".")[0]
    if kind == "pandas":
        return table.assign(**{name: found.frame[name].to_list() for name in ANSWERS})
    return found.beside(table if isinstance(table, pa.RecordBatch) else held)
