"""The rows of an order book that two laws decide differently."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from licet.proofs.sides import Side
from licet.tables.deciding import answers

SHOWN = (
    "classification",
    "on_the_books",
    "on_the_books_by",
    "as_enforced",
    "as_enforced_by",
    "review_policy",
    "error",
)
"""What of a row's answer is compared."""
BEFORE, AFTER, CHANGED = "_before", "_after", "changed"


def compared(
    frame: pl.DataFrame,
    columns: Mapping[str, str],
    one: Side,
    other: Side,
    done: Callable[[int], object] = lambda rows: None,
) -> pl.DataFrame:
    """The table with ``tpp_total``, each of `SHOWN` under both laws, and whether anything ``changed``.

    ``columns`` says by path of a fact which column states it. Each side decides every row by the law
    of its day, whatever date the row has. ``done`` hears how many rows are decided, twice for each.
    """
    before, after = (answers(frame, columns, side.day, done, law=side.law) for side in (one, other))
    beside = {"tpp_total": after["tpp_total"]}
    for name in SHOWN:
        beside[name + BEFORE], beside[name + AFTER] = before[name], after[name]
    made = pl.DataFrame(beside)
    differ = pl.any_horizontal(
        pl.col(name + BEFORE).ne_missing(pl.col(name + AFTER)) for name in SHOWN
    )
    return frame.hstack(made.with_columns(differ.alias(CHANGED)))


def counted(table: pl.DataFrame, column: str) -> list[tuple[str, str, int]]:
    """Of the rows that changed: from which outcome to which, in one column, and how many; most first."""
    names = [column + BEFORE, column + AFTER]
    moved = table.filter(pl.col(CHANGED)).group_by(names).len()
    rows = [(str(a), str(b), int(n)) for a, b, n in moved.iter_rows()]
    return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))
