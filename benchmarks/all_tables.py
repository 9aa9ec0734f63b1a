"""Everything measured about tables, in one run, as one table of ratios: `make bench`.

`--quick` (`make bench-quick`) takes fewer rows and the main ones, within 45 seconds on two cores.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import polars as pl
from benchmarks import peers, tables_streaming
from benchmarks.tables import order_book

from licet.tables import decide

SIZES = (2_000_000, 8_000_000, 32_000_000)
"""Rows from Parquet to Parquet; some two seconds are spent whatever the size."""


def in_memory(rows: int) -> tuple[float, float]:
    """Rows a second from Arrow in memory, once what is in them is learnt; processor time of a row in ns.

    The fastest of three, as for the other engines.
    """
    book = order_book(min(rows, 250_000))
    arrow = pl.concat([book] * max(1, rows // book.height)).to_arrow()
    decide(arrow)
    taken = []
    for _ in range(3):
        start, before = time.perf_counter(), time.process_time()
        decide(arrow)
        taken.append((time.perf_counter() - start, time.process_time() - before))
    seconds, processor = min(taken)
    return arrow.num_rows / seconds, processor / arrow.num_rows * 1e9


def main(quick: bool) -> None:
    """Print what was measured, with what it is measured against."""
    found: list[tuple[str, str, str]] = []
    small = peers.measure(100_000 if quick else 1_000_000, 200 if quick else 1_000)
    hand = small[0][1]
    for name, rate in small:
        against = f"{hand / rate:,.1f} times slower than Polars by hand" if rate < hand else ""
        found.append((f"small decision: {name}", f"{rate:,.0f} rows/s", against))
    best = max(rate for name, rate in small if "row by row" in name and "Python" not in name)
    rate, processor = in_memory(250_000 if quick else 2_000_000)
    against = f"{rate / best:,.0f} times the fastest rule engine on its small decision"
    against += f"; {processor:,.0f} ns of processor time a row"
    found.append(("whole law, both answers, Arrow in memory", f"{rate:,.0f} rows/s", against))
    streamed = [tables_streaming.measure(n) for n in ((400_000,) if quick else SIZES)]
    for each in streamed:
        name = f"licet table, Parquet to Parquet, {each['rows']:,} rows"
        ratio = (
            f"{each['ratio']:.1f} times Polars' time, {each['wide']:.1f} with the same columns out"
        )
        ratio += f"; peak {each['peak']:.2f} GiB"
        found.append((name, f"{each['rate']:,.0f} rows/s", ratio))
    print()
    for name, measured, against in found:
        print(f"{name:<58}{measured:>22}  {against}")


if __name__ == "__main__":
    main("--quick" in sys.argv)
