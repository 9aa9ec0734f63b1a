"""Generated rows as a table of a database, and what `licet.tables.decide` says of each."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import polars as pl
from tests.tables.orders import CHOICES, orders
from tests.tables.test_equal import frame

from licet.tables import decide
from licet.tables.view import View

NOT_READ = "item.model_weights"
SAME = (
    "classification",
    "on_the_books",
    "on_the_books_by",
    "as_enforced",
    "as_enforced_by",
    "review_policy",
)
ONE_LIST = "on_file.certifications"
FEW = (
    "date",
    "action",
    "destination",
    "quantity",
    "item.eccn",
    "item.tpp",
    "parties.ultimate_consignee.headquarters",
    "parties.ultimate_consignee.ultimate_parent_headquarters",
    "end_use.prohibited_by_part_744",
    ONE_LIST,
    "on_file.lpp_tpp_this_year",
)
"""The columns of a short view: Spark takes a minute to plan a long one."""


@cache
def table(day: str, count: int, unknown: float = 0.1, few: bool = False) -> pl.DataFrame:
    """Rows of a day and of some other, numbered, with lists as texts; ``few``: of few columns."""
    rows: list[dict[str, Any]] = []
    seed = 40
    while len(rows) < count:
        seed += 1
        made = [
            r for r in orders(count, seed, unknown) if not any(p.startswith(NOT_READ) for p in r)
        ]
        if few:
            made = [{p: v for p, v in r.items() if p in FEW} for r in made if "item.eccn" in r]
        rows += [r | {"date": day if n % 10 else r["date"]} for n, r in enumerate(made)]
    found = frame(rows[:count]).with_row_index("row_number")
    found = found.with_columns(pl.col("row_number").cast(pl.Int64))
    joined = pl.col(ONE_LIST).list.join("; ")
    return found.with_columns(
        pl.when(joined == "").then(pl.lit("none")).otherwise(joined).alias(ONE_LIST),
        pl.col("date").cast(pl.String),
    )


@cache
def decided(day: str, count: int, unknown: float = 0.1, few: bool = False) -> list[dict[str, Any]]:
    """What `licet.tables.decide` says of the rows."""
    found: list[dict[str, Any]] = decide(table(day, count, unknown, few)).to_dicts()
    return found


@cache
def view(day: str, few: bool = False) -> View:
    """The view of a day over such rows as a table ``orders``."""
    columns = {path: path for path in table(day, 50, few=few).columns if path != "row_number"}
    return View(date.fromisoformat(day), columns, "orders", ("row_number",), "decided")


def agree(
    found: list[dict[str, Any]], day: str, count: int, unknown: float = 0.1, few: bool = False
) -> int:
    """Assert that each row is answered as `decide` answers it. Returns how many are not settled."""
    expected = decided(day, count, unknown, few)
    assert len(found) == len(expected)
    first, after = view(day, few).era
    for row in found:
        told = expected[row["row_number"]]
        shipped = date.fromisoformat(told["date"])
        if not (first <= shipped and (after is None or shipped < after)):
            assert row["error"]
        elif told["error"]:
            assert row["error"], told
        elif row["settled"]:
            assert row["error"] is None
            assert {n: row[n] for n in SAME} == {n: told[n] for n in SAME}, told
            total, expected_total = row["tpp_total"], told["tpp_total"]
            assert (None if total is None else float(total)) == expected_total
        else:
            assert row["error"] is None, told
            assert "undetermined" in (row["on_the_books"], row["as_enforced"])
    return sum(not row["settled"] for row in found if not row["error"])


assert ONE_LIST in CHOICES
