"""`licet table` as it streams: peak memory at two sizes, time by rows, against Polars in one run.

`python benchmarks/tables_streaming.py ROWS [BUYERS]` measures ROWS and a quarter of them, each in a process
of its own, so that the peaks are of that table alone. The peer reads the same Parquet with Polars,
filters it by one condition and writes the same columns: those that licet reads, and, as a second
measure, those that licet writes, twice as many.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

import polars as pl
import pyarrow.parquet

KIB_OF_A_GIB = 1024 * 1024


def peak_gib() -> float:
    """The most memory that this process has held; `ru_maxrss` would be that of who started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (each for each in status.splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) / KIB_OF_A_GIB


def write_orders(path: Path, rows: int, buyers: int) -> None:
    """An order book repeated: some hundred thousand orders, written again and again."""
    from benchmarks.tables import order_book

    book = order_book(min(rows, 200_000), buyers)
    some = book.to_arrow(compat_level=pl.CompatLevel.oldest())
    with pyarrow.parquet.ParquetWriter(path, some.schema, compression="zstd") as writer:
        left = rows
        while left:
            part = some.slice(0, min(left, some.num_rows))
            writer.write_table(part)
            left -= part.num_rows


def decided(source: str, out: str) -> None:
    """The stream of `licet table`."""
    from licet.tables.streaming import Stream, decide_into

    decide_into(Stream([source]), out)


def filtered(source: str, out: str) -> None:
    """The peer: Polars reads, filters by one condition and writes."""
    pl.scan_parquet(source).filter(pl.col("quantity") > 1).sink_parquet(out)


def alone(name: str, source: Path, out: Path) -> dict[str, float]:
    """Seconds, seconds of processor time and GiB of one of the two, in a process of its own."""
    command = [sys.executable, __file__, name, str(source), str(out)]
    told: dict[str, float] = json.loads(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout
    )
    return told


def measure(rows: int, buyers: int = 200) -> dict[str, float]:
    """One size: rates, peaks and the ratio to the peer; a line is printed."""
    with TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
        write_orders(source, rows, buyers)
        peer, own = alone("filtered", source, out), alone("decided", source, out)
        wide = alone("filtered", out, Path(folder) / "wide.parquet")
    seconds, peak = own["seconds"], own["gib"]
    found = {"rows": rows, "rate": rows / seconds, "peak": peak}
    found |= {"ratio": seconds / peer["seconds"], "processor": own["processor"] / peer["processor"]}
    found["wide"] = seconds / wide["seconds"]
    print(
        f"{rows:>12,} rows  {found['rate']:>12,.0f} rows a second  peak {peak:.2f} GiB  "
        f"{found['ratio']:5.1f} times Polars ({found['processor']:.1f} times its processor time; "
        f"its peak {peer['gib']:.2f} GiB), {found['wide']:.1f} times with licet's columns",
        flush=True,
    )
    return found


def main() -> None:
    """Two sizes, and what their ratio says."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 8_000_000
    buyers = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    print("Parquet to Parquet, whole law, both answers, a tenth of the cells empty")
    small, large = measure(rows // 4, buyers), measure(rows, buyers)
    print(f"memory, {rows:,} rows against a quarter: {large['peak'] / small['peak']:.2f} times")
    print(f"rate, {rows:,} rows against a quarter: {large['rate'] / small['rate']:.2f} times")


if __name__ == "__main__":
    if sys.argv[1:2] in (["decided"], ["filtered"]):
        start, before = time.perf_counter(), time.process_time()
        {"decided": decided, "filtered": filtered}[sys.argv[1]](*sys.argv[2:])
        seconds, processor = time.perf_counter() - start, time.process_time() - before
        peak = peak_gib()
        print(json.dumps({"seconds": seconds, "processor": processor, "gib": peak}))
    else:
        main()
