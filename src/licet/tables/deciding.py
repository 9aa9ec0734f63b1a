"""`decide` for a table: the same table with the answers beside each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from licet.errors import Fault, InputError
from licet.law.editions import Law, the_law
from licet.tables.names import match
from licet.tables.running import decided
from licet.tables.written import ANSWERS, TYPES
from licet.words import _


def decide(
    table: Any,
    *,
    columns: Mapping[str, str] | None = None,
    as_of: date | None = None,
    law: Law | None = None,
) -> Any:
    """The table with the columns of `ANSWERS` added, in its own kind: Arrow, Polars or pandas.

    Each row is one transaction with one line. ``columns`` says by path of a fact which column
    states it; other columns are found by their names. ``as_of`` chooses the law of that date
    instead of the rows' own; ``law`` is another law, such as a reformed one. A row that cannot be
    read has its sentence under ``error``. Raises `InputError` where the columns cannot be told.
    """
    frame = _frame(table)
    refuse_taken(frame.columns)
    return _beside(table, answers(frame, match(frame.columns, columns), as_of, law=law))


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
    stated = frame.select(pl.col(heading).alias(path) for path, heading in columns.items())
    if not frame.height:
        return pl.DataFrame(schema=TYPES)
    if not columns:
        raise InputError(_("no column states a fact; name one, such as Destination or item.chip."))
    return decided(stated, as_of, done, law or the_law())


# -- kinds of table -------------------------------------------------------------------------------


def _frame(table: Any) -> pl.DataFrame:
    kind = type(table).__module__.partition(".")[0]
    if isinstance(table, pl.LazyFrame):
        return table.collect()
    if isinstance(table, pl.DataFrame):
        return table
    if kind == "pyarrow":
        return pl.DataFrame(pl.from_arrow(table))
    if kind == "pandas":
        return pl.from_pandas(table)
    sentence = _("{kind} is not a table; give one of Arrow, Polars or pandas.")
    raise InputError(sentence.format(kind=type(table).__name__))


def _beside(table: Any, found: pl.DataFrame) -> Any:
    kind = type(table).__module__.partition(".")[0]
    if kind == "polars":
        return _frame(table).hstack(found)
    if kind == "pandas":
        return table.assign(**{name: found[name].to_list() for name in ANSWERS})
    added = found.to_arrow()
    for name in ANSWERS:
        table = table.append_column(name, added[name].combine_chunks())
    return table
