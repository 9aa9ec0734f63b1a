"""What a decided table comes to: how many may go, how many need a license, what is missing most."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

UNDETERMINED = "undetermined"
COLUMNS = ("as_enforced", "on_the_books")


@dataclass(frozen=True)
class Summary:
    """Counts of rows; ``outcomes`` by column and outcome, ``missing`` by fact, most first."""

    rows: int
    unreadable: int
    open_rows: int
    outcomes: dict[str, dict[str, int]]
    missing: list[tuple[str, int]]

    @property
    def status(self) -> int:
        """0 every row is decided, 4 some rows lack facts, 5 some rows could not be read."""
        return 5 if self.unreadable else 4 if self.open_rows else 0


def summary(decided: pl.DataFrame) -> Summary:
    """The counts of a table with the added columns."""
    lacks = pl.any_horizontal(pl.col(name) == UNDETERMINED for name in COLUMNS)
    return Summary(
        rows=decided.height,
        unreadable=decided["error"].count(),
        open_rows=decided.filter(lacks).height,
        outcomes={name: dict(_counts(decided[name])) for name in COLUMNS},
        missing=_counts(decided["missing_facts"].str.split("; ").explode())[:5],
    )


def _counts(series: pl.Series) -> list[tuple[str, int]]:
    counted = series.drop_nulls().value_counts(sort=True)
    rows = [(str(name), int(count)) for name, count in counted.iter_rows()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
