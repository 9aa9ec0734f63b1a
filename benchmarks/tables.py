"""Rows a second of a table: an order book, other ways to decide it, and rows of which none is alike.

Run with `make bench-tables` (or with a number of rows). All sides are measured in the same run;
only ratios mean anything. `--equal N [FIRST]` compares N generated rows, one by one,
with `licet.decide`; the rows of another FIRST are others. `--clusters FILE` does it with a table of clusters.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import polars as pl

import licet
from licet.tables import ANSWERS, decide

PLACES = ["US", "GB", "DE", "JP", "IN", "AE", "SG", "SA", "MX", "CH", "BR", "TW", "CN", "VN", "TR"]
CHIPS = ["nvidia-h100-sxm5", "nvidia-a100-sxm-80gb", "nvidia-h20", "nvidia-l40s", "RTX 4090"]


def order_book(rows: int, buyers: int = 200) -> pl.DataFrame:
    """Orders of so many buyers; a tenth of the cells, and of what is known of buyers, is empty."""
    draw = random.Random(5)

    def some(values: list[Any], count: int) -> list[Any]:
        return [draw.choice(values) if draw.random() >= 0.1 else None for _ in range(count)]

    homes = some(PLACES, buyers)
    known = {
        "parties.ultimate_consignee.headquarters": homes,
        "parties.ultimate_consignee.ultimate_parent_headquarters": some(PLACES, buyers),
        "destination": [draw.choice(PLACES) for _ in range(buyers)],
        "end_use.prohibited_by_part_744": some([False], buyers),
        "on_file.certifications": some([["LPP"], []], buyers),
        "on_file.lpp_tpp_this_year": some([0, 1_583_200, 26_900_000], buyers),
    }
    of = [draw.randrange(buyers) for _ in range(rows)]
    held = {path: [values[n] for n in of] for path, values in known.items()}
    return pl.DataFrame(
        {
            "date": ["2025-06-02"] * rows,
            "action": ["export"] * rows,
            "item.chip": [draw.choice(CHIPS) for _ in range(rows)],
            "quantity": some([1, 2, 8, 64, 512, 1_699, 1_700], rows),
            **held,
        }
    )


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def one_by_one(frame: pl.DataFrame) -> None:
    from licet.tables.values import transaction_of

    for row in frame.iter_rows(named=True):
        licet.decide(transaction_of(row))


def unlike(rows: int) -> pl.DataFrame:
    """Rows with every kind of item and a tenth of the facts empty, of which hardly two are alike."""
    from tests.tables.orders import orders
    from tests.tables.test_equal import frame as as_table

    some = as_table(orders(5_000, 21))
    items = [name for name in some.columns if name.startswith("item.")]
    drawn = [some.select(items).sample(rows, with_replacement=True, seed=1)]
    for seed, name in enumerate(n for n in some.columns if n not in items):
        drawn.append(some.select(name).sample(rows, with_replacement=True, seed=seed + 2))
    return pl.concat(drawn, how="horizontal")


def dictionary(frame: pl.DataFrame) -> pl.DataFrame:
    """The same with texts as Arrow dictionaries, as Parquet holds them."""
    return frame.with_columns(pl.col(pl.String).cast(pl.Categorical))


def measure(rows: int) -> None:
    frame = order_book(rows)
    few = frame.head(100)
    alone = 100 / seconds(lambda: one_by_one(few))
    told: list[tuple[str, float]] = [("licet.decide, row by row", alone)]

    def time_of(name: str, table: Any) -> None:
        told.append((name, table.height / seconds(lambda: decide(table))))

    time_of(f"{rows:,} orders, the first time", frame)
    double = pl.concat([frame] * 4)
    time_of(f"{4 * rows:,} orders, after that", double)
    time_of("the same, texts as dictionaries", dictionary(double))
    known = frame.with_columns(pl.col("quantity").fill_null(1))
    time_of(f"{rows:,} orders of which each states its quantity", known)
    with TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
        double.write_parquet(source)
        plain = seconds(
            lambda: pl.read_parquet(source).filter(pl.col("quantity") > 1).write_parquet(out)
        )
        whole = seconds(lambda: decide(pl.read_parquet(source)).write_parquet(out))
    strange = unlike(min(rows, 20_000))
    time_of(f"{strange.height:,} rows hardly alike, the first time", strange)
    time_of("the same rows again", strange)
    print(f"{'':<50}{'rows a second':>14}{'ratio':>12}")
    for name, rate in told:
        print(f"{name:<50}{rate:>14,.0f}{rate / alone:>12,.1f}")
    print(
        f"Parquet to Parquet, against Polars reading, filtering, writing: {whole / plain:.1f} times"
    )


def compare(rows: int, first: int = 0) -> None:
    """Each generated row, in every edition, against `licet.decide`; says how many differ."""
    from tests.tables.orders import DAYS, orders
    from tests.tables.test_equal import frame as as_table
    from tests.tables.test_equal import said

    from licet.law.editions import the_law
    from licet.law.instruments import FIRST_DAY

    days = [*DAYS, *(day.isoformat() for day in the_law().boundaries if day >= FIRST_DAY)]
    differing = compared = 0
    for start in range(first, first + rows, 1_000):
        some = orders(min(1_000, first + rows - start), seed=start, days=days)
        for row, found in zip(some, decide(as_table(some)).select(ANSWERS).to_dicts(), strict=True):
            told = said(row)
            same = found["error"] if told is None else {n: found[n] for n in told} == told
            differing += not same
            if not same:
                print(row, told, found, sep="\n")
        compared += len(some)
        print(f"{compared:,} rows compared from {first:,} on, {differing} differ", flush=True)


def compare_clusters(source: str) -> None:
    """Each cluster of Epoch AI's `gpu_clusters.csv` as a shipment, against `licet.decide`."""
    from tests.tables.test_epoch import COLUMNS, as_facts, clusters
    from tests.tables.test_equal import said

    table = clusters(Path(source))
    found = decide(table, columns=COLUMNS).select(ANSWERS).to_dicts()
    unread = differing = 0
    for row, answer in zip(table.to_dicts(), found, strict=True):
        told = said(as_facts(row))
        unread += told is None
        same = answer["error"] if told is None else {n: answer[n] for n in told} == told
        differing += not same
        if not same:
            print(row, told, answer, sep="\n")
    print(f"{len(found)} clusters compared ({unread} cannot be read), {differing} differ")


if __name__ == "__main__":
    if "--clusters" in sys.argv:
        compare_clusters(sys.argv[-1])
    elif "--equal" in sys.argv:
        compare(*map(int, sys.argv[2:]))
    else:
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else 250_000)
