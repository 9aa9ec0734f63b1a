"""What the cells of a column stand for, where a mapping says so.

"A100" fits four chips, and licet does not guess which. Whoever knows says so once, in the mapping
that names the columns; the table itself stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
import pyarrow as pa

from licet.errors import Fault, InputError
from licet.tables.given import arrow_of
from licet.tables.values import NOT_KNOWN
from licet.words import _

Fixed = Mapping[str, Any]
"""By path of a fact: the heading of its column, or a mapping with ``column``, ``values`` or both."""
Meanings = dict[str, dict[str, str]]
"""By heading of a column: what its cells say, and what each stands for."""
COLUMN, VALUES = "column", "values"
TEXTS = (pl.String, pl.Categorical, pl.Enum, pl.Null)
"""Kinds of column whose cells are texts; `pl.Null` is one in which nothing is stated."""


def columns_of(fixed: Fixed | None) -> dict[str, str]:
    """By path, the heading that a mapping names. Raises `InputError` where it is no mapping."""
    if faults := [fault for path, said in (fixed or {}).items() for fault in _wrong(path, said)]:
        raise InputError(faults)
    named = ((p, s if isinstance(s, str) else s.get(COLUMN)) for p, s in (fixed or {}).items())
    return {path: heading for path, heading in named if heading is not None}


def meanings(fixed: Fixed | None, columns: Mapping[str, str]) -> Meanings:
    """What the cells of columns stand for. ``columns``: by path, the heading of its column.

    Raises `InputError` where no column states the fact, or one column would be read in two ways.
    """
    found: Meanings = {}
    for path, said in (fixed or {}).items():
        if isinstance(said, str) or VALUES not in said:
            continue
        if path not in columns:
            raise InputError([Fault(path, _("no column states it; name one under column."))])
        if columns[path] in found:
            sentence = _("values are given twice for the column {name}; give them once.")
            raise InputError([Fault(path, sentence.format(name=columns[path]))])
        found[columns[path]] = {text.strip(): to.strip() for text, to in said[VALUES].items()}
    return found


def meant(table: Any, found: Meanings) -> Any:
    """The table of Arrow or Polars with its cells as they are meant.

    Cells are compared without the spaces around them. Raises `InputError` for a column of numbers.
    """
    for heading, each in found.items():
        if isinstance(table, pl.DataFrame):
            table = table.with_columns(_replaced(table[heading], each))
        else:
            series = pl.Series(heading, pl.from_arrow(table.column(heading)))
            at = table.column_names.index(heading)
            column = pa.chunked_array([arrow_of(_replaced(series, each))])
            table = table.set_column(at, heading, column)
    return table


def _replaced(series: pl.Series, each: Mapping[str, str]) -> pl.Series:
    if series.dtype not in TEXTS:
        sentence = _("is a column of {kind}; values can be given for one of texts.")
        raise InputError([Fault(series.name, sentence.format(kind=series.dtype))])
    return series.cast(pl.String).str.strip_chars().replace(each)


def _wrong(path: str, said: Any) -> Iterator[Fault]:
    if isinstance(said, str):
        return
    if not isinstance(said, Mapping) or not said or not {*said} <= {COLUMN, VALUES}:
        yield Fault(path, _("is the name of a column, or has column and values."))
        return
    if not isinstance(said.get(COLUMN, ""), str):
        yield Fault(f"{path}.{COLUMN}", _("is the name of a column."))
    values = said.get(VALUES, {})
    if not isinstance(values, Mapping):
        yield Fault(f"{path}.{VALUES}", _("says what cells stand for: text: text, line by line."))
        return
    seen = set[str]()
    for text, to in values.items():
        at = f"{path}.{VALUES}.{text}"
        if not isinstance(text, str) or not isinstance(to, str):
            yield Fault(at, _("is no text; write what cells say and stand for in quotes."))
        elif text.strip().casefold() in NOT_KNOWN:
            yield Fault(at, _("states nothing, and stays unknown; nothing stands in for it."))
        elif text.strip() in seen:
            yield Fault(at, _("is said twice but for spaces around it; say it once."))
        else:
            seen.add(text.strip())
